//! Backups: made before they are needed, kept for long enough, put back without loss.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/home.rs"]
mod home;
#[expect(dead_code, reason = "stories and screens use different parts of it")]
#[path = "support/pilot.rs"]
mod pilot;
#[path = "support/verbs.rs"]
mod verbs;

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use chrono::Days;
use home::{Home, env, identity, noon};
use matchbook::app::modal::Modal;
use matchbook::app::{App, Msg};
use matchbook::catalog::Catalog;
use matchbook::domain::change::{Change, Commit};
use matchbook::domain::goal::Goal;
use matchbook::domain::id::Id;
use matchbook::env::Env;
use matchbook::paths::AppDirs;
use matchbook::problem::{Exit, Problem};
use matchbook::store::{self, BackupFile, BackupReason, OpenMode, Store, StoreError, backups};
use matchbook::tui::Start;
use matchbook::tui::runtime::Runtime;
use pilot::Pilot;
use verbs::Desk;

fn goal(title: &str) -> Commit {
    let goal = Goal {
        id: Id::derived(&[title]),
        title: title.to_owned(),
        ..Goal::default()
    };
    Commit::new("goal added", noon(), vec![Change::create(goal)])
}

/// Noon of the day so many days after 22 November 2026, with ids that nobody else has.
fn on(day: u64) -> Env {
    static SEED: AtomicU64 = AtomicU64::new(100);
    env(SEED.fetch_add(1, Ordering::Relaxed))
        .with_clock_fixed_on(noon().date_naive() + Days::new(day))
}

/// Opens the book on that day and adds a goal.
fn change(path: &Path, title: &str, day: u64) {
    let mut env = on(day);
    let mut store = Store::open(path, OpenMode::Edit, &mut env).unwrap();
    store.commit(&goal(title), &mut env).unwrap();
}

/// A book with one goal, closed again.
fn base(home: &Home) -> PathBuf {
    drop(home.book("a.matchbook"));
    let path = home.path("a.matchbook");
    change(&path, "first", 0);
    path
}

fn goals(path: &Path) -> usize {
    let store = Store::open(path, OpenMode::Read, &mut env(9)).unwrap();
    store.load_all().unwrap().goals.len()
}

#[test]
fn the_twelfth_copy_of_a_minute_is_kept_and_is_the_newest() {
    let home = Home::quick();
    let path = base(&home);
    for number in 1..=30 {
        change(&path, &format!("goal {number}"), 0);
        let store = Store::open(&path, OpenMode::Read, &mut env(4)).unwrap();
        let made = store.backup(BackupReason::Manual, &env(4)).unwrap();
        assert!(made.path.exists(), "{number}");
        assert_eq!(backups(&path)[0].path, made.path, "{number}");
        assert_eq!(goals(&made.path), 1 + number);
    }
    assert_eq!(backups(&path).len(), 10);
}

#[test]
fn a_day_of_many_copies_pushes_out_no_other_day() {
    let home = Home::quick();
    let path = base(&home);
    for day in 1..=9 {
        change(&path, &format!("day {day}"), day);
    }
    let store = Store::open(&path, OpenMode::Read, &mut env(4)).unwrap();
    for _ in 0..25 {
        store.backup(BackupReason::Import, &on(10)).unwrap();
    }
    let mut days: Vec<_> = backups(&path).iter().map(|copy| copy.at.date()).collect();
    days.dedup();
    assert_eq!(days.len(), 10);
}

#[test]
fn a_clock_that_once_ran_ahead_costs_no_copy() {
    let home = Home::quick();
    let path = base(&home);
    for day in 0..12 {
        change(&path, &format!("ahead {day}"), 400 + day);
    }
    for day in 1..=5 {
        change(&path, &format!("right {day}"), day);
        let newest = &backups(&path)[0];
        assert_eq!(newest.at.date(), on(day).today());
    }
    let days: Vec<_> = backups(&path).iter().map(|copy| copy.at.date()).collect();
    for day in 1..=5 {
        assert!(days.contains(&on(day).today()), "{day}: {days:?}");
    }
}

#[test]
fn copies_stay_for_ten_days_twelve_months_and_two_versions() {
    let home = Home::quick();
    let path = base(&home);
    let store = Store::open(&path, OpenMode::Read, &mut env(4)).unwrap();
    let last = if std::env::var_os("MATCHBOOK_LONG").is_some() {
        800
    } else {
        400
    };
    for day in 1..=last {
        store.backup(BackupReason::Daily, &on(day)).unwrap();
        if day == 3 {
            store.backup(BackupReason::Update, &on(day)).unwrap();
        }
    }
    let kept = backups(&path);
    let update = |copy: &BackupFile| copy.reason == BackupReason::Update;
    assert_eq!(kept.iter().filter(|copy| update(copy)).count(), 1);
    let days: Vec<_> = kept.iter().map(|copy| copy.at.date()).collect();
    let latest: Vec<_> = (last - 9..=last).rev().map(|day| on(day).today()).collect();
    assert_eq!(days[..10], latest);
    let mut months: Vec<_> = days
        .iter()
        .map(|day| day.format("%Y-%m").to_string())
        .collect();
    months.dedup();
    // The twelve latest, and the one of the update.
    assert_eq!(months.len(), 13, "{months:?}");
    assert!(kept.len() <= 10 + 12 + 1, "{}", kept.len());
}

#[test]
fn a_copy_that_was_given_another_name_is_still_known_for_what_it_is() {
    let home = Home::quick();
    let path = base(&home);
    let store = Store::open(&path, OpenMode::Read, &mut env(4)).unwrap();
    let made = store.backup(BackupReason::Import, &on(3)).unwrap();
    let named = made
        .path
        .with_file_name("a 1999-01-01 0000 by-hand.matchbook");
    fs::rename(&made.path, &named).unwrap();
    let found = &backups(&path)[0];
    assert_eq!((&found.path, found.reason), (&named, BackupReason::Import));
    assert_eq!(found.at, on(3).local_now());
}

#[test]
fn copies_of_another_match_are_never_thinned_out() {
    let home = Home::quick();
    let path = base(&home);
    let mut other = identity();
    other.pair = Id::derived(&["another"]);
    drop(Store::create(&home.path("b.matchbook"), other, &mut env(5)).unwrap());
    change(&home.path("b.matchbook"), "theirs", 0);
    let theirs = Store::open(&home.path("b.matchbook"), OpenMode::Read, &mut env(5)).unwrap();
    let theirs = theirs.backup(BackupReason::Manual, &env(5)).unwrap().path;
    let disguised = theirs.with_file_name("a 2001-01-01 0000 by-hand.matchbook");
    fs::rename(&theirs, &disguised).unwrap();
    let store = Store::open(&path, OpenMode::Read, &mut env(4)).unwrap();
    for day in 0..30 {
        store.backup(BackupReason::Manual, &on(day)).unwrap();
    }
    assert!(disguised.exists());
    let error = store::restore(&path, &disguised, &env(6)).unwrap_err();
    assert!(matches!(error, StoreError::OtherMatch { .. }), "{error}");
    assert_eq!(goals(&path), 1);
}

#[test]
fn an_update_that_fails_makes_one_copy_however_often_it_is_tried() {
    let home = Home::quick();
    let path = base(&home);
    let older = |version| {
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.pragma_update(None, "user_version", version).unwrap();
    };
    let conn = rusqlite::Connection::open(&path).unwrap();
    let present: i64 = conn
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    drop(conn);
    older(1);
    for seed in 0..30 {
        Store::open(&path, OpenMode::Edit, &mut env(seed)).unwrap_err();
    }
    let of_update = |copy: &&BackupFile| copy.reason == BackupReason::Update;
    assert_eq!(backups(&path).iter().filter(of_update).count(), 1);
    // Once the book has changed there is something new to keep.
    older(present);
    change(&path, "second", 0);
    older(1);
    Store::open(&path, OpenMode::Edit, &mut env(40)).unwrap_err();
    assert_eq!(backups(&path).iter().filter(of_update).count(), 2);
}

#[test]
fn a_daily_copy_that_fails_is_told_by_the_check_until_one_is_made() {
    let home = Home::quick();
    let path = base(&home);
    fs::write(home.path("backups"), "in the way").unwrap();
    let advice = |day| {
        let store = Store::open(&path, OpenMode::Read, &mut on(day)).unwrap();
        let told = store.check().unwrap().advice;
        told.into_iter().map(|it| it.message).collect::<String>()
    };
    for day in [3, 40, 80] {
        change(&path, &format!("day {day}"), day);
        let told = advice(day);
        assert!(
            told.contains("No backup could be made since Wed, Nov 25, 2026"),
            "{told}"
        );
    }
    fs::remove_file(home.path("backups")).unwrap();
    change(&path, "at last", 81);
    let told = advice(81);
    assert!(!told.contains("backup"), "{told}");
    // Somebody empties the folder; or the copies are of long ago, whatever the reason.
    let newest = backups(&path).remove(0).path;
    for day in 82..95 {
        change(&path, &format!("day {day}"), day);
        for copy in backups(&path).iter().filter(|copy| copy.path != newest) {
            fs::remove_file(&copy.path).unwrap();
        }
    }
}

#[test]
fn the_check_and_today_tell_that_the_newest_copy_is_old() {
    let home = Home::quick();
    let path = base(&home);
    let store = Store::open(&path, OpenMode::Read, &mut env(4)).unwrap();
    store.backup(BackupReason::Manual, &on(0)).unwrap();
    drop(store);
    let mut late = on(20);
    let mut store = Store::open(&path, OpenMode::Edit, &mut late).unwrap();
    store.disable_auto_backup();
    let mut commit = goal("late");
    commit.at = late.now();
    store.commit(&commit, &mut late).unwrap();
    let told = store.check().unwrap().advice;
    let told: String = told.into_iter().map(|it| it.message).collect();
    assert!(
        told.contains("newest backup is of Sun, Nov 22, 2026"),
        "{told}"
    );
    drop(store);
    let (mut runtime, mut app) = screen(&home.path(""), &on(20));
    let news = runtime.poll_backup();
    hand(&mut runtime, &mut app, news);
    let warning = app.session.backup_warning.clone().unwrap();
    assert!(warning.contains("newest backup is of"), "{warning}");
    finish_backup(&mut runtime, &mut app);
    assert_eq!(app.session.backup_warning, None);
}

#[test]
fn what_a_killed_program_left_is_swept_and_what_may_be_at_work_is_not() {
    let home = Home::quick();
    let path = base(&home);
    fs::create_dir(home.path("backups")).unwrap();
    fs::create_dir(home.path("exports")).unwrap();
    let put = |name: &str, hours: u64| {
        let file = fs::File::create(home.path(name)).unwrap();
        let since = Duration::from_secs(hours * 3600);
        file.set_modified(SystemTime::from(noon()) - since).unwrap();
        home.path(name)
    };
    let stale = [
        put(".matchbook-a1B2c3", 2),
        put("backups/.matchbook-a1B2c3", 2),
        put("exports/.matchbook-a1B2c3", 2),
    ];
    let kept = [
        put(".matchbook-a1B2c4", 0),
        put("backups/.matchbook-a1B2c4", 0),
        put("backups/.matchbook-notes", 2000),
        put("backups/.matchbook-a1B2c3.txt", 2000),
        put("exports/letter.md", 2000),
    ];
    let store = Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap();
    store.backup(BackupReason::Manual, &env(4)).unwrap();
    drop(store);
    drop(screen(&home.path(""), &env(5)));
    for path in stale {
        assert!(!path.exists(), "{}", path.display());
    }
    for path in kept {
        assert!(path.exists(), "{}", path.display());
    }
}

#[test]
fn a_copy_made_in_steps_lets_others_save_and_holds_a_book_of_one_moment() {
    let home = Home::quick();
    let path = home.path("a.matchbook");
    store::large_book::write_large(&path, 300, &mut env(1)).unwrap();
    let writer = RefCell::new(Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap());
    let (reader, steps) = {
        let writer = writer.borrow();
        let reader = Store::second_connection(&writer.location());
        (reader.unwrap(), Cell::new(0))
    };
    writer.borrow_mut().disable_auto_backup();
    let goes_on = || {
        steps.set(steps.get() + 1);
        if steps.get() % 4 == 2 && steps.get() < 60 {
            let commit = goal(&format!("goal {}", steps.get()));
            let saved = writer.borrow_mut().commit(&commit, &mut env(steps.get()));
            saved.unwrap();
        }
        true
    };
    let made = reader.backup_in_steps(BackupReason::Manual, &goes_on, &env(8));
    let made = made.unwrap().unwrap();
    assert!(steps.get() > 8, "{}", steps.get());
    let copy = Store::open(&made.path, OpenMode::Read, &mut env(9)).unwrap();
    assert!(copy.check().unwrap().is_sound());
    let book = writer.borrow().load_all().unwrap();
    assert_eq!(copy.load_all().unwrap().goals, book.goals);
    // One that nobody waits for leaves nothing.
    let before = backups(&path).len();
    let error = reader
        .backup_in_steps(BackupReason::Manual, &|| false, &env(8))
        .unwrap_err();
    assert!(matches!(error, StoreError::Canceled), "{error}");
    assert_eq!(backups(&path).len(), before);
    assert_eq!(fs::read_dir(home.path("backups")).unwrap().count(), before);
}

/// The program at its screen, with the only book of the folder `home` open.
fn screen(home: &Path, env: &Env) -> (Runtime, App) {
    let places = AppDirs {
        home: home.to_owned(),
        scratch: home.join("scratch"),
        exports: home.join("exports"),
        config: home.join("config"),
    };
    let catalog = Rc::new(Catalog::with_user_folder(places.config.clone()));
    let mut runtime = Runtime::new(env.clone(), places, Rc::clone(&catalog));
    let desk = matchbook::app::session::Session::empty(catalog, env.local_now()).unwrap();
    let mut app = App::new(desk, (80, 24));
    let opened = runtime.start(Start::Home).unwrap();
    hand(&mut runtime, &mut app, opened);
    (runtime, app)
}

fn hand(runtime: &mut Runtime, app: &mut App, messages: Vec<Msg>) {
    let mut messages = std::collections::VecDeque::from(messages);
    while let Some(msg) = messages.pop_front() {
        for effect in app.update(msg, &mut runtime.env) {
            messages.extend(runtime.perform(effect));
        }
    }
}

/// Waits for the backup that is being made, and hands on what it tells.
fn finish_backup(runtime: &mut Runtime, app: &mut App) {
    loop {
        let news = runtime.poll_backup();
        hand(runtime, app, news);
        if !runtime.has_backup() {
            return;
        }
        std::thread::yield_now();
    }
}

fn status(app: &App) -> String {
    app.status
        .as_ref()
        .map(|it| it.text.clone())
        .unwrap_or_default()
}

#[test]
fn the_screen_makes_the_copy_of_the_day_beside_the_work_and_before_its_first_change() {
    let home = Home::quick();
    let path = base(&home);
    let (mut runtime, mut app) = screen(&home.path(""), &on(3));
    finish_backup(&mut runtime, &mut app);
    let copies = backups(&path);
    assert_eq!(copies.len(), 1);
    assert_eq!(
        (copies[0].reason, goals(&copies[0].path)),
        (BackupReason::Daily, 1)
    );
    // Saving makes none, and a book that did not change needs none the next day.
    let save = matchbook::app::BookEffect::Commit {
        commit: goal("second"),
        clears_draft: None,
    };
    let told = runtime.perform(app.session.in_book(save));
    hand(&mut runtime, &mut app, told);
    drop((runtime, app));
    assert_eq!(backups(&path).len(), 1);
    for (day, expected) in [(3, 1), (4, 2), (5, 2)] {
        let (mut runtime, mut app) = screen(&home.path(""), &on(day));
        finish_backup(&mut runtime, &mut app);
        assert_eq!(backups(&path).len(), expected, "day {day}");
    }
    // A program that ends at once makes it first.
    change(&path, "third", 5);
    let (mut runtime, mut app) = screen(&home.path(""), &on(6));
    let news = runtime.poll_backup();
    hand(&mut runtime, &mut app, news);
    drop((runtime, app));
    assert_eq!(goals(&backups(&path)[0].path), 3);
}

#[test]
fn the_screen_says_once_that_the_book_lies_in_a_synced_folder() {
    let home = Home::quick();
    let path = base(&home);
    let folder = home.path("OneDrive - County");
    fs::create_dir(&folder).unwrap();
    fs::rename(path, folder.join("a.matchbook")).unwrap();
    let boxes = || {
        let (_runtime, app) = screen(&folder, &on(0));
        let told = |modal: &Modal| match modal {
            Modal::Problem { title, problem, .. } => format!("{title}: {}", problem.message),
            Modal::Confirm { .. }
            | Modal::Pick { .. }
            | Modal::Help { .. }
            | Modal::Palette { .. }
            | Modal::Phrase(_)
            | Modal::Progress(_)
            | Modal::Calendar(_) => String::new(),
        };
        app.modals.iter().map(told).collect::<String>()
    };
    let told = boxes();
    assert!(told.contains("is in “OneDrive - County”"), "{told}");
    assert!(told.starts_with("Please note"), "nothing failed: {told}");
    assert_eq!(boxes(), "");
}

#[test]
fn who_asks_for_a_backup_while_one_is_made_is_told_of_that_one() {
    for (is_copied, told) in [(false, "A backup is in"), (true, "A backup holds all")] {
        let home = Home::quick();
        let path = base(&home);
        if is_copied {
            let store = Store::open(&path, OpenMode::Read, &mut env(4)).unwrap();
            store.backup(BackupReason::Manual, &env(4)).unwrap();
        }
        let (mut runtime, mut app) = screen(&home.path(""), &on(3));
        let news = runtime.poll_backup();
        hand(&mut runtime, &mut app, news);
        assert!(runtime.has_backup(), "that of the day");
        let news = runtime.perform(app.session.in_book(matchbook::app::BookEffect::Backup));
        hand(&mut runtime, &mut app, news);
        finish_backup(&mut runtime, &mut app);
        assert!(status(&app).contains(told), "{}", status(&app));
        assert_eq!(backups(&path).len(), 1);
    }
}

#[test]
fn today_says_that_no_backup_can_be_made_and_enter_says_why() {
    let home = Home::quick();
    let path = base(&home);
    fs::write(home.path("backups"), "in the way").unwrap();
    let (mut runtime, mut app) = screen(&home.path(""), &on(3));
    finish_backup(&mut runtime, &mut app);
    assert!(status(&app).contains("No backup could be made since Wed, Nov 25, 2026"));
    drop((runtime, app));
    // The next day, too, until one is made.
    let (mut runtime, mut app) = screen(&home.path(""), &on(4));
    finish_backup(&mut runtime, &mut app);
    assert!(
        app.session
            .backup_warning
            .as_ref()
            .unwrap()
            .contains("Nov 25")
    );
    let key = |keys: &str| {
        pilot::key_script::parse_script(keys)
            .into_iter()
            .map(Msg::Key)
            .collect()
    };
    hand(&mut runtime, &mut app, key("<Enter>"));
    finish_backup(&mut runtime, &mut app);
    assert_eq!(app.modals.len(), 1);
    assert!(status(&app).contains("making a backup"), "{}", status(&app));
    fs::remove_file(home.path("backups")).unwrap();
    hand(&mut runtime, &mut app, key("<Esc><Enter>"));
    finish_backup(&mut runtime, &mut app);
    assert!(status(&app).contains("A backup is in"), "{}", status(&app));
    assert_eq!(app.session.backup_warning, None);
    assert_eq!(backups(&path).len(), 1);
}

const WHOLE: &str = "export everything --level all --format json -o -";

/// A desk with a book of two goals, of which the second came after a copy.
fn two_states() -> (Desk, String, String) {
    let desk = Desk::with_book();
    desk.done("goal add \"The first\" --private yes");
    desk.done("log --kind meeting --note Shared --private-note Secret");
    desk.done("backup");
    let earlier = desk.done(WHOLE);
    desk.done("goal add \"The second\"");
    let later = desk.done(WHOLE);
    (desk, earlier, later)
}

#[test]
fn a_copy_is_listed_shown_and_put_back_and_that_can_be_taken_back() {
    let (desk, earlier, later) = two_states();
    let listed = desk.done("restore");
    assert!(listed.contains("Made by hand"), "{listed}");
    assert!(listed.contains("1 goal, 1 meeting, 3 changes"), "{listed}");
    let shown = desk.done("restore 1");
    assert!(shown.contains("The copy: 1 goal, 1 meeting"), "{shown}");
    assert!(
        shown.contains("The book now: 2 goals, 1 meeting"),
        "{shown}"
    );
    assert_eq!(desk.done(WHOLE), later);
    let done = desk.done("restore 1 --yes");
    assert!(done.contains("What was there is kept in"), "{done}");
    assert_eq!(desk.done(WHOLE), earlier);
    // Undo works on, and what was there is the newest copy.
    desk.done("undo");
    desk.done("redo");
    let list = desk.json("restore");
    assert_eq!(list[0]["reason"], "before-restore");
    assert_eq!(list[0]["goals"], 2);
    let back = desk.json("restore 1 --yes");
    assert_eq!(back["restored"], true);
    assert_eq!(desk.done(WHOLE), later);
    assert_eq!(desk.line("restore 99").exit, 2);
    assert_eq!(desk.json("check")["sound"], true);
}

#[test]
fn a_copy_replaces_a_book_that_is_damaged_or_gone_and_the_damaged_one_is_kept() {
    let (desk, earlier, _) = two_states();
    let path = desk.path("year.matchbook");
    let whole = fs::read(&path).unwrap();
    let mut noisy = whole.clone();
    noisy[4096..].fill(7);
    for (number, bytes) in [&whole[..5000], b"Dear mentor,", b"", &noisy]
        .iter()
        .enumerate()
    {
        fs::write(&path, bytes).unwrap();
        fs::write(
            desk.path("year.matchbook-journal"),
            format!("journal {number}"),
        )
        .unwrap();
        desk.done("restore 1");
        let done = desk.json("restore 1 --yes");
        assert_eq!(desk.done(WHOLE), earlier);
        let kept = desk.path("backups").join(
            Path::new(done["kept"].as_str().unwrap())
                .file_name()
                .unwrap(),
        );
        assert_eq!(fs::read(&kept).unwrap(), *bytes);
        // The engine throws a journal away that it cannot read, where it can read the head of the book.
        if !bytes.starts_with(b"SQLite") {
            let journal = format!("{}-journal", kept.display());
            let journal = fs::read_to_string(journal).unwrap();
            assert_eq!(journal, format!("journal {number}"));
        }
        assert!(!desk.path("year.matchbook-journal").exists());
    }
    fs::remove_file(&path).unwrap();
    assert!(desk.done("restore").contains("Made by hand"));
    assert!(desk.done("restore 1").contains("There is no book at"));
    assert_eq!(
        desk.json("restore 1 --yes")["kept"],
        serde_json::Value::Null
    );
    assert_eq!(desk.done(WHOLE), earlier);
}

#[test]
fn nothing_is_put_back_over_an_open_book_or_from_a_copy_that_is_not_whole() {
    let home = Home::quick();
    let path = base(&home);
    let editor = Store::open(&path, OpenMode::Edit, &mut env(4)).unwrap();
    let copy = editor.backup(BackupReason::Manual, &env(4)).unwrap().path;
    let error = store::restore(&path, &copy, &env(5)).unwrap_err();
    assert_eq!(Problem::from(error).exit, Exit::OpenElsewhere);
    drop(editor);
    let error = store::restore(&path, &path, &env(5)).unwrap_err();
    assert_eq!(Problem::from(error).exit, Exit::NotABook);
    let whole = fs::read(&copy).unwrap();
    let mut noisy = whole.clone();
    noisy[4096..].fill(7);
    for bytes in [&whole[..5000], &noisy, b"", b"Dear mentor,"] {
        fs::write(&copy, bytes).unwrap();
        let error = store::restore(&path, &copy, &env(5)).unwrap_err();
        assert_eq!(Problem::from(error).exit, Exit::NotABook);
        assert_eq!(goals(&path), 1);
    }
    let left = pilot::files_in(&home.path(""));
    assert!(
        left.iter().all(|name| !name.starts_with(".matchbook-")),
        "{left:?}"
    );
}

#[test]
fn a_copy_goes_to_another_folder_and_nothing_is_thinned_out_there() {
    let desk = Desk::with_book();
    desk.done("goal add One");
    let refused = desk.line("backup --to stick");
    assert!(
        refused.err.contains("There is no folder stick"),
        "{}",
        refused.err
    );
    fs::create_dir(desk.path("stick")).unwrap();
    for _ in 0..15 {
        let told = desk.done("backup --to stick");
        assert!(told.contains("also what is private"), "{told}");
    }
    assert_eq!(pilot::files_in(&desk.path("stick")).len(), 15);
    assert!(!desk.path("backups").exists());
    let name = pilot::files_in(&desk.path("stick")).remove(0);
    desk.done("goal add Two");
    desk.run(&[
        "--book",
        "year.matchbook",
        "restore",
        &format!("stick/{name}"),
        "--yes",
    ]);
    assert!(!desk.done("goal list").contains("Two"));
}

#[test]
fn the_shelf_lists_the_backups_of_a_book_and_puts_one_back() {
    let mut pilot = Pilot::new();
    pilot.keys("s<Right><Tab><Right><Tab>Mentee A<Tab>Mentor B<Tab><C-a>2026-11-02<C-s>");
    let book = pilot.path(
        &pilot::files_in(&pilot.path(""))
            .into_iter()
            .find(|name| name.ends_with(".matchbook"))
            .unwrap(),
    );
    pilot.keys("0b").sees("no backup of this book yet");
    pilot.keys("12aThe first<C-s>");
    let reader = Store::open(&book, OpenMode::Read, &mut env(8)).unwrap();
    reader.backup(BackupReason::Manual, &env(8)).unwrap();
    drop(reader);
    pilot.keys("aThe second<C-s>").sees("The second");
    pilot
        .keys("0b")
        .sees("Backups of")
        .sees("2 changes · by hand");
    pilot
        .keys("<Enter>")
        .sees("Put the book back as it was on")
        .sees("The book now: 2 goals");
    pilot.keys("<Enter>").sees("The book is as it was on");
    pilot.keys("2").sees("The first");
    assert!(!pilot.shows("The second"));
    // It can be worked on, and what was there is a backup.
    pilot.keys("aThe third<C-s>").sees("The third");
    pilot.keys("0b").sees("before restore");
}

#[test]
fn a_copy_whose_log_is_damaged_is_not_put_back() {
    let (desk, _, later) = two_states();
    let copy = backups(&desk.path("year.matchbook")).remove(0);
    let conn = rusqlite::Connection::open(&copy.path).unwrap();
    let damage = "UPDATE entry SET value = '\"Else\"' WHERE id = (SELECT min(id) FROM entry)";
    assert_eq!(conn.execute(damage, []).unwrap(), 1);
    drop(conn);
    let ran = desk.line("restore 1 --yes");
    assert_ne!(ran.exit, 0, "{}", ran.shown());
    assert!(ran.err.contains("is damaged"), "{}", ran.err);
    assert_eq!(desk.done(WHOLE), later, "the book is as it was");
}

#[test]
fn many_who_make_a_copy_in_one_minute_each_make_one() {
    let home = Home::new();
    let path = base(&home);
    let make = |seed: u64| {
        let mut env = env(seed);
        let store = Store::open(&path, OpenMode::Read, &mut env).unwrap();
        store.backup(BackupReason::Manual, &env).unwrap().path
    };
    let made = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|seed| scope.spawn(move || make(seed))).collect();
        all.into_iter()
            .map(|one| one.join().unwrap())
            .collect::<std::collections::BTreeSet<_>>()
    });
    assert_eq!(made.len(), 8, "{made:?}");
}

#[cfg(unix)]
#[test]
fn a_book_that_is_gone_is_put_back_from_the_shelf() {
    let mut pilot = Pilot::new();
    pilot.keys(
        "s<Right><Tab><Right><Tab>Mentee A<Tab>Mentor B<Tab><C-a>2026-11-02<C-s>2aThe first<C-s>",
    );
    let book = pilot.app.session.path.clone().unwrap();
    let reader = Store::open(&book, OpenMode::Read, &mut env(8)).unwrap();
    reader.backup(BackupReason::Manual, &env(8)).unwrap();
    drop(reader);
    fs::remove_file(&book).unwrap();
    let mut pilot = pilot.restart();
    pilot.sees("is gone, but there are backups of it");
    pilot.keys("b").sees("Backups of").keys("<Enter><Enter>");
    pilot
        .sees("The book is as it was on")
        .keys("2")
        .sees("The first");
}
