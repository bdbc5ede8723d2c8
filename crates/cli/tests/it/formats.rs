//! File formats, and standard input and output.

use std::io::Write as _;
use std::process::Stdio;

use linkage::read::{ReadOptions, Source, read};
use linkage::write::{Destination, table};

use crate::support::{Folder, Ran, columns};

const RUN: &str = "link run --model link.toml";

/// Converts a file to another format.
fn convert(folder: &Folder, from: &str, to: &str) {
    let read = read(&Source::path(folder.place(from)), &ReadOptions::default()).unwrap();
    table(&read.table, &Destination::path(folder.place(to))).unwrap();
}

#[test]
fn parquet_json_lines_and_tabs_come_in_and_go_out() {
    let folder = Folder::with_staff_and_reports();
    folder.does(&format!("{RUN} --left staff.csv --right reports.csv --out links.csv"));
    let expected = folder.read("links.csv");
    for form in ["parquet", "jsonl", "ndjson", "tsv"] {
        convert(&folder, "staff.csv", &format!("staff.{form}"));
        convert(&folder, "reports.csv", &format!("reports.{form}"));
        folder.does(&format!("{RUN} --left staff.{form} --right reports.{form} --out links.{form}"));
        convert(&folder, &format!("links.{form}"), "back.csv");
        let names = ["left_id", "right_id", "show", "model_version"];
        assert_eq!(columns(&folder.read("back.csv"), &names), columns(&expected, &names), "{form}");
        let told = folder.tells(&format!("link evaluate --links links.{form} --truth truth.csv"));
        assert_eq!(told["best"]["f1"], 1.0, "{form}");
    }
}

#[test]
fn standard_input_and_output_take_any_form() {
    let folder = Folder::with_staff_and_reports();
    folder.does(&format!("{RUN} --left staff.csv --right reports.csv --out links.csv"));
    convert(&folder, "reports.csv", "reports.jsonl");
    let cases = [("reports.csv", "csv", "links.csv"), ("reports.jsonl", "jsonl", "links.jsonl")];
    convert(&folder, "links.csv", "expected.jsonl");
    for (input, form, output) in cases {
        let mut child = folder
            .command(&format!("{RUN} --left staff.csv --right - --out - --format {form}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(folder.read(input).as_bytes()).unwrap();
        let ran = Ran::of(child.wait_with_output().unwrap());
        assert_eq!(ran.code, 0, "{}", ran.said);
        assert!(ran.said.contains("links in `-`"), "the summary is on standard error: {}", ran.said);
        assert_eq!(
            ran.printed.lines().count(),
            folder.read("links.csv").lines().count() - usize::from(form == "jsonl")
        );
        if form == "csv" {
            assert_eq!(ran.printed, folder.read(output));
        }
    }
}

#[test]
fn standard_output_and_json_do_not_share_a_line() {
    let folder = Folder::with_staff_and_reports();
    let ran = folder.run(&format!("{RUN} --left staff.csv --right reports.csv --out - --json"));
    insta::assert_snapshot!(ran.failure(), @"
    2
    candour: `--json` takes standard output: write to files beside it
    ");
    let ran = folder.run(&format!("{RUN} --left - --right - --out links.csv"));
    insta::assert_snapshot!(ran.failure(), @"
    2
    candour: standard input can be one of the two files only: name the other
    ");
}

#[test]
fn another_delimiter_can_be_given() {
    let folder = Folder::with_staff_and_reports();
    folder.file("staff.csv", folder.read("staff.csv").replace(',', ";"));
    let ran = folder.run(&format!("{RUN} --left staff.csv --right staff.csv --out links.csv"));
    assert_eq!(ran.code, 78);
    assert!(ran.said.contains("the delimiter may be `;`"), "{}", ran.said);
    folder.file("reports.csv", folder.read("reports.csv").replace(',', ";"));
    folder.does(&format!("{RUN} --left staff.csv --right reports.csv --out links.csv --delimiter ;"));
}
