//! The user's settings: how days and hours are written, and the time zone.

use super::mentee;

#[test]
fn days_and_hours_are_written_as_the_settings_say_as_soon_as_they_are_saved() {
    let mut pilot = mentee();
    pilot.keys("3").keys("p").keys("2026-12-08 14:00<C-s>");
    pilot.keys("3").sees("Tue, Dec 8, 2026");
    // The region is the first question; its third answer is what is not the United States.
    pilot.keys("7,").sees("written").keys("3<C-s>");
    pilot
        .sees("Settings saved.")
        .keys("3")
        .sees("Tue 8 Dec 2026");
    pilot.keys("0,<Tab>").keys("<C-a>Atlantis<C-s>");
    pilot.sees("“Atlantis” cannot be read as “time-zone”.");
    pilot
        .keys("<Enter><C-a>honolulu<C-s>")
        .sees("Settings saved.");
    pilot.keys(",").sees("Pacific/Honolulu");
}
