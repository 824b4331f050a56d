//! Integrity of a book's file and log, as SQLite and the checksums tell it.

use rusqlite::Connection;

use super::checksum::{self, ChecksumTable};
use super::error::Result;

/// Damage for which nothing may be built from the log of an open book, if there is any, without text of the book.
pub(super) fn damage_of_log(conn: &Connection) -> Result<Option<String>> {
    let engine = IntegrityCheck::run(conn)?;
    if let Some(line) = engine.of_file.into_iter().next() {
        return Ok(Some(line));
    }
    if !checksum::damaged_entries(conn)?.is_empty() {
        return Ok(Some("an entry differs from its checksum".into()));
    }
    for part in [
        ChecksumTable::Commit,
        ChecksumTable::Meta,
        ChecksumTable::Replica,
    ] {
        if checksum::damaged_rows(conn, part)? > 0 {
            return Ok(Some("a change differs from its checksum".into()));
        }
    }
    Ok(None)
}

/// SQLite's integrity check, its lines about the search index apart.
pub(super) struct IntegrityCheck {
    pub of_file: Vec<String>,
    pub of_index: Vec<String>,
}

impl IntegrityCheck {
    pub fn run(conn: &Connection) -> Result<Self> {
        // FTS5 caches the index as it was before others wrote, and would compare that: any query makes it read anew. If the
        // query fails, the check itself reports more.
        let _ = conn.query_row("SELECT 1 FROM search LIMIT 1", [], |_| Ok(()));
        let mut statement = conn.prepare("PRAGMA integrity_check")?;
        let lines = statement.query_map([], |row| row.get(0))?;
        let lines: Vec<String> = lines.collect::<rusqlite::Result<_>>()?;
        let lines = lines.into_iter().filter(|line| line != "ok");
        let (of_index, of_file) = lines.partition(|line| line.contains("fts5"));
        Ok(Self { of_file, of_index })
    }
}
