//! Detectors: what an event gives away together with what was known before. Each names a fact with its sources and puts it
//! before a person; none of them decides, and none counts points.

mod accusations;
mod conduct;
mod service;

use domain::matter::MatterEvent;
use domain::officer::{Joining, OfficerEvent, Verdict};
use domain::report::ReportEvent;
use domain::{Event, Recorded, StreamId};

use crate::AppError;
use crate::change::Change;
use crate::change::follow::Seen;

pub(crate) use conduct::{has_interest_in_decisions, interest_in_decisions};

/// What this event gives away, each with the stream in which the sign is raised.
pub(crate) async fn seen(change: &mut Change<'_>, event: &Recorded) -> Result<Vec<(StreamId, Seen)>, AppError> {
    match &event.event {
        Event::Report(of_report) => match of_report {
            ReportEvent::Received(_) => {
                let mut seen = accusations::series(change, event).await?;
                seen.extend(accusations::about_officer(change, event).await?);
                Ok(seen)
            }
            ReportEvent::LinkJudged { verdict: Verdict::Confirmed, .. } => {
                accusations::about_officer(change, event).await
            }
            ReportEvent::LinkProposed(proposal) => accusations::proposed(change, event, proposal).await,
            ReportEvent::Withdrawn { .. } => conduct::withdrawn_after_visit(change, event).await,
            ReportEvent::FoundFalse { .. } => accusations::provably_false(change, event).await,
            _ => Ok(Vec::new()),
        },
        Event::Officer(of_officer) => match of_officer {
            OfficerEvent::Posted(posting) => {
                let mut seen = service::armed_before_vetting(change, event, posting).await?;
                if posting.joining == Joining::Transferred {
                    seen.extend(accusations::on_transfer(change, event).await?);
                }
                if posting.joining == Joining::Rejoined {
                    seen.extend(service::rejoined(change, event).await?);
                }
                Ok(seen)
            }
            OfficerEvent::Enrolled { posting, .. } => service::armed_before_vetting(change, event, posting).await,
            OfficerEvent::ConcernRecorded(concern) => service::concerns(change, event, concern).await,
            OfficerEvent::SamePersonProposed(proposal) => service::same_person(change, event, proposal).await,
            OfficerEvent::Left { .. } => service::left_before_hearing(change, event).await,
            OfficerEvent::CardPresented { .. } => service::acted_while_suspended(change, event).await,
            _ => Ok(Vec::new()),
        },
        Event::Matter(of_matter) => match of_matter {
            MatterEvent::SeverityReassessed { .. } | MatterEvent::Closed { .. } => {
                conduct::interest_of_decider(change, event).await
            }
            MatterEvent::OutcomeRecorded { .. } | MatterEvent::Charged { .. } => {
                conduct::opportunity(change, event).await
            }
            MatterEvent::Opened { .. } => accusations::in_matter(change, event).await,
            _ => Ok(Vec::new()),
        },
        // A look that was refused is a look.
        Event::Consultation(_) => conduct::viewed_without_task(change, event).await,
        Event::Stop(_) | Event::Check(_) | Event::Force(_) | Event::Erasure(_) => Ok(Vec::new()),
    }
}
