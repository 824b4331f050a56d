//! Joining two books of one match that were both started with “new”.
//!
//! What a program brings, the two people and their forms have ids that derive from the match, so two books that were started
//! apart hold them under different ids. Of the two matches the one with the smaller id stays; the entries of the other are
//! rewritten to the ids that they would have had in it. That depends on nothing but the entries, so both computers come to
//! the same, whichever receives first.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, params};
use serde_json::Value;

use super::entry::{Entry, Parcel};
use super::status;
use crate::domain::answer::{Answer, Response};
use crate::domain::asked_form::AskedForm;
use crate::domain::book::Identity;
use crate::domain::change::Kind;
use crate::domain::id::Id;
use crate::domain::person::{Person, Role};
use crate::domain::program::{Cycle, Milestone};
use crate::store::encoding::{compress, decompress};
use crate::store::error::{Result, StoreError};
use crate::store::log::DELETED;
use crate::store::refusal::ExchangeRefusal;
use crate::store::tables::Log;
use crate::store::{checksum, project, read};

/// Days around the year's present first day within which it may have begun when the book was started.
const DAYS_AROUND: u64 = 3_660;

/// Refuses the parcel of a match that cannot be this one, however names are spelled.
pub(super) fn verify_fit(conn: &Connection, identity: Identity, parcel: &Parcel) -> Result<()> {
    let book = read::load_kinds(conn, identity, &[Kind::Cycle])?;
    let why = match book.cycle() {
        _ if status::is_stranger(conn, parcel)? => ExchangeRefusal::OtherMatch,
        _ if parcel.role == identity.me => ExchangeRefusal::SameRole { role: identity.me },
        Some(cycle) if cycle.program != parcel.program => ExchangeRefusal::OtherProgram {
            theirs: parcel.program.clone(),
            ours: cycle.program.clone(),
        },
        Some(cycle) if parcel.start.is_some_and(|start| start != cycle.start) => {
            ExchangeRefusal::OtherStart {
                theirs: parcel.start.unwrap_or_default(),
                ours: cycle.start,
            }
        }
        Some(_) | None => return Ok(()),
    };
    Err(StoreError::Refused { why })
}

/// The ids of one match in those of another.
pub(super) struct Rekey {
    ids: BTreeMap<Id, Id>,
    /// The same as JSON holds them.
    words: BTreeMap<String, String>,
}

impl Rekey {
    /// Finds every id in `entries` that derives from the match `from`, and what it is in the match `to`.
    pub fn new<'e>(entries: impl IntoIterator<Item = &'e Entry>, from: Id, to: Id) -> Self {
        let records = Records::of(entries);
        let mut ids: BTreeMap<Id, Id> = BTreeMap::new();
        for role in Role::ALL {
            ids.insert(Person::id_for(from, *role), Person::id_for(to, *role));
        }
        for (id, fields) in records.of_kind(Kind::Cycle) {
            if let Some(start) = fields
                .days("start")
                .find_map(|day| first_day(id, from, day))
            {
                ids.insert(id, Cycle::id_for(to, start));
            }
        }
        let derive = |ids: &BTreeMap<Id, Id>, kind: Kind, id: Id, fields: &RecordFields| {
            let derived = |parent: Id| derived_id(kind, parent, fields);
            let mut parents = ids.iter();
            parents
                .find_map(|(old, new)| (derived(*old) == Some(id)).then(|| derived(*new)).flatten())
        };
        for kind in [
            Kind::Milestone,
            Kind::AskedForm,
            Kind::Response,
            Kind::Answer,
        ] {
            let mut found = Vec::new();
            for (id, fields) in records.of_kind(kind) {
                found.extend(derive(&ids, kind, id, fields).map(|new| (id, new)));
            }
            ids.extend(found);
        }
        ids.retain(|old, new| old != new);
        let words = ids
            .iter()
            .map(|(old, new)| (old.to_string(), new.to_string()))
            .collect();
        Self { ids, words }
    }

    /// Rewrites one entry.
    pub fn apply(&self, entry: &mut Entry) {
        if let Some(new) = self.ids.get(&entry.rec) {
            entry.rec = *new;
        }
        if let Some((list, member)) = entry.field.split_once(':')
            && let Some(new) = self.words.get(member)
        {
            entry.field = format!("{list}:{new}");
        }
        // A deletion names entries, and their ids stay.
        if entry.field != DELETED
            && let Ok(Value::String(text)) = serde_json::from_str(&entry.value)
            && let Some(new) = self.words.get(&text)
        {
            entry.value = Value::String(new.clone()).to_string();
        }
    }
}

/// The first day from which the id of a year derives, near the day that it has now.
fn first_day(id: Id, pair: Id, near: NaiveDate) -> Option<NaiveDate> {
    let mut days = (0..=DAYS_AROUND).flat_map(|distance| {
        [
            near.checked_add_days(Days::new(distance)),
            near.checked_sub_days(Days::new(distance)),
        ]
    });
    days.find_map(|day| day.filter(|day| Cycle::id_for(pair, *day) == id))
}

/// The id that a milestone, a form of the office, a response or an answer with these fields has below `parent`.
fn derived_id(kind: Kind, parent: Id, fields: &RecordFields) -> Option<Id> {
    if kind == Kind::Milestone {
        return Some(Milestone::id_for(parent, fields.text("key")?));
    }
    if kind == Kind::AskedForm {
        return Some(AskedForm::id_for(parent, fields.text("key")?));
    }
    if kind == Kind::Response {
        let role = fields.text("role").and_then(|role| role.parse().ok());
        return Some(Response::id_for(parent, fields.text("form")?, role));
    }
    let goal = fields.text("goal").and_then(|goal| goal.parse().ok());
    let author = fields.text("author")?.parse().ok()?;
    let id_for = match fields.text("told") {
        Some(told) if !told.is_empty() => Answer::told_id_for,
        Some(_) | None => Answer::id_for,
    };
    Some(id_for(parent, fields.text("field")?, goal, author))
}

/// Values of each record in the entries, field by field, former ones among them.
#[derive(Default)]
struct Records(BTreeMap<(Kind, Id), RecordFields>);

#[derive(Default)]
struct RecordFields(BTreeMap<String, Vec<String>>);

impl Records {
    fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Self {
        let mut records = Self::default();
        for entry in entries {
            if let Some(kind) = Kind::from_name(&entry.kind)
                && let Ok(Value::String(text)) = serde_json::from_str(&entry.value)
            {
                let fields = records.0.entry((kind, entry.rec)).or_default();
                fields.0.entry(entry.field.clone()).or_default().push(text);
            }
        }
        records
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (Id, &RecordFields)> {
        let of_kind = self.0.iter().filter(move |((it, _), _)| *it == kind);
        of_kind.map(|((_, id), fields)| (*id, fields))
    }
}

impl RecordFields {
    /// A field that never changes.
    fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field)?.first().map(String::as_str)
    }

    fn days(&self, field: &str) -> impl Iterator<Item = NaiveDate> {
        let days = self.0.get(field).into_iter().flatten();
        days.filter_map(|day| day.parse().ok())
    }
}

/// Rewrites the whole book, private part and drafts among it, from the match `from` to the match `to`.
pub(super) fn rekey_book(conn: &Connection, from: Id, to: Id) -> Result<()> {
    let mut logs = Vec::new();
    for log in Log::BOTH {
        logs.push((
            log.entry_table(),
            entries_with_rows(conn, log.entry_table())?,
        ));
    }
    let rekey = Rekey::new(
        logs.iter()
            .flat_map(|(_, rows)| rows.iter().map(|(_, it)| it)),
        from,
        to,
    );
    for (table, rows) in logs {
        let sql = format!("UPDATE {table} SET rec = ?2, field = ?3, value = ?4 WHERE rowid = ?1");
        let mut update = conn.prepare(&sql)?;
        for (row, entry) in rows {
            let mut new = entry.clone();
            rekey.apply(&mut new);
            if new != entry {
                update.execute(params![row, new.rec, new.field, compress(&new.value)])?;
            }
        }
    }
    for (old, new) in &rekey.words {
        conn.execute(
            "UPDATE draft SET place = replace(place, ?1, ?2) WHERE instr(place, ?1)",
            [old, new],
        )?;
    }
    conn.execute(
        "UPDATE meta SET value = ?1 WHERE key = 'pair_id'",
        [to.to_string()],
    )?;
    conn.execute("DELETE FROM checksum", [])?;
    checksum::backfill(conn)?;
    project::rebuild(conn)
}

fn entries_with_rows(conn: &Connection, table: &str) -> Result<Vec<(i64, Entry)>> {
    let mut statement = conn.prepare(&format!(
        "SELECT rowid, rec, kind, field, value FROM {table}"
    ))?;
    let mut rows = statement.query([])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let entry = Entry {
            id: Id::default(),
            at_ms: 0,
            replica: Id::default(),
            rec: row.get(1)?,
            kind: row.get(2)?,
            field: row.get(3)?,
            parents: Vec::new(),
            value: decompress(row.get_ref(4)?)?.into_owned(),
        };
        entries.push((row.get(0)?, entry));
    }
    Ok(entries)
}
