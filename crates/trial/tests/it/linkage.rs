//! The linkage of made-up data, as a newcomer sees it.

use crate::support::Folder;

#[test]
fn made_up_data_are_linked_measured_and_shown_with_the_next_command_to_try() {
    let folder = Folder::new();
    let text = folder.does("linkage --workforce 2000 --records 6000 --out out");
    for part in
        ["Made up:", "precision", "recall", "Stories were planted", "match weight", "out/report.html", "Try next"]
    {
        assert!(text.contains(part), "`{part}` in {text}");
    }
    for file in ["workforce.csv", "records.csv", "links.csv", "report.html", "trained.toml", "workforce.toml"] {
        assert!(folder.has(&format!("out/{file}")), "{file}");
    }
    // The command that the text itself suggests.
    let next = text.lines().last().unwrap().trim().trim_start_matches("candour ").replace('\'', "");
    assert!(folder.run(&next).code != 70, "{next}");
    let told = folder.tells("linkage --workforce 2000 --records 6000 --out out");
    assert!(told["f1"].as_f64().unwrap() > 0.8, "{told}");
    assert_eq!(told["look_alikes_linked"].as_u64().unwrap(), 0, "{told}");
}
