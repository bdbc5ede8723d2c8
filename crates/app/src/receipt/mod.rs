//! The receipt of a check: issued once, and later used to fetch the record of the stop and to complain about it.

mod complain;
mod fetch;
mod give;
mod pin;

pub use complain::{COMPLAINT_MAXIMUM, Complaint, complain};
pub use fetch::{StopReceipt, fetch};
pub use give::{NewReceipt, give, last_day};
