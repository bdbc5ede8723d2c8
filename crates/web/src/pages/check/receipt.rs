//! The receipt: a reference and a PIN, shown once.

use app::receipt;
use askama::Template;
use axum::extract::State;
use domain::CheckRef;
use shell::{Frame, Page, Path};

use super::{CheckError, reference};
use crate::Site;
use crate::texts::Words as _;

/// The receipt for a check.
#[derive(Template)]
#[template(path = "check/receipt.html")]
pub struct CheckReceipt {
    pub reference: CheckRef,
    pub receipt: receipt::NewReceipt,
    /// The address at which the receipt can be used.
    pub address: String,
}

// The PIN appears only in the answer to the form: not in an address or a cookie, and it is never shown again.
pub(crate) async fn give(
    State(site): State<Site>,
    frame: Frame,
    Path(text): Path<String>,
) -> Result<Page<CheckReceipt>, CheckError> {
    let reference = reference(&text)?;
    let given = receipt::give(&site.visitor(), reference).await;
    let receipt = given.map_err(|error| CheckError::of(&site, &frame, error))?;
    let address = site.config.public_url.join("receipt").map_or_else(|_| "/receipt".to_owned(), String::from);
    Ok(Page::new(frame, CheckReceipt { reference, receipt, address }))
}
