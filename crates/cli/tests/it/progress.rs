//! Progress bars that count things or bytes.

use std::sync::Arc;

use cli::progress::{Bars, Interrupt};
use linkage::Progress as _;

#[test]
fn every_template_can_be_read() {
    let bars = Bars::new(false, Arc::new(Interrupt::default()));
    // A total of 0 means unknown, for which there is a separate template. A bar whose template cannot be parsed panics.
    for total in [0, 1_000] {
        bars.begin("comparing", total);
        bars.end();
        bars.bytes("reading", total, |_| ());
    }
}
