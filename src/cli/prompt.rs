//! `matchbook prompt`: questions worth an agenda line.

use clap::Subcommand;
use serde_json::json;

use super::agenda;
use super::editor::CliEditor;
use super::output::{Output, TextTable};
use super::session::{CliSession, LoadedBook, by_key_or_number};
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::deck::{Category, Deck, Prompt, PromptDef, Stage};
use crate::domain::ops::agenda::card;
use crate::domain::suggestions::ProposedItem;
use crate::problem::Problem;

/// What to do with the prompts of the deck. Each has the number that `prompt list` shows, and a key that stays.
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
    /// Put a prompt of your own away; undo brings it back
    #[command(after_help = "Example:
  matchbook prompt archive 41")]
    Archive {
        /// Number or key of the prompt
        prompt: String,
    },
}

/// What a prompt may have beside its words.
#[derive(Debug, Default, clap::Args)]
pub struct PromptFields {
    /// What asking it is good for
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    why: Option<String>,
    /// The group it belongs to
    #[arg(long)]
    category: Option<String>,
}

/// Does `verb`.
pub fn run(verb: &PromptVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        PromptVerb::List {
            category,
            phase,
            all,
        } => list(*category, *phase, *all, session),
        PromptVerb::Add { text, fields } => {
            let mut opened = session.open_for_edit()?;
            let mut editor = CliEditor::open(session, &opened.book, "editor-prompt")?;
            editor.set("text", "the prompt", Some(text))?;
            fields.fill(&mut editor)?;
            let mut ctx = session.env.op_context();
            let commit = card::save_prompt(&opened.book, None, &editor.answers, &mut ctx)?;
            drop(ctx);
            session.save(&mut opened, &commit, &[], json!({}))
        }
        PromptVerb::Edit {
            prompt,
            text,
            fields,
        } => edit(prompt, text.as_deref(), fields, session),
        PromptVerb::Use { prompt, mark } => take(prompt, *mark, session),
        PromptVerb::Archive { prompt } => {
            let mut opened = session.open_for_edit()?;
            let deck = session.deck(&opened.book)?;
            let key = &find(&deck, prompt)?.key;
            let commit = card::archive_prompt(&opened.book, key, &session.env.op_context())?;
            let notes = ["“matchbook undo” brings it back.".to_owned()];
            session.save(&mut opened, &commit, &notes, json!({ "key": key }))
        }
    }
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

fn edit(
    word: &str,
    text: Option<&str>,
    fields: &PromptFields,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let deck = session.deck(&opened.book)?;
    let key = &find(&deck, word)?.key;
    let answers = opened.book.prompts.get(&Prompt::id_for(key));
    let answers = answers.map(card::answers_of_prompt).unwrap_or_default();
    let mut editor = CliEditor::open(session, &opened.book, "editor-prompt")?.with_answers(answers);
    editor.set("text", "--text", text)?;
    fields.fill(&mut editor)?;
    let mut ctx = session.env.op_context();
    let commit = card::save_prompt(&opened.book, Some(key), &editor.answers, &mut ctx)?;
    drop(ctx);
    session.save(&mut opened, &commit, &[], json!({ "key": key }))
}

fn take(word: &str, mark: bool, session: &mut CliSession) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let deck = session.deck(&opened.book)?;
    let def = find(&deck, word)?;
    if mark {
        let commit = card::mark_prompt(&opened.book, def, &mut session.env.op_context())?;
        return session.save(&mut opened, &commit, &[], json!({ "key": def.key }));
    }
    let meeting = agenda::next_meeting(&opened.book, session)?.id;
    agenda::add_items(&[ProposedItem::prompt(def)], opened, meeting, session)
}

fn list(
    category: Option<Category>,
    phase: Option<Stage>,
    all: bool,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(&[Kind::Prompt])?;
    let deck = session.deck(&book)?;
    let mark = |key: &str| book.prompts.get(&Prompt::id_for(key));
    let used = |key: &str| mark(key).and_then(|mark| mark.used);
    let is_own = |key: &str| mark(key).is_some_and(|mark| !mark.text.is_empty());
    let prompts = (1..).zip(&deck.prompts).filter(|(_, def)| {
        category.is_none_or(|category| def.category == category)
            && phase.is_none_or(|phase| def.phases.contains(&phase))
            && (all || used(&def.key).is_none() && def.audience.includes(book.me()))
    });
    let prompts: Vec<(usize, &PromptDef)> = prompts.collect();
    if prompts.is_empty() {
        let text =
            "No such prompt is left. “matchbook prompt list --all” lists those you have used, too.";
        return Ok(Output::answer(text, json!([])));
    }
    let mut table = TextTable::new(&["No", "Category", "Used", "Prompt"]);
    for (number, def) in &prompts {
        let own = if is_own(&def.key) { " [your own]" } else { "" };
        table.row([
            number.to_string(),
            def.category.to_string(),
            used(&def.key).map_or_else(String::new, dates::format_date),
            format!("{}{own}", def.text),
        ]);
    }
    let json = prompts.iter().map(|(number, def)| {
        json!({
            "number": number,
            "key": def.key,
            "text": def.text,
            "why": def.why,
            "category": def.category,
            "phases": def.phases,
            "used": used(&def.key),
            "own": is_own(&def.key),
        })
    });
    Ok(Output::answer(
        table.text(),
        json.collect::<serde_json::Value>(),
    ))
}
