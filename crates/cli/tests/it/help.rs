//! The command's help, completions, manual pages and reference.

use crate::support::Folder;

#[test]
fn the_help_says_what_each_exit_code_means() {
    let folder = Folder::new();
    for line in ["--help", "link --help"] {
        let help = folder.does(line);
        assert!(help.contains("Exit codes:") && help.contains("130  interrupted"), "{help}");
    }
    assert_eq!(folder.run("link run --out x.csv").code, 2);
    assert_eq!(folder.run("nonsense").code, 2);
}

#[test]
fn nothing_made_up_is_offered_to_a_force() {
    let folder = Folder::new();
    let help = folder.does("--help");
    let commands: Vec<&str> = help.lines().filter_map(|line| line.trim().split("  ").next()).collect();
    for name in ["demo", "synth", "load", "measure", "bench", "history", "trial"] {
        assert!(!commands.contains(&name), "`candour {name}` belongs into `candour-trial`");
        assert_eq!(folder.run(name).code, 2, "`candour {name}` belongs into `candour-trial`");
    }
    for word in ["made-up", "made up", "demo", "deterministic", "seed"] {
        assert!(!help.contains(word), "`{word}` in {help}");
    }
}

#[test]
fn completions_are_printed_for_each_shell() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(folder.does(&format!("completions {shell}")).contains("reject-to"), "{shell}");
    }
}

#[test]
fn manual_pages_are_written_for_the_command_and_each_subcommand() {
    let folder = Folder::new();
    folder.does("man --out man");
    for page in ["candour.1", "candour-link.1", "candour-link-run.1", "candour-policy-explain.1"] {
        let text = folder.read(&format!("man/{page}"));
        assert!(text.contains(".TH"), "{page}: {text}");
    }
}

#[test]
fn the_reference_is_checked_against_the_command() {
    let folder = Folder::new();
    std::fs::create_dir(folder.place("reference")).unwrap();
    insta::assert_snapshot!(folder.run("docs --check reference").failure(), @"
    1
    candour: `reference/candour.md` is out of date: write it again with `candour docs --write reference`
    ");
    folder.does("docs --write reference");
    folder.does("docs --check reference");
    let text = folder.read("reference/candour.md");
    assert!(text.contains("## `candour link run`") && text.contains("| `--out FILE` |"), "{text}");
    assert!(text.contains("| 130 | interrupted |"), "{text}");
}

#[test]
fn the_reader_of_standard_output_may_leave_early() {
    let folder = Folder::new();
    let mut child = folder.command("completions bash").stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
