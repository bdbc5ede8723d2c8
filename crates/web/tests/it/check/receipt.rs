//! The receipt with its PIN.

use web::pages::check::CheckReceipt;

use crate::support::samples::render_all;
use crate::support::site::TestSite;

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let reference = "7Q4K-29MP-XW3T".parse().unwrap();
    render_all(&site, "/check/X/receipt", |_, text| {
        let (stop, pin) = ("NM-7Q4K-29".parse().unwrap(), "012345".parse().unwrap());
        let receipt = app::receipt::NewReceipt { stop, pin, until: "2026-11-22".parse().unwrap() };
        CheckReceipt { reference, receipt, address: text.to_owned() }
    });
}
