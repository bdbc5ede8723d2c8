//! The citizen-first check, in which the page shows a word.

use app::control;
use domain::{Actor, Role};
use shell::texts::Language;
use web::pages::check::CheckAsked;

use crate::support::samples::render_all;
use crate::support::site::TestSite;
use crate::support::street::{NORTHMERE, Officer, northmere};
use crate::support::visitor::public;

#[tokio::test]
async fn citizen_first_the_page_shows_a_word_and_the_officer_answers_it() {
    let site = TestSite::configured(NORTHMERE).await;
    let ada = Officer::on_duty(&site).await;
    let stop = ada.stops(&site).await;
    let asked = site.post("/cy/check/ask", "").await;
    let address = asked.header("location").to_owned();
    assert!(address.starts_with("/cy/check/"), "{address}");
    let page = site.get(&address).await;
    public("asked", &page, Language::Welsh);
    let word = page.body.split("data-challenge>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(site.get(&address).await.body, page.body, "the page can be loaded again");
    // If an officer refuses to answer, the visitor can say so, and sees that the message arrived.
    assert!(page.body.contains(&format!("action=\"{address}/wrong\"")), "{}", page.body);
    let said = site.post(&format!("{address}/wrong"), "").await;
    let noted = site.get(said.header("location")).await;
    public("asked and noted", &noted, Language::Welsh);
    assert!(noted.body.contains("role=\"status\">Nodwyd."), "{}", noted.body);
    let operator = Officer::of_unit(&site, "Control room", ("Cora", "Reed"), "NM0007").await;
    let desk = site.site.app.context(Actor::staff(operator.id, Role::ControlRoom, northmere()));
    let board = control::board(&desk, &site.site.secrets).await.unwrap();
    assert_eq!(board.alarms.len(), 1, "nobody has answered, and the control room knows");
    let cx = ada.acts(&site);
    app::check::answered_challenge(&cx, &site.site.secrets, stop, word.parse().unwrap()).await.unwrap();
    assert!(site.get(&address).await.body.contains("Wedi’i wirio"));
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    let (reference, until) = ("7Q4K-29MP-XW3T".parse().unwrap(), "2026-11-22T09:00:00Z".parse().unwrap());
    for over in [false, true] {
        render_all(&site, "/check/X", |_, text| CheckAsked {
            challenge: text.to_owned(),
            until,
            over,
            reference,
            noted: over,
        });
    }
}
