//! Made-up data and the demo.

use crate::support::Folder;

#[test]
fn made_up_data_are_the_same_for_the_same_seed() {
    let folder = Folder::new();
    for out in ["one", "two"] {
        folder.does(&format!("synth --out {out} --workforce 300 --records 900 --seed 7 --quiet"));
    }
    for file in ["workforce.csv", "records.csv", "truth.csv", "needles.csv", "lookalikes.csv", "duplicates.csv"] {
        assert_eq!(folder.read(&format!("one/{file}")), folder.read(&format!("two/{file}")), "{file}");
    }
    let told = folder.tells("synth --out screen --workforce 300 --records 900 --screen");
    assert_eq!(told["records"], 900);
    assert!(folder.read("screen/workforce.csv").contains("TEST"));
}

#[test]
fn a_population_that_cannot_be_is_refused() {
    let folder = Folder::new();
    insta::assert_snapshot!(folder.run("synth --out here --workforce 3 --records 900").failure(), @"
    2
    candour: the workforce cannot have `3` people: give a number from 100 to 9999999
    ");
}

#[test]
fn the_demo_makes_links_measures_and_says_what_to_try_next() {
    let folder = Folder::new();
    let text = folder.does("demo linkage --workforce 2000 --records 6000 --out demo");
    for part in
        ["Made up:", "precision", "recall", "Stories were planted", "match weight", "demo/report.html", "Try next"]
    {
        assert!(text.contains(part), "`{part}` in {text}");
    }
    for file in ["workforce.csv", "records.csv", "links.csv", "report.html", "trained.toml", "workforce.toml"] {
        assert!(folder.has(&format!("demo/{file}")), "{file}");
    }
    // The very command that it proposes.
    let next = text.lines().last().unwrap().trim().trim_start_matches("candour ").replace('\'', "");
    assert!(folder.run(&next).code != 70, "{next}");
    let told = folder.tells("demo linkage --workforce 2000 --records 6000 --out demo");
    assert!(told["f1"].as_f64().unwrap() > 0.8, "{told}");
    assert_eq!(told["look_alikes_linked"].as_u64().unwrap(), 0, "{told}");
}
