//! The keymap: which key runs which command, in which context.
//!
//! Dispatch, footer, help, palette and the README's key table all read [`BINDINGS`]; others name a key only in words to people.
//! The innermost context that binds a key decides. While text is typed the innermost context is the text field's, so letters
//! are letters.

use super::command::Command;
use super::key::Key;
use crate::domain::string_enum::string_enum;

mod table;
#[cfg(test)]
mod tests;

pub use table::BINDINGS;

string_enum! {
    /// A part of the program in which keys have a meaning of their own.
    Context, "context" {
        /// Everywhere but in forms and modals.
        Global = "global" => "Anywhere",
        /// In forms and search, where letters are typed: only keys that type nothing.
        Chords = "chords" => "Anywhere, forms too",
        List = "list" => "In a list",
        Welcome = "welcome" => "Welcome",
        Shelf = "shelf" => "Shelf",
        Today = "today" => "Today",
        Goals = "goals" => "Goals",
        Goal = "goal" => "A goal",
        /// The log of meetings.
        Meetings = "meetings" => "Meetings",
        Meeting = "meeting" => "A meeting",
        /// A call while it is held, whichever half has the focus.
        Call = "call" => "A call",
        /// The agenda of the call.
        CallAgenda = "call-agenda" => "The agenda of a call",
        Ideas = "ideas" => "Agenda and ideas",
        Forms = "forms" => "Forms",
        Year = "year" => "Year",
        Days = "days" => "The year's calendar",
        Match = "match" => "Match",
        /// The reading list of the match.
        Reading = "reading" => "What to read",
        Closing = "closing" => "Closing kit",
        Letter = "letter" => "The letter",
        Archived = "archived" => "What is archived",
        Form = "form" => "Filling in",
        /// A form of the program, in addition to [`Self::Form`].
        Response = "response" => "A form of the program",
        /// The notes of a meeting.
        Notes = "notes" => "Notes of a meeting",
        Date = "date" => "A date",
        Options = "options" => "A choice",
        /// A single-line field.
        Line = "line" => "A line of text",
        /// A multi-line field.
        Prose = "prose" => "A longer text",
        /// Any text field.
        Typing = "typing" => "Typing",
        Preview = "preview" => "Before a file is written",
        Import = "import" => "Before a file is taken in",
        Share = "share" => "A parcel for your partner",
        Review = "review" => "A parcel of your partner",
        Versions = "versions" => "Two versions",
        Search = "search" => "Search",
        Confirm = "confirm" => "A question",
        Pick = "pick" => "Picking",
        Help = "help" => "Help",
        Palette = "palette" => "All commands",
        /// A phrase being typed.
        Phrase = "phrase" => "The phrase of a parcel",
        Problem = "problem" => "A problem",
        Progress = "progress" => "While something takes longer",
        /// The date picker.
        Calendar = "calendar" => "Calendar",
    }
}

/// Precondition of a command. While it is not met the hint is gray, and the key shows the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    /// A selected row.
    Selection,
    /// An open book.
    Book,
    /// An open book, or any on the shelf.
    AnyBook,
    /// An open book that is not read only.
    WritableBook,
    /// An editor of the user's own; without one the key is not offered.
    ExternalEditor,
}

/// A row of the keymap.
#[derive(Debug)]
pub struct Binding {
    pub context: Context,
    /// The keys; the first is the one shown.
    pub keys: &'static [Key],
    pub command: Command,
    /// Word in the footer; empty if the binding is not shown there.
    pub hint: &'static str,
    /// Sentence in help and palette.
    pub help: &'static str,
    pub needs: Needs,
}

/// Meaning of a key in a context.
#[derive(Clone, Copy, Debug)]
pub enum KeyMeaning {
    Bound(&'static Binding),
    /// A character typed in a text field, or any at a choice.
    Typed(char),
}

/// Meaning of `key` in `contexts`, innermost first; a printable key without a binding is typed in a text field.
pub fn resolve(contexts: &[Context], key: Key) -> Option<KeyMeaning> {
    for context in contexts {
        // Of the row of digits the key itself counts.
        if *context == Context::Options
            && let Some(digit) = key.as_char().filter(char::is_ascii_digit)
        {
            return Some(KeyMeaning::Typed(digit));
        }
        let mut rows = BINDINGS.iter();
        if let Some(binding) = rows.find(|row| row.context == *context && row.keys.contains(&key)) {
            return Some(KeyMeaning::Bound(binding));
        }
        if *context == Context::Typing
            && let Some(character) = key.as_char()
        {
            return Some(KeyMeaning::Typed(character));
        }
    }
    // At a choice, what was meant as text is answered.
    let at_choice = contexts.contains(&Context::Options);
    let typed = key.as_char().filter(|_| at_choice);
    typed.map(KeyMeaning::Typed)
}

/// The bindings in effect in `contexts`, innermost first, without those whose first key an inner context binds or types.
pub fn active(contexts: &[Context]) -> Vec<&'static Binding> {
    let mut rows: Vec<&'static Binding> = Vec::new();
    for context in contexts {
        for binding in BINDINGS
            .iter()
            .filter(|binding| binding.context == *context)
        {
            let hidden = rows
                .iter()
                .any(|row| row.context != *context && row.keys.contains(&binding.keys[0]));
            let typed = contexts.contains(&Context::Typing) && binding.keys[0].as_char().is_some();
            if !hidden && !typed {
                rows.push(binding);
            }
        }
    }
    rows
}

/// The binding of `command` in `contexts`, innermost first.
pub fn binding_for(contexts: &[Context], command: &Command) -> Option<&'static Binding> {
    active(contexts)
        .into_iter()
        .find(|binding| binding.command == *command)
}
