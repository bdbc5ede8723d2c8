//! The page that asks for a receipt's reference and PIN.

use askama::Template;
use axum::response::Redirect;
use shell::{FieldErrors, Frame, Page};

use super::WrittenComplaint;
use crate::texts::Words as _;

/// `/receipt`: asks for the reference and PIN. If they did not open the record, it keeps the complaint sent with them.
#[derive(Template)]
#[template(path = "receipt/ask.html")]
pub struct ReceiptAsk {
    pub errors: FieldErrors,
    /// The reference, as typed. The PIN is never shown again.
    pub reference: String,
    /// The complaint, as typed, so that a wrong PIN does not lose it.
    pub complaint: Option<WrittenComplaint>,
}

/// Redirects visitors who load the path of the form, or change the language there.
pub(crate) async fn to_ask(frame: Frame) -> Redirect {
    Redirect::to(&frame.at("/receipt"))
}

pub(crate) async fn ask(frame: Frame) -> Page<ReceiptAsk> {
    let (errors, reference) = (FieldErrors::none(), String::new());
    Page::new(frame, ReceiptAsk { errors, reference, complaint: None })
}
