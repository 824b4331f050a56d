//! What can go wrong with a book, and how a person is told.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{ErrorCode, ffi};

pub(super) use super::read::{decode_error, is_decode_error};

/// Short for a result of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why a book could not be made, opened, read or changed. After any of them the book is as it was.
///
/// Shown, it names files without their folders, for whoever reports it; a [`Problem`](crate::problem::Problem) says where they are.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("opening {}: there is no such file", name(path))]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A new book would replace a file.
    #[error("making {}: there is a file already", name(path))]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A book that could never be changed, because nothing can lie beside it.
    #[error("opening {}: its name is too long", name(path))]
    NameTooLong {
        /// The book.
        path: PathBuf,
    },
    /// Something else than a book.
    #[error("opening {}: {why}", name(path))]
    NotABook {
        /// The file.
        path: PathBuf,
        /// What it is instead, as "it is a folder".
        why: &'static str,
    },
    /// A book that cannot be read to the end.
    #[error("reading {}: {detail}", name(path))]
    Damaged {
        /// The book.
        path: PathBuf,
        /// The newest copy of it that was kept.
        backup: Option<PathBuf>,
        /// The damage that was found.
        detail: String,
    },
    /// A book whose log cannot be built upon.
    #[error("building {} anew: {detail}", name(path))]
    DamagedLog {
        /// The book.
        path: PathBuf,
        /// The newest copy of it that is sound.
        backup: Option<PathBuf>,
        /// The damage that was found.
        detail: String,
    },
    /// A book that holds what matchbook does not make and the engine would obey.
    #[error("opening {}: it holds {what}", name(path))]
    Foreign {
        /// The book.
        path: PathBuf,
        /// The object in it, as "a trigger".
        what: &'static str,
    },
    /// A book of a later version of the program.
    #[error(
        "opening {}: its version {version} is newer than this program's",
        name(path)
    )]
    Newer {
        /// The book.
        path: PathBuf,
        /// Its version.
        version: String,
    },
    /// A book of an earlier version, opened only to be read.
    #[error("opening {} to read: an earlier version made it", name(path))]
    Older {
        /// The book.
        path: PathBuf,
    },
    /// Somebody else has the book open.
    #[error("opening {}: another window has it open", name(path))]
    OpenElsewhere {
        /// The book.
        path: PathBuf,
        /// The process that has it, if that could be read.
        pid: Option<u32>,
        /// Since when, if that could be read.
        since: Option<DateTime<Utc>>,
    },
    /// A left-over of another database lies beside the book and would be mixed into it.
    #[error("opening {}: {} does not belong to it", name(path), name(stray))]
    Stray {
        /// The book.
        path: PathBuf,
        /// What lies beside it.
        stray: PathBuf,
    },
    /// A change to a book that is open only to be read.
    #[error("changing {}: it is open to read only", name(path))]
    ReadOnly {
        /// The book.
        path: PathBuf,
    },
    /// A save was cut short by a kill or a power cut, and it cannot be undone from here.
    #[error("reading {}: its journal must be played back first", name(path))]
    Unrecovered {
        /// The book.
        path: PathBuf,
    },
    /// A record is no longer as the change found it.
    #[error("saving: a {kind} was changed in the meantime")]
    Conflict {
        /// The kind of record.
        kind: &'static str,
    },
    /// A text longer than the log takes.
    #[error("saving: a text of {length} bytes is too long")]
    ValueTooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// The disk is full.
    #[error("{doing}: the disk is full")]
    Full {
        /// What was being done.
        doing: &'static str,
    },
    /// The disk failed.
    #[error("{doing}: the disk reports an error ({detail})")]
    Disk {
        /// What was being done.
        doing: &'static str,
        /// What it said.
        detail: String,
    },
    /// Another program is writing to the book.
    #[error("{doing}: another program is using the file")]
    Busy {
        /// What was being done.
        doing: &'static str,
    },
    /// The disk failed at the very end of saving, and cannot be asked whether the change is there.
    #[error("saving: the disk reports an error, and does not tell whether the change is there")]
    Uncertain,
    /// Nobody waits for the copy any more.
    #[error("making a backup: stopped")]
    Canceled,
    /// A copy that is of another match than the book it would replace.
    #[error("putting {} back: it is of another match", name(path))]
    OtherMatch {
        /// The copy.
        path: PathBuf,
    },
    /// The file was moved, deleted or exchanged while open.
    #[error("saving to {}: it was moved or exchanged", name(path))]
    Moved {
        /// Where it was.
        path: PathBuf,
    },
    /// A folder or file beside the book could not be read or written.
    #[error("{doing} {}: {source}", name(path))]
    File {
        /// What was being done.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Anything else that the database said.
    #[error("{doing}: {source}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// What it said.
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
    /// Turns what the database said of the book at `path` into what that means.
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

    /// The failure of a migration of the book at `path` in terms of the book: where the disk is well, the book is not what its
    /// version says.
    pub(super) fn of_migration(self, path: &Path) -> Self {
        let error = self.with_context("bringing the book up to date", path);
        if let Self::Database { source, .. } = &error {
            return Self::damaged(path.to_owned(), source.to_string());
        }
        error
    }

    /// A damaged book, with the newest copy that was kept of it.
    pub(super) fn damaged(path: PathBuf, detail: impl Into<String>) -> Self {
        let backup = super::backup::backups(&path)
            .into_iter()
            .next()
            .map(|backup| backup.path);
        Self::Damaged {
            path,
            backup,
            detail: detail.into(),
        }
    }

    /// What the system said about the file at `path`.
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

/// The same error without the folders of the book and without what a row holds.
fn redact(error: rusqlite::Error, path: &Path) -> rusqlite::Error {
    use rusqlite::Error::{FromSqlConversionFailure, SqliteFailure};
    if let SqliteFailure(code, Some(words)) = &error {
        let whole = path.display().to_string();
        let words = words.replace(&whole, &name(path).to_string());
        return SqliteFailure(*code, Some(words));
    }
    if let FromSqlConversionFailure(column, kind, _) = &error {
        let unsaid = "the value cannot be read".into();
        return FromSqlConversionFailure(*column, *kind, unsaid);
    }
    error
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
            StoreError::Damaged {
                path: path.clone(),
                backup: backup.clone(),
                detail: String::new(),
            },
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
