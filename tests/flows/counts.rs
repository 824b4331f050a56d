//! Key counts of the acts of a week, beyond what is typed: none may cost more than it did.

use matchbook::app::screens::Screen;

use super::pilot::{Pilot, files_in};
use super::{mentee, mentee_at_work};

/// Part of an act.
pub enum Part {
    /// Keys, as a script names them.
    Keys(&'static str),
    /// Text that is typed.
    Text(&'static str),
}

use Part::{Keys, Text};

/// Does `act` and checks that it took no more than `most` keys.
#[track_caller]
pub fn costs(pilot: &mut Pilot, most: usize, act: &[Part]) {
    let mut keys = 0;
    for part in act {
        match part {
            Keys(script) => {
                keys += crate::pilot::key_script::parse_script(script).len();
                pilot.keys(script);
            }
            Text(text) => {
                pilot.keys(text);
            }
        }
    }
    assert!(keys <= most, "{keys} keys where {most} were enough");
}

#[test]
fn a_book_is_started_with_the_five_keys_that_its_form_tells_of() {
    let mut pilot = Pilot::new();
    let names = [
        Keys("s11"),
        Text("Mentee A"),
        Keys("<Tab>"),
        Text("Mentor B"),
        Keys("<C-s>"),
    ];
    pilot.keys("s").sees("its number chooses").keys("<Esc>");
    costs(&mut pilot, 5, &names);
    pilot.sees("ALSC with Mentor B");
}

#[test]
fn a_book_that_is_started_by_arrows_with_a_slip_costs_no_more_than_it_did() {
    let mut pilot = Pilot::new();
    // Enter on what is highlighted, as in a hurry: nothing is chosen by it.
    let slip = [
        Keys("s<Enter><Right><Enter><Right><Enter>"),
        Text("Mentee A"),
        Keys("<Enter>"),
        Text("Mentor B"),
        Keys("<C-s>"),
    ];
    costs(&mut pilot, 8, &slip);
    pilot.sees("ALSC with Mentor B");
}

#[test]
fn goals_steps_and_ticks_cost_what_they_did() {
    let mut pilot = mentee();
    let goal = [
        Keys("2a"),
        Text("Start a STEM hour"),
        Keys("<Tab><Tab>"),
        Text("Four visits held"),
        Keys("<Tab>"),
        Text("april 30"),
        Keys("<C-s>"),
    ];
    costs(&mut pilot, 6, &goal);
    pilot.sees("Goal “Start a STEM hour” added");
    let step = [
        Keys("t"),
        Text("Call the school"),
        Keys("<Tab><Tab>"),
        Text("next friday"),
        Keys("<C-s>"),
    ];
    costs(&mut pilot, 4, &step);
    pilot
        .sees("Call the school")
        .keys("1")
        .click("Call the school");
    costs(&mut pilot, 1, &[Keys("x")]);
    pilot.sees("u undoes").keys("<Esc>2d").sees("archived");
    let mut pilot = pilot.restart_on("2026-11-23");
    costs(&mut pilot, 2, &[Keys("1u")]);
    pilot.sees("Undone").keys("2").sees("Start a STEM hour");
}

#[test]
fn a_meeting_and_a_contact_are_logged_as_quickly_as_before() {
    let mut pilot = mentee();
    costs(&mut pilot, 2, &[Keys("m<C-s>")]);
    pilot.sees("logged. u undoes.").keys("<Esc>");
    let contact = [
        Keys("m<Right><Tab><Tab><Tab><Tab><Tab>"),
        Text("She sent the reading list"),
        Keys("<C-s>"),
    ];
    costs(&mut pilot, 8, &contact);
    pilot.sees("logged. u undoes.").keys("<Esc>");
    costs(
        &mut pilot,
        2,
        &[Keys("/"), Text("reading"), Keys("<Enter>")],
    );
    pilot.sees("She sent the reading list");
}

#[test]
fn an_agenda_a_date_and_another_book_cost_what_they_did() {
    let mut pilot = mentee_at_work();
    pilot.keys("4");
    costs(&mut pilot, 1, &[Keys("b")]);
    pilot.sees("u undoes").keys("3<End>");
    let correct = [Keys("e<Tab><C-a>"), Text("nov 6 10am"), Keys("<C-s>")];
    costs(&mut pilot, 4, &correct);
    pilot.sees("Nov 6, 2026");
    let open = pilot.app.session.path.clone().unwrap();
    std::fs::copy(open, pilot.path("Zed.matchbook")).unwrap();
    costs(&mut pilot, 3, &[Keys("0<Down><Enter>")]);
    let shown = pilot.app.session.path.clone().unwrap();
    assert!(shown.ends_with("Zed.matchbook"), "{}", shown.display());
}

#[test]
fn three_files_of_a_form_cost_eight_keys() {
    let mut pilot = Pilot::sample();
    pilot.keys("5");
    costs(
        &mut pilot,
        8,
        &[Keys("w<Enter><Enter><Tab><Enter><Tab><Enter>")],
    );
    assert_eq!(files_in(&pilot.path("exports")).len(), 3);
}

#[test]
fn a_series_a_first_day_and_a_private_note_cost_what_they_did() {
    let mut pilot = mentee();
    let series = [
        Keys("3P"),
        Text("dec 1 10am"),
        Keys("<Tab>11"),
        Text("45"),
        Keys("<Tab>"),
        Text("Monthly call"),
        Keys("<C-s>"),
    ];
    costs(&mut pilot, 7, &series);
    pilot.sees("9 meetings planned");
    let first_day = [Keys("6<End>e<C-a>"), Text("2026-11-09"), Keys("<C-s>")];
    costs(&mut pilot, 5, &first_day);
    pilot.sees("Mon, Nov 9, 2026 to");
    pilot.keys("m<Tab><Tab><Tab><Tab><Tab>She is tired<C-s>");
    costs(&mut pilot, 4, &[Keys("3<End><Enter>P")]);
    pilot.sees("made private");
}

#[test]
fn a_meeting_is_written_up_in_full_with_eighteen_keys_and_a_tick_in_a_call_is_one() {
    let mut pilot = mentee();
    pilot.keys("1ptoday 10am<C-s>4iTopic 1<C-s>iTopic 2<C-s>3");
    let tick = [Keys("<F3>")];
    pilot.keys("c");
    costs(&mut pilot, 1, &tick);
    pilot.sees("1 of 2").keys("<Esc>3<Home>");
    pilot.keys("c<C-d><Enter>3");
    let write_up = [
        Keys("e<Tab><Tab><Tab><Tab><Tab>"),
        Text("We said hello."),
        Keys("<Tab>"),
        Text("Talk once a month"),
        Keys("<Tab>"),
        Text("mentee: send the outline by dec 1"),
        Keys("<Enter>"),
        Text("mentor: find the article"),
        Keys("<Tab>"),
        Text("She smiled"),
        Keys("<Tab>"),
        Text("dec 8 10am"),
        Keys("<Tab>"),
        Text("schools, budget"),
        Keys("<Tab><Tab><Tab>"),
        Text("The book of books"),
        Keys("<Tab><Tab>"),
        Text("He seemed tired"),
        Keys("<C-s>"),
    ];
    costs(&mut pilot, 18, &write_up);
    pilot.sees("written up");
    let book = &pilot.app.session.book;
    let held = book.held().next().unwrap();
    assert_eq!(book.actions_of(held.id).len(), 2);
    assert_eq!(book.planned().len(), 1);
    assert_eq!(held.resources.len(), 1);
    assert_eq!(book.private_note(held.id).unwrap().text, "He seemed tired");
}

#[test]
fn a_tracker_of_one_goal_costs_28_keys_from_empty_to_complete_and_two_to_sign() {
    let mut pilot = mentee();
    pilot.keys("2aStart a STEM hour<Tab><Tab>Four visits<Tab>april 30<C-s>m<C-s><Esc>5");
    let mut keys = 0;
    let mut press = |pilot: &mut Pilot, script: &str| {
        keys += crate::pilot::key_script::parse_script(script).len();
        pilot.keys(script);
    };
    press(&mut pilot, "<Down><Down><Down>e<C-n>");
    while !pilot.shows("Nothing that is asked for is missing.") {
        let Some(Screen::Form(form)) = pilot.app.screen() else {
            panic!("no form is open\n{}", pilot.screen());
        };
        let question = form.state.question().unwrap();
        if question.field.kind.is_selected() {
            // A number chooses and goes on.
            let is_rating = question.field.kind.scale().is_some();
            press(&mut pilot, if is_rating { "4" } else { "1" });
            let Some(Screen::Form(form)) = pilot.app.screen() else {
                panic!("the form is gone\n{}", pilot.screen());
            };
            let next = form.state.question();
            if next.is_some_and(|it| it.required && form.state.answers.at(&it.slot).is_empty()) {
                continue;
            }
        } else {
            pilot.keys("None yet");
        }
        press(&mut pilot, "<C-n>");
    }
    press(&mut pilot, "<C-s>c");
    assert!(keys <= 28, "{keys} keys where 28 were enough");
    pilot.sees("complete · ");
    costs(&mut pilot, 2, &[Keys("s<Enter>")]);
    pilot.sees("has yet to sign");
}

#[test]
fn the_meeting_that_was_planned_is_offered_first_when_one_is_logged() {
    let mut pilot = mentee();
    pilot.keys("1ptoday 10am<C-s>").sees("planned. u undoes.");
    costs(&mut pilot, 3, &[Keys("m<Enter><C-s>")]);
    pilot.sees("written up. u undoes.").keys("<Esc>");
    assert_eq!(pilot.app.session.book.log().count(), 1);
    pilot.keys("1ptoday 5pm<C-s>");
    costs(&mut pilot, 4, &[Keys("m<Down><Enter><C-s>")]);
    pilot.sees("logged. u undoes.");
    let mut pilot = pilot.restart_on("2026-11-24");
    pilot.keys("m");
    pilot.sees("Planned for Sun, Nov 22, 2026 at 5:00 PM: Meeting");
}
