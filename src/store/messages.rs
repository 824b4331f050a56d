//! Messages for the errors of the store: one sentence, a hint, and the exit code.

use std::fmt::Write as _;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::error::StoreError;
use crate::problem::{Exit, Problem};

const NOT_SAVED: &str = "Nothing was saved; the text is kept here.";

/// The sentence that the text was not saved; empty unless saving.
fn not_saved_sentence(doing: &str) -> String {
    let saves = matches!(
        doing,
        "saving" | "keeping a draft" | "throwing a draft away"
    );
    if saves {
        format!(" {NOT_SAVED}")
    } else {
        String::new()
    }
}

/// Hint to restore a backup in place of a damaged book, or that there is none; `what` is the noun for `backup`.
pub(super) fn restore_hint(what: &str, backup: Option<&Path>) -> String {
    match backup {
        Some(path) => format!(
            "The newest {what} is {}; “matchbook restore” lists all and puts one back.",
            path.display()
        ),
        None => format!("There is no {what} of it in the folder “backups” beside it."),
    }
}

/// Process and time of the window that holds the lock, as far as known, in brackets.
fn lock_holder(pid: Option<u32>, since: Option<DateTime<Utc>>) -> String {
    let mut holder = String::new();
    if let Some(pid) = pid {
        let _ = write!(holder, " (process {pid}");
        if let Some(since) = since {
            let _ = write!(holder, ", since {} UTC", since.format("%-d %b %Y %H:%M"));
        }
        holder.push(')');
    }
    holder
}

impl StoreError {
    fn message(&self) -> String {
        match self {
            Self::Missing { path } => format!("There is no book at {}.", path.display()),
            Self::Exists { path } => format!("There is a file at {} already.", path.display()),
            Self::NameTooLong { path } => format!(
                "The name of the book {} is too long: what belongs beside it finds no place.",
                path.display()
            ),
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
                let who = lock_holder(*pid, *since);
                format!("{} is open in another window{who}.", path.display())
            }
            Self::Stray { path, stray } => format!(
                "{} does not belong to the book {} and would spoil it.",
                stray.display(),
                path.display()
            ),
            Self::Unrecovered { path } => format!(
                "The last change to {} was cut short and must be undone before the book can be read.",
                path.display()
            ),
            Self::OtherMatch { path } => {
                format!(
                    "{} is a book of another match, or of your partner.",
                    path.display()
                )
            }
            Self::ReadOnly { .. }
            | Self::Conflict { .. }
            | Self::ValueTooLong { .. }
            | Self::Full { .. }
            | Self::Disk { .. }
            | Self::Busy { .. }
            | Self::Uncertain
            | Self::Canceled
            | Self::Moved { .. }
            | Self::File { .. }
            | Self::Database { .. } => self.operation_message(),
        }
    }

    /// The sentence for a failed operation on an open book.
    fn operation_message(&self) -> String {
        match self {
            Self::ReadOnly { .. } => "This book is open to read only; nothing was saved.".into(),
            Self::Conflict { kind } => {
                let kind = kind.replace('_', " ");
                format!("The {kind} was changed in the meantime; nothing was saved.")
            }
            Self::ValueTooLong { .. } => {
                "This text is longer than a book can keep; nothing was saved.".into()
            }
            Self::Full { doing } => format!("The disk is full.{}", not_saved_sentence(doing)),
            Self::Disk { doing, .. } => {
                format!("The disk reports an error.{}", not_saved_sentence(doing))
            }
            Self::Busy { doing } => format!(
                "Another program is using the book.{}",
                not_saved_sentence(doing)
            ),
            Self::Uncertain => {
                "The disk reports an error, and it is not certain whether this was saved.".into()
            }
            Self::Canceled => "The backup was stopped.".into(),
            Self::Moved { path } => format!(
                "{} was moved or exchanged while it was open. {NOT_SAVED}",
                Path::new(path.file_name().unwrap_or(path.as_os_str())).display()
            ),
            Self::File { path, doing, .. } => {
                format!("Something went wrong while {doing} {}.", path.display())
            }
            Self::Database { doing, .. } => {
                format!(
                    "Something went wrong while {doing}.{}",
                    not_saved_sentence(doing)
                )
            }
            Self::Missing { .. }
            | Self::Exists { .. }
            | Self::NameTooLong { .. }
            | Self::NotABook { .. }
            | Self::Damaged { .. }
            | Self::DamagedLog { .. }
            | Self::Foreign { .. }
            | Self::Newer { .. }
            | Self::Older { .. }
            | Self::OpenElsewhere { .. }
            | Self::Stray { .. }
            | Self::Unrecovered { .. }
            | Self::OtherMatch { .. } => format!("{self}."),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Missing { .. } => "Check the name, or make a book with “matchbook new”.",
            Self::Exists { .. } => "Choose another name, or open that book.",
            Self::NameTooLong { .. } => "Nothing was changed. Give it a shorter name.",
            Self::NotABook { .. } => {
                "Nothing was changed. Choose another file, or make a book with “matchbook new”."
            }
            Self::Damaged { backup, .. } => {
                let instead = restore_hint("copy", backup.as_deref());
                return format!("Nothing was changed. {instead}");
            }
            Self::DamagedLog { backup, .. } => {
                let instead = restore_hint("sound backup", backup.as_deref());
                return format!("Nothing was changed. {instead}");
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
            Self::Unrecovered { path } => {
                return format!(
                    "As a user who may write to that folder, open it: matchbook “{}”. Do not copy the book \
                     before: the copy would be damaged.",
                    path.display()
                );
            }
            Self::OtherMatch { path } => {
                return format!(
                    "Nothing was changed. To look at it, run: matchbook “{}”",
                    path.display()
                );
            }
            Self::ReadOnly { .. }
            | Self::Conflict { .. }
            | Self::ValueTooLong { .. }
            | Self::Full { .. }
            | Self::Disk { .. }
            | Self::Busy { .. }
            | Self::Uncertain
            | Self::Canceled
            | Self::Moved { .. }
            | Self::File { .. }
            | Self::Database { .. } => self.operation_hint(),
        }
        .to_owned()
    }

    /// The hint on a failed operation on an open book.
    const fn operation_hint(&self) -> &'static str {
        match self {
            Self::ReadOnly { .. } => {
                "Close the other window that has it open, or copy it to a folder of your own."
            }
            Self::Conflict { .. } => "Look at it again, then repeat the change.",
            Self::ValueTooLong { .. } => "Shorten it, or keep it in a file and note where that is.",
            Self::Full { .. } => "Make room, then try again.",
            Self::Disk { .. } => {
                "Try again; if it happens once more, copy the book to another disk."
            }
            Self::Busy { .. } => "Try again in a moment.",
            Self::Uncertain => "Look whether it is there before you save it again.",
            Self::Canceled => "Nothing was changed. “matchbook backup” makes one.",
            Self::Moved { .. } => {
                "Put it back where it was, or leave and open the book where it is now."
            }
            Self::File { .. } => "Check that the folder exists and that you may write to it.",
            Self::Missing { .. }
            | Self::Exists { .. }
            | Self::NameTooLong { .. }
            | Self::NotABook { .. }
            | Self::Damaged { .. }
            | Self::DamagedLog { .. }
            | Self::Foreign { .. }
            | Self::Newer { .. }
            | Self::Older { .. }
            | Self::OpenElsewhere { .. }
            | Self::Stray { .. }
            | Self::Unrecovered { .. }
            | Self::OtherMatch { .. }
            | Self::Database { .. } => {
                "Try again; “matchbook check” tells whether the book is sound."
            }
        }
    }

    const fn exit(&self) -> Exit {
        match self {
            Self::NotABook { .. }
            | Self::Damaged { .. }
            | Self::DamagedLog { .. }
            | Self::Foreign { .. }
            | Self::Stray { .. } => Exit::NotABook,
            Self::Newer { .. } => Exit::Newer,
            Self::OpenElsewhere { .. } => Exit::OpenElsewhere,
            Self::Missing { .. } => Exit::UsageError,
            Self::Exists { .. }
            | Self::NameTooLong { .. }
            | Self::Older { .. }
            | Self::ReadOnly { .. }
            | Self::Unrecovered { .. }
            | Self::Conflict { .. }
            | Self::ValueTooLong { .. }
            | Self::Full { .. }
            | Self::Disk { .. }
            | Self::Busy { .. }
            | Self::Uncertain
            | Self::Canceled
            | Self::OtherMatch { .. }
            | Self::Moved { .. }
            | Self::File { .. }
            | Self::Database { .. } => Exit::Failure,
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Problem::new(error.message())
            .hint(error.hint())
            .caused_by(&error)
            .exit(error.exit())
    }
}
