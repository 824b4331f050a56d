//! Everything a key, a click or the palette can ask for.
//!
//! What works everywhere is a command of its own; what only one screen understands is that screen's `Verb`, so each
//! screen answers for every verb it has and for nothing else.

use crate::domain::string_enum::string_enum;

use super::field::Edit;
use super::screens::{
    closing, form, forms, goal, goals, ideas, meeting, meetings, pair, preview, search, today, year,
};

string_enum! {
    /// The places of the program, in the order of their number keys.
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
    /// The row, option or line above.
    Up,
    /// The row, option or line below.
    Down,
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// The first.
    First,
    /// The last.
    Last,
    /// The next pane, tab or field.
    Next,
    /// The pane, tab or field before.
    Previous,
    /// Opens what is selected, or accepts.
    Open,
}

/// One request; [`super::keymap`] says which key asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Movement on whatever is on top.
    Move(Move),
    /// Goes back, or closes.
    Back,
    /// Goes to a place.
    GoTo(MainTab),
    /// Goes to the list of books.
    Shelf,
    /// Starts a new book.
    NewBook,
    /// Lists the backups of the selected book.
    Backups,
    /// Opens the sample year.
    Sample,
    /// Logs a meeting or contact.
    LogMeeting,
    /// Plans a meeting.
    PlanMeeting,
    /// Builds the agenda of the next meeting.
    BuildAgenda,
    /// Opens what helps to end the year well.
    ClosingKit,
    /// Searches everything.
    Search,
    /// The next hit of the last search.
    NextHit,
    /// The hit before.
    PreviousHit,
    /// Lists every command.
    Palette,
    /// Explains the screen.
    Help,
    /// Takes back.
    Undo,
    /// Does again.
    Redo,
    /// Takes a file in.
    Import,
    /// Writes out: a file for the partner or the office.
    Export,
    /// Puts the program to sleep, as shells do.
    Suspend,
    /// Ends the program.
    Quit,
    /// Shows or hides the detail of a problem.
    ToggleDetail,
    /// Changes the text that is being typed.
    EditText(Edit),
    /// Pastes what was cut or copied here.
    PasteCutBuffer,
    /// A verb of Today.
    Today(today::TodayAction),
    /// A verb of the list of goals.
    Goals(goals::GoalsAction),
    /// A verb of one goal.
    Goal(goal::GoalAction),
    /// A verb of the log.
    Meetings(meetings::MeetingsAction),
    /// A verb of one meeting.
    Meeting(meeting::MeetingAction),
    /// A verb of agenda and ideas.
    Ideas(ideas::IdeasAction),
    /// A verb of the list of forms.
    Forms(forms::FormsAction),
    /// A verb of the year.
    Year(year::YearAction),
    /// A verb of the match.
    Match(pair::MatchAction),
    /// A verb of the closing kit.
    Closing(closing::ClosingAction),
    /// A verb of a form being filled in.
    Form(form::FormAction),
    /// A verb of the preview.
    Preview(preview::PreviewAction),
    /// A verb of search.
    SearchResults(search::SearchAction),
}
