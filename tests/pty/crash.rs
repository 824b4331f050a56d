//! The end that nobody asked for: kills, signals, a terminal that is gone, a fault of the program.

use rustix::process::Signal;

use crate::tty::Tty;
use crate::world::{World, open_note};

/// Opens the form of a meeting at its notes and types `text`.
fn type_note(tty: &Tty, text: &str) {
    open_note(tty);
    tty.keys(text).wait_for(text);
}

/// Starts the program again and looks for `text` in the form of a meeting.
fn assert_offered(world: &World, text: &str) {
    let tty = world.open();
    tty.keys("m").wait_for("You typed this before");
    tty.wait_for(text).keys("<C-q>");
    tty.end().assert(0);
}

#[test]
fn what_was_typed_two_seconds_before_a_kill_is_offered_again() {
    let world = World::with_book();
    let tty = world.open();
    type_note(&tty, "The children built a bridge");
    world.wait_for_draft("The children built a bridge");
    tty.kill();
    assert_offered(&world, "The children built a bridge");
}

#[test]
fn what_the_screen_called_saved_is_there_after_a_kill() {
    let world = World::with_book();
    let tty = world.open();
    tty.keys("2")
        .wait_for("No goal yet")
        .keys("aReading dogs<C-s>");
    tty.wait_for("u undoes");
    tty.kill();
    assert!(world.cli(&["goal", "list"]).contains("Reading dogs"));
    assert!(world.cli(&["check"]).contains("sound"));
}

#[test]
fn a_signal_to_end_keeps_what_is_typed_and_gives_the_terminal_back() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let world = World::with_book();
        let tty = world.open();
        type_note(&tty, "Typed and not saved");
        tty.signal(signal);
        let ended = tty.end();
        ended.assert(code);
        assert!(!ended.screen.contains("matchbook:"), "{}", ended.screen);
        assert!(world.drafts()[0].contains("Typed and not saved"));
    }
}

#[test]
fn a_program_caught_in_half_a_paste_ends_when_it_is_told_to() {
    let world = World::with_book();
    let tty = world.open();
    tty.bytes("\x1b[200~never ends").settle();
    tty.signal(Signal::TERM);
    tty.end().assert(143);
}

#[test]
fn a_terminal_that_vanished_ends_the_program_and_keeps_what_was_typed() {
    let world = World::with_book();
    // Nobody tells the program; and nothing is typed when the line is closed.
    let run = world.program().after("trap '' HUP; stty eof undef");
    let mut tty = run.open();
    tty.wait_for("1 Today");
    type_note(&tty, "Typed before the window closed");
    tty.vanish();
    assert_eq!(tty.code(), 129);
    assert_offered(&world, "Typed before the window closed");
}

#[test]
fn a_terminal_that_vanished_in_the_middle_of_a_paste_ends_the_program() {
    let world = World::with_book();
    let run = world.program().after("trap '' HUP; stty eof undef");
    let mut tty = run.open();
    tty.wait_for("1 Today");
    tty.bytes("\x1b[200~never ends").settle();
    tty.vanish();
    assert_eq!(tty.code(), 129);
}

/// Fails on purpose while a secret is typed, with `backtrace` in the environment, and gives what was told of it.
#[cfg(debug_assertions)]
fn told_of_a_fault(backtrace: &str) -> String {
    let world = World::with_book();
    let program = world.program().env("MATCHBOOK_FAULT", "panic");
    let tty = program.env("RUST_BACKTRACE", backtrace).open();
    tty.wait_for("1 Today");
    type_note(&tty, "A secret of the two");
    world.wait_for_draft("A secret of the two");
    tty.keys(", and more");
    tty.wait_for("A secret of the two, and more");
    let drawn = tty.written().len();
    tty.paste("panic");
    let ended = tty.end();
    ended.assert(1);
    assert_offered(&world, "A secret of the two, and more");
    String::from_utf8_lossy(&ended.bytes[drawn..]).into_owned()
}

#[cfg(debug_assertions)]
#[test]
fn a_fault_gives_the_terminal_back_names_no_text_and_keeps_what_was_typed() {
    let told = told_of_a_fault("0");
    assert!(told.contains("fault of its own"), "{told}");
    assert_eq!(told.matches("matchbook:").count(), 1, "{told}");
    assert!(!told.contains("secret"), "{told}");
    let back = told.find("\x1b[?1049l").unwrap();
    assert!(back < told.find("matchbook:").unwrap(), "{told:?}");
    assert!(!told.contains("BACKTRACE"), "{told}");
}

#[cfg(debug_assertions)]
#[test]
fn the_way_to_a_fault_is_told_to_whoever_asks_for_it_and_names_no_text() {
    let told = told_of_a_fault("full");
    assert_eq!(told.matches("fault of its own").count(), 1, "{told}");
    assert!(
        told.contains("matchbook::tui::panic_if_requested"),
        "{told}"
    );
    assert!(told.contains("src/tui/mod.rs"), "{told}");
    assert!(!told.contains("secret"), "{told}");
    let back = told.find("\x1b[?1049l").unwrap();
    assert!(back < told.find("matchbook:").unwrap(), "{told:?}");
}
