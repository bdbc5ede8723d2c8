//! Decisions about an officer: what may be recorded now, and what is refused and why.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::event::{OfficerEvent, Verdict};
use super::state::Officer;
use super::values::{Joining, Leaving, Photo, Post, Posting, Protection, Workforce};
use crate::record::refusal::Refusal;
use crate::{Event, LinkId, Personal};

/// The longest shift that can be booked on for.
pub const SHIFT_MAXIMUM: SignedDuration = SignedDuration::from_hours(16);

/// The refusal of a shift that ends before now or too late.
pub const SHIFT_LENGTH: &str = "officer.shift-length";

/// The largest photo: 27 000 bytes, as base64. With it the public page stays within its 60 KB.
pub const PHOTO_MAXIMUM: usize = 36_000;

impl Officer {
    /// Books them on for a shift.
    ///
    /// # Errors
    /// When they may not act as an officer, or the shift ends before now or later than 16 hours from now.
    pub fn book_on(&self, now: Timestamp, until: Timestamp) -> Result<Event, Refusal> {
        if self.workforce == Workforce::Staff || !self.may_be_verified() {
            // The words are the same for every cause: whoever must be told is told by a person.
            let message = "you cannot be booked on: speak to your supervisor";
            return Err(Refusal::forbidden("officer.may-not-act", message));
        }
        if until <= now || now.duration_until(until) > SHIFT_MAXIMUM {
            let message = "a shift ends later than now, and within 16 hours: give the time at which it ends";
            return Err(Refusal::invalid(SHIFT_LENGTH, message));
        }
        Ok(Event::Officer(OfficerEvent::DutyBegan { until }))
    }

    /// Takes the photo of their card.
    ///
    /// # Errors
    /// When it is too large.
    pub fn take_photo(&self, photo: Photo) -> Result<Event, Refusal> {
        if photo.base64.len() > PHOTO_MAXIMUM {
            let message = "the photo is too large: at most 27 000 bytes, so that the page loads on a slow network";
            return Err(Refusal::invalid("officer.photo-size", message));
        }
        Ok(Event::Officer(OfficerEvent::PhotoTaken { photo: Personal::about(self.id, photo) }))
    }

    /// Posts them.
    ///
    /// # Errors
    /// When they have left and do not rejoin; when a clearance that the post needs is missing and a protection blocks it.
    pub fn post(&self, posting: Posting) -> Result<Event, Refusal> {
        if !self.is_serving() && posting.joining != Joining::Rejoined {
            return Err(Refusal::conflict("officer.left", "this officer has left: say that they rejoin"));
        }
        let block = match posting.post {
            Post::Armed => Some(Protection::ArmedDutiesBlocked),
            Post::VulnerableFacing => Some(Protection::VulnerableDutiesBlocked),
            _ => None,
        };
        if let Some(block) = block
            && let Some(known) = self.protections.iter().find(|known| known.protection == block)
        {
            let message =
                format!("the post is blocked by a protection ({}): decide on the protection first", block.as_str());
            return Err(Refusal::conflict("officer.post-blocked", message).citing(known.citation.text.clone()));
        }
        Ok(Event::Officer(OfficerEvent::Posted(posting)))
    }

    /// Records that they leave.
    ///
    /// # Errors
    /// When they left before.
    pub fn leave(&self, how: Leaving, on: Date) -> Result<Event, Refusal> {
        if !self.is_serving() {
            return Err(Refusal::conflict(
                "officer.already-left",
                "this officer has left before: correct that entry instead",
            ));
        }
        Ok(Event::Officer(OfficerEvent::Left { how, on }))
    }

    /// Judges a proposal that another service record is theirs.
    ///
    /// # Errors
    /// When there is no such proposal, or it was confirmed or rejected before.
    pub fn judge_same_person(&self, link: LinkId, verdict: Verdict) -> Result<Event, Refusal> {
        match self.same_person.iter().find(|(known, _)| known.link == link) {
            None => Err(Refusal::invalid("link.unknown", "there is no such proposal on this record")),
            Some((_, Some(Verdict::Confirmed | Verdict::Rejected))) => Err(Refusal::conflict(
                "link.already-judged",
                "this proposal was judged before: annotate the record instead",
            )),
            Some(_) => Ok(Event::Officer(OfficerEvent::SamePersonJudged { link, verdict })),
        }
    }
}
