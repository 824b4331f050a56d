//! Loading: what a book needs at once, and what can wait until it is shown.

use rusqlite::Connection;

use super::error::{Result, decode_error};
use super::project::{read_each, read_records, select_record_sql};
use super::tables::{Log, table, tables};
use crate::domain::book::{Book, Identity};
use crate::domain::change::{Kind, Record};
use crate::domain::id::Id;
use crate::domain::meeting::{Note, PrivateNote};
use crate::domain::person::Role;

/// Number of newest meetings loaded at once; planned ones always are.
pub const INITIAL_MEETING_LIMIT: usize = 200;
/// Number of newest meetings that are not planned whose agendas are loaded with the book; those of planned ones always are.
pub const INITIAL_AGENDA_LIMIT: usize = 30;

/// Kinds from which an export counts what it withholds; of the cycle only its forms are needed. An answer
/// can be about a goal, a meeting or an action.
pub(super) const WITHHELD_NOTE_KINDS: [Kind; 7] = [
    Kind::Cycle,
    Kind::Goal,
    Kind::Meeting,
    Kind::Action,
    Kind::PrivateNote,
    Kind::Response,
    Kind::Answer,
];

const BY_DAY: &str = "ORDER BY date DESC, time DESC, id DESC";

/// Runs `work` in one read transaction, so that the book is locked and validated once and not for each query.
pub(super) fn in_read_transaction<T>(
    conn: &Connection,
    work: impl FnOnce(&Connection) -> Result<T>,
) -> Result<T> {
    rollback_leftover(conn)?;
    let transaction = conn.unchecked_transaction()?;
    let value = work(&transaction)?;
    transaction.finish()?;
    Ok(value)
}

/// Rolls back a transaction whose own end failed, so that one fault of the disk does not make every later use fail.
pub(super) fn rollback_leftover(conn: &Connection) -> Result<()> {
    if conn.is_autocommit() {
        Ok(())
    } else {
        Ok(conn.execute_batch("ROLLBACK")?)
    }
}

/// Reads whose copy of which book this is, from `meta`.
pub(super) fn identity(conn: &Connection) -> Result<Identity> {
    Ok(Identity {
        pair: parse_meta(conn, "pair_id")?,
        replica: parse_meta(conn, "replica")?,
        me: parse_meta::<Role>(conn, "role")?,
    })
}

pub(super) fn meta(conn: &Connection, key: &str) -> Result<String> {
    let mut statement = conn.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0))?)
}

fn parse_meta<T: std::str::FromStr<Err = String>>(conn: &Connection, key: &str) -> Result<T> {
    meta(conn, key)?
        .parse()
        .map_err(|why: String| decode_error(std::io::Error::other(why)))
}

/// Loads of `kinds` everything but notes, and of the meetings the planned and the newest.
pub(super) fn load(conn: &Connection, identity: Identity, kinds: &[Kind]) -> Result<Book> {
    let mut loaded = Vec::new();
    let mut complete = false;
    for &kind in kinds {
        if kind == Kind::Meeting {
            // One more than the limit shows whether there are more.
            let newest = format!(
                "SELECT * FROM meeting {BY_DAY} LIMIT {}",
                INITIAL_MEETING_LIMIT + 1
            );
            let mut newest = read_records(conn, kind, &newest, [])?;
            complete = newest.len() <= INITIAL_MEETING_LIMIT;
            newest.truncate(INITIAL_MEETING_LIMIT);
            loaded.extend(newest);
            let planned = "SELECT * FROM meeting WHERE state = 'planned'";
            loaded.extend(read_records(conn, kind, planned, [])?);
        } else if kind == Kind::AgendaItem {
            let near = format!(
                "SELECT * FROM agenda_item WHERE meeting IN (
                   SELECT id FROM meeting WHERE state = 'planned' UNION
                   SELECT id FROM (SELECT id FROM meeting WHERE state <> 'planned' {BY_DAY} LIMIT {INITIAL_AGENDA_LIMIT}))"
            );
            loaded.extend(read_records(conn, kind, &near, [])?);
        } else if kind != Kind::Note && kind != Kind::PrivateNote {
            loaded.extend(load_kind(conn, kind)?);
        }
    }
    Ok(book_of(identity, loaded, complete))
}

/// Every record of `kinds`, shared and private.
pub(super) fn load_kinds(conn: &Connection, identity: Identity, kinds: &[Kind]) -> Result<Book> {
    let mut records = Vec::new();
    for &kind in kinds {
        records.extend(load_kind(conn, kind)?);
    }
    Ok(book_of(identity, records, true))
}

/// Every shared record, from the shared tables alone.
pub(super) fn load_shared(conn: &Connection, identity: Identity) -> Result<Book> {
    let mut records = Vec::new();
    for &kind in Kind::ALL {
        if let Some(table) = table(kind, Log::Shared) {
            records.extend(read_table(conn, kind, table)?);
        }
    }
    Ok(book_of(identity, records, true))
}

fn book_of(identity: Identity, records: Vec<Record>, complete: bool) -> Book {
    let mut book = Book {
        identity,
        complete,
        ..Book::default()
    };
    book.extend(records);
    book
}

/// Every record of `kind`, shared and private.
pub(super) fn load_kind(conn: &Connection, kind: Kind) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    for (_, table) in tables(kind) {
        records.extend(read_table(conn, kind, table)?);
    }
    Ok(records)
}

fn read_table(conn: &Connection, kind: Kind, table: &str) -> Result<Vec<Record>> {
    read_records(conn, kind, &format!("SELECT * FROM {table}"), [])
}

/// The newest meetings that `book` does not have yet, up to `limit`.
pub(super) fn load_older(conn: &Connection, book: &Book, limit: usize) -> Result<Vec<Record>> {
    // The index alone yields the ids: other rows are not read.
    let mut statement = conn.prepare_cached(&format!("SELECT id FROM meeting {BY_DAY}"))?;
    let mut rows = statement.query([])?;
    let mut missing = Vec::new();
    while missing.len() < limit
        && let Some(row) = rows.next()?
    {
        let id = row.get(0)?;
        if !book.meetings.contains_key(&id) {
            missing.push(id);
        }
    }
    let query = select_record_sql("meeting");
    let missing = missing.into_iter().map(|id: Id| [id]);
    read_each(conn, Kind::Meeting, &query, missing)
}

/// The notes, the private note and the agenda of one meeting.
pub(super) fn load_details(conn: &Connection, meeting: Id) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    for author in Role::ALL {
        let id = Note::id_for(meeting, *author);
        records.extend(by_id(conn, Kind::Note, "note", id)?);
    }
    let id = PrivateNote::id_for(meeting);
    records.extend(by_id(conn, Kind::PrivateNote, "private_note", id)?);
    let agenda = "SELECT * FROM agenda_item WHERE meeting = ?1";
    records.extend(read_records(conn, Kind::AgendaItem, agenda, [meeting])?);
    Ok(records)
}

fn by_id(conn: &Connection, kind: Kind, table: &str, id: Id) -> Result<Vec<Record>> {
    read_records(conn, kind, &select_record_sql(table), [id])
}
