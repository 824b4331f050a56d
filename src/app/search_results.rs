//! What the last search found, page by page, and which of it is open.

use crate::domain::change::Kind;
use crate::domain::search::{
    CatalogHit, SEARCHABLE_KINDS, SearchFilter, SearchHit, SearchPage, SearchRequest,
};

/// What the last search found.
#[derive(Clone, Debug, Default)]
pub struct SearchResults {
    /// The question that was answered last.
    pub request: SearchRequest,
    /// The hits in the book that were read so far.
    hits: Vec<SearchHit>,
    /// How many there are in all.
    counts_by_kind: Vec<(Kind, usize)>,
    /// What the program brings along that fits.
    extras: Vec<CatalogHit>,
    /// Which row was opened last.
    pub current: Option<usize>,
    /// How many screens lie below the one it opened on.
    pub screens_below: usize,
}

/// A row of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchRow<'r> {
    /// Of the book.
    Hit(&'r SearchHit),
    /// Of what the program brings along.
    Extra(&'r CatalogHit),
}

impl SearchResults {
    /// Takes in what the store answered: another search, or more of the same.
    pub fn apply_page(
        &mut self,
        ask: SearchRequest,
        page: SearchPage,
        extras: impl FnOnce(&str) -> Vec<CatalogHit>,
    ) {
        if ask.skip > 0 {
            // A page that somebody asked for before they typed on comes too late.
            let fits = (&ask.words, ask.filter) == (&self.request.words, self.request.filter);
            if fits && ask.skip == self.hits.len() {
                self.hits.extend(page.hits);
            }
            return;
        }
        *self = Self {
            extras: extras(&ask.words),
            hits: page.hits,
            counts_by_kind: page.kinds,
            current: None,
            screens_below: 0,
            request: ask,
        };
    }

    /// How many there are for one filter.
    fn count(&self, filter: SearchFilter) -> usize {
        let of_book = |only: Option<Kind>| {
            let kinds = self.counts_by_kind.iter();
            let wanted = kinds.filter(|(kind, _)| only.is_none_or(|only| only == *kind));
            wanted.map(|(_, count)| count).sum::<usize>()
        };
        match filter {
            SearchFilter::All => of_book(None) + self.extras.len(),
            SearchFilter::Kind(kind) => of_book(Some(kind)),
            SearchFilter::Catalog => self.extras.len(),
        }
    }

    /// How many rows there are, read or not.
    pub fn total(&self) -> usize {
        self.count(self.request.filter)
    }

    /// The filters that leave something, with how much; everything first.
    pub fn filters(&self) -> Vec<(SearchFilter, usize)> {
        let kinds = SEARCHABLE_KINDS
            .iter()
            .map(|(_, kind)| SearchFilter::Kind(*kind));
        let filters = [SearchFilter::All].into_iter().chain(kinds);
        filters
            .chain([SearchFilter::Catalog])
            .map(|filter| (filter, self.count(filter)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// The filter after or before the present one.
    pub fn next_filter(&self, forward: bool) -> SearchFilter {
        let filters = self.filters();
        let here = filters
            .iter()
            .position(|(filter, _)| *filter == self.request.filter);
        let count = filters.len().max(1);
        let next = match (here, forward) {
            (None, _) => 0,
            (Some(here), true) => (here + 1) % count,
            (Some(here), false) => (here + count - 1) % count,
        };
        filters
            .get(next)
            .map_or(SearchFilter::All, |(filter, _)| *filter)
    }

    /// Whether every hit of the book was read.
    fn is_complete(&self) -> bool {
        let of_book = match self.request.filter {
            SearchFilter::All => self.count(SearchFilter::All) - self.extras.len(),
            SearchFilter::Kind(_) => self.total(),
            SearchFilter::Catalog => 0,
        };
        self.hits.len() >= of_book
    }

    /// How many rows can be shown now.
    pub fn len(&self) -> usize {
        match self.request.filter {
            SearchFilter::Catalog => self.extras.len(),
            SearchFilter::All if self.is_complete() => self.hits.len() + self.extras.len(),
            SearchFilter::All | SearchFilter::Kind(_) => self.hits.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Row `index`, the book's own first.
    pub fn get(&self, index: usize) -> Option<SearchRow<'_>> {
        if index >= self.len() {
            return None;
        }
        let hits = match self.request.filter {
            SearchFilter::Catalog => &[],
            SearchFilter::All | SearchFilter::Kind(_) => self.hits.as_slice(),
        };
        match hits.get(index) {
            Some(hit) => Some(SearchRow::Hit(hit)),
            None => self.extras.get(index - hits.len()).map(SearchRow::Extra),
        }
    }

    /// What to ask for when somebody is at row `index` and the rows that were read come to an end there.
    pub fn next_page_request(&self, index: usize) -> Option<SearchRequest> {
        /// So many rows ahead are read before somebody comes there.
        const PREFETCH_ROWS: usize = 20;
        (index + PREFETCH_ROWS >= self.len() && !self.is_complete()).then(|| SearchRequest {
            skip: self.hits.len(),
            ..self.request.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::Id;
    use crate::domain::search::CatalogSource;

    fn hits(kind: Kind, count: usize) -> Vec<SearchHit> {
        let hit = |number: usize| SearchHit {
            kind,
            id: Id::derived(&[&number.to_string()]),
            parent: None,
            private: false,
            archived: false,
            title: String::new(),
            body: String::new(),
            parent_title: String::new(),
            date: None,
        };
        (0..count).map(hit).collect()
    }

    fn ask(skip: usize, filter: SearchFilter) -> SearchRequest {
        SearchRequest {
            words: "word".to_owned(),
            filter,
            skip,
        }
    }

    fn extras(_: &str) -> Vec<CatalogHit> {
        vec![CatalogHit {
            source: CatalogSource::Reading,
            title: "A book".to_owned(),
            body: String::new(),
        }]
    }

    #[test]
    fn the_extras_come_once_the_last_hit_was_read() {
        let mut results = SearchResults::default();
        let first = SearchPage {
            hits: hits(Kind::Note, 50),
            kinds: vec![(Kind::Note, 60)],
        };
        results.apply_page(ask(0, SearchFilter::All), first, extras);
        assert_eq!((results.len(), results.total()), (50, 61));
        assert_eq!(results.next_page_request(10), None);
        assert_eq!(
            results.next_page_request(49),
            Some(ask(50, SearchFilter::All))
        );
        let rest = SearchPage {
            hits: hits(Kind::Note, 10),
            kinds: Vec::new(),
        };
        results.apply_page(ask(50, SearchFilter::All), rest.clone(), extras);
        results.apply_page(ask(50, SearchFilter::All), rest, extras);
        assert_eq!((results.len(), results.total()), (61, 61));
        assert!(matches!(results.get(60), Some(SearchRow::Extra(_))));
        assert_eq!(results.get(61), None);
        assert_eq!(results.next_page_request(60), None);
    }

    #[test]
    fn filters_go_round_and_leave_out_what_is_empty() {
        let mut results = SearchResults::default();
        let page = SearchPage {
            hits: hits(Kind::Note, 2),
            kinds: vec![(Kind::Note, 2)],
        };
        results.apply_page(ask(0, SearchFilter::All), page.clone(), extras);
        let note = SearchFilter::Kind(Kind::Note);
        let all = [
            (SearchFilter::All, 3),
            (note, 2),
            (SearchFilter::Catalog, 1),
        ];
        assert_eq!(results.filters(), all);
        assert_eq!(results.next_filter(true), note);
        assert_eq!(results.next_filter(false), SearchFilter::Catalog);
        results.apply_page(ask(0, SearchFilter::Catalog), page, extras);
        assert_eq!(
            (results.len(), results.next_filter(true)),
            (1, SearchFilter::All)
        );
    }
}
