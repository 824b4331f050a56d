//! First minutes and second thoughts: choices, what was archived, what is private, what the palette and the welcome offer.

use insta::assert_snapshot;
use matchbook::domain::answer::Answers;
use matchbook::domain::person::Role;

use super::pilot::{Pilot, files_in};
use super::{mentee, mentee_at_work};

/// The answers of the form on top.
fn answers(pilot: &Pilot) -> Answers {
    let Some(matchbook::app::screens::Screen::Form(form)) = pilot.app.screen() else {
        panic!("no form is on\n{}", pilot.screen());
    };
    form.state.answers.clone()
}

#[test]
fn what_was_archived_comes_back_with_one_key_long_after() {
    let mut pilot = mentee_at_work();
    pilot.keys("2d").sees("D lists what is archived");
    assert_eq!(pilot.app.session.book.goals_in_order().len(), 1);
    for number in 0..3 {
        pilot.keys(&format!("1aLater {number}<C-s>"));
    }
    let mut pilot = pilot.restart_on("2027-03-01");
    pilot.keys("D").sees("Archived: 1");
    assert_snapshot!("archived", pilot.screen());
    pilot.keys("<Enter>").sees("“Start a STEM hour” put back");
    pilot.sees("What you archive with d comes here");
    assert_eq!(pilot.app.session.book.goals_in_order().len(), 2);
    pilot.keys("<Enter>").sees("Nothing is archived.");
    pilot.keys("u").sees("Archived: 1");
}

#[test]
fn a_line_dropped_from_an_older_agenda_is_listed_and_put_back() {
    let mut pilot = mentee_at_work();
    pilot
        .keys("4iBring the photos<Tab><Tab><Enter>")
        .sees("u undoes");
    pilot
        .keys("d")
        .sees("dropped")
        .keys("D")
        .sees("Agenda line “Bring the photos”");
    pilot.sees("Of the meeting of Tue, Dec 8, 2026").keys("x");
    pilot.keys("4").sees("Bring the photos");
}

#[test]
fn notes_move_between_shared_and_private_with_one_key() {
    let mut pilot = mentee_at_work();
    pilot.keys("3<End><Enter>").sees("Notes of Mentee A");
    pilot.keys("P").sees("made private");
    pilot.sees("Private notes: only you can read these");
    assert!(!pilot.shows("Notes of Mentee A"));
    pilot
        .keys("P")
        .sees("made shared")
        .sees("Notes of Mentee A");
    pilot.keys("e<Tab><Tab><Tab><Tab><Tab><C-End><Enter>She is tired.<F7>");
    pilot.sees("in your private notes now");
    assert_eq!(answers(&pilot).get("private-notes"), "She is tired.");
    assert_eq!(answers(&pilot).get("notes"), "We said **hello**.");
    pilot.keys("<C-s>");
    pilot
        .keys("P")
        .sees("Which notes move?")
        .keys("<Down><Enter>");
    pilot.sees("She is tired.");
    assert!(!pilot.shows("Private notes: only you can read these"));
}

#[test]
fn a_goal_is_made_private_from_the_list() {
    let mut pilot = mentee_at_work();
    pilot
        .keys("2P")
        .sees("[private]")
        .keys("P")
        .sees("made shared");
    assert!(!pilot.shows("[private]"));
}

#[test]
fn one_of_many_is_chosen_and_never_unchosen_by_a_second_key() {
    let mut pilot = Pilot::new();
    pilot
        .keys("s<Enter>")
        .sees("Choose one: Right, or its number.");
    assert_eq!(answers(&pilot).get("role"), "", "nothing is preset");
    pilot.keys("<Right>").sees("(•) ALSC");
    pilot.keys("<Space><Space>").sees("(•) ALSC");
    pilot.keys("<Right><Space>").sees("(•) KLA");
    pilot.keys("<Enter>2");
    assert_eq!(answers(&pilot).get("program"), "kla");
    assert_eq!(answers(&pilot).get("role"), Role::Mentor.key());
    pilot
        .keys("Mentor B<Enter>Mentee A<C-s>")
        .sees("KLA with Mentee A");
}

#[test]
fn a_year_that_begins_in_some_days_is_not_one_of_a_year_ago() {
    let mut pilot = Pilot::new();
    pilot.keys("s<Enter><Right><Right><Enter>2Mentor B<Enter>Mentee A<Enter>");
    pilot.keys("<C-u>nov 25").sees("Wed, Nov 25, 2026");
    pilot.keys("<C-u>nov 2").sees("Mon, Nov 2, 2026");
}

#[test]
fn digits_choose_a_rating_and_go_on_and_delete_takes_it_back() {
    let mut pilot = mentee();
    pilot.keys("6<Tab><Tab><Tab><Tab>a<Tab>435");
    let given = answers(&pilot);
    assert_eq!(
        ["contact", "progress", "trust"].map(|key| given.get(key)),
        ["4", "3", "5"]
    );
    pilot.keys("<S-Tab><BS>9");
    assert_eq!(answers(&pilot).get("trust"), "");
}

#[test]
fn yes_and_no_are_chosen_by_their_letters() {
    let mut pilot = mentee_at_work();
    pilot.keys("2a");
    while !pilot.shows("▸ Keep it private?") {
        pilot.keys("<Tab>");
    }
    pilot.keys("y<S-Tab>").sees("(•) Yes");
    pilot.keys("n<S-Tab>").sees("(•) No");
    pilot.keys("z").sees("Nothing can be typed here");
}

#[test]
fn a_half_filled_form_opens_at_the_first_missing_answer() {
    let mut pilot = mentee();
    pilot.keys("5<Enter>");
    let first = pilot.screen();
    pilot.keys("<Esc>").keys("<Enter>");
    assert_eq!(
        pilot.screen(),
        first,
        "one that is not begun opens at its first question"
    );
    pilot.keys("Every other week<Esc><Enter>");
    let Some(matchbook::app::screens::Screen::Form(form)) = pilot.app.screen() else {
        panic!("no form");
    };
    let missing = form.state.completeness().required_missing;
    let focused = form.state.question().map(|question| question.slot.clone());
    assert_eq!(focused.as_ref(), missing.first());
}

#[test]
fn the_palette_leads_to_the_acts_of_every_screen() {
    let mut pilot = mentee_at_work();
    pilot.keys("1:series").sees("Meetings: P").keys("<Enter>");
    pilot.sees("Plan a series of meetings").keys("<Esc>");
    pilot.keys("1:archive the goal<Enter>");
    pilot.sees("Goals: d – Archive the goal");
    assert_eq!(pilot.app.session.book.goals_in_order().len(), 2);
    pilot
        .keys("1:xyzzy")
        .sees("Nothing of that name.")
        .keys("<Enter>");
    pilot.keys("1?<Tab>").sees("What the signs mean");
    assert_snapshot!("signs", pilot.screen());
}

#[test]
fn the_welcome_brings_in_a_book_or_its_export_but_no_list() {
    let other = mentee_at_work();
    let book = other.app.session.path.clone().unwrap();
    let mut pilot = Pilot::new();
    pilot.sees("The sample year, on the day it opens");
    let list = pilot.path("list.csv");
    std::fs::write(&list, "Date,About\n2026-11-20,First\n").unwrap();
    pilot.keys(&format!("b{}<C-s>", list.display()));
    pilot.sees("This file is no book").keys("<Esc><Esc>");
    pilot.keys(&format!("b{}<C-s>", book.display()));
    pilot
        .sees("ALSC with Mentor B")
        .keys("2")
        .sees("Start a STEM hour");
    assert!(
        files_in(&pilot.path(""))
            .iter()
            .any(|name| name.ends_with(".matchbook"))
    );
    assert!(book.exists(), "the other book is left alone");
}
