//! A parcel is a file of `age`: whoever has the phrase can open it without this program.

use std::io::{Read, Write};
use std::path::Path;

use matchbook::domain::id::Id;
use matchbook::domain::person::Role;
use matchbook::exchange::{Phrase, open, seal};
use matchbook::store::{Entry, Parcel};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use serde_json::Value;

use super::skip;

const WORDS: &str = "abacus zoom unzip relic petal ivory";

fn parcel() -> Parcel {
    let entry = Entry {
        id: Id::derived(&["entry"]),
        at_ms: 1_790_000_000_000,
        replica: Id::derived(&["copy"]),
        kind: "goal".into(),
        rec: Id::derived(&["goal"]),
        field: "title".into(),
        parents: vec![Id::derived(&["earlier"])],
        value: "\"Start a STEM hour\"".into(),
    };
    let entries = vec![entry];
    Parcel {
        pair: Id::derived(&["pair"]),
        from: Id::derived(&["copy"]),
        role: Role::Mentee,
        person: "Rosa".into(),
        program: "alsc".into(),
        start: None,
        made: "2026-11-27T19:03:38Z".parse().unwrap(),
        set_sha: Parcel::checksum_of(&entries),
        seen: None,
        copies: vec![(Id::derived(&["copy"]), Role::Mentee)],
        entries,
        files: Vec::new(),
    }
}

/// Runs `age`, which asks for the phrase on a terminal, as often as it asks.
fn age(program: &Path, args: &[&str], folder: &Path) {
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new(program);
    command.args(args);
    command.cwd(folder);
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut writer = pair.master.take_writer().unwrap();
    let (mut shown, mut byte) = (String::new(), [0]);
    // On Linux the end of a terminal is an error.
    while reader.read(&mut byte).is_ok_and(|count| count > 0) {
        shown.push(char::from(byte[0]));
        if shown.to_lowercase().ends_with("phrase:")
            || shown.ends_with("autogenerate a secure one):")
        {
            writeln!(writer, "{WORDS}").unwrap();
        }
    }
    assert!(child.wait().unwrap().success(), "{shown}");
}

#[test]
fn a_parcel_is_opened_by_age_and_one_that_age_sealed_is_opened_here() {
    let Some(program) = skip::tool(&["age"]) else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let phrase = Phrase::parse(WORDS).unwrap();
    for armor in [false, true] {
        let bytes = seal(&parcel(), &phrase, armor).unwrap();
        std::fs::write(home.path().join("a.parcel"), bytes).unwrap();
        age(&program, &["-d", "-o", "lines", "a.parcel"], home.path());
        let text = std::fs::read_to_string(home.path().join("lines")).unwrap();
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0]["person"], "Rosa");
        assert_eq!(lines[1]["value"], "Start a STEM hour");
        assert_eq!(lines[2]["entries"], 1);
        let args: &[&str] = if armor {
            &["-p", "-a", "-o", "again", "lines"]
        } else {
            &["-p", "-o", "again", "lines"]
        };
        age(&program, args, home.path());
        let again = std::fs::read(home.path().join("again")).unwrap();
        assert_eq!(open(&again, &phrase).unwrap(), parcel());
        std::fs::remove_file(home.path().join("again")).unwrap();
        std::fs::remove_file(home.path().join("lines")).unwrap();
    }
}
