//! How the sample year is written: records of the book as they are, under short keys by which they name each other.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::catalog::parse::{DataFile, ValidationError};
use crate::domain::action::Action;
use crate::domain::answer::Response;
use crate::domain::deck::{Activity, Prompt, Question};
use crate::domain::goal::{Evidence, Goal, Progress, Step};
use crate::domain::list::ListItem;
use crate::domain::meeting::{AgendaItem, Meeting, PrivateNote};
use crate::domain::person::{Person, Role};
use crate::domain::pulse::Pulse;

/// The two people, their program and the day.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairFile {
    pub today: NaiveDate,
    pub me: Role,
    pub program: String,
    pub start: NaiveDate,
    pub usual_minutes: u32,
    /// What the two agreed on beyond the program's rhythm.
    pub meetings_a_month: Option<u32>,
    pub person: Vec<Person>,
    /// Milestones that are dealt with, by key.
    pub milestones: BTreeMap<String, NaiveDate>,
}

/// Goals with all that belongs to them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalsFile {
    pub goal: Vec<GoalFile>,
}

#[derive(Deserialize)]
pub struct GoalFile {
    pub key: String,
    #[serde(flatten)]
    pub goal: Goal,
    #[serde(default)]
    pub step: Vec<Step>,
    #[serde(default)]
    pub progress: Vec<Progress>,
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// The log, and what the pair drew from the deck.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogFile {
    pub meeting: Vec<MeetingFile>,
    pub question: Vec<QuestionFile>,
    pub activity: Vec<Activity>,
    /// Prompts used, with the day.
    pub prompts: BTreeMap<String, NaiveDate>,
}

#[derive(Deserialize)]
pub struct MeetingFile {
    pub key: String,
    /// The day it was written down, where it is not the day of the meeting.
    pub written: Option<NaiveDate>,
    /// Keys of goals.
    #[serde(default)]
    pub goals: Vec<String>,
    #[serde(flatten)]
    pub meeting: Meeting,
    /// Shared notes by author.
    #[serde(default)]
    pub notes: BTreeMap<Role, String>,
    pub private: Option<PrivateNote>,
    #[serde(default)]
    pub agenda: Vec<AgendaItem>,
    #[serde(default)]
    pub action: Vec<ActionFile>,
}

#[derive(Deserialize)]
pub struct ActionFile {
    pub key: String,
    #[serde(flatten)]
    pub action: Action,
}

#[derive(Deserialize)]
pub struct QuestionFile {
    pub key: String,
    /// Key of the meeting on whose agenda it is.
    pub meeting: Option<String>,
    #[serde(flatten)]
    pub question: Question,
}

/// What the pair keeps together, the owner's pulse, and cards of the pair's own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListsFile {
    pub item: Vec<ItemFile>,
    pub pulse: Vec<Pulse>,
    pub prompt: Vec<Prompt>,
    pub activity: Vec<Activity>,
}

#[derive(Deserialize)]
pub struct ItemFile {
    pub key: String,
    /// Key of the meeting in which it came up.
    pub meeting: Option<String>,
    #[serde(flatten)]
    pub item: ListItem,
}

/// Forms as far as they are filled in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormsFile {
    pub response: Vec<ResponseFile>,
}

#[derive(Deserialize)]
pub struct ResponseFile {
    pub written: NaiveDate,
    /// Answers in sections repeated per goal, by key of the goal.
    #[serde(default)]
    pub goal: BTreeMap<String, AnswersFile>,
    #[serde(flatten)]
    pub given: AnswersFile,
    #[serde(flatten)]
    pub response: Response,
}

/// Answers by field: those of the log, and those of each of the two.
#[derive(Deserialize)]
pub struct AnswersFile {
    #[serde(default)]
    pub log: BTreeMap<String, String>,
    #[serde(default)]
    pub mentee: BTreeMap<String, String>,
    #[serde(default)]
    pub mentor: BTreeMap<String, String>,
}

/// The sample is checked as a whole, by its tests.
macro_rules! data_files {
    ($($file:ty),+) => {
        $(impl DataFile for $file {
            fn check(&self) -> Result<(), ValidationError> {
                Ok(())
            }
        })+
    };
}
data_files!(PairFile, GoalsFile, LogFile, ListsFile, FormsFile);
