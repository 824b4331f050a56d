//! Tests of single rights and limits of a parcel.

use std::collections::BTreeSet;

use super::script::{Copy, goal_id};
use super::{Entry, Parcel};
use crate::domain::book::Identity;
use crate::domain::change::{Change, Commit, Kind};
use crate::domain::exchange::ReviewChange;
use crate::domain::id::Id;
use crate::domain::ops::year::NewBook;
use crate::domain::person::Role;
use crate::domain::program::Program;
use crate::domain::schedule::tests::{day, program};
use crate::env::Env;
use crate::store::ExchangeRefusal;
use crate::store::{Store, StoreError};

/// A mentor's and a mentee's copy that hold the same: one goal.
fn two() -> (Copy, Copy) {
    let mut mentor = Copy::first();
    mentor.edit(0, 0, 1);
    let parcel = mentor.share();
    let mentee = Copy::from_parcel(1, &parcel);
    (mentor, mentee)
}

fn refusal(copy: &mut Copy, parcel: &Parcel) -> ExchangeRefusal {
    let before = copy.tables();
    let error = copy.store.receive(parcel, &[], &mut copy.env).unwrap_err();
    assert_eq!(copy.tables(), before, "a refused parcel changes nothing");
    let StoreError::Refused { why } = error else {
        panic!("{error}");
    };
    why
}

#[test]
fn undo_visits_every_former_state_also_of_what_was_sent_since() {
    let (mut copy, _) = two();
    let mut states = vec![copy.tables()];
    for (number, (record, field, value)) in [
        (0, 0, 2),
        (0, 0, 3),
        (1, 0, 1),
        (0, 1, 1),
        (1, 1, 2),
        (1, 1, 3),
        (0, 0, 2),
    ]
    .into_iter()
    .enumerate()
    {
        copy.edit(record, field, value);
        states.push(copy.tables());
        if number % 3 == 1 {
            copy.share();
        }
    }
    copy.delete(1);
    copy.share();
    for state in states.iter().rev() {
        copy.store.undo(&mut copy.env).unwrap();
        assert_eq!(copy.tables(), *state);
    }
    for state in &states[1..] {
        copy.store.redo(&mut copy.env).unwrap();
        assert_eq!(copy.tables(), *state);
    }
}

#[test]
fn a_receipt_is_undone_but_for_what_one_builds_on_and_the_same_parcel_brings_it_back() {
    let (mut mentor, mut mentee) = two();
    mentor.edit(1, 0, 1);
    mentor.edit(0, 0, 2);
    let parcel = mentor.share();
    let before = mentee.tables();
    mentee.receive(&parcel);
    let received = mentee.tables();
    mentee.store.undo(&mut mentee.env).unwrap();
    assert_eq!(mentee.tables(), before);
    mentee.store.redo(&mut mentee.env).unwrap();
    assert_eq!(mentee.tables(), received);
    mentee.store.undo(&mut mentee.env).unwrap();
    assert!(mentee.receive(&parcel) > 0 && mentee.tables() == received);

    mentee.edit(0, 0, 3);
    let edited = mentee.tables()[&(Kind::Goal, goal_id(0))].clone();
    mentee.store.undo(&mut mentee.env).unwrap();
    mentee.store.undo(&mut mentee.env).unwrap();
    mentee.store.redo(&mut mentee.env).unwrap();
    mentee.store.redo(&mut mentee.env).unwrap();
    assert_eq!(mentee.tables()[&(Kind::Goal, goal_id(0))], edited);
}

#[test]
fn what_this_program_does_not_know_is_kept_and_handed_on() {
    let (mut mentor, mut mentee) = two();
    let mut parcel = mentor.share();
    let unknown = Entry {
        id: Id::derived(&["unknown"]),
        at_ms: 5,
        replica: parcel.from,
        kind: "mood".to_owned(),
        rec: goal_id(0),
        field: "color".to_owned(),
        parents: Vec::new(),
        value: r#"{"b":1.50,"a":[null]}"#.to_owned(),
    };
    parcel.entries.push(unknown.clone());
    parcel.entries.sort_by_key(|entry| entry.id);
    let review = mentee
        .store
        .receive(&parcel, &[], &mut mentee.env)
        .unwrap()
        .review;
    assert_eq!((review.unknown, review.entries), (1, 1));
    assert!(mentee.share().entries.contains(&unknown));
}

#[test]
fn a_file_never_writes_what_is_private_nor_lowers_a_mark() {
    let (mut mentor, mut mentee) = two();
    let parcel = mentor.share();
    let entry = |kind: &str, field: &str, value: &str| Entry {
        id: Id::derived(&["new", kind, field, value]),
        at_ms: 5,
        replica: parcel.from,
        kind: kind.to_owned(),
        rec: goal_id(0),
        field: field.to_owned(),
        parents: Vec::new(),
        value: value.to_owned(),
    };
    let with = |entry: Entry| Parcel {
        entries: vec![entry],
        ..parcel.clone()
    };
    for (kind, field, value) in [
        ("private_note", "text", "\"x\""),
        ("pulse", "trust", "1"),
        ("goal", "private", "true"),
    ] {
        let why = refusal(&mut mentee, &with(entry(kind, field, value)));
        assert_eq!(why, ExchangeRefusal::Private, "{kind} {field}");
    }
    assert_eq!(
        refusal(&mut mentee, &with(entry("goal", "why", "no JSON"))),
        ExchangeRefusal::Unreadable
    );
    mentee.turn_private(0);
    mentee.receive(&with(entry("goal", "private", "false")));
    assert!(
        mentee.goal(0).is_some_and(|goal| goal.private),
        "the mark stays"
    );
    assert!(
        mentee
            .share()
            .entries
            .iter()
            .all(|it| it.field != "private" || it.value != "true")
    );
}

#[test]
fn the_same_entry_with_another_content_is_refused() {
    let (mut mentor, mut mentee) = two();
    let mut parcel = mentor.share();
    parcel.entries[0].value = "\"other\"".to_owned();
    assert_eq!(refusal(&mut mentee, &parcel), ExchangeRefusal::OtherContent);
}

#[test]
fn keeping_mine_is_an_entry_of_ones_own_and_both_come_to_it() {
    let (mut mentor, mut mentee) = two();
    mentor.edit(0, 0, 2);
    mentor.edit(1, 0, 1);
    let parcel = mentor.share();
    let keep = [(Kind::Goal, goal_id(0))];
    mentee
        .store
        .receive(&parcel, &keep, &mut mentee.env)
        .unwrap();
    assert_eq!(mentee.goal(0).unwrap().title, "value 1");
    assert_eq!(mentee.goal(1).unwrap().title, "value 1");
    let answer = mentee.share();
    mentor.receive(&answer);
    assert_eq!(mentor.tables(), mentee.tables());
    let before = mentee.tables();
    mentee.store.undo(&mut mentee.env).unwrap();
    assert_eq!(mentee.goal(0).unwrap().title, "value 1", "it was so before");
    assert!(mentee.tables() != before);
}

#[test]
fn a_field_changed_on_both_sides_has_two_versions_until_one_is_picked() {
    let (mut mentor, mut mentee) = two();
    mentor.edit(0, 0, 2);
    mentee.edit(0, 0, 3);
    let parcel = mentor.share();
    let review = mentee
        .store
        .receive(&parcel, &[], &mut mentee.env)
        .unwrap()
        .review;
    assert_eq!(review.lines[0].change, ReviewChange::BothChanged);
    let answer = mentee.share();
    let review = mentor.store.review(&answer, &mut mentor.env).unwrap();
    let (line, field) = (&review.lines[0], &review.lines[0].fields[0]);
    let shown = (line.change, field.old.as_str(), field.new.as_str());
    assert_eq!(shown, (ReviewChange::BothChanged, "value 2", "value 3"));
    let versions = mentee.store.versions().unwrap();
    let shown: Vec<_> = versions[0]
        .versions
        .iter()
        .map(|it| (it.value.as_str().unwrap(), it.author))
        .collect();
    assert_eq!(
        shown,
        [("value 2", Role::Mentor), ("value 3", Role::Mentee)]
    );
    mentee
        .store
        .pick_version(&versions[0], 1, &mut mentee.env)
        .unwrap();
    assert!(mentee.store.versions().unwrap().is_empty());
    assert_eq!(mentee.goal(0).unwrap().title, "value 3");
    let answer = mentee.share();
    mentor.receive(&answer);
    assert!(mentor.store.versions().unwrap().is_empty());
    assert_eq!(mentor.tables(), mentee.tables());
}

#[test]
fn news_are_what_came_since_they_were_looked_at() {
    let (mut mentor, mut mentee) = two();
    mentee.store.mark_news_seen().unwrap();
    mentor.edit(0, 0, 2);
    mentor.edit(1, 0, 1);
    let parcel = mentor.share();
    mentee.receive(&parcel);
    let mut news: Vec<_> = mentee
        .store
        .news()
        .unwrap()
        .iter()
        .map(|it| (it.label.clone(), it.change))
        .collect();
    news.sort();
    let expected = [
        ("goal “value 1”".to_owned(), ReviewChange::New),
        ("goal “value 2”".to_owned(), ReviewChange::Changed),
    ];
    assert_eq!(news, expected);
    mentee.store.mark_news_seen().unwrap();
    assert!(mentee.store.news().unwrap().is_empty());
}

#[test]
fn both_know_when_they_hold_the_same() {
    let (mut mentor, mut mentee) = two();
    assert!(mentee.store.pair_status().unwrap().is_same);
    assert!(
        !mentor.store.pair_status().unwrap().is_same,
        "nothing came back yet"
    );
    let answer = mentee.share();
    mentor.receive(&answer);
    let (ours, theirs) = (
        mentor.store.pair_status().unwrap(),
        mentee.store.pair_status().unwrap(),
    );
    assert!(ours.is_same && ours.set_sha == theirs.set_sha && ours.entries == theirs.entries);
    mentor.edit(0, 0, 2);
    let status = mentor.store.pair_status().unwrap();
    assert_eq!((status.is_same, status.waiting), (false, 1));
    mentor.edit(0, 0, 1);
    assert_eq!(
        mentor.store.share_summary().unwrap().changes(),
        0,
        "what cancels out does not leave"
    );
}

/// A book as “new” makes it.
fn started(pair: &str, me: Role, program: &Program, start: &str, seed: u64) -> Copy {
    let mut env = Env::fixed("2026-11-26T12:00:00Z".parse().unwrap(), seed);
    let identity = Identity {
        pair: Id::derived(&[pair]),
        replica: env.new_id(),
        me,
    };
    let (mine, partner) = match me {
        Role::Mentor => ("Rosa Diaz", "Ana"),
        Role::Mentee => ("Ana Flores", "Rosa Díaz"),
    };
    let new = NewBook {
        program,
        me,
        my_name: mine.to_owned(),
        partner_name: partner.to_owned(),
        partner_zone: String::new(),
        start: day(start),
        end: None,
    };
    let commit = new
        .initial_commit(identity.pair, &env.op_context())
        .unwrap();
    let mut store = Store::in_memory(identity, &mut env).unwrap();
    store.commit(&commit, &mut env).unwrap();
    Copy::of(store, env)
}

#[test]
fn two_books_that_were_both_started_new_become_one_whoever_receives_first() {
    for (mentors, mentees) in [("a", "b"), ("b", "a")] {
        for crossing in [false, true] {
            let mut mentor = started(mentors, Role::Mentor, &program(), "2026-11-02", 1);
            let mut mentee = started(mentees, Role::Mentee, &program(), "2026-11-02", 2);
            mentor.edit(0, 0, 1);
            mentee.edit(1, 0, 2);
            let dates = mentor.store.load_all().unwrap().milestones.len();
            let first = mentor.share();
            if crossing {
                let other = mentee.share();
                mentor.receive(&other);
            }
            let review = mentee.store.review(&first, &mut mentee.env).unwrap();
            assert!(review.joins);
            mentee.receive(&first);
            let answer = mentee.share();
            mentor.receive(&answer);
            let answer = mentor.share();
            mentee.receive(&answer);
            assert_eq!(mentor.store.identity().pair, mentee.store.identity().pair);
            assert_eq!(
                mentor.share().set_sha,
                mentee.share().set_sha,
                "{mentors} {crossing}"
            );
            assert_eq!(mentor.tables(), mentee.tables());
            let book = mentee.store.load_all().unwrap();
            assert_eq!(
                (book.people.len(), book.cycles.len(), book.goals.len()),
                (2, 1, 2)
            );
            assert_eq!(book.milestones.len(), dates, "no date is there twice");
            let names: BTreeSet<_> = book.people.values().map(|it| it.name.as_str()).collect();
            assert_eq!(
                names,
                ["Ana Flores", "Rosa Diaz"].into(),
                "as each writes it"
            );
            assert!(mentor.store.versions().unwrap().is_empty());
            assert!(mentee.store.versions().unwrap().is_empty());
            assert!(mentee.store.check().unwrap().is_sound());
            for copy in [&mut mentor, &mut mentee] {
                let before = copy.tables();
                copy.store.rebuild().unwrap();
                assert_eq!(copy.tables(), before);
            }
        }
    }
}

#[test]
fn books_that_do_not_fit_are_not_joined_and_the_reason_is_named() {
    let mut mentor = started("a", Role::Mentor, &program(), "2026-11-02", 1);
    let parcel = mentor.share();
    let mut other = program();
    other.key = "other".to_owned();
    let mut mentee = started("b", Role::Mentee, &other, "2026-11-02", 2);
    assert!(matches!(
        refusal(&mut mentee, &parcel),
        ExchangeRefusal::OtherProgram { .. }
    ));
    let mut mentee = started("b", Role::Mentee, &program(), "2026-11-09", 2);
    assert!(matches!(
        refusal(&mut mentee, &parcel),
        ExchangeRefusal::OtherStart { .. }
    ));
    let mut mentee = started("c", Role::Mentee, &program(), "2026-11-02", 3);
    mentee.receive(&parcel);
    let mut stranger = started("d", Role::Mentor, &program(), "2026-11-02", 4);
    let other = stranger.share();
    assert_eq!(refusal(&mut mentee, &other), ExchangeRefusal::OtherMatch);
    let mut second = started("b", Role::Mentor, &program(), "2026-11-02", 2);
    assert!(matches!(
        refusal(&mut second, &parcel),
        ExchangeRefusal::SameRole { .. }
    ));
}

#[test]
fn the_same_goal_entered_by_both_is_pointed_out() {
    let (mut mentor, mut mentee) = two();
    mentor.edit(1, 0, 3);
    let twin = mentee.goal(0).map(|goal| crate::domain::goal::Goal {
        id: Id::derived(&["twin"]),
        title: "Value 3!".to_owned(),
        ..goal
    });
    let commit = Commit::new(
        "added",
        mentee.env.now(),
        vec![Change::create(twin.unwrap())],
    );
    mentee.store.commit(&commit, &mut mentee.env).unwrap();
    let parcel = mentor.share();
    let review = mentee.store.review(&parcel, &mut mentee.env).unwrap();
    assert_eq!(review.lines[0].twin, Some(Id::derived(&["twin"])));
}

#[test]
fn what_was_sent_comes_back_after_an_older_copy_was_put_back() {
    let (mut mentor, mut mentee) = two();
    mentor.edit(0, 0, 2);
    mentor.keep();
    mentor.edit(0, 0, 3);
    mentor.edit(1, 0, 1);
    let parcel = mentor.share();
    mentee.receive(&parcel);
    mentor.restore();
    mentor.edit(0, 1, 2);
    let answer = mentee.share();
    mentor.receive(&answer);
    assert_eq!(
        mentor.goal(1).map(|goal| goal.title),
        Some("value 1".to_owned())
    );
    let answer = mentor.share();
    mentee.receive(&answer);
    assert_eq!(mentor.tables(), mentee.tables());
    assert!(mentor.store.check().unwrap().is_sound());
}

#[test]
fn a_text_changed_in_different_lines_comes_together_and_one_changed_in_the_same_line_has_two_versions()
 {
    let (mut mentor, mut mentee) = two();
    let write = |copy: &mut Copy, text: &str| {
        let goal = copy.goal(0).unwrap();
        let after = crate::domain::goal::Goal {
            why: text.to_owned(),
            ..goal.clone()
        };
        copy.save(Change::edit(goal, after));
    };
    write(&mut mentor, "one\ntwo\nthree\n");
    mentee.receive(&mentor.share());
    write(&mut mentor, "ONE\ntwo\nthree\n");
    write(&mut mentee, "one\ntwo\nthree\nfour\n");
    mentee.receive(&mentor.share());
    mentor.receive(&mentee.share());
    for copy in [&mentor, &mentee] {
        assert_eq!(copy.goal(0).unwrap().why, "ONE\ntwo\nthree\nfour\n");
        assert!(copy.store.versions().unwrap().is_empty());
    }
    write(&mut mentor, "ONE\n2\nthree\nfour\n");
    write(&mut mentee, "ONE\nzwei\nthree\nfour\n");
    mentee.receive(&mentor.share());
    let versions = mentee.store.versions().unwrap();
    assert_eq!(versions[0].versions.len(), 2);
    write(&mut mentee, "ONE\n2, zwei\nthree\nfour\n");
    assert!(
        mentee.store.versions().unwrap().is_empty(),
        "an edit settles"
    );
}
