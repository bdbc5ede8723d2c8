//! Policies: how many witnesses must have seen a checkpoint before it is trusted.

use std::num::NonZeroUsize;

use attest::checkpoint::{Checkpoint, CheckpointError};
use attest::cosignature::Cosigner;
use attest::note::{Note, NoteError, Signer};
use attest::policy::{Policy, PolicyError, PolicyFileError, PolicyRefusal, Quorum};

use crate::world::{ORIGIN, cosigner, head_at, log_alone, log_key, signed, witnesses_needed};

fn cosigned(by: &[u8]) -> Note {
    let mut note = signed(head_at(5));
    let lines: Vec<_> =
        by.iter().map(|n| cosigner(*n).cosign(note.text(), 1_000 + u64::from(*n)).expect("a time")).collect();
    note.add(lines);
    note
}

fn check(policy: &Policy, note: &Note) -> Result<Vec<String>, PolicyRefusal> {
    let trusted = policy.check(note.to_string().as_bytes())?;
    Ok(trusted.cosigned_by().iter().map(|witness| witness.name.clone()).collect())
}

fn two() -> Quorum {
    Quorum::AtLeast(NonZeroUsize::new(2).expect("not zero"))
}

#[test]
fn a_checkpoint_without_its_quorum_is_refused() {
    let policy = witnesses_needed(2, 3);
    assert_eq!(check(&policy, &cosigned(&[])), Err(PolicyRefusal::NoQuorum { found: 0, needed: 2 }));
    assert_eq!(check(&policy, &cosigned(&[2])), Err(PolicyRefusal::NoQuorum { found: 1, needed: 2 }));
    assert_eq!(check(&policy, &cosigned(&[3, 1])), Ok(vec!["witness1.example/w".into(), "witness3.example/w".into()]));
    assert_eq!(check(&policy, &cosigned(&[1, 2, 3])).map(|names| names.len()), Ok(3));
}

#[test]
fn a_witness_that_signed_twice_counts_once() {
    let twice = cosigned(&[1, 1]);
    assert_eq!(check(&witnesses_needed(2, 3), &twice), Err(PolicyRefusal::NoQuorum { found: 1, needed: 2 }));
    assert_eq!(check(&witnesses_needed(1, 3), &twice).map(|names| names.len()), Ok(1));
}

#[test]
fn a_witness_that_the_policy_does_not_name_counts_for_nothing() {
    let policy = witnesses_needed(1, 2);
    assert_eq!(check(&policy, &cosigned(&[3, 4, 5])), Err(PolicyRefusal::NoQuorum { found: 0, needed: 1 }));
}

#[test]
fn a_false_cosignature_refuses_the_checkpoint_though_the_quorum_is_met() {
    let mut note = cosigned(&[1, 2]);
    note.add([cosigner(3).cosign("another text\n", 5).expect("a time")]);
    let refused = check(&witnesses_needed(2, 3), &note);
    let name = "witness3.example/w".to_owned();
    assert_eq!(refused, Err(PolicyRefusal::Checkpoint(CheckpointError::Note(NoteError::FalseSignature { name }))));
}

#[test]
fn witnesses_without_the_log_prove_nothing() {
    let checkpoint = Checkpoint::new(ORIGIN, head_at(5)).expect("a line");
    let impostor = Signer::from_seed(ORIGIN, &[8; 32]).expect("a key");
    let mut note = checkpoint.sign(&impostor).expect("a note");
    note.add([cosigner(1).cosign(note.text(), 1).expect("a time")]);
    assert_eq!(check(&witnesses_needed(1, 1), &note), Err(PolicyRefusal::NotSignedByLog(ORIGIN.to_owned())));
}

#[test]
fn a_checkpoint_of_another_log_under_the_same_key_is_refused() {
    let note = Checkpoint::new("other.example", head_at(5)).expect("a line").sign(&log_key()).expect("a note");
    let expected = ORIGIN.to_owned();
    assert_eq!(
        check(&log_alone(), &note),
        Err(PolicyRefusal::OtherLog { found: "other.example".to_owned(), expected })
    );
}

#[test]
fn to_need_no_witness_must_be_said() {
    assert_eq!(log_alone().quorum(), Quorum::NoWitness);
    assert_eq!(check(&log_alone(), &cosigned(&[])), Ok(vec![]));
    // A policy file without a quorum line is not a policy, and a quorum of zero witnesses is not a quorum.
    let file = format!("log {}\n", log_key().verifier());
    assert_eq!(file.parse::<Policy>(), Err(PolicyFileError::ExactlyOne("quorum")));
    let file = format!("{file}witness a {}\ngroup g 0 a\nquorum g\n", cosigner(1).verifier());
    assert!(matches!(file.parse::<Policy>(), Err(PolicyFileError::Line { line: 3, .. })));
}

#[test]
fn a_policy_that_would_count_one_key_twice_is_refused() {
    let log = || log_key().verifier().clone();
    let one = cosigner(1).verifier().clone();
    let same_key = Cosigner::from_seed("alias.example", &[101; 32]).expect("a key").verifier().clone();
    let refused = Policy::new(log(), vec![one.clone(), same_key], two());
    assert_eq!(refused, Err(PolicyError::SameKeyTwice("alias.example".to_owned())));
    let itself = Cosigner::from_seed(ORIGIN, &[7; 32]).expect("a key").verifier().clone();
    assert_eq!(Policy::new(log(), vec![one.clone(), itself], two()), Err(PolicyError::SameKeyTwice(ORIGIN.to_owned())));
    let refused = Policy::new(log(), vec![one.clone()], two());
    assert_eq!(refused, Err(PolicyError::Unreachable { needed: 2, named: 1 }));
    assert_eq!(
        Policy::new(one.clone(), vec![], Quorum::NoWitness),
        Err(PolicyError::NotALogKey(one.name().to_owned()))
    );
    assert_eq!(Policy::new(log(), vec![log()], two()), Err(PolicyError::NotAWitnessKey(ORIGIN.to_owned())));
}

#[test]
fn a_policy_reads_back_as_it_was_written() {
    for policy in [log_alone(), witnesses_needed(0, 2), witnesses_needed(1, 1), witnesses_needed(2, 3)] {
        assert_eq!(policy.to_string().parse(), Ok(policy));
    }
}

#[test]
fn a_policy_file_as_the_specification_writes_it_is_read() {
    let (log, a, b) = (log_key(), cosigner(1), cosigner(2));
    let file = format!(
        "# whom we believe\n\n  log {} https://log.avonvale.example/record\n\twitness A {}\nwitness B {} https://b.example\n\
         group both all A B\nquorum both\n",
        log.verifier(),
        a.verifier(),
        b.verifier()
    );
    let policy: Policy = file.parse().expect("a policy");
    assert_eq!(policy.quorum(), two());
    assert_eq!(check(&policy, &cosigned(&[1])), Err(PolicyRefusal::NoQuorum { found: 1, needed: 2 }));
    let any: Policy = file.replace("all", "any").parse().expect("a policy");
    assert_eq!(check(&any, &cosigned(&[2])).map(|names| names.len()), Ok(1));
    let single: Policy =
        file.replace("group both all A B\n", "").replace("quorum both", "quorum B").parse().expect("a policy");
    assert_eq!(check(&single, &cosigned(&[1])), Err(PolicyRefusal::NoQuorum { found: 0, needed: 1 }));
}

#[test]
fn a_policy_file_that_says_more_than_we_can_check_is_refused() {
    let (log, a, b) = (log_key(), cosigner(1), cosigner(2));
    let base = format!("log {}\nwitness A {}\nwitness B {}\n", log.verifier(), a.verifier(), b.verifier());
    let parse = |rest: &str| format!("{base}{rest}").parse::<Policy>().map(|_| ());
    assert_eq!(parse("group x any A\ngroup y any x B\nquorum y\n"), Err(PolicyFileError::Nested(5)));
    assert_eq!(parse("group x any A A\nquorum x\n"), Err(PolicyFileError::Name { line: 4, name: "A".to_owned() }));
    assert_eq!(parse("group x any C\nquorum x\n"), Err(PolicyFileError::Name { line: 4, name: "C".to_owned() }));
    assert_eq!(parse("quorum x\n"), Err(PolicyFileError::Name { line: 4, name: "x".to_owned() }));
    assert_eq!(parse("quorum A\nquorum none\n"), Err(PolicyFileError::ExactlyOne("quorum")));
    assert_eq!(parse(&format!("log {}\nquorum none\n", log.verifier())), Err(PolicyFileError::ExactlyOne("log")));
    assert!(matches!(parse("group x 3 A B\nquorum x\n"), Err(PolicyFileError::Line { line: 4, .. })));
    assert!(matches!(parse("believe A\nquorum none\n"), Err(PolicyFileError::Line { line: 4, .. })));
    let again = format!("witness C {}\nquorum none\n", a.verifier());
    assert!(matches!(parse(&again), Err(PolicyFileError::Policy(PolicyError::SameKeyTwice(_)))));
}
