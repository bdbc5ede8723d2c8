//! What is said of a check: the way it was made, the cause of a refusal, the desk and the steps of an alarm. Values only.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How the check was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Leg {
    /// The live code was typed into the page.
    Code,
    /// The officer's device answered the challenge that the page showed.
    Challenge,
    /// The code on the officer's screen was scanned.
    Scan,
    /// By telephone or text message, through a gateway of the control room.
    Voice,
}

/// Why an officer is not verified. Never shown to the public: each gives the same page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The code was never given out, or so long ago that it is forgotten: forged, or mistyped.
    UnknownCode,
    /// The code is older than it may be, or was used before: replayed.
    StaleCode,
    /// The stop of the code has ended.
    StopEnded,
    /// They have left policing, dismissed or otherwise.
    Left,
    /// They are suspended.
    Suspended,
    /// Verification was switched off to protect the public.
    VerificationOff,
    /// They are never verified here; their desk answers by voice.
    NotVerifiableOnline,
    /// They are not on duty.
    NotOnDuty,
    /// The control room refused to confirm somebody off duty.
    ControlRefused,
    /// What was scanned is not what the force and the officer's device signed.
    Forged,
    /// What was scanned was shown before, or has expired.
    Replayed,
    /// What was scanned belongs to another stop or another device.
    Mismatched,
    /// What was scanned does not answer what the page asked, or was made for another page.
    WrongAudience,
}

impl Cause {
    /// All of them.
    pub const ALL: [Cause; 13] = [
        Self::UnknownCode,
        Self::StaleCode,
        Self::StopEnded,
        Self::Left,
        Self::Suspended,
        Self::VerificationOff,
        Self::NotVerifiableOnline,
        Self::NotOnDuty,
        Self::ControlRefused,
        Self::Forged,
        Self::Replayed,
        Self::Mismatched,
        Self::WrongAudience,
    ];

    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownCode => "unknown-code",
            Self::StaleCode => "stale-code",
            Self::StopEnded => "stop-ended",
            Self::Left => "left",
            Self::Suspended => "suspended",
            Self::VerificationOff => "verification-off",
            Self::NotVerifiableOnline => "not-verifiable-online",
            Self::NotOnDuty => "not-on-duty",
            Self::ControlRefused => "control-refused",
            Self::Forged => "forged",
            Self::Replayed => "replayed",
            Self::Mismatched => "mismatched",
            Self::WrongAudience => "wrong-audience",
        }
    }

    /// The cause of this code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.as_str() == code)
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

/// What decides whether an officer may act now, as far as the officer's own record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether they serve.
    pub serving: bool,
    /// Whether they are suspended in any matter.
    pub suspended: bool,
    /// Whether a protection switched verification off.
    pub verification_off: bool,
    /// Whether they are verified on the page at all.
    pub online: bool,
    /// The shift that they are booked on for: from when, and until when at the latest.
    pub on_duty: Option<(Timestamp, Timestamp)>,
}

impl Standing {
    /// Since when they are on duty.
    ///
    /// # Errors
    /// The cause for which they may not act now.
    pub fn on_duty_since(&self, now: Timestamp) -> Result<Timestamp, Cause> {
        self.may_serve()?;
        match self.on_duty {
            Some((since, until)) if since <= now && now < until => Ok(since),
            _ => Err(Cause::NotOnDuty),
        }
    }

    /// Whether they may act in an open stop: on duty, or off duty as one who has had to act.
    ///
    /// # Errors
    /// The cause for which they may not.
    pub fn may_act(&self, off_duty: bool, now: Timestamp) -> Result<(), Cause> {
        if off_duty { self.may_serve() } else { self.on_duty_since(now).map(|_| ()) }
    }

    /// Whether they might act at all, on duty or, confirmed by the control room, off duty.
    ///
    /// # Errors
    /// The cause for which they may not.
    pub fn may_serve(&self) -> Result<(), Cause> {
        match self {
            Self { serving: false, .. } => Err(Cause::Left),
            Self { suspended: true, .. } => Err(Cause::Suspended),
            Self { verification_off: true, .. } => Err(Cause::VerificationOff),
            Self { online: false, .. } => Err(Cause::NotVerifiableOnline),
            _ => Ok(()),
        }
    }
}

/// Where an alarm goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Desk {
    /// The control room of the force, its professional standards on call and its counter-corruption unit.
    ControlRoom,
    /// The covert desk only: anybody else would learn of a covert officer.
    CovertDesk,
}

impl Desk {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ControlRoom => "control-room",
            Self::CovertDesk => "covert-desk",
        }
    }
}

/// How far an alarm that nobody took was carried on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Escalation {
    /// Marked on the board for the duty superintendent, whom the control room rings: the program tells nobody by itself.
    DutySuperintendent,
    /// To the board of the neighbouring force.
    NeighbouringForce,
}

impl Escalation {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DutySuperintendent => "duty-superintendent",
            Self::NeighbouringForce => "neighbouring-force",
        }
    }

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

/// What can be found of an alarm in the end.
pub const FINDINGS: &[&str] =
    &["officer-confirmed-by-voice", "mistyped", "unit-attended", "impersonation", "misuse", "false-alarm"];
