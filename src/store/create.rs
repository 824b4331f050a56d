//! Creating a book: written whole under a temporary name, then renamed.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, params};

use super::checksum::{self, ChecksumTable};
use super::error::{Result, StoreError};
use super::log::LogWriter;
use super::open::{self, Locking};
use super::{history, migrations};
use crate::domain::book::Identity;
use crate::domain::change::Commit;
use crate::env::Env;
use crate::files;

/// Creates a book at `path`, where there must be no file yet, of what `fill` writes. It appears as a whole or not at all.
pub(super) fn create_book(
    path: &Path,
    env: &mut Env,
    fill: impl FnOnce(&mut Connection, &mut Env) -> Result<()>,
) -> Result<()> {
    const DOING: &str = "making the book in";
    let exists = || StoreError::Exists {
        path: path.to_owned(),
    };
    let folder = files::folder_of(path);
    if path.symlink_metadata().is_ok() {
        return Err(exists());
    }
    open::check_name_length(path)?;
    files::make_folder(folder).map_err(StoreError::file(DOING, folder))?;
    let temp = files::temp_file(folder)
        .map_err(StoreError::file(DOING, folder))?
        .into_temp_path();
    write_temp_book(&temp, env, fill)
        .map_err(|error| error.with_context("making the book", path))?;
    files::persist_new(temp, path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            exists()
        } else {
            StoreError::file(DOING, folder)(error)
        }
    })
}

/// Writes the file at `temp` without flushing: nobody knows its name yet, so no crash can hurt.
fn write_temp_book(
    temp: &Path,
    env: &mut Env,
    fill: impl FnOnce(&mut Connection, &mut Env) -> Result<()>,
) -> Result<()> {
    let mut conn = Locking::None.open(temp, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    open::configure(&conn)?;
    conn.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF")?;
    fill(&mut conn, env)?;
    conn.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Migrates an empty database to the present schema and writes its identity.
pub(super) fn write_identity(
    conn: &mut Connection,
    identity: &Identity,
    env: &mut Env,
) -> Result<()> {
    migrations::migrate(conn)?;
    let (pair, replica) = (identity.pair.to_string(), identity.replica.to_string());
    conn.execute(
        "INSERT INTO meta VALUES ('pair_id', ?1), ('replica', ?2), ('role', ?3)",
        params![pair, replica, identity.me.key()],
    )?;
    conn.execute(
        "INSERT INTO replica VALUES (?1, ?2, '', ?3)",
        params![replica, identity.me.key(), env.now().timestamp_millis()],
    )?;
    checksum::update(conn, ChecksumTable::Replica, &replica)?;
    let mut identity_keys = checksum::IDENTITY_KEYS.iter();
    identity_keys.try_for_each(|key| checksum::update(conn, ChecksumTable::Meta, key))
}

/// Saves the initial commits of a new book, in one transaction.
pub(super) fn write_initial_commits<C: std::borrow::Borrow<Commit>>(
    conn: &Connection,
    identity: &Identity,
    commits: impl Iterator<Item = C>,
    env: &mut Env,
) -> Result<()> {
    conn.execute_batch("BEGIN")?;
    for commit in commits {
        let commit = commit.borrow();
        let mut writer = LogWriter {
            conn,
            replica: identity.replica,
            commit: env.new_id().to_string(),
            env,
            at_ms: commit.at.timestamp_millis(),
        };
        history::save(&mut writer, commit)?;
    }
    history::mark_all_initial(conn)?;
    // A book made today holds nothing yet that a backup could save.
    conn.execute(
        "INSERT OR REPLACE INTO meta VALUES ('backup_day', ?1)",
        [env.today().to_string()],
    )?;
    conn.execute_batch("COMMIT")?;
    Ok(())
}
