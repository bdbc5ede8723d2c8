//! A member of the public who checks an officer.

use app::stop::{self, EndOfStop};
use axum::http::StatusCode;
use domain::stop::{Power, ReasonCode, SearchRecord};
use shell::texts::Language;

use crate::support::samples::holds;
use crate::support::site::Answer as Reply;
use crate::support::site::TestSite;
use crate::support::street::Officer;

/// Types a code, and follows the redirect to the page of the check.
pub async fn checks(site: &TestSite, code: &str) -> (String, Reply) {
    let answer = site.post("/check", &format!("code={}", code.replace(' ', "+"))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let address = answer.header("location").to_owned();
    let page = site.get(&address).await;
    (address, page)
}

pub fn public(which: &str, page: &Reply, language: Language) {
    holds(which, &page.body, language);
    assert_eq!(page.header("set-cookie"), "", "{which}: no cookie on a public page");
    assert_eq!(page.header("cache-control"), "no-store", "{which}: a page that is not kept");
    assert_eq!(page.header("referrer-policy"), "no-referrer", "{which}: nothing is told to where a link leads");
}

pub async fn finishes(site: &TestSite, officer: &Officer, stop: domain::StopId, power: Power) {
    let record = SearchRecord { grounds: "a handle was seen".to_owned(), ..SearchRecord::default() };
    let finish = EndOfStop {
        outcome: domain::stop::StopOutcome::NoFurtherAction,
        power,
        reason_code: ReasonCode::Weapon,
        record,
    };
    stop::finish(&officer.acts(site), stop, finish).await.unwrap();
}

/// A receipt for a stop that has ended: its reference and PIN.
pub async fn a_receipt(site: &TestSite, record: SearchRecord) -> (String, String) {
    let ada = Officer::on_duty(site).await;
    let stop = ada.stops(site).await;
    let (address, _) = checks(site, &ada.shows(site, stop).await).await;
    let receipt = site.post(&format!("{address}/receipt"), "").await;
    let shown: Vec<&str> =
        receipt.body.split("translate=\"no\">").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    let (power, reason_code) = (Power::PaceSection1, ReasonCode::Weapon);
    let record = SearchRecord { grounds: "a handle was seen".to_owned(), ..record };
    let finish = EndOfStop { outcome: domain::stop::StopOutcome::PenaltyNotice, power, reason_code, record };
    stop::finish(&ada.acts(site), stop, finish).await.unwrap();
    (shown[0].to_owned(), shown[1].to_owned())
}

pub fn shown(text: &str) -> app::check::VerifiedOfficer {
    let now = "2026-11-22T09:00:00Z".parse().unwrap();
    app::check::VerifiedOfficer {
        name: Some(text.to_owned()),
        number: text.to_owned(),
        force: text.to_owned(),
        telephone: text.to_owned(),
        on_duty_since: Some(now),
        units_sent: false,
        power: Power::PaceSection1,
        reason_code: Some(ReasonCode::Wanted),
        reason: text.to_owned(),
        object: Some(text.to_owned()),
        place: text.to_owned(),
        stop: "NM-7Q4K-29".parse().unwrap(),
        verified_at: now,
        photo: true,
        ended: false,
        receipt: false,
    }
}
