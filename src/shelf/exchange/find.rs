//! The book of the shelf that a parcel belongs to, and the phrase that opens it.

use std::path::PathBuf;

use super::share::known_phrase;
use crate::domain::change::Kind;
use crate::env::Env;
use crate::exchange::{self, Phrase};
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::shelf::read;
use crate::store::{Parcel, Store};

/// A parcel that one of the phrases opened which the books of the shelf know.
#[derive(Debug)]
pub struct OpenedParcel {
    pub parcel: Parcel,
    pub phrase: Phrase,
}

/// Opens the parcel in `bytes` with the phrases that the books of the shelf know, that of the `open` one first, or with
/// the one that was `typed`; none if it is sealed with another phrase.
///
/// # Errors
/// When `bytes` are no parcel, or a damaged one.
pub fn open_with_known_phrase(
    bytes: &[u8],
    typed: Option<&Phrase>,
    places: &AppDirs,
    open: Option<&Store>,
    env: &mut Env,
) -> Result<Option<OpenedParcel>, Problem> {
    let mut phrases: Vec<Phrase> = Vec::new();
    for path in all_books(places, open) {
        // A book that cannot be read stands in the way of no other.
        let known = read(&path, open, env, |store, _| known_phrase(store));
        if let Some(phrase) = known.ok().flatten()
            && !phrases.contains(&phrase)
        {
            phrases.push(phrase);
        }
    }
    for phrase in phrases.into_iter().chain(typed.cloned()) {
        match exchange::open(bytes, &phrase) {
            Ok(parcel) => return Ok(Some(OpenedParcel { parcel, phrase })),
            Err(problem) if exchange::is_wrong_phrase(&problem) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(None)
}

/// The `open` book, those on the shelf, and the archived ones.
fn all_books(places: &AppDirs, open: Option<&Store>) -> Vec<PathBuf> {
    let (books, archived) = places.all_books();
    let open = open.map(|store| store.path().to_owned());
    open.into_iter().chain(books).chain(archived).collect()
}

/// A book to which a parcel may belong.
struct Candidate {
    path: PathBuf,
    is_of_match: bool,
    knows_phrase: bool,
    /// It calls its partner by the name of the sender.
    names_sender: bool,
}

/// The book of the shelf that the parcel belongs to: the one of this match, else one that was started apart and would join,
/// because it knows the phrase, names the sender, or is the only one that nothing was received in yet. None if a new book
/// is to be made of it.
pub fn book_for(
    opened: &OpenedParcel,
    places: &AppDirs,
    open: Option<&Store>,
    env: &mut Env,
) -> Option<PathBuf> {
    let candidates = all_books(places, open).into_iter();
    let candidates = candidates.filter_map(|path| {
        let found = read(&path, open, env, |store, _| {
            candidate(path.clone(), store, opened)
        });
        found.ok().flatten()
    });
    let candidates: Vec<_> = candidates.collect();
    let only = |fits: fn(&Candidate) -> bool| {
        let mut fitting = candidates.iter().filter(|it| fits(it));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    };
    let of_match = candidates.iter().find(|it| it.is_of_match);
    let found = of_match.or_else(|| only(|it| it.knows_phrase));
    let found = found.or_else(|| only(|it| it.names_sender));
    let found = found.or_else(|| only(|_| true));
    found.map(|it| it.path.clone())
}

fn candidate(
    path: PathBuf,
    store: &Store,
    opened: &OpenedParcel,
) -> Result<Option<Candidate>, Problem> {
    let parcel = &opened.parcel;
    let book = store.load_only(&[Kind::Person, Kind::Cycle])?;
    let partner = book.name(book.me().other()).to_lowercase();
    let is_of_match = book.identity.pair == parcel.pair;
    let knows_phrase = known_phrase(store)?.as_ref() == Some(&opened.phrase);
    let fits = book.me() != parcel.role
        && book.program_key() == parcel.program
        && book.cycle().map(|cycle| cycle.start) == parcel.start;
    let would_join = fits && (knows_phrase || store.pair_status()?.received.is_none());
    Ok((is_of_match || would_join).then(|| Candidate {
        path,
        is_of_match,
        knows_phrase,
        names_sender: partner == parcel.person.trim().to_lowercase(),
    }))
}
