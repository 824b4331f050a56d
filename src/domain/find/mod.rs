//! Search: what is looked for, what is found, and what people call it. The index itself belongs to the store.

mod extra;
mod words;

use chrono::NaiveDate;

pub use extra::{Extra, Source, extras};
pub use words::{Term, Words};

use super::book::Book;
use super::change::Kind;
use super::id::Id;
use super::idea::Activity;

/// What of the hits is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Everything.
    #[default]
    All,
    /// Records of one kind.
    Kind(Kind),
    /// What the program brings along: the deck and the reading list of the program.
    Extras,
}

/// A question to search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// What was typed.
    pub words: String,
    /// What is wanted of the hits.
    pub filter: Filter,
    /// How many hits are known already; the next ones are asked for.
    pub skip: usize,
}

/// Hits as the store answers, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The hits.
    pub hits: Vec<Hit>,
    /// How many there are in all of each kind, whatever the filter; empty on later pages.
    pub kinds: Vec<(Kind, usize)>,
}

/// Something that search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What kind of record it is.
    pub kind: Kind,
    /// Which record.
    pub id: Id,
    /// What it belongs to: the meeting of a note, the goal of a step, the filling-in of an answer.
    pub about: Option<Id>,
    /// Whether it is private.
    pub private: bool,
    /// Whether it was put away.
    pub put_away: bool,
    /// Its first line.
    pub title: String,
    /// Its text.
    pub body: String,
    /// The title of what it belongs to.
    pub place: String,
    /// Its day.
    pub date: Option<NaiveDate>,
}

impl Hit {
    /// Its title: a mark on an activity has the title of that one, which `activity` knows by its key.
    pub fn heading(&self, book: &Book, activity: impl Fn(&str) -> Option<String>) -> String {
        let is_mark = self.kind == Kind::Activity && self.title.is_empty();
        let mark: Option<&Activity> = book.activities.get(&self.id).filter(|_| is_mark);
        let title = mark.and_then(|mark| activity(&mark.key));
        title.unwrap_or_else(|| self.title.clone())
    }

    /// Where it is, in words: the meeting, the goal, the form, the list. `form` names a form by its key.
    pub fn whereabouts(&self, book: &Book, form: impl Fn(&str) -> Option<String>) -> String {
        let named = if self.kind == Kind::ListItem {
            let item = book.list_items.get(&self.id);
            item.map(|item| item.list.label().to_owned())
        } else if self.kind == Kind::Answer {
            let response = self.about.and_then(|about| book.responses.get(&about));
            response.and_then(|response| form(&response.form))
        } else {
            None
        };
        named.unwrap_or_else(|| self.place.clone())
    }
}

/// What people call one record of `kind`, and several.
pub const fn names(kind: Kind) -> (&'static str, &'static str) {
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
pub const FINDABLE: &[(&str, Kind)] = &[
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
pub fn kind_of_word(word: &str) -> Option<Kind> {
    let word = word.trim().to_lowercase().replace(['_', ' '], "-");
    let found = FINDABLE.iter().find(|(name, kind)| {
        let plain = |label: &str| label.to_lowercase().replace(' ', "-");
        let (one, several) = names(*kind);
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
        assert_eq!(kind_of_word("Goals"), Some(Kind::Goal));
        assert_eq!(kind_of_word("private note"), Some(Kind::PrivateNote));
        assert_eq!(kind_of_word("private_note"), Some(Kind::PrivateNote));
        assert_eq!(kind_of_word("people"), Some(Kind::Person));
        assert_eq!(kind_of_word("list-item"), Some(Kind::ListItem));
        assert_eq!(kind_of_word("gaol"), None);
    }
}
