//! What the last search found, page by page, and which of it is open.

use crate::domain::change::Kind;
use crate::domain::find::{Ask, Extra, FINDABLE, Filter, Hit, Page};

/// What the last search found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// The question that was answered last.
    pub ask: Ask,
    /// The hits in the book that were read so far.
    hits: Vec<Hit>,
    /// How many there are in all.
    kinds: Vec<(Kind, usize)>,
    /// What the program brings along that fits.
    extras: Vec<Extra>,
    /// Which row was opened last.
    pub opened: Option<usize>,
    /// How many screens lie below the one it opened on.
    pub below: usize,
}

/// A row of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<'r> {
    /// Of the book.
    Hit(&'r Hit),
    /// Of what the program brings along.
    Extra(&'r Extra),
}

impl Results {
    /// Takes in what the store answered: another search, or more of the same.
    pub fn take(&mut self, ask: Ask, page: Page, extras: impl FnOnce(&str) -> Vec<Extra>) {
        if ask.skip > 0 {
            // A page that somebody asked for before they typed on comes too late.
            let fits = (&ask.words, ask.filter) == (&self.ask.words, self.ask.filter);
            if fits && ask.skip == self.hits.len() {
                self.hits.extend(page.hits);
            }
            return;
        }
        *self = Self {
            extras: extras(&ask.words),
            hits: page.hits,
            kinds: page.kinds,
            opened: None,
            below: 0,
            ask,
        };
    }

    /// How many there are for one filter.
    fn count(&self, filter: Filter) -> usize {
        let of_book = |only: Option<Kind>| {
            let kinds = self.kinds.iter();
            let wanted = kinds.filter(|(kind, _)| only.is_none_or(|only| only == *kind));
            wanted.map(|(_, count)| count).sum::<usize>()
        };
        match filter {
            Filter::All => of_book(None) + self.extras.len(),
            Filter::Kind(kind) => of_book(Some(kind)),
            Filter::Extras => self.extras.len(),
        }
    }

    /// How many rows there are, read or not.
    pub fn total(&self) -> usize {
        self.count(self.ask.filter)
    }

    /// The filters that leave something, with how much; everything first.
    pub fn filters(&self) -> Vec<(Filter, usize)> {
        let kinds = FINDABLE.iter().map(|(_, kind)| Filter::Kind(*kind));
        let filters = [Filter::All].into_iter().chain(kinds);
        filters
            .chain([Filter::Extras])
            .map(|filter| (filter, self.count(filter)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }

    /// The filter after or before the present one.
    pub fn next_filter(&self, forward: bool) -> Filter {
        let filters = self.filters();
        let here = filters
            .iter()
            .position(|(filter, _)| *filter == self.ask.filter);
        let count = filters.len().max(1);
        let next = match (here, forward) {
            (None, _) => 0,
            (Some(here), true) => (here + 1) % count,
            (Some(here), false) => (here + count - 1) % count,
        };
        filters.get(next).map_or(Filter::All, |(filter, _)| *filter)
    }

    /// Whether every hit of the book was read.
    fn is_whole(&self) -> bool {
        let of_book = match self.ask.filter {
            Filter::All => self.count(Filter::All) - self.extras.len(),
            Filter::Kind(_) => self.total(),
            Filter::Extras => 0,
        };
        self.hits.len() >= of_book
    }

    /// How many rows can be shown now.
    pub fn len(&self) -> usize {
        match self.ask.filter {
            Filter::Extras => self.extras.len(),
            Filter::All if self.is_whole() => self.hits.len() + self.extras.len(),
            Filter::All | Filter::Kind(_) => self.hits.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Row `index`, the book's own first.
    pub fn get(&self, index: usize) -> Option<Found<'_>> {
        if index >= self.len() {
            return None;
        }
        let hits = match self.ask.filter {
            Filter::Extras => &[],
            Filter::All | Filter::Kind(_) => self.hits.as_slice(),
        };
        match hits.get(index) {
            Some(hit) => Some(Found::Hit(hit)),
            None => self.extras.get(index - hits.len()).map(Found::Extra),
        }
    }

    /// What to ask for when somebody is at row `index` and the rows that were read come to an end there.
    pub fn more(&self, index: usize) -> Option<Ask> {
        /// So many rows ahead are read before somebody comes there.
        const AHEAD: usize = 20;
        (index + AHEAD >= self.len() && !self.is_whole()).then(|| Ask {
            skip: self.hits.len(),
            ..self.ask.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::find::Source;
    use crate::domain::id::Id;

    fn hits(kind: Kind, count: usize) -> Vec<Hit> {
        let hit = |number: usize| Hit {
            kind,
            id: Id::derived(&[&number.to_string()]),
            about: None,
            private: false,
            put_away: false,
            title: String::new(),
            body: String::new(),
            place: String::new(),
            date: None,
        };
        (0..count).map(hit).collect()
    }

    fn ask(skip: usize, filter: Filter) -> Ask {
        Ask {
            words: "word".to_owned(),
            filter,
            skip,
        }
    }

    fn extras(_: &str) -> Vec<Extra> {
        vec![Extra {
            source: Source::Reading,
            title: "A book".to_owned(),
            body: String::new(),
        }]
    }

    #[test]
    fn the_extras_come_once_the_last_hit_was_read() {
        let mut results = Results::default();
        let first = Page {
            hits: hits(Kind::Note, 50),
            kinds: vec![(Kind::Note, 60)],
        };
        results.take(ask(0, Filter::All), first, extras);
        assert_eq!((results.len(), results.total()), (50, 61));
        assert_eq!(results.more(10), None);
        assert_eq!(results.more(49), Some(ask(50, Filter::All)));
        let rest = Page {
            hits: hits(Kind::Note, 10),
            kinds: Vec::new(),
        };
        results.take(ask(50, Filter::All), rest.clone(), extras);
        results.take(ask(50, Filter::All), rest, extras);
        assert_eq!((results.len(), results.total()), (61, 61));
        assert!(matches!(results.get(60), Some(Found::Extra(_))));
        assert_eq!(results.get(61), None);
        assert_eq!(results.more(60), None);
    }

    #[test]
    fn filters_go_round_and_leave_out_what_is_empty() {
        let mut results = Results::default();
        let page = Page {
            hits: hits(Kind::Note, 2),
            kinds: vec![(Kind::Note, 2)],
        };
        results.take(ask(0, Filter::All), page.clone(), extras);
        let note = Filter::Kind(Kind::Note);
        let all = [(Filter::All, 3), (note, 2), (Filter::Extras, 1)];
        assert_eq!(results.filters(), all);
        assert_eq!(results.next_filter(true), note);
        assert_eq!(results.next_filter(false), Filter::Extras);
        results.take(ask(0, Filter::Extras), page, extras);
        assert_eq!((results.len(), results.next_filter(true)), (1, Filter::All));
    }
}
