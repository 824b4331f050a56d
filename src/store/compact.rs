//! Compacting: the book is written anew without the free space in it.

use rusqlite::Connection;
use schemars::JsonSchema;
use serde::Serialize;

use super::backup::{self, BackupReason};
use super::create::PAGE_SIZE;
use super::error::Result;
use super::finding::Finding;
use super::{Store, check};
use crate::env::Env;

const DOING: &str = "compacting the book";
/// Free space below which compacting is not worth the while, in bytes.
const MIN_FREE_BYTES: i64 = 1 << 20;

/// Sizes of the file, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Compacted {
    pub before: i64,
    pub after: i64,
}

impl Store {
    /// Writes the book anew without free space, after a backup unless there is one that holds the same.
    ///
    /// # Errors
    /// When the disk has no room for both, or the log is damaged; the book is then as it was.
    pub fn compact(&mut self, env: &Env) -> Result<Compacted> {
        let path = self.path.clone();
        if self.on_disk && !self.read_only && !backup::is_backed_up(&self.conn, &path, None) {
            self.backup(BackupReason::Manual, env)?;
        }
        let before = self.with_context(DOING, file_size(&self.conn))?;
        self.transact(DOING, |conn| {
            // Free pages of a damaged book may hold what is missing elsewhere.
            check::require_sound_log(conn, &path)?;
            conn.execute("INSERT INTO search(search) VALUES ('optimize')", [])?;
            Ok(())
        })?;
        let compacted = || -> Result<Compacted> {
            self.conn.execute_batch(PAGE_SIZE)?;
            self.conn.execute_batch("VACUUM")?;
            let after = file_size(&self.conn)?;
            Ok(Compacted { before, after })
        };
        self.with_context(DOING, compacted())
    }
}

fn file_size(conn: &Connection) -> Result<i64> {
    let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    Ok(conn.query_row(sql, [], |row| row.get(0))?)
}

/// Advice on a book of which a quarter or more is free space.
pub(super) fn free_space_finding(conn: &Connection) -> Result<Option<Finding>> {
    let sql = "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size";
    let free: i64 = conn.query_row(sql, [], |row| row.get(0))?;
    let is_worth = free >= MIN_FREE_BYTES && free * 4 >= file_size(conn)?;
    Ok(is_worth.then(|| {
        Finding::new(
            "The file is larger than what is in it.",
            "Run “matchbook check --compact”: it makes the file smaller and changes nothing in the book.",
        )
    }))
}
