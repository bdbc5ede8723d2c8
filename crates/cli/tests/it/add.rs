//! Adding new records to existing clusters.

use crate::support::{Folder, columns, person};

#[test]
fn new_records_join_clusters_and_the_old_ones_keep_theirs() {
    let folder = Folder::with_people();
    folder.does("link run --model dedupe.toml --left people.csv --out links.csv --clusters old.csv --trained-model trained.toml");
    let (first_name, surname, born) = person(4);
    folder.file(
        "new.csv",
        format!("id,first_name,surname,born\nnew1,{first_name},{surname},{born}\nnew2,zelda,quist,1901-02-03\n"),
    );
    let line =
        "link add --model trained.toml --left people.csv --new new.csv --clusters old.csv --out-clusters all.csv";
    insta::assert_snapshot!(folder.does(line), @"2 new records: 1 joined a cluster, 1 began one; all clusters are in `all.csv`");
    let (old, all) = (folder.read("old.csv"), folder.read("all.csv"));
    assert!(all.starts_with(&old));
    let clusters = columns(&all, &["id", "cluster_id"]);
    assert_eq!(clusters[67], ["new1", "4a"]);
    assert_eq!(clusters[68], ["new2", "new2"]);
    let told = folder.tells(line);
    assert_eq!(told["joined"], 1);
}

#[test]
fn a_new_record_with_a_known_id_is_refused() {
    let folder = Folder::with_people();
    folder.does("link run --model dedupe.toml --left people.csv --out links.csv --clusters old.csv --trained-model trained.toml");
    folder.file("new.csv", "id,first_name,surname,born\n4a,zelda,quist,1901-02-03\n");
    let line =
        "link add --model trained.toml --left people.csv --new new.csv --clusters old.csv --out-clusters all.csv";
    insta::assert_snapshot!(folder.run(line).failure(), @"
    65
    candour: the new record `4a` has the id of one that is in a cluster already: give it another, or leave it out
    ");
    assert!(!folder.has("all.csv"));
}
