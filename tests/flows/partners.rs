//! Two people with a home each, who exchange parcels and nothing else.

use std::fs;

use matchbook::app::screens::Screen;

use super::pilot::{Pilot, files_in};
use super::{TWO_GOALS, mentee};

/// The phrase as it stands on the share screen.
fn phrase_on(pilot: &Pilot) -> String {
    match pilot.app.screen() {
        Some(Screen::Share(shown)) => shown.preview.first_phrase.clone().unwrap().0,
        _ => panic!("no phrase on\n{}", pilot.screen()),
    }
}

/// Brings the newest parcel that `from` wrote into the downloads of `to`, in place of the one before.
fn carry(from: &Pilot, to: &Pilot) {
    let (exports, downloads) = (from.path("exports"), to.path("downloads"));
    let _ = fs::remove_dir_all(&downloads);
    fs::create_dir_all(&downloads).unwrap();
    let name = files_in(&exports).pop().unwrap();
    fs::rename(exports.join(&name), downloads.join(&name)).unwrap();
}

/// A mentee at work, and the mentor whose book begins with her parcel.
fn partners() -> (Pilot, Pilot) {
    let mut mentee = mentee();
    mentee.keys(TWO_GOALS).keys("S").sees("2 goals");
    let phrase = phrase_on(&mentee);
    mentee.keys("<Enter>").sees("Written:");
    // Other ids than those of the first home.
    let mut mentor = Pilot::new().restart();
    carry(&mentee, &mentor);
    mentor.keys("b").sees("Newest parcel in your downloads");
    mentor
        .keys("<Enter>")
        .sees("The words that your partner says");
    mentor
        .keys("words that are quite wrong<Enter>")
        .sees("The phrase of the parcel");
    mentor.keys("<C-a>").paste(&phrase);
    mentor.keys("<Enter>").sees("Mentee A's mentor");
    mentor.keys("<Enter>").sees("ALSC with Mentee A");
    assert!(!mentor.shows("(x: seen)"), "{}", mentor.screen());
    (mentee, mentor)
}

#[test]
fn a_partner_begins_from_a_parcel_answers_it_and_both_hold_the_same() {
    let (mut mentee, mut mentor) = partners();
    mentor.keys("2").sees("Start a STEM hour");
    mentor
        .keys("<Home>e<End> for families<C-s>")
        .keys("S")
        .sees("1 change: 1 goal");
    mentor.keys("<Enter>").sees("Written:");
    carry(&mentor, &mentee);
    mentee.keys("1R<Enter>").sees("By Mentor B");
    mentee.sees("title: Start a STEM hour → Start a STEM hour for families");
    mentee.keys("<Esc>2").sees("Start a STEM hour");
    assert!(!mentee.shows("for families"));
    mentee.keys("R<Enter><Enter>").sees("Taken in");
    // The answer is offered at once; today tells what is new until it was seen.
    mentee.keys("<Enter>").sees("Written:").keys("1");
    mentee.sees("Mentor B changed 1 thing (x: seen)");
    mentee.keys("x");
    assert!(!mentee.shows("(x: seen)"), "{}", mentee.screen());
    carry(&mentee, &mentor);
    mentor.keys("7R<Enter>").sees("Nothing new");
    mentor.keys("7").sees("You both hold the same");
    mentor.keys("S<Enter>");
    carry(&mentor, &mentee);
    mentee.keys("7R<Enter>").sees("Nothing new");
    mentee.keys("7").sees("You both hold the same");
    mentor.keys("7");
    let words = |pilot: &Pilot| {
        let screen = pilot.screen();
        let line = screen.lines().find(|line| line.contains("on the phone:"));
        line.unwrap().to_owned()
    };
    assert_eq!(words(&mentee), words(&mentor));
}

#[test]
fn one_undo_takes_back_what_a_parcel_brought() {
    let (mut mentee, mut mentor) = partners();
    mentor.keys("2<Home>e<End> for families<C-s>S<Enter>");
    carry(&mentor, &mentee);
    mentee.keys("2R<Enter><Enter>").sees("Taken in").keys("u");
    mentee.keys("2").sees("Start a STEM hour");
    assert!(!mentee.shows("for families"));
}

#[test]
fn what_both_changed_has_two_versions_until_one_is_picked() {
    let (mut mentee, mut mentor) = partners();
    mentor.keys("2<Home>e<End> for families<C-s>S<Enter>");
    mentee.keys("2<Home>e<End> for teenagers<C-s>");
    carry(&mentor, &mentee);
    mentee.keys("R<Enter><Enter>").sees("Taken in");
    mentee.keys("2<Home><Enter>").sees("2 versions of “title”");
    mentee.keys("V").sees("for families").sees("for teenagers");
    mentee
        .keys("<Enter>")
        .sees("u undoes")
        .keys("2<Home><Enter>");
    assert!(!mentee.shows("2 versions"), "{}", mentee.screen());
}

#[test]
fn a_change_that_is_not_wanted_is_answered_by_keeping_ones_own() {
    let (mut mentee, mut mentor) = partners();
    mentor.keys("2<Home>e<End> for families<C-s>S<Enter>");
    carry(&mentor, &mentee);
    mentee.keys("2R<Enter>x").sees("stays as it is here");
    mentee.keys("<Enter>").sees("Taken in").keys("<Enter>2");
    assert!(!mentee.shows("for families"));
    carry(&mentee, &mentor);
    mentor.keys("2R<Enter><Enter>2").sees("Start a STEM hour");
    assert!(!mentor.shows("for families"));
}

#[test]
fn the_same_goal_entered_by_both_becomes_one() {
    let (mut mentee, mut mentor) = partners();
    mentor.keys("2aWrite a grant<Tab>The branch needs money<C-s>S<Enter>");
    mentee.keys("2aWrite a grant<Tab><Tab>Handed in<C-s>");
    carry(&mentor, &mentee);
    mentee.keys("R<Enter>").sees("J joins the two");
    mentee.keys("J<Enter>").sees("Taken in").keys("2");
    let open = mentee.app.session.book.goals_in_order();
    let grants: Vec<_> = open
        .iter()
        .filter(|it| it.title == "Write a grant")
        .collect();
    assert_eq!(grants.len(), 1);
    assert_eq!(grants[0].why, "The branch needs money");
    assert_eq!(grants[0].measure, "Handed in");
}

#[test]
fn two_books_that_were_started_apart_become_one_match() {
    let mut mentee = mentee();
    mentee.keys(TWO_GOALS).keys("S");
    let phrase = phrase_on(&mentee);
    mentee.keys("<Enter>");
    let mut mentor = Pilot::new().restart();
    mentor.keys("s<Right><Tab><Right><Right><Tab>Mentor B<Tab>Mentee A<Tab><C-a>2026-11-02<C-s>");
    mentor.keys("2aFind a school<C-s>");
    carry(&mentee, &mentor);
    mentor.keys("R<Enter>").paste(&phrase).keys("<Enter>");
    mentor
        .sees("become one match")
        .keys("<Enter>")
        .sees("Taken in");
    mentor
        .keys("2")
        .sees("Find a school")
        .sees("Start a STEM hour");
}

#[test]
fn the_phrase_is_shown_renewed_and_chosen_on_match() {
    let (mut mentee, _) = partners();
    mentee
        .keys("7p<Enter>")
        .sees("The phrase that opens your parcels is:");
    mentee.keys("<Esc>p<Down><Enter>y").sees("From now on");
    mentee
        .keys("<Esc>p<End><Enter>short<Enter>")
        .sees("letters");
    mentee.keys("<F2>").sees("short");
    mentee
        .keys(" but long enough by now<Enter>")
        .sees("From now on");
    mentee.keys("<Esc>");
    assert!(mentee.app.modals.is_empty());
}

#[test]
fn a_form_of_both_says_whose_part_is_missing_and_how_to_send_for_it() {
    let (mut mentee, _) = partners();
    mentee.keys("5");
    assert!(!mentee.shows("missing"), "{}", mentee.screen());
    mentee.keys("<Down><Down><Down>e<C-n>An answer<C-n><Esc>");
    mentee.sees("Mentor B's answers are missing: S, from the list");
    mentee.sees("· Mentor B's answers are").sees("missing: S ·");
    mentee
        .keys("e")
        .sees("Mentor B's answers are missing: S, from the list");
    mentee.keys("<Esc>S").sees("A parcel for Mentor B");
}

#[test]
fn a_form_that_the_other_fills_in_asks_nothing_of_the_partner() {
    const READING: &str = "key = \"reading\"\ntitle = \"Reading\"\nversion = 1\nabout = \"What she reads.\"\n\
         filled_by = \"mentee\"\n[[sections]]\nkey = \"s\"\ntitle = \"S\"\n\
         [[sections.fields]]\nkey = \"book\"\nlabel = \"Which book?\"\nkind = \"text\"\n";
    let (mut mentee, mut mentor) = partners();
    let file = mentee.path("reading.toml");
    fs::write(&file, READING).unwrap();
    mentee.keys("5a<Tab>").paste(&file.to_string_lossy());
    mentee.keys("<C-s>").sees("Reading").click("Reading");
    mentee.keys("<Enter>Of owls<C-s>5").sees("draft · 1 of 1");
    mentee.keys("S<Enter>").sees("Written:");
    carry(&mentee, &mentor);
    mentor.keys("1R<Enter><Enter>").sees("Taken in");
    mentor.keys("<Esc>").keys("5");
    mentor.sees("draft · filled in by: mentee");
    assert!(!mentor.shows("0 of 0"), "{}", mentor.screen());
    mentor.keys("1");
    assert!(!mentor.shows("0 of 0"), "{}", mentor.screen());
}
