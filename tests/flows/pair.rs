//! The match: how to reach each other, what the program says, what was read.

use super::mentee;

#[test]
fn how_to_reach_the_partner_is_written_where_it_is_looked_up_and_copied() {
    let mut pilot = mentee();
    pilot.keys("7").sees("Your mentor: Mentor B");
    pilot.keys("<Enter><Tab>Town Library<Tab>b@example.org<Tab>555-0100<C-s>");
    pilot.sees("Town Library").sees("555-0100");
    pilot.keys("<Down>y");
    assert_eq!(pilot.copied, ["b@example.org"]);
    pilot.click("Mon, Nov 2, 2026").keys("<Enter>");
    pilot.sees("First and last day");
}

#[test]
fn the_programs_page_counts_the_days_to_ask_for_another_match() {
    let mut pilot = mentee();
    pilot.resize(120, 150).keys("7<Tab>");
    pilot
        .sees("Association for Library Service to Children")
        .sees("The last day to ask is Wed, Dec 2, 2026 (in 10 days).");
    let mut pilot = pilot.restart_on("2026-12-03");
    pilot.resize(120, 150).keys("7<Tab>");
    assert!(!pilot.shows("The last day to ask is"));
    // The end can be looked at and left again.
    pilot.resize(80, 24).keys("<End>").sees("ALSC Blog");
    let end = pilot.screen();
    pilot.keys("<Up>");
    assert_ne!(pilot.screen(), end);
    pilot.keys("<Down>");
    assert_eq!(pilot.screen(), end);
}

#[test]
fn what_was_read_shows_its_day_and_what_one_thought() {
    let mut pilot = mentee();
    pilot.keys("7<Tab><Tab><Enter>").sees("x marks it as read");
    pilot.keys("x").sees("[✓] Power Mentoring");
    pilot.sees("read Sun, Nov 22, 2026");
    pilot.keys("<Enter><Tab><Tab><Tab><Tab>Good on listening<C-s>");
    pilot.sees("Good on listening").keys("x");
    pilot.sees("[ ] Power Mentoring");
    // The pair's own books stand below, and are ticked in the same way.
    pilot.keys("a<Tab>The Frog<C-s>").sees("▸ [ ] The Frog");
    pilot.keys("x").sees("[✓] The Frog");
    pilot.keys("d<End>").sees("None yet; a adds one.");
}

#[test]
fn search_opens_people_and_what_to_read_where_they_stand() {
    let mut pilot = mentee();
    pilot.keys("/mentor b<Enter>").sees("Your mentor: Mentor B");
    pilot.keys("1/creating a mentoring<Enter>");
    pilot.sees("▸ [ ] Creating a Mentoring Culture");
}
