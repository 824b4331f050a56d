//! Messages for the errors of the store: one sentence, a hint, and the exit code.

use std::fmt::Write as _;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::backup;
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

/// Defines the problem that every variant is: its exit code, the sentence, the hint.
macro_rules! define_words {
    ($($variant:ident { $($field:ident),* } => $exit:ident, $message:expr, $hint:expr;)+) => {
        fn problem(error: &StoreError) -> Problem {
            match error {
                $(StoreError::$variant { $($field,)* .. } => {
                    Problem::new($message).hint($hint).exit(Exit::$exit)
                })+
            }
        }
    };
}

define_words! {
    Missing { path } => UsageError,
        format!("There is no book at {}.", path.display()),
        "Check the name, or make a book with “matchbook new”.";
    Exists { path } => Failure,
        format!("There is a file at {} already.", path.display()),
        "Choose another name, or open that book.";
    NameTooLong { path } => Failure,
        format!(
            "The name of the book {} is too long: what belongs beside it finds no place.",
            path.display()
        ),
        "Nothing was changed. Give it a shorter name.";
    NotABook { path, why } => NotABook,
        format!("{} is not a book: {why}.", path.display()),
        "Nothing was changed. Choose another file, or make a book with “matchbook new”.";
    Damaged { path } => NotABook,
        format!("The book {} is damaged.", path.display()),
        {
            let newest = backup::backups(path).into_iter().next();
            let newest = newest.map(|backup| backup.path);
            format!("Nothing was changed. {}", restore_hint("copy", newest.as_deref()))
        };
    DamagedLog { path, backup } => NotABook,
        format!(
            "The log of the book {} is damaged; nothing was built from it.",
            path.display()
        ),
        format!("Nothing was changed. {}", restore_hint("sound backup", backup.as_deref()));
    Foreign { path, what } => NotABook,
        format!(
            "The book {} holds {what} that matchbook did not make, and is not opened.",
            path.display()
        ),
        format!(
            "Nothing was changed. To get out what its log holds, run: matchbook export everything --level all --format json --book \"{}\"",
            path.display()
        );
    Newer { path } => Newer,
        format!("A newer version of matchbook made {}.", path.display()),
        "Nothing was changed. Update matchbook to open it.";
    Older { path } => Failure,
        format!("An earlier version of matchbook made {}.", path.display()),
        "Open it once to edit, so that it is brought up to date; a copy is kept.";
    OpenElsewhere { path, pid, since } => OpenElsewhere,
        format!("{} is open in another window{}.", path.display(), lock_holder(*pid, *since)),
        "Close it there, or open the book to read only.";
    Stray { path, stray } => NotABook,
        format!(
            "{} does not belong to the book {} and would spoil it.",
            stray.display(),
            path.display()
        ),
        "Nothing was changed. Move that file to another folder, then open the book again.";
    Unrecovered { path } => Failure,
        format!(
            "The last change to {} was cut short and must be undone before the book can be read.",
            path.display()
        ),
        format!(
            "As a user who may write to that folder, open it: matchbook “{}”. Do not copy the book before: the copy would be \
             damaged.",
            path.display()
        );
    OtherMatch { path } => Failure,
        format!("{} is a book of another match, or of your partner.", path.display()),
        format!(
            "Nothing was changed. To look at it, run: matchbook “{}”",
            path.display()
        );
    Refused { why } => Failure, why.message(), why.hint();
    ReadOnly {} => Failure,
        "This book is open to read only; nothing was saved.",
        "Close the other window that has it open, or copy it to a folder of your own.";
    Conflict { kind } => Failure,
        format!(
            "The {} was changed in the meantime; nothing was saved.",
            kind.replace('_', " ")
        ),
        "Look at it again, then repeat the change.";
    ValueTooLong {} => Failure,
        "This text is longer than a book can keep; nothing was saved.",
        "Shorten it, or keep it in a file and note where that is.";
    Full { doing } => Failure,
        format!("The disk is full.{}", not_saved_sentence(doing)),
        "Make room, then try again.";
    Disk { doing } => Failure,
        format!("The disk reports an error.{}", not_saved_sentence(doing)),
        "Try again; if it happens once more, copy the book to another disk.";
    Busy { doing } => Failure,
        format!("Another program is using the book.{}", not_saved_sentence(doing)),
        "Try again in a moment.";
    Uncertain {} => Failure,
        "The disk reports an error, and it is not certain whether this was saved.",
        "Look whether it is there before you save it again.";
    Canceled {} => Failure,
        "The backup was stopped.",
        "Nothing was changed. “matchbook backup” makes one.";
    Moved { path } => Failure,
        format!(
            "{} was moved or exchanged while it was open. {NOT_SAVED}",
            Path::new(path.file_name().unwrap_or(path.as_os_str())).display()
        ),
        "Put it back where it was, or leave and open the book where it is now.";
    File { path, doing } => Failure,
        format!("Something went wrong while {doing} {}.", path.display()),
        "Check that the folder exists and that you may write to it.";
    Database { doing } => Failure,
        format!("Something went wrong while {doing}.{}", not_saved_sentence(doing)),
        "Try again; “matchbook check” tells whether the book is sound.";
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        problem(&error).caused_by(&error)
    }
}
