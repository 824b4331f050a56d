//! What must never be lost: typed text, every earlier state, and the words behind a refusal.

use std::fs;

use matchbook::domain::book::Book;
use matchbook::domain::change::{Change, Commit};
use matchbook::domain::goal::Goal;
use matchbook::env::Env;
use matchbook::store::{OpenMode, Store};

use super::pilot::Pilot;
use super::{FIRST_CALL, TWO_GOALS, mentee, mentee_at_work};

#[test]
fn typed_text_survives_a_restart_and_is_offered_on_today() {
    let mut pilot = mentee();
    pilot
        .keys("m<Tab><Tab><Tab><Tab>The school visit<Tab>She was glad")
        .pause();
    let mut pilot = pilot.restart();
    pilot.sees("Not saved yet: Log a meeting or contact");
    pilot.click("Not saved yet").keys("<Enter>");
    pilot.sees("The school visit").sees("She was glad");
    pilot.keys("<C-s>").sees("logged. u undoes.");
    pilot.keys("1");
    assert!(!pilot.shows("Not saved yet"));
    assert!(!pilot.restart().shows("Not saved yet"));
}

#[test]
fn leaving_an_editor_or_the_program_keeps_what_was_typed() {
    let mut pilot = mentee();
    pilot
        .keys("2aRead to teenagers<Esc>")
        .sees("Not saved yet, but kept");
    pilot.keys("a").sees("Read to teenagers");
    pilot.keys(" at night<C-q>");
    assert!(pilot.left);
    let mut pilot = pilot.restart();
    pilot
        .sees("Not saved yet: A new goal")
        .keys("2a")
        .sees("Read to teenagers at night");
    pilot
        .keys("<C-d>")
        .sees("Undo cannot bring it back")
        .keys("y");
    assert!(!pilot.shows("Read to teenagers"));
    pilot.keys("<Esc>1");
    assert!(!pilot.shows("Not saved yet"));
}

#[test]
fn a_pasted_text_loses_what_no_terminal_should_see() {
    let mut pilot = mentee();
    pilot
        .keys("2a")
        .paste("Read\u{1b}[31m \u{202e}more\r\nand more")
        .keys("<C-s>");
    let goal = pilot.app.session.book.goals.values().next().unwrap();
    assert_eq!(
        goal.title.chars().filter(|sign| sign.is_control()).count(),
        0
    );
    pilot.sees("and more");
    assert!(!pilot.screen().contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn undo_visits_every_earlier_state_and_redo_every_later_one() {
    let mut pilot = mentee();
    let mut states: Vec<Book> = vec![whole_book(&pilot)];
    let changes = [
        "2aStart a STEM hour<C-s>",
        "aRead more<C-s>",
        "tCall the school<C-s>",
        FIRST_CALL,
        "1aSend the list<C-s>",
        "4b",
        "4aWhat do you read?<C-s>",
        "4d",
        "2<Home>s<Down><Enter>",
        "2<Home>J",
        "2<End>d",
        "3<End>d",
        "5<Down><Down><Down>e<C-n>An answer<C-n><Esc>",
        "6<Home>x",
    ];
    for change in changes {
        pilot.keys(change);
        let after = whole_book(&pilot);
        assert_ne!(states.last(), Some(&after), "{change}\n{}", pilot.screen());
        states.push(after);
    }
    for (number, state) in states.iter().enumerate().rev().skip(1) {
        pilot.keys("1u");
        assert_eq!(whole_book(&pilot), *state, "undo back to state {number}");
        if number == 7 {
            pilot = pilot.restart();
        }
    }
    for (number, state) in states.iter().enumerate().skip(1) {
        pilot.keys("1<C-r>");
        assert_eq!(whole_book(&pilot), *state, "redo to state {number}");
    }
    pilot.keys("<C-r>").sees("Nothing to redo.");
}

/// Everything in the file that `pilot` has open.
fn whole_book(pilot: &Pilot) -> Book {
    let path = pilot.app.session.path.clone().unwrap();
    let mut env = Env::fixed(pilot.now(), 99);
    Store::open(&path, OpenMode::Read, &mut env)
        .unwrap()
        .load_all()
        .unwrap()
}

#[test]
fn a_pick_list_can_be_answered_over_an_empty_screen() {
    let mut pilot = mentee();
    pilot
        .keys("2aStart a STEM hour<C-s><Enter>")
        .sees("a adds a step");
    pilot.keys("s<Enter>").sees("Active");
    assert!(pilot.app.modals.is_empty());
}

#[test]
fn undo_stops_at_the_beginning_of_the_book() {
    let mut pilot = mentee();
    pilot
        .keys("uuu")
        .sees("Nothing to undo.")
        .sees("ALSC with Mentor B");
}

#[test]
fn a_book_that_is_open_elsewhere_can_be_read_and_refuses_kindly() {
    let first = mentee_at_work();
    let mut second = Pilot::new();
    let book = second.path("Ada.matchbook");
    fs::copy(first.app.session.path.as_ref().unwrap(), &book).unwrap();
    let held = Store::open(&book, OpenMode::Edit, &mut Env::fixed(first.now(), 9)).unwrap();
    second = second.restart();
    second.sees("Read only");
    second.keys("2a").sees("Read only");
    assert!(!second.shows("A new goal"));
    second.keys("u").sees("Read only");
    second.keys("1/stem").sees("Start a STEM hour");
    drop(held);
    second
        .restart()
        .sees("ALSC with Mentor B")
        .keys("2a")
        .sees("A new goal");
}

#[cfg(unix)]
#[test]
fn a_conflict_keeps_what_was_typed_and_says_what_to_do() {
    let mut pilot = mentee();
    pilot.keys(TWO_GOALS).keys("<Home>e<End> for families");
    // Another program changes the same goal behind the editor's back.
    let goal = pilot.app.session.book.goals_in_order()[0].clone();
    let mut changed = goal.clone();
    changed.title = "Start a maths hour".to_owned();
    write_behind(&pilot, goal, changed);
    pilot.keys("<C-s>").sees("That did not work");
    insta::assert_snapshot!("conflict", pilot.screen());
    pilot.keys("<Esc>").sees("Start a STEM hour for families");
    let mut pilot = pilot.restart();
    pilot.keys("2").sees("Start a maths hour");
}

/// Saves `after` over `before` in the book that `pilot` has open, as a program would that knows no lock.
fn write_behind(pilot: &Pilot, before: Goal, after: Goal) {
    let book = pilot.app.session.path.clone().unwrap();
    for entry in book.parent().unwrap().read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "lock") {
            fs::remove_file(path).unwrap();
        }
    }
    let mut env = Env::fixed(pilot.now(), 99);
    let mut store = Store::open(&book, OpenMode::Edit, &mut env).unwrap();
    let commit = Commit::new("goal edited", env.now(), vec![Change::edit(before, after)]);
    store.commit(&commit, &mut env).unwrap();
}
