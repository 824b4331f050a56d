//! `matchbook meeting`: the log as it is listed and shown, and what is planned.

use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::agenda_line;
use super::json_schema::{AnswerSchema, answer, done};
use super::log::{self, LogArgs, LogFields};
use super::output::{ChangedRecord, Nothing, NumberedRow, Output, TextTable, UNDO_RESTORES};
use super::plan::{self, MovedMeeting, PlanArgs, PlannedSeries};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::meeting::{AgendaItem, Meeting, Note};
use crate::domain::ops;
use crate::domain::person::Role;
use crate::export::document;
use crate::problem::Problem;
use crate::store::{INITIAL_MEETING_LIMIT, Store};

/// Commands on meetings. Each meeting has the number that `meeting list` shows.
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
    /// Archive a meeting; undo puts it back
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

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    done::<Nothing>("meeting add"),
    answer::<Vec<NumberedRow<'static, Meeting>>>("meeting list"),
    answer::<MeetingPage<'static>>("meeting show"),
    done::<Nothing>("meeting plan"),
    done::<PlannedSeries>("meeting series"),
    done::<MovedMeeting>("meeting move"),
    done::<ChangedRecord>("meeting sent"),
    done::<ChangedRecord>("meeting edit"),
    done::<ChangedRecord>("meeting archive"),
    done::<ChangedRecord>("meeting hold"),
    done::<ChangedRecord>("meeting cancel"),
];

/// A meeting with all that belongs to it.
#[derive(Serialize, JsonSchema)]
pub struct MeetingPage<'a> {
    #[serde(flatten)]
    row: NumberedRow<'a, Meeting>,
    notes: Vec<&'a Note>,
    /// Notes that only the owner of the book can read.
    private_note: Option<&'a str>,
    /// Private, too: the owner's feeling afterwards, from 1 to 5.
    feeling: Option<u8>,
    agenda: Vec<NumberedRow<'a, AgendaItem>>,
    actions: Vec<NumberedRow<'a, Action>>,
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
        MeetingVerb::Sent { number } => session.change(|opened, session| {
            let id = find(opened, number)?;
            agenda_line::mark_sent(id, &opened.book, session)
        }),
        MeetingVerb::Edit { number, fields } => {
            log::change(number, &fields, session, ops::meeting::edit)
        }
        MeetingVerb::Archive { number } => session.change(|opened, session| {
            let id = find(opened, number)?;
            let ctx = session.env.op_context();
            let commit = ops::archive(&opened.book, Kind::Meeting, id, &ctx)?;
            Ok(ChangeReport::new(commit, ChangedRecord { id }).note(UNDO_RESTORES))
        }),
        MeetingVerb::Hold { number, fields } => {
            log::change(number, &fields, session, ops::meeting::mark_held)
        }
        MeetingVerb::Cancel { number } => session.change(|opened, session| {
            let id = find(opened, number)?;
            let commit = ops::meeting::cancel(&opened.book, id, &session.env.op_context())?;
            Ok(ChangeReport::new(commit, ChangedRecord { id }))
        }),
    }
}

/// The meeting with the number that people see: its place in the log, newest first.
pub fn find(opened: &mut LoadedBook, number: usize) -> Result<Id, Problem> {
    load_newest(&opened.store, &mut opened.book, number)?;
    let log: Vec<_> = opened.book.log().collect();
    Ok(by_number(&log, number, "meeting", "meeting list")?.id)
}

/// The same with its notes and its agenda loaded.
pub fn find_with_details(opened: &mut LoadedBook, number: usize) -> Result<Id, Problem> {
    let id = find(opened, number)?;
    let details = opened.store.load_details(id)?;
    opened.book.extend(details);
    Ok(id)
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
    let rows = NumberedRow::list(book.log().take(limit), |meeting| meeting.id);
    if rows.is_empty() {
        let text = "The log is empty. “matchbook log --kind meeting” logs a meeting.";
        return Ok(Output::answer(text, rows));
    }
    let mut table = TextTable::new(&["No", "Date", "Kind", "State", "Channel", "Min", "About"]);
    for row in &rows {
        let meeting = row.record;
        let (channel, minutes) = (meeting.channel, meeting.minutes);
        table.row([
            row.number.to_string(),
            dates::format_date_time(meeting.date, meeting.time),
            meeting.kind.to_string(),
            meeting.state.to_string(),
            channel.map_or_else(String::new, |channel| channel.to_string()),
            minutes.map_or_else(String::new, |minutes| minutes.to_string()),
            about(meeting),
        ]);
    }
    let mut text = table.text();
    if !book.complete || book.log().count() > limit {
        text.push_str("There are more; “--all” lists every one.\n");
    }
    Ok(Output::answer(text, rows))
}

/// Title of a meeting, else its topics.
pub fn about(meeting: &Meeting) -> String {
    if !meeting.title.is_empty() {
        return meeting.title.clone();
    }
    let topics: Vec<_> = meeting.topics.iter().map(String::as_str).collect();
    topics.join(", ")
}

fn show(number: usize, session: &mut CliSession) -> Result<Output, Problem> {
    const KINDS_NEEDED: [Kind; 8] = [
        Kind::Person,
        Kind::Cycle,
        Kind::Goal,
        Kind::Meeting,
        Kind::Action,
        Kind::Question,
        Kind::Activity,
        Kind::Prompt,
    ];
    let mut opened = session.open_read_only(&KINDS_NEEDED)?;
    let id = find_with_details(&mut opened, number)?;
    let book = &opened.book;
    let text = session.page(book, |view| document::meeting(view, id))?;
    let notes = Role::ALL.iter().filter_map(|role| book.note(id, *role));
    let private = book.private_note(id);
    let mut actions = NumberedRow::list(book.actions_in_order(), |action| action.id);
    actions.retain(|row| row.record.meeting == Some(id));
    let page = MeetingPage {
        row: NumberedRow {
            number,
            id,
            record: &book.meetings[&id],
        },
        notes: notes.collect(),
        private_note: private.map(|note| note.text.as_str()),
        feeling: private.and_then(|note| note.feeling),
        agenda: NumberedRow::list(book.agenda_of(id), |item| item.id),
        actions,
    };
    Ok(Output::answer(text, page))
}
