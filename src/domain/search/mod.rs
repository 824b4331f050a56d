//! Search: request, filter and hits. The full-text index itself belongs to the store.

mod catalog;
mod query;

use std::path::PathBuf;

use chrono::NaiveDate;

pub use catalog::{CatalogHit, CatalogSource, search_catalog};
pub use query::{SearchQuery, SearchTerm};

use super::book::Book;
use super::change::Kind;
use super::deck::{Activity, Deck};
use super::id::Id;
use super::program::{FormUse, Program};

/// Filter on the kind of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchFilter {
    #[default]
    All,
    Kind(Kind),
    /// Catalog: the deck and the reading list of the program.
    Catalog,
}

impl SearchFilter {
    /// Kind of the records that are wanted; none for all kinds.
    pub const fn kind(self) -> Option<Kind> {
        match self {
            Self::Kind(kind) => Some(kind),
            Self::All | Self::Catalog => None,
        }
    }
}

/// Request to the search index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// Query as typed.
    pub words: String,
    pub filter: SearchFilter,
    /// Number of hits to skip: those already loaded.
    pub skip: usize,
    /// True to search all books on the shelf, not the open one alone.
    pub all_books: bool,
}

/// Page of hits, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPage {
    pub hits: Vec<SearchHit>,
    /// Number of hits of each kind, whatever the filter; empty on later pages.
    pub kinds: Vec<(Kind, usize)>,
}

/// One record that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    pub kind: Kind,
    pub id: Id,
    /// Parent record: the meeting of a note, the goal of a step, the response of an answer.
    pub parent: Option<Id>,
    /// True if it is private.
    pub private: bool,
    /// True if it is archived.
    pub archived: bool,
    pub title: String,
    pub body: String,
    pub parent_title: String,
    pub date: Option<NaiveDate>,
    /// File of its book, if all books were searched.
    pub book: Option<PathBuf>,
}

impl SearchHit {
    /// Title to show; a mark on an activity has the title of its card.
    pub fn heading(&self, book: &Book, deck: &Deck) -> String {
        let is_mark = self.kind == Kind::Activity && self.title.is_empty();
        let mark: Option<&Activity> = book.activities.get(&self.id).filter(|_| is_mark);
        let def = mark.and_then(|mark| deck.activity(&mark.key));
        def.map_or(&self.title, |def| &def.title).clone()
    }

    /// Location in words: the meeting, the goal, the form, the list.
    pub fn location(&self, book: &Book, program: &Program) -> String {
        let named = if self.kind == Kind::ListItem {
            let item = book.list_items.get(&self.id);
            item.map(|item| item.list.label())
        } else if self.kind == Kind::Answer {
            let response = self.parent.and_then(|about| book.responses.get(&about));
            let form = |used: &&FormUse| response.is_some_and(|it| it.form == used.form);
            program.forms.iter().find(form).map(|used| &*used.title)
        } else {
            None
        };
        named.unwrap_or(&self.parent_title).to_owned()
    }
}

/// Kinds that can be searched, by the name to type, in the order in which they are offered.
pub const SEARCHABLE_KINDS: &[(&str, Kind)] = &[
    ("goal", Kind::Goal),
    ("step", Kind::Step),
    ("progress", Kind::Progress),
    ("evidence", Kind::Evidence),
    ("meeting", Kind::Meeting),
    ("note", Kind::Note),
    ("private-note", Kind::PrivateNote),
    ("agenda", Kind::AgendaItem),
    ("action", Kind::Action),
    ("question", Kind::Question),
    ("answer", Kind::Answer),
    ("activity", Kind::Activity),
    ("prompt", Kind::Prompt),
    ("list", Kind::ListItem),
    ("person", Kind::Person),
    ("date", Kind::Milestone),
    ("pulse", Kind::Pulse),
];

/// Parses the name of a kind, singular or plural, in any case.
pub fn parse_kind(word: &str) -> Option<Kind> {
    let word = word.trim().to_lowercase().replace(['_', ' '], "-");
    let entry = SEARCHABLE_KINDS.iter().find(|(name, kind)| {
        let plain = |label: &str| label.to_lowercase().replace(' ', "-");
        let (one, several) = kind.labels();
        let technical = kind.name().replace('_', "-");
        [(*name).to_owned(), technical, plain(one), plain(several)].contains(&word)
    });
    entry.map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_understood_as_one_or_several() {
        assert_eq!(parse_kind("Goals"), Some(Kind::Goal));
        assert_eq!(parse_kind("private note"), Some(Kind::PrivateNote));
        assert_eq!(parse_kind("private_note"), Some(Kind::PrivateNote));
        assert_eq!(parse_kind("people"), Some(Kind::Person));
        assert_eq!(parse_kind("list-item"), Some(Kind::ListItem));
        assert_eq!(parse_kind("gaol"), None);
    }
}
