//! The shapes a book has had, one numbered file each. A file is never edited once it was released.

use rusqlite::Connection;
use rusqlite_migration::{HookError, M, Migrations};

use super::error::{Result, StoreError};
use super::{checksum, project};

/// Every step there is. What a step calls besides its file must do with the shape that step makes.
fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("migrations/0001.sql")),
        M::up(include_str!("migrations/0002.sql")),
        M::up(include_str!("migrations/0003.sql")),
        M::up_with_hook(include_str!("migrations/0004.sql"), |conn| {
            checksum::backfill(conn).map_err(|error| HookError::Hook(error.to_string()))
        }),
    ])
}

/// The part of a book's version that must not be newer than ours.
pub(super) const SCHEMA_MAJOR: u32 = 1;
/// How many migrations make the present shape.
pub(super) const LATEST_VERSION: u32 = 4;
/// "MBOK": what marks a database as a book.
pub(super) const APPLICATION_ID: u32 = 0x4d42_4f4b;

/// Gives an empty database the shape that the first `count` steps make.
pub(super) fn migrate_to(conn: &mut Connection, count: u32) -> Result<()> {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    migrations()
        .to_version(conn, count)
        .map_err(migration_error)
}

/// Brings the book to the present shape, each step in a transaction of its own, and what is read of it to the log.
pub(super) fn migrate(conn: &mut Connection) -> Result<()> {
    migrations().to_latest(conn).map_err(migration_error)?;
    // A shape may have new columns for what the log has held all along.
    let work = conn.transaction()?;
    if is_rebuild_due(&work)? {
        project::rebuild(&work)?;
        work.execute("DELETE FROM meta WHERE key = 'rebuild'", [])?;
    }
    Ok(work.commit()?)
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

/// Whether the last step to the present shape is still to be done: what is read is to be built anew from the log.
pub(super) fn is_rebuild_due(conn: &Connection) -> Result<bool> {
    let due = "SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'rebuild')";
    Ok(conn.query_row(due, [], |row| row.get(0))?)
}
