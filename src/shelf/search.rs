//! Search across all books on the shelf.

use chrono::NaiveDate;

use super::read;
use crate::catalog::Catalog;
use crate::domain::change::Kind;
use crate::domain::display::join_filled;
use crate::domain::search::{SearchHit, SearchPage, SearchRequest};
use crate::env::Env;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::store::Store;

/// Kinds of record that the words of a hit need.
const NAMING_KINDS: [Kind; 6] = [
    Kind::Person,
    Kind::Cycle,
    Kind::Activity,
    Kind::ListItem,
    Kind::Response,
    Kind::AskedForm,
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
    let only = request.filter.kind();
    let (mut page, mut skip) = (SearchPage::default(), request.skip);
    for path in places.books() {
        let room = limit - page.hits.len();
        let found = read(&path, open, env, |store, env| {
            let kinds = store.count_hits(&request.words)?;
            let (partner, mut hits) = hits(
                &request.words,
                only,
                room,
                skip,
                store,
                catalog,
                env.today(),
            )?;
            for hit in &mut hits {
                hit.parent_title = join_filled([&partner, &hit.parent_title], ": ");
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

/// The partner, and at most `limit` hits in the book of `store` with the words that only this book knows.
pub fn hits(
    words: &str,
    only: Option<Kind>,
    limit: usize,
    skip: usize,
    store: &Store,
    catalog: &Catalog,
    today: NaiveDate,
) -> Result<(String, Vec<SearchHit>), Problem> {
    let mut hits = match limit {
        0 => Vec::new(),
        limit => store.search_kind(words, only, limit, skip)?,
    };
    if hits.is_empty() {
        return Ok((String::new(), hits));
    }
    let book = store.load_only(&NAMING_KINDS)?;
    let deck = catalog.deck_of(&book)?;
    let (program, _) = catalog.program_of(&book, today)?;
    for hit in &mut hits {
        hit.title = hit.heading(&book, &deck);
        hit.parent_title = hit.location(&book, &program);
        hit.book = Some(store.path().to_owned());
    }
    Ok((book.name(book.me().other()).to_owned(), hits))
}
