//! Schema migrations, one numbered file each. A file is never edited once it was released.

use rusqlite::Connection;
use rusqlite_migration::{HookError, M, Migrations};

use super::error::{Result, StoreError};
use super::{checksum, log, project, read, search_index};

/// Every migration. A hook that runs with a file may use only the schema that this file makes.
fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("migrations/0001.sql")),
        M::up(include_str!("migrations/0002.sql")),
        M::up(include_str!("migrations/0003.sql")),
        M::up(include_str!("migrations/0004.sql")),
        M::up_with_hook(include_str!("migrations/0005.sql"), |conn| {
            convert_log(conn).map_err(|error| HookError::Hook(error.to_string()))
        }),
        M::up(include_str!("migrations/0006.sql")),
        M::up(include_str!("migrations/0007.sql")),
        M::up(include_str!("migrations/0008.sql")),
    ])
}

/// Finishes the log that 0005 made: its checksums, if the schema before 0004 had none, its heads and its long values.
fn convert_log(conn: &Connection) -> Result<()> {
    let has_checksums = "SELECT EXISTS (SELECT 1 FROM checksum)";
    if !conn.query_row(has_checksums, [], |row| row.get(0))? {
        checksum::backfill(conn)?;
    }
    log::mark_heads(conn)?;
    log::compress_values(conn)
}

/// The part of a book's schema version that must not be newer than ours.
pub(super) const SCHEMA_MAJOR: u32 = 1;
/// Number of migrations that make the present schema.
pub(super) const LATEST_VERSION: u32 = 8;
/// "MBOK": SQLite's `application_id`, which marks a database as a book.
pub(super) const APPLICATION_ID: u32 = 0x4d42_4f4b;

/// Applies the first `count` migrations to an empty database.
pub(super) fn migrate_to(conn: &mut Connection, count: u32) -> Result<()> {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    migrations()
        .to_version(conn, count)
        .map_err(migration_error)
}

/// Migrates the book to the present schema, each step in its own transaction, and rebuilds the tables if one asks for it.
pub(super) fn migrate(conn: &mut Connection) -> Result<()> {
    migrations().to_latest(conn).map_err(migration_error)?;
    // A new schema may have columns for fields that the log has held all along.
    let transaction = conn.transaction()?;
    if is_rebuild_due(&transaction)? {
        if read::meta(&transaction, "rebuild")? == "index" {
            search_index::rebuild(&transaction)?;
        } else {
            project::rebuild(&transaction)?;
        }
        transaction.execute("DELETE FROM meta WHERE key = 'rebuild'", [])?;
    }
    Ok(transaction.commit()?)
}

fn migration_error(error: rusqlite_migration::Error) -> StoreError {
    if let rusqlite_migration::Error::RusqliteError { err, .. } = error {
        return err.into();
    }
    StoreError::Database {
        doing: "bringing the book up to date",
        source: rusqlite::Error::ToSqlConversionFailure(Box::new(error)),
    }
}

/// True if a migration asked for a rebuild from the log that is not done yet.
pub(super) fn is_rebuild_due(conn: &Connection) -> Result<bool> {
    let due = "SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'rebuild')";
    Ok(conn.query_row(due, [], |row| row.get(0))?)
}
