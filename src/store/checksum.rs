//! Checksums: they tell damaged rows from saved ones.
//!
//! Every entry of the logs carries its own, written once when it is appended. Rows that may change (commits, drafts, the
//! identity in `meta`) have theirs in the table `checksum`, so that a row which vanished is missed, too; that of a commit
//! covers its entries. Nothing is verified while a person waits: `check` does it, and `restore`, `wal` and a rebuild before they write.
//! Checksums guard against accidents, not against a person: whoever can write the file can write them as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use super::error::{Result, decode_error};
use super::log::Log;

/// Values that an entry's checksum covers.
pub(super) struct EntryData<'a> {
    pub log: Log,
    pub id: &'a [u8],
    pub kind: &'a [u8],
    pub rec: &'a [u8],
    pub field: &'a [u8],
    pub value: &'a [u8],
    pub at_ms: i64,
    pub replica: &'a [u8],
    /// In ascending order.
    pub parents: &'a [&'a [u8]],
}

/// SHA-256 of an entry, in hex.
pub(super) fn entry_checksum(entry: &EntryData) -> String {
    let mut hash = ValueHasher::default();
    hash.add(entry.log.entry_table().as_bytes());
    for text in [entry.id, entry.kind, entry.rec, entry.field, entry.value] {
        hash.add(text);
    }
    hash.add(&entry.at_ms.to_be_bytes());
    hash.add(entry.replica);
    for parent in entry.parents {
        hash.add(parent);
    }
    hash.hex()
}

/// SHA-256 over values of any length, each prefixed by its length.
#[derive(Default)]
pub(super) struct ValueHasher(Sha256);

impl ValueHasher {
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_be_bytes());
        self.0.update(bytes);
    }

    fn add_value(&mut self, value: ValueRef) {
        match value {
            ValueRef::Null => self.add(b"null"),
            ValueRef::Integer(number) => self.add(&number.to_be_bytes()),
            ValueRef::Real(number) => self.add(&number.to_be_bytes()),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => self.add(bytes),
        }
        self.0.update([value.data_type() as u8]);
    }

    fn add_row(&mut self, row: &Row, columns: usize) -> Result<()> {
        for index in 0..columns {
            self.add_value(row.get_ref(index)?);
        }
        Ok(())
    }

    pub fn hex(self) -> String {
        let mut hex = String::with_capacity(64);
        for byte in self.0.finalize() {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
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
            Self::Commit | Self::Replica => "id",
            Self::Draft => "place",
            Self::Meta => "key",
        }
    }

    fn covers(self, key: &str) -> bool {
        self != Self::Meta || IDENTITY_KEYS.contains(&key)
    }
}

/// Updates the checksum of one row, or deletes it with the row.
pub(super) fn update(conn: &Connection, part: ChecksumTable, key: &str) -> Result<()> {
    match row_checksum(conn, part, key)? {
        Some(sha) => conn
            .prepare_cached("INSERT OR REPLACE INTO checksum VALUES (?1, ?2, ?3)")?
            .execute(params![part.name(), key, sha])?,
        None => conn
            .prepare_cached("DELETE FROM checksum WHERE part = ?1 AND key = ?2")?
            .execute([part.name(), key])?,
    };
    Ok(())
}

fn row_checksum(conn: &Connection, part: ChecksumTable, key: &str) -> Result<Option<String>> {
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
    Ok(Some(hash.hex()))
}

/// The number of rows of `part` that are damaged or missing.
pub(super) fn damaged_rows(conn: &Connection, part: ChecksumTable) -> Result<usize> {
    let mut statement = conn.prepare_cached("SELECT key, sha FROM checksum WHERE part = ?1")?;
    let stored = statement.query_map([part.name()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut stored: BTreeMap<String, String> = stored.collect::<rusqlite::Result<_>>()?;
    let sql = format!("SELECT DISTINCT {} FROM \"{}\"", part.key(), part.name());
    let mut statement = conn.prepare_cached(&sql)?;
    let keys = statement.query_map([], |row| row.get(0))?;
    let keys: Vec<String> = keys.collect::<rusqlite::Result<_>>()?;
    let mut damaged = 0;
    for key in keys.iter().filter(|key| part.covers(key)) {
        let computed = row_checksum(conn, part, key)?;
        damaged += usize::from(stored.remove(key) != computed);
    }
    Ok(damaged + stored.len())
}

/// The records, by kind and id, of which a log holds a damaged entry. A parent without its entry counts as one of a record
/// without a name.
pub(super) fn damaged_entries(conn: &Connection) -> Result<BTreeSet<(String, String)>> {
    let mut damaged = BTreeSet::new();
    for log in Log::BOTH {
        for_each_entry(conn, log, |entry, sha| {
            if sha != Some(entry_checksum(entry).as_str()) {
                let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
                damaged.insert((text(entry.kind), text(entry.rec)));
            }
            Ok(())
        })?;
        let strays = format!(
            "SELECT 1 FROM {} WHERE entry NOT IN (SELECT id FROM {}) LIMIT 1",
            log.parent_table(),
            log.entry_table()
        );
        let stray: Option<i64> = conn.query_row(&strays, [], |row| row.get(0)).optional()?;
        if stray.is_some() {
            damaged.insert((String::new(), String::new()));
        }
    }
    Ok(damaged)
}

/// Calls back for every entry in the tables of `log`, with the checksum it carries.
fn for_each_entry(
    conn: &Connection,
    log: Log,
    mut callback: impl FnMut(&EntryData, Option<&str>) -> Result<()>,
) -> Result<()> {
    let mut of = conn.prepare_cached(&format!(
        "SELECT parent FROM {} WHERE entry = ?1 ORDER BY parent",
        log.parent_table()
    ))?;
    let mut statement = conn.prepare_cached(&format!(
        "SELECT id, kind, rec, field, value, replica, sha, at_ms, state FROM {}",
        log.entry_table()
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let bytes = |index: usize| row.get_ref(index)?.as_bytes().map_err(decode_error);
        let parents = of.query_map([row.get_ref(0)?.as_str().map_err(decode_error)?], |row| {
            row.get(0)
        })?;
        let parents: Vec<String> = parents.collect::<rusqlite::Result<_>>()?;
        let parents: Vec<&[u8]> = parents.iter().map(String::as_bytes).collect();
        let entry = EntryData {
            log: log.of_entry(row.get(8)?),
            id: bytes(0)?,
            kind: bytes(1)?,
            rec: bytes(2)?,
            field: bytes(3)?,
            value: bytes(4)?,
            at_ms: row.get(7)?,
            replica: bytes(5)?,
            parents: &parents,
        };
        callback(&entry, row.get_ref(6)?.as_str().ok())?;
    }
    Ok(())
}

/// Adds the checksums to a book of an earlier schema, from its rows as they are.
pub(super) fn backfill(conn: &Connection) -> Result<()> {
    for log in Log::BOTH {
        let mut sums = Vec::new();
        for_each_entry(conn, log, |entry, _| {
            sums.push((
                String::from_utf8_lossy(entry.id).into_owned(),
                entry_checksum(entry),
            ));
            Ok(())
        })?;
        let sql = format!("UPDATE {} SET sha = ?2 WHERE id = ?1", log.entry_table());
        let mut statement = conn.prepare(&sql)?;
        for (id, sha) in sums {
            statement.execute([id, sha])?;
        }
    }
    for part in ChecksumTable::ALL {
        let sql = format!("SELECT {} FROM \"{}\"", part.key(), part.name());
        let mut statement = conn.prepare(&sql)?;
        let keys = statement.query_map([], |row| row.get(0))?;
        let keys: Vec<String> = keys.collect::<rusqlite::Result<_>>()?;
        for key in keys.iter().filter(|key| part.covers(key)) {
            update(conn, part, key)?;
        }
    }
    Ok(())
}
