//! Ending a stop, with its record.

use app::stop;
use domain::stop::{Power, ReasonCode};

use crate::support::on_both;
use crate::support::street::*;

on_both! {
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
