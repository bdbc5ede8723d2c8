//! A complaint that is made from the record of a stop.

use axum::http::StatusCode;
use domain::stop::SearchRecord;
use shell::texts::Language;
use web::pages::receipt::ReceiptComplain;

use crate::support::samples::{holds, render_all};
use crate::support::site::Answer as Reply;
use crate::support::site::TestSite;
use crate::support::street::NORTHMERE;
use crate::support::visitor::a_receipt;

#[tokio::test]
async fn a_complaint_is_not_lost_whatever_goes_wrong_and_not_made_twice() {
    let site = TestSite::configured(NORTHMERE).await;
    let (reference, pin) = a_receipt(&site, SearchRecord::default()).await;
    let wrong = if pin == "000000" { "000001" } else { "000000" };
    let words = "He+laughed+at+me";
    let form = |reference: &str, pin: &str, words: &str| {
        format!("reference={reference}&pin={pin}&category=discrimination&words={words}")
    };
    let kept = |answer: &Reply, words: &str| {
        holds("a complaint again", &answer.body, Language::English);
        assert!(answer.body.contains(&words.replace('+', " ")), "the words are lost: {}", answer.body);
        assert!(answer.body.contains("value=\"discrimination\" checked"), "{}", answer.body);
        assert!(answer.body.contains("action=\"/receipt/complaint\""), "{}", answer.body);
    };
    for (reference, pin, told) in [
        (reference.as_str(), "12", "A PIN has 6 digits"),
        ("12", pin.as_str(), "A reference is the force’s two letters"),
        (reference.as_str(), wrong, "do not match"),
    ] {
        let answer = site.post("/receipt/complaint", &form(reference, pin, words)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        kept(&answer, words);
        assert!(answer.body.contains(told) && !answer.body.contains(&format!("value=\"{pin}\"")), "{}", answer.body);
    }
    // The limit counts characters, not bytes: 4,000 fit, and no more.
    let long = site.post("/receipt/complaint", &form(&reference, &pin, &"â".repeat(4_001))).await;
    assert!(long.body.contains("Keep it to 4,000 characters"), "{}", long.body);
    kept(&long, &"â".repeat(4_001));
    for _ in 0..2 {
        for words in [words, &"â".repeat(4_000)] {
            let sent = site.post("/receipt/complaint", &form(&reference, &pin, words)).await;
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        }
    }
    let row = site.site.app.store.stops_by_reference(reference.parse().unwrap()).await.unwrap();
    assert_eq!(site.site.app.store.reports_about(row[0].officer).await.unwrap().len(), 2, "sent twice, made once");

    for _ in 0..5 {
        site.post("/receipt/complaint", &form(&reference, wrong, words)).await;
    }
    let locked = site.post("/receipt/complaint", &form(&reference, &pin, words)).await;
    kept(&locked, words);
    assert!(locked.body.contains("too many wrong PINs"), "{}", locked.body);

    site.site.app.store.close().await;
    let away = site.post("/receipt/complaint", &form(&reference, &pin, words)).await;
    assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    kept(&away, words);
    assert!(away.body.contains("Your complaint was not sent because the system did not answer"), "{}", away.body);
}

#[tokio::test]
async fn the_page_holds_what_all_pages_promise() {
    let site = TestSite::start().await;
    let reference = "NM-7Q4K-29".parse().unwrap();
    render_all(&site, "/receipt/X/complained", |_, _| ReceiptComplain { reference });
}
