//! The street in the stories: an officer with an open stop, visitors, a control room, and the checker.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::check::{self, CheckAnswer, Checker, Question};
use app::control::{self, Board};
use app::officer::shift;
use app::secrets::{PublicForce, Secrets};
use app::stop::{self, EndOfStop, NewStop};
use app::{App, AppError};
use domain::check::Leg;
use domain::officer::{OfficerEvent, Post, Protection};
use domain::stop::{Power, ReasonCode, SearchRecord};
use domain::{
    Actor, CheckRef, Event, EventId, ForceId, LiveCode, MatterId, OfficerId, Role, State, StopId, StreamId, StreamKind,
    SubjectId,
};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use store::{Append, NewEvent};
use uuid::Uuid;

use crate::support::Stage;
use crate::support::cast::{enrol, force, posting, staff};

pub struct Street {
    pub secrets: Arc<Secrets>,
    pub checker: Checker,
    pub officer: Actor,
    pub control: Actor,
}

pub fn northmere() -> ForceId {
    force("northmere")
}

/// The two forces in the stories, as presented to the public. Southmere takes alarms that Northmere does not.
pub fn secrets() -> Secrets {
    let known = |name: &str, prefix: &str, neighbour: &str| PublicForce {
        name: format!("{name} Police"),
        prefix: prefix.to_owned(),
        telephone: "101".to_owned(),
        by_number: false,
        photo: true,
        neighbour: Some(force(neighbour)),
    };
    let forces = BTreeMap::from([
        (northmere(), known("Northmere", "NM", "southmere")),
        (force("southmere"), known("Southmere", "SM", "northmere")),
    ]);
    Secrets::new(&[9; 32], "https://check.northmere.example/check".to_owned(), Some(northmere()), forces)
}

pub fn visitor() -> Actor {
    Actor::person(SubjectId::new(Uuid::nil()), Role::Public)
}

/// A constable of Northmere.
pub async fn constable(stage: &Stage, name: &str) -> Actor {
    let id = enrol(stage, name, posting(&northmere(), "Response A", Post::Response, date(2019, 9, 2)), None).await;
    Actor::staff(id, Role::Officer, northmere())
}

/// An officer on duty at nine in the morning, and a control room.
pub async fn street(stage: &Stage) -> Street {
    let secrets = Arc::new(secrets());
    let checker = Checker::start(stage.app.clone(), secrets.clone());
    stage.now("2026-09-07 09:00");
    let officer = constable(stage, "Priya Nandakumar").await;
    let control = staff(stage, "Gwen Hartley", Role::ControlRoom, &northmere()).await;
    let street = Street { secrets, checker, officer, control };
    street.book_on(stage).await;
    street
}

pub fn a_stop() -> NewStop {
    NewStop {
        power: Power::PaceSection1,
        reason_code: ReasonCode::GoingEquipped,
        reason: "seen trying the doors of three cars".to_owned(),
        object: "tools for opening cars".to_owned(),
        place: "Quay Street".to_owned(),
        uniform: true,
        vehicle: false,
        off_duty: false,
        device: None,
    }
}

pub fn an_end(power: Power, reason_code: ReasonCode) -> EndOfStop {
    let record = SearchRecord { grounds: "tried the doors of three cars".to_owned(), ..SearchRecord::default() };
    EndOfStop { outcome: domain::stop::StopOutcome::NoFurtherAction, power, reason_code, record }
}

impl Stage {
    pub fn pass(&self, seconds: i64) {
        let now = self.app.system("clock").now;
        self.clock.set(now + SignedDuration::from_secs(seconds));
    }

    /// Records an event that comes from another part of the program: a suspension, a protection or a departure.
    pub async fn befalls(&self, officer: OfficerId, event: OfficerEvent) {
        let (stream, cx) = (StreamId::new(StreamKind::Officer, officer), self.app.system("story"));
        let mut unit = self.app.store.begin().await.unwrap();
        let expected = unit.load(&stream).await.unwrap().unwrap().version;
        // No two officers and no two events of one officer share it.
        let count = u128::from(expected) << 64 | u128::from(cx.now.as_microsecond().unsigned_abs());
        let id = EventId::new(Uuid::from_u128(officer.value().as_u128().wrapping_add(count)));
        let event = NewEvent {
            id,
            happened_at: None,
            actor: cx.actor.clone(),
            reason: None,
            regime: None,
            cause: None,
            event: Event::Officer(event),
        };
        unit.append(Append { stream, expected, now: cx.now, events: vec![event] }).await.unwrap();
        unit.commit().await.unwrap();
    }

    pub async fn check(&self, reference: CheckRef) -> domain::check::Check {
        check::by_reference(&self.as_(&visitor()), reference).await.unwrap()
    }

    pub async fn stop(&self, id: StopId) -> domain::stop::Stop {
        let stream = StreamId::new(StreamKind::Stop, id);
        match self.app.store.load(&stream).await.unwrap().unwrap().state {
            State::Stop(stop) => stop,
            _ => unreachable!(),
        }
    }

    /// Runs the jobs that are due.
    pub async fn work(&self) -> usize {
        app::clock::jobs::run(&self.app.system("worker")).await.unwrap()
    }
}

pub fn suspended() -> OfficerEvent {
    OfficerEvent::Suspended { matter: the_matter() }
}

pub fn the_matter() -> MatterId {
    MatterId::new(Uuid::from_u128(0xabc))
}

pub fn protected() -> OfficerEvent {
    let citation = domain::record::followed::RuleCitation {
        rule: "made-up".to_owned(),
        layer: domain::record::followed::RuleLayer::ForcePolicy,
        text: "made up".to_owned(),
        status: domain::record::followed::RuleStatus::Unverified,
    };
    OfficerEvent::Protected { protection: Protection::VerificationOff, matter: the_matter(), citation }
}

impl Street {
    pub fn officer_id(&self) -> OfficerId {
        self.officer.officer().unwrap()
    }

    pub async fn book_on(&self, stage: &Stage) {
        let cx = stage.as_(&self.officer);
        shift::book_on(&cx, cx.now + SignedDuration::from_hours(9)).await.unwrap();
    }

    pub async fn begins(&self, stage: &Stage, new: NewStop) -> StopId {
        stop::begin(&stage.as_(&self.officer), &self.secrets, new).await.unwrap()
    }

    pub async fn code(&self, stage: &Stage, stop: StopId) -> LiveCode {
        stop::code(&stage.as_(&self.officer), &self.secrets, stop).await.unwrap().code
    }

    pub async fn finishes(&self, stage: &Stage, stop: StopId) {
        let end = an_end(Power::PaceSection1, ReasonCode::GoingEquipped);
        stop::finish(&stage.as_(&self.officer), stop, end).await.unwrap();
    }

    /// Types a code as a visitor, and returns the reference of the visitor's page.
    pub async fn typed(&self, stage: &Stage, code: LiveCode) -> CheckRef {
        let question = Question { code, leg: Leg::Code };
        self.checker.check(&stage.as_(&visitor()), question).await.unwrap()
    }

    pub async fn page(&self, stage: &Stage, reference: CheckRef) -> CheckAnswer {
        check::answer(&stage.as_(&visitor()), &self.checker, reference).await.unwrap()
    }

    /// The content of a page, which must show a verified officer.
    pub async fn shown(&self, stage: &Stage, reference: CheckRef) -> check::VerifiedOfficer {
        match self.page(stage, reference).await {
            CheckAnswer::Verified(shown) => *shown,
            other => panic!("the page shows {other:?}"),
        }
    }

    pub async fn board(&self, stage: &Stage, actor: &Actor) -> Board {
        control::board(&stage.as_(actor), &self.secrets).await.unwrap()
    }

    /// The causes of the alarms on an actor's board.
    pub async fn alarms(&self, stage: &Stage, actor: &Actor) -> Vec<&'static str> {
        let board = self.board(stage, actor).await;
        board.alarms.iter().map(|alarm| alarm.check.alarm.as_ref().unwrap().cause.as_str()).collect()
    }
}

/// A second instance of the program on the same database.
pub async fn replica(stage: &Stage, seed: u64) -> Arc<App> {
    let store = store::Store::open(&stage.database, stage.wrapping.clone()).await.unwrap();
    let (law, permissions) =
        (policy::Law::embedded().unwrap(), policy::permission::Permissions::embedded(app::Action::CODES).unwrap());
    Arc::new(App::new(store, law, permissions, stage.clock.clone(), Arc::new(synth::seeded_bytes(seed))))
}

/// The code of the error, or `done` if there is none.
pub fn code_of<T>(result: Result<T, AppError>) -> &'static str {
    match result {
        Ok(_) => "done",
        Err(error) => error.code(),
    }
}

/// An officer who has booked off has to act.
pub async fn off_duty(stage: &Stage, street: &Street) -> StopId {
    shift::book_off(&stage.as_(&street.officer)).await.unwrap();
    street.begins(stage, NewStop { off_duty: true, uniform: false, ..a_stop() }).await
}

/// Escalates everything that nobody took, and returns the number of escalations.
pub async fn escalate(stage: &Stage) -> usize {
    control::escalate(&stage.app.system("reconciler")).await.unwrap()
}

/// The end of an eight-hour shift that starts now.
pub fn on_duty_again(stage: &Stage) -> Timestamp {
    stage.app.system("clock").now + SignedDuration::from_hours(8)
}
