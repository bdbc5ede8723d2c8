//! Staying signed in.

use web::pages::session::SessionStayed;
use web::session::Stay;

use crate::support::samples::render_all;
use crate::support::site::TestSite;
use crate::support::staff::{Staff, at};

#[tokio::test]
async fn staying_signed_in_works_with_and_without_script() {
    let site = TestSite::start().await;
    let officer = Staff::officer(&site, "NM4123").await;
    at(&site, "2026-11-22T09:20:00Z");
    let page = officer.post("/duty/stay", &[]).await;
    assert!(page.body.contains("You are signed in until 09:50"), "{}", page.body);
    at(&site, "2026-11-22T09:40:00Z");
    assert_eq!(officer.post_json("/duty/stay").await.json()["seconds"], 1800);
    at(&site, "2026-11-22T10:09:59Z");
    assert_eq!(officer.get("/duty").await.status.as_u16(), 200);
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    render_all(&site, "/duty/stay", |_, text| SessionStayed {
        stay: Stay { desk: "/duty", ends_at: text.to_owned().into(), seconds: 1800 },
    });
}
