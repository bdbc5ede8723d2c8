//! Parses arbitrary text as a model file: no panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linkage::settings::Model;

fuzz_target!(|text: &str| {
    Model::from_toml(text).ok();
});
