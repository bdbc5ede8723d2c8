//! Staff sessions, and signing in.

use axum::http::Method;
use domain::{Actor, Role};
use jiff::civil::date;
use web::desks::{ControlDesk, OfficerDesk};
use web::pages::session::SessionSignIn;
use web::session;

use crate::support::ceremony::{cookie, json};
use crate::support::officer_stop::begin;
use crate::support::samples::render_all;
use crate::support::site::{TestSite, asked};
use crate::support::staff::{self, Staff, at, northmere};

#[tokio::test]
async fn without_a_session_a_page_leads_to_the_sign_in_and_a_post_is_refused() {
    let site = TestSite::start().await;
    for path in ["/duty", "/duty/stops/new", "/duty/stops/01890a5d-ac96-774b-bcce-b302099a8057"] {
        let answer = site.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/duty/sign-in"), "{path}");
    }
    assert_eq!(site.post("/duty/book-off", "").await.status.as_u16(), 401);
    let answer = json(&site, "/duty/stops/01890a5d-ac96-774b-bcce-b302099a8057/code", "", "{}").await;
    assert_eq!(answer.problem(), "401 staff.signed-out");
    let headers = [("accept", "application/json")];
    let answer = site.send(asked(Method::GET, "/duty", &headers, "")).await;
    assert_eq!(answer.problem(), "401 staff.signed-out");
}

#[tokio::test]
async fn the_cookie_is_for_this_area_and_no_script_or_other_site_gets_it() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    let actor = Actor::staff(officer.id, Role::Officer, northmere());
    let line = session::begin_apart::<OfficerDesk>(&site.site, &actor, officer.device).await.unwrap();
    let line = line.to_str().unwrap();
    assert!(
        line.starts_with("candour-duty=") && line.ends_with("; HttpOnly; SameSite=Strict; Secure; Path=/duty"),
        "{line}"
    );
    // The ceremony sets the same kind of cookie: it starts with a session in which nobody is signed in.
    let begun = json(&site, "/duty/sign-in/begin", "", "{}").await;
    let line = begun.header("set-cookie").to_owned();
    for part in ["candour-duty=", "HttpOnly", "SameSite=Strict", "Secure", "Path=/duty"] {
        assert!(line.contains(part), "{part} is not in {line}");
    }
    assert!(!line.contains("Max-Age") && !line.contains("Expires") && !line.contains("Domain"), "{line}");
}

#[tokio::test]
async fn a_role_opens_its_own_area_only() {
    let site = TestSite::start().await;
    let id = staff::enrol(&site, "NM4123").await;
    let device = staff::bind(&site, id, Role::ControlRoom).await;
    let actor = Actor::staff(id, Role::ControlRoom, northmere());
    assert!(session::begin_apart::<OfficerDesk>(&site.site, &actor, device).await.is_err());
    // A control-room cookie that is sent as an officer's cookie gives access to nothing.
    let cookie = staff::sign_in::<ControlDesk>(&site, id, Role::ControlRoom, device).await;
    let borrowed = cookie.replace("candour-control", "candour-duty");
    let answer = site.send(asked(Method::GET, "/duty", &[("cookie", &borrowed)], "")).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/duty/sign-in"));
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_use() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    at(&site, "2026-11-22T09:29:59Z");
    let page = officer.get("/duty").await;
    assert_eq!(page.status.as_u16(), 200);
    assert!(page.body.contains("You are signed in until 09:59"), "{}", page.body);
    // If it is used a second before its end, it is extended.
    at(&site, "2026-11-22T09:59:58Z");
    assert_eq!(officer.get("/duty").await.status.as_u16(), 200);
    at(&site, "2026-11-22T10:29:58Z");
    assert_eq!(officer.get("/duty").await.header("location"), "/duty/sign-in");
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_much_it_is_used() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    for quarter in 1..48 {
        let time: jiff::Timestamp = "2026-11-22T09:00:00Z".parse().unwrap();
        site.clock.set(time + jiff::SignedDuration::from_mins(15 * quarter));
        assert_eq!(officer.get("/duty").await.status.as_u16(), 200, "after {quarter} quarters");
    }
    at(&site, "2026-11-22T21:00:00Z");
    assert_eq!(officer.get("/duty").await.header("location"), "/duty/sign-in");
}

#[tokio::test]
async fn what_a_page_asks_for_by_itself_keeps_no_session_alive() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    at(&site, "2026-11-22T09:20:00Z");
    assert_eq!(officer.get(&format!("{stop}/state")).await.status.as_u16(), 200);
    at(&site, "2026-11-22T09:31:00Z");
    assert_eq!(officer.get(&format!("{stop}/state")).await.header("location"), "/duty/sign-in");
}

#[tokio::test]
async fn a_session_id_that_somebody_planted_opens_nothing_and_is_not_taken_over() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    let planted = "candour-duty=AAAAAAAAAAAAAAAAAAAAAA";
    let begun = json(&site, "/duty/sign-in/begin", planted, "{}").await;
    let before = cookie(&begun);
    assert!(begun.status.is_success() && before != planted, "{before}");
    // Signing in changes the id again, and the previous one is no longer valid.
    let after = officer.cookie.clone();
    assert_ne!(before, after);
    let answer = site.send(asked(Method::GET, "/duty", &[("cookie", &before)], "")).await;
    assert_eq!(answer.header("location"), "/duty/sign-in");
}

#[tokio::test]
async fn whoever_signs_out_is_out_with_every_copy_of_the_cookie() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    let answer = officer.post("/duty/sign-out", &[]).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/duty/sign-in"));
    assert!(answer.header("set-cookie").contains("Max-Age=0"), "{}", answer.header("set-cookie"));
    assert_eq!(officer.get("/duty").await.header("location"), "/duty/sign-in");
}

#[tokio::test]
async fn a_device_that_is_taken_away_is_out_at_once() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    assert_eq!(officer.get("/duty").await.status.as_u16(), 200);
    let cx = site.site.app.context(staff::human_resources());
    app::device::remove_device(&cx, officer.id, officer.device).await.unwrap();
    assert_eq!(officer.get("/duty").await.header("location"), "/duty/sign-in");
    assert_eq!(officer.post("/duty/book-off", &[]).await.status.as_u16(), 401);
}

#[tokio::test]
async fn whoever_leaves_is_out_at_once() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    let cx = site.site.app.system("workforce");
    app::officer::leave(&cx, officer.id, domain::officer::Leaving::Resigned, date(2026, 11, 22)).await.unwrap();
    assert_eq!(officer.get("/duty").await.header("location"), "/duty/sign-in");
}

#[tokio::test]
async fn a_post_that_another_website_sends_with_the_cookie_is_refused() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    for from in ["cross-site", "same-site"] {
        let answer = officer.post_from("/duty/book-on", &[("ends", "17:00")], from).await;
        assert_eq!(answer.status.as_u16(), 403, "{from}");
        let answer = officer.post_from("/duty/sign-out", &[], from).await;
        assert_eq!(answer.status.as_u16(), 403, "{from}");
    }
    assert!(officer.get("/duty").await.body.contains("You are not booked on"));
}

#[tokio::test]
async fn a_ceremony_is_answered_once_and_by_who_began_it() {
    let site = TestSite::start().await;
    let begun = json(&site, "/duty/sign-in/begin", "", "{}").await;
    let options = begun.json();
    assert_eq!(options["publicKey"]["rpId"], "check.example");
    assert_eq!(options["publicKey"]["userVerification"], "required");
    assert_eq!(options["publicKey"]["allowCredentials"], serde_json::json!([]), "whoever it is, is found");
    let unknown = r#"{"id":"AAAA","rawId":"AAAA","type":"public-key","extensions":{},"response":{"authenticatorData":"AAAA","clientDataJSON":"e30","signature":"AAAA","userHandle":"AAAAAAAAAAAAAAAAAAAAAA"}}"#;
    let cookie = cookie(&begun);
    let answer = json(&site, "/duty/sign-in/finish", &cookie, unknown).await;
    assert_eq!(answer.problem(), "403 staff.passkey-refused");
    assert!(!answer.body.contains("credential"), "which part was wrong is not said: {}", answer.body);
    // This sends the same answer again, and then an answer without a ceremony.
    assert_eq!(json(&site, "/duty/sign-in/finish", &cookie, unknown).await.problem(), "409 staff.ceremony-over");
    assert_eq!(json(&site, "/duty/sign-in/finish", "", unknown).await.problem(), "409 staff.ceremony-over");
}

#[tokio::test]
async fn an_unknown_passkey_and_a_wrong_answer_of_a_known_one_are_told_the_same() {
    let site = TestSite::start().await;
    let id = staff::enrol(&site, "NM4123").await;
    staff::bind(&site, id, Role::Officer).await;
    let known = site.site.app.store.passkeys_of(id).await.unwrap().remove(0);
    let mut seen = Vec::new();
    for credential in [known.credential.as_str(), "AAAA"] {
        let begun = json(&site, "/duty/sign-in/begin", "", "{}").await;
        let answer = serde_json::json!({
            "id": credential, "rawId": "AAAA", "type": "public-key", "extensions": {},
            "response": { "authenticatorData": "AAAA", "clientDataJSON": "e30", "signature": "AAAA", "userHandle": "AAAA" },
        });
        let answer = json(&site, "/duty/sign-in/finish", &cookie(&begun), &answer.to_string()).await;
        let mut problem = answer.json();
        problem["reference"] = "".into();
        seen.push((answer.status, problem));
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn a_ceremony_that_waits_longer_than_ten_minutes_is_over() {
    let site = TestSite::start().await;
    let begun = json(&site, "/duty/sign-in/begin", "", "{}").await;
    at(&site, "2026-11-22T09:10:01Z");
    let unknown = r#"{"id":"AAAA","rawId":"AAAA","type":"public-key","extensions":{},"response":{"authenticatorData":"AAAA","clientDataJSON":"e30","signature":"AAAA","userHandle":null}}"#;
    let answer = json(&site, "/duty/sign-in/finish", &cookie(&begun), unknown).await;
    assert_eq!(answer.problem(), "409 staff.ceremony-over");
}

#[tokio::test]
async fn without_a_domain_name_there_are_no_passkeys_and_the_operator_is_told_why() {
    let site = TestSite::configured("public_url = \"http://127.0.0.1:8080\"\n").await;
    let answer = json(&site, "/duty/sign-in/begin", "", "{}").await;
    assert_eq!(answer.problem(), "503 staff.no-domain");
    assert!(answer.body.contains("public_url"), "{}", answer.body);
}

#[tokio::test]
async fn the_page_holds_what_all_pages_promise() {
    let site = TestSite::start().await;
    render_all(&site, "/duty/sign-in", |_, _| SessionSignIn { desk: "/duty" });
}
