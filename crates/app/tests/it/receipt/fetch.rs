//! Journey a1 from the visitor's side: the receipt of a check, and the record that it fetches.

use app::check::CheckAnswer;
use app::receipt;
use app::stop::{self, PublicLook};
use domain::Pin;
use domain::check::{Cause, CheckOutcome};
use domain::stop::{Power, ReasonCode};
use jiff::SignedDuration;

use crate::support::street::*;
use crate::support::{on_both, refused};

on_both! {
    async fn somebody_who_is_stopped_checks_the_officer_and_fetches_the_record_with_their_receipt(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let issued = stop::code(&stage.as_(&street.officer), &street.secrets, stop).await.unwrap();
        assert_eq!(issued.until, stage.app.system("clock").now + SignedDuration::from_secs(120));
        stage.pass(20);
        let page = street.typed(stage, issued.code).await;
        let shown = street.shown(stage, page).await;
        assert_eq!((shown.name.as_deref(), shown.force.as_str()), (Some("P. Nandakumar"), "Northmere Police"));
        assert_eq!((shown.power, shown.reason_code), (Power::PaceSection1, Some(ReasonCode::GoingEquipped)));
        assert_eq!((shown.reason.as_str(), shown.object.as_deref()), ("seen trying the doors of three cars", Some("tools for opening cars")));
        assert_eq!(shown.on_duty_since, Some(crate::support::at("2026-09-07 09:00")));
        assert!(!shown.units_sent && !shown.ended && !shown.receipt && !shown.photo);
        let mine = stop::one(&stage.as_(&street.officer), stop).await.unwrap();
        assert_eq!(mine.seen, [PublicLook { at: shown.verified_at, verified: true }], "the officer sees that they were checked");

        // A friend also looks within a minute of the first look. After that, the code is closed.
        stage.pass(59);
        let friend = street.typed(stage, issued.code).await;
        street.shown(stage, friend).await;
        stage.pass(1);
        let late = street.typed(stage, issued.code).await;
        assert_eq!(street.page(stage, late).await, CheckAnswer::NotVerified);
        assert_eq!(stage.check(late).await.found(), Some(CheckOutcome::Refused(Cause::StaleCode)));
        assert_eq!(stop::one(&stage.as_(&street.officer), stop).await.unwrap().seen.len(), 2, "and nothing of an alarm");

        // The receipt is issued once, and its PIN is shown once.
        let receipt = receipt::give(&stage.as_(&visitor()), page).await.unwrap();
        assert_eq!(receipt.stop, shown.stop);
        let again = refused(receipt::give(&stage.as_(&visitor()), page).await);
        assert!(again.starts_with("check.receipt-given"), "{again}");
        assert_eq!(refused(receipt::give(&stage.as_(&visitor()), late).await), "record.missing: there is no such stop");
        street.finishes(stage, stop).await;
        assert!(street.shown(stage, page).await.ended);
        stop::supplement(&stage.as_(&street.officer), stop, "the cars were his own").await.unwrap();
        let fetched = receipt::fetch(&stage.as_(&visitor()), &street.secrets, receipt.stop, receipt.pin).await.unwrap();
        assert_eq!((fetched.stop.id, fetched.force.as_str()), (stop, "Northmere Police"));
        assert_eq!((fetched.stop.supplements.len(), fetched.stop.reason_changed), (1, false));
        assert_eq!(fetched.until, crate::support::at("2026-12-07 09:01") + SignedDuration::from_secs(20));

        // Three months, to the second.
        stage.clock.set(receipt.until - SignedDuration::from_secs(1));
        receipt::fetch(&stage.as_(&visitor()), &street.secrets, receipt.stop, receipt.pin).await.unwrap();
        assert_eq!(street.page(stage, page).await, CheckAnswer::Over);
        assert_eq!(refused(receipt::give(&stage.as_(&visitor()), friend).await), "record.missing: there is no such stop");
        stage.pass(1);
        let over = refused(receipt::fetch(&stage.as_(&visitor()), &street.secrets, receipt.stop, receipt.pin).await);
        assert!(over.starts_with("record.not-found"), "{over}");
        assert_eq!(stage.app.store.check_read_models(&mut |_| ()).await.unwrap(), []);
    }

    async fn five_wrong_pins_close_a_record_for_an_hour(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let receipt = receipt::give(&stage.as_(&visitor()), page).await.unwrap();
        let wrong: Pin = if receipt.pin.to_string() == "000000" { "000001" } else { "000000" }.parse().unwrap();
        let fetch = async |pin| {
            let fetched = receipt::fetch(&stage.as_(&visitor()), &street.secrets, receipt.stop, pin).await;
            fetched.map_or_else(|error| error.code(), |_| "fetched")
        };
        for _ in 0..4 {
            assert_eq!(fetch(wrong).await, "record.not-found");
        }
        assert_eq!(fetch(receipt.pin).await, "fetched", "one that fits ends the row");
        for _ in 0..5 {
            assert_eq!(fetch(wrong).await, "record.not-found");
        }
        assert_eq!((fetch(wrong).await, fetch(receipt.pin).await), ("record.locked", "record.locked"));
        stage.pass(3_599);
        assert_eq!(fetch(receipt.pin).await, "record.locked");
        stage.pass(1);
        assert_eq!(fetch(receipt.pin).await, "fetched");
    }

    async fn a_reference_without_a_receipt_and_one_that_no_stop_has_answer_as_one_with_a_receipt_does(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let bare = stage.stop(stop).await.opening.reference;
        let wrong: Pin = "000000".parse().unwrap();
        let tries = async |reference| {
            let mut said = Vec::new();
            for _ in 0..7 {
                said.push(code_of(receipt::fetch(&stage.as_(&visitor()), &street.secrets, reference, wrong).await));
            }
            said
        };
        let mut expected = vec!["record.not-found"; 5];
        expected.extend(["record.locked"; 2]);
        assert_eq!(tries("NM-2222-22".parse().unwrap()).await, expected, "no stop has it");
        assert_eq!(tries(bare).await, expected, "nobody took a receipt");
        stage.pass(3_600);
        let receipt = receipt::give(&stage.as_(&visitor()), page).await.unwrap();
        assert_ne!(receipt.pin, wrong, "the seed of the story draws another");
        assert_eq!(tries(bare).await, expected, "somebody took a receipt");
    }
}
