//! Faulty files and models, and full disks: one clear message, an exit code, and nothing left behind.

use std::fs::File;
use std::process::Stdio;

use linkage::table::Table;

use crate::support::{DEDUPE, Folder, Ran};

const RUN: &str = "link run --model dedupe.toml --left people.csv --out links.csv";

/// Runs on a file of people, and expects a failure that leaves the folder as it was.
fn failure(people: impl AsRef<[u8]>) -> String {
    failure_with(DEDUPE, people)
}

fn failure_with(model: &str, people: impl AsRef<[u8]>) -> String {
    let folder = Folder::new();
    folder.file("dedupe.toml", model);
    folder.file("people.csv", people);
    let failure = folder.run(&format!("{RUN} --clusters clusters.csv")).failure();
    assert_eq!(folder.names(), ["dedupe.toml", "people.csv"]);
    failure
}

#[test]
fn a_missing_column_is_named_with_what_the_model_wants_it_for() {
    insta::assert_snapshot!(failure("id,first_name,surname,borne\n1,mary,okafor,1961-03-01\n"), @"
    78
    candour: no column `born` in `people.csv`; it has: id, first_name, surname, borne; did you mean `borne`?; the model's field `born` reads it
    ");
}

#[test]
fn a_value_of_the_wrong_type_is_named_by_line_and_column_without_being_shown() {
    let model = DEDUPE.replace("kind = \"date\"", "kind = \"number\"").replace(", \"year(born)\"", "");
    insta::assert_snapshot!(failure_with(&model, "id,first_name,surname,born\n1,mary,okafor,1961\n2,jo,okafor,long ago\n"), @"
    65
    candour: 1 row of `people.csv` cannot be used
      line 3, column `born`: the value is not a number; wanted a number such as 1204
    correct it, or set it aside with `--reject-to FILE` and go on with the rest
    ");
}

#[test]
fn an_empty_file_is_refused() {
    insta::assert_snapshot!(failure(""), @"
    65
    candour: `people.csv` is empty: needs a header with the names of the columns, or one JSON object on each line
    ");
}

#[test]
fn a_file_without_rows_has_nothing_to_learn_from() {
    insta::assert_snapshot!(failure("id,first_name,surname,born\n"), @"
    65
    candour: there are no pairs to learn from: the files have 0 and 0 records and the blocking rules find 0 pairs
    ");
}

#[test]
fn ragged_rows_are_counted_and_listed() {
    let mut people = "id,first_name,surname,born\n".to_owned();
    for number in 0..20 {
        people.push_str(&format!("{number},mary,okafor,1961-03-01\n"));
    }
    people.push_str("x,mary,okafor\ny,mary,okafor,1961-03-01,more\n");
    insta::assert_snapshot!(failure(people), @"
    65
    candour: 2 rows of `people.csv` cannot be used
      line 22: 3 fields; wanted 4, as in the header
      line 23: 5 fields; wanted 4, as in the header
    correct them, or set them aside with `--reject-to FILE` and go on with the rest
    ");
}

#[test]
fn bytes_that_are_not_text_are_named_by_line() {
    let mut people = b"id,first_name,surname,born\n".to_vec();
    for number in 0..5 {
        people.extend_from_slice(format!("{number},mary,okafor,1961-03-01\n").as_bytes());
    }
    people.extend_from_slice(b"5,Ren\xe9e,okafor,1961-03-01\n");
    insta::assert_snapshot!(failure(people), @"
    65
    candour: 1 row of `people.csv` cannot be used
      line 7, column `first_name`: byte 0xE9 is not UTF-8; wanted text saved as UTF-8
    correct it, or set it aside with `--reject-to FILE` and go on with the rest
    ");
}

#[test]
fn dates_that_are_none_are_listed_up_to_ten_with_the_total_and_the_advice() {
    let mut people = "id,first_name,surname,born\n".to_owned();
    for number in 0..300 {
        let born = if number % 3 == 0 { "31/02/1970" } else { "1970-02-03" };
        people.push_str(&format!("{number},mary,okafor,{born}\n"));
    }
    insta::assert_snapshot!(failure(people), @"
    65
    candour: 100 rows of `people.csv` cannot be used
      line 2, column `born`: the value is not a date; wanted a date such as 1972-05-01, 01/05/1972 or 1972
      line 5, column `born`: the value is not a date; wanted a date such as 1972-05-01, 01/05/1972 or 1972
      line 8, column `born`: the value is not a date; wanted a date such as 1972-05-01, 01/05/1972 or 1972
      line 11, column `born`: the value is not a date; wanted a date such as 1972-05-01, 01/05/1972 or 1972
      line 14, column `born`: the value is not a date; wanted a date such as 1972-05-01, 01/05/1972 or 1972
      line 17, column `born`: the value is not a date; wanted a date such as 1972-05-01, 01/05/1972 or 1972
      line 20, column `born`: the value is not a date; wanted a date such as 1972-05-01, 01/05/1972 or 1972
      line 23, column `born`: the value is not a date; wanted a date such as 1972-05-01, 01/05/1972 or 1972
      line 26, column `born`: the value is not a date; wanted a date such as 1972-05-01, 01/05/1972 or 1972
      line 29, column `born`: the value is not a date; wanted a date such as 1972-05-01, 01/05/1972 or 1972
      and 90 more
    correct them, or set them aside with `--reject-to FILE` and go on with the rest
    ");
}

#[test]
fn ids_that_are_not_unique_are_listed() {
    insta::assert_snapshot!(failure("id,first_name,surname,born\n1,mary,okafor,1961-03-01\n1,jo,lind,1970-01-01\n,jo,lind,1970-01-01\n"), @"
    65
    candour: 2 rows of `people.csv` cannot be used
      line 3, column `id`: the id is also on line 2; wanted an id that no other row has
      line 4, column `id`: the id is missing; wanted an id that no other row has
    correct them, or set them aside with `--reject-to FILE` and go on with the rest
    ");
}

#[test]
fn a_hundred_bad_rows_of_all_sorts_are_set_aside_as_they_stood() {
    let folder = Folder::with_people();
    let mut people = folder.read("people.csv");
    let mut bad = "id,who,first_name,surname,born\n".to_owned();
    for number in 0..100 {
        let row = match number % 4 {
            0 => format!("x{number},0,mary"),
            1 => format!("x{number},0, \"mary\"  ,okafor,31/02/1970"),
            // This row spans two lines and has an invalid date.
            2 => format!("x{number},0,\"ma\r\nry\",okafor,never"),
            _ => format!("0a,{number},mary,okafor,1961-03-01"),
        };
        people.push_str(&format!("{row}\n"));
        bad.push_str(&format!("{row}\n"));
    }
    folder.file("people.csv", &people);
    let ran = folder.run(&format!("{RUN} --reject-to bad.csv"));
    assert_eq!(ran.code, 0, "{}", ran.said);
    assert!(ran.printed.contains("67 records\n100 bad rows set aside\n"), "{}", ran.printed);
    assert!(ran.said.starts_with("candour: 100 rows of `people.csv` cannot be used\n"), "{}", ran.said);
    assert!(ran.said.ends_with("  and 90 more\n  set aside in `bad.csv`\n"), "{}", ran.said);
    assert_eq!(folder.read("bad.csv"), bad);
    // After the rows have been fixed, the next run leaves only the header in the file.
    folder.file("people.csv", Folder::with_people().read("people.csv"));
    folder.does(&format!("{RUN} --reject-to bad.csv"));
    assert_eq!(folder.read("bad.csv"), "id,who,first_name,surname,born\n");
}

#[test]
fn rows_set_aside_keep_the_form_of_their_file() {
    let folder = Folder::new();
    folder.file("dedupe.toml", DEDUPE);
    let row = |id: &str, born: &str| {
        format!("{{\"id\": \"{id}\", \"first_name\": \"mary\",  \"surname\": \"okafor\", \"born\": \"{born}\"}}\n")
    };
    let (one, two, bad) = (row("1", "1961-03-01"), row("2", "1961-03-01"), row("3", "soon"));
    folder.file("people.jsonl", format!("{one}{bad}{two}not json\n"));
    let ran = folder.run("link run --model dedupe.toml --left people.jsonl --out links.csv --reject-to bad.jsonl");
    assert_eq!(ran.code, 0, "{}", ran.said);
    assert_eq!(folder.read("bad.jsonl"), format!("{bad}not json\n"));

    let text = |values: [&str; 3]| values.map(str::to_owned).to_vec();
    let table = Table::from_columns(
        "people",
        vec![
            ("id".into(), text(["1", "2", "3"])),
            ("first_name".into(), text(["mary", "mary", "mary, jo"])),
            ("surname".into(), text(["okafor", "okafor", "okafor"])),
            ("born".into(), text(["1961-03-01", "1961-03-01", "soon"])),
            ("note".into(), text(["", "", "kept"])),
        ],
    );
    let place = linkage::write::Destination::path(folder.place("people.parquet"));
    linkage::write::table(&table.unwrap(), &place).unwrap();
    let ran = folder.run("link run --model dedupe.toml --left people.parquet --out links.csv --reject-to bad.csv");
    assert_eq!(ran.code, 0, "{}", ran.said);
    assert_eq!(folder.read("bad.csv"), "id,first_name,surname,born,note\n3,\"mary, jo\",okafor,soon,kept\n");
}

#[test]
fn bad_rows_of_two_files_are_set_aside_in_two() {
    let folder = Folder::with_staff_and_reports();
    folder.file("staff.csv", folder.read("staff.csv") + "S99,mary,okafor,soon\n");
    folder.file("reports.csv", folder.read("reports.csv") + "R99,mary,okafor,later\n");
    folder.does("link run --model link.toml --left staff.csv --right reports.csv --out links.csv --reject-to bad.csv");
    assert_eq!(folder.read("bad.csv"), "staff_id,first_name,surname,born\nS99,mary,okafor,soon\n");
    assert_eq!(folder.read("bad.right.csv"), "report_id,first_name,surname,born\nR99,mary,okafor,later\n");
}

#[test]
fn a_model_that_is_wrong_is_told_with_its_place() {
    let people = "id,first_name,surname,born\n1,mary,okafor,1961-03-01\n";
    insta::assert_snapshot!(failure_with(&DEDUPE.replace("\"surname\", \"born\"]", "\"surename\"]"), people), @"
    78
    candour: `dedupe.toml`: blocking.rules, rule 1 `surename`: there is no field `surename`; the model has `born`, `first_name`, `surname`
    ");
    insta::assert_snapshot!(failure_with(&DEDUPE.replace("link_type", "linktype"), people), @r#"
    78
    candour: `dedupe.toml`: the model is not valid: TOML parse error at line 1, column 1
      |
    1 | linktype = "dedupe_only"
      | ^^^^^^^^
    unknown field `linktype`, expected one of `description`, `link_type`, `id`, `fields`, `blocking`, `comparisons`, `training`, `output`, `trained`
    "#);
    insta::assert_snapshot!(failure_with(&DEDUPE.replace("dedupe_only", "link_only"), people), @r#"
    78
    candour: the model links two files and was given one; set `link_type = "dedupe_only"` to find duplicates within one
    "#);
}

#[test]
fn a_rule_that_would_make_too_many_pairs_is_refused_before_it_begins() {
    let mut people = "id,first_name,surname,born\n".to_owned();
    // 450,000 records with the same surname make 10^11 pairs.
    for number in 0..450_000 {
        people.push_str(&format!("{number},,okafor,\n"));
    }
    insta::assert_snapshot!(failure(people), @"
    78
    candour: blocking rule 1 `surname` would make 1.0e11 pairs, all rules 1.0e11: at most 5.0e9 are allowed. Add a term to the rule, or raise `blocking.most_pairs`
    ");
}

#[test]
fn a_file_that_is_not_there_and_an_output_that_cannot_be() {
    let folder = Folder::with_people();
    insta::assert_snapshot!(folder.run(&RUN.replace("people.csv", "nobody.csv")).failure(), @"
    66
    candour: there is no file `nobody.csv`: check the path
    ");
    insta::assert_snapshot!(folder.run(&RUN.replace("dedupe.toml", "no.toml")).failure(), @"
    66
    candour: the model `no.toml` cannot be read: check the path, and that it is text in UTF-8: No such file or directory (os error 2)
    ");
    insta::assert_snapshot!(folder.run(&RUN.replace("links.csv", "no/links.csv")).failure(), @"
    73
    candour: there is no folder for `no/links.csv`: make it first, or name another
    ");
    insta::assert_snapshot!(folder.run(&RUN.replace("links.csv", "links.xlsx")).failure(), @"
    2
    candour: the format of `links.xlsx` is not clear from its name: needs .csv, .tsv, .parquet, .jsonl or .ndjson
    ");
    insta::assert_snapshot!(folder.run(&RUN.replace("links.csv", "people.csv")).failure(), @"
    2
    candour: `people.csv` would replace what is read from it: name another output
    ");
    insta::assert_snapshot!(folder.run(&format!("{RUN} --clusters links.csv")).failure(), @"
    2
    candour: `links.csv` cannot take two outputs: name another for one of them
    ");
    assert_eq!(folder.names(), ["dedupe.toml", "people.csv"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_nothing() {
    let folder = Folder::with_people();
    // `/dev/full`, a device that is always full, stands in for a disk.
    std::os::unix::fs::symlink("/dev/full", folder.place("full.csv")).unwrap();
    let ran =
        folder.run(&format!("{} --clusters clusters.csv --trained-model t.toml", RUN.replace("links.csv", "full.csv")));
    insta::assert_snapshot!(ran.failure(), @"
    74
    candour: the disk is full while writing `full.csv`: nothing was left behind; free some space, or name a file on another disk: No space left on device (os error 28)
    ");
    assert_eq!(folder.names(), ["dedupe.toml", "full.csv", "people.csv"]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let output = folder.command(&RUN.replace("links.csv", "-")).stdout(Stdio::from(full)).output().unwrap();
    assert_eq!(output.status.code(), Some(74));
}

/// A folder with a file whose comparison takes seconds: one block of 6,000 records, which makes 18 million pairs.
#[cfg(unix)]
fn long_work() -> Folder {
    let folder = Folder::new();
    folder.file("dedupe.toml", DEDUPE);
    let mut people = "id,first_name,surname,born\n".to_owned();
    for number in 0..6_000 {
        people.push_str(&format!("{number},mary{},okafor,{}-01-01\n", number % 977, 1900 + number % 100));
    }
    folder.file("people.csv", people);
    folder
}

#[cfg(unix)]
fn signal(name: &str, process: u32) {
    let sent = std::process::Command::new("kill").args([&format!("-{name}"), &process.to_string()]).status().unwrap();
    assert!(sent.success());
}

#[cfg(unix)]
#[test]
fn an_interrupt_half_way_leaves_nothing() {
    for name in ["INT", "TERM"] {
        let folder = long_work();
        let mut child = folder
            .command(&format!("{RUN} --keep-weight -99"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A third file means that the command is halfway: its output has been opened next to its final place.
        while folder.names().len() == 2 && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        signal(name, child.id());
        let ran = Ran::of(child.wait_with_output().unwrap());
        assert_eq!(ran.failure(), "130\ncandour: interrupted: nothing was written\n");
        assert_eq!(folder.names(), ["dedupe.toml", "people.csv"]);
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_while_waiting_for_standard_input_ends_at_once() {
    use std::io::Write as _;
    let folder = Folder::with_people();
    let mut child = folder
        .command(&RUN.replace("people.csv", "-"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // This is more than a pipe holds (64 KiB): when all of it is written, the command is reading.
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all("id,first_name,surname,born\n".repeat(10_000).as_bytes()).unwrap();
    signal("INT", child.id());
    let status = child.wait().unwrap();
    drop(stdin);
    assert_eq!(status.code(), Some(130));
    assert_eq!(folder.names(), ["dedupe.toml", "people.csv"]);
}
