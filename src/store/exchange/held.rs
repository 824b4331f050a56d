//! The set of sealed entries as it was noted after the last exchange, so that a book opens without reading them.

use rusqlite::{Connection, OptionalExtension};

use super::entry::set_checksum;
use crate::domain::id::Id;
use crate::store::checksum::Checksum;
use crate::store::encoding::hex;
use crate::store::error::{Result, StoreError};
use crate::store::read;
use crate::store::tables::{RECEIVED, SENT};

/// Key in `meta` of the number of sealed entries and the checksum of their set: a book that is opened reads no entry for it.
const HELD: &str = "held";
/// Key in `meta`: "no" where no field had several versions after the last exchange, which alone makes them.
const SEVERAL: &str = "several";
/// Number of the sealed entries, and the checksum of their set.
fn sealed_set(conn: &Connection) -> Result<(usize, Checksum)> {
    let sql = format!("SELECT id, sha FROM entry WHERE state IN ({SENT}, {RECEIVED}) ORDER BY id");
    let mut statement = conn.prepare(&sql)?;
    let entries = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let entries: Vec<(Id, Checksum)> = entries.collect::<rusqlite::Result<_>>()?;
    Ok((entries.len(), set_checksum(entries.into_iter())))
}

/// Number of the sealed entries and the checksum of their set, as noted.
pub(super) fn held(conn: &Connection) -> Result<(usize, Checksum)> {
    let sql = "SELECT substr(value, 66), unhex(substr(value, 1, 64)) FROM meta WHERE key = ?1";
    let noted = conn
        .prepare_cached(sql)?
        .query_row([HELD], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)));
    match noted.optional()? {
        Some((entries, set_sha)) => Ok((entries.parse().unwrap_or_default(), set_sha)),
        None => sealed_set(conn),
    }
}

/// Notes what the book holds, after an exchange has changed it.
pub(super) fn note_held(conn: &Connection) -> Result<()> {
    let (entries, set_sha) = sealed_set(conn)?;
    set_meta(conn, HELD, &format!("{} {entries}", hex(&set_sha)))?;
    let several = "SELECT EXISTS (SELECT 1 FROM entry WHERE head = 1 GROUP BY kind, rec, field HAVING count(*) > 1)";
    let several: bool = conn.query_row(several, [], |row| row.get(0))?;
    set_meta(conn, SEVERAL, if several { "yes" } else { "no" })
}

/// True if a field may have several versions.
pub(super) fn may_have_several(conn: &Connection) -> Result<bool> {
    Ok(meta(conn, SEVERAL)?.is_none_or(|several| several != "no"))
}

/// Value of a row of `meta`, if there is one.
pub(super) fn meta(conn: &Connection, key: &str) -> Result<Option<String>> {
    match read::meta(conn, key) {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Database {
            source: rusqlite::Error::QueryReturnedNoRows,
            ..
        }) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) fn set_meta(conn: &Connection, key: &str, value: &str) -> Result<()> {
    conn.execute("INSERT OR REPLACE INTO meta VALUES (?1, ?2)", [key, value])?;
    Ok(())
}
