//! The page that asks for the reference and the PIN of a receipt.

use askama::Template;
use axum::response::Redirect;
use shell::{FieldErrors, Frame, Page};

use super::Written;
use crate::texts::Words as _;

/// `/record`: asks for reference and PIN; again for a complaint that they did not open the record for.
#[derive(Template)]
#[template(path = "receipt/ask.html")]
pub struct Ask {
    /// What needs changing.
    pub errors: FieldErrors,
    /// The reference as typed; a PIN is never shown again.
    pub reference: String,
    /// The complaint as typed: it is not lost with a PIN that does not fit.
    pub complaint: Option<Written>,
}

/// Somebody loads the address of the form, or changes the language of its answer: the page that asks for reference and PIN.
pub(crate) async fn to_ask(frame: Frame) -> Redirect {
    Redirect::to(&frame.at("/record"))
}

pub(crate) async fn ask(frame: Frame) -> Page<Ask> {
    let (errors, reference) = (FieldErrors::none(), String::new());
    Page::new(frame, Ask { errors, reference, complaint: None })
}
