//! Which key asks for what, where: the one table.
//!
//! Dispatch, footer, help, palette and the README's key table all read [`BINDINGS`]; no other file names a key. A context
//! is a place where keys have a meaning of their own; the innermost one that knows a key decides. While text is typed
//! the innermost context is the text field's, so letters are letters.

use super::command::Command;
use super::field::Edit;
use super::key::Key;

mod table;
#[cfg(test)]
mod tests;

pub use table::BINDINGS;

/// Where keys have a meaning of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// Everywhere but in forms and modals.
    Global,
    /// In forms too, where letters are typed.
    Chords,
    /// Any list.
    List,
    /// The welcome of an empty home.
    Welcome,
    /// The list of books.
    Shelf,
    /// Today.
    Today,
    /// The list of goals.
    Goals,
    /// One goal.
    Goal,
    /// The log.
    Meetings,
    /// One meeting.
    Meeting,
    /// Agenda and ideas.
    Ideas,
    /// The list of forms.
    Forms,
    /// The program's year.
    Year,
    /// The calendar of the year.
    Days,
    /// The match.
    Match,
    /// What to read, of the match.
    Reading,
    /// The closing kit.
    Closing,
    /// The thank-you letter.
    Letter,
    /// A form or an editor being filled in.
    Form,
    /// A form of the program, as against an editor.
    Response,
    /// A date field.
    Date,
    /// A field with options.
    Options,
    /// A line of text.
    Line,
    /// A text of several lines.
    Prose,
    /// Text of either sort.
    Typing,
    /// What an export will write.
    Preview,
    /// Search everything.
    Search,
    /// A question to confirm.
    Confirm,
    /// A list to pick from.
    Pick,
    /// Help.
    Help,
    /// The palette.
    Palette,
    /// A problem.
    Problem,
    /// Something that takes longer.
    Progress,
    /// A calendar.
    Calendar,
}

impl Context {
    /// What help calls it.
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

/// What must be there for a command to make sense; without it the hint is gray and the key explains itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A selected row.
    Selection,
    /// An open book.
    Book,
    /// A book that may be changed.
    WritableBook,
}

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    /// Where it holds.
    pub context: Context,
    /// The keys; the first is the one that is shown.
    pub keys: &'static [Key],
    /// What they ask for.
    pub command: Command,
    /// The word in the footer; empty: not in the footer.
    pub hint: &'static str,
    /// What help and palette say.
    pub help: &'static str,
    /// What must be there.
    pub needs: Needs,
}

/// What `key` asks for in `contexts`, innermost first; a printable key that none of them knows is typed where text is.
pub fn resolve(contexts: &[Context], key: Key) -> Option<Command> {
    let typing = contexts.contains(&Context::Typing);
    for context in contexts {
        let found = BINDINGS
            .iter()
            .find(|binding| binding.context == *context && binding.keys.contains(&key));
        if let Some(binding) = found {
            return Some(binding.command.clone());
        }
        if *context == Context::Typing
            && let Some(character) = key.as_char()
        {
            return Some(Command::EditText(Edit::Insert(character)));
        }
    }
    debug_assert!(!typing || key.as_char().is_none());
    None
}

/// The rows that hold in `contexts`, innermost first; a row whose every key an inner context takes is left out.
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

/// The row that asks for `command` in one of `contexts`.
pub fn binding_for(contexts: &[Context], command: &Command) -> Option<&'static Binding> {
    active(contexts)
        .into_iter()
        .find(|binding| binding.command == *command)
}

/// The keys for the README, in Markdown: a table of those that work anywhere, and a line for each of the others.
pub fn markdown_table() -> String {
    let mut text = String::from("| Key | What it does anywhere | Key | |\n|---|---|---|---|\n");
    let cells = markdown_keys(Context::Global);
    let cells: Vec<_> = cells
        .map(|(keys, help)| format!("{} | {help}", keys.replace('|', "\\|")))
        .collect();
    // Two columns, each read from top to bottom.
    let half = cells.len().div_ceil(2);
    for (place, left) in cells.iter().take(half).enumerate() {
        let right = cells.get(half + place).map_or(" | ", String::as_str);
        text += &format!("| {left} | {right} |\n");
    }
    for context in [Context::List, Context::Form] {
        let keys = markdown_keys(context).map(|(keys, help)| format!("{keys} {help}"));
        let keys: Vec<_> = keys.collect();
        text += &format!("\n{}: {}.\n", context.title(), keys.join(" · "));
    }
    text
}

fn markdown_keys(context: Context) -> impl Iterator<Item = (String, &'static str)> {
    let rows = BINDINGS.iter().filter(move |row| row.context == context);
    rows.map(|row| {
        let keys: Vec<_> = row.keys.iter().map(|key| format!("`{key}`")).collect();
        (keys.join(" "), row.help)
    })
}
