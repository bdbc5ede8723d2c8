//! What is told of a check by voice or text: the outcome, what is shown of a verified officer, and the words to say.

use app::check::{self, Question, VerifiedOfficer};
use app::{AppError, Context};
use domain::check::Leg;
use domain::{CheckRef, ErrorKind, LiveCode};
use serde::{Deserialize, Serialize};

use crate::Site;
use crate::check::power;
use crate::texts::{Language, Text, Texts};

/// What a check found, for programs. Whatever is none of these was not determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// This is an officer who may act now.
    Verified,
    /// They say that they are off duty and have had to act: the control room is asked.
    Pending,
    /// This cannot be confirmed.
    NotVerified,
    /// The service cannot tell now.
    Undetermined,
}

impl Outcome {
    /// Its code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Pending => "pending",
            Self::NotVerified => "not-verified",
            Self::Undetermined => "undetermined",
        }
    }
}

/// The words to say, in each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Say {
    /// In English.
    pub en: String,
    /// In Welsh.
    pub cy: String,
}

impl Say {
    /// What is said when nothing could be found out.
    pub fn undetermined() -> Self {
        Told { outcome: Outcome::Undetermined, reference: None, shown: None }.says()
    }

    /// In a language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Welsh => &self.cy,
        }
    }
}

/// The answer of the hook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was found.
    pub outcome: Outcome,
    /// The reference of the check, to be quoted; none where nothing was recorded.
    pub reference: Option<String>,
    /// The words to say.
    pub say: Say,
    /// First initial and surname of a verified officer, where the force's rule is to show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The number of a verified officer's card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The name of their force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force: Option<String>,
    /// Since when they are on duty (RFC 3339); none for one whom the control room confirmed off duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_duty_since: Option<String>,
    /// The power that they stated: act and section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<String>,
    /// The reason that they stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The reference of the stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<String>,
}

/// What was found, before it is put into words.
pub(crate) struct Told {
    pub outcome: Outcome,
    pub reference: Option<CheckRef>,
    pub shown: Option<Box<VerifiedOfficer>>,
}

impl Told {
    /// Checks a code that a caller read out.
    ///
    /// # Errors
    /// When the actor may not, or too many ask. A database that is away is no error but an outcome: nothing was determined.
    pub(crate) async fn check(site: &Site, cx: &Context<'_>, code: LiveCode) -> Result<Self, AppError> {
        match site.checker.check(cx, Question { code, leg: Leg::Voice }).await {
            Ok(reference) => Self::of(site, cx, reference).await,
            Err(error) if is_away(&error) => {
                tracing::error!(%error, "a check by voice could not be made");
                Ok(Self { outcome: Outcome::Undetermined, reference: None, shown: None })
            }
            Err(error) => Err(error),
        }
    }

    /// What an earlier check says now.
    ///
    /// # Errors
    /// As [`Told::check`]; when there is no such check, or it is so long ago that nothing is shown of it.
    pub(crate) async fn of(site: &Site, cx: &Context<'_>, reference: CheckRef) -> Result<Self, AppError> {
        let told = |outcome, shown| Ok(Self { outcome, reference: Some(reference), shown });
        match check::answer(cx, &site.checker, reference).await {
            Ok(check::CheckAnswer::Verified(shown)) => told(Outcome::Verified, Some(shown)),
            Ok(check::CheckAnswer::Pending) => told(Outcome::Pending, None),
            Ok(check::CheckAnswer::NotVerified) => told(Outcome::NotVerified, None),
            Ok(check::CheckAnswer::Waiting { .. } | check::CheckAnswer::Over) => {
                Err(AppError::Missing { what: "check" })
            }
            Err(error) if is_away(&error) => {
                tracing::error!(%error, "a check by voice could not be shown");
                told(Outcome::Undetermined, None)
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

    fn says(&self) -> Say {
        let [en, cy] = Language::ALL.map(|language| self.words(&Texts::new(language)).into_owned());
        Say { en, cy }
    }

    /// The words to say.
    pub(crate) fn words(&self, t: &Texts) -> Text {
        match (self.outcome, self.shown.as_deref()) {
            (Outcome::Verified, Some(shown)) => verified(t, shown),
            (Outcome::Pending, _) => t.hook_pending(),
            (Outcome::NotVerified, _) => t.hook_not_verified(),
            (Outcome::Undetermined | Outcome::Verified, _) => t.hook_undetermined(),
        }
    }
}

fn verified(t: &Texts, shown: &VerifiedOfficer) -> Text {
    let officer = match &shown.name {
        Some(name) => t.hook_officer_named(name, &shown.number),
        None => t.hook_officer_numbered(&shown.number),
    };
    // The sentence around it has a full stop of its own.
    let reason = shown.reason.trim_end().trim_end_matches('.');
    let stop = t.hook_stop(power(t, shown.power), reason, shown.stop.to_string());
    match shown.on_duty_since {
        Some(since) => t.hook_verified(&shown.force, &officer, t.instant(since), &stop),
        None => t.hook_verified_off_duty(&shown.force, &officer, &stop),
    }
}

/// Whether the database does not answer: then nothing is known, and that itself is known.
fn is_away(error: &AppError) -> bool {
    match error {
        AppError::Store(error) => error.kind() == ErrorKind::Unavailable,
        AppError::Shared(error) => is_away(error),
        _ => false,
    }
}
