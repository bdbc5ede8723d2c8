//! Checkpoints and their three lines.

use attest::checkpoint::{Checkpoint, CheckpointError, TreeHead};
use attest::hash::Hash;
use proptest::prelude::*;

use crate::world::{ORIGIN, head_at, log_key, signed};

/// The text of the example in the tlog-checkpoint specification.
const EXAMPLE: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

#[test]
fn the_example_of_the_specification_is_read_and_printed() {
    let checkpoint: Checkpoint = EXAMPLE.parse().expect("a checkpoint");
    assert_eq!((checkpoint.origin(), checkpoint.size()), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(checkpoint.to_string(), EXAMPLE);
}

#[test]
fn a_signed_checkpoint_opens_for_who_knows_the_log() {
    let note = signed(head_at(3)).to_string();
    let (checkpoint, opened) =
        Checkpoint::open(note.as_bytes(), &[log_key().verifier().clone()]).expect("a true signature");
    assert_eq!((checkpoint.origin(), checkpoint.head()), (ORIGIN, head_at(3)));
    assert_eq!(opened.verified[0].by, *log_key().verifier());
}

#[test]
fn a_text_that_is_no_checkpoint_is_refused_with_the_reason() {
    let parse = |text: &str| text.parse::<Checkpoint>().map(|_| ());
    let root = Hash::of_empty_tree();
    assert_eq!(parse(EXAMPLE.trim_end()), Err(CheckpointError::Lines));
    assert_eq!(parse("a\n0\n"), Err(CheckpointError::Lines));
    assert_eq!(parse(&format!("\n0\n{root}\n")), Err(CheckpointError::Origin(String::new())));
    for size in ["", "00", "01", "+1", "-1", "1.0", "0x1", " 1", "18446744073709551616"] {
        assert_eq!(parse(&format!("a\n{size}\n{root}\n")), Err(CheckpointError::Size(size.to_owned())));
    }
    for short in
        ["", "AAAA", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU="]
    {
        assert_eq!(parse(&format!("a\n0\n{short}\n")), Err(CheckpointError::Root(short.to_owned())));
    }
    assert_eq!(parse(&format!("a\n0\n{root}\nmore\n\n")), Err(CheckpointError::Extension(String::new())));
    assert!(Checkpoint::new("two\nlines", TreeHead::empty()).is_err());
}

proptest! {
    #[test]
    fn a_checkpoint_reads_back_as_it_was_written(
        origin in "[a-z./]{1,30}", size: u64, root: [u8; 32], extensions in proptest::collection::vec("[ -~]{1,20}", 0..3),
    ) {
        let checkpoint = Checkpoint::new(&origin, TreeHead { size, root: Hash(root) }).expect("a line");
        let checkpoint = extensions.iter().try_fold(checkpoint, |made, line| made.with_extension(line)).expect("lines");
        prop_assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint.clone()));
        prop_assert_eq!(checkpoint.extensions(), extensions.as_slice());
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(.|\n){0,60}") {
        let _ = text.parse::<Checkpoint>();
    }
}
