//! `matchbook agenda tick`, `drop`, `move`, `edit`, `sent`: the lines of an agenda.

use clap::{Subcommand, ValueEnum};
use serde_json::json;

use super::agenda::next;
use super::editor::Editor;
use super::meeting;
use super::output::Said;
use super::session::{Opened, Session, numbered};
use crate::domain::deeds::{self, Toward, editors};
use crate::domain::id::Id;
use crate::domain::meeting::AgendaItem;
use crate::problem::Problem;

/// What to do with the lines of an agenda. Each has the number that `agenda` shows.
#[derive(Debug, Subcommand)]
pub enum LineVerb {
    /// Tick a line as talked about; once more takes the tick back
    #[command(after_help = "Examples:
  matchbook agenda tick 2
  matchbook agenda tick 2 --meeting 3")]
    Tick {
        #[command(flatten)]
        line: LineArgs,
    },
    /// Change a line
    #[command(after_help = "Example:
  matchbook agenda edit 2 --minutes 20")]
    Edit {
        #[command(flatten)]
        line: LineArgs,
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
        line: LineArgs,
        /// Which way
        way: Way,
    },
    /// Take a line off the agenda; a question waits again
    #[command(after_help = "Example:
  matchbook agenda drop 4")]
    Drop {
        #[command(flatten)]
        line: LineArgs,
    },
    /// Note that the agenda was sent ahead today
    #[command(after_help = "Example:
  matchbook agenda sent")]
    Sent,
}

/// Which line of which agenda.
#[derive(Debug, clap::Args)]
pub struct LineArgs {
    /// Number of the line
    number: usize,
    /// Number of the meeting, if not the next one
    #[arg(long, value_name = "NUMBER")]
    meeting: Option<usize>,
}

/// Which way a line moves.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Way {
    /// Toward the first line
    Up,
    /// Toward the last line
    Down,
}

impl Way {
    /// The same in the words of the deeds.
    pub const fn toward(self) -> Toward {
        match self {
            Self::Up => Toward::Up,
            Self::Down => Toward::Down,
        }
    }
}

/// Does `verb`.
pub fn run(verb: &LineVerb, session: &mut Session) -> Result<Said, Problem> {
    let mut opened = session.edit()?;
    let commit = match verb {
        LineVerb::Sent => {
            let meeting = next(&opened.book, session)?.id;
            return sent(meeting, opened, session);
        }
        LineVerb::Tick { line } => {
            let id = find(line, &mut opened, session)?.id;
            deeds::agenda::tick_line(&opened.book, id, &mut session.env.scribe())?
        }
        LineVerb::Drop { line } => {
            let id = find(line, &mut opened, session)?.id;
            deeds::agenda::drop_line(&opened.book, id, &mut session.env.scribe())?
        }
        LineVerb::Move { line, way } => {
            let id = find(line, &mut opened, session)?.id;
            deeds::agenda::move_line(&opened.book, id, way.toward(), &mut session.env.scribe())?
        }
        LineVerb::Edit {
            line,
            text,
            minutes,
        } => {
            let item = find(line, &mut opened, session)?;
            let mut editor = Editor::open(session, &opened.book, "editor-agenda-item")?
                .starting_from(editors::answers_of_item(&item));
            editor.set("text", "--text", text.as_deref())?;
            editor.set("minutes", "--minutes", minutes.as_deref())?;
            let answers = &editor.answers;
            editors::edit_line(&opened.book, item.id, answers, &mut session.env.scribe())?
        }
    };
    session.save(&mut opened, &commit, &[], json!({}))
}

/// Notes that the agenda of `meeting` was sent ahead.
pub fn sent(meeting: Id, mut opened: Opened, session: &mut Session) -> Result<Said, Problem> {
    let commit = deeds::meeting::mark_sent(&opened.book, meeting, &session.env.scribe())?;
    session.save(&mut opened, &commit, &[], json!({ "id": meeting }))
}

/// The line meant: of the next meeting, or of the one named.
fn find(line: &LineArgs, opened: &mut Opened, session: &Session) -> Result<AgendaItem, Problem> {
    let (meeting, verb) = match line.meeting {
        None => (next(&opened.book, session)?.id, "agenda".to_owned()),
        Some(number) => {
            let meeting = meeting::find(opened, number)?;
            let details = opened.store.details_of(meeting)?;
            opened.book.extend(details);
            (meeting, format!("meeting show {number}"))
        }
    };
    let lines = opened.book.agenda_of(meeting);
    numbered(&lines, line.number, "agenda line", &verb).cloned()
}
