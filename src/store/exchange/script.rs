//! Scripts for tests: what two or three copies of a book do, and what happens to their parcels.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use rusqlite::Connection;

use super::{Parcel, receive, rows};
use crate::domain::book::Identity;
use crate::domain::change::{Change, Commit, Fields, Kind};
use crate::domain::goal::Goal;
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::env::Env;
use crate::store::project::stored_fields;
use crate::store::{Store, create, migrations};

/// One thing that a copy does. Numbers are taken modulo what there is.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Edit {
        copy: usize,
        record: usize,
        field: usize,
        value: u8,
    },
    Delete {
        copy: usize,
        record: usize,
    },
    Private {
        copy: usize,
        record: usize,
    },
    Undo {
        copy: usize,
    },
    Redo {
        copy: usize,
    },
    Share {
        copy: usize,
    },
    /// Any parcel that was ever made, also an old one or the same again.
    Receive {
        copy: usize,
        parcel: usize,
    },
    /// Keeps a copy of the file.
    Save {
        copy: usize,
    },
    /// Puts the copy that was kept back.
    Restore {
        copy: usize,
    },
}

pub(super) fn steps(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    let copy = 0..3_usize;
    let step = prop_oneof![
        6 => (copy.clone(), 0..3_usize, 0..2_usize, 0..4_u8)
            .prop_map(|(copy, record, field, value)| Step::Edit { copy, record, field, value }),
        1 => (copy.clone(), 0..3_usize).prop_map(|(copy, record)| Step::Delete { copy, record }),
        1 => (copy.clone(), 0..3_usize).prop_map(|(copy, record)| Step::Private { copy, record }),
        1 => copy.clone().prop_map(|copy| Step::Undo { copy }),
        1 => copy.clone().prop_map(|copy| Step::Redo { copy }),
        3 => copy.clone().prop_map(|copy| Step::Share { copy }),
        4 => (copy.clone(), any::<usize>()).prop_map(|(copy, parcel)| Step::Receive { copy, parcel }),
        1 => copy.clone().prop_map(|copy| Step::Save { copy }),
        1 => copy.prop_map(|copy| Step::Restore { copy }),
    ];
    proptest::collection::vec(step, length)
}

/// Clocks from 95 years behind to 285 ahead.
fn clock(copy: usize) -> DateTime<Utc> {
    const DAYS: [i64; 4] = [0, -95 * 365, 285 * 365, 3];
    let now: DateTime<Utc> = "2026-11-26T12:00:00Z".parse().unwrap();
    now + TimeDelta::days(DAYS[copy % DAYS.len()])
}

fn role(copy: usize) -> Role {
    if copy == 0 {
        Role::Mentor
    } else {
        Role::Mentee
    }
}

pub(super) struct Copy {
    pub store: Store,
    pub env: Env,
    /// The file as it was kept, with what it holds.
    saved: Option<(Connection, Identity)>,
    /// Values that were the current ones when it shared, by record and field.
    current_at_share: BTreeSet<(Id, String, String)>,
}

impl Copy {
    pub fn of(store: Store, env: Env) -> Self {
        Self {
            store,
            env,
            saved: None,
            current_at_share: BTreeSet::new(),
        }
    }

    pub fn first() -> Self {
        let mut env = Env::fixed(clock(0), 1);
        let identity = Identity {
            pair: Id::derived(&["pair"]),
            replica: env.new_id(),
            me: role(0),
        };
        let mut conn = empty_book();
        create::write_identity(&mut conn, &identity, &mut env).unwrap();
        Self::of(Store::of_memory(conn, identity), env)
    }

    pub fn from_parcel(copy: usize, parcel: &Parcel) -> Self {
        let mut env = Env::fixed(clock(copy), copy as u64 + 1);
        let identity = Identity {
            pair: parcel.pair,
            replica: env.new_id(),
            me: role(copy),
        };
        let mut conn = empty_book();
        receive::begin_from(&mut conn, identity, parcel, &mut env).unwrap();
        let store = Store::of_memory(conn, identity);
        Self {
            store,
            env,
            saved: None,
            current_at_share: BTreeSet::new(),
        }
    }

    pub fn goal(&self, record: usize) -> Option<Goal> {
        let book = self.store.load_all().unwrap();
        book.goals.get(&goal_id(record)).cloned()
    }

    pub fn save(&mut self, change: Change) {
        let commit = Commit::new("edited", self.env.now(), vec![change]);
        self.store.commit(&commit, &mut self.env).unwrap();
    }

    pub fn edit(&mut self, record: usize, field: usize, value: u8) {
        let before = self.goal(record);
        let mut after = before.clone().unwrap_or(Goal {
            id: goal_id(record),
            ..Goal::default()
        });
        let value = if value == 0 {
            String::new()
        } else {
            format!("value {value}")
        };
        let field = [&mut after.title, &mut after.why]
            .into_iter()
            .nth(field)
            .unwrap();
        *field = value;
        self.save(match before {
            Some(before) => Change::edit(before, after),
            None => Change::create(after),
        });
    }

    pub fn delete(&mut self, record: usize) {
        if let Some(goal) = self.goal(record) {
            self.save(Change {
                after: None,
                ..Change::edit(goal.clone(), goal)
            });
        }
    }

    pub fn turn_private(&mut self, record: usize) {
        if let Some(goal) = self.goal(record) {
            let after = Goal {
                private: !goal.private,
                ..goal.clone()
            };
            self.save(Change::edit(goal, after));
        }
    }

    pub fn share(&mut self) -> Parcel {
        let sql = "SELECT rec, field, value FROM entry WHERE head = 1";
        let mut statement = self.store.conn.prepare(sql).unwrap();
        let heads = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        self.current_at_share
            .extend(heads.unwrap().map(Result::unwrap));
        drop(statement);
        self.store.seal(&self.env).unwrap()
    }

    pub fn receive(&mut self, parcel: &Parcel) -> usize {
        let review = self.store.review(parcel, &mut self.env).unwrap();
        let received = self.store.receive(parcel, &[], &mut self.env).unwrap();
        assert_eq!(
            received.review.lines, review.lines,
            "a review says what happens"
        );
        received.review.entries
    }

    /// Takes a copy of the whole file.
    pub fn keep(&mut self) {
        let mut conn = Connection::open_in_memory().unwrap();
        copy_database(&self.store.conn, &mut conn);
        self.saved = Some((conn, self.store.identity));
    }

    pub fn restore(&mut self) {
        if let Some((saved, identity)) = &self.saved {
            let mut conn = Connection::open_in_memory().unwrap();
            copy_database(saved, &mut conn);
            self.store = Store::of_memory(conn, *identity);
        }
    }

    /// Every shared record, as the tables have it.
    pub fn tables(&self) -> BTreeMap<(Kind, Id), Fields> {
        let mut tables = BTreeMap::new();
        for kind in Kind::ALL {
            let shared = self.store.load_kind(*kind).unwrap().into_iter();
            tables.extend(shared.map(|record| ((*kind, record.id()), stored_fields(&record))));
        }
        tables.retain(|_, fields| !fields.contains_key("private"));
        tables
    }

    /// The records that it keeps or deleted as private: others show them as they were last sent.
    pub fn hidden(&self) -> BTreeSet<Id> {
        let sql = "SELECT DISTINCT rec FROM private_entry";
        let mut statement = self.store.conn.prepare(sql).unwrap();
        let hidden = statement.query_map([], |row| row.get(0)).unwrap();
        hidden.map(Result::unwrap).collect()
    }

    /// Asserts that what is noted of the entries is what they are.
    fn verify_noted(&self) {
        let noted = self.store.pair_status().unwrap();
        let sealed = rows::sealed_entries(&self.store.conn).unwrap();
        assert_eq!(noted.set_sha, Parcel::checksum_of(&sealed));
        let conn = &self.store.conn;
        let found = self.store.versions().unwrap();
        let forgotten = "UPDATE meta SET key = 'forgotten' WHERE key = 'several'";
        conn.execute(forgotten, []).unwrap();
        assert_eq!(found, self.store.versions().unwrap());
        let noted = "UPDATE meta SET key = 'several' WHERE key = 'forgotten'";
        conn.execute(noted, []).unwrap();
    }

    /// The number of heads that a field of the first goal has.
    pub fn heads(&self, field: &str) -> i64 {
        let sql = "SELECT count(*) FROM entry WHERE head = 1 AND rec = ?1 AND field = ?2";
        let mut statement = self.store.conn.prepare(sql).unwrap();
        statement
            .query_row(rusqlite::params![goal_id(0), field], |row| row.get(0))
            .unwrap()
    }
}

/// A database with the tables of a book; they are made once.
fn empty_book() -> Connection {
    thread_local! {
        static TABLES: Connection = {
            let mut conn = create::empty_in_memory().unwrap();
            migrations::migrate(&mut conn).unwrap();
            conn
        };
    }
    let mut conn = create::empty_in_memory().unwrap();
    TABLES.with(|tables| copy_database(tables, &mut conn));
    conn
}

fn copy_database(from: &Connection, to: &mut Connection) {
    let backup = rusqlite::backup::Backup::new(from, to).unwrap();
    backup
        .run_to_completion(1_000, std::time::Duration::ZERO, None)
        .unwrap();
}

pub(super) fn goal_id(record: usize) -> Id {
    Id::derived(&["goal", &record.to_string()])
}

/// Runs the steps on `count` copies; returns them, and every parcel that was made.
pub(super) fn run(steps: &[Step], count: usize) -> (Vec<Copy>, Vec<Parcel>) {
    let mut first = Copy::first();
    first.edit(0, 0, 1);
    let mut parcels = vec![first.share()];
    let others = (1..count).map(|copy| Copy::from_parcel(copy, &parcels[0]));
    let mut copies: Vec<Copy> = others.collect();
    copies.insert(0, first);
    for step in steps {
        match *step {
            Step::Edit {
                copy,
                record,
                field,
                value,
            } => copies[copy % count].edit(record, field, value),
            Step::Delete { copy, record } => copies[copy % count].delete(record),
            Step::Private { copy, record } => copies[copy % count].turn_private(record),
            Step::Undo { copy } => {
                let copy = &mut copies[copy % count];
                copy.store.undo(&mut copy.env).unwrap();
                copy.verify_noted();
            }
            Step::Redo { copy } => {
                let copy = &mut copies[copy % count];
                copy.store.redo(&mut copy.env).unwrap();
                copy.verify_noted();
            }
            Step::Share { copy } => {
                let parcel = copies[copy % count].share();
                verify_current(&copies[copy % count], &parcel);
                parcels.push(parcel);
            }
            Step::Receive { copy, parcel } => {
                let parcel = &parcels[parcel % parcels.len()];
                copies[copy % count].receive(parcel);
                assert_eq!(
                    copies[copy % count].receive(parcel),
                    0,
                    "the same twice brings nothing"
                );
            }
            Step::Save { copy } => copies[copy % count].keep(),
            Step::Restore { copy } => copies[copy % count].restore(),
        }
    }
    (copies, parcels)
}

/// Only what was current when somebody shared leaves; in the trash, too, there is something current.
fn verify_current(copy: &Copy, parcel: &Parcel) {
    let own = parcel
        .entries
        .iter()
        .filter(|entry| entry.replica == copy.store.identity.replica);
    for entry in own.filter(|entry| entry.field != "$del" && entry.value != "null") {
        let key = (entry.rec, entry.field.clone(), entry.value.clone());
        assert!(
            copy.current_at_share.contains(&key),
            "{entry:?} was never current at a share"
        );
    }
}
