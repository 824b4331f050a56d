//! Slips of a month: what a tired person types into the wrong place, moves too late, or believes to have sent.

use matchbook::domain::meeting::AgendaItem;

use super::mentee;
use super::pilot::Pilot;

/// Texts of the agenda of the next meeting, in order.
fn agenda(pilot: &Pilot) -> Vec<&str> {
    let book = &pilot.app.session.book;
    let items = book.agenda_of(book.planned()[0].id).into_iter();
    items.map(|item: &AgendaItem| item.text.as_str()).collect()
}

#[test]
fn a_planned_meeting_moves_forward_where_no_year_is_typed_and_is_not_written_up() {
    let mut pilot = mentee();
    pilot.keys("1pdec 8 10am<C-s>3e<Tab>");
    pilot.sees("“next tue 10am”");
    pilot
        .keys("<C-a>feb 3 10am")
        .sees("→ Wed, Feb 3, 2027 at 10:00 AM");
    pilot.keys("<C-s>").sees("changed. u undoes.");
    assert_eq!(pilot.app.session.book.planned().len(), 1);
    // Once its day has come, a day is one that was.
    let mut pilot = pilot.restart_on("2027-02-04");
    pilot.keys("3e<Tab><C-a>feb 1").sees("→ Mon, Feb 1, 2027");
}

#[test]
fn the_number_to_call_of_a_planned_meeting_can_be_added_later() {
    let mut pilot = mentee();
    let to_the_last_shared = "<Tab>".repeat(14);
    pilot.keys(&format!("1pdec 8 10am<C-s>3e{to_the_last_shared}"));
    pilot.sees("▸ Link or number to call");
    pilot.keys("502 555 0100<C-s>");
    assert_eq!(pilot.app.session.book.planned()[0].link, "502 555 0100");
    pilot.keys("c").sees("To call: 502 555 0100");
    pilot.keys(&format!("<Esc>m{to_the_last_shared}"));
    pilot.sees("▸ Private notes");
    assert!(!pilot.shows("Link or number to call"), "one that is over");
}

#[test]
fn the_marker_goes_with_the_line_that_is_moved_first() {
    let mut pilot = mentee();
    pilot.keys("1pdec 8 10am<C-s>4iOne<C-s>iTwo<C-s>iThree<C-s>3<Enter>");
    pilot.keys("JJ");
    assert_eq!(agenda(&pilot), ["Two", "Three", "One"]);
}

#[test]
fn a_copied_agenda_is_said_to_be_copied_and_one_that_was_sent_otherwise_is_ticked() {
    let mut pilot = mentee();
    pilot.keys("1pnov 24 10am<C-s>4iOne<C-s>y");
    pilot
        .keys("y")
        .sees("Copied. Paste it where you need it. Noted as sent; u undoes.");
    pilot.keys("<Esc>u").sees("Undone").keys("1");
    pilot.sees("▸ [ ] Send the agenda").keys("x");
    pilot.sees("sent. u undoes.");
    assert!(!pilot.shows("Send the agenda"));
}

#[test]
fn what_is_typed_or_pasted_on_a_choice_is_answered() {
    let mut pilot = Pilot::new();
    let answer = "Nothing can be typed here: Space or a number chooses, Tab goes on.";
    pilot.keys("s").paste("Mentor B").sees(answer);
    pilot.keys("<Tab>");
    assert!(!pilot.shows(answer));
    pilot.keys("<S-Tab>M").sees(answer);
    pilot.keys("2").sees("(•) KLA");
    assert!(!pilot.shows("Nothing can be typed"));
}

#[test]
fn help_in_a_form_begins_with_what_the_form_can_do() {
    let mut pilot = mentee();
    pilot
        .keys("5<Enter><F1>")
        .sees("Fill in again from the log");
    pilot.sees("Next question");
}

#[test]
fn a_step_is_the_mentees_also_in_the_book_of_a_mentor() {
    let mut pilot = Pilot::new();
    pilot.keys("s12Mentor B<Tab>Mentee A<C-s>2aA goal<C-s>t");
    pilot.sees("(•) Mentee  ( ) Mentor  ( ) Both");
}

#[test]
fn both_promises_of_a_call_are_seen_when_it_is_written_up() {
    let mut pilot = mentee();
    pilot.keys("1c! Mentor: send me three lines about the visit to the school by nov 30<Enter>");
    pilot.keys("! comment on the reading list for the spring of next year by dec 1<C-s><Esc>");
    pilot
        .sees("send me three lines")
        .sees("comment on the reading list");
}
