//! The offline check of an officer's presentation, for the browser: `attest::duty::answer` behind three exported
//! functions.
//!
//! Nothing is imported: no network, no clock, no randomness. `README.md` describes how to build and call it.

mod abi;
#[cfg(feature = "bench")]
mod bench;
