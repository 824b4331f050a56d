//! Every book that a released version wrote opens, with all that is in it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/filled.rs"]
mod filled;

use std::fs;
use std::path::{Path, PathBuf};

use matchbook::domain::book::Identity;
use matchbook::domain::change::{Change, Commit, Kind, Record};
use matchbook::domain::id::Id;
use matchbook::domain::person::Role;
use matchbook::env::Env;
use matchbook::store::{OpenMode, Store, StoreError};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

fn env(seed: u64) -> Env {
    Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), seed)
}

/// Writes the book of the present version, with one record of every kind; run it once for each release:
/// `cargo test --test migrate write_fixture -- --ignored`.
#[test]
#[ignore = "is no test: it writes the fixture of a release"]
fn write_fixture() {
    let identity = Identity {
        pair: Id::derived(&["pair"]),
        replica: Id::derived(&["replica"]),
        me: Role::Mentee,
    };
    let mut env = env(1);
    let path = Path::new(FOLDER).join(concat!(env!("CARGO_PKG_VERSION"), ".matchbook"));
    let mut store = Store::create(&path, identity, &mut env).unwrap();
    let changes = filled::records().into_iter().map(Change::create).collect();
    let commit = Commit::new("everything once", env.now(), changes);
    store.commit(&commit, &mut env).unwrap();
}

fn fixtures() -> Vec<PathBuf> {
    let files = fs::read_dir(FOLDER)
        .unwrap()
        .map(|file| file.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == "matchbook"))
        .collect()
}

/// What came after version 0.1.0: whole kinds, and fields of kinds that were there.
const AFTER_0_1_0: &[(Kind, &[&str])] = &[
    (Kind::ListItem, &[]),
    (Kind::Pulse, &[]),
    (Kind::Prompt, &["text", "why", "category", "archived"]),
    (Kind::Activity, &["title", "about", "leaves", "archived"]),
    (Kind::Meeting, &["sent"]),
    (Kind::Cycle, &["send_ahead_days", "stay", "closed"]),
];

/// The records that the version which wrote `fixture` knew, as far as it knew them.
fn records_of(fixture: &Path) -> Vec<Record> {
    let records = filled::records().into_iter();
    if fixture.file_stem().unwrap() != "0.1.0" {
        return records.collect();
    }
    let known = records.filter_map(|record| {
        let later = AFTER_0_1_0.iter().find(|(kind, _)| *kind == record.kind());
        let Some((kind, fields)) = later else {
            return Some(record);
        };
        let mut kept = record.fields();
        kept.retain(|field, _| !fields.contains(&field.as_str()));
        let kept = serde_json::Value::Object(kept);
        (!fields.is_empty()).then(|| Record::from_fields(*kind, record.id(), kept).unwrap())
    });
    known.collect()
}

#[test]
fn every_released_book_opens_with_all_that_is_in_it() {
    let fixtures = fixtures();
    assert!(!fixtures.is_empty());
    for fixture in fixtures {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.matchbook");
        fs::copy(&fixture, &path).unwrap();
        let mut env = env(2);
        let mut store = Store::open(&path, OpenMode::Edit, &mut env).unwrap();
        let mut found: Vec<Record> = store.load_all().unwrap().records().collect();
        let mut wanted = records_of(&fixture);
        found.sort_by_key(Record::id);
        wanted.sort_by_key(Record::id);
        assert_eq!(found, wanted, "{}", fixture.display());
        assert!(store.check().unwrap().is_sound());
        // What was not listed when the book was written is found as well.
        for (words, kind) in [
            ("nerv", Kind::PrivateNote),
            ("\"goals due\"", Kind::Milestone),
            ("county", Kind::Person),
            ("visits near", Kind::AgendaItem),
            ("full room", Kind::Answer),
        ] {
            let hits = store.search_kind(words, None, 9, 0).unwrap();
            let found: Vec<_> = hits.iter().map(|hit| hit.kind).collect();
            assert_eq!(found, [kind], "{words}");
        }
        store.undo(&mut env).unwrap().unwrap();
        assert_eq!(store.load_all().unwrap().records().count(), 0);
    }
}

#[test]
fn an_update_that_was_cut_off_before_the_tables_were_built_is_finished_the_next_time() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.matchbook");
    fs::copy(Path::new(FOLDER).join("0.1.0.matchbook"), &path).unwrap();
    let mut env = env(2);
    drop(Store::open(&path, OpenMode::Edit, &mut env).unwrap());
    let conn = rusqlite::Connection::open(&path).unwrap();
    let cut_off = "DELETE FROM search_doc; DELETE FROM person;
        INSERT INTO search(search) VALUES ('rebuild'); INSERT INTO meta VALUES ('rebuild', 'due');";
    conn.execute_batch(cut_off).unwrap();
    drop(conn);
    let store = Store::open(&path, OpenMode::Edit, &mut env).unwrap();
    assert!(store.check().unwrap().is_sound());
    assert_eq!(store.search_kind("county", None, 9, 0).unwrap().len(), 1);
}

/// The fixture of 0.1.0 in `home`, not opened yet.
fn of_0_1_0(home: &tempfile::TempDir) -> (PathBuf, rusqlite::Connection) {
    let path = home.path().join("a.matchbook");
    fs::copy(Path::new(FOLDER).join("0.1.0.matchbook"), &path).unwrap();
    let conn = rusqlite::Connection::open(&path).unwrap();
    (path, conn)
}

#[test]
fn a_book_from_before_the_checksums_gets_one_for_all_that_is_in_it() {
    for damage in [
        "UPDATE entry SET value = '\"x\"' WHERE field = 'measure' OR field = 'date'",
        "UPDATE private_entry SET at_ms = at_ms + 1",
        "UPDATE \"commit\" SET label = 'x'",
        "UPDATE replica SET born_ms = 1",
        "UPDATE meta SET value = 'mentor' WHERE key = 'role'",
    ] {
        let home = tempfile::tempdir().unwrap();
        let (path, conn) = of_0_1_0(&home);
        let store = Store::open(&path, OpenMode::Edit, &mut env(2)).unwrap();
        assert!(store.check().unwrap().is_sound());
        let bare =
            "SELECT count(*) FROM (SELECT sha FROM entry UNION ALL SELECT sha FROM private_entry)
            WHERE length(sha) IS NOT 64";
        let bare: i64 = conn.query_row(bare, [], |row| row.get(0)).unwrap();
        assert_eq!(bare, 0);
        assert!(conn.execute(damage, []).unwrap() > 0, "{damage}");
        assert!(!store.check().unwrap().is_sound(), "{damage}");
    }
}

#[test]
fn what_was_made_private_before_this_version_is_withheld_with_the_update() {
    let home = tempfile::tempdir().unwrap();
    let (path, conn) = of_0_1_0(&home);
    // As that version left it: the shared entries stayed where they were when the goal became private.
    conn.execute_batch(
        "INSERT INTO entry SELECT 'ab' || substr(id, 3), NULL, at_ms - 9, replica, kind, rec, field, value, 0, commit_id, NULL
           FROM private_entry WHERE kind = 'goal';
         INSERT INTO entry_parent SELECT id, 'cd' FROM entry WHERE kind = 'goal'",
    )
    .unwrap();
    let store = Store::open(&path, OpenMode::Edit, &mut env(2)).unwrap();
    let count = |sql: &str| -> i64 { conn.query_row(sql, [], |row| row.get(0)).unwrap() };
    let withheld = "SELECT count(*) FROM private_entry WHERE state = 4 AND kind = 'goal'";
    assert!(count(withheld) > 0);
    assert_eq!(count("SELECT count(*) FROM entry WHERE kind = 'goal'"), 0);
    assert!(store.check().unwrap().is_sound());
    assert_eq!(store.load_kind(Kind::Goal).unwrap().len(), 1);
}

#[test]
fn a_book_of_an_earlier_version_with_code_in_it_is_not_updated() {
    let home = tempfile::tempdir().unwrap();
    let (path, conn) = of_0_1_0(&home);
    conn.execute_batch("CREATE TRIGGER t AFTER INSERT ON goal BEGIN DELETE FROM note; END")
        .unwrap();
    drop(conn);
    let before = fs::read(&path).unwrap();
    let error = Store::open(&path, OpenMode::Edit, &mut env(2)).unwrap_err();
    assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
    assert!(fs::read(&path).unwrap() == before);
    assert!(!home.path().join("backups").exists());
}
