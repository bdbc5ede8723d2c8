//! The candour command.
fn main() {}
