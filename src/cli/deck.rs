//! `matchbook deck`: the prompts and activities there are to draw from, built in and the user's own.

use std::path::PathBuf;

use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::output::{Either, Output, text_page};
use super::session::CliSession;
use super::user_files::{self, AddArgs, CheckedFile, list_with_left_out, source_label};
use crate::catalog::{DeckFile, FileKind};
use crate::domain::deck::{ActivityDef, Category, PromptDef, Stage};
use crate::problem::Problem;

#[derive(Debug, Subcommand)]
pub enum DeckVerb {
    /// List the groups and files of the deck, and how many cards each holds
    List,
    /// Show the cards of a group or file, or all of them
    Show {
        /// The group, as `deck list` names it
        group: Option<String>,
    },
    /// Look whether a deck of your own is written as it should be, and what it could still say
    Check {
        /// The file: a list of prompts or of activities
        file: PathBuf,
    },
    /// Put prompts or activities of your own beside the built-in ones
    Add(AddArgs),
    /// Print a deck to start your own from, with every line explained
    Example {
        /// What it holds: prompts, activities
        #[arg(default_value = "prompts", value_parser = ["prompts", "activities"])]
        what: String,
    },
}

/// Cards that are listed together: built-in prompts by category, all others by the file they are in.
#[derive(Serialize, JsonSchema)]
pub struct DeckGroup<'a> {
    group: &'a str,
    title: &'a str,
    cards: usize,
    what: &'static str,
    own: bool,
    problem: (),
    #[serde(skip)]
    activities: Vec<&'a ActivityDef>,
    #[serde(skip)]
    prompts: Vec<&'a PromptDef>,
}

/// A card of `deck show`.
#[derive(Serialize, JsonSchema)]
pub struct CardRow<'a, T> {
    kind: &'static str,
    group: &'a str,
    own: bool,
    #[serde(flatten)]
    card: &'a T,
}

pub fn run(verb: DeckVerb, session: &CliSession) -> Result<Output, Problem> {
    match verb {
        DeckVerb::List => list(session),
        DeckVerb::Show { group } => show(group.as_deref(), session),
        DeckVerb::Check { file } => Ok(CheckedFile::deck(&file, session)?.check()),
        DeckVerb::Add(args) => CheckedFile::deck(&args.file, session)?.add(args.replace),
        DeckVerb::Example { what } if what == "activities" => {
            Ok(user_files::example(FileKind::Activities))
        }
        DeckVerb::Example { .. } => Ok(user_files::example(FileKind::Prompts)),
    }
}

impl<'a> DeckGroup<'a> {
    fn all(files: &'a [DeckFile]) -> Vec<Self> {
        let built_in = files.iter().filter(|file| !file.own);
        let built_in: Vec<_> = built_in.flat_map(|file| &file.prompts).collect();
        let categories = Category::ALL.iter().map(|category| {
            let prompts = built_in.iter().copied();
            let prompts = prompts.filter(|prompt| prompt.category == *category);
            let (name, title) = (category.key(), category.label());
            Self::new(name, title, false, Vec::new(), prompts.collect())
        });
        let others = files.iter();
        let others = others.filter(|file| file.own || !file.activities.is_empty());
        let others = others.map(|file| {
            let activities = file.activities.iter().collect();
            let prompts = file.prompts.iter().collect();
            Self::new(&file.name, "", file.own, activities, prompts)
        });
        categories.chain(others).collect()
    }

    fn new(
        group: &'a str,
        title: &'a str,
        own: bool,
        activities: Vec<&'a ActivityDef>,
        prompts: Vec<&'a PromptDef>,
    ) -> Self {
        Self {
            group,
            title,
            cards: activities.len() + prompts.len(),
            what: if prompts.is_empty() {
                "activities"
            } else {
                "prompts"
            },
            own,
            problem: (),
            activities,
            prompts,
        }
    }

    fn card<'b, T>(&'b self, kind: &'static str, card: &'b T) -> CardRow<'b, T> {
        CardRow {
            kind,
            group: self.group,
            own: self.own,
            card,
        }
    }
}

fn list(session: &CliSession) -> Result<Output, Problem> {
    let (files, left_out) = session.catalog.deck_files()?;
    let cells = |row: &DeckGroup| {
        [
            row.group.to_owned(),
            row.cards.to_string(),
            row.what.to_owned(),
            source_label(row.own).to_owned(),
            row.title.to_owned(),
        ]
    };
    let header = ["Group", "Cards", "What", "Kept", "Title"];
    let groups = DeckGroup::all(&files);
    Ok(list_with_left_out(&header, groups, cells, &left_out))
}

fn show(name: Option<&str>, session: &CliSession) -> Result<Output, Problem> {
    let (files, _) = session.catalog.deck_files()?;
    let mut groups = DeckGroup::all(&files);
    if let Some(name) = name {
        let known: Vec<_> = groups.iter().map(|group| group.group).collect();
        groups.retain(|group| group.group == name);
        if groups.is_empty() {
            let message = format!("There is no group “{name}” in the deck.");
            let hint = "“matchbook deck list” shows the groups there are.";
            return Err(Problem::unknown(message, name, known, hint));
        }
    }
    let mut pages = Vec::new();
    let mut cards = Vec::new();
    for group in groups.iter().filter(|group| group.cards > 0) {
        let title = if group.title.is_empty() {
            group.group
        } else {
            group.title
        };
        let mut texts = Vec::new();
        for prompt in &group.prompts {
            let more = format!("{}\n{}: {}", prompt.why, prompt.key, fits(&prompt.phases));
            texts.push((&prompt.text, more));
            cards.push(Either::First(group.card("prompt", *prompt)));
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
            texts.push((&activity.title, more));
            cards.push(Either::Second(group.card("activity", *activity)));
        }
        let title = format!("{title} ({})", source_label(group.own));
        pages.push(text_page(&title, texts));
    }
    Ok(Output::answer(pages.join("\n\n"), cards))
}

/// The parts of the year in which a card fits.
fn fits(phases: &[Stage]) -> String {
    let labels: Vec<_> = phases.iter().map(|stage| stage.label()).collect();
    labels.join(", ")
}
