//! A witness and the logs that it watches: its cosignatures, its refusals and its memory.

use attest::checkpoint::{Checkpoint, TreeHead};
use attest::fork::SignedHead;
use attest::hash::{Hash, leaf_hash};
use attest::note::{Note, Signer};
use attest::source::prove_consistency;
use attest::witness::{AddCheckpoint, RequestError, Witness, WitnessRefusal};
use proptest::prelude::*;

use crate::world::{ORIGIN, cosigner, entries, head_at, log_at, log_key, log_of, signed, witnesses_needed};

const NOW: u64 = 1_790_000_000;

fn witness() -> Witness {
    let mut witness = Witness::new(cosigner(1));
    witness.watch(ORIGIN, vec![log_key().verifier().clone()], SignedHead::nothing_seen());
    witness
}

fn growth(from: u64, to: u64) -> AddCheckpoint {
    let proof = prove_consistency(&log_at(to), from, to).expect("a proof");
    AddCheckpoint { old_size: from, proof, checkpoint: signed(head_at(to)) }
}

/// A witness that has seen the log at 5 entries.
fn witness_at_five() -> Witness {
    let mut witness = witness();
    witness.add_checkpoint(&growth(0, 5), NOW).expect("the first checkpoint");
    witness
}

/// The log with its third entry replaced, at `size` entries.
fn rewritten(size: u64) -> TreeHead {
    let mut entries = entries(0, size);
    entries[2] = b"another past".to_vec();
    let log = log_of(&entries);
    TreeHead { size, root: attest::source::root(&log, size).expect("its tiles") }
}

#[test]
fn a_witness_follows_a_log_that_grows() {
    let mut witness = witness();
    for (from, to) in [(0, 5), (5, 6), (6, 300), (300, 301)] {
        let mut note = signed(head_at(to));
        note.add([witness.add_checkpoint(&growth(from, to), NOW + to).expect("a true proof")]);
        let trusted = witnesses_needed(1, 1).check(note.to_string().as_bytes()).expect("a quorum");
        assert_eq!(trusted.cosigned_by()[0].unix_seconds, NOW + to);
        assert_eq!(witness.latest(ORIGIN).expect("watched").head, head_at(to));
    }
}

#[test]
fn the_same_checkpoint_twice_is_cosigned_twice() {
    let mut witness = witness_at_five();
    let again = growth(5, 5);
    assert!(again.proof.is_empty());
    witness.add_checkpoint(&again, NOW + 60).expect("the same head");
    assert_eq!(witness.latest(ORIGIN).expect("watched").head, head_at(5));
}

#[test]
fn a_stale_size_is_refused_and_the_right_one_is_told() {
    let mut witness = witness_at_five();
    let refusal = witness.add_checkpoint(&growth(3, 8), NOW).expect_err("stale");
    assert_eq!(refusal, WitnessRefusal::StaleSize { old_size: 3, known_size: 5 });
    assert_eq!(refusal.status(), 409);
    assert_eq!(refusal.body(), ("text/x.tlog.size", "5\n".to_owned()));
    assert_eq!(refusal.to_string(), "the old size 3 is not the last one cosigned: needs a proof from 5");
}

#[test]
fn a_backup_that_was_restored_is_refused() {
    // The log has forgotten entries 4 and 5 and signs an earlier head again, but the witness does not roll back.
    let mut witness = witness_at_five();
    let refusal = witness.add_checkpoint(&growth(3, 3), NOW).expect_err("a rollback");
    assert_eq!(refusal, WitnessRefusal::StaleSize { old_size: 3, known_size: 5 });
    let refusal = witness.add_checkpoint(&growth(0, 3), NOW).expect_err("a rollback");
    assert_eq!(refusal.status(), 409);
    let claims_the_known_size = AddCheckpoint { old_size: 5, ..growth(3, 3) };
    let refusal = witness.add_checkpoint(&claims_the_known_size, NOW).expect_err("a rollback");
    assert_eq!(refusal, WitnessRefusal::OldSizeTooLarge { old_size: 5, size: 3 });
    assert_eq!(refusal.status(), 400);
    assert_eq!(witness.latest(ORIGIN).expect("watched").head, head_at(5));
}

#[test]
fn a_log_that_signs_two_heads_is_refused_and_the_evidence_convicts_it() {
    let mut witness = witness_at_five();
    let other_story = signed(rewritten(5));
    for old_size in [5, 0, 2] {
        let request = AddCheckpoint { old_size, proof: vec![], checkpoint: other_story.clone() };
        let refusal = witness.add_checkpoint(&request, NOW).expect_err("a fork");
        assert_eq!((refusal.status(), refusal.body().1), (409, "5\n".to_owned()));
        let evidence = refusal.evidence().expect("kept");
        assert_eq!(evidence.known.note, Some(signed(head_at(5)).to_string()));
        assert_eq!(evidence.offered.note, Some(other_story.to_string()));
        assert!(evidence.convicts(log_key().verifier()));
    }
    assert_eq!(witness.latest(ORIGIN).expect("watched").head, head_at(5));
}

#[test]
fn evidence_convicts_only_the_key_that_signed_both_heads() {
    let mut witness = witness_at_five();
    let request = AddCheckpoint { old_size: 5, proof: vec![], checkpoint: signed(rewritten(5)) };
    let evidence = witness.add_checkpoint(&request, NOW).expect_err("a fork").evidence().expect("kept").clone();
    let innocent = Signer::from_seed(ORIGIN, &[8; 32]).expect("a key");
    assert!(!evidence.convicts(innocent.verifier()));
    let mut same = evidence;
    same.offered = same.known.clone();
    assert!(!same.convicts(log_key().verifier()));
}

#[test]
fn a_log_that_rewrote_its_past_and_grew_is_refused_and_the_checkpoint_is_kept() {
    let mut witness = witness_at_five();
    let mut past = entries(0, 9);
    past[2] = b"another past".to_vec();
    let proof = prove_consistency(&log_of(&past), 5, 9).expect("a proof within the other story");
    let request = AddCheckpoint { old_size: 5, proof, checkpoint: signed(rewritten(9)) };
    let refusal = witness.add_checkpoint(&request, NOW).expect_err("a rewritten past");
    assert_eq!(refusal.status(), 422);
    let evidence = refusal.evidence().expect("kept");
    assert_eq!(evidence.offered.note, Some(request.checkpoint.to_string()));
    assert_eq!(evidence.proof, request.proof);
    assert_eq!(witness.latest(ORIGIN).expect("watched").head, head_at(5));
}

#[test]
fn a_proof_where_none_belongs_is_refused() {
    let mut request = growth(0, 5);
    request.proof = vec![leaf_hash(b"anything")];
    assert_eq!(witness().add_checkpoint(&request, NOW).expect_err("a proof from nothing").status(), 422);
    let mut request = growth(5, 5);
    request.proof = vec![leaf_hash(b"anything")];
    assert_eq!(witness_at_five().add_checkpoint(&request, NOW).expect_err("a proof to itself").status(), 422);
}

#[test]
fn a_log_that_is_not_watched_is_unknown() {
    let checkpoint =
        Checkpoint::new("other.example", TreeHead::empty()).expect("a line").sign(&log_key()).expect("a note");
    let request = AddCheckpoint { old_size: 0, proof: vec![], checkpoint };
    let refusal = witness().add_checkpoint(&request, NOW).expect_err("unknown");
    assert_eq!(refusal, WitnessRefusal::UnknownOrigin { origin: "other.example".to_owned() });
    assert_eq!(refusal.status(), 404);
}

#[test]
fn a_checkpoint_that_the_log_did_not_sign_is_forbidden() {
    let impostor = Signer::from_seed(ORIGIN, &[8; 32]).expect("a key");
    let checkpoint = Checkpoint::new(ORIGIN, head_at(5)).expect("a line").sign(&impostor).expect("a note");
    let request = AddCheckpoint { old_size: 0, proof: vec![], checkpoint };
    assert_eq!(witness().add_checkpoint(&request, NOW).expect_err("not signed").status(), 403);
}

#[test]
fn an_empty_log_with_a_root_of_something_is_refused() {
    let checkpoint = signed(TreeHead { size: 0, root: leaf_hash(b"something") });
    let refusal = witness().add_checkpoint(&AddCheckpoint { old_size: 0, proof: vec![], checkpoint }, NOW);
    assert_eq!(refusal.expect_err("no such tree").status(), 409);
    witness().add_checkpoint(&growth(0, 0), NOW).expect("the empty log");
}

#[test]
fn a_body_that_is_no_request_is_bad() {
    let good = growth(1, 5).to_string();
    let parse = |body: &str| AddCheckpoint::parse(body.as_bytes()).map(|_| ());
    assert_eq!(parse(&good), Ok(()));
    for first in ["old", "old ", "old 01", "old -1", "Old 1", "old  1", "1"] {
        assert_eq!(parse(&good.replacen("old 1", first, 1)), Err(RequestError::OldSize), "{first}");
    }
    assert_eq!(parse("old 1\n"), Err(RequestError::NoCheckpoint));
    assert_eq!(parse(&good.replacen("old 1\n", "old 1\nAAAA\n", 1)), Err(RequestError::ProofLine("AAAA".to_owned())));
    let line = format!("{}\n", Hash::of_empty_tree());
    let too_many = format!("old 1\n{}\n{}", line.repeat(64), signed(head_at(5)));
    assert_eq!(parse(&too_many), Err(RequestError::TooManyProofLines(64)));
    assert_eq!(parse(&format!("old 1\n{}\n{}", line.repeat(63), signed(head_at(5)))), Ok(()));
    assert_eq!(AddCheckpoint::parse(b"\xff"), Err(RequestError::NotText));
    assert_eq!(WitnessRefusal::from(RequestError::OldSize).status(), 400);
}

#[test]
fn the_example_of_the_specification_is_read_and_printed() {
    let body = "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n\
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n\
        example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";
    let request = AddCheckpoint::parse(body.as_bytes()).expect("a request");
    assert_eq!((request.old_size, request.proof.len(), request.checkpoint.signatures().len()), (20_852_014, 4, 2));
    assert_eq!(request.to_string(), body);
}

proptest! {
    #[test]
    fn a_request_reads_back_as_it_was_written(old_size: u64, proof in proptest::collection::vec(any::<[u8; 32]>(), 0..63)) {
        let proof = proof.into_iter().map(Hash).collect();
        let request = AddCheckpoint { old_size, proof, checkpoint: signed(TreeHead::empty()) };
        prop_assert_eq!(AddCheckpoint::parse(request.to_string().as_bytes()), Ok(request));
    }

    #[test]
    fn no_body_makes_the_witness_panic(text in "(old [0-9]{1,3}|.|\n){0,40}", size: u64, root: [u8; 32], old_size: u64) {
        let _ = AddCheckpoint::parse(text.as_bytes());
        let checkpoint: Note = signed(TreeHead { size, root: Hash(root) });
        let _ = witness_at_five().add_checkpoint(&AddCheckpoint { old_size, proof: vec![], checkpoint }, NOW);
    }
}
