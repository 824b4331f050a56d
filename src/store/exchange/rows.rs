//! Rows of the shared log as entries, and back.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, params};

use super::entry::Entry;
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::store::encoding::{ID_BYTES, compress, decompress};
use crate::store::error::{Result, decode_error};
use crate::store::tables::{Log, RECEIVED, SENT, SET_ASIDE, SQUASHED};

/// The columns that [`entry_of`] reads.
const COLUMNS: &str = "id, at_ms, replica, kind, rec, field, parents, value";

/// An entry where it lies in the log.
pub(super) struct LoggedEntry {
    pub entry: Entry,
    pub row: i64,
    pub state: i64,
    pub is_head: bool,
    /// Number of the commit that wrote it.
    pub commit: Option<i64>,
}

impl LoggedEntry {
    /// True if it was sent or received, so that it never changes.
    pub fn is_sealed(&self) -> bool {
        [SENT, RECEIVED].contains(&self.state)
    }

    /// True if a sealed entry of `entries` replaces it.
    pub fn is_replaced_by_sealed(&self, entries: &BTreeMap<Id, Self>) -> bool {
        let mut sealed = entries.values().filter(|it| it.is_sealed());
        sealed.any(|it| it.entry.parents.contains(&self.entry.id))
    }
}

fn entry_of(row: &Row) -> Result<Entry> {
    let parents = row.get_ref(6)?.as_blob_or_null().map_err(decode_error)?;
    let parents = parents.unwrap_or_default().chunks_exact(ID_BYTES);
    let id = |bytes: &[u8]| bytes.try_into().map(Id::from_bytes).unwrap_or_default();
    Ok(Entry {
        id: row.get(0)?,
        at_ms: row.get(1)?,
        replica: row.get(2)?,
        kind: row.get(3)?,
        rec: row.get(4)?,
        field: row.get(5)?,
        parents: parents.map(id).collect(),
        value: decompress(row.get_ref(7)?)?.into_owned(),
    })
}

/// The entries of one record in the shared log, withheld ones among them.
pub(super) fn entries_of(
    conn: &Connection,
    kind: &str,
    rec: Id,
) -> Result<BTreeMap<Id, LoggedEntry>> {
    let mut entries = BTreeMap::new();
    for (table, theirs) in Log::Shared.sources() {
        let mut statement = conn.prepare_cached(&format!(
            "SELECT {COLUMNS}, rowid, state, head, commit_id FROM {table}
             WHERE rec = ?1 AND kind = ?2 AND {theirs}"
        ))?;
        let mut rows = statement.query(params![rec, kind])?;
        while let Some(row) = rows.next()? {
            let entry = entry_of(row)?;
            let logged = LoggedEntry {
                row: row.get(8)?,
                state: row.get(9)?,
                is_head: row.get(10)?,
                commit: row.get(11)?,
                entry,
            };
            entries.insert(logged.entry.id, logged);
        }
    }
    Ok(entries)
}

/// Every entry that was sent or received, by id.
pub(super) fn sealed_entries(conn: &Connection) -> Result<Vec<Entry>> {
    let mut statement = conn.prepare(&format!(
        "SELECT {COLUMNS} FROM entry WHERE state IN ({SENT}, {RECEIVED}) ORDER BY id"
    ))?;
    let mut rows = statement.query([])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(entry_of(row)?);
    }
    Ok(entries)
}

/// The copies of the book that ever wrote, and whose they are.
pub(super) fn copies(conn: &Connection) -> Result<Vec<(Id, Role)>> {
    let mut statement = conn.prepare("SELECT id, person FROM replica ORDER BY id")?;
    let copies = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let copies: Vec<(Id, String)> = copies.collect::<rusqlite::Result<_>>()?;
    let known = copies.into_iter();
    Ok(known
        .filter_map(|(id, role)| Some((id, role.parse().ok()?)))
        .collect())
}

pub(super) fn parents_blob(parents: &[Id]) -> Option<Vec<u8>> {
    let bytes: Vec<_> = parents.iter().map(|parent| parent.to_bytes()).collect();
    (!bytes.is_empty()).then(|| bytes.concat())
}

/// Appends a sealed entry with the numbers of the commit and of the exchange that it came with.
pub(super) fn insert(
    conn: &Connection,
    entry: &Entry,
    state: i64,
    (commit, exchange): (Option<i64>, Option<i64>),
) -> Result<()> {
    let sql = "INSERT INTO entry(id, sha, at_ms, replica, kind, rec, field, parents, state, head, commit_id, import_id, value)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?12, 1, ?9, ?10, ?11)";
    conn.prepare_cached(sql)?.execute(params![
        entry.id,
        entry.checksum(),
        entry.at_ms,
        entry.replica,
        entry.kind,
        entry.rec,
        entry.field,
        parents_blob(&entry.parents),
        commit,
        exchange,
        compress(&entry.value),
        state
    ])?;
    Ok(())
}

/// Finds the heads of one record anew: entries that count and that no other names as its parent.
pub(super) fn mark_heads_of(conn: &Connection, kind: &str, rec: Id) -> Result<()> {
    let entries = entries_of(conn, kind, rec)?;
    let counts = |it: &LoggedEntry| it.state != SQUASHED && it.state != SET_ASIDE;
    let counting = entries.values().filter(|it| counts(it));
    let replaced: BTreeSet<Id> = counting
        .flat_map(|it| it.entry.parents.iter().copied())
        .collect();
    let mut statement =
        conn.prepare_cached("UPDATE entry SET head = ?2 WHERE rowid = ?1 AND id = ?3")?;
    for logged in entries.values() {
        let is_head = counts(logged) && !replaced.contains(&logged.entry.id);
        if is_head != logged.is_head {
            statement.execute(params![logged.row, is_head, logged.entry.id])?;
        }
    }
    Ok(())
}
