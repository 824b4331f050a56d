//! The screen of the year: its calendar, the hours record, the pulse that nobody else sees.

use matchbook::app::edit_target::EditTarget;
use matchbook::app::screens::Screen;
use matchbook::app::screens::preview::PreviewScreen;
use matchbook::domain::answer::Answers;
use matchbook::domain::ops;
use matchbook::export::EXPORTERS;

use super::pilot::Pilot;
use super::{mentee, mentee_at_work};

/// The pane so many steps to the right of the dates.
fn pane(pilot: &mut Pilot, steps: usize) {
    pilot.keys("6").keys(&"<Tab>".repeat(steps));
}

#[test]
fn the_calendar_leads_to_the_meeting_of_a_day() {
    let mut pilot = mentee_at_work();
    pane(&mut pilot, 1);
    pilot
        .sees("November 2026")
        .sees("Sun, Nov 22, 2026 (today)");
    pilot.sees("Nothing on this day");
    // Back to the day of the call.
    pilot.keys("<Home><Up><Up><Left><Left><Left>");
    pilot
        .sees("Thu, Nov 5, 2026 (17 days ago)")
        .sees("Meeting: First call");
    pilot.keys("<Enter>").sees("We said");
    pilot.keys("<Esc>").sees("Thu, Nov 5, 2026");
    pilot.keys("t").sees("(today)");
    // The next day with something: the step was promised by Friday.
    pilot
        .keys(">")
        .sees("Fri, Nov 27, 2026")
        .sees("Step: Call the school");
    pilot.keys("x").sees("done. u undoes.");
    pilot.sees("Is the goal reached?");
    pilot.keys("<Esc>u<PgDn>").sees("December 2026");
    pilot.click("31").sees("Thu, Dec 31, 2026");
}

#[test]
fn a_day_with_several_things_lets_one_be_chosen() {
    let mut pilot = mentee_at_work();
    pane(&mut pilot, 1);
    pilot
        .keys("aCall the office<C-s>")
        .sees("Date: Call the office");
    pilot.keys("aWrite to the office<C-s>");
    pilot
        .keys("<Enter>")
        .sees("choose one")
        .keys("<Down><Enter>");
    assert!(matches!(pilot.app.screen(), Some(Screen::Form(_))));
    pilot.keys("<Esc><Esc>").sees("Sun, Nov 22, 2026");
    pilot.keys("<Esc>");
    assert!(matches!(pilot.app.screen(), Some(Screen::Today(_))));
}

#[test]
fn goal_dates_stand_among_the_others_and_the_year_can_be_extended() {
    let mut pilot = mentee_at_work();
    pilot
        .resize(120, 40)
        .keys("6")
        .sees("Goal: Start a STEM hour");
    pilot.keys("aTalk to the board<Tab>2027-01-20<C-s>");
    pilot.sees("A date of your own.");
    pilot.keys("x").sees("done. u undoes.");
    pilot.click("Mon, Nov 2, 2026 to Tue, Aug 31, 2027");
    pilot.keys("x").sees("neither ticked nor archived");
    pilot.keys("e<Tab><C-a>2027-09-30<C-s>");
    pilot.sees("Mon, Nov 2, 2026 to Thu, Sep 30, 2027");
    // Once it is closed it asks for nothing any more.
    pilot
        .commit(|session, ctx| ops::cycle::close(&session.book, ctx))
        .sees("[-] Goals to the");
    pilot.sees("closed on Sun, Nov 22, 2026");
}

#[test]
fn the_hours_record_opens_its_meeting_and_numbers_say_why_they_are_not_edited() {
    let mut pilot = mentee_at_work();
    pane(&mut pilot, 2);
    pilot.sees("1 contact, a meeting; 0.8 h together");
    pilot.keys("e").sees("The numbers come from the log");
    pane(&mut pilot, 3);
    pilot
        .sees("Hours: 0.8 h in 1 contact, a meeting")
        .sees("50 min");
    pilot.keys("<Enter>").sees("We said");
}

#[test]
fn a_pulse_is_taken_undone_and_never_written_out() {
    let mut pilot = mentee();
    pane(&mut pilot, 4);
    pilot.sees("[private]").sees("None yet. a takes one");
    pilot.keys("a<Tab><Right><Right><Right><Tab><Tab><Tab>zebra<C-s>");
    pilot.sees("In touch 3").sees("zebra").sees("███░░ 3");
    pilot.keys("w<Enter>");
    for _format in EXPORTERS {
        let Some(Screen::Preview(PreviewScreen { preview, .. })) = pilot.app.screen() else {
            panic!("no preview:\n{}", pilot.screen());
        };
        assert!(!preview.text.contains("zebra"), "{}", preview.text);
        pilot.keys("<Tab>");
    }
    pilot.keys("<Esc>x").sees("nothing to tick");
    pilot.keys("d").sees("archived. u undoes.").sees("None yet");
    pilot.keys("u").sees("zebra").keys("u").sees("None yet");
}

#[test]
fn earlier_years_of_the_match_are_listed_with_their_days() {
    let mut pilot = mentee();
    let mut answers = Answers::default();
    answers
        .set("program", "alsc")
        .set("start", "2027-11-01")
        .set("end", "2028-08-31");
    pilot
        .resize(120, 40)
        .commit(|session, _| EditTarget::NextCycle.commit(&answers, session))
        .keys("6");
    pilot.sees("Earlier years of this match");
    pilot.sees("ALSC: Mon, Nov 2, 2026 to Tue, Aug 31, 2027");
    pilot.sees("Mon, Nov 1, 2027 to Thu, Aug 31, 2028");
}

#[test]
fn a_pause_is_added_makes_the_year_longer_and_is_taken_back_at_once() {
    let mut pilot = mentee_at_work();
    pilot.keys("6<End>").sees("Tue, Aug 31, 2027");
    pilot
        .keys("p<C-a>nov 20<Tab><C-a>dec 29<Tab>Leave<Tab><Right><C-s>")
        .sees("added, and the year lasts");
    pilot.sees("Pause, 40 days: Leave");
    pilot
        .keys("1")
        .sees("The year is paused until Tue, Dec 29, 2026.");
    pilot.keys("6<End>").sees("Sun, Oct 10, 2027");
    pilot.keys("u<End>").sees("Tue, Aug 31, 2027");
    assert!(!pilot.keys("<Home>").shows("Pause, 40 days"));
    // An end that nobody knows yet is asked for, with a hint.
    pilot.keys("p<C-a>nov 20<C-s>").sees("Last day");
    assert!(matches!(pilot.app.screen(), Some(Screen::Form(_))));
}
