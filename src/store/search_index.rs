//! Full-text index (FTS5) of what people wrote, updated in the same transaction as the records. `search_query` queries it.

use chrono::{DateTime, Datelike, NaiveDate};
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use super::error::Result;
use super::project::fold;
use crate::domain::change::{Change, Kind, Record};
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;
use crate::domain::visibility::{Visibility, visibility};

/// A record's searchable text, with the record at which it opens and its day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct SearchDoc {
    parent: Option<Id>,
    date: Option<NaiveDate>,
    title: String,
    body: String,
}

impl SearchDoc {
    fn new(date: Option<NaiveDate>, title: &str, body: &[&str]) -> Self {
        let texts = body.iter().copied();
        let body: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
        Self {
            parent: None,
            date,
            title: title.to_owned(),
            body: body.join("\n"),
        }
    }

    fn at(self, parent: Id) -> Self {
        self.within(Some(parent))
    }

    fn within(self, parent: Option<Id>) -> Self {
        Self { parent, ..self }
    }
}

/// The searchable text of `record`; none for a kind that holds no prose.
fn search_doc(record: &Record) -> Option<SearchDoc> {
    Some(match record {
        Record::Goal(goal) => SearchDoc::new(
            goal.opened,
            &goal.title,
            &[&goal.why, &goal.measure, &goal.help],
        ),
        Record::Step(step) => SearchDoc::new(step.due, &step.title, &[]).at(step.goal),
        Record::Progress(line) => SearchDoc::new(Some(line.date), "", &[&line.text]).at(line.goal),
        Record::Evidence(item) => {
            SearchDoc::new(item.date, &item.title, &[&item.link]).at(item.goal)
        }
        Record::Meeting(meeting) => meeting_doc(meeting),
        Record::Note(note) => SearchDoc::new(None, "", &[&note.text]).at(note.meeting),
        Record::PrivateNote(note) => SearchDoc::new(None, "", &[&note.text]).at(note.meeting),
        Record::AgendaItem(item) => {
            SearchDoc::new(None, &item.text, &[&item.reason]).at(item.meeting)
        }
        Record::Action(action) => {
            SearchDoc::new(action.agreed, &action.text, &[&action.done_note]).within(action.meeting)
        }
        Record::Activity(activity) => SearchDoc::new(
            activity.changed,
            &activity.title,
            &[&activity.about, &activity.leaves, &activity.note],
        ),
        Record::Prompt(prompt) if !prompt.text.is_empty() => {
            SearchDoc::new(prompt.used, &prompt.text, &[&prompt.why])
        }
        Record::ListItem(item) => {
            SearchDoc::new(item.added, &item.title, &[&item.by, &item.link, &item.note])
        }
        Record::Pulse(pulse) => SearchDoc::new(Some(pulse.date), "", &[&pulse.note]),
        Record::Question(question) => {
            SearchDoc::new(question.asked, &question.text, &[&question.answer])
                .within(question.meeting)
        }
        Record::Answer(answer) => {
            SearchDoc::new(None, &answer.question, &[&answer.value]).at(answer.response)
        }
        Record::Milestone(milestone) => SearchDoc::new(Some(milestone.date), &milestone.title, &[]),
        Record::Person(person) => SearchDoc::new(
            None,
            &person.name,
            &[&person.library, &person.email, &person.phone, &person.reach],
        ),
        Record::Cycle(_) | Record::Prompt(_) | Record::Response(_) => return None,
    })
}

/// Number of `kind` in the index. It is stored, so it never changes; within a day the highest rank first.
pub(super) const fn kind_number(kind: Kind) -> i64 {
    match kind {
        Kind::Goal => 200,
        Kind::Meeting => 190,
        Kind::Milestone => 185,
        Kind::Step => 180,
        Kind::Action => 170,
        Kind::Question => 160,
        Kind::Note => 150,
        Kind::PrivateNote => 140,
        Kind::AgendaItem => 130,
        Kind::Progress => 120,
        Kind::Evidence => 110,
        Kind::Answer => 100,
        Kind::Response => 95,
        Kind::Activity => 90,
        Kind::Prompt => 80,
        Kind::ListItem => 70,
        Kind::Pulse => 60,
        Kind::Person => 50,
        Kind::Cycle => 40,
    }
}

/// The kind of the document `doc`; none for one that only a newer program knows.
pub(super) fn kind_of_doc(doc: i64) -> Option<Kind> {
    let number = (doc >> SERIAL_BITS) & KIND_MASK;
    let mut kinds = Kind::ALL.iter().copied();
    kinds.find(|kind| kind_number(*kind) == number)
}

/// The day of the document `doc`.
pub(super) fn day_of_doc(doc: i64) -> Option<NaiveDate> {
    let day = i32::try_from(doc >> DAY_SHIFT).ok()?;
    NaiveDate::from_num_days_from_ce_opt(day)
}

fn is_archived(record: &Record) -> bool {
    match record {
        Record::Milestone(milestone) => milestone.archived,
        Record::Goal(goal) => goal.archived,
        Record::Step(step) => step.archived,
        Record::Progress(line) => line.archived,
        Record::Evidence(item) => item.archived,
        Record::Meeting(meeting) => meeting.archived,
        Record::AgendaItem(item) => item.archived,
        Record::Action(action) => action.archived,
        Record::Activity(activity) => activity.archived,
        Record::Prompt(prompt) => prompt.archived,
        Record::Question(question) => question.archived,
        Record::ListItem(item) => item.archived,
        Record::Pulse(pulse) => pulse.archived,
        Record::Cycle(cycle) => cycle.closed.is_some(),
        Record::Person(_)
        | Record::Note(_)
        | Record::PrivateNote(_)
        | Record::Response(_)
        | Record::Answer(_) => false,
    }
}

fn meeting_doc(meeting: &Meeting) -> SearchDoc {
    let lists = meeting.topics.iter().chain(&meeting.resources);
    let mut body: Vec<&str> = lists.map(String::as_str).collect();
    body.extend([meeting.decisions.as_str(), meeting.win.as_str()]);
    SearchDoc::new(Some(meeting.date), &meeting.title, &body)
}

/// Updates the index after `change`. `touched_ms` gives the day of a record that has none of its own.
pub(super) fn update(conn: &Connection, change: &Change, touched_ms: i64) -> Result<()> {
    let mut sides = change.before.iter().chain(&change.after);
    let Some(kind) = sides
        .find(|record| search_doc(record).is_some())
        .map(Record::kind)
    else {
        return Ok(());
    };
    remove(conn, kind, &change.id.to_string())?;
    if let Some(after) = &change.after
        && let Some(row) = insert_doc(conn, after, touched_ms)?
    {
        index_doc(conn, row)?;
    }
    let day = |record: &Option<Record>| match record {
        Some(Record::Meeting(meeting)) => Some(meeting.date),
        Some(_) | None => None,
    };
    if day(&change.before) != day(&change.after) {
        move_meeting_docs(conn, change.id, day(&change.after))?;
    }
    Ok(())
}

/// Notes and agenda lines belong to the day of their meeting; without one to the day of their last change.
fn move_meeting_docs(conn: &Connection, meeting: Id, day: Option<NaiveDate>) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "SELECT doc, rec FROM search_doc WHERE place = ?1 AND place <> rec ORDER BY doc",
    )?;
    let docs = statement.query_map([meeting.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let docs: Vec<(i64, String)> = docs.collect::<rusqlite::Result<_>>()?;
    for (doc, rec) in docs {
        let Some(kind) = kind_of_doc(doc).filter(|kind| is_dated_by_meeting(*kind)) else {
            continue;
        };
        let day = match day {
            Some(day) => day,
            None => utc_day(fold(conn, kind, &rec)?.map_or(0, |(_, _, touched_ms)| touched_ms)),
        };
        if doc >> DAY_SHIFT != day_number(day) {
            remove_from_index(conn, doc)?;
            let moved = next_doc(conn, day, kind)?;
            conn.prepare_cached("UPDATE search_doc SET doc = ?2 WHERE doc = ?1")?
                .execute([doc, moved])?;
            index_doc(conn, moved)?;
        }
    }
    Ok(())
}

/// The kinds whose records open at one of another kind, each with that.
pub(super) const PARENT_KINDS: &[(Kind, Kind)] = &[
    (Kind::Step, Kind::Goal),
    (Kind::Progress, Kind::Goal),
    (Kind::Evidence, Kind::Goal),
    (Kind::Note, Kind::Meeting),
    (Kind::PrivateNote, Kind::Meeting),
    (Kind::AgendaItem, Kind::Meeting),
    (Kind::Action, Kind::Meeting),
    (Kind::Question, Kind::Meeting),
    (Kind::Answer, Kind::Response),
];

fn is_dated_by_meeting(kind: Kind) -> bool {
    [Kind::Note, Kind::PrivateNote, Kind::AgendaItem].contains(&kind)
}

/// Low bits of a document's number: a serial number within a day and kind.
const SERIAL_BITS: u32 = 24;
/// Above them, eight bits for the kind.
const KIND_MASK: i64 = 0xff;
/// Above these, the day.
const DAY_SHIFT: u32 = SERIAL_BITS + 8;

fn day_number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()).max(0)
}

/// SQL condition for one record: by kind, too, because two records of different kinds may have one id.
const OF_RECORD: &str = "rec = ?1 AND (doc >> 24) & 255 = ?2";

fn remove(conn: &Connection, kind: Kind, rec: &str) -> Result<()> {
    let doc: Option<i64> = conn
        .prepare_cached(&format!("SELECT doc FROM search_doc WHERE {OF_RECORD}"))?
        .query_row(params![rec, kind_number(kind)], |row| row.get(0))
        .optional()?;
    if let Some(doc) = doc {
        remove_from_index(conn, doc)?;
        conn.prepare_cached("DELETE FROM search_doc WHERE doc = ?1")?
            .execute([doc])?;
    }
    Ok(())
}

/// Removes a document from the index, which stores no text of its own and needs the old one to do so.
fn remove_from_index(conn: &Connection, doc: i64) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO search(search, rowid, title, body)
         SELECT 'delete', doc, title, body FROM search_doc WHERE doc = ?1",
    )?
    .execute([doc])?;
    Ok(())
}

/// Inserts the searchable text of `record` and returns its document number; the index is to be updated next.
pub(super) fn insert_doc(
    conn: &Connection,
    record: &Record,
    touched_ms: i64,
) -> Result<Option<i64>> {
    let Some(doc) = search_doc(record).filter(|doc| !doc.title.is_empty() || !doc.body.is_empty())
    else {
        return Ok(None);
    };
    let kind = record.kind();
    let of_meeting = match doc.parent.filter(|_| is_dated_by_meeting(kind)) {
        Some(meeting) => meeting_day(conn, meeting)?,
        None => None,
    };
    let day = doc.date.or(of_meeting);
    let row = next_doc(conn, day.unwrap_or_else(|| utc_day(touched_ms)), kind)?;
    let id = record.id();
    conn.prepare_cached("INSERT INTO search_doc VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![
            row,
            id.to_string(),
            doc.parent.unwrap_or(id).to_string(),
            visibility(record) == Visibility::Private,
            is_archived(record),
            doc.title,
            doc.body
        ])?;
    Ok(Some(row))
}

fn utc_day(at_ms: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(at_ms)
        .unwrap_or_default()
        .date_naive()
}

fn meeting_day(conn: &Connection, meeting: Id) -> Result<Option<NaiveDate>> {
    let day: Option<String> = conn
        .prepare_cached("SELECT date FROM meeting WHERE id = ?1")?
        .query_row([meeting.to_string()], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(day.and_then(|day| day.parse().ok()))
}

/// The next document number of `kind` on `day`.
fn next_doc(conn: &Connection, day: NaiveDate, kind: Kind) -> Result<i64> {
    let first = day_number(day) << DAY_SHIFT | kind_number(kind) << SERIAL_BITS;
    let last: Option<i64> = conn
        .prepare_cached("SELECT max(doc) FROM search_doc WHERE doc >= ?1 AND doc < ?2")?
        .query_row([first, first + (1 << SERIAL_BITS)], |row| row.get(0))?;
    Ok(last.map_or(first, |last| last + 1))
}

fn index_doc(conn: &Connection, row: i64) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO search(rowid, title, body) SELECT doc, title, body FROM search_doc WHERE doc = ?1",
    )?
    .execute([row])?;
    Ok(())
}

/// The title under which a record is found; empty where its kind has none.
pub(super) fn title(record: &Record) -> String {
    search_doc(record).map(|doc| doc.title).unwrap_or_default()
}

/// True if the index holds exactly the words of `search_doc`, and that every record with words in it, as it is now.
pub(super) fn is_consistent(conn: &Connection) -> Result<bool> {
    let mut records = 0_i64;
    for &kind in Kind::ALL {
        for record in super::read::load_kind(conn, kind)? {
            let expected =
                search_doc(&record).filter(|doc| !doc.title.is_empty() || !doc.body.is_empty());
            let id = record.id();
            let expected = expected.map(|doc| {
                let parent = doc.parent.unwrap_or(id).to_string();
                let private = visibility(&record) == Visibility::Private;
                (parent, private, is_archived(&record), doc.title, doc.body)
            });
            let found = conn
                .prepare_cached(&format!("SELECT * FROM search_doc WHERE {OF_RECORD}"))?
                .query_row(params![id.to_string(), kind_number(kind)], |row| {
                    let parent: String = row.get("place")?;
                    let (private, put_away) = (row.get("private")?, row.get("put_away")?);
                    Ok((
                        parent,
                        private,
                        put_away,
                        row.get("title")?,
                        row.get("body")?,
                    ))
                })
                .optional()?;
            if expected != found {
                return Ok(false);
            }
            records += i64::from(found.is_some());
        }
    }
    let listed: i64 = conn.query_row("SELECT count(*) FROM search_doc", [], |row| row.get(0))?;
    if listed != records {
        return Ok(false);
    }
    // FTS5 checks its integrity only where it might write.
    let compared = conn.execute(
        "INSERT INTO search(search, rank) VALUES ('integrity-check', 1)",
        [],
    );
    match compared {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => Ok(false),
        Err(error) if error.sqlite_error_code() != Some(ErrorCode::ReadOnly) => Err(error.into()),
        Ok(_) | Err(_) => Ok(true),
    }
}

pub(super) fn clear_docs(conn: &Connection) -> Result<()> {
    conn.execute("DELETE FROM search_doc", [])?;
    Ok(())
}

/// Rebuilds the index from the table `search_doc`.
pub(super) fn rebuild_index(conn: &Connection) -> Result<()> {
    conn.execute("INSERT INTO search(search) VALUES ('rebuild')", [])?;
    Ok(())
}
