//! The same on the screen: own programs are offered, and a book without its file opens.

use std::fs;

use super::data;
use super::pilot::Pilot;

/// The program with the files of the tests beside the built-in ones.
fn pilot() -> Pilot {
    let pilot = Pilot::new();
    for (folder, file) in [
        ("programs", "quarterly.toml"),
        ("programs", "term.toml"),
        ("forms", "example-survey.toml"),
        ("competencies", "example-areas.toml"),
    ] {
        let folder = pilot.path("config").join(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::copy(data(file), folder.join(file)).unwrap();
    }
    pilot
}

/// Starts a book of the program that stands so many places after the first.
fn start(pilot: &mut Pilot, place: usize) {
    let chosen = "<Right>".repeat(place);
    let script =
        format!("s{chosen}<Tab><Right><Tab>Mentee A<Tab>Mentor B<Tab><C-a>2026-11-02<C-s>");
    pilot.keys(&script);
}

#[test]
fn own_programs_are_offered_after_the_built_in_ones() {
    let mut pilot = pilot();
    pilot
        .keys("s")
        .sees("A year of our own")
        .sees("Example Quarterly Mentoring");
    pilot.sees("Example Term Mentoring");
    let mut pilot = pilot.restart();
    start(&mut pilot, 5);
    pilot.sees("Quarterly with Men");
    pilot.keys("6").sees("End of the trial period");
}

#[test]
fn the_choice_says_which_file_is_left_out() {
    let mut pilot = pilot();
    fs::write(pilot.path("config/programs/bad.toml"), "key = 1\n").unwrap();
    pilot
        .keys("s")
        .sees("Left out:")
        .sees("programs/bad.toml, line 1, column 7 (field “key”)");
    pilot.sees("Example Quarterly Mentoring");
}

#[test]
fn a_book_opens_without_the_file_of_its_program_and_says_so() {
    let mut pilot = pilot();
    start(&mut pilot, 5);
    fs::remove_file(pilot.path("config/programs/quarterly.toml")).unwrap();
    let mut pilot = pilot.restart();
    pilot.sees("The file of “quarterly” is missing: get it, then “matchbook program add”.");
    pilot.keys("6").sees("End of the trial period");
}

#[test]
fn text_of_an_own_file_does_not_act_on_the_screen() {
    let mut pilot = pilot();
    let term = fs::read_to_string(data("term.toml")).unwrap();
    let hostile = term.replace("\"term\"", "\"evil\"").replace(
        "Example Term Mentoring",
        "Evil\\u001b[2J\\u202e\\u0007 term",
    );
    fs::write(pilot.path("config/programs/evil.toml"), hostile).unwrap();
    pilot.keys("s").sees("Evil");
    let acts = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
    assert!(!pilot.screen().contains(acts), "{}", pilot.screen());
}
