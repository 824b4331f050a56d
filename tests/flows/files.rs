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
    // Back to the form that named it, as it was.
    pilot.keys("<Esc>").sees("Where is it?");
    assert_eq!(pilot.app.session.book.meetings.len(), 0);
    pilot.keys("<C-s><Enter>");
    pilot.sees("records taken in from “log.csv”");
    assert_eq!(pilot.app.session.book.meetings.len(), 2);
    pilot.keys("u");
    assert_eq!(pilot.app.session.book.meetings.len(), 0);
}

#[test]
fn a_table_that_is_pasted_is_read_and_its_days_can_be_read_the_other_way() {
    let mut pilot = mentee();
    // Where the name of a file is asked first, it is a table all the same.
    pilot.keys("I");
    pilot.paste("Date\tTopic\tLength\n03/12/2026\tShelves\tabout 45\n10/12/2026\tBudget\t1h30\n");
    pilot.keys("<C-s>").sees("o reads its dates the other way.");
    let first = pilot.shows("Thu, Dec 3, 2026 “Shelves”, 45 minutes");
    pilot.keys("o");
    let second = pilot.shows("Thu, Dec 3, 2026 “Shelves”, 45 minutes");
    assert!(first != second, "{}", pilot.screen());
    // As goals it lacks a title; back round to what it says itself.
    pilot
        .keys("a")
        .sees("It is read as meetings and contacts, as you said.");
    pilot
        .keys("<Enter>")
        .sees("taken in from “the pasted text”");
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

#[test]
fn of_a_whole_calendar_the_marked_lines_are_taken_in() {
    let mut pilot = mentee();
    let event = |uid: &str, day: &str, title: &str| {
        format!("BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{day}\r\nSUMMARY:{title}\r\nEND:VEVENT\r\n")
    };
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}{}{}END:VCALENDAR\r\n",
        event("a", "20270211T090000", "Dentist"),
        event("b", "20270212T100000", "Guest call"),
        event("c", "20270213", "Fair").replace("END:", "TRANSP:TRANSPARENT\r\nEND:"),
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("whole.ics");
    std::fs::write(&file, text).unwrap();
    pilot.keys(&format!("I{}<C-s>", file.display()));
    pilot
        .sees("Which of whole.ics?")
        .sees("Take in what is marked: 2 lines");
    assert!(
        pilot.shows("[x]") && pilot.shows("[ ]"),
        "{}",
        pilot.screen()
    );
    // The dentist is no meeting of the pair.
    pilot
        .keys("<Down><Down><Enter>")
        .sees("Take in what is marked: 1 line");
    pilot
        .keys("<Home><Enter>")
        .sees("Take in what whole.ics holds?")
        .keys("y");
    let book = &pilot.app.session.book;
    let titles: Vec<_> = book
        .meetings
        .values()
        .map(|one| one.title.as_str())
        .collect();
    assert!(
        titles.contains(&"Guest call") && !titles.contains(&"Dentist"),
        "{titles:?}"
    );
    assert_eq!(book.meetings.len(), 1);
}
