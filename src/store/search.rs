//! Full-text search: an index over what people wrote, kept by the same transaction as the records.

use chrono::{DateTime, Datelike, NaiveDate};
use rusqlite::{Connection, ErrorCode, OptionalExtension, ffi, params};
use unicode_width::UnicodeWidthChar;

use super::error::{Result, unreadable};
use super::project::rec_id;
use crate::domain::book::Hit;
use crate::domain::change::{Change, Kind, Record};
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, Note, PrivateNote};
use crate::domain::person::Role;
use crate::domain::visibility::{Visibility, visibility};

/// What a record says, and to which place and day it belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Doc {
    place: Option<Id>,
    date: Option<NaiveDate>,
    title: String,
    body: String,
}

impl Doc {
    fn new(date: Option<NaiveDate>, title: &str, body: &[&str]) -> Self {
        let body: Vec<_> = body
            .iter()
            .filter(|text| !text.is_empty())
            .copied()
            .collect();
        Self {
            place: None,
            date,
            title: title.to_owned(),
            body: body.join("\n"),
        }
    }

    fn at(self, place: Id) -> Self {
        Self {
            place: Some(place),
            ..self
        }
    }
}

/// The text of `record` that can be found; none for a kind that holds no prose.
fn doc(record: &Record) -> Option<Doc> {
    Some(match record {
        Record::Goal(goal) => Doc::new(
            goal.opened,
            &goal.title,
            &[&goal.why, &goal.measure, &goal.help],
        ),
        Record::Step(step) => Doc::new(step.due, &step.title, &[]).at(step.goal),
        Record::Progress(line) => Doc::new(Some(line.date), "", &[&line.text]).at(line.goal),
        Record::Evidence(item) => Doc::new(item.date, &item.title, &[&item.link]).at(item.goal),
        Record::Meeting(meeting) => meeting_doc(meeting),
        Record::Note(note) => Doc::new(None, "", &[&note.text]).at(note.meeting),
        Record::PrivateNote(note) => Doc::new(None, "", &[&note.text]).at(note.meeting),
        Record::Action(action) => Doc::new(action.agreed, &action.text, &[&action.done_note]),
        Record::Activity(activity) => Doc::new(
            activity.changed,
            &activity.title,
            &[&activity.about, &activity.note],
        ),
        Record::Prompt(prompt) if !prompt.text.is_empty() => {
            Doc::new(prompt.used, &prompt.text, &[&prompt.why])
        }
        Record::ListItem(item) => {
            Doc::new(item.added, &item.title, &[&item.by, &item.link, &item.note])
        }
        Record::Pulse(pulse) => Doc::new(Some(pulse.date), "", &[&pulse.note]),
        Record::Question(question) => Doc::new(question.asked, &question.text, &[&question.answer]),
        Record::Answer(answer) => {
            Doc::new(None, &answer.question, &[&answer.value]).at(answer.response)
        }
        Record::Person(_)
        | Record::Cycle(_)
        | Record::Milestone(_)
        | Record::AgendaItem(_)
        | Record::Prompt(_)
        | Record::Response(_) => return None,
    })
}

fn meeting_doc(meeting: &Meeting) -> Doc {
    let lists = meeting.topics.iter().chain(&meeting.resources);
    let mut body: Vec<&str> = lists.map(String::as_str).collect();
    body.extend([meeting.decisions.as_str(), meeting.win.as_str()]);
    Doc::new(Some(meeting.date), &meeting.title, &body)
}

/// Keeps the index in step with `change`. `touched_ms` gives the day of what has none of its own.
pub(super) fn update(conn: &Connection, change: &Change, touched_ms: i64) -> Result<()> {
    let touched = change.before.as_ref().or(change.after.as_ref());
    if touched.and_then(doc).is_none() {
        return Ok(());
    }
    remove(conn, &change.id.to_string())?;
    if let Some(after) = &change.after
        && let Some(row) = list(conn, after, touched_ms)?
    {
        index(conn, row)?;
    }
    let day = |record: &Option<Record>| match record {
        Some(Record::Meeting(meeting)) => Some(meeting.date),
        Some(_) | None => None,
    };
    if day(&change.before) != day(&change.after) {
        move_notes(conn, change.id, day(&change.after))?;
    }
    Ok(())
}

/// A note belongs to the day of its meeting.
fn move_notes(conn: &Connection, meeting: Id, day: Option<NaiveDate>) -> Result<()> {
    let Some(day) = day else {
        return Ok(());
    };
    let notes = Role::ALL.iter().map(|role| Note::id_for(meeting, *role));
    for id in notes.chain([PrivateNote::id_for(meeting)]) {
        let found = conn
            .prepare_cached("SELECT doc, kind, private, body FROM search_doc WHERE rec = ?1")?
            .query_row([id.to_string()], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, String>(1)?,
                    row.get(2)?,
                    row.get(3)?,
                ))
            })
            .optional()?;
        if let Some((doc, kind, private, body)) = found
            && doc >> SERIAL_BITS != number(day)
        {
            remove(conn, &id.to_string())?;
            let text = Doc {
                place: Some(meeting),
                date: Some(day),
                title: String::new(),
                body,
            };
            let row = insert(conn, id, &kind, private, &text, day)?;
            index(conn, row)?;
        }
    }
    Ok(())
}

/// The part of a document's number that counts within a day.
const SERIAL_BITS: u32 = 24;

fn number(day: NaiveDate) -> i64 {
    i64::from(day.num_days_from_ce()).max(0)
}

fn remove(conn: &Connection, rec: &str) -> Result<()> {
    // The index keeps no text of its own and must be told the old one to forget it.
    conn.prepare_cached(
        "INSERT INTO search(search, rowid, title, body)
         SELECT 'delete', doc, title, body FROM search_doc WHERE rec = ?1",
    )?
    .execute([rec])?;
    conn.prepare_cached("DELETE FROM search_doc WHERE rec = ?1")?
        .execute([rec])?;
    Ok(())
}

/// Lists what can be found in `record`, and under which number; the index must be told of it next.
pub(super) fn list(conn: &Connection, record: &Record, touched_ms: i64) -> Result<Option<i64>> {
    let Some(doc) = doc(record) else {
        return Ok(None);
    };
    if doc.title.is_empty() && doc.body.is_empty() {
        return Ok(None);
    }
    let day = match (doc.date, record) {
        (Some(day), _) => day,
        (
            None,
            Record::Note(Note { meeting, .. }) | Record::PrivateNote(PrivateNote { meeting, .. }),
        ) => meeting_day(conn, *meeting)?.unwrap_or_else(|| day_of(touched_ms)),
        (None, _) => day_of(touched_ms),
    };
    let private = visibility(record) == Visibility::Private;
    let kind = record.kind().name();
    insert(conn, record.id(), kind, private, &doc, day).map(Some)
}

fn day_of(at_ms: i64) -> NaiveDate {
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

fn insert(
    conn: &Connection,
    id: Id,
    kind: &str,
    private: bool,
    doc: &Doc,
    day: NaiveDate,
) -> Result<i64> {
    let first = number(day) << SERIAL_BITS;
    let last: Option<i64> = conn
        .prepare_cached("SELECT max(doc) FROM search_doc WHERE doc >= ?1 AND doc < ?2")?
        .query_row([first, first + (1 << SERIAL_BITS)], |row| row.get(0))?;
    let row = last.map_or(first, |last| last + 1);
    let place = doc.place.unwrap_or(id).to_string();
    conn.prepare_cached("INSERT INTO search_doc VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
        .execute(params![
            row,
            kind,
            id.to_string(),
            place,
            private,
            doc.title,
            doc.body
        ])?;
    Ok(row)
}

fn index(conn: &Connection, row: i64) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO search(rowid, title, body) SELECT doc, title, body FROM search_doc WHERE doc = ?1",
    )?
    .execute([row])?;
    Ok(())
}

/// The title under which a record is found; empty where its kind has none.
pub(super) fn title(record: &Record) -> String {
    doc(record).map(|doc| doc.title).unwrap_or_default()
}

/// Whether the index holds exactly the words of `search_doc`, and that every record with words in it.
pub(super) fn agrees(conn: &Connection) -> Result<bool> {
    for &kind in Kind::ALL {
        for record in super::read::all(conn, kind)? {
            let wanted = doc(&record).filter(|doc| !doc.title.is_empty() || !doc.body.is_empty());
            let found: Option<(String, String)> = conn
                .prepare_cached("SELECT title, body FROM search_doc WHERE rec = ?1")?
                .query_row([record.id().to_string()], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            if wanted.map(|doc| (doc.title, doc.body)) != found {
                return Ok(false);
            }
        }
    }
    // The engine compares index and text only where it might write.
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

/// Empties the list of what can be found.
pub(super) fn clear(conn: &Connection) -> Result<()> {
    conn.execute("DELETE FROM search_doc", [])?;
    Ok(())
}

/// Makes the index anew from the list of what can be found.
pub(super) fn index_all(conn: &Connection) -> Result<()> {
    conn.execute("INSERT INTO search(search) VALUES ('rebuild')", [])?;
    Ok(())
}

/// Records that hold every one of `words`, each as the start of a word, newest first.
pub(super) fn find(
    conn: &Connection,
    words: &str,
    limit: usize,
    offset: usize,
) -> Result<Vec<Hit>> {
    let Some(query) = query(words) else {
        return Ok(Vec::new());
    };
    let mut statement = conn.prepare_cached(
        "SELECT d.doc, d.kind, d.rec, d.place, d.private, d.title, d.body
         FROM search CROSS JOIN search_doc AS d ON d.doc = search.rowid
         WHERE search MATCH ?1 ORDER BY search.rowid DESC LIMIT ?2 OFFSET ?3",
    )?;
    let window = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![query, window(limit), window(offset)])?;
    let mut hits = Vec::new();
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(hits),
            // A word that the index would cut in two, as one with a circled letter, cannot be found.
            Err(error) if error.sqlite_extended_error_code() == Some(ffi::SQLITE_ERROR) => {
                return Ok(hits);
            }
            Err(error) => return Err(error.into()),
        };
        let id = |index| rec_id(row.get_ref(index)?.as_str().map_err(unreadable)?);
        // A kind that only a newer program knows is left out.
        let Some(kind) = Kind::from_name(row.get_ref(1)?.as_str().map_err(unreadable)?) else {
            continue;
        };
        let day = row.get::<_, i64>(0)? >> SERIAL_BITS;
        let (record, place) = (id(2)?, id(3)?);
        hits.push(Hit {
            kind,
            id: record,
            about: Some(place).filter(|place| *place != record),
            private: row.get(4)?,
            title: row.get(5)?,
            body: row.get(6)?,
            date: i32::try_from(day)
                .ok()
                .and_then(NaiveDate::from_num_days_from_ce_opt),
        });
    }
}

/// What a person typed as a question to the index: only letters and digits reach it, so that nothing can be misread.
/// None while there is too little to look for.
fn query(words: &str) -> Option<String> {
    let words: Vec<_> = words
        .split(|letter: char| !belongs_to_word(letter))
        .filter(|word| !word.is_empty())
        .collect();
    words.iter().any(|word| word.chars().count() > 1).then(|| {
        let terms = words.iter().map(|word| match word.chars().count() {
            // One letter would begin nearly every word of the book.
            1 => format!("\"{word}\""),
            _ => format!("\"{word}\"*"),
        });
        terms.collect::<Vec<_>>().join(" ")
    })
}

/// Whether the index, too, takes `letter` as part of a word: letters, digits, and the marks that combine with them.
fn belongs_to_word(letter: char) -> bool {
    let invisible = matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}');
    letter.is_alphanumeric() || (letter.width() == Some(0) && !invisible)
}
