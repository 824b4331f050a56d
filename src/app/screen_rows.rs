//! Rows in sections, of which every list of the program is made. Screens build them; `ui` draws them.

use super::list_state::ListState;

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
