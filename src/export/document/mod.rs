//! What a file says, before any format: headings, prose, lists, tables, questions with their answers.
//!
//! A document is built once, by the builder of its subject, and written by any exporter. Nothing in it is markup: notes
//! typed as Markdown were parsed on the way in ([`prose`]), every other text is literal. Every text in a finished
//! document has passed [`plain`], so an exporter only escapes what its own format would misread.

mod agenda;
mod everything;
pub mod figure;
mod form;
mod goal;
mod hours;
mod meeting;
pub(super) mod page;
mod prose;
mod year;

use chrono::NaiveDate;

use crate::domain::plain::{one_line, plain};

pub(crate) use agenda::agenda;
pub(crate) use everything::everything;
pub use figure::{Bar, Chart, Mark, Stretch, Timeline};
pub(crate) use form::{Answered, form, given, no_longer_asked};
pub(crate) use hours::hours_record;
pub(crate) use meeting::{meeting, meetings};
pub(crate) use page::say_level;
pub use prose::{prose, prose_below};
pub(crate) use year::year;

/// What stands for an answer that was asked for and not given.
pub const NOT_ANSWERED: &str = "— not answered yet";

/// The deepest heading.
pub const DEEPEST: u8 = 6;

/// A document of any subject, ready to be written in any format.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Title, on the first line and in the name of the file.
    pub title: String,
    /// What stands below the title: the program.
    pub subtitle: String,
    /// The names of the pair, mentee first.
    pub people: Vec<String>,
    /// The day it speaks of.
    pub date: NaiveDate,
    /// What stands between the title and the text, line by line.
    pub facts: Vec<Fact>,
    /// The text.
    pub blocks: Vec<Block>,
}

/// One line of a document's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What is so.
    pub value: String,
}

/// One piece of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; level 1 is the document's title, which is not among the blocks.
    Heading {
        /// From 2 to [`DEEPEST`].
        level: u8,
        /// One line.
        text: String,
    },
    /// Running text.
    Paragraph(Inlines),
    /// A list, numbered from `start` or with bullets.
    List {
        /// The first number, if it is numbered.
        start: Option<u64>,
        /// What is listed.
        items: Vec<Item>,
    },
    /// A table; each row has as many cells as the header.
    Table {
        /// What the columns are.
        header: Vec<Inlines>,
        /// Rows of cells.
        rows: Vec<Vec<Inlines>>,
    },
    /// A question and what was answered; none: asked for and not given.
    Answer {
        /// The question as it was asked.
        label: String,
        /// What was answered.
        answer: Option<Vec<Block>>,
    },
    /// Bars.
    Chart(Chart),
    /// A stretch of time.
    Timeline(Timeline),
    /// Words of others.
    Quote(Vec<Block>),
    /// Text whose lines and blanks matter.
    Code(String),
    /// A line across.
    Rule,
    /// Where paper begins a new page.
    PageBreak,
}

/// One entry of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// Whether its box is ticked, if it has one.
    pub ticked: Option<bool>,
    /// What it says.
    pub blocks: Vec<Block>,
}

impl Item {
    /// What stands on the line of the bullet, and what comes below.
    pub fn parts(&self) -> (&[Inline], &[Block]) {
        if let Some((Block::Paragraph(first), rest)) = self.blocks.split_first() {
            (first, rest)
        } else {
            (&[], &self.blocks)
        }
    }
}

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Literal text.
    Text(String),
    /// Literal text of a program or a form.
    Code(String),
    /// Stressed.
    Emphasis(Inlines),
    /// Strongly stressed.
    Strong(Inlines),
    /// Struck out.
    Struck(Inlines),
    /// A link to a web or mail address.
    Link {
        /// What is read.
        text: Inlines,
        /// Where it leads.
        to: String,
    },
    /// The line ends here.
    Break,
}

/// Text on its way through a line.
pub type Inlines = Vec<Inline>;

impl Document {
    /// The document with every text made plain.
    pub fn plain(mut self) -> Self {
        for text in [&mut self.title, &mut self.subtitle] {
            line(text);
        }
        self.people.iter_mut().for_each(line);
        for fact in &mut self.facts {
            line(&mut fact.label);
            line(&mut fact.value);
        }
        plain_blocks(&mut self.blocks);
        self
    }
}

impl Block {
    /// A paragraph of literal text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Inline::Text(text.into())])
    }
}

/// The bare words of some text, without its looks.
pub fn words(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => text.clone(),
            Inline::Emphasis(inner) | Inline::Strong(inner) => words(inner),
            // Without its marks, what was struck out would say the opposite.
            Inline::Struck(inner) => format!("~~{}~~", words(inner)),
            Inline::Link { text, to } => link_words(text, to),
            Inline::Break => "\n".to_owned(),
        })
        .collect()
}

/// A link in words: what is read, and where it leads unless that says the same.
pub fn link_words(text: &[Inline], to: &str) -> String {
    let text = words(text);
    if text.is_empty() || to.strip_prefix("mailto:").unwrap_or(to) == text {
        to.strip_prefix("mailto:").unwrap_or(to).to_owned()
    } else {
        format!("{text} ({to})")
    }
}

/// The bare words of some blocks, a line each.
pub fn said(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Code(text) => lines.push(text.clone()),
            Block::Paragraph(inlines) => lines.push(words(inlines)),
            Block::List { items, .. } => {
                lines.extend(items.iter().map(|item| said(&item.blocks)));
            }
            Block::Quote(inner) => lines.push(said(inner)),
            Block::Answer { label, answer } => {
                lines.push(format!(
                    "{label}: {}",
                    answer.as_deref().map(said).unwrap_or_default()
                ));
            }
            Block::Table { header, rows } => {
                let cells = |row: &Vec<Inlines>| {
                    let cells: Vec<_> = row.iter().map(|cell| words(cell)).collect();
                    cells.join(", ")
                };
                lines.push(cells(header));
                lines.extend(rows.iter().map(cells));
            }
            Block::Chart(chart) => lines.push(said(&[chart.table()])),
            Block::Timeline(timeline) => lines.push(said(&[timeline.table()])),
            Block::Rule | Block::PageBreak => {}
        }
    }
    lines.join("\n")
}

fn line(text: &mut String) {
    *text = one_line(text).into_owned();
}

pub(crate) fn plain_blocks(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } => line(text),
            Block::Paragraph(inlines) => plain_inlines(inlines),
            Block::List { items, .. } => {
                for item in items {
                    plain_blocks(&mut item.blocks);
                }
            }
            Block::Table { header, rows } => {
                for cell in header.iter_mut().chain(rows.iter_mut().flatten()) {
                    plain_inlines(cell);
                }
            }
            Block::Answer { label, answer } => {
                line(label);
                plain_blocks(answer.as_deref_mut().unwrap_or_default());
            }
            Block::Quote(inner) => plain_blocks(inner),
            Block::Code(text) => *text = plain(text).into_owned(),
            Block::Chart(chart) => chart.plain(),
            Block::Timeline(timeline) => timeline.plain(),
            Block::Rule | Block::PageBreak => {}
        }
    }
}

fn plain_inlines(inlines: &mut [Inline]) {
    for inline in inlines {
        match inline {
            // Breaks are inlines of their own, so a line end in here is a blank; blanks at the ends part two runs.
            Inline::Text(text) | Inline::Code(text) => *text = plain(text).replace('\n', " "),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Struck(inner) => {
                plain_inlines(inner);
            }
            Inline::Link { text, to } => {
                plain_inlines(text);
                line(to);
            }
            Inline::Break => {}
        }
    }
}
