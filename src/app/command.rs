//! Commands: everything that a key, a click or the command palette can request.
//!
//! A request that works on every screen is a command of its own. One that a single screen handles is an action of that
//! screen (`GoalsAction`, `FormAction`, …), wrapped in the command of the same name, so that each screen matches
//! exhaustively on its own actions and on nothing else.

use crate::domain::string_enum::string_enum;

use super::field::Edit;
use super::screens::{
    closing, form, forms, goal, goals, ideas, meeting, meetings, pair, preview, search, today, year,
};

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
    /// Logs a meeting or contact.
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
    /// Imports a file.
    Import,
    /// Exports a file for the partner or the office.
    Export,
    /// Suspends the process (SIGTSTP), as shells do.
    Suspend,
    Quit,
    /// Shows or hides the detail of a problem.
    ToggleDetail,
    /// Edits the focused text field.
    EditText(Edit),
    /// Pastes what was cut or copied in a text field of the program.
    PasteCutBuffer,
    Today(today::TodayAction),
    Goals(goals::GoalsAction),
    Goal(goal::GoalAction),
    Meetings(meetings::MeetingsAction),
    Meeting(meeting::MeetingAction),
    Ideas(ideas::IdeasAction),
    Forms(forms::FormsAction),
    Year(year::YearAction),
    Match(pair::MatchAction),
    Closing(closing::ClosingAction),
    Form(form::FormAction),
    Preview(preview::PreviewAction),
    SearchResults(search::SearchAction),
}
