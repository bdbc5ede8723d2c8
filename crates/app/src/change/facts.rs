//! The facts that the law may consider: states of the record, translated to the plain facts of `policy`.

use std::collections::BTreeMap;

use domain::allegation::{Category, Family, Finding};
use domain::matter::{
    AppealResult, Form, Matter, MatterEvent, MatterKind, Referral, ReferralGround, ReviewAnswer, Stage,
    SuspensionAnswer,
};
use domain::officer::{
    Joining, Leaving, Officer, OfficerEvent, PoliceRank, Post, Posting, Service, Verdict, Workforce,
};
use domain::record::time::day;
use domain::report::{Report, ReportEvent, ReportKind};
use domain::{Event, OfficerId, RecordedEvent};
use jiff::ToSpan as _;
use jiff::civil::Date;
use policy::{Input, MatterFacts, OfficerFacts};
use serde_json::Value;

use crate::AppError;
use crate::change::Change;

/// The number of accusations against an officer, according to the read models.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AccusationCounts {
    pub(crate) allegations_count: i64,
    pub(crate) similar_count: i64,
}

/// Counts the accusations against an officer in all matters, reports and forces, whatever their result. A report that
/// led to a matter counts only once.
pub(crate) async fn accused(
    change: &mut Change<'_>,
    officer: OfficerId,
    matter: Option<&Matter>,
) -> Result<AccusationCounts, AppError> {
    let alleged = change.unit.allegations_of(officer).await?;
    let reported = change.unit.reports_about(officer).await?;
    let categories = matter.map(Matter::categories).unwrap_or_default();
    let families: Vec<_> = categories.into_iter().map(Category::family).collect();
    let is_similar = |category: Category| families.contains(&category.family());
    let count = |similar_only: bool| {
        let counts = |category| !similar_only || is_similar(category);
        let in_matters = alleged.iter().filter(|known| counts(known.category)).count();
        let without_report = alleged.iter().filter(|known| !known.reported && counts(known.category)).count();
        let reports = reported.iter().filter(|known| counts(known.category)).count();
        i64::try_from(in_matters.max(reports + without_report)).unwrap_or(i64::MAX)
    };
    Ok(AccusationCounts { allegations_count: count(false), similar_count: count(true) })
}

/// The input to the law for one event.
pub(crate) fn input(
    recorded: &RecordedEvent,
    kind: &str,
    matter: Option<&Matter>,
    officer: Option<(&Officer, AccusationCounts)>,
) -> Input {
    let mut input = Input::new(kind, recorded.recorded_at);
    input.matter = matter.map(matter_facts);
    input.officer = officer.map(|(officer, accused)| officer_facts(officer, accused));
    if let (Some(matter), Some((officer, _))) = (&mut input.matter, officer) {
        matter.chief_officer_subject = officer.is_chief_officer();
    }
    if let Some(matter) = matter {
        input.dates = dates(matter);
    }
    match &recorded.event {
        Event::Matter(event) => of_matter_event(event, matter, &mut input),
        Event::Officer(event) => of_officer_event(event, matter, officer.map(|(officer, _)| officer), &mut input),
        Event::Report(ReportEvent::LinkProposed(_)) => say(&mut input, "workforce", true),
        Event::Report(ReportEvent::LinkJudged { verdict, .. }) => {
            say(&mut input, "workforce", true);
            let judgement = match verdict {
                Verdict::Confirmed => "confirmed",
                Verdict::Rejected => "not-the-same",
                Verdict::CannotTell => "cannot-tell",
            };
            say(&mut input, "judgement", judgement);
        }
        _ => {}
    }
    input
}

fn say(input: &mut Input, name: &str, value: impl Into<Value>) {
    input.facts.insert(name.to_owned(), value.into());
}

/// Adds the fact that a complaint arises from the same incident as a matter that was referred, which is another matter
/// of the same report.
pub(crate) async fn of_incident(change: &mut Change<'_>, matter: &Matter, input: &mut Input) -> Result<(), AppError> {
    if matter.kind != MatterKind::Complaint {
        return Ok(());
    }
    for report in &matter.reports {
        let Some(report) = change.find::<Report>(*report).await? else { continue };
        // A report names its matters before they are on record themselves.
        for other in report.matters.into_iter().filter(|other| *other != matter.id) {
            let Some(other) = change.find::<Matter>(other).await? else { continue };
            if let (Referral::Referred { .. }, Some(known)) = (&other.referral, &mut input.matter) {
                known.same_incident_as_referred = true;
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Adds every fact about a report that the packs ask for.
pub(crate) fn of_report(report: &Report, input: &mut Input) {
    let received = &report.received;
    say(input, "complaint", received.report == ReportKind::Complaint);
    say(input, "exposure", received.category == Category::IndecentExposure);
    say(input, "has_victim", received.violence_against_women && received.reporter.is_some());
}

fn of_matter_event(event: &MatterEvent, matter: Option<&Matter>, input: &mut Input) {
    let date = |input: &mut Input, name: &str, on: Date| {
        input.dates.insert(name.to_owned(), on);
    };
    match event {
        MatterEvent::SuspensionDecided { answer, .. } => {
            let outcome = match answer {
                SuspensionAnswer::Suspend => "suspended",
                SuspensionAnswer::DoNotSuspend => "not-suspended",
            };
            say(input, "suspension_outcome", outcome);
        }
        MatterEvent::SuspensionReviewed { answer, .. } => {
            let outcome = match answer {
                ReviewAnswer::Continue => "continued",
                ReviewAnswer::End => "ended",
            };
            say(input, "suspension_outcome", outcome);
        }
        MatterEvent::SeverityReassessed { from, to, .. } => say(input, "downgraded", to < from),
        MatterEvent::InterviewFixed { on } => date(input, "interview", *on),
        MatterEvent::ResumptionAnswered { resume } => {
            say(input, "resumption_wish", if *resume { "resume" } else { "do-not-resume" });
        }
        MatterEvent::NoticeServed(served) | MatterEvent::ProceedingsNotified(served) => {
            date(input, "served", served.deemed_served_on);
            date(input, "notice-given", served.deemed_served_on);
            say(input, "notice", served.notice.as_str());
        }
        MatterEvent::RestrictionImposed(restriction) => {
            date(input, "restriction-expires", restriction.expires_on);
            say(input, "restriction_ground", restriction.ground.as_str());
        }
        MatterEvent::Referred { grounds } => {
            say(input, "referral_grounds", grounds.iter().map(ReferralGround::as_str).collect::<Vec<_>>());
        }
        MatterEvent::CourtEvent { .. } => {
            say(input, "criminal_ended", matter.is_some_and(|known| known.criminal.ended));
        }
        MatterEvent::CaseDetermined { case_to_answer, .. } => say(input, "case_to_answer", *case_to_answer),
        MatterEvent::DocumentsSupplied { supplied_to, prehearing_ordered } => {
            say(input, "supplied_to", supplied_to.as_str());
            say(input, "prehearing_ordered", *prehearing_ordered);
        }
        MatterEvent::Charged { .. } | MatterEvent::OutcomeRecorded { .. } => {
            if let MatterEvent::OutcomeRecorded { outcome, .. } = event {
                say(input, "outcome", outcome.as_str());
            }
            let knew = matter.is_some_and(|known| !known.opportunities.is_empty());
            say(input, "charged_or_proved_against_colleague", knew);
        }
        MatterEvent::DelayStated { .. } => {
            // The first statement is due after twelve months, and each later one six months after the last (reg 19).
            if let Some(matter) = matter {
                let months = 12 + 6 * (matter.delays_stated_count - 1).max(0);
                let next = matter.came_to_attention_on.checked_add(months.months());
                if let Ok(end) = next.and_then(Date::yesterday) {
                    date(input, "period-end", end);
                }
            }
        }
        MatterEvent::AppealDecided { result } => {
            let result = match result {
                AppealResult::Upheld => "dismissal-quashed",
                AppealResult::Remitted => "remitted",
                AppealResult::Dismissed => "rejected",
            };
            say(input, "appeal_result", result);
        }
        _ => {}
    }
}

fn of_officer_event(event: &OfficerEvent, matter: Option<&Matter>, officer: Option<&Officer>, input: &mut Input) {
    match event {
        OfficerEvent::Left { how, on } => {
            let name = if *how == Leaving::Dismissed { "dismissed" } else { "left" };
            input.dates.insert(name.to_owned(), *on);
            let decided_against = |matter: &Matter| matches!(matter.stage, Stage::Determined { form: None, .. });
            say(input, "allegation_open", matter.is_some_and(|known| !decided_against(known)));
        }
        OfficerEvent::Enrolled { posting, .. } => of_posting(posting, officer, input),
        OfficerEvent::Posted(posting) => of_posting(posting, officer, input),
        OfficerEvent::Followed(_) => {
            let signs = officer.map_or(0, |known| known.followed.signs.len());
            say(input, "same_family_signs", i64::try_from(signs).unwrap_or(i64::MAX));
        }
        _ => {}
    }
}

fn of_posting(posting: &Posting, officer: Option<&Officer>, input: &mut Input) {
    say(input, "transferee", matches!(posting.joining, Joining::Transferred | Joining::Rejoined));
    say(input, "armed_post", posting.post == Post::Armed);
    say(input, "vulnerable_post", posting.post == Post::VulnerableFacing);
    let sufficient = officer.is_some_and(|known| known.is_cleared(posting.post.needs(), posting.from));
    say(input, "clearance_sufficient", sufficient);
}

pub(crate) fn matter_facts(matter: &Matter) -> MatterFacts {
    let categories = matter.categories();
    let has = |wanted: &[Category]| categories.iter().any(|category| wanted.contains(category));
    let finding = matter.finding();
    MatterFacts {
        kind: matter.kind.as_str().to_owned(),
        severity: matter.severity().map_or("not-assessed", |severity| severity.as_str()).to_owned(),
        categories: categories.iter().map(|category| category.as_str().to_owned()).collect(),
        vawg: matter.violence_against_women(),
        listed_offence: matter.criminal.listed,
        domestic_abuse: categories.iter().any(|category| category.family() == Family::Domestic),
        criminal_investigation: matter.criminal.investigation && !matter.criminal.ended,
        arrested: matter.criminal.arrested,
        charged: matter.criminal.charged,
        convicted: matter.criminal.convicted.is_some(),
        indictable_only: matter.criminal.convicted == Some(true),
        serious_sexual_offence: categories.iter().any(|category| category.serious_sexual()),
        serious_assault: false,
        corruption: has(&[Category::Corruption]),
        abuse_of_position: has(&[Category::AbuseOfPositionForSexualPurpose, Category::ImproperEmotionalRelationship]),
        discrimination_aggravated: false,
        relevant_offence: false,
        death_or_serious_injury: matter.kind == MatterKind::DeathOrSeriousInjury,
        aa_unsure: false,
        referred: matches!(matter.referral, Referral::Referred { .. }),
        iopc_mode: match &matter.referral {
            Referral::Referred { mode: Some(mode), .. } => mode.as_str(),
            _ => "none",
        }
        .to_owned(),
        arose_on: matter.arose_on(),
        came_to_attention_on: Some(matter.came_to_attention_on),
        recorded_on: Some(day(matter.opened_at)),
        pinned_regime: matter.regime.clone(),
        suspended: matter.is_suspended(),
        hearing_notice_on: match &matter.stage {
            Stage::Proceedings { notified_at, .. } => Some(day(*notified_at)),
            _ => None,
        },
        hearing_on: matter.stage.hearing_on(),
        proceedings: match &matter.stage {
            Stage::Determined { form: Some(form), .. }
            | Stage::Proceedings { form, .. }
            | Stage::Heard { form, .. }
            | Stage::Concluded { form, .. } => match form {
                Form::Meeting => "meeting",
                Form::Hearing | Form::AcceleratedHearing => "hearing",
            },
            _ => "none",
        }
        .to_owned(),
        accelerated: is_accelerated(&matter.stage),
        has_complainant: matter.kind == MatterKind::Complaint,
        proven: finding.is_proven(),
        finding: match finding {
            Finding::ProvablyFalse => Finding::NotProven.as_str(),
            other => other.as_str(),
        }
        .to_owned(),
        ..MatterFacts::default()
    }
}

fn is_accelerated(stage: &Stage) -> bool {
    let form = match stage {
        Stage::Determined { form: Some(form), .. } | Stage::Proceedings { form, .. } | Stage::Heard { form, .. } => {
            form
        }
        _ => return false,
    };
    *form == Form::AcceleratedHearing
}

pub(crate) fn officer_facts(officer: &Officer, accused: AccusationCounts) -> OfficerFacts {
    let (left_on, how_left) = match &officer.service {
        Service::Serving => (None, "not-left"),
        Service::Left { how, on } => (
            Some(*on),
            match how {
                Leaving::Discharged => "other",
                how => how.as_str(),
            },
        ),
    };
    let vetted =
        officer.vetting.iter().rev().find(|vetted| vetted.decision == domain::officer::VettingDecision::Granted);
    OfficerFacts {
        status: match (&officer.service, officer.posting().post) {
            (Service::Left { .. }, _) => "former",
            (Service::Serving, Post::Training) => "recruit",
            (Service::Serving, _) => "serving",
        }
        .to_owned(),
        rank: match officer.workforce {
            Workforce::Staff => "staff",
            Workforce::Special => "special",
            Workforce::Officer if officer.is_chief_officer() => "chief",
            Workforce::Officer if officer.posting().rank == Some(PoliceRank::Constable) => "constable",
            Workforce::Officer => "senior",
        }
        .to_owned(),
        probationer: officer.probationer,
        suspended: officer.is_suspended(),
        left_on,
        how_left: how_left.to_owned(),
        allegations_count: accused.allegations_count,
        similar_allegations_count: accused.similar_count,
        concerns_sources_count: i64::try_from(officer.sources_of(None)).unwrap_or(i64::MAX),
        armed_role: officer.posting().post == Post::Armed,
        clearance_level: vetted
            .map_or("none", |vetted| match vetted.level {
                domain::officer::Clearance::Recruitment => "rv",
                domain::officer::Clearance::Management => "mv",
            })
            .to_owned(),
        clearance_expires_on: vetted.and_then(|vetted| vetted.expires),
    }
}

/// The dates from which a clock of this matter may run.
fn dates(matter: &Matter) -> BTreeMap<String, Date> {
    let mut dates = BTreeMap::new();
    let mut known = |name: &str, on: Option<Date>| {
        if let Some(on) = on {
            dates.insert(name.to_owned(), on);
        }
    };
    known("came-to-attention", Some(matter.came_to_attention_on));
    known("opened", Some(day(matter.opened_at)));
    known("last-update", matter.updated_at.map(day));
    known("hearing", matter.stage.hearing_on());
    let notified = matter.served.iter().rev().find(|served| served.notice.is_of_hearing());
    known("hearing-notice", notified.map(|served| served.deemed_served_on));
    if let domain::matter::Suspension::Suspended { since, reviewed_at, .. } = &matter.suspension {
        known("suspended", Some(day(*since)));
        known("reviewed", reviewed_at.map(day));
    }
    dates
}

/// The regime that the law selects when a matter is opened.
pub(crate) fn regime(
    cx: &crate::Context<'_>,
    kind: MatterKind,
    allegations: &[domain::allegation::Allegation],
    came_to_attention_on: Date,
) -> String {
    let facts = MatterFacts {
        kind: kind.as_str().to_owned(),
        arose_on: allegations.iter().filter_map(|known| known.arose_on).min(),
        came_to_attention_on: Some(came_to_attention_on),
        recorded_on: Some(cx.today()),
        ..MatterFacts::default()
    };
    cx.app.law.regime(&facts).id
}
