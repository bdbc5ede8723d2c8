//! The record of a stop, for the person who holds its receipt.

use app::receipt::{self, StopReceipt};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Pin;
use domain::stop::SearchRecord;
use shell::texts::{Text, Texts};
use shell::{FieldErrors, Form, Frame, Page};

use super::{ReceiptForm, not_fetched};
use crate::Site;
use crate::pages::check::CheckError;
use crate::texts::Words as _;
use crate::words::{ethnicity, outcome, power, reason};

#[derive(Template)]
#[template(path = "receipt/show.html")]
pub struct ReceiptShow {
    pub record: StopReceipt,
    /// The PIN, which the complaint form sends again.
    pub pin: Pin,
    /// The errors in the complaint.
    pub errors: FieldErrors,
    /// The words of the complaint, as typed.
    pub words: String,
    /// The category, as chosen.
    pub category: String,
}

impl ReceiptShow {
    fn began(&self, t: &Texts) -> Vec<(Text, Text)> {
        let stop = &self.record.stop;
        let stated = &stop.opening;
        let mut rows = vec![
            (t.check_force(), self.record.force.clone().into()),
            (t.check_who(), t.check_number(&self.record.number)),
            (t.receipt_began(), t.instant(stop.opened_at)),
            (t.receipt_place(), stated.place.clone().into()),
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

    fn ended(&self, t: &Texts) -> Vec<(Text, Text)> {
        let Some(closed) = &self.record.stop.closed else { return Vec::new() };
        let mut rows = vec![
            (t.receipt_ended(), t.instant(closed.at)),
            (t.receipt_outcome(), outcome(t, closed.outcome)),
            (t.check_power(), power(t, closed.power)),
        ];
        if let Some(code) = closed.reason_code {
            rows.push((t.check_reason(), reason(t, code)));
        }
        if let Some(search) = closed.record.as_ref().and_then(|record| record.known()) {
            rows.extend(searched(t, search));
        }
        rows
    }
}

fn searched(t: &Texts, search: &SearchRecord) -> Vec<(Text, Text)> {
    let or = |words: &str, otherwise: Text| match words.trim() {
        "" => otherwise,
        words => words.to_owned().into(),
    };
    let given = search.self_defined_ethnicity.map_or_else(|| t.receipt_not_given(), |given| ethnicity(t, given));
    let mut rows = vec![
        (t.receipt_grounds(), or(&search.grounds, t.receipt_not_given())),
        (t.receipt_found(), or(&search.found, t.receipt_nothing_found())),
        (t.receipt_self_defined(), given),
    ];
    // The record holds the officer's view only if it differs.
    rows.extend(search.perceived_ethnicity.map(|seen| (t.receipt_perceived(), ethnicity(t, seen))));
    rows
}

pub(crate) async fn show(
    State(site): State<Site>,
    frame: Frame,
    Form(receipt): Form<ReceiptForm>,
) -> Result<Response, CheckError> {
    let (reference, pin) = match receipt.read(&frame.t) {
        Ok(read) => read,
        Err(errors) => return Ok(receipt.again(frame, errors, None, StatusCode::UNPROCESSABLE_ENTITY)),
    };
    match receipt::fetch(&site.visitor(), &site.secrets, reference, pin).await {
        Ok(record) => Ok(page(frame, record, pin).into_response()),
        Err(error) => match not_fetched(&site, &frame, &error) {
            Some(errors) => Ok(receipt.again(frame, errors, None, StatusCode::UNPROCESSABLE_ENTITY)),
            None => Err(CheckError::of(&site, &frame, error)),
        },
    }
}

fn page(frame: Frame, record: StopReceipt, pin: Pin) -> Page<ReceiptShow> {
    let (errors, words, category) = (FieldErrors::none(), String::new(), String::new());
    Page::new(frame, ReceiptShow { record, pin, errors, words, category })
}
