//! Messages from a visitor: received silently, encrypted, and never lost.

use app::check;
use app::receipt;
use domain::Personal;

use crate::support::on_both;
use crate::support::street::*;

on_both! {
    async fn a_visitor_is_heard_in_the_same_moment_as_others_write_and_no_word_of_theirs_is_lost(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        for _ in 0..3 {
            let code = street.code(stage, stop).await;
            let page = street.typed(stage, code).await;
            // As many at once as one operation has retries, since one of them succeeds in each round.
            let said = (0..3).map(|_| {
                let app = stage.app.clone();
                tokio::spawn(async move { code_of(check::something_wrong(&app.context(visitor()), page, None).await) })
            });
            let app = stage.app.clone();
            let taken = tokio::spawn(async move { code_of(receipt::give(&app.context(visitor()), page).await) });
            for one in said.chain([taken]).collect::<Vec<_>>() {
                assert_eq!(one.await.unwrap(), "done");
            }
            let check = stage.check(page).await;
            assert_eq!((check.said_count, check.receipt), (3, true));
            stage.pass(30);
        }
    }

    async fn whoever_says_it_again_and_again_is_answered_the_same_and_fills_no_record(stage: &Stage) {
        let street = street(stage).await;
        let page = street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        for number in 0..domain::check::SAID_MAXIMUM + 5 {
            check::share_place(&stage.as_(&visitor()), page, &format!("step {number}")).await.unwrap();
            if number == domain::check::SAID_MAXIMUM - 1 {
                let before = stage.app.store.event_count().await.unwrap();
                check::something_wrong(&stage.as_(&visitor()), page, None).await.unwrap();
                assert_eq!(stage.app.store.event_count().await.unwrap(), before);
            }
        }
        assert_eq!(stage.check(page).await.place(), Some("step 19"));
    }

    async fn a_long_place_does_not_lose_the_alarm(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let long = format!(" {} ", "ŵ".repeat(check::PLACE_MAXIMUM + 1));
        check::something_wrong(&stage.as_(&visitor()), page, Some(&long)).await.unwrap();
        assert_eq!(stage.check(page).await.place(), Some("ŵ".repeat(check::PLACE_MAXIMUM).as_str()));
        assert_eq!(street.alarms(stage, &street.control).await, ["something-wrong"]);
    }

    async fn what_a_visitor_shares_of_their_place_is_sealed_under_the_check(stage: &Stage) {
        let street = street(stage).await;
        let page = street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        // 200 Welsh letters take up more than 200 bytes.
        let quay = "ŵ".repeat(200);
        check::share_place(&stage.as_(&visitor()), page, &quay).await.unwrap();
        let check = stage.check(page).await;
        assert_eq!((check.place(), check.place.as_ref().map(Personal::subject)), (Some(quay.as_str()), Some(check.id.into())));
    }
}
