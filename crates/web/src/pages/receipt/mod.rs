//! The record of a stop, by the reference and the PIN of a receipt; and the complaint that can be made from it.

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
use crate::pages::check::Control;
use crate::texts::Words as _;

pub use ask::Ask;
pub use complain::{Complained, Written};
pub use show::Record;

/// What a complaint can be about, most of all.
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
pub(crate) struct Receipt {
    #[serde(default)]
    reference: String,
    #[serde(default)]
    pin: String,
}

impl Receipt {
    /// The reference and the PIN; what needs changing.
    pub(super) fn read(&self, t: &Texts) -> Result<(StopRef, Pin), FieldErrors> {
        let mut errors = FieldErrors::none();
        let reference = self.reference.parse::<StopRef>();
        let pin = self.pin.parse::<Pin>();
        if reference.is_err() {
            errors.add("reference", t.record_reference_wrong());
        }
        if pin.is_err() {
            errors.add("pin", t.record_pin_wrong());
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
        complaint: Option<Written>,
        status: StatusCode,
    ) -> Response {
        let reference = self.reference.chars().take(40).collect();
        let page = Ask { errors, reference, complaint };
        Page::new(frame, page).status(status).into_response()
    }
}

/// What is shown when reference and PIN fetch nothing; nothing where it has another reason.
pub(super) fn not_fetched(site: &Site, frame: &Frame, error: &AppError) -> Option<FieldErrors> {
    let mut errors = FieldErrors::none();
    match error.kind() {
        ErrorKind::Invalid | ErrorKind::Missing => errors.add("reference", frame.t.record_not_found()),
        ErrorKind::TooMany => {
            let telephone = Control::of(site).map_or_else(|| "101".to_owned(), |control| control.telephone);
            errors.add("reference", frame.t.record_locked(&telephone));
        }
        _ => return None,
    }
    Some(errors)
}
