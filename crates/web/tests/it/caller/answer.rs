//! The words to read out to a caller.

use shell::texts::Language;
use web::hook::HookOutcome;
use web::pages::caller::CallerAnswer;

use crate::support::samples::render_all;
use crate::support::site::TestSite;

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    render_all(&site, "/control/checks/1", |_, text| CallerAnswer {
        outcome: HookOutcome::Verified,
        heading: "Verified".into(),
        reference: Some(text.to_owned()),
        words: Language::ALL.map(|language| (language, text.to_owned())).to_vec(),
    });
}
