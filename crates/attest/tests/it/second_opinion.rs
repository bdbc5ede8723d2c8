//! Compares trees, tiles, proofs and notes with `tlog_tiles` and `signed_note`: independent code, the same answers.

use attest::growth::{GrownTree, Growth};
use attest::hash::{Hash, leaf_hash};
use attest::merkle::{verify_consistency, verify_inclusion};
use attest::source::{MemorySource, prove_consistency, prove_inclusion};
use attest::tile::{TileId, TileKind};
use signed_note::{StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::{Error, HashReader, Tile};

use crate::world::{ORIGIN, entries, head_at, log_key, signed, store};

/// The other library's hashes, in the order in which it stores them.
#[derive(Default)]
struct Theirs(Vec<tlog_tiles::Hash>);

impl HashReader for Theirs {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, Error> {
        Ok(indexes.iter().map(|&index| self.0[index as usize]).collect())
    }
}

fn theirs(entries: &[Vec<u8>]) -> Theirs {
    let mut log = Theirs::default();
    for (position, entry) in entries.iter().enumerate() {
        let hashes = tlog_tiles::stored_hashes(position as u64, entry, &log).expect("their hashes");
        log.0.extend(hashes);
    }
    log
}

fn ours(hashes: &[tlog_tiles::Hash]) -> Vec<Hash> {
    hashes.iter().map(|hash| Hash(hash.0)).collect()
}

fn back(hashes: &[Hash]) -> Vec<tlog_tiles::Hash> {
    hashes.iter().map(|hash| tlog_tiles::Hash(hash.0)).collect()
}

/// Compares in both directions: they verify our proofs, we verify theirs, and the proofs are the same.
fn compare(sizes: &[u64]) {
    let largest = *sizes.last().expect("sizes");
    let all = entries(0, largest);
    let their_log = theirs(&all);
    let (mut growth, mut source, mut before) = (Growth::new(), MemorySource::default(), 0);
    for &size in sizes {
        let (next, written) = growth.grow(&all[before as usize..size as usize]).expect("short entries");
        growth = next;
        store(&mut source, &written);
        let their_root = tlog_tiles::tree_hash(size, &their_log).expect("their root");
        assert_eq!(written.root, Hash(their_root.0), "root at {size}");
        compare_tiles(before, &written, &their_log);

        for index in [0, 1, 127, 255, 256, size / 2, size - 2, size - 1].into_iter().filter(|index| *index < size) {
            let their_proof = tlog_tiles::prove_record(size, index, &their_log).expect("their proof");
            let our_proof = prove_inclusion(&source, index, size).expect("our proof");
            assert_eq!(our_proof, ours(&their_proof), "inclusion of {index} in {size}");
            let leaf = leaf_hash(&all[index as usize]);
            verify_inclusion(leaf, index, size, &ours(&their_proof), written.root).expect("we believe theirs");
            let their_leaf = tlog_tiles::record_hash(&all[index as usize]);
            tlog_tiles::check_record(&back(&our_proof), size, their_root, index, their_leaf)
                .expect("they believe ours");
        }
        for old in [1, 2, 127, 128, 255, 256, 257, size / 2, size - 1, size].into_iter().filter(|old| *old <= size) {
            let their_proof = tlog_tiles::prove_tree(size, old, &their_log).expect("their proof");
            let our_proof = prove_consistency(&source, old, size).expect("our proof");
            assert_eq!(our_proof, ours(&their_proof), "consistency of {old} with {size}");
            let old_root = tlog_tiles::tree_hash(old, &their_log).expect("their root");
            verify_consistency(old, size, &ours(&their_proof), Hash(old_root.0), written.root)
                .expect("we believe theirs");
            tlog_tiles::check_tree(&back(&our_proof), size, their_root, old, old_root).expect("they believe ours");
        }
        before = size;
    }
}

fn compare_tiles(before: u64, written: &GrownTree, their_log: &Theirs) {
    let hash_tiles: Vec<&(TileId, Vec<u8>)> =
        written.tiles.iter().filter(|(id, _)| id.kind() != TileKind::Entries).collect();
    let their_tiles = Tile::new_tiles(8, before, written.size);
    assert_eq!(hash_tiles.len(), their_tiles.len());
    for ((id, bytes), tile) in hash_tiles.into_iter().zip(their_tiles) {
        assert_eq!(id.path().replacen("tile/", "tile/8/", 1), tile.path());
        assert_eq!(*bytes, tile.read_data(their_log).expect("their tile"), "{id}");
    }
}

#[test]
fn trees_around_one_full_tile_are_the_same_as_theirs() {
    compare(&[255, 256, 257]);
}

#[test]
fn trees_around_one_full_tile_of_tiles_are_the_same_as_theirs() {
    compare(&[65_535, 65_536, 65_537]);
}

#[test]
fn our_checkpoint_is_read_and_verified_by_their_code() {
    let head = head_at(70);
    let note = signed(head).to_string();

    let their_key = StandardVerifier::new(&log_key().verifier().to_string()).expect("our key in their code");
    let their_note = signed_note::Note::from_bytes(note.as_bytes()).expect("a note");
    let (verified, unverified) =
        their_note.verify(&VerifierList::new(vec![Box::new(their_key)])).expect("a true signature");
    assert_eq!((verified.len(), unverified.len()), (1, 0));

    let theirs = tlog_tiles::Checkpoint::from_bytes(their_note.text()).expect("a checkpoint");
    assert_eq!((theirs.origin(), theirs.size(), Hash(theirs.hash().0)), (ORIGIN, head.size, head.root));
}

#[test]
fn their_signature_with_our_private_key_is_the_same_as_ours() {
    let text = "a text\nof two lines\n";
    let their_signer = StandardSigner::new(&log_key().encode()).expect("our key in their code");
    let mut their_note = signed_note::Note::new(text.as_bytes(), &[]).expect("a note");
    their_note.add_sigs(&[&their_signer]).expect("a signature");
    let ours = log_key().sign_note(text).expect("a note").to_string();
    assert_eq!(String::from_utf8(their_note.to_bytes()).expect("text"), ours);
}
