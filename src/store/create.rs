//! Creating a book: written whole under a temporary name, then renamed.

use std::path::Path;

use chrono::NaiveDate;
use rusqlite::{Connection, OpenFlags, params};

use super::checksum::{self, ChecksumTable};
use super::error::{Result, StoreError};
use super::log::LogWriter;
use super::open::{self, Locking};
use super::{Store, history, migrations, replica};
use crate::domain::book::Identity;
use crate::domain::change::Commit;
use crate::domain::person::Role;
use crate::env::Env;
use crate::files;

/// Page size of a new book, and of one that is compacted: several long notes fit into one page.
pub(super) const PAGE_SIZE: &str = "PRAGMA page_size = 8192";

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
    conn.execute_batch(PAGE_SIZE)?;
    conn.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF")?;
    fill(&mut conn, env)?;
    replica::note_file(&conn, temp)?;
    // The tables of earlier schemas have left free pages.
    conn.execute_batch("VACUUM")?;
    conn.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// An empty database in memory, without tables yet.
pub(super) fn empty_in_memory() -> Result<Connection> {
    let conn = Connection::open_in_memory()?;
    open::configure(&conn)?;
    conn.execute_batch(PAGE_SIZE)?;
    Ok(conn)
}

/// Migrates an empty database to the present schema and writes its identity.
pub(super) fn write_identity(
    conn: &mut Connection,
    identity: &Identity,
    env: &mut Env,
) -> Result<()> {
    migrations::migrate(conn)?;
    let Identity { pair, replica, me } = *identity;
    conn.execute(
        "INSERT INTO meta VALUES ('pair_id', ?1), ('replica', ?2), ('role', ?3)",
        [&pair.to_string(), &replica.to_string(), me.key()],
    )?;
    conn.execute(
        "INSERT INTO replica VALUES (?1, ?2, '', ?3)",
        params![replica, me.key(), env.now().timestamp_millis()],
    )?;
    checksum::update(conn, ChecksumTable::Replica, replica)?;
    let mut identity_keys = checksum::IDENTITY_KEYS.iter();
    identity_keys.try_for_each(|key| checksum::update(conn, ChecksumTable::Meta, key))
}

impl Store {
    /// Saves `commit` as part of the beginning of the book, which cannot be undone, and `me` as the role of its owner.
    ///
    /// # Errors
    /// As [`Self::commit`].
    pub fn correct_start(&mut self, me: Role, commit: &Commit, env: &mut Env) -> Result<()> {
        self.write(commit.at, env, |writer| {
            history::save(writer, commit)?;
            let (conn, replica) = (writer.conn, writer.replica);
            conn.execute("UPDATE meta SET value = ?1 WHERE key = 'role'", [me.key()])?;
            checksum::update(conn, ChecksumTable::Meta, "role")?;
            let person = "UPDATE replica SET person = ?1 WHERE id = ?2";
            conn.execute(person, params![me.key(), replica])?;
            checksum::update(conn, ChecksumTable::Replica, replica)?;
            history::mark_all_initial(conn)
        })?;
        self.identity.me = me;
        Ok(())
    }
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
        let id = env.new_id();
        let mut writer = LogWriter::new(conn, env, identity.replica, id, commit.at)?;
        history::save(&mut writer, commit)?;
    }
    finish_beginning(conn, env.today())
}

/// Commits what a book begins with, which cannot be undone.
pub(super) fn finish_beginning(conn: &Connection, today: NaiveDate) -> Result<()> {
    history::mark_all_initial(conn)?;
    // A book made today holds nothing yet that a backup could save.
    conn.execute(
        "INSERT OR REPLACE INTO meta VALUES ('backup_day', ?1)",
        [today.to_string()],
    )?;
    conn.execute_batch("COMMIT")?;
    Ok(())
}
