//! `matchbook idea` and `matchbook prompt`: the cards of the deck and the pair's own.

use std::marker::PhantomData;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use super::agenda::{self};
use super::archived::ArchivedOption;
use super::editor::CliEditor;
use super::options::NewFields;
use super::output::Output;
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use super::target::{EditArgs, Target};
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::dates;
use crate::domain::deck::{
    Activity, ActivityDef, ActivityState, Category, Deck, Prompt, PromptDef, Stage,
};
use crate::domain::id::Id;
use crate::domain::ops::agenda::card::{self, Card};
use crate::domain::suggestions::ProposedItem;
use crate::problem::{Exit, Problem};

/// Commands about the activities of the deck. Each has the number that `idea list --all` shows, and a key that stays.
#[derive(Debug, Subcommand)]
pub enum IdeaVerb {
    /// List the activities that are not done, and how far you are with each
    List {
        /// List those that are done, too
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        archived: ArchivedOption,
    },
    /// Write an activity of your own
    Add(NewFields<Activity>),
    /// Change an activity of your own
    Edit(EditArgs<CardArg<Activity>>),
    /// Put an activity on the agenda of the next meeting; an untouched one is planned then
    Use(CardArg<Activity>),
    /// Say how far you are with an activity: untouched, planned, doing, done
    State {
        #[command(flatten)]
        activity: CardArg<Activity>,
        /// How far you are
        state: ActivityState,
    },
    /// Say what an activity was worth, from 1 to 5
    Rate {
        #[command(flatten)]
        activity: CardArg<Activity>,
        /// 1 not for us, 5 again; \"\" takes the rating out
        rating: String,
        /// What came of it
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        note: Option<String>,
    },
    /// Archive an activity of your own; undo puts it back
    Archive(CardArg<Activity>),
}

/// Commands about the prompts of the deck. Each has the number that `prompt list` shows, and a key that stays.
#[derive(Debug, Subcommand)]
pub enum PromptVerb {
    /// List the prompts that you have not used
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
        #[command(flatten)]
        archived: ArchivedOption,
    },
    /// Write a prompt of your own
    Add(NewFields<Prompt>),
    /// Change a prompt of your own
    Edit(EditArgs<CardArg<Prompt>>),
    /// Put a prompt on the agenda of the next meeting
    Use {
        #[command(flatten)]
        prompt: CardArg<Prompt>,
        /// Only mark it as used, without an agenda; once more takes the mark back
        #[arg(long)]
        mark: bool,
    },
    /// Archive a prompt of your own; undo puts it back
    Archive(CardArg<Prompt>),
}

/// The card that a command changed.
#[derive(Serialize, JsonSchema)]
pub struct ChangedCard {
    key: String,
}

/// An activity of the deck with the pair's marks on it.
#[derive(Serialize, JsonSchema)]
pub struct IdeaRow<'a> {
    number: usize,
    #[serde(flatten)]
    def: &'a ActivityDef,
    own: bool,
    state: ActivityState,
    note: &'a str,
    rating: Option<u8>,
    /// The day the state last changed.
    changed: Option<NaiveDate>,
}

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

pub fn run_idea(verb: IdeaVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        IdeaVerb::List { all, archived } => {
            archived.or_else(&[Kind::Activity], session, |session| {
                list_ideas(all, session)
            })
        }
        IdeaVerb::Add(fields) => fields.run(session),
        IdeaVerb::Edit(edit) => edit.run(session),
        IdeaVerb::Use(activity) => activity.put_on_agenda(session),
        IdeaVerb::State { activity, state } => activity.mark(session, |book, def, session| {
            Ok(card::set_state(book, def, state, &session.ctx())?)
        }),
        IdeaVerb::Rate {
            activity,
            rating,
            note,
        } => activity.mark(session, |book, def, session| {
            let mut editor = CliEditor::open(
                session,
                book,
                "editor-activity",
                card::answers_of_activity(book, &def.key),
            )?;
            editor.set("rating", "RATING", Some(&rating))?;
            editor.set("note", "--note", note.as_deref())?;
            let answers = &editor.answers;
            Ok(card::edit_activity(book, def, answers, &session.ctx())?)
        }),
        IdeaVerb::Archive(activity) => activity.archive(session),
    }
}

pub fn run_prompt(verb: PromptVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        PromptVerb::List {
            category,
            phase,
            all,
            archived,
        } => {
            let list = |session: &mut CliSession| list_prompts(category, phase, all, session);
            archived.or_else(&[Kind::Prompt], session, list)
        }
        PromptVerb::Add(fields) => fields.run(session),
        PromptVerb::Edit(edit) => edit.run(session),
        PromptVerb::Use { prompt, mark: true } => prompt.mark(session, |book, def, session| {
            Ok(card::mark_prompt(book, def, &session.ctx())?)
        }),
        PromptVerb::Use { prompt, .. } => prompt.put_on_agenda(session),
        PromptVerb::Archive(prompt) => prompt.archive(session),
    }
}

/// A kind of card with numbers: its places in the deck, from 1.
pub trait NumberedCard: Card {
    /// The card as the deck has it.
    type Def;
    const ARGUMENT: &str;
    const LISTED_BY: &str;

    fn of_deck(deck: &Deck) -> &[Self::Def];

    /// Its key, and the line it becomes on an agenda.
    fn card(def: &Self::Def) -> (&str, ProposedItem);
}

impl NumberedCard for Activity {
    type Def = ActivityDef;
    const ARGUMENT: &str = "ACTIVITY";
    const LISTED_BY: &str = "idea list --all";

    fn of_deck(deck: &Deck) -> &[ActivityDef] {
        &deck.activities
    }

    fn card(def: &ActivityDef) -> (&str, ProposedItem) {
        (&def.key, ProposedItem::activity(def))
    }
}

impl NumberedCard for Prompt {
    type Def = PromptDef;
    const ARGUMENT: &str = "PROMPT";
    const LISTED_BY: &str = "prompt list --all";

    fn of_deck(deck: &Deck) -> &[PromptDef] {
        &deck.prompts
    }

    fn card(def: &PromptDef) -> (&str, ProposedItem) {
        (&def.key, ProposedItem::prompt(def))
    }
}

/// A card by its number or key.
#[derive(Debug, Args)]
pub struct CardArg<T: NumberedCard> {
    #[arg(value_name = T::ARGUMENT, help = format!("Number or key of the {}", T::KIND.noun()))]
    card: String,
    #[arg(skip)]
    of: PhantomData<T>,
}

impl<T: NumberedCard> CardArg<T> {
    fn in_deck<'a>(&self, deck: &'a Deck) -> Result<&'a T::Def, Problem> {
        let (cards, noun, word) = (T::of_deck(deck), T::KIND.noun(), &self.card);
        let keys = cards.iter().map(|def| T::card(def).0);
        if let Some(place) = keys.clone().position(|key| key == word) {
            return Ok(&cards[place]);
        }
        if let Ok(number) = word.parse() {
            let cards: Vec<_> = cards.iter().collect();
            return by_number(&cards, number, noun, T::LISTED_BY);
        }
        let message = format!("There is no {noun} “{word}”.");
        let hint = format!("“matchbook {}” shows the number of each.", T::LISTED_BY);
        Err(Problem::unknown(message, word, keys, &hint).exit(Exit::Failure))
    }

    /// Saves the commit that `work` makes of the pair's mark on it.
    fn mark(
        &self,
        session: &mut CliSession,
        work: impl FnOnce(&Book, &T::Def, &mut CliSession) -> Result<Commit, Problem>,
    ) -> Result<Output, Problem> {
        session.change(|opened, session| {
            let deck = session.deck(&opened.book)?;
            let def = self.in_deck(&deck)?;
            let commit = work(&opened.book, def, session)?;
            let key = T::card(def).0.to_owned();
            Ok(ChangeReport::new(commit, ChangedCard { key }))
        })
    }

    /// Puts it on the agenda of the next meeting.
    fn put_on_agenda(&self, session: &mut CliSession) -> Result<Output, Problem> {
        let opened = session.open_for_edit()?;
        let deck = session.deck(&opened.book)?;
        let (_, line) = T::card(self.in_deck(&deck)?);
        let meeting = agenda::next_meeting(&opened.book, session)?.id;
        agenda::add_items(&[line], opened, meeting, session)
    }
}

impl<T: NumberedCard> Target for CardArg<T> {
    type Record = T;
    type Answer = ChangedCard;

    /// Finds a card of the pair's own.
    fn find(
        &self,
        opened: &mut LoadedBook,
        session: &CliSession,
    ) -> Result<(Id, ChangedCard), Problem> {
        let deck = session.deck(&opened.book)?;
        let (key, _) = T::card(self.in_deck(&deck)?);
        let id = card::own_card::<T>(&opened.book, key)?;
        let key = key.to_owned();
        Ok((id, ChangedCard { key }))
    }
}

fn list_ideas(all: bool, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let deck = session.deck(&book)?;
    let rows = (1..).zip(&deck.activities).map(|(number, def)| {
        let mark = book.activities.get(&Activity::id_for(&def.key));
        IdeaRow {
            number,
            def,
            own: mark.is_some_and(|mark| !mark.title.is_empty()),
            state: mark.map(|mark| mark.state).unwrap_or_default(),
            note: mark.map_or("", |mark| &mark.note),
            rating: mark.and_then(|mark| mark.rating),
            changed: mark.and_then(|mark| mark.changed),
        }
    });
    let rows = rows.filter(|row| all || row.state != ActivityState::Done);
    let cells = |row: &IdeaRow| {
        let (key, mark) = if row.own {
            ("", " [your own]")
        } else {
            (&*row.def.key, "")
        };
        let rating = row.rating.map(|rating| format!("{rating} of 5"));
        [
            row.number.to_string(),
            key.to_owned(),
            row.state.to_string(),
            rating.unwrap_or_default(),
            format!("{}{mark}", row.def.title),
        ]
    };
    let empty = "Every activity is done. “matchbook idea list --all” lists them, “matchbook idea add \"…\"” adds one.";
    let header = ["No", "Key", "State", "Rating", "Activity"];
    Ok(Output::table(&header, rows.collect(), cells, empty))
}

fn list_prompts(
    category: Option<Category>,
    phase: Option<Stage>,
    all: bool,
    session: &mut CliSession,
) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let deck = session.deck(&book)?;
    let rows = (1..).zip(&deck.prompts).map(|(number, def)| {
        let mark = book.prompts.get(&Prompt::id_for(&def.key));
        PromptRow {
            number,
            def,
            used: mark.and_then(|mark| mark.used),
            own: mark.is_some_and(|mark| !mark.text.is_empty()),
        }
    });
    let rows = rows.filter(|PromptRow { def, used, .. }| {
        category.is_none_or(|category| def.category == category)
            && phase.is_none_or(|phase| def.phases.contains(&phase))
            && (all || used.is_none() && def.audience.includes(book.me()))
    });
    let cells = |row: &PromptRow| {
        let own = if row.own { " [your own]" } else { "" };
        [
            row.number.to_string(),
            row.def.category.to_string(),
            row.used.map_or_else(String::new, dates::format_date),
            format!("{}{own}", row.def.text),
        ]
    };
    let empty =
        "No such prompt is left. “matchbook prompt list --all” lists those you have used, too.";
    let header = ["No", "Category", "Used", "Prompt"];
    Ok(Output::table(&header, rows.collect(), cells, empty))
}
