//! `matchbook action`: what somebody promised to do.

use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::editor::CliEditor;
use super::json_schema::{AnswerSchema, answer, done};
use super::output::{ChangedRecord, Nothing, Output, TextTable, UNDO_RESTORES};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::dates;
use crate::domain::id::Id;
use crate::domain::ops::{self, Editable};
use crate::domain::schedule::Due;
use crate::problem::Problem;

/// What to do with actions. Each has the number that `action list` shows.
#[derive(Debug, Subcommand)]
pub enum ActionVerb {
    /// Note a promise
    #[command(after_help = "Example:
  matchbook action add \"Send the outline\" --owner mentor --due \"dec 1\"")]
    Add {
        /// What is to be done
        text: String,
        /// Who does it: mentee, mentor, both; you, if nobody is named
        #[arg(long, value_name = "WHO")]
        owner: Option<String>,
        /// The day by which it is to be done, as you would say it
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
    },
    /// List the actions, open ones first
    #[command(after_help = "Example:
  matchbook action list --open")]
    List {
        /// Leave out what is done
        #[arg(long)]
        open: bool,
    },
    /// Mark an action as done
    #[command(after_help = "Example:
  matchbook action done 1 --note \"Two schools said yes\"")]
    Done {
        /// Number of the action
        number: usize,
        /// What came of it
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Change an action
    #[command(after_help = "Examples:
  matchbook action edit 1 --due \"dec 8\"
  matchbook action edit 2 --owner mentor --text \"Send the outline and the budget\"")]
    Edit {
        /// Number of the action
        number: usize,
        /// What is to be done
        #[arg(long, allow_hyphen_values = true)]
        text: Option<String>,
        /// Who does it: mentee, mentor, both
        #[arg(long, value_name = "WHO")]
        owner: Option<String>,
        /// The day by which it is to be done; \"\" for none
        #[arg(long, value_name = "DAY")]
        due: Option<String>,
    },
    /// Open an action again that was done
    #[command(after_help = "Example:
  matchbook action reopen 3")]
    Reopen {
        /// Number of the action
        number: usize,
    },
    /// Archive an action; undo puts it back
    #[command(after_help = "Example:
  matchbook action archive 3")]
    Archive {
        /// Number of the action
        number: usize,
    },
}

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    answer::<Vec<ActionRow<'static>>>("action list"),
    done::<Nothing>("action add"),
    done::<ChangedRecord>("action done"),
    done::<ChangedRecord>("action edit"),
    done::<ChangedRecord>("action reopen"),
    done::<ChangedRecord>("action archive"),
];

/// An action as it is listed.
#[derive(Serialize, JsonSchema)]
pub struct ActionRow<'a> {
    number: usize,
    id: Id,
    #[serde(flatten)]
    action: &'a Action,
}

impl<'a> ActionRow<'a> {
    pub const fn new((number, action): (usize, &'a Action)) -> Self {
        Self {
            number,
            id: action.id,
            action,
        }
    }
}

/// Does `verb`.
pub fn run(verb: ActionVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        ActionVerb::Add { text, owner, due } => {
            add(&text, owner.as_deref(), due.as_deref(), session)
        }
        ActionVerb::List { open } => list(open, session),
        ActionVerb::Done { number, note } => change(number, session, |book, action, session| {
            let ctx = session.env.op_context();
            Ok((
                ops::action::mark_done(book, action.id, &note, &ctx)?,
                Vec::new(),
            ))
        }),
        ActionVerb::Edit {
            number,
            text,
            owner,
            due,
        } => change(number, session, |book, action, session| {
            let mut editor =
                CliEditor::open(session, book, "editor-action")?.with_answers(action.answers());
            editor.set("text", "--text", text.as_deref())?;
            editor.set("owner", "--owner", owner.as_deref())?;
            editor.set_day("due", "--due", due.as_deref(), "Due")?;
            let ctx = session.env.op_context();
            let commit = ops::edit::<Action>(book, action.id, &editor.answers, &ctx)?;
            Ok((commit, editor.notes))
        }),
        ActionVerb::Reopen { number } => change(number, session, |book, action, session| {
            let ctx = session.env.op_context();
            let commit = if action.is_open() {
                ctx.commit("", Vec::new())
            } else {
                ops::action::reopen(book, action.id, &ctx)?
            };
            Ok((commit, Vec::new()))
        }),
        ActionVerb::Archive { number } => change(number, session, |book, action, session| {
            let commit = ops::archive(book, Kind::Action, action.id, &session.env.op_context())?;
            Ok((commit, vec![UNDO_RESTORES.to_owned()]))
        }),
    }
}

/// Saves the commit that `work` makes of the action with this number, with sentences to say below.
fn change(
    number: usize,
    session: &mut CliSession,
    work: impl FnOnce(&Book, &Action, &mut CliSession) -> Result<(Commit, Vec<String>), Problem>,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let actions = opened.book.actions_in_order();
        let action = by_number(&actions, number, "action", "action list")?;
        let (commit, notes) = work(&opened.book, action, session)?;
        Ok(ChangeReport::new(commit, ChangedRecord { id: action.id }).notes(notes))
    })
}

fn add(
    text: &str,
    owner: Option<&str>,
    due: Option<&str>,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let mut editor = CliEditor::open(session, &opened.book, "editor-action")?;
        editor.set("text", "the text", Some(text))?;
        editor.set("owner", "--owner", owner)?;
        editor.set_day("due", "--due", due, "Due")?;
        let mut ctx = session.env.op_context();
        let commit = ops::add::<Action>(&opened.book, None, &editor.answers, &mut ctx)?;
        Ok(ChangeReport::new(commit, Nothing {}).notes(editor.notes))
    })
}

fn list(open: bool, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::Action])?;
    let today = session.env.today();
    let actions: Vec<_> = (1..)
        .zip(book.actions_in_order())
        .filter(|(_, action)| !open || action.is_open())
        .collect();
    if actions.is_empty() {
        let text = "There is no action. “matchbook action add \"…\"” notes what was promised.";
        return Ok(Output::answer(text, [(); 0]));
    }
    let mut table = TextTable::new(&["No", "State", "Owner", "Due", "Action"]);
    for (number, action) in &actions {
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
        table.row([number.to_string(), state.to_owned(), owner, day, text]);
    }
    let rows: Vec<_> = actions.into_iter().map(ActionRow::new).collect();
    Ok(Output::answer(table.text(), rows))
}
