//! `matchbook undo`, `redo`, `history`, `check`, `backup` and `restore`: the commands that keep a book safe.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::book::NewBook;
use super::output::{Output, path_text, text_table};
use super::session::CliSession;
use crate::domain::change::Committed;
use crate::domain::dates::{self, pluralize};
use crate::env::Env;
use crate::problem::{Exit, Problem};
use crate::shelf;
use crate::store::{
    self, BackupFile, BackupReason, CheckReport, CommitLine, CommitState, Compacted, OpenMode,
    backups, large_book, read_contents,
};

/// The copies to list, or the folder for the new one.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// List the copies there are
    #[arg(long)]
    list: bool,
    /// Make the copy in this folder, such as one on another disk
    #[arg(long, value_name = "FOLDER", conflicts_with = "list")]
    to: Option<PathBuf>,
}

/// The copy to put back.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The number of a copy in the list, or its file; without it the copies are listed
    copy: Option<PathBuf>,
    /// Put it back; without it only what would change is shown
    #[arg(long)]
    yes: bool,
}

/// The change that was undone or redone.
#[derive(Serialize, JsonSchema)]
pub struct ReversedChange {
    label: String,
}

/// A verdict on the book.
#[derive(Serialize, JsonSchema)]
pub struct CheckedBook {
    sound: bool,
    #[serde(flatten)]
    report: CheckReport,
    /// Sizes of the file, if it was made smaller
    #[serde(skip_serializing_if = "Option::is_none")]
    compacted: Option<Compacted>,
}

/// A copy of the book.
#[derive(Serialize, JsonSchema)]
pub struct NewBackup {
    file: String,
    /// Local time.
    at: String,
}

impl NewBackup {
    fn new(copy: &BackupFile) -> Self {
        Self {
            file: path_text(&copy.path),
            at: copy.at.to_string(),
        }
    }
}

/// A copy as it is listed. Of one that cannot be read the numbers are null.
#[derive(Serialize, JsonSchema)]
pub struct BackupRow {
    #[serde(flatten)]
    copy: NewBackup,
    reason: BackupReason,
    goals: Option<u32>,
    meetings: Option<u32>,
    changes: Option<u32>,
    changed: Option<DateTime<Utc>>,
}

impl BackupRow {
    fn new(copy: &BackupFile) -> Self {
        let held = copy.contents.as_ref();
        Self {
            copy: NewBackup::new(copy),
            reason: copy.reason,
            goals: held.map(|it| it.goals),
            meetings: held.map(|it| it.meetings),
            changes: held.map(|it| it.changes),
            changed: held.and_then(|it| it.changed),
        }
    }
}

/// The copy, and the book in place of which it is or would be put.
#[derive(Serialize, JsonSchema)]
pub struct RestoredCopy {
    file: String,
    book: String,
    restored: bool,
    /// The file that keeps the former book, if there was one.
    kept: Option<String>,
}

pub fn undo(session: &mut CliSession) -> Result<Output, Problem> {
    let undone = session.open_store(OpenMode::Edit)?.undo(&mut session.env)?;
    reversed("undo", undone, "Every change so far is taken back.")
}

pub fn redo(session: &mut CliSession) -> Result<Output, Problem> {
    let redone = session.open_store(OpenMode::Edit)?.redo(&mut session.env)?;
    let hint = "Only what was undone last can be redone, before anything else is changed.";
    reversed("redo", redone, hint)
}

fn reversed(verb: &str, change: Option<Committed>, hint: &str) -> Result<Output, Problem> {
    let nothing = || Problem::new(format!("There is nothing to {verb}.")).hint(hint);
    let label = change.ok_or_else(nothing)?.label;
    let done = format!("{verb}ne: {label}");
    Ok(Output::done(&done, &[], ReversedChange { label }))
}

pub fn history(limit: usize, session: &mut CliSession) -> Result<Output, Problem> {
    let store = session.open_store(OpenMode::Read)?;
    let lines = store.history(limit)?;
    let cells = |line: &CommitLine| {
        let at = session.env.local_time(line.at.naive_utc());
        let at = dates::format_date_time(at.date(), Some(at.time()));
        [at, state_words(line.state).to_owned(), line.label.clone()]
    };
    let header = ["When", "State", "Change"];
    let empty = "Nothing has been changed yet.";
    Ok(Output::table(&header, lines, cells, empty))
}

const fn state_words(state: CommitState) -> &'static str {
    match state {
        CommitState::InEffect | CommitState::Initial => "",
        CommitState::Undone => "undone",
        CommitState::Superseded => "undone for good",
    }
}

pub fn check(rebuild: bool, compact: bool, session: &mut CliSession) -> Result<Output, Problem> {
    let mode = if rebuild || compact {
        OpenMode::Edit
    } else {
        OpenMode::Read
    };
    let mut store = session.open_store(mode)?;
    if rebuild {
        store.rebuild()?;
    }
    let mut report = store.check()?;
    let sound = report.is_sound();
    let compacted = if compact && sound {
        let compacted = store.compact(&session.env)?;
        report = store.check()?;
        Some(compacted)
    } else {
        None
    };
    let (records, faults) = (report.records, report.faults.len());
    let mut verdict = if sound {
        format!(
            "The book is sound: {} looked at.",
            pluralize(records, "record")
        )
    } else {
        format!(
            "The book is not sound: {} found.",
            pluralize(faults, "fault")
        )
    };
    if let Some(Compacted { before, after }) = compacted {
        let (before, after) = (size_text(before), size_text(after));
        verdict += &format!("\nThe file took {before} and takes {after} now.");
    }
    let found = report.faults.iter().chain(&report.advice);
    let lines = found.flat_map(|it| [it.message.clone(), format!("  {}", it.hint)]);
    let text = std::iter::once(verdict).chain(lines);
    let text = text.collect::<Vec<_>>().join("\n");
    let exit = if sound { Exit::Success } else { Exit::NotABook };
    let checked = CheckedBook {
        sound,
        report,
        compacted,
    };
    Ok(Output::answer(text, checked).exit(exit))
}

/// A number of bytes in the units that file managers show.
fn size_text(bytes: i64) -> String {
    match bytes / 1_000 {
        kilobytes @ ..1_000 => format!("{kilobytes} kB"),
        kilobytes => format!("{}.{} MB", kilobytes / 1_000, kilobytes % 1_000 / 100),
    }
}

pub fn backup(args: &BackupArgs, session: &mut CliSession) -> Result<Output, Problem> {
    if args.list {
        let book = book_file(session)?;
        return Ok(list_backups(&book, "", &session.env));
    }
    let store = session.open_store(OpenMode::Read)?;
    let (made, note) = match &args.to {
        None => (store.backup(BackupReason::Manual, &session.env)?, None),
        Some(folder) if !folder.is_dir() => {
            let message = format!("There is no folder {}.", folder.display());
            let hint = "Make it, or connect the disk that it is on.";
            return Err(Problem::wrong_use(message, hint));
        }
        Some(folder) => {
            let note =
                "It holds everything, also what is private, for whoever can read that folder.";
            (
                store.backup_to(folder, &session.env)?,
                Some(note.to_owned()),
            )
        }
    };
    let label = format!("a copy is in {}", made.path.display());
    Ok(Output::done(&label, note.as_slice(), NewBackup::new(&made)))
}

/// The file of the book, which may be gone.
fn book_file(session: &CliSession) -> Result<PathBuf, Problem> {
    let path = session.path()?;
    Ok(dunce::canonicalize(&path).unwrap_or(path))
}

fn list_backups(book: &Path, hint: &str, env: &Env) -> Output {
    let copies = backups(book);
    if copies.is_empty() {
        let text = "There is no copy yet. “matchbook backup” makes one.";
        return Output::answer(text, [(); 0]);
    }
    let numbered: Vec<_> = (1..).zip(&copies).collect();
    let header = ["No", "Made", "Why", "Holds", "File"];
    let table = text_table(&header, &numbered, |(number, copy)| {
        let held = copy.contents.as_ref();
        let held = held.map(|it| shelf::describe_contents(it, env));
        [
            format!("{number}"),
            dates::format_date_time(copy.at.date(), Some(copy.at.time())),
            copy.reason.to_string(),
            held.unwrap_or_else(|| "it cannot be read".to_owned()),
            copy.path.display().to_string(),
        ]
    });
    let rows: Vec<_> = copies.iter().map(BackupRow::new).collect();
    Output::answer(table + hint, rows)
}

pub fn restore(args: &RestoreArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let book = book_file(session)?;
    let env = &session.env;
    let Some(chosen) = &args.copy else {
        let hint = "“matchbook restore NUMBER” shows what putting one back would change.";
        return Ok(list_backups(&book, hint, env));
    };
    let copy = backup_path(chosen, &book)?;
    let held = read_contents(&copy, env)?;
    let mut answer = RestoredCopy {
        file: path_text(&copy),
        book: path_text(&book),
        restored: args.yes,
        kept: None,
    };
    if !args.yes {
        let lines = [
            format!("The copy: {}.", shelf::describe_contents(&held, env)),
            format!("The book now: {}.", shelf::describe_contents_at(&book, env).trim_end_matches('.')),
            "Nothing was changed. The same with “--yes” puts the copy back and keeps what is there as a copy."
                .to_owned(),
        ];
        return Ok(Output::answer(lines.join("\n"), answer));
    }
    let done = store::restore(&book, &copy, env)?;
    let label = format!(
        "{} is as in the copy: {}",
        book.display(),
        shelf::describe_contents(&held, env)
    );
    answer.kept = done.previous.as_deref().map(path_text);
    let kept = answer.kept.iter();
    let note = kept.map(|kept| format!("What was there is kept in {kept}."));
    Ok(Output::done(&label, &note.collect::<Vec<_>>(), answer))
}

/// The copy of that number in the list, else the file of that name.
fn backup_path(chosen: &Path, book: &Path) -> Result<PathBuf, Problem> {
    let number = chosen.to_str().and_then(|text| text.parse::<usize>().ok());
    let Some(number) = number.filter(|_| !chosen.exists()) else {
        return Ok(chosen.to_owned());
    };
    let mut copies = backups(book);
    let there = copies.len();
    if (1..=there).contains(&number) {
        return Ok(copies.swap_remove(number - 1).path);
    }
    Err(Problem::wrong_use(
        format!("There is no copy {number}; there are {there}."),
        "“matchbook restore” lists them.",
    ))
}

pub fn write_large_book(
    file: &Path,
    meetings: usize,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    large_book::write_large(file, meetings, &mut session.env)?;
    let label = format!(
        "a book of {} is in {}",
        pluralize(meetings, "meeting"),
        file.display()
    );
    let book = path_text(file);
    Ok(Output::done(&label, &[], NewBook { book }))
}
