//! What a book survives: a kill at any write, a full or failing disk, a torn, foreign or read-only file, a second window.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "children report, and a skipped test says so aloud"
)]

#[path = "support/home.rs"]
mod home;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use home::{Home, env, identity, noon};
use matchbook::domain::book::Book;
use matchbook::domain::change::{Change, Commit};
use matchbook::domain::goal::Goal;
use matchbook::domain::id::Id;
use matchbook::problem::{Exit, Problem};
use matchbook::store::{Mode, Reason, Store, StoreError, backups};

fn goal(title: &str, why: String) -> Commit {
    let goal = Goal {
        id: Id::derived(&[title]),
        title: title.to_owned(),
        why,
        ..Goal::default()
    };
    Commit::new("goal added", noon(), vec![Change::create(goal)])
}

/// A book with one goal, closed again.
fn base(home: &Home) -> std::path::PathBuf {
    let mut store = home.book("base.matchbook");
    store
        .commit(&goal("first", "plain".into()), &mut env(2))
        .unwrap();
    home.path("base.matchbook")
}

/// What the book at `path` holds; it must be sound.
fn holds(path: &Path) -> Book {
    let store = Store::open(path, Mode::Edit, &mut env(9)).unwrap();
    let report = store.check().unwrap();
    assert!(report.is_sound(), "{report:?}");
    store.load_all().unwrap()
}

/// Names the book and the deed of a child; without it, [`child`] is a test that does nothing.
const CHILD: &str = "MATCHBOOK_TEST_CHILD";

/// Runs in a process of its own, where it may be killed.
#[test]
fn child() {
    let Ok(task) = std::env::var(CHILD) else {
        return;
    };
    let (deed, path) = task.split_once(' ').unwrap();
    let mut env = env(3);
    let done = match deed {
        "create" => Store::create(Path::new(path), identity(), &mut env).map(drop),
        "commit" => Store::open(Path::new(path), Mode::Edit, &mut env).and_then(|mut store| {
            let saved = store.commit(&goal("second", "x".repeat(9000)), &mut env);
            println!(
                "read only: {}; goals: {}",
                store.is_read_only(),
                store.load()?.goals.len()
            );
            saved.map(drop)
        }),
        "backup" => Store::open(Path::new(path), Mode::Edit, &mut env)
            .and_then(|store| store.backup(Reason::Hand, &env).map(drop)),
        other => panic!("{other}"),
    };
    match done {
        Ok(()) => println!("all done"),
        Err(error) => println!("problem: {}", Problem::from(error).message),
    }
}

/// A command that runs [`child`], perhaps under `wrapper`.
fn run_child(wrapper: &[&str], deed: &str, path: &Path) -> Output {
    let me = std::env::current_exe().unwrap();
    let mut words: Vec<_> = wrapper.iter().map(std::ffi::OsString::from).collect();
    words.push(me.into());
    Command::new(&words[0])
        .args(&words[1..])
        .args(["--exact", "child", "--nocapture"])
        .env(CHILD, format!("{deed} {}", path.display()))
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Whether `tool` works here; says so when not.
fn works(tool: &[&str]) -> bool {
    let ran = Command::new(tool[0]).args(&tool[1..]).arg("true").output();
    let works = ran.is_ok_and(|output| output.status.success());
    if !works {
        eprintln!("skipped: {} does not work here", tool[0]);
    }
    works
}

/// Kills the child at the first, second, … call of each kind that touches the disk, until it ends by itself; `judge`
/// sees what each left behind.
fn kill_at_every_call(deed: &str, path: &Path, reset: impl Fn(), judge: impl Fn()) {
    if !works(&["strace", "-o", "/dev/null"]) {
        return;
    }
    for call in [
        "pwrite64",
        "fdatasync",
        "fsync",
        "unlink",
        "rename",
        "renameat2",
        "ftruncate",
    ] {
        for number in 1.. {
            reset();
            let trace = format!("trace={call}");
            let inject = format!("inject={call}:signal=KILL:when={number}");
            let wrapper = [
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                &trace,
                "-e",
                &inject,
            ];
            let output = run_child(&wrapper, deed, path);
            judge();
            if said(&output).contains("all done") {
                println!("{call}: killed at {} calls", number - 1);
                break;
            }
        }
    }
}

#[test]
fn a_kill_at_any_write_while_saving_leaves_all_of_it_or_nothing() {
    let home = Home::quick();
    let base = base(&home);
    let path = home.path("a.matchbook");
    let before = holds(&base).goals.len();
    let reset = || {
        let _ = fs::remove_file(home.path("a.matchbook-journal"));
        fs::copy(&base, &path).unwrap();
    };
    kill_at_every_call("commit", &path, reset, || {
        let goals = holds(&path).goals;
        assert!(goals.len() == before || goals.len() == before + 1);
    });
}

#[test]
fn a_kill_while_a_book_is_made_leaves_a_whole_book_or_none() {
    let home = Home::quick();
    let path = home.path("new/a.matchbook");
    let reset = || {
        let _ = fs::remove_dir_all(home.path("new"));
    };
    kill_at_every_call("create", &path, reset, || {
        if path.exists() {
            assert!(holds(&path).goals.is_empty());
        }
    });
}

#[test]
fn a_kill_while_a_backup_is_made_leaves_a_whole_one_or_none() {
    let home = Home::quick();
    let path = base(&home);
    let reset = || {
        let _ = fs::remove_dir_all(home.path("backups"));
    };
    kill_at_every_call("backup", &path, reset, || {
        for backup in backups(&path) {
            assert_eq!(holds(&backup.path).goals.len(), 1);
        }
    });
}

#[test]
fn a_disk_that_is_full_or_fails_is_told_and_the_book_stays_as_it_was() {
    let home = Home::quick();
    let path = base(&home);
    if !works(&["strace", "-o", "/dev/null"]) {
        return;
    }
    for (call, error, told) in [
        (
            "pwrite64",
            "ENOSPC",
            "The disk is full. Nothing was saved; the text is kept here.",
        ),
        (
            "fsync,fdatasync",
            "EIO",
            "The disk reports an error. Nothing was saved; the text is kept here.",
        ),
    ] {
        let trace = format!("trace={call}");
        let inject = format!("inject={call}:error={error}:when=1+");
        let wrapper = [
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &trace,
            "-e",
            &inject,
        ];
        let output = run_child(&wrapper, "commit", &path);
        assert!(said(&output).contains(told), "{}", said(&output));
        assert_eq!(holds(&path).goals.len(), 1);
    }
}

#[test]
fn files_are_for_their_owner_alone_whatever_the_umask() {
    let home = Home::new();
    if !works(&["sh", "-c", "umask 000; exec \"$@\"", "sh"]) {
        return;
    }
    let path = home.path("new/a.matchbook");
    for deed in ["create", "commit", "backup"] {
        let wrapper = ["sh", "-c", "umask 000; exec \"$@\"", "sh"];
        let output = run_child(&wrapper, deed, &path);
        assert!(said(&output).contains("all done"), "{}", said(&output));
    }
    let output = Command::new("find")
        .arg(home.path("new"))
        .args(["-perm", "/077"])
        .output();
    assert_eq!(said(&output.unwrap()), "");
}

#[test]
fn a_folder_that_cannot_be_written_to_opens_to_read() {
    let home = Home::new();
    let path = base(&home);
    let me = std::env::current_exe().unwrap();
    let wrapper = [
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
    ];
    let script = format!(
        "chmod 644 {0}; chmod 555 {1}",
        path.display(),
        path.parent().unwrap().display()
    );
    Command::new("sh").args(["-c", &script]).status().unwrap();
    let reachable = Command::new(wrapper[0])
        .args(&wrapper[1..])
        .arg("test")
        .arg("-x")
        .arg(me)
        .status();
    if !reachable.is_ok_and(|status| status.success()) {
        eprintln!("skipped: setpriv does not work here");
        return;
    }
    let output = run_child(&wrapper, "commit", &path);
    assert!(
        said(&output).contains("read only: true; goals: 1"),
        "{}",
        said(&output)
    );
    assert!(
        said(&output).contains("open to read only"),
        "{}",
        said(&output)
    );
    Command::new("chmod")
        .arg("755")
        .arg(path.parent().unwrap())
        .status()
        .unwrap();
}

#[test]
fn a_book_opened_to_read_refuses_every_change_at_once() {
    let home = Home::new();
    let path = base(&home);
    let mut editor = Store::open(&path, Mode::Edit, &mut env(4)).unwrap();
    let mut reader = Store::open(&path, Mode::Read, &mut env(5)).unwrap();
    assert!(reader.is_read_only() && !editor.is_read_only());
    let refused = |error| assert!(matches!(error, StoreError::ReadOnly { .. }));
    refused(
        reader
            .commit(&goal("x", String::new()), &mut env(5))
            .unwrap_err(),
    );
    refused(reader.undo(&mut env(5)).unwrap_err());
    refused(reader.save_draft("x", "y", noon()).unwrap_err());
    refused(reader.rebuild().unwrap_err());
    // It sees what the editor does, and can tell that something was done.
    let version = reader.data_version().unwrap();
    editor
        .commit(&goal("second", String::new()), &mut env(6))
        .unwrap();
    assert_ne!(reader.data_version().unwrap(), version);
    assert_eq!(reader.load().unwrap().goals.len(), 2);
    assert!(reader.check().unwrap().is_sound());
}

#[test]
fn a_second_window_is_told_who_has_the_book() {
    let home = Home::new();
    let path = base(&home);
    let first = Store::open(&path, Mode::Edit, &mut env(4)).unwrap();
    let error = Store::open(&path, Mode::Edit, &mut env(5)).unwrap_err();
    let StoreError::OpenElsewhere { pid, since, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!((*pid, *since), (Some(std::process::id()), Some(noon())));
    assert_eq!(Problem::from(error).exit, Exit::OpenElsewhere);
    drop(first);
    Store::open(&path, Mode::Edit, &mut env(5)).unwrap();
    assert!(!home.path("base.matchbook.lock").exists());
}

#[test]
fn another_program_that_writes_makes_saving_wait_and_then_give_up() {
    let home = Home::new();
    let path = base(&home);
    let mut store = Store::open(&path, Mode::Edit, &mut env(4)).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = store
        .commit(&goal("second", String::new()), &mut env(4))
        .unwrap_err();
    assert!(matches!(error, StoreError::Busy { .. }), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    store
        .commit(&goal("second", String::new()), &mut env(4))
        .unwrap();
}

#[test]
fn a_book_that_is_taken_away_while_open_is_not_made_again() {
    let home = Home::new();
    let path = base(&home);
    let other = home.path("other.matchbook");
    let mut identity = identity();
    identity.replica = Id::derived(&["another"]);
    drop(Store::create(&other, identity, &mut env(7)).unwrap());
    let kept = fs::read(&path).unwrap();
    let deeds: [&dyn Fn(); 4] = [
        &|| fs::remove_file(&path).unwrap(),
        &|| fs::rename(&path, home.path("elsewhere")).unwrap(),
        &|| {
            fs::copy(&other, home.path("copy")).unwrap();
            fs::rename(home.path("copy"), &path).unwrap();
        },
        &|| assert!(fs::copy(&other, &path).is_ok()),
    ];
    for deed in deeds {
        let _ = fs::remove_file(&path);
        fs::write(&path, &kept).unwrap();
        let mut store = Store::open(&path, Mode::Edit, &mut env(4)).unwrap();
        deed();
        let there = fs::read(&path).ok();
        let error = store
            .commit(&goal("second", String::new()), &mut env(4))
            .unwrap_err();
        assert!(matches!(error, StoreError::Moved { .. }), "{error}");
        drop(store);
        assert_eq!(fs::read(&path).ok(), there);
    }
}

/// Opening must fail as `expected` says, and leave every byte as it was.
fn refuses(path: &Path, expected: Exit) -> String {
    let bytes = fs::read(path).ok();
    for mode in [Mode::Edit, Mode::Read] {
        let error = Store::open(path, mode, &mut env(4)).unwrap_err();
        assert_eq!(Problem::from(error).exit, expected);
    }
    assert_eq!(fs::read(path).ok(), bytes);
    let error = Store::open(path, Mode::Edit, &mut env(4)).unwrap_err();
    Problem::from(error).message
}

#[test]
fn what_is_no_book_is_refused_by_name_and_left_alone() {
    let home = Home::new();
    let make = |name: &str, bytes: &[u8]| {
        fs::write(home.path(name), bytes).unwrap();
        home.path(name)
    };
    assert!(refuses(&home.path("absent"), Exit::WrongUse).contains("no book"));
    assert!(refuses(&make("empty", b""), Exit::NotABook).contains("empty"));
    assert!(refuses(&make("text", b"Dear mentor,"), Exit::NotABook).contains("another kind"));
    fs::create_dir(home.path("folder")).unwrap();
    assert!(refuses(&home.path("folder"), Exit::NotABook).contains("folder"));
    let foreign = home.path("foreign");
    let conn = rusqlite::Connection::open(&foreign).unwrap();
    conn.execute_batch("CREATE TABLE t(x)").unwrap();
    drop(conn);
    assert!(refuses(&foreign, Exit::NotABook).contains("another program"));
    let taken = Store::create(&home.path("text"), identity(), &mut env(1)).unwrap_err();
    assert!(matches!(taken, StoreError::Exists { .. }));
    assert_eq!(fs::read(home.path("text")).unwrap(), b"Dear mentor,");
}

#[test]
fn a_book_cut_short_is_refused_and_its_newest_backup_named() {
    let home = Home::new();
    let path = base(&home);
    let store = Store::open(&path, Mode::Edit, &mut env(4)).unwrap();
    let backup = store.backup(Reason::Hand, &env(4)).unwrap();
    drop(store);
    let whole = fs::read(&path).unwrap();
    for length in [50, 100, 4096, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        refuses(&path, Exit::NotABook);
        let error = Store::open(&path, Mode::Edit, &mut env(4)).unwrap_err();
        let hint = Problem::from(error).hint.unwrap();
        assert!(hint.contains(backup.path.to_str().unwrap()), "{hint}");
    }
    assert_eq!(holds(&backup.path).goals.len(), 1);
}

#[test]
fn noise_on_any_page_is_noticed_and_never_written_over() {
    let home = Home::new();
    let path = base(&home);
    let whole = fs::read(&path).unwrap();
    for page in 0..whole.len() / 4096 {
        let mut noisy = whole.clone();
        for (place, byte) in noisy[page * 4096..(page + 1) * 4096].iter_mut().enumerate() {
            *byte = u8::try_from((place * 31 + page * 17 + 7) % 251).unwrap();
        }
        fs::write(&path, &noisy).unwrap();
        let found = Store::open(&path, Mode::Read, &mut env(4)).and_then(|store| {
            store.load_all()?;
            store.check()
        });
        match found {
            Ok(report) => assert!(!report.is_sound(), "page {page}"),
            Err(error) => assert_eq!(Problem::from(error).exit, Exit::NotABook, "page {page}"),
        }
        assert_eq!(fs::read(&path).unwrap(), noisy);
    }
}

#[test]
fn a_flipped_letter_is_found_by_the_check_which_names_the_record() {
    let home = Home::new();
    let mut store = home.book("a.matchbook");
    store
        .commit(&goal("first", "unmistakable".into()), &mut env(2))
        .unwrap();
    drop(store);
    let whole = fs::read(home.path("a.matchbook")).unwrap();
    let places: Vec<_> = whole
        .windows(12)
        .enumerate()
        .filter(|(_, word)| word == b"unmistakable")
        .collect();
    assert!(places.len() >= 3, "log, table and search");
    for (place, _) in places {
        let mut flipped = whole.clone();
        flipped[place] = b'U';
        fs::write(home.path("a.matchbook"), flipped).unwrap();
        let mut store = Store::open(&home.path("a.matchbook"), Mode::Edit, &mut env(4)).unwrap();
        let report = store.check().unwrap();
        let message = &report.faults[0].message;
        assert!(
            message.contains("goal “first”") || message.contains("search"),
            "{message}"
        );
        if message.contains("The log is damaged") {
            // What is read of the book is the better copy now.
            assert!(store.rebuild().is_err());
            let goals = store.load().unwrap().goals;
            assert!(goals.values().all(|goal| goal.why == "unmistakable"));
        } else {
            store.rebuild().unwrap();
            assert!(store.check().unwrap().is_sound());
        }
    }
}

#[test]
fn a_newer_book_is_refused_but_one_of_a_newer_minor_version_opens() {
    let home = Home::new();
    let path = base(&home);
    let alter = |sql: &str| {
        rusqlite::Connection::open(&path)
            .unwrap()
            .execute_batch(sql)
            .unwrap();
    };
    alter(
        "ALTER TABLE goal ADD COLUMN colour TEXT; PRAGMA user_version = 99;
           UPDATE meta SET value = '7' WHERE key = 'schema_minor'",
    );
    let mut store = Store::open(&path, Mode::Edit, &mut env(4)).unwrap();
    store
        .commit(&goal("second", String::new()), &mut env(4))
        .unwrap();
    assert!(store.check().unwrap().is_sound());
    drop(store);
    alter("UPDATE meta SET value = '2' WHERE key = 'schema_major'");
    assert!(refuses(&path, Exit::Newer).contains("newer version"));
}

#[test]
fn what_another_program_left_beside_the_book_is_not_mixed_into_it() {
    let home = Home::new();
    let path = base(&home);
    let stray = home.path("base.matchbook-wal");
    fs::write(&stray, b"left by a copy").unwrap();
    assert!(refuses(&path, Exit::NotABook).contains("does not belong"));
    fs::remove_file(&stray).unwrap();
    // The journal of another book: the engine would play it back without a question.
    let mut other = home.book("other.matchbook");
    for number in 0..3 {
        other
            .commit(
                &goal(&number.to_string(), String::new()),
                &mut env(20 + number),
            )
            .unwrap();
    }
    drop(other);
    let conn = rusqlite::Connection::open(home.path("other.matchbook")).unwrap();
    conn.execute_batch(
        "PRAGMA journal_mode = PERSIST; BEGIN; DELETE FROM goal; PRAGMA user_version = 1",
    )
    .unwrap();
    let journal = home.path("base.matchbook-journal");
    conn.execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; UPDATE entry SET at_ms = 1")
        .unwrap();
    fs::copy(home.path("other.matchbook-journal"), &journal).unwrap();
    drop(conn);
    assert!(refuses(&path, Exit::NotABook).contains("does not belong"));
    fs::remove_file(&journal).unwrap();
    assert_eq!(holds(&path).goals.len(), 1);
}

#[test]
fn the_first_change_of_a_day_begins_with_a_copy_and_old_copies_are_thinned_out() {
    let home = Home::new();
    let path = home.path("base.matchbook");
    drop(base(&home));
    let mut store = Store::open(&path, Mode::Edit, &mut env(4)).unwrap();
    assert!(backups(&path).is_empty());
    for day in 1..=40 {
        let mut env = env(100 + day).stopped_on(noon().date_naive() + chrono::Days::new(day));
        for twice in ["a", "b"] {
            let title = format!("{day}{twice}");
            store
                .commit(&goal(&title, String::new()), &mut env)
                .unwrap();
        }
    }
    let kept = backups(&path);
    // The ten latest, and the last of November, which is not among them.
    assert_eq!(kept.len(), 11);
    assert!(kept.iter().all(|backup| backup.reason == Reason::Daily));
    assert_eq!(holds(&kept[0].path).goals.len(), 1 + 2 * 39);
    drop(store);
    assert_eq!(holds(&path).goals.len(), 1 + 2 * 40);
}

#[test]
fn a_draft_that_is_thrown_away_is_gone_from_the_file() {
    let home = Home::new();
    let mut store = home.book("a.matchbook");
    let there = || {
        let bytes = fs::read(home.path("a.matchbook")).unwrap();
        bytes.windows(6).any(|word| word == b"secret")
    };
    store
        .save_draft("note", &"secret ".repeat(2000), noon())
        .unwrap();
    assert!(there());
    store.clear_draft("note").unwrap();
    assert!(!there());
}
