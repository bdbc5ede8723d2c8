//! A visitor sees who is stopping them, and why.

use app::stop;
use axum::http::StatusCode;
use shell::texts::Language;
use web::pages::check::CheckVerified;

use crate::support::samples::render_all;
use crate::support::site::TestSite;
use crate::support::street::{NORTHMERE, Officer, northmere};
use crate::support::visitor::{checks, public, shown};

#[tokio::test]
async fn a_visitor_types_the_code_and_learns_who_stops_them_and_why() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let code = ada.shows(&site, stop).await;
    let (address, page) = checks(&site, &code.to_lowercase()).await;
    public("verified", &page, Language::English);
    for shown in
        ["A. Marlow, number NM4711", "Northmere Police", "A weapon is suspected", "a knife", "0161 496 0100", "NM-"]
    {
        assert!(page.body.contains(shown), "`{shown}` is missing in {}", page.body);
    }
    assert!(
        page.body.contains("&#60;under&#62;") && !page.body.contains("Ada"),
        "an initial only, and nothing unescaped"
    );
    assert!(!page.body.contains(&code) && !address.contains("NM-"), "the address opens nothing but this page");
    let welsh = site.get(&format!("/cy{address}")).await;
    public("verified in Welsh", &welsh, Language::Welsh);
    assert!(welsh.body.contains("Wedi’i wirio") && welsh.body.contains("Amheuir arf"), "{}", welsh.body);
}

#[tokio::test]
async fn the_photo_is_shown_for_a_minute_and_only_where_the_force_allows_it() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::on_duty(&site).await;
    ada.has_a_photo(&site).await;
    let stop = ada.stops(&site).await;
    let (address, page) = checks(&site, &ada.shows(&site, stop).await).await;
    assert!(page.body.contains(&format!("{address}/photo")));
    let photo = site.get(&format!("{address}/photo")).await;
    assert_eq!((photo.status, photo.header("content-type")), (StatusCode::OK, "image/png"));
    site.clock.set(site.clock_now() + jiff::SignedDuration::from_secs(61));
    assert_eq!(site.get(&format!("{address}/photo")).await.status, StatusCode::NOT_FOUND);
    assert!(!site.get(&address).await.body.contains("/photo"));
    let plain = TestSite::configured(&NORTHMERE.replace("photo = true", "photo = false")).await;
    let ada = Officer::on_duty(&plain).await;
    ada.has_a_photo(&plain).await;
    let stop = ada.stops(&plain).await;
    let (address, page) = checks(&plain, &ada.shows(&plain, stop).await).await;
    assert!(!page.body.contains("/photo"));
    assert_eq!(plain.get(&format!("{address}/photo")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn something_wrong_is_told_to_the_control_room_and_to_nobody_else() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let (address, _) = checks(&site, &ada.shows(&site, stop).await).await;
    let said = site.post(&format!("{address}/wrong"), "").await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    assert!(site.get(said.header("location")).await.body.contains("Noted."));
    let alarms = site.site.app.store.alarms_of_force("control-room", &northmere(), 10).await.unwrap();
    assert_eq!((alarms.len(), alarms[0].cause.as_str()), (1, "something-wrong"));
    let mine = stop::one(&ada.acts(&site), stop).await.unwrap();
    assert_eq!(mine.seen.len(), 1, "the officer sees that they were checked, and nothing else");
}

#[tokio::test]
async fn a_visitor_is_heard_twenty_times_and_no_puzzle_stands_before_a_silent_alarm() {
    let site = TestSite::configured(&NORTHMERE.replace("burst_count = 500", "burst_count = 1")).await;
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let (address, _) = checks(&site, &ada.shows(&site, stop).await).await;
    let receipt = site.post(&format!("{address}/receipt"), "").await;
    assert_eq!(receipt.status, StatusCode::TOO_MANY_REQUESTS, "a receipt waits its turn");
    for _ in 0..25 {
        assert_eq!(site.post(&format!("{address}/wrong"), "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(site.post(&format!("{address}/place"), "place=quay").await.status, StatusCode::SEE_OTHER);
    }
    let reference = address.rsplit('/').next().unwrap().parse().unwrap();
    let check = app::check::by_reference(&site.site.visitor(), reference).await.unwrap();
    assert_eq!(check.said_count, 20);
}

#[tokio::test]
async fn an_address_that_was_made_up_shows_nothing() {
    let site = TestSite::configured(NORTHMERE).await;
    for path in ["/check/7Q4K-29MP-XW3T", "/check/1", "/check/0O0O-IIII-LLLL", "/check/7Q4K-29MP-XW3T/photo"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.post("/check/7Q4K-29MP-XW3T/wrong", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let reference = "7Q4K-29MP-XW3T".parse().unwrap();
    for (ended, units_sent, receipt) in [(false, false, false), (true, false, true), (false, true, false)] {
        render_all(&site, "/check/X", |_, text| {
            let shown = app::check::VerifiedOfficer { ended, units_sent, receipt, ..shown(text) };
            CheckVerified { reference, shown, noted: true }
        });
    }
}
