//! Sanitizing: the log of a refused book is copied into a book in memory.
//!
//! Only tables of the log are read, and only where their schema is ours; an authorizer denies SQLite everything else, so
//! that no view, trigger or virtual table is ever read. Its VM instructions are bounded by the length of the file, so that
//! pages which form a cycle come to an end, too.

use std::path::Path;

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, params};
use serde_json::Value;

use super::error::{Result, StoreError};
use super::log::{Log, MAX_VALUE_BYTES};
use super::project::parse_id;
use super::{Store, open, project, read, schema};
use crate::domain::book::Identity;
use crate::env::Env;

/// VM instructions between checks of the bound.
const PROGRESS_INTERVAL: i32 = 1_000;

impl Store {
    /// Copies the log of a refused book into a read-only book in memory. For its owner alone: what refused the book may have
    /// put private texts among the shared.
    ///
    /// # Errors
    /// When the file has no log of ours, or it cannot be read.
    pub fn open_sanitized(path: &Path, env: &mut Env) -> Result<Self> {
        let path = open::resolve_path(path)?;
        open::inspect(&path)?;
        let copied = copy_log(&path, env);
        copied.map_err(|error| error.with_context("reading the log of the book", &path))
    }
}

fn copy_log(path: &Path, env: &mut Env) -> Result<Store> {
    let hostile = open::connect(path, false, open::Locking::Engine)?;
    let length = std::fs::metadata(path).map_or(0, |meta| meta.len());
    let mut steps_left = length / 8 + 1_000;
    hostile.progress_handler(
        PROGRESS_INTERVAL,
        Some(move || {
            steps_left = steps_left.saturating_sub(1);
            steps_left == 0
        }),
    )?;
    let trusted = schema::trusted_tables(&hostile)?;
    let has = |table: &str| trusted.iter().any(|known| known == table);
    let allowed = trusted.clone();
    hostile.authorizer(Some(move |context: AuthContext<'_>| {
        let is_ours = |name: &str| allowed.iter().any(|table| table == name);
        let may = matches!(context.action, AuthAction::Select)
            || matches!(context.action, AuthAction::Read { table_name, .. } if is_ours(table_name));
        if may {
            Authorization::Allow
        } else {
            Authorization::Deny
        }
    }))?;
    if !Log::BOTH.iter().any(|log| has(log.entry_table())) {
        return Err(StoreError::damaged(
            path.to_owned(),
            "it has no log of ours",
        ));
    }
    let identity = read::identity(&hostile).unwrap_or_else(|_| Identity::default());
    let mut sanitized = Store::in_memory(identity, env)?;
    for log in Log::BOTH {
        if has(log.entry_table()) {
            copy_entries(&hostile, &sanitized.conn, log)?;
        }
        if has(log.parent_table()) {
            copy_parents(&hostile, &sanitized.conn, log)?;
        }
    }
    project::rebuild(&sanitized.conn)?;
    sanitized.read_only = true;
    Ok(sanitized)
}

fn copy_entries(hostile: &Connection, sanitized: &Connection, log: Log) -> Result<()> {
    let mut from = hostile.prepare(&format!(
        "SELECT id, at_ms, replica, kind, rec, field, state, value FROM {}",
        log.entry_table()
    ))?;
    let mut into = sanitized.prepare(&format!(
        "INSERT OR IGNORE INTO {}(id, at_ms, replica, kind, rec, field, state, value)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        log.entry_table()
    ))?;
    let mut rows = from.query([])?;
    while let Some(row) = rows.next()? {
        let text = |index| row.get_ref(index).ok()?.as_str().ok();
        let number = |index| row.get_ref(index).ok()?.as_i64().ok();
        // Entries that no program of ours wrote are dropped.
        let (Some(rec), Some(value)) = (text(4), text(7)) else {
            continue;
        };
        let is_ours = value.len() <= MAX_VALUE_BYTES
            && parse_id(rec).is_ok()
            && serde_json::from_str::<Value>(value).is_ok();
        if is_ours {
            into.execute(params![
                text(0),
                number(1),
                text(2),
                text(3),
                rec,
                text(5),
                number(6),
                value
            ])?;
        }
    }
    Ok(())
}

fn copy_parents(hostile: &Connection, sanitized: &Connection, log: Log) -> Result<()> {
    let mut from = hostile.prepare(&format!("SELECT entry, parent FROM {}", log.parent_table()))?;
    let mut into = sanitized.prepare(&format!(
        "INSERT OR IGNORE INTO {} VALUES (?1, ?2)",
        log.parent_table()
    ))?;
    let mut rows = from.query([])?;
    while let Some(row) = rows.next()? {
        let text = |index| row.get_ref(index).ok()?.as_str().ok();
        into.execute([text(0), text(1)])?;
    }
    Ok(())
}
