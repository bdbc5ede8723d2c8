//! Generates a history and counts its contents: `history [small|national] [SEED]`.

#![expect(clippy::disallowed_methods, reason = "it tells how long it takes")]

use std::collections::BTreeMap;
use std::time::Instant;

use synth::history::{History, Scale, Setting};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let scale = if arguments.next().as_deref() == Some("national") { Scale::National } else { Scale::Small };
    let seed = arguments.next().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let began = Instant::now();
    let history = History::of(&Setting { seed, scale, ..Setting::default() });
    println!(
        "{:.1} s, {} people, {} happenings",
        began.elapsed().as_secs_f64(),
        history.people.len(),
        history.happenings.len()
    );

    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for happening in &history.happenings {
        let shown = format!("{:?}", happening.what);
        let kind = shown.split([' ', '{']).next().unwrap_or_default().to_owned();
        *counts.entry(kind).or_default() += 1;
    }
    for (kind, count) in counts {
        println!("{count:9} {kind}");
    }
    for needle in &history.needles {
        let at = history.happenings.get(needle.gives_it_away).map(|happening| happening.at);
        println!("{} {:?} {}", needle.name, at, needle.what);
    }
    println!("{} look-alikes", history.look_alikes.len());
}
