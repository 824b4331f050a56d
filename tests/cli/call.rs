//! A call held at the command line, as somebody types it or a screen reader hears it.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::Value;

use crate::verbs::{Desk, Ran};

/// A book in which a call is planned for today, with what the last one left behind.
fn planned() -> Desk {
    let desk = Desk::with_book();
    for line in [
        r#"log --kind meeting --date "nov 10" --decisions "We start small" --action "mentor: send the outline by 2026-11-20""#,
        r#"meeting plan "today 10am" --minutes 45 --title "Monthly talk""#,
        r#"agenda --add "How did the board meeting go?" --minutes 10"#,
        r#"agenda --add "One question for next time" --minutes 5"#,
    ] {
        desk.done(line);
    }
    desk
}

/// Types `lines` into a call at a time of 22 November.
fn call(desk: &Desk, time: &str, options: &str, lines: &str) -> Ran {
    let args = format!("--book year.matchbook call {options}");
    let mut command = desk.command();
    command.args(crate::verbs::words(args.trim()));
    command.env("MATCHBOOK_NOW", format!("2026-11-22T{time}"));
    desk.told(command.write_stdin(lines.as_bytes()).output().unwrap())
}

const TYPED: &str = "The board said yes.\n! Mentor: write a budget by dec 1\n! call the school\n\
                     = We meet at 9:30\n~ he seemed tired\n\\~ 5 people came\n- a point\n\nx 1\nx 7\n\\end\n\nend\n";

#[test]
fn a_call_is_typed_line_by_line_and_each_line_is_answered() {
    let desk = planned();
    let first = call(&desk, "10:00", "", "later\n");
    assert_eq!(first.exit, 0, "{}", first.err);
    let rest = call(&desk, "10:40", "", TYPED);
    let page = desk.done("meeting show 1");
    insta::assert_snapshot!(format!("{}\n{}\n{page}", first.shown(), rest.shown()));
    assert!(!rest.out.contains("tired"), "private words are said back");
    let undone = desk.done("undo");
    assert!(undone.contains("written up"), "{undone}");
    assert!(desk.done("action list").contains("outline"));
    assert!(!desk.done("action list").contains("budget"));
}

#[test]
fn a_call_that_was_not_planned_is_logged_today_at_the_end_of_the_input() {
    let desk = Desk::with_book();
    let ran = call(&desk, "10:00", "--json", "We spoke of schools.");
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["done"], "meeting of Sun, Nov 22, 2026 logged");
    assert_eq!(json["open"], false);
    assert!(json["meeting"].is_string(), "{json}");
    assert!(
        desk.done("meeting show 1").contains("We spoke of schools."),
        "{json}"
    );
    let drafts = call(&desk, "10:30", "", "");
    assert!(
        drafts
            .out
            .ends_with("Nothing was typed, so no call is logged.\n")
    );
    assert_eq!(desk.json("meeting list").as_array().unwrap().len(), 1);
}

#[test]
fn an_interrupted_call_keeps_every_line_and_goes_on() {
    let desk = planned();
    let mut program = std::process::Command::new(assert_cmd::cargo::cargo_bin("matchbook"))
        .args(["--book", "year.matchbook", "call"])
        .env_clear()
        .env("HOME", desk.path(""))
        .env("MATCHBOOK_HOME", desk.path("home"))
        .env("MATCHBOOK_NOW", "2026-11-22T10:00")
        .current_dir(desk.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = program.stdin.take().unwrap();
    input.write_all(b"It began well.\n~ canary\n").unwrap();
    let mut said = BufReader::new(program.stdout.take().unwrap()).lines();
    let heard = said.any(|line| line.unwrap() == "Private, for you alone.");
    assert!(heard);
    program.kill().unwrap();
    program.wait().unwrap();
    let rest = call(&desk, "10:20", "", "It ended well.\n");
    assert!(rest.out.contains("begun at 10:00 AM, 2 lines of notes"));
    let page = desk.json("meeting show 1");
    assert_eq!(page["notes"][0]["text"], "It began well.\nIt ended well.");
    assert_eq!(page["private_note"], "canary");
    assert_eq!(page["minutes"], 20);
    for shared in [
        "export everything --format txt -o -",
        "history",
        "agenda --json",
    ] {
        let shown = desk.line(shared);
        assert!(!shown.shown().contains("canary"), "{shared}");
    }
}

#[test]
fn a_line_that_is_too_long_for_an_action_stays_a_note() {
    let desk = Desk::with_book();
    let long = format!("! {}\n", "word ".repeat(70));
    let ran = call(&desk, "10:00", "", &long);
    assert!(ran.out.contains("It stays a note."), "{}", ran.out);
    let page = desk.json("meeting show 1");
    assert!(
        page["notes"][0]["text"]
            .as_str()
            .unwrap()
            .starts_with("! word")
    );
    assert_eq!(page["actions"].as_array().unwrap().len(), 0);
}

#[test]
fn a_call_is_held_on_a_planned_meeting_and_one_at_a_time() {
    let desk = planned();
    let refused = [
        call(&desk, "10:00", "2", "end\n"),
        call(&desk, "10:00", "9", "end\n"),
    ];
    assert_eq!(call(&desk, "10:00", "1", "later\n").exit, 0);
    let other = call(&desk, "10:00", "2", "end\n");
    let shown = refused.iter().chain([&other]).map(Ran::shown);
    insta::assert_snapshot!(shown.collect::<Vec<_>>().join("\n"));
}

#[test]
fn logging_on_the_day_of_a_planned_meeting_writes_that_one_up() {
    let desk = planned();
    let logged = desk.done("log --kind meeting --note 'All well' --minutes 50");
    assert!(
        logged.starts_with("Meeting of Sun, Nov 22, 2026 written up."),
        "{logged}"
    );
    let page = desk.json("meeting show 1");
    assert_eq!(
        (&page["title"], &page["minutes"]),
        (&"Monthly talk".into(), &50.into())
    );
    assert_eq!(page["time"], "10:00:00");
    assert_eq!(desk.json("meeting list").as_array().unwrap().len(), 2);
    desk.done("meeting plan today");
    let contact = desk.done("log --kind contact --channel email");
    assert!(contact.contains("Contact of"), "{contact}");
    let beside = desk.done("log --kind meeting --another");
    assert!(
        beside.starts_with("Meeting of Sun, Nov 22, 2026 logged."),
        "{beside}"
    );
    assert_eq!(desk.json("meeting list").as_array().unwrap().len(), 5);
}

#[test]
fn no_break_within_a_private_line_and_no_length_of_it_makes_a_part_of_it_shared() {
    for part in ["\r", "\u{b}", "\u{2028}", "\u{85}"] {
        let desk = Desk::with_book();
        call(
            &desk,
            "10:00",
            "",
            &format!("Hello\n~ He is tired{part}canary\n"),
        );
        let page = desk.json("meeting show 1");
        assert_eq!(page["private_note"], "He is tired canary");
        assert_eq!(page["notes"][0]["text"], "Hello");
    }
    let desk = Desk::with_book();
    let long = format!("Hello\n~ {}\n", "canary ".repeat(20_000));
    let ran = call(&desk, "10:00", "", &long);
    assert_eq!(ran.exit, 1);
    assert!(ran.err.contains("goes on with it."), "{}", ran.err);
    call(&desk, "10:00", "", "end\n");
    let page = desk.json("meeting show 1");
    assert_eq!(
        (
            page["notes"][0]["text"].as_str(),
            page["private_note"].is_null()
        ),
        (Some("Hello"), true)
    );
}

#[test]
fn a_line_that_was_not_reached_is_carried_over_behind_a_year_of_planned_meetings() {
    let desk = planned();
    desk.done("agenda tick 1");
    desk.done("log --kind meeting");
    desk.done("meeting series 'nov 24' --every week");
    assert!(desk.json("meeting list").as_array().unwrap().len() > 35);
    let built = desk.json("agenda --build");
    let lines = built["lines"].as_array().unwrap();
    let carried = |line: &&Value| line["reason"] == "Not reached on Sun, Nov 22, 2026.";
    let carried: Vec<_> = lines
        .iter()
        .filter(carried)
        .map(|line| &line["text"])
        .collect();
    assert_eq!(carried, ["One question for next time"]);
}

#[test]
fn today_tells_of_a_call_that_is_due_or_open_and_the_call_of_its_number() {
    let desk = planned();
    let moved = desk.done("meeting edit 1 --link '502 555 0100'");
    assert!(moved.contains("changed"), "{moved}");
    let today = |time: &str| {
        let mut command = desk.command();
        command.args(["--book", "year.matchbook", "today"]);
        command.env("MATCHBOOK_NOW", format!("2026-11-22T{time}"));
        desk.told(command.output().unwrap()).out
    };
    assert!(!today("09:00").contains("Call"));
    let due = "Call today at 10:00 AM: Monthly talk. “matchbook call” begins it.";
    assert!(today("09:40").contains(due), "{}", today("09:40"));
    let first = call(&desk, "10:02", "", "Hello\nlater\n");
    assert!(first.out.contains("To call: 502 555 0100"), "{}", first.out);
    let open = "Call since 10:02 AM: Monthly talk. “matchbook call” goes on with it.";
    assert!(today("10:20").contains(open), "{}", today("10:20"));
}

#[test]
fn a_planned_meeting_is_moved_forward_where_no_year_is_typed() {
    let desk = Desk::with_book();
    desk.done("meeting plan 'dec 8 10am'");
    let moved = desk.done("meeting edit 1 --date 'feb 3 10am'");
    assert!(moved.contains("Wed, Feb 3, 2027"), "{moved}");
}
