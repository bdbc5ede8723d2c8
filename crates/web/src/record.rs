//! The record of a stop, by the reference and the PIN of a receipt; and the complaint that can be made from it.

use app::AppError;
use app::check::{self, COMPLAINT_MAXIMUM, Complaint, StopRecord};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::allegation::Category;
use domain::stop::{Ethnicity, SearchRecord};
use domain::{ErrorKind, Pin, StopRef};
use serde::Deserialize;

use crate::check::{CheckError, Control, ethnicity, outcome, power, reason};
use crate::error::Case;
use crate::limits::gate;
use crate::texts::{Text, Texts};
use crate::{FieldErrors, Form, Frame, Page, Path, Site};

/// What a complaint can be about, most of all.
const CATEGORIES: [Category; 6] = [
    Category::StopAndSearch,
    Category::UseOfForce,
    Category::Incivility,
    Category::Discrimination,
    Category::SexualHarassment,
    Category::Other,
];

/// `/record`: asks for reference and PIN; again for a complaint that they did not open the record for.
#[derive(Template)]
#[template(path = "record/ask.html")]
pub struct Ask {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// What needs changing.
    pub errors: FieldErrors,
    /// The reference as typed; a PIN is never shown again.
    pub reference: String,
    /// The complaint as typed: it is not lost with a PIN that does not fit.
    pub complaint: Option<Written>,
}

impl Ask {
    fn categories(&self) -> Vec<(&'static str, Text)> {
        categories(&self.t)
    }
}

/// Somebody loads the address of the form, or changes the language of its answer: the page that asks for reference and PIN.
async fn to_ask(frame: Frame) -> Redirect {
    Redirect::to(&frame.at("/record"))
}

/// A complaint as typed.
#[derive(Clone, Debug)]
pub struct Written {
    /// The words.
    pub words: String,
    /// What it is about, as chosen.
    pub category: String,
}

/// The record.
#[derive(Template)]
#[template(path = "record/record.html")]
pub struct Record {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The record.
    pub record: StopRecord,
    /// The PIN, which the form of the complaint sends again.
    pub pin: Pin,
    /// What needs changing in the complaint.
    pub errors: FieldErrors,
    /// The complaint as typed.
    pub words: String,
    /// What it is about, as chosen.
    pub category: String,
}

impl Record {
    fn began(&self) -> Vec<(Text, Text)> {
        let (t, stop) = (&self.t, &self.record.stop);
        let stated = &stop.opening;
        let mut rows = vec![
            (t.check_force(), self.record.force.clone().into()),
            (t.check_who(), t.check_number(&self.record.number)),
            (t.record_began(), t.instant(stop.opened_at)),
            (t.record_place(), stated.place.clone().into()),
            (t.check_power(), power(t, stated.power)),
        ];
        let known = |words: &domain::Personal<String>| words.known().cloned().unwrap_or_default();
        let coded = stated.reason_code.map(|code| format!("{}: ", reason(t, code))).unwrap_or_default();
        rows.push((t.check_reason(), format!("{coded}{}", known(&stated.reason)).into()));
        if let Some(object) = &stated.object {
            rows.push((t.check_object(), known(object).into()));
        }
        rows
    }

    fn ended(&self) -> Vec<(Text, Text)> {
        let t = &self.t;
        let Some(closed) = &self.record.stop.closed else { return Vec::new() };
        let mut rows = vec![
            (t.record_ended(), t.instant(closed.at)),
            (t.record_outcome(), outcome(t, closed.outcome)),
            (t.check_power(), power(t, closed.power)),
        ];
        if let Some(code) = closed.reason_code {
            rows.push((t.check_reason(), reason(t, code)));
        }
        if let Some(search) = closed.record.as_ref().and_then(|record| record.known()) {
            rows.extend(self.searched(search));
        }
        rows
    }

    fn searched(&self, search: &SearchRecord) -> Vec<(Text, Text)> {
        let t = &self.t;
        let or = |words: &str, otherwise: Text| match words.trim() {
            "" => otherwise,
            words => words.to_owned().into(),
        };
        let of = |given: Option<Ethnicity>| given.map_or_else(|| t.record_not_given(), |given| ethnicity(t, given));
        vec![
            (t.record_grounds(), or(&search.grounds, t.record_not_given())),
            (t.record_found(), or(&search.found, t.record_nothing_found())),
            (t.record_self_defined(), of(search.self_defined_ethnicity)),
            (t.record_perceived(), of(search.perceived_ethnicity)),
        ]
    }

    fn categories(&self) -> Vec<(&'static str, Text)> {
        categories(&self.t)
    }
}

fn categories(t: &Texts) -> Vec<(&'static str, Text)> {
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

/// The complaint was received.
#[derive(Template)]
#[template(path = "record/complained.html")]
pub struct Complained {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The reference of the stop.
    pub reference: StopRef,
}

/// The routes, for both languages.
pub(crate) fn routes(site: &Site) -> Router<Site> {
    Router::new()
        .route("/record", post(show))
        .route("/record/complaint", post(complain).get(to_ask))
        .route_layer(from_fn_with_state(site.clone(), gate))
        .route("/record", get(ask))
        .route("/record/{reference}/complained", get(complained))
}

async fn ask(frame: Frame) -> Page<Ask> {
    let (errors, reference) = (FieldErrors::none(), String::new());
    Page::new(Ask { t: frame.t.clone(), frame, errors, reference, complaint: None })
}

#[derive(Deserialize)]
struct Receipt {
    #[serde(default)]
    reference: String,
    #[serde(default)]
    pin: String,
}

impl Receipt {
    /// The reference and the PIN; what needs changing.
    fn read(&self, t: &Texts) -> Result<(StopRef, Pin), FieldErrors> {
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

    fn again(self, frame: Frame, errors: FieldErrors, complaint: Option<Written>, status: StatusCode) -> Response {
        let reference = self.reference.chars().take(40).collect();
        let page = Ask { t: frame.t.clone(), frame, errors, reference, complaint };
        Page::new(page).status(status).into_response()
    }
}

/// What is shown when reference and PIN fetch nothing; nothing where it has another reason.
fn not_fetched(site: &Site, frame: &Frame, error: &AppError) -> Option<FieldErrors> {
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

async fn show(State(site): State<Site>, frame: Frame, Form(receipt): Form<Receipt>) -> Result<Response, CheckError> {
    let (reference, pin) = match receipt.read(&frame.t) {
        Ok(read) => read,
        Err(errors) => return Ok(receipt.again(frame, errors, None, StatusCode::UNPROCESSABLE_ENTITY)),
    };
    match check::record(&site.visitor(), &site.settings, reference, pin).await {
        Ok(record) => Ok(page(frame, record, pin).into_response()),
        Err(error) => match not_fetched(&site, &frame, &error) {
            Some(errors) => Ok(receipt.again(frame, errors, None, StatusCode::UNPROCESSABLE_ENTITY)),
            None => Err(CheckError::of(&site, &frame, error)),
        },
    }
}

fn page(frame: Frame, record: StopRecord, pin: Pin) -> Page<Record> {
    let (errors, words, category) = (FieldErrors::none(), String::new(), String::new());
    Page::new(Record { t: frame.t.clone(), frame, record, pin, errors, words, category })
}

#[derive(Deserialize)]
struct Told {
    #[serde(flatten)]
    receipt: Receipt,
    #[serde(default)]
    words: String,
    #[serde(default)]
    category: String,
}

// Whatever goes wrong, the words and what they are about come back with it.
async fn complain(State(site): State<Site>, frame: Frame, Form(told): Form<Told>) -> Response {
    let Told { receipt, words, category } = told;
    let written = Written { words, category };
    let (reference, pin) = match receipt.read(&frame.t) {
        Ok(read) => read,
        Err(errors) => return receipt.again(frame, errors, Some(written), StatusCode::UNPROCESSABLE_ENTITY),
    };
    let errors = written.faults(&frame.t);
    let cx = site.visitor();
    let answer = if errors.is_empty() {
        check::complain(&cx, reference, pin, written.complaint()).await.map(|_| None)
    } else {
        check::record(&cx, &site.settings, reference, pin).await.map(Some)
    };
    match answer {
        Ok(None) => Redirect::to(&frame.at(&format!("/record/{reference}/complained"))).into_response(),
        Ok(Some(record)) => {
            let (t, Written { words, category }) = (frame.t.clone(), written);
            let page = Record { t, frame, record, pin, errors, words, category };
            Page::new(page).status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
        }
        Err(error) => {
            let (errors, status) = match not_fetched(&site, &frame, &error) {
                Some(errors) => (errors, StatusCode::UNPROCESSABLE_ENTITY),
                None => {
                    tracing::error!(code = error.code(), %error, "a complaint was not recorded");
                    let mut errors = FieldErrors::none();
                    errors.add("words", frame.t.record_complain_not_sent());
                    (errors, Case::from(error.kind()).status())
                }
            };
            receipt.again(frame, errors, Some(written), status)
        }
    }
}

impl Written {
    fn faults(&self, t: &Texts) -> FieldErrors {
        let mut errors = FieldErrors::none();
        if self.words.trim().is_empty() {
            errors.add("words", t.record_complain_missing());
        } else if self.words.trim().chars().count() > COMPLAINT_MAXIMUM {
            errors.add("words", t.record_complain_long());
        }
        errors
    }

    fn complaint(&self) -> Complaint {
        let category = CATEGORIES.into_iter().find(|category| category.as_str() == self.category);
        Complaint { words: self.words.clone(), category: category.unwrap_or(Category::StopAndSearch) }
    }
}

async fn complained(frame: Frame, Path(text): Path<String>) -> Result<Page<Complained>, crate::PageError> {
    let reference = text.parse().map_err(|_| crate::PageError::missing())?;
    Ok(Page::new(Complained { t: frame.t.clone(), frame, reference }))
}
