//! Everything a key, a click or the palette can ask for.
//!
//! What works everywhere is a command of its own; what only one screen understands is that screen's `Verb`, so each
//! screen answers for every verb it has and for nothing else.

use crate::domain::words::words;

use super::field::Edit;
use super::screens::{
    closing, form, forms, goal, goals, ideas, meeting, meetings, pair, preview, search, today, year,
};

words! {
    /// The places of the program, in the order of their number keys.
    Place, "place" {
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
    Go(Place),
    /// Goes to the list of books.
    Shelf,
    /// Starts a new book.
    NewBook,
    /// Lists the backups of the selected book.
    Backups,
    /// Opens the sample year.
    Sample,
    /// Logs a meeting or contact.
    Log,
    /// Plans a meeting.
    Plan,
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
    Detail,
    /// Changes the text that is being typed.
    Text(Edit),
    /// Pastes what was cut or copied here.
    PasteKept,
    /// A verb of Today.
    Today(today::Verb),
    /// A verb of the list of goals.
    Goals(goals::Verb),
    /// A verb of one goal.
    Goal(goal::Verb),
    /// A verb of the log.
    Meetings(meetings::Verb),
    /// A verb of one meeting.
    Meeting(meeting::Verb),
    /// A verb of agenda and ideas.
    Ideas(ideas::Verb),
    /// A verb of the list of forms.
    Forms(forms::Verb),
    /// A verb of the year.
    Year(year::Verb),
    /// A verb of the match.
    Match(pair::Verb),
    /// A verb of the closing kit.
    Closing(closing::Verb),
    /// A verb of a form being filled in.
    Form(form::Verb),
    /// A verb of the preview.
    Preview(preview::Verb),
    /// A verb of search.
    Found(search::Verb),
}
