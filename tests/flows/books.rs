//! Several books, and other programs at work on one: nothing lands in the wrong file, and the screen is never stale.

use std::fs;
use std::path::Path;

use matchbook::catalog::Catalog;
use matchbook::domain::answer::Answers;
use matchbook::domain::change::{Change, Commit};
use matchbook::domain::goal::Goal;
use matchbook::domain::id::Id;
use matchbook::env::Env;
use matchbook::problem::Problem;
use matchbook::shelf::create_book;
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
    pilot
        .keys("<Home><Down><Enter>")
        .sees("damaged")
        .keys("<Esc>");
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

#[cfg(unix)]
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

#[cfg(unix)]
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

/// A mentor with three books, on the shelf.
fn three_books() -> Pilot {
    let pilot = Pilot::new();
    let books = [
        ("kla", "Ben Carter", "2026-09-01"),
        ("alsc", "Ana Flores", "2026-11-02"),
        ("blank", "Chen Wei", "2026-11-02"),
    ];
    for (seed, (program, partner, start)) in (50..).zip(books) {
        let mut answers = Answers::default();
        answers.set("program", program).set("role", "mentor");
        answers.set("name", "Mentor B").set("partner", partner);
        answers.set("start", start);
        let path = pilot.path(&format!("{partner}.matchbook"));
        let nowhere = || Err(Problem::new("the path is given"));
        let mut env = Env::fixed(pilot.now(), seed);
        create_book(&answers, Some(path), nowhere, &Catalog::new(), &mut env).unwrap();
    }
    let mut pilot = pilot.restart();
    pilot.resize(300, 40).sees("Your books");
    pilot
}

/// Opens the second of [`three_books`], plans a call and promises something there, and goes back to the shelf.
fn with_promises() -> Pilot {
    let mut pilot = three_books();
    pilot
        .keys("<Home><Down><Enter>")
        .sees("KLA with Ben Carter");
    pilot.keys("p<C-a>nov 24 10am<C-s>").sees("planned");
    pilot.keys("1aSend the zebra list<Tab><Tab>dec 1<C-s>");
    pilot.sees("u undoes").keys("0");
    pilot
}

#[test]
fn the_shelf_says_what_is_due_in_all_books() {
    let mut pilot = with_promises();
    fs::write(pilot.path("Torn.matchbook"), "no book").unwrap();
    pilot.keys("<Esc>0");
    for (columns, lines) in [(80, 24), (120, 40)] {
        pilot.resize(columns, lines);
        let name = format!("shelf_of_three_{columns}x{lines}");
        insta::assert_snapshot!(name, pilot.screen());
    }
}

#[test]
fn a_call_of_today_leads_the_shelf_before_what_is_late() {
    let pilot = with_promises();
    let mut pilot = pilot.restart_on("2026-11-24");
    pilot.resize(120, 40);
    pilot.sees("KLA · mentor · meeting today, 1 action");
    let screen = pilot.screen();
    let at = |words: &str| screen.find(words).unwrap();
    assert!(at("○ Ben Carter") < at("[!]"), "{screen}");
}

#[test]
fn the_marker_stands_on_the_book_that_is_open() {
    let mut pilot = with_promises();
    pilot.sees("▸ Ben Carter");
    pilot.keys("<Enter>").sees("KLA with Ben Carter");
    pilot.keys("aStill writable<C-s>").sees("u undoes");
}

#[test]
fn escape_on_the_shelf_stays_there_while_it_has_books() {
    let mut pilot = three_books();
    assert!(!pilot.app.session.has_book());
    pilot.keys("<Esc>").sees("Your books");
}

#[test]
fn a_line_of_the_shelf_opens_its_place_in_its_book() {
    let mut pilot = with_promises();
    pilot.keys("<Home><Enter>").sees("ALSC with Ana Flores");
    pilot.keys("0").click("You: Send the zebra list");
    pilot.keys("<Enter>").sees("KLA with Ben Carter");
    pilot
        .sees("What is to be done?")
        .sees("Send the zebra list");
    pilot.keys("<Esc>").sees("What is next");
    pilot.keys("0").click("Goals to the ALSC office");
    pilot
        .keys("<Enter>")
        .sees("ALSC with Ana Flores")
        .sees("Goal sheet");
    // A place that was not reached is not gone to later.
    pilot.keys("<Esc>0").click("You: Send the zebra list");
    fs::remove_file(pilot.path("Ben Carter.matchbook")).unwrap();
    pilot.keys("<Enter>").sees("There is no book at");
    pilot.keys("<Esc><Home><Enter>").sees("What is next");
}

#[test]
fn a_search_on_the_shelf_finds_in_every_book_and_opens_the_hit_there() {
    let mut pilot = with_promises();
    pilot.keys("<Home><Enter>aFeed the zebra<C-s>0/");
    pilot.sees("In all books").keys("zebra");
    pilot.sees("Ana Flores").sees("Ben Carter").sees("1 of 2");
    pilot.keys("<Down><Enter>").sees("KLA with Ben Carter");
    pilot.sees("Send the zebra list");
    // In a book only that one is searched; without one all are.
    pilot.keys("<Esc>/zebra").sees("1 of 1");
    let mut pilot = pilot.restart();
    pilot.keys("/zebra").sees("1 of 2");
}

#[test]
fn two_copies_of_one_book_say_what_differs() {
    let mut pilot = with_promises();
    let copy = pilot.path("Older.matchbook");
    fs::copy(pilot.path("Ben Carter.matchbook"), &copy).unwrap();
    pilot.keys("<Enter>aOnly here<C-s>0");
    pilot.sees("The same book as Older.matchbook, but newer: 1 change more.");
    pilot.sees("The same book as Ben Carter.matchbook, which is newer: 1 change");
    let promise = "Send the zebra list";
    let shown = pilot.screen().matches(promise).count();
    assert_eq!(shown, 1, "what is due is told once: {}", pilot.screen());
    add_behind(&copy, "Only there");
    pilot
        .keys("<Esc>0")
        .sees("1 change only here, 1 change only there");
}

#[test]
fn a_book_made_by_mistake_is_archived_and_put_back() {
    let mut pilot = three_books();
    pilot.keys("<End>A").sees("Select a book first.");
    pilot
        .keys("<Home><Down>A")
        .sees("Ben Carter.matchbook is archived");
    pilot
        .sees("Archived")
        .keys("<Home>A")
        .sees("Ana Flores.matchbook is archived");
    // What is left is opened at once.
    let mut pilot = pilot.restart();
    pilot.sees("Chen Wei owes").keys("0").sees("Archived");
    pilot
        .keys("<End>A")
        .sees("Ben Carter.matchbook is on the shelf again");
    pilot.restart().sees("Your books");
}

#[test]
fn role_and_program_are_corrected_while_the_book_is_new() {
    let mut pilot = mentee();
    pilot.keys("7").sees("role or program wrong? e");
    pilot
        .click("ALSC Mentoring Program")
        .keys("e")
        .sees("Role and program");
    pilot
        .keys("<Right><Tab><Right><C-s>")
        .sees("Role and program are corrected.");
    pilot.sees("KLA with Mentor B");
    let session = &pilot.app.session;
    assert_eq!(session.book.me(), matchbook::domain::person::Role::Mentor);
    pilot
        .keys("7")
        .sees("You: Mentee A, mentor")
        .keys("u")
        .sees("Nothing to undo.");
    pilot.keys("2aA goal<C-s>7").click("KLA Mentoring Program");
    assert!(!pilot.shows("role or program wrong?"));
    pilot.keys("e<Tab><Left><C-s>");
    pilot.sees("only before anything else is written");
    pilot.sees("archive this one on the shelf");
}

#[test]
fn a_running_book_changes_its_program_after_a_look_at_what_that_means() {
    let mut pilot = mentee();
    pilot.keys("2aA goal<C-s>7").click("ALSC Mentoring Program");
    pilot.keys("e<Right><C-s>");
    pilot
        .sees("Change the program of this book?")
        .sees("The book follows KLA Mentoring Program from now on.");
    pilot.keys("<Esc>").sees("ALSC with Mentor B");
    pilot.keys("e<Right><C-s>");
    pilot.sees("Change the program").keys("y");
    pilot.sees("KLA with Mentor B");
    pilot.keys("u").sees("ALSC with Mentor B");
}
