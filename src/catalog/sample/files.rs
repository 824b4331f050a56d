//! File format of the sample year: records of the book as they are, under short keys by which they refer to each other.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::action::Action;
use crate::domain::answer::Response;
use crate::domain::deck::{Activity, Prompt, Question};
use crate::domain::goal::{Evidence, Goal, Progress, Step};
use crate::domain::list::ListItem;
use crate::domain::meeting::{AgendaItem, Meeting, PrivateNote};
use crate::domain::person::{Person, Role};
use crate::domain::pulse::Pulse;

/// `pair.toml`: the two people, their program and the date of today.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairFile {
    pub today: NaiveDate,
    pub me: Role,
    pub program: String,
    pub start: NaiveDate,
    pub usual_minutes: u32,
    /// Agreed on by the pair beyond the program's cadence.
    pub meetings_a_month: Option<u32>,
    pub person: Vec<Person>,
    /// Milestones that are done, by key.
    pub milestones: BTreeMap<String, NaiveDate>,
}

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

/// The log, and the marks on cards of the deck.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogFile {
    pub meeting: Vec<MeetingFile>,
    pub question: Vec<KeyedFile<Question>>,
    pub activity: Vec<Activity>,
    pub prompt: Vec<Prompt>,
}

#[derive(Deserialize)]
pub struct MeetingFile {
    pub key: String,
    /// Date on which it was written down, if not that of the meeting.
    pub written: Option<NaiveDate>,
    #[serde(default)]
    pub goals: Vec<String>,
    #[serde(flatten)]
    pub meeting: Meeting,
    /// By author.
    #[serde(default)]
    pub notes: BTreeMap<Role, String>,
    pub private: Option<PrivateNote>,
    #[serde(default)]
    pub agenda: Vec<AgendaItem>,
    #[serde(default)]
    pub action: Vec<KeyedFile<Action>>,
}

/// A record with the key by which others refer to it.
#[derive(Deserialize)]
pub struct KeyedFile<T> {
    pub key: String,
    /// Key of the meeting that it belongs to.
    pub meeting: Option<String>,
    #[serde(flatten)]
    pub record: T,
}

/// Shared lists, the owner's pulses, and cards of the pair's own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListsFile {
    pub item: Vec<KeyedFile<ListItem>>,
    pub pulse: Vec<Pulse>,
    pub prompt: Vec<Prompt>,
    pub activity: Vec<Activity>,
}

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

/// Answers by field: those from the log, and those of each role.
#[derive(Deserialize)]
pub struct AnswersFile {
    #[serde(default)]
    pub log: BTreeMap<String, String>,
    #[serde(default)]
    pub mentee: BTreeMap<String, String>,
    #[serde(default)]
    pub mentor: BTreeMap<String, String>,
}
