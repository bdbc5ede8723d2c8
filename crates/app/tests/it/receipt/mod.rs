//! Receipts, as stories.

mod complain;
mod fetch;
