//! Actions: tasks that somebody promised to do by the next meeting. An open one is proposed for the next agenda.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;
use super::person::Owner;

/// A promise with an owner.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Action {
    #[serde(skip)]
    pub id: Id,
    /// Task, in one line.
    pub text: String,
    /// Person who does it.
    pub owner: Owner,
    /// The day by which it is to be done.
    pub due: Option<NaiveDate>,
    /// The day it was done.
    pub done: Option<NaiveDate>,
    /// Outcome, in the pair's words.
    pub done_note: String,
    /// The meeting at which it was agreed.
    pub meeting: Option<Id>,
    /// The day it was agreed.
    pub agreed: Option<NaiveDate>,
    /// Archived: not listed any more, but still in the book.
    pub archived: bool,
}

impl Action {
    /// True while it is neither done nor archived.
    pub fn is_open(&self) -> bool {
        self.done.is_none() && !self.archived
    }
}
