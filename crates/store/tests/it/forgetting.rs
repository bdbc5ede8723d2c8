//! Expired codes, challenges, receipts, invitations and sessions are deleted.

use crate::code::{issue, known};
use crate::receipt::{receipt, reference};
use crate::support::samples::*;
use crate::support::trial::on_both;

on_both! {
    async fn what_has_expired_is_deleted_and_the_rest_stays(trial: &Trial) {
        let store = &trial.store;
        let (officer, stop) = a_stop(store).await;
        issue(store, 1, stop, 0).await;
        issue(store, 2, stop, 100).await;
        receipt(store, check_id(), 500).await;
        receipt(store, check_id(), 5_000).await;
        let of = an_invited(officer);
        let mut unit = store.begin().await.unwrap();
        for (number, second) in [(1, 300), (2, 4_000)] {
            unit.keep_challenge(mac(number), check_id(), at(second)).await.unwrap();
            unit.invite(mac(number), &of, at(second)).await.unwrap();
        }
        unit.commit().await.unwrap();
        store.save_session(mac(1), "{}", at(300)).await.unwrap();
        store.save_session(mac(2), "{}", at(4_000)).await.unwrap();

        // After three minutes nothing is deleted. After an hour and three minutes one of each is deleted; codes are
        // deleted an hour after they expire.
        assert_eq!(store.forget_what_is_over(at(180)).await.unwrap(), 0);
        assert_eq!(known(store, [1]).await[0].expires_at, at(120), "a code that is over is told from one that never was");
        assert_eq!(store.forget_what_is_over(at(3_780)).await.unwrap(), 5);
        assert_eq!(known(store, [1, 2]).await.len(), 1);
        assert_eq!(store.receipts(reference()).await.unwrap().len(), 1);
        let mut unit = store.begin().await.unwrap();
        assert!(unit.challenged(mac(1), at(0)).await.unwrap().is_none());
        assert!(unit.challenged(mac(2), at(0)).await.unwrap().is_some());
        drop(unit);
        assert!(store.invited(mac(1), at(0)).await.unwrap().is_none() && store.invited(mac(2), at(0)).await.unwrap().is_some());
        assert!(store.session(mac(1), at(0)).await.unwrap().is_none() && store.session(mac(2), at(0)).await.unwrap().is_some());
        assert_eq!(store.forget_what_is_over(at(3_780)).await.unwrap(), 0);
    }
}
