//! Full-text index (FTS5) of what people wrote, updated in the same transaction as the records. It keeps no text of its own:
//! that is in the tables alone. `search_query` queries it.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate};
use rusqlite::{Connection, OptionalExtension, params};

use super::error::Result;
use super::project::{current, fold, for_each_row, stored_fields};
use super::read;
use crate::domain::change::{Fields, Kind};
use crate::domain::id::Id;

/// A kind of record with prose, and the fields that hold it.
pub(super) struct IndexedKind {
    pub kind: Kind,
    /// Number of the kind in the index. It is stored, so it never changes; within a day the highest first.
    pub number: i64,
    /// Field with its day; none where that is the day of the meeting, or of its last change.
    date: &'static str,
    pub title: &'static str,
    body: &'static [&'static str],
    /// Field with the record at which it opens, and that one's kind.
    pub parent: Option<(&'static str, Kind)>,
}

const fn indexed(
    (kind, number): (Kind, i64),
    date: &'static str,
    title: &'static str,
    body: &'static [&'static str],
    parent: Option<(&'static str, Kind)>,
) -> IndexedKind {
    IndexedKind {
        kind,
        number,
        date,
        title,
        body,
        parent,
    }
}

const OF_GOAL: Option<(&str, Kind)> = Some(("goal", Kind::Goal));
const OF_MEETING: Option<(&str, Kind)> = Some(("meeting", Kind::Meeting));
const OF_RESPONSE: Option<(&str, Kind)> = Some(("response", Kind::Response));
const MEETING_TEXTS: &[&str] = &["topics", "resources", "decisions", "win"];
const PERSON_TEXTS: &[&str] = &["library", "email", "phone", "reach"];

/// Every kind with prose. Whoever changes a row must have the index rebuilt by a migration: a text is removed from it by its
/// words.
#[rustfmt::skip]
pub(super) const INDEXED_KINDS: [IndexedKind; 17] = [
    indexed((Kind::Goal, 30), "opened", "title", &["why", "measure", "help"], None),
    indexed((Kind::Meeting, 29), "date", "title", MEETING_TEXTS, None),
    indexed((Kind::Milestone, 28), "date", "title", &[], None),
    indexed((Kind::Step, 26), "due", "title", &[], OF_GOAL),
    indexed((Kind::Action, 25), "agreed", "text", &["done_note"], OF_MEETING),
    indexed((Kind::Question, 24), "asked", "text", &["answer"], OF_MEETING),
    indexed((Kind::Note, 22), "", "", &["text"], OF_MEETING),
    indexed((Kind::PrivateNote, 21), "", "", &["text"], OF_MEETING),
    indexed((Kind::AgendaItem, 20), "", "text", &["reason"], OF_MEETING),
    indexed((Kind::Progress, 18), "date", "", &["text"], OF_GOAL),
    indexed((Kind::Evidence, 17), "date", "title", &["link"], OF_GOAL),
    indexed((Kind::Answer, 16), "", "question", &["value"], OF_RESPONSE),
    indexed((Kind::Activity, 12), "changed", "title", &["about", "leaves", "note"], None),
    indexed((Kind::Prompt, 11), "used", "text", &["why"], None),
    indexed((Kind::ListItem, 10), "added", "title", &["by", "link", "note"], None),
    indexed((Kind::Pulse, 8), "date", "", &["note"], None),
    indexed((Kind::Person, 6), "", "name", PERSON_TEXTS, None),
];

impl IndexedKind {
    /// Entry of `kind`; none for one without prose.
    pub fn of(kind: Kind) -> Option<&'static Self> {
        INDEXED_KINDS.iter().find(|indexed| indexed.kind == kind)
    }

    /// Entry of the kind of the document `doc`; none for one that only a newer program knows.
    pub fn of_doc(doc: i64) -> Option<&'static Self> {
        let number = (doc >> SERIAL_BITS) & KIND_MASK;
        INDEXED_KINDS
            .iter()
            .find(|indexed| indexed.number == number)
    }

    const fn is_dated_by_meeting(&self) -> bool {
        self.date.is_empty() && matches!(self.parent, Some((_, Kind::Meeting)))
    }

    /// The searchable text of a record; none if it is empty.
    pub fn prose(&self, fields: &Fields) -> Option<SearchText> {
        let text = self.text(fields);
        (!text.title.is_empty() || !text.body.is_empty()).then_some(text)
    }

    pub fn text(&self, fields: &Fields) -> SearchText {
        let title = text_of(fields, self.title).to_owned();
        // A card of the deck has its words in the catalog.
        if self.kind == Kind::Prompt && title.is_empty() {
            return SearchText::default();
        }
        let values = self.body.iter().filter_map(|name| fields.get(*name));
        let mut body = Vec::new();
        for value in values {
            let members = value.as_array().into_iter().flatten();
            body.extend(members.chain([value]).filter_map(|text| text.as_str()));
        }
        body.retain(|text| !text.is_empty());
        SearchText {
            title,
            body: body.join("\n"),
        }
    }
}

/// A record's searchable text.
#[derive(Default)]
pub(super) struct SearchText {
    pub title: String,
    pub body: String,
}

fn text_of<'f>(fields: &'f Fields, name: &str) -> &'f str {
    let value = fields.get(name).and_then(|value| value.as_str());
    value.unwrap_or_default()
}

/// The id in a field that refers to another record.
pub(super) fn id_of(fields: &Fields, name: &str) -> Option<Id> {
    text_of(fields, name).parse().ok()
}

/// Updates the index after a record was changed from `before` to `after`.
pub(super) fn update(
    conn: &Connection,
    (kind, rec): (Kind, Id),
    before: Option<&Fields>,
    after: Option<&Fields>,
) -> Result<()> {
    let Some(indexed) = IndexedKind::of(kind) else {
        return Ok(());
    };
    remove(conn, indexed, rec, before)?;
    insert(conn, indexed, rec, after)?;
    let day = |fields: Option<&Fields>| fields.and_then(|fields| indexed.day(fields));
    if kind == Kind::Meeting && day(before) != day(after) {
        // Notes and agenda lines belong to the day of their meeting; without one to the day of their last change.
        for record in read::load_details(conn, rec)? {
            if let Some(indexed) = IndexedKind::of(record.kind()) {
                let fields = stored_fields(&record);
                remove(conn, indexed, record.id(), Some(&fields))?;
                insert(conn, indexed, record.id(), Some(&fields))?;
            }
        }
    }
    Ok(())
}

/// Low bits of a document's number: a serial number within a day and kind.
const SERIAL_BITS: u32 = 7;
/// Above them, five bits for the kind.
const KIND_MASK: i64 = 0x1f;
/// Above these, the day.
const DAY_SHIFT: u32 = SERIAL_BITS + 5;

impl IndexedKind {
    fn day(&self, fields: &Fields) -> Option<NaiveDate> {
        text_of(fields, self.date).parse().ok()
    }

    /// The number of the day of a record's document.
    pub fn day_number(&self, conn: &Connection, rec: Id, fields: &Fields) -> Result<i64> {
        let meeting = id_of(fields, "meeting").filter(|_| self.is_dated_by_meeting());
        let day = match (self.day(fields), meeting) {
            (Some(day), _) => Some(day),
            (None, Some(meeting)) => meeting_day(conn, meeting)?,
            (None, None) => None,
        };
        let day = match day {
            Some(day) => day,
            None => touched_day(conn, self.kind, rec)?,
        };
        Ok(i64::from(day.num_days_from_ce()).max(0))
    }

    /// The next free document number on the day with the number `day`, or on an earlier one.
    fn next_doc(&self, conn: &Connection, day: i64) -> Result<i64> {
        let mut statement =
            conn.prepare_cached("SELECT max(doc) FROM search_doc WHERE doc >= ?1 AND doc < ?2")?;
        let mut first = day << DAY_SHIFT | self.number << SERIAL_BITS;
        loop {
            let end = first + (1 << SERIAL_BITS);
            let last: Option<i64> = statement.query_row([first, end], |row| row.get(0))?;
            let next = last.map_or(first, |last| last + 1);
            if next < end {
                return Ok(next);
            }
            first -= 1 << DAY_SHIFT;
        }
    }

    /// The document of a record and its day.
    pub fn find(&self, conn: &Connection, rec: Id) -> Result<Option<(i64, i64)>> {
        // By kind, too, because two records of different kinds may have one id.
        let sql = "SELECT doc, day FROM search_doc WHERE rec = ?1 AND (doc >> ?2) & ?3 = ?4";
        let found = conn
            .prepare_cached(sql)?
            .query_row(params![rec, SERIAL_BITS, KIND_MASK, self.number], |row| {
                Ok((row.get(0)?, row.get(1)?))
            });
        Ok(found.optional()?)
    }
}

fn meeting_day(conn: &Connection, meeting: Id) -> Result<Option<NaiveDate>> {
    let day: Option<String> = conn
        .prepare_cached("SELECT date FROM meeting WHERE id = ?1")?
        .query_row([meeting], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(day.and_then(|day| day.parse().ok()))
}

/// The day of a record's last change.
fn touched_day(conn: &Connection, kind: Kind, rec: Id) -> Result<NaiveDate> {
    let touched_ms = fold(conn, kind, rec)?.map_or(0, |(_, _, touched_ms)| touched_ms);
    let touched = DateTime::from_timestamp_millis(touched_ms);
    Ok(touched.unwrap_or_default().date_naive())
}

/// Removes a record from the index, which needs the former text for it.
fn remove(
    conn: &Connection,
    indexed: &IndexedKind,
    rec: Id,
    before: Option<&Fields>,
) -> Result<()> {
    let Some((doc, _)) = indexed.find(conn, rec)? else {
        return Ok(());
    };
    if let Some(text) = before.and_then(|fields| indexed.prose(fields)) {
        let sql = "INSERT INTO search(search, rowid, title, body) VALUES ('delete', ?1, ?2, ?3)";
        conn.prepare_cached(sql)?
            .execute(params![doc, text.title, text.body])?;
    }
    conn.prepare_cached("DELETE FROM search_doc WHERE doc = ?1")?
        .execute([doc])?;
    Ok(())
}

fn insert(
    conn: &Connection,
    indexed: &IndexedKind,
    rec: Id,
    fields: Option<&Fields>,
) -> Result<()> {
    let Some(fields) = fields else { return Ok(()) };
    if let Some(text) = indexed.prose(fields) {
        let doc = list_doc(conn, indexed, rec, fields)?;
        index_text(conn, doc, &text)?;
    }
    Ok(())
}

fn list_doc(conn: &Connection, indexed: &IndexedKind, rec: Id, fields: &Fields) -> Result<i64> {
    let day = indexed.day_number(conn, rec, fields)?;
    let doc = indexed.next_doc(conn, day)?;
    conn.prepare_cached("INSERT INTO search_doc(doc, day, rec) VALUES (?1, ?2, ?3)")?
        .execute(params![doc, day, rec])?;
    Ok(doc)
}

fn index_text(conn: &Connection, doc: i64, text: &SearchText) -> Result<()> {
    conn.prepare_cached("INSERT INTO search(rowid, title, body) VALUES (?1, ?2, ?3)")?
        .execute(params![doc, text.title, text.body])?;
    Ok(())
}

/// Rebuilds the index from the tables.
pub(super) fn rebuild(conn: &Connection) -> Result<()> {
    conn.execute_batch("DELETE FROM search_doc; INSERT INTO search(search) VALUES ('delete-all')")?;
    for indexed in &INDEXED_KINDS {
        for_each_row(conn, indexed.kind, |rec, fields| {
            if indexed.prose(fields).is_some() {
                list_doc(conn, indexed, rec, fields)?;
            }
            Ok(())
        })?;
    }
    index_listed(conn, conn)?;
    Ok(())
}

/// Adds the text of every listed document to the index of `into`, in the order in which FTS5 takes them fastest; returns the
/// kinds and ids of those that have text.
pub(super) fn index_listed(conn: &Connection, into: &Connection) -> Result<BTreeSet<(Kind, Id)>> {
    let mut statement = conn.prepare("SELECT doc, rec FROM search_doc ORDER BY doc")?;
    let mut rows = statement.query([])?;
    let mut records = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let (doc, rec) = (row.get(0)?, row.get(1)?);
        let Some(indexed) = IndexedKind::of_doc(doc) else {
            continue;
        };
        let found = current(conn, indexed.kind, rec)?;
        if let Some(text) = found.and_then(|(_, fields)| indexed.prose(&fields)) {
            index_text(into, doc, &text)?;
            records.insert((indexed.kind, rec));
        }
    }
    Ok(records)
}
