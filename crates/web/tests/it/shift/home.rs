//! An officer books on and off.

use shell::FieldErrors;
use web::pages::shift::{ShiftHome, ShiftStop};
use web::session::Stay;

use crate::support::samples::render_all;
use crate::support::site::TestSite;
use crate::support::staff::{Staff, at};

#[tokio::test]
async fn an_officer_books_on_and_off() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    let page = officer.get("/duty").await;
    assert!(page.body.contains("Northmere Police, number NM4123") && page.body.contains("I have had to act"));
    let wrong = officer.post("/duty/book-on", &[("ends", "half five")]).await;
    assert_eq!(wrong.status.as_u16(), 422);
    assert!(wrong.body.contains("value=\"half five\"") && wrong.body.contains("href=\"#ends\""), "{}", wrong.body);
    let long = officer.post("/duty/book-on", &[("ends", "08:00")]).await;
    assert!(long.status.as_u16() == 422 && long.body.contains("within 16 hours"), "{}", long.body);
    officer.post("/duty/book-on", &[("ends", "17:00")]).await;
    let page = officer.get("/duty").await;
    assert!(page.body.contains("by 22 November 2026 at 17:00") && page.body.contains("Start a stop"));
    // If it is sent twice, the second one does nothing.
    assert_eq!(officer.post("/duty/book-on", &[("ends", "16:00")]).await.status.as_u16(), 303);
    assert!(officer.get("/duty").await.body.contains("at 17:00"));
    officer.post("/duty/book-off", &[]).await;
    officer.post("/duty/book-off", &[]).await;
    assert!(officer.get("/duty").await.body.contains("You are not booked on"));
}

#[tokio::test]
async fn a_shift_ends_at_the_next_such_time() {
    let site = TestSite::start().await;
    at(&site, "2026-11-22T21:30:00Z");
    let officer = Staff::officer(&site, "NM4123").await;
    for wrong in ["", "25:00", "seven", "7", "22:61"] {
        let page = officer.post("/duty/book-on", &[("ends", wrong)]).await;
        assert_eq!(page.status.as_u16(), 422, "{wrong}");
        assert!(page.body.contains("Enter the time at which your shift ends"), "{wrong}: {}", page.body);
    }
    for (text, end) in [
        ("22:00", "22 November 2026 at 22:00"),
        (" 07.00 ", "23 November 2026 at 07:00"),
        ("0700", "23 November 2026 at 07:00"),
    ] {
        assert_eq!(officer.post("/duty/book-on", &[("ends", text)]).await.status.as_u16(), 303, "{text}");
        let page = officer.get("/duty").await;
        assert!(page.body.contains(&format!("by {end}")), "{text}: {}", page.body);
        officer.post("/duty/book-off", &[]).await;
    }
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let stay = || Stay { desk: "/duty", ends_at: "18:00".into(), seconds: 1800 };
    let errors = |text: &str| {
        let mut errors = FieldErrors::none();
        errors.add("ends", text.to_owned());
        errors
    };
    render_all(&site, "/duty", |_, text| ShiftHome {
        stay: stay(),
        number: text.to_owned(),
        force: text.to_owned(),
        on_duty: None,
        ends: text.to_owned(),
        errors: errors(text),
        open: None,
        stops: vec![ShiftStop {
            href: "/duty/stops/1".to_owned(),
            reference: text.to_owned(),
            began: text.to_owned().into(),
            power: text.to_owned().into(),
            outcome: text.to_owned().into(),
        }],
    });
}
