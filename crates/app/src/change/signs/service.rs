//! Signs in a service history: an armed post before vetting, probation cut short and followed by a new start, leaving
//! before a hearing, concerns raised by several colleagues, and acting while suspended.

use domain::matter::Matter;
use domain::officer::{Concern, Leaving, Officer, OfficerEvent, Post, Posting, Probation, SamePerson};
use domain::record::followed::{Label, SignKind};
use domain::record::time::day;
use domain::{Event, EventId, MatterId, RecordedEvent, Stream as _, StreamId};
use jiff::Timestamp;

use crate::AppError;
use crate::change::View;
use crate::change::signs::NewSign;

/// Number of different colleagues who must raise the same kind of concern before a person reviews it (journey c9).
const SOURCES_COUNT: usize = 2;

fn on_record(
    sign: SignKind,
    officer: &Officer,
    fact: String,
    rests_on: Vec<EventId>,
    event: &RecordedEvent,
) -> NewSign {
    NewSign {
        stream: event.stream.clone(),
        sign,
        officer: Some(officer.id),
        fact,
        rests_on,
        sources: vec![event.stream.clone()],
        occurred: Some(day(event.happened())),
        label: Label::OnRecord,
        ask: Vec::new(),
    }
}

/// An armed posting that begins before management vetting has been granted.
pub(super) async fn armed_before_vetting(
    view: &mut View<'_, '_>,
    event: &RecordedEvent,
    posting: &Posting,
) -> Result<Vec<NewSign>, AppError> {
    if posting.post != Post::Armed {
        return Ok(Vec::new());
    }
    let officer = view.thing::<Officer>(event).await?;
    if officer.is_cleared(posting.post.needs(), posting.from) {
        return Ok(Vec::new());
    }
    let fact = format!(
        "posted to an armed role in {} from {} without {} vetting in force on that day",
        posting.force,
        posting.from,
        posting.post.needs().as_str(),
    );
    Ok(vec![on_record(SignKind::ArmedBeforeVetting, &officer, fact, vec![event.id], event)])
}

/// A person whose probation was cut short joins again.
pub(super) async fn rejoined(view: &mut View<'_, '_>, event: &RecordedEvent) -> Result<Vec<NewSign>, AppError> {
    let officer = view.thing::<Officer>(event).await?;
    Ok(rehired(&officer, &officer, event, Label::OnRecord))
}

/// A proposal that a service record belongs to a person whose probation was cut short elsewhere.
pub(super) async fn same_person(
    view: &mut View<'_, '_>,
    event: &RecordedEvent,
    proposal: &SamePerson,
) -> Result<Vec<NewSign>, AppError> {
    let officer = view.thing::<Officer>(event).await?;
    let other = view.load::<Officer>(proposal.other).await?;
    let (earlier, later) =
        match officer.postings.first().map(|first| first.from) <= other.postings.first().map(|first| first.from) {
            true => (&officer, &other),
            false => (&other, &officer),
        };
    Ok(rehired(earlier, later, event, Label::Alleged))
}

fn rehired(earlier: &Officer, later: &Officer, event: &RecordedEvent, label: Label) -> Vec<NewSign> {
    let cut = earlier.probation.iter().find(|(_, change, _)| *change == Probation::CutShort);
    let Some((force, _, on)) = cut else { return Vec::new() };
    let Some(again) = later.postings.iter().find(|posting| posting.from > *on) else { return Vec::new() };
    let if_one = match label {
        Label::Alleged => "if both records are of one person, which somebody must say first: ",
        _ => "",
    };
    let fact =
        format!("{if_one}probation in {force} was cut short on {on}; employed by {} from {}", again.force, again.from);
    let sign = on_record(SignKind::RehiredAfterProbationCutShort, later, fact, vec![event.id], event);
    vec![NewSign {
        stream: Officer::stream(later.id),
        label,
        occurred: Some(*on),
        sources: vec![Officer::stream(earlier.id), Officer::stream(later.id)],
        ..sign
    }]
}

/// The same kind of concern raised by several colleagues.
pub(super) async fn concerns(
    view: &mut View<'_, '_>,
    event: &RecordedEvent,
    concern: &Concern,
) -> Result<Vec<NewSign>, AppError> {
    let officer = view.thing::<Officer>(event).await?;
    let sources_count = officer.sources_of(Some(concern.concern));
    if sources_count < SOURCES_COUNT {
        return Ok(Vec::new());
    }
    let rests_on = officer
        .concerns
        .iter()
        .filter(|(_, _, known)| known.concern == concern.concern)
        .map(|(id, _, _)| *id)
        .collect();
    let fact = format!(
        "{sources_count} colleagues recorded a concern of the kind `{}`; these are concerns, not allegations",
        concern.concern.as_str(),
    );
    let mut sign = on_record(SignKind::ConcernBySeveralColleagues, &officer, fact, rests_on, event);
    // Each additional colleague is a new fact.
    sign.sources.push(StreamId::new(event.stream.kind, format!("{}#{sources_count}", concern.concern.as_str())));
    Ok(vec![sign])
}

/// An officer leaves after a hearing has been fixed.
pub(super) async fn left_before_hearing(
    view: &mut View<'_, '_>,
    event: &RecordedEvent,
) -> Result<Vec<NewSign>, AppError> {
    let Event::Officer(OfficerEvent::Left { how, on }) = &event.event else { return Ok(Vec::new()) };
    if *how == Leaving::Dismissed {
        return Ok(Vec::new());
    }
    let officer = view.thing::<Officer>(event).await?;
    let mut signs = Vec::new();
    for id in view.open_matters(officer.id).await? {
        let matter = view.load::<Matter>(id).await?;
        let Some(hearing_on) = matter.stage.hearing_on().filter(|hearing_on| hearing_on >= on) else { continue };
        let fact =
            format!("{} on {on}, before the hearing fixed for {hearing_on}; the proceedings go on", how.as_str());
        let sign = on_record(SignKind::LeftBeforeHearing, &officer, fact, vec![event.id], event);
        let sources = vec![Matter::stream(id), event.stream.clone()];
        signs.push(NewSign { stream: Matter::stream(id), sources, ..sign });
    }
    Ok(signs)
}

/// A person who was suspended when they presented themselves as an officer. The event may be recorded later than it
/// happened, and a suspension that began in between does not count.
pub(super) async fn acted_while_suspended(
    view: &mut View<'_, '_>,
    event: &RecordedEvent,
) -> Result<Vec<NewSign>, AppError> {
    let officer = view.thing::<Officer>(event).await?;
    let had_begun = |(_, since): &&(MatterId, Timestamp)| *since <= event.happened();
    let Some((matter, since)) = officer.suspensions.iter().find(had_begun) else { return Ok(Vec::new()) };
    let fact = format!("presented a warrant card on {} while suspended since {}", day(event.happened()), day(*since));
    let sign = on_record(SignKind::ActedWhileSuspended, &officer, fact, vec![event.id], event);
    let sources = vec![Matter::stream(*matter), StreamId::new(event.stream.kind, event.id)];
    Ok(vec![NewSign { sources, ..sign }])
}
