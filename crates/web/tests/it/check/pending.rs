//! A check that is waiting for the control room.

use app::control;
use domain::{Actor, Role};
use shell::texts::Language;
use web::pages::check::CheckPending;

use crate::support::samples::render_all;
use crate::support::site::TestSite;
use crate::support::street::{NORTHMERE, Officer, northmere};
use crate::support::visitor::{checks, public};

#[tokio::test]
async fn somebody_off_duty_is_pending_until_the_control_room_has_said() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::off_duty(&site, "Ada", "Marlow", "NM4711").await;
    let stop = ada.has_to_act(&site).await;
    let code = ada.shows(&site, stop).await;
    let (address, page) = checks(&site, &code).await;
    public("pending", &page, Language::English);
    assert!(page.body.contains("Stay near other people. The control room is being called. You can call 999."));
    assert!(page.body.contains("http-equiv=\"refresh\""), "the page looks again without script");
    assert!(!page.body.contains("Marlow") && !page.body.contains("NM4711"), "nobody is named before they are verified");
    let said = site.post(&format!("{address}/wrong"), "").await;
    let noted = site.get(said.header("location")).await;
    assert!(noted.body.contains("role=\"status\">Noted."), "whoever presses sees that it was heard: {}", noted.body);
    let operator = Officer::of_unit(&site, "Control room", ("Cora", "Reed"), "NM0007").await;
    let cx = site.site.app.context(Actor::staff(operator.id, Role::ControlRoom, northmere()));
    control::confirm(&cx, stop, "NM21").await.unwrap();
    let page = site.get(&address).await;
    assert!(
        page.body.contains("Uniformed officers have been sent") && page.body.contains("A. Marlow"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn the_page_holds_what_all_pages_promise() {
    let site = TestSite::start().await;
    let reference = "7Q4K-29MP-XW3T".parse().unwrap();
    render_all(&site, "/check/X", |_, _| CheckPending { reference, noted: true });
}
