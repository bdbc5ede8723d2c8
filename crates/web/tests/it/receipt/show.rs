//! The record of a stop, opened with a receipt.

use axum::http::StatusCode;
use domain::stop::{Ethnicity, Power, SearchRecord};
use shell::texts::Language;

use crate::support::site::TestSite;
use crate::support::street::{NORTHMERE, Officer};
use crate::support::visitor::{a_receipt, checks, finishes, public};

#[tokio::test]
async fn the_receipt_fetches_the_record_and_a_complaint_keeps_what_was_typed() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let (address, _) = checks(&site, &ada.shows(&site, stop).await).await;
    let receipt = site.post(&format!("{address}/receipt"), "").await;
    public("receipt", &receipt, Language::English);
    let shown: Vec<&str> =
        receipt.body.split("translate=\"no\">").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    let (reference, pin) = (shown[0], shown[1]);
    assert!(reference.starts_with("NM-") && pin.len() == 6, "{shown:?}");
    assert!(!receipt.body.contains("govuk-language-navigation"), "in the other language the PIN would be gone");
    for form in ["receipt", "wrong", "place"] {
        assert_eq!(site.get(&format!("{address}/{form}")).await.header("location"), address, "{form}");
        assert_eq!(
            site.get(&format!("/cy{address}/{form}")).await.header("location"),
            format!("/cy{address}"),
            "{form}"
        );
    }
    assert_eq!(site.get("/cy/receipt/complaint").await.header("location"), "/cy/receipt");
    let again = site.post(&format!("{address}/receipt"), "").await;
    assert_eq!(again.status, StatusCode::CONFLICT, "the PIN is shown once");
    finishes(&site, &ada, stop, Power::MisuseOfDrugsSection23).await;

    let wrong = site.post("/receipt", &format!("reference={reference}&pin=000000")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("do not match") && !wrong.body.contains("000000"), "{}", wrong.body);
    let record = site.post("/receipt", &format!("reference={reference}&pin={pin}")).await;
    public("record", &record, Language::English);
    assert!(record.body.contains("The reason given at the end is not the one given at the start"));
    assert!(record.body.contains("No further action") && record.body.contains("Quay Street"), "{}", record.body);

    let form = format!("reference={reference}&pin={pin}&category=discrimination&words=");
    let empty = site.post("/receipt/complaint", &form).await;
    assert!(empty.body.contains("Say what happened") && empty.body.contains("value=\"discrimination\" checked"));
    let sent = site.post("/receipt/complaint", &format!("{form}He+laughed+at+me")).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let done = site.get(sent.header("location")).await;
    public("complained", &done, Language::English);
    assert_eq!(site.site.app.store.reports_about(ada.id).await.unwrap().len(), 1, "the stop is attached");
    assert!(!sent.header("location").contains(pin), "a PIN stands in no address");
}

#[tokio::test]
async fn the_record_calls_things_by_their_names_in_both_languages() {
    let site = TestSite::configured(NORTHMERE).await;
    let record = SearchRecord {
        self_defined_ethnicity: Some(Ethnicity::W1),
        perceived_ethnicity: Some(Ethnicity::Ns),
        ..SearchRecord::default()
    };
    let (reference, pin) = a_receipt(&site, record).await;
    let form = format!("reference={reference}&pin={pin}");
    let english = site.post("/receipt", &form).await.body;
    for shown in ["Northern Irish or British (W1)", "Not stated (NS)", "A penalty notice"] {
        assert!(english.contains(shown), "`{shown}` is missing in {english}");
    }
    let welsh = site.post("/cy/receipt", &form).await.body;
    for shown in ["Gogledd-Wyddelig neu Brydeinig (W1)", "Heb ei nodi (NS)", "Hysbysiad cosb"] {
        assert!(welsh.contains(shown), "`{shown}` is missing in {welsh}");
    }
}
