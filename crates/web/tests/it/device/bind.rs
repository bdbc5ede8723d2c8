//! An invitation binds a device.

use domain::Role;
use web::pages::device::DeviceBind;

use crate::support::ceremony::json;
use crate::support::samples::render_all;
use crate::support::site::TestSite;
use crate::support::staff;

#[tokio::test]
async fn an_invitation_opens_the_page_of_its_own_area_and_asks_for_a_passkey_that_stays() {
    let site = TestSite::start().await;
    let id = staff::enrol(&site, "NM4123").await;
    let token = staff::invite(&site, id, Role::Officer).await;
    let page = site.get(&format!("/duty/bind/{token}")).await;
    assert!(page.body.contains("Northmere Police") && page.body.contains("data-key"), "{}", page.body);
    assert!(page.body.contains("is refused"), "that a synced passkey is refused is said before: {}", page.body);
    assert_eq!(site.get("/duty/bind/another").await.status.as_u16(), 404);
    let begun = json(&site, &format!("/duty/bind/{token}/begin"), "", "{}").await;
    let options = begun.json();
    let chosen = &options["publicKey"]["authenticatorSelection"];
    assert_eq!((&chosen["residentKey"], &chosen["userVerification"]), (&"required".into(), &"required".into()));
    // The device stores a user handle that does not reveal who the person is.
    let body = begun.body.clone();
    assert!(!body.contains("NM4123") && !body.contains("Marlow") && !body.contains(&id.to_string()), "{body}");
    // An invitation to the control room does not work at this desk.
    let token = staff::invite(&site, id, Role::ControlRoom).await;
    assert_eq!(site.get(&format!("/duty/bind/{token}")).await.status.as_u16(), 404);
    assert_eq!(json(&site, &format!("/duty/bind/{token}/begin"), "", "{}").await.status.as_u16(), 404);
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    render_all(&site, "/duty/bind/x", |_, text| DeviceBind {
        desk: "/duty",
        force: text.to_owned(),
        role: "officer",
        makes_key: true,
    });
}
