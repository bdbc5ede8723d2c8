//! Reads arbitrary bytes as Parquet: no panic escapes, and every row is accounted for.
#![no_main]

mod holds;

use libfuzzer_sys::fuzz_target;
use linkage::read::{ReadOptions, Source, read};
use linkage::table::Format;

// The fuzzer's own hook ends the process on any panic. The reader turns panics in the Parquet library into errors; one
// that escapes still ends the process without the hook.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| ())), |bytes: &[u8]| {
    if let Ok(read) = read(&Source::bytes("fuzz", Format::Parquet, bytes), &ReadOptions::default()) {
        holds::holds(&read);
    }
});
