//! The signs that the system raised about the planted stories, and about innocent people who look like the culprits.
//! This is the only place where the truth of the history is compared with the record.

use cli::exit::Failure;
use domain::matter::MatterEvent;
use domain::officer::OfficerEvent;
use domain::record::followed::{Consequence, SignKind};
use domain::report::ReportEvent;
use domain::{Event, OfficerId, RecordedEvent, ReportId, StreamId, StreamKind};
use jiff::Timestamp;
use serde::Serialize;
use store::Store;
use synth::history::{History, LookAlike, Needle};

use super::cast::HistoryCast;
use super::fill::instant;
use super::sweep::{RaisedSign, Sweep};
use super::tally::failed;

/// A planted story, and what the system noticed about it.
#[derive(Clone, Debug, Serialize)]
pub struct Story {
    /// The name, from `N1` to `N12`.
    pub name: &'static str,
    /// The story in a sentence.
    pub what: String,
    /// The time at which the happening that completes the story was recorded.
    pub visible_at: Timestamp,
    /// The first sign; `None` if the story was missed.
    pub noticed: Option<NoticedSign>,
    /// Parts of the expected result that are missing even though a sign was raised.
    pub missing: Vec<String>,
}

impl Story {
    /// Returns true if the story was noticed with nothing missing.
    pub fn is_found(&self) -> bool {
        self.noticed.is_some() && self.missing.is_empty()
    }
}

/// A sign and its grounds.
#[derive(Clone, Debug, Serialize)]
pub struct NoticedSign {
    pub sign: &'static str,
    /// The fact in the words in which a person reads it.
    pub fact: String,
    pub at: Timestamp,
    pub stream: String,
    /// The event that gave the story away.
    pub event: String,
    pub kind: String,
    /// That event's position in the log.
    pub position: Option<u64>,
    /// The duty that followed from the sign.
    pub duty: Option<NoticedDuty>,
    /// The number of people to question, if the sign asks for that.
    pub asked_count: usize,
    /// The roles that were notified at once.
    pub told: Vec<String>,
}

/// A duty, with the law that imposes it.
#[derive(Clone, Debug, Serialize)]
pub struct NoticedDuty {
    pub title: String,
    pub owner: String,
    pub due: Option<String>,
    pub rule: String,
    /// The provision behind the rule.
    pub citation: String,
}

/// An innocent person who was flagged.
#[derive(Clone, Debug, Serialize)]
pub struct FlaggedInnocent {
    /// The kind of likeness.
    pub kind: &'static str,
    /// The innocent explanation.
    pub why_innocent: &'static str,
    /// The sign or the proposed link that flagged them.
    pub by: String,
}

/// The sign that a story should raise.
struct ExpectedSign {
    sign: SignKind,
    /// The streams in which it may be raised.
    streams: Vec<StreamId>,
    /// The person that it must be about, if any.
    about: Option<OfficerId>,
}

fn officer(id: OfficerId) -> StreamId {
    StreamId::new(StreamKind::Officer, id)
}

/// The planted stories in order, each with what the system noticed about it.
///
/// # Errors
/// If the database fails.
pub async fn stories(
    store: &Store,
    history: &History,
    cast: &HistoryCast,
    sweep: &Sweep,
) -> Result<Vec<Story>, Failure> {
    let mut stories = Vec::new();
    for needle in &history.needles {
        stories.push(story(store, history, cast, sweep, needle).await?);
    }
    Ok(stories)
}

async fn story(
    store: &Store,
    history: &History,
    cast: &HistoryCast,
    sweep: &Sweep,
    needle: &Needle,
) -> Result<Story, Failure> {
    let visible_at = instant(history.happenings[needle.gives_it_away].at);
    let people: Vec<OfficerId> = needle.people.iter().filter_map(|person| cast.officer(*person)).collect();
    let reports: Vec<ReportId> = needle.reports.iter().filter_map(|number| cast.reports.get(number).copied()).collect();
    let mut story =
        Story { name: needle.name, what: needle.what.clone(), visible_at, noticed: None, missing: Vec::new() };
    let Some(&subject) = people.first() else { return Ok(story) };
    let looked = looked_for(needle, cast, &people, &reports);
    let mut raised: Vec<&RaisedSign> = looked
        .streams
        .iter()
        .flat_map(|stream| sweep.signs_in(stream))
        .filter(|raised| raised.sign.sign == looked.sign)
        .filter(|raised| looked.about.is_none_or(|about| raised.sign.officer == Some(about)))
        .collect();
    raised.sort_by_key(|raised| (raised.at, raised.event));
    let Some(first) = raised.first() else { return Ok(story) };
    story.noticed = Some(noticed(store, first, &looked.streams).await?);
    let asked = &first.sign.ask;
    match needle.name {
        "N1" | "N2" => {
            let proposed = |report: &ReportId| {
                let links = sweep.links.get(report).map_or(&[][..], Vec::as_slice);
                links.iter().any(|link| link.officer == subject)
            };
            if needle.name == "N1" && !reports.iter().all(proposed) {
                story.missing.push("no link from the report to the officer is proposed".to_owned());
            }
        }
        "N4" => {
            let pair = |one: OfficerId, other: OfficerId| {
                let known = sweep.same_person.get(&one).map_or(&[][..], Vec::as_slice);
                known.iter().any(|proposed| proposed.other == other)
            };
            if people.len() < 2 || !(pair(people[0], people[1]) || pair(people[1], people[0])) {
                story.missing.push("the two service records are not proposed as one person's".to_owned());
            }
        }
        "N7" => {
            let mut silent: Vec<OfficerId> = people[1..people.len() - 1].to_vec();
            let mut asked = asked.clone();
            silent.sort_unstable();
            asked.sort_unstable();
            if asked != silent {
                story.missing.push("not exactly those are asked who had not reported".to_owned());
            }
        }
        "N8" => {
            let has_duty = story.noticed.as_ref().is_some_and(|noticed| noticed.duty.is_some());
            if !has_duty {
                story.missing.push("no duty to tell the advisory list arose".to_owned());
            }
        }
        "N10" => {
            let alarmed = story.noticed.as_ref().is_some_and(|noticed| noticed.told.iter().any(|told| told == "ccu"));
            if !alarmed {
                story.missing.push("no silent alarm was given".to_owned());
            }
        }
        _ => {}
    }
    Ok(story)
}

fn looked_for(needle: &Needle, cast: &HistoryCast, people: &[OfficerId], reports: &[ReportId]) -> ExpectedSign {
    let subject = people[0];
    let second = people.get(1).copied();
    let of_reports = || reports.iter().map(|report| StreamId::new(StreamKind::Report, report)).collect::<Vec<_>>();
    let of_people = || people.iter().map(|person| officer(*person)).collect::<Vec<_>>();
    let of_matters = || {
        let known = needle.matters.iter().filter_map(|number| cast.matters.get(number));
        known.map(|matter| StreamId::new(StreamKind::Matter, matter)).collect::<Vec<_>>()
    };
    let (sign, streams, about) = match needle.name {
        "N1" => (SignKind::AllegationInAnotherForce, of_reports(), Some(subject)),
        "N2" => (SignKind::SecondSimilarAllegation, [of_reports(), vec![officer(subject)]].concat(), None),
        "N3" => (SignKind::ConcernBySeveralColleagues, vec![officer(subject)], Some(subject)),
        "N4" => (SignKind::RehiredAfterProbationCutShort, of_people(), None),
        "N5" => (SignKind::ArmedBeforeVetting, vec![officer(subject)], Some(subject)),
        "N6" => (SignKind::ConflictOfInterest, [of_matters(), of_people()].concat(), second),
        "N7" => (SignKind::OpportunityToReport, of_matters(), None),
        "N8" => (SignKind::LeftBeforeHearing, of_matters(), Some(subject)),
        "N9" => (SignKind::ProvablyFalseReports, of_reports(), None),
        "N10" => (SignKind::ActedWhileSuspended, vec![officer(subject)], Some(subject)),
        "N11" => (SignKind::WithdrawnAfterVisit, of_reports(), second),
        _ => (SignKind::ViewedWithoutTask, vec![officer(subject)], second),
    };
    ExpectedSign { sign, streams, about }
}

/// A sign, with the event that gave the story away and the duty that followed.
async fn noticed(store: &Store, raised: &RaisedSign, streams: &[StreamId]) -> Result<NoticedSign, Failure> {
    let reading = |error| failed("reading an event", error);
    let given_away = raised.sign.rests_on.last().copied().or(raised.cause).unwrap_or(raised.event);
    let event = store.event(given_away).await.map_err(reading)?;
    let kind = event.and_then(|event| event.event.encode().ok()).map(|(kind, _)| kind).unwrap_or_default();
    let causes = [Some(raised.event), raised.cause, Some(given_away)];
    let mut followed: Vec<RecordedEvent> = Vec::new();
    let mut looked = vec![raised.stream.clone()];
    looked.extend(streams.iter().filter(|stream| **stream != raised.stream).cloned());
    for stream in &looked {
        let history = store.history(stream, None).await.map_err(reading)?;
        followed.extend(history.into_iter().filter(|event| event.cause.is_some() && causes.contains(&event.cause)));
    }
    let mut duties = followed.iter().filter_map(|event| match follow(event) {
        Some(Consequence::DutyArose(duty)) => Some(duty),
        _ => None,
    });
    let told = followed.iter().filter_map(|event| match follow(event) {
        Some(Consequence::NoticeGiven(notice)) => Some(notice.to.clone()),
        _ => None,
    });
    let duty = match raised.sign.sign {
        SignKind::LeftBeforeHearing => duties.find(|duty| duty.name == "report-advisory-list"),
        _ => duties.next(),
    };
    Ok(NoticedSign {
        sign: raised.sign.sign.as_str(),
        fact: raised.sign.fact.clone(),
        at: raised.at,
        stream: raised.stream.to_string(),
        event: given_away.to_string(),
        kind,
        position: store.position_of(given_away).await.map_err(reading)?,
        duty: duty.map(|duty| NoticedDuty {
            title: duty.title.clone(),
            owner: duty.owner.clone(),
            due: duty.due_at.map(super::told::moment).or(duty.due.map(|day| day.to_string())),
            rule: duty.citation.rule.clone(),
            citation: duty.citation.words(),
        }),
        asked_count: raised.sign.ask.len(),
        told: told.collect(),
    })
}

fn follow(event: &RecordedEvent) -> Option<&Consequence> {
    match &event.event {
        Event::Officer(OfficerEvent::Followed(follow))
        | Event::Report(ReportEvent::Followed(follow))
        | Event::Matter(MatterEvent::Followed(follow)) => Some(follow),
        _ => None,
    }
}

/// The innocent people who were flagged, either by a sign about them or their reports, or by a proposed link to them.
/// Signs of silence do not count: such a sign is always about an authority, even on another person's record.
pub fn innocent(history: &History, cast: &HistoryCast, sweep: &Sweep) -> Vec<FlaggedInnocent> {
    let all: Vec<&RaisedSign> =
        sweep.signs.values().flatten().filter(|raised| raised.sign.sign != SignKind::Silence).collect();
    history.look_alikes.iter().filter_map(|alike| flagged(alike, cast, sweep, &all)).collect()
}

fn flagged(alike: &LookAlike, cast: &HistoryCast, sweep: &Sweep, all: &[&RaisedSign]) -> Option<FlaggedInnocent> {
    let people: Vec<OfficerId> = alike.people.iter().filter_map(|person| cast.officer(*person)).collect();
    let &innocent = people.first()?;
    let reports: Vec<ReportId> = alike.reports.iter().filter_map(|number| cast.reports.get(number).copied()).collect();
    let streams: Vec<StreamId> = reports.iter().map(|report| StreamId::new(StreamKind::Report, report)).collect();
    let by_sign = all.iter().find(|raised| {
        let theirs = raised.sign.officer == Some(innocent) || raised.sign.ask.contains(&innocent);
        let of_reports =
            streams.contains(&raised.stream) && raised.sign.officer.is_none_or(|about| people.contains(&about));
        theirs || of_reports
    });
    let link = reports.iter().filter_map(|report| sweep.links.get(report)).flatten();
    let by_link = link.into_iter().find(|link| link.officer == innocent);
    let by = match (by_sign, by_link) {
        (Some(raised), _) => format!("the sign `{}`: {}", raised.sign.sign.as_str(), raised.sign.fact),
        (None, Some(link)) => format!("a proposed link: {}", link.because.join(", ")),
        (None, None) => return None,
    };
    Some(FlaggedInnocent { kind: alike.kind, why_innocent: alike.why_innocent, by })
}
