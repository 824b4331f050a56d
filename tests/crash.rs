//! What a book survives: a kill at any write, a full or failing disk, a torn, foreign or read-only file, a second window.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "children report")]

#[path = "support/home.rs"]
mod home;
#[path = "support/skip.rs"]
mod skip;
#[path = "support/verbs.rs"]
mod verbs;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use home::{Home, env, identity, noon};
use matchbook::app::{BookEffect, BookId, DraftText, Effect, ImportRequest};
use matchbook::catalog::Catalog;
use matchbook::domain::book::Book;
use matchbook::domain::change::{Change, Commit};
use matchbook::domain::goal::Goal;
use matchbook::domain::id::Id;
use matchbook::domain::person::Role;
use matchbook::env::Env;
use matchbook::exchange::{self, Phrase};
use matchbook::export::{ExportLevel, ExportOptions, ExportSubject, PaperSize, Request};
use matchbook::paths::AppDirs;
use matchbook::problem::{Exit, Problem};
use matchbook::store::{self, BackupReason, OpenMode, Store, StoreError, backups};
use matchbook::tui::Start;
use matchbook::tui::runtime::Runtime;
use skip::{skip, tool};

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
    let store = Store::open(path, OpenMode::Edit, &mut env(9)).unwrap();
    let report = store.check().unwrap();
    assert!(report.is_sound(), "{report:?}");
    store.load_all().unwrap()
}

/// The book at `path` as a kill in the middle of a save leaves it, under another name: half of the pages are new, and the
/// journal that takes them back lies beside it.
fn killed_in_mid_save(path: &Path, copy: &Path) {
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch(
        "CREATE TABLE filler(x); INSERT INTO filler VALUES (zeroblob(100000)); DROP TABLE filler;
         PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN;
         UPDATE entry SET at_ms = at_ms + 1; UPDATE goal SET title = 'half saved';
         CREATE TABLE filler(x); INSERT INTO filler VALUES (zeroblob(100000));",
    )
    .unwrap();
    let journal = |path: &Path| std::path::PathBuf::from(format!("{}-journal", path.display()));
    fs::copy(path, copy).unwrap();
    fs::copy(journal(path), journal(copy)).unwrap();
    let reader = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let reader = rusqlite::Connection::open_with_flags(copy, reader).unwrap();
    let error = reader.prepare("SELECT * FROM goal").map(drop).unwrap_err();
    let hot = Some(rusqlite::ffi::SQLITE_READONLY_ROLLBACK);
    assert_eq!(error.sqlite_extended_error_code(), hot, "{error}");
}

/// Names the book and the deed of a child.
const CHILD: &str = "MATCHBOOK_TEST_CHILD";

/// Runs in a process of its own, where it may be killed.
#[test]
#[ignore = "is no test: others here start it"]
fn child() {
    let task = std::env::var(CHILD).unwrap();
    let (deed, path) = task.split_once(' ').unwrap();
    let mut env = env(3);
    let done = match deed {
        "create" => Store::create(Path::new(path), identity(), &mut env).map(drop),
        "commit" => Store::open(Path::new(path), OpenMode::Edit, &mut env).and_then(|mut store| {
            let saved = store.commit(&goal("second", "x".repeat(9000)), &mut env);
            println!(
                "read only: {}; goals: {}",
                store.is_read_only(),
                store.load()?.goals.len()
            );
            saved.map(drop)
        }),
        "backup" => Store::open(Path::new(path), OpenMode::Edit, &mut env)
            .and_then(|store| store.backup(BackupReason::Manual, &env).map(drop)),
        "restore" => {
            let copy = Path::new(path).with_file_name("copy.matchbook");
            store::restore(Path::new(path), &copy, &env).map(drop)
        }
        "update" => Store::open(Path::new(path), OpenMode::Edit, &mut env).map(drop),
        "compact" => Store::open(Path::new(path), OpenMode::Edit, &mut env)
            .and_then(|mut store| store.compact(&env).map(drop)),
        "rebuild" => Store::open(Path::new(path), OpenMode::Edit, &mut env)
            .and_then(|mut store| store.rebuild()),
        "import" => Store::open(Path::new(path), OpenMode::Edit, &mut env).and_then(|mut store| {
            store.backup(BackupReason::Import, &env)?;
            let title = |number: usize| format!("taken in {number}");
            let mut commit = goal(&title(0), "x".repeat(9000));
            for number in 1..30 {
                commit
                    .changes
                    .extend(goal(&title(number), "x".repeat(900)).changes);
            }
            store.commit(&commit, &mut env).map(drop)
        }),
        "share" => Store::open(Path::new(path), OpenMode::Edit, &mut env)
            .and_then(|mut store| store.seal(&env).map(drop)),
        "receive" => receive(Path::new(path), &mut env),
        "look" => {
            look_again(Path::new(path), &env);
            Ok(())
        }
        "read" => Store::open(Path::new(path), OpenMode::Read, &mut env)
            .and_then(|store| store.load().map(drop)),
        other => panic!("{other}"),
    };
    match done {
        Ok(()) => println!("all done"),
        Err(error) => {
            let problem = Problem::from(error);
            println!("problem: {} {:?}", problem.message, problem.hint);
        }
    }
}

/// Opens the book on a screen and does there all that looks at the file a second time.
fn look_again(path: &Path, env: &matchbook::env::Env) {
    let home = path.parent().unwrap().to_owned();
    let places = AppDirs {
        scratch: home.join("scratch"),
        exports: home.join("exports"),
        config: home.join("config"),
        home,
    };
    let catalog = std::rc::Rc::new(Catalog::with_user_folder(places.config.clone()));
    let mut runtime = Runtime::new(env.clone(), places, catalog);
    runtime.start(Start::Book(path.to_owned())).unwrap();
    let request = || Request {
        subject: ExportSubject::Everything,
        format: "md",
        level: ExportLevel::Shared,
        options: ExportOptions {
            paper: PaperSize::default(),
            ..ExportOptions::default()
        },
    };
    // Whoever watches this sees by these calls where the book is open.
    fs::write(path.with_extension("opened"), "").unwrap();
    let first = BookId(1);
    for effect in [
        Effect::ListBooks,
        Effect::InBook(first, BookEffect::Preview(request())),
        Effect::InBook(first, BookEffect::Write(request())),
        Effect::InBook(
            first,
            BookEffect::PlanImport(ImportRequest {
                file: path.display().to_string(),
                ..ImportRequest::default()
            }),
        ),
        Effect::InBook(
            first,
            BookEffect::SaveDraft(DraftText {
                draft_key: "x".into(),
                text: "y".into(),
            }),
        ),
    ] {
        let mut told = runtime.perform(effect);
        while runtime.has_job() {
            told.extend(runtime.poll_job(std::time::Duration::from_secs(1)));
        }
        println!("told: {told:?}");
    }
    fs::write(path.with_extension("closing"), "").unwrap();
}

/// A command that runs [`child`], perhaps under `wrapper`.
fn run_child(wrapper: &[&str], deed: &str, path: &Path) -> Output {
    let child = start_child(wrapper, deed, path);
    child.wait_with_output().unwrap()
}

fn start_child(wrapper: &[&str], deed: &str, path: &Path) -> Child {
    let me = std::env::current_exe().unwrap();
    let mut words: Vec<_> = wrapper.iter().map(std::ffi::OsString::from).collect();
    words.push(me.into());
    Command::new(&words[0])
        .args(&words[1..])
        .args(["--exact", "child", "--ignored", "--nocapture"])
        .env(CHILD, format!("{deed} {}", path.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// True where calls of a child can be watched and made to fail; without that, the test is to be skipped.
fn can_trace() -> bool {
    let Some(strace) = tool(&["strace"]) else {
        return false;
    };
    let ran = Command::new(strace)
        .args(["-o", "/dev/null", "true"])
        .status();
    let can = ran.is_ok_and(|end| end.success());
    if !can {
        skip("the right to trace");
    }
    can
}

/// Kills the child at the first, second, … call of each kind that touches the disk, until it ends by itself; `judge`
/// sees what each left behind.
fn kill_at_every_call(deed: &str, path: &Path, reset: impl Fn(), judge: impl Fn()) {
    if !can_trace() {
        reset();
        run_child(&[], deed, path);
        return;
    }
    for call in [
        "pwrite64",
        "fdatasync",
        "fsync",
        "unlink",
        "rename",
        "renameat",
        "renameat2",
        "ftruncate",
    ] {
        // There are hundreds of writes; all of them are tried when there is time.
        let all = call != "pwrite64" || std::env::var_os("MATCHBOOK_LONG").is_some();
        let stride = if all { 1 } else { 4 };
        for number in (1_usize..).step_by(stride) {
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
                println!(
                    "{deed}, {call}: killed at {} calls",
                    (number - 1).div_ceil(stride)
                );
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
        let seen = Store::open(&path, OpenMode::Read, &mut env(8)).unwrap();
        let seen = seen.load_all().unwrap().goals;
        let goals = holds(&path).goals;
        assert_eq!(seen, goals);
        assert!(goals.len() == before || goals.len() == before + 1);
    });
}

#[test]
fn every_command_that_reads_first_undoes_a_save_that_was_cut_short() {
    let desk = verbs::Desk::with_book();
    desk.done("goal add \"Read to dogs\"");
    let (path, copy) = (desk.path("year.matchbook"), desk.path("cut.matchbook"));
    for verb in [
        "status",
        "goal list",
        "history",
        "search dogs",
        "export everything --format txt -o -",
        "backup",
        "check",
    ] {
        let _ = fs::remove_file(&copy);
        killed_in_mid_save(&path, &copy);
        let before = desk.line(verb).shown().replace("year 2026", "cut 2026");
        let after = desk.line(&format!("{verb} --book cut.matchbook"));
        assert_eq!(after.shown(), before, "{verb}");
        assert_eq!(after.exit, 0, "{verb}");
        assert!(!desk.path("cut.matchbook-journal").exists(), "{verb}");
        assert!(!desk.path("cut.matchbook.lock").exists(), "{verb}");
    }
    let report = desk.json("check --book cut.matchbook");
    assert_eq!(report["sound"], true, "{report}");
}

#[test]
fn many_who_read_at_once_after_a_kill_all_see_the_book() {
    let home = Home::quick();
    let path = base(&home);
    let copy = home.path("cut.matchbook");
    for _ in 0..20 {
        let _ = fs::remove_file(&copy);
        killed_in_mid_save(&path, &copy);
        let programs: Vec<_> = (0..8).map(|_| start_child(&[], "read", &copy)).collect();
        for program in programs {
            let told = said(&program.wait_with_output().unwrap());
            assert!(told.contains("all done"), "{told}");
        }
        assert_eq!(holds(&copy).goals.len(), 1);
    }
}

#[test]
fn where_a_cut_save_cannot_be_undone_it_is_said_who_can_and_that_a_copy_is_no_way() {
    let home = Home::new();
    let path = base(&home);
    let copy = home.path("cut.matchbook");
    killed_in_mid_save(&path, &copy);
    let Some(output) = run_read_only(&home, "read", &copy) else {
        return;
    };
    let told = said(&output);
    assert!(told.contains("was cut short"), "{told}");
    assert!(told.contains("open it: matchbook"), "{told}");
    assert!(told.contains("Do not copy"), "{told}");
    assert_eq!(holds(&copy).goals.len(), 1);
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
fn a_kill_while_a_file_is_taken_in_leaves_all_of_it_or_nothing_and_a_copy_before_it() {
    let home = Home::quick();
    let base = base(&home);
    let path = home.path("a.matchbook");
    let reset = || {
        let _ = fs::remove_dir_all(home.path("backups"));
        let _ = fs::remove_file(home.path("a.matchbook-journal"));
        fs::copy(&base, &path).unwrap();
    };
    kill_at_every_call("import", &path, reset, || {
        let goals = Store::open(&path, OpenMode::Read, &mut env(8));
        let goals = goals.unwrap().load_all().unwrap().goals.len();
        assert!(goals == 1 || goals == 31, "{goals}");
        assert_eq!(holds(&path).goals.len(), goals);
        let copies = backups(&path);
        assert!(goals == 1 || copies.len() == 1);
        for copy in copies {
            assert_eq!(holds(&copy.path).goals.len(), 1);
        }
    });
}

fn receive(path: &Path, env: &mut Env) -> Result<(), StoreError> {
    let bytes = fs::read(path.with_file_name("from partner")).unwrap();
    let parcel = exchange::open(&bytes, &phrase()).unwrap();
    let mut store = Store::open(path, OpenMode::Edit, env)?;
    store.backup(BackupReason::Receive, env)?;
    store.receive(&parcel, &[], env).map(drop)
}

fn phrase() -> Phrase {
    Phrase::parse("abacus zoom unzip relic petal ivory").unwrap()
}

/// The partner's copy of the book at `base`, with thirty goals more, as a parcel in a file beside it.
fn parcel_of_partner(base: &Path) {
    let mut env = env(11);
    let mut store = Store::open(base, OpenMode::Edit, &mut env).unwrap();
    let parcel = store.seal(&env).unwrap();
    let path = base.with_file_name("partner.matchbook");
    let mut partner = Store::create_from_parcel(&path, Role::Mentor, &parcel, &mut env).unwrap();
    for number in 0..30 {
        let text = "x".repeat(if number == 0 { 9000 } else { 900 });
        let goal = goal(&format!("partner's {number}"), text);
        partner.commit(&goal, &mut env).unwrap();
    }
    let parcel = partner.seal(&env).unwrap();
    let bytes = exchange::seal(&parcel, &phrase(), false).unwrap();
    fs::write(base.with_file_name("from partner"), bytes).unwrap();
}

#[test]
fn a_kill_while_a_parcel_is_received_leaves_all_of_it_or_nothing_and_a_copy_before_it() {
    let home = Home::quick();
    let base = base(&home);
    parcel_of_partner(&base);
    let path = home.path("a.matchbook");
    let reset = || {
        let _ = fs::remove_dir_all(home.path("backups"));
        let _ = fs::remove_file(home.path("a.matchbook-journal"));
        fs::copy(&base, &path).unwrap();
    };
    kill_at_every_call("receive", &path, reset, || {
        let goals = holds(&path).goals.len();
        assert!(goals == 1 || goals == 31, "{goals}");
        let copies = backups(&path);
        assert!(goals == 1 || copies.len() == 1);
        for copy in copies {
            assert_eq!(holds(&copy.path).goals.len(), 1);
        }
    });
}

#[test]
fn a_kill_while_a_parcel_is_sealed_leaves_all_of_it_unsent_or_sent() {
    let home = Home::quick();
    let base = base(&home);
    let path = home.path("a.matchbook");
    let reset = || {
        let _ = fs::remove_file(home.path("a.matchbook-journal"));
        fs::copy(&base, &path).unwrap();
    };
    kill_at_every_call("share", &path, reset, || {
        holds(&path);
        let store = Store::open(&path, OpenMode::Read, &mut env(8)).unwrap();
        let (status, summary) = (store.pair_status().unwrap(), store.share_summary().unwrap());
        assert!(status.entries == 0 && summary.changes() > 0 || status.entries == summary.entries);
    });
}

#[test]
fn a_kill_while_a_book_is_built_anew_loses_nothing() {
    kill_while_writing_anew("rebuild");
}

#[test]
fn a_kill_while_a_book_is_compacted_loses_nothing() {
    kill_while_writing_anew("compact");
}

fn kill_while_writing_anew(deed: &str) {
    let home = Home::quick();
    let base = base(&home);
    let path = home.path("a.matchbook");
    let before = holds(&base);
    let reset = || {
        let _ = fs::remove_file(home.path("a.matchbook-journal"));
        let _ = fs::remove_dir_all(home.path("backups"));
        fs::copy(&base, &path).unwrap();
    };
    kill_at_every_call(deed, &path, reset, || {
        let seen = Store::open(&path, OpenMode::Read, &mut env(8)).unwrap();
        assert!(seen.load_all().unwrap() == before);
        drop(seen);
        assert!(holds(&path) == before);
    });
}

#[test]
fn a_kill_while_a_book_is_updated_leaves_what_an_update_can_go_on_with() {
    let fixture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/story/schema-4.matchbook"
    );
    let home = Home::quick();
    let path = home.path("a.matchbook");
    let reset = || {
        let _ = fs::remove_file(home.path("a.matchbook-journal"));
        let _ = fs::remove_dir_all(home.path("backups"));
        fs::copy(fixture, &path).unwrap();
    };
    reset();
    let before = holds(&path);
    let drafts = |path: &Path| {
        let store = Store::open(path, OpenMode::Read, &mut env(8)).unwrap();
        (store.drafts().unwrap(), store.history(99).unwrap())
    };
    let kept = drafts(&path);
    kill_at_every_call("update", &path, reset, || {
        assert!(holds(&path) == before);
        assert!(drafts(&path) == kept);
    });
}

/// Kills the program at every write while it puts a copy of one goal back over what `lay` puts there.
fn kill_while_restoring(lay: impl Fn(&Path), judge: impl Fn(&Path, bool)) {
    let home = Home::quick();
    let base = base(&home);
    let path = home.path("a.matchbook");
    fs::copy(&base, home.path("copy.matchbook")).unwrap();
    let reset = || {
        let _ = fs::remove_dir_all(home.path("backups"));
        let _ = fs::remove_file(home.path("a.matchbook-journal"));
        lay(&path);
    };
    kill_at_every_call("restore", &path, reset, || {
        let restored = Store::open(&path, OpenMode::Read, &mut env(8))
            .and_then(|store| store.load_all())
            .is_ok_and(|book| book.goals.len() == 1);
        if restored {
            assert_eq!(holds(&path).goals.len(), 1);
        }
        judge(&path, restored);
    });
    assert_eq!(holds(&path).goals.len(), 1);
}

/// A book of two goals, from which the copy with one is older.
fn two_goals() -> (Home, std::path::PathBuf) {
    let home = Home::quick();
    let path = base(&home);
    let mut store = Store::open(&path, OpenMode::Edit, &mut env(3)).unwrap();
    store
        .commit(&goal("second", String::new()), &mut env(3))
        .unwrap();
    (home, path)
}

#[test]
fn a_kill_while_a_copy_is_put_back_leaves_the_old_book_or_the_copy_and_never_loses_either() {
    let (_two, later) = two_goals();
    let lay = |path: &Path| assert!(fs::copy(&later, path).is_ok());
    kill_while_restoring(lay, |path, restored| {
        if restored {
            assert_eq!(holds(&backups(path)[0].path).goals.len(), 2);
        } else {
            assert_eq!(holds(path).goals.len(), 2);
        }
    });
}

#[test]
fn a_kill_while_a_copy_is_put_back_over_a_save_that_was_cut_short_loses_neither() {
    let (_two, later) = two_goals();
    let cut = later.with_file_name("cut.matchbook");
    killed_in_mid_save(&later, &cut);
    let journal = |path: &Path| std::path::PathBuf::from(format!("{}-journal", path.display()));
    let lay = |path: &Path| {
        fs::copy(&cut, path).unwrap();
        fs::copy(journal(&cut), journal(path)).unwrap();
    };
    kill_while_restoring(lay, |path, restored| {
        if restored {
            assert_eq!(holds(&backups(path)[0].path).goals.len(), 2);
        } else {
            assert_eq!(holds(path).goals.len(), 2);
        }
    });
}

#[test]
fn a_kill_while_a_copy_is_put_back_over_a_damaged_book_keeps_its_bytes() {
    let lay = |path: &Path| fs::write(path, b"Dear mentor, this was a book.").unwrap();
    kill_while_restoring(lay, |path, restored| {
        let bytes = if restored {
            let kept = fs::read_dir(path.with_file_name("backups")).unwrap();
            let mut kept = kept.map(|entry| entry.unwrap().path());
            let kept = kept.find(|path| path.to_str().unwrap().contains("damaged"));
            fs::read(kept.unwrap()).unwrap()
        } else {
            fs::read(path).unwrap()
        };
        assert_eq!(bytes, b"Dear mentor, this was a book.");
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
    if !can_trace() {
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

#[cfg(unix)]
#[test]
fn files_are_for_their_owner_alone_whatever_the_umask() {
    let home = Home::new();
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

/// Runs a child with only the right to read in `home`; none where that right alone cannot be had.
fn run_read_only(home: &Home, deed: &str, path: &Path) -> Option<Output> {
    let allow = |files: &str, folder: &str| {
        let script = "chmod \"$2\" \"$1\"/*; chmod \"$3\" \"$1\"";
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "sh"]).arg(home.path(""));
        assert!(shell.args([files, folder]).status().unwrap().success());
    };
    // Root may write anywhere unless this is taken away.
    #[cfg(unix)]
    let is_root = rustix::process::geteuid().is_root();
    #[cfg(not(unix))]
    let is_root = true;
    let wrapper: &[&str] = if is_root {
        tool(&["setpriv"])?;
        &["setpriv", "--bounding-set=-dac_override"]
    } else {
        &[]
    };
    allow("444", "555");
    let output = run_child(wrapper, deed, path);
    allow("600", "700");
    Some(output)
}

#[test]
fn a_folder_that_cannot_be_written_to_opens_to_read() {
    let home = Home::new();
    let path = base(&home);
    let Some(output) = run_read_only(&home, "commit", &path) else {
        return;
    };
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
}

#[test]
fn a_window_that_has_the_book_open_never_opens_the_file_but_through_the_engine() {
    let home = Home::quick();
    let path = base(&home);
    fs::copy(&path, home.path("other.matchbook")).unwrap();
    let trace = home.path("trace");
    let trace = trace.to_str().unwrap();
    if !can_trace() {
        return;
    }
    let wrapper = [
        "strace",
        "-f",
        "-qq",
        "-o",
        trace,
        "-e",
        "trace=open,openat",
    ];
    let output = run_child(&wrapper, "look", &path);
    let told = said(&output);
    assert!(told.contains("all done"), "{told}");
    for part in ["Shelf([", "PreviewReady(", "FileWritten(", "that is open"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let trace = fs::read_to_string(trace).unwrap();
    let calls = trace.split_once("base.opened").unwrap().1;
    let calls = calls.split_once("base.closing").unwrap().0;
    let of_book: Vec<_> = calls
        .lines()
        .filter(|call| call.contains("base.matchbook\""))
        .collect();
    assert!(!of_book.is_empty());
    // The engine alone opens files so; what else opens one drops the engine's locks when it closes it.
    for call in of_book {
        assert!(call.contains("O_NOFOLLOW"), "{call}");
    }
}

#[cfg(unix)]
#[test]
fn a_lock_file_that_is_a_link_is_neither_followed_nor_emptied() {
    use std::os::unix::fs::symlink;
    let home = Home::new();
    let path = base(&home);
    let letter = home.path("letter");
    let lock = home.path("base.matchbook.lock");
    fs::write(&letter, "Dear mentor,").unwrap();
    let links: [&dyn Fn(); 3] = [
        &|| symlink(&letter, &lock).unwrap(),
        &|| symlink(home.path("nowhere"), &lock).unwrap(),
        &|| fs::hard_link(&letter, &lock).unwrap(),
    ];
    for link in links {
        link();
        let error = Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap_err();
        assert!(matches!(error, StoreError::Stray { .. }), "{error}");
        assert_eq!(fs::read(&letter).unwrap(), b"Dear mentor,");
        assert!(!home.path("nowhere").exists());
        Store::open(&path, OpenMode::Read, &mut env(4)).unwrap();
        fs::remove_file(&lock).unwrap();
    }
    assert_eq!(holds(&path).goals.len(), 1);
}

#[test]
fn a_disk_without_locks_is_said_once_and_the_book_can_be_used() {
    let desk = verbs::Desk::new();
    if !can_trace() {
        return;
    }
    // What NFS answers where nobody serves its locks, first to one kind of lock, then to both.
    for calls in ["flock", "flock,fcntl"] {
        let run = |line: &str| {
            let mut command = Command::new("strace");
            let trace = format!("trace={calls}");
            command.args(["-f", "-qq", "-o", "/dev/null", "-e", &trace]);
            command.args(["-e", &format!("inject={calls}:error=ENOLCK")]);
            command.arg(env!("CARGO_BIN_EXE_matchbook"));
            command.args(["--book", "year.matchbook"]);
            command.args(line.split(' '));
            let ran = desk.told(command.current_dir(desk.path("")).output().unwrap());
            assert_eq!(ran.exit, 0, "{calls}, {line}: {}", ran.shown());
            ran
        };
        let new = "new --program alsc --role mentee --name A --partner B --start 2026-11-02";
        let told = run(new).err + &run("goal add One").err;
        assert_eq!(told.matches("knows no locks").count(), 1, "{told}");
        assert_eq!(run("goal add Two").err, "");
        run("backup");
        assert!(run("backup --list").out.contains("2 goals"));
        run("goal add Three");
        run("export everything -o shared.md --force");
        // A save that goes on elsewhere is not undone here: nothing tells it from one that was cut short.
        killed_in_mid_save(&desk.path("year.matchbook"), &desk.path("cut.matchbook"));
        let mut cut = Command::new("strace");
        cut.args([
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &format!("trace={calls}"),
        ]);
        cut.args(["-e", &format!("inject={calls}:error=ENOLCK")]);
        cut.arg(env!("CARGO_BIN_EXE_matchbook"));
        cut.args(["--book", "cut.matchbook", "goal", "list"]);
        let cut = desk.told(cut.current_dir(desk.path("")).output().unwrap());
        assert!(cut.err.contains("was cut short"), "{}", cut.shown());
        assert!(desk.path("cut.matchbook-journal").exists());
        fs::remove_file(desk.path("cut.matchbook-journal")).unwrap();
        run("restore 1 --yes");
        let goals = run("goal list").out;
        assert!(goals.contains("Two") && !goals.contains("Three"), "{goals}");
        fs::remove_file(desk.path("year.matchbook")).unwrap();
        fs::remove_dir_all(desk.path("backups")).unwrap();
    }
}

#[test]
fn a_lock_file_that_is_taken_away_again_and_again_is_given_up_on() {
    let home = Home::new();
    let path = base(&home);
    if !can_trace() {
        return;
    }
    // Looking whether the file is still there fails every time.
    let lock = home.path("base.matchbook.lock");
    let wrapper = [
        "timeout",
        "30",
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-P",
        lock.to_str().unwrap(),
        "-e",
        "trace=statx",
        "-e",
        "inject=statx:error=EIO:when=3+3",
    ];
    let told = said(&run_child(&wrapper, "commit", &path));
    assert!(
        told.contains("Something went wrong while locking"),
        "{told}"
    );
    assert_eq!(holds(&path).goals.len(), 2 - 1);
}

#[test]
fn a_synced_folder_is_said_once_a_place_and_always_by_the_check() {
    let desk = verbs::Desk::new();
    fs::create_dir(desk.path("Dropbox")).unwrap();
    fs::create_dir(desk.path("OneDrive - County")).unwrap();
    let new = verbs::NEW.replace("year.matchbook", "Dropbox/year.matchbook");
    let made = desk.line(&new);
    assert!(made.err.contains("is in “Dropbox”"), "{}", made.shown());
    assert!(made.err.contains("backup --to"), "{}", made.shown());
    let add = "goal add x --book Dropbox/year.matchbook";
    assert_eq!(desk.line(add).err, "");
    let moved = desk.path("OneDrive - County/year.matchbook");
    fs::rename(desk.path("Dropbox/year.matchbook"), moved).unwrap();
    let add = ["--book", "OneDrive - County/year.matchbook", "goal", "add"];
    let told = desk.run(&[&add[..], &["y"]].concat()).err;
    assert!(told.contains("is in “OneDrive - County”"), "{told}");
    assert_eq!(desk.run(&[&add[..], &["z"]].concat()).err, "");
    let check = ["--book", "OneDrive - County/year.matchbook", "check"];
    for _ in 0..2 {
        assert!(desk.run(&check).out.contains("OneDrive - County"));
    }
}

#[test]
fn a_name_of_any_length_makes_a_book_that_works_or_a_sentence() {
    let desk = verbs::Desk::new();
    for length in [
        100, 200, 221, 230, 239, 240, 241, 247, 248, 250, 251, 255, 256,
    ] {
        let book = format!("{}.matchbook", "n".repeat(length - ".matchbook".len()));
        let made = desk.line(&verbs::NEW.replace("year.matchbook", &book));
        if made.exit != 0 {
            // On Windows the folder counts, too.
            assert!(length > 240 || cfg!(windows), "{length}");
            assert!(made.err.contains("too long"), "{length}: {}", made.err);
            assert!(!made.err.contains(r"\\?\"), "{length}: {}", made.err);
            assert!(!desk.path(&book).exists());
            continue;
        }
        desk.done(&format!("goal add Here --book {book}"));
        desk.done(&format!("backup --book {book}"));
        let copies = desk.json(&format!("backup --list --book {book}"));
        assert_eq!(copies.as_array().unwrap().len(), 1, "{length}");
        let report = desk.done(&format!("check --book {book}"));
        assert!(!report.contains("no backup"), "{length}: {report}");
    }
    let left = fs::read_dir(desk.path("")).unwrap();
    let left = left.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with(".matchbook-")
    });
    assert_eq!(left.count(), 0);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_a_name_like_any_other() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;
    let desk = verbs::Desk::new();
    let odd = |name: &[u8]| OsStr::from_bytes(name).to_owned();
    let run = |line: &str, odd: &[OsString]| {
        let args = line.split(' ').filter(|word| !word.is_empty());
        let command = &mut desk.command();
        let output = command.args(args).args(odd).output().unwrap();
        assert!(output.status.code().is_some_and(|code| code <= 2), "{line}");
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!err.contains("fault"), "{line}: {err}");
        (output.status.code().unwrap(), err)
    };
    let new = "new --program alsc --role mentee --name A --partner B --start 2026-11-02 --book";
    for book in [
        odd(b"home/caf\xe9.matchbook"),
        odd(b"home/\xff\xfe/a.matchbook"),
    ] {
        let book = [book];
        for line in [
            new,
            "goal add Here --book",
            "goal list --book",
            "status --json --book",
            "backup --json --book",
            "backup --list --json --book",
            "check --book",
        ] {
            assert_eq!(run(line, &book), (0, String::new()), "{line}");
        }
        let copies = backups(&desk.path("").join(&book[0]));
        assert_eq!(copies.len(), 1, "{copies:?}");
        // There is no terminal here: it is the book that it did understand.
        let (_, err) = run("", &book);
        assert!(!err.contains("UTF-8"), "{err}");
        let target = [book[0].clone(), odd(b"-o"), odd(b"o\xff.md")];
        assert_eq!(run("export everything --force --json --book", &target).0, 0);
    }
    assert_eq!(run("shelf", &[]).0, 0);
    assert_eq!(run("shelf --json", &[]).0, 0);
}

#[test]
fn a_book_opened_to_read_refuses_every_change_at_once() {
    let home = Home::new();
    let path = base(&home);
    let mut editor = Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap();
    let mut reader = Store::open(&path, OpenMode::Read, &mut env(5)).unwrap();
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
    let version = reader.version().unwrap();
    editor
        .commit(&goal("second", String::new()), &mut env(6))
        .unwrap();
    assert_ne!(reader.version().unwrap(), version);
    assert_eq!(reader.load().unwrap().goals.len(), 2);
    assert!(reader.check().unwrap().is_sound());
}

#[test]
fn a_second_window_is_told_who_has_the_book() {
    let home = Home::new();
    let path = base(&home);
    let first = Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap();
    let error = Store::open(&path, OpenMode::Edit, &mut env(5)).unwrap_err();
    let StoreError::OpenElsewhere { pid, since, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!((*pid, *since), (Some(std::process::id()), Some(noon())));
    assert_eq!(Problem::from(error).exit, Exit::OpenElsewhere);
    drop(first);
    Store::open(&path, OpenMode::Edit, &mut env(5)).unwrap();
    assert!(!home.path("base.matchbook.lock").exists());
}

#[test]
fn another_program_that_writes_makes_saving_wait_and_then_give_up() {
    let home = Home::new();
    let path = base(&home);
    let mut store = Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap();
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

#[cfg(unix)]
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
        let mut store = Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap();
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
    for mode in [OpenMode::Edit, OpenMode::Read] {
        let error = Store::open(path, mode, &mut env(4)).unwrap_err();
        assert_eq!(Problem::from(error).exit, expected);
    }
    assert_eq!(fs::read(path).ok(), bytes);
    let error = Store::open(path, OpenMode::Edit, &mut env(4)).unwrap_err();
    Problem::from(error).message
}

#[test]
fn what_is_no_book_is_refused_by_name_and_left_alone() {
    let home = Home::new();
    let make = |name: &str, bytes: &[u8]| {
        fs::write(home.path(name), bytes).unwrap();
        home.path(name)
    };
    assert!(refuses(&home.path("absent"), Exit::UsageError).contains("no book"));
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
    let store = Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap();
    let backup = store.backup(BackupReason::Manual, &env(4)).unwrap();
    drop(store);
    let whole = fs::read(&path).unwrap();
    for length in [50, 100, 4096, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        refuses(&path, Exit::NotABook);
        let error = Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap_err();
        let hint = Problem::from(error).hint.unwrap();
        assert!(hint.contains(backup.path.to_str().unwrap()), "{hint}");
    }
    assert_eq!(holds(&backup.path).goals.len(), 1);
}

#[test]
fn noise_on_any_page_is_noticed_and_never_written_over() {
    const PAGE: usize = 8192;
    let home = Home::new();
    let path = base(&home);
    let whole = fs::read(&path).unwrap();
    for page in 0..whole.len() / PAGE {
        let mut noisy = whole.clone();
        for (place, byte) in noisy[page * PAGE..(page + 1) * PAGE].iter_mut().enumerate() {
            *byte = u8::try_from((place * 31 + page * 17 + 7) % 251).unwrap();
        }
        fs::write(&path, &noisy).unwrap();
        let found = Store::open(&path, OpenMode::Read, &mut env(4)).and_then(|store| {
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
        let mut store =
            Store::open(&home.path("a.matchbook"), OpenMode::Edit, &mut env(4)).unwrap();
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
        "ALTER TABLE goal ADD COLUMN color TEXT; PRAGMA user_version = 99;
           UPDATE meta SET value = '7' WHERE key = 'schema_minor'",
    );
    let mut store = Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap();
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
    let mut store = Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap();
    assert!(backups(&path).is_empty());
    for day in 1..=40 {
        let mut env =
            env(100 + day).with_clock_fixed_on(noon().date_naive() + chrono::Days::new(day));
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
    assert!(
        kept.iter()
            .all(|backup| backup.reason == BackupReason::Daily)
    );
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

#[test]
fn nothing_was_saved_is_said_only_where_nothing_was() {
    if !can_trace() {
        return;
    }
    let home = Home::quick();
    let base = base(&home);
    let (path, trace) = (home.path("a.matchbook"), home.path("trace"));
    let before = holds(&base).goals.len();
    let mut failed = 0;
    for call in ["fsync", "fdatasync", "unlink", "fcntl", "pwrite64"] {
        let all = call != "pwrite64" || std::env::var_os("MATCHBOOK_LONG").is_some();
        for number in (1_usize..).step_by(if all { 1 } else { 7 }) {
            let _ = fs::remove_file(home.path("a.matchbook-journal"));
            fs::copy(&base, &path).unwrap();
            let (only, inject) = (
                format!("trace={call}"),
                format!("inject={call}:error=EIO:when={number}"),
            );
            let trace_to = trace.to_str().unwrap();
            let wrapper = [
                "strace", "-f", "-qq", "-o", trace_to, "-e", &only, "-e", &inject,
            ];
            let told = said(&run_child(&wrapper, "commit", &path)).to_lowercase();
            if !fs::read_to_string(&trace).unwrap().contains("INJECTED") {
                break;
            }
            failed += 1;
            let added = holds(&path).goals.len() - before;
            let at = format!("{call} {number}: {told}");
            if told.contains("nothing was saved") {
                assert_eq!(added, 0, "{at}");
            } else if told.contains("all done") {
                assert_eq!(added, 1, "{at}");
            }
        }
    }
    println!("{failed} failing calls");
    assert!(failed > 10, "{failed}");
}
