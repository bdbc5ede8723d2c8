//! The record's ids for the people and things in a made-up history. The record never learns the history's own numbers.

use std::collections::HashMap;

use cli::exit::Failure;
use domain::{Actor, ForceId, MatterId, OfficerId, ReportId, Role, SubjectId};
use synth::history::{ForceNumber, HappeningContent, History, MatterNumber, PersonNumber, ReportNumber, Reporter};

/// The people and things in a history, with their ids in the record.
pub struct HistoryCast {
    forces: Vec<ForceId>,
    officers: Vec<Option<OfficerId>>,
    serving_in: Vec<ForceNumber>,
    pub reports: HashMap<ReportNumber, ReportId>,
    pub matters: HashMap<MatterNumber, MatterId>,
    authorities: Vec<Vec<PersonNumber>>,
    investigators: Vec<Vec<PersonNumber>>,
}

impl HistoryCast {
    /// The people in a history, before anyone has been enrolled.
    ///
    /// # Errors
    /// If the name of a force cannot be turned into a code.
    pub fn of(history: &History) -> Result<HistoryCast, Failure> {
        let forces = history.forces.iter().map(|force| code(force.name)).collect::<Result<Vec<_>, _>>()?;
        let (mut authorities, mut investigators) = (vec![Vec::new(); forces.len()], vec![Vec::new(); forces.len()]);
        // The members of a desk are the people who work there in the history.
        let mut force_of_matter = HashMap::new();
        for happening in &history.happenings {
            match &happening.what {
                HappeningContent::MatterOpened { matter, force, by, .. } => {
                    force_of_matter.insert(*matter, *force);
                    known(&mut authorities[*force as usize], *by);
                }
                HappeningContent::MatterClosed { matter, second, .. } => {
                    if let Some(force) = force_of_matter.get(matter) {
                        known(&mut authorities[*force as usize], *second);
                    }
                }
                HappeningContent::InvestigatorAssigned { matter, investigator, .. } => {
                    if let Some(force) = force_of_matter.get(matter) {
                        known(&mut investigators[*force as usize], *investigator);
                    }
                }
                _ => {}
            }
        }
        Ok(HistoryCast {
            forces,
            officers: vec![None; history.people.len()],
            serving_in: vec![0; history.people.len()],
            reports: HashMap::new(),
            matters: HashMap::new(),
            authorities,
            investigators,
        })
    }

    pub fn force(&self, force: ForceNumber) -> ForceId {
        self.forces[force as usize].clone()
    }

    /// Notes the id under which a person was enrolled.
    pub fn enrolled(&mut self, person: PersonNumber, id: OfficerId, force: ForceNumber) {
        self.officers[person as usize] = Some(id);
        self.serving_in[person as usize] = force;
    }

    /// Notes that a person moved to another force.
    pub fn moved(&mut self, person: PersonNumber, force: ForceNumber) {
        self.serving_in[person as usize] = force;
    }

    /// The person's id, if they are on record.
    pub fn officer(&self, person: PersonNumber) -> Option<OfficerId> {
        self.officers[person as usize]
    }

    /// The force in which the person serves, or last served.
    pub fn force_of(&self, person: PersonNumber) -> ForceId {
        self.force(self.serving_in[person as usize])
    }

    /// A member of the workforce, acting in a role in their own force.
    pub fn actor(&self, person: PersonNumber, role: Role) -> Actor {
        self.actor_for(person, role, self.force_of(person))
    }

    /// A member of the workforce, acting in a role in the given force.
    pub fn actor_for(&self, person: PersonNumber, role: Role, force: ForceId) -> Actor {
        match self.officer(person) {
            Some(id) => Actor::staff(id, role, force),
            // A person who is not on record can only be refused.
            None => Actor::person(invented(9, person), Role::Public),
        }
    }

    /// An office-holder in a force who has no other part in the history.
    pub fn office(&self, force: &ForceId, role: Role) -> Actor {
        let number = self.forces.iter().position(|known| known == force).unwrap_or_default();
        let place = Role::ALL.iter().position(|known| *known == role).unwrap_or_default();
        let id = invented(3, u32::try_from(number * 100 + place).unwrap_or_default());
        Actor { force: Some(force.clone()), ..Actor::person(id, role) }
    }

    /// The reporter as an actor, and the subject id under which the record stores them.
    pub fn reporter(&self, reporter: Reporter) -> (Actor, Option<SubjectId>) {
        match reporter {
            Reporter::Public(number) => {
                let id = invented(1, number);
                (Actor::person(id, Role::Public), Some(id))
            }
            Reporter::Colleague(person) => {
                (self.actor(person, Role::Officer), self.officer(person).map(SubjectId::from))
            }
            Reporter::Anonymous => (Actor::system("front-desk"), None),
        }
    }

    /// The authorities of a force, other than this one.
    pub fn other_authorities(&self, force: ForceNumber, than: PersonNumber) -> impl Iterator<Item = PersonNumber> + '_ {
        self.authorities[force as usize].iter().copied().filter(move |person| *person != than)
    }

    /// The investigators of a force, other than this one.
    pub fn other_investigators(
        &self,
        force: ForceNumber,
        than: PersonNumber,
    ) -> impl Iterator<Item = PersonNumber> + '_ {
        self.investigators[force as usize].iter().copied().filter(move |person| *person != than)
    }
}

fn known(people: &mut Vec<PersonNumber>, person: PersonNumber) {
    if !people.contains(&person) {
        people.push(person);
    }
}

/// The id of a person outside the workforce. It is the same in every run.
fn invented(kind: u8, number: u32) -> SubjectId {
    let text = format!("d3300000-0000-4000-8{kind:03x}-0000{number:08x}");
    #[expect(clippy::expect_used, reason = "the text has the shape of an id whatever the numbers are")]
    text.parse().expect("32 hexadecimal digits in five groups")
}

fn code(name: &str) -> Result<ForceId, Failure> {
    let code: String = name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
    ForceId::parse(&code).map_err(|error| Failure::bad_data(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_outside_the_workforce_have_ids_of_their_own() {
        assert_eq!(invented(1, 77), invented(1, 77));
        assert_ne!(invented(1, 77), invented(3, 77));
        assert_eq!(code("Harbour Transport").unwrap().as_str(), "harbour-transport");
    }
}
