//! The stages of a matter. A transition takes one stage and returns either the next one or the reason for a refusal.

use jiff::Timestamp;
use jiff::civil::Date;

use super::values::{Form, ProceedingsOutcome};
use crate::record::refusal::Refusal;

/// The stage that a matter has reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The severity may be assessed, and an investigation may be under way.
    Open,
    /// The investigator has submitted a report.
    Reported { at: Timestamp },
    /// A decision has been made on whether there is a case to answer.
    Determined {
        /// The form of proceedings, or `None` if there is no case to answer.
        form: Option<Form>,
        at: Timestamp,
    },
    /// Proceedings are under way.
    Proceedings {
        form: Form,
        notified_at: Timestamp,
        /// The first day of the hearing, once it is fixed.
        hearing_on: Option<Date>,
    },
    /// The hearing is over, and the findings have yet to be recorded.
    Heard { form: Form, at: Timestamp },
    /// The findings and the outcome are recorded.
    Concluded { form: Form, outcome: ProceedingsOutcome, at: Timestamp },
    Closed {
        at: Timestamp,
        /// The outcome of the proceedings, if there were any.
        outcome: Option<ProceedingsOutcome>,
    },
}

impl Stage {
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

    pub const fn is_closed(&self) -> bool {
        matches!(self, Self::Closed { .. })
    }

    /// The first day of the hearing, once it is fixed.
    pub const fn hearing_on(&self) -> Option<Date> {
        match self {
            Self::Proceedings { hearing_on, .. } => *hearing_on,
            _ => None,
        }
    }

    /// Submits the investigator's report.
    ///
    /// # Errors
    /// If a report has already been submitted.
    pub fn report(self, at: Timestamp) -> Result<Self, Refusal> {
        match self {
            Self::Open => Ok(Self::Reported { at }),
            other => Err(other.refused("a report can be submitted")),
        }
    }

    /// Determines whether there is a case to answer and the form of proceedings; `None` means that there is no case.
    ///
    /// # Errors
    /// If the investigator has not yet submitted a report, or if proceedings have already begun.
    pub fn determine(self, form: Option<Form>, at: Timestamp) -> Result<Self, Refusal> {
        match self {
            Self::Reported { .. } | Self::Determined { .. } => Ok(Self::Determined { form, at }),
            other => Err(other.refused("whether there is a case to answer can be determined")),
        }
    }

    /// Certifies the case for an accelerated hearing.
    ///
    /// # Errors
    /// If the investigator has not yet submitted a report, or if proceedings have already begun.
    pub fn accelerate(self, at: Timestamp) -> Result<Self, Refusal> {
        self.determine(Some(Form::AcceleratedHearing), at)
    }

    /// Notifies the officer of proceedings.
    ///
    /// # Errors
    /// If it has not been determined that there is a case to answer.
    pub fn notify(self, at: Timestamp) -> Result<Self, Refusal> {
        match self {
            Self::Determined { form: Some(form), .. } => {
                Ok(Self::Proceedings { form, notified_at: at, hearing_on: None })
            }
            other => Err(other.refused("proceedings can be notified, once there is a case to answer,")),
        }
    }

    /// Fixes the first day of the hearing, replacing any day that was fixed earlier.
    ///
    /// # Errors
    /// If no proceedings are under way.
    pub fn fix(self, on: Date) -> Result<Self, Refusal> {
        match self {
            Self::Proceedings { form, notified_at, .. } => {
                Ok(Self::Proceedings { form, notified_at, hearing_on: Some(on) })
            }
            other => Err(other.refused("a hearing can be fixed")),
        }
    }

    /// Completes the hearing.
    ///
    /// # Errors
    /// If its first day has not been fixed.
    pub fn complete(self, at: Timestamp) -> Result<Self, Refusal> {
        match self {
            Self::Proceedings { form, hearing_on: Some(_), .. } => Ok(Self::Heard { form, at }),
            other => Err(other.refused("a hearing can be completed, once it is fixed,")),
        }
    }

    /// Records the outcome.
    ///
    /// # Errors
    /// If the hearing is not over, or if a meeting would result in more than a final written warning.
    pub fn conclude(self, outcome: ProceedingsOutcome, at: Timestamp) -> Result<Self, Refusal> {
        match self {
            Self::Heard { form: Form::Meeting, .. } if outcome > ProceedingsOutcome::FinalWrittenWarning => {
                let message = "a meeting can give a warning at most: a hearing is needed for more";
                Err(Refusal::invalid("matter.beyond-a-meeting", message)
                    .citing("Police (Conduct) Regulations 2020, reg 42"))
            }
            Self::Heard { form, .. } => Ok(Self::Concluded { form, outcome, at }),
            other => Err(other.refused("an outcome can be recorded")),
        }
    }

    /// Closes the matter.
    ///
    /// # Errors
    /// If proceedings have started but their outcome has not been recorded, or if the matter is already closed.
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
