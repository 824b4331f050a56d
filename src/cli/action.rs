//! `matchbook action`: what somebody promised to do.

use clap::Subcommand;
use serde_json::{Value, json};

use super::editor::CliEditor;
use super::output::{Output, TextTable};
use super::session::{CliSession, LoadedBook, by_number};
use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::ops::action::ActionDraft;
use crate::domain::ops::{self, editors};
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
    /// Put an action away; undo brings it back
    #[command(after_help = "Example:
  matchbook action archive 3")]
    Archive {
        /// Number of the action
        number: usize,
    },
}

/// Does `verb`.
pub fn run(verb: ActionVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        ActionVerb::Add { text, owner, due } => {
            add(&text, owner.as_deref(), due.as_deref(), session)
        }
        ActionVerb::List { open } => list(open, session),
        ActionVerb::Done { number, note } => {
            let mut opened = session.open_for_edit()?;
            let id = find(&opened.book, number)?.id;
            let commit =
                ops::action::mark_done(&opened.book, id, &note, &mut session.env.op_context())?;
            session.save(&mut opened, &commit, &[], json!({ "id": id }))
        }
        ActionVerb::Edit {
            number,
            text,
            owner,
            due,
        } => {
            let mut opened = session.open_for_edit()?;
            let action = find(&opened.book, number)?;
            let id = action.id;
            let mut editor = CliEditor::open(session, &opened.book, "editor-action")?
                .with_answers(editors::answers_of_action(action));
            editor.set("text", "--text", text.as_deref())?;
            editor.set("owner", "--owner", owner.as_deref())?;
            editor.set_day("due", "--due", due.as_deref(), "Due")?;
            let answers = &editor.answers;
            let mut ctx = session.env.op_context();
            let commit = editors::edit_action(&opened.book, id, answers, &mut ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &editor.notes, json!({ "id": id }))
        }
        ActionVerb::Reopen { number } => reopen(number, session),
        ActionVerb::Archive { number } => {
            let mut opened = session.open_for_edit()?;
            let id = find(&opened.book, number)?.id;
            let commit = ops::action::archive(&opened.book, id, &mut session.env.op_context())?;
            let notes = ["“matchbook undo” brings it back.".to_owned()];
            session.save(&mut opened, &commit, &notes, json!({ "id": id }))
        }
    }
}

fn find(book: &Book, number: usize) -> Result<&Action, Problem> {
    by_number(&book.actions_in_order(), number, "action", "action list")
}

fn add(
    text: &str,
    owner: Option<&str>,
    due: Option<&str>,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let mut editor = CliEditor::open(session, &opened.book, "editor-action")?;
    editor.set("text", "the text", Some(text))?;
    editor.set("owner", "--owner", owner)?;
    editor.set_day("due", "--due", due, "Due")?;
    let draft = ActionDraft {
        text: editor.answers.get("text").to_owned(),
        owner: editor
            .answers
            .word("owner")
            .unwrap_or_else(|| opened.book.me().into()),
        due: editor.answers.day("due"),
    };
    let commit = ops::action::add(&draft, None, &mut session.env.op_context())?;
    session.save(&mut opened, &commit, &editor.notes, json!({}))
}

fn reopen(number: usize, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let action = find(&opened.book, number)?;
    let id = action.id;
    if action.is_open() {
        return Ok(Output::done("nothing changed", &[], json!({ "id": id })));
    }
    let commit = ops::action::tick(&opened.book, id, &mut session.env.op_context())?;
    session.save(&mut opened, &commit, &[], json!({ "id": id }))
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
        return Ok(Output::answer(text, json!([])));
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
    let json = actions
        .iter()
        .map(|(number, action)| as_json(*number, action));
    Ok(Output::answer(table.text(), json.collect()))
}

/// An action as it is listed.
pub fn as_json(number: usize, action: &Action) -> Value {
    json!({
        "number": number,
        "id": action.id,
        "text": action.text,
        "owner": action.owner,
        "due": action.due,
        "done": action.done,
        "done_note": action.done_note,
        "meeting": action.meeting,
        "agreed": action.agreed,
    })
}
