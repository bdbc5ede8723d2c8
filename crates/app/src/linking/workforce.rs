//! The knowledge that linking needs: the workforce, and the reports that look for somebody, from the current record.

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

/// Events with the identity of a member and the places of their service.
const OF_OFFICERS: [&str; 5] = [
    "officer.enrolled",
    "officer.posted",
    "officer.identity-changed",
    "officer.vehicle-declared",
    "officer.same-person-proposed",
];
/// Those that change compared details.
const CHANGES: [&str; 4] =
    ["officer.enrolled", "officer.posted", "officer.identity-changed", "officer.vehicle-declared"];
/// Events with the description of the person a report looks for, and those that end the search.
const OF_REPORTS: [&str; 5] =
    ["report.received", "report.link-proposed", "report.link-judged", "report.found-false", "report.closed"];
const ERASURES: [&str; 1] = ["erasure.done"];

/// Streams read at once: some 3,000 events, a few megabytes.
const PAGE_STREAMS: u32 = 1_000;
/// Longest delay of a commit after the time under which it records, and so after somebody read past that time.
const LATE_COMMIT: SignedDuration = SignedDuration::from_mins(10);

/// The workforce and the reports that look for somebody, kept from one run to the next.
///
/// It holds personal data in the clear: it stays in memory, is never printed, and drops an erased person at the next
/// refresh, with which every run begins. It takes about a kilobyte for each officer and report; drop it if memory
/// matters more than the seconds needed to read everybody.
#[derive(Default)]
pub struct KnownWorkforce {
    records: Arc<Records>,
    /// Everything recorded before this time is known.
    read_to: Option<Timestamp>,
}

/// The current state.
#[derive(Clone, Default)]
pub(super) struct Records {
    pub(super) members: BTreeMap<OfficerId, Member>,
    pub(super) reports: BTreeMap<ReportId, OpenReport>,
}

/// A member of the workforce, serving or not.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) identity: Identity,
    pub(super) earlier: Vec<Identity>,
    pub(super) warrant: String,
    pub(super) vehicles: Vec<Vehicle>,
    pub(super) forces: BTreeSet<ForceId>,
    /// The first day of the first posting on record.
    pub(super) joined: Date,
    /// Members whose records were proposed to be this person's too.
    pub(super) proposed: BTreeSet<OfficerId>,
}

/// A report, as far as it describes somebody to look for.
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
    /// Returns true if it looks for somebody: no officer is named or confirmed, and the report is not untrue. A closed
    /// report of violence against women still looks: it was closed because nobody was found.
    pub(super) fn looks(&self) -> bool {
        !self.known && !self.found_false && (!self.closed || self.violence_against_women)
    }

    /// Returns true if an officer was already proposed for it.
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
    /// The number of known members of the workforce.
    pub fn count(&self) -> usize {
        self.records.members.len()
    }

    pub(super) fn snapshot(&self) -> Arc<Records> {
        Arc::clone(&self.records)
    }

    /// Time of receipt of the oldest report that may still look for somebody.
    pub(super) fn reports_since(&self, cx: &Context<'_>) -> Timestamp {
        cx.now.checked_sub(SignedDuration::from_hours(REPORT_YEARS * 365 * 24)).unwrap_or(Timestamp::MIN)
    }

    /// Reads everything, or only the changes since the last reading.
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
                // The stream of an erasure has the id of the erased subject, which may be an officer or a report.
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

/// Officers who joined, moved, or declared a vehicle or another name at or after a time.
pub(super) async fn changed_since(cx: &Context<'_>, since: Timestamp) -> Result<ChangedOfficers, AppError> {
    let streams = cx.app.store.streams_touched_since(StreamKind::Officer, &CHANGES, since).await?;
    Ok(streams.iter().filter_map(|stream| stream.key.parse().ok()).collect())
}
