//! Writing a parcel.

use std::io;
use std::path::{Path, PathBuf};

use crate::catalog::Catalog;
use crate::domain::change::Kind;
use crate::domain::exchange::ShareSummary;
use crate::env::Env;
use crate::exchange::mail::{ParcelMail, mail_text};
use crate::exchange::{self, Phrase, folder, own_files};
use crate::files;
use crate::problem::Problem;
use crate::store::{OwnFile, Parcel, Store};

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
    /// Under its own name in the folder of exports, which is made if it is not there.
    Exports(PathBuf),
    /// Under its own name in this folder, or as this file.
    Place(PathBuf),
}

impl ShareTarget {
    /// The folder or file; the folder of exports is made if it is not there.
    fn place(&self) -> Result<&Path, Problem> {
        match self {
            Self::Exports(folder) => {
                files::make_folder(folder).map_err(|error| cannot_make(folder, &error))?;
                Ok(folder)
            }
            Self::Place(place) => Ok(place),
        }
    }
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
pub fn prepare_share(store: &mut Store, catalog: &Catalog) -> Result<PreparedShare, Problem> {
    let summary = store.share_summary()?;
    let is_first = !store.pair_status()?.is_paired;
    let files = own_files::used_by(&store.load_shared()?, catalog);
    let known = known_phrase(store)?;
    let phrase = known.map_or_else(Phrase::generate, Ok)?;
    store.set_phrase(phrase.as_str())?;
    Ok(PreparedShare {
        summary,
        phrase,
        is_first,
        files,
    })
}

/// The phrase that the book knows.
pub fn known_phrase(store: &Store) -> Result<Option<Phrase>, Problem> {
    let known = store.phrase()?;
    known.map(|phrase| Phrase::parse(&phrase)).transpose()
}

/// Seals what was never sent, and writes the parcel.
///
/// # Errors
/// When there is no room, or the file is there already; then nothing was written.
pub fn write_share(
    store: &mut Store,
    prepared: &PreparedShare,
    to: &ShareTarget,
    armor: bool,
    env: &Env,
) -> Result<SharedParcel, Problem> {
    let parcel = seal_share(store, prepared, to, env)?;
    let bytes = exchange::seal(&parcel, &prepared.phrase, armor)?;
    write_sealed(store, (&parcel, &bytes), to, armor, env)
}

/// The whole parcel, before it is encrypted; everything in it counts as sent.
///
/// # Errors
/// When the book cannot be read or written, or no file can be written there.
pub fn seal_share(
    store: &mut Store,
    prepared: &PreparedShare,
    to: &ShareTarget,
    env: &Env,
) -> Result<Parcel, Problem> {
    folder::verify_writable(to.place()?)?;
    let mut parcel = store.seal(env)?;
    parcel.files.clone_from(&prepared.files);
    Ok(parcel)
}

/// Writes a parcel that is encrypted, and notes it in the book.
///
/// # Errors
/// As [`write_share`].
pub fn write_sealed(
    store: &mut Store,
    (parcel, bytes): (&Parcel, &[u8]),
    to: &ShareTarget,
    armor: bool,
    env: &Env,
) -> Result<SharedParcel, Problem> {
    let name = exchange::file_name(parcel, armor);
    let path = folder::write_parcel(to.place()?, &name, bytes)?;
    let file = files::name_of(&path);
    store.record_sent(&file, env.now())?;
    let book = store.load_only(&[Kind::Person])?;
    let armored = armor.then(|| String::from_utf8_lossy(bytes));
    let mail = mail_text(&ParcelMail {
        from: &parcel.person,
        to: book.name(parcel.role.other()),
        file: &file,
        armored: armored.as_deref(),
    });
    Ok(SharedParcel {
        path,
        entries: parcel.entries.len(),
        mail,
    })
}

fn cannot_make(folder: &Path, error: &io::Error) -> Problem {
    Problem::new(format!(
        "The folder {} could not be made.",
        folder.display()
    ))
    .hint("Choose another one.")
    .caused_by(error)
}
