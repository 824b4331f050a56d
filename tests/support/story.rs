//! A book with a history: edits, a goal made private, a deletion, commits undone, redone and superseded, and drafts. What it
//! writes must not change: the fixtures of earlier schemas hold it.

use matchbook::domain::change::{Change, Commit, Kind, Record};
use matchbook::domain::goal::Goal;
use matchbook::domain::id::Id;
use matchbook::env::Env;
use matchbook::store::Store;

use super::filled;

const NOON: &str = "2026-11-22T12:00:00Z";

pub fn env(seed: u64) -> Env {
    Env::fixed(NOON.parse().unwrap(), seed)
}

/// Tells the story to an empty book.
pub fn tell(store: &mut Store, env: &mut Env) {
    let everything = filled::records().into_iter().map(Change::create).collect();
    commit(store, env, "everything once", everything);
    edit_texts(store, env);
    hide_a_goal(store, env);
    let gone = first(store, Kind::Step);
    let deleted = Change {
        id: gone.id(),
        before: Some(gone),
        after: None,
    };
    commit(store, env, "step deleted", vec![deleted]);
    for (seed, title) in (10..).zip(["Superseded", "Redone", "Undone"]) {
        let goal = goal(title, title);
        commit(store, env, title, vec![Change::create(goal)]);
        store.undo(&mut self::env(seed)).unwrap().unwrap();
        if title == "Redone" {
            store.redo(&mut self::env(seed + 10)).unwrap().unwrap();
        }
    }
    for (key, text) in [("goal:new", "half a sentence"), ("note:1", "kanarienvogel")] {
        let at = NOON.parse().unwrap();
        store.save_draft(key, text, at).unwrap();
    }
}

fn commit(store: &mut Store, env: &mut Env, label: &str, changes: Vec<Change>) {
    let commit = Commit::new(label, env.now(), changes);
    store.commit(&commit, env).unwrap();
}

fn first(store: &Store, kind: Kind) -> Record {
    let book = store.load_all().unwrap();
    let mut records = book.records();
    records.find(|record| record.kind() == kind).unwrap()
}

fn goal(key: &str, title: &str) -> Goal {
    Goal {
        id: Id::derived(&[key]),
        title: title.into(),
        ..Goal::default()
    }
}

fn edit_texts(store: &mut Store, env: &mut Env) {
    for kind in [Kind::Note, Kind::PrivateNote, Kind::Goal] {
        let before = first(store, kind);
        let mut after = before.clone();
        if let Record::Note(note) = &mut after {
            note.text += " Then the storm came.";
        }
        if let Record::PrivateNote(note) = &mut after {
            note.text += " The hippopotamus.";
        }
        if let Record::Goal(goal) = &mut after {
            goal.title += ", renamed";
            goal.aims.clear();
        }
        let edit = Change::edit(before, after);
        commit(store, env, kind.name(), vec![edit]);
    }
}

fn hide_a_goal(store: &mut Store, env: &mut Env) {
    let open = goal("open", "An open goal");
    let edited = Goal {
        why: "as typed for both".into(),
        ..open.clone()
    };
    let hidden = Goal {
        private: true,
        ..edited.clone()
    };
    let renamed = Goal {
        title: "A hidden goal".into(),
        ..hidden.clone()
    };
    for (label, change) in [
        ("goal added", Change::create(open.clone())),
        ("goal edited", Change::edit(open, edited.clone())),
        ("made private", Change::edit(edited, hidden.clone())),
        ("goal renamed", Change::edit(hidden, renamed)),
    ] {
        commit(store, env, label, vec![change]);
    }
}
