//! Puts the people of the street on record: enrols them, binds their devices, books them on and begins their stops;
//! then suspends, dismisses or hides some of them. Each step is an ordinary use case.

use app::device::{self, NewPasskey};
use app::matter::{self, NewAllegation, NewMatter};
use app::officer::shift::{self, PublicFace};
use app::officer::{self, Enrolment};
use app::stop::{self, NewStop};
use app::{AppError, Context};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cli::exit::Failure;
use domain::allegation::Category;
use domain::matter::MatterKind;
use domain::officer::{Leaving, Photo};
use domain::{Actor, DeviceId, OfficerId, Role, StopId};
use jiff::SignedDuration;
use synth::cast::{JOSS_FENNER, Member};
use web::Site;

use super::people::{AUTHORITIES, CastMember, PEOPLE};
use crate::demonstration::{self, Area, Cast, DemonstrationPerson, Part};
use crate::enrolled;
use crate::history::tally::failed;

/// The length of every shift, which is the longest allowed.
const SHIFT: SignedDuration = SignedDuration::from_hours(12);
/// Number of invitations for officers who want to try a passkey.
const INVITATIONS_COUNT: usize = 3;

/// Paths at which a device can be bound with a passkey, each with the role that it gives.
pub type Invitations = Vec<(Role, String)>;

/// Fills the record with everybody on the street, and with open invitations.
///
/// # Errors
/// If the record refuses something, or the database fails.
pub async fn fill(site: &Site) -> Result<(Cast, Invitations), Failure> {
    let street = StreetFill { site };
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

struct StreetFill<'a> {
    site: &'a Site,
}

impl<'a> StreetFill<'a> {
    fn system(&self) -> Context<'a> {
        self.site.app.system("demonstration")
    }

    async fn enrol(&self, member: &Member) -> Result<OfficerId, AppError> {
        let enrolment = Enrolment {
            workforce: enrolled::workforce(member),
            identity: enrolled::identity(member),
            warrant: member.number.to_owned(),
            posting: enrolled::posting(member, jiff::civil::date(2019, 4, 1)),
            probationer: false,
            vehicles: Vec::new(),
        };
        officer::enrol(&self.system(), enrolment).await
    }

    async fn authorities(&self) -> Result<[Actor; 2], AppError> {
        let mut actors = Vec::new();
        for member in &AUTHORITIES {
            let officer = self.enrol(member).await?;
            actors.push(Actor::staff(officer, enrolled::role(member), enrolled::force(member)));
        }
        <[Actor; 2]>::try_from(actors).map_err(|_| AppError::Bug("two were enrolled"))
    }

    /// Enrols a person, binds a device and begins their stop.
    async fn person(&self, made: &CastMember) -> Result<DemonstrationPerson, AppError> {
        let member = &made.member;
        let officer = self.enrol(member).await?;
        if let Some(png) = member.photo {
            let photo = Photo { media_type: domain::officer::PhotoType::Png, base64: STANDARD.encode(png) };
            shift::take_photo(&self.system(), officer, photo).await?;
        }
        if made.part == Part::ByNumber {
            self.face(officer, PublicFace { by_number: true, online: true }).await?;
        }
        let device = self.device(made, officer).await?;
        let mut person = DemonstrationPerson {
            part: made.part,
            name: member.name(),
            number: member.number.to_owned(),
            officer,
            force: enrolled::force(member),
            device,
            stop: None,
        };
        if made.part.area() == Area::Duty && made.part != Part::OffDuty {
            let cx = self.site.app.context(person.actor());
            shift::book_on(&cx, cx.now.saturating_add(SHIFT).unwrap_or(cx.now)).await?;
        }
        person.stop = self.stop(made, &person).await?;
        Ok(person)
    }

    async fn face(&self, officer: OfficerId, face: PublicFace) -> Result<(), AppError> {
        shift::set_public_face(&self.system(), officer, face).await
    }

    /// Binds a device with a credential that no browser holds: in the demonstration, a button signs people in.
    async fn device(&self, made: &CastMember, officer: OfficerId) -> Result<DeviceId, AppError> {
        let cx = self.system();
        let invited = device::invite(&cx, &self.site.secrets, officer, made.part.role()).await?;
        let new = NewPasskey {
            credential: format!("demonstration-{}", made.part.key()),
            body: "{}".to_owned(),
            device: format!("phone {}", made.member.number),
            fingerprint: String::new(),
            key: None,
        };
        Ok(device::bind(&cx, &self.site.secrets, &invited.token, new).await?.device)
    }

    async fn stop(&self, made: &CastMember, person: &DemonstrationPerson) -> Result<Option<StopId>, AppError> {
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
        stop::begin(&cx, &self.site.secrets, new).await.map(Some)
    }

    /// Puts a person into the state that their part needs once the stop has begun.
    async fn becomes(&self, cast: &Cast, person: &DemonstrationPerson) -> Result<(), AppError> {
        let cx = self.system();
        match person.part {
            Part::Covert => self.face(person.officer, PublicFace { by_number: true, online: false }).await,
            Part::Suspended => demonstration::suspend(self.site, cast, person.officer).await.map(drop),
            Part::VerificationOff => self.accuse(cast, person).await,
            Part::Dismissed => officer::leave(&cx, person.officer, Leaving::Dismissed, cx.today()).await,
            _ => Ok(()),
        }
    }

    /// Opens a matter about violence against a woman: the force's promise is to switch verification off at once.
    async fn accuse(&self, cast: &Cast, person: &DemonstrationPerson) -> Result<(), AppError> {
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
        matter::open(&cx, new).await.map(drop)
    }

    async fn invitations(&self, cast: &Cast) -> Result<Invitations, AppError> {
        let cx = self.system();
        let recruit = self.enrol(&JOSS_FENNER).await?;
        let mut invitations = Vec::new();
        for _ in 0..INVITATIONS_COUNT {
            let invited = device::invite(&cx, &self.site.secrets, recruit, Role::Officer).await?;
            invitations.push((Role::Officer, format!("/duty/bind/{}", invited.token)));
        }
        if let Some(operator) = cast.person(Part::ControlNorthmere) {
            let invited = device::invite(&cx, &self.site.secrets, operator.officer, Role::ControlRoom).await?;
            invitations.push((Role::ControlRoom, format!("/control/bind/{}", invited.token)));
        }
        Ok(invitations)
    }
}
