//! Consultations: each is found by its record and by its viewer.

use crate::support::busy::a_busy_record;
use crate::support::samples::*;
use crate::support::trial::on_both;

on_both! {
    async fn looks_are_found_by_record_and_by_viewer(trial: &Trial) {
        let busy = a_busy_record(&trial.store).await;
        let looks = trial.store.consultations_of(&officer_stream(busy.ada), 10).await.unwrap();
        assert_eq!(looks.iter().map(|look| look.purpose.as_deref()).collect::<Vec<_>>(), [None, Some("decision")]);
        let viewer = looks[0].viewer.clone();
        assert_eq!(trial.store.consultations_by(&viewer, at(40), at(41)).await.unwrap().len(), 2);
        assert_eq!(trial.store.consultations_by(&viewer, at(0), at(40)).await.unwrap(), []);
        assert_eq!(trial.store.consultations_by_on(&viewer, &officer_stream(busy.bea)).await.unwrap(), []);
    }
}
