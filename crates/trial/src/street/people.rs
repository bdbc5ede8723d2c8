//! The parts on the street: the member of the cast who plays each, and the stop that they have in progress.

use domain::stop::{Power, ReasonCode};
use synth::cast::{self, Member};

use crate::demonstration::Part;

/// A member of the cast who plays a part.
pub struct CastMember {
    pub part: Part,
    pub member: Member,
    /// The stop that is in progress when the demonstration begins.
    pub stop: Option<Street>,
}

/// The details of a stop.
pub struct Street {
    pub power: Power,
    /// The coded reason.
    pub code: ReasonCode,
    /// The reason in words.
    pub reason: &'static str,
    /// The object of the search.
    pub object: &'static str,
    pub place: &'static str,
    pub uniform: bool,
}

const BAG: Street = Street {
    power: Power::PaceSection1,
    code: ReasonCode::StolenProperty,
    reason: "A green rucksack like yours was stolen from a shop in Quay Street ten minutes ago.",
    object: "a stolen rucksack and what was in it",
    place: "Quay Street, by the footbridge",
    uniform: true,
};

const WEAPON: Street = Street {
    power: Power::PaceSection1,
    code: ReasonCode::Weapon,
    reason: "You were seen putting what looked like a knife into your coat.",
    object: "a knife",
    place: "Tannery Lane, near the bus stop",
    uniform: false,
};

const DRUGS: Street = Street {
    power: Power::MisuseOfDrugsSection23,
    code: ReasonCode::Drugs,
    reason: "You were seen to hand over a small packet for money.",
    object: "controlled drugs",
    place: "Market Square, at the north door of the hall",
    uniform: false,
};

const fn made(part: Part, member: Member, stop: Option<Street>) -> CastMember {
    CastMember { part, member, stop }
}

/// Everybody who plays a part.
pub const PEOPLE: [CastMember; 13] = [
    made(Part::Detective, cast::IMOGEN_VANCE, None),
    made(Part::Constable, cast::ROWAN_HALE, Some(BAG)),
    made(Part::ByNumber, cast::TOMAS_BRANDT, Some(DRUGS)),
    made(Part::Eastmarsh, cast::ADA_OKORO, Some(BAG)),
    made(Part::OffDuty, cast::FREYA_LUND, Some(WEAPON)),
    made(Part::Covert, cast::JONAH_REEVE, Some(DRUGS)),
    made(Part::Suspended, cast::DALE_MERCER, Some(WEAPON)),
    made(Part::VerificationOff, cast::PIERS_LOCKETT, Some(WEAPON)),
    made(Part::Dismissed, cast::GARETH_STROUD, Some(WEAPON)),
    made(Part::ControlNorthmere, cast::NELL_ASHBY, None),
    made(Part::ControlEastmarsh, cast::VIV_TARRANT, None),
    made(Part::CounterCorruption, cast::HUGH_SORREL, None),
    made(Part::CovertDesk, cast::UNA_BLYTHE, None),
];

/// The two authorities who decide on suspensions.
pub const AUTHORITIES: [Member; 2] = [cast::MOIRA_KELL, cast::OWEN_DRAY];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_works_in_the_role_of_their_part() {
        for CastMember { part, member, .. } in PEOPLE {
            assert_eq!(part.role().as_str(), member.role, "{}", member.name());
        }
    }
}
