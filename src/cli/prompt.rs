//! `matchbook prompt`: questions worth an agenda line.

use chrono::NaiveDate;
use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::agenda::AgendaMeeting;
use super::deck::{ChangedCard, use_card};
use super::editor::CliEditor;
use super::json_schema::{AnswerSchema, Either, answer, done};
use super::output::{Nothing, Output, TextTable, UNDO_RESTORES};
use super::session::{ChangeReport, CliSession, LoadedBook, by_key_or_number};
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::dates;
use crate::domain::deck::{Category, Deck, Prompt, PromptDef, Stage};
use crate::domain::ops::Editable;
use crate::domain::ops::agenda::card;
use crate::domain::suggestions::ProposedItem;
use crate::problem::Problem;

/// Commands about the prompts of the deck. Each has the number that `prompt list` shows, and a key that stays.
#[derive(Debug, Subcommand)]
pub enum PromptVerb {
    /// List the prompts that you have not used
    #[command(after_help = "Examples:
  matchbook prompt list --category grow
  matchbook prompt list --phase working --json
  matchbook prompt list --all")]
    List {
        /// Only one group: meeting-each-other, ground-rules, grow, reflection, and so on
        #[arg(long)]
        category: Option<Category>,
        /// Only what fits a part of the year: starting, goals, working, middle, closing, rescue
        #[arg(long)]
        phase: Option<Stage>,
        /// List those that were used or are your partner's to ask, too
        #[arg(long)]
        all: bool,
    },
    /// Write a prompt of your own
    #[command(after_help = "Example:
  matchbook prompt add \"What made you laugh this month?\" --category reflection")]
    Add {
        /// The question
        text: String,
        #[command(flatten)]
        fields: PromptFields,
    },
    /// Change a prompt of your own
    #[command(after_help = "Example:
  matchbook prompt edit 41 --why \"It loosens the talk\"")]
    Edit {
        /// Number or key of the prompt
        prompt: String,
        /// The question
        #[arg(long, allow_hyphen_values = true)]
        text: Option<String>,
        #[command(flatten)]
        fields: PromptFields,
    },
    /// Put a prompt on the agenda of the next meeting
    #[command(after_help = "Examples:
  matchbook prompt use 12
  matchbook prompt use the-schools --mark")]
    Use {
        /// Number or key of the prompt
        prompt: String,
        /// Only mark it as used, without an agenda; once more takes the mark back
        #[arg(long)]
        mark: bool,
    },
    /// Archive a prompt of your own; undo puts it back
    #[command(after_help = "Example:
  matchbook prompt archive 41")]
    Archive {
        /// Number or key of the prompt
        prompt: String,
    },
}

/// Fields of a prompt beside its words.
#[derive(Debug, Default, clap::Args)]
pub struct PromptFields {
    /// What asking it is good for
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    why: Option<String>,
    /// The group it belongs to
    #[arg(long)]
    category: Option<String>,
}

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    answer::<Vec<PromptRow<'static>>>("prompt list"),
    done::<Nothing>("prompt add"),
    done::<ChangedCard>("prompt edit"),
    done::<Either<ChangedCard, AgendaMeeting>>("prompt use"),
    done::<ChangedCard>("prompt archive"),
];

/// A prompt of the deck.
#[derive(Serialize, JsonSchema)]
pub struct PromptRow<'a> {
    number: usize,
    #[serde(flatten)]
    def: &'a PromptDef,
    /// The day it went on an agenda.
    used: Option<NaiveDate>,
    own: bool,
}

impl<'a> PromptRow<'a> {
    fn new(number: usize, def: &'a PromptDef, mark: Option<&Prompt>) -> Self {
        Self {
            number,
            def,
            used: mark.and_then(|mark| mark.used),
            own: mark.is_some_and(|mark| !mark.text.is_empty()),
        }
    }
}

/// Does `verb`.
pub fn run(verb: &PromptVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        PromptVerb::List {
            category,
            phase,
            all,
        } => list(*category, *phase, *all, session),
        PromptVerb::Add { text, fields } => session.change(|opened, session| {
            let mut editor = CliEditor::open(session, &opened.book, "editor-prompt")?;
            editor.set("text", "the prompt", Some(text))?;
            fields.fill(&mut editor)?;
            let mut ctx = session.env.op_context();
            let commit = card::save::<Prompt>(&opened.book, None, &editor.answers, &mut ctx)?;
            Ok(ChangeReport::new(commit, Nothing {}))
        }),
        PromptVerb::Edit {
            prompt,
            text,
            fields,
        } => change(prompt, session, |book, def, session| {
            let own = book.prompts.get(&Prompt::id_for(&def.key));
            let answers = own.map(Prompt::answers).unwrap_or_default();
            let mut editor = CliEditor::open(session, book, "editor-prompt")?.with_answers(answers);
            editor.set("text", "--text", text.as_deref())?;
            fields.fill(&mut editor)?;
            let (key, mut ctx) = (Some(&*def.key), session.env.op_context());
            Ok(card::save::<Prompt>(book, key, &editor.answers, &mut ctx)?)
        }),
        PromptVerb::Use { prompt, mark: true } => change(prompt, session, |book, def, session| {
            Ok(card::mark_prompt(book, def, &mut session.env.op_context())?)
        }),
        PromptVerb::Use { prompt, .. } => use_card(session, |deck| {
            Ok(ProposedItem::prompt(find(deck, prompt)?))
        }),
        PromptVerb::Archive { prompt } => change(prompt, session, |book, def, session| {
            let ctx = session.env.op_context();
            Ok(card::archive::<Prompt>(book, &def.key, &ctx)?)
        })
        .map(|output| output.note(UNDO_RESTORES)),
    }
}

/// Saves the commit that `work` makes of the prompt called `word`.
fn change(
    word: &str,
    session: &mut CliSession,
    work: impl FnOnce(&Book, &PromptDef, &mut CliSession) -> Result<Commit, Problem>,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let deck = session.deck(&opened.book)?;
        let def = find(&deck, word)?;
        let commit = work(&opened.book, def, session)?;
        let key = def.key.clone();
        Ok(ChangeReport::new(commit, ChangedCard { key }))
    })
}

/// The prompt with the number that people see (its place in the deck, from 1), or with the key.
fn find<'a>(deck: &'a Deck, word: &str) -> Result<&'a PromptDef, Problem> {
    by_key_or_number(
        &deck.prompts,
        |def| &def.key,
        word,
        "prompt",
        "prompt list --all",
    )
}

impl PromptFields {
    fn fill(&self, editor: &mut CliEditor) -> Result<(), Problem> {
        editor.set("why", "--why", self.why.as_deref())?;
        editor.set("category", "--category", self.category.as_deref())
    }
}

fn list(
    category: Option<Category>,
    phase: Option<Stage>,
    all: bool,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::Prompt])?;
    let deck = session.deck(&book)?;
    let mut rows: Vec<_> = (1..)
        .zip(&deck.prompts)
        .map(|(number, def)| {
            PromptRow::new(number, def, book.prompts.get(&Prompt::id_for(&def.key)))
        })
        .collect();
    rows.retain(|PromptRow { def, used, .. }| {
        category.is_none_or(|category| def.category == category)
            && phase.is_none_or(|phase| def.phases.contains(&phase))
            && (all || used.is_none() && def.audience.includes(book.me()))
    });
    let mut table = TextTable::new(&["No", "Category", "Used", "Prompt"]);
    for row in &rows {
        let own = if row.own { " [your own]" } else { "" };
        table.row([
            row.number.to_string(),
            row.def.category.to_string(),
            row.used.map_or_else(String::new, dates::format_date),
            format!("{}{own}", row.def.text),
        ]);
    }
    let empty =
        "No such prompt is left. “matchbook prompt list --all” lists those you have used, too.";
    Ok(Output::list(&table, rows, empty))
}
