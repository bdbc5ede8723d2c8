//! The receipt of a check: given out once, and later the way to the stop and to a complaint about it.

mod complain;
mod fetch;
mod give;
mod pin;

pub use complain::{COMPLAINT_MAXIMUM, Complaint, complain};
pub use fetch::{StopReceipt, fetch};
pub use give::{NewReceipt, give, last_day};
