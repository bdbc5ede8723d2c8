//! Values for stops: the power, the reason, the statements at the beginning, the record of a search.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::codes::codes;
use crate::record::letters::StopRef;
use crate::{DeviceId, ForceId, OfficerId, Personal};

codes! {
    /// A power under which somebody can be stopped, by act and section.
    pub enum Power: "power of stop" {
        /// PACE 1984 s.1: stolen or prohibited articles.
        PaceSection1 = "pace-section1",
        /// Misuse of Drugs Act 1971 s.23.
        MisuseOfDrugsSection23 = "misuse-of-drugs-section23",
        /// Criminal Justice and Public Order Act 1994 s.60.
        PublicOrderSection60 = "public-order-section60",
        /// Road Traffic Act 1988 s.163: stopping a vehicle.
        RoadTrafficSection163 = "road-traffic-section163",
        /// PACE 1984 s.24: arrest.
        PaceSection24 = "pace-section24",
    }
}

impl Power {
    /// The act and section.
    pub const fn citation(self) -> &'static str {
        match self {
            Self::PaceSection1 => "Police and Criminal Evidence Act 1984 s.1",
            Self::MisuseOfDrugsSection23 => "Misuse of Drugs Act 1971 s.23",
            Self::PublicOrderSection60 => "Criminal Justice and Public Order Act 1994 s.60",
            Self::RoadTrafficSection163 => "Road Traffic Act 1988 s.163",
            Self::PaceSection24 => "Police and Criminal Evidence Act 1984 s.24",
        }
    }

    /// Returns true for powers of search.
    pub const fn is_search(self) -> bool {
        matches!(self, Self::PaceSection1 | Self::MisuseOfDrugsSection23 | Self::PublicOrderSection60)
    }

    /// The rule that reserves the power for constables in uniform, if there is one.
    pub(super) const fn uniform_only(self) -> Option<&'static str> {
        match self {
            Self::PublicOrderSection60 => Some("Criminal Justice and Public Order Act 1994 s.60(4)"),
            Self::RoadTrafficSection163 => Some("Road Traffic Act 1988 s.163(1)"),
            Self::PaceSection1 | Self::MisuseOfDrugsSection23 | Self::PaceSection24 => None,
        }
    }
}

codes! {
    /// The reason for a stop, as a code that supplements the officer's own words.
    pub enum ReasonCode: "reason of a stop" {
        /// Stolen property is suspected.
        StolenProperty = "stolen-property",
        /// A weapon is suspected.
        Weapon = "weapon",
        /// Tools for burglary or theft are suspected.
        GoingEquipped = "going-equipped",
        /// Drugs are suspected.
        Drugs = "drugs",
        /// An authorisation for the place and time is in force.
        AuthorisationInForce = "authorisation-in-force",
        /// The manner of driving or the condition of a vehicle.
        RoadTraffic = "road-traffic",
        /// The person is arrested on suspicion of an offence.
        OffenceSuspected = "offence-suspected",
        /// The person is wanted.
        Wanted = "wanted",
    }
}

/// The statements made at the beginning of a stop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopOpening {
    /// The reference that everybody uses for the stop.
    pub reference: StopRef,
    pub officer: OfficerId,
    pub force: ForceId,
    /// The device on which the stop was started; `None` for a stop that was recorded afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    pub power: Power,
    /// The reason as a code; `None` for a stop that was recorded afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<ReasonCode>,
    /// The grounds, in the officer's words.
    pub reason: Personal<String>,
    /// The object of the search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<Personal<String>>,
    /// The location, in no more detail than necessary.
    pub place: String,
    /// True if the officer is in uniform.
    pub uniform: bool,
    /// True if a vehicle was stopped.
    pub vehicle: bool,
    /// True if the officer had to act off duty.
    #[serde(default)]
    pub off_duty: bool,
}

codes! {
    /// The self-defined ethnicities used in police records (PACE Code A annex B): 18 categories and "not stated".
    pub enum Ethnicity: "ethnicity of the 18+1 list" {
        W1 = "W1",
        W2 = "W2",
        W3 = "W3",
        W9 = "W9",
        M1 = "M1",
        M2 = "M2",
        M3 = "M3",
        M9 = "M9",
        A1 = "A1",
        A2 = "A2",
        A3 = "A3",
        A4 = "A4",
        A9 = "A9",
        B1 = "B1",
        B2 = "B2",
        B9 = "B9",
        O2 = "O2",
        O9 = "O9",
        Ns = "NS",
    }
}

/// The record of a search, in addition to the statements at the beginning. PACE 1984 s.3, as amended in 2010, and Code A in
/// the version in force from 20 December 2023 ask for seven things: date, time, place, ethnicity, object, grounds and officer.
/// They do not ask for the name of the person, a vehicle or the result, but the things found are kept as well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchRecord {
    /// The grounds, as the officer states them at the end.
    pub grounds: String,
    pub self_defined_ethnicity: Option<Ethnicity>,
    /// The ethnicity as perceived by the officer. Kept only if it differs from the one stated by the person.
    pub perceived_ethnicity: Option<Ethnicity>,
    pub found: String,
}

impl SearchRecord {
    /// Removes the officer's view of the ethnicity if it is the same as the person's own.
    #[must_use]
    pub fn with_differing_view(mut self) -> Self {
        let given = self.self_defined_ethnicity;
        self.perceived_ethnicity = self.perceived_ethnicity.filter(|seen| Some(*seen) != given);
        self
    }
}

/// The time after which an unanswered call to the control room is marked on the board for the duty superintendent, whom
/// the control room telephones (journey a2). A call should be answered within 30 seconds.
pub const CALL_ESCALATES_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// The maximum number of characters in one field of a stop.
pub const WORDS_MAXIMUM: usize = 2_000;

codes! {
    pub enum StopOutcome: "outcome of a stop" {
        NoFurtherAction = "no-further-action",
        Warning = "warning",
        PenaltyNotice = "penalty-notice",
        Summons = "summons",
        VoluntaryAttendance = "voluntary-attendance",
        Arrest = "arrest",
        /// The control room ended the stop because the officer could not. No search is recorded.
        EndedByControlRoom = "ended-by-control-room",
    }
}

impl StopOutcome {
    /// The outcomes that an officer may choose from.
    pub fn of_officers() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|outcome| *outcome != Self::EndedByControlRoom)
    }
}

/// Returns true if the text is too long for a field of a stop.
pub fn is_too_long(words: &str) -> bool {
    words.chars().count() > WORDS_MAXIMUM
}

codes! {
    /// The reasons for refusing a command on a stop. Pages react to some of them.
    pub enum StopRefusal: "refusal of a stop" {
        AlreadyAnswered = "stop.already-answered",
        AlreadyClosed = "stop.already-closed",
        FoundTooLong = "stop.found-too-long",
        GroundsTooLong = "stop.grounds-too-long",
        NoDeviceKey = "stop.no-device-key",
        NoForceKey = "stop.no-force-key",
        NoGrounds = "stop.no-grounds",
        NoObject = "stop.no-object",
        NoOutcome = "stop.no-outcome",
        NoPlace = "stop.no-place",
        NoReason = "stop.no-reason",
        NoReasonCode = "stop.no-reason-code",
        NoUnit = "stop.no-unit",
        NoWhy = "stop.no-why",
        NoWords = "stop.no-words",
        NotAttested = "stop.not-attested",
        NotCalled = "stop.not-called",
        NotClosed = "stop.not-closed",
        NotInUniform = "stop.not-in-uniform",
        NotOnDuty = "stop.not-on-duty",
        ObjectTooLong = "stop.object-too-long",
        OneIsOpen = "stop.one-is-open",
        OtherDevice = "stop.other-device",
        OwnCall = "stop.own-call",
        PlaceTooLong = "stop.place-too-long",
        PowerNeedsUniform = "stop.power-needs-uniform",
        ReasonTooLong = "stop.reason-too-long",
        UnknownChallenge = "stop.unknown-challenge",
    }
}
