//! The privacy notice.

use web::pages::about::AboutPrivacy;

use crate::support::samples::render_all;
use crate::support::site::TestSite;

#[tokio::test]
async fn the_page_about_privacy_says_what_is_kept_of_a_place() {
    let site = TestSite::start().await;
    let page = site.get("/privacy").await.body;
    assert!(page.contains("We store where you are only if you tell the control room"), "{page}");
    assert!(!page.contains("your device or where you are"), "{page}");
}

#[tokio::test]
async fn the_page_holds_what_all_pages_promise() {
    let site = TestSite::start().await;
    render_all(&site, "/privacy", |_, _| AboutPrivacy);
}
