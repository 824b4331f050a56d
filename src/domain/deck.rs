//! What there is to talk about: activities, prompts and questions. Decks are data; the book keeps what the pair did with them.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::book::Book;
use super::id::Id;
use super::person::Role;
use super::string_enum::string_enum;

string_enum! {
    /// The part of the year in which something fits.
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
    /// Whom an activity or a prompt is for.
    Audience, "audience" {
        Both = "both" => "Both",
        Mentee = "mentee" => "Mentee",
        Mentor = "mentor" => "Mentor",
    }
}

impl Audience {
    /// Whether it may be offered to `role`.
    pub const fn includes(self, role: Role) -> bool {
        matches!(
            (self, role),
            (Self::Both, _) | (Self::Mentee, Role::Mentee) | (Self::Mentor, Role::Mentor)
        )
    }
}

string_enum! {
    /// The groups of the prompt deck.
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

/// Something a pair does over several meetings that leaves something behind. From a data file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityDef {
    /// Key by which the book remembers it.
    pub key: String,
    /// Name, in a few words.
    pub title: String,
    /// What to do, in two or three sentences.
    pub about: String,
    /// What it leaves behind.
    pub leaves: String,
    /// When it fits.
    pub phases: Vec<Stage>,
    /// Competency areas it touches.
    #[serde(default)]
    pub competencies: Vec<String>,
    /// Whom it is for.
    #[serde(default)]
    pub audience: Audience,
    /// Words that tie it to a goal ("school", "stem", "cv").
    #[serde(default)]
    pub words: Vec<String>,
    /// Who suggested it, in print.
    pub source: String,
}

/// One question worth an agenda line. From a data file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptDef {
    /// Key by which the book remembers it.
    pub key: String,
    /// The question.
    pub text: String,
    /// What asking it is good for, in one sentence.
    pub why: String,
    /// The group it belongs to.
    pub category: Category,
    /// When it fits.
    pub phases: Vec<Stage>,
    /// Competency areas it touches.
    #[serde(default)]
    pub competencies: Vec<String>,
    /// Whom it is for.
    #[serde(default)]
    pub audience: Audience,
    /// Words that tie it to a goal.
    #[serde(default)]
    pub words: Vec<String>,
}

/// One line of a ready agenda: a prompt of the deck, or words of its own.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadyLine {
    /// Key of the prompt; empty for words of its own.
    #[serde(default)]
    pub prompt: String,
    /// What is to be talked about, where it is no prompt.
    #[serde(default)]
    pub text: String,
    /// How long it takes.
    pub minutes: u32,
}

/// An agenda for a whole talk, ready to be put on a meeting. From a data file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadyAgenda {
    /// Key by which it is asked for.
    pub key: String,
    /// Name, in a few words.
    pub title: String,
    /// What the talk is for, in a sentence or two.
    pub about: String,
    /// When it fits.
    pub phases: Vec<Stage>,
    /// What to talk about, in order.
    pub lines: Vec<ReadyLine>,
}

/// All activities, prompts and ready agendas a pair can draw from.
#[derive(Clone, Debug, Default)]
pub struct Deck {
    /// Activities, seed ones first.
    pub activities: Vec<ActivityDef>,
    /// Prompts, by category.
    pub prompts: Vec<PromptDef>,
    /// Agendas for a whole talk.
    pub agendas: Vec<ReadyAgenda>,
}

/// Where the pair's own activities come from, as the screen says it.
pub const OWN_SOURCE: &str = "Your own";

impl Deck {
    /// The pair's own cards: what `book` holds beside the marks on the cards of the decks.
    pub fn own(book: &Book) -> Self {
        let mut activities: Vec<_> = book.activities.values().filter_map(Activity::own).collect();
        activities.sort_by(|a, b| (&a.title, &a.key).cmp(&(&b.title, &b.key)));
        let mut prompts: Vec<_> = book.prompts.values().filter_map(Prompt::own).collect();
        prompts.sort_by(|a, b| (&a.text, &a.key).cmp(&(&b.text, &b.key)));
        Self {
            activities,
            prompts,
            agendas: Vec::new(),
        }
    }

    /// The same deck with the pair's own cards behind those of their kind.
    pub fn with(mut self, own: Self) -> Self {
        self.activities.extend(own.activities);
        self.prompts.extend(own.prompts);
        self.prompts.sort_by_key(|prompt| prompt.category);
        self
    }

    /// Whether there is no card at all.
    pub fn is_empty(&self) -> bool {
        self.activities.is_empty() && self.prompts.is_empty()
    }
}

string_enum! {
    /// What the pair did with an activity.
    ActivityState, "activity state" {
        Untouched = "untouched" => "Untouched",
        Planned = "planned" => "Planned",
        Doing = "doing" => "Doing",
        Done = "done" => "Done",
    }
}

/// The pair's own mark on an activity of the deck. The id derives from the key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Activity {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// Key in the deck.
    pub key: String,
    /// Untouched, planned, doing, done.
    pub state: ActivityState,
    /// What came of it.
    pub note: String,
    /// How good it was: 1 to 5.
    pub rating: Option<u8>,
    /// The day the state last changed.
    pub changed: Option<NaiveDate>,
    /// Its name, where it is the pair's own and in no deck.
    pub title: String,
    /// What to do, where it is the pair's own.
    pub about: String,
    /// What it leaves behind, where it is the pair's own.
    pub leaves: String,
    /// Put away, where it is the pair's own.
    pub archived: bool,
}

impl Activity {
    /// The id that both computers give to the mark on `key`.
    pub fn id_for(key: &str) -> Id {
        Id::derived(&["activity", key])
    }

    /// The card, if it is the pair's own.
    fn own(&self) -> Option<ActivityDef> {
        let is_own = !self.title.is_empty() && !self.archived;
        is_own.then(|| ActivityDef {
            key: self.key.clone(),
            title: self.title.clone(),
            about: self.about.clone(),
            leaves: self.leaves.clone(),
            phases: Stage::ALL.to_vec(),
            competencies: Vec::new(),
            audience: Audience::Both,
            words: Vec::new(),
            source: OWN_SOURCE.to_owned(),
        })
    }
}

/// The pair's own mark on a prompt of the deck: a used one is never suggested again. The id derives from the key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Prompt {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// Key in the deck.
    pub key: String,
    /// The day it went on an agenda.
    pub used: Option<NaiveDate>,
    /// The question, where it is the pair's own and in no deck.
    pub text: String,
    /// What asking it is good for, where it is the pair's own.
    pub why: String,
    /// The group it belongs to, where it is the pair's own.
    pub category: Option<Category>,
    /// Put away, where it is the pair's own.
    pub archived: bool,
}

impl Prompt {
    /// The id that both computers give to the mark on `key`.
    pub fn id_for(key: &str) -> Id {
        Id::derived(&["prompt", key])
    }

    /// The card, if it is the pair's own.
    fn own(&self) -> Option<PromptDef> {
        let is_own = !self.text.is_empty() && !self.archived;
        is_own.then(|| PromptDef {
            key: self.key.clone(),
            text: self.text.clone(),
            why: self.why.clone(),
            category: self.category.unwrap_or(Category::Reflection),
            phases: Stage::ALL.to_vec(),
            competencies: Vec::new(),
            audience: Audience::Both,
            words: Vec::new(),
        })
    }
}

/// A question kept for the next meeting.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Question {
    /// Identity of the record.
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
    /// What the partner said.
    pub answer: String,
    /// Put away.
    pub archived: bool,
}

impl Question {
    /// Whether it still waits for a meeting or an answer.
    pub fn is_open(&self) -> bool {
        self.answer.is_empty() && !self.archived
    }
}
