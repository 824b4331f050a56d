//! `matchbook meeting plan`, `series`, `move`, `sent`: meetings that are ahead.

use clap::Args;
use serde_json::json;

use super::agenda_line;
use super::editor::CliEditor;
use super::meeting::find;
use super::output::Output;
use super::session::CliSession;
use crate::domain::change::{Change, Record};
use crate::domain::dates;
use crate::domain::ops;
use crate::problem::Problem;

/// A meeting that is ahead.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// The day, with or without a time: “next tue 10am”
    date: String,
    /// How: phone, video, in-person, email, chat, letter, other
    #[arg(long)]
    channel: Option<String>,
    /// How long it will take
    #[arg(long)]
    minutes: Option<String>,
    /// What it is about, in a few words
    #[arg(long)]
    title: Option<String>,
}

impl PlanArgs {
    fn fill(&self, editor: &mut CliEditor) -> Result<(), Problem> {
        editor.set("channel", "--channel", self.channel.as_deref())?;
        editor.set("minutes", "--minutes", self.minutes.as_deref())?;
        editor.set("title", "--title", self.title.as_deref())
    }
}

/// Plans a meeting.
pub fn plan_meeting(args: &PlanArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let mut editor = CliEditor::open(session, &opened.book, "editor-plan")?;
    editor.set_moment("date", "the day", Some(&args.date), "Planned for")?;
    args.fill(&mut editor)?;
    let commit = ops::meeting::plan(&editor.answers, &mut session.env.op_context())?;
    session.save(&mut opened, &commit, &editor.notes, json!({}))
}

/// Plans meetings until the end of the year.
pub fn plan_series(
    args: &PlanArgs,
    every: &str,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let mut editor = CliEditor::open(session, &opened.book, "editor-series")?;
    editor.set("date", "the day", Some(&args.date))?;
    editor.set("every", "--every", Some(every))?;
    args.fill(&mut editor)?;
    let mut ctx = session.env.op_context();
    let commit = ops::meeting::plan_series(&opened.book, &editor.answers, &mut ctx)?;
    drop(ctx);
    let days: Vec<_> = commit.changes.iter().filter_map(day).collect();
    let json = json!({ "meetings": days.len() });
    session.save(&mut opened, &commit, &days, json)
}

/// The day of a meeting that is planned.
fn day(change: &Change) -> Option<String> {
    let Some(Record::Meeting(meeting)) = &change.after else {
        return None;
    };
    Some(dates::format_date_time(meeting.date, meeting.time))
}

/// Moves a meeting to another day; without a time it keeps the one it has.
pub fn reschedule(number: usize, typed: &str, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let id = find(&mut opened, number)?;
    let meeting = &opened.book.meetings[&id];
    let form = if meeting.is_planned() {
        "editor-plan"
    } else {
        "editor-meeting"
    };
    let mut editor = CliEditor::open(session, &opened.book, form)?;
    editor.set("date", "DAY", Some(typed))?;
    let day = editor.answers.day("date").ok_or_else(|| {
        Problem::new("The day is missing.").hint("Say it as you would: “next tue 10am”.")
    })?;
    let time = editor.answers.time("date").or(meeting.time);
    let commit = ops::meeting::reschedule(&opened.book, id, day, time, &session.env.op_context())?;
    session.save(&mut opened, &commit, &[], json!({ "id": id, "date": day }))
}

/// Notes that the agenda of a meeting was sent ahead today.
pub fn mark_sent(number: usize, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let id = find(&mut opened, number)?;
    agenda_line::mark_sent(id, opened, session)
}

/// Puts a meeting away.
pub fn archive(number: usize, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let id = find(&mut opened, number)?;
    let commit = ops::meeting::archive(&opened.book, id, true, &session.env.op_context())?;
    let notes = ["“matchbook undo” brings it back.".to_owned()];
    session.save(&mut opened, &commit, &notes, json!({ "id": id }))
}
