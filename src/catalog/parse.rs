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
    fn check(&self) -> Result<(), ValidationError>;
}

/// One step on the way to a place in a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum PathSegment {
    /// Into a field.
    Key(Cow<'static, str>),
    /// To an item of a list, from 0.
    Item(usize),
}

/// A rule that a data file breaks, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    path: Vec<PathSegment>,
    message: String,
}

impl ValidationError {
    /// What is wrong with the place that is meant, without a full stop.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            message: what.into(),
        }
    }

    /// The same, seen from outside of field `key`.
    pub fn in_key(mut self, key: &'static str) -> Self {
        self.path.insert(0, PathSegment::Key(key.into()));
        self
    }

    /// The same, seen from outside of the `index`th item (from 0).
    pub fn in_item(mut self, index: usize) -> Self {
        self.path.insert(0, PathSegment::Item(index));
        self
    }

    /// The fault as an error of `file`, whose `text` tells line and column.
    pub fn into_error(self, file: &str, text: &str) -> CatalogError {
        let at = DeTable::parse(text)
            .ok()
            .map_or(0, |table| locate(table.get_ref(), &self.path));
        invalid_at(file, text, at, path_text(&self.path), self.message)
    }
}

/// Reads the text of one data file. `file` is its name, for what is said about it.
///
/// # Errors
/// The first mistake with line, column and, where it can be told, field.
pub fn parse<T: DataFile>(file: &str, text: &str) -> Result<T, CatalogError> {
    if let Some(at) = depth::find_too_deep(text) {
        let what = format!(
            "values lie more than {} deep in one another here",
            depth::MAX_DEPTH
        );
        return Err(invalid_at(file, text, at, None, what));
    }
    let value: T = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        invalid_at(
            file,
            text,
            at,
            field_at(text, at),
            parser_message(error.message()),
        )
    })?;
    value
        .check()
        .map_err(|fault| fault.into_error(file, text))?;
    Ok(value)
}

/// The parser's words as part of a sentence.
fn parser_message(message: &str) -> String {
    message
        .trim_end_matches(['.', '\n'])
        .replace('\n', "; ")
        .replace('`', "'")
}

fn invalid_at(
    file: &str,
    text: &str,
    at: usize,
    field: Option<String>,
    what: String,
) -> CatalogError {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    CatalogError::Invalid {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        field,
        what,
    }
}

/// A path as people read it: `milestones 3 › on`.
fn path_text(path: &[PathSegment]) -> Option<String> {
    let words = path.iter().enumerate().map(|(place, step)| match step {
        PathSegment::Key(key) if place == 0 => key.to_string(),
        PathSegment::Key(key) => format!(" › {key}"),
        PathSegment::Item(index) => format!(" {}", index + 1),
    });
    (!path.is_empty()).then(|| words.collect())
}

/// Where `path` leads, as far as it goes.
fn locate(table: &DeTable<'_>, path: &[PathSegment]) -> usize {
    let mut at = 0;
    let mut here: Option<&DeValue<'_>> = None;
    for step in path {
        let next = match (step, here) {
            (PathSegment::Key(key), None) => table.get(key.as_ref()),
            (PathSegment::Key(key), Some(value)) => value.get(key.as_ref()),
            (PathSegment::Item(index), Some(value)) => value.get(*index),
            (PathSegment::Item(_), None) => None,
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
    find_in_table(table.get_ref(), at, &mut found);
    path_text(&found)
}

fn find_in_table(table: &DeTable<'_>, at: usize, found: &mut Vec<PathSegment>) -> bool {
    table.iter().any(|(key, value)| {
        found.push(PathSegment::Key(key.get_ref().to_string().into()));
        let here = find_in_value(value.get_ref(), at, found)
            || key.span().contains(&at)
            || value.span().contains(&at);
        if !here {
            found.pop();
        }
        here
    })
}

fn find_in_value(value: &DeValue<'_>, at: usize, found: &mut Vec<PathSegment>) -> bool {
    if let Some(table) = value.as_table() {
        return find_in_table(table, at, found);
    }
    let items = value.as_array().into_iter().flat_map(|array| array.iter());
    items.enumerate().any(|(index, item)| {
        found.push(PathSegment::Item(index));
        let here = find_in_value(item.get_ref(), at, found) || item.span().contains(&at);
        if !here {
            found.pop();
        }
        here
    })
}
