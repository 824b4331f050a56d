//! From the text of a data file to its type, with the place of every mistake.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use super::depth;
use super::error::CatalogError;

/// The type of a data file, with the rules that its shape alone does not hold.
pub trait DataFile: DeserializeOwned {
    /// Checks those rules.
    ///
    /// # Errors
    /// The first fault, with its place.
    fn check(&self) -> Result<(), Fault>;
}

/// One step on the way to a place in a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Into a field.
    Key(Cow<'static, str>),
    /// To an item of a list, from 0.
    Item(usize),
}

/// A rule that a data file breaks, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    path: Vec<Step>,
    what: String,
}

impl Fault {
    /// What is wrong with the place that is meant, without a full stop.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            what: what.into(),
        }
    }

    /// The same, seen from outside of field `key`.
    pub fn in_key(mut self, key: &'static str) -> Self {
        self.path.insert(0, Step::Key(key.into()));
        self
    }

    /// The same, seen from outside of the `index`th item (from 0).
    pub fn in_item(mut self, index: usize) -> Self {
        self.path.insert(0, Step::Item(index));
        self
    }

    /// The fault as an error of `file`, whose `text` tells line and column.
    pub fn of_file(self, file: &str, text: &str) -> CatalogError {
        let at = DeTable::parse(text)
            .ok()
            .map_or(0, |table| locate(table.get_ref(), &self.path));
        faulty(file, text, at, in_words(&self.path), self.what)
    }
}

/// Reads the text of one data file. `file` is its name, for what is said about it.
///
/// # Errors
/// The first mistake with line, column and, where it can be told, field.
pub fn read<T: DataFile>(file: &str, text: &str) -> Result<T, CatalogError> {
    if let Some(at) = depth::too_deep(text) {
        let what = format!(
            "values lie more than {} deep in one another here",
            depth::DEEPEST
        );
        return Err(faulty(file, text, at, None, what));
    }
    let value: T = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        faulty(file, text, at, field_at(text, at), plain(error.message()))
    })?;
    value.check().map_err(|fault| fault.of_file(file, text))?;
    Ok(value)
}

/// The parser's words as part of a sentence.
fn plain(message: &str) -> String {
    message
        .trim_end_matches(['.', '\n'])
        .replace('\n', "; ")
        .replace('`', "'")
}

fn faulty(file: &str, text: &str, at: usize, field: Option<String>, what: String) -> CatalogError {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    CatalogError::Faulty {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        field,
        what,
    }
}

/// A path as people read it: `milestones 3 › on`.
fn in_words(path: &[Step]) -> Option<String> {
    let words = path.iter().enumerate().map(|(place, step)| match step {
        Step::Key(key) if place == 0 => key.to_string(),
        Step::Key(key) => format!(" › {key}"),
        Step::Item(index) => format!(" {}", index + 1),
    });
    (!path.is_empty()).then(|| words.collect())
}

/// Where `path` leads, as far as it goes.
fn locate(table: &DeTable<'_>, path: &[Step]) -> usize {
    let mut at = 0;
    let mut here: Option<&DeValue<'_>> = None;
    for step in path {
        let next = match (step, here) {
            (Step::Key(key), None) => table.get(key.as_ref()),
            (Step::Key(key), Some(value)) => value.get(key.as_ref()),
            (Step::Item(index), Some(value)) => value.get(*index),
            (Step::Item(_), None) => None,
        };
        let Some(next) = next else { break };
        at = next.span().start;
        here = Some(next.get_ref());
    }
    at
}

/// The innermost field that covers position `at` of `text`, if `text` can be parsed at all.
fn field_at(text: &str, at: usize) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let mut found = Vec::new();
    in_table(table.get_ref(), at, &mut found);
    in_words(&found)
}

fn in_table(table: &DeTable<'_>, at: usize, found: &mut Vec<Step>) -> bool {
    table.iter().any(|(key, value)| {
        found.push(Step::Key(key.get_ref().to_string().into()));
        let here = in_value(value.get_ref(), at, found)
            || key.span().contains(&at)
            || value.span().contains(&at);
        if !here {
            found.pop();
        }
        here
    })
}

fn in_value(value: &DeValue<'_>, at: usize, found: &mut Vec<Step>) -> bool {
    if let Some(table) = value.as_table() {
        return in_table(table, at, found);
    }
    let items = value.as_array().into_iter().flat_map(|array| array.iter());
    items.enumerate().any(|(index, item)| {
        found.push(Step::Item(index));
        let here = in_value(item.get_ref(), at, found) || item.span().contains(&at);
        if !here {
            found.pop();
        }
        here
    })
}
