//! A record filled with a made-up history: the stories planted in it are noticed, and the record is intact.

use std::sync::Arc;

use serde_json::Value;
use store::{Database, FileKey, Store};

use crate::support::Folder;

#[tokio::test]
async fn every_planted_story_is_noticed_and_no_innocent_is_flagged() {
    let folder = Folder::new();
    let told: Value = folder.tells("history --data trial --scale small --seed 3");
    let missed: Vec<&Value> = list(&told["stories"]).filter(|story| story["noticed"].is_null()).collect();
    assert!(missed.is_empty(), "{missed:#?}");
    let incomplete: Vec<&Value> =
        list(&told["stories"]).filter(|story| list(&story["missing"]).next().is_some()).collect();
    assert!(incomplete.is_empty(), "{incomplete:#?}");
    assert_eq!((told["stories_found"].as_u64(), list(&told["stories"]).count()), (Some(12), 12));
    assert_eq!(told["look_alikes"], 50);
    assert_eq!(list(&told["look_alikes_flagged"]).collect::<Vec<_>>(), Vec::<&Value>::new());
    assert_eq!((told["log_holds"].as_bool(), &told["log_entries"]), (Some(true), &told["events"]));

    // The sign of N7 asks for three of the five to be questioned: not the subject, nor the one who reported.
    let silent = list(&told["stories"]).find(|story| story["name"] == "N7").unwrap();
    assert_eq!(silent["noticed"]["asked_count"], 3);

    // The record is intact: the read models agree with the events, and no event was tampered with.
    let keys = folder.place("trial").join("keys").join("wrapping.key");
    let database = Database::Sqlite { path: folder.place("trial").join("candour.db") };
    let store = Store::open(&database, Arc::new(FileKey::open_or_create(&keys).unwrap())).await.unwrap();
    let differences = store.check_read_models(&mut |_| {}).await.unwrap();
    assert!(differences.is_empty(), "{:?}", differences.iter().take(5).collect::<Vec<_>>());
    let tampered = store.verify_events(&mut |_| {}).await.unwrap();
    assert!(tampered.is_empty(), "{:?}", tampered.iter().take(5).collect::<Vec<_>>());
    assert_eq!(store.queue_length().await.unwrap(), 0);
}

#[test]
fn a_folder_that_is_not_a_trial_s_is_left_alone() {
    let folder = Folder::new();
    folder.file("letters.txt", "to my mother");
    let said = folder.run("history --data .").failure();
    assert!(said.contains("not a trial's"), "{said}");
    assert_eq!(folder.names(), ["letters.txt"]);
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
