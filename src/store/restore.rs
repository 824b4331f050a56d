//! Putting a copy back in place of the book: what is there is kept first, then the file is exchanged in one step.
//!
//! Of this process only the [`Store`] that puts a copy in its own place may have the book open. What is there is kept as
//! one more backup; where it cannot be read, its bytes and those of its journal are, so that nothing is lost by restoring
//! too early or the wrong copy.

use std::fs;
use std::path::{Path, PathBuf};

use super::Store;
use super::backup::{self, BackupReason, CopyPace};
use super::check;
use super::contents::Contents;
use super::error::{Result, StoreError};
use super::lock::Lock;
use super::open::{self, Locking, SchemaVersion};
use crate::env::Env;
use crate::files::{self, BOOK_EXTENSION};

const DOING: &str = "putting a copy back in";
/// Endings of files that the engine may have left beside a book.
const SIDE_FILE_SUFFIXES: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The outcome of putting a copy back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestoreOutcome {
    /// Where what was there is now; none where there was nothing.
    pub previous: Option<PathBuf>,
    /// The contents of the book now.
    pub contents: Contents,
}

/// A glance into the book or copy at `path`, which is not open in this process.
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

impl Store {
    /// Puts `copy` in place of this book, which is to be opened anew afterwards: this store can save no more.
    ///
    /// # Errors
    /// As [`restore`].
    pub fn restore(&self, copy: &Path, env: &Env) -> Result<RestoreOutcome> {
        if self.is_read_only() {
            return Err(StoreError::ReadOnly {
                path: self.path().to_owned(),
            });
        }
        replace_book(self.path(), copy, self.locking, |new| {
            let identity = self.identity();
            if (new.pair, new.me) != (identity.pair, identity.me) {
                return Err(StoreError::OtherMatch {
                    path: copy.to_owned(),
                });
            }
            Ok(Some(self.backup(BackupReason::Restore, env)?.path))
        })
    }
}

/// Puts `copy` in place of the book at `book`, which may be damaged or gone and is not open in this process.
///
/// # Errors
/// When the copy is not whole or of another match, the book is open elsewhere, or what is there cannot be kept; the book
/// is then as it was.
pub fn restore(book: &Path, copy: &Path, env: &Env) -> Result<RestoreOutcome> {
    let book = fs::canonicalize(book).unwrap_or_else(|_| book.to_owned());
    open::check_name_length(&book)?;
    let Some(lock) = Lock::acquire(&book, env)? else {
        return Err(StoreError::ReadOnly { path: book });
    };
    let locking = Locking::for_lock(Some(&lock));
    replace_book(&book, copy, locking, |new| {
        back_up_current(&book, copy, (new, locking), env)
    })
}

/// Exchanges the book, whose lock is held, for `copy`, once `keep` has kept what is there.
fn replace_book(
    book: &Path,
    copy: &Path,
    locking: Locking,
    keep: impl FnOnce(&Contents) -> Result<Option<PathBuf>>,
) -> Result<RestoreOutcome> {
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
    let kept = keep(&contents)?;
    let place = || {
        for ending in SIDE_FILE_SUFFIXES {
            match fs::remove_file(files::with_suffix(book, ending)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                Err(_) | Ok(()) => {}
            }
        }
        // A journal must be gone for good before the copy has its name: it would be played back into it.
        files::sync_folder(folder)?;
        files::persist_over(temp, book)
    };
    place().map_err(StoreError::file(DOING, folder))?;
    Ok(RestoreOutcome {
        previous: kept,
        contents,
    })
}

/// Fills `temp` with what is in `copy`, after a look whether that is whole and of a version we know.
fn copy_verified(copy: &Path, temp: &Path, locking: Locking) -> Result<Contents> {
    let conn = open::connect(copy, false, locking)?;
    // One of an earlier version has no checksums yet.
    if open::schema_version(&conn, copy)? == SchemaVersion::Current
        && let Some(detail) = check::damage_of_log(&conn)?
    {
        return Err(StoreError::damaged(copy.to_owned(), detail));
    }
    backup::copy_pages(&conn, temp, CopyPace::AtOnce, backup::remove_label)?;
    backup::verify_copy(temp)
}

/// Keeps what is at `book` and says where.
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
        Ok(kept) => Ok(Some(kept)),
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

/// Keeps the bytes of a book that is damaged or refused, and of what lies beside it, under a name that no copy has.
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
