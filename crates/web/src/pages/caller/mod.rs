//! A caller reads out a code: the control room checks it and reads out the words.

pub mod answer;
pub mod ask;

pub use answer::CallerAnswer;
pub use ask::CallerAsk;
