//! `matchbook meeting plan`, `series`, `move`: meetings that are ahead.

use chrono::NaiveDate;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

use super::editor::CliEditor;
use super::meeting::find;
use super::output::{Nothing, Output};
use super::session::{ChangeReport, CliSession, LoadedBook};
use crate::domain::change::{Change, Record};
use crate::domain::dates;
use crate::domain::id::Id;
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

/// A series of meetings that was planned.
#[derive(Serialize, JsonSchema)]
pub struct PlannedSeries {
    /// Number of meetings in it.
    meetings: usize,
}

/// A meeting that was moved, and its new day.
#[derive(Serialize, JsonSchema)]
pub struct MovedMeeting {
    id: Id,
    date: NaiveDate,
}

/// Plans a meeting.
pub fn plan_meeting(args: &PlanArgs, session: &mut CliSession) -> Result<Output, Problem> {
    session.change(|LoadedBook { book, .. }, session| {
        let mut editor = CliEditor::open(session, book, "editor-plan")?;
        editor.set_moment("date", "the day", Some(&args.date), "Planned for")?;
        args.fill(&mut editor)?;
        let commit = ops::meeting::plan(&editor.answers, &mut session.env.op_context())?;
        Ok(ChangeReport::new(commit, Nothing {}).notes(editor.notes))
    })
}

/// Plans meetings until the end of the year.
pub fn plan_series(
    args: &PlanArgs,
    every: &str,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    session.change(|LoadedBook { book, .. }, session| {
        let mut editor = CliEditor::open(session, book, "editor-series")?;
        editor.set("date", "the day", Some(&args.date))?;
        editor.set("every", "--every", Some(every))?;
        args.fill(&mut editor)?;
        let mut ctx = session.env.op_context();
        let commit = ops::meeting::plan_series(book, &editor.answers, &mut ctx)?;
        let days: Vec<_> = commit.changes.iter().filter_map(planned_day).collect();
        let meetings = days.len();
        Ok(ChangeReport::new(commit, PlannedSeries { meetings }).notes(days))
    })
}

fn planned_day(change: &Change) -> Option<String> {
    let Some(Record::Meeting(meeting)) = &change.after else {
        return None;
    };
    Some(dates::format_date_time(meeting.date, meeting.time))
}

/// Moves a meeting to another day; without a time it keeps the one it has.
pub fn reschedule(number: usize, typed: &str, session: &mut CliSession) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let id = find(opened, number)?;
        let meeting = &opened.book.meetings[&id];
        let form = if meeting.is_planned() {
            "editor-plan"
        } else {
            "editor-meeting"
        };
        let mut editor = CliEditor::open(session, &opened.book, form)?;
        editor.set("date", "DAY", Some(typed))?;
        let date = editor.answers.day("date").ok_or_else(|| {
            Problem::new("The day is missing.").hint("Say it as you would: “next tue 10am”.")
        })?;
        let time = editor.answers.time("date").or(meeting.time);
        let ctx = session.env.op_context();
        let commit = ops::meeting::reschedule(&opened.book, id, date, time, &ctx)?;
        Ok(ChangeReport::new(commit, MovedMeeting { id, date }))
    })
}
