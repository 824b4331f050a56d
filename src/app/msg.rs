//! What goes in and out of [`super::App::update`]: messages, effects, and what can be clicked.

use std::path::PathBuf;

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::answer::Answers;
use crate::domain::book::{BackupLine, ShelfLine};
use crate::domain::change::{Commit, Committed, Record};
use crate::domain::id::Id;
use crate::domain::search::{SearchPage, SearchRequest};
use crate::export::Request;
use crate::problem::Problem;

use super::book_action::BookAction;
use super::command::{Command, MainTab};
use super::key::Key;
use super::screens::preview::PreviewScreen;
use super::session::OpenedBook;

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Something that was drawn was clicked.
    Click(ClickTarget),
    /// The wheel turned, in lines; negative is up.
    Scroll(i32),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size: columns, lines.
    Resize(u16, u16),
    /// A minute began.
    Tick(NaiveDateTime),
    /// Time to keep what is typed as a draft.
    Autosave,
    /// A command was chosen from the palette or a pick list.
    Command(Command),
    /// A deed was chosen from a pick list or confirmed.
    Perform(BookAction),
    /// An export was chosen; one that holds what is private is asked about first.
    Export(Request),
    /// The same, after that was answered.
    ExportConfirmed(Request),
    /// A book was opened or created.
    BookOpened(Box<OpenedBook>),
    /// Another program wrote to the book, and it was read again.
    BookReloaded(Box<OpenedBook>),
    /// The books were listed.
    Shelf(Vec<ShelfLine>),
    /// The backups of a book were listed, newest first.
    Backups(Vec<BackupLine>),
    /// One of them was chosen, and what it holds is to be shown before it is put back.
    ConfirmRestore(BackupLine),
    /// It is to be put back.
    Restore(BackupLine),
    /// The warning about backups, if there is one.
    BackupWarning(Option<String>),
    /// Something was done that nobody waited for, or the store accepted something that is no commit.
    Report(String),
    /// Something is to be known that is no failure.
    Notice(Problem),
    /// The store accepted a commit, an undo or a redo.
    Committed {
        /// What it accepted.
        committed: Committed,
        /// The place of the draft that ended with it.
        cleared_draft: Option<String>,
        /// Whether it was done, undone or redone.
        origin: CommitOrigin,
        /// What undo would now take back.
        undo: Option<String>,
        /// What redo would now do again.
        redo: Option<String>,
    },
    /// Something failed; nothing half-happened.
    Failed(Problem),
    /// The store accepted a draft.
    DraftSaved(DraftText),
    /// The store could not take a draft; the text is on the screen alone.
    DraftFailed(Problem),
    /// The draft at this place is gone.
    DraftCleared(String),
    /// Texts that the book could not take are in this recovery file.
    RecoveryWritten(PathBuf),
    /// They could not be written anywhere.
    RecoveryFailed(Problem),
    /// Leaving was confirmed although something typed is not kept.
    NavWithRecovery(Nav),
    /// This way out was confirmed although something typed is lost by it.
    NavDiscarding(Nav),
    /// More of the book was read.
    RecordsLoaded {
        /// What was read.
        records: Vec<Record>,
        /// Whether the whole log is loaded now.
        complete: bool,
    },
    /// Notes and agenda of a meeting were read.
    MeetingDetails(Id, Vec<Record>),
    /// Search answered.
    SearchResults(SearchRequest, SearchPage),
    /// An export was prepared.
    PreviewReady(Box<PreviewScreen>),
    /// Something that takes longer has come so far.
    JobProgress(JobProgress),
    /// It is to stop.
    CancelJob,
    /// A file was looked into: what taking it in would do.
    ImportPlanned(Box<ImportPreview>),
    /// What a file would do is to be done.
    ApplyImport(Box<Commit>),
    /// A file was written.
    FileWritten(PathBuf, Request),
    /// Text was copied to the clipboard.
    Copied,
    /// The user's own editor returned this text.
    ExternalEditorDone(String),
    /// What was typed since the last save is to be thrown away.
    DiscardChanges,
    /// A day was picked from the calendar.
    DatePicked(NaiveDate),
}

/// Which way the book went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitOrigin {
    /// Something was done.
    New,
    /// It was undone.
    Undo,
    /// It was done again.
    Redo,
}

/// Something on the screen that can be clicked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClickTarget {
    /// A command: a footer hint, a tab.
    Command(Command),
    /// A row of the list, a question of the form, an option of a modal, by number.
    Row(usize),
    /// A pane or tab within the screen, by number.
    Pane(usize),
    /// A day of the calendar.
    Day(NaiveDate),
}

/// One opening of one book. Every effect on a book carries it, and the runtime refuses one that is meant for another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BookId(pub u64);

/// Something the runtime must do to the world.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Something done with the open book, which must be this one.
    InBook(BookId, BookEffect),
    /// Lists the books.
    ListBooks,
    /// Opens a book.
    OpenBook(PathBuf),
    /// Lists the backups of the book in this file.
    ListBackups(PathBuf),
    /// Puts a backup back and opens the book.
    Restore(BackupLine),
    /// Creates a book and opens it.
    CreateBook(Answers),
    /// Opens a copy of the sample year.
    OpenSample,
    /// Writes texts that the book cannot take to a recovery file.
    WriteRecoveryFile(Vec<DraftText>),
    /// Opens text in the user's own editor.
    OpenExternalEditor(String),
    /// Copies text to the clipboard.
    Copy(String),
    /// Stops what takes longer.
    CancelJob,
    /// Opens a file or folder with the program that the computer has for it.
    Open(PathBuf),
    /// Puts the program to sleep.
    Suspend,
    /// Ends the program.
    Quit,
}

/// Something done with the open book.
#[derive(Clone, Debug, PartialEq)]
pub enum BookEffect {
    /// Saves a commit, and clears a draft in the same transaction.
    Commit {
        /// The change.
        commit: Commit,
        /// The place of the draft that it settles.
        clears_draft: Option<String>,
    },
    /// Takes back the last commit.
    Undo,
    /// Does it again.
    Redo,
    /// Keeps text that is being typed.
    SaveDraft(DraftText),
    /// Forgets the draft at this place.
    ClearDraft(String),
    /// Reads notes and agenda of a meeting.
    LoadMeetingDetails(Id),
    /// Searches.
    Search(SearchRequest),
    /// Looks into a file that is to be taken in.
    PlanImport(String),
    /// Saves what a file brings, after a copy of the book.
    ApplyImport(Commit),
    /// Makes a backup.
    Backup,
    /// Prepares an export for its preview.
    Preview(Request),
    /// Writes a file.
    Write(Request),
}

/// Typed text on its way to a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftText {
    /// The editor or form it belongs to; see [`Purpose::place`](super::purpose::Purpose::place).
    pub draft_key: String,
    /// The draft, as [`FormState::draft`](super::form::FormState::draft) writes it.
    pub text: String,
}

/// A way out of what is on the screen; taken once everything typed there is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Nav {
    /// To the screen below.
    Back,
    /// To a place.
    Tab(MainTab),
    /// To another book.
    OpenBook(PathBuf),
    /// To a book that is started now.
    NewBook(Answers),
    /// To the sample year.
    Sample,
    /// To a book as a backup holds it.
    Restore(BackupLine),
    /// Out of the program.
    Quit,
}

/// How far something has come that takes longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobProgress {
    /// What is being done.
    pub stage: String,
    /// How many hundredths of it are done, where that is known.
    pub percent: Option<u8>,
}

/// What taking a file in would do.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportPreview {
    /// The name of the file.
    pub file: String,
    /// The plan, line by line.
    pub lines: Vec<String>,
    /// What does it; nothing where nothing would change.
    pub commit: Commit,
}

/// What the status line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusLine {
    /// One sentence.
    pub text: String,
    /// Whether something went wrong.
    pub is_error: bool,
}
