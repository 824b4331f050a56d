//! `matchbook meeting plan`, `series`, `move`, `sent`: meetings that are ahead.

use clap::Args;
use serde_json::json;

use super::editor::Editor;
use super::line;
use super::meeting::find;
use super::output::Said;
use super::session::Session;
use crate::domain::change::{Change, Record};
use crate::domain::deeds;
use crate::domain::when;
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
    fn fill(&self, editor: &mut Editor) -> Result<(), Problem> {
        editor.set("channel", "--channel", self.channel.as_deref())?;
        editor.set("minutes", "--minutes", self.minutes.as_deref())?;
        editor.set("title", "--title", self.title.as_deref())
    }
}

/// Plans a meeting.
pub fn one(args: &PlanArgs, session: &mut Session) -> Result<Said, Problem> {
    let mut opened = session.edit()?;
    let mut editor = Editor::open(session, &opened.book, "editor-plan")?;
    editor.set_moment("date", "the day", Some(&args.date), "Planned for")?;
    args.fill(&mut editor)?;
    let commit = deeds::meeting::plan(&editor.answers, &mut session.env.scribe())?;
    session.save(&mut opened, &commit, &editor.notes, json!({}))
}

/// Plans meetings until the end of the year.
pub fn series(args: &PlanArgs, every: &str, session: &mut Session) -> Result<Said, Problem> {
    let mut opened = session.edit()?;
    let mut editor = Editor::open(session, &opened.book, "editor-series")?;
    editor.set("date", "the day", Some(&args.date))?;
    editor.set("every", "--every", Some(every))?;
    args.fill(&mut editor)?;
    let mut scribe = session.env.scribe();
    let commit = deeds::meeting::series(&opened.book, &editor.answers, &mut scribe)?;
    drop(scribe);
    let days: Vec<_> = commit.changes.iter().filter_map(day).collect();
    let json = json!({ "meetings": days.len() });
    session.save(&mut opened, &commit, &days, json)
}

/// The day of a meeting that is planned.
fn day(change: &Change) -> Option<String> {
    let Some(Record::Meeting(meeting)) = &change.after else {
        return None;
    };
    Some(when::shown_moment(meeting.date, meeting.time))
}

/// Moves a meeting to another day; without a time it keeps the one it has.
pub fn to_day(number: usize, typed: &str, session: &mut Session) -> Result<Said, Problem> {
    let mut opened = session.edit()?;
    let id = find(&mut opened, number)?;
    let meeting = &opened.book.meetings[&id];
    let form = if meeting.is_planned() {
        "editor-plan"
    } else {
        "editor-meeting"
    };
    let mut editor = Editor::open(session, &opened.book, form)?;
    editor.set("date", "DAY", Some(typed))?;
    let day = editor.answers.day("date").ok_or_else(|| {
        Problem::new("The day is missing.").hint("Say it as you would: “next tue 10am”.")
    })?;
    let time = editor.answers.time("date").or(meeting.time);
    let commit = deeds::meeting::move_to(&opened.book, id, day, time, &session.env.scribe())?;
    session.save(&mut opened, &commit, &[], json!({ "id": id, "date": day }))
}

/// Notes that the agenda of a meeting was sent ahead today.
pub fn sent(number: usize, session: &mut Session) -> Result<Said, Problem> {
    let mut opened = session.edit()?;
    let id = find(&mut opened, number)?;
    line::sent(id, opened, session)
}

/// Puts a meeting away.
pub fn archive(number: usize, session: &mut Session) -> Result<Said, Problem> {
    let mut opened = session.edit()?;
    let id = find(&mut opened, number)?;
    let commit = deeds::meeting::archive(&opened.book, id, true, &session.env.scribe())?;
    let notes = ["“matchbook undo” brings it back.".to_owned()];
    session.save(&mut opened, &commit, &notes, json!({ "id": id }))
}
