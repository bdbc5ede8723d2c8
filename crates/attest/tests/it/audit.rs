//! The audit of a sound log, and every way in which a log can be unsound.

use attest::audit::{AuditReport, FindingKind, MAX_FINDINGS, audit};
use attest::checkpoint::TreeHead;
use attest::growth::Growth;
use attest::hash::Hash;
use attest::source::{CHECKPOINT_PATH, FolderSource, MemorySource, SourceError, TileSource, read_entries, read_hashes};
use attest::tile::{TileId, TileKind, tiles_to_write};
use proptest::prelude::*;

use crate::world::{
    cosigner, entries, head_at, log_alone, log_at, log_key, log_of, root_of_first, sign, signed, store,
    witnesses_needed,
};

const SIZE: u64 = 66_000;

fn look(log: &MemorySource) -> AuditReport {
    audit(log, &log_alone(), None)
}

fn kinds(report: &AuditReport) -> Vec<(FindingKind, Option<u64>)> {
    report.findings.iter().map(|finding| (finding.kind, finding.position)).collect()
}

fn flip(log: &mut MemorySource, path: &str, bit: usize) {
    let bytes = log.files.get_mut(path).expect("the tile");
    bytes[bit / 8] ^= 1 << (bit % 8);
}

#[test]
fn a_sound_log_of_any_size_holds() {
    for size in [0, 1, 2, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537] {
        let report = look(&log_at(size));
        assert_eq!(report.findings, [], "size {size}");
        assert!(report.holds() && report.entries_hold);
        assert_eq!(report.head, Some(head_at(size)));
    }
}

#[test]
fn a_log_in_a_folder_is_audited_as_it_is_served() {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, bytes) in &log_at(700).files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    let source = FolderSource::new(folder.path());
    assert!(audit(&source, &log_alone(), None).holds());
    let inside = FolderSource::new(folder.path().join("tile"));
    for path in ["../checkpoint", "0/000", "entries/../0/000", "0"] {
        assert_eq!(inside.read(path).expect("no error"), None, "{path}");
    }
    let tile = folder.path().join("tile/0/001");
    let bytes = std::fs::read(&tile).expect("the tile");
    std::fs::write(&tile, vec![0; 20 << 20]).expect("a file");
    let report = audit(&source, &log_alone(), None);
    assert_eq!(kinds(&report), [(FindingKind::Damaged, Some(256))]);
    assert_eq!(report.findings[0].what, "`tile/0/001` is 16777473 bytes long: needs 8192, from position 256 on");
    std::fs::write(&tile, bytes).expect("a file");
    std::fs::remove_file(folder.path().join("tile/entries/001")).expect("it was there");
    assert_eq!(kinds(&audit(&source, &log_alone(), None)), [(FindingKind::Missing, Some(256))]);
}

#[test]
fn the_report_says_who_cosigned() {
    let mut log = log_at(10);
    let mut note = signed(head_at(10));
    note.add([cosigner(2).cosign(note.text(), 99).expect("a time")]);
    log.files.insert(CHECKPOINT_PATH.to_owned(), note.to_string().into_bytes());
    let report = audit(&log, &witnesses_needed(1, 2), None);
    assert!(report.holds());
    assert_eq!(report.cosigned_by[0].name, "witness2.example/w");
    let report = audit(&log, &witnesses_needed(2, 2), None);
    assert_eq!(kinds(&report), [(FindingKind::CheckpointRefused, None)]);
    assert!(!report.holds());
}

#[test]
fn a_changed_entry_is_named() {
    let mut log = log_at(1_000);
    // Entry 300 is the 45th in its bundle; each entry takes up 2 + 9 bytes.
    flip(&mut log, "tile/entries/001", 8 * (44 * 11 + 2));
    let report = look(&log);
    assert_eq!(kinds(&report), [(FindingKind::EntryChanged, Some(300))]);
    assert_eq!(report.findings[0].what, "the entry at position 300 is not the one that was recorded");
    assert!(!report.entries_hold && !report.holds());
}

#[test]
fn a_changed_leaf_hash_is_named_and_the_entries_are_cleared() {
    let mut log = log_at(1_000);
    flip(&mut log, "tile/0/001", 8 * 32 * 44);
    let report = look(&log);
    assert_eq!(kinds(&report), [(FindingKind::TileChanged, Some(300))]);
    assert!(report.entries_hold && !report.holds());
}

#[test]
fn a_changed_hash_of_the_right_edge_is_named_and_the_entries_are_cleared() {
    let mut log = log_at(1_000);
    flip(&mut log, "tile/0/003.p/232", 8 * 32 * 2);
    flip(&mut log, "tile/1/000.p/3", 8 * 32);
    let report = look(&log);
    assert_eq!(kinds(&report), [(FindingKind::TileChanged, Some(256)), (FindingKind::TileChanged, Some(770))]);
    assert_eq!(
        report.findings[1].what,
        "the entry at position 770 does not match its hash in `tile/0/003.p/232`; \
         all entries give the signed root, so that it is the tile that was changed"
    );
    assert!(report.entries_hold);
}

#[test]
fn where_nothing_tells_which_is_wrong_the_report_does_not_say() {
    let mut log = log_at(1_000);
    flip(&mut log, "tile/1/000.p/3", 8 * 32);
    flip(&mut log, "tile/entries/003.p/232", 8 * (2 * 11 + 2));
    let report = look(&log);
    assert_eq!(kinds(&report), [(FindingKind::Disagreement, Some(256)), (FindingKind::Disagreement, Some(770))]);
    assert!(!report.entries_hold);
}

#[test]
fn an_entry_that_was_replaced_with_its_hash_is_found_by_the_tile_above() {
    let mut past = entries(0, 1_000);
    past[300] = b"entry 3OO".to_vec();
    let forged = log_of(&past);
    let mut log = log_at(1_000);
    for path in ["tile/entries/001", "tile/0/001"] {
        log.files.insert(path.to_owned(), forged.files[path].clone());
    }
    let report = look(&log);
    assert_eq!(kinds(&report), [(FindingKind::Replaced, Some(256))]);
    assert_eq!(
        report.findings[0].what,
        "the entries at positions 256 to 511 were replaced: they match `tile/0/001`, but not the signed root"
    );
    assert_eq!(report.first_wrong_position(), Some(256));
}

#[test]
fn a_log_replaced_as_a_whole_does_not_have_the_signed_root() {
    let honest = log_at(1_000);
    let mut past = entries(0, 1_000);
    past[300] = b"another past".to_vec();
    let mut log = log_of(&past);
    log.files.insert(CHECKPOINT_PATH.to_owned(), honest.files[CHECKPOINT_PATH].clone());
    let report = look(&log);
    assert_eq!(kinds(&report), [(FindingKind::RootDiffers, None)]);
    assert!(!report.holds());
}

#[test]
fn a_missing_tile_is_named_and_its_entries_are_still_checked() {
    let mut log = log_at(1_000);
    log.files.remove("tile/0/001");
    let report = look(&log);
    assert_eq!(kinds(&report), [(FindingKind::Missing, Some(256))]);
    assert_eq!(report.findings[0].what, "`tile/0/001` is missing, from position 256 on");
    assert!(report.entries_hold && !report.holds());
    flip(&mut log, "tile/entries/001", 8 * (44 * 11 + 2));
    assert_eq!(kinds(&look(&log)), [(FindingKind::Missing, Some(256)), (FindingKind::Replaced, Some(256))]);
    let mut log = log_at(1_000);
    log.files.remove("tile/1/000.p/3");
    let report = look(&log);
    assert_eq!(kinds(&report), [(FindingKind::Missing, Some(0))]);
    assert!(report.entries_hold);
}

#[test]
fn a_truncated_tile_or_bundle_is_named() {
    for (path, position) in [("tile/0/002", 512), ("tile/entries/003.p/232", 768), ("tile/1/000.p/3", 0)] {
        let mut log = log_at(1_000);
        log.files.get_mut(path).expect("the tile").pop();
        assert_eq!(kinds(&look(&log)), [(FindingKind::Damaged, Some(position))], "{path}");
    }
}

#[test]
fn an_entry_appended_to_a_bundle_unseen_by_the_tree_is_named() {
    let mut log = log_at(1_000);
    log.files.get_mut("tile/entries/003.p/232").expect("the bundle").extend([0, 1, b'x']);
    assert_eq!(kinds(&look(&log)), [(FindingKind::Damaged, Some(768))]);
}

#[test]
fn a_partial_tile_that_was_superseded_is_read_from_the_full_one() {
    let mut log = log_at(1_000);
    let at_700 = signed(head_at(700));
    log.files.insert(CHECKPOINT_PATH.to_owned(), at_700.to_string().into_bytes());
    let report = look(&log);
    // tile/0/002.p/188 has been deleted, but tile/0/002 exists; tile/1/000.p/2 has been deleted and has no full tile
    // yet.
    assert_eq!(kinds(&report), [(FindingKind::Missing, Some(0))]);
    assert!(report.findings[0].what.contains("tile/1/000.p/2"));
    let (hashes, bundle) = (TileId::hashes(0, 2, 188).expect("a tile"), TileId::entries(2, 188).expect("a bundle"));
    assert_eq!(read_hashes(&log, hashes).expect("the full one").len(), 188);
    assert_eq!(read_entries(&log, bundle).expect("the full one").len(), 188);
    assert!(report.entries_hold);
}

#[test]
fn a_log_without_a_believable_checkpoint_is_not_audited() {
    let mut log = log_at(10);
    log.files.remove(CHECKPOINT_PATH);
    assert_eq!(kinds(&look(&log)), [(FindingKind::CheckpointMissing, None)]);
    let mut log = log_at(10);
    flip(&mut log, CHECKPOINT_PATH, 8 * 30);
    assert_eq!(kinds(&look(&log)), [(FindingKind::CheckpointRefused, None)]);
    assert_eq!(look(&log).head, None);
}

struct Failing;

impl TileSource for Failing {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        match path {
            CHECKPOINT_PATH => Ok(Some(signed(head_at(3)).to_string().into_bytes())),
            _ => Err(SourceError { path: path.to_owned(), cause: "the disk does not answer".into() }),
        }
    }
}

#[test]
fn a_read_that_fails_is_neither_there_nor_missing() {
    let report = audit(&Failing, &log_alone(), None);
    assert_eq!(kinds(&report), [(FindingKind::Unreadable, Some(0)), (FindingKind::Unreadable, Some(0))]);
    assert_eq!(
        report.findings[0].what,
        "`tile/0/000.p/3` cannot be read: the disk does not answer, from position 0 on"
    );
}

#[test]
fn a_signed_size_without_a_log_does_not_keep_the_auditor_busy_for_ever() {
    let mut log = MemorySource::default();
    sign(&mut log, TreeHead { size: u64::MAX, root: root_of_first(3) });
    let report = look(&log);
    assert!(report.stopped_early && !report.holds());
    assert_eq!(report.findings.len(), MAX_FINDINGS);
}

#[test]
fn a_log_that_grew_holds_against_what_the_auditor_remembers() {
    for (before, now) in [(0, 5), (1, 5), (256, 700), (700, 700), (699, 700), (300, 66_000)] {
        let remembered = signed(head_at(before)).to_string();
        let report = audit(&log_at(now), &log_alone(), Some(remembered.as_bytes()));
        assert_eq!(report.findings, [], "{before} to {now}");
        assert!(report.holds());
    }
}

#[test]
fn a_log_that_shrank_is_refused() {
    let remembered = signed(head_at(700)).to_string();
    let report = audit(&log_at(600), &log_alone(), Some(remembered.as_bytes()));
    assert_eq!(kinds(&report), [(FindingKind::Shrunk, Some(600))]);
    assert_eq!(report.findings[0].what, "the log has 600 entries and had 700: those from position 600 on are gone");
    let evidence = report.evidence.expect("kept");
    assert_eq!(evidence.known.note, Some(remembered));
}

#[test]
fn a_log_that_was_rewritten_and_signed_again_no_longer_contains_what_it_contained() {
    let remembered = signed(head_at(700)).to_string();
    let mut past = entries(0, 900);
    past[300] = b"another past".to_vec();
    for now in [700, 900] {
        let log = log_of(&past[..now]);
        // On its own, the new history is sound: only an auditor who remembers the old one can tell.
        assert!(look(&log).holds());
        let report = audit(&log, &log_alone(), Some(remembered.as_bytes()));
        assert_eq!(kinds(&report), [(FindingKind::HistoryChanged, None)]);
        assert!(!report.holds());
        assert_eq!(
            report.findings[0].what,
            "the log no longer contains what it contained at size 700: the log has signed two histories"
        );
        let evidence = report.evidence.expect("kept");
        assert_eq!(evidence.convicts(log_key().verifier()), now == 700);
    }
}

#[test]
fn damage_is_not_called_a_rewritten_history() {
    let remembered = signed(head_at(300)).to_string();
    // A damaged tile: the entries themselves show that the past is still there.
    let mut log = log_at(1_000);
    flip(&mut log, "tile/0/001", 8 * 32 * 44);
    let report = audit(&log, &log_alone(), Some(remembered.as_bytes()));
    assert_eq!(kinds(&report), [(FindingKind::TileChanged, Some(300))]);
    // A damaged entry: the tiles show it.
    let mut changed = log_at(1_000);
    flip(&mut changed, "tile/entries/001", 8 * (44 * 11 + 2));
    let report = audit(&changed, &log_alone(), Some(remembered.as_bytes()));
    assert_eq!(kinds(&report), [(FindingKind::EntryChanged, Some(300))]);
    // If both tiles and entries are damaged, no conclusion is possible.
    flip(&mut log, "tile/entries/001", 8 * (10 * 11 + 2));
    flip(&mut log, "tile/0/001", 8 * 32 * 3);
    let report = audit(&log, &log_alone(), Some(remembered.as_bytes()));
    assert_eq!(report.findings.last().map(|finding| finding.kind), Some(FindingKind::HistoryUnknown));
    assert_eq!(report.evidence, None);
}

#[test]
fn a_remembered_checkpoint_that_the_log_never_signed_compares_with_nothing() {
    let report = audit(&log_at(5), &log_alone(), Some(b"not a note"));
    assert_eq!(kinds(&report), [(FindingKind::RememberedRefused, None)]);
    assert!(!report.holds());
}

/// The first leaf affected by a flipped bit in a tile, which is exactly the position that the audit must name.
fn first_leaf_of(id: TileId, byte: usize, bundle: &[u8]) -> u64 {
    let slot = match id.kind() {
        TileKind::Hashes { .. } => byte as u64 / 32,
        // The entry whose length or content includes this byte.
        TileKind::Entries => {
            let (mut at, mut slot) = (0, 0);
            loop {
                at += 2 + usize::from(u16::from_be_bytes([bundle[at], bundle[at + 1]]));
                if byte < at {
                    break slot;
                }
                slot += 1;
            }
        }
    };
    let level = if let TileKind::Hashes { level } = id.kind() { level } else { 0 };
    (id.index() * 256 + slot) << (8 * level)
}

/// Flips one bit and audits the log. A flipped length damages the whole bundle, so the position is the start of the
/// bundle.
fn flipped_bit_is_found(log: &mut MemorySource, id: TileId, bit: usize) {
    let original = log.files[&id.path()].clone();
    let bit = bit % (original.len() * 8);
    flip(log, &id.path(), bit);
    let report = look(log);
    log.files.insert(id.path(), original.clone());
    assert!(!report.holds(), "bit {bit} of {id}");
    let exact = first_leaf_of(id, bit / 8, &original);
    let expected = match report.findings[0].kind {
        FindingKind::Damaged if id.kind() == TileKind::Entries => id.index() * 256,
        _ => exact,
    };
    assert_eq!(report.first_wrong_position(), Some(expected), "bit {bit} of {id}");
    let intact = matches!(id.kind(), TileKind::Hashes { .. });
    assert_eq!(report.entries_hold, intact, "bit {bit} of {id}");
}

#[test]
fn a_flipped_bit_anywhere_in_a_small_log_is_found_at_its_position() {
    let mut log = log_at(258);
    let mut flips = 0;
    for id in tiles_to_write(0, 258) {
        // Every byte of the log, with a different bit each time.
        for byte in 0..log.files[&id.path()].len() {
            flipped_bit_is_found(&mut log, id, byte * 8 + byte % 8);
            flips += 1;
        }
    }
    println!("{flips} flipped bits were found, each at its position");
    assert!(flips > 258 * 32 + 258 * 9);
}

#[test]
fn a_flipped_bit_in_each_kind_of_tile_of_a_tall_log_is_found_at_its_position() {
    let mut log = log_at(SIZE);
    for (path, byte) in [
        ("tile/entries/000", 5),
        ("tile/entries/255", 700),
        ("tile/entries/257.p/208", 1_000),
        ("tile/0/000", 0),
        ("tile/0/200", 4_000),
        ("tile/0/257.p/208", 33),
        ("tile/1/000", 8_000),
        ("tile/1/000", 0),
        ("tile/1/001.p/1", 31),
        ("tile/2/000.p/1", 17),
    ] {
        flipped_bit_is_found(&mut log, path.parse().expect("a path"), byte * 8 + 3);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_flipped_bit_in_a_log_of_any_size_is_found_at_its_position(size in 1_u64..1_500, at: prop::sample::Index, bit: usize) {
        let mut log = log_at(size);
        let tiles = tiles_to_write(0, size);
        flipped_bit_is_found(&mut log, tiles[at.index(tiles.len())], bit);
    }

    #[test]
    fn a_log_grown_in_batches_holds(steps in proptest::collection::vec(0_u64..400, 1..6)) {
        let (mut growth, mut log) = (Growth::new(), MemorySource::default());
        let mut remembered = signed(TreeHead::empty());
        for step in steps {
            let (next, written) = growth.grow(&entries(growth.size(), growth.size() + step)).expect("short entries");
            growth = next;
            store(&mut log, &written);
            let note = sign(&mut log, TreeHead { size: written.size, root: written.root });
            let report = audit(&log, &log_alone(), Some(remembered.to_string().as_bytes()));
            prop_assert_eq!(report.findings, []);
            remembered = note;
        }
        prop_assert_ne!(growth.root(), Hash([0; 32]));
    }
}
