//! How a year ends: the closing kit, the letter, the closed year, and another one.

use matchbook::domain::goal::GoalStatus;
use matchbook::domain::program::Stay;

use super::mentee_at_work;
use super::pilot::Pilot;

/// Goes down the closing kit until the selected line shows `words`.
fn down_to(pilot: &mut Pilot, words: &str) {
    pilot.keys("<Home>");
    for _line in 0..40 {
        let screen = pilot.screen();
        let mut lines = screen.lines();
        if lines.any(|line| line.contains('▸') && line.contains(words)) {
            return;
        }
        pilot.keys("<Down>");
    }
    panic!("no line {words:?}:\n{}", pilot.screen());
}

#[test]
fn a_year_is_closed_without_fault_opened_again_and_followed_by_another_program() {
    let mut pilot = mentee_at_work().restart_on("2027-07-25");
    pilot.sees("▸ • Closing: 5 weeks left");
    pilot.keys("<Enter>").sees("1. What is left");
    // One goal is let go, the other one is reached.
    down_to(&mut pilot, "Read more reviews");
    pilot.keys("x").sees("What becomes of the goal?");
    pilot.click("We let it go");
    assert!(!pilot.shows("Goal: Read more reviews"));
    down_to(&mut pilot, "Start a STEM hour");
    pilot.keys("s<Enter>");
    let goals = pilot.app.session.book.goals_in_order();
    let stand: Vec<_> = goals.iter().map(|goal| goal.status).collect();
    assert_eq!(stand, [GoalStatus::Done, GoalStatus::Dropped]);
    // The letter tells the one and is silent about the other.
    down_to(&mut pilot, "A letter to Mentor B");
    pilot.keys("<Enter>").sees("Dear Mentor B,").keys("y");
    assert!(pilot.copied[0].contains("- Start a STEM hour"));
    assert!(!pilot.copied[0].contains("reviews"));
    pilot.keys("<Esc>");
    // No meeting is planned for the last talk until b plans it.
    down_to(&mut pilot, "Where did we begin");
    pilot.keys("x").sees("b plans the closing talk");
    pilot.keys("baug 10 10am<C-s>").sees("Where did we begin");
    down_to(&mut pilot, "Where did we begin");
    pilot.keys("x").sees("on the agenda");
    down_to(&mut pilot, "Staying in touch");
    pilot
        .keys("<Enter><Down><Enter>")
        .sees(Stay::Quarterly.label());
    down_to(&mut pilot, "Close the year");
    pilot.keys("<Enter>").sees("The year was closed");
    pilot.keys("1").sees("Nothing is asked any more");
    assert!(!pilot.shows("late"), "{}", pilot.screen());
    pilot.keys("0").sees("Closed years");
    // It can be taken back, and done again.
    pilot.keys("1u").sees("Closing: 5 weeks left");
    pilot.keys("<C-r>").sees("Nothing is asked any more");
    // Opened again after it was cut short, it asks for its last day.
    pilot.keys("C<End><Enter>").sees("Last day");
    pilot
        .keys("<Tab><C-a>2027-08-31<C-s>")
        .sees("Closing: 5 weeks left");
    pilot.keys("<End><Enter>").sees("The year was closed");
    another_year(pilot);
}

/// Goes on with the same partner in the program of KLA.
fn another_year(mut pilot: Pilot) {
    pilot.keys("7A").sees("Another year");
    pilot.keys("<Right><Tab><C-a>2027-10-01<C-s>");
    pilot.sees("Another year started").sees("What is next");
    let desk = &pilot.app.session;
    assert_eq!(desk.program().key, "kla");
    assert!(desk.book.goals_in_order().is_empty());
    let forms: Vec<_> = desk.forms().into_iter().map(|it| it.0.form).collect();
    pilot.keys("7").sees("Before: ALSC").keys("<Tab>");
    pilot.sees("KLA Mentoring Program");
    pilot.keys("5");
    for (form_use, _) in pilot.app.session.forms() {
        assert!(forms.contains(&form_use.form));
        pilot.sees(&form_use.title);
    }
    let mut pilot = pilot.restart();
    pilot.sees("KLA with Mentor B");
    assert!(!pilot.shows("closed on"));
}
