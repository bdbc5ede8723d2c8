//! Jobs, which are done once however often they are claimed, and are eventually given up.

use domain::officer::OfficerEvent;
use domain::record::followed::SignKind;

use crate::support::street::*;
use crate::support::{Following as _, on_both};

on_both! {
    async fn a_refused_check_is_told_to_the_record_of_the_officer_once_however_often_the_job_is_done(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        stage.befalls(street.officer_id(), suspended()).await;
        let page = street.typed(stage, code).await;
        street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        let jobs = stage.app.store.job_counts().await.unwrap();
        let expected = [("done".to_owned(), 1), ("waiting".to_owned(), 2)];
        assert_eq!(jobs, expected, "a made-up code is nobody's: its row waits for none; the end of the shift has one too");
        // One worker is thought to be dead, but both continue.
        let now = stage.app.system("clock").now;
        let dead = stage.app.store.claim_job(now).await.unwrap().unwrap();
        stage.pass(301);
        assert_eq!((stage.work().await, stage.work().await), (1, 0));
        assert!(!stage.app.store.finish_job(&dead).await.unwrap());
        let officer = stage.officer(street.officer_id()).await;
        assert_eq!(officer.signs(), [SignKind::ActedWhileSuspended]);
        let history = stage.app.store.history(&domain::StreamId::new(domain::StreamKind::Officer, officer.id), None).await.unwrap();
        let shown: Vec<_> = history
            .iter()
            .filter(|event| matches!(event.event, domain::Event::Officer(OfficerEvent::CardPresented { .. })))
            .map(|event| event.happened_at)
            .collect();
        assert_eq!(shown, [stage.check(page).await.made.map(|(at, _)| at)], "as of when it was shown");
        assert_eq!(stage.app.store.job_counts().await.unwrap(), [("done".to_owned(), 2), ("waiting".to_owned(), 1)]);
    }

    async fn a_suspension_after_a_check_that_was_refused_for_another_cause_is_no_sign(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        stage.befalls(street.officer_id(), protected()).await;
        street.typed(stage, code).await;
        stage.pass(60);
        stage.befalls(street.officer_id(), suspended()).await;
        stage.pass(301);
        assert_eq!(stage.work().await, 1);
        let officer = stage.officer(street.officer_id()).await;
        assert!(officer.is_suspended());
        assert_eq!(officer.signs(), []);
    }

    async fn a_job_that_fails_is_tried_ever_more_slowly_and_given_up_in_the_end(stage: &Stage) {
        street(stage).await;
        let now = stage.app.system("clock").now;
        let mut unit = stage.app.store.begin().await.unwrap();
        let (name, kind) = ("whatever/1".to_owned(), "whatever".to_owned());
        unit.enqueue(&store::NewJob { name, kind, body: serde_json::json!({}), run_after: now });
        unit.commit().await.unwrap();
        for attempt in 1..=12 {
            assert_eq!(stage.work().await, 0);
            stage.pass((1 << attempt) - 1);
            assert_eq!(stage.app.store.claim_job(stage.app.system("clock").now).await.unwrap(), None, "attempt {attempt}");
            stage.pass(1);
        }
        assert_eq!(stage.app.store.job_counts().await.unwrap(), [("failed".to_owned(), 1)]);
    }
}
