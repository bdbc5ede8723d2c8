//! The people in the stories. All of them are fictitious.

use app::officer::{self, Enrolment};
use domain::officer::{Identity, Joining, Post, Posting, Vehicle, Workforce};
use domain::{Actor, ForceId, OfficerId, Role, SubjectId};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::support::Stage;

pub fn force(code: &str) -> ForceId {
    ForceId::parse(code).unwrap()
}

pub fn posting(force: &ForceId, unit: &str, post: Post, from: Date) -> Posting {
    Posting {
        force: force.clone(),
        unit: unit.to_owned(),
        post,
        rank: Some(domain::officer::PoliceRank::Constable),
        from,
        joining: Joining::Recruited,
    }
}

/// A person outside the workforce.
pub fn person(number: u128, role: Role) -> Actor {
    Actor::person(SubjectId::new(Uuid::from_u128(number)), role)
}

pub fn oversight() -> Actor {
    person(0xfeed, Role::Oversight)
}

pub fn human_resources(force: &ForceId) -> Actor {
    Actor { force: Some(force.clone()), ..person(0xcafe, Role::HumanResources) }
}

/// Puts a person on record and returns their id.
pub async fn enrol(stage: &Stage, name: &str, posting: Posting, vehicle: Option<Vehicle>) -> OfficerId {
    let (first_name, surname) = name.split_once(' ').unwrap();
    let enrolment = Enrolment {
        workforce: Workforce::Officer,
        identity: Identity {
            first_name: first_name.to_owned(),
            surname: surname.to_owned(),
            born: Some(date(1988, 4, 12)),
            ..Identity::default()
        },
        warrant: format!("TEST{}", surname.len() * 1111),
        posting: posting.clone(),
        probationer: false,
        vehicles: vehicle.into_iter().collect(),
    };
    officer::enrol(&stage.as_(&human_resources(&posting.force)), enrolment).await.unwrap()
}

/// A member of professional standards who is on record and acts in the given role.
pub async fn staff(stage: &Stage, name: &str, role: Role, force: &ForceId) -> Actor {
    let unit = format!("Professional Standards {name}");
    let id = enrol(stage, name, posting(force, &unit, Post::Standards, date(2015, 3, 2)), None).await;
    Actor::staff(id, role, force.clone())
}
