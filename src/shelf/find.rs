//! Finding a book on the shelf by what the shelf prints.

use std::path::{Path, PathBuf};

use super::read;
use crate::domain::change::Kind;
use crate::env::Env;
use crate::files::{self, BOOK_EXTENSION};
use crate::paths::AppDirs;
use crate::problem::Problem;

/// The book that `name` means: its file, with or without its ending, else its partner, else the beginning of a word of the
/// partner's name; in any case. None if there is no such book.
///
/// # Errors
/// When it may be several; they are named.
pub fn find_book(name: &str, places: &AppDirs, env: &mut Env) -> Result<Option<PathBuf>, Problem> {
    let wanted = name.trim().to_lowercase();
    let (books, archived) = places.all_books();
    let ending = format!(".{BOOK_EXTENSION}");
    let is_file = |path: &&PathBuf| {
        let file = files::name_of(path).to_lowercase();
        file == wanted || file.strip_suffix(&ending) == Some(&wanted)
    };
    let by_file: Vec<_> = books.iter().chain(&archived).filter(is_file).collect();
    if let Some(book) = only(name, &by_file)? {
        return Ok(Some(book));
    }
    let is_called = |partner: &str| partner == wanted;
    let begins = |partner: &str| {
        let mut words = partner.split_whitespace();
        partner.starts_with(&wanted) || words.any(|word| word.starts_with(&wanted))
    };
    let tiers: [&dyn Fn(&str) -> bool; 2] = [&is_called, &begins];
    // Of archived books only those that no other is meant by.
    for shelf in [books, archived] {
        let named = shelf
            .iter()
            .filter_map(|path| Some((path, partner(path, env)?)));
        let partners: Vec<_> = named.collect();
        for fits in tiers {
            let found = partners.iter().filter(|(_, partner)| fits(partner));
            let found: Vec<_> = found.map(|(path, _)| *path).collect();
            if let Some(book) = only(name, &found)? {
                return Ok(Some(book));
            }
        }
    }
    Ok(None)
}

/// The one book of `found`, if there is any.
fn only(name: &str, found: &[&PathBuf]) -> Result<Option<PathBuf>, Problem> {
    if found.len() < 2 {
        return Ok(found.first().map(|path| (*path).clone()));
    }
    let files: Vec<_> = found.iter().map(|path| files::name_of(path)).collect();
    Err(Problem::wrong_use(
        format!("“{name}” may be any of these: {}.", files.join(", ")),
        "Say which one by the name of its file.",
    ))
}

/// The partner's name in small letters; none of a book that cannot be read.
fn partner(path: &Path, env: &mut Env) -> Option<String> {
    let read = read(path, None, env, |store, _| {
        let book = store.load_only(&[Kind::Person])?;
        Ok(book.name(book.me().other()).to_lowercase())
    });
    read.ok()
}
