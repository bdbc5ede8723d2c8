//! Hearings and meetings: giving notice, fixing a day, holding them in public, concluding, publishing, reporting to the
//! lists of the College, and appeals. There is one file per step.

mod appeal;
mod conclude;
mod fix;
mod notify;
mod publish;
mod restrict;

pub use appeal::appeal;
pub use conclude::{Conclusion, conclude};
pub use fix::{complete, fix_hearing};
pub use notify::{ProceedingsStep, certify_accelerated, notify, record_step};
pub use publish::{OutcomeStep, report_outcome};
pub use restrict::restrict;
