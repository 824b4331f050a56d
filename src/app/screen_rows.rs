//! Rows in sections: what every list of the program is made of. Screens say what a row says; `ui` only draws it.

use super::list_state::ListState;

/// The sign before a row, so that its state can be told without color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    /// None.
    #[default]
    None,
    /// Still to do.
    Open,
    /// Done.
    Done,
    /// Late.
    Late,
    /// A bullet.
    Bullet,
    /// Private.
    Private,
    /// Planned.
    Planned,
    /// Called off or let go.
    Off,
}

/// How much a row asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Plain.
    #[default]
    Plain,
    /// Late or missing.
    Late,
    /// Soon.
    Soon,
    /// Done.
    Done,
    /// May be overlooked.
    Muted,
}

/// One row that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenRow<K> {
    /// What it stands for.
    pub key: K,
    /// The sign before it.
    pub sign: Sign,
    /// What it says.
    pub text: String,
    /// What stands at its right end: a date, a count.
    pub right: String,
    /// A second line in small: a reason, a note.
    pub below: String,
    /// How much it asks for attention.
    pub tone: Tone,
}

impl<K> ScreenRow<K> {
    /// A plain row.
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

    /// The same with a sign.
    pub fn sign(mut self, sign: Sign) -> Self {
        self.sign = sign;
        self
    }

    /// The same with words at the right end.
    pub fn right(mut self, right: impl Into<String>) -> Self {
        self.right = right.into();
        self
    }

    /// The same with a second line.
    pub fn below(mut self, below: impl Into<String>) -> Self {
        self.below = below.into();
        self
    }

    /// The same in another tone.
    pub fn tone(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }
}

/// Rows under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenSection<K> {
    /// The heading.
    pub title: String,
    /// Lines that are only read, before the rows.
    pub lines: Vec<String>,
    /// The rows.
    pub rows: Vec<ScreenRow<K>>,
    /// What belongs here and which key starts it, while there are no rows.
    pub placeholder: String,
}

impl<K: Clone + PartialEq> ScreenSection<K> {
    /// A section.
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

    /// The same with lines that are only read.
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

/// The selected row's key.
pub fn selected_key<K: Clone + PartialEq>(
    list: &ListState<K>,
    sections: &[ScreenSection<K>],
) -> Option<K> {
    list.selected(&row_keys(sections)).cloned()
}
