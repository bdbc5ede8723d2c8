//! The page that asks for the reference and the PIN of a receipt.

use askama::Template;
use axum::response::Redirect;
use shell::{FieldErrors, Frame, Page};

use super::WrittenComplaint;
use crate::texts::Words as _;

/// `/receipt`: asks for reference and PIN. It also keeps a complaint whose reference and PIN did not open the record.
#[derive(Template)]
#[template(path = "receipt/ask.html")]
pub struct ReceiptAsk {
    pub errors: FieldErrors,
    /// The reference as typed. A PIN is never shown again.
    pub reference: String,
    /// The complaint as typed, so that a wrong PIN does not lose it.
    pub complaint: Option<WrittenComplaint>,
}

/// Redirects a visitor who loads the address of the form, or changes the language of its answer.
pub(crate) async fn to_ask(frame: Frame) -> Redirect {
    Redirect::to(&frame.at("/receipt"))
}

pub(crate) async fn ask(frame: Frame) -> Page<ReceiptAsk> {
    let (errors, reference) = (FieldErrors::none(), String::new());
    Page::new(frame, ReceiptAsk { errors, reference, complaint: None })
}
