//! `matchbook log`: a meeting or contact, logged in one line.

use clap::Args;

use super::editor::CliEditor;
use super::goal;
use super::meeting::find_with_details;
use super::output::{ChangedRecord, Nothing, Output};
use super::session::{ChangeReport, CliSession, LoadedBook, usage_error};
use super::target::Number;
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit, Record};
use crate::domain::dates;
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
    #[command(flatten)]
    fields: LogFields,
}

/// Fields of a meeting.
#[derive(Debug, Default, Args)]
pub struct LogFields {
    /// The day, with or without a time: “yesterday 10am”; today if nothing is said
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// How: phone, video, in-person, email, chat, letter, other
    #[arg(long)]
    channel: Option<String>,
    /// How long it took
    #[arg(long)]
    minutes: Option<String>,
    /// What it was about, in a few words
    #[arg(long)]
    title: Option<String>,
    /// Your notes, which your partner may read; “-” reads them from the standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    note: Option<String>,
    /// Your private notes, which are never shared; better “-”, which reads them from the standard input: others on this
    /// computer can see the words of a command
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    private_note: Option<String>,
    /// What you decided
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    decisions: Option<String>,
    /// An action agreed: “mentee: call the school by dec 1” (may be repeated)
    #[arg(long, value_name = "TEXT")]
    action: Vec<String>,
    /// Number of a goal it touched (may be repeated)
    #[arg(long, value_name = "NUMBER")]
    goal: Vec<usize>,
    /// A topic it touched (may be repeated)
    #[arg(long)]
    topic: Vec<String>,
    /// An activity it touched (may be repeated)
    #[arg(long)]
    activity: Vec<String>,
    /// A competency area it touched (may be repeated)
    #[arg(long, value_name = "AREA")]
    competency: Vec<String>,
    /// A book, person or site that was named (may be repeated)
    #[arg(long)]
    resource: Vec<String>,
    /// A win worth keeping
    #[arg(long, value_name = "TEXT")]
    win: Option<String>,
    /// How you felt afterwards, 1 to 5; private
    #[arg(long, value_name = "1-5")]
    feeling: Option<String>,
    /// When you talk next; plans that meeting
    #[arg(long, value_name = "DAY")]
    next: Option<String>,
}

/// A meeting, and what is to be written down of it.
#[derive(Debug, Args)]
pub struct LogEdit {
    #[command(flatten)]
    meeting: Number<Meeting>,
    #[command(flatten)]
    fields: LogFields,
}

/// Logs a meeting or contact.
pub fn run(args: &LogArgs, session: &mut CliSession) -> Result<Output, Problem> {
    session.change(|LoadedBook { book, .. }, session| {
        let mut editor = CliEditor::open(session, book, "editor-meeting")?;
        editor.set("kind", "--kind", Some(&args.kind))?;
        args.fields.fill(&mut editor, book)?;
        let mut ctx = session.env.op_context();
        let commit = ops::meeting::log(book, &editor.answers, &mut ctx)?;
        Ok(report(commit, Nothing {}, editor))
    })
}

/// Saves the commit that `operation` makes of a meeting, with what was typed over the answers it has.
pub fn change(
    edit: &LogEdit,
    session: &mut CliSession,
    operation: impl FnOnce(&Book, Id, &Answers, &mut OpContext) -> Result<Commit, Refusal>,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let id = find_with_details(opened, edit.meeting.number)?;
        let book = &opened.book;
        let mut editor = CliEditor::open(session, book, "editor-meeting")?
            .with_answers(ops::meeting::answers_of(book, &book.meetings[&id]));
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
    let due = action.due.map_or_else(String::new, |due| {
        format!(", due {}", dates::format_date(due))
    });
    let text = ops::quoted(&action.text);
    Some(format!(
        "Action {text} for {}{due}.",
        action.owner.label().to_lowercase()
    ))
}

impl LogFields {
    fn fill(&self, editor: &mut CliEditor, book: &Book) -> Result<(), Problem> {
        editor.set_moment("date", "--date", self.date.as_deref(), "Held on")?;
        editor.set("channel", "--channel", self.channel.as_deref())?;
        editor.set("minutes", "--minutes", self.minutes.as_deref())?;
        editor.set("title", "--title", self.title.as_deref())?;
        editor.set("notes", "--note", self.note.as_deref())?;
        editor.set(
            "private-notes",
            "--private-note",
            self.private_note.as_deref(),
        )?;
        editor.set("decisions", "--decisions", self.decisions.as_deref())?;
        editor.set_all("actions", "--action", &self.action)?;
        editor.set_all("goals", "--goal", &self.goals(book)?)?;
        editor.set_all("topics", "--topic", &self.topic)?;
        editor.set_all("activities", "--activity", &self.activity)?;
        editor.set_all("competencies", "--competency", &self.competency)?;
        editor.set_all("resources", "--resource", &self.resource)?;
        editor.set("win", "--win", self.win.as_deref())?;
        editor.set("feeling", "--feeling", self.feeling.as_deref())?;
        editor.set_day("next", "--next", self.next.as_deref(), "Next meeting on")
    }

    /// The ids of the goals meant. The log may be shared, so a private goal is not named in it.
    fn goals(&self, book: &Book) -> Result<Vec<String>, Problem> {
        let mut ids = Vec::new();
        for number in &self.goal {
            let goal = goal::find(book, *number)?;
            if goal.private {
                let message = format!("Goal {number} is private, and the log may be shared");
                return Err(usage_error(&message, "--goal"));
            }
            ids.push(goal.id.to_string());
        }
        Ok(ids)
    }
}
