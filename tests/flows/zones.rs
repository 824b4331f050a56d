//! Two people in different time zones.

use super::mentee;

#[test]
fn the_partners_hour_stands_beside_ones_own_and_an_hour_is_typed_in_any_zone() {
    let mut pilot = mentee();
    // Ana lives in Berlin, the mentee in Honolulu: 11 hours apart in winter.
    pilot.keys("7<Enter>").sees("Time zone");
    pilot.keys("<Tab><Tab><Tab><Tab><Tab>Berlin<C-s>");
    pilot.sees("Europe/Berlin");
    pilot
        .keys("0,<Tab><C-a>honolulu<C-s>")
        .sees("Settings saved.");
    pilot.keys("<Esc>3p2026-12-08 9am cet");
    pilot
        .sees("by the clocks of Berlin,")
        .sees("Mon, Dec 7, 2026 at 10:00 PM for you");
    pilot.keys("<C-s>").keys("3");
    pilot.sees("Mon, Dec 7, 2026").sees("10:00 PM");
    pilot
        .keys("<Enter>")
        .sees("Tue, Dec 8, 2026 at 9:00 AM for");
}

#[test]
fn an_hour_that_the_clocks_leave_out_or_repeat_is_told() {
    let mut pilot = mentee();
    pilot
        .keys("0,<Tab><C-a>new york<C-s>")
        .sees("Settings saved.");
    pilot.keys("<Esc>3p2027-03-14 2:30am");
    pilot.sees("leave this hour out, so it counts as 3:30 AM");
    pilot.keys("<C-a>2027-11-07 1:30am");
    pilot.sees("that night this hour comes");
}
