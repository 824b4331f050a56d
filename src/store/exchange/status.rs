use chrono::{DateTime, Utc};

use crate::domain::exchange::{News, PairStatus};
use crate::store::{Result, Store, StoreError};

impl Store {
    /// How the exchange with the partner stands.
    pub fn pair_status(&self) -> Result<PairStatus> {
        Err(StoreError::Uncertain)
    }

    /// The phrase that seals the parcels of this match; none before the first.
    pub fn phrase(&self) -> Result<Option<String>> {
        Err(StoreError::Uncertain)
    }

    /// Keeps the phrase, in this file alone.
    pub fn set_phrase(&mut self, _phrase: &str) -> Result<()> {
        Err(StoreError::Uncertain)
    }

    /// Notes that a parcel with `entries` entries was written to the file named `file`.
    pub fn record_sent(&mut self, _file: &str, _at: DateTime<Utc>) -> Result<()> {
        Err(StoreError::Uncertain)
    }

    /// Records that the partner changed and nobody has looked at since, newest first.
    pub fn news(&self) -> Result<Vec<News>> {
        Err(StoreError::Uncertain)
    }

    /// Marks all news as seen.
    pub fn mark_news_seen(&mut self) -> Result<()> {
        Err(StoreError::Uncertain)
    }
}
