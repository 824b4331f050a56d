//! Damage to a book: whatever byte or value is changed is found by the check, or changes nothing that anybody sees.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "the counts are what is to be read")]

#[path = "support/filled.rs"]
mod filled;
#[path = "support/home.rs"]
mod home;

use std::fs;
use std::path::{Path, PathBuf};

use home::{Home, env, noon};
use matchbook::domain::change::{Change, Commit, Record};
use matchbook::domain::goal::Goal;
use matchbook::domain::id::Id;
use matchbook::store::{BackupReason, OpenMode, Store, StoreError, backups};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// The number of damages of each sort that are tried.
fn trials(few: usize, many: usize) -> usize {
    match std::env::var_os("MATCHBOOK_LONG") {
        Some(_) => many,
        None => few,
    }
}

/// Numbers that look random and repeat.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// A book with a record of every kind, edits, what was private for a while, changes undone and redone, and drafts.
fn lived_in(home: &Home) -> PathBuf {
    let mut store = home.book("lived-in.matchbook");
    let mut env = env(2);
    let mut save = |store: &mut Store, label: &str, changes: Vec<Change>| {
        let commit = Commit::new(label, noon(), changes);
        store.commit(&commit, &mut env).unwrap();
    };
    let all = filled::records().into_iter().map(Change::create).collect();
    save(&mut store, "everything once", all);
    let goal = |title: &str, private| Goal {
        id: Id::derived(&["a goal"]),
        title: title.to_owned(),
        why: "schools ask ".repeat(600),
        private,
        ..Goal::default()
    };
    let states = [
        goal("one", false),
        goal("two", false),
        goal("two", true),
        goal("three", true),
    ];
    save(
        &mut store,
        "goal added",
        vec![Change::create(states[0].clone())],
    );
    for pair in states.windows(2) {
        let edit = Change::edit(pair[0].clone(), pair[1].clone());
        save(&mut store, "goal changed", vec![edit]);
    }
    let other = |number: usize| Goal {
        id: Id::derived(&[&number.to_string()]),
        title: format!("goal {number}"),
        ..Goal::default()
    };
    for number in 0..12 {
        save(&mut store, "another", vec![Change::create(other(number))]);
    }
    let mut env = home::env(3);
    for _ in 0..3 {
        store.undo(&mut env).unwrap();
    }
    store.redo(&mut env).unwrap();
    let edit = Change::edit(
        other(1),
        Goal {
            why: "x".into(),
            ..other(1)
        },
    );
    store
        .commit(&Commit::new("overtakes", noon(), vec![edit]), &mut env)
        .unwrap();
    store.undo(&mut env).unwrap();
    store.save_draft("note", "half a sentence", noon()).unwrap();
    store.save_draft("goal", "another half", noon()).unwrap();
    home.path("lived-in.matchbook")
}

/// All that anybody can see of an open book, going back to its beginning and forth again.
fn seen(store: &mut Store) -> Result<String, StoreError> {
    let mut env = env(9);
    let now = |store: &Store| -> Result<String, StoreError> {
        Ok(format!(
            "{:?} {:?} {:?} {:?}",
            store.load_all()?,
            store.load_shared()?,
            store.history(1000)?,
            store.drafts()?
        ))
    };
    let mut all = now(store)?;
    while store.undo(&mut env)?.is_some() {
        all += &format!("{:?}", store.load_all()?);
    }
    while store.redo(&mut env)?.is_some() {
        all += &format!("{:?}", store.load_all()?);
    }
    Ok(all)
}

#[derive(Debug, Default)]
struct Counts {
    found: usize,
    harmless: usize,
    lost: Vec<String>,
}

/// Does `damage` to a fresh copy of `base`, and judges what comes of it.
fn judge(base: &Path, wanted: &str, counts: &mut Counts, damage: impl FnOnce(&Path) -> String) {
    let home = Home::quick();
    let path = home.path("a.matchbook");
    fs::copy(base, &path).unwrap();
    let what = damage(&path);
    let Ok(mut store) = Store::open(&path, OpenMode::Edit, &mut env(4)) else {
        counts.found += 1;
        return;
    };
    match store.check() {
        Ok(report) if report.is_sound() => {}
        Ok(_) | Err(_) => {
            counts.found += 1;
            return;
        }
    }
    if seen(&mut store).is_ok_and(|seen| seen == wanted) {
        counts.harmless += 1;
    } else {
        counts.lost.push(what);
    }
}

fn base() -> (Home, PathBuf, String) {
    let home = Home::quick();
    let base = lived_in(&home);
    let copy = home.path("copy.matchbook");
    fs::copy(&base, &copy).unwrap();
    let mut store = Store::open(&copy, OpenMode::Edit, &mut env(4)).unwrap();
    assert!(store.check().unwrap().is_sound(), "{:?}", store.check());
    let wanted = seen(&mut store).unwrap();
    (home, base, wanted)
}

#[test]
fn a_changed_byte_in_any_page_is_found_or_does_no_harm() {
    const PAGE: usize = 8192;
    let (_home, base, wanted) = base();
    let pages = fs::read(&base).unwrap().len() / PAGE;
    let mut chance = Chance(1);
    let mut counts = Counts::default();
    for trial in 0..trials(pages.max(120), 2000) {
        let at = trial % pages * PAGE + chance.below(PAGE);
        let by = u8::try_from(1 + chance.below(255)).unwrap();
        judge(&base, &wanted, &mut counts, |path| {
            let mut bytes = fs::read(path).unwrap();
            bytes[at] ^= by;
            fs::write(path, bytes).unwrap();
            format!("byte {at} by {by}")
        });
    }
    println!(
        "{pages} pages: {} found, {} harmless",
        counts.found, counts.harmless
    );
    assert!(counts.lost.is_empty(), "{:?}", counts.lost);
}

/// The columns of every table that has rows, but for what the engine keeps for itself.
fn columns(base: &Path) -> Vec<(String, String)> {
    let conn = Connection::open(base).unwrap();
    let mut tables = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        .unwrap();
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut columns = Vec::new();
    for table in tables {
        let statement = conn
            .prepare(&format!("SELECT * FROM \"{table}\" LIMIT 1"))
            .unwrap();
        let names = statement.column_names();
        columns.extend(
            names
                .into_iter()
                .map(|name| (table.clone(), name.to_owned())),
        );
    }
    columns
}

/// Another value of the same type, as far as one is allowed there.
fn other(value: &Value, chance: &mut Chance) -> Value {
    match value {
        Value::Null if chance.below(2) == 0 => Value::Integer(1),
        Value::Null => Value::Text("x".into()),
        Value::Integer(_) if chance.below(4) == 0 => Value::Null,
        Value::Integer(number) => Value::Integer(number ^ (1 << chance.below(40))),
        Value::Real(number) => Value::Real(number + 1.0),
        Value::Text(_) if chance.below(6) == 0 => Value::Null,
        Value::Text(text) if text.is_empty() => Value::Text("x".into()),
        Value::Text(text) => {
            let mut letters: Vec<char> = text.chars().collect();
            let at = chance.below(letters.len());
            letters[at] = if letters[at] == '7' { '8' } else { '7' };
            Value::Text(letters.into_iter().collect())
        }
        Value::Blob(bytes) => {
            let mut bytes = bytes.clone();
            let at = chance.below(bytes.len());
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1;
            }
            Value::Blob(bytes)
        }
    }
}

#[test]
fn a_changed_value_in_any_column_is_found_or_does_no_harm() {
    let (_home, base, wanted) = base();
    let columns = columns(&base);
    let mut chance = Chance(2);
    let mut counts = Counts::default();
    let mut refused = 0;
    for trial in 0..trials(columns.len(), 2000) {
        let (table, column) = &columns[trial % columns.len()];
        let (rows, changed) = {
            let conn = Connection::open(&base).unwrap();
            let sql = format!("SELECT DISTINCT \"{column}\" FROM \"{table}\"");
            let mut rows = conn.prepare(&sql).unwrap();
            let rows: Vec<Value> = rows
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let Some(value) = rows.get(chance.below(rows.len())).cloned() else {
                continue;
            };
            let changed = other(&value, &mut chance);
            (value, changed)
        };
        let mut done = true;
        let before = counts.found + counts.harmless + counts.lost.len();
        judge(&base, &wanted, &mut counts, |path| {
            let conn = Connection::open(path).unwrap();
            let sql = format!("UPDATE \"{table}\" SET \"{column}\" = ?1 WHERE \"{column}\" IS ?2");
            // Where the type, a key or NULL is not allowed the engine would say so on reading, too.
            done = conn
                .execute(&sql, params_from_iter([&changed, &rows]))
                .is_ok();
            format!("{table}.{column}: {rows:?} -> {changed:?}")
        });
        if !done {
            assert_eq!(
                before + 1,
                counts.found + counts.harmless + counts.lost.len()
            );
            counts.harmless -= 1;
            refused += 1;
        }
    }
    println!(
        "{} columns: {} found, {} harmless, {refused} not to be written",
        columns.len(),
        counts.found,
        counts.harmless
    );
    assert!(counts.lost.is_empty(), "{:?}", counts.lost);
}

#[test]
fn a_row_that_vanished_from_any_table_is_found_or_does_no_harm() {
    let (_home, base, wanted) = base();
    let mut tables: Vec<String> = columns(&base).into_iter().map(|(table, _)| table).collect();
    tables.dedup();
    let mut counts = Counts::default();
    for trial in 0..trials(tables.len(), tables.len() * 8) {
        let table = &tables[trial % tables.len()];
        judge(&base, &wanted, &mut counts, |path| {
            let conn = Connection::open(path).unwrap();
            let first = "SELECT name FROM pragma_table_info(?1) ORDER BY pk DESC, cid LIMIT 1";
            let key: String = conn.query_row(first, [table], |row| row.get(0)).unwrap();
            let count = format!("SELECT count(*) FROM \"{table}\"");
            let rows: i64 = conn.query_row(&count, [], |row| row.get(0)).unwrap();
            let skip = trial / tables.len() * 7 % usize::try_from(rows).unwrap().max(1);
            let sql = format!(
                "DELETE FROM \"{table}\" WHERE \"{key}\" = (SELECT \"{key}\" FROM \"{table}\" LIMIT 1 OFFSET {skip})"
            );
            conn.execute(&sql, []).unwrap();
            format!("a row of {table}")
        });
    }
    println!(
        "{} tables: {} found, {} harmless",
        tables.len(),
        counts.found,
        counts.harmless
    );
    assert!(counts.lost.is_empty(), "{:?}", counts.lost);
}

fn one_goal(measure: &str) -> (Goal, Commit) {
    let goal = Goal {
        id: Id::derived(&["goal"]),
        title: "Start a STEM hour".into(),
        measure: measure.into(),
        ..Goal::default()
    };
    let commit = Commit::new("goal added", noon(), vec![Change::create(goal.clone())]);
    (goal, commit)
}

#[test]
fn a_damaged_log_is_never_written_over_the_good_copy_and_the_newest_sound_backup_is_named() {
    let home = Home::new();
    let mut store = home.book("a.matchbook");
    let mut env = env(2);
    let (goal, commit) = one_goal("four visits held");
    store.commit(&commit, &mut env).unwrap();
    let sound = store.backup(BackupReason::Manual, &env).unwrap().path;
    let spoilt = store.backup(BackupReason::Manual, &env).unwrap().path;
    drop(store);
    let path = home.path("a.matchbook");
    let flip = |path: &Path| {
        let conn = Connection::open(path).unwrap();
        let sql = "UPDATE entry SET value = '\"five visits held\"' WHERE field = 'measure'";
        assert_eq!(conn.execute(sql, []).unwrap(), 1);
    };
    flip(&path);
    flip(&spoilt);
    assert_eq!(backups(&path).len(), 2);
    let mut store = Store::open(&path, OpenMode::Edit, &mut env).unwrap();
    let report = store.check().unwrap();
    let fault = &report.faults[0];
    assert!(fault.message.contains("The log is damaged"), "{fault:?}");
    assert!(fault.message.contains("Start a STEM hour"), "{fault:?}");
    assert!(fault.hint.contains(sound.to_str().unwrap()), "{fault:?}");
    let error = store.rebuild().unwrap_err();
    assert!(
        matches!(&error, StoreError::DamagedLog { backup: Some(backup), .. } if *backup == sound)
    );
    let goals: Vec<Record> = store.load_kind(goal_kind()).unwrap();
    assert_eq!(goals, [Record::from(goal)]);
}

fn goal_kind() -> matchbook::domain::change::Kind {
    matchbook::domain::change::Kind::Goal
}

/// Damages, each with what is said of it.
const DAMAGES: &[(&str, &str)] = &[
    (
        "UPDATE goal SET measure = 'x'",
        "A table is damaged: the goal “Start a STEM hour”",
    ),
    (
        "DELETE FROM goal",
        "A table is damaged: the goal “Start a STEM hour”",
    ),
    (
        "UPDATE entry SET value = '\"x\"' WHERE field = 'measure'",
        "The log is damaged: what it keeps of the goal",
    ),
    (
        "UPDATE entry SET at_ms = 1",
        "The log is damaged: what it keeps of the goal",
    ),
    ("UPDATE search_doc SET day = 1", "The index is damaged"),
    (
        "UPDATE \"commit\" SET label = 'x'",
        "The log is damaged: a change in the history",
    ),
    (
        "UPDATE \"commit\" SET state = 1",
        "The log is damaged: a change in the history",
    ),
    (
        "DELETE FROM \"commit\"",
        "The log is damaged: a change in the history",
    ),
    (
        "DELETE FROM entry WHERE field = 'measure'",
        "The log is damaged: a change in the history",
    ),
    (
        "UPDATE draft SET text = 'x'",
        "A text that is not saved yet is damaged",
    ),
    (
        "DELETE FROM draft",
        "A text that is not saved yet is damaged",
    ),
    (
        "UPDATE meta SET value = 'mentor' WHERE key = 'role'",
        "The log is damaged: what the book knows of you",
    ),
];

#[test]
fn the_check_says_which_copy_is_the_damaged_one() {
    for (sql, said) in DAMAGES {
        let home = Home::new();
        let mut store = home.book("a.matchbook");
        store
            .commit(&one_goal("four visits held").1, &mut env(2))
            .unwrap();
        store.save_draft("note", "half a sentence", noon()).unwrap();
        drop(store);
        let path = home.path("a.matchbook");
        let conn = Connection::open(&path).unwrap();
        assert!(conn.execute(sql, []).unwrap() > 0, "{sql}");
        let report = Store::open(&path, OpenMode::Read, &mut env(3))
            .unwrap()
            .check()
            .unwrap();
        assert!(
            report
                .faults
                .iter()
                .any(|fault| fault.message.contains(said)),
            "{sql}: {report:?}"
        );
    }
}

#[test]
fn a_book_that_is_being_written_to_is_sound_at_every_moment() {
    let home = Home::quick();
    let mut writer = home.book("a.matchbook");
    let (mut goal, commit) = one_goal("0");
    writer.commit(&commit, &mut env(2)).unwrap();
    let reader = Store::open(&home.path("a.matchbook"), OpenMode::Read, &mut env(3)).unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    let (order, done) = (std::sync::atomic::Ordering::Relaxed, &done);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut env = env(4);
            for number in 1.. {
                let next = Goal {
                    measure: number.to_string(),
                    ..goal.clone()
                };
                let edit = Change::edit(goal, next.clone());
                // Whoever reads may keep it waiting for longer than it waits.
                let saved = writer.commit(&Commit::new("edited", noon(), vec![edit]), &mut env);
                goal = if saved.is_ok() { next } else { break };
                if done.load(order) {
                    break;
                }
            }
        });
        let reports: Vec<_> = (0..trials(20, 100)).map(|_| reader.check()).collect();
        done.store(true, order);
        for report in reports {
            match report {
                Ok(report) => assert!(report.is_sound(), "{report:?}"),
                Err(error) => assert!(matches!(error, StoreError::Busy { .. }), "{error}"),
            }
        }
    });
}
