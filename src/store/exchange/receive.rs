use std::path::Path;

use super::Parcel;
use crate::domain::change::{Committed, Kind};
use crate::domain::exchange::Review;
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::env::Env;
use crate::store::{Result, Store, StoreError};

/// A parcel that was received.
#[derive(Clone, Debug)]
pub struct Received {
    pub review: Review,
    /// Empty if the parcel brought nothing. After a join the book must be loaded anew.
    pub committed: Committed,
}

impl Store {
    /// What [`Self::receive`] would change; changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with the reason.
    pub fn review(&mut self, _parcel: &Parcel, _env: &mut Env) -> Result<Review> {
        Err(StoreError::Uncertain)
    }

    /// Adds the entries of `parcel` that are not here, as one commit; the records of `keep` get their present values
    /// again, as entries of one's own. A parcel that brings nothing makes no commit. The caller makes the backup first.
    ///
    /// # Errors
    /// As [`Self::review`]; nothing is changed then.
    pub fn receive(
        &mut self,
        _parcel: &Parcel,
        _keep: &[(Kind, Id)],
        _env: &mut Env,
    ) -> Result<Received> {
        Err(StoreError::Uncertain)
    }

    /// Makes the book of the person with role `me` out of a partner's parcel, or of one's own from another computer.
    ///
    /// # Errors
    /// As [`Self::create`] and [`Self::review`].
    pub fn create_from_parcel(
        _path: &Path,
        _me: Role,
        _parcel: &Parcel,
        _env: &mut Env,
    ) -> Result<Self> {
        Err(StoreError::Uncertain)
    }
}
