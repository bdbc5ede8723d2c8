//! Citizen-first checks: the officer enters the word from the visitor's page.

use app::check::{self, CheckAnswer};
use app::receipt;
use domain::Challenge;
use jiff::SignedDuration;

use crate::support::on_both;
use crate::support::street::*;

on_both! {
    async fn citizen_first_the_officer_answers_the_word_on_the_page(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let (page, challenge) = check::ask(&stage.as_(&visitor()), &street.secrets).await.unwrap();
        let CheckAnswer::Waiting { challenge: on_page, until } = street.page(stage, page).await else { panic!("it waits") };
        assert_eq!((on_page, until), (challenge, stage.app.system("clock").now + SignedDuration::from_mins(5)));
        let answers = async |actor: &domain::Actor, challenge: Challenge| {
            code_of(check::answered_challenge(&stage.as_(actor), &street.secrets, stop, challenge).await)
        };
        assert_eq!(answers(&street.officer, "7Q4K 29MP".parse().unwrap()).await, "stop.unknown-challenge");
        let other = constable(stage, "Owen Draycott").await;
        assert_eq!(answers(&other, challenge).await, "record.missing", "the stop is somebody else's");
        assert_eq!(code_of(receipt::give(&stage.as_(&visitor()), page).await), "record.missing");

        // Anything that the visitor says in the meantime does not prevent an answer.
        check::share_place(&stage.as_(&visitor()), page, "by the fountain").await.unwrap();
        check::something_wrong(&stage.as_(&visitor()), page, None).await.unwrap();
        assert_eq!(answers(&street.officer, challenge).await, "done");
        let shown = street.shown(stage, page).await;
        assert_eq!(stage.check(page).await.place(), Some("by the fountain"));
        assert_eq!(shown.stop, stage.stop(stop).await.opening.reference);
        assert_eq!(answers(&street.officer, challenge).await, "stop.unknown-challenge", "it is answered once");

        let (late, challenge) = check::ask(&stage.as_(&visitor()), &street.secrets).await.unwrap();
        stage.pass(300);
        assert_eq!(answers(&street.officer, challenge).await, "stop.unknown-challenge");
        assert!(matches!(street.page(stage, late).await, CheckAnswer::Waiting { .. }), "nothing is answered without an answer");

        // An officer who has been suspended in the meantime is told nothing, but the visitor is.
        let (page, challenge) = check::ask(&stage.as_(&visitor()), &street.secrets).await.unwrap();
        stage.befalls(street.officer_id(), suspended()).await;
        assert_eq!(answers(&street.officer, challenge).await, "done");
        assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified);
        assert!(street.alarms(stage, &street.control).await.contains(&"suspended"));
    }
}
