//! Withholding the shared entries of a record while it is private, so that nothing that could be sent knows of it.

use rusqlite::{Connection, params};

use super::checksum::{self, ChecksumTable};
use super::error::Result;
use super::log::{UNSENT, entry_table_count};
use super::tables::{Log, WITHHELD};
use crate::domain::change::Kind;
use crate::domain::id::Id;

/// Moves a record's shared entries that were never sent to the private tables while the record is private, and the heads
/// among them back once it is shared. `of` is the log that wins now.
pub(super) fn withhold_or_release(conn: &Connection, kind: Kind, rec: Id, of: Log) -> Result<()> {
    if entry_table_count(kind) == 1 {
        return Ok(());
    }
    let (from, to, condition) = match of {
        Log::Private => (Log::Shared, Log::Private, "state = 4"),
        // Replaced entries stay withheld: only the current ones are to leave.
        Log::Shared => (Log::Private, Log::Shared, "state = 4 AND head = 1"),
    };
    let (from, to) = (from.entry_table(), to.entry_table());
    let record = params![rec, kind.name()];
    let restate = |state: &str| {
        let sql = format!("UPDATE entry SET {state} WHERE rec = ?1 AND kind = ?2 AND state = ?3");
        conn.prepare_cached(&sql)
    };
    if of == Log::Private {
        restate("state = 4")?.execute(params![rec, kind.name(), UNSENT])?;
    }
    let moved = format!("FROM {from} WHERE rec = ?1 AND kind = ?2 AND {condition}");
    let mut statement = conn.prepare_cached(&format!("SELECT DISTINCT commit_id {moved}"))?;
    let commits = statement.query_map(record, |row| row.get(0))?;
    let commits: Vec<Option<i64>> = commits.collect::<rusqlite::Result<_>>()?;
    for sql in [
        format!("INSERT INTO {to} SELECT * {moved}"),
        format!("DELETE {moved}"),
    ] {
        conn.prepare_cached(&sql)?.execute(record)?;
    }
    if of == Log::Shared {
        restate("state = 0")?.execute(params![rec, kind.name(), WITHHELD])?;
    }
    let mut commits = commits.into_iter().flatten();
    commits.try_for_each(|commit| checksum::update(conn, ChecksumTable::Commit, commit))
}
