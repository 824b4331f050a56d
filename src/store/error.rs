//! What can go wrong with a book, and how a person is told.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{ErrorCode, ffi};

use crate::problem::{Exit, Problem};

/// Short for a result of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why a book could not be made, opened, read or changed. After any of them the book is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("opening {}: there is no such file", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A new book would replace a file.
    #[error("making {}: there is a file already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// Something else than a book.
    #[error("opening {}: {why}", path.display())]
    NotABook {
        /// The file.
        path: PathBuf,
        /// What it is instead, as "it is a folder".
        why: &'static str,
    },
    /// A book that cannot be read to the end.
    #[error("reading {}: {detail}", path.display())]
    Damaged {
        /// The book.
        path: PathBuf,
        /// The newest copy of it that was kept.
        backup: Option<PathBuf>,
        /// What was found.
        detail: String,
    },
    /// A book whose log cannot be built upon.
    #[error("building {} anew: {detail}", path.display())]
    DamagedLog {
        /// The book.
        path: PathBuf,
        /// The newest copy of it that is sound.
        backup: Option<PathBuf>,
        /// What was found.
        detail: String,
    },
    /// A book that holds what matchbook does not make and the engine would obey.
    #[error("opening {}: it holds {what}", path.display())]
    Foreign {
        /// The book.
        path: PathBuf,
        /// What it holds, as "a trigger".
        what: &'static str,
    },
    /// A book of a later version of the program.
    #[error("opening {}: its version {version} is newer than this program's", path.display())]
    Newer {
        /// The book.
        path: PathBuf,
        /// Its version.
        version: String,
    },
    /// A book of an earlier version, opened only to be read.
    #[error("opening {} to read: an earlier version made it", path.display())]
    Older {
        /// The book.
        path: PathBuf,
    },
    /// Somebody else has the book open.
    #[error("opening {}: another window has it open", path.display())]
    OpenElsewhere {
        /// The book.
        path: PathBuf,
        /// The process that has it, if that could be read.
        pid: Option<u32>,
        /// Since when, if that could be read.
        since: Option<DateTime<Utc>>,
    },
    /// A left-over of another database lies beside the book and would be mixed into it.
    #[error("opening {}: {} does not belong to it", path.display(), stray.display())]
    Stray {
        /// The book.
        path: PathBuf,
        /// What lies beside it.
        stray: PathBuf,
    },
    /// A change to a book that is open only to be read.
    #[error("changing {}: it is open to read only", path.display())]
    ReadOnly {
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
    TooLong {
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
    /// The file was moved, deleted or exchanged while open.
    #[error("saving to {}: it was moved or exchanged", path.display())]
    Moved {
        /// Where it was.
        path: PathBuf,
    },
    /// A folder or file beside the book could not be read or written.
    #[error("{doing} {}: {source}", path.display())]
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

/// A value of the log that is not what it should be.
pub(super) fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    let kind = rusqlite::types::Type::Text;
    rusqlite::Error::FromSqlConversionFailure(0, kind, Box::new(error)).into()
}

impl StoreError {
    /// Turns what the database said of the book at `path` into what that means.
    pub(super) fn told(self, doing: &'static str, path: &Path) -> Self {
        let Self::Database { source, .. } = self else {
            return self;
        };
        let path = path.to_owned();
        let code = source.sqlite_error_code();
        let detail = source.to_string();
        if source.sqlite_extended_error_code() == Some(ffi::SQLITE_READONLY_DBMOVED) {
            return Self::Moved { path };
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
            None if is_unreadable(&source) => Self::damaged(path, detail),
            Some(_) | None => Self::Database { doing, source },
        }
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

/// Whether a row holds what no program of ours writes.
pub(super) fn is_unreadable(error: &rusqlite::Error) -> bool {
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

const KEPT: &str = "Nothing was saved; the text is kept here.";

/// What to do instead of going on with a damaged book; `what` names what `backup` is.
fn open_instead(what: &str, backup: Option<&Path>) -> String {
    let there = match backup {
        Some(path) => format!("The newest {what} is {}; open that one.", path.display()),
        None => format!("There is no {what} of it in the folder “backups” beside it."),
    };
    format!("Nothing was changed. {there}")
}

impl StoreError {
    /// What is wrong, in one sentence.
    fn message(&self) -> String {
        match self {
            Self::Missing { path } => format!("There is no book at {}.", path.display()),
            Self::Exists { path } => format!("There is a file at {} already.", path.display()),
            Self::NotABook { path, why } => format!("{} is not a book: {why}.", path.display()),
            Self::Damaged { path, .. } => format!("The book {} is damaged.", path.display()),
            Self::DamagedLog { path, .. } => format!(
                "The log of the book {} is damaged; nothing was built from it.",
                path.display()
            ),
            Self::Foreign { path, what } => format!(
                "The book {} holds {what} that matchbook did not make, and is not opened.",
                path.display()
            ),
            Self::Newer { path, .. } => {
                format!("A newer version of matchbook made {}.", path.display())
            }
            Self::Older { path } => {
                format!("An earlier version of matchbook made {}.", path.display())
            }
            Self::OpenElsewhere { path, pid, since } => {
                let mut who = String::new();
                if let Some(pid) = pid {
                    let _ = write!(who, " (process {pid}");
                    if let Some(since) = since {
                        let _ = write!(who, ", since {} UTC", since.format("%-d %b %Y %H:%M"));
                    }
                    who.push(')');
                }
                format!("{} is open in another window{who}.", path.display())
            }
            Self::Stray { path, stray } => format!(
                "{} does not belong to the book {} and would spoil it.",
                stray.display(),
                path.display()
            ),
            Self::ReadOnly { .. } => "This book is open to read only; nothing was saved.".into(),
            Self::Conflict { kind } => {
                let kind = kind.replace('_', " ");
                format!("The {kind} was changed in the meantime; nothing was saved.")
            }
            Self::TooLong { .. } => {
                "This text is longer than a book can keep; nothing was saved.".into()
            }
            Self::Full { .. } => format!("The disk is full. {KEPT}"),
            Self::Disk { .. } => format!("The disk reports an error. {KEPT}"),
            Self::Busy { .. } => format!("Another program is using the book. {KEPT}"),
            Self::Moved { path } => format!(
                "The book at {} was moved or exchanged while it was open. {KEPT}",
                path.display()
            ),
            Self::File { path, doing, .. } => {
                format!("Something went wrong while {doing} {}.", path.display())
            }
            Self::Database { doing, .. } => format!("Something went wrong while {doing}. {KEPT}"),
        }
    }

    /// What to do.
    fn hint(&self) -> String {
        match self {
            Self::Missing { .. } => "Check the name, or make a book with “matchbook new”.",
            Self::Exists { .. } => "Choose another name, or open that book.",
            Self::NotABook { .. } => {
                "Nothing was changed. Choose another file, or make a book with “matchbook new”."
            }
            Self::Damaged { backup, .. } => return open_instead("copy", backup.as_deref()),
            Self::DamagedLog { backup, .. } => {
                return open_instead("sound backup", backup.as_deref());
            }
            Self::Foreign { path, .. } => {
                return format!(
                    "Nothing was changed. To get out what its log holds, run: matchbook export everything --level all --format json --book \"{}\"",
                    path.display()
                );
            }
            Self::Newer { .. } => "Nothing was changed. Update matchbook to open it.",
            Self::Older { .. } => {
                "Open it once to edit, so that it is brought up to date; a copy is kept."
            }
            Self::OpenElsewhere { .. } => "Close it there, or open the book to read only.",
            Self::Stray { .. } => {
                "Nothing was changed. Move that file to another folder, then open the book again."
            }
            Self::ReadOnly { .. } => {
                "Close the other window that has it open, or copy it to a folder of your own."
            }
            Self::Conflict { .. } => "Look at it again, then repeat the change.",
            Self::TooLong { .. } => "Shorten it, or keep it in a file and note where that is.",
            Self::Full { .. } => "Make room, then save again.",
            Self::Disk { .. } => {
                "Save again; if it happens once more, copy the book to another disk."
            }
            Self::Busy { .. } => "Try again in a moment.",
            Self::Moved { .. } => {
                "Copy what you typed, close the window and open the book where it is now."
            }
            Self::File { .. } => "Check that the folder exists and that you may write to it.",
            Self::Database { .. } => {
                "Try again; “matchbook check” tells whether the book is sound."
            }
        }
        .to_owned()
    }

    /// How the program ends.
    const fn exit(&self) -> Exit {
        match self {
            Self::NotABook { .. }
            | Self::Damaged { .. }
            | Self::DamagedLog { .. }
            | Self::Foreign { .. }
            | Self::Stray { .. } => Exit::NotABook,
            Self::Newer { .. } => Exit::Newer,
            Self::OpenElsewhere { .. } => Exit::OpenElsewhere,
            Self::Missing { .. } => Exit::WrongUse,
            Self::Exists { .. }
            | Self::Older { .. }
            | Self::ReadOnly { .. }
            | Self::Conflict { .. }
            | Self::TooLong { .. }
            | Self::Full { .. }
            | Self::Disk { .. }
            | Self::Busy { .. }
            | Self::Moved { .. }
            | Self::File { .. }
            | Self::Database { .. } => Exit::CouldNot,
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Problem::new(error.message())
            .hint(error.hint())
            .detail(error.to_string())
            .exit(error.exit())
    }
}
