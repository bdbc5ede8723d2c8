//! Documents served on the officer, and the officer's representations.

use domain::MatterId;
use domain::matter::{Matter, MatterEvent, NoticeCode, RepresentationsAbout, ServedNotice, ServiceMethod};
use jiff::Timestamp;

use super::change_matter;
use crate::{Action, AppError, Context, change};

/// A document to be served.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The kind of document, as named in the packs: `investigation` (reg 17), `referral-to-hearing` (reg 30),
    /// `accelerated` (reg 51) or `outcome`.
    pub notice: String,
    /// The method of service: `personal`, `left-with-person`, `post`, `police-friend`, `agreed` or `email`.
    pub method: String,
    pub sent_at: Timestamp,
    /// The provider's receipt.
    pub receipt: String,
}

/// A served document with the day on which it is deemed to be served.
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

/// Refuses an empty receipt: nothing counts as sent without the carrier's receipt (journey i8).
pub(crate) fn with_receipt(receipt: String) -> Result<String, AppError> {
    if receipt.trim().is_empty() {
        let message = "nothing counts as sent without the receipt of the provider who carried it";
        return Err(domain::Refusal::invalid("notice.no-receipt", message).into());
    }
    Ok(receipt)
}

/// Serves a document on the officer.
///
/// # Errors
/// If the actor is not allowed to, there is no receipt, the law does not list the kind of notice or the method of
/// service, or the method became law later than the matter came to attention.
pub async fn serve_notice(cx: &Context<'_>, id: MatterId, service: Paper) -> Result<(), AppError> {
    change_matter(cx, id, Action::ServeNotice, async |_, matter| {
        Ok(vec![MatterEvent::NoticeServed(served(cx, matter, service)?)])
    })
    .await
}

/// Records representations by the officer, who may make them on their own behalf.
///
/// # Errors
/// If the actor is not allowed to, or the text is empty.
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
