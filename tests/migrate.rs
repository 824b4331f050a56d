//! Every book that a released version wrote opens, with all that is in it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/filled.rs"]
mod filled;
#[path = "support/story.rs"]
mod story;

use std::fs;
use std::path::{Path, PathBuf};

use matchbook::domain::book::Identity;
use matchbook::domain::change::{Change, Commit, Kind, Record};
use matchbook::domain::id::Id;
use matchbook::domain::person::Role;
use matchbook::store::{BackupReason, OpenMode, Store, StoreError, backups};
use story::env;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

fn identity() -> Identity {
    Identity {
        pair: Id::derived(&["pair"]),
        replica: Id::derived(&["replica"]),
        me: Role::Mentee,
    }
}

/// Writes the book of the present version, with one record of every kind; run it once for each release:
/// `cargo test --test migrate write_fixture -- --ignored`.
#[test]
#[ignore = "is no test: it writes the fixture of a release"]
fn write_fixture() {
    let mut env = env(1);
    let path = Path::new(FOLDER).join(concat!(env!("CARGO_PKG_VERSION"), ".matchbook"));
    let mut store = Store::create(&path, identity(), &mut env).unwrap();
    let changes = filled::records().into_iter().map(Change::create).collect();
    let commit = Commit::new("everything once", env.now(), changes);
    store.commit(&commit, &mut env).unwrap();
}

/// Writes the story as the present schema holds it; run it once before each new one:
/// `cargo test --test migrate write_story -- --ignored`.
#[test]
#[ignore = "is no test: it writes the fixture of a schema"]
fn write_story() {
    let path = Path::new(FOLDER).join("story/new.matchbook");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut env = env(1);
    let mut store = Store::create(&path, identity(), &mut env).unwrap();
    story::tell(&mut store, &mut env);
    drop(store);
    let conn = rusqlite::Connection::open(&path).unwrap();
    let schema: u32 = conn
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    drop(conn);
    fs::rename(&path, story_of(schema)).unwrap();
}

/// The book with the story as the schema `number` held it.
fn story_of(number: u32) -> PathBuf {
    Path::new(FOLDER).join(format!("story/schema-{number}.matchbook"))
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
    (
        Kind::Meeting,
        &["sent", "link", "zone", "event", "sequence"],
    ),
    (Kind::Person, &["zone"]),
    (Kind::Cycle, &["send_ahead_days", "stay", "closed"]),
    (Kind::Answer, &["told"]),
    (Kind::AskedForm, &[]),
    (Kind::Pause, &[]),
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
        INSERT INTO search(search) VALUES ('delete-all'); INSERT INTO meta VALUES ('rebuild', 'due');";
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
            WHERE length(sha) IS NOT 32";
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
         INSERT INTO entry_parent SELECT id, '0123456789abcdef0123456789abcdef' FROM entry WHERE kind = 'goal'",
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

/// The story in a book of the present schema, with the home it lies in.
fn told(home: &tempfile::TempDir) -> Store {
    let mut env = env(1);
    let path = home.path().join("told.matchbook");
    let mut store = Store::create(&path, identity(), &mut env).unwrap();
    story::tell(&mut store, &mut env);
    store
}

/// Values that no book of the story has, since its schema was an earlier one, and those it has instead.
const AFTER_THE_STORY: [(&str, &str); 6] = [
    ("link: \"https://example.org/call\"", "link: \"\""),
    ("zone: \"Pacific/Honolulu\"", "zone: \"\""),
    ("zone: \"UTC\"", "zone: \"\""),
    (
        "event: Some(\n                Id(c52ce60b…),\n            )",
        "event: None",
    ),
    (
        "sequence: Some(\n                2,\n            )",
        "sequence: None",
    ),
    (
        "told: Some(\n                2026-11-21,\n            )",
        "told: None",
    ),
];

/// Kinds of which no book of the story has a record.
const KINDS_AFTER_THE_STORY: [Kind; 2] = [Kind::AskedForm, Kind::Pause];

/// Every record, each text that is still to be saved, and the history with what can be undone and redone.
fn contents(store: &Store) -> String {
    let mut records: Vec<Record> = store.load_all().unwrap().records().collect();
    records.retain(|record| !KINDS_AFTER_THE_STORY.contains(&record.kind()));
    records.sort_by_key(|record| (record.kind(), record.id()));
    let steps = (store.undo_label(), store.redo_label());
    let mut drafts = store.drafts().unwrap();
    drafts.sort_by(|a, b| a.draft_key.cmp(&b.draft_key));
    let mut told = format!(
        "{records:#?} {drafts:#?} {:#?} {steps:?}",
        store.history(99).unwrap()
    );
    for (later, earlier) in AFTER_THE_STORY {
        told = told.replace(later, earlier);
    }
    told
}

fn hits(store: &Store, words: &str) -> Vec<String> {
    let hits = store.search_kind(words, None, 99, 0).unwrap();
    hits.iter().map(|hit| format!("{hit:?}")).collect()
}

/// The book of schema `number` with the story in it, opened.
fn of_schema(number: u32, home: &tempfile::TempDir) -> Store {
    let path = home.path().join("a.matchbook");
    fs::copy(story_of(number), &path).unwrap();
    Store::open(&path, OpenMode::Edit, &mut env(3)).unwrap()
}

#[test]
fn a_book_of_an_earlier_schema_keeps_its_records_history_undo_and_drafts() {
    let stories = (1..99).filter(|schema| story_of(*schema).exists());
    assert_eq!(stories.map(keeps_all).count(), 4);
}

fn keeps_all(schema: u32) {
    let home = tempfile::tempdir().unwrap();
    let (mut wanted, mut found) = (told(&home), of_schema(schema, &home));
    assert!(found.check().unwrap().is_sound());
    assert_eq!(contents(&found), contents(&wanted));
    for words in [
        "storm",
        "hippo",
        "renamed",
        "hidden",
        "open goal",
        "nerv",
        "\"goals due\"",
        "vis",
    ] {
        assert_eq!(hits(&found, words), hits(&wanted, words), "{words}");
    }
    assert!(!hits(&found, "hippo").is_empty() && hits(&found, "open goal").is_empty());
    let mut steps = 0;
    while wanted.undo(&mut env(50 + steps)).unwrap().is_some() {
        found.undo(&mut env(50 + steps)).unwrap().unwrap();
        assert_eq!(contents(&found), contents(&wanted), "after undo {steps}");
        steps += 1;
    }
    assert_eq!(steps, 10);
    assert!(found.undo(&mut env(90)).unwrap().is_none());
    while wanted.redo(&mut env(150 + steps)).unwrap().is_some() {
        found.redo(&mut env(150 + steps)).unwrap().unwrap();
        assert_eq!(contents(&found), contents(&wanted), "after redo {steps}");
        steps += 1;
    }
    assert_eq!(hits(&found, "storm"), hits(&wanted, "storm"));
    assert!(found.check().unwrap().is_sound());
    found.rebuild().unwrap();
    assert_eq!(contents(&found), contents(&wanted));
}

#[test]
fn what_was_damaged_before_the_update_is_still_told_after_it() {
    for (damage, told) in [
        (
            "UPDATE entry SET value = '\"x\"' WHERE field = 'decisions'",
            "The log is damaged: what it keeps",
        ),
        (
            "UPDATE entry SET rec = 'x' WHERE field = 'decisions'",
            "The log is damaged: what it keeps of a record",
        ),
        (
            "UPDATE \"commit\" SET label = 'x'",
            "The log is damaged: a change in the history",
        ),
        (
            "DELETE FROM \"commit\" WHERE n = 3",
            "The log is damaged: a change in the history",
        ),
        ("UPDATE goal SET measure = 'x'", "A table is damaged"),
        (
            "UPDATE draft SET text = 'x'",
            "A text that is not saved yet is damaged",
        ),
    ] {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.matchbook");
        fs::copy(story_of(4), &path).unwrap();
        let conn = rusqlite::Connection::open(&path).unwrap();
        assert!(conn.execute(damage, []).unwrap() > 0, "{damage}");
        drop(conn);
        let store = Store::open(&path, OpenMode::Edit, &mut env(3)).unwrap();
        let report = store.check().unwrap();
        let mut faults = report.faults.iter();
        assert!(
            faults.any(|fault| fault.message.contains(told)),
            "{damage}: {report:?}"
        );
    }
}

#[test]
fn books_of_the_schemas_between_open_with_all_that_is_in_them() {
    const MIGRATIONS: [&str; 3] = [
        include_str!("../src/store/migrations/0002.sql"),
        include_str!("../src/store/migrations/0003.sql"),
        include_str!("../src/store/migrations/0004.sql"),
    ];
    let sorted = |store: &Store| {
        let mut records: Vec<Record> = store.load_all().unwrap().records().collect();
        records.sort_by_key(|record| (record.kind(), record.id()));
        records
    };
    let home = tempfile::tempdir().unwrap();
    let (path, _) = of_0_1_0(&home);
    let wanted = sorted(&Store::open(&path, OpenMode::Edit, &mut env(2)).unwrap());
    for applied in 1..=MIGRATIONS.len() {
        let home = tempfile::tempdir().unwrap();
        let (path, conn) = of_0_1_0(&home);
        for sql in &MIGRATIONS[..applied] {
            conn.execute_batch(sql).unwrap();
        }
        conn.execute_batch(&format!("PRAGMA user_version = {}", applied + 1))
            .unwrap();
        drop(conn);
        let mut store = Store::open(&path, OpenMode::Edit, &mut env(2)).unwrap();
        assert_eq!(sorted(&store), wanted, "schema {}", applied + 1);
        assert!(store.check().unwrap().is_sound());
        store.undo(&mut env(4)).unwrap().unwrap();
        assert_eq!(store.load_all().unwrap().records().count(), 0);
    }
}

#[test]
fn the_backup_that_an_update_makes_can_be_put_back_and_is_updated_again() {
    let home = tempfile::tempdir().unwrap();
    let store = of_schema(5, &home);
    let path = home.path().join("a.matchbook");
    let wanted = contents(&store);
    let backup = backups(&path).remove(0);
    assert_eq!(backup.reason, BackupReason::Update);
    let ready = store.prepare_restore(&backup.path, &env(5)).unwrap();
    let outcome = store.replace_by(ready).unwrap();
    assert!(outcome.previous.is_some());
    let store = Store::open(&path, OpenMode::Edit, &mut env(6)).unwrap();
    assert_eq!(contents(&store), wanted);
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn a_private_text_of_an_older_book_is_in_no_page_of_it_once_it_is_deleted() {
    let home = tempfile::tempdir().unwrap();
    let mut store = of_schema(5, &home);
    store.clear_draft("note:1").unwrap();
    drop(store);
    let bytes = fs::read(home.path().join("a.matchbook")).unwrap();
    let canary = b"kanarienvogel";
    assert!(!bytes.windows(canary.len()).any(|found| found == canary));
}
