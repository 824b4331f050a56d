//! Saving, undo and redo. Undo is a commit of its own that restores every field's former value; nothing is ever erased.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::checksum::{self, ChecksumTable};
use super::encoding::ID_BYTES;
use super::error::{Result, StoreError, decode_error};
use super::exchange;
use super::log::{DELETED, LogTarget, LogWriter, parse_json};
use super::project::{current, project, stored_fields};
use super::tables::{Log, SQUASHED, table};
use crate::domain::change::{Change, Commit, Committed, Fields, Kind};
use crate::domain::id::Id;
use crate::domain::visibility::privacy;

/// Undo state of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommitState {
    InEffect = 0,
    /// It was undone and can be redone.
    Undone = 1,
    /// It was undone, and another commit was saved since, so that it cannot be redone.
    #[serde(rename = "overtaken")]
    Superseded = 2,
    /// The book began with it; it cannot be undone.
    #[serde(rename = "beginning")]
    Initial = 3,
}

impl CommitState {
    const fn number(self) -> i64 {
        self as i64
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
    set_states(conn, "SELECT n FROM \"commit\"", CommitState::Initial)
}

/// Sets the state of every commit whose number `query` yields.
fn set_states(conn: &Connection, query: &str, state: CommitState) -> Result<()> {
    let mut statement = conn.prepare_cached(query)?;
    let numbers = statement.query_map([], |row| row.get(0))?;
    let numbers: Vec<i64> = numbers.collect::<rusqlite::Result<_>>()?;
    let mut numbers = numbers.into_iter();
    numbers.try_for_each(|number| set_state(conn, number, state))
}

fn set_state(conn: &Connection, number: i64, state: CommitState) -> Result<()> {
    conn.prepare_cached("UPDATE \"commit\" SET state = ?1 WHERE n = ?2")?
        .execute(params![state.number(), number])?;
    checksum::update(conn, ChecksumTable::Commit, number)
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
        record_new(writer, &commit.label)?;
    }
    Ok(Committed {
        label: commit.label.clone(),
        changes,
    })
}

/// Records the commit whose entries were written; what was undone before can no longer be redone.
pub(super) fn record_new(writer: &LogWriter, label: &str) -> Result<()> {
    let undone = "SELECT n FROM \"commit\" WHERE state = 1";
    set_states(writer.conn, undone, CommitState::Superseded)?;
    record_commit(writer, label, None)
}

fn apply_change(writer: &mut LogWriter, change: &Change) -> Result<Option<Change>> {
    let Some(kind) = change.kind() else {
        return Ok(None);
    };
    let rec = change.id;
    let current_record = current(writer.conn, kind, rec)?;
    let conflict = StoreError::Conflict { kind: kind.name() };
    let Some(after) = &change.after else {
        if current_record.is_none() {
            return Err(conflict);
        }
        for log in Log::BOTH {
            writer.delete(LogTarget { log, kind, rec })?;
        }
        return project(writer.conn, kind, rec);
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
    let log = if privacy(after).private {
        Log::Private
    } else {
        Log::Shared
    };
    writer.set(LogTarget { log, kind, rec }, &fields)?;
    if log == Log::Shared && table(kind, Log::Private).is_some() {
        let log = Log::Private;
        writer.delete(LogTarget { log, kind, rec })?;
    }
    project(writer.conn, kind, rec)
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

fn record_commit(
    writer: &LogWriter,
    label: &str,
    step: Option<(HistoryStep, &CommitRow)>,
) -> Result<()> {
    let of = |wanted| {
        let step = step.filter(|(step, _)| *step == wanted);
        step.map(|(_, commit)| commit.id)
    };
    let row = params![
        writer.number,
        writer.commit,
        label,
        writer.at_ms,
        of(HistoryStep::Undo),
        of(HistoryStep::Redo),
        CommitState::InEffect.number()
    ];
    let sql = "INSERT INTO \"commit\"(n, id, label, at_ms, undoes, redoes, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    writer.conn.prepare_cached(sql)?.execute(row)?;
    checksum::update(writer.conn, ChecksumTable::Commit, writer.number)
}

/// A commit to undo or redo.
pub(super) struct CommitRow {
    number: i64,
    id: Id,
    pub label: String,
}

/// The commit that would be undone or redone.
pub(super) fn next_step(conn: &Connection, step: HistoryStep) -> Result<Option<CommitRow>> {
    let sql = match step {
        HistoryStep::Undo => {
            "SELECT n, id, label FROM \"commit\" WHERE state = 0 AND undoes IS NULL AND redoes IS NULL
             ORDER BY n DESC LIMIT 1"
        }
        HistoryStep::Redo => {
            "SELECT n, id, label FROM \"commit\" WHERE state = 1 ORDER BY n LIMIT 1"
        }
    };
    let next = conn.prepare_cached(sql)?.query_row([], |row| {
        Ok(CommitRow {
            number: row.get(0)?,
            id: row.get(1)?,
            label: row.get(2)?,
        })
    });
    Ok(next.optional()?)
}

/// Undoes or redoes the next commit, if there is one.
pub(super) fn apply_step(writer: &mut LogWriter, step: HistoryStep) -> Result<Option<Committed>> {
    let Some(commit) = next_step(writer.conn, step)? else {
        return Ok(None);
    };
    let touched = if exchange::is_receipt(writer.conn, commit.number)? {
        exchange::set_aside(writer.conn, commit.number, step == HistoryStep::Undo)?
    } else {
        restore_values(writer, commit.number, step)?
    };
    let mut changes = Vec::new();
    for (kind, rec) in touched {
        changes.extend(project(writer.conn, kind, rec)?);
    }
    let state = match step {
        HistoryStep::Undo => CommitState::Undone,
        HistoryStep::Redo => CommitState::InEffect,
    };
    set_state(writer.conn, commit.number, state)?;
    record_commit(writer, &commit.label, Some((step, &commit)))?;
    Ok(Some(Committed {
        label: commit.label,
        changes,
    }))
}

/// Gives every field that a commit wrote its former or its later value; returns the records.
fn restore_values(
    writer: &mut LogWriter,
    commit: i64,
    step: HistoryStep,
) -> Result<BTreeSet<(Kind, Id)>> {
    let mut touched = BTreeSet::new();
    for ((log, kind, rec), written) in writes_of_commit(writer.conn, commit)? {
        let values = match step {
            HistoryStep::Undo => &written.before,
            HistoryStep::Redo => &written.after,
        };
        writer.restore(LogTarget { log, kind, rec }, values)?;
        touched.insert((kind, rec));
    }
    Ok(touched)
}

/// Values that one commit wrote to one record of one log, by field.
#[derive(Default)]
struct CommitWrites {
    /// Values set by the commit.
    after: BTreeMap<String, Value>,
    /// Values before the commit.
    before: BTreeMap<String, Value>,
    /// True if the commit created the record in this log.
    created: bool,
}

/// The entries that commit number `commit` wrote, by log, kind and record, as far as this program knows the kinds.
fn writes_of_commit(
    conn: &Connection,
    commit: i64,
) -> Result<BTreeMap<(Log, Kind, Id), CommitWrites>> {
    let mut records: BTreeMap<(Log, Kind, Id), CommitWrites> = BTreeMap::new();
    for log in Log::BOTH {
        for (entry, theirs) in log.sources() {
            let mut statement = conn.prepare_cached(&format!(
                "SELECT kind, rec, field, value, parents FROM {entry} WHERE commit_id = ?1 AND {theirs}"
            ))?;
            let mut rows = statement.query([commit])?;
            while let Some(row) = rows.next()? {
                let kind = Kind::from_name(row.get_ref(0)?.as_str().map_err(decode_error)?);
                let Some(kind) = kind else { continue };
                let (rec, field): (_, String) = (row.get(1)?, row.get(2)?);
                let value = parse_json(row.get_ref(3)?)?;
                let parents = row.get_ref(4)?.as_blob_or_null().map_err(decode_error)?;
                let before = latest_parent(conn, rec, parents.unwrap_or_default())?;
                let written = records.entry((log, kind, rec)).or_default();
                written.created |= field == DELETED && parents.is_none();
                written.before.insert(field.clone(), before);
                written.after.insert(field, value);
            }
        }
    }
    for written in records.values_mut().filter(|written| written.created) {
        // Undoing a creation is a deletion alone; the fields stay in the log for a redo.
        written.before = BTreeMap::from([(DELETED.to_owned(), Value::Array(Vec::new()))]);
    }
    Ok(records)
}

/// The value of the newest of the entries `parents`, in any table; null without one.
fn latest_parent(conn: &Connection, rec: Id, parents: &[u8]) -> Result<Value> {
    let mut statement = conn.prepare_cached(
        "SELECT at_ms, id, value, state FROM entry WHERE rec = ?1 AND id = ?2
         UNION ALL SELECT at_ms, id, value, state FROM private_entry WHERE rec = ?1 AND id = ?2",
    )?;
    let mut latest = None;
    for parent in parents.chunks(ID_BYTES) {
        let mut rows = statement.query(params![rec, parent])?;
        while let Some(row) = rows.next()? {
            // Behind a squashed entry stands also what that one replaced.
            let is_squashed = row.get::<_, i64>(3)? == SQUASHED;
            let key: (bool, i64, Id) = (is_squashed, row.get(0)?, row.get(1)?);
            if latest.as_ref().is_none_or(|(newest, _)| *newest < key) {
                latest = Some((key, parse_json(row.get_ref(2)?)?));
            }
        }
    }
    Ok(latest.map_or(Value::Null, |(_, value)| value))
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
