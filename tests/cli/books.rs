//! Several books by commands: told at once, found by what the shelf prints, compared, archived, corrected.

use std::fs;

use super::verbs::Desk;
use super::verbs::words;

/// A mentor with three books on the shelf.
fn three_books() -> Desk {
    let desk = Desk::new();
    for line in [
        "new --program kla --role mentor --name 'Mentor B' --partner 'Ben Carter' --start 2026-09-01",
        "new --program alsc --role mentor --name 'Mentor B' --partner 'Ana Flores' --start 2026-11-02",
        "new --program blank --role mentor --name 'Mentor B' --partner 'Anna Wei' --start 2026-11-02",
        "--book ben meeting plan 'nov 24 10am'",
        "--book 'ana flores' action add 'Send the zebra list' --owner mentor --due 'dec 1'",
        "--book 'Anna Wei 2026' goal add 'Leave for a bigger zoo' --private yes --due 'dec 2'",
        "--book 'Anna Wei 2026.matchbook' action add 'Feed the zebra' --owner mentee",
    ] {
        let ran = run(&desk, line);
        assert!(ran.ends_with("(exit 0)"), "{line}: {ran}");
    }
    desk
}

/// Words of a line on the shelf, and its exit code.
fn run(desk: &Desk, line: &str) -> String {
    let args = words(line);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let ran = desk.run(&args);
    format!(
        "$ matchbook {line}\n{}{}(exit {})",
        ran.out, ran.err, ran.exit
    )
}

fn story(desk: &Desk, lines: &[&str]) -> String {
    let said = lines.iter().map(|line| run(desk, line));
    said.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn several_books_are_told_at_once_and_found_by_what_the_shelf_prints() {
    let desk = three_books();
    let lines = [
        "shelf",
        "status",
        "today",
        "--book ben today",
        "search zebra",
        "--book ben search zebra",
        "--book ben search zebra --all",
        "--book an goal list",
        "--book nobody goal list",
        "--book gone.matchbook goal list",
        "goal list",
    ];
    insta::assert_snapshot!(story(&desk, &lines));
    let today = json(&desk, "today --all --book ben");
    assert_eq!(today.as_array().unwrap().len(), 3);
    assert_eq!(today[0]["mine"]["dated"][0]["title"], "Send the zebra list");
    let status = json(&desk, "status");
    assert_eq!(status[1]["partner"], "Anna Wei");
    assert!(json(&desk, "status --book ben")["line"].is_string());
    // A list of all books names nothing private.
    let shelf = json(&desk, "shelf");
    let due = &shelf[1]["due"];
    let is_private = |item: &&serde_json::Value| item["private"] == true && item["title"].is_null();
    assert_eq!(due.as_array().unwrap().iter().filter(is_private).count(), 1);
}

fn json(desk: &Desk, line: &str) -> serde_json::Value {
    let args = words(line);
    let mut args: Vec<&str> = args.iter().map(String::as_str).collect();
    args.push("--json");
    serde_json::from_str(&desk.run(&args).out).unwrap()
}

#[test]
fn a_book_that_cannot_be_read_is_one_line_and_stops_no_other() {
    let desk = three_books();
    fs::write(desk.path("home/Ben Carter 2026.matchbook"), "torn").unwrap();
    for line in ["shelf", "status", "today", "search zebra"] {
        let said = run(&desk, line);
        assert!(said.ends_with("(exit 0)"), "{said}");
        assert_eq!(said.matches("is not a book").count(), 1, "{said}");
        assert!(said.contains("Ana Flores"), "{said}");
    }
    let said = run(&desk, "status --book 'Ben Carter 2026'");
    assert!(said.ends_with("(exit 4)"), "{said}");
}

#[test]
fn looking_at_several_books_changes_none() {
    let desk = three_books();
    let state = || {
        let mut files: Vec<_> = fs::read_dir(desk.path("home"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.clone(), fs::read(path).unwrap_or_default()))
            .collect();
        files.sort();
        files
    };
    let before = state();
    for line in [
        "shelf",
        "status",
        "today",
        "search zebra",
        "--book be status",
    ] {
        run(&desk, line);
    }
    assert!(state() == before);
}

#[test]
fn two_copies_are_told_from_another_and_one_is_archived() {
    let desk = three_books();
    let (book, copy) = ("home/Ben Carter 2026.matchbook", "home/Desktop.matchbook");
    fs::copy(desk.path(book), desk.path(copy)).unwrap();
    run(&desk, "--book desktop goal add One");
    let lines = [
        "--book ben goal list",
        "shelf",
        "shelf archive 'Ben Carter 2026'",
        "shelf archive nobody",
        "--book ben goal list",
        "shelf --archived",
        "shelf put-back 'Ben Carter 2026.matchbook'",
        "shelf --archived",
    ];
    insta::assert_snapshot!(story(&desk, &lines));
}

#[test]
fn role_and_program_are_corrected_while_nothing_else_is_written() {
    let desk = Desk::with_book();
    let lines = [
        "match edit --role mentor --program kla",
        "person list",
        "date list",
        "check",
        "undo",
        "match edit --role mentor",
        "goal add One",
        "match edit --role mentee",
    ];
    let said = lines.map(|line| format!("$ matchbook {line}\n{}", desk.line(line).shown()));
    insta::assert_snapshot!(said.join("\n"));
}
