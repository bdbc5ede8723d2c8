//! A check that is too old to be shown.

use web::pages::check::CheckOver;

use crate::support::samples::render_all;
use crate::support::site::TestSite;

#[tokio::test]
async fn the_page_holds_what_all_pages_promise() {
    let site = TestSite::start().await;
    render_all(&site, "/check/X", |_, _| CheckOver);
}
