//! The law as data, from the outside.
