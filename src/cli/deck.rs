//! `matchbook deck`: the prompts and activities there are to draw from, built in and the user's own.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::{Value, json};

use super::output::{Output, TextPage, TextTable};
use super::session::CliSession;
use super::user_files::{self, AddArgs, CheckedFile};
use crate::catalog::{CatalogError, DeckFile, FileKind};
use crate::domain::deck::{ActivityDef, Category, PromptDef, Stage};
use crate::domain::suggest::did_you_mean;
use crate::problem::{Exit, Problem};

/// What to do with the deck.
#[derive(Debug, Subcommand)]
pub enum DeckVerb {
    /// List the groups and files of the deck, and how many cards each holds
    #[command(after_help = "Example:
  matchbook deck list")]
    List,
    /// Show the cards of a group or file, or all of them
    #[command(after_help = "Example:
  matchbook deck show grow")]
    Show {
        /// The group, as `deck list` names it
        group: Option<String>,
    },
    /// Look whether a deck of your own is written as it should be, and what it could still say
    #[command(after_help = "Example:
  matchbook deck check stories.toml")]
    Check {
        /// The file: a list of prompts or of activities
        file: PathBuf,
    },
    /// Put prompts or activities of your own beside the built-in ones
    #[command(after_help = "Example:
  matchbook deck add stories.toml")]
    Add(AddArgs),
    /// Print a deck to start your own from, with every line explained
    #[command(after_help = "Example:
  matchbook deck example prompts")]
    Example {
        /// What it holds: prompts, activities
        #[arg(default_value = "prompts", value_parser = ["prompts", "activities"])]
        what: String,
    },
}

/// Does `verb`.
pub fn run(verb: DeckVerb, session: &CliSession) -> Result<Output, Problem> {
    match verb {
        DeckVerb::List => list(session),
        DeckVerb::Show { group } => show(group.as_deref(), session),
        DeckVerb::Check { file } => Ok(user_files::check(&CheckedFile::deck(&file, session)?)),
        DeckVerb::Add(args) => {
            user_files::add(&CheckedFile::deck(&args.file, session)?, args.replace)
        }
        DeckVerb::Example { what } if what == "activities" => {
            Ok(user_files::example(FileKind::Activities))
        }
        DeckVerb::Example { .. } => Ok(user_files::example(FileKind::Prompts)),
    }
}

/// Cards that are listed together: built-in prompts by category, all others by the file they are in.
struct DeckGroup<'a> {
    name: &'a str,
    title: &'a str,
    own: bool,
    activities: Vec<&'a ActivityDef>,
    prompts: Vec<&'a PromptDef>,
}

impl<'a> DeckGroup<'a> {
    fn all(files: &'a [DeckFile]) -> Vec<Self> {
        let categories = Category::ALL.iter().map(|category| DeckGroup {
            name: category.key(),
            title: category.label(),
            own: false,
            activities: Vec::new(),
            prompts: files
                .iter()
                .filter(|file| !file.own)
                .flat_map(|file| &file.prompts)
                .filter(|prompt| prompt.category == *category)
                .collect(),
        });
        let others = files
            .iter()
            .filter(|file| file.own || !file.activities.is_empty());
        let others = others.map(|file| DeckGroup {
            name: &file.name,
            title: "",
            own: file.own,
            activities: file.activities.iter().collect(),
            prompts: file.prompts.iter().collect(),
        });
        categories.chain(others).collect()
    }

    fn count(&self) -> usize {
        self.activities.len() + self.prompts.len()
    }

    /// What kind of cards it holds.
    fn what(&self) -> &'static str {
        if self.prompts.is_empty() {
            "activities"
        } else {
            "prompts"
        }
    }

    fn source_label(&self) -> &'static str {
        if self.own { "your own" } else { "built in" }
    }
}

fn list(session: &CliSession) -> Result<Output, Problem> {
    let (files, left_out) = session.catalog.deck_files()?;
    let mut table = TextTable::new(&["Group", "Cards", "What", "Kept", "Title"]);
    let groups = DeckGroup::all(&files);
    for group in &groups {
        table.row([
            group.name.to_owned(),
            group.count().to_string(),
            group.what().to_owned(),
            group.source_label().to_owned(),
            group.title.to_owned(),
        ]);
    }
    let mut json: Vec<Value> = groups
        .iter()
        .map(|group| {
            json!({
                "group": group.name,
                "title": group.title,
                "cards": group.count(),
                "what": group.what(),
                "own": group.own,
                "problem": null,
            })
        })
        .collect();
    json.extend(left_out.iter().map(load_error_json));
    let text = table.text() + &load_errors_text(&left_out);
    Ok(Output::answer(text, serde_json::Value::from(json)))
}

/// Which files are left out and why, a line each, below a list.
pub fn load_errors_text(left_out: &[CatalogError]) -> String {
    let lines = left_out.iter().map(|error| format!("Left out: {error}\n"));
    lines.collect()
}

/// A file that is left out, as a row of a list.
pub fn load_error_json(error: &CatalogError) -> Value {
    json!({ "own": true, "problem": error.to_string() })
}

fn show(wanted: Option<&str>, session: &CliSession) -> Result<Output, Problem> {
    let (files, _) = session.catalog.deck_files()?;
    let mut groups = DeckGroup::all(&files);
    if let Some(wanted) = wanted {
        let meant = did_you_mean(wanted, groups.iter().map(|group| group.name));
        groups.retain(|group| group.name == wanted);
        if groups.is_empty() {
            let message = format!("There is no group “{wanted}” in the deck.");
            return Err(Problem::new(message)
                .hint(format!(
                    "{meant}“matchbook deck list” shows the groups there are."
                ))
                .exit(Exit::UsageError));
        }
    }
    let mut pages = Vec::new();
    let mut json = Vec::new();
    for group in groups.iter().filter(|group| group.count() > 0) {
        let title = if group.title.is_empty() {
            group.name
        } else {
            group.title
        };
        let mut page = TextPage::new(&format!("{title} ({})", group.source_label()));
        for prompt in &group.prompts {
            let more = format!("{}\n{}: {}", prompt.why, prompt.key, fits(&prompt.phases));
            page.prose(&prompt.text, &more);
            json.push(prompt_json(prompt, group));
        }
        for activity in &group.activities {
            let more = format!(
                "{}\nLeaves: {}\nSource: {}\n{}: {}",
                activity.about,
                activity.leaves,
                activity.source,
                activity.key,
                fits(&activity.phases)
            );
            page.prose(&activity.title, &more);
            json.push(activity_json(activity, group));
        }
        pages.push(page.text());
    }
    Ok(Output::answer(
        pages.join("\n\n"),
        serde_json::Value::from(json),
    ))
}

/// The parts of the year in which a card fits.
fn fits(phases: &[Stage]) -> String {
    let labels: Vec<_> = phases.iter().map(|stage| stage.label()).collect();
    labels.join(", ")
}

fn prompt_json(prompt: &PromptDef, group: &DeckGroup) -> Value {
    json!({
        "kind": "prompt",
        "key": prompt.key,
        "text": prompt.text,
        "why": prompt.why,
        "category": prompt.category,
        "phases": prompt.phases,
        "competencies": prompt.competencies,
        "audience": prompt.audience,
        "words": prompt.words,
        "group": group.name,
        "own": group.own,
    })
}

fn activity_json(activity: &ActivityDef, group: &DeckGroup) -> Value {
    json!({
        "kind": "activity",
        "key": activity.key,
        "title": activity.title,
        "about": activity.about,
        "leaves": activity.leaves,
        "phases": activity.phases,
        "competencies": activity.competencies,
        "audience": activity.audience,
        "words": activity.words,
        "source": activity.source,
        "group": group.name,
        "own": group.own,
    })
}
