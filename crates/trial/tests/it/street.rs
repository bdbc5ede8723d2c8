//! The street: the folders in which it may be created, and the machines that can reach it.

use crate::support::Folder;

#[test]
fn a_street_begins_in_no_folder_of_anybody_else_and_listens_to_this_machine_alone() {
    let folder = Folder::new();
    folder.file("letters.txt", "to my mother");
    let said = folder.run("serve --address 127.0.0.1:0 --data .").failure();
    assert!(said.contains("not a trial's"), "{said}");
    let said = folder.run("serve --address 0.0.0.0:0 --data street").failure();
    assert!(said.contains("this machine alone"), "{said}");
    assert_eq!(folder.names(), ["letters.txt"]);
}
