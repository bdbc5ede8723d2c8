//! The process is killed under load and at each stage of the sequencer: nothing acknowledged is lost or duplicated.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;
use std::time::Duration;

use crate::audit::{database_options, random_below};
use crate::support::Folder;

const NOTHING_WRONG: &str = r#""lost":0,"doubled":0,"inconsistent":0"#;

/// Starts a load, kills it after a random time, and adds what it printed to `printed`.
fn kill_under_load(folder: &Folder, options: &str, seed: u64, printed: &mut String) {
    let line = format!("load {options} --seed {seed} --writers 4");
    let mut child = folder.command(&line).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut pipe = BufReader::new(child.stdout.take().unwrap());
    let (tell, told) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        pipe.read_line(&mut text).unwrap();
        tell.send(()).unwrap();
        pipe.read_to_string(&mut text).unwrap();
        text
    });
    // Half of the runs wait for the first events, so that the kill does not always hit the start.
    if seed % 2 == 1 {
        told.recv().unwrap();
    }
    std::thread::park_timeout(Duration::from_millis(50 + random_below(550)));
    child.kill().unwrap();
    child.wait().unwrap();
    let text = reader.join().unwrap();
    // A line that the kill cut off acknowledges nothing.
    printed.push_str(&text[..text.rfind('\n').map_or(0, |end| end + 1)]);
}

fn survives_kills(database: Option<&str>, rounds: u64) {
    let folder = Folder::new();
    let options = database_options("d", database);
    let mut printed = String::new();
    for seed in 0..rounds {
        kill_under_load(&folder, &options, seed, &mut printed);
        folder.file("printed", &printed);
        folder.does(&format!("sequence {options} --once --origin log.northmere.example/trial"));
        let checked = folder.does(&format!("load {options} --check printed --json"));
        assert!(checked.contains(NOTHING_WRONG), "round {seed}: {checked}");
        folder.does("audit --data d");
    }
    let url = database.map_or_else(|| "sqlite:d/candour.db".to_owned(), str::to_owned);
    folder.does(&format!("audit --data d --database {url}"));
    assert!(printed.matches("committed").count() > 20, "the trial wrote next to nothing: {printed}");
}

#[test]
fn nothing_is_lost_or_doubled_when_the_process_is_killed_at_any_moment_on_sqlite() {
    survives_kills(None, 14);
}

#[test]
fn nothing_is_lost_or_doubled_when_the_process_is_killed_at_any_moment_on_postgres() {
    let Some(url) = crate::audit::postgres() else { return };
    survives_kills(Some(&url), 6);
}

#[test]
fn a_process_that_dies_at_any_stage_of_the_sequencer_is_followed_by_one_that_finishes_the_work() {
    let folder = Folder::new();
    for stage in ["sequenced", "some-tiles", "tiles", "signed", "published"] {
        folder.does("load --data d --no-log --writers 2 --seconds 0.2");
        let died =
            folder.run(&format!("sequence --data d --once --origin log.northmere.example/trial --stop-after {stage}"));
        assert_eq!(died.code, -1, "{stage} was not reached: {}", died.said);
        folder.does("sequence --data d --once");
        folder.does("audit --data d --database sqlite:d/candour.db");
    }
}

#[test]
fn the_check_itself_notices_what_is_lost_and_what_is_contradicted() {
    let folder = Folder::new();
    folder.does("load --data d --writers 1 --seconds 0.2");
    folder.does("sequence --data d --once");
    let root = "A".repeat(43) + "=";
    folder.file(
        "printed",
        format!("committed 01990000-0000-7000-8000-000000000000\nsigned 1 {root}\nsigned 999999 {root}\n"),
    );
    let found = folder.run("load --data d --check printed --json");
    assert_eq!(found.code, 1, "{}", found.said);
    assert!(found.printed.contains(r#""lost":1,"doubled":0,"inconsistent":2"#), "{}", found.printed);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_grow_is_an_error_that_says_so_and_the_next_run_finishes_the_work() {
    let folder = Folder::new();
    folder.does("load --data d --no-log --writers 2 --seconds 0.3");
    // Beyond 2 blocks of 512 bytes, every write to a new file fails, as on a full disk. The database is already larger
    // than that, so its writes fail too, and either failure may come first.
    let mut limited = std::process::Command::new("sh");
    let line = r#"trap '' XFSZ; ulimit -f 2; exec "$0" sequence --data d --once --origin log.northmere.example/trial"#;
    limited.current_dir(folder.path()).args(["-c", line]).arg(crate::program("sequence"));
    let failed = crate::support::Ran::of(limited.output().unwrap());
    assert_eq!(failed.code, 74, "{}", failed.said);
    folder.does("sequence --data d --once --origin log.northmere.example/trial");
    folder.does("audit --data d --database sqlite:d/candour.db");
}
