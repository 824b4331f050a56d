//! Pauses of the year, as for a leave or an illness.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;

/// Days between which the pair is not expected to be in touch: no cadence, gap or reminder counts them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Pause {
    #[serde(skip)]
    pub id: Id,
    /// The cycle that it interrupts.
    pub cycle: Id,
    /// Its first day.
    pub start: NaiveDate,
    /// Its last day.
    pub end: NaiveDate,
    /// Reason in the pair's words; may be empty. Both see it.
    pub reason: String,
    /// True if the year was made longer by it: what comes after it moves by its days.
    pub extends: bool,
    /// Archived: it does not count any more, but is still in the book.
    pub archived: bool,
}
