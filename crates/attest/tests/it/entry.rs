//! Entries: commitments of 32 bytes.

use attest::entry::{Entry, EventFacts, part_commitment, payload_commitment, stream_commitment};
use attest::hash::{Hash, leaf_hash};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

fn facts() -> EventFacts<'static> {
    EventFacts {
        event: *b"0123456789abcdef",
        recorded_us: -1,
        stream: Hash([2; 32]),
        version: 3,
        kind: "matter.opened",
        payload: Hash([5; 32]),
    }
}

/// The documented form, written out by hand: an outsider must be able to compute the same entry.
#[test]
fn an_entry_is_the_documented_hash_of_its_fields() {
    let mut bytes = b"candour/entry/v1\n\0\0\0\0\0\0\0\x06".to_vec();
    let fields: [&[u8]; 6] =
        [b"0123456789abcdef", &[0xff; 8], &[2; 32], &[0, 0, 0, 0, 0, 0, 0, 3], b"matter.opened", &[5; 32]];
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u64).to_be_bytes());
        bytes.extend_from_slice(field);
    }
    let expected: [u8; 32] = Sha256::digest(&bytes).into();
    let entry = Entry::commit(&facts());
    assert_eq!(entry, Entry(expected));
    assert_eq!(entry.leaf_hash(), leaf_hash(&expected));
    assert_eq!(Entry::from_bytes(&expected), Some(entry));
    assert_eq!(Entry::from_bytes(&expected[1..]), None);
}

#[test]
fn every_field_changes_the_entry() {
    let entry = |facts: EventFacts<'_>| Entry::commit(&facts);
    let all = [
        entry(facts()),
        entry(EventFacts { event: *b"0123456789abcdeg", ..facts() }),
        entry(EventFacts { recorded_us: 0, ..facts() }),
        entry(EventFacts { stream: Hash([3; 32]), ..facts() }),
        entry(EventFacts { version: 4, ..facts() }),
        entry(EventFacts { kind: "matter.closed", ..facts() }),
        entry(EventFacts { payload: Hash([6; 32]), ..facts() }),
    ];
    for (at, one) in all.iter().enumerate() {
        assert_eq!(all.iter().position(|other| other == one), Some(at));
    }
}

#[test]
fn commitments_of_different_kinds_over_the_same_bytes_differ() {
    let (salt, bytes) = ([1; 32], [2_u8; 32]);
    let part = part_commitment(&salt, &bytes);
    let stream = stream_commitment(&salt, &bytes);
    let payload = payload_commitment(&[Hash(salt), Hash(bytes)]);
    assert!(part != stream && stream != payload && part != payload);
}

proptest! {
    #[test]
    fn without_the_salt_a_guess_is_not_confirmed(salt: [u8; 32], guess: [u8; 32], content: Vec<u8>) {
        prop_assume!(salt != guess);
        prop_assert_ne!(part_commitment(&salt, &content), part_commitment(&guess, &content));
        prop_assert_ne!(stream_commitment(&salt, &content), stream_commitment(&guess, &content));
    }

    #[test]
    fn parts_cannot_be_moved_between_payloads(parts in proptest::collection::vec(any::<[u8; 32]>(), 1..5)) {
        let parts: Vec<Hash> = parts.into_iter().map(Hash).collect();
        prop_assert_ne!(payload_commitment(&parts), payload_commitment(&parts[1..]));
        let reversed: Vec<Hash> = parts.iter().rev().copied().collect();
        prop_assert_eq!(reversed == parts, payload_commitment(&reversed) == payload_commitment(&parts));
    }
}
