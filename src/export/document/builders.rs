//! Helpers of all builders: the head of a document, and the small blocks that every subject uses.

use chrono::NaiveDate;

use super::{Block, Document, Fact, Inline, Inlines, Item, Table, parse_markdown_below};
use crate::domain::dates;
use crate::domain::person::Role;
use crate::domain::visibility::MARK;
use crate::export::redact::NAME_WITHHELD;
use crate::export::request::ExportLevel;
use crate::export::shared_book::ExportView;
use crate::export::tables::{Column, TableCell, rows};

/// A document about this pair without a text yet.
pub fn new_document(view: &ExportView, title: impl Into<String>, date: NaiveDate) -> Document {
    let people = [Role::Mentee, Role::Mentor].map(|role| view.book.name(role).to_owned());
    let facts = Role::ALL
        .iter()
        .map(|role| fact(role.label(), name(view, *role)))
        .collect();
    Document {
        title: title.into(),
        subtitle: view.program.title.clone(),
        people: people.to_vec(),
        copy: None,
        date,
        draft: None,
        facts,
        blocks: Vec::new(),
    }
}

/// Name of the person in `role`, or the words that it is withheld.
pub fn name<'a>(view: &'a ExportView, role: Role) -> &'a str {
    if view.withholds_name(role) {
        NAME_WITHHELD
    } else {
        view.book.name(role)
    }
}

/// Adds the level of the export to the head of a document, unless it is the usual one.
pub fn add_level_fact(document: &mut Document, view: &ExportView) {
    match view.level {
        ExportLevel::Shared => {}
        ExportLevel::Counts => {
            let named = Role::ALL.iter().any(|role| !view.withholds_name(*role));
            let words = if named {
                "Counts, dates and your names only; other texts are left out"
            } else {
                "Counts and dates only; names and texts are left out"
            };
            document.facts.push(fact("Shows", words));
        }
        ExportLevel::Office => {
            let partner = view.book.name(view.book.me().other());
            let words = format!("the office alone; {partner} does not read this");
            document.facts.push(fact("For", words));
        }
        ExportLevel::All => {
            document.title = with_private_mark(&document.title, true);
            let me = view.book.name(view.book.me());
            let words = format!("{me} alone; private parts are marked");
            document.facts.push(fact("For", words));
        }
    }
}

pub fn fact(label: &str, value: impl Into<String>) -> Fact {
    Fact {
        label: label.to_owned(),
        value: value.into(),
    }
}

/// A fact, unless there is nothing to say.
pub fn fact_if(label: &str, value: impl Into<String>) -> Option<Fact> {
    let value = value.into();
    (!value.trim().is_empty()).then(|| fact(label, value))
}

pub fn heading(level: u8, text: impl Into<String>) -> Block {
    Block::Heading {
        level,
        text: text.into(),
    }
}

/// A question with what stands beside it.
pub fn answer(label: &str, blocks: Vec<Block>) -> Block {
    Block::Answer {
        label: label.to_owned(),
        answer: Some(blocks),
    }
}

/// `text` with the mark of what is private, if it is.
pub fn with_private_mark(text: &str, private: bool) -> String {
    if private {
        format!("{text} {MARK}")
    } else {
        text.to_owned()
    }
}

/// A heading with what stands below it, unless that is nothing.
pub fn titled(
    level: u8,
    title: impl Into<String>,
    blocks: impl IntoIterator<Item = Block>,
) -> Vec<Block> {
    let mut blocks: Vec<_> = blocks.into_iter().collect();
    if !blocks.is_empty() {
        blocks.insert(0, heading(level, title));
    }
    blocks
}

/// Facts in the middle of a text.
pub fn facts_list(facts: Vec<Fact>) -> Option<Block> {
    (!facts.is_empty()).then(|| Block::facts(&facts))
}

/// A list of entries of one block each, unless there are none.
pub fn bullets(blocks: impl IntoIterator<Item = Block>) -> Option<Block> {
    list_of(blocks.into_iter().map(|block| vec![block]))
}

/// A list of entries, unless there are none.
pub fn list_of(entries: impl IntoIterator<Item = Vec<Block>>) -> Option<Block> {
    let entries = entries.into_iter();
    list(None, entries.map(|blocks| (None, blocks)))
}

/// A list of lines, on a page with their numbers, each with its tick if it has one.
pub fn numbered(
    view: &ExportView,
    lines: impl IntoIterator<Item = (Option<bool>, String)>,
) -> Option<Block> {
    let lines = lines.into_iter();
    let items = lines.map(|(ticked, line)| (ticked, vec![Block::text(line)]));
    list(view.numbered.then_some(1), items)
}

fn list(
    start: Option<u64>,
    items: impl Iterator<Item = (Option<bool>, Vec<Block>)>,
) -> Option<Block> {
    let items = items.map(|(ticked, blocks)| Item { ticked, blocks });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then_some(Block::List { start, items })
}

/// The first columns of a table, under titles of the page's own.
pub fn table_of<'a, T: 'static>(
    view: &'a ExportView<'a>,
    header: &[&str],
    columns: &'static [Column<T>],
    records: impl IntoIterator<Item = &'a T, IntoIter: 'a>,
) -> Option<Block> {
    let columns = columns.iter().take(header.len()).collect();
    let rows = rows(columns, view, records);
    let rows = rows.map(|row| row.into_iter().map(TableCell::into_words).collect());
    table(header, rows)
}

/// A table, unless it has no rows.
pub fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Option<Block> {
    let cell = |text: String| -> Inlines { vec![Inline::Text(text)] };
    let rows = rows.into_iter();
    let rows = rows.map(|row| row.into_iter().map(cell).collect());
    let rows: Vec<_> = rows.collect();
    let header = header.iter().map(|title| cell((*title).to_owned()));
    (!rows.is_empty()).then(|| {
        Block::Table(Table {
            header: header.collect(),
            rows,
            ..Table::default()
        })
    })
}

/// A heading and a text typed as Markdown, unless it is empty.
pub fn section(level: u8, title: impl Into<String>, text: &str) -> Vec<Block> {
    titled(level, title, parse_markdown_below(text, level))
}

/// A text as it stands, its line ends kept.
pub fn literal(text: &str) -> Block {
    let mut inlines = Vec::new();
    for line in text.lines() {
        if !inlines.is_empty() {
            inlines.push(Inline::Break);
        }
        inlines.push(Inline::Text(line.to_owned()));
    }
    Block::Paragraph(inlines)
}

/// A day in full; nothing when there is none.
pub fn day(date: Option<NaiveDate>) -> String {
    date.map_or_else(String::new, dates::format_date)
}

/// A person's name with the part played, unless they say the same.
pub fn name_with_role(view: &ExportView, role: Role) -> String {
    let name = view.book.name(role);
    if name == role.label() {
        name.to_owned()
    } else {
        format!("{name} ({})", role.key())
    }
}
