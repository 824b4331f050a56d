//! `matchbook meeting`: the log as it is listed and shown, and what is planned.

use std::collections::BTreeSet;

use clap::Subcommand;
use serde_json::{Value, json};

use super::action;
use super::log::{self, LogArgs, LogFields};
use super::output::{Output, TextPage, TextTable};
use super::plan::{self, PlanArgs};
use super::session::{CliSession, LoadedBook, by_number};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;
use crate::domain::ops;
use crate::domain::person::Role;
use crate::problem::Problem;
use crate::store::{INITIAL_MEETING_LIMIT, Store};

/// What to do with meetings. Each has the number that `meeting list` shows.
#[derive(Debug, Subcommand)]
pub enum MeetingVerb {
    /// Log a meeting or contact, as “matchbook log”
    #[command(after_help = "Example:
  matchbook meeting add --kind contact --channel email")]
    Add(Box<LogArgs>),
    /// List the log, newest first
    #[command(after_help = "Example:
  matchbook meeting list --limit 10")]
    List {
        /// How many to list
        #[arg(
            long,
            value_name = "NUMBER",
            default_value_t = 50,
            conflicts_with = "all"
        )]
        limit: usize,
        /// List all of them
        #[arg(long)]
        all: bool,
    },
    /// Show one meeting in full, with your private notes
    #[command(after_help = "Example:
  matchbook meeting show 2")]
    Show {
        /// Number of the meeting
        number: usize,
    },
    /// Plan a meeting
    #[command(after_help = "Example:
  matchbook meeting plan \"next tue 10am\" --channel video --minutes 45")]
    Plan(PlanArgs),
    /// Plan meetings in one go, until the end of the year
    #[command(after_help = "Examples:
  matchbook meeting series \"dec 1 10am\"
  matchbook meeting series \"next tue 10am\" --every 2-weeks --channel phone

Once a month keeps the weekday and its place in the month: the first Tuesday stays the first Tuesday.")]
    Series {
        #[command(flatten)]
        plan: PlanArgs,
        /// How often: month, week, 2-weeks, 3-weeks, 4-weeks
        #[arg(long, value_name = "RHYTHM", default_value = "month")]
        every: String,
    },
    /// Move a meeting to another day
    #[command(after_help = "Example:
  matchbook meeting move 1 \"thu 3pm\"")]
    Move {
        /// Number of the meeting
        number: usize,
        /// The day, with or without a time; without one it keeps its time
        day: String,
    },
    /// Note that the agenda of a meeting was sent ahead today
    #[command(after_help = "Example:
  matchbook meeting sent 1")]
    Sent {
        /// Number of the meeting
        number: usize,
    },
    /// Change what was written down of a meeting
    #[command(after_help = "Example:
  matchbook meeting edit 2 --win \"The board said yes\" --minutes 55")]
    Edit {
        /// Number of the meeting
        number: usize,
        #[command(flatten)]
        fields: Box<LogFields>,
    },
    /// Put a meeting away; undo brings it back
    #[command(after_help = "Example:
  matchbook meeting archive 3")]
    Archive {
        /// Number of the meeting
        number: usize,
    },
    /// Write up a meeting that was planned
    #[command(after_help = "Example:
  matchbook meeting hold 1 --minutes 45 --note \"It went well\"")]
    Hold {
        /// Number of the meeting
        number: usize,
        #[command(flatten)]
        fields: Box<LogFields>,
    },
    /// Call a planned meeting off
    #[command(after_help = "Example:
  matchbook meeting cancel 1")]
    Cancel {
        /// Number of the meeting
        number: usize,
    },
}

/// Does `verb`.
pub fn run(verb: MeetingVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        MeetingVerb::Add(args) => log::run(&args, session),
        MeetingVerb::List { limit, all } => list(if all { usize::MAX } else { limit }, session),
        MeetingVerb::Show { number } => show(number, session),
        MeetingVerb::Plan(args) => plan::plan_meeting(&args, session),
        MeetingVerb::Series { plan, every } => plan::plan_series(&plan, &every, session),
        MeetingVerb::Move { number, day } => plan::reschedule(number, &day, session),
        MeetingVerb::Sent { number } => plan::mark_sent(number, session),
        MeetingVerb::Edit { number, fields } => log::edit(number, &fields, session),
        MeetingVerb::Archive { number } => plan::archive(number, session),
        MeetingVerb::Hold { number, fields } => log::hold(number, &fields, session),
        MeetingVerb::Cancel { number } => {
            let mut opened = session.open_for_edit()?;
            let id = find(&mut opened, number)?;
            let commit = ops::meeting::cancel(&opened.book, id, &session.env.op_context())?;
            session.save(&mut opened, &commit, &[], json!({ "id": id }))
        }
    }
}

/// The meeting with the number that people see: its place in the log, newest first.
pub fn find(opened: &mut LoadedBook, number: usize) -> Result<Id, Problem> {
    load_newest(&opened.store, &mut opened.book, number)?;
    let log: Vec<_> = opened.book.log().collect();
    Ok(by_number(&log, number, "meeting", "meeting list")?.id)
}

/// Loads as much of the log as it takes to know its `count` newest for sure. What is planned is loaded from the start,
/// but only among the newest is nothing left out between.
pub fn load_newest(store: &Store, book: &mut Book, count: usize) -> Result<(), Problem> {
    const PAGE_SIZE: usize = 2_000;
    let mut sure = INITIAL_MEETING_LIMIT;
    loop {
        let newest = book.log.iter().take(sure);
        let shown = newest.filter(|id| book.meetings.get(id).is_some_and(|it| !it.archived));
        if book.complete || shown.count() >= count {
            return Ok(());
        }
        let older = store.load_older(book, PAGE_SIZE)?;
        book.complete = older.len() < PAGE_SIZE;
        sure += older.len();
        book.extend(older);
    }
}

fn list(limit: usize, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { store, mut book } = session.open_read_only(&[Kind::Meeting])?;
    load_newest(&store, &mut book, limit)?;
    let meetings: Vec<_> = book.log().take(limit).collect();
    if meetings.is_empty() {
        let text = "The log is empty. “matchbook log --kind meeting” logs a meeting.";
        return Ok(Output::answer(text, json!([])));
    }
    let mut table = TextTable::new(&["No", "Date", "Kind", "State", "Channel", "Min", "About"]);
    for (number, meeting) in (1..).zip(&meetings) {
        table.row([
            format!("{number}"),
            dates::format_date_time(meeting.date, meeting.time),
            meeting.kind.to_string(),
            meeting.state.to_string(),
            meeting
                .channel
                .map_or_else(String::new, |it| it.to_string()),
            meeting
                .minutes
                .map_or_else(String::new, |it| it.to_string()),
            about(meeting),
        ]);
    }
    let mut text = table.text();
    if !book.complete || book.log().count() > limit {
        text.push_str("There are more; “--all” lists every one.\n");
    }
    let json = (1..)
        .zip(&meetings)
        .map(|(number, meeting)| meeting_json(number, meeting));
    Ok(Output::answer(text, json.collect::<serde_json::Value>()))
}

/// What a meeting was about: its title, else its topics.
pub fn about(meeting: &Meeting) -> String {
    if !meeting.title.is_empty() {
        return meeting.title.clone();
    }
    let topics: Vec<_> = meeting.topics.iter().map(String::as_str).collect();
    topics.join(", ")
}

/// A meeting as it is listed.
pub fn meeting_json(number: usize, meeting: &Meeting) -> Value {
    json!({
        "number": number,
        "id": meeting.id,
        "date": meeting.date,
        "time": meeting.time.map(dates::format_time),
        "kind": meeting.kind,
        "state": meeting.state,
        "channel": meeting.channel,
        "minutes": meeting.minutes,
        "title": meeting.title,
        "topics": meeting.topics,
        "goals": meeting.goals,
        "activities": meeting.activities,
        "competencies": meeting.competencies,
        "resources": meeting.resources,
        "decisions": meeting.decisions,
        "win": meeting.win,
    })
}

fn show(number: usize, session: &mut CliSession) -> Result<Output, Problem> {
    const KINDS_NEEDED: [Kind; 4] = [Kind::Person, Kind::Goal, Kind::Meeting, Kind::Action];
    let mut opened = session.open_read_only(&KINDS_NEEDED)?;
    let id = find(&mut opened, number)?;
    let details = opened.store.load_details(id)?;
    opened.book.extend(details);
    let book = &opened.book;
    let meeting = &book.meetings[&id];
    let text = page(book, meeting).text();
    let mut json = meeting_json(number, meeting);
    let notes = Role::ALL.iter().filter_map(|role| book.note(id, *role));
    json["notes"] = notes
        .map(|note| json!({ "author": note.author, "text": note.text }))
        .collect();
    let private = book.private_note(id);
    json["private_note"] = json!(private.map(|note| &note.text));
    json["feeling"] = json!(private.and_then(|note| note.feeling));
    let agenda = book.agenda_of(id);
    json["agenda"] = (1..)
        .zip(agenda)
        .map(|(number, item)| super::agenda::line_json(number, item))
        .collect();
    let actions = (1..).zip(book.actions_in_order());
    json["actions"] = actions
        .filter(|(_, action)| action.meeting == Some(id))
        .map(|(number, action)| serde_json::json!(action::ActionRow::new((number, action))))
        .collect();
    Ok(Output::answer(text, json))
}

fn page(book: &Book, meeting: &Meeting) -> TextPage {
    let id = meeting.id;
    let joined = |words: &BTreeSet<String>| {
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        words.join("; ")
    };
    let goals = book.goals_in_order().into_iter();
    let goals: Vec<_> = goals
        .filter(|goal| meeting.goals.contains(&goal.id))
        .map(|goal| goal.title.as_str())
        .collect();
    let mut page = TextPage::new(&format!(
        "{} on {}",
        meeting.kind,
        dates::format_date_time(meeting.date, meeting.time)
    ));
    page.fact("About", &meeting.title)
        .fact("State", meeting.state.label())
        .fact(
            "Channel",
            meeting.channel.map_or("", |channel| channel.label()),
        )
        .fact(
            "Minutes",
            &meeting
                .minutes
                .map_or_else(String::new, |it| it.to_string()),
        )
        .fact("Topics", &joined(&meeting.topics))
        .fact("Goals", &goals.join("; "))
        .fact("Activities", &joined(&meeting.activities))
        .fact("Competency areas", &joined(&meeting.competencies))
        .fact("Named", &joined(&meeting.resources))
        .fact("Win", &meeting.win);
    talked(&mut page, book, meeting);
    let private = book.private_note(id);
    page.prose(
        "PRIVATE NOTES (only you can read these)",
        private.map_or("", |note| &note.text),
    );
    if let Some(feeling) = private.and_then(|note| note.feeling) {
        page.prose(
            "PRIVATE: how you felt afterwards",
            &format!("{feeling} of 5"),
        );
    }
    page
}

/// What the meeting was to talk about, what was said, and what came of it.
fn talked(page: &mut TextPage, book: &Book, meeting: &Meeting) {
    let id = meeting.id;
    let agenda = (1..).zip(book.agenda_of(id));
    page.list(
        "Agenda",
        agenda.map(|(number, item)| super::agenda::line_text(number, item)),
    );
    for role in Role::ALL {
        let text = book.note(id, *role).map_or("", |note| &note.text);
        page.prose(&format!("Notes by {}", book.name(*role)), text);
    }
    page.prose("Decisions", &meeting.decisions);
    let actions = book.actions_of(id).into_iter();
    page.list(
        "Actions",
        actions.map(|action| {
            let mark = if action.done.is_some() { "[x]" } else { "[ ]" };
            let due = action.due.map_or_else(String::new, |due| {
                format!(", due {}", dates::format_date(due))
            });
            format!("{mark} {} ({}{due})", action.text, action.owner)
        }),
    );
}
