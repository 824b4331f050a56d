//! Adding the entries of a parcel to the log: each is new, is here already, or is one's own from before it was sent.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};
use serde_json::Value;

use super::entry::Entry;
use super::rows;
use crate::domain::change::Kind;
use crate::domain::id::Id;
use crate::store::checksum::Checksum;
use crate::store::encoding::MAX_VALUE_BYTES;
use crate::store::error::{Result, StoreError};
use crate::store::log::UNSENT;
use crate::store::refusal::ExchangeRefusal;
use crate::store::tables::{Log, RECEIVED, SENT, SET_ASIDE, SQUASHED, WITHHELD, table};

/// An entry that is here already.
pub(super) struct Known {
    row: i64,
    state: i64,
    sha: Option<Vec<u8>>,
    is_private: bool,
}

fn refused(why: ExchangeRefusal) -> StoreError {
    StoreError::Refused { why }
}
/// Refuses an entry that the log does not take.
pub(super) fn verify(entry: &Entry) -> Result<()> {
    let is_private_kind =
        Kind::from_name(&entry.kind).is_some_and(|kind| table(kind, Log::Shared).is_none());
    if is_private_kind
        || entry.field == "private" && entry.value != "false" && entry.value != "null"
    {
        return Err(refused(ExchangeRefusal::Private));
    }
    let readable =
        entry.value.len() <= MAX_VALUE_BYTES && serde_json::from_str::<Value>(&entry.value).is_ok();
    if readable {
        Ok(())
    } else {
        Err(refused(ExchangeRefusal::Unreadable))
    }
}

/// Every entry that could have come, by id.
pub(super) fn known_entries(conn: &Connection) -> Result<BTreeMap<Id, Known>> {
    let mut known = BTreeMap::new();
    for log in Log::BOTH {
        let sql = format!("SELECT id, rowid, state, sha FROM {}", log.entry_table());
        let mut statement = conn.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let entry = Known {
                row: row.get(1)?,
                state: row.get(2)?,
                sha: row.get(3)?,
                is_private: log == Log::Private,
            };
            known.insert(row.get(0)?, entry);
        }
    }
    Ok(known)
}

/// Adds one entry, unless it is here; true if it counts from now on.
pub(super) fn add(
    conn: &Connection,
    entry: &Entry,
    known: Option<&Known>,
    (commit, exchange): (i64, i64),
    commits: &mut BTreeSet<i64>,
) -> Result<bool> {
    let Some(known) = known else {
        rows::insert(conn, entry, RECEIVED, (Some(commit), Some(exchange)))?;
        return Ok(true);
    };
    let sha: Checksum = entry.checksum();
    let is_same = known.sha.as_deref() == Some(sha.as_slice());
    match known.state {
        SENT | RECEIVED if is_same && !known.is_private => Ok(false),
        SET_ASIDE if is_same => {
            commits.extend(commit_of(conn, "entry", known.row)?);
            let sql = format!(
                "UPDATE entry SET state = {RECEIVED}, commit_id = ?2, import_id = ?3 WHERE rowid = ?1"
            );
            conn.prepare_cached(&sql)?
                .execute(params![known.row, commit, exchange])?;
            Ok(true)
        }
        // One's own, sent before an older copy of the book was put back: what was sent counts.
        UNSENT | SQUASHED | WITHHELD if is_own_before_it_was_sealed(conn, entry)? => {
            let table = if known.is_private {
                Log::Private
            } else {
                Log::Shared
            }
            .entry_table();
            let commit = commit_of(conn, table, known.row)?;
            commits.extend(commit);
            let sql = format!("DELETE FROM {table} WHERE rowid = ?1");
            conn.prepare_cached(&sql)?.execute([known.row])?;
            rows::insert(conn, entry, SENT, (commit, None))?;
            Ok(true)
        }
        _ => Err(refused(ExchangeRefusal::OtherContent)),
    }
}

/// True if the entry that is here differs from `entry` in its parents at most.
fn is_own_before_it_was_sealed(conn: &Connection, entry: &Entry) -> Result<bool> {
    let mut of_record = rows::entries_of(conn, &entry.kind, entry.rec)?;
    Ok(of_record.remove(&entry.id).is_some_and(|here| {
        let parents = entry.parents.clone();
        Entry {
            parents,
            ..here.entry
        } == *entry
    }))
}

fn commit_of(conn: &Connection, table: &str, row: i64) -> Result<Option<i64>> {
    let sql = format!("SELECT commit_id FROM {table} WHERE rowid = ?1");
    Ok(conn
        .prepare_cached(&sql)?
        .query_row([row], |row| row.get(0))?)
}
