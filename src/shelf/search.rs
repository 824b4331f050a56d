//! Search across all books on the shelf.

use std::path::Path;

use super::read;
use crate::catalog::Catalog;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::search::{SearchFilter, SearchHit, SearchPage, SearchRequest};
use crate::env::Env;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::store::Store;

/// Kinds of record that the words of a hit need.
const NAMING_KINDS: [Kind; 5] = [
    Kind::Person,
    Kind::Cycle,
    Kind::Activity,
    Kind::ListItem,
    Kind::Response,
];

/// A page of at most `limit` hits in all books that can be read, book by book, each hit with its book and its words.
pub fn search_books(
    request: &SearchRequest,
    limit: usize,
    places: &AppDirs,
    open: Option<&Store>,
    catalog: &Catalog,
    env: &mut Env,
) -> SearchPage {
    let only = match request.filter {
        SearchFilter::All | SearchFilter::Catalog => None,
        SearchFilter::Kind(kind) => Some(kind),
    };
    let (mut page, mut skip) = (SearchPage::default(), request.skip);
    for path in places.books() {
        let room = limit - page.hits.len();
        let found = read(&path, open, env, |store, _| {
            let kinds = store.count_hits(&request.words)?;
            let mut hits = match room {
                0 => Vec::new(),
                room => store.search_kind(&request.words, only, room, skip)?,
            };
            if !hits.is_empty() {
                let book = store.load_only(&NAMING_KINDS)?;
                for hit in &mut hits {
                    name(hit, &book, store.path(), catalog)?;
                }
            }
            Ok((kinds, hits))
        });
        // The shelf says why a book cannot be read.
        let Ok((kinds, hits)) = found else { continue };
        let counted = kinds
            .iter()
            .filter(|(kind, _)| only.is_none_or(|only| only == *kind));
        skip = skip.saturating_sub(counted.map(|(_, count)| count).sum());
        page.hits.extend(hits);
        for (kind, count) in kinds {
            match page.kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, sum)) => *sum += count,
                None => page.kinds.push((kind, count)),
            }
        }
    }
    if request.skip > 0 {
        page.kinds.clear();
    }
    page
}

/// Writes into `hit` the book it is in, and the words that only this book knows.
fn name(hit: &mut SearchHit, book: &Book, path: &Path, catalog: &Catalog) -> Result<(), Problem> {
    let deck = catalog.deck_of(book)?;
    let activity = |key: &str| {
        let def = deck.activities.iter().find(|def| def.key == key);
        def.map(|def| def.title.clone())
    };
    let key = book.cycle().map_or("blank", |cycle| &cycle.program);
    let (program, _) = catalog.program_or_fallback(key)?;
    let form = |key: &str| {
        let form_use = program.forms.iter().find(|form_use| form_use.form == key);
        form_use.map(|form_use| form_use.title.clone())
    };
    hit.title = hit.heading(book, activity);
    let place = hit.location(book, form);
    let partner = book.name(book.me().other());
    let parts = [partner, &place]
        .into_iter()
        .filter(|part| !part.is_empty());
    hit.parent_title = parts.collect::<Vec<_>>().join(": ");
    hit.book = Some(path.to_owned());
    Ok(())
}
