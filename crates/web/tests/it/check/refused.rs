//! A check that cannot be confirmed, and the place that a visitor states.

use app::officer::shift::{self, PublicFace};
use axum::http::StatusCode;
use domain::check::Cause;
use domain::stop::Power;
use shell::FieldErrors;
use shell::texts::Language;
use web::pages::check::CheckRefused;
use web::texts::Words as _;

use crate::support::samples::{holds, render_all};
use crate::support::site::TestSite;
use crate::support::street::{NORTHMERE, Officer};
use crate::support::visitor::{checks, finishes, public};

/// The page of a refused check with this cause, without its reference.
async fn refused(site: &TestSite, code: &str, expected: Cause) -> String {
    let (address, page) = checks(site, code).await;
    public(expected.as_str(), &page, Language::English);
    let reference = address.rsplit('/').next().unwrap();
    let row = site.site.app.store.check_by_reference(reference.parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(row.cause.as_deref(), Some(expected.as_str()), "the force is told why");
    page.body.replace(reference, "")
}

#[tokio::test]
async fn every_refusal_is_the_same_page_to_the_last_byte() {
    let site = TestSite::configured(NORTHMERE).await;
    let mut pages = vec![refused(&site, "2345 6789", Cause::UnknownCode).await];
    let officers = [("Left", Cause::Left), ("Hidden", Cause::NotVerifiableOnline), ("Ended", Cause::StopEnded)];
    for (number, (name, cause)) in officers.into_iter().enumerate() {
        let officer = Officer::off_duty(&site, "O", name, &format!("NM480{number}")).await;
        let cx = officer.acts(&site);
        shift::book_on(&cx, cx.now + jiff::SignedDuration::from_hours(8)).await.unwrap();
        let stop = officer.stops(&site).await;
        let code = officer.shows(&site, stop).await;
        match cause {
            Cause::Left => officer.leaves(&site).await,
            Cause::NotVerifiableOnline => {
                let face = PublicFace { by_number: true, online: false };
                shift::set_public_face(&site.site.app.system("import"), officer.id, face).await.unwrap();
            }
            _ => finishes(&site, &officer, stop, Power::PaceSection1).await,
        }
        pages.push(refused(&site, &code, cause).await);
    }
    let off = Officer::on_duty(&site).await;
    let stop = off.stops(&site).await;
    let code = off.shows(&site, stop).await;
    shift::book_off(&off.acts(&site)).await.unwrap();
    pages.push(refused(&site, &code, Cause::NotOnDuty).await);
    assert!(pages.iter().all(|page| page == &pages[0]), "a page differs");
    assert!(pages[0].contains("Treat this person as not verified. Call 999 now. Move towards other people"));
    let content = pages[0].split("<main").nth(1).unwrap().split("</main>").next().unwrap().to_lowercase();
    for never in ["suspend", "dismiss", "no such", "expired", "unknown"] {
        assert!(!content.contains(never), "`{never}` tells why");
    }
}

#[tokio::test]
async fn where_somebody_is_goes_to_the_control_room_only_when_they_say_so() {
    let site = TestSite::configured(NORTHMERE).await;
    let (address, _) = checks(&site, "2345 6789").await;
    let empty = site.post(&format!("{address}/place"), "place=+").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    holds("no place", &empty.body, Language::English);
    let told = site.post(&format!("{address}/place"), "place=bus+stop+at+the+quay").await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    let reference = address.rsplit('/').next().unwrap().parse().unwrap();
    let check = app::check::by_reference(&site.site.visitor(), reference).await.unwrap();
    assert_eq!(check.place(), Some("bus stop at the quay"));
}

#[tokio::test]
async fn a_place_that_cannot_be_taken_says_nothing_of_the_officer_that_the_record_does_not() {
    let site = TestSite::configured(NORTHMERE).await;
    let long = "ŵ".repeat(201);
    for place in ["", "+", long.as_str()] {
        let unknown = site.post("/check/7Q4K-29MP-XW3T/place", &format!("place={place}")).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{}", unknown.body);
        assert!(!unknown.body.contains("Treat this person as not verified"));
    }
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let (verified, _) = checks(&site, &ada.shows(&site, stop).await).await;
    let page = site.post(&format!("{verified}/place"), "place=").await;
    assert!(
        page.body.contains("may act now") && !page.body.contains("Treat this person as not verified"),
        "{}",
        page.body
    );

    let (refused, _) = checks(&site, "2345 6789").await;
    let page = site.post(&format!("{refused}/place"), &format!("place={long}")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Keep it to 200 characters") && page.body.contains(&format!("value=\"{long}\"")));
    let fits = site.post(&format!("{refused}/place"), &format!("place={}", "ŵ".repeat(200))).await;
    assert_eq!(fits.status, StatusCode::SEE_OTHER, "characters are counted, not bytes");
    let wrong = site.post(&format!("{verified}/wrong"), &format!("place={long}")).await;
    assert_eq!(wrong.status, StatusCode::SEE_OTHER, "a silent alarm is never refused");

    site.site.app.store.close().await;
    let page = site.post(&format!("{refused}/place"), "place=").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.body.contains("This does not mean that the officer is genuine or false"), "{}", page.body);
    assert!(!page.body.contains("Treat this person as not verified"));
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let reference = "7Q4K-29MP-XW3T".parse().unwrap();
    render_all(&site, "/check/X", |t, text| {
        let mut errors = FieldErrors::none();
        errors.add("place", t.check_place_missing());
        CheckRefused { reference, errors, place: text.to_owned(), noted: true }
    });
}
