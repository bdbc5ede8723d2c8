//! Complaining about a stop from its record.

use app::receipt::{self, COMPLAINT_MAXIMUM, Complaint};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::StopRef;
use domain::allegation::Category;
use serde::Deserialize;
use shell::texts::Texts;
use shell::{FieldErrors, Form, Frame, Page, Path};

use super::{CATEGORIES, ReceiptForm, ReceiptShow, not_fetched};
use crate::Site;
use crate::error::{PageError, case};
use crate::texts::Words as _;

/// A complaint, as typed.
#[derive(Clone, Debug)]
pub struct WrittenComplaint {
    pub words: String,
    /// The category, as chosen.
    pub category: String,
}

/// The page that confirms that a complaint was received.
#[derive(Template)]
#[template(path = "receipt/complain.html")]
pub struct ReceiptComplain {
    pub reference: StopRef,
}

#[derive(Deserialize)]
pub(crate) struct ComplaintForm {
    #[serde(flatten)]
    receipt: ReceiptForm,
    #[serde(default)]
    words: String,
    #[serde(default)]
    category: String,
}

// Whatever goes wrong, the words and the category are shown again with the error.
pub(crate) async fn complain(State(site): State<Site>, frame: Frame, Form(told): Form<ComplaintForm>) -> Response {
    let ComplaintForm { receipt, words, category } = told;
    let written = WrittenComplaint { words, category };
    let (reference, pin) = match receipt.read(&frame.t) {
        Ok(read) => read,
        Err(errors) => return receipt.again(frame, errors, Some(written), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let errors = written.faults(&frame.t);
    let cx = site.visitor();
    let answer = if errors.is_empty() {
        receipt::complain(&cx, reference, pin, written.complaint()).await.map(|_| None)
    } else {
        receipt::fetch(&cx, &site.secrets, reference, pin).await.map(Some)
    };
    match answer {
        Ok(None) => Redirect::to(&frame.at(&format!("/receipt/{reference}/complained"))).into_response(),
        Ok(Some(record)) => {
            let WrittenComplaint { words, category } = written;
            let page = ReceiptShow { record, pin, errors, words, category };
            Page::new(frame, page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
        }
        Err(error) => {
            let (errors, status) = match not_fetched(&site, &frame, &error) {
                Some(errors) => (errors, StatusCode::UNPROCESSABLE_ENTITY),
                None => {
                    tracing::error!(code = error.code(), %error, "a complaint was not recorded");
                    let mut errors = FieldErrors::none();
                    errors.add("words", frame.t.receipt_complain_not_sent());
                    (errors, case(error.kind()).status())
                }
            };
            receipt.again(frame, errors, Some(written), status)
        }
    }
}

impl WrittenComplaint {
    fn faults(&self, t: &Texts) -> FieldErrors {
        let mut errors = FieldErrors::none();
        if self.words.trim().is_empty() {
            errors.add("words", t.receipt_complain_missing());
        } else if self.words.trim().chars().count() > COMPLAINT_MAXIMUM {
            errors.add("words", t.receipt_complain_long());
        }
        errors
    }

    fn complaint(&self) -> Complaint {
        let category = CATEGORIES.into_iter().find(|category| category.as_str() == self.category);
        Complaint { words: self.words.clone(), category: category.unwrap_or(Category::StopAndSearch) }
    }
}

pub(crate) async fn complained(frame: Frame, Path(text): Path<String>) -> Result<Page<ReceiptComplain>, PageError> {
    let reference = text.parse().map_err(|_| PageError::missing())?;
    Ok(Page::new(frame, ReceiptComplain { reference }))
}
