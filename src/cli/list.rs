//! `matchbook list`: the lists that the pair keeps together.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::editor::CliEditor;
use super::meeting;
use super::output::{Output, TextTable};
use super::session::{CliSession, LoadedBook, by_number};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::ops;
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

/// What to do with a list.
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
    /// Put a line away; undo brings it back
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

/// What a line may have beside its title.
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
        } => {
            let mut opened = session.open_for_edit()?;
            let item = find(&opened.book, list, *number)?;
            let id = item.id;
            let mut editor = CliEditor::open(session, &opened.book, "editor-list-item")?
                .with_answers(ops::list::answers_of(item));
            editor.set("title", "--title", title.as_deref())?;
            fields.fill(&mut editor)?;
            editor.set("list", "--to", to.as_deref())?;
            editor.set_day("done", "--done", done.as_deref(), "Done on")?;
            let answers = &editor.answers;
            let commit = ops::list::edit(&opened.book, id, answers, &mut session.env.op_context())?;
            session.save(&mut opened, &commit, &editor.notes, json!({ "id": id }))
        }
        ListVerb::Tick { number } => {
            let mut opened = session.open_for_edit()?;
            let id = find(&opened.book, list, *number)?.id;
            let commit = ops::list::tick(&opened.book, id, &mut session.env.op_context())?;
            session.save(&mut opened, &commit, &[], json!({ "id": id }))
        }
        ListVerb::Archive { number } => {
            let mut opened = session.open_for_edit()?;
            let id = find(&opened.book, list, *number)?.id;
            let commit = ops::list::archive(&opened.book, id, &mut session.env.op_context())?;
            let notes = ["“matchbook undo” brings it back.".to_owned()];
            session.save(&mut opened, &commit, &notes, json!({ "id": id }))
        }
    }
}

fn find(book: &Book, list: ListKind, number: usize) -> Result<&ListItem, Problem> {
    let verb = format!("list {}", list.key());
    by_number(&book.list(list), number, "line", &verb)
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
    let mut opened = session.open_for_edit()?;
    let meeting = meeting.map(|number| meeting::find(&mut opened, number));
    let meeting = meeting.transpose()?;
    let mut editor = CliEditor::open(session, &opened.book, "editor-list-item")?;
    editor.set("list", "LIST", Some(list.key()))?;
    editor.set("title", "the title", Some(title))?;
    fields.fill(&mut editor)?;
    let mut ctx = session.env.op_context();
    let commit = ops::list::add(&opened.book, &editor.answers, meeting, &mut ctx)?;
    drop(ctx);
    let json = json!({ "list": list, "id": commit.changes.first().map(|change| change.id) });
    session.save(&mut opened, &commit, &editor.notes, json)
}

fn all(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::ListItem])?;
    let mut table = TextTable::new(&["List", "Open", "All", "What is on it"]);
    let mut json = Vec::new();
    for list in ListKind::ALL {
        let items = book.list(*list);
        let open = items.iter().filter(|item| item.done.is_none()).count();
        table.row([
            list.key().to_owned(),
            open.to_string(),
            items.len().to_string(),
            list.label().to_owned(),
        ]);
        json.push(json!({
            "list": list,
            "title": list.label(),
            "open": open,
            "items": items.len(),
        }));
    }
    Ok(Output::answer(table.text(), serde_json::Value::from(json)))
}

fn show(list: ListKind, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::ListItem])?;
    let items = book.list(list);
    if items.is_empty() {
        let key = list.key();
        let text = format!(
            "Nothing is on this list yet. “matchbook list {key} add \"…\"” writes something on it."
        );
        return Ok(Output::answer(text, json!([])));
    }
    let mut table = TextTable::new(&["No", "State", list.label(), "By", "Where", "Note"]);
    for (number, item) in (1..).zip(&items) {
        let state = item.done.map_or_else(String::new, |day| {
            format!("{} {}", list.done_label(), dates::format_date(day))
        });
        table.row([
            format!("{number}"),
            state,
            item.title.clone(),
            item.by.clone(),
            item.link.clone(),
            item.note.clone(),
        ]);
    }
    let json = (1..)
        .zip(&items)
        .map(|(number, item)| as_json(number, item));
    Ok(Output::answer(
        table.text(),
        json.collect::<serde_json::Value>(),
    ))
}

fn as_json(number: usize, item: &ListItem) -> Value {
    json!({
        "number": number,
        "id": item.id,
        "list": item.list,
        "title": item.title,
        "by": item.by,
        "link": item.link,
        "note": item.note,
        "meeting": item.meeting,
        "activity": item.activity,
        "added": item.added,
        "adder": item.adder,
        "done": item.done,
    })
}
