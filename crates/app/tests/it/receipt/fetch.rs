//! Journey a1 from the visitor's side: the receipt of a check, and the record that it fetches.

use app::check::CheckAnswer;
use app::receipt;
use app::stop::{self, PublicLook};
use domain::Pin;
use domain::check::{Cause, CheckOutcome};
use domain::record::time::day_after;
use domain::stop::{Power, ReasonCode};
use jiff::SignedDuration;
use jiff::civil::date;

use crate::support::street::*;
use crate::support::{on_both, refused};

#[test]
fn a_record_can_be_fetched_to_the_end_of_the_same_date_three_months_later_or_of_that_month() {
    let last_day = |searched: &str| receipt::last_day(crate::support::at(searched)).to_string();
    for (searched, expected) in [
        ("2026-09-07 10:00", "2026-12-07"),
        // The last month is too short in these cases. The receipt used to end at 10:00 on its last day.
        ("2026-11-29 10:00", "2027-02-28"),
        ("2026-11-30 10:00", "2027-02-28"),
        ("2027-11-29 10:00", "2028-02-29"),
        ("2027-11-30 10:00", "2028-02-29"),
        ("2027-01-31 10:00", "2027-04-30"),
        ("2027-03-31 10:00", "2027-06-30"),
        ("2027-08-31 10:00", "2027-11-30"),
        // The day is the date in London.
        ("2027-06-30 23:59", "2027-09-30"),
        ("2027-07-01 00:00", "2027-10-01"),
    ] {
        assert_eq!(last_day(searched), expected, "{searched}");
    }
    // The day ends at midnight in London, which is 23:00 UTC on the same day during summer time.
    let ends = |day: &str| day_after(day.parse().unwrap()).unwrap().to_string();
    assert_eq!(ends("2027-02-28"), "2027-03-01T00:00:00Z");
    assert_eq!(ends("2027-06-30"), "2027-06-30T23:00:00Z");
}

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
        assert_eq!((receipt.until, fetched.until), (date(2026, 12, 7), date(2026, 12, 7)));

        // The record can be fetched until the last second of the day three months after the search.
        stage.clock.set(day_after(receipt.until).unwrap() - SignedDuration::from_secs(1));
        receipt::fetch(&stage.as_(&visitor()), &street.secrets, receipt.stop, receipt.pin).await.unwrap();
        assert_eq!(street.page(stage, page).await, CheckAnswer::Over);
        assert_eq!(refused(receipt::give(&stage.as_(&visitor()), friend).await), "record.missing: there is no such stop");
        stage.pass(1);
        let over = refused(receipt::fetch(&stage.as_(&visitor()), &street.secrets, receipt.stop, receipt.pin).await);
        assert!(over.starts_with("record.not-found"), "{over}");
        assert_eq!(stage.app.store.check_read_models(&mut |_| ()).await.unwrap(), []);
    }

    async fn a_receipt_taken_late_lives_as_long_as_the_search_and_not_longer(stage: &Stage) {
        let street = street(stage).await;
        // An hour later it is another day.
        stage.now("2026-09-07 23:30");
        street.book_on(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let began_on = domain::record::time::day(stop::one(&stage.as_(&street.officer), stop).await.unwrap().stop.opened_at);
        stage.pass(60 * 60);
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let receipt = receipt::give(&stage.as_(&visitor()), page).await.unwrap();
        assert_eq!((began_on, receipt.until), (date(2026, 9, 7), date(2026, 12, 7)));
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
