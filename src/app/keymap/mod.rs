//! The keymap: which key runs which command, in which context.
//!
//! Dispatch, footer, help, palette and the README's key table all read [`BINDINGS`]; no other file names a key. The
//! innermost context that binds a key decides. While text is typed the innermost context is the text field's, so letters
//! are letters.

use super::command::Command;
use super::key::Key;

mod table;
#[cfg(test)]
mod tests;

pub use table::BINDINGS;

/// A part of the program in which keys have a meaning of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Everywhere but in forms and modals.
    Global,
    /// In forms and search, where letters are typed: only keys that type nothing.
    Chords,
    List,
    Welcome,
    Shelf,
    Today,
    Goals,
    Goal,
    /// The log of meetings.
    Meetings,
    Meeting,
    Ideas,
    Forms,
    Year,
    Days,
    Match,
    /// The reading list of the match.
    Reading,
    Closing,
    Letter,
    Form,
    /// A form of the program, in addition to [`Self::Form`].
    Response,
    Date,
    Options,
    /// A single-line field.
    Line,
    /// A multi-line field.
    Prose,
    /// Any text field.
    Typing,
    Preview,
    Search,
    Confirm,
    Pick,
    Help,
    Palette,
    Problem,
    Progress,
    /// The date picker.
    Calendar,
}

impl Context {
    /// Heading in the help.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Global => "Anywhere",
            Self::Chords => "Anywhere, forms too",
            Self::List => "In a list",
            Self::Welcome => "Welcome",
            Self::Shelf => "Shelf",
            Self::Today => "Today",
            Self::Goals => "Goals",
            Self::Goal => "A goal",
            Self::Meetings => "Meetings",
            Self::Meeting => "A meeting",
            Self::Ideas => "Agenda and ideas",
            Self::Forms => "Forms",
            Self::Year => "Year",
            Self::Days => "The year's calendar",
            Self::Match => "Match",
            Self::Reading => "What to read",
            Self::Closing => "Closing kit",
            Self::Letter => "The letter",
            Self::Form => "Filling in",
            Self::Response => "A form of the program",
            Self::Date => "A date",
            Self::Options => "A choice",
            Self::Line => "A line of text",
            Self::Prose => "A longer text",
            Self::Typing => "Typing",
            Self::Preview => "Before a file is written",
            Self::Search => "Search",
            Self::Confirm => "A question",
            Self::Pick => "Picking",
            Self::Help => "Help",
            Self::Palette => "All commands",
            Self::Problem => "A problem",
            Self::Progress => "While something takes longer",
            Self::Calendar => "Calendar",
        }
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
    /// An open book that is not read only.
    WritableBook,
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

/// What a key stands for.
#[derive(Clone, Copy, Debug)]
pub enum KeyMeaning {
    Bound(&'static Binding),
    /// A character typed in a text field.
    Typed(char),
}

/// Meaning of `key` in `contexts`, innermost first; a printable key without a binding is typed in a text field.
pub fn resolve(contexts: &[Context], key: Key) -> Option<KeyMeaning> {
    for context in contexts {
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
    None
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
