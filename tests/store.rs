//! The store: saving, undo, search, drafts, and what must hold for any history.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/filled.rs"]
mod filled;
#[path = "support/home.rs"]
mod home;
#[path = "support/script.rs"]
mod script;

use std::fs;

use chrono::{Days, NaiveDate};
use home::{Home, env, identity, noon};
use matchbook::domain::book::Book;
use matchbook::domain::change::{Change, Commit, Kind, Record};
use matchbook::domain::goal::Goal;
use matchbook::domain::id::Id;
use matchbook::domain::meeting::{AgendaItem, Meeting, MeetingState, Note, PrivateNote};
use matchbook::domain::person::Role;
use matchbook::store::{
    CommitState, INITIAL_MEETING_LIMIT, MAX_VALUE_BYTES, OpenMode, Store, StoreError, large_book,
};
use proptest::prelude::*;
use rusqlite::Connection;
use script::{Act, CANARY};

fn goal(title: &str) -> Goal {
    Goal {
        id: Id::derived(&[title]),
        title: title.to_owned(),
        ..Goal::default()
    }
}

fn one(change: Change) -> Commit {
    Commit::new("something done", noon(), vec![change])
}

fn in_memory() -> Store {
    Store::in_memory(identity(), &mut env(1)).unwrap()
}

#[test]
fn every_field_of_every_record_has_a_column() {
    let mut store = in_memory();
    let mut env = env(2);
    let records = filled::records();
    let changes = records.iter().cloned().map(Change::create).collect();
    let commit = Commit::new("all at once", noon(), changes);
    let committed = store.commit(&commit, &mut env).unwrap();
    assert_eq!(committed.changes, commit.changes);
    for record in records {
        assert_eq!(store.load_kind(record.kind()).unwrap(), [record]);
    }
    let report = store.check().unwrap();
    assert_eq!((report.faults, report.records), (vec![], Kind::ALL.len()));
}

#[test]
fn undo_and_redo_outlast_closing_the_book() {
    let home = Home::new();
    let mut store = home.book("a.matchbook");
    let commit = Commit::new("goal added", noon(), vec![Change::create(goal("one"))]);
    store.commit(&commit, &mut env(2)).unwrap();
    let before = store.load_all().unwrap();
    drop(store);
    let mut env = env(3);
    let mut store = Store::open(&home.path("a.matchbook"), OpenMode::Edit, &mut env).unwrap();
    assert_eq!(store.undo_label().as_deref(), Some("goal added"));
    assert_eq!(store.redo_label(), None);
    let undone = store.undo(&mut env).unwrap().unwrap();
    assert_eq!(undone.label, "goal added");
    assert_eq!(undone.changes[0].after, None);
    assert!(store.load().unwrap().goals.is_empty());
    drop(store);
    let mut store = Store::open(&home.path("a.matchbook"), OpenMode::Edit, &mut env).unwrap();
    assert_eq!(store.undo_label(), None);
    assert_eq!(store.history(9).unwrap()[0].state, CommitState::Undone);
    store.redo(&mut env).unwrap().unwrap();
    assert_eq!(store.load_all().unwrap(), before);
    assert!(store.redo(&mut env).unwrap().is_none());
}

#[test]
fn a_new_change_overtakes_what_was_undone() {
    let mut store = in_memory();
    let mut env = env(2);
    store
        .commit(&one(Change::create(goal("one"))), &mut env)
        .unwrap();
    store.undo(&mut env).unwrap();
    store
        .commit(&one(Change::create(goal("two"))), &mut env)
        .unwrap();
    assert_eq!(store.redo_label(), None);
    let states: Vec<_> = store
        .history(9)
        .unwrap()
        .iter()
        .map(|line| line.state)
        .collect();
    assert_eq!(states, [CommitState::InEffect, CommitState::Superseded]);
}

#[test]
fn a_change_of_what_is_no_longer_so_is_refused_and_nothing_is_saved() {
    let mut store = in_memory();
    let mut env = env(2);
    let first = goal("one");
    store
        .commit(&one(Change::create(first.clone())), &mut env)
        .unwrap();
    let retitled = Goal {
        title: "two".into(),
        ..first.clone()
    };
    store
        .commit(
            &one(Change::edit(first.clone(), retitled.clone())),
            &mut env,
        )
        .unwrap();
    let book = store.load_all().unwrap();
    let again = Goal {
        title: "three".into(),
        ..first.clone()
    };
    for change in [
        Change::edit(first.clone(), again),
        Change::create(first.clone()),
        Change::edit(
            goal("absent"),
            Goal {
                why: "x".into(),
                ..goal("absent")
            },
        ),
        Change {
            id: Id::derived(&["absent"]),
            before: Some(goal("absent").into()),
            after: None,
        },
    ] {
        let commit = Commit::new("x", noon(), vec![Change::create(goal("other")), change]);
        let error = store.commit(&commit, &mut env).unwrap_err();
        assert!(
            matches!(error, StoreError::Conflict { kind: "goal" }),
            "{error}"
        );
        assert_eq!(store.load_all().unwrap(), book);
    }
    // Another field of the same record is free.
    let reasoned = Goal {
        why: "schools ask".into(),
        ..first.clone()
    };
    let committed = store
        .commit(&one(Change::edit(first, reasoned)), &mut env)
        .unwrap();
    let both = Goal {
        why: "schools ask".into(),
        ..retitled
    };
    assert_eq!(committed.changes[0].after, Some(both.into()));
}

#[test]
fn a_private_goal_leaves_no_trace_in_the_log_that_is_shared() {
    let home = Home::new();
    let mut store = home.book("a.matchbook");
    let mut env = env(2);
    let private = Goal {
        private: true,
        ..goal("canary")
    };
    store
        .commit(&one(Change::create(private.clone())), &mut env)
        .unwrap();
    let shared = Goal {
        title: "plain".into(),
        private: false,
        ..private.clone()
    };
    store
        .commit(
            &one(Change::edit(private.clone(), shared.clone())),
            &mut env,
        )
        .unwrap();
    let again = Goal {
        title: "canary again".into(),
        private: true,
        ..shared.clone()
    };
    store
        .commit(&one(Change::edit(shared.clone(), again.clone())), &mut env)
        .unwrap();
    assert_eq!(store.load_kind(Kind::Goal).unwrap(), [Record::from(again)]);
    assert_eq!(shared_texts(&home, "plain"), 0);
    store.undo(&mut env).unwrap();
    assert_eq!(store.load_kind(Kind::Goal).unwrap(), [Record::from(shared)]);
    assert_eq!(shared_texts(&home, "plain"), 1);
    store.undo(&mut env).unwrap();
    assert_eq!(
        store.load_kind(Kind::Goal).unwrap(),
        [Record::from(private)]
    );
    assert_eq!(shared_texts(&home, CANARY), 0);
}

#[test]
fn a_record_of_every_kind_may_have_the_same_id() {
    let mut store = in_memory();
    let mut env = env(2);
    let id = Id::derived(&["the only one"]);
    let records: Vec<Record> = filled::records()
        .into_iter()
        .map(|record| {
            let mut fields = record.fields();
            for (name, value) in &mut fields {
                if ["goal", "meeting", "response"].contains(&name.as_str()) {
                    *value = id.to_string().into();
                }
            }
            Record::from_fields(record.kind(), id, fields).unwrap()
        })
        .collect();
    for record in &records {
        let commit = Commit::new("added", noon(), vec![Change::create(record.clone())]);
        store.commit(&commit, &mut env).unwrap();
    }
    let all = |store: &Store| -> Vec<Record> {
        let kinds = records.iter().map(Record::kind);
        kinds
            .flat_map(|kind| store.load_kind(kind).unwrap())
            .collect()
    };
    let whole = |store: &Store, when: &str| {
        assert_eq!(all(store), records, "{when}");
        let report = store.check().unwrap();
        assert_eq!((report.faults, report.records), (vec![], Kind::ALL.len()));
    };
    whole(&store, "at first");
    store.rebuild().unwrap();
    whole(&store, "built anew");
    for record in &records {
        let found =
            |store: &Store| store.search_kind("\"two schools\"", Some(Kind::Progress), 9, 0);
        let gone = Change {
            id,
            before: Some(record.clone()),
            after: None,
        };
        store.commit(&one(gone), &mut env).unwrap();
        assert_eq!(all(&store).len(), records.len() - 1, "{:?}", record.kind());
        let still_found = record.kind() != Kind::Progress;
        assert_eq!(found(&store).unwrap().len(), usize::from(still_found));
        store.undo(&mut env).unwrap().unwrap();
        whole(&store, "after undo");
    }
    let hit = &store.search_kind("\"two schools\"", None, 9, 0).unwrap()[0];
    assert_eq!(
        hit.parent_title, "Start a STEM hour",
        "it opens at the goal"
    );
}

/// The rows of the shared log about the record `rec`: what a parcel would be written from.
fn could_be_sent(conn: &Connection, rec: Id) -> i64 {
    let sql = "SELECT count(*) FROM entry WHERE rec = ?1";
    conn.query_row(sql, [rec.to_bytes()], |row| row.get(0))
        .unwrap()
}

#[test]
fn what_was_made_private_before_it_was_sent_is_in_nothing_that_could_be_sent() {
    let home = Home::new();
    let mut store = home.book("a.matchbook");
    let mut env = env(2);
    let conn = Connection::open(home.path("a.matchbook")).unwrap();
    let first = goal("open");
    let edited = Goal {
        why: "as typed for both".into(),
        ..first.clone()
    };
    let hidden = Goal {
        private: true,
        ..edited.clone()
    };
    let changes = [
        Change::create(first.clone()),
        Change::edit(first.clone(), edited.clone()),
        Change::edit(edited.clone(), hidden.clone()),
    ];
    for change in changes {
        store.commit(&one(change), &mut env).unwrap();
    }
    assert_eq!(could_be_sent(&conn, hidden.id), 0);
    assert_eq!(shared_texts(&home, "as typed for both"), 0);
    for wanted in [vec![edited.into()], vec![first.into()], vec![]] {
        store.undo(&mut env).unwrap().unwrap();
        assert_eq!(store.load_kind(Kind::Goal).unwrap(), wanted);
        assert!(store.check().unwrap().is_sound());
    }
    while store.redo(&mut env).unwrap().is_some() {}
    assert_eq!(store.load_kind(Kind::Goal).unwrap(), [Record::from(hidden)]);
    assert_eq!(could_be_sent(&conn, Id::derived(&["open"])), 0);
    store.rebuild().unwrap();
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn what_was_sent_before_it_was_made_private_stays_sent_and_sends_no_more() {
    let home = Home::new();
    let mut store = home.book("a.matchbook");
    let mut env = env(2);
    let conn = Connection::open(home.path("a.matchbook")).unwrap();
    let first = goal("open");
    store
        .commit(&one(Change::create(first.clone())), &mut env)
        .unwrap();
    conn.execute_batch("UPDATE entry SET state = 1").unwrap();
    let sent = could_be_sent(&conn, first.id);
    let edited = Goal {
        why: "not sent".into(),
        ..first.clone()
    };
    let hidden = Goal {
        private: true,
        ..edited.clone()
    };
    for change in [
        Change::edit(first, edited.clone()),
        Change::edit(edited.clone(), hidden),
    ] {
        store.commit(&one(change), &mut env).unwrap();
    }
    assert_eq!(could_be_sent(&conn, edited.id), sent);
    assert_eq!(shared_texts(&home, "not sent"), 0);
    store.undo(&mut env).unwrap().unwrap();
    assert_eq!(store.load_kind(Kind::Goal).unwrap(), [Record::from(edited)]);
    assert_eq!(shared_texts(&home, "not sent"), 1);
}

/// How many entries of the shared log hold `word`.
fn shared_texts(home: &Home, word: &str) -> i64 {
    let conn = Connection::open(home.path("a.matchbook")).unwrap();
    let sql = "SELECT count(*) FROM entry WHERE value LIKE '%' || ?1 || '%'";
    conn.query_row(sql, [word], |row| row.get(0)).unwrap()
}

#[test]
fn a_text_too_long_for_the_log_is_refused() {
    let mut store = in_memory();
    let long = Goal {
        why: "x".repeat(MAX_VALUE_BYTES),
        ..goal("one")
    };
    let error = store
        .commit(&one(Change::create(long)), &mut env(2))
        .unwrap_err();
    assert!(matches!(error, StoreError::ValueTooLong { .. }));
    assert!(store.load().unwrap().goals.is_empty());
}

#[test]
fn a_draft_goes_with_the_commit_that_saves_it_and_stays_when_that_fails() {
    let mut store = in_memory();
    let mut env = env(2);
    store.save_draft("note", "half a sent", noon()).unwrap();
    store.save_draft("note", "half a sentence", noon()).unwrap();
    store
        .save_draft("other", "x", noon() - Days::new(1))
        .unwrap();
    let first = one(Change::create(goal("one")));
    store.commit(&first, &mut env).unwrap();
    assert!(
        store
            .commit_and_clear_draft(&first, Some("note"), &mut env)
            .is_err()
    );
    let places: Vec<_> = store
        .drafts()
        .unwrap()
        .into_iter()
        .map(|draft| draft.text)
        .collect();
    assert_eq!(places, ["half a sentence", "x"]);
    let second = one(Change::create(goal("two")));
    store
        .commit_and_clear_draft(&second, Some("note"), &mut env)
        .unwrap();
    store.clear_draft("other").unwrap();
    assert!(store.drafts().unwrap().is_empty());
}

#[test]
fn a_large_book_loads_its_newest_meetings_first_and_the_rest_in_pieces() {
    let home = Home::new();
    let path = home.path("large.matchbook");
    large_book::write_large(&path, INITIAL_MEETING_LIMIT + 60, &mut env(1)).unwrap();
    let mut env = env(2);
    let mut store = Store::open(&path, OpenMode::Edit, &mut env).unwrap();
    let oldest = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    let planned = Meeting {
        id: env.new_id(),
        date: oldest,
        state: MeetingState::Planned,
        ..Meeting::default()
    };
    store
        .commit(&one(Change::create(planned.clone())), &mut env)
        .unwrap();
    let mut book = store.load().unwrap();
    assert!(!book.complete);
    assert_eq!(book.log.len(), INITIAL_MEETING_LIMIT + 1);
    assert_eq!(book.log.last(), Some(&planned.id));
    let pieces: Vec<_> = std::iter::repeat_with(|| {
        let piece = store.load_older(&book, 25).unwrap();
        book.extend(piece.clone());
        piece.len()
    })
    .take_while(|length| *length > 0)
    .collect();
    assert_eq!(pieces, [25, 25, 10]);
    let whole = store.load_all().unwrap();
    assert_eq!(book.log, whole.log);
    assert_eq!(whole.notes.len(), INITIAL_MEETING_LIMIT + 60);
    let details = store.load_details(book.log[0]).unwrap();
    assert!(matches!(
        details[..],
        [Record::Note(_), Record::PrivateNote(_)]
    ));
    assert!(store.check().unwrap().is_sound());
}

fn note_of(meeting: Id, text: &str) -> Note {
    Note {
        id: Note::id_for(meeting, Role::Mentee),
        meeting,
        author: Role::Mentee,
        text: text.to_owned(),
    }
}

#[test]
fn search_finds_words_by_their_beginnings_newest_first() {
    let mut store = in_memory();
    let mut env = env(2);
    let mut changes = Vec::new();
    for day in 1..=3 {
        let meeting = Meeting {
            id: Id::derived(&[&day.to_string()]),
            date: NaiveDate::from_ymd_opt(2026, 10, day).unwrap(),
            ..Meeting::default()
        };
        // The note comes first: it must find its day all the same.
        changes.push(Change::create(note_of(
            meeting.id,
            "The Café visit to the school",
        )));
        changes.push(Change::create(meeting));
    }
    let private = PrivateNote {
        id: PrivateNote::id_for(Id::derived(&["1"])),
        meeting: Id::derived(&["1"]),
        text: "I dread the school".into(),
        feeling: None,
    };
    changes.push(Change::create(private));
    store
        .commit(&Commit::new("x", noon(), changes), &mut env)
        .unwrap();
    let days = |words: &str| -> Vec<u32> {
        let hits = store.search_kind(words, None, 10, 0).unwrap();
        hits.iter()
            .map(|hit| chrono::Datelike::day(&hit.date.unwrap()))
            .collect()
    };
    assert_eq!(days("sc vis"), [3, 2, 1]);
    assert_eq!(days("cafe"), [3, 2, 1]);
    assert_eq!(days("dread"), [1]);
    assert_eq!(
        store.search_kind("sc", None, 1, 1).unwrap()[0].date,
        NaiveDate::from_ymd_opt(2026, 10, 2)
    );
    let hit = &store.search_kind("dre", None, 1, 0).unwrap()[0];
    assert!(hit.private);
    assert_eq!(
        (hit.kind, hit.parent),
        (Kind::PrivateNote, Some(Id::derived(&["1"])))
    );
    assert!(days("s").is_empty() && days("").is_empty() && days("xyz").is_empty());
}

#[test]
fn search_follows_edits_moves_deletions_and_undo() {
    let mut store = in_memory();
    let mut env = env(2);
    let meeting = Meeting {
        id: Id::derived(&["m"]),
        ..Meeting::default()
    };
    let (old, new) = (
        note_of(meeting.id, "zebrafish"),
        note_of(meeting.id, "goldfish"),
    );
    let both = vec![Change::create(meeting.clone()), Change::create(old.clone())];
    store
        .commit(&Commit::new("x", noon(), both), &mut env)
        .unwrap();
    let later = Meeting {
        date: NaiveDate::from_ymd_opt(2026, 3, 4).unwrap(),
        ..meeting.clone()
    };
    store
        .commit(&one(Change::edit(meeting, later.clone())), &mut env)
        .unwrap();
    assert_eq!(
        store.search_kind("zebra", None, 9, 0).unwrap()[0].date,
        Some(later.date)
    );
    store
        .commit(&one(Change::edit(old, new.clone())), &mut env)
        .unwrap();
    assert!(store.search_kind("zebra", None, 9, 0).unwrap().is_empty());
    assert_eq!(store.search_kind("gold", None, 9, 0).unwrap().len(), 1);
    let gone = Change {
        id: new.id,
        before: Some(new.into()),
        after: None,
    };
    store.commit(&one(gone), &mut env).unwrap();
    assert!(store.search_kind("gold", None, 9, 0).unwrap().is_empty());
    store.undo(&mut env).unwrap();
    store.undo(&mut env).unwrap();
    assert_eq!(store.search_kind("zebra", None, 9, 0).unwrap().len(), 1);
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn a_title_comes_before_a_phrase_and_a_phrase_before_words_apart() {
    let mut store = in_memory();
    let at = |name: &str, year: i32, title: &str, why: &str| Goal {
        id: Id::derived(&[name]),
        title: title.to_owned(),
        why: why.to_owned(),
        opened: NaiveDate::from_ymd_opt(year, 1, 1),
        ..Goal::default()
    };
    let goals = [
        at("title", 2020, "Visits to a school", ""),
        at("newer title", 2021, "A school for visitors", ""),
        at("phrase", 2022, "Outreach", "one more school visit"),
        at("apart", 2023, "Schools", "a visit, and another"),
        at("newer apart", 2024, "Outreach", "visit each school"),
    ];
    let wanted = ["newer title", "title", "phrase", "newer apart", "apart"];
    let wanted: Vec<_> = wanted.iter().map(|name| Id::derived(&[name])).collect();
    let changes = goals.into_iter().map(Change::create).collect();
    let commit = Commit::new("x", noon(), changes);
    store.commit(&commit, &mut env(2)).unwrap();
    let ids = |limit, offset| -> Vec<Id> {
        let hits = store
            .search_kind("school visit", None, limit, offset)
            .unwrap();
        hits.into_iter().map(|hit| hit.id).collect()
    };
    assert_eq!(ids(9, 0), wanted);
    // Page by page it is the same, wherever a page ends.
    for size in 1..=5 {
        let pages = (0..6).flat_map(|page| ids(size, page * size));
        assert_eq!(pages.collect::<Vec<_>>(), wanted, "{size} a page");
    }
    let count = |words: &str| store.count_hits(words).unwrap();
    assert_eq!(count("school visit"), [(Kind::Goal, 5)]);
    assert_eq!(count("s"), []);
    let notes = store.search_kind("school", Some(Kind::Note), 9, 0).unwrap();
    assert!(notes.is_empty());
}

#[test]
fn a_record_of_every_kind_with_words_is_found_where_it_belongs() {
    let mut store = in_memory();
    let changes = filled::records().into_iter().map(Change::create).collect();
    let commit = Commit::new("x", noon(), changes);
    store.commit(&commit, &mut env(2)).unwrap();
    let id = |name: &str| Some(Id::derived(&["filled", name]));
    for (words, kind, about, put_away) in [
        ("county", Kind::Person, None, false),
        ("\"goals due\"", Kind::Milestone, None, true),
        ("stem hour", Kind::Goal, None, true),
        ("call", Kind::Step, id("goal"), true),
        ("\"two schools\"", Kind::Progress, id("goal"), true),
        ("letter of thanks", Kind::Evidence, id("goal"), true),
        ("meet monthly", Kind::Meeting, None, true),
        ("we spoke", Kind::Note, id("meeting"), false),
        ("nervous", Kind::PrivateNote, id("meeting"), false),
        ("\"school visits\"", Kind::AgendaItem, id("meeting"), true),
        ("outline", Kind::Action, id("meeting"), true),
        ("forty shelf choose", Kind::Activity, None, true),
        ("which first start", Kind::Prompt, None, true),
        ("two of five", Kind::Question, id("meeting"), true),
        ("frogs pond", Kind::ListItem, None, true),
        ("slow", Kind::Pulse, None, true),
        ("biggest reading", Kind::Answer, id("response"), false),
    ] {
        let hits = store.search_kind(words, None, 9, 0).unwrap();
        assert_eq!(hits.len(), 1, "{words}: {hits:?}");
        let found = (hits[0].kind, hits[0].parent, hits[0].archived);
        assert_eq!(found, (kind, about, put_away), "{words}");
        let private = [
            Kind::Goal,
            Kind::Step,
            Kind::Progress,
            Kind::Evidence,
            Kind::PrivateNote,
            Kind::Pulse,
            Kind::Answer,
        ];
        assert_eq!(hits[0].private, private.contains(&kind), "{words}");
    }
    assert_eq!(
        store.search_kind("call", None, 1, 0).unwrap()[0].parent_title,
        "Start a STEM hour"
    );
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn agenda_lines_follow_their_meeting_and_a_shared_goal_loses_its_mark() {
    let mut store = in_memory();
    let mut env = env(2);
    let meeting = Meeting {
        id: Id::derived(&["m"]),
        ..Meeting::default()
    };
    let line = AgendaItem {
        id: Id::derived(&["line"]),
        meeting: meeting.id,
        text: "zebra".into(),
        ..AgendaItem::default()
    };
    let private = Goal {
        private: true,
        ..goal("yak")
    };
    let changes = vec![
        Change::create(line),
        Change::create(meeting.clone()),
        Change::create(private.clone()),
    ];
    let commit = Commit::new("x", noon(), changes);
    store.commit(&commit, &mut env).unwrap();
    assert!(store.search_kind("yak", None, 9, 0).unwrap()[0].private);
    let later = Meeting {
        date: NaiveDate::from_ymd_opt(2026, 3, 4).unwrap(),
        ..meeting.clone()
    };
    let shared = Goal {
        private: false,
        archived: true,
        ..private.clone()
    };
    let changes = vec![
        Change::edit(meeting, later.clone()),
        Change::edit(private, shared),
    ];
    let commit = Commit::new("x", noon(), changes);
    store.commit(&commit, &mut env).unwrap();
    let date = store.search_kind("zebra", None, 9, 0).unwrap()[0].date;
    assert_eq!(date, Some(later.date));
    let hits = store.search_kind("yak", None, 9, 0).unwrap();
    assert_eq!(hits.len(), 1);
    assert!(!hits[0].private && hits[0].archived);
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn whatever_is_typed_into_search_is_only_words() {
    let mut store = in_memory();
    let odd = note_of(
        Id::derived(&["m"]),
        "हिन्दी 図書館 a\u{24b6}b O'Brien's \"list\" NOT near résumé",
    );
    store
        .commit(&one(Change::create(odd)), &mut env(2))
        .unwrap();
    for (typed, found) in [
        ("\"", 0),
        ("list\"", 1),
        ("O'Brien", 1),
        ("NOT", 1),
        ("near(", 1),
        ("list AND title:x", 0),
        ("-list*", 1),
        ("हिन्दी", 1),
        ("図書", 1),
        ("re\u{301}sume\u{301}", 1),
        ("resume", 1),
        ("a\u{24b6}b", 1),
        ("\"near résumé\"", 1),
        ("\"near resu", 1),
        ("\"not resume\"", 0),
        ("^{}()+:", 0),
        ("'; DROP TABLE note; --", 0),
    ] {
        let hits = store.search_kind(typed, None, 9, 0).unwrap();
        assert_eq!(hits.len(), found, "{typed}");
    }
}

/// All that search finds of what the scripts write, without the order within a day.
fn indexed(store: &Store) -> Vec<String> {
    let words = script::WORDS.iter();
    let found = words.flat_map(|words| {
        let hits = store.search_kind(words, None, 1000, 0).unwrap();
        let counted = store.count_hits(words).unwrap();
        let counted: usize = counted.iter().map(|(_, count)| count).sum();
        assert_eq!(counted, hits.len());
        hits
    });
    let mut lines: Vec<_> = found.map(|hit| format!("{hit:?}")).collect();
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if std::env::var_os("MATCHBOOK_LONG").is_some() { 2000 } else { 48 }, ..ProptestConfig::default() })]

    #[test]
    fn any_history_can_be_walked_back_and_forth(acts in script::acts()) {
        let mut store = in_memory();
        let mut env = env(2);
        let mut book = store.load_all().unwrap();
        let mut states: Vec<Book> = vec![book.clone()];
        let mut place = 0;
        for act in &acts {
            let committed = match script::commit(act, &book) {
                Some(commit) => Some(store.commit(&commit, &mut env).unwrap()),
                None if matches!(act, Act::Undo) => store.undo(&mut env).unwrap(),
                None if matches!(act, Act::Redo) => store.redo(&mut env).unwrap(),
                None => continue,
            };
            let Some(committed) = committed else {
                prop_assert!(place == 0 || place + 1 == states.len());
                continue;
            };
            book.apply(&committed.changes);
            match act {
                Act::Undo => place -= 1,
                Act::Redo => place += 1,
                Act::Put(..) | Act::PutAll(_) | Act::Delete(_) if committed.changes.is_empty() => {}
                Act::Put(..) | Act::PutAll(_) | Act::Delete(_) => {
                    place += 1;
                    states.truncate(place);
                    states.push(book.clone());
                }
            }
            // What is applied in memory, what was there before and what a fresh load reads are the same.
            prop_assert_eq!(&book, &states[place]);
            prop_assert_eq!(&book, &store.load_all().unwrap());
        }
        let report = store.check().unwrap();
        prop_assert!(report.is_sound(), "{:?}", report);
        let before = indexed(&store);
        store.rebuild().unwrap();
        prop_assert_eq!(before, indexed(&store));
        prop_assert_eq!(&book, &store.load_all().unwrap());
        prop_assert!(store.check().unwrap().is_sound());
        while store.undo(&mut env).unwrap().is_some() {
            place -= 1;
            prop_assert_eq!(&store.load_all().unwrap(), &states[place]);
        }
        prop_assert_eq!(place, 0);
    }

    #[test]
    fn what_is_private_when_typed_never_reaches_the_shared_log(acts in script::acts()) {
        let home = Home::quick();
        let mut store = home.book("a.matchbook");
        let mut env = env(2);
        for act in &acts {
            match (script::commit(act, &store.load_all().unwrap()), act) {
                (Some(commit), _) => drop(store.commit(&commit, &mut env).unwrap()),
                (None, Act::Undo) => drop(store.undo(&mut env).unwrap()),
                (None, Act::Redo) => drop(store.redo(&mut env).unwrap()),
                (None, Act::Put(..) | Act::PutAll(_) | Act::Delete(_)) => {}
            }
        }
        prop_assert_eq!(shared_texts(&home, CANARY), 0);
    }

    #[test]
    fn nothing_that_could_be_sent_knows_of_a_record_that_is_private(acts in script::acts()) {
        let home = Home::quick();
        let mut store = home.book("a.matchbook");
        let conn = Connection::open(home.path("a.matchbook")).unwrap();
        let mut env = env(2);
        let mut private = std::collections::BTreeMap::new();
        for act in &acts {
            let before = store.load_all().unwrap();
            let committed = match script::commit(act, &before) {
                Some(commit) => Some(store.commit(&commit, &mut env).unwrap()),
                None if matches!(act, Act::Undo) => store.undo(&mut env).unwrap(),
                None if matches!(act, Act::Redo) => store.redo(&mut env).unwrap(),
                None => None,
            };
            // One that is taken back is as it was last.
            for change in committed.iter().flat_map(|committed| &committed.changes) {
                if let Some(Record::Goal(goal)) = &change.after {
                    private.insert(goal.id, goal.private);
                }
            }
            for (goal, private) in &private {
                if *private {
                    prop_assert_eq!(could_be_sent(&conn, *goal), 0);
                }
            }
            // And what is shared could be sent as it is: nothing current is held back.
            for goal in store.load_all().unwrap().goals.values().filter(|goal| !goal.private) {
                let held_back = "SELECT count(*) FROM private_entry AS e WHERE rec = ?1 AND state = 4
                    AND head = 1";
                let held_back: i64 =
                    conn.query_row(held_back, [goal.id.to_bytes()], |row| row.get(0)).unwrap();
                prop_assert_eq!(held_back, 0);
            }
        }
        prop_assert!(store.check().unwrap().is_sound());
    }
}

#[test]
fn a_compacted_book_is_smaller_and_holds_what_it_held_with_its_undo_and_search() {
    let home = Home::new();
    let mut store = home.book("a.matchbook");
    let mut env = env(2);
    let long = |number: usize| Goal {
        why: format!("{number} zebrafish and the river near the school. ").repeat(200),
        ..goal(&number.to_string())
    };
    for number in 0..40 {
        let created = Change::create(long(number));
        store.commit(&one(created), &mut env).unwrap();
    }
    for number in 0..38 {
        let edited = Change::edit(long(number), goal(&number.to_string()));
        store.commit(&one(edited), &mut env).unwrap();
    }
    let before = store.load_all().unwrap();
    let length = || fs::metadata(home.path("a.matchbook")).unwrap().len();
    let full = length();
    let compacted = store.compact(&env).unwrap();
    assert!(compacted.after < compacted.before, "{compacted:?}");
    assert_eq!(u64::try_from(compacted.before), Ok(full));
    assert_eq!(u64::try_from(compacted.after), Ok(length()));
    assert_eq!(store.load_all().unwrap(), before);
    let found = || store.search_kind("zebrafish", None, 99, 0).unwrap().len();
    assert_eq!(found(), 2);
    assert!(store.is_in_place() && store.check().unwrap().is_sound());
    let copies = matchbook::store::backups(&home.path("a.matchbook")).len();
    store.compact(&env).unwrap();
    let again = matchbook::store::backups(&home.path("a.matchbook")).len();
    assert_eq!((copies, again), (1, 1), "one that holds the same is enough");
    store.undo(&mut env).unwrap().unwrap();
    assert_eq!(
        store.search_kind("zebrafish", None, 99, 0).unwrap().len(),
        3
    );
}

#[test]
fn a_long_text_is_edited_many_times_and_each_version_comes_back() {
    let mut store = in_memory();
    let mut env = env(2);
    let version = |number: usize| Goal {
        why: format!(
            "{number} {}",
            "The same long story, told once more. ".repeat(60)
        ),
        ..goal("one")
    };
    store
        .commit(&one(Change::create(version(0))), &mut env)
        .unwrap();
    for number in 0..20 {
        let edit = Change::edit(version(number), version(number + 1));
        store.commit(&one(edit), &mut env).unwrap();
    }
    for number in (0..20).rev() {
        store.undo(&mut env).unwrap().unwrap();
        assert_eq!(
            store.load_kind(Kind::Goal).unwrap(),
            [version(number).into()]
        );
    }
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn more_records_on_one_day_than_the_index_has_numbers_for_are_all_found_with_their_day() {
    let mut store = in_memory();
    let mut env = env(2);
    let opened = "2026-11-20".parse().ok();
    let goals = (0..300).map(|number| Goal {
        opened,
        ..goal(&format!("zebrafish {number}"))
    });
    let commit = Commit::new("taken in", noon(), goals.map(Change::create).collect());
    store.commit(&commit, &mut env).unwrap();
    let hits = store.search_kind("zebrafish", None, 999, 0).unwrap();
    assert_eq!(hits.len(), 300);
    assert!(hits.iter().all(|hit| hit.date == opened));
    assert!(store.check().unwrap().is_sound());
    store.undo(&mut env).unwrap().unwrap();
    assert_eq!(store.search_kind("zebrafish", None, 999, 0).unwrap(), []);
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn a_book_with_much_free_space_is_told_how_to_make_it_smaller() {
    let mut store = in_memory();
    let mut env = env(2);
    let long = Goal {
        why: "x".repeat(MAX_VALUE_BYTES - 9),
        ..goal("one")
    };
    let advice = |store: &Store| {
        let report = store.check().unwrap();
        let mut advice = report.advice.iter();
        advice.any(|it| it.hint.contains("check --compact"))
    };
    store
        .commit(&one(Change::create(long.clone())), &mut env)
        .unwrap();
    assert!(!advice(&store));
    let edit = Change::edit(long, goal("one"));
    store.commit(&one(edit), &mut env).unwrap();
    assert!(advice(&store));
    store.compact(&env).unwrap();
    assert!(!advice(&store));
}
