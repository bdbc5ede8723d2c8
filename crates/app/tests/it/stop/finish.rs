//! Ending a stop, with its record.

use app::stop;
use domain::stop::{Power, ReasonCode, WORDS_MAXIMUM};

use crate::support::street::*;
use crate::support::{on_both, refused};

on_both! {
    async fn a_text_of_as_many_characters_as_the_refusal_says_is_taken(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let mut end = an_end(Power::PaceSection1, ReasonCode::GoingEquipped);
        end.record.grounds = "x".repeat(WORDS_MAXIMUM + 1);
        let long = stop::finish(&stage.as_(&street.officer), stop, end.clone()).await;
        assert_eq!(refused(long), "stop.grounds-too-long: keep this text to at most 2000 characters");
        end.record.grounds.truncate(WORDS_MAXIMUM);
        stop::finish(&stage.as_(&street.officer), stop, end).await.unwrap();
    }

    async fn a_power_or_reason_that_changes_at_the_end_is_flagged(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let end = an_end(Power::MisuseOfDrugsSection23, ReasonCode::Drugs);
        stop::finish(&stage.as_(&street.officer), stop, end.clone()).await.unwrap();
        let ended = stage.stop(stop).await;
        assert!(ended.reason_changed && ended.opening.power == Power::PaceSection1);
        assert!(stage.app.store.stop_row(stop).await.unwrap().unwrap().reason_changed);
        assert_eq!(code_of(stop::finish(&stage.as_(&street.officer), stop, end).await), "stop.already-closed");
    }
}
