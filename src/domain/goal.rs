//! Goals, and what belongs to one: steps, progress lines, evidence.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::person::{Owner, Role};
use super::string_enum::string_enum;

string_enum! {
    /// Where a goal stands.
    GoalStatus, "goal status" {
        Draft = "draft" => "Draft",
        Active = "active" => "Active",
        Paused = "paused" => "Paused",
        Done = "done" => "Done",
        Dropped = "dropped" => "Let go",
    }
}

impl GoalStatus {
    /// Whether work on the goal is still ahead, so that its date counts.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Active | Self::Paused)
    }
}

/// Something the mentee wants to reach within the year; 1 to 3 are advised.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Goal {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// What is to be reached, in one line.
    pub title: String,
    /// Why it matters now.
    pub why: String,
    /// How the pair will know that it is done.
    pub measure: String,
    /// The day by which it is to be reached.
    pub due: Option<NaiveDate>,
    /// Where it stands.
    pub status: GoalStatus,
    /// Help needed, or the obstacle that is likely.
    pub help: String,
    /// Keys of the program's aims it serves.
    pub aims: BTreeSet<String>,
    /// Keys of the competency areas it serves.
    pub competencies: BTreeSet<String>,
    /// Place among the goals: a text key between its neighbors'.
    pub order: String,
    /// The day it was written down.
    pub opened: Option<NaiveDate>,
    /// Put away; still found by search and in the archive.
    pub archived: bool,
    /// Not shown to the partner; only its owner can write it out, for themself.
    pub private: bool,
}

impl Goal {
    /// What a goal needs to be useful and does not have yet, in words for the screen.
    pub fn missing_fields(&self) -> Vec<&'static str> {
        let mut lacks = Vec::new();
        if self.measure.trim().is_empty() {
            lacks.push("no measure");
        }
        if self.due.is_none() {
            lacks.push("no date");
        }
        lacks
    }

    /// Whether it still counts on Today, in forms and in suggestions.
    pub fn is_open(&self) -> bool {
        !self.archived && self.status.is_open()
    }
}

/// One thing to do on the way to a goal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Step {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// The goal it leads to.
    pub goal: Id,
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub owner: Owner,
    /// The day by which it is to be done.
    pub due: Option<NaiveDate>,
    /// The day it was done.
    pub done: Option<NaiveDate>,
    /// Place among the goal's steps.
    pub order: String,
    /// Put away.
    pub archived: bool,
    /// As its goal.
    pub private: bool,
}

/// A dated line about a goal: the weekly word on how it goes, or a change of status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Progress {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// The goal it speaks of.
    pub goal: Id,
    /// The day it was written.
    pub date: NaiveDate,
    /// What happened, in one line.
    pub text: String,
    /// The status that the goal took on this day, when it changed.
    pub status: Option<GoalStatus>,
    /// Who wrote it.
    pub author: Role,
    /// Put away.
    pub archived: bool,
    /// As its goal.
    pub private: bool,
}

/// Something that shows what was reached: an artefact, a link, a letter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Evidence {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// The goal it belongs to.
    pub goal: Id,
    /// What it is.
    pub title: String,
    /// Where it is: a web address or a place.
    pub link: String,
    /// The day it came about.
    pub date: Option<NaiveDate>,
    /// Put away.
    pub archived: bool,
    /// As its goal.
    pub private: bool,
}
