use crate::domain::change::Committed;
use crate::domain::exchange::Versions;
use crate::env::Env;
use crate::store::{Result, Store, StoreError};

impl Store {
    /// Every field with several versions.
    pub fn versions(&self) -> Result<Vec<Versions>> {
        Err(StoreError::Uncertain)
    }

    /// Picks version number `chosen` (from 0) of a field with several, as one commit.
    pub fn pick_version(
        &mut self,
        _of: &Versions,
        _chosen: usize,
        _env: &mut Env,
    ) -> Result<Committed> {
        Err(StoreError::Uncertain)
    }
}
