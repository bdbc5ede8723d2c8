//! Stops recorded afterwards, with the checks that the public made in them.

use app::stop::{self, PastStop};
use domain::check::{Cause, CheckOutcome};
use domain::officer::OfficerEvent;
use domain::stop::{Power, StopOutcome};
use domain::{Actor, OfficerId, State, StreamId, StreamKind};
use jiff::SignedDuration;

use crate::support::street::*;
use crate::support::{Stage, on_both};

fn checked(officer: OfficerId) -> PastStop {
    PastStop {
        officer,
        force: northmere(),
        power: Power::PaceSection1,
        reason: "made up".to_owned(),
        place: "Quay Street".to_owned(),
        uniform: true,
        vehicle: false,
        checked: true,
        outcome: StopOutcome::NoFurtherAction,
    }
}

/// The results of the checks of this officer, newest first.
async fn found(stage: &Stage, officer: &Actor) -> Vec<Option<CheckOutcome>> {
    let since = stage.app.system("story").now - SignedDuration::from_hours(1);
    let mut found = Vec::new();
    for row in stage.app.store.checks_of(officer.officer().unwrap(), since, 10).await.unwrap() {
        let stream = StreamId::new(StreamKind::Check, row.id);
        match stage.app.store.load(&stream).await.unwrap().unwrap().state {
            State::Check(check) => found.push(check.found()),
            _ => unreachable!(),
        }
    }
    found
}

on_both! {
    async fn a_check_is_recorded_with_the_verdict_that_the_public_page_gives(stage: &Stage) {
        let street = street(stage).await;
        let covert = constable(stage, "Noor Haddad").await;
        let never = OfficerEvent::PublicFaceSet { by_number: true, online: false };
        stage.befalls(covert.officer().unwrap(), never).await;
        let unverified = constable(stage, "Owen Draycott").await;
        stage.befalls(unverified.officer().unwrap(), protected()).await;
        for (officer, expected) in [
            (&street.officer, CheckOutcome::Verified),
            (&covert, CheckOutcome::Refused(Cause::NotVerifiableOnline)),
            (&unverified, CheckOutcome::Refused(Cause::VerificationOff)),
        ] {
            stop::record_all(&stage.as_(officer), vec![checked(officer.officer().unwrap())]).await.unwrap();
            assert_eq!(found(stage, officer).await, [Some(expected)]);
        }
        let gone = constable(stage, "Ivo Tarn").await;
        stage.befalls(gone.officer().unwrap(), suspended()).await;
        let recorded = stop::record_all(&stage.as_(&gone), vec![checked(gone.officer().unwrap())]).await;
        assert_eq!(code_of(recorded), "stop.not-on-duty");
    }
}
