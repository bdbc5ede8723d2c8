//! A log that grows in batches.

use attest::audit::audit;
use attest::bundle::BundleError;
use attest::checkpoint::TreeHead;
use attest::growth::{Growth, ResumeError};
use attest::source::{MemorySource, root};
use attest::tile::{right_edge, tiles_to_write};
use proptest::prelude::*;

use crate::world::{entries, head_at, log_alone, root_of_first, sign, signed, store};

/// Grows in batches, each time from nothing but the tiles stored so far.
fn in_batches(sizes: &[u64]) -> (Growth, MemorySource) {
    let (mut growth, mut source) = (Growth::new(), MemorySource::default());
    for &size in sizes {
        let before = growth.size();
        let (next, written) = growth.grow(&entries(before, size)).expect("short entries");
        let ids: Vec<_> = written.tiles.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, tiles_to_write(before, size));
        store(&mut source, &written);
        let edge = right_edge(size).into_iter().map(|id| (id, source.files[&id.path()].clone()));
        growth = Growth::resume(size, edge).expect("a sound right edge");
        assert_eq!(growth, next);
        assert_eq!(growth.root(), written.root);
    }
    (growth, source)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn growing_in_any_batches_gives_the_same_bytes_as_growing_at_once(
        mut sizes in proptest::collection::vec(0_u64..1_400, 1..8),
    ) {
        sizes.sort_unstable();
        let size = *sizes.last().expect("sizes");
        let (by_batches, batched) = in_batches(&sizes);
        let (at_once, whole) = in_batches(&[size]);
        prop_assert_eq!(by_batches, at_once);
        for (path, bytes) in &whole.files {
            prop_assert_eq!(batched.files.get(path), Some(bytes), "{}", path);
        }
        prop_assert_eq!(root(&batched, size).expect("its tiles"), root_of_first(size));
    }
}

#[test]
fn a_log_grows_across_a_full_tile_of_tiles() {
    let (by_batches, batched) = in_batches(&[1, 65_000, 65_535, 65_536, 65_537, 66_000]);
    let (at_once, whole) = in_batches(&[66_000]);
    assert_eq!(by_batches, at_once);
    assert!(whole.files.iter().all(|(path, bytes)| batched.files.get(path) == Some(bytes)));
    assert_eq!(by_batches.root(), root_of_first(66_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    /// The writer stores some tiles and dies before it signs, and is then restarted from the last checkpoint.
    #[test]
    fn a_writer_killed_between_tiles_and_checkpoint_starts_again_without_a_trace(
        signed_size in 0_u64..700, lost in 0_u64..700, again in 0_u64..700, kill_after: prop::sample::Index,
    ) {
        let (growth, mut source) = in_batches(&[signed_size]);
        let (_, unsigned) = growth.grow(&entries(signed_size, signed_size + lost)).expect("short entries");
        let reached = kill_after.index(unsigned.tiles.len() + 1);
        for (id, bytes) in unsigned.tiles.iter().take(reached) {
            source.files.insert(id.path(), bytes.clone());
        }
        let edge = right_edge(signed_size).into_iter().map(|id| (id, source.files[&id.path()].clone()));
        let growth = Growth::resume(signed_size, edge).expect("what was signed is still there");
        prop_assert_eq!(growth.root(), root_of_first(signed_size));
        // The new batch may differ: other entries, and more or fewer of them.
        let batch: Vec<_> = (0..again).map(|number| format!("again {number}")).collect();
        let (_, written) = growth.grow(&batch).expect("short entries");
        store(&mut source, &written);
        sign(&mut source, TreeHead { size: written.size, root: written.root });
        let remembered = signed(head_at(signed_size)).to_string();
        let report = audit(&source, &log_alone(), Some(remembered.as_bytes()));
        prop_assert_eq!(report.findings, []);
    }
}

#[test]
fn nothing_happens_when_an_entry_is_too_long() {
    let log = Growth::new().grow(&entries(0, 3)).expect("short entries").0;
    let before = log.clone();
    let refused = log.grow(&[vec![0; 65_535], vec![0; 65_536]]).map(|_| ());
    assert_eq!(refused, Err(BundleError::EntryTooLong { bytes: 65_536 }));
    assert_eq!(log, before);
}

#[test]
fn a_log_is_not_taken_up_from_a_damaged_right_edge() {
    let (_, source) = in_batches(&[300]);
    let edge = || right_edge(300).into_iter().map(|id| (id, source.files[&id.path()].clone())).collect::<Vec<_>>();
    let [bundle, leaves, tiles] = right_edge(300).try_into().expect("three partial tiles");

    assert_eq!(Growth::resume(300, edge().into_iter().skip(1)), Err(ResumeError::Missing(bundle)));
    assert_eq!(Growth::resume(301, edge()), Err(ResumeError::Stray(bundle, 301)));
    let mut short = edge();
    short[2].1.pop();
    assert_eq!(Growth::resume(300, short), Err(ResumeError::Tile(tiles, 1)));
    let mut flipped = edge();
    flipped[1].1[32 * 5] ^= 1;
    assert_eq!(Growth::resume(300, flipped), Err(ResumeError::Leaf(256 + 5)));
    let mut cut = edge();
    cut[0].1.pop();
    assert_eq!(Growth::resume(300, cut), Err(ResumeError::Bundle(bundle, BundleError::Truncated { entry: 43 })));
    assert_eq!(leaves.path(), "tile/0/001.p/44");
}
