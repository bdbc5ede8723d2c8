//! Looking up one record among all the others.

use std::io::Write as _;
use std::process::Stdio;

use crate::support::{Folder, Ran};

fn trained() -> Folder {
    let folder = Folder::with_staff_and_reports();
    folder.does("link train --model link.toml --left staff.csv --right reports.csv --out trained.toml --quiet");
    folder
}

const SEARCH: &str = "link search --model trained.toml --left staff.csv";

#[test]
fn a_report_that_arrives_now_finds_its_person_with_reasons() {
    let folder = trained();
    let text = folder.does(&format!("{SEARCH} --field surname=okafor --field first_name=mary --field born=1950-01-01"));
    assert!(text.starts_with("S0 and query\n"), "{text}");
    assert!(text.contains("match weight"), "{text}");
    let told =
        folder.tells(&format!("{SEARCH} --field surname=okafor --field first_name=mary --limit 2 --least-weight -99"));
    assert_eq!(told["candidates"].as_array().unwrap().len(), 2);
    assert!(told["candidates"][0]["steps"][0]["level"].is_string());
}

#[test]
fn the_record_may_be_json_on_the_line_or_on_standard_input() {
    let folder = trained();
    let record = r#"{"surname":"okafor","first_name":"mary","born":"1950-01-01"}"#;
    let line = folder.tells(&format!("{SEARCH} --json-record {record}"));
    assert_eq!(line["candidates"][0]["left_id"], "S0");
    let mut child = folder
        .command(&format!("{SEARCH} --record - --json"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(record.as_bytes()).unwrap();
    let ran = Ran::of(child.wait_with_output().unwrap());
    let told: serde_json::Value = serde_json::from_str(&ran.printed).unwrap();
    assert_eq!(told["candidates"], line["candidates"]);
}

#[test]
fn many_look_ups_are_timed() {
    let folder = trained();
    let told = folder.tells(&format!("{SEARCH} --repeat-from reports.csv --limit 20"));
    assert_eq!(told["searches"], 20);
    for name in ["p50_ms", "p99_ms", "index_s"] {
        assert!(told[name].is_number(), "{name} in {told}");
    }
}

#[test]
fn a_search_without_a_record_or_with_a_wrong_one_says_what_is_needed() {
    let folder = trained();
    insta::assert_snapshot!(folder.run(SEARCH).failure(), @"
    2
    candour: say what is known of the record: `--field NAME=VALUE`, `--json-record` or `--record`
    ");
    insta::assert_snapshot!(folder.run(&format!("{SEARCH} --field shoe=44")).failure(), @"
    2
    candour: the model has no field or column `shoe`; it has `born`, `first_name`, `surname`
    ");
    insta::assert_snapshot!(folder.run(&format!("{SEARCH} --json-record [1]")).failure(), @"
    65
    candour: the record is not one JSON object: it breaks off or goes wrong at line 1, column 0
    ");
    let untrained = SEARCH.replace("trained.toml", "link.toml");
    insta::assert_snapshot!(folder.run(&format!("{untrained} --field surname=lind")).failure(), @"
    2
    candour: the model `link.toml` is not trained: train it first with `candour link train`, or give `--right` to train it on both files
    ");
}
