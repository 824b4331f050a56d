//! Writing a parcel.

use std::path::PathBuf;

use crate::catalog::Catalog;
use crate::domain::exchange::ShareSummary;
use crate::env::Env;
use crate::exchange::Phrase;
use crate::problem::Problem;
use crate::store::{OwnFile, Store};

/// A parcel before it is written: what would leave, to be shown.
pub struct PreparedShare {
    pub summary: ShareSummary,
    /// Seals the parcel; the book keeps it.
    pub phrase: Phrase,
    /// True until a parcel was made or received: the phrase is still to be said.
    pub is_first: bool,
    /// Own programs, forms and decks that the book uses; they travel in the parcel.
    pub files: Vec<OwnFile>,
}

/// Where a parcel is written, never over another file.
#[derive(Clone, Debug)]
pub enum ShareTarget {
    /// Under its own name in this folder, which is made if it is not there.
    Folder(PathBuf),
    /// As this file.
    File(PathBuf),
}

/// A parcel that was written.
#[derive(Clone, Debug)]
pub struct SharedParcel {
    pub path: PathBuf,
    /// Number of entries in it.
    pub entries: usize,
    /// Text of the mail to send it with.
    pub mail: String,
}

/// Prepares a parcel of the open book; the first time a phrase is made, and the book keeps it.
///
/// # Errors
/// When the book or the catalog cannot be read, or the phrase not be kept.
pub fn prepare_share(
    _store: &mut Store,
    _catalog: &Catalog,
    _env: &Env,
) -> Result<PreparedShare, Problem> {
    Err(Problem::new("Not yet."))
}

/// Seals what was never sent, and writes the parcel.
///
/// # Errors
/// When there is no room, or the file is there already; then nothing was written.
pub fn write_share(
    _store: &mut Store,
    _prepared: &PreparedShare,
    _to: &ShareTarget,
    _armor: bool,
    _env: &mut Env,
) -> Result<SharedParcel, Problem> {
    Err(Problem::new("Not yet."))
}
