//! The exchange with the partner: what is shown before a parcel leaves or comes in, and what is asked.

use super::pilot::Pilot;
use super::{exchange_msgs as msgs, mentee};

fn paired(days: i64) -> Pilot {
    let mut pilot = Pilot::sample();
    let msg = msgs::paired(&pilot, days);
    pilot.send(msg);
    pilot
}

fn reviewing(archived: usize) -> Pilot {
    let mut pilot = Pilot::sample();
    let review = msgs::review(&pilot, archived);
    pilot.send(msgs::reviewed(review));
    pilot
}

#[test]
fn match_says_how_the_exchange_stands_and_which_keys_go_on() {
    let mut pilot = mentee();
    pilot
        .keys("7")
        .sees("Exchange with Mentor B")
        .sees("Not paired yet: make the first parcel for Mentor B")
        .sees("Take in a parcel of Mentor B");
    let mut pilot = paired(3);
    pilot
        .keys("7")
        .sees("last parcel: 3 days ago. 4 changes of yours wait.")
        .sees("maple orbit cinder tulip")
        .sees("1 field with 2 versions");
    pilot.keys("p").sees("Show it").sees("Take one of your own");
    pilot.keys("<Down><Enter>").sees("Make a new phrase?");
    pilot.keys("<Esc>p<End><Enter>").sees("At least 12 letters");
}

#[test]
fn what_leaves_is_shown_before_a_parcel_is_written_and_then_how_it_is_sent() {
    let mut pilot = Pilot::sample();
    let share = msgs::share(&pilot);
    pilot
        .send(share)
        .sees("3 changes: 2 goals, 1 meeting")
        .sees("3 private notes stay here")
        .sees("/home/ada/Documents")
        .sees("maple orbit cinder tulip amber lantern")
        .sees("Say it on the phone; it stands in no mail.");
    pilot.keys("c").sees("Nothing is written yet.");
    assert_eq!(pilot.copied, Vec::<String>::new());
    pilot.send(msgs::written(false)).sees("Written:");
    pilot.keys("co");
    assert_eq!(pilot.copied, ["Here is my part."]);
    assert_eq!(
        pilot.opened,
        [std::path::PathBuf::from("/home/ada/Documents")]
    );
    pilot
        .send(msgs::written(true))
        .sees("The mail with the parcel in it is copied");
    assert_eq!(pilot.copied.len(), 2);
}

#[test]
fn a_parcel_is_shown_by_author_and_nothing_is_taken_in_before_enter() {
    let mut pilot = reviewing(1);
    pilot
        .sees("Nothing is changed until Enter.")
        .sees("Goal “Start a STEM hour”")
        .sees("title: Start a STEM hour → Start a STEM hour for families")
        .sees("changed by both")
        .sees("J joins the two");
    pilot.keys("x").sees("this one is new");
    pilot.keys("J").sees("joined with yours");
    pilot.keys("<Down>x").sees("stays as it is here");
    pilot.keys("x");
    assert!(!pilot.shows("stays as it is here"));
    pilot.keys("<Esc>").sees("Nothing was taken in.");
    assert!(!pilot.shows("changed by both"));
}

#[test]
fn a_parcel_that_archives_much_asks_once_more() {
    let mut pilot = reviewing(11);
    pilot
        .keys("<Enter>")
        .sees("Take in a parcel that archives 11 records?");
    pilot.keys("<Esc>").sees("Nothing is changed until Enter.");
    // Ten are taken in at once; without a parcel behind the screen that is refused.
    let mut pilot = reviewing(10);
    pilot
        .keys("<Enter>")
        .sees("The parcel is not open any more.");
}

#[test]
fn a_phrase_is_hidden_until_it_is_to_be_shown_and_stays_when_it_was_wrong() {
    let mut pilot = Pilot::sample();
    pilot.send(msgs::ask_phrase("maple orbit"));
    assert!(!pilot.shows("maple"));
    pilot.sees("***********").keys("<F2>").sees("maple orbit");
    pilot.keys(" q<F2>").sees("*************");
    let debug = format!("{:?}", msgs::ask_phrase("maple orbit"));
    assert!(!debug.contains("maple"), "{debug}");
    pilot.keys("<Esc>");
    assert!(pilot.app.modals.is_empty());
}

#[test]
fn a_field_with_two_versions_is_marked_where_it_stands_and_listed_in_full() {
    let mut pilot = paired(3);
    pilot
        .keys("2<Enter>")
        .sees("2 versions of “due”: V picks one.");
    pilot
        .keys("V")
        .sees("Apr 30, 2027")
        .sees("May 15, 2027")
        .sees("This one is shown until one is picked.");
    let mut pilot = Pilot::sample();
    pilot.keys("V").sees("Nothing has two versions.");
}

#[test]
fn news_of_the_partner_stand_first_today_and_lead_to_their_place() {
    let mut pilot = paired(3);
    pilot
        .keys("1")
        .sees("changed 2 things (x: seen)")
        .sees("changed, 3 days ago")
        .keys("<Enter>")
        .sees("Steps");
    let mut pilot = Pilot::sample();
    assert!(!pilot.shows("things (x: seen)"));
    pilot.keys("1");
}

#[test]
fn changes_that_wait_are_told_today_once_the_last_parcel_is_old() {
    let pilot = paired(3);
    assert!(!pilot.shows("4 changes for a parcel"));
    let mut pilot = paired(9);
    pilot.keys("1").sees("4 changes for a parcel");
}

#[test]
fn a_path_of_a_parcel_that_is_dropped_on_a_list_is_opened() {
    let mut pilot = Pilot::sample();
    pilot
        .paste("'/tmp/no such 1f2e.parcel'")
        .sees("That did not work");
}

#[test]
fn in_an_empty_home_a_parcel_asks_whose_book_it_becomes() {
    let mut pilot = Pilot::new();
    pilot
        .sees("I have a file")
        .keys("b")
        .sees("no parcel among your downloads");
    pilot
        .keys("<Esc>")
        .send(msgs::for_new_book())
        .sees("A new book from 214 entries. Who are you?")
        .sees("Rosa's mentee")
        .sees("Rosa, on another computer");
}

#[test]
fn nothing_new_is_no_alarm() {
    let mut pilot = Pilot::sample();
    let mut nothing = msgs::review(&pilot, 0);
    nothing.entries = 0;
    pilot.keys("7");
    let before = pilot.app.screens.len();
    pilot.send(msgs::received(nothing)).sees("Nothing new");
    assert_eq!(pilot.app.screens.len(), before);
}

#[test]
fn the_answer_is_offered_at_once_and_u_takes_back_what_came() {
    let mut pilot = reviewing(0);
    let review = msgs::review(&pilot, 0);
    pilot.send(msgs::received(review)).sees("Taken in");
    pilot.sees("1 new, 1 changed, 1 changed by both");
    pilot.app.modals.clear();
    pilot.keys("u");
    assert!(!pilot.shows("Taken in"));
}
