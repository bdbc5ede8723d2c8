//! The data needed for linking, from the current record: the workforce, and the reports that have no officer yet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::officer::{Identity, OfficerEvent, Vehicle, Verdict};
use domain::record::stream::StreamKind;
use domain::report::{PersonDescription, ReportEvent};
use domain::{Event, ForceId, LinkId, OfficerId, Personal, RecordedEvent, ReportId, StreamId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{ChangedOfficers, REPORT_YEARS};
use crate::{AppError, Context};

/// Events that contain a member's identity or show where they served.
const OF_OFFICERS: [&str; 5] = [
    "officer.enrolled",
    "officer.posted",
    "officer.identity-changed",
    "officer.vehicle-declared",
    "officer.same-person-proposed",
];
/// The subset of these events that change compared details.
const CHANGES: [&str; 4] =
    ["officer.enrolled", "officer.posted", "officer.identity-changed", "officer.vehicle-declared"];
/// Events that describe the person a report is looking for, and events that end the search.
const OF_REPORTS: [&str; 5] =
    ["report.received", "report.link-proposed", "report.link-judged", "report.found-false", "report.closed"];
const ERASURES: [&str; 1] = ["erasure.done"];

/// The number of streams read at once: about 3,000 events, or a few megabytes.
const PAGE_STREAMS: u32 = 1_000;
/// The longest time between the timestamp of an event and its commit. A reader may already have read past the timestamp
/// by then.
const LATE_COMMIT: SignedDuration = SignedDuration::from_mins(10);

/// The workforce and the reports that have no officer yet, kept between runs.
///
/// This holds unencrypted personal data, so it stays in memory and is never printed. An erased person is dropped at the
/// next refresh, which starts every run. It needs about a kilobyte per officer and report. Drop it if memory matters
/// more than the few seconds needed to read everything again.
#[derive(Default)]
pub struct KnownWorkforce {
    records: Arc<Records>,
    /// Everything recorded before this time has been read.
    read_to: Option<Timestamp>,
}

#[derive(Clone, Default)]
pub(super) struct Records {
    pub(super) members: BTreeMap<OfficerId, Member>,
    pub(super) reports: BTreeMap<ReportId, OpenReport>,
}

/// A current or former member of the workforce.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) identity: Identity,
    pub(super) earlier: Vec<Identity>,
    pub(super) warrant: String,
    pub(super) vehicles: Vec<Vehicle>,
    pub(super) forces: BTreeSet<ForceId>,
    /// The first day of the earliest posting on record.
    pub(super) joined: Date,
    /// Members whose records have been proposed as belonging to the same person.
    pub(super) proposed: BTreeSet<OfficerId>,
}

/// A report, reduced to what describes the person it is looking for.
#[derive(Clone)]
pub(super) struct OpenReport {
    pub(super) received_at: Timestamp,
    pub(super) force: ForceId,
    pub(super) described: PersonDescription,
    violence_against_women: bool,
    known: bool,
    closed: bool,
    found_false: bool,
    proposed: Vec<(LinkId, OfficerId)>,
}

impl OpenReport {
    /// Returns true if the report still needs an officer: none is named or confirmed, and the report has not been found
    /// untrue. A closed report of violence against women still counts, because it was closed when nobody had been
    /// found.
    pub(super) fn looks(&self) -> bool {
        !self.known && !self.found_false && (!self.closed || self.violence_against_women)
    }

    /// Returns true if the officer has already been proposed for this report.
    pub(super) fn proposes(&self, officer: OfficerId) -> bool {
        self.proposed.iter().any(|(_, known)| *known == officer)
    }
}

fn known<T: Clone + Default>(part: &Personal<T>) -> T {
    part.known().cloned().unwrap_or_default()
}

impl Records {
    fn take(&mut self, recorded: &RecordedEvent) {
        match &recorded.event {
            Event::Officer(event) => self.take_officer(event, &recorded.stream),
            Event::Report(event) => self.take_report(event, recorded),
            _ => {}
        }
    }

    fn take_officer(&mut self, event: &OfficerEvent, stream: &StreamId) {
        let Ok(id) = stream.key.parse::<OfficerId>() else { return };
        if let OfficerEvent::Enrolled { identity, warrant, posting, .. } = event {
            let member = Member {
                identity: known(identity),
                earlier: Vec::new(),
                warrant: known(warrant),
                vehicles: Vec::new(),
                forces: BTreeSet::from([posting.force.clone()]),
                joined: posting.from,
                proposed: BTreeSet::new(),
            };
            self.members.insert(id, member);
            return;
        }
        let Some(member) = self.members.get_mut(&id) else { return };
        match event {
            OfficerEvent::Posted(posting) => {
                member.forces.insert(posting.force.clone());
                member.joined = member.joined.min(posting.from);
            }
            OfficerEvent::IdentityChanged { identity } => {
                let earlier = std::mem::replace(&mut member.identity, known(identity));
                member.earlier.push(earlier);
            }
            OfficerEvent::VehicleDeclared { vehicle } => member.vehicles.extend(vehicle.known().cloned()),
            OfficerEvent::SamePersonProposed(proposal) => {
                member.proposed.insert(proposal.other);
            }
            _ => {}
        }
    }

    fn take_report(&mut self, event: &ReportEvent, recorded: &RecordedEvent) {
        let Ok(id) = recorded.stream.key.parse::<ReportId>() else { return };
        if let ReportEvent::Received(received) = event {
            let looking = OpenReport {
                received_at: recorded.recorded_at,
                force: received.force.clone(),
                described: known(&received.described),
                violence_against_women: received.violence_against_women,
                known: received.names.is_some(),
                closed: false,
                found_false: false,
                proposed: Vec::new(),
            };
            self.reports.insert(id, looking);
            return;
        }
        let Some(report) = self.reports.get_mut(&id) else { return };
        match event {
            ReportEvent::LinkProposed(proposal) => report.proposed.push((proposal.link, proposal.officer)),
            ReportEvent::LinkJudged { link, verdict: Verdict::Confirmed, .. } => {
                report.known |= report.proposed.iter().any(|(known, _)| known == link);
            }
            ReportEvent::FoundFalse { .. } => report.found_false = true,
            ReportEvent::Closed { .. } => report.closed = true,
            _ => {}
        }
    }
}

impl KnownWorkforce {
    /// Number of members of the workforce that have been read.
    pub fn count(&self) -> usize {
        self.records.members.len()
    }

    pub(super) fn snapshot(&self) -> Arc<Records> {
        Arc::clone(&self.records)
    }

    /// The earliest time of receipt of reports that are still compared.
    pub(super) fn reports_since(&self, cx: &Context<'_>) -> Timestamp {
        cx.now.checked_sub(SignedDuration::from_hours(REPORT_YEARS * 365 * 24)).unwrap_or(Timestamp::MIN)
    }

    /// Reads everything the first time, and only the changes after that.
    pub(super) async fn refresh(&mut self, cx: &Context<'_>) -> Result<(), AppError> {
        let records = Arc::make_mut(&mut self.records);
        match self.read_to {
            None => {
                for (kind, kinds) in [(StreamKind::Officer, &OF_OFFICERS), (StreamKind::Report, &OF_REPORTS)] {
                    read_all(cx, records, kind, kinds).await?;
                }
            }
            Some(read_to) => {
                let since = read_to.checked_sub(LATE_COMMIT).unwrap_or(Timestamp::MIN);
                let mut streams = Vec::new();
                for (kind, kinds) in [(StreamKind::Officer, &OF_OFFICERS), (StreamKind::Report, &OF_REPORTS)] {
                    streams.extend(cx.app.store.streams_touched_since(kind, kinds, since).await?);
                }
                // The stream of an erasure is named after the erased subject, which may be an officer or a report.
                for erased in cx.app.store.streams_touched_since(StreamKind::Erasure, &ERASURES, since).await? {
                    streams.push(StreamId { kind: StreamKind::Officer, key: erased.key.clone() });
                    streams.push(StreamId { kind: StreamKind::Report, key: erased.key });
                }
                for stream in streams {
                    for recorded in cx.app.store.history(&stream, None).await? {
                        records.take(&recorded);
                    }
                }
            }
        }
        self.read_to = Some(cx.now);
        Ok(())
    }
}

async fn read_all(
    cx: &Context<'_>,
    records: &mut Records,
    kind: StreamKind,
    kinds: &'static [&'static str],
) -> Result<(), AppError> {
    let mut after = String::new();
    loop {
        let page = cx.app.store.events_of(kind, kinds, &after, PAGE_STREAMS).await?;
        page.events.iter().for_each(|recorded| records.take(recorded));
        match page.last {
            Some(last) => after = last,
            None => return Ok(()),
        }
    }
}

/// Officers who joined or moved, or declared a vehicle or another name, at or after the given time.
pub(super) async fn changed_since(cx: &Context<'_>, since: Timestamp) -> Result<ChangedOfficers, AppError> {
    let streams = cx.app.store.streams_touched_since(StreamKind::Officer, &CHANGES, since).await?;
    Ok(streams.iter().filter_map(|stream| stream.key.parse().ok()).collect())
}
