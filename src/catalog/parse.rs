//! Deserializes the text of a data file and locates every error in it.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::depth;
use super::error::CatalogError;
use crate::domain::form::FORMAT_VERSION;

/// Type of a data file, with the validation rules that serde alone does not express.
pub trait DataFile: DeserializeOwned {
    /// Validates those rules.
    ///
    /// # Errors
    /// The first rule that is broken, with its path.
    fn check(&self) -> Result<(), ValidationError>;
}

/// Separator of a field from the table before it, in the path of a value.
const IN_TABLE: &str = " › ";

/// Validation rule that a data file breaks, with the path of the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValidationError {
    /// As [`Located`] has it.
    path: String,
    message: String,
}

impl ValidationError {
    /// Creates an error at the present value; `what` is the message, without a full stop.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            path: String::new(),
            message: what.into(),
        }
    }

    /// Creates an error at `field`, written as `milestones 3 › on`.
    pub(super) fn at(field: &str, what: &str) -> Self {
        Self {
            path: match field {
                "" => String::new(),
                field => format!("{IN_TABLE}{field}"),
            },
            message: what.to_owned(),
        }
    }

    /// Prefixes the path with the field `key`.
    pub fn in_key(mut self, key: &'static str) -> Self {
        self.path = format!("{IN_TABLE}{key}{}", self.path);
        self
    }

    /// Prefixes the path with the `index`th item (from 0).
    pub fn in_item(mut self, index: usize) -> Self {
        self.path = format!(" {}{}", index + 1, self.path);
        self
    }

    /// Turns it into an error of `file`, with line and column looked up in its `text`.
    pub fn into_error(self, file: &str, text: &str) -> CatalogError {
        let is_outer = |value: &Located| {
            let rest = self.path.strip_prefix(&value.path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let outer = (!self.path.is_empty()).then(|| located(text)).into_iter();
        let innermost = outer.flatten().rfind(is_outer);
        let at = innermost.map_or(0, |value| value.span.start);
        invalid_at(file, text, at, &self.path, self.message)
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
        return Err(invalid_at(file, text, at, "", what));
    }
    let value: T = deserialize(file, text)?;
    if let Some(newer) = newer_format(file, text) {
        return Err(newer);
    }
    value
        .check()
        .map_err(|error| error.into_error(file, text))?;
    Ok(value)
}

/// Deserializes one data file and takes it to hold its rules, as a test makes sure of those that are built in.
///
/// # Errors
/// As [`parse()`].
pub(super) fn deserialize<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, CatalogError> {
    toml::from_str(text).map_err(|error| {
        // What is new in a newer format is not the mistake of whoever wrote it.
        if let Some(newer) = newer_format(file, text) {
            return newer;
        }
        let at = error.span().map_or(0, |span| span.start);
        let values = located(text).into_iter();
        let mut around = values.filter(|value| value.span.contains(&at) || value.key.contains(&at));
        let path = around
            .next_back()
            .map(|value| value.path)
            .unwrap_or_default();
        let usual = usual_mistake(text, at, error.message());
        let what = usual.map_or_else(|| parser_message(error.message()), str::to_owned);
        invalid_at(file, text, at, &path, what)
    })
}

/// Error for a file that says it is of a newer format than this program reads.
fn newer_format(file: &str, text: &str) -> Option<CatalogError> {
    let table = DeTable::parse(text).ok()?;
    let format = table.get_ref().get("format")?;
    let number: u32 = format.get_ref().as_integer()?.as_str().parse().ok()?;
    let what = format!(
        "this file has format {number}, and this version of matchbook reads up to {FORMAT_VERSION}: get a newer one"
    );
    let at = format.span().start;
    let path = format!("{IN_TABLE}format");
    (number > FORMAT_VERSION).then(|| invalid_at(file, text, at, &path, what))
}

/// The usual mistake at the byte `at`, where the parser stops: marks of a word processor, a word for true or false,
/// one bracket in place of two.
fn usual_mistake(text: &str, at: usize, message: &str) -> Option<&'static str> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let value = line.split_once('=').map_or("", |(_, value)| value.trim());
    let is_broken = DeTable::parse(text).is_err();
    if is_broken && line.contains(['“', '”', '„', '‘', '’']) {
        Some("quotation marks of a word processor are not read; write straight ones, like \"this\"")
    } else if is_broken && ["yes", "no", "True", "False", "on", "off"].contains(&value) {
        Some("write true or false, without quotation marks")
    } else if message.contains("expected a sequence") && line.trim_start().starts_with('[') {
        Some("write its name in two brackets, like [[sections]]")
    } else {
        None
    }
}

/// Parser's message as part of a sentence, in words of the file rather than of the program.
fn parser_message(message: &str) -> String {
    let message = message
        .trim_end_matches(['.', '\n'])
        .replace('\n', "; ")
        .replace('`', "'")
        .replace("a sequence", "a list in [brackets]");
    match message.split_once("expected struct ") {
        Some((before, _)) => format!("{before}expected a table with keys and values"),
        None => message,
    }
}

fn invalid_at(file: &str, text: &str, at: usize, path: &str, what: String) -> CatalogError {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    CatalogError::Invalid {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        field: path.strip_prefix(IN_TABLE).map(str::to_owned),
        what,
    }
}

/// A value of a file.
struct Located {
    /// As people read it, with [`IN_TABLE`] before each field: ` › milestones 3 › on`.
    path: String,
    /// The bytes of its key.
    key: Range<usize>,
    /// Its own bytes.
    span: Range<usize>,
}

/// Every value of a file, the outer ones first; none of a file that does not parse.
fn located(text: &str) -> Vec<Located> {
    let mut values = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        list_table(table.get_ref(), "", &mut values);
    }
    values
}

fn list_table(table: &DeTable<'_>, path: &str, values: &mut Vec<Located>) {
    for (key, value) in table {
        let path = format!("{path}{IN_TABLE}{}", key.get_ref());
        list_value(value, key.span(), path, values);
    }
}

fn list_value(
    value: &Spanned<DeValue<'_>>,
    key: Range<usize>,
    path: String,
    values: &mut Vec<Located>,
) {
    values.push(Located {
        path: path.clone(),
        key,
        span: value.span(),
    });
    if let Some(table) = value.get_ref().as_table() {
        list_table(table, &path, values);
    }
    let items = value.get_ref().as_array().into_iter();
    for (number, item) in (1..).zip(items.flat_map(|array| array.iter())) {
        list_value(item, item.span(), format!("{path} {number}"), values);
    }
}
