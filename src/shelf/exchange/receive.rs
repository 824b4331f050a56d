//! Taking a parcel in.

use std::path::{Path, PathBuf};

use crate::catalog::Catalog;
use crate::domain::change::Kind;
use crate::domain::exchange::Review;
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::env::Env;
use crate::exchange::{self, Phrase};
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::store::{BackupFile, Parcel, Received, Store};

/// Records archived by a parcel above which it is asked once more.
pub const MANY_ARCHIVED: usize = 10;

/// A parcel that was taken in.
#[derive(Debug)]
pub struct ArrivedParcel {
    /// What it changed. After a join the book must be loaded anew.
    pub received: Received,
    /// Copy of the book as it was; none if the parcel brought nothing.
    pub backup: Option<BackupFile>,
    /// Names of own programs, forms and decks that were put on this computer.
    pub files: Vec<String>,
}

/// Opens the parcel in the file at `path`, whatever its name.
///
/// # Errors
/// When the file cannot be read, is no parcel, or is sealed with another phrase.
pub fn open_parcel(path: &Path, phrase: &Phrase) -> Result<Parcel, Problem> {
    exchange::open(&exchange::read_bytes(path)?, phrase)
}

/// What [`receive`] would change; changes nothing.
///
/// # Errors
/// When nothing may be taken from the parcel, with the reason.
pub fn review(
    _store: &mut Store,
    _parcel: &Parcel,
    _catalog: &Catalog,
    _env: &mut Env,
) -> Result<Review, Problem> {
    Err(Problem::new("Not yet."))
}

/// Takes the parcel in, after a backup; the records of `keep` stay as they are here. The book keeps `phrase`, and own
/// programs, forms and decks that are not on this computer are put into the folder `config`.
///
/// # Errors
/// As [`review`]; nothing is changed then.
pub fn receive(
    _store: &mut Store,
    _parcel: &Parcel,
    _phrase: &Phrase,
    _keep: &[(Kind, Id)],
    _config: &Path,
    _env: &mut Env,
) -> Result<ArrivedParcel, Problem> {
    Err(Problem::new("Not yet."))
}

/// Makes a new book of a parcel, at `path` or under a free name on the shelf; returns its path. The owner has the role
/// `me`; without it that of the sender's partner.
///
/// # Errors
/// As [`review`], or when the file cannot be made; then there is no new file.
pub fn new_book_from(
    _parcel: &Parcel,
    _phrase: &Phrase,
    _me: Option<Role>,
    _path: Option<PathBuf>,
    _places: &AppDirs,
    _env: &mut Env,
) -> Result<PathBuf, Problem> {
    Err(Problem::new("Not yet."))
}
