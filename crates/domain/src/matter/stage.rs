//! The stages of a matter. A transition takes the stage and gives the next, or says why it cannot.

use jiff::Timestamp;
use jiff::civil::Date;

use super::values::{Form, Outcome};
use crate::record::refusal::Refusal;

/// Where a matter stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is open; severity may be assessed, an investigator may be at work.
    Open,
    /// The investigator's report is in.
    Reported {
        /// Since when.
        at: Timestamp,
    },
    /// Whether there is a case to answer is determined.
    Determined {
        /// Whether there is, and in which form it is answered.
        form: Option<Form>,
        /// Since when.
        at: Timestamp,
    },
    /// Proceedings are under way.
    Proceedings {
        /// Their form.
        form: Form,
        /// When the officer was notified.
        notified_at: Timestamp,
        /// The first day, once fixed.
        hearing_on: Option<Date>,
    },
    /// The hearing is over; findings are to be recorded.
    Heard {
        /// Its form.
        form: Form,
        /// Since when.
        at: Timestamp,
    },
    /// The outcome is recorded.
    Concluded {
        /// In which form.
        form: Form,
        outcome: Outcome,
        /// Since when.
        at: Timestamp,
    },
    /// It is closed.
    Closed {
        /// Since when.
        at: Timestamp,
        /// The outcome it ended with, where there were proceedings.
        outcome: Option<Outcome>,
    },
}

impl Stage {
    /// Its code.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reported { .. } => "reported",
            Self::Determined { .. } => "determined",
            Self::Proceedings { .. } => "proceedings",
            Self::Heard { .. } => "heard",
            Self::Concluded { .. } => "concluded",
            Self::Closed { .. } => "closed",
        }
    }

    /// Whether it is closed.
    pub const fn is_closed(&self) -> bool {
        matches!(self, Self::Closed { .. })
    }

    /// The first day of the hearing, once fixed.
    pub const fn hearing_on(&self) -> Option<Date> {
        match self {
            Self::Proceedings { hearing_on, .. } => *hearing_on,
            _ => None,
        }
    }

    /// The investigator's report is in.
    ///
    /// # Errors
    /// When a report was in before.
    pub fn report(self, at: Timestamp) -> Result<Self, Refusal> {
        match self {
            Self::Open => Ok(Self::Reported { at }),
            other => Err(other.refused("a report can be submitted")),
        }
    }

    /// Whether there is a case to answer is determined.
    ///
    /// # Errors
    /// Before the report, and after proceedings have begun.
    pub fn determine(self, form: Option<Form>, at: Timestamp) -> Result<Self, Refusal> {
        match self {
            Self::Reported { .. } | Self::Determined { .. } => Ok(Self::Determined { form, at }),
            other => Err(other.refused("whether there is a case to answer can be determined")),
        }
    }

    /// The case is certified for an accelerated hearing.
    ///
    /// # Errors
    /// Before the report, and after proceedings have begun.
    pub fn accelerate(self, at: Timestamp) -> Result<Self, Refusal> {
        self.determine(Some(Form::AcceleratedHearing), at)
    }

    /// The officer is notified of proceedings.
    ///
    /// # Errors
    /// Unless there is a case to answer in some form.
    pub fn notify(self, at: Timestamp) -> Result<Self, Refusal> {
        match self {
            Self::Determined { form: Some(form), .. } => {
                Ok(Self::Proceedings { form, notified_at: at, hearing_on: None })
            }
            other => Err(other.refused("proceedings can be notified, once there is a case to answer,")),
        }
    }

    /// The first day is fixed.
    ///
    /// # Errors
    /// Outside proceedings.
    pub fn fix(self, on: Date) -> Result<Self, Refusal> {
        match self {
            Self::Proceedings { form, notified_at, .. } => {
                Ok(Self::Proceedings { form, notified_at, hearing_on: Some(on) })
            }
            other => Err(other.refused("a hearing can be fixed")),
        }
    }

    /// The hearing is over.
    ///
    /// # Errors
    /// Unless a hearing was fixed.
    pub fn complete(self, at: Timestamp) -> Result<Self, Refusal> {
        match self {
            Self::Proceedings { form, hearing_on: Some(_), .. } => Ok(Self::Heard { form, at }),
            other => Err(other.refused("a hearing can be completed, once it is fixed,")),
        }
    }

    /// The outcome is recorded.
    ///
    /// # Errors
    /// Before the hearing is over; a meeting cannot dismiss.
    pub fn conclude(self, outcome: Outcome, at: Timestamp) -> Result<Self, Refusal> {
        match self {
            Self::Heard { form: Form::Meeting, .. } if outcome > Outcome::FinalWrittenWarning => {
                let message = "a meeting can give a warning at most: a hearing is needed for more";
                Err(Refusal::invalid("matter.beyond-a-meeting", message)
                    .citing("Police (Conduct) Regulations 2020, reg 42"))
            }
            Self::Heard { form, .. } => Ok(Self::Concluded { form, outcome, at }),
            other => Err(other.refused("an outcome can be recorded")),
        }
    }

    /// It is closed.
    ///
    /// # Errors
    /// While proceedings are under way, and when it is closed.
    pub fn close(self, at: Timestamp) -> Result<Self, Refusal> {
        match self {
            Self::Open | Self::Reported { .. } | Self::Determined { .. } => Ok(Self::Closed { at, outcome: None }),
            Self::Concluded { outcome, .. } => Ok(Self::Closed { at, outcome: Some(outcome) }),
            other => Err(other.refused("a matter can be closed")),
        }
    }

    fn refused(&self, what: &str) -> Refusal {
        if self.is_closed() {
            return Refusal::conflict("matter.already-closed", "this matter is closed: add an annotation instead");
        }
        let message = format!("{what} at another stage than this: the matter is `{}`", self.as_str());
        Refusal::conflict("matter.wrong-stage", message)
    }
}
