//! Writing out from the screen: what is offered, how much leaves, and what happens while it takes long.

use std::fs;

use insta::assert_snapshot;
use matchbook::env::Env;
use matchbook::store::large_book::write_large;

use super::pilot::{Pilot, files_in};
use super::{mentee, mentee_at_work};

#[test]
fn the_year_and_the_hours_are_offered_and_the_log_in_parts() {
    let mut pilot = mentee_at_work();
    pilot.keys("3w");
    assert_snapshot!("written_out_from_the_log", pilot.screen());
    pilot.resize(100, 60);
    pilot.keys("<Esc>1w<End><Up><Enter>");
    pilot
        .sees("Hours record as Word document")
        .sees("Minutes: 50");
    pilot.keys("<Esc>w<End><Up><Up><Enter>");
    pilot
        .sees("Year report as Plain text")
        .sees("Mentee A and Mentor B met");
}

#[test]
fn the_paper_is_changed_where_a_format_has_pages() {
    let mut pilot = mentee_at_work();
    pilot.resize(100, 60);
    pilot
        .keys("5<Down>w<Enter>")
        .sees("Paper: US Letter. p changes it.")
        .sees("p paper");
    pilot.keys("p").sees("Paper: A4. p changes it.");
    // Another format is for the same paper.
    pilot.keys("<Tab>").sees("as Web page").sees("Paper: A4.");
    pilot.keys("<Enter>").sees("Written: ");
    let exports = pilot.path("exports");
    let written = fs::read_to_string(exports.join(&files_in(&exports)[0])).unwrap();
    assert!(written.contains("@page { size: A4;"), "{written}");
    pilot.keys("p<Enter>").sees("Paper: US Letter.");
    pilot.keys("<S-Tab><S-Tab>").sees("as Plain text");
    assert!(!pilot.shows("Paper: "), "{}", pilot.screen());
    pilot.keys("p").sees("This format has no pages");
    pilot.keys("?").sees("Print on Letter or on A4");
}

#[test]
fn a_table_is_written_with_the_mark_that_excel_needs() {
    let mut pilot = mentee_at_work();
    pilot.resize(100, 60);
    pilot.keys("5<Down>w<Enter>").keys(&"<Tab>".repeat(4));
    pilot.sees("as CSV").sees("the answers may name people");
    pilot.keys("<Enter>").sees("Written: ");
    let exports = pilot.path("exports");
    let written = fs::read_to_string(exports.join(&files_in(&exports)[0])).unwrap();
    assert!(written.starts_with("\u{feff}program,cycle,"), "{written}");
}

#[test]
fn how_much_leaves_is_shown_and_all_of_it_is_asked_about_each_time() {
    let mut pilot = mentee_at_work();
    pilot.resize(100, 60);
    pilot
        .keys("1w<End><Enter>")
        .sees("What you share")
        .sees("Start a STEM hour");
    pilot
        .keys("v<Down><Enter>")
        .sees("Counts and dates only. v changes it.");
    assert!(!pilot.shows("Start a STEM hour"));
    pilot
        .keys("v<Down><Enter>")
        .sees("Show what is private, too?");
    pilot
        .keys("<Esc>")
        .sees("Counts and dates only. v changes it.");
    pilot
        .keys("v<Down><Enter><Enter>")
        .sees("All of it, for yourself. v changes it.");
    pilot.sees("The whole book (private)");
    pilot.keys("M").sees("This file is for you alone");
    pilot.keys("<Tab>").sees("All of it, for yourself");
    // The next export begins with what is shared, and asks again.
    pilot
        .keys("<Esc>w<End><Enter>")
        .sees("What you share. v changes it.");
    pilot
        .keys("v<Down><Down><Enter>")
        .sees("Show what is private, too?");
}

#[test]
fn what_is_for_the_owner_alone_is_not_noted_as_handed_in() {
    let mut pilot = mentee_at_work();
    pilot
        .keys("5<Down>w<Enter>v<Down><Down><Enter><Enter><Enter>")
        .sees("Written: ");
    assert_eq!(files_in(&pilot.path("exports")).len(), 1);
    pilot.keys("<Esc>");
    assert!(!pilot.shows("written out"), "{}", pilot.screen());
}

#[test]
fn a_calendar_tells_what_is_done_and_left_out_and_reminds_as_the_settings_say() {
    let mut pilot = mentee_at_work();
    pilot.resize(100, 60);
    pilot.keys("3p").keys("2026-12-08 14:00<C-s>");
    pilot
        .keys("7,<Tab><Tab>")
        .keys("<C-a>45<C-s>")
        .sees("Settings saved.");
    pilot.keys("1w<End><Enter>").sees("The whole book");
    pilot
        .keys("<S-Tab><S-Tab>")
        .sees("as Calendar")
        .sees("left out; “matchbook export");
    pilot.sees("TRIGGER:-PT45M");
}

/// Enough meetings that the export has parts to report.
const MEETINGS: usize = 3_000;

/// A log of as many.
fn large() -> Pilot {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.matchbook");
    let mut env = Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), 5);
    write_large(&path, MEETINGS, &mut env).unwrap();
    let today = env.today();
    Pilot::on(&fs::read(&path).unwrap(), today)
}

#[test]
fn a_long_export_shows_how_far_it_is_and_can_be_stopped() {
    let mut pilot = large();
    pilot
        .waits_for_nothing()
        .keys("w<End><Enter>")
        .sees("One moment")
        .sees("Esc stops it");
    pilot.keys("<Esc>").sees("Stopped. Nothing was written.");
    pilot.keys("1").sees("Today");
    pilot.waits = true;
    pilot
        .keys("w<End><Enter>")
        .sees("The whole book as Plain text");
    assert!(!pilot.shows("One moment"));
    let exports = pilot.path("exports");
    pilot.waits = false;
    pilot.keys("<Enter>").sees("One moment").keys("<Esc>");
    pilot.waits = true;
    pilot.keys("<Enter>").sees("Written: ");
    let pilot = pilot.restart();
    let written = files_in(&exports);
    assert_eq!(written.len(), 1, "{written:?}");
    let text = fs::read_to_string(exports.join(&written[0])).unwrap();
    assert!(text.matches("\nMeeting, ").count() + text.matches("\nContact, ").count() >= MEETINGS);
    drop(pilot);
}

#[test]
fn another_book_that_lies_in_its_place_is_not_written_out_for_it() {
    let mut pilot = mentee();
    let other = Pilot::sample();
    let book = |pilot: &Pilot| pilot.app.session.path.clone().unwrap();
    fs::copy(book(&other), book(&pilot)).unwrap();
    pilot.keys("w<Enter>").sees("That did not work");
    assert!(!pilot.shows("as Plain text"));
}

#[test]
fn a_small_export_is_there_at_once() {
    let mut pilot = mentee();
    pilot.keys("w<Enter>").sees("as Word document");
    assert!(!pilot.shows("One moment"));
}
