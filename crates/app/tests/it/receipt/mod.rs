//! Stories about receipts.

mod complain;
mod fetch;
