//! The files are identical in each run, have the columns that readers rely on, and are either complete or absent.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use synth::{Contact, Population, SynthError};

use crate::tables::small;

const README: &str = include_str!("../../README.md");

fn contents(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

fn files_of(population: &Population) -> BTreeMap<String, Vec<u8>> {
    let directory = tempfile::tempdir().unwrap();
    synth::write(population, directory.path(), &mut |_, _| {}).unwrap();
    contents(directory.path())
}

#[test]
fn the_same_population_is_written_with_the_same_bytes() {
    let population = Population { style: Contact::Benchmark, ..small(5) };
    assert!(files_of(&population) == files_of(&population));
}

#[test]
fn another_seed_makes_other_people() {
    let (one, other) = (files_of(&small(5)), files_of(&small(6)));
    assert!(one["workforce.csv"] != other["workforce.csv"]);
    assert!(one["records.csv"] != other["records.csv"]);
}

#[test]
fn the_columns_are_those_a_linkage_model_was_written_for() {
    let files = files_of(&small(1));
    let header = |name: &str| String::from_utf8(files[name].clone()).unwrap().lines().next().unwrap().to_owned();
    assert!(header("workforce.csv").starts_with(
        "unique_id,first_name,middle_name,surname,prev_surname,dob,sex,address,postcode,prev_address,prev_postcode,\
         phone,vrm,force,collar,"
    ));
    assert!(
        header("records.csv")
            .starts_with("unique_id,truth_id,first_name,surname,dob,address,postcode,phone,vrm,force,collar,kind,")
    );
    for name in files.keys() {
        // A new column? Add it to the list in the README.
        assert!(README.contains(&header(name)), "the README does not hold the header of {name}: {}", header(name));
    }
    assert_eq!(files.len(), 6);
}

#[test]
fn an_interrupted_run_leaves_no_file_behind() {
    let directory = tempfile::tempdir().unwrap();
    let run = || {
        synth::write(&small(1), directory.path(), &mut |done, total| {
            assert!(done * 2 < total, "somebody pulls the plug half way");
        })
    };
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    assert!(contents(directory.path()).is_empty());
}

#[test]
fn an_interrupted_run_leaves_the_files_of_the_last_one_alone() {
    let directory = tempfile::tempdir().unwrap();
    synth::write(&small(1), directory.path(), &mut |_, _| {}).unwrap();
    let before = contents(directory.path());
    let run = || synth::write(&small(2), directory.path(), &mut |done, total| assert!(done * 2 < total));
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    assert!(contents(directory.path()) == before);
}

#[test]
fn progress_never_goes_back_and_ends_at_the_total() {
    let directory = tempfile::tempdir().unwrap();
    let mut calls = Vec::new();
    synth::write(&small(1), directory.path(), &mut |done, total| calls.push((done, total))).unwrap();
    assert!(calls.is_sorted());
    assert_eq!(calls.last(), Some(&(9_500, 9_500)));
}

#[test]
fn a_population_that_cannot_be_is_refused_with_what_would_work() {
    let directory = tempfile::tempdir().unwrap();
    let refused =
        |population: Population| synth::write(&population, directory.path(), &mut |_, _| {}).unwrap_err().to_string();
    assert_eq!(
        refused(Population { workforce: 3, ..small(1) }),
        "the workforce cannot have `3` people: give a number from 100 to 9999999"
    );
    assert_eq!(
        refused(Population { workforce: 100_000, records: 500, ..small(1) }),
        "there cannot be `500` records: give a number from 2000 to 99999999"
    );
}

#[test]
fn the_least_population_has_everything_in_it() {
    let population = Population {
        workforce: Population::LEAST_WORKFORCE,
        records: Population::LEAST_RECORDS,
        ..Population::default()
    };
    for seed in 0..20 {
        let directory = tempfile::tempdir().unwrap();
        let summary =
            synth::write(&Population { seed, ..population.clone() }, directory.path(), &mut |_, _| {}).unwrap();
        assert_eq!(summary.needles, 7);
    }
}

#[test]
fn a_missing_directory_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("nowhere");
    let error = synth::write(&small(1), &missing, &mut |_, _| {}).unwrap_err();
    assert!(matches!(error, SynthError::Create { path, .. } if path.starts_with(&missing)));
}
