//! What the law requires because of an event: the packs are asked, and the duties, notices and reversible protections
//! that they name are recorded.

use domain::matter::{CourtEvent, Matter, MatterEvent, Stage};
use domain::officer::{Joining, Leaving, Officer, OfficerEvent, Protection, VettingDecision};
use domain::record::followed::{
    Consequence, Consequences, Duty, DutyCancellation, Notice, RuleCitation, RuleLayer, RuleStatus,
};
use domain::{DutyId, Event, OfficerId, RecordedEvent, State, Stream as _, StreamId};
use policy::{DutyArisen, Status};

use crate::AppError;
use crate::change::{Change, facts};

/// Applies the law to an event: in the matters it concerns if there are any, otherwise in its own stream.
pub(super) async fn react(change: &mut Change<'_>, event: &RecordedEvent) -> Result<Vec<RecordedEvent>, AppError> {
    let (kind, _) = event.event.encode().map_err(|_| AppError::Bug("an event cannot be written as JSON"))?;
    let mut recorded = Vec::new();
    for kind in kinds_for_law(&event.event, kind) {
        if !policy::EVENTS.contains(&kind.as_str()) {
            continue;
        }
        let Some(loaded) = change.unit.load(&event.stream).await? else { continue };
        match &loaded.state {
            State::Matter(matter) => recorded.extend(in_matter(change, event, &kind, matter).await?),
            State::Officer(officer) => {
                let matters = matters_concerned(change, &event.event, officer.id).await?;
                if matters.is_empty() {
                    let accused = facts::accused(change, officer.id, None).await?;
                    let input = facts::input(event, &kind, None, Some((officer, accused)));
                    recorded.extend(apply(change, event, &event.stream, &input, None).await?);
                }
                for matter in matters {
                    recorded.extend(in_matter(change, event, &kind, &matter).await?);
                }
            }
            // The consequences of a report that has led to matters belong to those matters.
            State::Report(report) if report.matters.is_empty() || kind != "complaint.withdrawn" => {
                let mut input = facts::input(event, &kind, None, None);
                facts::of_report(report, &mut input);
                recorded.extend(apply(change, event, &event.stream, &input, None).await?);
            }
            State::Report(_)
            | State::Force(_)
            | State::Stop(_)
            | State::Check(_)
            | State::Consultation(_)
            | State::Erasure(_) => {}
        }
    }
    Ok(recorded)
}

/// The matters in which an event about an officer has consequences: for leaving, every open matter; for a dismissal,
/// the matter that led to it; for a suspension, the matter in which it was decided.
async fn matters_concerned(
    change: &mut Change<'_>,
    event: &Event,
    officer: OfficerId,
) -> Result<Vec<Matter>, AppError> {
    let Event::Officer(event) = event else { return Ok(Vec::new()) };
    let mut matters = Vec::new();
    match event {
        OfficerEvent::Suspended { matter } | OfficerEvent::SuspensionEnded { matter } => {
            matters.push(change.load::<Matter>(*matter).await?);
        }
        OfficerEvent::Left { how, .. } => {
            for id in change.view().open_matters(officer).await? {
                let matter = change.load::<Matter>(id).await?;
                let dismissed = matches!(&matter.stage, Stage::Concluded { outcome, .. } if outcome.is_dismissal());
                if *how != Leaving::Dismissed || dismissed {
                    matters.push(matter);
                }
            }
        }
        _ => {}
    }
    Ok(matters)
}

async fn in_matter(
    change: &mut Change<'_>,
    event: &RecordedEvent,
    kind: &str,
    matter: &Matter,
) -> Result<Vec<RecordedEvent>, AppError> {
    let officer = change.load::<Officer>(matter.subject).await?;
    let accused = facts::accused(change, officer.id, Some(matter)).await?;
    let mut input = facts::input(event, kind, Some(matter), Some((&officer, accused)));
    facts::of_incident(change, matter, &mut input).await?;
    apply(change, event, &Matter::stream(matter.id), &input, Some(matter)).await
}

async fn apply(
    change: &mut Change<'_>,
    event: &RecordedEvent,
    stream: &StreamId,
    input: &policy::Input,
    matter: Option<&Matter>,
) -> Result<Vec<RecordedEvent>, AppError> {
    let reaction = change.cx.app.law.react(input)?;
    if reaction.is_empty() {
        return Ok(Vec::new());
    }
    let mut follows = Vec::new();
    let Some(loaded) = change.unit.load(stream).await? else { return Ok(Vec::new()) };
    let Some(followed) = loaded.state.followed() else { return Ok(Vec::new()) };
    for arisen in &reaction.duties {
        follows.extend(duty(change, followed, arisen, &loaded.state)?);
    }
    follows.extend(reaction.notices.iter().map(notice));
    let mut recorded = change.append_follows(stream, follows, event).await?;
    if let Some(matter) = matter {
        recorded.extend(protect(change, event, matter, &reaction.protections).await?);
    }
    Ok(recorded)
}

/// The notices that the packs attach to an observation about an officer, which is something a scheduled job noticed and
/// not an event on record.
pub(crate) async fn notices_on(
    change: &mut Change<'_>,
    officer: OfficerId,
    observation: &str,
) -> Result<Vec<Consequence>, AppError> {
    let known = change.load::<Officer>(officer).await?;
    let accused = facts::accused(change, officer, None).await?;
    let mut input = policy::Input::new(observation, change.cx.now);
    input.officer = Some(facts::officer_facts(&known, accused));
    let reaction = change.cx.app.law.react(&input)?;
    Ok(reaction.notices.iter().map(notice).collect())
}

fn notice(due: &policy::NoticeDue) -> Consequence {
    Consequence::NoticeGiven(Notice { to: due.to.clone(), about: due.kind.clone(), citation: citation(&due.citation) })
}

/// The duty, unless an open duty under the same rule is due at the same time or earlier. An open duty that is due later
/// is superseded.
fn duty(
    change: &Change<'_>,
    followed: &Consequences,
    arisen: &DutyArisen,
    state: &State,
) -> Result<Vec<Consequence>, AppError> {
    let duty = Duty {
        id: DutyId::new(change.cx.uuid()),
        name: arisen.kind.clone(),
        title: arisen.title.clone(),
        owner: arisen.owner.clone(),
        force: state.force().cloned(),
        due: arisen.due.as_ref().map(|due| due.by),
        not_before: arisen.due.as_ref().and_then(|due| due.not_before),
        due_at: arisen.due.as_ref().and_then(|due| due.by_time),
        explanation: arisen.due.as_ref().map(|due| due.explanation.clone()).unwrap_or_default(),
        met_by: arisen.met_by.clone(),
        warn_days: arisen.warn_days.clone(),
        escalate_to: arisen.escalate_to.clone(),
        citation: citation(&arisen.citation),
    };
    let same = followed.open().find(|known| known.duty.citation.rule == arisen.rule && known.duty.name == arisen.kind);
    Ok(match same {
        None => vec![Consequence::DutyArose(duty)],
        Some(known) => match (known.duty.late_from(), duty.late_from()) {
            (Some(before), Some(now)) if now < before => {
                let superseded = Consequence::DutyCancelled { duty: known.duty.id, why: DutyCancellation::Superseded };
                vec![superseded, Consequence::DutyArose(duty)]
            }
            _ => Vec::new(),
        },
    })
}

pub(crate) fn citation(cited: &policy::Citation) -> RuleCitation {
    RuleCitation {
        rule: cited.rule.clone(),
        layer: match cited.layer {
            policy::Layer::Statute => RuleLayer::Statute,
            policy::Layer::Guidance => RuleLayer::Guidance,
            policy::Layer::ForcePolicy => RuleLayer::ForcePolicy,
        },
        text: cited.text.clone(),
        status: match cited.status {
            Status::Verified => RuleStatus::Verified,
            Status::Read => RuleStatus::Read,
            Status::Unverified => RuleStatus::Unverified,
        },
    }
}

async fn protect(
    change: &mut Change<'_>,
    event: &RecordedEvent,
    matter: &Matter,
    due: &[policy::ProtectionDue],
) -> Result<Vec<RecordedEvent>, AppError> {
    let officer = change.load::<Officer>(matter.subject).await?;
    let mut events = Vec::new();
    let mut new = Vec::new();
    for due in due {
        let Some(protection) = Protection::parse(&due.protection) else {
            return Err(AppError::Bug("a policy pack names a protection that does not exist"));
        };
        let known = officer.protections.iter().any(|known| known.protection == protection && known.matter == matter.id);
        if known || new.contains(&protection) {
            continue;
        }
        new.push(protection);
        let citation = citation(&due.citation);
        events.push(Event::Officer(OfficerEvent::Protected { protection, matter: matter.id, citation }));
    }
    change.append(&Officer::stream(officer.id), events, Some(event.id), None).await
}

/// The names by which the packs refer to an event.
fn kinds_for_law(event: &Event, kind: String) -> Vec<String> {
    let known_as: &[&str] = match event {
        Event::Officer(OfficerEvent::Left { how: Leaving::Dismissed, .. }) => &["officer.dismissed"],
        Event::Officer(OfficerEvent::VettingDecided { decision: VettingDecision::Granted, .. }) => {
            &["officer.clearance-granted"]
        }
        // For the receiving force, a transfer or a return is also an enrolment.
        Event::Officer(OfficerEvent::Posted(posting))
            if matches!(posting.joining, Joining::Transferred | Joining::Rejoined) =>
        {
            &["officer.posted", "officer.enrolled"]
        }
        Event::Officer(OfficerEvent::Followed(Consequence::SignRaised(_))) => &["officer.sign-raised"],
        Event::Matter(MatterEvent::ProceedingsNotified(_)) => &["matter.proceedings-notified", "matter.notice-served"],
        Event::Matter(MatterEvent::ComplaintWithdrawn { .. }) => &["complaint.withdrawn"],
        Event::Matter(MatterEvent::CourtEvent { what }) => of_criminal_case(*what),
        _ => return vec![kind],
    };
    known_as.iter().map(|name| (*name).to_owned()).collect()
}

/// The names by which the packs know an event of the criminal case.
const fn of_criminal_case(what: CourtEvent) -> &'static [&'static str] {
    match what {
        CourtEvent::InterviewedUnderCaution => &["matter.interviewed-under-caution"],
        CourtEvent::ReleasedWithoutCharge => &["matter.released-without-charge"],
        CourtEvent::Bail | CourtEvent::BailChanged | CourtEvent::BailEnded => &["matter.bail-changed"],
        CourtEvent::NotInvestigated => &["matter.not-investigated"],
        CourtEvent::Verdict | CourtEvent::Acquitted | CourtEvent::Discontinued => &["matter.court-event"],
    }
}
