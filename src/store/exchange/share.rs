use super::Parcel;
use crate::domain::exchange::ShareSummary;
use crate::env::Env;
use crate::store::{Result, Store, StoreError};

impl Store {
    /// What the next parcel would carry, and what stays here.
    pub fn share_summary(&self) -> Result<ShareSummary> {
        Err(StoreError::Uncertain)
    }

    /// Squashes and seals what was never sent, and returns everything that may leave: a complete parcel, but for the
    /// caller's own files. Sealed entries count as sent, also if no file comes of it.
    pub fn seal(&mut self, _env: &mut Env) -> Result<Parcel> {
        Err(StoreError::Uncertain)
    }
}
