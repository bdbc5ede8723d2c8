//! The generator of made-up data.

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
