//! Any bytes read as Parquet: no panic that gets out, and every row accounted for.
#![no_main]

mod holds;

use libfuzzer_sys::fuzz_target;
use linkage::read::{ReadOptions, Source, read};
use linkage::table::Format;

// The fuzzer's own hook ends the process at any panic; the reader turns those of the Parquet library into errors, and
// only one that gets out of it ends the process without the hook.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| ())), |bytes: &[u8]| {
    if let Ok(read) = read(&Source::bytes("fuzz", Format::Parquet, bytes), &ReadOptions::default()) {
        holds::holds(&read);
    }
});
