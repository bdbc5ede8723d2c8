//! Actors: the people and programs that do things, with their role and force.

use serde::{Deserialize, Serialize};

use crate::{ForceId, OfficerId, SubjectId};

/// The roles in which people act. Permissions are not here but in the permission policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Public,
    Reporter,
    Officer,
    Supervisor,
    PsdInvestigator,
    AppropriateAuthority,
    VettingOfficer,
    VettingAuthority,
    Ccu,
    Chair,
    LpbReviewer,
    Oversight,
    Inspector,
    DataController,
    RecordsAdmin,
    PlatformAdmin,
    HumanResources,
    Custodian,
    ControlRoom,
    CovertDesk,
    System,
}

impl Role {
    /// All roles, in the order of the role-by-action table.
    pub const ALL: [Role; 21] = [
        Self::Public,
        Self::Reporter,
        Self::Officer,
        Self::Supervisor,
        Self::PsdInvestigator,
        Self::AppropriateAuthority,
        Self::VettingOfficer,
        Self::VettingAuthority,
        Self::Ccu,
        Self::Chair,
        Self::LpbReviewer,
        Self::Oversight,
        Self::Inspector,
        Self::DataController,
        Self::RecordsAdmin,
        Self::PlatformAdmin,
        Self::HumanResources,
        Self::Custodian,
        Self::ControlRoom,
        Self::CovertDesk,
        Self::System,
    ];

    /// The name used in policies, in the database and on screen.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Reporter => "reporter",
            Self::Officer => "officer",
            Self::Supervisor => "supervisor",
            Self::PsdInvestigator => "psd-investigator",
            Self::AppropriateAuthority => "appropriate-authority",
            Self::VettingOfficer => "vetting-officer",
            Self::VettingAuthority => "vetting-authority",
            Self::Ccu => "ccu",
            Self::Chair => "chair",
            Self::LpbReviewer => "lpb-reviewer",
            Self::Oversight => "oversight",
            Self::Inspector => "inspector",
            Self::DataController => "data-controller",
            Self::RecordsAdmin => "records-admin",
            Self::PlatformAdmin => "platform-admin",
            Self::HumanResources => "human-resources",
            Self::Custodian => "custodian",
            Self::ControlRoom => "control-room",
            Self::CovertDesk => "covert-desk",
            Self::System => "system",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// The person or program that did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "kebab-case")]
pub enum ActorIdentity {
    /// A member of the workforce.
    Staff { id: OfficerId },
    /// A person outside the workforce: a member of the public, a panel member, an oversight body's reviewer.
    Person {
        /// Nothing else is recorded about them.
        id: SubjectId,
    },
    /// A job or reconciler, by name.
    System { name: String },
}

/// The author of an event, with their role and their force at the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    #[serde(flatten)]
    pub who: ActorIdentity,
    pub role: Role,
    /// `None` for the public and for bodies above force level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force: Option<ForceId>,
}

impl Actor {
    pub fn staff(id: OfficerId, role: Role, force: ForceId) -> Self {
        Self { who: ActorIdentity::Staff { id }, role, force: Some(force) }
    }

    /// A person outside the workforce.
    pub fn person(id: SubjectId, role: Role) -> Self {
        Self { who: ActorIdentity::Person { id }, role, force: None }
    }

    /// An unknown member of the public. Their actions are recorded under the check that they make.
    pub fn visitor() -> Self {
        Self::person(SubjectId::new(uuid::Uuid::nil()), Role::Public)
    }

    /// A job or reconciler.
    pub fn system(name: &str) -> Self {
        Self { who: ActorIdentity::System { name: name.to_owned() }, role: Role::System, force: None }
    }

    /// The member of the workforce who acted; `None` for anybody else.
    pub fn officer(&self) -> Option<OfficerId> {
        match self.who {
            ActorIdentity::Staff { id } => Some(id),
            ActorIdentity::Person { .. } | ActorIdentity::System { .. } => None,
        }
    }
}
