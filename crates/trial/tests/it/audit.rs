//! An insider who can write to the database and the disk changes the record, and `candour audit` names the place.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

use crate::support::Folder;

pub const ORIGIN: &str = "log.northmere.example/trial";

/// A random number below a limit.
pub fn random_below(limit: u64) -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};
    std::collections::hash_map::RandomState::new().build_hasher().finish() % limit
}

#[expect(clippy::disallowed_methods, reason = "which databases are there is known from the environment only")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The address of a new schema on the PostgreSQL server, if there is one.
pub fn postgres() -> Option<String> {
    match variable("CANDOUR_POSTGRES") {
        Some(url) => Some(format!("{url}?schema=audit_{}_{}", std::process::id(), random_below(1 << 40))),
        None => {
            assert!(
                variable("CI").is_none(),
                "CANDOUR_POSTGRES is not set: run `cargo xtask test`, which starts a server"
            );
            eprintln!("skipped on PostgreSQL: CANDOUR_POSTGRES is not set (`cargo xtask postgres` starts a server)");
            None
        }
    }
}

pub fn database_options(data: &str, database: Option<&str>) -> String {
    let database = database.map(|url| format!(" --database {url}")).unwrap_or_default();
    format!("--data {data}{database}")
}

/// A record with about forty events, all of them in the log.
struct Trial {
    folder: Folder,
    url: String,
}

impl Trial {
    fn on(database: Option<&str>) -> Self {
        let folder = Folder::new();
        let options = database_options("d", database);
        folder.does(&format!("load {options} --no-log --writers 2 --rate 60 --seconds 0.5"));
        folder.does(&format!("sequence {options} --once --origin {ORIGIN}"));
        let url = database.map_or_else(|| "sqlite:d/candour.db".to_owned(), str::to_owned);
        let trial = Self { folder, url };
        let told = trial.inspects();
        assert!(told["holds"] == true && told["size"].as_u64().unwrap() > 12, "{told}");
        trial
    }

    /// The report that an inspector gets from the audit.
    fn inspects(&self) -> Value {
        let ran = self.folder.run(&format!("audit --data d --database {} --waits-at-most 0 --json", self.url));
        assert_ne!(ran.printed, "", "{} {}", ran.code, ran.said);
        let told: Value = serde_json::from_str(&ran.printed).unwrap();
        assert_eq!(ran.code, i32::from(told["holds"] == false), "{}", ran.said);
        told
    }

    /// Changes the database as an insider would, with the triggers removed or disabled.
    fn tampers(&self, sql: &str) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            if let Some((url, schema)) = self.url.split_once("?schema=") {
                let mut connection = PgConnection::connect(url).await.unwrap();
                let sql = format!("SET search_path = {schema}; SET session_replication_role = replica; {sql}");
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
                return;
            }
            let path = self.folder.place("d/candour.db");
            let mut connection = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
            let tables = ["event", "event_part", "log_entry", "log_checkpoint"];
            let drop = tables
                .map(|table| format!("DROP TRIGGER IF EXISTS {table}_keep; DROP TRIGGER IF EXISTS {table}_stay;"));
            let sql = format!("PRAGMA foreign_keys = OFF; {} {sql}", drop.concat());
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        });
    }

    /// Reads one text from the SQLite database.
    fn asks(&self, sql: &str) -> String {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let path = self.folder.place("d/candour.db");
            let mut connection = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
            let asked = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql.to_owned()));
            asked.fetch_one(&mut connection).await.unwrap()
        })
    }

    fn first_wrong(&self) -> (Option<u64>, String) {
        let told = self.inspects();
        assert_eq!(told["holds"], false, "{told}");
        (told["first_wrong_position"].as_u64(), told["findings"].to_string())
    }
}

const AT_7: &str = "(SELECT event_id FROM log_entry WHERE position = 7)";

fn tampering_is_found_where_it_is(database: impl Fn() -> Option<String>, is_postgres: bool) {
    let zeroes = if is_postgres { "decode(repeat('00', 32), 'hex')" } else { "zeroblob(32)" };
    let stories: [(&str, String); 8] = [
        ("deletes an event", format!("DELETE FROM event WHERE id = {AT_7}")),
        (
            "deletes it from the log too",
            "CREATE TEMPORARY TABLE gone AS SELECT event_id FROM log_entry WHERE position = 7; \
             DELETE FROM log_entry WHERE position = 7; DELETE FROM event_part WHERE event_id IN (SELECT event_id FROM gone); \
             DELETE FROM event WHERE id IN (SELECT event_id FROM gone)".to_string(),
        ),
        ("alters what an event says", format!("UPDATE event SET reason = 'task.other' WHERE id = {AT_7}")),
        (
            "alters who did it",
            format!("UPDATE event SET actor = REPLACE(actor, 'records-admin', 'chair') WHERE id = {AT_7}"),
        ),
        ("backdates it", format!("UPDATE event SET recorded_at = recorded_at - 86400000000 WHERE id = {AT_7}")),
        (
            "reorders two",
            "UPDATE log_entry SET position = -1 WHERE position = 7; UPDATE log_entry SET position = 7 \
             WHERE position = 8; UPDATE log_entry SET position = 8 WHERE position = -1"
                .to_owned(),
        ),
        ("alters the log's own entry", format!("UPDATE log_entry SET entry = {zeroes} WHERE position = 7")),
        (
            "takes the end away",
            "DELETE FROM event WHERE id IN (SELECT event_id FROM log_entry WHERE position >= 7); \
             DELETE FROM log_entry WHERE position >= 7; UPDATE log_guard SET size = 7"
                .to_owned(),
        ),
    ];
    for (story, sql) in stories {
        let url = match database() {
            Some(url) => Some(url),
            None if is_postgres => return,
            None => None,
        };
        let trial = Trial::on(url.as_deref());
        trial.tampers(&sql);
        let (position, findings) = trial.first_wrong();
        assert_eq!(position, Some(7), "{story}: {findings}");
        // The published log predates the change, so it is still sound.
        trial.folder.does("audit --data d");
    }
}

#[test]
fn whoever_tampers_with_the_database_is_found_at_the_first_wrong_position_on_sqlite() {
    tampering_is_found_where_it_is(|| None, false);
}

#[test]
fn whoever_tampers_with_the_database_is_found_at_the_first_wrong_position_on_postgres() {
    tampering_is_found_where_it_is(postgres, true);
}

#[test]
fn an_altered_read_model_is_found_at_the_last_event_of_its_stream() {
    let trial = Trial::on(None);
    let officer =
        "FROM log_entry l JOIN event e ON e.id = l.event_id WHERE e.stream_kind = 'officer' AND l.position > 3";
    let (id, expected) = (
        trial.asks(&format!("SELECT e.stream_key {officer} ORDER BY l.position LIMIT 1")),
        trial.asks(&format!("SELECT CAST(MIN(l.position) AS TEXT) {officer}")),
    );
    trial.tampers(&format!("UPDATE officer SET unit = 'Elsewhere' WHERE id = '{id}'"));
    let (position, findings) = trial.first_wrong();
    assert_eq!(position.map(|position| position.to_string()), Some(expected), "{findings}");
    assert!(findings.contains("read-model") && findings.contains("differs"), "{findings}");
}

#[test]
fn a_file_that_was_changed_is_named_to_whoever_has_the_log_alone() {
    let trial = Trial::on(None);
    let size = trial.inspects()["size"].as_u64().unwrap();
    let key = fs::read_to_string(trial.folder.place("d/log/log.vkey")).unwrap();
    trial.folder.file("key", &key);
    let (tile, bundle) = (format!("d/log/tile/0/000.p/{size}"), format!("d/log/tile/entries/000.p/{size}"));
    for (path, byte) in [(&tile, 32 * 5), (&bundle, 34 * 5 + 4)] {
        let before = fs::read(trial.folder.place(path)).unwrap();
        let mut after = before.clone();
        after[byte] ^= 1;
        trial.folder.file(path, &after);
        let ran = trial.folder.run("audit d/log --key key");
        assert_eq!(ran.code, 1);
        assert!(ran.printed.contains("position 5 is the first that is wrong"), "{}", ran.printed);
        trial.folder.file(path, &before);
    }
    let checkpoint = fs::read_to_string(trial.folder.place("d/log/checkpoint")).unwrap();
    trial.folder.file("d/log/checkpoint", checkpoint.replacen(&format!("\n{size}\n"), "\n3\n", 1));
    let ran = trial.folder.run("audit d/log --key key");
    assert_eq!(ran.code, 1);
    assert!(ran.printed.contains("the checkpoint is not trusted"), "{}", ran.printed);
    trial.folder.file("d/log/checkpoint", checkpoint);
    trial.folder.does("audit d/log --key key");
    assert_eq!(trial.folder.run("audit nowhere --key key").code, 66);
    assert_eq!(trial.folder.run("audit http://127.0.0.1:9 --key key").code, 66);
}

#[test]
fn who_remembers_the_last_checkpoint_notices_a_log_that_went_back_or_was_written_anew() {
    let trial = Trial::on(None);
    let folder = &trial.folder;
    folder.does("audit --data d --remember last");
    let earlier = folder.read("last");
    folder.does("load --data d --writers 1 --seconds 0.3");
    folder.does("sequence --data d --once");
    let held = folder.does("audit --data d --remember last");
    assert!(held.contains("It continues the log of the last audit"), "{held}");
    assert_ne!(folder.read("last"), earlier);

    folder.file("d/log/checkpoint", &earlier);
    let back = folder.run("audit --data d --remember last");
    assert_eq!(back.code, 1, "{}", back.printed);

    // A different record, whose log is signed with the same key.
    folder.does("load --data other --no-log --writers 2 --rate 100 --seconds 2");
    fs::copy(folder.place("d/keys/log.key"), folder.place("other/keys/log.key")).unwrap();
    folder.does("sequence --data other --once");
    let anew = folder.run("audit --data other --remember last");
    assert_eq!(anew.code, 1, "{}", anew.printed);
    assert!(
        folder.has("last.evidence/known.checkpoint") && folder.has("last.evidence/offered.checkpoint"),
        "{}",
        anew.printed
    );
}

#[test]
fn a_proof_verifies_offline_with_the_key_alone_and_for_its_entry_only() {
    let trial = Trial::on(None);
    let event = trial.asks("SELECT event_id FROM log_entry WHERE position = 7");
    trial.folder.does(&format!("prove {event} --data d --out one.tlog-proof"));
    let key = trial.folder.read("d/log/log.vkey");
    trial.folder.file("key", &key);
    let checked = trial.folder.tells("audit --proof one.tlog-proof --key key");
    assert_eq!((checked["position"].as_u64(), checked["holds"].as_bool()), (Some(7), Some(true)));
    // Every key is destroyed, and the proof that was issued earlier still verifies.
    trial.tampers("UPDATE subject_key SET wrapped = NULL");
    trial.folder.does("audit --proof one.tlog-proof --key key");
    trial.folder.does("audit d/log --key key");
    let proof = trial.folder.read("one.tlog-proof");
    trial.folder.file("other.tlog-proof", proof.replace("index 7", "index 8"));
    assert_eq!(trial.folder.run("audit --proof other.tlog-proof --key key").code, 1);
    assert_eq!(trial.folder.run("prove 01990000-0000-7000-8000-000000000000 --data d").code, 66);
}

#[test]
fn a_witness_elsewhere_cosigns_the_log_and_the_audit_asks_for_it() {
    let folder = Folder::new();
    folder.does("load --data d --writers 1 --seconds 0.3");
    let key = folder.read("d/log/log.vkey");
    folder.file("key", &key);
    let line = "witness --data w --listen 127.0.0.1:0 --log-key key --name witness.example/w1";
    let mut witness = folder.command(line).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(witness.stdout.take().unwrap()).lines();
    let address = lines.next().unwrap().unwrap().strip_prefix("listening ").unwrap().to_owned();
    let vkey = lines.next().unwrap().unwrap().strip_prefix("key ").unwrap().to_owned();
    folder.does(&format!("sequence --data d --once --witness {address}={vkey} --quorum 1"));
    let held = folder.does(&format!("audit d/log --key key --witness {vkey}"));
    assert!(held.contains("cosigned by 1 of 1 witnesses"), "{held}");
    // It shuts down in good order when asked to stop.
    let id = witness.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(witness.wait().unwrap().code(), Some(0));
    // The witness is gone, so new entries are signed but not published.
    folder.does("load --data d --no-log --writers 1 --seconds 0.2");
    let told = folder.tells(&format!("sequence --data d --once --witness {address}={vkey} --quorum 1"));
    assert_eq!(told["published"], false, "{told}");
    folder.does(&format!("audit d/log --key key --witness {vkey}"));
}
