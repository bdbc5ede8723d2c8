//! The answer to a check by voice or text: the outcome, the details of a verified officer, and the words to say.

use app::check::{self, Question, VerifiedOfficer};
use app::{AppError, Context};
use domain::check::Leg;
use domain::{CheckRef, ErrorKind, LiveCode};
use serde::{Deserialize, Serialize};
use shell::texts::{Language, Text, Texts};

use crate::Site;
use crate::texts::Words as _;
use crate::words::power;

/// The outcome of a check, for programs. A program must treat anything else as undetermined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HookOutcome {
    /// This is an officer who is allowed to act now.
    Verified,
    /// The officer says that they are off duty and had to act. The control room is being asked.
    Pending,
    /// This person cannot be confirmed as an officer.
    NotVerified,
    /// The service cannot tell at the moment.
    Undetermined,
}

impl HookOutcome {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Pending => "pending",
            Self::NotVerified => "not-verified",
            Self::Undetermined => "undetermined",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenText {
    pub en: String,
    pub cy: String,
}

impl SpokenText {
    /// The words for a check that could not be determined.
    pub fn undetermined() -> Self {
        SpokenAnswer { outcome: HookOutcome::Undetermined, reference: None, shown: None }.says()
    }

    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Welsh => &self.cy,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub outcome: HookOutcome,
    /// The reference of the check, for the caller to quote. `None` if nothing was recorded.
    pub reference: Option<String>,
    pub say: SpokenText,
    /// The first initial and surname of a verified officer, if the force shows names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The number on a verified officer's warrant card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force: Option<String>,
    /// The start of their duty (RFC 3339). `None` for an off-duty officer whom the control room confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_duty_since: Option<String>,
    /// The power that they stated: the act and the section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<String>,
    /// The reason that they stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<String>,
}

/// The result of a check, before it is put into words.
pub(crate) struct SpokenAnswer {
    pub outcome: HookOutcome,
    pub reference: Option<CheckRef>,
    pub shown: Option<Box<VerifiedOfficer>>,
}

impl SpokenAnswer {
    /// Checks a code that a caller has read out.
    ///
    /// # Errors
    /// If the actor is not allowed to check, or the queue is full. If the database is down, the outcome is
    /// undetermined, which is not an error.
    pub(crate) async fn check(site: &Site, cx: &Context<'_>, code: LiveCode) -> Result<Self, AppError> {
        match site.checker.check(cx, Question { code, leg: Leg::Voice }).await {
            Ok(reference) => Self::of(site, cx, reference).await,
            Err(error) if is_away(&error) => {
                tracing::error!(%error, "a check by voice could not be made");
                Ok(Self { outcome: HookOutcome::Undetermined, reference: None, shown: None })
            }
            Err(error) => Err(error),
        }
    }

    /// The current result of an earlier check.
    ///
    /// # Errors
    /// Same as [`SpokenAnswer::check`]; also if there is no such check, or it is too old to be shown.
    pub(crate) async fn of(site: &Site, cx: &Context<'_>, reference: CheckRef) -> Result<Self, AppError> {
        let told = |outcome, shown| Ok(Self { outcome, reference: Some(reference), shown });
        match check::answer(cx, &site.checker, reference).await {
            Ok(check::CheckAnswer::Verified(shown)) => told(HookOutcome::Verified, Some(shown)),
            Ok(check::CheckAnswer::Pending) => told(HookOutcome::Pending, None),
            Ok(check::CheckAnswer::NotVerified) => told(HookOutcome::NotVerified, None),
            Ok(check::CheckAnswer::Waiting { .. } | check::CheckAnswer::Over) => {
                Err(AppError::Missing { what: "check" })
            }
            Err(error) if is_away(&error) => {
                tracing::error!(%error, "a check by voice could not be shown");
                told(HookOutcome::Undetermined, None)
            }
            Err(error) => Err(error),
        }
    }

    pub(super) fn answer(&self) -> Answer {
        let shown = self.shown.as_deref();
        Answer {
            outcome: self.outcome,
            reference: self.reference.map(|reference| reference.to_string()),
            say: self.says(),
            name: shown.and_then(|shown| shown.name.clone()),
            number: shown.map(|shown| shown.number.clone()),
            force: shown.map(|shown| shown.force.clone()),
            on_duty_since: shown.and_then(|shown| shown.on_duty_since).map(|since| since.to_string()),
            power: shown.map(|shown| shown.power.citation().to_owned()),
            reason: shown.map(|shown| shown.reason.clone()),
            stop: shown.map(|shown| shown.stop.to_string()),
        }
    }

    fn says(&self) -> SpokenText {
        let [en, cy] = Language::ALL.map(|language| self.words(&Texts::new(language)).into_owned());
        SpokenText { en, cy }
    }

    /// Puts the answer into words.
    pub(crate) fn words(&self, t: &Texts) -> Text {
        match (self.outcome, self.shown.as_deref()) {
            (HookOutcome::Verified, Some(shown)) => verified(t, shown),
            (HookOutcome::Pending, _) => t.hook_pending(),
            (HookOutcome::NotVerified, _) => t.hook_not_verified(),
            (HookOutcome::Undetermined | HookOutcome::Verified, _) => t.hook_undetermined(),
        }
    }
}

fn verified(t: &Texts, shown: &VerifiedOfficer) -> Text {
    let officer = match &shown.name {
        Some(name) => t.hook_officer_named(name, &shown.number),
        None => t.hook_officer_numbered(&shown.number),
    };
    // The sentence around the reason already has a full stop.
    let reason = shown.reason.trim_end().trim_end_matches('.');
    let stop = t.hook_stop(power(t, shown.power), reason, shown.stop.to_string());
    match shown.on_duty_since {
        Some(since) => t.hook_verified(&shown.force, &officer, t.instant(since), &stop),
        None => t.hook_verified_off_duty(&shown.force, &officer, &stop),
    }
}

/// True if the error means that the database does not answer.
fn is_away(error: &AppError) -> bool {
    match error {
        AppError::Store(error) => error.kind() == ErrorKind::Unavailable,
        AppError::Shared(error) => is_away(error),
        _ => false,
    }
}
