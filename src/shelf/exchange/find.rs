//! The book of the shelf that a parcel belongs to.

use std::path::PathBuf;

use crate::env::Env;
use crate::exchange::Phrase;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::store::{Parcel, Store};

/// A parcel that one of the phrases opened which the books of the shelf know.
pub struct OpenedParcel {
    pub parcel: Parcel,
    pub phrase: Phrase,
}

/// Opens the parcel in `bytes` with the phrases that the books of the shelf know, that of the `open` one first; none if
/// it is sealed with another phrase.
///
/// # Errors
/// When `bytes` are no parcel, or a damaged one.
pub fn open_with_known_phrase(
    _bytes: &[u8],
    _places: &AppDirs,
    _open: Option<&Store>,
    _env: &mut Env,
) -> Result<Option<OpenedParcel>, Problem> {
    Ok(None)
}

/// The book of the shelf that the parcel belongs to: the one of this match, else one that was started apart and would
/// join. None if a new book is to be made of it.
pub fn book_for(
    _parcel: &Parcel,
    _places: &AppDirs,
    _open: Option<&Store>,
    _env: &mut Env,
) -> Option<PathBuf> {
    None
}
