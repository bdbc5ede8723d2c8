//! Decisions about a report: what may be recorded, what is refused, and why.

use super::event::ReportEvent;
use super::state::{Handling, Report};
use super::values::{Inquiry, Proposal, ReceivedReport, ReportOutcome};
use crate::officer::Verdict;
use crate::record::actor::Actor;
use crate::record::refusal::Refusal;
use crate::{Event, LinkId, Personal};

impl Report {
    /// Receives a report.
    ///
    /// # Errors
    /// If the report has no text, or if it is of a sexual or domestic kind but not filed as violence against women and
    /// girls (journey b2).
    pub fn receive(received: ReceivedReport) -> Result<Event, Refusal> {
        if received.words.known().is_none_or(|words| words.trim().is_empty()) {
            return Err(Refusal::invalid("report.empty", "say what happened: a report needs at least a sentence"));
        }
        if received.category.presumed_violence_against_women() && !received.violence_against_women {
            let message = format!(
                "a report of `{}` is one of violence against women and girls: it cannot be filed as less",
                received.category.as_str()
            );
            return Err(Refusal::invalid("report.filed-as-less", message));
        }
        Ok(Event::Report(ReportEvent::Received(received)))
    }

    /// Proposes an officer. `None` if they have already been proposed, or if the report is already known to be about
    /// them.
    pub fn propose(&self, proposal: Proposal) -> Option<Event> {
        let known = self.proposals.iter().any(|(known, _)| known.officer == proposal.officer);
        (!known && self.officer() != Some(proposal.officer))
            .then_some(Event::Report(ReportEvent::LinkProposed(proposal)))
    }

    /// Judges a proposal.
    ///
    /// # Errors
    /// If no reasons are given, there is no such proposal, or it has already been confirmed or rejected.
    pub fn judge(&self, link: LinkId, verdict: Verdict, reasons: Personal<String>) -> Result<Event, Refusal> {
        if reasons.known().is_none_or(|reasons| reasons.trim().is_empty()) {
            return Err(Refusal::invalid(
                "link.no-reasons",
                "say why: an answer about a proposed link needs its reasons",
            ));
        }
        match self.proposals.iter().find(|(known, _)| known.link == link) {
            None => Err(Refusal::invalid("link.unknown", "there is no such proposal on this report")),
            Some((_, Some(Verdict::Confirmed | Verdict::Rejected))) => Err(Refusal::conflict(
                "link.already-judged",
                "this proposal was judged before: annotate the report instead",
            )),
            Some(_) => Ok(Event::Report(ReportEvent::LinkJudged { link, verdict, reasons })),
        }
    }

    /// Withdraws the complaint.
    ///
    /// # Errors
    /// If it has already been withdrawn.
    pub fn withdraw(&self, words: Personal<String>) -> Result<Event, Refusal> {
        if self.withdrawn.is_some() {
            return Err(Refusal::conflict("complaint.already-withdrawn", "this complaint was withdrawn before"));
        }
        Ok(Event::Report(ReportEvent::Withdrawn { words }))
    }

    /// Closes the report without further action.
    ///
    /// # Errors
    /// If it is already closed. For a report of violence against women and girls, also if an inquiry on the checklist
    /// is missing, or if the person closing it is also the supervisor.
    pub fn close(
        &self,
        outcome: ReportOutcome,
        inquiries: &[Inquiry],
        by: &Actor,
        supervisor: &Actor,
    ) -> Result<Event, Refusal> {
        if let Handling::Closed { .. } = self.handling {
            return Err(Refusal::conflict("report.already-closed", "this report is closed: annotate it instead"));
        }
        if self.received.violence_against_women {
            let missing: Vec<&str> =
                Inquiry::ALL.into_iter().filter(|needed| !inquiries.contains(needed)).map(Inquiry::as_str).collect();
            if !missing.is_empty() {
                let message = format!("this report cannot be closed before these inquiries: {}", missing.join(", "));
                return Err(Refusal::conflict("report.inquiries-missing", message));
            }
            if by.who == supervisor.who {
                let message = "this report needs another person's signature: a supervisor who did not deal with it";
                return Err(Refusal::forbidden("report.same-signature", message));
            }
        }
        Ok(Event::Report(ReportEvent::Closed {
            outcome,
            inquiries: inquiries.to_vec(),
            supervisor: supervisor.clone(),
        }))
    }
}
