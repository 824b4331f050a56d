//! Drafts: text being typed, kept until it is saved or thrown away.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use super::checksum::{self, Part};
use super::error::Result;

/// Text that was typed and not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The field it was typed into, in the app's own words.
    pub place: String,
    /// What was typed.
    pub text: String,
    /// When it was kept.
    pub at: DateTime<Utc>,
}

pub(super) fn save(conn: &Connection, draft: &Draft) -> Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO draft VALUES (?1, ?2, ?3)")?
        .execute(params![
            draft.place,
            draft.text,
            draft.at.timestamp_millis()
        ])?;
    checksum::note(conn, Part::Draft, &draft.place)
}

pub(super) fn clear(conn: &Connection, place: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM draft WHERE place = ?1")?
        .execute([place])?;
    checksum::note(conn, Part::Draft, place)
}

/// All drafts, newest first.
pub(super) fn all(conn: &Connection) -> Result<Vec<Draft>> {
    let mut statement =
        conn.prepare_cached("SELECT place, text, at_ms FROM draft ORDER BY at_ms DESC, place")?;
    let drafts = statement.query_map([], |row| {
        Ok(Draft {
            place: row.get(0)?,
            text: row.get(1)?,
            at: DateTime::from_timestamp_millis(row.get(2)?).unwrap_or_default(),
        })
    })?;
    Ok(drafts.collect::<rusqlite::Result<_>>()?)
}
