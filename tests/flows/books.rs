//! Several books, and other programs at work on one: nothing lands in the wrong file, and the screen is never stale.

use std::fs;
use std::path::Path;

use matchbook::domain::change::{Change, Commit};
use matchbook::domain::goal::Goal;
use matchbook::domain::id::Id;
use matchbook::env::Env;
use matchbook::store::{OpenMode, Store};

use super::mentee;
use super::pilot::Pilot;

/// A mentee's book, and one beside it whose questions cannot be read: its line on the shelf looks healthy.
fn with_damaged_neighbor() -> Pilot {
    let mut pilot = mentee();
    let whole = pilot.app.session.path.clone().unwrap();
    let damaged = pilot.path("Zed.matchbook");
    fs::copy(&whole, &damaged).unwrap();
    let conn = rusqlite::Connection::open(&damaged).unwrap();
    let ask = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap();
    let page = ask("SELECT rootpage FROM sqlite_schema WHERE name = 'question'") as usize;
    let size = ask("PRAGMA page_size") as usize;
    drop(conn);
    let mut bytes = fs::read(&damaged).unwrap();
    bytes[(page - 1) * size..page * size].fill(0xee);
    fs::write(&damaged, bytes).unwrap();
    pilot.keys("0");
    pilot
}

fn actions(path: &Path) -> usize {
    let mut env = Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), 99);
    let store = Store::open(path, OpenMode::Read, &mut env).unwrap();
    store
        .load_kind(matchbook::domain::change::Kind::Action)
        .unwrap()
        .len()
}

#[test]
fn a_book_that_cannot_be_read_leaves_the_open_one_open() {
    let mut pilot = with_damaged_neighbor();
    let open = pilot.app.session.path.clone().unwrap();
    pilot.keys("<End><Enter>").sees("damaged").keys("<Esc>");
    pilot.keys("1aA secret of the two<C-s>").sees("u undoes");
    assert_eq!(pilot.app.session.path.as_ref(), Some(&open));
    assert_eq!(actions(&open), 1, "it is in the book that the screen shows");
    assert_eq!(actions(&pilot.path("Zed.matchbook")), 0);
}

#[test]
fn the_open_book_chosen_on_the_shelf_opens_on_today_and_can_be_changed() {
    let mut pilot = mentee();
    fs::copy(
        pilot.app.session.path.as_ref().unwrap(),
        pilot.path("Zed.matchbook"),
    )
    .unwrap();
    pilot.keys("0<Home><Enter>").sees("What is next");
    assert!(!pilot.shows("can only be read"));
    pilot.keys("aCall the school<C-s>").sees("u undoes");
}

/// Adds a goal to the book at `path`, as a program would that knows no lock.
fn add_behind(path: &Path, title: &str) {
    let lock = format!("{}.lock", path.display());
    let _ = fs::remove_file(lock);
    let mut env = Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), 99);
    let mut store = Store::open(path, OpenMode::Edit, &mut env).unwrap();
    let goal = Goal {
        id: Id::derived(&[title]),
        title: title.to_owned(),
        ..Goal::default()
    };
    let commit = Commit::new("goal added", env.now(), vec![Change::create(goal)]);
    store.commit(&commit, &mut env).unwrap();
}

#[test]
fn what_another_program_saved_shows_with_the_next_save_of_ones_own() {
    let mut pilot = mentee();
    add_behind(
        &pilot.app.session.path.clone().unwrap(),
        "Written elsewhere",
    );
    pilot
        .keys("1aCall the school<C-s>2")
        .sees("Written elsewhere");
}

#[test]
fn an_older_copy_put_over_the_open_book_shows_with_the_next_save() {
    let mut pilot = mentee();
    let book = pilot.app.session.path.clone().unwrap();
    let older = fs::read(&book).unwrap();
    pilot
        .keys("2aStart a STEM hour<C-s>")
        .sees("Start a STEM hour");
    fs::write(&book, older).unwrap();
    pilot.keys("1aCall the school<C-s>2");
    assert!(!pilot.shows("Start a STEM hour"), "{}", pilot.screen());
    pilot.keys("1").sees("Call the school");
}

#[test]
fn a_form_that_is_open_while_another_program_saves_takes_nothing_back() {
    let mut pilot = mentee();
    pilot.keys("2aStart a STEM hour<Tab>Families ask<C-s><Home>e");
    pilot.keys("<End> for all").pause();
    let book = pilot.app.session.path.clone().unwrap();
    let goal = pilot.app.session.book.goals_in_order()[0].clone();
    let changed = Goal {
        why: "Teachers ask, too".to_owned(),
        ..goal.clone()
    };
    fs::remove_file(format!("{}.lock", book.display())).unwrap();
    let mut env = Env::fixed(pilot.now(), 99);
    let mut store = Store::open(&book, OpenMode::Edit, &mut env).unwrap();
    let commit = Commit::new("goal edited", env.now(), vec![Change::edit(goal, changed)]);
    store.commit(&commit, &mut env).unwrap();
    drop(store);
    pilot.keys("!").pause().sees("Teachers ask, too");
    pilot.keys("<C-s>").sees("u undoes").keys("<Enter>");
    pilot
        .sees("Start a STEM hour for all!")
        .sees("Teachers ask, too");
}
