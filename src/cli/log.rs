//! `matchbook log`: what was held, written down in one line.

use clap::Args;
use serde_json::json;

use super::editor::CliEditor;
use super::goal;
use super::meeting::find;
use super::output::Output;
use super::session::{CliSession, usage_error};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit, Record};
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::ops::{self, OpContext, Refusal};
use crate::problem::Problem;

/// What was held. Only the kind is needed.
#[derive(Debug, Args)]
pub struct LogArgs {
    /// A meeting is a talk proper; an e-mail, a chat, a short call is a contact
    #[arg(long, value_name = "meeting|contact")]
    kind: String,
    #[command(flatten)]
    fields: LogFields,
}

/// What there is to say about a meeting.
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

/// Logs what was held.
pub fn run(args: &LogArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let mut editor = CliEditor::open(session, &opened.book, "editor-meeting")?;
    editor.set("kind", "--kind", Some(&args.kind))?;
    args.fields.fill(&mut editor, &opened.book)?;
    let mut ctx = session.env.op_context();
    let commit = ops::meeting::log(&opened.book, &editor.answers, &mut ctx)?;
    drop(ctx);
    editor
        .notes
        .extend(commit.changes.iter().filter_map(promise));
    session.save(&mut opened, &commit, &editor.notes, json!({}))
}

/// Writes up a meeting that was planned.
pub fn hold(
    number: usize,
    fields: &LogFields,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    write(number, fields, ops::meeting::mark_held, session)
}

/// Changes what was written down of a meeting.
pub fn edit(
    number: usize,
    fields: &LogFields,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    write(number, fields, ops::meeting::edit, session)
}

/// Does `deed` to a meeting with what was typed over what is there.
fn write(
    number: usize,
    fields: &LogFields,
    deed: impl FnOnce(&Book, Id, &Answers, &mut OpContext) -> Result<Commit, Refusal>,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let id = find(&mut opened, number)?;
    let details = opened.store.load_details(id)?;
    opened.book.extend(details);
    let meeting = &opened.book.meetings[&id];
    let mut editor = CliEditor::open(session, &opened.book, "editor-meeting")?
        .with_answers(ops::meeting::answers_of(&opened.book, meeting));
    fields.fill(&mut editor, &opened.book)?;
    let mut ctx = session.env.op_context();
    let commit = deed(&opened.book, id, &editor.answers, &mut ctx)?;
    drop(ctx);
    editor
        .notes
        .extend(commit.changes.iter().filter_map(promise));
    session.save(&mut opened, &commit, &editor.notes, json!({ "id": id }))
}

/// What was understood of an action that was agreed.
fn promise(change: &Change) -> Option<String> {
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
