//! Receipts: one per check, with a limited number of attempts at its PIN.

use domain::{CheckId, StopId, StopRef};
use jiff::SignedDuration;
use store::Store;
use uuid::Uuid;

use crate::support::samples::*;
use crate::support::trial::on_both;

pub fn reference() -> StopRef {
    "NM-7Q4K-29".parse().unwrap()
}

pub async fn receipt(store: &Store, check: CheckId, second: i64) -> bool {
    let mut unit = store.begin().await.unwrap();
    let stop = (StopId::new(Uuid::from_u128(5)), reference());
    let given = unit.give_receipt(check, stop, "$argon2id$made-up", at(second)).await.unwrap();
    unit.commit().await.unwrap();
    given
}

/// Tries a PIN. Returns true if the attempt is accepted.
async fn tries(store: &Store, second: i64) -> bool {
    store.try_pin(reference(), at(second), 5, at(second) + SignedDuration::from_hours(1)).await.unwrap()
}

on_both! {
    async fn a_receipt_is_given_once_for_a_check(trial: &Trial) {
        let (first, second) = (check_id(), check_id());
        assert!(receipt(&trial.store, first, 100).await && receipt(&trial.store, second, 200).await);
        assert!(!receipt(&trial.store, first, 900).await);
        let mut receipts = trial.store.receipts(reference()).await.unwrap();
        receipts.sort_by_key(|receipt| receipt.expires_at);
        let found: Vec<_> = receipts.iter().map(|receipt| (receipt.check, receipt.expires_at)).collect();
        assert_eq!(found, [(first, at(100)), (second, at(200))]);
        assert_eq!(receipts[0].pin, "$argon2id$made-up");
        assert_eq!(trial.store.receipts("NM-7Q4K-2A".parse().unwrap()).await.unwrap(), []);
    }

    async fn after_five_wrong_pins_in_a_row_none_is_accepted_for_an_hour(trial: &Trial) {
        let store = &trial.store;
        // Attempts count whether or not there is a receipt.
        for second in 1..=2 {
            assert!(tries(store, second).await);
        }
        receipt(store, check_id(), 9_000_000).await;
        for second in 3..=4 {
            assert!(tries(store, second).await);
        }
        store.pin_fitted(reference()).await.unwrap();
        for second in 5..=9 {
            assert!(tries(store, second).await, "a PIN that fits ends the row");
        }
        assert!(!tries(store, 10).await && !tries(store, 9 + 3_599).await);
        // Another receipt for the same stop allows no further attempts.
        receipt(store, check_id(), 9_000_000).await;
        assert!(!tries(store, 11).await);
        for second in 0..5 {
            assert!(tries(store, 9 + 3_600 + second).await);
        }
        assert!(!tries(store, 9 + 3_600 + 5).await);
        // An attempt is counted before the PIN is compared, so a right PIN at the limit clears the count.
        store.pin_fitted(reference()).await.unwrap();
        assert!(tries(store, 9 + 3_600 + 6).await);
        // The count is deleted a day later, and no sooner.
        let over = 9 + 3_600 + 6 + 86_400;
        assert_eq!(store.forget_what_is_over(at(over)).await.unwrap(), 0);
        assert_eq!(store.forget_what_is_over(at(over + 1)).await.unwrap(), 1);
    }

    async fn of_pins_that_come_all_at_once_no_more_are_heard_than_one_after_another(trial: &Trial) {
        receipt(&trial.store, check_id(), 9_000_000).await;
        receipt(&trial.store, check_id(), 9_000_000).await;
        let tried = (0..40).map(|_| {
            let store = trial.store.clone();
            tokio::spawn(async move { tries(&store, 1).await })
        });
        let mut heard = 0;
        for one in tried.collect::<Vec<_>>() {
            heard += usize::from(one.await.unwrap());
        }
        assert_eq!(heard, 5);
    }
}
