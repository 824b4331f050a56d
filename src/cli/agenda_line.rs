//! `matchbook agenda tick`, `drop`, `move`, `edit`, `sent`: the lines of an agenda.

use clap::builder::PossibleValue;
use clap::{Subcommand, ValueEnum};

use super::agenda::next_meeting;
use super::editor::CliEditor;
use super::json_schema::{AnswerSchema, done};
use super::meeting;
use super::output::{ChangedRecord, Nothing, Output};
use super::session::{ChangeReport, CliSession, by_number};
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::id::Id;
use crate::domain::meeting::AgendaItem;
use crate::domain::ops::{self, Direction, Editable};
use crate::problem::Problem;

/// Commands on the lines of an agenda. Each line has the number that `agenda` shows.
#[derive(Debug, Subcommand)]
pub enum AgendaLineVerb {
    /// Tick a line as talked about; once more takes the tick back
    #[command(after_help = "Examples:
  matchbook agenda tick 2
  matchbook agenda tick 2 --meeting 3")]
    Tick {
        #[command(flatten)]
        line: AgendaLineArgs,
    },
    /// Change a line
    #[command(after_help = "Example:
  matchbook agenda edit 2 --minutes 20")]
    Edit {
        #[command(flatten)]
        line: AgendaLineArgs,
        /// What is to be talked about
        #[arg(long, allow_hyphen_values = true)]
        text: Option<String>,
        /// Minutes for it; \"\" leaves them open
        #[arg(long)]
        minutes: Option<String>,
    },
    /// Move a line by one place
    #[command(after_help = "Example:
  matchbook agenda move 3 up")]
    Move {
        #[command(flatten)]
        line: AgendaLineArgs,
        /// Which way
        way: Direction,
    },
    /// Take a line off the agenda; a question waits again
    #[command(after_help = "Example:
  matchbook agenda drop 4")]
    Drop {
        #[command(flatten)]
        line: AgendaLineArgs,
    },
    /// Note that the agenda was sent ahead today
    #[command(after_help = "Example:
  matchbook agenda sent")]
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

/// JSON of these commands.
pub const ANSWERS: &[AnswerSchema] = &[
    done::<Nothing>("agenda tick"),
    done::<Nothing>("agenda edit"),
    done::<Nothing>("agenda move"),
    done::<Nothing>("agenda drop"),
    done::<ChangedRecord>("agenda sent"),
];

/// Does `verb`.
pub fn run(verb: &AgendaLineVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        AgendaLineVerb::Sent => session.change(|opened, session| {
            let id = next_meeting(&opened.book, session)?.id;
            mark_sent(id, &opened.book, session)
        }),
        AgendaLineVerb::Tick { line } => change(line, session, |book, item, session| {
            let ctx = session.env.op_context();
            Ok(ops::tick(book, Kind::AgendaItem, item.id, &ctx)?)
        }),
        AgendaLineVerb::Drop { line } => change(line, session, |book, item, session| {
            let ctx = session.env.op_context();
            Ok(ops::archive(book, Kind::AgendaItem, item.id, &ctx)?)
        }),
        AgendaLineVerb::Move { line, way } => change(line, session, |book, item, session| {
            let ctx = session.env.op_context();
            Ok(ops::move_by_one(
                book,
                Kind::AgendaItem,
                item.id,
                *way,
                &ctx,
            )?)
        }),
        AgendaLineVerb::Edit {
            line,
            text,
            minutes,
        } => change(line, session, |book, item, session| {
            let mut editor =
                CliEditor::open(session, book, "editor-agenda-item")?.with_answers(item.answers());
            editor.set("text", "--text", text.as_deref())?;
            editor.set("minutes", "--minutes", minutes.as_deref())?;
            let mut ctx = session.env.op_context();
            Ok(ops::edit::<AgendaItem>(
                book,
                item.id,
                &editor.answers,
                &mut ctx,
            )?)
        }),
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

/// Saves the commit that `work` makes of a line of the next meeting's agenda, or of that of the meeting named.
fn change(
    line: &AgendaLineArgs,
    session: &mut CliSession,
    work: impl FnOnce(&Book, &AgendaItem, &mut CliSession) -> Result<Commit, Problem>,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let (meeting, listing) = match line.meeting {
            None => (next_meeting(&opened.book, session)?.id, "agenda".to_owned()),
            Some(number) => {
                let meeting = meeting::find_with_details(opened, number)?;
                (meeting, format!("meeting show {number}"))
            }
        };
        let lines = opened.book.agenda_of(meeting);
        let item = by_number(&lines, line.number, "agenda line", &listing)?;
        let commit = work(&opened.book, item, session)?;
        Ok(ChangeReport::new(commit, Nothing {}))
    })
}
