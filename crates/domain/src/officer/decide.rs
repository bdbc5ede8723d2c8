//! Checks on decisions about an officer: which of them may be recorded now, and why the others are refused.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::event::{OfficerEvent, Verdict};
use super::state::Officer;
use super::values::{Joining, Leaving, Photo, Post, Posting, Protection, Workforce};
use crate::record::refusal::Refusal;
use crate::{Event, LinkId, Personal};

/// The longest shift for which an officer can book on.
pub const SHIFT_MAXIMUM: SignedDuration = SignedDuration::from_hours(16);

/// The refusal code for a shift that ends in the past or too late.
pub const SHIFT_LENGTH: &str = "officer.shift-length";

/// The maximum photo size in base64 characters: 27 000 bytes x 4 / 3 = 36 000. It keeps the public page within 60 KB.
pub const PHOTO_MAXIMUM: usize = 36_000;

impl Officer {
    /// Books the officer on for a shift.
    ///
    /// # Errors
    /// If they may not act as an officer, or if the shift does not end within the next 16 hours.
    pub fn book_on(&self, now: Timestamp, until: Timestamp) -> Result<Event, Refusal> {
        if self.workforce == Workforce::Staff || !self.has_power() {
            // The message is the same for every cause. Officers who need to know the cause hear it from a person.
            let message = "you cannot be booked on: speak to your supervisor";
            return Err(Refusal::forbidden("officer.may-not-act", message));
        }
        if until <= now || now.duration_until(until) > SHIFT_MAXIMUM {
            let message = "a shift ends later than now, and within 16 hours: give the time at which it ends";
            return Err(Refusal::invalid(SHIFT_LENGTH, message));
        }
        Ok(Event::Officer(OfficerEvent::DutyBegan { until }))
    }

    /// Records the photo for the officer's card.
    ///
    /// # Errors
    /// If it exceeds [`PHOTO_MAXIMUM`].
    pub fn take_photo(&self, photo: Photo) -> Result<Event, Refusal> {
        if photo.base64.len() > PHOTO_MAXIMUM {
            let message = "the photo is too large: at most 27 000 bytes, so that the page loads on a slow network";
            return Err(Refusal::invalid("officer.photo-size", message));
        }
        Ok(Event::Officer(OfficerEvent::PhotoTaken { photo: Personal::about(self.id, photo) }))
    }

    /// Records a new posting.
    ///
    /// # Errors
    /// If they have left and are not rejoining, or if a protection blocks the post.
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
            return Err(Refusal::conflict("officer.post-blocked", message).citing(known.citation.words()));
        }
        Ok(Event::Officer(OfficerEvent::Posted(posting)))
    }

    /// Records that the officer has left the service.
    ///
    /// # Errors
    /// If they have already left.
    pub fn leave(&self, how: Leaving, on: Date) -> Result<Event, Refusal> {
        if !self.is_serving() {
            return Err(Refusal::conflict(
                "officer.already-left",
                "this officer has left before: correct that entry instead",
            ));
        }
        Ok(Event::Officer(OfficerEvent::Left { how, on }))
    }

    /// Judges a proposal that another service record is about the same person.
    ///
    /// # Errors
    /// If there is no such proposal, or it has already been confirmed or rejected.
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
