//! `matchbook agenda`: what the next meeting will talk about.

use chrono::{NaiveDate, NaiveTime};
use clap::builder::PossibleValue;
use clap::{Args, Subcommand, ValueEnum};
use schemars::JsonSchema;
use serde::Serialize;

use super::meeting;
use super::output::{ChangedRecord, Nothing, NumberedRow, Output, sentence};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number, usage_error};
use super::target::{EditArgs, Found, Target};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates::{TimeDirection, format_date_time, parse_date_time};
use crate::domain::id::Id;
use crate::domain::meeting::{AgendaItem, Meeting};
use crate::domain::ops::agenda::AgendaTarget;
use crate::domain::ops::{self, Direction};
use crate::domain::suggestions::{ProposedItem, propose_agenda};
use crate::export::{self, ExportSubject, document};
use crate::problem::Problem;
use crate::shelf::with_export_source;

/// Shows the agenda of the next meeting, builds it, or writes it as a message.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct AgendaArgs {
    #[command(subcommand)]
    verb: Option<AgendaLineVerb>,
    /// Put on it what is open: actions, goals due, questions, and at most three suggestions with their reasons unless it has some already
    #[arg(long)]
    build: bool,
    /// Print it as a message to send ahead
    #[arg(long)]
    send: bool,
    /// Put a line of your own on it
    #[arg(long, value_name = "TEXT")]
    add: Option<String>,
    /// Minutes for that line
    #[arg(long, requires = "add")]
    minutes: Option<u32>,
    /// Plan the meeting for this day first: “next tue 10am”
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
}

/// Commands on the lines of an agenda. Each line has the number that `agenda` shows.
#[derive(Debug, Subcommand)]
pub enum AgendaLineVerb {
    /// Tick a line as talked about; once more takes the tick back
    Tick(AgendaLineArgs),
    /// Change a line
    Edit(EditArgs<AgendaLineArgs>),
    /// Move a line by one place
    Move {
        #[command(flatten)]
        line: AgendaLineArgs,
        /// Which way
        way: Direction,
    },
    /// Take a line off the agenda; a question waits again
    Drop(AgendaLineArgs),
    /// Note that the agenda was sent ahead today
    Sent,
}

/// The agenda of a meeting.
#[derive(Serialize, JsonSchema)]
pub struct Agenda<'a> {
    meeting: Id,
    date: NaiveDate,
    time: Option<NaiveTime>,
    lines: Vec<NumberedRow<'a, AgendaItem>>,
    /// The agenda as it is sent ahead.
    message: String,
}

/// The meeting on whose agenda a command put something.
#[derive(Serialize, JsonSchema)]
pub struct AgendaMeeting {
    meeting: Id,
}

pub fn run(args: &AgendaArgs, session: &mut CliSession) -> Result<Output, Problem> {
    if let Some(verb) = &args.verb {
        return run_line(verb, session);
    }
    if args.build || args.add.is_some() || args.on.is_some() {
        return build_agenda(args, session);
    }
    let LoadedBook { book, .. } = session.open_read_only()?;
    let meeting = next_meeting(&book, session)?;
    shown(&book, meeting.id, args.send, "", session)
}

/// The next planned meeting, else the last one that waits to be written up.
pub fn next_meeting<'a>(book: &'a Book, session: &CliSession) -> Result<&'a Meeting, Problem> {
    let today = session.env.today();
    let planned = book.planned();
    let ahead = planned.iter().find(|meeting| meeting.date >= today);
    ahead.or(planned.last()).copied().ok_or_else(|| {
        Problem::new("No meeting is planned, so there is no agenda.")
            .hint("Plan one with “matchbook meeting plan DAY”, or give its day with “matchbook agenda --on DAY”.")
    })
}

fn build_agenda(args: &AgendaArgs, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let target = match &args.on {
        Some(typed) => {
            let (day, time) = parse_date_time(typed, session.env.today(), TimeDirection::Future)
                .map_err(|why| usage_error(&why, "--on"))?;
            AgendaTarget::NewMeeting(day, time)
        }
        None => AgendaTarget::Meeting(next_meeting(&opened.book, session)?.id),
    };
    let existing = match target {
        AgendaTarget::Meeting(id) => Some(id),
        AgendaTarget::NewMeeting(..) => None,
    };
    let mut items = Vec::new();
    if args.build {
        items = proposed_items(&opened.book, existing, session)?;
    }
    items.extend(args.add.iter().map(|text| ProposedItem {
        text: text.clone(),
        minutes: args.minutes,
        ..ProposedItem::default()
    }));
    if let (Some(id), []) = (existing, items.as_slice()) {
        let done = "Nothing is missing on the agenda.";
        return shown(&opened.book, id, args.send, done, session);
    }
    let commit = ops::agenda::add_items(&opened.book, target, &items, &session.ctx())?;
    let id = existing.or_else(|| commit.changes.first().map(|change| change.id));
    session.save(&mut opened, &commit, &[], Nothing {})?;
    let label = sentence(&commit.label);
    shown(
        &opened.book,
        id.unwrap_or_default(),
        args.send,
        &label,
        session,
    )
}

/// Lines that could go on the agenda of `meeting`, or of one that is not planned yet.
pub fn proposed_items(
    book: &Book,
    meeting: Option<Id>,
    session: &CliSession,
) -> Result<Vec<ProposedItem>, Problem> {
    let program = session.program(book)?;
    let competencies = session.competencies(&program)?;
    let deck = session.deck(book)?;
    let year = session.year(book, &program);
    Ok(propose_agenda(
        &year,
        &deck,
        competencies.as_deref(),
        meeting,
    ))
}

/// Puts chosen lines on the agenda of `meeting`, and says by when to send it.
pub fn add_items(
    items: &[ProposedItem],
    mut opened: LoadedBook,
    meeting: Id,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let target = AgendaTarget::Meeting(meeting);
    let commit = ops::agenda::add_items(&opened.book, target, items, &session.ctx())?;
    let program = session.program(&opened.book)?;
    let year = session.year(&opened.book, &program);
    let is_next = year
        .send_ahead()
        .is_some_and(|(next, _)| next.id == meeting);
    let on = &opened.book.meetings[&meeting];
    let mut notes = vec![format!(
        "For the meeting on {}.",
        format_date_time(on.date, on.time)
    )];
    notes.extend(year.send_ahead_words().filter(|_| is_next));
    session.save(&mut opened, &commit, &notes, AgendaMeeting { meeting })
}

/// The agenda of `meeting`: as a message to send, or in full below what was done to it.
fn shown(
    book: &Book,
    meeting: Id,
    send: bool,
    done: &str,
    session: &CliSession,
) -> Result<Output, Problem> {
    let meeting = &book.meetings[&meeting];
    let message = with_export_source(book, &session.catalog, session.env.today(), |source| {
        let document = export::document(&ExportSubject::Agenda(meeting.id), source)?;
        Ok(export::preview_lines(&document).join("\n"))
    })?;
    let agenda = Agenda {
        meeting: meeting.id,
        date: meeting.date,
        time: meeting.time,
        lines: NumberedRow::list(book.agenda_of(meeting.id)),
        message,
    };
    if send {
        return Ok(Output::answer(agenda.message.clone(), agenda));
    }
    let mut text = session.page(book, &[], |view| document::agenda(view, meeting.id))?;
    if agenda.lines.is_empty() {
        text.push_str("\nNothing is on it yet. “matchbook agenda --build” makes a first one.");
    }
    if !done.is_empty() {
        text = format!("{done}\n\n{text}");
    }
    Ok(Output::answer(text, agenda))
}

/// Which line of which agenda.
#[derive(Debug, Args)]
pub struct AgendaLineArgs {
    /// Number of the line
    number: usize,
    /// Number of the meeting, if not the next one
    #[arg(long, value_name = "NUMBER")]
    meeting: Option<usize>,
}

impl ValueEnum for Direction {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Up, Self::Down]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Up => PossibleValue::new("up").help("Toward the first line"),
            Self::Down => PossibleValue::new("down").help("Toward the last line"),
        })
    }
}

fn run_line(verb: &AgendaLineVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        AgendaLineVerb::Sent => session.change(|opened, session| {
            let id = next_meeting(&opened.book, session)?.id;
            mark_sent(id, &opened.book, session)
        }),
        AgendaLineVerb::Tick(line) => line.tick(session),
        AgendaLineVerb::Drop(line) => line.change(session, |book, id, ctx| {
            ops::archive(book, Kind::AgendaItem, id, ctx)
        }),
        AgendaLineVerb::Move { line, way } => line.move_by_one(*way, session),
        AgendaLineVerb::Edit(edit) => edit.run(session),
    }
}

/// The report that the agenda of `meeting` was sent ahead today.
pub fn mark_sent(
    meeting: Id,
    book: &Book,
    session: &mut CliSession,
) -> Result<ChangeReport<ChangedRecord>, Problem> {
    let commit = ops::meeting::mark_agenda_sent(book, meeting, &session.ctx())?;
    Ok(ChangeReport::new(commit, ChangedRecord { id: meeting }))
}

impl Target for AgendaLineArgs {
    type Record = AgendaItem;
    type Answer = Nothing;

    /// Looks on the next meeting's agenda, or on that of the meeting named.
    fn find(&self, opened: &mut LoadedBook, session: &CliSession) -> Found<Nothing> {
        let (meeting, listed_by) = match self.meeting {
            None => (next_meeting(&opened.book, session)?.id, "agenda".to_owned()),
            Some(number) => {
                let meeting = meeting::find_with_details(opened, number)?;
                (meeting, format!("meeting show {number}"))
            }
        };
        let lines = opened.book.agenda_of(meeting);
        let line = by_number(&lines, self.number, "agenda line", &listed_by)?;
        Ok((line.id, Nothing {}))
    }
}
