//! Errors of the store; `messages` words them for people.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{ErrorCode, ffi};

pub type Result<T> = std::result::Result<T, StoreError>;

/// Failures of creating, opening, reading or changing a book. After any of them the book is as it was.
///
/// Its `Display` names files without their folders, for bug reports; a [`Problem`](crate::problem::Problem) has the paths.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("opening {}: there is no such file", name(path))]
    Missing { path: PathBuf },
    /// A new book would replace a file.
    #[error("making {}: there is a file already", name(path))]
    Exists { path: PathBuf },
    /// A book whose journal would have too long a name, so that it could never be changed.
    #[error("opening {}: its name is too long", name(path))]
    NameTooLong { path: PathBuf },
    /// The file is no book.
    #[error("opening {}: {why}", name(path))]
    NotABook {
        path: PathBuf,
        /// The reason, as "it is a folder".
        why: &'static str,
    },
    /// A book that cannot be read to the end.
    #[error("reading {}: {detail}", name(path))]
    Damaged { path: PathBuf, detail: String },
    /// A book whose log is damaged, so that nothing can be rebuilt from it.
    #[error("building {} anew: {detail}", name(path))]
    DamagedLog {
        path: PathBuf,
        /// The newest backup of it with an undamaged log.
        backup: Option<PathBuf>,
        detail: String,
    },
    /// A book with a schema object that is not ours and that SQLite would run, as a trigger.
    #[error("opening {}: it holds {what}", name(path))]
    Foreign {
        path: PathBuf,
        /// The object in it, as "a trigger".
        what: &'static str,
    },
    /// A book of a later version of the program.
    #[error(
        "opening {}: its version {version} is newer than this program's",
        name(path)
    )]
    Newer { path: PathBuf, version: String },
    /// A book of an earlier version, opened read-only, so that it cannot be migrated.
    #[error("opening {} to read: an earlier version made it", name(path))]
    Older { path: PathBuf },
    /// Another window has the book's lock.
    #[error("opening {}: another window has it open", name(path))]
    OpenElsewhere {
        path: PathBuf,
        /// The process that holds the lock, if that could be read.
        pid: Option<u32>,
        /// Time since when, if that could be read.
        since: Option<DateTime<Utc>>,
    },
    /// A journal or write-ahead log of another database lies beside the book and would be played back into it.
    #[error("opening {}: {} does not belong to it", name(path), name(stray))]
    Stray { path: PathBuf, stray: PathBuf },
    /// A change to a book that was opened read-only.
    #[error("changing {}: it is open to read only", name(path))]
    ReadOnly { path: PathBuf },
    /// A save was cut short by a kill or a power cut, and the journal cannot be played back from here.
    #[error("reading {}: its journal must be played back first", name(path))]
    Unrecovered { path: PathBuf },
    /// A record is no longer as the commit found it.
    #[error("saving: a {kind} was changed in the meantime")]
    Conflict { kind: &'static str },
    /// A value longer than [`MAX_VALUE_BYTES`](super::MAX_VALUE_BYTES).
    #[error("saving: a text of {length} bytes is too long")]
    ValueTooLong {
        /// In bytes.
        length: usize,
    },
    /// The disk is full.
    #[error("{doing}: the disk is full")]
    Full { doing: &'static str },
    /// The disk failed.
    #[error("{doing}: the disk reports an error ({detail})")]
    Disk {
        doing: &'static str,
        /// SQLite's message.
        detail: String,
    },
    /// Another program writes to the book; SQLite's busy timeout has passed.
    #[error("{doing}: another program is using the file")]
    Busy { doing: &'static str },
    /// The disk failed during COMMIT, and whether the change is there cannot be read.
    #[error("saving: the disk reports an error, and does not tell whether the change is there")]
    Uncertain,
    /// The backup was canceled.
    #[error("making a backup: stopped")]
    Canceled,
    /// A backup of another match than the book it would replace.
    #[error("putting {} back: it is of another match", name(path))]
    OtherMatch {
        /// The backup.
        path: PathBuf,
    },
    /// A parcel from which nothing is taken.
    #[error("receiving a parcel: {why}")]
    Refused {
        why: super::refusal::ExchangeRefusal,
    },
    /// The file was moved, deleted or replaced while open.
    #[error("saving to {}: it was moved or exchanged", name(path))]
    Moved { path: PathBuf },
    /// A folder or file beside the book could not be read or written.
    #[error("{doing} {}: {source}", name(path))]
    File {
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    /// Any other error of SQLite.
    #[error("{doing}: {source}")]
    Database {
        doing: &'static str,
        source: rusqlite::Error,
    },
}

impl From<rusqlite::Error> for StoreError {
    fn from(source: rusqlite::Error) -> Self {
        Self::Database {
            doing: "using the book",
            source,
        }
    }
}

impl StoreError {
    /// Maps an error of SQLite for the book at `path` to its meaning.
    pub(super) fn with_context(self, doing: &'static str, path: &Path) -> Self {
        let Self::Database { source, .. } = self else {
            return self;
        };
        let path = path.to_owned();
        let source = redact(source, &path);
        let code = source.sqlite_error_code();
        let detail = source.to_string();
        match source.sqlite_extended_error_code() {
            Some(ffi::SQLITE_READONLY_DBMOVED) => return Self::Moved { path },
            Some(ffi::SQLITE_READONLY_ROLLBACK) => return Self::Unrecovered { path },
            Some(_) | None => {}
        }
        match code {
            Some(ErrorCode::DatabaseCorrupt) => Self::damaged(path, detail),
            Some(ErrorCode::NotADatabase) => Self::NotABook {
                path,
                why: "it is not a database",
            },
            Some(ErrorCode::DiskFull) => Self::Full { doing },
            Some(ErrorCode::SystemIoFailure) => Self::Disk { doing, detail },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { doing },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly { path },
            None if is_decode_error(&source) => Self::damaged(path, detail),
            Some(_) | None => Self::Database { doing, source },
        }
    }

    /// Maps an error of a migration of the book at `path`: where the disk is well, the book is not of the schema that its
    /// version says.
    pub(super) fn of_migration(self, path: &Path) -> Self {
        let error = self.with_context("bringing the book up to date", path);
        if let Self::Database { source, .. } = &error {
            return Self::damaged(path.to_owned(), source.to_string());
        }
        error
    }

    pub(super) fn damaged(path: PathBuf, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self::Damaged { path, detail }
    }

    /// Maps an error of the system for the file at `path`.
    pub(super) fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| {
            use io::ErrorKind::{QuotaExceeded, StorageFull};
            if matches!(source.kind(), StorageFull | QuotaExceeded) {
                return Self::Full { doing };
            }
            Self::File {
                doing,
                path: path.to_owned(),
                source,
            }
        }
    }
}

/// The file's name without the folders it is in.
fn name(path: &Path) -> std::path::Display<'_> {
    Path::new(path.file_name().unwrap_or(path.as_os_str())).display()
}

/// The same error without the folders of the book and without the values of a row.
fn redact(error: rusqlite::Error, path: &Path) -> rusqlite::Error {
    use rusqlite::Error::{FromSqlConversionFailure, SqliteFailure};
    if let SqliteFailure(code, Some(message)) = &error {
        let full_path = path.display().to_string();
        let message = message.replace(&full_path, &name(path).to_string());
        return SqliteFailure(*code, Some(message));
    }
    if let FromSqlConversionFailure(column, kind, _) = &error {
        let unreadable = "the value cannot be read".into();
        return FromSqlConversionFailure(*column, *kind, unreadable);
    }
    error
}

/// Error for a stored value that cannot be decoded.
pub(super) fn decode_error(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    let kind = rusqlite::types::Type::Text;
    rusqlite::Error::FromSqlConversionFailure(0, kind, Box::new(error)).into()
}

/// True if a row holds what no program of ours writes.
pub(super) fn is_decode_error(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{
        FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, QueryReturnedNoRows,
    };
    matches!(
        error,
        FromSqlConversionFailure(..)
            | InvalidColumnType(..)
            | IntegralValueOutOfRange(..)
            | QueryReturnedNoRows
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_file_and_never_its_folder() {
        let path = PathBuf::from("/home/Ana Smith/year.matchbook");
        let stray = path.clone();
        let backup = Some(path.clone());
        let source = io::Error::from(io::ErrorKind::NotFound);
        for error in [
            StoreError::Missing { path: path.clone() },
            StoreError::Exists { path: path.clone() },
            StoreError::NameTooLong { path: path.clone() },
            StoreError::NotABook {
                path: path.clone(),
                why: "it is empty",
            },
            StoreError::damaged(path.clone(), ""),
            StoreError::DamagedLog {
                path: path.clone(),
                backup,
                detail: String::new(),
            },
            StoreError::Foreign {
                path: path.clone(),
                what: "a view",
            },
            StoreError::Newer {
                path: path.clone(),
                version: "2".to_owned(),
            },
            StoreError::Older { path: path.clone() },
            StoreError::OpenElsewhere {
                path: path.clone(),
                pid: None,
                since: None,
            },
            StoreError::Stray {
                path: path.clone(),
                stray,
            },
            StoreError::ReadOnly { path: path.clone() },
            StoreError::Unrecovered { path: path.clone() },
            StoreError::OtherMatch { path: path.clone() },
            StoreError::Moved { path: path.clone() },
            StoreError::File {
                doing: "reading",
                path,
                source,
            },
        ] {
            let said = error.to_string();
            assert!(
                said.contains("year.matchbook") && !said.contains("Ana Smith"),
                "{said}"
            );
        }
    }
}
