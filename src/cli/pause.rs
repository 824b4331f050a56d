//! `matchbook pause`: days between which nothing is counted or asked, as for a leave or an illness.

use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::archived::ArchivedOption;
use super::editor::CliEditor;
use super::options::EditFields;
use super::output::{NumberedRow, Output};
use super::session::{ChangeReport, CliSession, LoadedBook};
use super::target::{Number, Numbered, Target};
use crate::domain::answer::{Answers, YES};
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::ops::{self, Editable};
use crate::domain::pause::Pause;
use crate::domain::schedule::pause_length;
use crate::problem::Problem;

/// Pauses the year between two days.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub struct PauseArgs {
    #[command(subcommand)]
    verb: Option<PauseVerb>,
    /// The first day, as you would say it
    from: Option<String>,
    /// The last day; give the one you expect, it can be changed
    until: Option<String>,
    /// Why, as far as your partner may read it
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    reason: Option<String>,
    /// Make the year longer by it: its last day and the dates after the pause move
    #[arg(long)]
    extend: bool,
}

/// Verbs of `pause`; each pause has the number that `pause list` shows.
#[derive(Debug, Subcommand)]
enum PauseVerb {
    /// List the pauses of the year
    List(ArchivedOption),
    /// Give the last pause another last day
    End {
        /// The day, as you would say it
        day: String,
    },
    /// Change a pause
    Edit {
        #[command(flatten)]
        pause: Number<Pause>,
        #[command(flatten)]
        fields: EditFields<Pause>,
    },
    /// Archive a pause; the year stays as long as it is, and undo puts it back
    Archive(Number<Pause>),
}

/// A pause as it is listed.
#[derive(Serialize, JsonSchema)]
pub struct PauseRow<'a> {
    #[serde(flatten)]
    row: NumberedRow<'a, Pause>,
    /// Its days, both ends counted.
    days: i64,
}

/// The year after a change of a pause.
#[derive(Serialize, JsonSchema)]
pub struct PausedYear {
    id: Id,
    /// The last day of the year.
    year_end: chrono::NaiveDate,
}

impl Numbered for Pause {
    const LISTED_BY: &'static str = "pause list";
    const IN_ORDER: fn(&Book) -> Vec<&Self> = Book::pauses_in_order;
}

pub fn run(args: &PauseArgs, session: &mut CliSession) -> Result<Output, Problem> {
    match &args.verb {
        Some(PauseVerb::List(archived)) => archived.or_else(&[Kind::Pause], session, list),
        Some(PauseVerb::End { day }) => session.change(|opened, session| {
            let pauses = opened.book.pauses_in_order();
            let last = pauses.last().ok_or_else(|| {
                Problem::new("The year has no pause.")
                    .hint("“matchbook pause DAY DAY” adds one, from its first to its last day.")
            })?;
            let mut editor = CliEditor::open(session, &opened.book, Pause::FORM, last.answers())?;
            editor.set("end", "DAY", Some(day))?;
            save(&opened.book, Some(last.id), &editor, session)
        }),
        Some(PauseVerb::Edit { pause, fields }) => session.change(|opened, session| {
            let (id, _) = pause.find(opened, session)?;
            let answers = ops::find::<Pause>(&opened.book, id)?.answers();
            let editor = fields.editor(answers, &opened.book, session)?;
            save(&opened.book, Some(id), &editor, session)
        }),
        Some(PauseVerb::Archive(pause)) => pause.archive(session),
        None => session.change(|opened, session| {
            let mut editor =
                CliEditor::open(session, &opened.book, Pause::FORM, Answers::default())?;
            editor.set("start", "FROM", args.from.as_deref())?;
            editor.set("end", "UNTIL", args.until.as_deref())?;
            editor.set("reason", "--reason", args.reason.as_deref())?;
            editor.set("extends", "--extend", args.extend.then_some(YES))?;
            save(&opened.book, None, &editor, session)
        }),
    }
}

fn save(
    book: &Book,
    id: Option<Id>,
    editor: &CliEditor,
    session: &CliSession,
) -> Result<ChangeReport<PausedYear>, Problem> {
    let program = session.program(book)?;
    let commit: Commit = ops::pause::save(book, &program, id, &editor.answers, &session.ctx())?;
    let mut after = book.clone();
    after.apply(&commit.changes);
    let is_pause = |change: &&crate::domain::change::Change| change.kind() == Some(Kind::Pause);
    let saved = commit.changes.iter().find(is_pause).map(|change| change.id);
    let answer = PausedYear {
        id: id.or(saved).unwrap_or_default(),
        year_end: after.cycle().map(|cycle| cycle.end).unwrap_or_default(),
    };
    Ok(ChangeReport::new(commit, answer))
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let rows = NumberedRow::list(book.pauses_in_order()).into_iter();
    let rows = rows.map(|row| PauseRow {
        days: pause_length((row.record.start, row.record.end)),
        row,
    });
    let cells = |row: &PauseRow| {
        let pause = row.row.record;
        let longer = if pause.extends {
            "longer by it"
        } else {
            "as planned"
        };
        [
            row.row.number.to_string(),
            dates::format_date(pause.start),
            dates::format_date(pause.end),
            row.days.to_string(),
            longer.to_owned(),
            pause.reason.clone(),
        ]
    };
    let empty = "The year has no pause. “matchbook pause DAY DAY” adds one, from its first to its last day.";
    let header = ["No", "From", "Until", "Days", "Year", "Why"];
    Ok(Output::table(&header, rows.collect(), cells, empty))
}
