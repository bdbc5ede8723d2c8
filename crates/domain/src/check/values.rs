//! Values of a check: the way it was made, the cause of a refusal, the desk and the steps of an alarm.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::codes::codes;

codes! {
    /// The way in which a check was made.
    pub enum Leg: "way of a check" {
        /// The live code was typed into the page.
        Code = "code",
        /// The officer's device answered the challenge that the page showed.
        Challenge = "challenge",
        /// The code on the officer's screen was scanned.
        Scan = "scan",
        /// The visitor telephoned or texted a gateway of the control room.
        Voice = "voice",
    }
}

codes! {
    /// The reason why an officer is not verified. It is never shown to the public: every cause gives the same page.
    pub enum Cause: "cause of a refused check" {
        /// The code was forged, mistyped, or given out so long ago that it is no longer kept.
        UnknownCode = "unknown-code",
        /// The code has expired or was used before: a replay.
        StaleCode = "stale-code",
        /// The stop of the code has ended.
        StopEnded = "stop-ended",
        /// The officer has left policing, by dismissal or otherwise.
        Left = "left",
        Suspended = "suspended",
        /// Verification was switched off to protect the public.
        VerificationOff = "verification-off",
        /// The officer is never verified online; their desk answers by voice.
        NotVerifiableOnline = "not-verifiable-online",
        NotOnDuty = "not-on-duty",
        /// The control room refused to confirm an officer who is off duty.
        ControlRefused = "control-refused",
        /// The scanned code is not what the force and the officer's device signed.
        Forged = "forged",
        /// The scanned code was shown before, or has expired.
        Replayed = "replayed",
        /// The scanned code belongs to another stop or another device.
        Mismatched = "mismatched",
        /// The scanned code does not answer the challenge of the page, or was made for another page.
        WrongAudience = "wrong-audience",
    }
}

/// The outcome of a check. The public sees all three; a pending check later becomes one of the other two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", content = "cause", rename_all = "kebab-case")]
pub enum CheckOutcome {
    /// This is an officer who may act now.
    Verified,
    /// The officer says that they had to act off duty, and the control room has been asked to confirm them.
    Pending,
    /// Not an officer who may act now, for this cause.
    Refused(Cause),
}

codes! {
    /// The desk that an alarm goes to first.
    pub enum Desk: "desk of an alarm" {
        /// The control room of the force, its professional standards on call and its counter-corruption unit.
        ControlRoom = "control-room",
        /// The covert desk alone: anybody else would learn of a covert officer.
        CovertDesk = "covert-desk",
    }
}

codes! {
    /// The steps by which an alarm that nobody takes is escalated.
    pub enum Escalation: "step of an alarm" {
        /// Marked on the board for the duty superintendent, whom the control room telephones: nobody is told
        /// automatically.
        DutySuperintendent = "duty-superintendent",
        /// Shown on the board of the neighbouring force.
        NeighbouringForce = "neighbouring-force",
    }
}

impl Escalation {
    /// Time from the alarm to this step, unless somebody takes the alarm first (journey a3).
    pub const fn after(self) -> SignedDuration {
        match self {
            Self::DutySuperintendent => SignedDuration::from_mins(2),
            Self::NeighbouringForce => SignedDuration::from_mins(5),
        }
    }
}

/// Maximum number of messages recorded from the visitor of one check until somebody closes its alarm. A silent alarm is
/// never refused, so this limit keeps a program from filling the record through it.
pub const SAID_MAXIMUM: u32 = 20;

codes! {
    /// The finding with which an alarm is closed.
    pub enum AlarmFinding: "finding on an alarm" {
        OfficerConfirmedByVoice = "officer-confirmed-by-voice",
        Mistyped = "mistyped",
        UnitAttended = "unit-attended",
        Impersonation = "impersonation",
        Misuse = "misuse",
        FalseAlarm = "false-alarm",
    }
}

codes! {
    /// Refusals of commands on an alarm. Pages react to some of them.
    pub enum AlarmRefusal: "refusal of an alarm" {
        AlreadyAcknowledged = "alarm.already-acknowledged",
        NotAcknowledged = "alarm.not-acknowledged",
        NotOpen = "alarm.not-open",
    }
}
