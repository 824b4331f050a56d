//! A glance into a book or a copy of one: whose it is, how much it holds, whether two hold the same.

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::error::Result;
use super::read;
use crate::domain::book::Identity;
use crate::domain::id::Id;
use crate::domain::person::Role;

/// A glance into a book: enough to tell one copy from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The match it is of.
    pub pair: Id,
    /// Whose book of the match it is.
    pub me: Role,
    /// Goals that are not archived.
    pub goals: u32,
    /// Meetings and contacts.
    pub meetings: u32,
    /// Everything that was ever saved, undone or redone.
    pub changes: u32,
    /// When it was changed last.
    pub changed: Option<DateTime<Utc>>,
    /// The number of migrations that made its shape.
    pub(super) schema_version: u32,
    /// The newest commit and the drafts: equal in two copies that hold the same.
    state: String,
}

impl Contents {
    /// A glance into the open book.
    pub(super) fn of(conn: &Connection) -> Result<Self> {
        const CONTENTS_SQL: &str = "SELECT
            (SELECT count(*) FROM goal WHERE archived IS NOT 1)
              + (SELECT count(*) FROM private_goal WHERE archived IS NOT 1),
            (SELECT count(*) FROM meeting WHERE archived IS NOT 1),
            (SELECT count(*) FROM \"commit\"),
            (SELECT at_ms FROM \"commit\" ORDER BY n DESC LIMIT 1),
            (SELECT user_version FROM pragma_user_version),
            coalesce((SELECT id FROM \"commit\" ORDER BY n DESC LIMIT 1), '')
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

    /// True if nothing was typed or saved in between.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        (self.pair, self.schema_version, &self.state)
            == (other.pair, other.schema_version, &other.state)
    }
}
