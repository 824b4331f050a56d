//! Random histories over few records, so that they meet: what a pair does, in any order.

use chrono::NaiveDate;
use matchbook::domain::action::Action;
use matchbook::domain::book::Book;
use matchbook::domain::change::{Change, Commit, Record};
use matchbook::domain::goal::Goal;
use matchbook::domain::id::Id;
use matchbook::domain::meeting::{Meeting, Note, PrivateNote};
use matchbook::domain::person::Role;
use proptest::prelude::*;

/// What stands in every text that is private when it is typed.
pub const CANARY: &str = "canary";

/// What the texts begin with, to be searched for.
pub const WORDS: [&str; 2] = ["plain", CANARY];

/// One thing that somebody does.
#[derive(Clone, Debug)]
pub enum Act {
    /// Gives one record other contents, or makes it.
    Put(Slot, u8),
    /// Gives several records other contents at once.
    PutAll(u8),
    /// Takes one record back.
    Delete(Slot),
    Undo,
    Redo,
}

/// One of the few records.
#[derive(Clone, Copy, Debug)]
pub enum Slot {
    Goal(u8),
    Meeting(u8),
    Note,
    PrivateNote,
    Action,
}

const SLOTS: [Slot; 7] = [
    Slot::Goal(0),
    Slot::Goal(1),
    Slot::Meeting(0),
    Slot::Meeting(1),
    Slot::Note,
    Slot::PrivateNote,
    Slot::Action,
];

/// Up to 24 acts.
pub fn acts() -> impl Strategy<Value = Vec<Act>> {
    let slot = || prop::sample::select(&SLOTS);
    let act = prop_oneof![
        6 => (slot(), 0..8_u8).prop_map(|(slot, taste)| Act::Put(slot, taste)),
        1 => (0..8_u8).prop_map(Act::PutAll),
        2 => slot().prop_map(Act::Delete),
        4 => Just(Act::Undo),
        2 => Just(Act::Redo),
    ];
    prop::collection::vec(act, 1..24)
}

/// The commit by which `act` changes `book`; none for undo and redo.
pub fn commit(act: &Act, book: &Book) -> Option<Commit> {
    let changes = match act {
        Act::Put(slot, taste) => vec![put(*slot, *taste, book)],
        Act::PutAll(taste) => SLOTS.iter().map(|slot| put(*slot, *taste, book)).collect(),
        Act::Delete(slot) => {
            let before = there(*slot, book)?;
            vec![Change {
                id: before.id(),
                before: Some(before),
                after: None,
            }]
        }
        Act::Undo | Act::Redo => return None,
    };
    let at = "2026-11-22T12:00:00Z".parse().unwrap();
    Some(Commit::new("something done", at, changes))
}

fn put(slot: Slot, taste: u8, book: &Book) -> Change {
    book.upsert(made(slot, taste))
}

fn there(slot: Slot, book: &Book) -> Option<Record> {
    let id = made(slot, 0).id();
    book.records().find(|record| record.id() == id)
}

fn made(slot: Slot, taste: u8) -> Record {
    let word = |private: bool| match (taste % 4, private) {
        (0, _) => String::new(),
        (number, false) => format!("plain{number}"),
        (number, true) => format!("{CANARY}{number}"),
    };
    let meeting = |number: u8| Id::derived(&["meeting", &number.to_string()]);
    match slot {
        Slot::Goal(number) => {
            let private = taste >= 4;
            Goal {
                id: Id::derived(&["goal", &number.to_string()]),
                title: word(private),
                why: "plain".to_owned(),
                aims: (0..taste % 4).map(|aim| format!("aim{aim}")).collect(),
                private,
                ..Goal::default()
            }
            .into()
        }
        Slot::Meeting(number) => Meeting {
            id: meeting(number),
            date: NaiveDate::from_ymd_opt(2026, 11, 1 + u32::from(taste)).unwrap(),
            title: word(false),
            goals: (0..taste % 3)
                .map(|goal| Id::derived(&["goal", &goal.to_string()]))
                .collect(),
            ..Meeting::default()
        }
        .into(),
        Slot::Note => Note {
            id: Note::id_for(meeting(0), Role::Mentee),
            meeting: meeting(0),
            author: Role::Mentee,
            text: word(false),
        }
        .into(),
        Slot::PrivateNote => PrivateNote {
            id: PrivateNote::id_for(meeting(0)),
            meeting: meeting(0),
            text: word(true),
            feeling: Some(taste),
        }
        .into(),
        Slot::Action => Action {
            id: Id::derived(&["action"]),
            text: word(false),
            archived: taste >= 4,
            ..Action::default()
        }
        .into(),
    }
}
