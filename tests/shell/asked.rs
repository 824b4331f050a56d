//! Nothing but what was asked for, and a reader that goes away is no fault.

use std::process::{Command, Stdio};

use crate::verbs::Desk;
use crate::{LISTINGS, sample, with_files};

/// The program with its output going to a pipe that nobody reads any more.
fn unread(desk: &Desk, args: &[&str]) -> (Option<i32>, String) {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = Command::new(env!("CARGO_BIN_EXE_matchbook"))
        .env_clear()
        .env("HOME", desk.path(""))
        .env("MATCHBOOK_HOME", desk.path("home"))
        .env("MATCHBOOK_NOW", "2026-11-22T10:00")
        .env("MATCHBOOK_BOOK", desk.path("year.matchbook"))
        .current_dir(desk.path(""))
        .args(args)
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), err)
}

#[test]
fn a_reader_that_has_gone_away_ends_every_listing_quietly() {
    let desk = sample();
    with_files(&desk);
    let lines = LISTINGS.iter().map(|(_, line)| *line);
    let more = [
        "--help",
        "goal --help",
        "--version",
        "man",
        "completions bash",
        "form example",
        "export everything -o -",
        "goal list --json",
    ];
    for line in lines.chain(more) {
        let args: Vec<_> = line.split(' ').collect();
        let ended = unread(&desk, &args);
        assert_eq!(ended, (Some(0), String::new()), "{line}");
    }
}

#[test]
fn quiet_prints_answers_and_no_confirmations() {
    let desk = sample();
    with_files(&desk);
    for (_, line) in LISTINGS {
        let said = desk.done(&format!("{line} --quiet"));
        assert_eq!(said, desk.done(line), "{line}");
        assert!(!said.is_empty(), "{line}");
    }
    for line in [
        "goal add One",
        "goal step 1 add Two",
        "log --kind contact",
        "form fill tracker contact-me=yes",
        "export tracker -o tracker.md",
        "man pages",
        "backup",
        "undo",
    ] {
        let ran = desk.line(&format!("{line} --quiet"));
        let heard = (ran.exit, ran.out.as_str(), ran.err.as_str());
        assert_eq!(heard, (0, "", ""), "{line}");
    }
}

#[test]
fn what_goes_wrong_is_told_in_words_also_with_json() {
    let desk = sample();
    for (line, exit) in [
        ("goal show 99", 1),
        ("goal lst", 2),
        ("export poem -o -", 1),
        ("status --book missing.matchbook", 2),
    ] {
        let ran = desk.line(&format!("{line} --json"));
        assert_eq!((ran.exit, ran.out.as_str()), (exit, ""), "{line}");
        assert!(ran.err.starts_with("matchbook: "), "{line}: {}", ran.err);
    }
}
