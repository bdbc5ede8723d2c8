//! The page that works without a network.

use web::pages::check::CheckOffline;

use crate::support::samples::render_all;
use crate::support::site::TestSite;

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    render_all(&site, "/check/offline", |_, text| CheckOffline { address: text.to_owned() });
}
