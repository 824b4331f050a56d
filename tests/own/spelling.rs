//! British spelling, which files, books and commands of before have: it is read for ever and written nowhere.

use std::fs;

use serde_json::{Value, json};

use super::data;
use super::verbs::Desk;

/// `text` as it was written before.
fn british(text: &str) -> String {
    text.replace("program", "programme")
        .replace("organization", "organisation")
}

#[test]
fn commands_and_options_take_the_british_spelling() {
    let desk = Desk::new();
    let new = "new --programme alsc --role mentee --name A --partner B --start 2026-11-02 --book year.matchbook";
    desk.done(new);
    assert_eq!(desk.done("programme list"), desk.done("program list"));
    assert_eq!(
        desk.done("programme example programme"),
        desk.done("program example program")
    );
    desk.done("year next --programme kla");
    assert_eq!(desk.json("year show")["program"], "kla");
}

#[test]
fn a_program_in_the_folder_of_before_is_found_and_replaced_where_it_is() {
    let desk = Desk::with_book();
    let example = desk.done("program example");
    let file = desk.path("home/config/programmes/our-mentors.toml");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let before = example.replace("\norganization = ", "\norganisation = ");
    assert_ne!(before, example, "the example names an organization");
    fs::write(&file, before).unwrap();
    let page = desk.done("program show our-mentors");
    let list = desk.done("program list");
    assert_eq!(list.matches("our-mentors").count(), 1, "{list}");
    fs::write(desk.path("our-mentors.toml"), &example).unwrap();
    desk.done("program add our-mentors.toml --replace");
    assert_eq!(fs::read_to_string(&file).unwrap(), example);
    assert_eq!(desk.done("program show our-mentors"), page);
    assert!(!desk.path("home/config/programs/our-mentors.toml").exists());
}

#[test]
fn words_of_before_in_forms_and_decks_are_read() {
    let desk = Desk::with_book();
    let survey = fs::read_to_string(data("example-survey.toml")).unwrap();
    let auto = "kind = \"line\"\nauto = \"programme\"";
    let asks = survey.replacen("kind = \"text\"", auto, 1);
    assert_ne!(asks, survey);
    fs::write(desk.path("survey.toml"), asks).unwrap();
    desk.done("form check survey.toml");
    let deck = desk.done("deck example prompts");
    let before = deck.replace("\"meeting-each-other\"", "\"programme-workshop\"");
    assert_ne!(before, deck);
    fs::write(desk.path("deck.toml"), before).unwrap();
    desk.done("deck check deck.toml");
}

#[test]
fn a_json_file_of_before_comes_in_whole() {
    let desk = Desk::with_book();
    desk.done("goal add 'Start a STEM hour'");
    desk.done("export everything --format json -o now.json");
    let now = fs::read_to_string(desk.path("now.json")).unwrap();
    let mut before: Value = serde_json::from_str(&now).unwrap();
    let file = before.as_object_mut().unwrap();
    let program = file.remove("program").unwrap();
    file.insert(british("program"), program);
    for cycle in file["records"]["cycle"].as_array_mut().unwrap() {
        let program = cycle.as_object_mut().unwrap().remove("program").unwrap();
        cycle[british("program")] = program;
    }
    fs::write(desk.path("before.json"), before.to_string()).unwrap();
    desk.done("import before.json --book again.matchbook");
    desk.done("export everything --format json -o again.json --book again.matchbook");
    let again = fs::read_to_string(desk.path("again.json")).unwrap();
    let again: Value = serde_json::from_str(&again).unwrap();
    assert_eq!(again["program"]["key"], json!("alsc"));
    assert_eq!(
        again["records"],
        serde_json::from_str::<Value>(&now).unwrap()["records"]
    );
}
