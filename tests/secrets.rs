//! What is private stays: a marked word in every private place of a book, every export and every verb that reads, and then
//! a look into every file and every word that came of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[expect(dead_code, reason = "this test runs fewer of them than others do")]
#[path = "support/verbs.rs"]
mod verbs;

use std::fs;
use std::path::{Path, PathBuf};

use matchbook::domain::answer::{Answer, Response};
use matchbook::domain::call::{Call, DRAFT_KEY};
use matchbook::domain::change::{Change, Commit, Record};
use matchbook::domain::goal::{Evidence, Goal, Progress, Step};
use matchbook::domain::meeting::{AgendaItem, Meeting, MeetingState, Origin, PrivateNote};
use matchbook::domain::pulse::Pulse;
use matchbook::env::Env;
use matchbook::export::EXPORTERS;
use matchbook::store::{OpenMode, Store};
use verbs::Desk;

const CANARY: &str = "kanarienvogel";
/// A word that may leave, so that the search for the other one is known to work.
const SHARED: &str = "zebrafink";

fn word() -> String {
    CANARY.to_owned()
}

/// A goal that nobody else may see, with all that belongs to it.
fn private_goal(env: &mut Env) -> Vec<Record> {
    let goal = Goal {
        id: env.new_id(),
        title: word(),
        why: word(),
        measure: word(),
        help: word(),
        private: true,
        ..Goal::default()
    };
    let step = Step {
        id: env.new_id(),
        goal: goal.id,
        title: word(),
        private: true,
        ..Step::default()
    };
    let line = Progress {
        id: env.new_id(),
        goal: goal.id,
        date: env.today(),
        text: word(),
        private: true,
        ..Progress::default()
    };
    let evidence = Evidence {
        id: env.new_id(),
        goal: goal.id,
        title: word(),
        link: word(),
        private: true,
        ..Evidence::default()
    };
    vec![goal.into(), step.into(), line.into(), evidence.into()]
}

/// Meetings of the shared log with what is private beside them.
fn meetings(env: &mut Env, goal: &Record) -> Vec<Record> {
    let held = Meeting {
        id: env.new_id(),
        date: env.today(),
        title: SHARED.to_owned(),
        minutes: Some(50),
        goals: [goal.id()].into(),
        ..Meeting::default()
    };
    let ahead = Meeting {
        id: env.new_id(),
        date: env.today() + chrono::Days::new(3),
        state: MeetingState::Planned,
        ..Meeting::default()
    };
    let note = PrivateNote {
        id: PrivateNote::id_for(held.id),
        meeting: held.id,
        text: word(),
        feeling: Some(2),
    };
    let line = |env: &mut Env, origin, subject: String, text: &str| AgendaItem {
        id: env.new_id(),
        meeting: ahead.id,
        text: text.to_owned(),
        origin,
        subject,
        reason: word(),
        ..AgendaItem::default()
    };
    let of_goal = line(env, Origin::Goal, goal.id().to_string(), CANARY);
    // Its reason may be found by its owner; it is searched for below.
    let own = AgendaItem {
        reason: String::new(),
        ..line(env, Origin::Own, String::new(), SHARED)
    };
    vec![
        held.into(),
        ahead.into(),
        note.into(),
        of_goal.into(),
        own.into(),
    ]
}

/// Answers that never leave: of a private form, about a private goal.
fn answers(store: &Store, goal: &Record) -> Vec<Record> {
    let book = store.load_all().unwrap();
    let cycle = book.cycle().unwrap().id;
    let tracker = Response {
        id: Response::id_for(cycle, "tracker", None),
        form: "tracker".into(),
        version: 1,
        cycle,
        ..Response::default()
    };
    let private = Response {
        id: Response::id_for(cycle, "fit-check", Some(book.me())),
        form: "fit-check".into(),
        cycle,
        role: Some(book.me()),
        private: true,
        ..Response::default()
    };
    let answer = |response: &Response, field: &str| Answer {
        id: Answer::id_for(response.id, field, None, book.me()),
        response: response.id,
        field: field.into(),
        author: book.me(),
        question: word(),
        value: word(),
        private: true,
        ..Answer::default()
    };
    let about_goal = Answer {
        id: Answer::id_for(tracker.id, "changed", Some(goal.id()), book.me()),
        goal: Some(goal.id()),
        ..answer(&tracker, "changed")
    };
    let (first, second) = (answer(&private, "mood"), answer(&tracker, "worry"));
    vec![
        tracker.into(),
        private.into(),
        first.into(),
        second.into(),
        about_goal.into(),
    ]
}

/// The book of the desk with a marked word in every private place, drafts among them.
fn hide(desk: &Desk) {
    let mut env = Env::fixed("2026-11-22T10:00:00Z".parse().unwrap(), 77);
    let mut store = Store::open(&desk.path("year.matchbook"), OpenMode::Edit, &mut env).unwrap();
    let mut records = private_goal(&mut env);
    let goal = records[0].clone();
    records.extend(meetings(&mut env, &goal));
    records.extend(answers(&store, &goal));
    let pulse = Pulse {
        id: env.new_id(),
        date: env.today(),
        contact: Some(2),
        note: word(),
        ..Pulse::default()
    };
    records.push(pulse.into());
    let changes = records.into_iter().map(Change::create).collect();
    let commit = Commit::new("hidden", env.now(), changes);
    store.commit(&commit, &mut env).unwrap();
    let now = env.now();
    store.save_draft("meeting:new", CANARY, now).unwrap();
    let call = Call {
        notes: format!("{SHARED}\n~ {CANARY}"),
        ..Call::default()
    };
    store.save_draft(DRAFT_KEY, &call.draft(), now).unwrap();
}

/// Every file below `folder`.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// The ways in which `word` can stand in a file.
fn written(word: &str) -> Vec<Vec<u8>> {
    let wide = |bytes: fn(u16) -> [u8; 2]| word.encode_utf16().flat_map(bytes).collect();
    let halves = word.bytes().flat_map(|byte| [byte >> 4, byte & 15]);
    let hex: String = halves
        .filter_map(|half| char::from_digit(half.into(), 16))
        .collect();
    vec![
        word.as_bytes().to_vec(),
        wide(u16::to_le_bytes),
        wide(u16::to_be_bytes),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
    ]
    .into_iter()
    .chain((0..3).map(|skip| base64(&word.as_bytes()[skip..])))
    .collect()
}

/// The letters of whole groups of three, as base 64 writes them wherever a group begins.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let groups = bytes.chunks_exact(3).map(|group| {
        let number = group
            .iter()
            .fold(0usize, |number, byte| number << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|shift| LETTERS[number >> shift & 63])
    });
    groups.flatten().collect()
}

fn holds(bytes: &[u8], word: &str) -> bool {
    let found = |form: &Vec<u8>| {
        bytes
            .windows(form.len())
            .any(|part| part == form.as_slice())
    };
    written(word).iter().any(found)
}

const WHATS: [&str; 8] = [
    "tracker",
    "goal-sheet",
    "meeting",
    "meetings",
    "agenda",
    "year",
    "hours",
    "everything",
];

#[test]
fn nothing_private_is_in_any_file_or_word_that_an_export_leaves() {
    let desk = Desk::with_book();
    hide(&desk);
    for folder in ["out", "tmp"] {
        fs::create_dir(desk.path(folder)).unwrap();
    }
    let (tmp, mut said) = (desk.path("tmp"), Vec::new());
    let mut run = |line: &str| {
        let words = line.split(' ');
        let book = ["--book", "year.matchbook", "--verbose"];
        let ran = desk
            .command()
            .env("TMPDIR", &tmp)
            .args(book)
            .args(words)
            .output();
        let ran = ran.unwrap();
        said.push((line.to_owned(), [ran.stdout, ran.stderr].concat()));
    };
    for level in ["shared", "counts"] {
        for what in WHATS {
            for format in EXPORTERS {
                let how = format!("--level {level} --format {}", format.id());
                run(&format!(
                    "export {what} {how} -o out/{what}-{level}.{}",
                    format.extension()
                ));
                run(&format!("export {what} {how} -o -"));
                run(&format!("export {what} {how} -o no/such/folder"));
            }
        }
    }
    for line in [
        "status",
        "shelf",
        "agenda --send",
        "search zebrafink",
        "export fit-check -o -",
        "export nothing -o -",
    ] {
        run(line);
    }
    let mut seen = 0;
    for (line, bytes) in &said {
        let text = String::from_utf8_lossy(bytes);
        assert!(!holds(bytes, CANARY), "{line} says it:\n{text}");
        seen += usize::from(holds(bytes, SHARED));
    }
    for path in files(&desk.path("")) {
        // The book and its backups are where private words live.
        let is_book = path.to_string_lossy().contains(".matchbook");
        let bytes = fs::read(&path).unwrap();
        assert!(is_book || !holds(&bytes, CANARY), "{}", path.display());
        seen += usize::from(!is_book && holds(&bytes, SHARED));
    }
    assert!(seen > 8, "the shared word was found {seen} times only");
}

#[test]
fn all_of_it_leaves_only_when_it_is_asked_for_by_name() {
    let desk = Desk::with_book();
    hide(&desk);
    let said = desk.done("export everything --level all -o all.md");
    assert!(said.contains("It holds what is private"), "{}", said);
    let file = fs::read_to_string(desk.path("all.md")).unwrap();
    assert!(file.starts_with("# The whole book (private)\n"));
    assert!(file.matches(CANARY).count() > 10);
    desk.done("export everything -o shared.md");
    let file = fs::read(desk.path("shared.md")).unwrap();
    assert!(holds(&file, SHARED) && !holds(&file, CANARY));
    assert!(
        !desk
            .line("export everything --level secret -o -")
            .err
            .is_empty()
    );
}

#[test]
fn what_led_to_a_problem_is_told_without_text_of_the_book_and_without_folders() {
    let desk = Desk::with_book();
    let book = desk.path("year.matchbook");
    let spoil = |file: &str, sql: &str| {
        fs::copy(&book, desk.path(file)).unwrap();
        let spoilt = rusqlite::Connection::open(desk.path(file)).unwrap();
        spoilt.execute_batch(sql).unwrap();
    };
    fs::create_dir(desk.path("of Ana")).unwrap();
    let role = format!("UPDATE meta SET value = '{CANARY}' WHERE key = 'role'");
    spoil("of Ana/role.matchbook", &role);
    spoil(
        "of Ana/id.matchbook",
        &format!("UPDATE cycle SET id = CAST('{CANARY}' AS BLOB)"),
    );
    fs::write(desk.path("of Ana/none.matchbook"), CANARY).unwrap();
    let folder = desk.path("of Ana");
    for file in ["role", "id", "none", "missing"] {
        let path = folder.join(format!("{file}.matchbook"));
        let ran = desk.run(&["--verbose", "status", "--book", path.to_str().unwrap()]);
        assert_ne!(ran.exit, 0, "{file}");
        assert!(!ran.shown().contains(CANARY), "{}", ran.err);
        let causes = ran.err.lines().filter(|line| line.contains("Caused by: "));
        let causes: Vec<_> = causes.collect();
        assert!(
            causes[0].contains(&format!("{file}.matchbook")),
            "{}",
            ran.err
        );
        assert!(
            causes.iter().all(|line| !line.contains("of Ana")),
            "{}",
            ran.err
        );
    }
}

#[test]
fn what_is_private_need_not_stand_in_a_command_that_others_can_see() {
    let ways = [
        ("log", "log --kind meeting --private-note -"),
        ("meeting add", "meeting add --kind meeting --private-note -"),
        ("meeting edit", "meeting edit 1 --private-note -"),
        ("meeting hold", "meeting hold 1 --private-note -"),
        ("pulse add", "pulse add 3 3 3 --note -"),
        ("pulse edit", "pulse edit 1 --note -"),
        ("goal add", "goal add Mine --private yes --why -"),
        ("goal edit", "goal edit 1 --measure -"),
        ("form fill", "form fill check worries=-"),
    ];
    for (verb, line) in ways {
        let desk = Desk::with_book();
        match verb {
            "meeting edit" => desk.done("log --kind meeting"),
            "meeting hold" => desk.done("meeting plan 2026-11-22"),
            "pulse edit" => desk.done("pulse add 3 3 3"),
            "goal edit" => desk.done("goal add Mine --private yes"),
            _ => String::new(),
        };
        let mut command = desk.command();
        command
            .args(["--book", "year.matchbook"])
            .args(line.split(' '));
        let ran = desk.told(command.write_stdin(CANARY).output().unwrap());
        assert_eq!(ran.exit, 0, "{line}: {}", ran.err);
        let all = desk.done("export everything --level all -o -");
        assert!(all.contains(CANARY), "{line} did not read it:\n{all}");
        let help = desk.done(&format!("{verb} --help"));
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(help.contains("the standard input"), "{help}");
        assert!(help.contains("can see the words of a command"), "{help}");
    }
}

/// Killed, a program may leave all that it holds in memory in a file, or hand it to a program that gathers such.
#[cfg(target_os = "linux")]
#[test]
fn whatever_kills_the_program_leaves_no_image_of_its_memory() {
    use std::io::Read;
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Stdio};

    use rustix::process::{Pid, Signal, kill_process};

    // Not QUIT: a shell that runs the tests in the background has them ignore it.
    for signal in [Signal::ABORT, Signal::XCPU, Signal::SEGV] {
        let desk = Desk::new();
        let unlimited = "ulimit -S -c $(ulimit -H -c); exec \"$@\"";
        let mut running = Command::new("sh")
            .args(["-c", unlimited, "sh", env!("CARGO_BIN_EXE_matchbook")])
            .args(["completions", "bash"])
            .current_dir(desk.path(""))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // What it prints is more than a pipe holds: from the first byte on it waits for a reader.
        let mut out = running.stdout.take().unwrap();
        out.read_exact(&mut [0]).unwrap();
        let limits = fs::read_to_string(format!("/proc/{}/limits", running.id())).unwrap();
        let core = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"));
        let core = core.unwrap().split_whitespace().nth(4);
        let pid = Pid::from_child(&running);
        // The first SEGV goes to whoever looks for an overflow of the stack.
        let ended = loop {
            if let Some(ended) = running.try_wait().unwrap() {
                break ended;
            }
            kill_process(pid, signal).unwrap();
        };
        assert_eq!(ended.signal(), Some(signal.as_raw()));
        assert!(!ended.core_dumped(), "{signal:?}");
        assert_eq!(core, Some("0"), "{limits}");
        assert_eq!(files(&desk.path("")), Vec::<PathBuf>::new());
    }
}

#[cfg(unix)]
#[test]
fn what_is_written_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_book();
    desk.done("export everything -o mine.md");
    let mode = fs::metadata(desk.path("mine.md"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}
