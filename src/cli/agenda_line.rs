//! `matchbook agenda tick`, `drop`, `move`, `edit`, `sent`: the lines of an agenda.

use clap::builder::PossibleValue;
use clap::{Subcommand, ValueEnum};

use super::agenda::next_meeting;
use super::meeting;
use super::output::{ChangedRecord, Nothing, Output};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use super::target::{EditArgs, Target};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::id::Id;
use crate::domain::meeting::AgendaItem;
use crate::domain::ops::{self, Direction};
use crate::problem::Problem;

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

/// Which line of which agenda.
#[derive(Debug, clap::Args)]
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

pub fn run(verb: &AgendaLineVerb, session: &mut CliSession) -> Result<Output, Problem> {
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
    let commit = ops::meeting::mark_agenda_sent(book, meeting, &session.env.op_context())?;
    Ok(ChangeReport::new(commit, ChangedRecord { id: meeting }))
}

impl Target for AgendaLineArgs {
    type Record = AgendaItem;
    type Answer = Nothing;

    /// Looks on the next meeting's agenda, or on that of the meeting named.
    fn find(
        &self,
        opened: &mut LoadedBook,
        session: &CliSession,
    ) -> Result<(Id, Nothing), Problem> {
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
