//! A call of 45 minutes in a real terminal, with the keys as a terminal sends them, and a window that is closed half way.

use std::cell::Cell;

use rustix::process::Signal;

use crate::tty::Tty;
use crate::world::World;

/// The most keys that the call may cost beyond the text that is typed.
const MOST_KEYS: usize = 30;

/// A book with a call planned for noon, and six lines on its agenda.
fn with_a_call_at_noon() -> World {
    let world = World::with_book();
    let plan = "meeting plan 2026-11-22T12:00 --title Talk --channel phone --minutes 45";
    world.cli(&plan.split(' ').collect::<Vec<_>>());
    for number in 1..=6 {
        world.cli(&[
            "agenda",
            "--add",
            &format!("Topic {number}"),
            "--minutes",
            "7",
        ]);
    }
    world
}

#[test]
fn a_call_of_45_minutes_survives_a_closed_window_and_costs_at_most_30_keys() {
    let world = with_a_call_at_noon();
    let count = Cell::new(0);
    let press = |tty: &Tty, keys: &str| {
        count.set(count.get() + keys.matches('<').count());
        tty.keys(keys);
    };
    let tty = world.open();
    tty.wait_for("Call today at 12:00 PM: Talk");
    press(&tty, "<Enter>");
    tty.wait_for("0 of 45 min").keys("Board said yes");
    press(&tty, "<F3><F3><Enter>");
    tty.keys("mentor: write a budget by dec 11")
        .wait_for("by dec 11");
    press(&tty, "<F5>");
    tty.wait_for("action for Mentor, due Fri, Dec 11, 2026");
    press(&tty, "<F3><Enter>");
    tty.keys("kanarienvogel").wait_for("kanarienvogel");
    tty.signal(Signal::HUP);
    tty.end().assert(129);

    let later = world.program().env("MATCHBOOK_NOW", "2026-11-22T12:45");
    let tty = later.open();
    tty.wait_for("Call since 12:00 PM: Talk");
    press(&tty, "<Enter>");
    tty.wait_for("45 of 45 min").wait_for("kanarienvogel");
    press(&tty, "<F7>");
    tty.wait_for("private, for you alone");
    press(&tty, "<F3><F3><Enter>");
    tty.keys("We talk at nine").wait_for("at nine");
    press(&tty, "<F6>");
    tty.wait_for("= We talk at nine");
    press(&tty, "<F3><Enter>");
    tty.keys("! send the list").wait_for("action for you");
    press(&tty, "<C-s>");
    tty.wait_for("When do you talk next?");
    press(&tty, "<Enter>");
    tty.wait_for("planned. u undoes.").keys("q");
    tty.end().assert(0);
    assert!(count.get() <= MOST_KEYS, "{} keys", count.get());

    let shown = world.cli(&["--json", "meeting", "show", "2"]);
    for words in [
        "\"minutes\": 45",
        "We talk at nine",
        "Board said yes",
        "kanarienvogel",
    ] {
        assert!(shown.contains(words), "{words} is not in {shown}");
    }
    let actions = world.cli(&["action", "list"]);
    assert!(actions.contains("write a budget") && actions.contains("send the list"));
    let shared = world.cli(&["export", "everything", "--format", "json", "-o", "-"]);
    assert!(shared.contains("Board said yes") && !shared.contains("kanarienvogel"));
}
