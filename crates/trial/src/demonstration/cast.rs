//! The parts in the demonstration, their descriptions, and the people who play them. All of them are made up.

use domain::{Actor, DeviceId, ForceId, OfficerId, Role, StopId};
use shell::texts::{Text, Texts};

use crate::texts::Words as _;

/// The desk at which a person works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The officer's pages, at `/duty`.
    Duty,
    /// The control room's pages, at `/control`.
    Control,
}

macro_rules! parts {
    ($($(#[$doc:meta])* $part:ident $key:literal $role:ident $title:ident;)*) => {
        /// A part in the demonstration.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Part { $($(#[$doc])* $part,)* }

        impl Part {
            /// All parts, in the order in which the pages show them.
            pub const ALL: &'static [Part] = &[$(Self::$part,)*];

            /// The part's name in URLs.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$part => $key,)* }
            }

            pub const fn role(self) -> Role {
                match self { $(Self::$part => Role::$role,)* }
            }

            /// A description in a few words.
            pub fn title(self, t: &Texts) -> Text {
                match self { $(Self::$part => t.$title(),)* }
            }
        }
    };
}

parts! {
    /// A detective in plain clothes, on duty.
    Detective "detective" Officer demonstration_detective;
    /// A constable in uniform, on duty.
    Constable "constable" Officer demonstration_constable;
    /// An officer who is shown to the public by number only.
    ByNumber "by-number" Officer demonstration_by_number;
    /// An officer on duty in the neighbouring force.
    Eastmarsh "eastmarsh" Officer demonstration_eastmarsh;
    /// An officer off duty who had to act.
    OffDuty "off-duty" Officer demonstration_off_duty;
    /// A covert officer, who cannot be verified online.
    Covert "covert" Officer demonstration_covert;
    Suspended "suspended" Officer demonstration_suspended;
    /// An officer whose verification is switched off while an accusation is investigated.
    VerificationOff "verification-off" Officer demonstration_verification_off;
    Dismissed "dismissed" Officer demonstration_dismissed;
    /// An operator in Northmere's control room.
    ControlNorthmere "control-northmere" ControlRoom demonstration_control_northmere;
    /// An operator in Eastmarsh's control room.
    ControlEastmarsh "control-eastmarsh" ControlRoom demonstration_control_eastmarsh;
    /// A member of Northmere's counter-corruption unit.
    CounterCorruption "counter-corruption" Ccu demonstration_counter_corruption;
    /// A member of Northmere's covert desk.
    CovertDesk "covert-desk" CovertDesk demonstration_covert_desk;
}

impl Part {
    /// The part with this name in URLs.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|part| part.key() == key)
    }

    pub const fn area(self) -> Area {
        match self.role() {
            Role::Officer => Area::Duty,
            _ => Area::Control,
        }
    }

    /// Returns true if a newcomer can play this part. The dismissed officer cannot sign in anywhere.
    pub const fn can_be_played(self) -> bool {
        !matches!(self, Self::Dismissed)
    }

    /// The outcome of checking this officer's code at the start of the demonstration.
    pub fn outcome(self, t: &Texts) -> Text {
        match self {
            Self::Detective | Self::Constable | Self::ByNumber | Self::Eastmarsh => t.demonstration_is_verified(),
            Self::OffDuty => t.demonstration_is_pending(),
            _ => t.demonstration_is_not_verified(),
        }
    }
}

/// A person in the demonstration, with their ids in the record.
#[derive(Clone, Debug)]
pub struct DemonstrationPerson {
    pub part: Part,
    pub name: String,
    pub number: String,
    pub officer: OfficerId,
    pub force: ForceId,
    pub device: DeviceId,
    /// The stop that was in progress when the demonstration began, if any.
    pub stop: Option<StopId>,
}

impl DemonstrationPerson {
    pub fn actor(&self) -> Actor {
        Actor::staff(self.officer, self.part.role(), self.force.clone())
    }
}

#[derive(Clone, Debug)]
pub struct Cast {
    /// The people who can be played, and the dismissed officer.
    pub people: Vec<DemonstrationPerson>,
    /// The two authorities who decide on suspensions in Northmere. The second signs when the first closes a matter.
    pub authorities: [Actor; 2],
}

impl Cast {
    pub fn person(&self, part: Part) -> Option<&DemonstrationPerson> {
        self.people.iter().find(|person| person.part == part)
    }
}
