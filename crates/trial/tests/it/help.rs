//! The help and the command reference of `candour-trial`.

use crate::support::Folder;

#[test]
fn the_help_says_what_each_exit_code_means() {
    let folder = Folder::new();
    for line in ["--help", "serve --help", "history --help"] {
        let help = folder.does(line);
        assert!(help.contains("Exit codes:") && help.contains("130  interrupted"), "{help}");
    }
    assert_eq!(folder.run("nonsense").code, 2);
}

#[test]
fn the_reference_is_checked_against_the_command() {
    let folder = Folder::new();
    std::fs::create_dir(folder.place("reference")).unwrap();
    insta::assert_snapshot!(folder.run("docs --check reference").failure(), @"
    1
    candour: `reference/candour-trial.md` is out of date: write it again with `candour-trial docs --write reference`
    ");
    folder.does("docs --write reference");
    folder.does("docs --check reference");
    let text = folder.read("reference/candour-trial.md");
    assert!(text.contains("## `candour-trial serve`") && text.contains("| `--scale SCALE` |"), "{text}");
}
