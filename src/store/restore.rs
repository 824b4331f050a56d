//! Restore: a backup replaces the book in one step, after the book was backed up itself.
//!
//! While the file is replaced, this process does not have it open. Where the book cannot be
//! read, its bytes and those of its journal are kept instead, so that nothing is lost by restoring too early or the wrong
//! backup.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::Store;
use super::backup::{self, BackupReason, CopyPace};
use super::contents::Contents;
use super::error::{Result, StoreError};
use super::integrity;
use super::lock::Lock;
use super::open::{self, Locking, SchemaVersion};
use crate::env::Env;
use crate::files::{self, BOOK_EXTENSION};

const DOING: &str = "putting a copy back in";
/// Suffixes of files that SQLite may have left beside a book.
const SIDE_FILE_SUFFIXES: [&str; 3] = ["-journal", "-wal", "-shm"];

/// Outcome of a restore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreOutcome {
    /// Where the replaced book is now; none where there was none.
    pub previous: Option<PathBuf>,
    pub contents: Contents,
}

/// Reads a summary of the book or backup at `path`, which is not open in this process.
///
/// # Errors
/// When it cannot be read.
pub fn read_contents(path: &Path, env: &Env) -> Result<Contents> {
    let path = open::resolve_path(path)?;
    open::inspect(&path)?;
    open::with_recovery(&path, env, |locking| {
        let contents =
            open::open_untrusted(&path, false, locking).and_then(|conn| Contents::of(&conn));
        contents.map_err(|error| error.with_context("reading the book", &path))
    })
}

/// A verified backup that waits to replace a book, which is backed up itself.
#[derive(Debug)]
pub struct Replacement {
    /// The backup, beside the book.
    temp: TempPath,
    outcome: RestoreOutcome,
}

impl Store {
    /// Prepares to replace this book by the backup `copy`.
    ///
    /// # Errors
    /// As [`restore`].
    pub fn prepare_restore(&self, copy: &Path, env: &Env) -> Result<Replacement> {
        if self.is_read_only() {
            return Err(StoreError::ReadOnly {
                path: self.path().to_owned(),
            });
        }
        prepare(self.path(), copy, self.locking, |new| {
            let identity = self.identity();
            if (new.pair, new.me) != (identity.pair, identity.me) {
                return Err(StoreError::OtherMatch {
                    path: copy.to_owned(),
                });
            }
            Ok(Some(self.backup(BackupReason::Restore, env)?.path))
        })
    }

    /// Closes this book, whose lock is held until `replacement` has its name.
    ///
    /// # Errors
    /// When the disk refuses; the book is then as it was.
    pub fn replace_by(self, replacement: Replacement) -> Result<RestoreOutcome> {
        let Self {
            conn, path, lock, ..
        } = self;
        // Windows replaces no file that is open.
        drop(conn);
        let outcome = replacement.put_in(&path);
        drop(lock);
        outcome
    }
}

/// Replaces the book at `book`, which may be damaged or missing and is not open in this process, by the backup `copy`.
///
/// # Errors
/// When the backup is damaged or of another match, the book is open elsewhere, or it cannot be backed up first; the book
/// is then as it was.
pub fn restore(book: &Path, copy: &Path, env: &Env) -> Result<RestoreOutcome> {
    let book = dunce::canonicalize(book).unwrap_or_else(|_| book.to_owned());
    open::check_name_length(&book)?;
    let Some(lock) = Lock::acquire(&book, env)? else {
        return Err(StoreError::ReadOnly { path: book });
    };
    let locking = Locking::for_lock(Some(&lock));
    let replacement = prepare(&book, copy, locking, |new| {
        back_up_current(&book, copy, (new, locking), env)
    })?;
    replacement.put_in(&book)
}

/// Verifies `copy`, and has the book, whose lock is held, backed up by `keep`.
fn prepare(
    book: &Path,
    copy: &Path,
    locking: Locking,
    keep: impl FnOnce(&Contents) -> Result<Option<PathBuf>>,
) -> Result<Replacement> {
    let copy = open::resolve_path(copy)?;
    let folder = files::folder_of(book);
    if files::is_same_file(book, &copy) {
        return Err(StoreError::NotABook {
            path: copy,
            why: "it is the book itself",
        });
    }
    open::inspect(&copy)?;
    let temp = files::temp_file(folder)
        .map_err(StoreError::file(DOING, folder))?
        .into_temp_path();
    let contents = copy_verified(&copy, &temp, locking)
        .map_err(|error| error.with_context("reading the copy", &copy))?;
    let previous = keep(&contents)?;
    let outcome = RestoreOutcome { previous, contents };
    Ok(Replacement { temp, outcome })
}

impl Replacement {
    /// Gives the backup the name of the book, which is not open in this process.
    fn put_in(self, book: &Path) -> Result<RestoreOutcome> {
        let folder = files::folder_of(book);
        let swap = || {
            for ending in SIDE_FILE_SUFFIXES {
                match fs::remove_file(files::with_suffix(book, ending)) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                        return Err(error);
                    }
                    Err(_) | Ok(()) => {}
                }
            }
            // A journal must be gone for good before the backup has its name: it would be played back into it.
            files::sync_folder(folder)?;
            files::persist_over(self.temp, book)
        };
        swap().map_err(StoreError::file(DOING, folder))?;
        Ok(self.outcome)
    }
}

/// Copies `copy` to `temp`, once its log is verified and its schema version known.
fn copy_verified(copy: &Path, temp: &Path, locking: Locking) -> Result<Contents> {
    let conn = open::connect(copy, false, locking)?;
    // One of an earlier version has no checksums yet.
    if open::schema_version(&conn, copy)? == SchemaVersion::Current
        && let Some(detail) = integrity::damage_of_log(&conn)?
    {
        return Err(StoreError::damaged(copy.to_owned(), detail));
    }
    backup::copy_pages(&conn, temp, CopyPace::AtOnce, backup::remove_label)?;
    backup::verify_copy(temp)
}

/// Backs up the file at `book`, if there is one, and returns where.
fn back_up_current(
    book: &Path,
    copy: &Path,
    (new, locking): (&Contents, Locking),
    env: &Env,
) -> Result<Option<PathBuf>> {
    if book.symlink_metadata().is_err() {
        return Ok(None);
    }
    match back_up_as_book(book, copy, (new, locking), env)
        .map_err(|error| error.with_context("keeping the book", book))
    {
        Ok(previous) => Ok(Some(previous)),
        Err(
            StoreError::Damaged { .. }
            | StoreError::NotABook { .. }
            | StoreError::Foreign { .. }
            | StoreError::Stray { .. },
        ) => back_up_bytes(book, env).map(Some),
        Err(error) => Err(error),
    }
}

fn back_up_as_book(
    book: &Path,
    copy: &Path,
    (new, locking): (&Contents, Locking),
    env: &Env,
) -> Result<PathBuf> {
    let path = open::resolve_path(book)?;
    open::inspect(&path)?;
    let conn = open::open_untrusted(&path, true, locking)?;
    let contents = Contents::of(&conn)?;
    if (contents.pair, contents.me) != (new.pair, new.me) {
        return Err(StoreError::OtherMatch {
            path: copy.to_owned(),
        });
    }
    Ok(backup::create(&conn, &path, BackupReason::Restore, CopyPace::AtOnce, env)?.path)
}

/// Keeps the bytes of a book that is damaged or refused, and its journals, under a name that no backup has.
fn back_up_bytes(book: &Path, env: &Env) -> Result<PathBuf> {
    let folder = backup::backup_folder(book);
    let keep = || {
        files::make_folder(&folder)?;
        let time = env.local_now().format("%Y-%m-%d %H%M%S");
        let start = format!("{} {time} damaged", backup::stem(book));
        let mut path = folder.join(format!("{start}.{BOOK_EXTENSION}"));
        let mut again = 1;
        while path.symlink_metadata().is_ok() {
            again += 1;
            path = folder.join(format!("{start} {again}.{BOOK_EXTENSION}"));
        }
        for ending in SIDE_FILE_SUFFIXES {
            let stray = files::with_suffix(book, ending);
            if stray.symlink_metadata().is_ok() {
                files::copy_new(&stray, &files::with_suffix(&path, ending))?;
            }
        }
        files::copy_new(book, &path)?;
        Ok(path)
    };
    keep().map_err(StoreError::file("keeping the damaged book in", &folder))
}
