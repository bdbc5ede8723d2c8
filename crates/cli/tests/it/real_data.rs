//! Runs on real files, if they are available: the environment variable `CANDOUR_DATA` names their folder.

use std::path::PathBuf;

use crate::support::Folder;

/// The folder of a data set. If it is missing, prints a message.
fn data(name: &str) -> Option<PathBuf> {
    let found =
        std::env::var_os("CANDOUR_DATA").map(|folder| PathBuf::from(folder).join(name)).filter(|path| path.is_dir());
    if found.is_none() {
        eprintln!("skipped: CANDOUR_DATA names no folder with `{name}`");
    }
    found
}

#[test]
fn chicago_links_agree_with_the_badge_that_the_model_does_not_see() {
    let Some(data) = data("chicago") else { return };
    let folder = Folder::new();
    let (left, right) = (data.join("workforce.csv"), data.join("records.csv"));
    let files = format!("--left {} --right {}", left.display(), right.display());
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/chicago.toml");
    if !std::path::Path::new(model).exists() {
        eprintln!("skipped: there is no example model yet");
        return;
    }
    folder.does(&format!("link run --model {model} {files} --out links.csv"));
    let told = folder.tells(&format!("link evaluate --links links.csv --agreement stars star {files}"));
    let deepest = &told["agreement"]["deepest"];
    assert!(deepest["comparable"].as_u64().unwrap() >= 14_900, "{told}");
    assert!(deepest["share"].as_f64().unwrap() >= 0.96, "{told}");
}
