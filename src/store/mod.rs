//! The database: the only folder that knows SQL.
//!
//! A book is one SQLite file. Every change is a commit of entries, appended to one of two logs (`log`): what may be
//! shared and what never leaves. The tables that screens read are a projection of the logs (`project`), the full-text
//! index is built from the tables (`search_index`; `search_query` queries it, `search_check` checks it), and all three change in one transaction. Undo is
//! one more commit (`history`).
//! A file is validated before it is opened (`open`, `schema`, `wal`; `sanitize` copies the log out of a refused one), and
//! one window at a time edits it (`lock`). Backups are made by `backup`, scheduled by `daily_backup` and put back by `restore`;
//! `check` verifies the checksums of `checksum`, `environment` inspects folder and disk, `version` detects other writers.
//! Only the table `entry` could be sent (`withheld`); exports read through `shared`. `messages` words the faults of `error`.
//! Start with [`Store`]; the present schema is the sum of the numbered files in `migrations`.

mod backup;
mod check;
mod checksum;
mod compact;
mod contents;
mod create;
mod daily_backup;
mod draft;
mod encoding;
mod environment;
mod error;
mod exchange;
#[cfg(test)]
pub mod faults;
mod finding;
mod history;
mod integrity;
pub mod large_book;
mod lock;
mod log;
mod merge;
mod messages;
mod migrations;
mod open;
mod own_clock;
mod project;
mod read;
mod replica;
mod restore;
mod sanitize;
mod schema;
mod search_check;
mod search_index;
mod search_query;
mod shared;
mod tables;
mod transaction;
mod version;
mod wal;
mod withheld;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono_tz::Tz;
use rusqlite::Connection;

pub use backup::{BackupFile, BackupReason, backup_folder, backups, missing_books};
pub use check::CheckReport;
pub use compact::Compacted;
pub use contents::Contents;
pub use draft::Draft;
pub use encoding::MAX_VALUE_BYTES;
pub use error::{Result, StoreError};
pub use exchange::{Entry, ExchangeRefusal, OwnFile, Parcel, Received};
pub use finding::Finding;
pub use history::{CommitLine, CommitState};
pub use open::has_book_header;
pub use read::{INITIAL_AGENDA_LIMIT, INITIAL_MEETING_LIMIT};
pub use restore::{RestoreOutcome, read_contents, restore};
pub use shared::BookLocation;
pub use version::FileVersion;

use crate::domain::book::{Book, Identity};
use crate::domain::change::{Commit, Committed, Kind, Record};
use crate::domain::id::Id;
use crate::env::Env;
use crate::files;
use history::HistoryStep;
use lock::Lock;
use open::{Locking, SchemaVersion};

/// Access for which a book is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenMode {
    /// Editing, by one window at a time.
    Edit,
    Read,
}

/// An open book: one connection, used from one thread at a time.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: PathBuf,
    locking: Locking,
    identity: Identity,
    /// False for a book in memory, which has no file to back up.
    on_disk: bool,
    read_only: bool,
    /// The file's identity when it was opened.
    opened_stamp: Option<version::FileStamp>,
    /// True if the first change of a day makes a backup.
    auto_backup: bool,
    /// Set by another thread to cancel reads.
    cancel_flag: Option<Arc<AtomicBool>>,
    /// Zone by whose clock the owner reads hours; none if the computer knows none.
    zone: Option<Tz>,
    /// Declared last, so that it is released after the connection is closed.
    lock: Option<Lock>,
}

impl Store {
    /// Creates a book where there is no file yet, and opens it.
    ///
    /// # Errors
    /// [`StoreError::Exists`]; otherwise when the disk refuses, and then there is no book.
    pub fn create(path: &Path, identity: Identity, env: &mut Env) -> Result<Self> {
        Self::create_with(path, identity, &[], env)
    }

    /// Creates a book that begins with `commits`, which cannot be undone, and opens it.
    ///
    /// # Errors
    /// As [`Self::create`].
    pub fn create_with(
        path: &Path,
        identity: Identity,
        commits: &[Commit],
        env: &mut Env,
    ) -> Result<Self> {
        create::create_book(path, env, |conn, env| {
            create::write_identity(conn, &identity, env)?;
            create::write_initial_commits(conn, &identity, commits.iter(), env)
        })?;
        Self::open(path, OpenMode::Edit, env)
    }

    /// Opens a book; one that cannot be written to is opened read-only, whatever `mode` says: see [`Self::is_read_only`].
    ///
    /// # Errors
    /// Every fault of the file, which is left as it was.
    pub fn open(path: &Path, mode: OpenMode, env: &mut Env) -> Result<Self> {
        let path = open::resolve_path(path)?;
        let lock = match mode {
            OpenMode::Edit => {
                open::check_name_length(&path)?;
                Lock::acquire(&path, env)?
            }
            OpenMode::Read => None,
        };
        open::inspect(&path)?;
        let mut store = Self::open_inspected(&path, lock, env)?;
        store.use_owners_zone(env);
        Ok(store)
    }

    fn open_inspected(path: &Path, lock: Option<Lock>, env: &mut Env) -> Result<Self> {
        let connect = |lock, locking, env: &Env| {
            let opened = Self::connect(path, lock, locking, env);
            opened.map_err(|error| error.with_context("opening the book", path))
        };
        if lock.is_some() {
            for folder in [files::folder_of(path), &backup::backup_folder(path)] {
                files::remove_stale_temp_files(folder, env.now());
            }
            let locking = Locking::for_lock(lock.as_ref());
            return connect(lock, locking, env);
        }
        open::with_recovery(path, env, |locking| connect(None, locking, env))
    }

    fn connect(path: &Path, lock: Option<Lock>, locking: Locking, env: &Env) -> Result<Self> {
        let mut conn = open::connect(path, lock.is_some(), locking)?;
        let read_only = conn.is_readonly("main")?;
        let schema_version = open::schema_version(&conn, path)?;
        if !read_only {
            open::restore_journal_mode(&conn)?;
        }
        match schema_version {
            SchemaVersion::Current => {}
            SchemaVersion::Outdated if read_only => {
                return Err(StoreError::Older {
                    path: path.to_owned(),
                });
            }
            SchemaVersion::Outdated => {
                daily_backup::backup_before_migration(&conn, path, env)?;
                migrations::migrate(&mut conn).map_err(|error| error.of_migration(path))?;
            }
        }
        Ok(Self {
            read_only,
            lock: lock.filter(|_| !read_only),
            ..Self::of_file(conn, path, locking)?
        })
    }

    /// An in-memory book, never written to disk, for previews and tests.
    ///
    /// # Errors
    /// When there is no memory.
    pub fn in_memory(identity: Identity, env: &mut Env) -> Result<Self> {
        let mut conn = create::empty_in_memory()?;
        create::write_identity(&mut conn, &identity, env)?;
        let mut store = Self::of_memory(conn, identity);
        store.use_owners_zone(env);
        Ok(store)
    }

    /// A store of the book at `path` that may write.
    fn of_file(conn: Connection, path: &Path, locking: Locking) -> Result<Self> {
        let identity = read::identity(&conn)?;
        Ok(Self {
            path: path.to_owned(),
            locking,
            on_disk: true,
            opened_stamp: version::FileStamp::of(path),
            ..Self::of_memory(conn, identity)
        })
    }

    fn of_memory(conn: Connection, identity: Identity) -> Self {
        Self {
            conn,
            path: PathBuf::from(":memory:"),
            locking: Locking::None,
            identity,
            on_disk: false,
            read_only: false,
            opened_stamp: None,
            auto_backup: true,
            cancel_flag: None,
            zone: None,
            lock: None,
        }
    }

    /// The file of the book; `:memory:` for one that is not on disk.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True if the book was opened read-only.
    pub fn is_read_only(&self) -> bool {
        self.read_only
    }

    /// Loads everything but notes: of the meetings the planned and the [`INITIAL_MEETING_LIMIT`] newest, with the agendas
    /// that are near. `complete` is true if that is every meeting.
    pub fn load(&self) -> Result<Book> {
        self.load_only(Kind::ALL)
    }

    /// As [`Self::load`], but of these kinds alone: for a command that needs nothing else.
    pub fn load_only(&self, kinds: &[Kind]) -> Result<Book> {
        let book = self.read_snapshot("reading the book", |conn| {
            read::load(conn, self.identity, kinds)
        })?;
        Ok(self.by_own_clock(book))
    }

    /// Loads the newest meetings that `book` does not have yet. Fewer than `limit` means that there are no more.
    pub fn load_older(&self, book: &Book, limit: usize) -> Result<Vec<Record>> {
        let older = self.read_snapshot("reading the log", |conn| {
            read::load_older(conn, book, limit)
        })?;
        Ok(self.records_by_own_clock(older))
    }

    /// Loads a meeting's notes, private note and agenda, when it is opened.
    pub fn load_details(&self, meeting: Id) -> Result<Vec<Record>> {
        self.read_snapshot("reading a meeting", |conn| {
            read::load_details(conn, meeting)
        })
    }

    /// Every record of `kind`, shared and private.
    pub fn load_kind(&self, kind: Kind) -> Result<Vec<Record>> {
        let records = self.read_snapshot("reading the book", |conn| read::load_kind(conn, kind))?;
        Ok(self.records_by_own_clock(records))
    }

    /// The whole book with every note, for its owner.
    pub fn load_all(&self) -> Result<Book> {
        let book = self.read_snapshot("reading the book", |conn| {
            read::load_kinds(conn, self.identity, Kind::ALL)
        })?;
        Ok(self.by_own_clock(book))
    }

    /// Saves `commit` as a whole or not at all. The result is to be applied to the book in memory.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a record is no longer as the commit found it; nothing is saved on any error.
    pub fn commit(&mut self, commit: &Commit, env: &mut Env) -> Result<Committed> {
        self.commit_and_clear_draft(commit, None, env)
    }

    /// As [`Self::commit`]; the draft with key `draft` is cleared in the same transaction.
    pub fn commit_and_clear_draft(
        &mut self,
        commit: &Commit,
        draft: Option<&str>,
        env: &mut Env,
    ) -> Result<Committed> {
        let commit = self.as_kept(commit).into_owned();
        let committed = self.write(commit.at, env, |writer| {
            let committed = history::save(writer, &commit)?;
            if let Some(draft_key) = draft {
                draft::clear(writer.conn, draft_key)?;
            }
            Ok(committed)
        })?;
        Ok(self.committed_by_own_clock(committed, env))
    }

    /// Undoes the newest commit that is in effect, if there is one.
    pub fn undo(&mut self, env: &mut Env) -> Result<Option<Committed>> {
        self.step(HistoryStep::Undo, env)
    }

    /// Redoes what was undone last, unless something else was saved since.
    pub fn redo(&mut self, env: &mut Env) -> Result<Option<Committed>> {
        self.step(HistoryStep::Redo, env)
    }

    fn step(&mut self, step: HistoryStep, env: &mut Env) -> Result<Option<Committed>> {
        let at = env.now();
        let done = self.write(at, env, |writer| history::apply_step(writer, step))?;
        Ok(done.map(|committed| self.committed_by_own_clock(committed, env)))
    }

    /// The label of what [`Self::undo`] would undo.
    pub fn undo_label(&self) -> Option<String> {
        self.next_label(HistoryStep::Undo)
    }

    /// The label of what [`Self::redo`] would redo.
    pub fn redo_label(&self) -> Option<String> {
        self.next_label(HistoryStep::Redo)
    }

    fn next_label(&self, step: HistoryStep) -> Option<String> {
        let next = history::next_step(&self.conn, step).ok().flatten();
        next.map(|commit| commit.label)
    }

    /// The newest commits, undone ones among them.
    pub fn history(&self, limit: usize) -> Result<Vec<CommitLine>> {
        self.with_context(
            "reading the history",
            history::list_commits(&self.conn, limit),
        )
    }

    /// Runs `work` in one read transaction.
    fn read_snapshot<T>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> Result<T>,
    ) -> Result<T> {
        self.with_context(doing, read::in_read_transaction(&self.conn, work))
    }

    fn with_context<T>(&self, doing: &'static str, result: Result<T>) -> Result<T> {
        result.map_err(|error| error.with_context(doing, &self.path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Change;
    use crate::domain::goal::Goal;

    #[test]
    fn what_is_saved_outlasts_a_power_cut_also_where_that_has_to_be_asked_for() {
        let mut env = Env::fixed("2026-11-22T12:00:00Z".parse().unwrap(), 1);
        let store = Store::in_memory(Identity::default(), &mut env).unwrap();
        for (setting, value) in [("synchronous", 3), ("fullfsync", 1)] {
            let read: i64 = store
                .conn
                .pragma_query_value(None, setting, |row| row.get(0))
                .unwrap();
            assert_eq!(read, value, "{setting}");
        }
    }

    #[test]
    fn a_fault_while_saving_is_never_told_as_a_book_that_was_moved() {
        use faults::InjectedFault;
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let mut env = Env::fixed(now, 1);
        faults::set(InjectedFault::Counting(0));
        let mut store = Store::in_memory(Identity::default(), &mut env).unwrap();
        let goal = Goal {
            id: env.new_id(),
            ..Goal::default()
        };
        let commit = Commit::new("goal added", now, vec![Change::create(goal)]);
        for call in 0..60 {
            faults::set(InjectedFault::Once(call));
            let error = store.commit(&commit, &mut env).unwrap_err();
            assert!(
                !matches!(error, StoreError::Moved { .. }),
                "call {call}: {error}"
            );
        }
        faults::set(InjectedFault::Off);
    }

    #[test]
    fn a_full_book_keeps_what_it_has_and_takes_more_once_there_is_room() {
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let mut env = Env::fixed(now, 1);
        let mut store = Store::in_memory(Identity::default(), &mut env).unwrap();
        let goal = Goal {
            id: env.new_id(),
            why: "x".repeat(1_000_000),
            ..Goal::default()
        };
        let commit = Commit::new("goal added", now, vec![Change::create(goal)]);
        let room = |store: &Store, pages: i64| {
            let set = |_: &rusqlite::Row| Ok(());
            store
                .conn
                .query_row(&format!("PRAGMA max_page_count = {pages}"), [], set)
                .unwrap();
        };
        room(&store, 1);
        let error = store.commit(&commit, &mut env).unwrap_err();
        assert!(matches!(error, StoreError::Full { .. }), "{error}");
        assert!(store.conn.is_autocommit());
        assert!(store.load().unwrap().goals.is_empty());
        room(&store, 1 << 30);
        store.commit(&commit, &mut env).unwrap();
        assert!(store.check().unwrap().is_sound());
    }
}
