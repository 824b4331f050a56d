//! What must do no harm: text that would act on a terminal, files that are no books, outputs that cannot be written.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/verbs.rs"]
mod verbs;

use std::path::Path;
use std::process::{Command, Stdio};

use matchbook::domain::action::Action;
use matchbook::domain::change::{Change, Commit, Record};
use matchbook::domain::goal::Goal;
use matchbook::domain::meeting::{Meeting, Note, PrivateNote};
use matchbook::domain::person::{Person, Role};
use matchbook::domain::sanitize::needs_sanitizing;
use matchbook::env::Env;
use matchbook::store::{OpenMode, Store};
use verbs::Desk;

/// Moves the cursor, rings, retitles the window, clears the screen, overwrites, turns round and hides.
const HOSTILE: &str =
    "x\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{8}\u{7f}\rY\u{202e}cod\u{200b}\u{2066}\u{e0041}z";

/// Every verb that shows something of a book.
const SHOWING: [&str; 17] = [
    "goal list",
    "goal show 1",
    "meeting list",
    "meeting show 1",
    "action list",
    "question list",
    "idea list",
    "form list",
    "form show tracker",
    "form show goal-sheet",
    "status",
    "history",
    "search zebra",
    "check",
    "agenda --send",
    "export everything -o -",
    "export everything --format txt -o -",
];

fn env() -> Env {
    Env::fixed("2026-11-22T10:00:00Z".parse().unwrap(), 99)
}

/// A book in which everything that can hold text holds hostile text, as a partner's file could bring it.
fn spoilt(desk: &Desk) {
    let mut env = env();
    let mut store = Store::open(&desk.path("year.matchbook"), OpenMode::Edit, &mut env).unwrap();
    let text = format!("zebra {HOSTILE}");
    let meeting = Meeting {
        id: env.new_id(),
        date: env.today(),
        title: text.clone(),
        topics: [text.clone()].into(),
        resources: [text.clone()].into(),
        decisions: text.clone(),
        win: text.clone(),
        ..Meeting::default()
    };
    let note = Note {
        id: Note::id_for(meeting.id, Role::Mentor),
        meeting: meeting.id,
        author: Role::Mentor,
        text: text.clone(),
    };
    let private = PrivateNote {
        id: PrivateNote::id_for(meeting.id),
        meeting: meeting.id,
        text: text.clone(),
        feeling: None,
    };
    let goal = Goal {
        id: env.new_id(),
        title: text.clone(),
        why: text.clone(),
        measure: text.clone(),
        help: text.clone(),
        ..Goal::default()
    };
    let action = Action {
        id: env.new_id(),
        text: text.clone(),
        done_note: text.clone(),
        ..Action::default()
    };
    let people = store.load().unwrap().people;
    let mut changes: Vec<Change> = people
        .values()
        .cloned()
        .map(|person| {
            let name = format!("{} {HOSTILE}", person.name);
            Change::edit(person.clone(), Person { name, ..person })
        })
        .collect();
    let records: [Record; 5] = [
        meeting.into(),
        note.into(),
        private.into(),
        goal.into(),
        action.into(),
    ];
    changes.extend(records.map(Change::create));
    let commit = Commit::new(format!("spoilt {HOSTILE}"), env.now(), changes);
    store.commit(&commit, &mut env).unwrap();
}

#[test]
fn nothing_in_a_book_acts_on_the_terminal() {
    let desk = Desk::with_book();
    spoilt(&desk);
    desk.done("meeting plan 'next tue'");
    desk.done("agenda --build");
    for line in SHOWING {
        for line in [line.to_owned(), format!("{line} --json")] {
            let ran = desk.line(&line);
            assert_eq!(ran.exit, 0, "{line}: {}", ran.err);
            let bad: Vec<char> = ran
                .shown()
                .chars()
                .filter(|c| needs_sanitizing(*c))
                .collect();
            assert!(bad.is_empty(), "{line}: {bad:?}");
        }
    }
    let kept = desk.json("goal list")[0]["title"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        kept,
        format!("zebra {HOSTILE}"),
        "what is stored is what was written"
    );
}

#[test]
fn hostile_arguments_are_kept_or_refused_and_never_echoed_raw() {
    let desk = Desk::with_book();
    let book = ["--book", "year.matchbook"];
    for args in [
        &["goal", "add", HOSTILE, "--measure", HOSTILE][..],
        &["goal", "add", "x", "--due", HOSTILE],
        &["goal", "add", "x", "--private", HOSTILE],
        &["goal", "show", HOSTILE],
        &["goal", "status", "1", HOSTILE],
        &[
            "log", "--kind", "meeting", "--note", HOSTILE, "--win", HOSTILE,
        ],
        &["log", "--kind", HOSTILE],
        &["action", "add", HOSTILE, "--owner", "both"],
        &["question", "add", HOSTILE],
        &["form", "show", HOSTILE],
        &["form", "fill", "tracker", HOSTILE],
        &["form", "fill", "tracker", &format!("wins={HOSTILE}")],
        &["form", "fill", "tracker", &format!("{HOSTILE}=wins")],
        &["export", HOSTILE, "-o", "-"],
        &["export", "tracker", "-o", &format!("{HOSTILE}.md")],
        &["export", "tracker", "--format", HOSTILE, "-o", "-"],
        &["search", HOSTILE],
        &["status", "--book", HOSTILE],
        &["goal", HOSTILE],
        &[HOSTILE, "list"],
        &["undo"],
        &["history"],
    ] {
        let ran = desk.run(&[&book, args].concat());
        let bad: Vec<char> = ran
            .shown()
            .chars()
            .filter(|c| needs_sanitizing(*c))
            .collect();
        assert!(bad.is_empty(), "{args:?}: {bad:?}");
        assert!(ran.exit <= 2, "{args:?}: {}", ran.err);
    }
}

#[test]
fn a_name_of_300_characters_fits_and_a_longer_one_is_refused() {
    let desk = Desk::new();
    let new = |name: &str| {
        let args = [
            "new",
            "--program",
            "alsc",
            "--role",
            "mentor",
            "--name",
            "B",
        ];
        desk.run(&[args.as_slice(), &["--partner", name, "--start", "today"]].concat())
    };
    let name = "ä".repeat(300);
    assert_eq!(new(&name).exit, 0);
    assert!(desk.run(&["shelf"]).out.contains(&name));
    let ran = new(&format!("{name}ä"));
    assert_ne!(ran.exit, 0);
    assert!(ran.err.contains("301 characters"), "{}", ran.err);
    assert_eq!(std::fs::read_dir(desk.path("home")).unwrap().count(), 1);
}

#[test]
fn a_note_of_a_megabyte_is_refused_and_a_long_one_is_kept() {
    let desk = Desk::with_book();
    let log = |text: String| {
        let args = [
            "--book",
            "year.matchbook",
            "log",
            "--kind",
            "meeting",
            "--note",
            "-",
        ];
        let output = desk.command().args(args).write_stdin(text).output();
        desk.told(output.unwrap())
    };
    let ran = log("word ".repeat(200_000));
    assert_eq!(ran.exit, 2);
    assert!(ran.err.lines().count() == 2, "{}", ran.err);
    assert_eq!(desk.json("meeting list").as_array().unwrap().len(), 0);
    let long = "word ".repeat(40_000);
    assert_eq!(log(long.clone()).exit, 0);
    assert_eq!(
        desk.json("meeting show 1")["notes"][0]["text"],
        long.trim_end()
    );
    assert!(desk.done("export meetings -o -").len() > long.len());
}

/// What `line` says of the file that `spoil` leaves in place of the book, which must be as it was afterwards.
fn refused(spoil: impl Fn(&Path), line: &str) -> String {
    let desk = Desk::with_book();
    let path = desk.path("year.matchbook");
    spoil(&path);
    let before = std::fs::read(&path).ok();
    let ran = desk.line(line);
    assert_eq!(
        std::fs::read(&path).ok(),
        before,
        "{line} has changed the file"
    );
    assert_eq!(ran.out, "");
    ran.shown().replace("FOLDER/", "")
}

/// The file with `edit` done to its bytes.
fn edited(edit: impl Fn(&mut Vec<u8>)) -> impl Fn(&Path) {
    move |path| {
        let mut bytes = std::fs::read(path).unwrap();
        edit(&mut bytes);
        std::fs::write(path, bytes).unwrap();
    }
}

fn cut(length: usize) -> impl Fn(&Path) {
    edited(move |bytes| bytes.truncate(length))
}

type Spoil = Box<dyn Fn(&Path)>;

/// Every way in which a file is no book, by name.
fn spoils() -> Vec<(&'static str, Spoil)> {
    vec![
        ("empty", Box::new(|path| std::fs::write(path, "").unwrap())),
        (
            "text",
            Box::new(|path| std::fs::write(path, "Dear diary").unwrap()),
        ),
        (
            "missing",
            Box::new(|path| std::fs::remove_file(path).unwrap()),
        ),
        (
            "folder",
            Box::new(|path| {
                std::fs::remove_file(path).unwrap();
                std::fs::create_dir(path).unwrap();
            }),
        ),
        (
            "another database",
            Box::new(|path| {
                std::fs::remove_file(path).unwrap();
                let other = rusqlite::Connection::open(path).unwrap();
                other.execute_batch("CREATE TABLE diary(entry)").unwrap();
            }),
        ),
        ("cut at 50", Box::new(cut(50))),
        ("cut at 100", Box::new(cut(100))),
        ("cut at 4096", Box::new(cut(4096))),
        (
            "cut in half",
            Box::new(edited(|bytes| bytes.truncate(bytes.len() / 2))),
        ),
        (
            "cut by one",
            Box::new(edited(|bytes| bytes.truncate(bytes.len() - 1))),
        ),
        ("noise", Box::new(edited(|bytes| bytes[200..].fill(0xa5)))),
        (
            "newer",
            Box::new(|path| {
                let book = rusqlite::Connection::open(path).unwrap();
                let newer = "UPDATE meta SET value = '99' WHERE key = 'schema_major'";
                book.execute_batch(newer).unwrap();
            }),
        ),
        (
            "a trigger in it",
            Box::new(|path| {
                let book = rusqlite::Connection::open(path).unwrap();
                let trigger = "CREATE TRIGGER t AFTER INSERT ON goal BEGIN DELETE FROM note; END";
                book.execute_batch(trigger).unwrap();
            }),
        ),
        (
            "a stray log beside it",
            Box::new(|path| std::fs::write(path.with_extension("matchbook-wal"), "x").unwrap()),
        ),
    ]
}

#[test]
fn a_file_that_is_no_book_is_refused_and_stays_as_it_is() {
    let kinds = spoils();
    let mut told = String::new();
    for (kind, spoil) in &kinds {
        for line in ["goal list", "goal add x", "undo", "export everything -o -"] {
            let said = refused(spoil, line);
            if line == "goal list" {
                told.push_str(&format!("{kind}\n{said}\n"));
            } else {
                let exit = said.lines().last().unwrap();
                let expected = told.trim_end().lines().last().unwrap();
                assert_eq!(exit, expected, "{kind}: {line}: {said}");
            }
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_damaged_book_names_its_newest_copy() {
    let desk = Desk::with_book();
    desk.done("backup");
    cut(5000)(&desk.path("year.matchbook"));
    let ran = desk.line("goal list");
    assert_eq!(ran.exit, 4);
    assert!(
        ran.err.contains("backups") && ran.err.contains("by-hand"),
        "{}",
        ran.err
    );
}

#[test]
fn a_flipped_letter_is_found_by_check() {
    let desk = Desk::with_book();
    desk.done("goal add 'Start a STEM hour' --measure 'four visits held'");
    let path = desk.path("year.matchbook");
    let book = rusqlite::Connection::open(&path).unwrap();
    let flipped = "UPDATE goal SET measure = 'five visits held'";
    book.execute_batch(flipped).unwrap();
    drop(book);
    let ran = desk.line("check");
    assert_eq!(ran.exit, 4);
    assert!(ran.out.contains("goal"), "{}", ran.out);
    desk.done("check --rebuild");
    assert_eq!(desk.json("goal list")[0]["measure"], "four visits held");
}

#[test]
fn a_book_is_compacted_if_it_is_sound_and_left_alone_if_not() {
    let desk = Desk::with_book();
    desk.done("goal add 'Start a STEM hour' --measure 'four visits held'");
    assert!(desk.line("check --compact").out.contains("The file took"));
    let sizes = &desk.json("check --compact")["compacted"];
    assert!(sizes["after"].as_i64() <= sizes["before"].as_i64());
    assert_eq!(desk.json("check").get("compacted"), None);
    let path = desk.path("year.matchbook");
    let book = rusqlite::Connection::open(&path).unwrap();
    book.execute_batch("UPDATE goal SET measure = 'five visits held'")
        .unwrap();
    drop(book);
    let before = std::fs::read(&path).unwrap();
    let ran = desk.line("check --compact");
    assert_eq!(ran.exit, 4);
    assert!(!ran.out.contains("The file took"), "{}", ran.out);
    assert!(std::fs::read(&path).unwrap() == before);
}

#[test]
fn a_book_that_is_open_elsewhere_can_be_read_and_not_changed() {
    let desk = Desk::with_book();
    let open = Store::open(&desk.path("year.matchbook"), OpenMode::Edit, &mut env()).unwrap();
    for line in [
        "goal list",
        "status",
        "search anything",
        "export everything -o -",
        "check",
    ] {
        desk.done(line);
    }
    let said = desk.done("export tracker -o tracker.md");
    assert!(
        said.contains("The book does not know of this export."),
        "{said}"
    );
    for line in [
        "goal add x",
        "log --kind meeting",
        "undo",
        "form fill tracker wins=x",
    ] {
        let ran = desk.line(line);
        assert_eq!(ran.exit, 3, "{line}: {}", ran.err);
        assert!(ran.err.contains("open in another window"), "{}", ran.err);
    }
    drop(open);
    desk.done("goal add x");
}

fn program(desk: &Desk, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_matchbook"));
    command
        .env_clear()
        .env("HOME", desk.path("."))
        .env("MATCHBOOK_HOME", desk.path("home"))
        .current_dir(desk.path("."))
        .args(args)
        .stderr(Stdio::piped());
    command
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::with_book();
    let mut child = program(
        &desk,
        &["--book", "year.matchbook", "prompt", "list", "--json"],
    )
    .stdout(Stdio::piped())
    .spawn()
    .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_output_is_told_plainly() {
    let desk = Desk::with_book();
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = program(&desk, &["--book", "year.matchbook", "form", "list"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.starts_with("matchbook: The output could not be written.\n"),
        "{told}"
    );
    assert!(!told.contains("panicked"));
}

#[test]
fn an_export_never_leaves_the_folder_that_was_named() {
    let desk = Desk::new();
    let args = [
        "new",
        "--program",
        "alsc",
        "--role",
        "mentee",
        "--name",
        "../../x",
        "--partner",
    ];
    let rest = ["/etc/CON", "--start", "today", "--book", "year.matchbook"];
    assert_eq!(desk.run(&[args.as_slice(), &rest].concat()).exit, 0);
    desk.done("export tracker");
    let written: Vec<_> = std::fs::read_dir(desk.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| {
            Path::new(name)
                .extension()
                .is_some_and(|ending| ending == "docx")
        })
        .collect();
    assert_eq!(
        written,
        ["2026-11-22 mid-point tracker - .. .. x and etc CON.docx"]
    );
}

#[test]
fn private_text_is_in_no_export() {
    let desk = Desk::with_book();
    let canary = "canary-7f3a";
    desk.done(&format!(
        "goal add '{canary} goal' --private yes --due today"
    ));
    desk.done(&format!("goal step 1 add '{canary} step'"));
    desk.done(&format!("goal progress 1 '{canary} line'"));
    desk.done(&format!(
        "log --kind meeting --private-note '{canary} note' --feeling 2"
    ));
    for format in ["md", "txt"] {
        for what in ["everything", "meetings", "meeting", "tracker", "goal-sheet"] {
            let text = desk.done(&format!("export {what} --format {format} -o -"));
            assert!(!text.contains(canary), "{what}: {text}");
        }
    }
}
