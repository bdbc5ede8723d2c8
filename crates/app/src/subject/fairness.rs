//! Fairness to officers: vindication that reaches everyone who was told, labels that remain accurate, and annotations.

use std::collections::BTreeSet;

use domain::allegation::Finding;
use domain::matter::{Matter, MatterEvent};
use domain::officer::{Officer, OfficerEvent};
use domain::record::followed::{Consequence, Label};
use domain::report::Report;
use domain::{Event, EventId, MatterId, OfficerId, Refusal, SignId, Stream as _};

use crate::change::{self, Change, PermissionSubject};
use crate::{Action, AppError, Context};

/// Sends the letter of vindication, which says that nothing was proven. Every sign that rests on the matter is
/// relabelled, and everyone who was told of the allegation is told of the vindication.
///
/// # Errors
/// If the actor is not allowed to, an allegation is undecided or was proven, or the letter has already been sent.
pub async fn vindicate(cx: &Context<'_>, id: MatterId) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let matter = change.load::<Matter>(id).await?;
    let permit = change.authorise(Action::Vindicate, PermissionSubject::Thing(&matter)).await?;
    if matter.vindicated_at.is_some() {
        return Err(Refusal::conflict("matter.already-vindicated", "the letter was sent before").into());
    }
    if matter.finding() != Finding::NotProven && matter.finding() != Finding::ProvablyFalse {
        let message = "the letter says that nothing was proven: that must be the finding on every allegation first";
        return Err(Refusal::conflict("matter.not-cleared", message).into());
    }
    let mut told: BTreeSet<String> = matter.followed.notices.iter().map(|(_, notice)| notice.to.clone()).collect();
    told.insert("officer".to_owned());
    let event = MatterEvent::Vindicated { told: told.into_iter().collect() };
    change.record(&permit, &Matter::stream(id), vec![Event::Matter(event)]).await?;

    let officer = change.load::<Officer>(matter.subject).await?;
    let mut sources: BTreeSet<String> =
        matter.reports.iter().map(|report| Report::stream(*report).to_string()).collect();
    sources.insert(Matter::stream(id).to_string());
    let resting =
        officer.followed.signs.iter().filter(|(_, sign)| {
            sign.label == Label::Alleged && sign.sources.iter().any(|source| sources.contains(source))
        });
    let relabelled = resting
        .map(|(_, sign)| Consequence::SignRelabelled { sign: sign.id, label: Label::NotProven })
        .map(|follow| Event::Officer(OfficerEvent::Followed(follow)))
        .collect();
    change.record(&permit, &Officer::stream(officer.id), relabelled).await?;
    change.commit().await
}

/// Corrects a sign that was raised by mistake. It stays on record with a label that says so.
///
/// # Errors
/// If the actor is not allowed to, or there is no such sign.
pub async fn correct_sign(cx: &Context<'_>, id: OfficerId, sign: SignId) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = change.load::<Officer>(id).await?;
    let permit = change.authorise(Action::Vindicate, PermissionSubject::Thing(&officer)).await?;
    if !officer.followed.signs.iter().any(|(_, known)| known.id == sign) {
        return Err(AppError::Missing { what: "warning sign" });
    }
    let follow = Consequence::SignRelabelled { sign, label: Label::Corrected };
    change.record(&permit, &Officer::stream(id), vec![Event::Officer(OfficerEvent::Followed(follow))]).await?;
    change.commit().await
}

/// Annotates a fact on an officer's record, for example to dispute or explain it. Nothing is overwritten.
///
/// # Errors
/// If the actor is not allowed to, or the text is empty.
pub async fn annotate_officer(cx: &Context<'_>, id: OfficerId, of: EventId, words: &str) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let officer = change.load::<Officer>(id).await?;
    let permit = change.authorise(Action::Annotate, PermissionSubject::Thing(&officer)).await?;
    let words = change::reasons(id, words)?;
    change.record(&permit, &Officer::stream(id), vec![Event::Officer(OfficerEvent::Annotated { of, words })]).await?;
    change.commit().await
}

/// Annotates a fact in a matter, even if the matter is closed.
///
/// # Errors
/// If the actor is not allowed to, or the text is empty.
pub async fn annotate_matter(cx: &Context<'_>, id: MatterId, of: EventId, words: &str) -> Result<(), AppError> {
    let mut change = Change::begin(cx).await?;
    let matter = change.load::<Matter>(id).await?;
    let permit = change.authorise(Action::Annotate, PermissionSubject::Thing(&matter)).await?;
    let words = change::reasons(matter.subject, words)?;
    change.record(&permit, &Matter::stream(id), vec![Event::Matter(MatterEvent::Annotated { of, words })]).await?;
    change.commit().await
}
