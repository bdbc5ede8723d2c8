//! Values for checks: the ways of making a check, the causes of a refusal, and the desks and escalation steps of an
//! alarm.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::codes::codes;

codes! {
    /// The way a check was made.
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
        /// The code was forged or mistyped, or was issued so long ago that it is no longer stored.
        UnknownCode = "unknown-code",
        /// The code has expired, or has been used before (a replay).
        StaleCode = "stale-code",
        /// The stop that the code belongs to has ended.
        StopEnded = "stop-ended",
        /// The officer has left policing, by dismissal or otherwise.
        Left = "left",
        Suspended = "suspended",
        /// Verification was switched off to protect the public.
        VerificationOff = "verification-off",
        /// The officer is never verified online; their desk answers by voice.
        NotVerifiableOnline = "not-verifiable-online",
        NotOnDuty = "not-on-duty",
        /// The control room refused to confirm the officer, who is off duty.
        ControlRefused = "control-refused",
        /// The signatures of the force and the officer's device do not match the scanned code.
        Forged = "forged",
        /// The scanned code has been presented before, or has expired.
        Replayed = "replayed",
        /// The scanned code belongs to another stop or another device.
        Mismatched = "mismatched",
        /// The scanned code does not answer the page's challenge, or was made for a different page.
        WrongAudience = "wrong-audience",
    }
}

/// The outcome of a check. The public sees all three outcomes; a pending check later becomes verified or refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", content = "cause", rename_all = "kebab-case")]
pub enum CheckOutcome {
    /// This is an officer who may act now.
    Verified,
    /// The officer says that they had to act off duty, and the control room has been asked to confirm them.
    Pending,
    /// This is not an officer who may act now, for the given cause.
    Refused(Cause),
}

codes! {
    /// The desk that an alarm goes to first.
    pub enum Desk: "desk of an alarm" {
        /// The force's control room, its on-call professional standards staff and its counter-corruption unit.
        ControlRoom = "control-room",
        /// Only the covert desk, because anybody else would learn of a covert officer.
        CovertDesk = "covert-desk",
    }
}

codes! {
    /// The steps by which an unacknowledged alarm is escalated.
    pub enum Escalation: "step of an alarm" {
        /// Marked on the board for the duty superintendent. The control room telephones them; nobody is told
        /// automatically.
        DutySuperintendent = "duty-superintendent",
        /// Shown on the board of the neighbouring force.
        NeighbouringForce = "neighbouring-force",
    }
}

impl Escalation {
    /// The time from the alarm to this step, if nobody acknowledges the alarm first (journey a3).
    pub const fn after(self) -> SignedDuration {
        match self {
            Self::DutySuperintendent => SignedDuration::from_mins(2),
            Self::NeighbouringForce => SignedDuration::from_mins(5),
        }
    }
}

/// The maximum number of messages recorded from the visitor of one check before its alarm is closed. A silent alarm is
/// never refused, so this limit stops a program from flooding the record.
pub const SAID_MAXIMUM: u32 = 20;

codes! {
    /// The finding recorded when an alarm is closed.
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
    /// The reasons for refusing a command on an alarm. Pages react to some of them.
    pub enum AlarmRefusal: "refusal of an alarm" {
        AlreadyAcknowledged = "alarm.already-acknowledged",
        NotAcknowledged = "alarm.not-acknowledged",
        NotOpen = "alarm.not-open",
    }
}
