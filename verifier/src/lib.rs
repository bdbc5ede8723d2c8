//! The offline check of an officer's presentation, for the browser: `attest::duty::answer` behind three exported
//! functions.
//!
//! Nothing is imported: no network, no clock, no randomness. See `README.md` for how it is built and called.

mod abi;
#[cfg(feature = "bench")]
mod bench;
