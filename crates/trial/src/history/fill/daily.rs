//! Everyday events: stops, views of records, warrant cards, concerns, and declared relationships.

use app::stop::PastStop;
use app::subject::consult;
use app::{officer, stop};
use cli::exit::Failure;
use domain::Role;
use domain::consultation::Purpose;
use domain::officer::{ConcernKind, Relation};
use domain::stop::{Power, StopOutcome};
use jiff::Timestamp;
use synth::history::{HappeningContent, Relationship, SynthConcern};

use super::HistoryFill;

impl HistoryFill<'_> {
    pub(super) async fn day(&mut self, what: &HappeningContent, claimed: Option<Timestamp>) -> Result<(), Failure> {
        match what {
            HappeningContent::RelationshipDeclared { one, other, kind } => {
                let Some(id) = self.on_record("tie declared", *one) else { return Ok(()) };
                let Some(other) = self.on_record("tie declared", *other) else { return Ok(()) };
                let relation = match kind {
                    Relationship::Friend => Relation::Friend,
                    Relationship::Spouse => Relation::Partner,
                    Relationship::Relative => Relation::Relative,
                    Relationship::FormerPartner => Relation::FormerPartner,
                };
                let actor = self.cast.actor(*one, Role::Officer);
                let done = officer::declare_relation(&self.claimed(actor, claimed), id, other, relation).await;
                self.tally.note("tie declared", done).map(drop)
            }
            HappeningContent::ConcernRecorded { about, by, force, kind, words } => {
                let Some(id) = self.on_record("concern recorded", *about) else { return Ok(()) };
                let concern = match kind {
                    SynthConcern::Nickname => ConcernKind::Nickname,
                    SynthConcern::Remark => ConcernKind::Remark,
                    SynthConcern::Banter => ConcernKind::Banter,
                    SynthConcern::Discomfort => ConcernKind::Discomfort,
                };
                let actor = self.cast.actor_for(*by, Role::Officer, self.cast.force(*force));
                let done = officer::record_concern(&self.claimed(actor, claimed), id, concern, words).await;
                self.tally.note("concern recorded", done).map(drop)
            }
            HappeningContent::StopRecorded {
                person,
                force,
                power,
                reason,
                plain_clothes,
                place,
                verified,
                outcome,
            } => {
                let Some(id) = self.on_record("stop recorded", *person) else { return Ok(()) };
                let force = self.cast.force(*force);
                let power = match *power {
                    "Misuse of Drugs Act s.23" => Power::MisuseOfDrugsSection23,
                    "Road Traffic Act s.163" => Power::RoadTrafficSection163,
                    "CJPOA s.60" => Power::PublicOrderSection60,
                    _ => Power::PaceSection1,
                };
                let stop = PastStop {
                    officer: id,
                    force: force.clone(),
                    power,
                    reason: (*reason).to_owned(),
                    place: place.clone(),
                    uniform: !plain_clothes,
                    vehicle: power == Power::RoadTrafficSection163,
                    checked: *verified,
                    outcome: outcome_of(outcome),
                };
                let actor = self.cast.actor_for(*person, Role::Officer, force);
                let done = stop::record_all(&self.claimed(actor, claimed), vec![stop]).await;
                self.tally.note("stop recorded", done).map(drop)
            }
            HappeningContent::Consulted { by, about, purpose } => {
                let Some(id) = self.on_record("record looked at", *about) else { return Ok(()) };
                let (role, purpose) = match *purpose {
                    Some("vetting") => (Role::VettingOfficer, Purpose::Vetting),
                    Some(_) => (Role::PsdInvestigator, Purpose::AssignedTask),
                    None => (Role::Officer, Purpose::Other),
                };
                let done = consult::officer(&self.claimed(self.cast.actor(*by, role), claimed), id, purpose).await;
                self.tally.note("record looked at", done).map(drop)
            }
            HappeningContent::CardPresented { person, place } => {
                let Some(id) = self.on_record("card presented", *person) else { return Ok(()) };
                let actor = self.cast.actor(*person, Role::Officer);
                let done = officer::present_card(&self.claimed(actor, claimed), id, place).await;
                self.tally.note("card presented", done).map(drop)
            }
            _ => Ok(()),
        }
    }
}

/// The record's outcome for a word in the history. It has none for advice or a community resolution.
fn outcome_of(word: &str) -> StopOutcome {
    match word {
        "advice" | "community resolution" => StopOutcome::Warning,
        "penalty notice" => StopOutcome::PenaltyNotice,
        "arrest" => StopOutcome::Arrest,
        _ => StopOutcome::NoFurtherAction,
    }
}
