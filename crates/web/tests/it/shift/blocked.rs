//! An officer who is not allowed to act.

use app::officer::shift;
use web::pages::shift::ShiftBlocked;
use web::session::Stay;

use crate::support::officer_stop::{STOP, begin, code};
use crate::support::samples::render_all;
use crate::support::site::TestSite;
use crate::support::staff::{self, Staff};

#[tokio::test]
async fn whoever_may_not_act_sees_one_sentence_on_every_page() {
    let site = TestSite::start().await;
    let officer = Staff::on_duty(&site, "NM4123").await;
    let stop = begin(&officer).await;
    let cx = site.site.app.context(staff::human_resources());
    let face = shift::PublicFace { by_number: true, online: false };
    shift::set_public_face(&cx, officer.id, face).await.unwrap();
    let pages = ["/duty", "/duty/stops/new", stop.as_str(), &format!("{stop}/finish"), &format!("{stop}/record")];
    for path in pages {
        let answer = officer.get(path).await;
        assert_eq!(answer.status.as_u16(), 403, "{path}");
        assert!(answer.body.contains("You cannot act as an officer now: speak to your supervisor"), "{path}");
        assert!(
            !answer.body.contains("suspend") && !answer.body.contains("protect") && !answer.body.contains("online")
        );
        assert_eq!(code(&answer), None);
    }
    assert_eq!(officer.post("/duty/stops/new", &STOP).await.status.as_u16(), 403);
    assert_eq!(officer.post_json(&format!("{stop}/code")).await.problem(), "403 officer.may-not-act");
}

#[tokio::test]
async fn the_page_holds_what_all_pages_promise() {
    let site = TestSite::start().await;
    let stay = || Stay { desk: "/duty", ends_at: "18:00".into(), seconds: 1800 };
    render_all(&site, "/duty", |_, _| ShiftBlocked { stay: stay() });
}
