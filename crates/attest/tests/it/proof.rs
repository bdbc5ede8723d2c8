//! Portable proofs of entries.

use attest::entry::{Entry, EventFacts, part_commitment, payload_commitment, stream_commitment};
use attest::hash::{Hash, leaf_hash};
use attest::merkle::ProofError;
use attest::policy::PolicyRefusal;
use attest::proof::{LogProof, NotProven, ProofTextError};
use attest::source::prove_inclusion;
use proptest::prelude::*;

use crate::world::{cosigner, entry, head_at, log_at, log_of, signed, witnesses_needed};

fn proof_of(index: u64, size: u64) -> LogProof {
    let mut checkpoint = signed(head_at(size));
    checkpoint.add([cosigner(1).cosign(checkpoint.text(), 7).expect("a time")]);
    let inclusion = prove_inclusion(&log_at(size), index, size).expect("a proof");
    LogProof { extra: None, index, inclusion, checkpoint }
}

#[test]
fn a_proof_convinces_who_holds_a_policy_and_nothing_else() {
    let text = proof_of(299, 700).to_string();
    let proof = LogProof::parse(text.as_bytes()).expect("its own text");
    let trusted = proof.verify(leaf_hash(&entry(299)), &witnesses_needed(1, 1)).expect("a true proof");
    assert_eq!(trusted.head(), head_at(700));
}

#[test]
fn a_proof_for_another_entry_or_another_place_is_refused() {
    let mut proof = proof_of(299, 700);
    let policy = witnesses_needed(1, 1);
    assert!(matches!(proof.verify(leaf_hash(&entry(300)), &policy), Err(NotProven::Inclusion(_))));
    proof.index = 700;
    let refused = proof.verify(leaf_hash(&entry(299)), &policy);
    assert_eq!(refused, Err(NotProven::Inclusion(ProofError::BeyondTree { index: 700, size: 700 })));
}

#[test]
fn a_proof_under_a_checkpoint_without_its_quorum_is_refused() {
    let refused = proof_of(299, 700).verify(leaf_hash(&entry(299)), &witnesses_needed(2, 2));
    assert_eq!(refused, Err(NotProven::Checkpoint(PolicyRefusal::NoQuorum { found: 1, needed: 2 })));
}

#[test]
fn a_proof_in_a_log_of_a_million_entries_has_640_bytes() {
    let log = log_at(1_000_000);
    let inclusion = prove_inclusion(&log, 777_777, 1_000_000).expect("a proof");
    // 2^20 is just above a million: 20 hashes of 32 bytes.
    assert_eq!(inclusion.len() * 32, 640);
    let root = attest::source::root(&log, 1_000_000).expect("its tiles");
    attest::merkle::verify_inclusion(leaf_hash(&entry(777_777)), 777_777, 1_000_000, &inclusion, root).expect("true");
}

#[test]
fn a_person_proves_that_their_own_event_was_recorded() {
    let (salt, stream_salt) = ([3; 32], [4; 32]);
    let facts = |canonical: &[u8]| {
        let payload = payload_commitment(&[part_commitment(&salt, canonical)]);
        let stream = stream_commitment(&stream_salt, b"matter-17");
        Entry::commit(&EventFacts {
            event: [1; 16],
            recorded_us: 1_790_000_000_000_000,
            stream,
            version: 3,
            kind: "matter.opened",
            payload,
        })
    };
    let mine = facts(br#"{"what":"mine"}"#);
    let log = log_of(&[entry(0), mine.as_ref().to_vec(), entry(2)]);
    let head = attest::checkpoint::TreeHead { size: 3, root: attest::source::root(&log, 3).expect("its tiles") };
    let proof = LogProof {
        extra: None,
        index: 1,
        inclusion: prove_inclusion(&log, 1, 3).expect("a proof"),
        checkpoint: signed(head),
    };
    assert!(proof.verify(mine.leaf_hash(), &crate::world::log_alone()).is_ok());
    let altered = facts(br#"{"what":"mime"}"#);
    assert!(proof.verify(altered.leaf_hash(), &crate::world::log_alone()).is_err());
}

#[test]
fn a_text_that_is_no_proof_is_refused_with_the_reason() {
    let good = LogProof { extra: Some(b"what it is about".to_vec()), ..proof_of(2, 5) }.to_string();
    let parse = |text: &str| LogProof::parse(text.as_bytes()).map(|_| ());
    assert_eq!(parse(&good), Ok(()));
    assert_eq!(parse(&good.replace("@v1", "@v2")), Err(ProofTextError::FirstLine));
    assert_eq!(parse(&good.replace("extra ", "extra !")), Err(ProofTextError::Extra));
    assert_eq!(parse(&good.replace("extra ", "more ")), Err(ProofTextError::Index));
    assert_eq!(parse(&good.replace("index 2", "index 02")), Err(ProofTextError::Index));
    assert_eq!(parse(&good.replace("index 2\n", "index 2\nAA\n")), Err(ProofTextError::Hash("AA".to_owned())));
    let many = format!("index 2\n{}", format!("{}\n", Hash::of_empty_tree()).repeat(64));
    assert_eq!(parse(&good.replace("index 2\n", &many)), Err(ProofTextError::TooManyHashes(67)));
    assert_eq!(parse("c2sp.org/tlog-proof@v1\nindex 2\n"), Err(ProofTextError::NoCheckpoint));
    assert_eq!(LogProof::parse(b"\xff"), Err(ProofTextError::NotText));
}

proptest! {
    #[test]
    fn a_proof_reads_back_as_it_was_written(
        extra: Option<Vec<u8>>, index: u64, hashes in proptest::collection::vec(any::<[u8; 32]>(), 0..63),
    ) {
        let inclusion = hashes.into_iter().map(Hash).collect();
        let proof = LogProof { extra, index, inclusion, checkpoint: signed(head_at(3)) };
        prop_assert_eq!(LogProof::parse(proof.to_string().as_bytes()), Ok(proof));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(c2sp.org/tlog-proof@v1\n)?(index [0-9]{1,3}|extra |.|\n){0,40}") {
        let _ = LogProof::parse(text.as_bytes());
    }
}
