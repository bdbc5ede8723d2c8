//! The 196 test cases of transparency-dev/merkle: proofs to accept and, mostly, to refuse.

use std::fs;
use std::path::{Path, PathBuf};

use attest::hash::{Hash, leaf_hash};
use attest::merkle::{verify_consistency, verify_inclusion};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::world::vectors;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inclusion {
    leaf_idx: u64,
    tree_size: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consistency {
    size1: u64,
    size2: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

/// Some cases have `dont care` in place of a root. Our `Hash` cannot hold such a text, so a stand-in is used, which is
/// the same for equal texts and is not the root of any tree. The case then reaches the verifier instead of failing in
/// the parser; only an empty text still fails there.
fn hash(text: &str) -> Option<Hash> {
    (!text.is_empty()).then(|| text.parse().unwrap_or_else(|_| leaf_hash(text.as_bytes())))
}

fn hashes(proof: Option<&[String]>) -> Option<Vec<Hash>> {
    proof.unwrap_or_default().iter().map(|text| hash(text)).collect()
}

impl Inclusion {
    fn holds(&self) -> Option<()> {
        let (leaf, root) = (hash(&self.leaf_hash)?, hash(&self.root)?);
        verify_inclusion(leaf, self.leaf_idx, self.tree_size, &hashes(self.proof.as_deref())?, root).ok()
    }
}

impl Consistency {
    fn holds(&self) -> Option<()> {
        let (root1, root2) = (hash(&self.root1)?, hash(&self.root2)?);
        verify_consistency(self.size1, self.size2, &hashes(self.proof.as_deref())?, root1, root2).ok()
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for item in fs::read_dir(folder).expect("the folder of the probes") {
        let path = item.expect("its items").path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

fn probes<P: DeserializeOwned>(folder: &Path) -> Vec<(PathBuf, P)> {
    let read = |path: PathBuf| {
        let probe = serde_json::from_slice(&fs::read(&path).expect("a probe")).expect("a probe in JSON");
        (path, probe)
    };
    files_below(folder).into_iter().map(read).collect()
}

#[test]
fn every_probe_of_others_is_judged_as_they_judge_it() {
    let Some(folder) = vectors("merkle") else { return };
    let mut wrong = Vec::new();
    let (mut inclusion, mut consistency, mut accepted) = (0, 0, 0);
    for (path, probe) in probes::<Inclusion>(&folder.join("inclusion")) {
        let expected = !probe.want_err;
        inclusion += 1;
        accepted += u32::from(expected);
        if probe.holds().is_some() != expected {
            wrong.push(path);
        }
    }
    for (path, probe) in probes::<Consistency>(&folder.join("consistency")) {
        let expected = !probe.want_err;
        consistency += 1;
        accepted += u32::from(expected);
        if probe.holds().is_some() != expected {
            wrong.push(path);
        }
    }
    println!("{inclusion} inclusion and {consistency} consistency probes ran; {accepted} of them are to be accepted");
    assert_eq!(wrong, Vec::<PathBuf>::new());
    assert_eq!((inclusion, consistency), (98, 98));
}
