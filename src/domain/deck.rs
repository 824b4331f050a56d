//! The deck: activities, prompts and ready agendas. Cards are data files; the book stores the pair's marks on them,
//! cards of its own, and questions.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::person::{Owner, Role};
use super::program::both;
use super::string_enum::string_enum;

string_enum! {
    /// Stage of the year that a phase belongs to, by which cards are chosen.
    Stage, "phase" {
        Starting = "starting" => "Getting started",
        Goals = "goals" => "Setting goals",
        Working = "working" => "Working",
        Middle = "middle" => "Mid-point",
        Closing = "closing" => "Closing",
        Rescue = "rescue" => "After a gap",
    }
}

string_enum! {
    /// Group of prompts in the deck.
    Category, "category" {
        Meeting = "meeting-each-other" => "Meeting each other",
        Rules = "ground-rules" => "Ground rules",
        Goal = "finding-the-goal" => "Finding the goal",
        Grow = "grow" => "GROW: goal, reality, options, will",
        Workshop = "program-workshop" => "Program workshop",
        Collection = "collection" => "Collection and materials",
        Community = "community" => "Community and outreach",
        Managing = "managing" => "Managing and money",
        Career = "career" => "Career craft",
        Reflection = "reflection" => "Reflection",
        Feedback = "feedback" => "Feedback and pulse",
        Project = "pair-project" => "Pair project",
        Closing = "closing" => "Closing and after",
        Rescue = "rescue" => "After a gap or a stall",
    }
}

/// Task over several meetings that leaves something behind. From a data file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityDef {
    /// Key by which the book refers to it.
    pub key: String,
    /// Name, in a few words.
    pub title: String,
    /// Instructions, in two or three sentences.
    pub about: String,
    /// Its outcome: a document, a contact, a habit.
    pub leaves: String,
    /// Stages that it fits.
    pub phases: Vec<Stage>,
    /// Competency areas it touches.
    #[serde(default)]
    pub competencies: Vec<String>,
    /// Role that it is for.
    #[serde(default = "both")]
    pub audience: Owner,
    /// Keywords that match it to a goal ("school", "stem", "cv").
    #[serde(default)]
    pub words: Vec<String>,
    /// Published source.
    pub source: String,
}

/// One question worth an agenda line. From a data file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptDef {
    /// Key by which the book refers to it.
    pub key: String,
    /// The question.
    pub text: String,
    /// Purpose of the question, in one sentence.
    pub why: String,
    pub category: Category,
    /// Stages that it fits.
    pub phases: Vec<Stage>,
    /// Competency areas it touches.
    #[serde(default)]
    pub competencies: Vec<String>,
    /// Role that it is for.
    #[serde(default = "both")]
    pub audience: Owner,
    /// Keywords that match it to a goal.
    #[serde(default)]
    pub words: Vec<String>,
}

/// One line of a ready agenda: a prompt of the deck, or words of its own.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadyLine {
    /// Key of the prompt; empty for a text of its own.
    #[serde(default)]
    pub prompt: String,
    /// Topic, where it is no prompt.
    #[serde(default)]
    pub text: String,
    /// Duration in minutes.
    pub minutes: u32,
}

/// Agenda for a whole talk, ready to be put on a meeting. From a data file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadyAgenda {
    pub key: String,
    /// Name, in a few words.
    pub title: String,
    /// Purpose of the talk, in a sentence or two.
    pub about: String,
    /// Stages that it fits.
    pub phases: Vec<Stage>,
    /// In the order of the agenda.
    pub lines: Vec<ReadyLine>,
}

/// Activities, prompts and ready agendas that a pair can draw from.
#[derive(Clone, Debug, Default)]
pub struct Deck {
    /// Built-in ones first.
    pub activities: Vec<ActivityDef>,
    /// By category.
    pub prompts: Vec<PromptDef>,
    pub agendas: Vec<ReadyAgenda>,
}

/// Source of the pair's own activities, as screens show it.
pub const OWN_SOURCE: &str = "Your own";

impl Deck {
    /// Appends the pair's own cards to those of their kind.
    pub fn with(mut self, own: Self) -> Self {
        self.activities.extend(own.activities);
        self.prompts.extend(own.prompts);
        self.prompts.sort_by_key(|prompt| prompt.category);
        self
    }

    /// The activity of that key.
    pub fn activity(&self, key: &str) -> Option<&ActivityDef> {
        self.activities.iter().find(|def| def.key == key)
    }

    /// The prompt of that key.
    pub fn prompt(&self, key: &str) -> Option<&PromptDef> {
        self.prompts.iter().find(|def| def.key == key)
    }

    /// True if there is no card at all.
    pub fn is_empty(&self) -> bool {
        self.activities.is_empty() && self.prompts.is_empty()
    }
}

string_enum! {
    /// Progress of the pair with an activity.
    ActivityState, "activity state" {
        Untouched = "untouched" => "Untouched",
        Planned = "planned" => "Planned",
        Doing = "doing" => "Doing",
        Done = "done" => "Done",
    }
}

/// Mark of the pair on an activity of the deck, or an activity of its own. The id derives from the key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Activity {
    #[serde(skip)]
    pub id: Id,
    /// Key in the deck.
    pub key: String,
    /// Untouched, planned, doing, done.
    pub state: ActivityState,
    /// Outcome, in the pair's words.
    pub note: String,
    /// Rating: 1 to 5.
    pub rating: Option<u8>,
    /// The day the state last changed.
    pub changed: Option<NaiveDate>,
    /// Title, where it is the pair's own and in no deck.
    pub title: String,
    /// Instructions, where it is the pair's own.
    pub about: String,
    /// Its outcome, where it is the pair's own.
    pub leaves: String,
    /// Archived, where it is the pair's own.
    pub archived: bool,
}

impl Activity {
    /// Derives the id that both replicas give to the mark on `key`.
    pub fn id_for(key: &str) -> Id {
        Id::derived(&["activity", key])
    }

    /// A new one with this key.
    pub fn with_key(key: &str) -> Self {
        Self {
            id: Self::id_for(key),
            key: key.to_owned(),
            ..Self::default()
        }
    }

    /// Converts it to a card, if it is the pair's own.
    pub(super) fn own(&self) -> Option<ActivityDef> {
        let is_own = !self.title.is_empty() && !self.archived;
        is_own.then(|| ActivityDef {
            key: self.key.clone(),
            title: self.title.clone(),
            about: self.about.clone(),
            leaves: self.leaves.clone(),
            phases: Stage::ALL.to_vec(),
            competencies: Vec::new(),
            audience: Owner::Both,
            words: Vec::new(),
            source: OWN_SOURCE.to_owned(),
        })
    }
}

/// Mark of the pair on a prompt of the deck: a used one is never suggested again. The id derives from the key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Prompt {
    #[serde(skip)]
    pub id: Id,
    /// Key in the deck.
    pub key: String,
    /// The day it went on an agenda.
    pub used: Option<NaiveDate>,
    /// The question, where it is the pair's own and in no deck.
    pub text: String,
    /// Purpose of the question, where it is the pair's own.
    pub why: String,
    /// The group it belongs to, where it is the pair's own.
    pub category: Option<Category>,
    /// Archived, where it is the pair's own.
    pub archived: bool,
}

impl Prompt {
    /// Derives the id that both replicas give to the mark on `key`.
    pub fn id_for(key: &str) -> Id {
        Id::derived(&["prompt", key])
    }

    /// A new one with this key.
    pub fn with_key(key: &str) -> Self {
        Self {
            id: Self::id_for(key),
            key: key.to_owned(),
            ..Self::default()
        }
    }

    /// Converts it to a card, if it is the pair's own.
    pub(super) fn own(&self) -> Option<PromptDef> {
        let is_own = !self.text.is_empty() && !self.archived;
        is_own.then(|| PromptDef {
            key: self.key.clone(),
            text: self.text.clone(),
            why: self.why.clone(),
            category: self.category.unwrap_or(Category::Reflection),
            phases: Stage::ALL.to_vec(),
            competencies: Vec::new(),
            audience: Owner::Both,
            words: Vec::new(),
        })
    }
}

/// A question kept for the next meeting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Question {
    #[serde(skip)]
    pub id: Id,
    /// The question.
    pub text: String,
    /// Who asks it.
    pub asker: Role,
    /// The day it was written down.
    pub asked: Option<NaiveDate>,
    /// The meeting on whose agenda it is.
    pub meeting: Option<Id>,
    /// Answer of the partner.
    pub answer: String,
    /// Archived: not listed any more, but still in the book.
    pub archived: bool,
}

impl Question {
    /// True while it waits for a meeting or an answer.
    pub fn is_open(&self) -> bool {
        self.answer.is_empty() && !self.archived
    }
}
