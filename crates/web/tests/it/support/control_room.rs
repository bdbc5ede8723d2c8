//! A control room with officers on the street, at a site for two neighbouring forces. The test moves its clock.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use app::check::Question;
use app::device as desk;
use app::device::NewPasskey;
use app::officer::shift::{self, PublicFace};
use app::officer::{self, Enrolment};
use app::stop::{self, IssuedCode, NewStop};
use app::{Action, App, FixedClock, control};
use axum::Router;
use axum::body::{Body, BodyDataStream, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use domain::Clock as _;
use domain::check::Leg;
use domain::officer::{Identity, Joining, Post, Posting, Workforce};
use domain::stop::{Power, ReasonCode};
use domain::{Actor, CheckId, CheckRef, ForceId, LiveCode, OfficerId, Role, StopId, SubjectId};
use futures_util::StreamExt as _;
use jiff::SignedDuration;
use jiff::civil::date;
use policy::Law;
use policy::permission::Permissions;
use store::{Database, FileKey, Store};
use tower::ServiceExt as _;
use web::desks::ControlDesk;
use web::{Config, Site, session};

use crate::support::site::Answer;

/// The secret of the gateway `sms`.
pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

pub struct ControlRoom {
    pub site: Site,
    pub clock: Arc<FixedClock>,
    router: Router,
    _folder: tempfile::TempDir,
}

/// An officer on the street, with a stop and its code.
pub struct Street {
    pub officer: Actor,
    pub stop: StopId,
    pub code: LiveCode,
}

/// A member of staff who is signed in at a desk.
pub struct Desk<'a> {
    control_room: &'a ControlRoom,
    cookie: String,
}

pub fn force(code: &str) -> ForceId {
    ForceId::parse(code).unwrap()
}

impl ControlRoom {
    /// Opens the control room at 18:04 London time.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("sms.secret");
        std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
        let config = format!(
            "public_url = \"https://check.example\"\n[check]\nduty_force = \"northmere\"\nper_area_per_minute = 40\n\
             [forces.northmere]\nname = \"Northmere Police\"\nprefix = \"NM\"\nneighbour = \"eastmarsh\"\n\
             [forces.eastmarsh]\nname = \"Eastmarsh Police\"\nprefix = \"EM\"\nidentity = \"name\"\n\
             [hook.sms]\nsecret_file = {secret:?}\n[hook.lost]\nsecret_file = \"nowhere.secret\"\n"
        );
        let store = Store::open(&Database::SqliteMemory, Arc::new(FileKey::random().unwrap())).await.unwrap();
        let clock = Arc::new(FixedClock::at("2026-11-22T18:04:00Z".parse().unwrap()));
        let permissions = Permissions::embedded(Action::CODES).unwrap();
        let app =
            App::new(store, Law::embedded().unwrap(), permissions, clock.clone(), Arc::new(synth::seeded_bytes(7)));
        let config = Config::read("candour.toml", &config, []).unwrap();
        let site = Site::with_ticks(Arc::new(app), config, &[7; 32], Arc::new(|| Duration::ZERO));
        let router = web::router(site.clone());
        Self { site, clock, router, _folder: folder }
    }

    /// Lets time pass, and runs the escalations that are then due.
    pub async fn pass(&self, seconds: i64) {
        self.clock.set(self.clock.now().saturating_add(SignedDuration::from_secs(seconds)).unwrap());
        control::escalate(&self.site.app.system("control")).await.unwrap();
    }

    async fn enrol(&self, name: &str, unit: &str, of: &ForceId) -> OfficerId {
        let (first_name, surname) = name.split_once(' ').unwrap();
        let identity =
            Identity { first_name: first_name.to_owned(), surname: surname.to_owned(), ..Identity::default() };
        let posting = Posting {
            force: of.clone(),
            unit: unit.to_owned(),
            post: Post::Response,
            rank: Some(domain::officer::PoliceRank::Constable),
            from: date(2020, 1, 6),
            joining: Joining::Recruited,
        };
        let warrant = format!("TEST{}", surname.len() * 1111);
        let enrolment = Enrolment {
            workforce: Workforce::Officer,
            identity,
            warrant,
            posting,
            probationer: false,
            vehicles: Vec::new(),
        };
        officer::enrol(&self.site.app.context(human_resources(of)), enrolment).await.unwrap()
    }

    /// A member of staff at a force's desk, signed in on a device that is bound to them.
    pub async fn desk(&self, name: &str, role: Role, of: &str) -> Desk<'_> {
        let of = force(of);
        let id = self.enrol(name, "Control room", &of).await;
        let cx = self.site.app.context(human_resources(&of));
        let invitation = desk::invite(&cx, &self.site.secrets, id, role).await.unwrap();
        let (credential, body, device) = (name.to_owned(), "{}".to_owned(), "Desk".to_owned());
        let passkey = NewPasskey { credential, body, device, fingerprint: String::new(), key: None };
        let bound =
            desk::bind(&self.site.app.system("sign-in"), &self.site.secrets, &invitation.token, passkey).await.unwrap();
        let actor = Actor::staff(id, role, of);
        let cookie = session::begin_apart::<ControlDesk>(&self.site, &actor, bound.device).await.unwrap();
        let cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        Desk { control_room: self, cookie }
    }

    /// An officer who starts a stop, on duty or off.
    pub async fn street(&self, name: &str, of: &str, off_duty: bool) -> Street {
        self.street_of(name, "Response", of, off_duty).await
    }

    /// An officer in the given unit who starts a stop, on duty or off.
    pub async fn street_of(&self, name: &str, unit: &str, of: &str, off_duty: bool) -> Street {
        let of = force(of);
        let officer = Actor::staff(self.enrol(name, unit, &of).await, Role::Officer, of);
        if !off_duty {
            self.book_on(&officer).await;
        }
        self.stop(&officer, off_duty).await
    }

    async fn book_on(&self, officer: &Actor) {
        let until = self.clock.now().saturating_add(SignedDuration::from_hours(8)).unwrap();
        shift::book_on(&self.site.app.context(officer.clone()), until).await.unwrap();
    }

    pub async fn stop(&self, officer: &Actor, off_duty: bool) -> Street {
        let new = NewStop {
            power: Power::PaceSection1,
            reason_code: ReasonCode::StolenProperty,
            reason: "seen trying car doors\r\nin Mill Lane".to_owned(),
            object: "stolen telephones".to_owned(),
            place: "Mill Lane".to_owned(),
            uniform: false,
            vehicle: false,
            off_duty,
            device: None,
        };
        let cx = self.site.app.context(officer.clone());
        let stop = stop::begin(&cx, &self.site.secrets, new).await.unwrap();
        let IssuedCode { code, .. } = stop::code(&cx, &self.site.secrets, stop).await.unwrap();
        Street { officer: officer.clone(), stop, code }
    }

    /// Makes an officer covert: they can no longer be verified on the page.
    pub async fn make_covert(&self, officer: &Actor) {
        let cx = self.site.app.context(human_resources(officer.force.as_ref().unwrap()));
        let face = PublicFace { by_number: true, online: false };
        shift::set_public_face(&cx, officer.officer().unwrap(), face).await.unwrap();
    }

    pub async fn book_off(&self, officer: &Actor) {
        shift::book_off(&self.site.app.context(officer.clone())).await.unwrap();
    }

    /// A member of the public checks a code.
    pub async fn check(&self, code: LiveCode) -> CheckRef {
        self.site.checker.check(&self.site.visitor(), Question { code, leg: Leg::Code }).await.unwrap()
    }

    /// The id of the check with this reference.
    pub async fn id(&self, reference: CheckRef) -> CheckId {
        self.site.app.store.check_by_reference(reference).await.unwrap().unwrap().id
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("a router always answers");
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 10 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }
}

fn human_resources(of: &ForceId) -> Actor {
    Actor {
        force: Some(of.clone()),
        ..Actor::person(SubjectId::new(uuid::Uuid::from_u128(0xcafe)), Role::HumanResources)
    }
}

/// A code that was never issued.
pub fn made_up() -> LiveCode {
    "2222 2222".parse().unwrap()
}

impl Desk<'_> {
    fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let peer: SocketAddr = "203.0.113.7:50000".parse().unwrap();
        let request = Request::builder().method(method).uri(path).extension(ConnectInfo(peer));
        request.header(header::HOST, "check.example").header(header::COOKIE, &self.cookie)
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.control_room.send(self.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, form: &str) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.control_room.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// The board as it is shown now.
    pub async fn board(&self) -> String {
        let answer = self.get("/control").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body
    }

    /// The stream of the live board.
    pub async fn live(&self) -> Events {
        let request = self.request(Method::GET, "/control/live").header(header::ACCEPT, "text/event-stream");
        let response = self.control_room.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Events { body: response.into_body().into_data_stream(), read: String::new() }
    }
}

/// The events of a stream, as a browser reads them.
pub struct Events {
    body: BodyDataStream,
    read: String,
}

impl Events {
    /// The name and data of the next event. `None` at the end of the stream.
    pub async fn next(&mut self) -> Option<(String, String)> {
        loop {
            if let Some((event, rest)) = self.read.split_once("\n\n") {
                let field = |name: &str| {
                    let lines = event.lines().filter_map(|line| line.strip_prefix(name));
                    lines.map(str::trim_start).collect::<Vec<_>>().join("\n")
                };
                let (name, data) = (field("event:"), field("data:"));
                self.read = rest.to_owned();
                return Some((name, data));
            }
            let part = tokio::time::timeout(Duration::from_secs(20), self.body.next()).await.expect("an event comes");
            self.read.push_str(std::str::from_utf8(&part?.unwrap()).unwrap());
        }
    }
}
