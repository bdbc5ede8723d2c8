//! The page of a stop: its code, the visitor's word, and what the public saw. Journeys a1 and a2.

use app::check;
use domain::{Actor, Role};
use shell::FieldErrors;
use web::pages::stop::{CodeDisplay, StopShow, StopState};
use web::session::Stay;

use crate::support::officer_stop::{RECORD, STOP, begin, code};
use crate::support::samples::render_all;
use crate::support::site::TestSite;
use crate::support::staff::{self, Staff, at, northmere};

#[tokio::test]
async fn a_stop_shows_a_code_that_a_member_of_the_public_verifies() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let page = officer.get(&stop).await;
    let code = code(&page).unwrap();
    assert!(code.len() == 9 && code.chars().nth(4) == Some(' '), "four and four: {code}");
    assert!(page.body.contains("<p class=\"candour-address\">check.example/check</p>"), "{}", page.body);
    assert!(page.body.contains("<noscript><meta http-equiv=\"refresh\" content=\"100\"></noscript>"));
    assert!(page.body.contains("Nobody has verified you in this stop yet"));
    let question = check::Question { code: code.parse().unwrap(), leg: domain::check::Leg::Code };
    at(&site, "2026-11-22T09:01:00Z");
    site.site.checker.check(&site.site.visitor(), question).await.unwrap();
    let state = officer.get(&format!("{stop}/state")).await;
    assert!(state.body.contains("Verified at 09:01") && !state.body.contains("<html"), "{}", state.body);
}

#[tokio::test]
async fn a_check_that_was_refused_is_never_shown_to_the_officer() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let before = officer.get(&format!("{stop}/state")).await.body;
    let shown = code(&officer.get(&stop).await).unwrap();
    at(&site, "2026-11-22T09:04:00Z");
    let question = check::Question { code: shown.parse().unwrap(), leg: domain::check::Leg::Code };
    site.site.checker.check(&site.site.visitor(), question).await.unwrap();
    assert_eq!(officer.get(&format!("{stop}/state")).await.body, before);
}

#[tokio::test]
async fn a_new_code_is_drawn_at_most_every_twenty_seconds() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let first = code(&officer.get(&stop).await).unwrap();
    at(&site, "2026-11-22T09:00:08Z");
    let again = officer.get(&stop).await;
    assert_eq!(code(&again), None);
    assert!(again.body.contains("A new code can be shown in 12 seconds"), "{}", again.body);
    assert!(again.body.contains("content=\"13\""), "the page loads itself again then: {}", again.body);
    let early = officer.post_json(&format!("{stop}/code")).await;
    assert_eq!((early.problem().as_str(), early.header("retry-after")), ("429 stop.code-too-soon", "12"));
    at(&site, "2026-11-22T09:00:20Z");
    let drawn = officer.post_json(&format!("{stop}/code")).await.json();
    assert!(drawn["code"] != first.as_str() && drawn["seconds"] == 120, "{drawn}");
}

#[tokio::test]
async fn an_officer_answers_the_word_of_a_visitors_page() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let (reference, word) = check::ask(&site.site.visitor(), &site.site.secrets).await.unwrap();
    let wrong = officer.post(&format!("{stop}/word"), &[("word", "O0O0")]).await;
    assert!(wrong.status.as_u16() == 422 && wrong.body.contains("value=\"O0O0\""), "{}", wrong.body);
    let unknown = officer.post(&format!("{stop}/word"), &[("word", "2222 2222")]).await;
    assert!(
        unknown.status.as_u16() == 422 && unknown.body.contains("No page shows this challenge now"),
        "{}",
        unknown.body
    );
    assert_eq!(code(&unknown), None, "no code is drawn meanwhile");
    let typed = word.to_string().to_lowercase();
    let answer = officer.post(&format!("{stop}/word"), &[("word", &typed)]).await;
    assert!(answer.status.is_success() && answer.body.contains("You have answered the word."), "{}", answer.body);
    let shown = check::answer(&site.site.visitor(), &site.site.checker, reference).await.unwrap();
    assert!(matches!(shown, check::CheckAnswer::Verified(_)), "{shown:?}");
}

#[tokio::test]
async fn off_duty_the_control_room_is_called_and_its_answer_is_shown() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    assert_eq!(officer.get("/duty/stops/new").await.header("location"), "/duty", "not booked on");
    let form = officer.get("/duty/stops/new?off_duty=yes").await;
    assert!(
        form.body.contains("You have had to act off duty") && form.body.contains("name=\"off_duty\" value=\"yes\"")
    );
    let mut fields = STOP.to_vec();
    fields.push(("off_duty", "yes"));
    let stop = officer.post("/duty/stops/new", &fields).await.header("location").to_owned();
    let page = officer.get(&stop).await;
    assert!(page.body.contains("Waiting: the control room has been called") && code(&page).is_some(), "{}", page.body);
    // A person who checks them now is told to wait, which does not count as verification.
    let question = check::Question { code: code(&page).unwrap().parse().unwrap(), leg: domain::check::Leg::Code };
    site.site.checker.check(&site.site.visitor(), question).await.unwrap();
    let state = officer.get(&format!("{stop}/state")).await;
    assert!(state.body.contains("Nobody has verified you") && !state.body.contains("Verified at"), "{}", state.body);
    let control = Actor::staff(staff::enrol_at(&site, "NM9000", "Control room").await, Role::ControlRoom, northmere());
    let id = stop.rsplit('/').next().unwrap().parse().unwrap();
    app::control::confirm(&site.site.app.context(control), id, "NM21").await.unwrap();
    let state = officer.get(&format!("{stop}/state")).await;
    assert!(state.body.contains("Confirmed: unit NM21 is on its way"), "{}", state.body);
    assert!(state.body.contains("Verified at"), "{}", state.body);
}

#[tokio::test]
async fn nobody_sees_the_stop_of_another() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let other = Staff::on_duty(&site, "NM5000").await;
    let stop = begin(&officer).await;
    for path in [stop.clone(), format!("{stop}/state"), format!("{stop}/finish"), format!("{stop}/record")] {
        assert_eq!(other.get(&path).await.status.as_u16(), 404, "{path}");
    }
    assert_eq!(other.post(&format!("{stop}/finish"), &RECORD).await.status.as_u16(), 404);
    assert_eq!(other.post_json(&format!("{stop}/code")).await.problem(), "404 record.missing");
}

#[tokio::test]
async fn when_the_shift_is_over_no_code_is_shown_but_the_stop_can_be_finished() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    officer.post("/duty/book-off", &[]).await;
    let page = officer.get(&stop).await;
    assert!(page.body.contains("your code would not be verified") && code(&page).is_none(), "{}", page.body);
    assert_eq!(officer.post(&format!("{stop}/finish"), &RECORD).await.status.as_u16(), 303);
}

#[tokio::test]
async fn without_a_force_key_nothing_is_attested_and_the_code_still_works() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let answer = officer.get_json(&format!("{stop}/attestation")).await;
    assert_eq!(answer.problem(), "409 stop.no-force-key");
    assert!(code(&officer.get(&stop).await).is_some());
}

#[tokio::test]
async fn another_device_of_the_officer_attests_nothing_of_the_stop() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let device = staff::bind(&site, officer.id, Role::Officer).await;
    let cookie = staff::sign_in::<web::desks::OfficerDesk>(&site, officer.id, Role::Officer, device).await;
    let other = Staff { site: &site, id: officer.id, device, cookie };
    let answer = other.get_json(&format!("{stop}/attestation")).await;
    assert_eq!(answer.problem(), "409 stop.other-device");
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let stay = || Stay { desk: "/duty", ends_at: "18:00".into(), seconds: 1800 };
    let errors = |text: &str| {
        let mut errors = FieldErrors::none();
        errors.add("word", text.to_owned());
        errors
    };
    let codes = |text: &str| {
        [
            CodeDisplay::Code { code: text.to_owned(), until: "18:00".into() },
            CodeDisplay::Wait { seconds: 7, until: "18:00".into() },
            CodeDisplay::ShiftOver,
            CodeDisplay::None,
        ]
    };
    for number in 0..4 {
        render_all(&site, "/duty/stops/1", |t, text| {
            let verified_at = vec![text.to_owned().into()];
            StopShow {
                stay: stay(),
                path: "/duty/stops/1".to_owned(),
                reference: text.to_owned(),
                code: codes(text).into_iter().nth(number).unwrap(),
                state: StopState { t: t.clone(), call: text.to_owned().into(), verified_at },
                address: text.to_owned(),
                word: text.to_owned(),
                errors: errors(text),
                answered: number % 2 == 0,
            }
        });
    }
}
