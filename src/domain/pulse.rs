//! The pulse: three private ratings of the match by the owner of the book, taken now and then.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;

/// Ratings of the match by the owner of this book on a day. No partner ever sees them; only the owner can export them,
/// for themself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Pulse {
    #[serde(skip)]
    pub id: Id,
    /// The day.
    pub date: NaiveDate,
    /// We are in touch as I need it: 1 (hardly) to 5 (just right).
    pub contact: Option<u8>,
    /// We are getting somewhere: 1 (standing still) to 5 (well on the way).
    pub progress: Option<u8>,
    /// I can say what I think: 1 (with care) to 5 (anything).
    pub trust: Option<u8>,
    /// Reasons, in the owner's words.
    pub note: String,
    /// Archived: not listed any more, but still in the book.
    pub archived: bool,
}

impl Pulse {
    /// The three ratings, in the order asked.
    pub fn ratings(&self) -> [Option<u8>; 3] {
        [self.contact, self.progress, self.trust]
    }

    /// Average of the ratings, in tenths; none without any.
    pub fn average_tenths(&self) -> Option<u32> {
        let ratings: Vec<u32> = self
            .ratings()
            .into_iter()
            .flatten()
            .map(u32::from)
            .collect();
        let count = u32::try_from(ratings.len())
            .ok()
            .filter(|count| *count > 0)?;
        Some((ratings.iter().sum::<u32>() * 10 + count / 2) / count)
    }
}
