//! Stories about checks.

mod answer;
mod challenge;
mod code;
mod scan;
mod turn;
mod verified;
mod wrong;
