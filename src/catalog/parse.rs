//! Deserializes the text of a data file and locates every error in it.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use super::depth;
use super::error::CatalogError;

/// Type of a data file, with the validation rules that serde alone does not express.
pub trait DataFile: DeserializeOwned {
    /// Validates those rules.
    ///
    /// # Errors
    /// The first rule that is broken, with its path.
    fn check(&self) -> Result<(), ValidationError>;
}

/// One segment of the path to a value in a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum PathSegment {
    /// Field of a table.
    Key(Cow<'static, str>),
    /// Item of a list, from 0.
    Item(usize),
}

/// Validation rule that a data file breaks, with the path of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    path: Vec<PathSegment>,
    message: String,
}

impl ValidationError {
    /// Creates an error at the present value; `what` is the message, without a full stop.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            message: what.into(),
        }
    }

    /// Prefixes the path with the field `key`.
    pub fn in_key(mut self, key: &'static str) -> Self {
        self.path.insert(0, PathSegment::Key(key.into()));
        self
    }

    /// Prefixes the path with the `index`th item (from 0).
    pub fn in_item(mut self, index: usize) -> Self {
        self.path.insert(0, PathSegment::Item(index));
        self
    }

    /// Turns it into an error of `file`, with line and column looked up in its `text`.
    pub fn into_error(self, file: &str, text: &str) -> CatalogError {
        let at = DeTable::parse(text)
            .ok()
            .map_or(0, |table| locate(table.get_ref(), &self.path));
        invalid_at(file, text, at, path_text(&self.path), self.message)
    }
}

/// Deserializes and validates one data file. `file` is its name in error messages.
///
/// # Errors
/// The first error with line, column and, where it is known, field.
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
        .map_err(|error| error.into_error(file, text))?;
    Ok(value)
}

/// Parser's message as part of a sentence.
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

/// Path as people read it: `milestones 3 › on`.
fn path_text(path: &[PathSegment]) -> Option<String> {
    let segments = path
        .iter()
        .enumerate()
        .map(|(index, segment)| match segment {
            PathSegment::Key(key) if index == 0 => key.to_string(),
            PathSegment::Key(key) => format!(" › {key}"),
            PathSegment::Item(index) => format!(" {}", index + 1),
        });
    (!path.is_empty()).then(|| segments.collect())
}

/// Byte offset of the value at `path`, or of the innermost part of it that exists.
fn locate(table: &DeTable<'_>, path: &[PathSegment]) -> usize {
    let mut at = 0;
    let mut value: Option<&DeValue<'_>> = None;
    for step in path {
        let next = match (step, value) {
            (PathSegment::Key(key), None) => table.get(key.as_ref()),
            (PathSegment::Key(key), Some(value)) => value.get(key.as_ref()),
            (PathSegment::Item(index), Some(value)) => value.get(*index),
            (PathSegment::Item(_), None) => None,
        };
        let Some(next) = next else { break };
        at = next.span().start;
        value = Some(next.get_ref());
    }
    at
}

/// Path of the innermost field that covers byte `at` of `text`, as far as `text` parses.
fn field_at(text: &str, at: usize) -> Option<String> {
    let table = DeTable::parse(text).ok()?;
    let mut path = Vec::new();
    find_in_table(table.get_ref(), at, &mut path);
    path_text(&path)
}

fn find_in_table(table: &DeTable<'_>, at: usize, path: &mut Vec<PathSegment>) -> bool {
    table.iter().any(|(key, value)| {
        path.push(PathSegment::Key(key.get_ref().to_string().into()));
        let contains = find_in_value(value.get_ref(), at, path)
            || key.span().contains(&at)
            || value.span().contains(&at);
        if !contains {
            path.pop();
        }
        contains
    })
}

fn find_in_value(value: &DeValue<'_>, at: usize, path: &mut Vec<PathSegment>) -> bool {
    if let Some(table) = value.as_table() {
        return find_in_table(table, at, path);
    }
    let items = value.as_array().into_iter().flat_map(|array| array.iter());
    items.enumerate().any(|(index, item)| {
        path.push(PathSegment::Item(index));
        let contains = find_in_value(item.get_ref(), at, path) || item.span().contains(&at);
        if !contains {
            path.pop();
        }
        contains
    })
}
