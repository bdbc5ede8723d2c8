//! One pass over all consequences in the record: signs, proposals, duties and notices. Duties and notices are only
//! counted; signs and proposals are kept.

use std::collections::{BTreeMap, HashMap};

use cli::exit::Failure;
use domain::matter::MatterEvent;
use domain::officer::{OfficerEvent, SamePerson};
use domain::record::followed::{Consequence, Sign};
use domain::report::{Proposal, ReportEvent};
use domain::{Event, EventId, OfficerId, RecordedEvent, ReportId, StreamId, StreamKind};
use jiff::Timestamp;
use store::Store;

use super::tally::failed;

/// Number of streams read at once.
const PAGE_STREAMS: u32 = 2_000;
/// The kinds of event that carry consequences and proposals.
const KINDS: [&str; 7] = [
    "sign.raised",
    "duty.arose",
    "duty.met",
    "duty.overdue",
    "notice.given",
    "report.link-proposed",
    "officer.same-person-proposed",
];

/// A sign, with the event and the stream in which it was raised.
#[derive(Clone, Debug)]
pub struct RaisedSign {
    /// The event in which it was raised.
    pub event: EventId,
    /// The event that caused it.
    pub cause: Option<EventId>,
    pub stream: StreamId,
    pub at: Timestamp,
    pub sign: Sign,
}

/// All consequences in the record.
#[derive(Debug, Default)]
pub struct Sweep {
    /// Signs, by the stream in which they were raised.
    pub signs: HashMap<StreamId, Vec<RaisedSign>>,
    /// Proposed links, by report.
    pub links: HashMap<ReportId, Vec<Proposal>>,
    /// Proposals that two service records belong to one person, by the record that contains the proposal.
    pub same_person: HashMap<OfficerId, Vec<SamePerson>>,
    /// Number of duties that arose, by name.
    pub duties: BTreeMap<String, u64>,
    /// Number of duties that were met.
    pub met_count: u64,
    /// Number of duties found overdue, by name.
    pub overdue: BTreeMap<String, u64>,
    /// Number of notices, by recipient.
    pub notices: BTreeMap<String, u64>,
    /// The names of duties seen so far in the streams being read, so that overdue ones can be named.
    names: HashMap<domain::DutyId, String>,
}

impl Sweep {
    /// Reads the whole record.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn of(store: &Store) -> Result<Sweep, Failure> {
        let mut sweep = Sweep::default();
        for kind in [StreamKind::Officer, StreamKind::Report, StreamKind::Matter] {
            let mut after = String::new();
            loop {
                let page = store.events_of(kind, &KINDS, &after, PAGE_STREAMS).await;
                let page = page.map_err(|error| failed("reading what followed", error))?;
                for event in page.events {
                    sweep.take(event);
                }
                // A duty arises and ends in the same stream, so these names are no longer needed.
                sweep.names.clear();
                match page.last {
                    Some(last) => after = last,
                    None => break,
                }
            }
        }
        Ok(sweep)
    }

    fn take(&mut self, recorded: RecordedEvent) {
        let (event, at) = (recorded.id, recorded.recorded_at);
        match recorded.event {
            Event::Officer(OfficerEvent::SamePersonProposed(proposal)) => {
                if let Ok(officer) = recorded.stream.key.parse() {
                    self.same_person.entry(officer).or_default().push(proposal);
                }
            }
            Event::Report(ReportEvent::LinkProposed(proposal)) => {
                if let Ok(report) = recorded.stream.key.parse() {
                    self.links.entry(report).or_default().push(proposal);
                }
            }
            Event::Officer(OfficerEvent::Followed(follow))
            | Event::Report(ReportEvent::Followed(follow))
            | Event::Matter(MatterEvent::Followed(follow)) => match follow {
                Consequence::SignRaised(sign) => {
                    let (stream, cause) = (recorded.stream, recorded.cause);
                    self.signs.entry(stream.clone()).or_default().push(RaisedSign { event, cause, stream, at, sign });
                }
                Consequence::DutyArose(duty) => {
                    *self.duties.entry(duty.name.clone()).or_default() += 1;
                    self.names.insert(duty.id, duty.name);
                }
                Consequence::DutyMet { .. } => self.met_count += 1,
                Consequence::DutyOverdue { duty, .. } => {
                    let name = self.names.get(&duty).cloned().unwrap_or_default();
                    *self.overdue.entry(name).or_default() += 1;
                }
                Consequence::NoticeGiven(notice) => *self.notices.entry(notice.to).or_default() += 1,
                _ => {}
            },
            _ => {}
        }
    }

    /// The number of signs of each kind.
    pub fn signs_count(&self) -> BTreeMap<&'static str, u64> {
        let mut counts = BTreeMap::new();
        for raised in self.signs.values().flatten() {
            *counts.entry(raised.sign.sign.as_str()).or_default() += 1;
        }
        counts
    }

    /// The number of proposed links.
    pub fn links_count(&self) -> u64 {
        self.links.values().map(|links| links.len() as u64).sum()
    }

    /// The signs raised in a stream.
    pub fn signs_in(&self, stream: &StreamId) -> &[RaisedSign] {
        self.signs.get(stream).map_or(&[], Vec::as_slice)
    }
}
