//! Decisions about a stop: what may be recorded, what is refused, and why.

use super::event::StopEvent;
use super::state::{Call, Stop};
use super::values::{
    Power, ReasonCode, SearchRecord, StopOpening, StopOutcome, StopRefusal, WORDS_MAXIMUM, is_too_long,
};
use crate::record::refusal::Refusal;
use crate::{Event, Personal};

/// Builds the refusal of a text that is too long. The code names the field.
fn too_long(code: StopRefusal, what: &str) -> Refusal {
    Refusal::invalid(code, format!("keep {what} to at most {WORDS_MAXIMUM} characters"))
}

impl Stop {
    /// Begins a stop.
    ///
    /// # Errors
    /// If there is no reason, if an officer out of uniform stops a vehicle (PACE 1984 s.2(9)(b)), or if an officer out
    /// of uniform uses a power that is reserved for constables in uniform.
    pub fn open(stop: StopOpening) -> Result<Event, Refusal> {
        if stop.reason.known().is_none_or(|reason| reason.trim().is_empty()) {
            let message = "a stop cannot begin without a reason: say the object and the grounds of it";
            return Err(Refusal::invalid(StopRefusal::NoReason, message).citing("PACE 1984 s.2(3)"));
        }
        if stop.vehicle && !stop.uniform {
            let message = "a constable who is not in uniform may not stop a vehicle under this power";
            return Err(Refusal::invalid(StopRefusal::NotInUniform, message).citing("PACE 1984 s.2(9)(b)"));
        }
        if let (Some(rule), false) = (stop.power.uniform_only(), stop.uniform) {
            let message = "only a constable in uniform has this power: choose another, or call somebody in uniform";
            return Err(Refusal::invalid(StopRefusal::PowerNeedsUniform, message).citing(rule));
        }
        Ok(Event::Stop(StopEvent::Opened(stop)))
    }

    /// Begins a stop in the street, which the public can check. It must also state the reason as a code and, for a
    /// search, the object.
    ///
    /// # Errors
    /// Same as [`Stop::open`]. Also if the object of a search, a coded reason or a place is missing (PACE 1984 s.2(3),
    /// Code A 3.8: GOWISELY), or if any text has more than [`WORDS_MAXIMUM`] characters.
    pub fn begin_in_public(stop: StopOpening) -> Result<Event, Refusal> {
        let object = stop.object.as_ref().and_then(Personal::known).map_or("", |object| object.trim());
        if stop.power.is_search() && object.is_empty() {
            let message = "a search cannot begin without its object: say what is looked for";
            return Err(Refusal::invalid(StopRefusal::NoObject, message).citing("PACE 1984 s.2(3)(b)"));
        }
        if stop.reason_code.is_none() {
            return Err(Refusal::invalid(StopRefusal::NoReasonCode, "choose the reason that comes nearest")
                .citing("PACE Code A 3.8"));
        }
        if stop.place.trim().is_empty() {
            return Err(Refusal::invalid(StopRefusal::NoPlace, "say where: a street, a junction, a place with a name")
                .citing("PACE 1984 s.3(6)"));
        }
        if stop.reason.known().is_some_and(|reason| is_too_long(reason)) {
            return Err(too_long(StopRefusal::ReasonTooLong, "the grounds"));
        }
        if is_too_long(object) {
            return Err(too_long(StopRefusal::ObjectTooLong, "the object"));
        }
        if is_too_long(&stop.place) {
            return Err(too_long(StopRefusal::PlaceTooLong, "the place"));
        }
        Self::open(stop)
    }

    /// Records that the control room confirms an off-duty officer and sends a uniformed unit.
    ///
    /// # Errors
    /// If the control room was not asked or has already answered, if the stop has ended, or if the unit is not named or
    /// its name has more than 40 characters.
    pub fn confirm(&self, unit: &str) -> Result<Event, Refusal> {
        self.waits()?;
        if unit.trim().is_empty() || unit.trim().chars().count() > 40 {
            let message = "name the uniformed unit that is sent, by its call sign: at most 40 characters";
            return Err(Refusal::invalid(StopRefusal::NoUnit, message));
        }
        Ok(Event::Stop(StopEvent::Confirmed { unit: unit.trim().to_owned() }))
    }

    /// Records that the control room refuses to confirm the officer.
    ///
    /// # Errors
    /// If the control room was not asked or has already answered, or if the stop has ended.
    pub fn refuse(&self) -> Result<Event, Refusal> {
        self.waits()?;
        Ok(Event::Stop(StopEvent::Refused))
    }

    fn waits(&self) -> Result<(), Refusal> {
        match (&self.call, &self.closed) {
            (Some(Call::Waiting { .. }), None) => Ok(()),
            (None, _) => Err(Refusal::conflict(StopRefusal::NotCalled, "this officer has not asked to be confirmed")),
            (_, Some(_)) => Err(Refusal::conflict(StopRefusal::AlreadyClosed, "this stop has ended")),
            (Some(_), None) => {
                Err(Refusal::conflict(StopRefusal::AlreadyAnswered, "somebody in the control room has answered this"))
            }
        }
    }

    /// Ends the stop.
    ///
    /// # Errors
    /// If it has already ended.
    pub fn close(
        &self,
        outcome: StopOutcome,
        power: Power,
        reason_code: Option<ReasonCode>,
        record: Option<Personal<SearchRecord>>,
    ) -> Result<Event, Refusal> {
        if self.closed.is_some() {
            return Err(Refusal::conflict(StopRefusal::AlreadyClosed, "this stop has ended: add a supplement instead"));
        }
        Ok(Event::Stop(StopEvent::Closed { outcome, power, reason_code, record }))
    }

    /// Ends, on behalf of the control room, a stop that its officer cannot end because they may no longer act or have
    /// no device. The opening statements are kept, no search is recorded, and the control room's reason is added as a
    /// supplement.
    ///
    /// # Errors
    /// If it has already ended, or if the reason is missing or too long.
    pub fn end_for_officer(&self, why: Personal<String>) -> Result<Vec<Event>, Refusal> {
        let outcome = StopOutcome::EndedByControlRoom;
        let closed = self.close(outcome, self.opening.power, self.opening.reason_code, None)?;
        match why.known().map(|why| why.trim()) {
            Some(words) if !words.is_empty() && !is_too_long(words) => {
                Ok(vec![closed, Event::Stop(StopEvent::Supplemented { words: why })])
            }
            _ => {
                let message = format!("say why the control room ends this stop, in at most {WORDS_MAXIMUM} characters");
                Err(Refusal::invalid(StopRefusal::NoWhy, message))
            }
        }
    }

    /// Adds a note to the record of a stop that has ended.
    ///
    /// # Errors
    /// If it has not ended, or if the note is missing or too long.
    pub fn supplement(&self, words: Personal<String>) -> Result<Event, Refusal> {
        if self.closed.is_none() {
            return Err(Refusal::conflict(StopRefusal::NotClosed, "this stop goes on: finish its record first"));
        }
        match words.known().map(|words| words.trim().chars().count()) {
            Some(1..=WORDS_MAXIMUM) => Ok(Event::Stop(StopEvent::Supplemented { words })),
            _ => {
                let message = format!("say what is added, in at most {WORDS_MAXIMUM} characters");
                Err(Refusal::invalid(StopRefusal::NoWords, message))
            }
        }
    }
}
