//! Imports on the command line: their messages, files and exit codes.

use crate::support::Folder;

const WORKFORCE: &str = "\
employee id,forename,surname,dob,vrm,vehicle make,vehicle colour,start date
1001,Ada,Marlow,03/04/1988,QK64 TRX,Vauxhall,grey,01/09/2012
1002,Bram,Holt,19/11/1979,,,,02/03/2004
1003,Cleo,Tarn,28/02/1991,,,,someday
";

const RECORDS: &str = "\
reference,category,kind,recorded on,plate,make,colour
R-1,indecent-exposure,crime,14/06/2015 21:10,QK64 T?X,Vauxhall,grey
";

#[test]
fn a_workforce_and_records_are_imported_and_a_lead_is_told_without_a_name() {
    let folder = Folder::new();
    folder.file("hr.csv", WORKFORCE);
    folder.file("crimes.csv", RECORDS);
    let first = folder.run("import workforce hr.csv --data record --force northmere --rejects refused.csv");
    assert_eq!(first.code, 0, "{}", first.said);
    assert!(first.printed.starts_with("3 rows: 2 new, 0 changed, 0 known, 1 refused\n"), "{}", first.printed);
    assert!(first.printed.contains("joined = \"start date\""), "{}", first.printed);
    insta::assert_snapshot!(folder.read("refused.csv"), @r"
    file,line,field,column,reason,wanted
    hr.csv,4,joined,start date,date.unreadable,a date such as `31/05/2019`
    ");

    let second = folder.run("import records crimes.csv --data record --force northmere");
    assert_eq!(second.code, 0, "{}", second.said);
    assert!(second.printed.contains("1 link of a report to an officer"), "{}", second.printed);
    assert!(!second.printed.contains("Marlow") && !second.said.contains("Marlow"));

    let again = folder.run("import records crimes.csv --data record --force northmere --json");
    assert!(again.printed.contains(r#""new":0,"changed":0,"unchanged":1,"rejected":0"#), "{}", again.printed);
}

#[test]
fn refused_rows_that_nobody_asked_to_list_are_told_and_end_with_65() {
    let folder = Folder::new();
    folder.file("hr.csv", WORKFORCE);
    let done = folder.run("import workforce hr.csv --data record --force northmere");
    assert_eq!(done.code, 65);
    assert!(done.said.contains("line 4, `joined` in column `start date`: date.unreadable"), "{}", done.said);
    assert!(done.said.contains("1 row was refused, all others were kept"), "{}", done.said);
}

#[test]
fn a_dry_run_leaves_no_trace() {
    let folder = Folder::new();
    folder.file("hr.csv", WORKFORCE);
    let done = folder.run("import workforce hr.csv --data record --force northmere --dry-run --rejects refused.csv");
    assert_eq!(done.code, 0, "{}", done.said);
    assert!(
        done.printed.starts_with("3 rows: 2 would be new, 0 would be changed, 0 known, 1 refused"),
        "{}",
        done.printed
    );
    assert!(!folder.has("record"));
}

#[test]
fn what_was_guessed_can_be_kept_corrected_and_used() {
    let folder = Folder::new();
    folder.file("hr.csv", WORKFORCE);
    let guess = folder.run("import workforce hr.csv --data record --force northmere --dry-run --rejects refused.csv");
    let (_, mapping) = guess.printed.split_once("\n\n").unwrap();
    folder.file("hr.toml", mapping.replace("joined = \"start date\"", "joined = \"dob\""));
    let done = folder.run("import workforce hr.csv --data record --mapping hr.toml --rejects refused.csv");
    assert!(done.printed.starts_with("3 rows: 3 new"), "{} {}", done.printed, done.said);
}

#[test]
fn a_mapping_that_does_not_fit_ends_with_78_and_a_missing_file_with_66() {
    let folder = Folder::new();
    folder.file("hr.csv", WORKFORCE);
    folder.file("hr.toml", "source = \"hr\"\n[columns]\nid = \"staff no\"\n");
    let wrong = folder.run("import workforce hr.csv --data record --mapping hr.toml");
    assert_eq!(wrong.code, 78);
    assert!(wrong.said.contains("the mapping looks for `id` in a column `staff no`"), "{}", wrong.said);
    assert_eq!(folder.run("import workforce nothing.csv --data record").code, 66);
    assert_eq!(folder.run("import workforce hr.csv --data record --mapping nothing.toml").code, 66);
    assert_eq!(folder.run("import workforce hr.csv --data record --force Northmere!").code, 2);
}

#[test]
fn a_replica_whose_key_of_the_check_is_another_does_not_serve_and_the_doctor_says_which_file_to_copy() {
    let folder = Folder::new();
    folder.file("hr.csv", WORKFORCE);
    folder.run("import workforce hr.csv --data record --force northmere");
    folder.file(
        "candour.toml",
        "[record]\ndata = \"record\"\n[forces.northmere]\nname = \"Northmere Police\"\nprefix = \"NM\"\n",
    );
    let wrapping = store::FileKey::open_or_create(&folder.place("record/keys/wrapping.key")).unwrap();
    let database = store::Database::Sqlite { path: folder.place("record/candour.db") };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = store::Store::open(&database, std::sync::Arc::new(wrapping)).await.unwrap();
        app::secrets::Keys::open(&store, &folder.place("record/keys"), []).await.unwrap();
        store.close().await;
    });
    folder.file("record/keys/check.key", "42".repeat(32));
    let refused = folder.run("serve");
    assert_eq!(refused.code, 78, "{}", refused.said);
    assert!(refused.said.contains("check.key` is not the key that serves this record"), "{}", refused.said);
    std::fs::remove_file(folder.place("record/keys/check.key")).unwrap();
    let refused = folder.run("serve");
    assert!(refused.said.contains("check.key` is missing: copy the file from a replica"), "{}", refused.said);
    assert!(!folder.has("record/keys/check.key"), "none is made");
    let told = folder.run("doctor").printed;
    assert!(told.contains("forces: 1 force is configured and in the record"), "its workforce is enough: {told}");
    assert!(told.contains("MEND  keys of the check: `record/keys/check.key` is missing"), "{told}");
    assert!(told.contains("--new-check-keys"), "{told}");
}
