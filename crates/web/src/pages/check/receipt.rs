//! The receipt: a reference and a PIN, shown once.

use app::check;
use askama::Template;
use axum::extract::State;
use domain::CheckRef;
use shell::{Frame, Page, Path};

use super::{CheckError, reference};
use crate::Site;
use crate::texts::Words as _;

/// The receipt of a check.
#[derive(Template)]
#[template(path = "check/receipt.html")]
pub struct Receipt {
    /// The reference of the check.
    pub reference: CheckRef,
    /// The receipt.
    pub receipt: check::Receipt,
    /// Where the record can be fetched.
    pub address: String,
}

// The PIN is in the answer to the form and nowhere else: no address, no cookie, no second showing.
pub(crate) async fn give(
    State(site): State<Site>,
    frame: Frame,
    Path(text): Path<String>,
) -> Result<Page<Receipt>, CheckError> {
    let reference = reference(&text)?;
    let given = check::receipt(&site.visitor(), reference).await;
    let receipt = given.map_err(|error| CheckError::of(&site, &frame, error))?;
    let address = site.config.public_url.join("record").map_or_else(|_| "/record".to_owned(), String::from);
    Ok(Page::new(frame, Receipt { reference, receipt, address }))
}
