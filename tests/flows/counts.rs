//! Key counts of the acts of a week, beyond what is typed: none may cost more than it did.

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
fn a_book_is_started_with_six_keys() {
    let mut pilot = Pilot::new();
    let names = [
        Keys("s11"),
        Text("Mentee A"),
        Keys("<Tab>"),
        Text("Mentor B"),
        Keys("<C-s>"),
    ];
    costs(&mut pilot, 6, &names);
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
        .keys("1aSend the list<C-s>")
        .click("Send the list");
    costs(&mut pilot, 1, &[Keys("x")]);
    pilot.sees("u undoes");
    costs(&mut pilot, 2, &[Keys("1u")]);
    pilot.sees("Undone");
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
    pilot.sees("6 Nov 2026");
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
    pilot.sees("Planned for Sun 22 Nov 2026 at 17:00: Meeting");
}
