//! The pages about the service.

pub mod accessibility;
pub mod privacy;
pub mod start;
pub mod stay_safe;

pub use accessibility::AboutAccessibility;
pub use privacy::AboutPrivacy;
pub use start::AboutStart;
pub use stay_safe::AboutStaySafe;
