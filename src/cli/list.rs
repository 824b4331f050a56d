//! `matchbook list`: the lists that the pair keeps together.

use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::editor::CliEditor;
use super::json_schema::{AnswerSchema, answer, done};
use super::meeting;
use super::output::{ChangedRecord, NumberedRow, Output, TextTable, UNDO_RESTORES};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::ops::{self, Editable};
use crate::problem::{Exit, Problem};

/// Which list, and what to do with it. Each line has the number that `list LIST` shows.
#[derive(Debug, Args)]
#[command(
    override_usage = "matchbook list [LIST]\n       matchbook list LIST COMMAND",
    after_help = "Examples:
  matchbook list
  matchbook list ideas
  matchbook list ideas add \"Story walk\" --note \"Six stations along the river\"
  matchbook list books tick 2"
)]
pub struct ListArgs {
    /// Which list: ideas, books, wishes, people, articles; without it how much is on each
    list: Option<ListKind>,
    #[command(subcommand)]
    verb: Option<ListVerb>,
}

/// Commands about one list.
#[derive(Debug, Subcommand)]
pub enum ListVerb {
    /// Show what is on it, what is still open first
    #[command(
        override_usage = "matchbook list LIST show",
        after_help = "Example:
  matchbook list ideas show"
    )]
    Show,
    /// Write something on it
    #[command(
        override_usage = "matchbook list LIST add [OPTIONS] <TITLE>",
        after_help = "Examples:
  matchbook list ideas add \"Story walk\" --meeting 3
  matchbook list people add \"Librarian C\" --by \"runs the bookmobile\" --link c@example.org"
    )]
    Add {
        /// The idea in a few words, a title, a name
        title: String,
        #[command(flatten)]
        fields: ItemFields,
        /// Number of the meeting in which it came up
        #[arg(long, value_name = "NUMBER")]
        meeting: Option<usize>,
    },
    /// Change a line
    #[command(
        override_usage = "matchbook list LIST edit [OPTIONS] <NUMBER>",
        after_help = "Examples:
  matchbook list books edit 2 --note \"Good for a reading circle\"
  matchbook list wishes edit 1 --to ideas"
    )]
    Edit {
        /// Number of the line
        number: usize,
        /// The idea in a few words, a title, a name
        #[arg(long, allow_hyphen_values = true)]
        title: Option<String>,
        #[command(flatten)]
        fields: ItemFields,
        /// Another list to move it to
        #[arg(long, value_name = "LIST")]
        to: Option<String>,
        /// The day it was tried, read or met; \"\" if it was not
        #[arg(long, value_name = "DAY")]
        done: Option<String>,
    },
    /// Tick a line as tried, read or met; once more takes the tick back
    #[command(
        override_usage = "matchbook list LIST tick <NUMBER>",
        after_help = "Example:
  matchbook list books tick 2"
    )]
    Tick {
        /// Number of the line
        number: usize,
    },
    /// Archive a line; undo puts it back
    #[command(
        override_usage = "matchbook list LIST archive <NUMBER>",
        after_help = "Example:
  matchbook list wishes archive 1"
    )]
    Archive {
        /// Number of the line
        number: usize,
    },
}

/// Fields of a line beside its title.
#[derive(Debug, Default, Args)]
pub struct ItemFields {
    /// By whom it is, or what a person does
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    by: Option<String>,
    /// Where it is: a web address, a shelf, a telephone number
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    link: Option<String>,
    /// What you think of it
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    note: Option<String>,
    /// Key of the activity it came from
    #[arg(long, value_name = "KEY")]
    activity: Option<String>,
}

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    answer::<Vec<ListRow>>("list"),
    answer::<Vec<NumberedRow<'static, ListItem>>>("list show"),
    done::<AddedLine>("list add"),
    done::<ChangedRecord>("list edit"),
    done::<ChangedRecord>("list tick"),
    done::<ChangedRecord>("list archive"),
];

/// A list with the number of lines on it.
#[derive(Serialize, JsonSchema)]
pub struct ListRow {
    list: ListKind,
    title: &'static str,
    open: usize,
    items: usize,
}

#[derive(Serialize, JsonSchema)]
pub struct AddedLine {
    list: ListKind,
    id: Option<Id>,
}

/// Does what `args` ask for.
pub fn run(args: &ListArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let (list, verb) = match (args.list, &args.verb) {
        (None, None) => return all(session),
        (Some(list), verb) => (list, verb.as_ref().unwrap_or(&ListVerb::Show)),
        (None, Some(_)) => {
            let keys: Vec<_> = ListKind::ALL.iter().map(|list| list.key()).collect();
            let hint = format!("After “list” write one of: {}.", keys.join(", "));
            return Err(Problem::new("Which list is meant?")
                .hint(hint)
                .exit(Exit::UsageError));
        }
    };
    match verb {
        ListVerb::Show => show(list, session),
        ListVerb::Add {
            title,
            fields,
            meeting,
        } => add(list, title, fields, *meeting, session),
        ListVerb::Edit {
            number,
            title,
            fields,
            to,
            done,
        } => change(list, *number, session, |book, item, session| {
            let mut editor =
                CliEditor::open(session, book, "editor-list-item")?.with_answers(item.answers());
            editor.set("title", "--title", title.as_deref())?;
            fields.fill(&mut editor)?;
            editor.set("list", "--to", to.as_deref())?;
            editor.set_day("done", "--done", done.as_deref(), "Done on")?;
            let ctx = session.env.op_context();
            let commit = ops::edit::<ListItem>(book, item.id, &editor.answers, &ctx)?;
            Ok((commit, editor.notes))
        }),
        ListVerb::Tick { number } => change(list, *number, session, |book, item, session| {
            let commit = ops::tick(book, Kind::ListItem, item.id, &session.env.op_context())?;
            Ok((commit, Vec::new()))
        }),
        ListVerb::Archive { number } => change(list, *number, session, |book, item, session| {
            let commit = ops::archive(book, Kind::ListItem, item.id, &session.env.op_context())?;
            Ok((commit, vec![UNDO_RESTORES.to_owned()]))
        }),
    }
}

/// Saves the commit that `work` makes of the line with this number, with sentences to say below.
fn change(
    list: ListKind,
    number: usize,
    session: &mut CliSession,
    work: impl FnOnce(&Book, &ListItem, &mut CliSession) -> Result<(Commit, Vec<String>), Problem>,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let verb = format!("list {}", list.key());
        let items = opened.book.list(list);
        let item = by_number(&items, number, "line", &verb)?;
        let (commit, notes) = work(&opened.book, item, session)?;
        Ok(ChangeReport::new(commit, ChangedRecord { id: item.id }).notes(notes))
    })
}

impl ItemFields {
    fn fill(&self, editor: &mut CliEditor) -> Result<(), Problem> {
        editor.set("by", "--by", self.by.as_deref())?;
        editor.set("link", "--link", self.link.as_deref())?;
        editor.set("note", "--note", self.note.as_deref())?;
        editor.set("activity", "--activity", self.activity.as_deref())
    }
}

fn add(
    list: ListKind,
    title: &str,
    fields: &ItemFields,
    meeting: Option<usize>,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let meeting = meeting.map(|number| meeting::find(opened, number));
        let meeting = meeting.transpose()?;
        let mut editor = CliEditor::open(session, &opened.book, "editor-list-item")?;
        editor.set("list", "LIST", Some(list.key()))?;
        editor.set("title", "the title", Some(title))?;
        fields.fill(&mut editor)?;
        let mut ctx = session.env.op_context();
        let commit = ops::add::<ListItem>(&opened.book, meeting, &editor.answers, &mut ctx)?;
        let id = commit.changes.first().map(|change| change.id);
        Ok(ChangeReport::new(commit, AddedLine { list, id }).notes(editor.notes))
    })
}

fn all(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::ListItem])?;
    let mut table = TextTable::new(&["List", "Open", "All", "What is on it"]);
    let mut rows = Vec::new();
    for list in ListKind::ALL.iter().copied() {
        let items = book.list(list);
        let row = ListRow {
            list,
            title: list.label(),
            open: items.iter().filter(|item| item.done.is_none()).count(),
            items: items.len(),
        };
        table.row([
            list.key().to_owned(),
            row.open.to_string(),
            row.items.to_string(),
            row.title.to_owned(),
        ]);
        rows.push(row);
    }
    Ok(Output::answer(table.text(), rows))
}

fn show(list: ListKind, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::ListItem])?;
    let mut table = TextTable::new(&["No", "State", list.label(), "By", "Where", "Note"]);
    let rows = NumberedRow::list(book.list(list), |item| item.id);
    for NumberedRow { number, record, .. } in &rows {
        let state = record.done.map_or_else(String::new, |day| {
            format!("{} {}", list.done_label(), dates::format_date(day))
        });
        table.row([
            number.to_string(),
            state,
            record.title.clone(),
            record.by.clone(),
            record.link.clone(),
            record.note.clone(),
        ]);
    }
    let empty = format!(
        "Nothing is on this list yet. “matchbook list {} add \"…\"” writes something on it.",
        list.key()
    );
    Ok(Output::list(&table, rows, &empty))
}
