//! The pages about the service.

pub mod accessibility;
pub mod privacy;
pub mod start;
pub mod stay_safe;

pub use accessibility::Accessibility;
pub use privacy::Privacy;
pub use start::Start;
pub use stay_safe::StaySafe;
