//! Opening a matter, pinned to the regime that the law selects, and adding allegations to it.

use domain::allegation::{Allegation, Basis, Category, Finding, Reliability};
use domain::matter::{Matter, MatterEvent, MatterKind};
use domain::officer::Officer;
use domain::report::{Report, ReportEvent};
use domain::{AllegationId, Event, ForceId, MatterId, OfficerId, Personal, ReportId, Stream as _};
use jiff::civil::Date;

use super::change_matter;
use crate::change::{Change, PermissionSubject, facts};
use crate::{Action, AppError, Context};

/// An allegation to be added to a matter.
#[derive(Clone, Debug)]
pub struct NewAllegation {
    pub category: Category,
    /// True if it concerns violence against women and girls. It also counts as such if its category presumes so.
    pub violence_against_women: bool,
    /// The reliability of the source.
    pub reliability: Reliability,
    /// Fact or opinion, according to the source.
    pub basis: Basis,
    /// The day on which it is alleged to have happened.
    pub arose_on: Option<Date>,
    pub words: String,
}

impl NewAllegation {
    /// An allegation of fact from an untested source.
    pub fn of(category: Category, arose_on: Date, words: &str) -> Self {
        Self {
            category,
            violence_against_women: false,
            reliability: Reliability::Untested,
            basis: Basis::Fact,
            arose_on: Some(arose_on),
            words: words.to_owned(),
        }
    }

    fn into_allegation(self, cx: &Context<'_>, subject: OfficerId) -> Allegation {
        Allegation {
            id: AllegationId::new(cx.uuid()),
            category: self.category,
            violence_against_women: self.violence_against_women || self.category.presumed_violence_against_women(),
            reliability: self.reliability,
            basis: self.basis,
            arose_on: self.arose_on,
            words: Personal::about(subject, self.words),
            finding: Finding::Undecided,
        }
    }
}

/// A matter to be opened.
#[derive(Clone, Debug)]
pub struct NewMatter {
    /// The force that acts as the appropriate authority.
    pub force: ForceId,
    pub subject: OfficerId,
    /// Complaint or conduct.
    pub kind: MatterKind,
    /// The reports that led to the matter.
    pub reports: Vec<ReportId>,
    pub allegations: Vec<NewAllegation>,
    /// The day on which it came to the attention of the authority.
    pub came_to_attention_on: Date,
}

/// Opens a matter, pinned to the regime that the law selects from its dates.
///
/// # Errors
/// If the actor is not allowed to, there is no allegation, or the day on which it came to attention is in the future.
pub async fn open(cx: &Context<'_>, new: NewMatter) -> Result<MatterId, AppError> {
    let mut change = Change::begin(cx).await?;
    let permit = change.authorise(Action::OpenMatter, PermissionSubject::Force(&new.force)).await?;
    let subject = change.load::<Officer>(new.subject).await?;
    if cx.actor.officer() == Some(subject.id) {
        return Err(cx.forbidden(Action::OpenMatter));
    }
    if new.allegations.is_empty() {
        let message = "a matter begins with what is alleged: give at least one allegation";
        return Err(domain::Refusal::invalid("matter.no-allegation", message).into());
    }
    if new.came_to_attention_on > cx.today() {
        let message = "a matter cannot have come to attention on a day that is still to come";
        return Err(domain::Refusal::invalid("matter.in-the-future", message).into());
    }
    let id = MatterId::new(cx.uuid());
    let allegations: Vec<Allegation> =
        new.allegations.into_iter().map(|known| known.into_allegation(cx, new.subject)).collect();
    let regime = facts::regime(cx, new.kind, &allegations, new.came_to_attention_on);
    let event = MatterEvent::Opened {
        force: new.force,
        subject: new.subject,
        matter: new.kind,
        reports: new.reports.clone(),
        allegations,
        came_to_attention_on: new.came_to_attention_on,
    };
    for report in new.reports {
        change.load::<Report>(report).await?;
        let event = Event::Report(ReportEvent::MatterOpened { matter: id });
        change.record(&permit, &Report::stream(report), vec![event]).await?;
    }
    change.record_under(&permit, &Matter::stream(id), Event::Matter(event), regime).await?;
    change.commit().await?;
    Ok(id)
}

/// Adds an allegation.
///
/// # Errors
/// If the actor is not allowed to, or the matter is closed.
pub async fn add_allegation(
    cx: &Context<'_>,
    id: MatterId,
    allegation: NewAllegation,
    report: Option<ReportId>,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::AddAllegation, async |_, matter| {
        let allegation = allegation.into_allegation(cx, matter.subject);
        Ok(vec![MatterEvent::AllegationAdded { allegation, report }])
    })
    .await
}
