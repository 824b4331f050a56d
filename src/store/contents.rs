//! A summary of a book or a backup: whose it is, how much it holds, whether two hold the same.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::error::Result;
use super::{Store, read};
use crate::domain::book::Identity;
use crate::domain::id::Id;
use crate::domain::person::Role;

/// Summary of a book: enough to tell one backup from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    pub pair: Id,
    pub me: Role,
    /// Number of goals that are not archived.
    pub goals: u32,
    /// Number of meetings and contacts.
    pub meetings: u32,
    /// Number of commits, undo and redo among them.
    pub changes: u32,
    /// Time of the last commit.
    pub changed: Option<DateTime<Utc>>,
    /// Number of migrations applied.
    pub(super) schema_version: u32,
    /// Id of the newest commit, number and time of the drafts: equal in two copies that hold the same.
    state: String,
}

impl Store {
    /// Times of all commits in milliseconds since 1970, by id: what another copy of the book does not have shows by it.
    pub fn commit_times(&self) -> Result<BTreeMap<Id, i64>> {
        self.read_snapshot("reading the history", |conn| {
            let mut statement = conn.prepare("SELECT id, at_ms FROM \"commit\"")?;
            let times = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(times.collect::<rusqlite::Result<_>>()?)
        })
    }
}

impl Contents {
    /// Reads the summary of the open book.
    pub(super) fn of(conn: &Connection) -> Result<Self> {
        const CONTENTS_SQL: &str = "SELECT
            (SELECT count(*) FROM goal WHERE archived IS NOT 1)
              + (SELECT count(*) FROM private_goal WHERE archived IS NOT 1),
            (SELECT count(*) FROM meeting WHERE archived IS NOT 1),
            (SELECT count(*) FROM \"commit\"),
            (SELECT at_ms FROM \"commit\" ORDER BY n DESC LIMIT 1),
            (SELECT user_version FROM pragma_user_version),
            coalesce((SELECT hex(id) FROM \"commit\" ORDER BY n DESC LIMIT 1), '')
              || (SELECT count(*) || coalesce(max(at_ms), '') FROM draft)";
        let Identity { pair, me, .. } = read::identity(conn)?;
        Ok(conn.query_row(CONTENTS_SQL, [], |row| {
            Ok(Self {
                pair,
                me,
                goals: row.get(0)?,
                meetings: row.get(1)?,
                changes: row.get(2)?,
                changed: row
                    .get::<_, Option<i64>>(3)?
                    .and_then(DateTime::from_timestamp_millis),
                schema_version: row.get(4)?,
                state: row.get(5)?,
            })
        })?)
    }

    /// True if no draft or commit was saved in between.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (self.pair, self.schema_version, &self.state)
            == (other.pair, other.schema_version, &other.state)
    }
}
