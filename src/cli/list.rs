//! `matchbook list`: the lists that the pair keeps together.

use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::archived::ArchivedOption;
use super::meeting;
use super::options::NewFields;
use super::output::{ChangedRecord, NumberedRow, Output};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use super::target::{EditArgs, Found, Target};
use crate::domain::answer::Answers;
use crate::domain::change::Record;
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::ops;
use crate::problem::Problem;

/// Which list, and what to do with it. Each line has the number that `list LIST` shows.
#[derive(Debug, Args)]
#[command(override_usage = "matchbook list [LIST]\n       matchbook list LIST COMMAND")]
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
    #[command(override_usage = "matchbook list LIST show")]
    Show(ArchivedOption),
    /// Write something on it
    #[command(override_usage = "matchbook list LIST add [OPTIONS] <TITLE>")]
    Add {
        #[command(flatten)]
        fields: NewFields<ListItem>,
        /// Number of the meeting in which it came up
        #[arg(long, value_name = "NUMBER")]
        meeting: Option<usize>,
    },
    /// Change a line
    #[command(override_usage = "matchbook list LIST edit [OPTIONS] <NUMBER>")]
    Edit(EditArgs<ListLine>),
    /// Tick a line as tried, read or met; once more takes the tick back
    #[command(override_usage = "matchbook list LIST tick <NUMBER>")]
    Tick(ListLine),
    /// Archive a line; undo puts it back
    #[command(override_usage = "matchbook list LIST archive <NUMBER>")]
    Archive(ListLine),
}

/// The line that a command is called for, by its list and its number.
#[derive(Clone, Copy, Debug, Args)]
pub struct ListLine {
    #[arg(skip = ListKind::Ideas)]
    list: ListKind,
    /// Number of the line
    number: usize,
}

impl Target for ListLine {
    type Record = ListItem;
    type Answer = ChangedRecord;

    fn find(&self, opened: &mut LoadedBook, _: &CliSession) -> Found<ChangedRecord> {
        let items = opened.book.list(self.list);
        let listed_by = format!("list {}", self.list.key());
        let id = by_number(&items, self.number, "line", &listed_by)?.id;
        Ok((id, ChangedRecord { id }))
    }
}

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

pub fn run(args: &ListArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let (list, verb) = match (args.list, &args.verb) {
        (None, None) => return all(session),
        (Some(list), verb) => (list, verb.as_ref()),
        (None, Some(_)) => {
            let keys: Vec<_> = ListKind::ALL.iter().map(|list| list.key()).collect();
            let hint = format!("After “list” write one of: {}.", keys.join(", "));
            return Err(Problem::wrong_use("Which list is meant?", hint));
        }
    };
    let on_list = |line: &ListLine| ListLine { list, ..*line };
    let Some(verb) = verb else {
        return show(list, session);
    };
    match verb {
        ListVerb::Show(archived) => {
            let wanted = |it: &Record| matches!(it, Record::ListItem(item) if item.list == list);
            archived.or_else_where(wanted, session, |session| show(list, session))
        }
        ListVerb::Add { fields, meeting } => add(list, fields, *meeting, session),
        ListVerb::Edit(edit) => on_list(&edit.target).edit(&edit.fields, session),
        ListVerb::Tick(line) => on_list(line).tick(session),
        ListVerb::Archive(line) => on_list(line).archive(session),
    }
}

fn add(
    list: ListKind,
    fields: &NewFields<ListItem>,
    meeting: Option<usize>,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let meeting = meeting.map(|number| meeting::find(opened, number));
        let (meeting, book) = (meeting.transpose()?, &opened.book);
        let answers = Answers::of("list", list.key());
        let editor = fields.editor(answers, book, session)?;
        let commit = ops::add::<ListItem>(book, meeting, &editor.answers, &session.ctx())?;
        let id = commit.changes.first().map(|change| change.id);
        Ok(ChangeReport::new(commit, AddedLine { list, id }).notes(editor.notes))
    })
}

fn all(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let rows = ListKind::ALL.iter().copied().map(|list| {
        let items = book.list(list);
        ListRow {
            list,
            title: list.label(),
            open: items.iter().filter(|item| item.done.is_none()).count(),
            items: items.len(),
        }
    });
    let cells = |row: &ListRow| {
        [
            row.list.key().to_owned(),
            row.open.to_string(),
            row.items.to_string(),
            row.title.to_owned(),
        ]
    };
    let header = ["List", "Open", "All", "What is on it"];
    Ok(Output::table(&header, rows.collect(), cells, ""))
}

fn show(list: ListKind, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let rows = NumberedRow::list(book.list(list));
    let cells = |row: &NumberedRow<ListItem>| {
        let item = row.record;
        [
            row.number.to_string(),
            dates::phrase(list.done_label(), item.done),
            item.title.clone(),
            item.by.clone(),
            item.link.clone(),
            item.note.clone(),
        ]
    };
    let empty = format!(
        "Nothing is on this list yet. “matchbook list {} add \"…\"” writes something on it.",
        list.key()
    );
    let header = ["No", "State", list.label(), "By", "Where", "Note"];
    Ok(Output::table(&header, rows, cells, &empty))
}
