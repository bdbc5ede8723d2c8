//! The search record of a stop that has ended.

use shell::FieldErrors;
use web::pages::stop::StopSupplement;
use web::session::Stay;

use crate::support::samples::render_all;
use crate::support::site::TestSite;

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let stay = || Stay { desk: "/duty", ends_at: "18:00".into(), seconds: 1800 };
    let errors = |text: &str| {
        let mut errors = FieldErrors::none();
        errors.add("words", text.to_owned());
        errors
    };
    render_all(&site, "/duty/stops/1/record", |_, text| StopSupplement {
        stay: stay(),
        path: "/duty/stops/1".to_owned(),
        reference: text.to_owned(),
        rows: vec![(text.to_owned().into(), text.to_owned().into())],
        changed: true,
        supplements: vec![(text.to_owned().into(), text.to_owned())],
        words: text.to_owned(),
        errors: errors(text),
    });
}
