//! Search: what is looked for, what is found, and what people call it. The index itself belongs to the store.

mod catalog;
mod query;

use chrono::NaiveDate;

pub use catalog::{CatalogHit, CatalogSource, search_catalog};
pub use query::{SearchQuery, SearchTerm};

use super::book::Book;
use super::change::Kind;
use super::deck::Activity;
use super::id::Id;

/// What of the hits is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchFilter {
    /// Everything.
    #[default]
    All,
    /// Records of one kind.
    Kind(Kind),
    /// What the program brings along: the deck and the reading list of the program.
    Catalog,
}

/// A question to search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// What was typed.
    pub words: String,
    /// What is wanted of the hits.
    pub filter: SearchFilter,
    /// How many hits are known already; the next ones are asked for.
    pub skip: usize,
}

/// Hits as the store answers, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPage {
    /// The hits.
    pub hits: Vec<SearchHit>,
    /// How many there are in all of each kind, whatever the filter; empty on later pages.
    pub kinds: Vec<(Kind, usize)>,
}

/// Something that search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// What kind of record it is.
    pub kind: Kind,
    /// Which record.
    pub id: Id,
    /// What it belongs to: the meeting of a note, the goal of a step, the filling-in of an answer.
    pub parent: Option<Id>,
    /// Whether it is private.
    pub private: bool,
    /// Whether it was put away.
    pub archived: bool,
    /// Its first line.
    pub title: String,
    /// Its text.
    pub body: String,
    /// The title of what it belongs to.
    pub parent_title: String,
    /// Its day.
    pub date: Option<NaiveDate>,
}

impl SearchHit {
    /// Its title: a mark on an activity has the title of that one, which `activity` knows by its key.
    pub fn heading(&self, book: &Book, activity: impl Fn(&str) -> Option<String>) -> String {
        let is_mark = self.kind == Kind::Activity && self.title.is_empty();
        let mark: Option<&Activity> = book.activities.get(&self.id).filter(|_| is_mark);
        let title = mark.and_then(|mark| activity(&mark.key));
        title.unwrap_or_else(|| self.title.clone())
    }

    /// Where it is, in words: the meeting, the goal, the form, the list. `form` names a form by its key.
    pub fn location(&self, book: &Book, form: impl Fn(&str) -> Option<String>) -> String {
        let named = if self.kind == Kind::ListItem {
            let item = book.list_items.get(&self.id);
            item.map(|item| item.list.label().to_owned())
        } else if self.kind == Kind::Answer {
            let response = self.parent.and_then(|about| book.responses.get(&about));
            response.and_then(|response| form(&response.form))
        } else {
            None
        };
        named.unwrap_or_else(|| self.parent_title.clone())
    }
}

/// What people call one record of `kind`, and several.
pub const fn kind_labels(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Person => ("Person", "People"),
        Kind::Cycle => ("Year", "Years"),
        Kind::Milestone => ("Date", "Dates"),
        Kind::Goal => ("Goal", "Goals"),
        Kind::Step => ("Step", "Steps"),
        Kind::Progress => ("Progress", "Progress"),
        Kind::Evidence => ("Evidence", "Evidence"),
        Kind::Meeting => ("Meeting", "Meetings"),
        Kind::Note => ("Note", "Notes"),
        Kind::PrivateNote => ("Private note", "Private notes"),
        Kind::AgendaItem => ("Agenda", "Agenda"),
        Kind::Action => ("Action", "Actions"),
        Kind::Activity => ("Activity", "Activities"),
        Kind::Prompt => ("Prompt", "Prompts"),
        Kind::Question => ("Question", "Questions"),
        Kind::ListItem => ("List", "Lists"),
        Kind::Pulse => ("Pulse", "Pulses"),
        Kind::Response => ("Form", "Forms"),
        Kind::Answer => ("Answer", "Answers"),
    }
}

/// The kinds that can be found, as somebody would type them, in the order in which they are offered.
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

/// The kind called `word`, one or several of it, in any case.
pub fn parse_kind(word: &str) -> Option<Kind> {
    let word = word.trim().to_lowercase().replace(['_', ' '], "-");
    let found = SEARCHABLE_KINDS.iter().find(|(name, kind)| {
        let plain = |label: &str| label.to_lowercase().replace(' ', "-");
        let (one, several) = kind_labels(*kind);
        let technical = kind.name().replace('_', "-");
        [(*name).to_owned(), technical, plain(one), plain(several)].contains(&word)
    });
    found.map(|(_, kind)| *kind)
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
