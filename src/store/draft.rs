//! Drafts: autosave of text being typed, until it is saved or discarded.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

use super::Store;
use super::checksum::{self, ChecksumTable};
use super::error::Result;

/// Text that was typed and not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The field it was typed into: a key made by the app, opaque here.
    pub draft_key: String,
    pub text: String,
    /// Time of the autosave.
    pub at: DateTime<Utc>,
}

impl Store {
    /// Saves the draft with this `key`, in place of the one before.
    pub fn save_draft(&mut self, key: &str, text: &str, at: DateTime<Utc>) -> Result<()> {
        let draft = Draft {
            draft_key: key.to_owned(),
            text: text.to_owned(),
            at,
        };
        self.transact("keeping a draft", |conn| save(conn, &draft))
    }

    /// Discards the draft with this `key`.
    pub fn clear_draft(&mut self, key: &str) -> Result<()> {
        self.transact("throwing a draft away", |conn| clear(conn, key))
    }

    pub fn drafts(&self) -> Result<Vec<Draft>> {
        self.with_context("reading the drafts", all(&self.conn))
    }
}

pub(super) fn save(conn: &Connection, draft: &Draft) -> Result<()> {
    conn.prepare_cached("INSERT OR REPLACE INTO draft VALUES (?1, ?2, ?3)")?
        .execute(params![
            draft.draft_key,
            draft.text,
            draft.at.timestamp_millis()
        ])?;
    checksum::update(conn, ChecksumTable::Draft, &draft.draft_key)
}

pub(super) fn clear(conn: &Connection, key: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM draft WHERE place = ?1")?
        .execute([key])?;
    checksum::update(conn, ChecksumTable::Draft, key)
}

/// All drafts, newest first.
pub(super) fn all(conn: &Connection) -> Result<Vec<Draft>> {
    let mut statement =
        conn.prepare_cached("SELECT place, text, at_ms FROM draft ORDER BY at_ms DESC, place")?;
    let drafts = statement.query_map([], |row| {
        Ok(Draft {
            draft_key: row.get(0)?,
            text: row.get(1)?,
            at: DateTime::from_timestamp_millis(row.get(2)?).unwrap_or_default(),
        })
    })?;
    Ok(drafts.collect::<rusqlite::Result<_>>()?)
}
