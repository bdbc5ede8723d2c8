//! Staff at a site: people on record with a device of the force, signed in without a browser's passkey.

use app::device::NewPasskey;
use app::officer::{self, Enrolment};
use axum::http::Method;
use domain::officer::{Identity, Joining, OfficerEvent, Post, Posting, Workforce};
use domain::{Actor, DeviceId, Event, EventId, ForceId, MatterId, OfficerId, Role, StreamId, StreamKind, SubjectId};
use jiff::Timestamp;
use jiff::civil::date;
use store::{Append, NewEvent};
use web::desks;
use web::session::{self, Desk};

use crate::support::site::{Answer, TestSite, asked};

/// The generator point of P-256, uncompressed: a point on the curve that is nobody's public key.
pub const KEY: &str = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

/// A member of staff who is signed in on a device.
pub struct Staff<'a> {
    pub site: &'a TestSite,
    pub id: OfficerId,
    pub device: DeviceId,
    /// The cookie as `name=value`, as the browser sends it.
    pub cookie: String,
}

pub fn northmere() -> ForceId {
    ForceId::parse("northmere").unwrap()
}

/// The actor who maintains the workforce.
pub fn human_resources() -> Actor {
    let person =
        Actor::person("00000000-0000-0000-0000-00000000cafe".parse::<SubjectId>().unwrap(), Role::HumanResources);
    Actor { force: Some(northmere()), ..person }
}

/// Sets the clock of the record.
pub fn at(site: &TestSite, time: &str) {
    site.clock.set(time.parse::<Timestamp>().unwrap());
}

pub async fn enrol(site: &TestSite, warrant: &str) -> OfficerId {
    enrol_at(site, warrant, "Response A").await
}

/// Enrols an officer in the given unit.
pub async fn enrol_at(site: &TestSite, warrant: &str, unit: &str) -> OfficerId {
    let posting = Posting {
        force: northmere(),
        unit: unit.to_owned(),
        post: Post::Response,
        rank: Some(domain::officer::PoliceRank::Constable),
        from: date(2020, 1, 6),
        joining: Joining::Recruited,
    };
    let identity = Identity { first_name: "Ada".to_owned(), surname: "Marlow".to_owned(), ..Identity::default() };
    let enrolment = Enrolment {
        workforce: Workforce::Officer,
        identity,
        warrant: warrant.to_owned(),
        posting,
        probationer: false,
        vehicles: Vec::new(),
    };
    officer::enrol(&site.site.app.context(human_resources()), enrolment).await.unwrap()
}

/// An invitation for this person.
pub async fn invite(site: &TestSite, id: OfficerId, role: Role) -> String {
    let cx = site.site.app.context(human_resources());
    app::device::invite(&cx, &site.site.secrets, id, role).await.unwrap().token
}

/// Binds a device to a person, as happens at the end of a passkey ceremony.
pub async fn bind(site: &TestSite, id: OfficerId, role: Role) -> DeviceId {
    let token = invite(site, id, role).await;
    let credential = format!("credential of {token}");
    let (body, device, fingerprint) = ("{}".to_owned(), "phone 4711".to_owned(), String::new());
    let new = NewPasskey { credential, body, device, fingerprint, key: Some(KEY.to_owned()) };
    let cx = site.site.app.system("sign-in");
    app::device::bind(&cx, &site.site.secrets, &token, new).await.unwrap().device
}

/// The cookie of a person who signs in now.
pub async fn sign_in<D: Desk>(site: &TestSite, id: OfficerId, role: Role, device: DeviceId) -> String {
    let actor = Actor::staff(id, role, northmere());
    let line = session::begin_apart::<D>(&site.site, &actor, device).await.unwrap();
    line.to_str().unwrap().split(';').next().unwrap().to_owned()
}

impl<'a> Staff<'a> {
    /// An officer on their own pages.
    pub async fn officer(site: &'a TestSite, warrant: &str) -> Self {
        let id = enrol(site, warrant).await;
        let device = bind(site, id, Role::Officer).await;
        let cookie = sign_in::<desks::OfficerDesk>(site, id, Role::Officer, device).await;
        Self { site, id, device, cookie }
    }

    /// An officer who is booked on until 17:00.
    pub async fn on_duty(site: &'a TestSite, warrant: &str) -> Self {
        let officer = Self::officer(site, warrant).await;
        let answer = officer.post("/duty/book-on", &[("ends", "17:00")]).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/duty"), "{}", answer.body);
        officer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.site.send(asked(Method::GET, path, &[("cookie", &self.cookie)], "")).await
    }

    pub async fn get_json(&self, path: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str()), ("accept", "application/json")];
        self.site.send(asked(Method::GET, path, &headers, "")).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(path, fields, "same-origin").await
    }

    pub async fn post_from(&self, path: &str, fields: &[(&str, &str)], from: &str) -> Answer {
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", from),
        ];
        let form: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.site.send(asked(Method::POST, path, &headers, &form)).await
    }

    pub async fn post_json(&self, path: &str) -> Answer {
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("accept", "application/json"),
            ("content-type", "application/json"),
            ("sec-fetch-site", "same-origin"),
        ];
        self.site.send(asked(Method::POST, path, &headers, "{}")).await
    }
}

/// Records that a person is suspended, as a decision in a matter would.
pub async fn is_suspended(site: &TestSite, officer: OfficerId) {
    let (stream, cx) = (StreamId::new(StreamKind::Officer, officer), site.site.app.system("story"));
    let mut unit = site.site.app.store.begin().await.unwrap();
    let expected = unit.load(&stream).await.unwrap().unwrap().version;
    let matter = MatterId::new(uuid::Uuid::from_u128(0xabc));
    let event = NewEvent {
        id: EventId::new(uuid::Uuid::from_u128(0x5a5a)),
        happened_at: None,
        actor: cx.actor.clone(),
        reason: None,
        regime: None,
        cause: None,
        event: Event::Officer(OfficerEvent::Suspended { matter }),
    };
    unit.append(Append { stream, expected, now: cx.now, events: vec![event] }).await.unwrap();
    unit.commit().await.unwrap();
}
