//! Linking two files, or the records of one file.

use crate::support::{Folder, columns};

const RUN: &str = "link run --model link.toml --left staff.csv --right reports.csv --out links.csv";

#[test]
fn a_plan_says_what_blocking_would_do_before_anything_is_compared() {
    let folder = Folder::with_staff_and_reports();
    insta::assert_snapshot!(folder.does("link plan --model link.toml --left staff.csv --right reports.csv"), @"
    60 records left, 30 records right

      rule        blocks  pairs  new pairs  cumulative  largest block  left out
      1  surname       5    180        180         180             36
      2  born         30     30          0         180              1

    180 pairs to compare, 10.0 % of 1,800 possible
    ");
    insta::assert_snapshot!(folder.does("link plan --model link.toml --left staff.csv --right reports.csv --quick"), @"
    60 records left, 30 records right

      rule        blocks  pairs  largest block  left out
      1  surname       5    180             36
      2  born         30     30              1

    210 pairs at most (a pair of several rules counts once for each), 11.7 % of 1,800 possible
    ");
    let plan = folder.tells("link plan --model link.toml --left staff.csv --right reports.csv");
    assert_eq!(plan["left_records"], 60);
    assert_eq!(plan["counted"], true);
}

#[test]
fn every_report_is_linked_with_its_person() {
    let folder = Folder::with_staff_and_reports();
    let summary = folder.does(RUN);
    assert!(summary.contains("60 records left, 30 records right"), "{summary}");
    let links = folder.read("links.csv");
    assert!(links.starts_with("left_id,right_id,match_weight,match_probability,rule,show,model_version\n"), "{links}");
    let shown: Vec<Vec<String>> =
        columns(&links, &["left_id", "right_id", "show"]).into_iter().filter(|row| !row[2].is_empty()).collect();
    assert_eq!(shown.len(), 30);
    assert!(shown.iter().all(|row| row[0][1..] == row[1][1..]), "{shown:?}");
}

#[test]
fn the_object_of_a_run_has_the_figures_that_others_rely_on() {
    let folder = Folder::with_staff_and_reports();
    let told = folder.tells(&format!("{RUN} --clusters clusters.csv --labels truth.csv"));
    let stages: Vec<&str> =
        told["stages"].as_array().unwrap().iter().map(|stage| stage["name"].as_str().unwrap()).collect();
    assert_eq!(stages, ["read", "normalise", "train", "predict", "cluster", "write"]);
    assert!(told["stages"][0]["wall_s"].is_number());
    for name in ["pairs", "links", "shown", "shown_first", "clusters"] {
        assert!(told[name].is_u64(), "{name} in {told}");
    }
    assert!(told["threshold"]["expected_f1"].is_number());
    assert_eq!(told["threshold"]["chosen"], "expected");
    assert_eq!(told["accuracy"]["best"]["f1"], 1.0);
    assert_eq!(told["model_version"].as_str().unwrap().len(), 16);
}

#[test]
fn the_same_bytes_come_out_with_one_thread_and_with_two() {
    let folder = Folder::with_staff_and_reports();
    folder.does(&format!("{RUN} --report one.html --clusters one.csv --threads 1"));
    let one = folder.read("links.csv");
    folder.does(&format!("{RUN} --report two.html --clusters two.csv --threads 2"));
    assert_eq!(folder.read("links.csv"), one);
    assert_eq!(folder.read("one.csv"), folder.read("two.csv"));
    assert_eq!(folder.read("one.html"), folder.read("two.html"));
}

#[test]
fn a_trained_model_keeps_its_comments_and_gives_the_same_links_again() {
    let folder = Folder::with_staff_and_reports();
    folder.does(&format!("{RUN} --trained-model trained.toml"));
    let first = folder.read("links.csv");
    let trained = folder.read("trained.toml");
    assert!(trained.starts_with("# Staff against reports.\n"), "{trained}");
    assert!(trained.contains("# either will do") && trained.contains("[trained]"), "{trained}");
    let told = folder.tells("link run --model trained.toml --left staff.csv --right reports.csv --out again.csv");
    assert_eq!(folder.read("again.csv"), first);
    folder.does("link train --model link.toml --left staff.csv --right reports.csv --out other.toml");
    assert_eq!(folder.read("other.toml"), trained);
    let line = "link train --model link.toml --left staff.csv --right reports.csv --out -";
    assert_eq!(folder.does(line), trained);
    assert_eq!(folder.run(&format!("{line} --json")).code, 2);
    let version = columns(&first, &["model_version"]).remove(0).remove(0);
    assert_eq!(told["model_version"], version);
}

#[test]
fn a_model_learns_from_labels() {
    let folder = Folder::with_staff_and_reports();
    let line =
        "link train --model link.toml --left staff.csv --right reports.csv --labels truth.csv --out trained.toml";
    let told = folder.tells(line);
    assert_eq!(told["summary"]["expected_matches"], 30.0);
    folder.file("wrong.csv", "left_id,right_id\nS0,R0\nS1,nobody\n");
    let ran = folder.run(&line.replace("truth.csv", "wrong.csv"));
    insta::assert_snapshot!(ran.failure(), @"
    65
    candour: label 2 names the record `nobody`, which is in neither file
    ");
}

#[test]
fn a_threshold_leaves_weaker_links_out_and_levels_are_written_when_asked_for() {
    let folder = Folder::with_staff_and_reports();
    folder.file("link.toml", folder.read("link.toml").replace("best_link = \"right\"", ""));
    folder.does(&format!("{RUN} --keep-weight -30"));
    let all = folder.read("links.csv").lines().count();
    folder.does(&format!("{RUN} --keep-weight -30 --threshold 0.9 --levels"));
    let links = folder.read("links.csv");
    assert!(links.lines().count() < all);
    let rows = columns(&links, &["match_probability", "surname"]);
    assert!(rows.iter().all(|row| row[0].parse::<f64>().unwrap() >= 0.9));
    assert!(rows.iter().any(|row| row[1] == "exact(surname)"), "{rows:?}");
}

#[test]
fn duplicates_are_clustered() {
    let folder = Folder::with_people();
    let told = folder.tells("link run --model dedupe.toml --left people.csv --out links.csv --clusters clusters.csv");
    assert_eq!(told["clusters"], 17);
    let clusters = columns(&folder.read("clusters.csv"), &["id", "cluster_id"]);
    assert_eq!(clusters.len(), 67);
    for row in clusters {
        let person = row[0].trim_end_matches(['a', 'b']);
        assert_eq!(row[1], format!("{person}a"));
    }
}

#[test]
fn within_two_files_and_across_them_each_id_says_its_file() {
    let folder = Folder::with_people();
    folder.file(
        "both.toml",
        crate::support::DEDUPE
            .replace("dedupe_only", "link_and_dedupe")
            .replace("left = \"id\"", "left = \"id\"\nright = \"id\""),
    );
    folder.does(
        "link run --model both.toml --left people.csv --right people.csv --out links.csv --clusters clusters.csv",
    );
    let links = columns(&folder.read("links.csv"), &["left_source", "right_source"]);
    assert!(links.contains(&vec!["left".to_owned(), "right".to_owned()]));
    assert!(links.contains(&vec!["right".to_owned(), "right".to_owned()]));
    let clusters = columns(&folder.read("clusters.csv"), &["id", "cluster_id", "source"]);
    assert_eq!(clusters[0], ["0a", "left:0a", "left"]);
    assert_eq!(clusters.len(), 134);
}

#[test]
fn a_pair_is_explained_as_a_waterfall_that_adds_up() {
    let folder = Folder::with_staff_and_reports();
    folder.does(&format!("{RUN} --trained-model trained.toml"));
    let line = "link explain --model trained.toml --left staff.csv --right reports.csv --pair S0 R0";
    let text = folder.does(line);
    assert!(text.starts_with("S0 and R0\n") && text.contains("initial(first_name)"), "{text}");
    let told = folder.tells(line);
    let steps = told["steps"].as_array().unwrap();
    let parts: f64 = steps
        .iter()
        .map(|step| step["level_weight"].as_f64().unwrap() + step["frequency_weight"].as_f64().unwrap())
        .sum();
    let total = told["match_weight"].as_f64().unwrap();
    assert!((total - parts - told["prior_weight"].as_f64().unwrap()).abs() < 1e-3, "{told}");
    let ran = folder.run(&line.replace("S0 R0", "S0 R1"));
    insta::assert_snapshot!(ran.failure(), @"
    2
    candour: no record `R1` in the right file; ids are in its column `report_id`
    ");
}

#[test]
fn a_report_is_written_with_the_run_and_afterwards() {
    let folder = Folder::with_staff_and_reports();
    folder.does(&format!("{RUN} --report report.html --trained-model trained.toml --labels truth.csv"));
    let page = folder.read("report.html");
    assert!(page.starts_with("<!DOCTYPE html>") || page.starts_with("<!doctype html>"), "{}", &page[..100]);
    assert!(page.contains("staff.csv") && page.contains("reports.csv"));
    let line =
        "link report --model trained.toml --left staff.csv --right reports.csv --links links.csv --out later.html";
    insta::assert_snapshot!(folder.does(line), @"the report is in `later.html`");
    assert!(folder.read("later.html").contains("staff.csv"));
}

#[test]
fn a_guessed_model_links_without_being_edited() {
    let folder = Folder::with_staff_and_reports();
    let text = folder.does("link init --left staff.csv --right reports.csv --out guessed.toml");
    assert!(
        text.contains("candour link run --model guessed.toml --left staff.csv --right reports.csv --out links.csv")
    );
    folder.does("link run --model guessed.toml --left staff.csv --right reports.csv --out links.csv");
    let told = folder.tells("link evaluate --links links.csv --truth truth.csv");
    assert!(told["best"]["f1"].as_f64().unwrap() > 0.9, "{told}");
}

#[test]
fn quiet_says_nothing() {
    let folder = Folder::with_staff_and_reports();
    let ran = folder.run(&format!("{RUN} --quiet"));
    assert_eq!((ran.code, ran.printed.as_str(), ran.said.as_str()), (0, "", ""));
}
