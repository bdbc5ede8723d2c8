//! Officers and staff: their identity, their history of postings, the temporary measures that protect the public from
//! them, and the warning signs about them.

mod decide;
mod event;
mod state;
mod values;

pub use decide::{PHOTO_MAXIMUM, SHIFT_LENGTH, SHIFT_MAXIMUM};
pub use event::{OfficerEvent, SamePerson, Verdict};
pub use state::{ClearanceDecision, Device, Officer, ProtectionInForce, Service};
pub use values::{
    Clearance, Concern, ConcernKind, Identity, Joining, Leaving, Photo, PhotoType, PoliceRank, Post, Posting,
    Probation, Protection, Relation, Vehicle, VettingDecision, Workforce,
};
