//! Puts the people of the street on record: enrolled, bound to a device, booked on, with their stops under way; then what
//! became of some of them, each by the use case that it comes by elsewhere.

use app::matters::{self, NewAllegation, NewMatter};
use app::officers::{self, Enrolment};
use app::shifts::{self, PublicFace};
use app::staff::{self, NewPasskey};
use app::stop::{self, NewStop};
use app::{AppError, Context};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::allegation::Category;
use domain::matter::MatterKind;
use domain::officer::{Identity, Joining, Leaving, Photo, Posting, Workforce};
use domain::{Actor, DeviceId, ForceId, OfficerId, Role, StopId};
use jiff::SignedDuration;
use web::Site;
use web::demonstration::{self, Area, Cast, Part, Person};

use super::people::{self, AUTHORITIES, AUTHORITY, Made, PEOPLE, RECRUIT};
use crate::demo::tally::failed;
use crate::exit::Failure;

/// How long everybody is booked on for: a shift of the length that one may have at most.
const SHIFT: SignedDuration = SignedDuration::from_hours(12);
/// Invitations for whoever wants to try a passkey.
const INVITATIONS_COUNT: usize = 3;

/// Paths at which a device can be bound with a passkey, by the role that it opens.
pub type Invitations = Vec<(Role, String)>;

/// Fills the record: everybody, and invitations that nobody has taken.
///
/// # Errors
/// When the record refuses something, or the database fails.
pub async fn fill(site: &Site) -> Result<(Cast, Invitations), Failure> {
    let street = Filling { site };
    let authorities = street.authorities().await.map_err(|error| failed("those who decide", error))?;
    let mut people = Vec::new();
    for made in &PEOPLE {
        let person = street.person(made).await.map_err(|error| failed(made.part.key(), error))?;
        people.push(person);
    }
    let cast = Cast { people, authorities };
    for person in &cast.people {
        street.becomes(&cast, person).await.map_err(|error| failed(person.part.key(), error))?;
    }
    let invitations = street.invitations(&cast).await.map_err(|error| failed("invitations", error))?;
    Ok((cast, invitations))
}

struct Filling<'a> {
    site: &'a Site,
}

impl<'a> Filling<'a> {
    fn system(&self) -> Context<'a> {
        self.site.app.system("demonstration")
    }

    async fn enrol(
        &self,
        (first, surname, number): (&str, &str, &str),
        force: &ForceId,
        (post, unit): (domain::officer::Post, &str),
    ) -> Result<OfficerId, AppError> {
        let cx = self.system();
        let identity = Identity { first_name: first.to_owned(), surname: surname.to_owned(), ..Identity::default() };
        let workforce = if number.starts_with('S') { Workforce::Staff } else { Workforce::Officer };
        let posting = Posting {
            force: force.clone(),
            unit: unit.to_owned(),
            post,
            rank: Some(domain::officer::PoliceRank::Constable),
            from: jiff::civil::date(2019, 4, 1),
            joining: Joining::Recruited,
        };
        let warrant = number.to_owned();
        let enrolment = Enrolment { workforce, identity, warrant, posting, probationer: false, vehicles: Vec::new() };
        officers::enrol(&cx, enrolment).await
    }

    async fn authorities(&self) -> Result<[Actor; 2], AppError> {
        let force = force("northmere")?;
        let [first, second] = AUTHORITIES;
        let mut actors = Vec::new();
        for name in [first, second] {
            let officer = self.enrol(name, &force, AUTHORITY).await?;
            actors.push(Actor::staff(officer, Role::AppropriateAuthority, force.clone()));
        }
        <[Actor; 2]>::try_from(actors).map_err(|_| AppError::Bug("two were enrolled"))
    }

    /// Enrols somebody, binds a device, and lets their stop begin.
    async fn person(&self, made: &Made) -> Result<Person, AppError> {
        let force = force(made.force)?;
        let (first, surname) = made.name;
        let officer = self.enrol((first, surname, made.number), &force, (made.post, made.unit)).await?;
        if made.part.area() == Area::Duty {
            let png = if made.part == Part::Detective { people::DETECTIVE_PNG } else { people::CONSTABLE_PNG };
            let photo = Photo { media_type: domain::officer::PhotoType::Png, base64: STANDARD.encode(png) };
            shifts::take_photo(&self.system(), officer, photo).await?;
        }
        if made.part == Part::ByNumber {
            self.face(officer, PublicFace { by_number: true, online: true }).await?;
        }
        let device = self.device(made, officer).await?;
        let name = format!("{first} {surname}");
        let number = made.number.to_owned();
        let mut person = Person { part: made.part, name, number, officer, force, device, stop: None };
        if made.part.area() == Area::Duty && made.part != Part::OffDuty {
            let cx = self.site.app.context(person.actor());
            shifts::book_on(&cx, cx.now.saturating_add(SHIFT).unwrap_or(cx.now)).await?;
        }
        person.stop = self.stop(made, &person).await?;
        Ok(person)
    }

    async fn face(&self, officer: OfficerId, face: PublicFace) -> Result<(), AppError> {
        shifts::set_public_face(&self.system(), officer, face).await
    }

    /// A device with a credential that no browser has: in the demonstration people are signed in by a button.
    async fn device(&self, made: &Made, officer: OfficerId) -> Result<DeviceId, AppError> {
        let cx = self.system();
        let invited = staff::invite(&cx, &self.site.settings, officer, made.part.role()).await?;
        let new = NewPasskey {
            credential: format!("demonstration-{}", made.part.key()),
            body: "{}".to_owned(),
            device: format!("phone {}", made.number),
            fingerprint: String::new(),
            key: None,
        };
        Ok(staff::bind(&cx, &self.site.settings, &invited.token, new).await?.device)
    }

    async fn stop(&self, made: &Made, person: &Person) -> Result<Option<StopId>, AppError> {
        let Some(stop) = &made.stop else { return Ok(None) };
        let new = NewStop {
            power: stop.power,
            reason_code: stop.code,
            reason: stop.reason.to_owned(),
            object: stop.object.to_owned(),
            place: stop.place.to_owned(),
            uniform: stop.uniform,
            vehicle: false,
            off_duty: made.part == Part::OffDuty,
            device: Some(person.device),
        };
        let cx = self.site.app.context(person.actor());
        stop::begin(&cx, &self.site.settings, new).await.map(Some)
    }

    /// What became of somebody after their stop had begun.
    async fn becomes(&self, cast: &Cast, person: &Person) -> Result<(), AppError> {
        let cx = self.system();
        match person.part {
            Part::Covert => self.face(person.officer, PublicFace { by_number: true, online: false }).await,
            Part::Suspended => demonstration::suspend(self.site, cast, person.officer).await.map(drop),
            Part::VerificationOff => self.accuse(cast, person).await,
            Part::Dismissed => officers::leave(&cx, person.officer, Leaving::Dismissed, cx.today()).await,
            _ => Ok(()),
        }
    }

    /// Opens a matter of violence against a woman: the promise switches verification off at once.
    async fn accuse(&self, cast: &Cast, person: &Person) -> Result<(), AppError> {
        let [authority, _] = &cast.authorities;
        let cx = self.site.app.context(authority.clone());
        let words = "made up for the demonstration: waited outside a woman's home on three evenings";
        let new = NewMatter {
            force: person.force.clone(),
            subject: person.officer,
            kind: MatterKind::Conduct,
            reports: Vec::new(),
            allegations: vec![NewAllegation::of(Category::Stalking, cx.today(), words)],
            came_to_attention_on: cx.today(),
        };
        matters::open(&cx, new).await.map(drop)
    }

    async fn invitations(&self, cast: &Cast) -> Result<Invitations, AppError> {
        let cx = self.system();
        let force = force("northmere")?;
        let recruit = self.enrol(RECRUIT, &force, (domain::officer::Post::Response, "response-b")).await?;
        let mut invitations = Vec::new();
        for _ in 0..INVITATIONS_COUNT {
            let invited = staff::invite(&cx, &self.site.settings, recruit, Role::Officer).await?;
            invitations.push((Role::Officer, format!("/duty/bind/{}", invited.token)));
        }
        if let Some(operator) = cast.person(Part::ControlNorthmere) {
            let invited = staff::invite(&cx, &self.site.settings, operator.officer, Role::ControlRoom).await?;
            invitations.push((Role::ControlRoom, format!("/control/bind/{}", invited.token)));
        }
        Ok(invitations)
    }
}

fn force(code: &str) -> Result<ForceId, AppError> {
    ForceId::parse(code).map_err(|_| AppError::Bug("a force of the demonstration has no code"))
}
