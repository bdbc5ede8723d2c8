//! A small log written by another implementation, at every size from 0 to 15.

use std::fs;
use std::path::Path;

use attest::bundle;
use attest::checkpoint::{Checkpoint, TreeHead};
use attest::growth::Growth;
use attest::hash::Hash;
use attest::merkle::{verify_consistency, verify_inclusion};
use attest::note::Note;
use attest::source::{FolderSource, entry_at, prove_consistency, prove_inclusion, root};
use attest::tile::right_edge;

use crate::world::vectors;

/// The signer's key is not part of the sample, so the signature is parsed but not verified.
fn head(path: &Path) -> TreeHead {
    let note = Note::parse(&fs::read(path).expect("a checkpoint")).expect("a note");
    assert_eq!(note.signatures().len(), 1);
    let checkpoint: Checkpoint = note.text().parse().expect("a checkpoint");
    assert_eq!(checkpoint.origin(), "example.com/log/testdata");
    checkpoint.head()
}

#[test]
fn another_implementations_log_has_the_roots_tiles_and_proofs_that_we_compute() {
    let Some(folder) = vectors("tlog/tessera-testdata/log") else { return };
    let source = FolderSource::new(&folder);
    let heads: Vec<TreeHead> = (0..=15).map(|size| head(&folder.join(format!("checkpoint.{size}")))).collect();
    assert_eq!(head(&folder.join("checkpoint")), heads[15]);
    assert_eq!(heads[0], TreeHead { size: 0, root: Hash::of_empty_tree() });

    let mut growth = Growth::new();
    let (mut proofs, mut tiles) = (0, 0);
    for (size, head) in heads.iter().enumerate().skip(1) {
        let size = size as u64;
        assert_eq!(head.size, size);
        assert_eq!(root(&source, size).expect("its tiles"), head.root);
        let entry = entry_at(&source, size - 1, size).expect("its entry");
        let (next, written) = growth.grow(&[entry]).expect("a short entry");
        growth = next;
        assert_eq!(written.root, head.root);
        for (id, bytes) in &written.tiles {
            assert_eq!(fs::read(folder.join(id.path())).expect("the same path"), *bytes, "{id}");
            tiles += 1;
        }
        let edge = right_edge(size).into_iter().map(|id| (id, fs::read(folder.join(id.path())).expect("a tile")));
        assert_eq!(Growth::resume(size, edge).expect("a sound right edge"), growth);
        for index in 0..size {
            let leaf = attest::hash::leaf_hash(&entry_at(&source, index, size).expect("an entry"));
            let proof = prove_inclusion(&source, index, size).expect("a proof");
            verify_inclusion(leaf, index, size, &proof, head.root).expect("a true proof");
            let (before, known) = (index + 1, heads[index as usize + 1]);
            let proof = prove_consistency(&source, before, size).expect("a proof");
            verify_consistency(before, size, &proof, known.root, head.root).expect("a true proof");
            proofs += 2;
        }
    }
    let last = fs::read(folder.join("tile/entries/000.p/15")).expect("the last bundle");
    assert_eq!(bundle::all_entries(&last).expect("a bundle").first(), Some(&b"one".as_slice()));
    println!("16 checkpoints, {tiles} tiles and bundles and {proofs} proofs of the sample log were checked");
}
