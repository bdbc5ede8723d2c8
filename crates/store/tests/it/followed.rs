//! Duties, notices and warning signs are found by the time at which they are due and by the officer whom they are
//! about.

use domain::matter::MatterEvent;
use domain::record::followed::Consequence;
use domain::{Event, StreamId, StreamKind};

use crate::support::busy::a_busy_record;
use crate::support::samples::*;
use crate::support::trial::on_both;

on_both! {
    async fn duties_come_by_when_they_are_late(trial: &Trial) {
        let busy = a_busy_record(&trial.store).await;
        let late_from: jiff::Timestamp = "2026-09-30T23:00:00Z".parse().unwrap();
        assert_eq!(trial.store.duties_due(late_from, 10).await.unwrap(), []);
        let due = trial.store.duties_due(late_from + jiff::SignedDuration::from_secs(1), 10).await.unwrap();
        assert_eq!((due.len(), due[0].name.as_str(), due[0].late_from), (1, "assess", Some(late_from)));
        assert_eq!((due[0].officer, due[0].owner.as_str()), (Some(busy.ada), "appropriate-authority"));
        assert_eq!(trial.store.duties_unnoticed(late_from, 10).await.unwrap(), due);
        let stream = StreamId::new(StreamKind::Matter, busy.matter);
        let overdue = Consequence::DutyOverdue { duty: due[0].id, told: "chair".into() };
        let overdue = Event::Matter(MatterEvent::Followed(overdue));
        record(&trial.store, &stream, 5, at(60), vec![overdue]).await.unwrap();
        assert_eq!(trial.store.duties_unnoticed(late_from, 10).await.unwrap(), []);
        assert_eq!(trial.store.duties_owned(&northmere(), "appropriate-authority", 10).await.unwrap().len(), 2);
        let met = Event::Matter(MatterEvent::Followed(Consequence::DutyMet { duty: due[0].id }));
        record(&trial.store, &stream, 6, at(61), vec![met]).await.unwrap();
        let of_stream = trial.store.duties_of(&stream).await.unwrap();
        let states: Vec<_> = of_stream.iter().map(|row| (row.name.as_str(), row.state.as_str())).collect();
        assert_eq!(states, [("assess", "met"), ("update", "open")]);
        assert_eq!(trial.store.notices_in(&stream).await.unwrap()[0].recipient, "oversight");
        assert_eq!(trial.store.signs_about(busy.ada).await.unwrap()[0].label, "on-record");
    }
}
