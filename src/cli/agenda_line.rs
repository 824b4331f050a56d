//! `matchbook agenda tick`, `drop`, `move`, `edit`, `sent`: the lines of an agenda.

use clap::{Subcommand, ValueEnum};
use serde_json::json;

use super::agenda::next_meeting;
use super::editor::CliEditor;
use super::meeting;
use super::output::Output;
use super::session::{CliSession, LoadedBook, by_number};
use crate::domain::id::Id;
use crate::domain::meeting::AgendaItem;
use crate::domain::ops::{self, Direction, editors};
use crate::problem::Problem;

/// What to do with the lines of an agenda. Each has the number that `agenda` shows.
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
        way: DirectionArg,
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

/// Which way a line moves.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum DirectionArg {
    /// Toward the first line
    Up,
    /// Toward the last line
    Down,
}

impl DirectionArg {
    /// The same in the words of the deeds.
    pub const fn direction(self) -> Direction {
        match self {
            Self::Up => Direction::Up,
            Self::Down => Direction::Down,
        }
    }
}

/// Does `verb`.
pub fn run(verb: &AgendaLineVerb, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let commit = match verb {
        AgendaLineVerb::Sent => {
            let meeting = next_meeting(&opened.book, session)?.id;
            return mark_sent(meeting, opened, session);
        }
        AgendaLineVerb::Tick { line } => {
            let id = find(line, &mut opened, session)?.id;
            ops::agenda::tick_line(&opened.book, id, &mut session.env.op_context())?
        }
        AgendaLineVerb::Drop { line } => {
            let id = find(line, &mut opened, session)?.id;
            ops::agenda::remove_line(&opened.book, id, &mut session.env.op_context())?
        }
        AgendaLineVerb::Move { line, way } => {
            let id = find(line, &mut opened, session)?.id;
            ops::agenda::move_line(
                &opened.book,
                id,
                way.direction(),
                &mut session.env.op_context(),
            )?
        }
        AgendaLineVerb::Edit {
            line,
            text,
            minutes,
        } => {
            let item = find(line, &mut opened, session)?;
            let mut editor = CliEditor::open(session, &opened.book, "editor-agenda-item")?
                .with_answers(editors::answers_of_item(&item));
            editor.set("text", "--text", text.as_deref())?;
            editor.set("minutes", "--minutes", minutes.as_deref())?;
            let answers = &editor.answers;
            editors::edit_line(
                &opened.book,
                item.id,
                answers,
                &mut session.env.op_context(),
            )?
        }
    };
    session.save(&mut opened, &commit, &[], json!({}))
}

/// Notes that the agenda of `meeting` was sent ahead.
pub fn mark_sent(
    meeting: Id,
    mut opened: LoadedBook,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let commit = ops::meeting::mark_agenda_sent(&opened.book, meeting, &session.env.op_context())?;
    session.save(&mut opened, &commit, &[], json!({ "id": meeting }))
}

/// The line meant: of the next meeting, or of the one named.
fn find(
    line: &AgendaLineArgs,
    opened: &mut LoadedBook,
    session: &CliSession,
) -> Result<AgendaItem, Problem> {
    let (meeting, verb) = match line.meeting {
        None => (next_meeting(&opened.book, session)?.id, "agenda".to_owned()),
        Some(number) => {
            let meeting = meeting::find(opened, number)?;
            let details = opened.store.load_details(meeting)?;
            opened.book.extend(details);
            (meeting, format!("meeting show {number}"))
        }
    };
    let lines = opened.book.agenda_of(meeting);
    by_number(&lines, line.number, "agenda line", &verb).cloned()
}
