//! What is said of a check: the way it was made, the cause of a refusal, the desk and the steps of an alarm. Values only.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::codes::codes;

codes! {
    /// How the check was made.
    pub enum Leg: "way of a check" {
        /// The live code was typed into the page.
        Code = "code",
        /// The officer's device answered the challenge that the page showed.
        Challenge = "challenge",
        /// The code on the officer's screen was scanned.
        Scan = "scan",
        /// By telephone or text message, through a gateway of the control room.
        Voice = "voice",
    }
}

codes! {
    /// Why an officer is not verified. Never shown to the public: each gives the same page.
    pub enum Cause: "cause of a refused check" {
        /// The code was never given out, or so long ago that it is forgotten: forged, or mistyped.
        UnknownCode = "unknown-code",
        /// The code is older than it may be, or was used before: replayed.
        StaleCode = "stale-code",
        /// The stop of the code has ended.
        StopEnded = "stop-ended",
        /// They have left policing, dismissed or otherwise.
        Left = "left",
        /// They are suspended.
        Suspended = "suspended",
        /// Verification was switched off to protect the public.
        VerificationOff = "verification-off",
        /// They are never verified here; their desk answers by voice.
        NotVerifiableOnline = "not-verifiable-online",
        /// They are not on duty.
        NotOnDuty = "not-on-duty",
        /// The control room refused to confirm somebody off duty.
        ControlRefused = "control-refused",
        /// What was scanned is not what the force and the officer's device signed.
        Forged = "forged",
        /// What was scanned was shown before, or has expired.
        Replayed = "replayed",
        /// What was scanned belongs to another stop or another device.
        Mismatched = "mismatched",
        /// What was scanned does not answer what the page asked, or was made for another page.
        WrongAudience = "wrong-audience",
    }
}

/// What a check found. The public sees three outcomes: pending is one that still becomes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", content = "cause", rename_all = "kebab-case")]
pub enum Outcome {
    /// This is an officer who may act now.
    Verified,
    /// They say that they are off duty and have had to act: the control room is asked.
    Pending,
    /// Not.
    Refused(Cause),
}

codes! {
    /// Where an alarm goes first.
    pub enum Desk: "desk of an alarm" {
        /// The control room of the force, its professional standards on call and its counter-corruption unit.
        ControlRoom = "control-room",
        /// The covert desk only: anybody else would learn of a covert officer.
        CovertDesk = "covert-desk",
    }
}

codes! {
    /// How far an alarm that nobody took was carried on.
    pub enum Escalation: "step of an alarm" {
        /// Marked on the board for the duty superintendent, whom the control room rings: the program tells nobody by itself.
        DutySuperintendent = "duty-superintendent",
        /// To the board of the neighbouring force.
        NeighbouringForce = "neighbouring-force",
    }
}

impl Escalation {
    /// How long after the alarm it is carried on, unless somebody took it (journey a3).
    pub const fn after(self) -> SignedDuration {
        match self {
            Self::DutySuperintendent => SignedDuration::from_mins(2),
            Self::NeighbouringForce => SignedDuration::from_mins(5),
        }
    }
}

/// How often a visitor is heard in one check, until somebody closes its alarm. A silent alarm is never refused, so that this
/// keeps a program from filling the record through one.
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
    /// The refusals of alarms. Pages act on some of them.
    pub enum AlarmRefusal: "refusal of an alarm" {
        AlreadyAcknowledged = "alarm.already-acknowledged",
        NotAcknowledged = "alarm.not-acknowledged",
        NotOpen = "alarm.not-open",
    }
}
