//! Files that come in: looked into first, taken in as one, taken back with one key.

use insta::assert_snapshot;

use super::mentee;

#[test]
fn a_list_is_looked_into_taken_in_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.csv");
    let rows = "Date,About,Minutes\n2026-11-20,First plans,50\nnov 21,Second,\nsoon,Third,\n";
    std::fs::write(&log, rows).unwrap();
    let mut pilot = mentee();
    pilot.keys(&format!("I{}<C-s>", log.display()));
    pilot
        .sees("Take in what log.csv holds?")
        .sees("First plans");
    assert_snapshot!("a_file_is_looked_into", pilot.screen());
    pilot.keys("<Esc>");
    assert_eq!(pilot.app.session.book.meetings.len(), 0);
    pilot.keys(&format!("I{}<C-s><Enter>", log.display()));
    pilot.sees("records taken in from “log.csv”");
    assert_eq!(pilot.app.session.book.meetings.len(), 2);
    pilot.keys("u");
    assert_eq!(pilot.app.session.book.meetings.len(), 0);
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_the_path_stays() {
    let mut pilot = mentee();
    pilot.keys("Inowhere.csv<C-s>");
    pilot.sees("There is no file nowhere.csv.");
    pilot.keys("<Esc>").sees("nowhere.csv");
}
