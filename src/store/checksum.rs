//! Checksums: they tell damaged rows from saved ones.
//!
//! Every entry of the logs carries its own, written once when it is appended. Rows that may change (commits, drafts, the
//! identity in `meta`) have theirs in the table `checksum`, so that a row which vanished is missed, too; that of a commit
//! covers its entries. Nothing is verified while a person waits: `check` does it, and `restore`, `wal` and a rebuild before they write.
//! Checksums guard against accidents, not against a person: whoever can write the file can write them as well.

use std::collections::BTreeSet;

use rusqlite::types::{Type, Value as Sql, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use sha2::{Digest, Sha256};

use super::encoding::{ID_BYTES, decompress, hex};
use super::error::{Result, decode_error};
use super::tables::Log;
use crate::domain::id::Id;

/// Values that an entry's checksum covers; the ids as their bytes.
pub(super) struct EntryData<'a> {
    pub log: Log,
    pub id: &'a [u8],
    pub kind: &'a [u8],
    pub rec: &'a [u8],
    pub field: &'a [u8],
    pub value: &'a [u8],
    pub at_ms: i64,
    pub replica: &'a [u8],
    /// One after the other, in ascending order.
    pub parents: &'a [u8],
}

/// SHA-256 of an entry. Of an id it covers the hex form, which every schema can hold.
pub(super) fn entry_checksum(entry: &EntryData) -> Checksum {
    let mut hash = ValueHasher::default();
    hash.add(entry.log.entry_table().as_bytes());
    hash.add_hex(entry.id);
    hash.add(entry.kind);
    hash.add_hex(entry.rec);
    hash.add(entry.field);
    hash.add(entry.value);
    hash.add(&entry.at_ms.to_be_bytes());
    hash.add_hex(entry.replica);
    for parent in entry.parents.chunks(ID_BYTES) {
        hash.add_hex(parent);
    }
    hash.finish()
}

pub(super) type Checksum = [u8; 32];

/// SHA-256 over values of any length, each prefixed by its length.
#[derive(Default)]
pub(super) struct ValueHasher(Sha256);

impl ValueHasher {
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_be_bytes());
        self.0.update(bytes);
    }

    fn add_hex(&mut self, bytes: &[u8]) {
        self.add(hex(bytes).as_bytes());
    }

    fn add_value(&mut self, value: ValueRef) {
        match value {
            ValueRef::Null => self.add(b"null"),
            ValueRef::Integer(number) => self.add(&number.to_be_bytes()),
            ValueRef::Real(number) => self.add(&number.to_be_bytes()),
            ValueRef::Text(bytes) => self.add(bytes),
            // As earlier schemas stored ids and checksums, so that those made then hold.
            ValueRef::Blob(bytes) => self.add_hex(bytes),
        }
        let is_blob = matches!(value, ValueRef::Blob(_));
        let stored = if is_blob {
            Type::Text
        } else {
            value.data_type()
        };
        self.0.update([stored as u8]);
    }

    fn add_row(&mut self, row: &Row, columns: usize) -> Result<()> {
        for index in 0..columns {
            self.add_value(row.get_ref(index)?);
        }
        Ok(())
    }

    pub fn finish(self) -> Checksum {
        self.0.finalize().into()
    }
}

/// Tables whose rows have their checksums in the table `checksum`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ChecksumTable {
    Commit,
    Draft,
    Meta,
    Replica,
}

/// Rows of `meta` that say which book it is and whose; damage to others is not reported.
pub(super) const IDENTITY_KEYS: [&str; 4] = ["schema_major", "pair_id", "replica", "role"];

impl ChecksumTable {
    pub const ALL: [Self; 4] = [Self::Commit, Self::Draft, Self::Meta, Self::Replica];

    const fn name(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Draft => "draft",
            Self::Meta => "meta",
            Self::Replica => "replica",
        }
    }

    /// The table's key column.
    const fn key(self) -> &'static str {
        match self {
            Self::Commit => "n",
            Self::Replica => "id",
            Self::Draft => "place",
            Self::Meta => "key",
        }
    }

    fn covers(self, key: &Sql) -> bool {
        let is_identity = |key: &str| IDENTITY_KEYS.contains(&key);
        self != Self::Meta || matches!(key, Sql::Text(key) if is_identity(key))
    }

    /// The keys of all rows that are covered, and of all checksums.
    fn keys(self, conn: &Connection) -> Result<Vec<Sql>> {
        let sql = format!(
            "SELECT {} FROM \"{}\" UNION SELECT key FROM checksum WHERE part = ?1",
            self.key(),
            self.name()
        );
        let mut statement = conn.prepare_cached(&sql)?;
        let keys = statement.query_map([self.name()], |row| row.get(0))?;
        let mut keys: Vec<Sql> = keys.collect::<rusqlite::Result<_>>()?;
        keys.retain(|key| self.covers(key));
        Ok(keys)
    }
}

/// Updates the checksum of one row, or deletes it with the row.
pub(super) fn update(conn: &Connection, part: ChecksumTable, key: impl ToSql) -> Result<()> {
    match row_checksum(conn, part, &key)? {
        Some(sha) => conn
            .prepare_cached("INSERT OR REPLACE INTO checksum VALUES (?1, ?2, ?3)")?
            .execute(params![part.name(), key, sha])?,
        None => conn
            .prepare_cached("DELETE FROM checksum WHERE part = ?1 AND key = ?2")?
            .execute(params![part.name(), key])?,
    };
    Ok(())
}

fn row_checksum(
    conn: &Connection,
    part: ChecksumTable,
    key: &impl ToSql,
) -> Result<Option<Checksum>> {
    let sql = format!(
        "SELECT * FROM \"{}\" WHERE {} = ?1",
        part.name(),
        part.key()
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query([key])?;
    let mut hash = None;
    while let Some(row) = rows.next()? {
        hash.get_or_insert_with(ValueHasher::default)
            .add_row(row, columns)?;
    }
    let Some(mut hash) = hash else {
        return Ok(None);
    };
    if part == ChecksumTable::Commit {
        for log in Log::BOTH {
            let mut statement = conn.prepare_cached(&format!(
                "SELECT id, state, sha FROM {} WHERE commit_id = ?1 ORDER BY id",
                log.entry_table()
            ))?;
            let mut rows = statement.query([key])?;
            while let Some(row) = rows.next()? {
                hash.add_row(row, 3)?;
            }
        }
    }
    Ok(Some(hash.finish()))
}

/// The number of rows of `part` that are damaged or missing.
pub(super) fn damaged_rows(conn: &Connection, part: ChecksumTable) -> Result<usize> {
    let mut statement =
        conn.prepare_cached("SELECT sha FROM checksum WHERE part = ?1 AND key = ?2")?;
    let mut damaged = 0;
    for key in part.keys(conn)? {
        let stored: Option<Vec<u8>> = statement
            .query_row(params![part.name(), key], |row| row.get(0))
            .optional()?;
        let computed = row_checksum(conn, part, &key)?;
        damaged += usize::from(stored.as_deref() != computed.as_ref().map(<[u8; 32]>::as_slice));
    }
    Ok(damaged)
}

/// The records, by kind and id, of which a log holds a damaged entry; no id where that is damaged itself.
pub(super) fn damaged_entries(conn: &Connection) -> Result<BTreeSet<(String, Option<Id>)>> {
    let mut damaged = BTreeSet::new();
    for log in Log::BOTH {
        for_each_entry(conn, log, |_, entry, sha| {
            if sha != Some(entry_checksum(entry).as_slice()) {
                let kind = String::from_utf8_lossy(entry.kind).into_owned();
                damaged.insert((kind, entry.rec.try_into().map(Id::from_bytes).ok()));
            }
            Ok(())
        })?;
    }
    Ok(damaged)
}

/// Calls back for every entry in the tables of `log`, with its rowid and the checksum it carries.
fn for_each_entry(
    conn: &Connection,
    log: Log,
    mut callback: impl FnMut(i64, &EntryData, Option<&[u8]>) -> Result<()>,
) -> Result<()> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT id, kind, rec, field, replica, at_ms, state, parents, sha, value, rowid FROM {}",
        log.entry_table()
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let bytes = |index: usize| row.get_ref(index)?.as_bytes().map_err(decode_error);
        let optional = |index: usize| row.get_ref(index)?.as_bytes_or_null().map_err(decode_error);
        // One that cannot be decompressed differs from its checksum in any case.
        let value = decompress(row.get_ref(9)?).unwrap_or_default();
        let entry = EntryData {
            log: log.of_entry(row.get(6)?),
            id: bytes(0)?,
            kind: bytes(1)?,
            rec: bytes(2)?,
            field: bytes(3)?,
            value: value.as_bytes(),
            at_ms: row.get(5)?,
            replica: bytes(4)?,
            parents: optional(7)?.unwrap_or_default(),
        };
        callback(row.get(10)?, &entry, optional(8)?)?;
    }
    Ok(())
}

/// Adds the checksums to a book of a schema from before them, from its rows as they are.
pub(super) fn backfill(conn: &Connection) -> Result<()> {
    for log in Log::BOTH {
        let mut sums = Vec::new();
        for_each_entry(conn, log, |row, entry, _| {
            sums.push((row, entry_checksum(entry)));
            Ok(())
        })?;
        let sql = format!("UPDATE {} SET sha = ?2 WHERE rowid = ?1", log.entry_table());
        let mut statement = conn.prepare(&sql)?;
        for (row, sha) in sums {
            statement.execute(params![row, sha])?;
        }
    }
    for part in ChecksumTable::ALL {
        for key in part.keys(conn)? {
            update(conn, part, key)?;
        }
    }
    Ok(())
}
