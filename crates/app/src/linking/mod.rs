//! Linking: finds officers whom a report may be about, and pairs of service records that may belong to one person. The
//! engine proposes, and a person judges ([`crate::report::judge_link`], [`crate::officer::judge_same_person`]). A
//! proposal is a lead, never a fact.
//!
//! Compared values are decrypted only in memory. A proposal names the fields that support it, but never their values.

mod model;
mod reports;
mod same_person;
mod words;
mod workforce;

use std::collections::BTreeSet;

use domain::officer::{Officer, OfficerEvent, SamePerson};
use domain::report::{Proposal, Report};
use domain::{Event, LinkId, OfficerId, ReportId, Stream as _};
use jiff::Timestamp;

use crate::change::{Change, PermissionSubject, Permit, derived};
use crate::{Action, AppError, Context};

pub use workforce::KnownWorkforce;

/// The lowest match weight that is proposed: two bits below even odds, or a probability of one in five. Anything lower
/// justifies neither the time of the person who must judge it nor the intrusion into the life of the officer it names.
pub const SHOWN_CENTIBITS: i64 = -200;
/// Two service records need even odds, because such a proposal implies that a person concealed part of their past.
pub const SAME_PERSON_SHOWN_CENTIBITS: i64 = 0;
/// The most officers proposed for one report. If more fit equally well, that is not a lead, and none is proposed.
pub const MOST_OFFICERS: usize = 5;
/// The age in years above which reports are no longer compared (retention of complaint records; unverified).
pub const REPORT_YEARS: i64 = 15;

/// The number of proposals recorded in one transaction: few enough that no other writer waits long.
const RECORDED_AT_ONCE: usize = 50;

/// The records to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The nightly comparison: every report that has no officer yet against the whole workforce, and the workforce
    /// against itself.
    All,
    /// Reports received at or after the given time are compared with the whole workforce. Officers who have since
    /// joined or moved, or declared a vehicle or another name, are compared with every report that has no officer yet
    /// and with the whole workforce.
    Since(Timestamp),
}

/// The result of a comparison. It contains only counts, because names are for the people who judge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProposalCounts {
    /// Number of reports compared.
    pub reports: usize,
    /// Number of members of the workforce, serving and former, that the reports were compared with.
    pub officers: usize,
    /// Number of new links between a report and an officer.
    pub links: usize,
    /// Number of reports for which no link was proposed because too many officers fit equally well.
    pub too_many: usize,
    /// Number of new pairs of service records proposed as belonging to one person.
    pub same_person: usize,
}

/// Compares records and records new proposals. A link that was proposed before is not proposed again, so running this
/// twice changes nothing.
///
/// # Errors
/// If the actor is not allowed to (only the program itself is), or the database fails. Proposals recorded before the
/// failure are kept.
pub async fn propose(cx: &Context<'_>, scope: Scope) -> Result<ProposalCounts, AppError> {
    propose_with(cx, scope, &mut KnownWorkforce::default()).await
}

/// Like [`propose`], but with records that the caller keeps between runs, so that only changes since the last run have
/// to be read.
///
/// # Errors
/// Same as [`propose`].
pub async fn propose_with(
    cx: &Context<'_>,
    scope: Scope,
    known: &mut KnownWorkforce,
) -> Result<ProposalCounts, AppError> {
    let permit = Change::begin(cx).await?.authorise(Action::ProposeLinks, PermissionSubject::Nothing).await?;
    known.refresh(cx).await?;
    let changed = match scope {
        Scope::All => None,
        Scope::Since(since) => Some(workforce::changed_since(cx, since).await?),
    };
    let oldest = known.reports_since(cx);
    let (compared, since) = (known.snapshot(), scope);
    let found = tokio::task::spawn_blocking(move || {
        let reports = reports::find(&compared, oldest, since, changed.as_ref())?;
        let pairs = same_person::find(&compared, changed.as_ref())?;
        Ok::<_, AppError>((reports, pairs))
    });
    let (found, pairs) = found.await.map_err(|_| AppError::Bug("the comparison of records broke off"))??;
    let mut proposed = ProposalCounts {
        reports: found.looked_at,
        officers: known.count(),
        too_many: found.too_many,
        ..ProposalCounts::default()
    };
    for some in found.links.chunks(RECORDED_AT_ONCE) {
        proposed.links += record_links(cx, &permit, some, &found.model).await?;
    }
    for some in pairs.links.chunks(RECORDED_AT_ONCE) {
        proposed.same_person += record_pairs(cx, &permit, some, &pairs.model).await?;
    }
    tracing::info!(
        reports = proposed.reports,
        officers = proposed.officers,
        links = proposed.links,
        too_many = proposed.too_many,
        same_person = proposed.same_person,
        "records were compared"
    );
    Ok(proposed)
}

/// The engine's finding for one pair.
struct LinkCandidate<Of> {
    /// The report or, when comparing service records, the one that started later.
    of: Of,
    officer: OfficerId,
    weight_centibits: i64,
    because: Vec<String>,
}

/// The engine's findings for all pairs.
struct LinkCandidates<Of> {
    links: Vec<LinkCandidate<Of>>,
    looked_at: usize,
    too_many: usize,
    model: String,
}

/// Officers for whom a compared detail has changed.
type ChangedOfficers = BTreeSet<OfficerId>;

async fn record_links(
    cx: &Context<'_>,
    permit: &Permit,
    links: &[LinkCandidate<ReportId>],
    model: &str,
) -> Result<usize, AppError> {
    let mut change = Change::begin(cx).await?;
    let mut count = 0;
    for found in links {
        let report = change.load::<Report>(found.of).await?;
        let (of, officer) = (found.of.value(), found.officer.value());
        let proposal = Proposal {
            link: LinkId::new(derived::uuid(&[b"report link", of.as_bytes(), officer.as_bytes()])),
            officer: found.officer,
            weight_centibits: found.weight_centibits,
            because: found.because.clone(),
            model: model.to_owned(),
        };
        let events: Vec<Event> = report.propose(proposal).into_iter().collect();
        count += events.len();
        change.record(permit, &Report::stream(found.of), events).await?;
    }
    change.commit().await?;
    Ok(count)
}

async fn record_pairs(
    cx: &Context<'_>,
    permit: &Permit,
    pairs: &[LinkCandidate<OfficerId>],
    model: &str,
) -> Result<usize, AppError> {
    let mut change = Change::begin(cx).await?;
    let mut count = 0;
    for found in pairs {
        let later = change.load::<Officer>(found.of).await?;
        let earlier = change.load::<Officer>(found.officer).await?;
        let knows =
            |one: &Officer, other: OfficerId| one.same_person.iter().any(|(proposal, _)| proposal.other == other);
        if knows(&later, earlier.id) || knows(&earlier, later.id) {
            continue;
        }
        let (of, other) = (found.of.value(), found.officer.value());
        let event = OfficerEvent::SamePersonProposed(SamePerson {
            link: LinkId::new(derived::uuid(&[b"same person", of.as_bytes(), other.as_bytes()])),
            other: found.officer,
            weight_centibits: found.weight_centibits,
            because: found.because.clone(),
            model: model.to_owned(),
        });
        change.record(permit, &Officer::stream(found.of), vec![Event::Officer(event)]).await?;
        count += 1;
    }
    change.commit().await?;
    Ok(count)
}
