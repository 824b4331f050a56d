//! Saving, undo and redo. Undo is a commit of its own that restores every field's former value; nothing is ever erased.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::Serialize;

use super::checksum::{self, ChecksumTable};
use super::error::{Result, StoreError};
use super::log::{Log, LogTarget, LogWriter, writes_of_commit};
use super::project::{current, project, stored_fields, table};
use crate::domain::change::{Change, Commit, Committed, Fields, Kind};
use crate::domain::visibility::{Visibility, visibility};

/// Undo state of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommitState {
    InEffect,
    /// It was undone and can be redone.
    Undone,
    /// It was undone, and another commit was saved since, so that it cannot be redone.
    #[serde(rename = "overtaken")]
    Superseded,
    /// The book began with it; it cannot be undone.
    #[serde(rename = "beginning")]
    Initial,
}

impl CommitState {
    const fn number(self) -> i64 {
        match self {
            Self::InEffect => 0,
            Self::Undone => 1,
            Self::Superseded => 2,
            Self::Initial => 3,
        }
    }

    const fn from_number(number: i64) -> Self {
        match number {
            0 => Self::InEffect,
            1 => Self::Undone,
            3 => Self::Initial,
            _ => Self::Superseded,
        }
    }
}

/// Marks every commit so far as initial, so that none can be undone.
pub(super) fn mark_all_initial(conn: &Connection) -> Result<()> {
    let all = ids(conn, "SELECT id FROM \"commit\"")?;
    let mut all = all.iter();
    all.try_for_each(|id| set_state(conn, id, CommitState::Initial))
}

fn ids(conn: &Connection, query: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare_cached(query)?;
    let ids = statement.query_map([], |row| row.get(0))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

fn set_state(conn: &Connection, id: &str, state: CommitState) -> Result<()> {
    conn.prepare_cached("UPDATE \"commit\" SET state = ?1 WHERE id = ?2")?
        .execute(params![state.number(), id])?;
    checksum::update(conn, ChecksumTable::Commit, id)
}

/// One commit in the book's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CommitLine {
    pub label: String,
    pub at: DateTime<Utc>,
    pub state: CommitState,
}

/// Relation of a commit to the earlier one that it undoes or redoes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum HistoryStep {
    Undo,
    Redo,
}

/// Appends a commit's entries to the log, projects them and records the commit.
pub(super) fn save(writer: &mut LogWriter, commit: &Commit) -> Result<Committed> {
    let mut changes = Vec::new();
    for change in &commit.changes {
        changes.extend(apply_change(writer, change)?);
    }
    if !changes.is_empty() {
        for undone in ids(writer.conn, "SELECT id FROM \"commit\" WHERE state = 1")? {
            set_state(writer.conn, &undone, CommitState::Superseded)?;
        }
        record_commit(writer, &commit.label, None)?;
    }
    Ok(Committed {
        label: commit.label.clone(),
        changes,
    })
}

fn apply_change(writer: &mut LogWriter, change: &Change) -> Result<Option<Change>> {
    let Some(kind) = change.kind() else {
        return Ok(None);
    };
    let rec = change.id.to_string();
    let current_record = current(writer.conn, kind, &rec)?;
    let conflict = StoreError::Conflict { kind: kind.name() };
    let Some(after) = &change.after else {
        if current_record.is_none() {
            return Err(conflict);
        }
        for log in Log::BOTH {
            writer.delete(LogTarget {
                log,
                kind,
                rec: &rec,
            })?;
        }
        return project(writer.conn, kind, &rec);
    };
    let current_record = match (&change.before, current_record) {
        (None, None) => Fields::new(),
        (Some(_), Some((_, fields))) => fields,
        (None, Some(_)) | (Some(_), None) => return Err(conflict),
    };
    let before = change
        .before
        .as_ref()
        .map(stored_fields)
        .unwrap_or_default();
    let Some(fields) = merge_fields(current_record, &before, stored_fields(after)) else {
        return Err(conflict);
    };
    let log = match visibility(after) {
        Visibility::Shared => Log::Shared,
        Visibility::Private => Log::Private,
    };
    writer.set(
        LogTarget {
            log,
            kind,
            rec: &rec,
        },
        &fields,
    )?;
    if log == Log::Shared && table(kind, Log::Private).is_some() {
        writer.delete(LogTarget {
            log: Log::Private,
            kind,
            rec: &rec,
        })?;
    }
    project(writer.conn, kind, &rec)
}

/// `found` with the fields that differ between `before` and `after`; none on conflict (one is not as in `before`).
fn merge_fields(found: Fields, before: &Fields, after: Fields) -> Option<Fields> {
    let mut fields = found;
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    for name in gone {
        if fields.get(name) != before.get(name) {
            return None;
        }
        fields.remove(name);
    }
    for (name, value) in after {
        if before.get(&name) == Some(&value) {
            continue;
        }
        if fields.get(&name) != before.get(&name) {
            return None;
        }
        fields.insert(name, value);
    }
    Some(fields)
}

fn record_commit(writer: &LogWriter, label: &str, step: Option<(HistoryStep, &str)>) -> Result<()> {
    let of = |wanted| step.filter(|(step, _)| *step == wanted).map(|(_, id)| id);
    let row = params![
        writer.commit,
        label,
        writer.at_ms,
        of(HistoryStep::Undo),
        of(HistoryStep::Redo),
        CommitState::InEffect.number()
    ];
    let sql = "INSERT INTO \"commit\"(id, label, at_ms, undoes, redoes, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    writer.conn.prepare_cached(sql)?.execute(row)?;
    checksum::update(writer.conn, ChecksumTable::Commit, &writer.commit)
}

/// The commit that would be undone or redone: its id and label.
pub(super) fn next_step(conn: &Connection, step: HistoryStep) -> Result<Option<(String, String)>> {
    let sql = match step {
        HistoryStep::Undo => {
            "SELECT id, label FROM \"commit\" WHERE state = 0 AND undoes IS NULL AND redoes IS NULL
             ORDER BY n DESC LIMIT 1"
        }
        HistoryStep::Redo => "SELECT id, label FROM \"commit\" WHERE state = 1 ORDER BY n LIMIT 1",
    };
    let next = conn
        .prepare_cached(sql)?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(next)
}

/// Undoes or redoes the next commit, if there is one.
pub(super) fn apply_step(writer: &mut LogWriter, step: HistoryStep) -> Result<Option<Committed>> {
    let Some((id, label)) = next_step(writer.conn, step)? else {
        return Ok(None);
    };
    let mut touched: BTreeSet<(Kind, String)> = BTreeSet::new();
    for ((log, kind, rec), written) in writes_of_commit(writer.conn, &id)? {
        let values = match step {
            HistoryStep::Undo => &written.before,
            HistoryStep::Redo => &written.after,
        };
        writer.restore(
            LogTarget {
                log,
                kind,
                rec: &rec,
            },
            values,
        )?;
        touched.insert((kind, rec));
    }
    let mut changes = Vec::new();
    for (kind, rec) in touched {
        changes.extend(project(writer.conn, kind, &rec)?);
    }
    let state = match step {
        HistoryStep::Undo => CommitState::Undone,
        HistoryStep::Redo => CommitState::InEffect,
    };
    set_state(writer.conn, &id, state)?;
    record_commit(writer, &label, Some((step, &id)))?;
    Ok(Some(Committed { label, changes }))
}

/// The newest commits, without undo and redo themselves.
pub(super) fn list_commits(conn: &Connection, limit: usize) -> Result<Vec<CommitLine>> {
    let mut statement = conn.prepare_cached(
        "SELECT label, at_ms, state FROM \"commit\" WHERE undoes IS NULL AND redoes IS NULL
         ORDER BY n DESC LIMIT ?1",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let lines = statement.query_map([limit], |row| {
        Ok(CommitLine {
            label: row.get(0)?,
            at: DateTime::from_timestamp_millis(row.get(1)?).unwrap_or_default(),
            state: CommitState::from_number(row.get(2)?),
        })
    })?;
    Ok(lines.collect::<rusqlite::Result<_>>()?)
}
