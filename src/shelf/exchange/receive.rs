//! Taking a parcel in.

use std::path::{Path, PathBuf};

use super::share::known_phrase;
use crate::domain::change::Kind;
use crate::domain::exchange::Review;
use crate::domain::id::Id;
use crate::domain::person::{Person, Role};
use crate::env::Env;
use crate::exchange::own_files::{self, Installable};
use crate::exchange::{self, Phrase, folder};
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::store::{BackupFile, BackupReason, OwnFile, Parcel, Received, Store};

/// Records archived by a parcel above which it is asked once more.
pub const MANY_ARCHIVED: usize = 10;

/// A parcel that was taken in.
#[derive(Debug)]
pub struct ArrivedParcel {
    /// Its changes. After a join the book must be loaded anew.
    pub received: Received,
    /// Copy of the book as it was; none if the parcel brought nothing.
    pub backup: Option<BackupFile>,
    /// Names of own programs, forms and decks that were put on this computer.
    pub files: Vec<String>,
    /// Sentences on those that were not.
    pub file_notes: Vec<String>,
}

/// Opens the parcel in the file at `path`, whatever its name.
///
/// # Errors
/// When the file cannot be read, is no parcel, or is sealed with another phrase.
pub fn open_parcel(path: &Path, phrase: &Phrase) -> Result<Parcel, Problem> {
    exchange::open(&folder::read_bytes(path)?, phrase)
}

/// Rehearses [`receive`]; changes nothing. `config` is the folder of own programs, forms and decks.
///
/// # Errors
/// When nothing may be taken from the parcel, with the reason.
pub fn review(
    store: &mut Store,
    parcel: &Parcel,
    config: &Path,
    env: &mut Env,
) -> Result<Review, Problem> {
    let mut review = store.review(parcel, env)?;
    review.files = names(&own_files::installable(&parcel.files, config)?.new);
    Ok(review)
}

/// Takes the parcel in, after a backup; the records of `keep` stay as they are here. The book keeps `phrase`, and own
/// programs, forms and decks that are not on this computer are put into the folder `config`.
///
/// # Errors
/// As [`review`]; nothing is changed then.
pub fn receive(
    store: &mut Store,
    parcel: &Parcel,
    phrase: &Phrase,
    keep: &[(Kind, Id)],
    config: &Path,
    env: &mut Env,
) -> Result<ArrivedParcel, Problem> {
    let brings_something = !store.review(parcel, env)?.is_empty();
    let backup = brings_something.then(|| store.backup(BackupReason::Receive, env));
    let backup = backup.transpose()?;
    let received = store.receive(parcel, keep, env)?;
    if known_phrase(store)?.as_ref() != Some(phrase) {
        store.set_phrase(phrase.as_str())?;
    }
    let (files, file_notes) = install(&parcel.files, config);
    Ok(ArrivedParcel {
        received,
        backup,
        files,
        file_notes,
    })
}

fn names(files: &[&OwnFile]) -> Vec<String> {
    files.iter().map(|file| file.name.clone()).collect()
}

/// Installs what came along: the names, and sentences on what was not installed. The book has the rest all the same.
fn install(files: &[OwnFile], config: &Path) -> (Vec<String>, Vec<String>) {
    let installed = own_files::install(files, config);
    let Installable {
        new,
        different,
        refused,
    } = match installed {
        Ok(installed) => installed,
        Err(problem) => return (Vec::new(), vec![problem.message]),
    };
    let different = different.iter().map(|file| {
        let name = &file.name;
        format!("Your {name} differs from the one that came; yours stays.")
    });
    let refused = refused
        .iter()
        .map(|(file, problem)| format!("{} was left out: {}", file.name, problem.message));
    (names(&new), different.chain(refused).collect())
}

/// Makes a new book of a parcel, at `path` or under a free name on the shelf; returns its path. The owner has the role
/// `me`; without it that of the sender's partner.
///
/// # Errors
/// As [`review`], or when the file cannot be made; then there is no new file.
pub fn new_book_from(
    parcel: &Parcel,
    phrase: &Phrase,
    me: Option<Role>,
    path: Option<PathBuf>,
    places: &AppDirs,
    env: &mut Env,
) -> Result<PathBuf, Problem> {
    let me = me.unwrap_or(parcel.role.other());
    let path = path.unwrap_or_else(|| {
        let year = parcel.start.map(|day| day.format(" %Y").to_string());
        places.new_book_path(&(name_of(me.other(), parcel) + &year.unwrap_or_default()))
    });
    let mut store = Store::create_from_parcel(&path, me, parcel, env)?;
    store.set_phrase(phrase.as_str())?;
    install(&parcel.files, &places.config);
    Ok(path)
}

/// The newest name in the parcel of the person with `role`.
fn name_of(role: Role, parcel: &Parcel) -> String {
    if role == parcel.role {
        return parcel.person.clone();
    }
    let id = Person::id_for(parcel.pair, role);
    let names = parcel.entries.iter();
    let names = names.filter(|entry| entry.rec == id && entry.field == "name");
    let newest = names.max_by_key(|entry| (entry.at_ms, entry.id));
    let name = newest.and_then(|entry| serde_json::from_str(&entry.value).ok());
    name.unwrap_or_default()
}
