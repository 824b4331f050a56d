//! `matchbook log`: a meeting or contact, logged in one line.

use clap::Args;

use super::editor::CliEditor;
use super::goal;
use super::meeting::find_with_details;
use super::options::{EditFields, FormOptions};
use super::output::{ChangedRecord, Nothing, Output};
use super::session::{ChangeReport, CliSession, usage_error};
use super::target::Number;
use crate::domain::answer::{Answers, Slot};
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit, Record};
use crate::domain::dates;
use crate::domain::fill::ask_ahead;
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;
use crate::domain::ops::{self, OpContext, Refusal};
use crate::problem::Problem;

/// A meeting or contact to log. Only the kind is needed.
#[derive(Debug, Args)]
pub struct LogArgs {
    /// A meeting is a talk proper; an e-mail, a chat, a short call is a contact
    #[arg(long, value_name = "meeting|contact")]
    kind: String,
    /// Log another one, though a meeting was planned for that day
    #[arg(long)]
    another: bool,
    #[command(flatten)]
    fields: LogFields,
}

/// Fields of a meeting.
#[derive(Debug, Args)]
pub struct LogFields {
    #[command(flatten)]
    options: EditFields<Meeting>,
    /// Number of a goal it touched (may be repeated)
    #[arg(long, value_name = "NUMBER")]
    goal: Vec<usize>,
}

impl FormOptions for Meeting {
    const KEY: &'static str = "editor-meeting";
}

/// A meeting, and what is to be written down of it.
#[derive(Debug, Args)]
pub struct LogEdit {
    #[command(flatten)]
    meeting: Number<Meeting>,
    #[command(flatten)]
    fields: LogFields,
}

pub fn run(args: &LogArgs, session: &mut CliSession) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let mut editor =
            CliEditor::open(session, &opened.book, "editor-meeting", Answers::default())?;
        editor.set("kind", "--kind", Some(&args.kind))?;
        args.fields.fill(&mut editor, &opened.book)?;
        let planned = planned_on(&editor.answers, &opened.book, session);
        let Some(id) = planned.filter(|_| !args.another) else {
            let mut ctx = session.env.op_context();
            let commit = ops::meeting::log(&opened.book, &editor.answers, &mut ctx)?;
            return Ok(report(commit, Nothing {}, editor));
        };
        opened.book.extend(opened.store.load_details(id)?);
        let book = &opened.book;
        let answers = with_typed(ops::meeting::answers_of(book, &book.meetings[&id]), &editor);
        let mut ctx = session.env.op_context();
        let commit = ops::meeting::mark_held(book, id, &answers, &mut ctx)?;
        let planned = "It was planned for this day. “--another” logs one beside it.".to_owned();
        Ok(report(commit, Nothing {}, editor).notes(vec![planned]))
    })
}

/// The meeting that was planned for the day of the one that is logged.
fn planned_on(typed: &Answers, book: &Book, session: &CliSession) -> Option<Id> {
    let today = session.env.today();
    let day = typed.day("date").unwrap_or(today);
    let is_it = |it: &&Meeting| it.date == day && typed.get("kind") == it.kind.key();
    let planned = book.planned().into_iter().find(is_it);
    planned.filter(|_| day <= today).map(|planned| planned.id)
}

/// The answers of a planned meeting with what was typed over them; a day without a time leaves it the time it has.
fn with_typed(mut answers: Answers, editor: &CliEditor) -> Answers {
    let mut typed = editor.answers.clone();
    if typed.time("date").is_none() {
        typed.0.remove(&Slot::once("date"));
    }
    answers.0.extend(typed.0);
    answers
}

/// Saves the commit that `operation` makes of a meeting, with what was typed over the answers it has; if it `moves` one that
/// is ahead, the day that is typed is one ahead.
pub fn change(
    edit: &LogEdit,
    session: &mut CliSession,
    moves: bool,
    operation: impl FnOnce(&Book, Id, &Answers, &mut OpContext) -> Result<Commit, Refusal>,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let id = find_with_details(opened, edit.meeting.number)?;
        let book = &opened.book;
        let answers = ops::meeting::answers_of(book, &book.meetings[&id]);
        let mut editor = CliEditor::open(session, book, "editor-meeting", answers)?;
        if moves && book.meetings[&id].is_ahead(session.env.today()) {
            ask_ahead(&mut editor.fields);
        }
        edit.fields.fill(&mut editor, book)?;
        let commit = operation(book, id, &editor.answers, &mut session.env.op_context())?;
        Ok(report(commit, ChangedRecord { id }, editor))
    })
}

/// The report of `commit`, with the days that were typed and the actions that were agreed.
fn report<T>(commit: Commit, answer: T, editor: CliEditor) -> ChangeReport<T> {
    let actions = commit.changes.iter().filter_map(agreed_action).collect();
    let report = ChangeReport::new(commit, answer);
    report.notes(editor.notes).notes(actions)
}

/// An action that was agreed, as it was understood.
fn agreed_action(change: &Change) -> Option<String> {
    let Some(Record::Action(action)) = &change.after else {
        return None;
    };
    let due = dates::phrase(", due", action.due);
    let text = ops::quoted(&action.text);
    let owner = action.owner.label().to_lowercase();
    Some(format!("Action {text} for {owner}{due}."))
}

impl LogFields {
    fn fill(&self, editor: &mut CliEditor, book: &Book) -> Result<(), Problem> {
        self.options.fill(editor)?;
        if self.goal.is_empty() {
            return Ok(());
        }
        let mut goals = Vec::new();
        for number in &self.goal {
            let goal = goal::find(book, *number)?;
            // The log may be shared, so a private goal is not named in it.
            if goal.private {
                let message = format!("Goal {number} is private, and the log may be shared");
                return Err(usage_error(&message, "--goal"));
            }
            goals.push(goal.id.to_string());
        }
        let goals: Vec<_> = goals.iter().map(String::as_str).collect();
        let goals = editor.join("goals", &goals);
        editor.set("goals", "--goal", Some(&goals))
    }
}
