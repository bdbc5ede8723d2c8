//! The offline check of an officer's presentation, for the browser: `attest::duty::answer` behind three exported functions.
//!
//! Nothing here imports anything: no network, no clock, no chance. See `README.md` for how it is built and called.

mod abi;
#[cfg(feature = "bench")]
mod bench;
