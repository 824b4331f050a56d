//! Programs, forms and decks of one's own: how they are checked and added, and books that follow them to the end.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "own/asked.rs"]
mod asked;
#[path = "own/checks.rs"]
mod checks;
#[path = "own/cohorts.rs"]
mod cohorts;
#[path = "own/papers.rs"]
mod papers;
#[expect(dead_code, reason = "stories and screens use different parts of it")]
#[path = "support/pilot.rs"]
mod pilot;
#[path = "own/screens.rs"]
mod screens;
#[path = "own/shapes.rs"]
mod shapes;
#[path = "own/spelling.rs"]
mod spelling;
#[path = "own/terms.rs"]
mod terms;
#[path = "support/verbs.rs"]
mod verbs;

use std::path::Path;

use serde_json::Value;
use verbs::{Desk, Ran};

/// Where the files of the tests are.
fn data(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/own");
    folder.join(name).to_str().unwrap().to_owned()
}

/// A desk with both programs, their form and areas, and the deck; there is no book yet.
fn desk() -> Desk {
    let desk = Desk::new();
    let areas = desk.path("home/config/competencies");
    std::fs::create_dir_all(&areas).unwrap();
    std::fs::copy(data("example-areas.toml"), areas.join("example-areas.toml")).unwrap();
    for (noun, file) in [
        ("form", "example-survey.toml"),
        ("deck", "example-deck.toml"),
        ("program", "quarterly.toml"),
        ("program", "term.toml"),
    ] {
        let ran = desk.run(&[noun, "add", &data(file)]);
        assert_eq!(ran.exit, 0, "{}", ran.shown());
    }
    desk
}

/// Runs the words on a day.
fn on(desk: &Desk, day: &str, args: &[&str]) -> Ran {
    let mut command = desk.command();
    let now = format!("{day}T10:00");
    desk.told(
        command
            .env("MATCHBOOK_NOW", now)
            .args(args)
            .output()
            .unwrap(),
    )
}

/// The same for words that have to succeed.
fn done_on(desk: &Desk, day: &str, args: &[&str]) -> String {
    let ran = on(desk, day, args);
    assert_eq!(ran.exit, 0, "{day} {args:?}: {}", ran.shown());
    ran.out
}

/// The JSON that the words print on a day.
fn json_on(desk: &Desk, day: &str, args: &[&str]) -> Value {
    let args = [args, &["--json"]].concat();
    serde_json::from_str(&done_on(desk, day, &args)).unwrap()
}

/// Starts the only book of a desk.
fn start(desk: &Desk, program: &str, day: &str) {
    let args = [
        "new",
        "--program",
        program,
        "--role",
        "mentee",
        "--name",
        "Mentee A",
        "--partner",
        "Mentor B",
        "--start",
        day,
    ];
    done_on(desk, day, &args);
}
