//! The parts of the demonstration, their texts, and the people who play them. All of them are made up.

use domain::{Actor, DeviceId, ForceId, OfficerId, Role, StopId};
use shell::texts::{Text, Texts};

use crate::texts::Words as _;

/// The pages on which somebody works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The officer's: `/duty`.
    Duty,
    /// The control room's: `/control`.
    Control,
}

macro_rules! parts {
    ($($(#[$doc:meta])* $part:ident $key:literal $role:ident $title:ident;)*) => {
        /// A part in the demonstration.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Part { $($(#[$doc])* $part,)* }

        impl Part {
            /// All of them, in the order of the pages.
            pub const ALL: &'static [Part] = &[$(Self::$part,)*];

            /// The key in an address.
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
    /// Shown by number only.
    ByNumber "by-number" Officer demonstration_by_number;
    /// On duty in the neighbouring force.
    Eastmarsh "eastmarsh" Officer demonstration_eastmarsh;
    /// Off duty, and has had to act.
    OffDuty "off-duty" Officer demonstration_off_duty;
    /// Not verifiable online.
    Covert "covert" Officer demonstration_covert;
    /// Suspended.
    Suspended "suspended" Officer demonstration_suspended;
    /// Verification is switched off while an accusation is looked into.
    VerificationOff "verification-off" Officer demonstration_verification_off;
    /// Dismissed.
    Dismissed "dismissed" Officer demonstration_dismissed;
    /// The control room of Northmere.
    ControlNorthmere "control-northmere" ControlRoom demonstration_control_northmere;
    /// The control room of Eastmarsh.
    ControlEastmarsh "control-eastmarsh" ControlRoom demonstration_control_eastmarsh;
    /// Counter-corruption of Northmere.
    CounterCorruption "counter-corruption" Ccu demonstration_counter_corruption;
    /// The desk of covert officers of Northmere.
    CovertDesk "covert-desk" CovertDesk demonstration_covert_desk;
}

impl Part {
    /// The part of this key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|part| part.key() == key)
    }

    pub const fn area(self) -> Area {
        match self.role() {
            Role::Officer => Area::Duty,
            _ => Area::Control,
        }
    }

    /// True if a newcomer can play them. The dismissed officer can sign in nowhere.
    pub const fn can_be_played(self) -> bool {
        !matches!(self, Self::Dismissed)
    }

    /// The outcome of a check of their code at the beginning.
    pub fn outcome(self, t: &Texts) -> Text {
        match self {
            Self::Detective | Self::Constable | Self::ByNumber | Self::Eastmarsh => t.demonstration_is_verified(),
            Self::OffDuty => t.demonstration_is_pending(),
            _ => t.demonstration_is_not_verified(),
        }
    }
}

/// Somebody in the demonstration, as the record knows them.
#[derive(Clone, Debug)]
pub struct DemonstrationPerson {
    pub part: Part,
    pub name: String,
    pub number: String,
    pub officer: OfficerId,
    pub force: ForceId,
    pub device: DeviceId,
    /// The stop in progress when the demonstration began, if any.
    pub stop: Option<StopId>,
}

impl DemonstrationPerson {
    pub fn actor(&self) -> Actor {
        Actor::staff(self.officer, self.part.role(), self.force.clone())
    }
}

#[derive(Clone, Debug)]
pub struct Cast {
    /// Those who can be played, and the dismissed one.
    pub people: Vec<DemonstrationPerson>,
    /// The two who decide on suspensions in Northmere: the second signs what the first asks to close.
    pub authorities: [Actor; 2],
}

impl Cast {
    /// The person who plays a part.
    pub fn person(&self, part: Part) -> Option<&DemonstrationPerson> {
        self.people.iter().find(|person| person.part == part)
    }
}
