//! Checks on people's decisions about a matter: which of them may be recorded now, and why the others are refused.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{
    Condition, CourtEvent, DecisionBasis, Form, ImposedOutcome, Matter, MatterEvent, MatterKind, ProceedingsOutcome,
    Restriction, RestrictionGround, RestrictionScope, ReviewAnswer, Severity, Stage, SuspensionAnswer,
    UnsignedDecision,
};
use crate::allegation::Finding;
use crate::record::actor::{Actor, ActorIdentity};
use crate::record::refusal::Refusal;
use crate::{AllegationId, EventId, OfficerId, PendingId, Personal};

/// The requirements for departing from a presumption, under the law that governs the matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepartureRequirements {
    /// Exceptional circumstances must be recorded.
    pub exceptional_circumstances: bool,
    /// A second signature is needed.
    pub second_signature: bool,
    /// The rule that sets the presumption.
    pub citation: Option<String>,
}

/// A decision that either takes effect at once or needs a second signature first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposedDecision {
    /// The event takes effect as soon as it is recorded.
    Stands(MatterEvent),
    /// The event only requests the second signature.
    Waits(MatterEvent),
}

impl ProposedDecision {
    /// Returns the event to record, in either case.
    pub fn into_event(self) -> MatterEvent {
        match self {
            Self::Stands(event) | Self::Waits(event) => event,
        }
    }
}

fn said(words: &Personal<String>) -> bool {
    words.known().is_some_and(|words| !words.trim().is_empty())
}

fn with_reasons(decided: &DecisionBasis) -> Result<(), Refusal> {
    if said(&decided.reasons) {
        return Ok(());
    }
    Err(Refusal::invalid("decision.no-reasons", "a decision needs its reasons: say why, in at least a sentence"))
}

impl Matter {
    /// Checks that this actor may change the matter.
    ///
    /// # Errors
    /// If the matter is closed, or if the oversight body has called it in and the actor belongs to the matter's own
    /// force.
    pub fn may_be_altered_by(&self, actor: &Actor) -> Result<(), Refusal> {
        if self.stage.is_closed() {
            return Err(Refusal::conflict("matter.already-closed", "this matter is closed: add an annotation instead"));
        }
        if self.called_in && actor.force.as_ref() == Some(&self.force) {
            let message = "the oversight body has called this matter in: the force may add to it, not alter it";
            return Err(Refusal::forbidden("matter.called-in", message).citing("Police Reform Act 2002, Sch 3 para 4A"));
        }
        Ok(())
    }

    /// Assesses the severity for the first time, or raises it. To lower it, use [`Matter::downgrade`].
    ///
    /// # Errors
    /// If no reasons are given, if proceedings have begun, or if the severity is not higher than the last one assessed.
    pub fn assess_severity(&self, severity: Severity, decided: DecisionBasis) -> Result<MatterEvent, Refusal> {
        with_reasons(&decided)?;
        self.proceedings_not_begun()?;
        match self.severity() {
            None => Ok(MatterEvent::SeverityAssessed { severity, decided }),
            Some(before) if severity > before => {
                Ok(MatterEvent::SeverityReassessed { from: before, to: severity, downgrade: None, decided })
            }
            Some(before) if severity == before => Err(Refusal::conflict(
                "matter.same-severity",
                format!("it is assessed as `{}` already: nothing would change", before.as_str()),
            )),
            Some(_) => Err(Refusal::invalid(
                "matter.downgrade-needs-a-fact",
                "less than was assessed before needs a new fact and a second signature: ask for a downgrade",
            )),
        }
    }

    /// Requests a lower severity. This takes a fact recorded since the last assessment, and a second signature from
    /// outside the team.
    ///
    /// # Errors
    /// If no reasons are given, if proceedings have begun, if no severity has been assessed yet, if the severity is not
    /// lower, or if the fact is not newer than the last assessment.
    pub fn downgrade(
        &self,
        to: Severity,
        new_fact: EventId,
        recorded_at: Option<Timestamp>,
        decided: DecisionBasis,
        pending: PendingId,
    ) -> Result<MatterEvent, Refusal> {
        with_reasons(&decided)?;
        self.proceedings_not_begun()?;
        let Some(last) = self.assessments.last() else {
            return Err(Refusal::conflict("matter.not-assessed", "severity was not assessed yet: assess it first"));
        };
        if to >= last.severity {
            return Err(Refusal::invalid("matter.not-a-downgrade", "this is not less than what was assessed before"));
        }
        if new_fact == last.event || recorded_at.is_none_or(|at| at < last.at) {
            let message = "a downgrade cites a fact that was recorded after the last assessment: name such an event";
            return Err(Refusal::invalid("matter.no-new-fact", message));
        }
        let decision = UnsignedDecision::Downgrade { from: last.severity, to, new_fact, decided };
        Ok(MatterEvent::SignatureRequested { pending, decision })
    }

    /// Decides whether to suspend. Where the law presumes suspension, a decision against it must meet the requirements
    /// of `departure`.
    ///
    /// # Errors
    /// If reasons or conditions are missing, if the officer is already suspended in this matter, or if exceptional
    /// circumstances are required but not given.
    pub fn decide_suspension(
        &self,
        answer: SuspensionAnswer,
        conditions: Vec<Condition>,
        exceptional: Option<Personal<String>>,
        decided: DecisionBasis,
        departure: Option<DepartureRequirements>,
        pending: PendingId,
    ) -> Result<ProposedDecision, Refusal> {
        with_reasons(&decided)?;
        self.not_suspended()?;
        if conditions.is_empty() {
            return Err(Refusal::invalid("suspension.no-conditions", "answer each condition of suspension")
                .citing("Police (Conduct) Regulations 2020, reg 11"));
        }
        let departing = (answer == SuspensionAnswer::DoNotSuspend).then_some(departure).flatten();
        let Some(departing) = departing else {
            let event = MatterEvent::SuspensionDecided { answer, conditions, exceptional, decided, second: None };
            return Ok(ProposedDecision::Stands(event));
        };
        if departing.exceptional_circumstances && !exceptional.as_ref().is_some_and(said) {
            let message = "the rule presumes suspension: not to suspend needs exceptional circumstances, recorded here";
            let refusal = Refusal::invalid("suspension.no-exceptional-circumstances", message);
            return Err(match departing.citation {
                Some(citation) => refusal.citing(citation),
                None => refusal,
            });
        }
        if departing.second_signature {
            let decision = UnsignedDecision::NoSuspension { conditions, exceptional, decided };
            return Ok(ProposedDecision::Waits(MatterEvent::SignatureRequested { pending, decision }));
        }
        let event = MatterEvent::SuspensionDecided { answer, conditions, exceptional, decided, second: None };
        Ok(ProposedDecision::Stands(event))
    }

    /// Reviews a suspension. Each condition must be answered again.
    ///
    /// # Errors
    /// If reasons or conditions are missing, if the officer is not suspended in this matter, or if the answer is to
    /// continue although no condition is met.
    pub fn review_suspension(
        &self,
        answer: ReviewAnswer,
        conditions: Vec<Condition>,
        decided: DecisionBasis,
    ) -> Result<MatterEvent, Refusal> {
        with_reasons(&decided)?;
        if !self.is_suspended() {
            return Err(Refusal::conflict("suspension.none", "the officer is not suspended in this matter"));
        }
        if conditions.is_empty() {
            return Err(Refusal::invalid(
                "suspension.no-conditions",
                "a review asks each condition again: answer them",
            ));
        }
        if answer == ReviewAnswer::Continue && conditions.iter().all(|condition| !condition.met) {
            let message = "no condition is met any more: the suspension must end";
            return Err(Refusal::invalid("suspension.conditions-not-met", message)
                .citing("Police (Conduct) Regulations 2020, reg 11"));
        }
        Ok(MatterEvent::SuspensionReviewed { answer, conditions, decided })
    }

    /// Requests a decision not to refer although there is a ground for it. This needs reasons and a second signature.
    ///
    /// # Errors
    /// If no reasons are given, or if the matter has already been referred.
    pub fn decline_referral(&self, decided: DecisionBasis, pending: PendingId) -> Result<MatterEvent, Refusal> {
        with_reasons(&decided)?;
        self.not_referred()?;
        let decision = UnsignedDecision::NoReferral { decided };
        Ok(MatterEvent::SignatureRequested { pending, decision })
    }

    /// Assigns an investigator.
    ///
    /// # Errors
    /// If the person is the subject, or has an interest in the matter, which `conflict` describes.
    pub fn assign(&self, investigator: OfficerId, conflict: Option<&str>) -> Result<MatterEvent, Refusal> {
        if investigator == self.subject {
            return Err(Refusal::forbidden(
                "matter.own-matter",
                "nobody investigates themselves: assign somebody else",
            ));
        }
        if let Some(conflict) = conflict {
            let message = format!("this person has an interest ({conflict}): assign somebody of another authority");
            return Err(Refusal::forbidden("matter.conflict-of-interest", message).citing("Candour promise, demand 11"));
        }
        Ok(MatterEvent::InvestigatorAssigned { investigator })
    }

    /// Signs a pending decision.
    ///
    /// # Errors
    /// If no decision is pending under this id; if the signer requested the signature, is the subject, has ever
    /// investigated the matter, or is not a person; or if events since the request mean that the decision is no longer
    /// allowed.
    pub fn sign(&self, pending: PendingId, signer: &Actor) -> Result<MatterEvent, Refusal> {
        let waiting = self.waiting(pending)?;
        self.outside_the_chain(&waiting.asked_by, signer)?;
        self.still_stands(waiting)?;
        Ok(waiting.decision.clone().signed_by(signer))
    }

    /// Refuses to sign a pending decision.
    ///
    /// # Errors
    /// If no decision is pending under this id, if the signer may not sign (see [`Matter::sign`]), or if no reasons are
    /// given.
    pub fn refuse_to_sign(
        &self,
        pending: PendingId,
        signer: &Actor,
        reasons: Personal<String>,
    ) -> Result<MatterEvent, Refusal> {
        let waiting = self.waiting(pending)?;
        self.outside_the_chain(&waiting.asked_by, signer)?;
        if !said(&reasons) {
            return Err(Refusal::invalid("decision.no-reasons", "a refusal needs its reasons: say why"));
        }
        Ok(MatterEvent::SignatureRefused { pending, reasons })
    }

    fn waiting(&self, pending: PendingId) -> Result<&super::Pending, Refusal> {
        let none = || Refusal::conflict("signature.none", "no decision waits for a signature under this number");
        self.pending.get(&pending).ok_or_else(none)
    }

    /// Repeats those checks on a pending decision whose results may have changed since it was requested.
    fn still_stands(&self, waiting: &super::Pending) -> Result<(), Refusal> {
        match &waiting.decision {
            UnsignedDecision::Closure { .. } => self.may_close(waiting.at),
            UnsignedDecision::NoReferral { .. } => self.not_referred(),
            UnsignedDecision::NoSuspension { .. } => self.not_suspended(),
            UnsignedDecision::Downgrade { .. } => self.proceedings_not_begun(),
        }
    }

    /// Under the Conduct Regulations, an assessment cannot be revised once the proceedings based on it have begun.
    fn proceedings_not_begun(&self) -> Result<(), Refusal> {
        let begun = matches!(self.stage, Stage::Heard { .. } | Stage::Concluded { .. });
        if begun && self.kind == MatterKind::Conduct {
            let message = "proceedings have begun: the assessment of severity can no longer be revised";
            return Err(Refusal::conflict("matter.proceedings-begun", message)
                .citing("Police (Conduct) Regulations 2020, reg 14(6)"));
        }
        Ok(())
    }

    fn not_suspended(&self) -> Result<(), Refusal> {
        if self.is_suspended() {
            return Err(Refusal::conflict(
                "suspension.already",
                "the officer is suspended in this matter: review it instead",
            ));
        }
        Ok(())
    }

    fn not_referred(&self) -> Result<(), Refusal> {
        if matches!(self.referral, super::Referral::Referred { .. }) {
            return Err(Refusal::conflict(
                "matter.already-referred",
                "this matter was referred: only its receiver can give it back",
            ));
        }
        Ok(())
    }

    fn outside_the_chain(&self, asked_by: &Actor, signer: &Actor) -> Result<(), Refusal> {
        let in_the_chain = signer.officer().is_some_and(|id| id == self.subject || self.team.contains(&id));
        let no_person = matches!(signer.who, ActorIdentity::System { .. });
        if asked_by.who == signer.who || in_the_chain || no_person {
            let message = "the second signature must come from somebody outside: not the one who asked, nor the team";
            return Err(Refusal::forbidden("signature.inside-the-chain", message));
        }
        Ok(())
    }

    /// Determines whether there is a case to answer (reg 23).
    ///
    /// # Errors
    /// If no reasons are given, if the matter is at a different stage, if the form is missing, or if gross misconduct
    /// would go to a meeting.
    pub fn determine(
        &self,
        case_to_answer: bool,
        form: Option<Form>,
        decided: DecisionBasis,
        now: Timestamp,
    ) -> Result<MatterEvent, Refusal> {
        with_reasons(&decided)?;
        if case_to_answer && form.is_none() {
            return Err(Refusal::invalid(
                "matter.no-form",
                "say in which form the case is answered: meeting or hearing",
            ));
        }
        if case_to_answer && self.severity() == Some(Severity::GrossMisconduct) && form == Some(Form::Meeting) {
            return Err(Refusal::invalid("matter.needs-a-hearing", "gross misconduct is answered at a hearing")
                .citing("Police (Conduct) Regulations 2020, reg 23"));
        }
        self.stage.clone().determine(form.filter(|_| case_to_answer), now)?;
        Ok(MatterEvent::CaseDetermined { case_to_answer, form, decided })
    }

    /// Records the findings and the outcome. An outcome short of dismissal for gross misconduct must meet the
    /// requirements of `departure`.
    ///
    /// # Errors
    /// If no reasons are given, if the matter is at a different stage, or if an allegation has no finding. Also if the
    /// outcome is more than a warning without gross misconduct or the grounds for it, if it is any action although nothing
    /// was proven, or if it is less than dismissal for gross misconduct without the exceptional circumstances that this
    /// requires.
    pub fn record_outcome(
        &self,
        findings: Vec<(AllegationId, Finding)>,
        imposed: ImposedOutcome,
        exceptional: Option<Personal<String>>,
        decided: DecisionBasis,
        departure: Option<&DepartureRequirements>,
        now: Timestamp,
    ) -> Result<MatterEvent, Refusal> {
        let ImposedOutcome { outcome, grounds } = imposed;
        with_reasons(&decided)?;
        self.stage.clone().conclude(outcome, now)?;
        let found: BTreeSet<&AllegationId> = findings.iter().map(|(id, _)| id).collect();
        let undecided = findings.iter().any(|(_, finding)| *finding == Finding::Undecided);
        if undecided || found.len() != findings.len() || !self.allegations.keys().eq(found) {
            let message = "every allegation needs one finding, and each finding names an allegation of this matter";
            return Err(Refusal::invalid("matter.findings-incomplete", message));
        }
        let gross = findings.iter().any(|(_, finding)| *finding == Finding::GrossMisconduct);
        if outcome > ProceedingsOutcome::FinalWrittenWarning && !gross && !grounds.allow_more_than_a_warning() {
            let message = "for misconduct, reduction in rank and dismissal need a final written warning that was in \
                           force on the day of the severity assessment, or incidents that are not closely connected";
            return Err(Refusal::invalid("matter.more-than-a-warning", message)
                .citing("Police (Conduct) Regulations 2020, reg 42"));
        }
        if outcome > ProceedingsOutcome::NoAction && findings.iter().all(|(_, finding)| !finding.is_proven()) {
            return Err(Refusal::invalid("matter.outcome-without-finding", "nothing is proven: no action can follow"));
        }
        let departing = gross && !outcome.is_dismissal();
        if departing
            && departure.is_some_and(|departure| departure.exceptional_circumstances)
            && !exceptional.as_ref().is_some_and(said)
        {
            let message = "dismissal is presumed for gross misconduct: anything less needs exceptional circumstances, recorded here";
            let refusal = Refusal::invalid("matter.no-exceptional-circumstances", message);
            return Err(match departure.and_then(|departure| departure.citation.clone()) {
                Some(citation) => refusal.citing(citation),
                None => refusal,
            });
        }
        Ok(MatterEvent::OutcomeRecorded { findings, outcome, grounds, exceptional, decided })
    }

    /// Restricts publicity for a hearing until a given day.
    ///
    /// # Errors
    /// If that day is not in the future.
    pub fn restrict(
        &self,
        scope: RestrictionScope,
        ground: RestrictionGround,
        expires_on: Date,
        ends_with: Option<CourtEvent>,
        maker: Actor,
        today: Date,
    ) -> Result<MatterEvent, Refusal> {
        if expires_on <= today {
            return Err(Refusal::invalid(
                "restriction.in-the-past",
                "a restriction ends on a day that is still to come",
            ));
        }
        let number = self.last_restriction.saturating_add(1);
        Ok(MatterEvent::RestrictionImposed(Restriction { number, scope, ground, expires_on, ends_with, maker }))
    }

    /// Requests closure, which needs a second signature.
    ///
    /// # Errors
    /// If no reasons are given, if the matter is at a different stage, or if a statutory duty to decide or report is
    /// still open.
    pub fn close(&self, decided: DecisionBasis, pending: PendingId, now: Timestamp) -> Result<MatterEvent, Refusal> {
        with_reasons(&decided)?;
        self.may_close(now)?;
        let decision = UnsignedDecision::Closure { decided };
        Ok(MatterEvent::SignatureRequested { pending, decision })
    }

    fn may_close(&self, now: Timestamp) -> Result<(), Refusal> {
        self.stage.clone().close(now)?;
        let deciding = [
            "decide-suspension",
            "refer",
            "assess-severity",
            "record-withdrawal",
            "decide-public-interest",
            "report-barred-list",
            "report-advisory-list",
        ];
        // An assessment that can no longer be made holds up nothing.
        let is_too_late = |name: &str| name == "assess-severity" && self.proceedings_not_begun().is_err();
        let open: Vec<&str> = self
            .followed
            .open()
            .filter(|duty| deciding.contains(&duty.duty.name.as_str()) && !is_too_late(&duty.duty.name))
            .map(|duty| duty.duty.name.as_str())
            .collect();
        if !open.is_empty() {
            let message = format!("this matter cannot be closed while these are to be done: {}", open.join(", "));
            return Err(Refusal::conflict("matter.duties-open", message));
        }
        Ok(())
    }
}
