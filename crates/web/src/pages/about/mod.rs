//! The pages about the service.

pub mod accessibility;
pub mod forces;
pub mod privacy;
pub mod start;
pub mod stay_safe;

pub use accessibility::AboutAccessibility;
pub use forces::{AboutForces, ChosenForce};
pub use privacy::AboutPrivacy;
pub use start::AboutStart;
pub use stay_safe::AboutStaySafe;
