//! The content of a file before any format: headings, prose, lists, tables, questions with their answers.
//!
//! A document is built once, by the builder of its subject, and written by any exporter. Nothing in it is markup: notes
//! typed as Markdown were parsed on the way in ([`parse_markdown`]), every other text is literal. Every text in a
//! finished document is sanitized ([`Document::sanitized`]), so an exporter only escapes what its own format would misread.

mod agenda;
pub(super) mod builders;
mod everything;
pub mod figure;
mod filled_form;
mod form;
mod goal;
mod hours;
mod markdown;
mod meeting;
mod program;
mod year;
mod year_page;

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::dates::format_date;
use crate::domain::sanitize::{sanitize, sanitize_line};
use crate::figure::Figure;

pub(crate) use agenda::agenda;
pub(crate) use builders::{add_level_fact, fact};
use builders::{facts_list, heading};
pub(crate) use everything::everything;
pub(crate) use filled_form::{AnsweredField, answered_fields, is_name_field, retired_answers};
pub(crate) use form::form;
pub(crate) use goal::goal_page;
pub(crate) use hours::hours_record;
pub use markdown::{parse_markdown, parse_markdown_below};
pub(crate) use meeting::{MeetingLog, RecordsByMeeting, meeting, meetings};
pub use program::ProgramPage;
pub(crate) use program::program_page;
pub(crate) use year::year;
pub(crate) use year_page::year_page;

/// Placeholder for an answer that is still missing.
pub const NOT_ANSWERED: &str = "— not answered yet";

/// The line for a signature, where none can be drawn.
const SIGNATURE_LINE: &str = "________________________";

/// The deepest heading.
pub const MAX_HEADING_LEVEL: u8 = 6;

/// A document of any subject, ready to be written in any format.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Title, on the first line and in the name of the file.
    pub title: String,
    /// Line below the title: the program.
    pub subtitle: String,
    /// The names of the pair, mentee first.
    pub people: Vec<String>,
    /// The day it is about, or on which it was made.
    pub date: NaiveDate,
    /// The mark of a form that is not finished, with the number of missing answers; every page bears it.
    pub draft: Option<String>,
    /// Lines between the title and the text.
    pub facts: Vec<Fact>,
    pub blocks: Vec<Block>,
}

/// One line of a document's head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// One piece of the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; level 1 is the document's title, which is not among the blocks.
    Heading {
        /// From 2 to [`MAX_HEADING_LEVEL`].
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
        items: Vec<Item>,
    },
    Table(Table),
    /// A few figures, each the value of its label.
    Figures(Vec<Fact>),
    /// A goal on a form: its title, a line on how it stands, and what is said of it.
    Card {
        /// Level of its title as a heading.
        level: u8,
        title: String,
        status: Inlines,
        blocks: Vec<Block>,
    },
    /// Lines to sign on.
    Signatures(Vec<Signature>),
    /// A question and what was answered; none: asked for and not given.
    Answer {
        /// The question as it was asked.
        label: String,
        answer: Option<Vec<Block>>,
    },
    Figure(Figure),
    Quote(Vec<Block>),
    /// Preformatted text.
    Code(String),
    /// A line across.
    Rule,
    PageBreak,
}

/// A table; each row has as many cells as the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Titles of the columns.
    pub header: Vec<Inlines>,
    pub rows: Vec<Vec<Inlines>>,
    /// Side on which each column is set; columns without one, at their start.
    pub align: Vec<Align>,
    /// True if the last row is the sum of the others.
    pub has_total: bool,
}

/// Side on which a column of a table is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Start,
    Center,
    End,
}

impl Table {
    /// Side of the column `at`.
    pub fn align_of(&self, at: usize) -> Align {
        self.align.get(at).copied().unwrap_or_default()
    }
}

/// The line for one person to sign on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name, with the role.
    pub name: String,
    /// The day, if it was signed in the book.
    pub signed: Option<String>,
}

/// One entry of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// State of its checkbox, if it has one.
    pub ticked: Option<bool>,
    pub blocks: Vec<Block>,
}

impl Item {
    /// The checkbox in plain characters.
    pub const fn tick_mark(&self) -> &'static str {
        match self.ticked {
            None => "",
            Some(false) => "[ ] ",
            Some(true) => "[x] ",
        }
    }

    /// The text on the line of the bullet, and the blocks below.
    pub fn split_first_line(&self) -> (&[Inline], &[Block]) {
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
    Emphasis(Inlines),
    Strong(Inlines),
    Strikethrough(Inlines),
    /// A link to a web or mail address.
    Link {
        text: Inlines,
        /// Web or mail address.
        to: String,
    },
    /// The line ends here.
    Break,
}

/// Runs of text that make one line or paragraph.
pub type Inlines = Vec<Inline>;

impl Document {
    /// What every page says at its foot: title, names, and whether it is a draft.
    pub fn running_title(&self) -> String {
        let people = self.people.join(" and ");
        let draft = self.draft.as_ref();
        let draft = draft.map(|_| format!("DRAFT of {}", format_date(self.date)));
        let parts = [Some(self.title.clone()), Some(people), draft].into_iter();
        let parts: Vec<_> = parts.flatten().filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }

    /// The document with every text sanitized.
    pub fn sanitized(mut self) -> Self {
        for text in [&mut self.title, &mut self.subtitle] {
            sanitize_in_line(text);
        }
        self.people.iter_mut().for_each(sanitize_in_line);
        self.facts.iter_mut().for_each(sanitize_fact);
        sanitize_blocks(&mut self.blocks);
        self
    }
}

impl Block {
    pub const fn is_answer(&self) -> bool {
        matches!(self, Self::Answer { .. })
    }

    /// The same in headings, paragraphs and lists, for formats that lay nothing out; none for a block that is one.
    pub fn in_plain_blocks(&self) -> Option<Vec<Self>> {
        match self {
            Self::Figure(figure) => Some(vec![figure.table()]),
            Self::Figures(facts) => facts_list(facts.clone()).map(|list| vec![list]),
            Self::Card {
                level,
                title,
                status,
                blocks,
            } => {
                let head = [heading(*level, title), Self::Paragraph(status.clone())];
                Some(head.into_iter().chain(blocks.iter().cloned()).collect())
            }
            Self::Signatures(people) => {
                let line = |it: &Signature| {
                    let day = it.signed.as_deref().unwrap_or("____________");
                    let line = if it.signed.is_some() {
                        "signed"
                    } else {
                        SIGNATURE_LINE
                    };
                    Self::text(format!("{}: {line}  Date: {day}", it.name))
                };
                Some(people.iter().map(line).collect())
            }
            Self::Heading { .. }
            | Self::Paragraph(_)
            | Self::List { .. }
            | Self::Table(_)
            | Self::Answer { .. }
            | Self::Quote(_)
            | Self::Code(_)
            | Self::Rule
            | Self::PageBreak => None,
        }
    }

    /// A paragraph of literal text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Inline::Text(text.into())])
    }
}

/// Text of inlines without their formatting.
pub fn inlines_text(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => text.clone(),
            Inline::Emphasis(inner) | Inline::Strong(inner) => inlines_text(inner),
            // Without its marks, what was struck out would say the opposite.
            Inline::Strikethrough(inner) => format!("~~{}~~", inlines_text(inner)),
            Inline::Link { text, to } => link_text(text, to),
            Inline::Break => "\n".to_owned(),
        })
        .collect()
}

/// Blocks as the text of one cell: a line for each line that they take.
pub(crate) fn blocks_inlines(blocks: &[Block]) -> Inlines {
    let mut lines: Vec<Inlines> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => lines.push(inlines.clone()),
            Block::List { start, items } => {
                for (at, item) in items.iter().enumerate() {
                    let number =
                        start.map(|start| format!("{}. ", start.saturating_add(at as u64)));
                    let mark = number.unwrap_or_else(|| "• ".to_owned()) + item.tick_mark();
                    let text = blocks_inlines(&item.blocks);
                    lines.push([vec![Inline::Text(mark)], text].concat());
                }
            }
            Block::Quote(inner) => lines.push(blocks_inlines(inner)),
            Block::Heading { .. }
            | Block::Table(_)
            | Block::Figures(_)
            | Block::Card { .. }
            | Block::Signatures(_)
            | Block::Answer { .. }
            | Block::Figure(_)
            | Block::Code(_)
            | Block::Rule
            | Block::PageBreak => {
                let text = blocks_text(std::slice::from_ref(block));
                lines.extend(text.lines().map(|line| vec![Inline::Text(line.to_owned())]));
            }
        }
    }
    lines.join(&[Inline::Break][..])
}

/// A link in words: its text, and its address unless that says the same.
pub fn link_text(text: &[Inline], to: &str) -> String {
    let text = inlines_text(text);
    if text.is_empty() || to.strip_prefix("mailto:").unwrap_or(to) == text {
        to.strip_prefix("mailto:").unwrap_or(to).to_owned()
    } else {
        format!("{text} ({to})")
    }
}

/// Text of blocks without their formatting, a line each.
pub fn blocks_text(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Code(text) => lines.push(text.clone()),
            Block::Paragraph(inlines) => lines.push(inlines_text(inlines)),
            Block::List { items, .. } => {
                lines.extend(items.iter().map(|item| blocks_text(&item.blocks)));
            }
            Block::Quote(inner) => lines.push(blocks_text(inner)),
            Block::Answer { label, answer } => {
                lines.push(format!(
                    "{label}: {}",
                    answer.as_deref().map(blocks_text).unwrap_or_default()
                ));
            }
            Block::Table(table) => {
                let cells = |row: &Vec<Inlines>| {
                    let cells: Vec<_> = row.iter().map(|cell| inlines_text(cell)).collect();
                    cells.join(", ")
                };
                lines.push(cells(&table.header));
                lines.extend(table.rows.iter().map(cells));
            }
            Block::Figure(_) | Block::Figures(_) | Block::Card { .. } | Block::Signatures(_) => {
                lines.push(blocks_text(&block.in_plain_blocks().unwrap_or_default()));
            }
            Block::Rule | Block::PageBreak => {}
        }
    }
    lines.join("\n")
}

fn sanitize_fact(fact: &mut Fact) {
    sanitize_in_line(&mut fact.label);
    sanitize_in_line(&mut fact.value);
}

fn sanitize_in_line(text: &mut String) {
    if let Cow::Owned(sanitized) = sanitize_line(text) {
        *text = sanitized;
    }
}

pub(crate) fn sanitize_blocks(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } => sanitize_in_line(text),
            Block::Paragraph(inlines) => sanitize_inlines(inlines),
            Block::List { items, .. } => {
                for item in items {
                    sanitize_blocks(&mut item.blocks);
                }
            }
            Block::Table(table) => {
                let rows = table.rows.iter_mut().flatten();
                for cell in table.header.iter_mut().chain(rows) {
                    sanitize_inlines(cell);
                }
            }
            Block::Figures(facts) => facts.iter_mut().for_each(sanitize_fact),
            Block::Card {
                title,
                status,
                blocks,
                ..
            } => {
                sanitize_in_line(title);
                sanitize_inlines(status);
                sanitize_blocks(blocks);
            }
            Block::Signatures(people) => {
                people
                    .iter_mut()
                    .for_each(|it| sanitize_in_line(&mut it.name));
            }
            Block::Answer { label, answer } => {
                sanitize_in_line(label);
                sanitize_blocks(answer.as_deref_mut().unwrap_or_default());
            }
            Block::Quote(inner) => sanitize_blocks(inner),
            Block::Code(text) => *text = sanitize(text).into_owned(),
            Block::Figure(figure) => figure.sanitize(),
            Block::Rule | Block::PageBreak => {}
        }
    }
}

fn sanitize_inlines(inlines: &mut [Inline]) {
    for inline in inlines {
        match inline {
            // Breaks are inlines of their own, so a line end in here is a blank; blanks at the ends part two runs.
            Inline::Text(text) | Inline::Code(text) => {
                if let Cow::Owned(sanitized) = sanitize(text) {
                    *text = sanitized;
                }
                if text.contains('\n') {
                    *text = text.replace('\n', " ");
                }
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                sanitize_inlines(inner);
            }
            Inline::Link { text, to } => {
                sanitize_inlines(text);
                sanitize_in_line(to);
            }
            Inline::Break => {}
        }
    }
}
