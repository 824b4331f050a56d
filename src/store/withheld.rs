//! Withholding the shared entries of a record while it is private, so that nothing that could be sent knows of it.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::checksum::{self, ChecksumTable};
use super::error::Result;
use super::log::{IS_HEAD, Log, WITHHELD, entry_table_count};
use crate::domain::change::Kind;

/// Moves a record's shared entries that were never sent to the private tables while the record is private, and the heads
/// among them back once it is shared. `of` is the log that wins now.
pub(super) fn withhold_or_release(conn: &Connection, kind: Kind, rec: &str, of: Log) -> Result<()> {
    if entry_table_count(kind) == 1 {
        return Ok(());
    }
    let (from, to, state, condition) = match of {
        Log::Private => (Log::Shared, Log::Private, WITHHELD, "state = 0"),
        Log::Shared => (Log::Private, Log::Shared, 0, "state = 4"),
    };
    // Replaced entries stay withheld: only the current ones are to leave.
    let head = if of == Log::Shared { IS_HEAD } else { "TRUE" };
    let mut statement = conn.prepare_cached(&format!(
        "SELECT id, commit_id FROM {} AS e WHERE rec = ?1 AND kind = ?2 AND {condition} AND {head}",
        from.entry_table()
    ))?;
    let moved = statement.query_map([rec, kind.name()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let moved: Vec<(String, Option<String>)> = moved.collect::<rusqlite::Result<_>>()?;
    for (id, _) in &moved {
        for (from, to, key) in [
            (from.entry_table(), to.entry_table(), "id"),
            (from.parent_table(), to.parent_table(), "entry"),
        ] {
            conn.prepare_cached(&format!(
                "INSERT INTO {to} SELECT * FROM {from} WHERE {key} = ?1"
            ))?
            .execute([id])?;
            conn.prepare_cached(&format!("DELETE FROM {from} WHERE {key} = ?1"))?
                .execute([id])?;
        }
        let sql = format!("UPDATE {} SET state = ?1 WHERE id = ?2", to.entry_table());
        conn.prepare_cached(&sql)?.execute(params![state, id])?;
    }
    let commits: BTreeSet<String> = moved.into_iter().filter_map(|(_, commit)| commit).collect();
    commits
        .iter()
        .try_for_each(|commit| checksum::update(conn, ChecksumTable::Commit, commit))
}
