//! Messages into and effects out of [`super::App::update`]. `tui` delivers the messages and carries out the effects.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::domain::answer::Answers;
use crate::domain::book::{BackupLine, ShelfLine};
use crate::domain::change::{Commit, Committed, Kind, Record};
use crate::domain::dates::DayOrder;
use crate::domain::id::Id;
use crate::domain::import_target::ImportTarget;
use crate::domain::ops::Outcome;
use crate::domain::person::Role;
use crate::domain::schedule::DueKind;
use crate::domain::search::{SearchPage, SearchRequest};
use crate::export::Request;
use crate::problem::Problem;
use crate::settings::Settings;

use super::command::{Command, MainTab};
use super::edit_target::EditTarget;
use super::exchange::{ExchangeEffect, ExchangeMsg, ParcelEffect};
use super::key::Key;
use super::keymap::Context;
use super::session::{BookId, OpenedBook, Session};

/// An event: user input, or a result from the runtime.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    Key(Key),
    Click(ClickTarget),
    /// The wheel was turned, in lines; negative is up.
    Scroll(i32),
    Paste(String),
    /// The terminal was resized: columns, lines.
    Resize(u16, u16),
    /// Time has gone by: a minute began, or work in the background may have gone on.
    Tick(NaiveDateTime),
    /// Time to save unsaved text as drafts.
    Autosave,
    /// A command was chosen from the palette or a pick list.
    Command(Command),
    /// A command of another screen was chosen from the palette.
    CommandAt(Context, Command),
    /// The editor of a record is to open.
    OpenEditor(EditTarget),
    /// A commit was chosen from a pick list; or the operation refused it.
    Commit(Box<Outcome>),
    /// An export was requested; one with private records needs a confirmation.
    Export(Request),
    /// Work on the open book was confirmed.
    Book(BookEffect),
    /// A book was opened or created.
    BookOpened(Box<OpenedBook>),
    /// Another program wrote to the book, and it was read again.
    BookReloaded(Box<OpenedBook>),
    /// All books, listed.
    Shelf(Vec<ShelfLine>),
    /// The backups of a book, newest first.
    Backups(Vec<BackupLine>),
    /// A backup was picked; its content is shown before it is restored.
    ConfirmRestore(BackupLine),
    /// The restore was confirmed.
    Navigate(Nav),
    /// The warning about backups, if there is one.
    BackupWarning(Option<String>),
    /// A sentence for the status line: a background job ended, or the store accepted a write that is no commit.
    Report(String),
    /// The settings as they count from now on.
    Settings(Settings),
    /// Changed settings are kept.
    SettingsSaved,
    /// A notice that is no error but must be read.
    Notice(Problem),
    /// The store accepted a commit, an undo or a redo.
    Committed {
        committed: Committed,
        /// Draft key of the draft that was cleared in the same transaction.
        cleared_draft: Option<String>,
        origin: CommitOrigin,
        /// Label of the commit that undo would revert now.
        undo: Option<String>,
        /// Label of the commit that redo would repeat now.
        redo: Option<String>,
    },
    /// An effect failed; nothing was changed.
    Failed(Problem),
    DraftSaved(DraftText),
    /// The store could not save a draft; the text is on the screen only.
    DraftFailed(Problem),
    /// The draft with this key was deleted.
    DraftCleared(String),
    /// Unsaved drafts were written to this recovery file.
    RecoveryWritten(PathBuf),
    /// The recovery file could not be written.
    RecoveryFailed(Problem),
    /// Navigation was confirmed although drafts could not be saved; they go to a recovery file first.
    NavWithRecovery(Nav),
    /// Navigation was confirmed although unsaved text is lost.
    NavDiscarding(Nav),
    /// Further records of the book were read.
    RecordsLoaded {
        records: Vec<Record>,
        /// True once the whole log is loaded.
        complete: bool,
    },
    /// Notes and agenda of a meeting were read.
    MeetingDetails(Id, Vec<Record>),
    SearchResults(SearchRequest, SearchPage),
    PreviewReady(Box<ExportPreview>),
    /// Progress of a long job.
    JobProgress(JobProgress),
    /// The user cancels the job.
    CancelJob,
    /// Work on a parcel was chosen.
    Parcel(ParcelEffect),
    /// The runtime answers about the exchange.
    Exchange(Box<ExchangeMsg>),
    /// An import file was read: the changes it would make.
    ImportPlanned(Box<ImportPreview>),
    FileWritten(PathBuf, Request),
    /// The text is on the clipboard.
    Copied,
    /// Text returned by the user's external editor.
    ExternalEditorDone(String),
    /// The user discards what was typed since the last save.
    DiscardChanges,
    DatePicked(NaiveDate),
}

/// Origin of an accepted commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitOrigin {
    /// A new change.
    New,
    Undo,
    Redo,
    /// A parcel that was taken in.
    Received,
    /// A file that was taken in.
    Imported,
}

/// Target of a mouse click.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClickTarget {
    /// A command: a hint in the footer, a tab.
    Command(Command),
    /// A row of the list, a question of the form or an option of a modal, by index.
    Row(usize),
    /// The box before a row, by index of the row: ticks it where the screen ticks.
    Box(usize),
    /// A pane or tab within the screen, by index.
    Pane(usize),
    /// A day of a calendar.
    Day(NaiveDate),
}

/// Work for the runtime: everything that touches files, the store, the terminal or another program.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// An effect on the open book, which must have this id.
    InBook(BookId, BookEffect),
    ListBooks,
    OpenBook(PathBuf),
    /// Takes a book off the shelf (true), or puts it back.
    ArchiveBook(PathBuf, bool),
    /// Searches all books on the shelf.
    SearchBooks(SearchRequest),
    ListBackups(PathBuf),
    /// Restores a backup and opens the book.
    Restore(BackupLine),
    /// Creates a book from these answers and opens it.
    CreateBook(Answers),
    /// Changes the settings of the user and keeps them in their file.
    ChangeSettings(Answers),
    OpenSample,
    /// Makes a book of the file with this name, and opens it.
    BringIn(String),
    Parcel(ParcelEffect),
    /// Writes drafts that the store cannot save to a recovery file.
    WriteRecoveryFile(Vec<DraftText>),
    /// Opens text in the user's external editor.
    OpenExternalEditor(String),
    Copy(String),
    CancelJob,
    /// Opens a file or folder in the application that the system associates with it.
    Open(PathBuf),
    /// Suspends the process (SIGTSTP).
    Suspend,
    Quit,
}

impl Session {
    /// Binds `effect` to the open book, so that it cannot run on another.
    pub fn in_book(&self, effect: BookEffect) -> Effect {
        Effect::InBook(self.id, effect)
    }

    /// The effect of a search, in the open book or in all.
    pub fn search(&self, request: SearchRequest) -> Effect {
        if request.all_books {
            Effect::SearchBooks(request)
        } else {
            self.in_book(BookEffect::Search(request))
        }
    }

    /// Loads notes and agenda of `meeting` unless they are loaded.
    pub fn load_details(&self, meeting: Id) -> Option<Effect> {
        let load = || self.in_book(BookEffect::LoadMeetingDetails(meeting));
        (!self.book.detailed.contains(&meeting)).then(load)
    }
}

/// Work on the open book.
#[derive(Clone, Debug, PartialEq)]
pub enum BookEffect {
    /// Saves a commit and clears a draft, in one transaction.
    Commit {
        commit: Commit,
        /// Draft key of the draft that the commit replaces.
        clears_draft: Option<String>,
    },
    /// Saves the corrected beginning of a new book, and the role of its owner.
    CorrectStart(Role, Commit),
    Undo,
    Redo,
    SaveDraft(DraftText),
    /// Deletes the draft with this key.
    ClearDraft(String),
    LoadMeetingDetails(Id),
    /// Loads the archived lines of every agenda.
    LoadArchived,
    Search(SearchRequest),
    /// Reads an import file and plans its changes.
    PlanImport(ImportRequest),
    /// Saves the planned changes of an import, after a backup of the book.
    ApplyImport(Commit),
    Backup,
    /// Renders an export for its preview.
    Preview(Request),
    /// Writes an export to a file.
    Write(Request),
    Exchange(ExchangeEffect),
}

/// Unsaved text on its way to a draft, and its JSON in a recovery file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftText {
    /// Edit target of the form; see [`EditTarget::draft_key`](super::edit_target::EditTarget::draft_key).
    #[serde(rename = "place")]
    pub draft_key: String,
    /// The draft, as [`FormState::draft`](super::form::FormState::draft) writes it.
    pub text: String,
}

/// Navigation away from the current screen; it waits until drafts are saved.
#[derive(Clone, Debug, PartialEq)]
pub enum Nav {
    /// To the screen below.
    Back,
    Tab(MainTab),
    /// To a book, on Today or on a place in it.
    OpenBook(PathBuf, Option<Place>),
    /// To a new book, created from these answers.
    NewBook(Answers),
    /// To the sample year.
    Sample,
    /// To a book restored from a backup.
    Restore(BackupLine),
    Quit,
}

/// Place in a book that is about to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Something with a date, opened as Today opens it.
    Due(DueKind, Id),
    /// A record, opened as a hit of a search is.
    Record {
        kind: Kind,
        id: Id,
        /// Meeting or goal it belongs to.
        parent: Option<Id>,
    },
}

/// Progress of a long job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobProgress {
    /// Name of the current stage.
    pub stage: String,
    /// Percent done, where that is known.
    pub percent: Option<u8>,
}

/// An export as it would be written, for a look before it leaves the machine.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportPreview {
    pub request: Request,
    pub title: String,
    /// Name of the document within a sentence.
    pub name: String,
    /// Name of the file it would write.
    pub file: String,
    /// Notices on what is withheld from the file.
    pub withheld: Vec<String>,
    /// Beginning of the text to be written, or the words in it for a binary file.
    pub text: String,
}

/// A file to import, with what was picked of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportRequest {
    /// Path as typed.
    pub file: String,
    /// Entries of a calendar to take; all of the usual ones before any was picked.
    pub picked: Option<BTreeSet<Id>>,
    /// Text that was pasted in place of a file; empty where there is one.
    pub pasted: String,
    /// Kind of list that the user named; by default the list says it itself.
    pub target: Option<ImportTarget>,
    /// Order of day and month in dates of digits, if the user chose one.
    pub order: Option<DayOrder>,
    /// Index of the row that was picked last.
    pub row: usize,
    /// True once the choice is made.
    pub is_chosen: bool,
}

/// An entry of a calendar that can be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportEntry {
    pub id: Id,
    pub label: String,
    pub taken: bool,
}

/// Planned changes of an import, for confirmation.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportPreview {
    /// Name of the import file.
    pub file: String,
    pub request: ImportRequest,
    /// The plan, one line for each change.
    pub lines: Vec<String>,
    /// Entries of a calendar that can be picked.
    pub entries: Vec<ImportEntry>,
    /// The changes; empty if there are none.
    pub commit: Commit,
    /// Order in which its dates could be read, too.
    pub other_order: Option<DayOrder>,
    /// It is of lists, which could be read as lists of another kind.
    pub is_list: bool,
    /// Something could not be read.
    pub has_flaws: bool,
}

/// Content of the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusLine {
    /// One sentence.
    pub text: String,
    pub is_error: bool,
}
