//! The receipt: a reference and a PIN, shown once.

use app::receipt;
use askama::Template;
use axum::extract::State;
use domain::CheckRef;

use super::CheckError;
use super::answer::reference;
use crate::texts::Texts;
use crate::{Frame, Page, Path, Site};

/// The receipt of a check.
#[derive(Template)]
#[template(path = "check/receipt.html")]
pub struct Receipt {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The reference of the check.
    pub reference: CheckRef,
    /// The receipt.
    pub receipt: receipt::NewReceipt,
    /// Where the record can be fetched.
    pub address: String,
}

// The PIN is in the answer to the form and nowhere else: no address, no cookie, no second showing.
pub(super) async fn give(
    State(site): State<Site>,
    frame: Frame,
    Path(text): Path<String>,
) -> Result<Page<Receipt>, CheckError> {
    let reference = reference(&text)?;
    let given = receipt::give(&site.visitor(), reference).await;
    let receipt = given.map_err(|error| CheckError::of(&site, &frame, error))?;
    let address = site.config.public_url.join("record").map_or_else(|_| "/record".to_owned(), String::from);
    Ok(Page::new(Receipt { t: frame.t.clone(), frame, reference, receipt, address }))
}
