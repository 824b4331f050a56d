//! Rows in sections, of which every list of the program is made. Screens build them; `ui` draws them.

use chrono::NaiveDate;

use super::list_state::ListState;
use crate::domain::dates::format_date;
use crate::domain::schedule::Year;

/// Sign before a row, so that its state is visible without color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    #[default]
    None,
    Open,
    Done,
    Late,
    Bullet,
    Private,
    Planned,
    /// Canceled or dropped.
    Off,
}

/// Emphasis of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    /// Late or missing.
    Late,
    /// Due soon.
    Soon,
    Done,
    /// Less important than the others.
    Muted,
}

/// One row that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenRow<K> {
    /// Identity of the row, for the selection.
    pub key: K,
    pub sign: Sign,
    pub text: String,
    /// Text at the right end: a date, a count.
    pub right: String,
    /// Second line in small: a reason, a note.
    pub below: String,
    pub tone: Tone,
}

impl<K> ScreenRow<K> {
    pub fn new(key: K, text: impl Into<String>) -> Self {
        Self {
            key,
            sign: Sign::None,
            text: text.into(),
            right: String::new(),
            below: String::new(),
            tone: Tone::Plain,
        }
    }

    pub fn sign(mut self, sign: Sign) -> Self {
        self.sign = sign;
        self
    }

    pub fn right(mut self, right: impl Into<String>) -> Self {
        self.right = right.into();
        self
    }

    pub fn below(mut self, below: impl Into<String>) -> Self {
        self.below = below.into();
        self
    }

    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    pub fn done(self) -> Self {
        self.sign(Sign::Done).tone(Tone::Done)
    }

    /// Open until it is done.
    pub fn ticked(self, done: bool) -> Self {
        if done {
            self.done()
        } else {
            self.sign(Sign::Open)
        }
    }

    /// Open, with its date and the days left, or late.
    pub fn due(self, date: NaiveDate, year: &Year) -> Self {
        let row = self.right(year.date_and_due(date));
        if year.is_late(date) {
            row.sign(Sign::Late).tone(Tone::Late)
        } else {
            row.sign(Sign::Open)
        }
    }

    /// Done on a day, or due on one, or open.
    pub fn done_or_due(self, done: Option<NaiveDate>, due: Option<NaiveDate>, year: &Year) -> Self {
        match (done, due) {
            (Some(done), _) => self.done().right(format!("done {}", format_date(done))),
            (None, Some(due)) => self.due(due, year),
            (None, None) => self.sign(Sign::Open),
        }
    }
}

/// Rows under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenSection<K> {
    pub title: String,
    /// Lines before the rows that cannot be selected.
    pub lines: Vec<String>,
    pub rows: Vec<ScreenRow<K>>,
    /// Shown while there are no rows: what belongs here and which key adds it.
    pub placeholder: String,
}

impl<K: Clone + PartialEq> ScreenSection<K> {
    pub fn new(
        title: impl Into<String>,
        rows: Vec<ScreenRow<K>>,
        empty: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            lines: Vec::new(),
            rows,
            placeholder: empty.into(),
        }
    }

    pub fn lines(mut self, lines: Vec<String>) -> Self {
        self.lines = lines;
        self
    }
}

/// The parts that are not empty, as facts of one line.
pub fn joined<T: AsRef<str>>(parts: impl IntoIterator<Item = T>) -> String {
    let mut line = String::new();
    for part in parts {
        if !line.is_empty() && !part.as_ref().is_empty() {
            line += " · ";
        }
        line += part.as_ref();
    }
    line
}

/// The sections with rows, or with words in their place.
pub fn shown<K>(mut sections: Vec<ScreenSection<K>>) -> Vec<ScreenSection<K>> {
    sections.retain(|section| !section.rows.is_empty() || !section.placeholder.is_empty());
    sections
}

/// The keys of all rows, in reading order.
pub fn row_keys<K: Clone>(sections: &[ScreenSection<K>]) -> Vec<K> {
    sections
        .iter()
        .flat_map(|section| section.rows.iter().map(|row| row.key.clone()))
        .collect()
}

pub fn selected_key<K: Clone + PartialEq>(
    list: &ListState<K>,
    sections: &[ScreenSection<K>],
) -> Option<K> {
    list.selected(&row_keys(sections)).cloned()
}
