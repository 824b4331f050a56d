//! Goals, and their parts: steps, progress lines, evidence.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::person::{Owner, Role};
use super::string_enum::string_enum;

string_enum! {
    /// Status of a goal.
    GoalStatus, "goal status" {
        Draft = "draft" => "Draft",
        Active = "active" => "Active",
        Paused = "paused" => "Paused",
        Done = "done" => "Done",
        Dropped = "dropped" => "Let go",
    }
}

impl GoalStatus {
    /// True while work on the goal is still ahead, so that its date counts.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Active | Self::Paused)
    }
}

/// Goal of the mentee for the year; 1 to 3 are advised.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Goal {
    #[serde(skip)]
    pub id: Id,
    /// The goal, in one line.
    pub title: String,
    /// Reason why it matters now.
    pub why: String,
    /// Measure by which the pair will know that it is done.
    pub measure: String,
    /// The day by which it is to be reached.
    pub due: Option<NaiveDate>,
    pub status: GoalStatus,
    /// Help needed, or the obstacle that is likely.
    pub help: String,
    /// Keys of the program's aims it serves.
    pub aims: BTreeSet<String>,
    /// Keys of the competency areas it serves.
    pub competencies: BTreeSet<String>,
    /// Order key among the goals: a fractional index between its neighbors'.
    pub order: String,
    /// The day it was written down.
    pub opened: Option<NaiveDate>,
    /// Archived; still found by search and in the archive.
    pub archived: bool,
    /// Not shown to the partner; only its owner can write it out, for themself.
    pub private: bool,
}

impl Goal {
    /// Texts for the screen on fields that a useful goal needs and that are empty.
    pub fn missing_fields(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.measure.trim().is_empty() {
            missing.push("no measure");
        }
        if self.due.is_none() {
            missing.push("no date");
        }
        missing
    }

    /// True while it counts on Today, in forms and in suggestions.
    pub fn is_open(&self) -> bool {
        !self.archived && self.status.is_open()
    }
}

/// One task on the way to a goal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Step {
    #[serde(skip)]
    pub id: Id,
    /// The goal it leads to.
    pub goal: Id,
    /// Task, in one line.
    pub title: String,
    /// Person who does it.
    pub owner: Owner,
    /// The day by which it is to be done.
    pub due: Option<NaiveDate>,
    /// The day it was done.
    pub done: Option<NaiveDate>,
    /// Order key among the goal's steps.
    pub order: String,
    /// Archived: not listed any more, but still in the book.
    pub archived: bool,
    /// As its goal.
    pub private: bool,
}

/// Dated line about a goal: a weekly update, or a change of status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Progress {
    #[serde(skip)]
    pub id: Id,
    /// The goal it is about.
    pub goal: Id,
    /// The day it was written.
    pub date: NaiveDate,
    /// Update, in one line.
    pub text: String,
    /// The status that the goal took on this day, when it changed.
    pub status: Option<GoalStatus>,
    /// Author of the line.
    pub author: Role,
    /// Archived: not listed any more, but still in the book.
    pub archived: bool,
    /// As its goal.
    pub private: bool,
}

/// Proof of a result: an artefact, a link, a letter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Evidence {
    #[serde(skip)]
    pub id: Id,
    /// The goal it belongs to.
    pub goal: Id,
    /// Name, in a few words.
    pub title: String,
    /// Web address or place.
    pub link: String,
    /// Date of the document or event.
    pub date: Option<NaiveDate>,
    /// Archived: not listed any more, but still in the book.
    pub archived: bool,
    /// As its goal.
    pub private: bool,
}
