//! People on the street, for the pages of the check: an officer on duty with an open stop, recorded through use cases.

use app::Context;
use app::officer::shift;
use app::officer::{self, Enrolment};
use app::stop::{self, NewStop};
use domain::officer::{Identity, Joining, Leaving, Photo, Post, Posting, Workforce};
use domain::stop::{Power, ReasonCode};
use domain::{Actor, ForceId, OfficerId, Role, StopId};
use jiff::SignedDuration;
use jiff::civil::date;

use crate::support::site::TestSite;

/// The configuration of a site with one force, which shows names and photos.
pub const NORTHMERE: &str = "public_url = \"https://check.example\"\n[check]\nper_address_per_minute = 600\nburst_count = 500\n\
    [forces.northmere]\nname = \"Northmere Police\"\nprefix = \"NM\"\ntelephone = \"0161 496 0100\"\nidentity = \"name\"\nphoto = true\n";

pub fn northmere() -> ForceId {
    ForceId::parse("northmere").unwrap()
}

/// An officer on the street.
pub struct Officer {
    pub id: OfficerId,
}

impl Officer {
    /// Ada Marlow, NM4711, who is on duty for eight hours.
    pub async fn on_duty(site: &TestSite) -> Self {
        let officer = Self::off_duty(site, "Ada", "Marlow", "NM4711").await;
        let cx = officer.acts(site);
        shift::book_on(&cx, cx.now + SignedDuration::from_hours(8)).await.unwrap();
        officer
    }

    /// An officer who is on record but not on duty.
    pub async fn off_duty(site: &TestSite, first_name: &str, surname: &str, warrant: &str) -> Self {
        Self::of_unit(site, "Harbour", (first_name, surname), warrant).await
    }

    /// An officer in this unit. People in the same unit are not allowed to decide about each other.
    pub async fn of_unit(site: &TestSite, unit: &str, (first_name, surname): (&str, &str), warrant: &str) -> Self {
        let identity =
            Identity { first_name: first_name.to_owned(), surname: surname.to_owned(), ..Identity::default() };
        let posting = Posting {
            force: northmere(),
            unit: unit.to_owned(),
            post: Post::Response,
            rank: Some(domain::officer::PoliceRank::Constable),
            from: date(2020, 1, 6),
            joining: Joining::Recruited,
        };
        let enrolment = Enrolment {
            workforce: Workforce::Officer,
            identity,
            warrant: warrant.to_owned(),
            posting,
            probationer: false,
            vehicles: Vec::new(),
        };
        Self { id: officer::enrol(&site.site.app.system("import"), enrolment).await.unwrap() }
    }

    pub fn acts<'a>(&self, site: &'a TestSite) -> Context<'a> {
        site.site.app.context(Actor::staff(self.id, Role::Officer, northmere()))
    }

    /// Starts a stop in plain clothes, to search for a knife.
    pub async fn stops(&self, site: &TestSite) -> StopId {
        self.begins(site, false).await
    }

    /// Starts a stop while off duty, because the officer had to act.
    pub async fn has_to_act(&self, site: &TestSite) -> StopId {
        self.begins(site, true).await
    }

    async fn begins(&self, site: &TestSite, off_duty: bool) -> StopId {
        let new = NewStop {
            power: Power::PaceSection1,
            reason_code: ReasonCode::Weapon,
            reason: "a handle was seen <under> the coat".to_owned(),
            object: "a knife".to_owned(),
            place: "Quay Street".to_owned(),
            uniform: false,
            vehicle: false,
            off_duty,
            device: None,
        };
        stop::begin(&self.acts(site), &site.site.secrets, new).await.unwrap()
    }

    /// The code that is on the screen now.
    pub async fn shows(&self, site: &TestSite, stop: StopId) -> String {
        let issued = stop::code(&self.acts(site), &site.site.secrets, stop).await.unwrap();
        issued.code.to_string()
    }

    pub async fn has_a_photo(&self, site: &TestSite) {
        let photo = Photo { media_type: domain::officer::PhotoType::Png, base64: "iVBORw0KGgo=".to_owned() };
        let cx = site.site.app.system("import");
        shift::take_photo(&cx, self.id, photo).await.unwrap();
    }

    pub async fn leaves(&self, site: &TestSite) {
        let cx = site.site.app.system("import");
        officer::leave(&cx, self.id, Leaving::Dismissed, cx.today()).await.unwrap();
    }
}
