//! Careers: people join, move, are vetted, and leave.

use app::officer::{self, Enrolment};
use app::vetting::{self, Vetting};
use cli::exit::Failure;
use domain::officer::{
    Clearance, Identity, Joining, Leaving, PoliceRank, Post, Posting, Probation, Vehicle, VettingDecision, Workforce,
};
use domain::{Actor, ForceId, OfficerId, Role};
use jiff::Timestamp;
use jiff::civil::DateTime;
use synth::history::{self, HappeningContent, PersonNumber, ServiceKind, VettingLevel};

use super::{DeferredWork, HistoryFill};

/// Days from a departure until it is reported to the lists.
const LISTS_AFTER_DAYS: i64 = 2;

impl HistoryFill<'_> {
    pub(super) async fn career(
        &mut self,
        what: &HappeningContent,
        at: DateTime,
        claimed: Option<Timestamp>,
    ) -> Result<(), Failure> {
        let from = claimed.map_or(at.date(), domain::record::time::day);
        match what {
            HappeningContent::Joined { person, force, rank, unit, role, probation, .. } => {
                let code = self.cast.force(*force);
                let posting = posting(&code, unit, role, PoliceRank::in_words(rank), from, Joining::Recruited);
                let enrolment = self.enrolment(*person, posting, *probation);
                let cx = self.claimed(self.human_resources(&code), claimed);
                let done = officer::enrol(&cx, enrolment).await;
                if let Ok(id) = self.tally.note("joined", done)? {
                    self.cast.enrolled(*person, id, *force);
                }
                Ok(())
            }
            HappeningContent::Posted { person, force, unit, role, .. } => {
                let Some(id) = self.on_record("posted", *person) else { return Ok(()) };
                let code = self.cast.force(*force);
                let rank = self.rank(id).await?;
                let posting = posting(&code, unit, role, rank, from, Joining::Moved);
                let done = officer::post(&self.claimed(self.human_resources(&code), claimed), id, posting).await;
                self.tally.note("posted", done).map(drop)
            }
            HappeningContent::Transferred { person, to, unit, role, rank, .. } => {
                let Some(id) = self.on_record("transferred", *person) else { return Ok(()) };
                let code = self.cast.force(*to);
                let posting = posting(&code, unit, role, PoliceRank::in_words(rank), from, Joining::Transferred);
                let done = officer::post(&self.claimed(self.human_resources(&code), claimed), id, posting).await;
                if self.tally.note("transferred", done)?.is_ok() {
                    self.cast.moved(*person, *to);
                }
                Ok(())
            }
            HappeningContent::ProbationExtended { person, .. } => {
                self.probation(*person, Probation::Extended, at).await
            }
            HappeningContent::ProbationEndedEarly { person, .. } => {
                self.probation(*person, Probation::CutShort, at).await
            }
            HappeningContent::Left { person, how } => self.leaves(*person, *how, at).await,
            HappeningContent::VehicleDeclared { person, vehicle } => {
                let Some(id) = self.on_record("vehicle declared", *person) else { return Ok(()) };
                let vehicle = Vehicle {
                    plate: vehicle.plate.clone(),
                    make: vehicle.make.to_owned(),
                    colour: vehicle.colour.to_owned(),
                };
                let actor = self.human_resources(&self.cast.force_of(*person));
                let done = officer::declare_vehicle(&self.claimed(actor, claimed), id, vehicle).await;
                self.tally.note("vehicle declared", done).map(drop)
            }
            HappeningContent::VettingDecided { person, by, level, decision, expires, rationale } => {
                let Some(id) = self.on_record("vetting decided", *person) else { return Ok(()) };
                let force = self.cast.force_of(*person);
                let actor = match by {
                    Some(by) => self.cast.actor_for(*by, Role::VettingAuthority, force),
                    None if self.is_imported() => Actor::system("import"),
                    None => self.cast.office(&force, Role::VettingAuthority),
                };
                let vetting = Vetting {
                    level: match level {
                        VettingLevel::Mv => Clearance::Management,
                        VettingLevel::Rv | VettingLevel::Nppv2 | VettingLevel::Nppv3 => Clearance::Recruitment,
                    },
                    decision: match decision {
                        history::SynthVettingDecision::Granted => VettingDecision::Granted,
                        history::SynthVettingDecision::Refused => VettingDecision::Refused,
                        history::SynthVettingDecision::Withdrawn => VettingDecision::Withdrawn,
                    },
                    expires: *expires,
                    rationale: rationale.clone(),
                };
                let done = vetting::decide(&self.claimed(actor, claimed), id, vetting).await;
                self.tally.note("vetting decided", done).map(drop)
            }
            _ => Ok(()),
        }
    }

    /// The person's id. If they are not on record, the tally counts the operation as left out.
    pub(super) fn on_record(&mut self, what: &'static str, person: PersonNumber) -> Option<OfficerId> {
        let id = self.cast.officer(person);
        if id.is_none() {
            self.tally.left_out(what, "officer.not-on-record");
        }
        id
    }

    /// The actor who keeps the service records: the import before the first night, human resources after it.
    fn human_resources(&self, force: &ForceId) -> Actor {
        if self.is_imported() { Actor::system("import") } else { self.cast.office(force, Role::HumanResources) }
    }

    fn enrolment(&self, person: PersonNumber, posting: Posting, probationer: bool) -> Enrolment {
        let person = &self.history.people[person as usize];
        Enrolment {
            workforce: match person.kind {
                ServiceKind::Officer => Workforce::Officer,
                ServiceKind::Special => Workforce::Special,
                ServiceKind::Staff => Workforce::Staff,
            },
            identity: Identity {
                first_name: person.first_name.clone(),
                middle_name: person.middle_name.clone().unwrap_or_default(),
                surname: person.surname.clone(),
                previous_surname: person.previous_surname.clone().unwrap_or_default(),
                born: Some(person.born),
                sex: person.sex.to_string(),
                address: person.address.clone(),
                postcode: person.postcode.clone(),
                previous_postcode: String::new(),
                phone: person.phone.clone().unwrap_or_default(),
                nickname: person.nickname.unwrap_or_default().to_owned(),
            },
            warrant: person.warrant.clone(),
            posting,
            probationer,
            vehicles: Vec::new(),
        }
    }

    async fn rank(&mut self, id: OfficerId) -> Result<Option<PoliceRank>, Failure> {
        Ok(self.officer_state(id).await?.and_then(|officer| officer.posting().rank))
    }

    async fn probation(&mut self, person: PersonNumber, change: Probation, at: DateTime) -> Result<(), Failure> {
        let Some(id) = self.on_record("probation changed", person) else { return Ok(()) };
        let actor = self.human_resources(&self.cast.force_of(person));
        let done = officer::change_probation(&self.context(actor), id, change, at.date()).await;
        self.tally.note("probation changed", done).map(drop)
    }

    async fn leaves(&mut self, person: PersonNumber, how: history::SynthLeaving, at: DateTime) -> Result<(), Failure> {
        let Some(id) = self.on_record("left", person) else { return Ok(()) };
        let how = match how {
            history::SynthLeaving::Resigned => Leaving::Resigned,
            history::SynthLeaving::Retired => Leaving::Retired,
            history::SynthLeaving::Dismissed => Leaving::Dismissed,
        };
        // If a hearing ended in dismissal, that outcome has already ended the service.
        if how == Leaving::Dismissed && self.officer_state(id).await?.is_some_and(|officer| !officer.is_serving()) {
            return Ok(());
        }
        let actor = self.human_resources(&self.cast.force_of(person));
        let done = officer::leave(&self.context(actor), id, how, at.date()).await;
        if self.tally.note("left", done)?.is_ok() {
            let until = self.now + jiff::SignedDuration::from_hours(24 * LISTS_AFTER_DAYS);
            for matter in self.matters_of.get(&person).cloned().unwrap_or_default() {
                self.put_off(until, DeferredWork::TellLists(matter));
            }
        }
        Ok(())
    }
}

fn posting(
    force: &ForceId,
    unit: &str,
    role: &str,
    rank: Option<PoliceRank>,
    from: jiff::civil::Date,
    joining: Joining,
) -> Posting {
    Posting { force: force.clone(), unit: unit.to_owned(), post: post(role), rank, from, joining }
}

/// The kind of post, if any rule depends on it; otherwise [`Post::Other`].
fn post(role: &str) -> Post {
    match role {
        "response" | "neighbourhood" => Post::Response,
        "detective" => Post::Detective,
        "armed" => Post::Armed,
        "public-protection" => Post::VulnerableFacing,
        "professional-standards" | "vetting" => Post::Standards,
        "control-room" => Post::ControlRoom,
        _ => Post::Other,
    }
}
