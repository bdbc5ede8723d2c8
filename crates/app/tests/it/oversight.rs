//! The oversight body: how a referred matter is investigated, and clocks that are extended with reasons.

use app::matter::{self, NewAllegation, NewMatter, duty};
use app::oversight;
use domain::allegation::Category;
use domain::matter::{MatterKind, Mode, Referral};
use domain::officer::Post;
use domain::{Actor, MatterId, Role};
use jiff::ToSpan as _;
use jiff::civil::date;

use crate::support::cast::{enrol, force, oversight, posting, staff};
use crate::support::{Stage, on_both, refused};

async fn opened(stage: &Stage) -> (Actor, MatterId) {
    stage.now("2026-09-07 09:00");
    let authority = staff(stage, "Helen Ashdown", Role::AppropriateAuthority, &force("northmere")).await;
    let unit = posting(&force("northmere"), "Response A", Post::Response, date(2018, 9, 3));
    let subject = enrol(stage, "Dale Everard", unit, None).await;
    let cx = stage.as_(&authority);
    let new = NewMatter {
        force: force("northmere"),
        subject,
        kind: MatterKind::RecordableConduct,
        reports: Vec::new(),
        allegations: vec![NewAllegation::of(Category::Rape, date(2026, 9, 1), "what is alleged")],
        came_to_attention_on: cx.today(),
    };
    let id = matter::open(&cx, new).await.unwrap();
    (authority, id)
}

on_both! {
    async fn a_referred_matter_is_investigated_as_the_oversight_body_decides(stage: &Stage) {
        let (authority, id) = opened(stage).await;
        matter::refer(&stage.as_(&authority), id, &["serious-sexual-offence"]).await.unwrap();
        let own = oversight::decide_mode(&stage.as_(&authority), id, Mode::Local).await;
        assert!(refused(own).starts_with("actor.may-not"), "the force does not choose who investigates it");
        oversight::decide_mode(&stage.as_(&oversight()), id, Mode::Independent).await.unwrap();
        let referral = stage.matter(id).await.referral;
        assert!(matches!(referral, Referral::Referred { mode: Some(Mode::Independent), .. }), "{referral:?}");
    }

    async fn a_clock_is_extended_with_reasons_and_its_first_day_stays_visible(stage: &Stage) {
        let (authority, id) = opened(stage).await;
        let matter = stage.matter(id).await;
        let known = matter.followed.open().find(|known| known.duty.due.is_some()).expect("a duty with a day");
        let (duty, due) = (known.duty.id, known.duty.due.unwrap());
        let cx = stage.as_(&authority);
        let silent = duty::extend_clock(&cx, id, duty, due.checked_add(7.days()).unwrap(), "").await;
        assert!(refused(silent).starts_with("decision.no-reasons"));
        let earlier = duty::extend_clock(&cx, id, duty, due.yesterday().unwrap(), "counsel asked").await;
        assert!(refused(earlier).starts_with("duty.not-later"));
        duty::extend_clock(&cx, id, duty, due.checked_add(7.days()).unwrap(), "counsel asked").await.unwrap();
        let extended = &stage.matter(id).await.followed.duties[&duty];
        assert_eq!((extended.first_due, extended.duty.due), (Some(due), due.checked_add(7.days()).ok()));
    }
}
