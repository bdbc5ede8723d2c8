//! Finishing a stop.

use shell::FieldErrors;
use web::pages::stop::{StopFinish, StopFinishForm};
use web::session::Stay;

use crate::support::officer_stop::{RECORD, begin, with};
use crate::support::samples::render_all;
use crate::support::site::TestSite;
use crate::support::staff::Staff;

#[tokio::test]
async fn a_stop_is_finished_with_its_record_and_then_only_supplemented() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let form = officer.get(&format!("{stop}/finish")).await;
    assert!(form.body.contains("He ran from a shop") && form.body.contains("value=\"pace-section1\" selected"));
    for (name, words) in [
        ("outcome", "Choose how the stop ended"),
        ("grounds", "(PACE 1984 s.3(6))"),
        ("self_defined_ethnicity", "Not stated"),
        ("perceived_ethnicity", "Choose the ethnicity as you see it"),
    ] {
        let answer = officer.post(&format!("{stop}/finish"), &with(&RECORD, name, "")).await;
        assert_eq!(answer.status.as_u16(), 422, "{name}");
        assert!(answer.body.contains(words) && answer.body.contains(&format!("href=\"#{name}\"")), "{name}");
    }
    let long = "ŵ".repeat(2_001);
    for name in ["grounds", "found"] {
        let answer = officer.post(&format!("{stop}/finish"), &with(&RECORD, name, &long)).await;
        assert_eq!(answer.status.as_u16(), 422, "{name}");
        assert!(
            answer.body.contains(&format!("href=\"#{name}\"")) && answer.body.contains("2000 characters"),
            "{name}"
        );
    }
    // The limit counts characters, not bytes.
    let fits = "ŵ".repeat(2_000);
    let changed = with(&with(&RECORD, "reason_code", "weapon"), "found", "A <knife>");
    let changed = with(&changed, "grounds", &fits);
    // The officer agrees with the person, so the record needs no second view.
    let changed = with(&with(&changed, "self_defined_ethnicity", "W1"), "perceived_ethnicity", "");
    for _ in 0..2 {
        let answer = officer.post(&format!("{stop}/finish"), &changed).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, format!("{stop}/record").as_str()));
    }
    let record = officer.get(&format!("{stop}/record")).await;
    assert!(record.body.contains("Both are kept") && record.body.contains("A weapon is suspected"), "{}", record.body);
    assert!(
        record.body.contains("Stolen property is suspected") && !record.body.contains("<knife>"),
        "{}",
        record.body
    );
    assert!(record.body.contains("as the person gave it") && !record.body.contains("as you saw it"), "{}", record.body);
    assert_eq!(officer.get(&stop).await.header("location"), format!("{stop}/record"));
    let empty = officer.post(&format!("{stop}/record"), &[("words", "  ")]).await;
    assert!(empty.status.as_u16() == 422 && empty.body.contains("href=\"#words\""), "{}", empty.body);
    for _ in 0..2 {
        officer.post(&format!("{stop}/record"), &[("words", "The watch was his own")]).await;
    }
    let record = officer.get(&format!("{stop}/record")).await;
    assert_eq!(record.body.matches("The watch was his own").count(), 1, "sent twice, added once");
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let stay = || Stay { desk: "/duty", ends_at: "18:00".into(), seconds: 1800 };
    let errors = |text: &str| {
        let mut errors = FieldErrors::none();
        errors.add("grounds", text.to_owned());
        errors
    };
    render_all(&site, "/duty/stops/1/finish", |t, text| {
        let form = StopFinishForm { grounds: text.to_owned(), found: text.to_owned(), ..StopFinishForm::default() };
        let names = ("/duty/stops/1".to_owned(), text.to_owned());
        StopFinish::new(t, stay(), names, form, errors(text))
    });
}
