//! Beginning a stop: one at a time, only the officer's own, and refused to an officer who is not allowed to act.

use app::officer::shift;
use app::stop;
use domain::officer::OfficerEvent;
use domain::record::followed::SignKind;
use domain::stop::{Power, ReasonCode};
use domain::{Event, StreamId, StreamKind};

use crate::support::street::*;
use crate::support::{Following as _, on_both};

on_both! {
    async fn a_stop_is_its_officers_and_each_has_one_at_a_time(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        // A stop recorded afterwards does not hide the open one.
        stage.pass(10);
        let recorded = stop::PastStop {
            officer: street.officer_id(),
            force: northmere(),
            power: Power::PaceSection1,
            reason: "made up".to_owned(),
            place: "Quay Street".to_owned(),
            uniform: true,
            vehicle: false,
            checked: false,
            outcome: domain::stop::StopOutcome::NoFurtherAction,
        };
        stop::record_all(&stage.as_(&street.officer), vec![recorded]).await.unwrap();
        let second = stop::begin(&stage.as_(&street.officer), &street.secrets, a_stop()).await;
        assert_eq!(code_of(second), "stop.one-is-open");
        let other = constable(stage, "Owen Draycott").await;
        let cx = stage.as_(&other);
        let end = an_end(Power::PaceSection1, ReasonCode::GoingEquipped);
        assert_eq!(code_of(stop::code(&cx, &street.secrets, stop).await), "record.missing");
        assert_eq!(code_of(stop::one(&cx, stop).await), "record.missing");
        assert_eq!(code_of(stop::finish(&cx, stop, end).await), "record.missing");
        assert_eq!(code_of(stop::supplement(&cx, stop, "more").await), "record.missing");
        assert_eq!(code_of(stop::begin(&cx, &street.secrets, a_stop()).await), "stop.not-on-duty");
        street.finishes(stage, stop).await;
        assert_eq!(code_of(stop::code(&stage.as_(&street.officer), &street.secrets, stop).await), "stop.already-closed");

        // Two devices that begin a stop at the same moment begin only one.
        let begins = (0..6).map(|_| {
            let (app, actor) = (stage.app.clone(), street.officer.clone());
            tokio::spawn(async move { code_of(stop::begin(&app.context(actor), &secrets(), a_stop()).await) })
        });
        let mut done = Vec::new();
        for begin in begins.collect::<Vec<_>>() {
            done.push(begin.await.unwrap());
        }
        done.sort_unstable();
        assert_eq!(done, ["done", "stop.one-is-open", "stop.one-is-open", "stop.one-is-open", "stop.one-is-open", "stop.one-is-open"]);
    }

    async fn a_suspended_officer_who_begins_a_stop_is_refused_and_it_is_a_sign(stage: &Stage) {
        let street = street(stage).await;
        let me = street.officer_id();
        stage.befalls(me, suspended()).await;
        let begun = stop::begin(&stage.as_(&street.officer), &street.secrets, a_stop()).await;
        assert_eq!(code_of(begun), "officer.may-not-act");
        assert_eq!(stage.officer(me).await.signs(), [SignKind::ActedWhileSuspended]);
        assert_eq!(stage.app.store.stops_open_by(me).await.unwrap(), []);
        stop::tried_to_begin(&stage.as_(&street.officer)).await.unwrap();
        let history = stage.app.store.history(&StreamId::new(StreamKind::Officer, me), None).await.unwrap();
        let shown = history.iter().filter(|event| matches!(event.event, Event::Officer(OfficerEvent::CardPresented { .. })));
        assert_eq!(shown.count(), 2, "each attempt is on record");
        let until = on_duty_again(stage);
        assert_eq!(code_of(shift::book_on(&stage.as_(&street.officer), until).await), "officer.may-not-act");
        // A covert officer who tries has done nothing wrong, so nothing is held against them.
        let covert = constable(stage, "Noor Haddad").await;
        stage.befalls(covert.officer().unwrap(), OfficerEvent::PublicFaceSet { by_number: true, online: false }).await;
        let before = stage.app.store.event_count().await.unwrap();
        let begun = stop::begin(&stage.as_(&covert), &street.secrets, a_stop()).await;
        assert_eq!((code_of(begun), stage.app.store.event_count().await.unwrap()), ("officer.may-not-act", before));
    }
}
