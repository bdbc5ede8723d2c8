//! Detectors: find warning signs in an event by comparing it with what was already known. Each one states a fact with
//! its sources and puts it before a person. Detectors never decide or calculate scores, and they cannot write, because
//! they see a change only as a [`View`].

mod accusations;
mod conduct;
mod service;
mod sign;

use domain::matter::MatterEvent;
use domain::officer::{Joining, OfficerEvent, Verdict};
use domain::report::ReportEvent;
use domain::{Event, RecordedEvent};

use crate::AppError;
use crate::change::View;

pub(crate) use conduct::{has_interest_in_decisions, interest_in_decisions};
pub(crate) use sign::{Detection, NewSign};

/// Runs the detectors on an event.
pub(crate) async fn detect(view: &mut View<'_, '_>, event: &RecordedEvent) -> Result<Detection, AppError> {
    let signs = match &event.event {
        Event::Report(of_report) => match of_report {
            ReportEvent::Received(_) => {
                let mut found = accusations::series(view, event).await?;
                found.signs.extend(accusations::about_officer(view, event).await?);
                return Ok(found);
            }
            ReportEvent::LinkJudged { verdict: Verdict::Confirmed, .. } => {
                accusations::about_officer(view, event).await?
            }
            ReportEvent::LinkProposed(proposal) => accusations::proposed(view, event, proposal).await?,
            ReportEvent::Withdrawn { .. } => conduct::withdrawn_after_visit(view, event).await?,
            ReportEvent::FoundFalse { .. } => accusations::provably_false(view, event).await?,
            _ => Vec::new(),
        },
        Event::Officer(of_officer) => match of_officer {
            OfficerEvent::Posted(posting) => {
                let mut signs = service::armed_before_vetting(view, event, posting).await?;
                if posting.joining == Joining::Transferred {
                    signs.extend(accusations::on_transfer(view, event).await?);
                }
                if posting.joining == Joining::Rejoined {
                    signs.extend(service::rejoined(view, event).await?);
                }
                signs
            }
            OfficerEvent::Enrolled { posting, .. } => service::armed_before_vetting(view, event, posting).await?,
            OfficerEvent::ConcernRecorded(concern) => service::concerns(view, event, concern).await?,
            OfficerEvent::SamePersonProposed(proposal) => service::same_person(view, event, proposal).await?,
            OfficerEvent::Left { .. } => service::left_before_hearing(view, event).await?,
            OfficerEvent::CardPresented { .. } => service::acted_while_suspended(view, event).await?,
            _ => Vec::new(),
        },
        Event::Matter(of_matter) => match of_matter {
            MatterEvent::SeverityReassessed { .. } | MatterEvent::Closed { .. } => {
                conduct::interest_of_decider(view, event).await?
            }
            MatterEvent::OutcomeRecorded { .. } | MatterEvent::Charged { .. } => {
                conduct::opportunity(view, event).await?
            }
            MatterEvent::Opened { .. } => accusations::in_matter(view, event).await?,
            _ => Vec::new(),
        },
        // A refused look counts too.
        Event::Consultation(_) => conduct::viewed_without_task(view, event).await?,
        Event::Stop(_) | Event::Check(_) | Event::Force(_) | Event::Erasure(_) => Vec::new(),
    };
    Ok(Detection { joined: Vec::new(), signs })
}
