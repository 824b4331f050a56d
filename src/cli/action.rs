//! `matchbook action`: what somebody promised to do.

use clap::Subcommand;

use super::archived::ArchivedOption;
use super::options::NewFields;
use super::output::{NumberedRow, Output};
use super::session::{CliSession, LoadedBook};
use super::target::{EditArgs, Number, Numbered, Target};
use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::ops;
use crate::domain::schedule::Due;
use crate::problem::Problem;

/// What to do with actions. Each has the number that `action list` shows.
#[derive(Debug, Subcommand)]
pub enum ActionVerb {
    /// Note a promise
    Add(NewFields<Action>),
    /// List the actions, open ones first
    List {
        /// Leave out what is done
        #[arg(long)]
        open: bool,
        #[command(flatten)]
        archived: ArchivedOption,
    },
    /// Mark an action as done
    Done {
        #[command(flatten)]
        action: Number<Action>,
        /// What came of it
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Change an action
    Edit(EditArgs<Number<Action>>),
    /// Open an action again that was done
    Reopen(Number<Action>),
    /// Archive an action; undo puts it back
    Archive(Number<Action>),
}

impl Numbered for Action {
    const LISTED_BY: &'static str = "action list";
    const IN_ORDER: fn(&Book) -> Vec<&Self> = Book::actions_in_order;
}

pub fn run(verb: ActionVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        ActionVerb::Add(fields) => fields.run(session),
        ActionVerb::List { open, archived } => {
            archived.or_else(&[Kind::Action], session, |session| list(open, session))
        }
        ActionVerb::Done { action, note } => action.change(session, |book, id, ctx| {
            ops::action::mark_done(book, id, &note, ctx)
        }),
        ActionVerb::Edit(edit) => edit.run(session),
        ActionVerb::Reopen(action) => action.change(session, |book, id, ctx| {
            if book.actions[&id].is_open() {
                return Ok(ctx.commit("", Vec::new()));
            }
            ops::action::reopen(book, id, ctx)
        }),
        ActionVerb::Archive(action) => action.archive(session),
    }
}

fn list(open: bool, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let today = session.env.today();
    let mut rows = NumberedRow::list(book.actions_in_order());
    rows.retain(|row| !open || row.record.is_open());
    let cells = |row: &NumberedRow<Action>| {
        let action = row.record;
        let (state, day) = match (action.done, action.due) {
            (Some(done), _) => ("Done", dates::format_date(done)),
            (None, Some(due)) => {
                let words = Due::on(due, today).words();
                ("Open", format!("{} ({words})", dates::format_date(due)))
            }
            (None, None) => ("Open", String::new()),
        };
        let text = if action.done_note.is_empty() {
            action.text.clone()
        } else {
            format!("{}: {}", action.text, action.done_note)
        };
        let owner = action.owner.to_string();
        [row.number.to_string(), state.to_owned(), owner, day, text]
    };
    let empty = "There is no action. “matchbook action add \"…\"” notes what was promised.";
    let header = ["No", "State", "Owner", "Due", "Action"];
    Ok(Output::table(&header, rows, cells, empty))
}
