//! Sanitizing: the log of a refused book is copied into a book in memory, of the schema it has, which is then migrated.
//!
//! Only tables of the log are read, and only where their schema is ours; an authorizer denies SQLite everything else, so
//! that no view, trigger or virtual table is ever read. Its VM instructions are bounded by the length of the file, so that
//! pages which form a cycle come to an end, too.

use std::path::Path;

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::{FromSql, Value as Sql, ValueRef};
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;

use super::encoding::MAX_VALUE_BYTES;
use super::encoding::decompress;
use super::error::{Result, StoreError, decode_error};
use super::tables::Log;
use super::{Store, create, migrations, open, project, read, schema};
use crate::domain::book::Identity;
use crate::domain::id::Id;
use crate::env::Env;

/// The tables of the log in any schema.
const LOG_TABLES: [&str; 4] = [
    "entry",
    "private_entry",
    "entry_parent",
    "private_entry_parent",
];
/// Their columns that are copied, in any schema.
const LOG_COLUMNS: [&str; 12] = [
    "id", "at_ms", "replica", "kind", "rec", "field", "parents", "state", "head", "value", "entry",
    "parent",
];
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
    let version = hostile.query_row("PRAGMA user_version", [], |row| row.get(0))?;
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
    let mut conn = create::empty_in_memory()?;
    migrations::migrate_to(&mut conn, version)?;
    for table in LOG_TABLES.iter().filter(|table| has(table)) {
        copy_rows(&hostile, &conn, table)?;
    }
    create::write_identity(&mut conn, &identity, env)?;
    project::rebuild(&conn)?;
    let mut sanitized = Store::of_memory(conn, identity);
    sanitized.read_only = true;
    Ok(sanitized)
}

fn copy_rows(hostile: &Connection, sanitized: &Connection, table: &str) -> Result<()> {
    let known = sanitized.prepare(&format!("SELECT * FROM {table}"))?;
    let mut columns = known.column_names();
    columns.retain(|column| LOG_COLUMNS.contains(column));
    let (names, places) = (columns.join(", "), vec!["?"; columns.len()].join(", "));
    let mut from = hostile.prepare(&format!("SELECT {names} FROM {table}"))?;
    let mut into = sanitized.prepare(&format!(
        "INSERT OR IGNORE INTO {table}({names}) VALUES ({places})"
    ))?;
    let mut rows = from.query([])?;
    while let Some(row) = rows.next()? {
        let cells = (0..columns.len()).map(|index| row.get_ref(index));
        let cells: Vec<ValueRef> = cells.collect::<rusqlite::Result<_>>()?;
        let mut named = columns.iter().zip(&cells);
        // Entries that no program of ours wrote are dropped.
        if named.all(|(column, cell)| is_ours(column, *cell)) {
            let cells = cells.into_iter().map(Sql::try_from);
            let cells: Vec<Sql> = cells
                .collect::<std::result::Result<_, _>>()
                .map_err(decode_error)?;
            into.execute(params_from_iter(cells))?;
        }
    }
    Ok(())
}

fn is_ours(column: &str, cell: ValueRef) -> bool {
    match column {
        "rec" => {
            Id::column_result(cell).is_ok()
                || cell.as_str().is_ok_and(|id| id.parse::<Id>().is_ok())
        }
        "value" => decompress(cell).is_ok_and(|text| {
            text.len() <= MAX_VALUE_BYTES && serde_json::from_str::<Value>(&text).is_ok()
        }),
        _ => true,
    }
}
