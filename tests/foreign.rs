//! Books that another hand was at: code in the schema, another journal mode, a shape of later versions.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/verbs.rs"]
mod verbs;

use std::fs;
use std::path::Path;
use std::time::Duration;

use matchbook::domain::change::{Change, Commit, Kind};
use matchbook::domain::goal::Goal;
use matchbook::domain::id::Id;
use matchbook::env::Env;
use matchbook::files;
use matchbook::store::{OpenMode, Store, StoreError};
use rusqlite::Connection;
use verbs::Desk;

fn env() -> Env {
    Env::fixed("2026-11-22T10:00:00Z".parse().unwrap(), 99)
}

fn execute(path: &Path, sql: &str) {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(sql).unwrap();
}

const PEEP: &str = "CREATE TRIGGER peep AFTER INSERT ON private_note
    BEGIN UPDATE goal SET title = new.text; END";
const SWALLOW: &str =
    "CREATE TRIGGER swallow BEFORE INSERT ON entry BEGIN SELECT raise(ignore); END";
const ENDLESS: &str = "ALTER TABLE goal RENAME TO goal_before; CREATE VIEW goal AS
    WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)
    SELECT hex(n) AS id, hex(zeroblob(n)) AS title FROM c";

/// Schema objects that make a book none of ours, each with its name for people.
const FOREIGN: [(&str, &str); 11] = [
    (PEEP, "a trigger"),
    (SWALLOW, "a trigger"),
    (ENDLESS, "a view"),
    ("CREATE VIEW other AS SELECT 1", "a view"),
    ("CREATE VIRTUAL TABLE other USING fts5(x)", "a virtual table"),
    ("CREATE VIRTUAL TABLE other USING rtree(a, b, c)", "a virtual table"),
    ("CREATE UNIQUE INDEX other ON goal(title)", "an index"),
    ("CREATE INDEX other ON goal(hex(title))", "an index"),
    (
        "DROP TABLE draft; CREATE TABLE draft(place TEXT PRIMARY KEY ON CONFLICT IGNORE, text TEXT NOT NULL,
         at_ms INTEGER NOT NULL) STRICT",
        "a table or an index",
    ),
    (
        "ALTER TABLE goal ADD COLUMN more TEXT GENERATED ALWAYS AS (hex(title)) VIRTUAL",
        "a table or an index",
    ),
    (
        "ALTER TABLE goal ADD COLUMN more TEXT CHECK (more IS NULL)",
        "a table or an index",
    ),
];

#[test]
fn a_book_with_code_in_it_is_refused_at_once_and_stays_as_it_is() {
    for version in ["", "PRAGMA user_version = 2;", "PRAGMA user_version = 99;"] {
        for (sql, what) in FOREIGN {
            let desk = Desk::with_book();
            let path = desk.path("year.matchbook");
            execute(&path, &format!("{sql};{version}"));
            let before = fs::read(&path).unwrap();
            for line in [
                "status",
                "goal add x",
                "check",
                "check --rebuild",
                "export everything -o -",
                "backup",
            ] {
                let args: Vec<_> = ["--book", "year.matchbook"]
                    .into_iter()
                    .chain(line.split(' '))
                    .collect();
                let mut command = desk.command();
                let ran = desk.told(
                    command
                        .timeout(Duration::from_mins(1))
                        .args(args)
                        .output()
                        .unwrap(),
                );
                assert_eq!(ran.exit, 4, "{sql}: {line}: {}", ran.shown());
                assert_eq!(ran.out, "");
                // One that claims to be of an earlier shape has columns and tables too many for that as well.
                assert!(
                    version.contains('2') || ran.err.contains(what),
                    "{sql}: {}",
                    ran.err
                );
                assert!(
                    ran.err.contains("export everything --level all"),
                    "{}",
                    ran.err
                );
            }
            assert!(fs::read(&path).unwrap() == before, "{sql}");
        }
    }
}

#[test]
fn a_book_with_code_in_it_is_replaced_by_a_copy_and_nothing_of_it_is_run() {
    const ENDLESS_GOALS: &str = "ALTER TABLE goal RENAME TO goal_before; CREATE VIEW goal AS
        WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n AS id, 0 AS archived FROM c";
    let desk = Desk::with_book();
    desk.done("goal add One");
    desk.done("backup");
    let copies = fs::read_dir(desk.path("backups")).unwrap().flatten();
    let mut copies = copies.map(|entry| entry.path());
    let copy = copies
        .find(|path| path.to_string_lossy().contains("by-hand"))
        .unwrap();
    let hostile = copy.to_string_lossy().replace("by-hand", "before-import");
    fs::copy(&copy, &hostile).unwrap();
    execute(Path::new(&hostile), ENDLESS_GOALS);
    execute(&desk.path("year.matchbook"), ENDLESS_GOALS);
    let foreign = fs::read(desk.path("year.matchbook")).unwrap();
    let copy = copy.to_str().unwrap();
    let run = |args: &[&str]| {
        let mut command = desk.command();
        let command = command.timeout(Duration::from_mins(1));
        let command = command.args(["--book", "year.matchbook", "restore"]);
        desk.told(command.args(args).output().unwrap())
    };
    let listed = run(&[]);
    assert!(
        listed.out.contains("it cannot be read"),
        "{}",
        listed.shown()
    );
    let shown = run(&[copy]);
    assert!(shown.out.contains("holds a view"), "{}", shown.shown());
    let done = run(&[copy, "--yes"]);
    assert_eq!(done.exit, 0, "{}", done.shown());
    assert_eq!(desk.json("goal list").as_array().unwrap().len(), 1);
    let kept = fs::read_dir(desk.path("backups")).unwrap().flatten();
    let mut kept = kept.filter_map(|entry| fs::read(entry.path()).ok());
    assert!(kept.any(|bytes| bytes == foreign), "what was there is kept");
}

#[test]
fn what_a_refused_book_holds_is_exported_from_its_log_and_taken_into_a_new_one() {
    for (sql, _) in FOREIGN {
        let desk = Desk::with_book();
        desk.done("goal add 'Start a STEM hour' --measure 'four visits held'");
        desk.done("goal add 'For me' --private yes");
        desk.done("log --kind meeting --private-note 'kanarienvogel'");
        execute(&desk.path("year.matchbook"), sql);
        let before = fs::read(desk.path("year.matchbook")).unwrap();
        let ran = desk.line("export everything --level all --format json -o all.json");
        assert_eq!(ran.exit, 0, "{sql}: {}", ran.err);
        assert!(ran.err.contains("matchbook did not make"), "{}", ran.err);
        let json = fs::read_to_string(desk.path("all.json")).unwrap();
        for word in [
            "Start a STEM hour",
            "four visits held",
            "For me",
            "kanarienvogel",
        ] {
            assert!(json.contains(word), "{sql}: {word}");
        }
        assert!(fs::read(desk.path("year.matchbook")).unwrap() == before);
        desk.done("--book b.matchbook import all.json");
        let goals = desk.json("--book b.matchbook goal list");
        assert_eq!(goals.as_array().unwrap().len(), 2, "{sql}");
        desk.done("--book b.matchbook check");
    }
}

#[test]
fn a_log_that_is_a_view_itself_is_not_read() {
    let desk = Desk::with_book();
    execute(
        &desk.path("year.matchbook"),
        "DROP TABLE entry; DROP TABLE private_entry; CREATE VIEW entry AS
         WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n AS id FROM c",
    );
    let args = [
        "--book",
        "year.matchbook",
        "export",
        "everything",
        "--level",
        "all",
        "-o",
        "-",
    ];
    let mut command = desk.command();
    let ran = desk.told(
        command
            .timeout(Duration::from_mins(1))
            .args(args)
            .output()
            .unwrap(),
    );
    assert_eq!((ran.exit, ran.out.as_str()), (4, ""), "{}", ran.err);
    assert!(ran.err.contains("is damaged"), "{}", ran.err);
}

fn goal(title: &str) -> Commit {
    let goal = Goal {
        id: Id::derived(&[title]),
        title: title.to_owned(),
        ..Goal::default()
    };
    let at = "2026-11-22T10:00:00Z".parse().unwrap();
    Commit::new("goal added", at, vec![Change::create(goal)])
}

#[test]
fn a_book_of_a_newer_minor_version_opens_with_what_that_has_added() {
    let desk = Desk::with_book();
    desk.done("goal add one");
    let path = desk.path("year.matchbook");
    execute(
        &path,
        "PRAGMA user_version = 99; UPDATE meta SET value = '99' WHERE key = 'schema_minor';
         CREATE TABLE badge(id TEXT PRIMARY KEY, title TEXT) STRICT;
         CREATE INDEX badge_by_title ON badge(title, id);
         CREATE INDEX goal_by_day ON goal(due);
         ALTER TABLE goal ADD COLUMN color TEXT; ALTER TABLE goal ADD COLUMN weight INTEGER;
         ALTER TABLE entry ADD COLUMN origin TEXT;
         ALTER TABLE private_entry ADD COLUMN origin TEXT;
         INSERT INTO badge VALUES ('a', 'b');",
    );
    let mut store = Store::open(&path, OpenMode::Edit, &mut env()).unwrap();
    store.commit(&goal("two"), &mut env()).unwrap();
    assert_eq!(store.load_kind(Kind::Goal).unwrap().len(), 2);
    assert!(store.check().unwrap().is_sound());
    drop(store);
    desk.done("undo");
    desk.done("check --rebuild");
}

/// Puts the book into the mode with a write-ahead log, as the `sqlite3` tool does.
fn to_wal(path: &Path) {
    let conn = Connection::open(path).unwrap();
    let mode = |row: &rusqlite::Row| row.get::<_, String>(0);
    assert_eq!(
        conn.query_row("PRAGMA journal_mode = wal", [], mode)
            .unwrap(),
        "wal"
    );
}

/// Makes in another tool a change that stays in the write-ahead log, as after a crash of it.
fn leave_in_wal(path: &Path, sql: &str) {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(sql).unwrap();
    let wal = files::with_suffix(path, "-wal");
    let (book, log) = (fs::read(path).unwrap(), fs::read(&wal).unwrap());
    drop(conn);
    fs::write(path, book).unwrap();
    fs::write(&wal, log).unwrap();
}

#[test]
fn a_book_in_the_other_journal_mode_is_read_as_often_as_one_likes_and_healed_when_edited() {
    let desk = Desk::with_book();
    desk.done("goal add one");
    let path = desk.path("year.matchbook");
    to_wal(&path);
    for _ in 0..3 {
        assert_eq!(desk.json("goal list").as_array().unwrap().len(), 1);
        desk.done("check");
        desk.done("export everything -o -");
    }
    assert!(
        files::with_suffix(&path, "-wal").exists(),
        "reading has left it"
    );
    desk.done("goal add two");
    assert_eq!(desk.json("goal list").as_array().unwrap().len(), 2);
    for ending in ["-wal", "-shm"] {
        assert!(!files::with_suffix(&path, ending).exists(), "{ending}");
    }
    assert_eq!(fs::read(&path).unwrap()[18..20], [1, 1]);
}

#[test]
fn what_stands_in_the_write_ahead_log_of_a_book_is_part_of_it() {
    let desk = Desk::with_book();
    desk.done("goal add one");
    let path = desk.path("year.matchbook");
    to_wal(&path);
    // Saved by an earlier program, say: the table alone would do as well.
    leave_in_wal(
        &path,
        "UPDATE meta SET value = '2020-01-01' WHERE key = 'backup_day'",
    );
    let day = || -> String {
        let conn = Connection::open(&path).unwrap();
        let sql = "SELECT value FROM meta WHERE key = 'backup_day'";
        conn.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(desk.json("goal list").as_array().unwrap().len(), 1);
    drop(Store::open(&path, OpenMode::Edit, &mut env()).unwrap());
    assert_eq!(fs::read(&path).unwrap()[18..20], [1, 1]);
    assert_eq!(day(), "2020-01-01");
}

#[test]
fn a_write_ahead_log_that_would_make_another_book_of_it_is_refused() {
    for (case, sql) in [
        (
            "another pair",
            "UPDATE meta SET value = hex(randomblob(16)) WHERE key = 'pair_id'",
        ),
        (
            "a damaged log",
            "UPDATE entry SET value = '\"x\"' WHERE field = 'title'",
        ),
    ] {
        let desk = Desk::with_book();
        desk.done("goal add one");
        let path = desk.path("year.matchbook");
        to_wal(&path);
        leave_in_wal(&path, sql);
        let before = fs::read(&path).unwrap();
        let error = Store::open(&path, OpenMode::Edit, &mut env()).unwrap_err();
        assert!(matches!(error, StoreError::Stray { .. }), "{case}: {error}");
        assert!(fs::read(&path).unwrap() == before, "{case}");
    }
}

#[test]
fn a_write_ahead_log_of_another_database_is_refused_in_either_mode() {
    for in_wal_mode in [false, true] {
        let desk = Desk::with_book();
        let path = desk.path("year.matchbook");
        if in_wal_mode {
            to_wal(&path);
        }
        let other = desk.path("other.db");
        to_wal(&other);
        leave_in_wal(
            &other,
            "CREATE TABLE diary(x); INSERT INTO diary VALUES ('x')",
        );
        fs::copy(
            files::with_suffix(&other, "-wal"),
            files::with_suffix(&path, "-wal"),
        )
        .unwrap();
        let before = fs::read(&path).unwrap();
        for line in ["goal list", "goal add x"] {
            let ran = desk.line(line);
            assert_eq!(ran.exit, 4, "{line}: {}", ran.shown());
        }
        assert!(fs::read(&path).unwrap() == before);
    }
}
