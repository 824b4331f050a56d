//! Results of the last search, loaded page by page, and the hit that is open.

use super::command::adjacent;
use crate::domain::change::Kind;
use crate::domain::search::{
    CatalogHit, SEARCHABLE_KINDS, SearchFilter, SearchHit, SearchPage, SearchRequest,
};

#[derive(Clone, Debug, Default)]
pub struct SearchResults {
    /// The request that the results answer.
    pub request: SearchRequest,
    /// Hits in the book, of the pages loaded so far.
    hits: Vec<SearchHit>,
    /// Total number of hits in the book by kind, loaded or not.
    counts_by_kind: Vec<(Kind, usize)>,
    /// Hits in the catalog: cards and resources of the program.
    extras: Vec<CatalogHit>,
    /// Index of the row that was opened last.
    pub current: Option<usize>,
    /// Number of screens below the one on which it was opened.
    pub screens_below: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchRow<'r> {
    /// A hit in the book.
    Hit(&'r SearchHit),
    /// A hit in the catalog.
    Extra(&'r CatalogHit),
}

impl SearchResults {
    /// Adds a page of the same search, or starts over with the first page of another.
    pub fn apply_page(
        &mut self,
        request: SearchRequest,
        page: SearchPage,
        extras: impl FnOnce(&str) -> Vec<CatalogHit>,
    ) {
        if request.skip > 0 {
            // A page requested before the query changed comes too late.
            let fits =
                (&request.words, request.filter) == (&self.request.words, self.request.filter);
            if fits && request.skip == self.hits.len() {
                self.hits.extend(page.hits);
            }
            return;
        }
        *self = Self {
            extras: extras(&request.words),
            hits: page.hits,
            counts_by_kind: page.kinds,
            current: None,
            screens_below: 0,
            request,
        };
    }

    /// Total number of rows under a filter.
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

    /// Total number of rows, loaded or not.
    pub fn total(&self) -> usize {
        self.count(self.request.filter)
    }

    /// Filters with at least one row, with their counts; all first.
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

    /// The filter after or before the current one.
    pub fn next_filter(&self, forward: bool) -> SearchFilter {
        let filters = self.filters().into_iter();
        let filters: Vec<_> = filters.map(|(filter, _)| filter).collect();
        if !filters.contains(&self.request.filter) {
            return SearchFilter::All;
        }
        adjacent(&filters, self.request.filter, forward)
    }

    /// True if every hit in the book is loaded.
    fn is_complete(&self) -> bool {
        let of_book = match self.request.filter {
            SearchFilter::All => self.count(SearchFilter::All) - self.extras.len(),
            SearchFilter::Kind(_) => self.total(),
            SearchFilter::Catalog => 0,
        };
        self.hits.len() >= of_book
    }

    /// Number of rows that can be shown now: catalog hits follow once all hits in the book are loaded.
    pub fn len(&self) -> usize {
        match self.request.filter {
            SearchFilter::Catalog => self.extras.len(),
            SearchFilter::All if self.is_complete() => self.hits.len() + self.extras.len(),
            SearchFilter::All | SearchFilter::Kind(_) => self.hits.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Row `index`, hits in the book first.
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

    /// Request for the next page when row `index` comes near the end of the loaded rows.
    pub fn next_page_request(&self, index: usize) -> Option<SearchRequest> {
        /// Distance from the end, in rows, at which the next page is prefetched.
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
            book: None,
        };
        (0..count).map(hit).collect()
    }

    fn request(skip: usize, filter: SearchFilter) -> SearchRequest {
        SearchRequest {
            words: "word".to_owned(),
            filter,
            skip,
            all_books: false,
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
        results.apply_page(request(0, SearchFilter::All), first, extras);
        assert_eq!((results.len(), results.total()), (50, 61));
        assert_eq!(results.next_page_request(10), None);
        assert_eq!(
            results.next_page_request(49),
            Some(request(50, SearchFilter::All))
        );
        let rest = SearchPage {
            hits: hits(Kind::Note, 10),
            kinds: Vec::new(),
        };
        results.apply_page(request(50, SearchFilter::All), rest.clone(), extras);
        results.apply_page(request(50, SearchFilter::All), rest, extras);
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
        results.apply_page(request(0, SearchFilter::All), page.clone(), extras);
        let note = SearchFilter::Kind(Kind::Note);
        let all = [
            (SearchFilter::All, 3),
            (note, 2),
            (SearchFilter::Catalog, 1),
        ];
        assert_eq!(results.filters(), all);
        assert_eq!(results.next_filter(true), note);
        assert_eq!(results.next_filter(false), SearchFilter::Catalog);
        results.apply_page(request(0, SearchFilter::Catalog), page, extras);
        assert_eq!(
            (results.len(), results.next_filter(true)),
            (1, SearchFilter::All)
        );
    }
}
