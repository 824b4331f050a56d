//! The content of a file before any format: headings, prose, lists, tables, questions with their answers.
//!
//! A document is built once, by the builder of its subject, and written by any exporter. Nothing in it is markup: notes
//! typed as Markdown were parsed on the way in ([`parse_markdown`]), every other text is literal. Every text in a
//! finished document is sanitized ([`Document::sanitized`]), so an exporter only escapes what its own format would misread.

mod agenda;
mod block;
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
mod text;
mod year;
mod year_page;

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::dates::format_date;
use crate::domain::sanitize::{sanitize, sanitize_line};

pub(crate) use agenda::agenda;
pub use block::{
    Align, Block, Control, Entry, Fact, Inline, Inlines, Item, MAX_HEADING_LEVEL, NOT_ANSWERED,
    Room, Signature, Table,
};
pub(crate) use builders::{add_level_fact, fact};
pub(crate) use everything::everything;
pub(crate) use filled_form::{AnsweredField, answered_fields, is_name_field, retired_answers};
pub(crate) use form::{blank_form, form, partner_form};
pub(crate) use goal::goal_page;
pub(crate) use hours::hours_record;
pub use markdown::{parse_markdown, parse_markdown_below};
pub(crate) use meeting::{MeetingLog, RecordsByMeeting, meeting, meetings};
pub use program::ProgramPage;
pub(crate) use program::program_page;
pub(crate) use text::blocks_inlines;
pub use text::{blocks_text, inlines_text, link_text};
pub(crate) use year::year;
pub(crate) use year_page::year_page;

/// A document of any subject, ready to be written in any format.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Title, on the first line and in the name of the file.
    pub title: String,
    /// Line below the title: the program.
    pub subtitle: String,
    /// The names of the pair, mentee first.
    pub people: Vec<String>,
    /// Which copy of a form it is, for the name of its file: `blank`.
    pub copy: Option<String>,
    /// The day it is about, or on which it was made.
    pub date: NaiveDate,
    /// The mark of a form that is not finished, with the number of missing answers; every page bears it.
    pub draft: Option<String>,
    /// Lines between the title and the text.
    pub facts: Vec<Fact>,
    pub blocks: Vec<Block>,
}

impl Document {
    /// Foot of every page: title, names, and whether it is a draft.
    pub fn running_title(&self) -> String {
        let people = self.people.join(" and ");
        let draft = self.draft.as_ref();
        let draft = draft.map(|_| format!("DRAFT of {}", format_date(self.date)));
        // A long name may be cut at the end of the line, the mark of a draft may not.
        let parts = [Some(self.title.clone()), draft, Some(people)].into_iter();
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
                for person in people {
                    sanitize_in_line(&mut person.name);
                }
            }
            Block::Entry(entry) => sanitize_entry(entry),
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

fn sanitize_entry(entry: &mut Entry) {
    if let Room::One(options) | Room::Any(options) = &mut entry.room {
        for option in options {
            sanitize_in_line(&mut option.label);
        }
    }
    if let Some(control) = &mut entry.control {
        sanitize_in_line(&mut control.title);
        control.shown = sanitize(&control.shown).into_owned();
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
