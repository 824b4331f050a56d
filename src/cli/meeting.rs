//! `matchbook meeting`: the log as it is listed and shown, and what is planned.

use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::agenda;
use super::archived::ArchivedOption;
use super::editor::CliEditor;
use super::log::{self, LogArgs, LogEdit};
use super::options::{FormOptions, NewFields};
use super::output::{ChangedRecord, MovedRecord, Nothing, NumberedRow, Output};
use super::session::{ChangeReport, CliSession, LoadedBook};
use super::target::{Number, Numbered, Target};
use crate::domain::action::Action;
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Change, Kind, Record};
use crate::domain::display::meeting_moment;
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
    Add(Box<LogArgs>),
    /// List the log, newest first
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
        #[command(flatten)]
        archived: ArchivedOption,
    },
    /// Show one meeting in full, with your private notes
    Show(Number<Meeting>),
    /// Plan a meeting
    Plan(NewFields<Plan>),
    /// Plan meetings in one go, until the end of the year
    #[command(
        after_help = "Once a month keeps the weekday and its place in the month: the first Tuesday stays the first Tuesday."
    )]
    Series {
        #[command(flatten)]
        plan: NewFields<Plan>,
        /// How often: month, week, 2-weeks, 3-weeks, 4-weeks
        #[arg(long, value_name = "RHYTHM", default_value = "month")]
        every: String,
    },
    /// Move a meeting to another day
    Move {
        #[command(flatten)]
        meeting: Number<Meeting>,
        /// The day, with or without a time; without one it keeps its time
        day: String,
    },
    /// Note that the agenda of a meeting was sent ahead today
    Sent(Number<Meeting>),
    /// Change what was written down of a meeting
    Edit(Box<LogEdit>),
    /// Make your notes on a meeting private, or share your private ones
    Private {
        #[command(flatten)]
        meeting: Number<Meeting>,
        /// Share the private notes
        #[arg(long)]
        share: bool,
    },
    /// Archive a meeting; undo puts it back
    Archive(Number<Meeting>),
    /// Write up a meeting that was planned
    Hold(Box<LogEdit>),
    /// Call a planned meeting off
    Cancel(Number<Meeting>),
}

/// A series of meetings that was planned.
#[derive(Serialize, JsonSchema)]
pub struct PlannedSeries {
    /// Number of meetings in it.
    meetings: usize,
}

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

pub fn run(verb: MeetingVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        MeetingVerb::Add(args) => log::run(&args, session),
        MeetingVerb::List {
            limit,
            all,
            archived,
        } => {
            let kinds = [Kind::Meeting, Kind::AgendaItem];
            let limit = if all { usize::MAX } else { limit };
            archived.or_else(&kinds, session, |session| list(limit, session))
        }
        MeetingVerb::Show(meeting) => show(&meeting, session),
        MeetingVerb::Plan(plan) => session.change(|opened, session| {
            let answers = Answers::default();
            let editor = plan.editor(answers, &opened.book, session)?;
            let commit = ops::meeting::plan(&editor.answers, &session.ctx())?;
            Ok(ChangeReport::new(commit, Nothing {}).notes(editor.notes))
        }),
        MeetingVerb::Series { plan, every } => plan_series(&plan, &every, session),
        MeetingVerb::Move { meeting, day } => reschedule(&meeting, &day, session),
        MeetingVerb::Sent(meeting) => session.change(|opened, session| {
            let id = find_with_details(opened, meeting.number)?;
            agenda::mark_sent(id, &opened.book, session)
        }),
        MeetingVerb::Edit(edit) => log::change(&edit, session, true, ops::meeting::edit),
        MeetingVerb::Private { meeting, share } => session.change(|opened, session| {
            let id = find_with_details(opened, meeting.number)?;
            let commit = ops::meeting::move_notes(&opened.book, id, !share, &session.ctx())?;
            Ok(ChangeReport::new(commit, ChangedRecord { id }))
        }),
        MeetingVerb::Archive(meeting) => meeting.archive(session),
        MeetingVerb::Hold(edit) => log::change(&edit, session, false, ops::meeting::mark_held),
        MeetingVerb::Cancel(meeting) => meeting.change(session, ops::meeting::cancel),
    }
}

/// Options of a meeting that is ahead.
#[derive(Debug)]
pub struct Plan;

impl FormOptions for Plan {
    const KEY: &'static str = "editor-plan";
}

/// Number in the log, newest first.
impl Numbered for Meeting {
    const LISTED_BY: &'static str = "meeting list";
    const IN_ORDER: fn(&Book) -> Vec<&Self> = |book| book.log().collect();

    fn load(opened: &mut LoadedBook, number: usize) -> Result<(), Problem> {
        load_newest(&opened.store, &mut opened.book, number)
    }
}

pub fn find(opened: &mut LoadedBook, number: usize) -> Result<Id, Problem> {
    Meeting::load(opened, number)?;
    Ok(Meeting::find(&opened.book, number)?.id)
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
    let LoadedBook { store, mut book } = session.open_read_only()?;
    load_newest(&store, &mut book, limit)?;
    let rows = NumberedRow::list(book.log().take(limit));
    let cells = |row: &NumberedRow<Meeting>| {
        let meeting = row.record;
        let (channel, minutes) = (meeting.channel, meeting.minutes);
        [
            row.number.to_string(),
            meeting_moment(meeting, &book),
            meeting.kind.to_string(),
            meeting.state.to_string(),
            channel.map_or_else(String::new, |channel| channel.to_string()),
            minutes.map_or_else(String::new, |minutes| minutes.to_string()),
            about(meeting),
        ]
    };
    let header = ["No", "Date", "Kind", "State", "Channel", "Min", "About"];
    let empty = "The log is empty. “matchbook log --kind meeting” logs a meeting.";
    let listed = Output::table(&header, rows, cells, empty);
    let has_more = !book.complete || book.log().count() > limit;
    let more = has_more.then(|| "There are more; “--all” lists every one.".to_owned());
    Ok(listed.notes(more))
}

/// Title of a meeting, else its topics.
pub fn about(meeting: &Meeting) -> String {
    if !meeting.title.is_empty() {
        return meeting.title.clone();
    }
    let topics: Vec<_> = meeting.topics.iter().map(String::as_str).collect();
    topics.join(", ")
}

fn show(meeting: &Number<Meeting>, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_read_only()?;
    let id = find_with_details(&mut opened, meeting.number)?;
    let book = &opened.book;
    let text = session.page(book, &[], |view| document::meeting(view, id))?;
    let notes = Role::ALL.iter().filter_map(|role| book.note(id, *role));
    let private = book.private_note(id);
    let mut actions = NumberedRow::list(book.actions_in_order());
    actions.retain(|row| row.record.meeting == Some(id));
    let page = MeetingPage {
        row: NumberedRow::new((meeting.number, &book.meetings[&id])),
        notes: notes.collect(),
        private_note: private.map(|note| note.text.as_str()),
        feeling: private.and_then(|note| note.feeling),
        agenda: NumberedRow::list(book.agenda_of(id)),
        actions,
    };
    Ok(Output::answer(text, page))
}

fn plan_series(
    plan: &NewFields<Plan>,
    every: &str,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    session.change(|LoadedBook { book, .. }, session| {
        let mut editor = CliEditor::open(session, book, "editor-series", Answers::default())?;
        plan.fill(&mut editor)?;
        editor.set("every", "--every", Some(every))?;
        let commit = ops::meeting::plan_series(book, &editor.answers, &session.ctx())?;
        let days = commit.changes.iter();
        let days: Vec<_> = days.filter_map(|it| planned_day(it, book)).collect();
        let meetings = days.len();
        Ok(ChangeReport::new(commit, PlannedSeries { meetings }).notes(days))
    })
}

fn planned_day(change: &Change, book: &Book) -> Option<String> {
    let Some(Record::Meeting(meeting)) = &change.after else {
        return None;
    };
    Some(meeting_moment(meeting, book))
}

/// Moves a meeting to another day; without a time it keeps the one it has.
fn reschedule(
    target: &Number<Meeting>,
    typed: &str,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let (id, _) = target.find(opened, session)?;
        let meeting = &opened.book.meetings[&id];
        let form = if meeting.is_planned() {
            "editor-plan"
        } else {
            "editor-meeting"
        };
        let mut editor = CliEditor::open(session, &opened.book, form, Answers::default())?;
        editor.set("date", "DAY", Some(typed))?;
        let date = editor.answers.day("date").ok_or_else(|| {
            Problem::new("The day is missing.").hint("Say it as you would: “next tue 10am”.")
        })?;
        let (time, zone) = (editor.answers.time("date"), editor.answers.zone("date"));
        let (time, ctx) = (time.or(meeting.time), session.ctx());
        let commit = ops::meeting::reschedule(&opened.book, id, date, time, zone, &ctx)?;
        Ok(ChangeReport::new(commit, MovedRecord { id, date }))
    })
}
