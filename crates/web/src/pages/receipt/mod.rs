//! The visitor's receipt: its reference and PIN open the record of a stop, from which a complaint can be made.

pub mod ask;
pub mod complain;
pub mod show;

use app::AppError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::allegation::Category;
use domain::{ErrorKind, Pin, StopRef};
use serde::Deserialize;
use shell::texts::{Text, Texts};
use shell::{FieldErrors, Frame, Page};

use crate::Site;
use crate::pages::check::ControlRoomLine;
use crate::texts::Words as _;

pub use ask::ReceiptAsk;
pub use complain::{ReceiptComplain, WrittenComplaint};
pub use show::ReceiptShow;

/// The categories of complaints.
const CATEGORIES: [Category; 6] = [
    Category::StopAndSearch,
    Category::UseOfForce,
    Category::Incivility,
    Category::Discrimination,
    Category::SexualHarassment,
    Category::Other,
];

pub(super) fn categories(t: &Texts) -> Vec<(&'static str, Text)> {
    let name = |category| match category {
        Category::StopAndSearch => t.category_stop_and_search(),
        Category::UseOfForce => t.category_use_of_force(),
        Category::Incivility => t.category_incivility(),
        Category::Discrimination => t.category_discrimination(),
        Category::SexualHarassment => t.category_sexual_harassment(),
        _ => t.category_other(),
    };
    CATEGORIES.map(|category| (category.as_str(), name(category))).to_vec()
}

#[derive(Deserialize)]
pub(crate) struct ReceiptForm {
    #[serde(default)]
    reference: String,
    #[serde(default)]
    pin: String,
}

impl ReceiptForm {
    /// Parses the reference and the PIN, or says what must be corrected.
    pub(super) fn read(&self, t: &Texts) -> Result<(StopRef, Pin), FieldErrors> {
        let mut errors = FieldErrors::none();
        let reference = self.reference.parse::<StopRef>();
        let pin = self.pin.parse::<Pin>();
        if reference.is_err() {
            errors.add("reference", t.receipt_reference_wrong());
        }
        if pin.is_err() {
            errors.add("pin", t.receipt_pin_wrong());
        }
        match (reference, pin) {
            (Ok(reference), Ok(pin)) => Ok((reference, pin)),
            _ => Err(errors),
        }
    }

    pub(super) fn again(
        self,
        frame: Frame,
        errors: FieldErrors,
        complaint: Option<WrittenComplaint>,
        status: StatusCode,
    ) -> Response {
        let reference = self.reference.chars().take(40).collect();
        let page = ReceiptAsk { errors, reference, complaint };
        Page::new(frame, page).status(status).into_response()
    }
}

/// The errors of a form whose reference and PIN do not open a record. `None` for any other kind of error.
pub(super) fn not_fetched(site: &Site, frame: &Frame, error: &AppError) -> Option<FieldErrors> {
    let mut errors = FieldErrors::none();
    match error.kind() {
        ErrorKind::Invalid | ErrorKind::Missing => errors.add("reference", frame.t.receipt_not_found()),
        ErrorKind::TooMany => {
            let telephone = ControlRoomLine::of(site).map_or_else(|| "101".to_owned(), |control| control.telephone);
            errors.add("reference", frame.t.receipt_locked(&telephone));
        }
        _ => return None,
    }
    Some(errors)
}
