//! Actions: what somebody promised to do by the next time. An undone one opens the next agenda.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::person::Owner;

/// A promise with an owner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Action {
    /// Identity of the record.
    #[serde(skip)]
    pub id: Id,
    /// What is to be done.
    pub text: String,
    /// Who does it.
    pub owner: Owner,
    /// The day by which it is to be done.
    pub due: Option<NaiveDate>,
    /// The day it was done.
    pub done: Option<NaiveDate>,
    /// What came of it.
    pub done_note: String,
    /// The meeting at which it was agreed.
    pub meeting: Option<Id>,
    /// The day it was agreed.
    pub agreed: Option<NaiveDate>,
    /// Put away.
    pub archived: bool,
}

impl Action {
    /// Whether somebody still owes it.
    pub fn is_open(&self) -> bool {
        self.done.is_none() && !self.archived
    }
}
