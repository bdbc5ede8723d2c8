//! Papers served on the officer, and the officer's representations.

use domain::MatterId;
use domain::matter::{Matter, MatterEvent, NoticeCode, RepresentationsAbout, ServedNotice, ServiceMethod};
use jiff::Timestamp;

use super::change_matter;
use crate::{Action, AppError, Context, change};

/// A paper to serve.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The kind, as the packs name it: `investigation` (reg 17), `referral-to-hearing` (reg 30), `accelerated` (reg
    /// 51), `outcome`.
    pub notice: String,
    /// The method: `personal`, `left-with-person`, `post`, `police-friend`, `agreed`, `email`.
    pub method: String,
    pub sent_at: Timestamp,
    /// The provider's receipt.
    pub receipt: String,
}

/// A paper with the day on which it is deemed to be served.
pub(crate) fn served(cx: &Context<'_>, matter: &Matter, service: Paper) -> Result<ServedNotice, AppError> {
    let (notice, method): (NoticeCode, ServiceMethod) = (cx.law_code(&service.notice)?, cx.law_code(&service.method)?);
    let deemed = cx
        .app
        .law
        .deemed_service(method.as_str(), service.sent_at, Some(matter.came_to_attention_on))
        .map_err(|error| domain::Refusal::invalid("notice.method", error.to_string()))?;
    Ok(ServedNotice {
        notice,
        method,
        sent_at: service.sent_at,
        deemed_served_on: deemed.served_on,
        receipt: with_receipt(service.receipt)?,
    })
}

/// Refuses an empty receipt: nothing counts as sent without the receipt of its carrier (journey i8).
pub(crate) fn with_receipt(receipt: String) -> Result<String, AppError> {
    if receipt.trim().is_empty() {
        let message = "nothing counts as sent without the receipt of the provider who carried it";
        return Err(domain::Refusal::invalid("notice.no-receipt", message).into());
    }
    Ok(receipt)
}

/// Serves a paper on the officer.
///
/// # Errors
/// When the actor may not; without a receipt; a notice or a way of serving that the law does not list, or a way that came
/// later than the matter.
pub async fn serve_notice(cx: &Context<'_>, id: MatterId, service: Paper) -> Result<(), AppError> {
    change_matter(cx, id, Action::ServeNotice, async |_, matter| {
        Ok(vec![MatterEvent::NoticeServed(served(cx, matter, service)?)])
    })
    .await
}

/// Records representations of the officer, who may make them for themselves.
///
/// # Errors
/// When the actor may not, or nothing is said.
pub async fn make_representations(
    cx: &Context<'_>,
    id: MatterId,
    about: RepresentationsAbout,
    words: &str,
) -> Result<(), AppError> {
    change_matter(cx, id, Action::MakeRepresentations, async |_, matter| {
        let words = change::reasons(matter.subject, words)?;
        Ok(vec![MatterEvent::RepresentationsReceived { about, words }])
    })
    .await
}
