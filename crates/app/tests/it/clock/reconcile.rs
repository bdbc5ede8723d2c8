//! Reconcilers, in which a faulty row holds up no other.

use app::clock::reconcile;
use app::hearing;
use app::matter::{self, NewAllegation, NewMatter};
use domain::Role;
use domain::allegation::Category;
use domain::matter::{MatterKind, RestrictionScope};
use domain::officer::Post;
use jiff::civil::date;

use crate::support::cast::{enrol, force, posting, staff};
use crate::support::{on_both, refused};

on_both! {
    async fn a_faulty_restriction_holds_up_no_other(stage: &Stage) {
        stage.now("2026-09-07 10:00");
        let northmere = force("northmere");
        let authority = staff(stage, "Helen Ashdown", Role::AppropriateAuthority, &northmere).await;
        let chair = staff(stage, "Owen Draycott", Role::Chair, &northmere).await;
        let subject = enrol(stage, "Dale Everard", posting(&northmere, "Response A", Post::Response, date(2018, 9, 3)), None).await;
        let new = NewMatter {
            force: northmere,
            subject,
            kind: MatterKind::Complaint,
            reports: Vec::new(),
            allegations: vec![NewAllegation::of(Category::Incivility, date(2026, 9, 6), "shouted at her")],
            came_to_attention_on: date(2026, 9, 7),
        };
        let id = matter::open(&stage.as_(&authority), new).await.unwrap();
        let (scope, ground) = (RestrictionScope::Name, "criminal-proceedings");
        hearing::restrict(&stage.as_(&chair), id, scope, ground, date(2026, 10, 1), None).await.unwrap();
        // The matter of this row, which comes first, does not exist.
        let columns = "number, scope, expires_on, ends_with, stream";
        let nowhere = "00000000-0000-0000-0000-000000000000";
        let sql = format!("INSERT INTO restriction (matter, {columns}) SELECT '{nowhere}', {columns} FROM restriction");
        stage.behind(&sql).await;
        stage.now("2026-10-02 06:00");
        let run = reconcile::run(&stage.app.system("reconciler")).await;
        assert_eq!(refused(run), "record.missing: there is no such matter", "the operator hears of it");
        assert!(stage.matter(id).await.restrictions.is_empty());
    }
}
