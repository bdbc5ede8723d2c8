//! Reads arbitrary bytes as CSV: no panic, and every row is accounted for.
#![no_main]

mod holds;

use libfuzzer_sys::fuzz_target;
use linkage::read::{ReadOptions, Source, read};
use linkage::table::Format;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = read(&Source::bytes("fuzz", Format::Csv, bytes), &ReadOptions::default()) {
        holds::holds(&read);
    }
});
