//! What goes in and out of [`super::App::update`]: messages, effects, and what can be clicked.

use std::path::PathBuf;

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::answer::Answers;
use crate::domain::book::{BackupLine, ShelfLine};
use crate::domain::change::{Commit, Committed, Record};
use crate::domain::find::{Ask, Page};
use crate::domain::id::Id;
use crate::export::Request;
use crate::problem::Problem;

use super::command::Command;
use super::deed::Deed;
use super::desk::Opened;
use super::key::Key;
use super::screens::preview::Preview;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Something that was drawn was clicked.
    Click(Target),
    /// The wheel turned, in lines; negative is up.
    Scroll(i32),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size: columns, lines.
    Resize(u16, u16),
    /// A minute began.
    Tick(NaiveDateTime),
    /// Time to keep what is typed as a draft.
    Keep,
    /// A command was chosen from the palette or a pick list.
    Command(Command),
    /// A deed was chosen from a pick list or confirmed.
    Do(Deed),
    /// An export was chosen; one that holds what is private is asked about first.
    Export(Request),
    /// The same, after that was answered.
    Show(Request),
    /// A book was opened or created.
    Opened(Box<Opened>),
    /// Another program wrote to the book, and it was read again.
    Reread(Box<Opened>),
    /// The books were listed.
    Shelf(Vec<ShelfLine>),
    /// The backups of a book were listed, newest first.
    Backups(Vec<BackupLine>),
    /// One of them was chosen, and what it holds is to be shown before it is put back.
    AskRestore(BackupLine),
    /// It is to be put back.
    Restore(BackupLine),
    /// Since when no backup could be made, if so.
    BackupFailing(Option<String>),
    /// Something was done that nobody waited for, or the store accepted something that is no commit.
    Told(String),
    /// Something is to be known that is no failure.
    Notice(Problem),
    /// The store accepted a commit, an undo or a redo.
    Committed {
        /// What it accepted.
        committed: Committed,
        /// Whether it was done, undone or redone.
        turn: Turn,
        /// What undo would now take back.
        undo: Option<String>,
        /// What redo would now do again.
        redo: Option<String>,
    },
    /// Something failed; nothing half-happened.
    Failed(Problem),
    /// More of the book was read.
    Loaded {
        /// What was read.
        records: Vec<Record>,
        /// Whether the whole log is loaded now.
        complete: bool,
    },
    /// Notes and agenda of a meeting were read.
    Details(Id, Vec<Record>),
    /// Search answered.
    Found(Ask, Page),
    /// An export was prepared.
    Previewed(Box<Preview>),
    /// Something that takes longer has come so far.
    Working(Work),
    /// It is to stop.
    Stop,
    /// A file was looked into: what taking it in would do.
    Planned(Box<Planned>),
    /// What a file would do is to be done.
    TakeIn(Box<Commit>),
    /// A file was written.
    Written(PathBuf, Request),
    /// Text was copied to the clipboard.
    Copied,
    /// The user's own editor returned this text.
    Edited(String),
    /// What was typed since the last save is to be thrown away.
    Discard,
    /// A day was picked from the calendar.
    Picked(NaiveDate),
}

/// Which way the book went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Something was done.
    Done,
    /// It was undone.
    Undone,
    /// It was done again.
    Redone,
}

/// Something on the screen that can be clicked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A command: a footer hint, a tab.
    Command(Command),
    /// A row of the list, a question of the form, an option of a modal, by number.
    Row(usize),
    /// A pane or tab within the screen, by number.
    Pane(usize),
    /// A day of the calendar.
    Day(NaiveDate),
}

/// Something the runtime must do to the world.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Saves a commit, and clears a draft in the same transaction.
    Commit {
        /// What to save.
        commit: Commit,
        /// The place of the draft that it settles.
        clears: Option<String>,
    },
    /// Takes back the last commit.
    Undo,
    /// Does it again.
    Redo,
    /// Keeps what is typed.
    SaveDraft {
        /// Where it belongs.
        place: String,
        /// What is typed.
        text: String,
    },
    /// Forgets a draft.
    ClearDraft(String),
    /// Reads notes and agenda of a meeting.
    Details(Id),
    /// Searches.
    Search(Ask),
    /// Lists the books.
    ListBooks,
    /// Opens a book.
    OpenBook(PathBuf),
    /// Lists the backups of the book in this file.
    ListBackups(PathBuf),
    /// Puts a backup back and opens the book.
    Restore(BackupLine),
    /// Makes a backup of the open book.
    Backup,
    /// Creates a book and opens it.
    CreateBook(Answers),
    /// Looks into a file that is to be taken in.
    LookInto(String),
    /// Saves what a file brings, after a copy of the book.
    TakeIn(Commit),
    /// Opens a copy of the sample year.
    OpenSample,
    /// Opens text in the user's own editor.
    Editor(String),
    /// Copies text to the clipboard.
    Copy(String),
    /// Prepares an export for its preview.
    Preview(Request),
    /// Writes a file.
    Write(Request),
    /// Stops what takes longer.
    Cancel,
    /// Opens a file or folder with the program that the computer has for it.
    Open(PathBuf),
    /// Puts the program to sleep.
    Suspend,
    /// Ends the program.
    Quit,
}

/// How far something has come that takes longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// What is being done.
    pub stage: String,
    /// How many hundredths of it are done, where that is known.
    pub part: Option<u8>,
}

/// What taking a file in would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The name of the file.
    pub file: String,
    /// The plan, line by line.
    pub lines: Vec<String>,
    /// What does it; nothing where nothing would change.
    pub commit: Commit,
}

/// What the status line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// One sentence.
    pub text: String,
    /// Whether something went wrong.
    pub problem: bool,
}
