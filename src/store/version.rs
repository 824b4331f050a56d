//! File versions of a book: two of them show whether another program wrote to it in between.

use std::path::Path;
use std::time::SystemTime;

use rusqlite::ErrorCode;

use super::error::is_decode_error;
use super::{Result, Store, StoreError, read};

/// Version of a book's file, to compare with an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileVersion {
    /// Changes with every commit of another connection.
    data_version: i64,
    stamp: Option<FileStamp>,
}

/// Identity, length and time of a file. Read by name: opening the file beside SQLite would drop SQLite's locks on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileStamp {
    /// Device and inode; zero where the platform has none.
    file: (u64, u64),
    length: u64,
    modified: Option<SystemTime>,
}

impl FileStamp {
    pub fn of(path: &Path) -> Option<Self> {
        let meta = std::fs::metadata(path).ok()?;
        Some(Self {
            file: file_id(&meta),
            length: meta.len(),
            modified: meta.modified().ok(),
        })
    }
}

#[cfg(unix)]
fn file_id(meta: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (meta.dev(), meta.ino())
}

#[cfg(not(unix))]
fn file_id(_: &std::fs::Metadata) -> (u64, u64) {
    (0, 0) // Windows does not let an open file be replaced.
}

impl FileVersion {
    /// This version, with the file as it was left by one's own commit `after` it.
    pub fn with_file_of(self, after: Self) -> Self {
        Self {
            data_version: self.data_version,
            stamp: after.stamp,
        }
    }
}

impl Store {
    /// The file's present version. A commit of this connection changes length and time alone; `data_version` shows others.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn version(&self) -> Result<FileVersion> {
        let data = self
            .conn
            .query_row("PRAGMA data_version", [], |row| row.get(0));
        Ok(FileVersion {
            data_version: self
                .with_context("looking for changes", data.map_err(StoreError::from))?,
            stamp: self.on_disk.then(|| FileStamp::of(&self.path)).flatten(),
        })
    }

    /// True while the file that was opened is still the one at its path, and holds the same book.
    pub fn is_in_place(&self) -> bool {
        let same_file =
            FileStamp::of(&self.path).map(|now| now.file) == self.opened_stamp.map(|it| it.file);
        // A file that cannot be read just now proves nothing else.
        !self.on_disk || same_file && self.holds_same_book().unwrap_or(true)
    }

    /// False where another book, or something else, is in the file by now.
    ///
    /// # Errors
    /// When the file cannot be read, which proves nothing.
    pub(super) fn holds_same_book(&self) -> Result<bool> {
        // Another book may have been copied over the file with as many commits: the page cache would not notice.
        self.conn.execute_batch("PRAGMA shrink_memory")?;
        match read::identity(&self.conn) {
            Ok(found) => Ok(found == self.identity),
            Err(StoreError::Database { source, .. })
                if is_decode_error(&source) || is_no_book(&source) =>
            {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}

/// True if a file that could be read has no table of ours, or is no database.
fn is_no_book(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::NotADatabase | ErrorCode::Unknown)
    )
}
