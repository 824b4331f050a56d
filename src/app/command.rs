//! Commands: everything that a key, a click or the command palette can request.
//!
//! The screen on top gets a command first; one that it has no use for is handled for all screens. The same command means
//! the same on every screen: [`Command::Archive`] archives what is selected, whatever that is.

use crate::domain::call::Mark;
use crate::domain::ops::Direction;
use crate::domain::string_enum::string_enum;

use super::field::Edit;

string_enum! {
    /// The tabs of the main screen, in the order of their number keys.
    MainTab, "place" {
        Today = "today" => "Today",
        Goals = "goals" => "Goals",
        Meetings = "meetings" => "Meetings",
        Ideas = "ideas" => "Ideas",
        Forms = "forms" => "Forms",
        Year = "year" => "Year",
        Match = "match" => "Match",
    }
}

/// Movement, the same in every list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    First,
    Last,
    /// The next pane, tab or field.
    Next,
    /// The previous pane, tab or field.
    Previous,
    /// Opens what is selected, or accepts.
    Open,
}

/// The value after `here` among `all`, or before it, going around at the ends.
pub fn adjacent<T: Copy + PartialEq>(all: &[T], here: T, forward: bool) -> T {
    let index = all.iter().position(|it| *it == here).unwrap_or(0);
    let step = if forward {
        1
    } else {
        all.len().saturating_sub(1)
    };
    let next = all.get((index + step) % all.len().max(1));
    next.copied().unwrap_or(here)
}

/// One command; [`super::keymap`] maps keys to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Moves in the modal or screen on top.
    Move(Move),
    /// Goes back, or closes the modal.
    Back,
    /// Goes to a tab.
    GoTo(MainTab),
    /// Opens the list of books.
    Shelf,
    NewBook,
    /// Lists the backups of the selected book.
    Backups,
    /// Opens the sample year.
    Sample,
    /// Logs a meeting or contact; asks first if it was a planned one that is due.
    LogMeeting,
    PlanMeeting,
    /// Builds the agenda of the next meeting.
    BuildAgenda,
    ClosingKit,
    Search,
    /// Opens the next hit of the last search.
    NextHit,
    /// Opens the previous hit.
    PreviousHit,
    /// Opens the command palette.
    Palette,
    /// Opens the help of the screen.
    Help,
    Undo,
    Redo,
    /// Edits the settings.
    Settings,
    /// Imports a file.
    Import,
    /// Exports a file for the partner or the office.
    Export,
    /// Suspends the process (SIGTSTP), as shells do.
    Suspend,
    Quit,
    /// Shows or hides the detail of a problem, or what the signs mean.
    ToggleDetail,
    /// Edits the focused text field.
    EditText(Edit),
    /// Pastes what was cut or copied in a text field of the program.
    PasteCutBuffer,
    /// Opens the editor of what is selected.
    Edit,
    /// Ticks what is selected, or does what the row names; chooses the option of a form.
    Toggle,
    /// Archives what is selected.
    Archive,
    /// Lists what is archived.
    Archived,
    /// Puts the selected archived record back.
    PutBack,
    /// Moves the selected row by one place.
    Shift(Direction),
    /// Picks the status of a goal, or the state of an activity.
    Status,
    /// Adds what the screen lists.
    Add,
    AddAction,
    /// Adds a pause of the year.
    AddPause,
    AddStep,
    /// Adds a progress line.
    AddProgress,
    AddEvidence,
    /// Adds an item to the agenda.
    AddLine,
    /// Adds an item that came up in the meeting to a shared list.
    AddToList,
    /// Makes the goal, the notes of the meeting or the line under the cursor private, or shared again.
    Private,
    /// Shows a part of the list only, or all.
    Filter,
    /// Sorts oldest or newest first.
    Sort,
    /// Plans a series of meetings.
    Series,
    /// Cancels the planned meeting.
    Cancel,
    /// Holds the planned meeting as a call, or goes on with the one that is open.
    Call,
    /// Says what the line of the call's notes becomes.
    Mark(Mark),
    /// Takes up the next line of the call's agenda.
    NextLine,
    /// Pauses the time of the call, or lets it run on.
    Pause,
    /// Rates the activity, with a note.
    Rate,
    /// Starts another year with the same partner.
    NextYear,
    Sign,
    /// Marks the form complete.
    Complete,
    /// Goes to today in the calendar.
    CalendarToday,
    /// Goes to the next day of the calendar with an entry.
    NextEntryDay,
    /// Goes to the previous day of the calendar with an entry.
    PreviousEntryDay,
    /// Saves and closes the form.
    Save,
    /// Discards what was typed since the last save.
    Discard,
    /// Refills answers from the log.
    RefillFromLog,
    /// Focuses the next required answer that is missing.
    NextMissing,
    /// Opens the date picker.
    Calendar,
    /// Opens the text in the user's external editor.
    ExternalEditor,
    WriteFile,
    /// Copies what is selected or shown as text.
    CopyText,
    /// Copies a cover message for the file.
    CopyMail,
    /// Picks the privacy level of the export.
    Level,
    /// Changes the size of the paper.
    Paper,
    /// Reads dates of digits the other way.
    DayOrder,
    /// Reads a list as another kind of it.
    ListKind,
    /// Shows the form without answers, to fill in by hand.
    BlankForm,
    /// Shows the partner's questions of the form, to be sent to them.
    AskPartner,
    /// Opens the file that was written.
    OpenFile,
    /// Opens the folder of the file.
    OpenFolder,
    /// Shows what a parcel for the partner would carry.
    Share,
    /// Writes the parcel as text to paste into a mail.
    ShareAsText,
    /// Takes in a parcel of the partner.
    Receive,
    /// Joins the record of a parcel with one's own.
    Join,
    /// Lists the fields with several versions.
    Versions,
    /// Shows or changes the phrase that seals the parcels.
    Phrase,
    /// Filters search results by the next kind, or shows all.
    NextKind,
    /// Filters search results by the previous kind, or shows all.
    PreviousKind,
}
