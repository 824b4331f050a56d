//! What taking a file in would do to a book, line by line, and the commit that does it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{ImportedRecord, Incoming, errors, privacy, record_labels};
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit, Fields, Kind, Record};
use crate::domain::dates::pluralize;
use crate::domain::id::Id;
use crate::domain::ops::{OpContext, quoted};
use crate::domain::person::Role;
use crate::domain::sanitize::sanitize_line;
use crate::problem::Problem;

/// What a file would change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct ImportPlan {
    /// What the book does not have yet, each named.
    pub new: Vec<String>,
    /// What the book has otherwise.
    pub changed: Vec<RecordDiff>,
    /// How many records are there already, just so.
    #[serde(rename = "same")]
    pub unchanged: usize,
    /// What is left out, each in a sentence.
    pub left_out: Vec<String>,
    /// How the file was understood, each in a sentence.
    pub notes: Vec<String>,
    #[serde(skip)]
    changes: Vec<Change>,
}

/// One record that would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordDiff {
    /// The record, named.
    pub what: String,
    /// Each field that differs: its name, what is there, what would be.
    pub fields: Vec<[String; 3]>,
}

impl RecordDiff {
    /// As a line: `goal “x”: due “2026-12-01” becomes “2026-12-08”`.
    pub fn line(&self) -> String {
        let fields: Vec<_> = self
            .fields
            .iter()
            .map(|[field, old, new]| format!("{field} {} becomes {}", quoted(old), quoted(new)))
            .collect();
        format!("{}: {}", self.what, fields.join("; "))
    }
}

impl ImportPlan {
    /// What `incoming` would do to `book`.
    ///
    /// # Errors
    /// When the file belongs to another match.
    pub fn of(incoming: Incoming, book: &Book) -> Result<Self, Problem> {
        if incoming.pair.is_some_and(|pair| pair != book.identity.pair) {
            return Err(errors::other_match());
        }
        Ok(Self::diff(incoming, book))
    }

    /// What a new book would begin with, and the match and the role it is made for.
    ///
    /// # Errors
    /// When the file does not say whose book it is.
    pub fn of_new_book(incoming: Incoming) -> Result<(Self, Id, Role), Problem> {
        let years = incoming
            .records
            .iter()
            .any(|came| came.record.kind() == Kind::Cycle);
        let (Some(pair), Some(role), true) = (incoming.pair, incoming.role, years) else {
            return Err(errors::missing_match());
        };
        let mut book = Book::default();
        (book.identity.pair, book.identity.me) = (pair, role);
        Ok((Self::diff(incoming, &book), pair, role))
    }

    fn diff(incoming: Incoming, book: &Book) -> Self {
        let is_own = privacy::is_own(&incoming, book);
        let mut plan = Self {
            left_out: incoming.left_out,
            notes: incoming.notes,
            ..Self::default()
        };
        let here: BTreeMap<Id, Record> =
            book.records().map(|record| (record.id(), record)).collect();
        let mut seen: BTreeMap<Id, Kind> = BTreeMap::new();
        let mut kept = privacy::PrivateSkipped::default();
        for came in incoming.records {
            let (id, kind) = (came.record.id(), came.record.kind());
            // One id is one record: the log and everything that refers to it count on that. Whatever else a file says
            // under it is left out and named, and the rest stands by itself.
            if let Some(earlier) = seen.insert(id, kind) {
                seen.insert(id, earlier);
                plan.left_out.push(duplicate_message(&came.record, earlier));
                continue;
            }
            match here.get(&id) {
                Some(before) if before.kind() != kind => {
                    plan.left_out
                        .push(kind_conflict_message(&came.record, before.kind()));
                }
                Some(before) => plan.compare(before, &came, book, &mut kept),
                None if !is_own && privacy::is_private(&came.record, book) => kept.foreign += 1,
                None => {
                    plan.new.push(record_labels::record_label(&came.record));
                    plan.changes.push(Change::create(came.record));
                }
            }
        }
        plan.notes.extend(kept.lines());
        plan
    }

    fn compare(
        &mut self,
        before: &Record,
        came: &ImportedRecord,
        book: &Book,
        kept: &mut privacy::PrivateSkipped,
    ) {
        let after = merge(before, came, book);
        if after == *before {
            self.unchanged += 1;
            return;
        }
        if privacy::is_private(before, book) {
            kept.protected += 1;
            return;
        }
        let (old, new) = (before.fields(), after.fields());
        let differs = |name: &&String| old.get(*name) != new.get(*name);
        let names = came.present_fields.iter().filter(differs);
        self.changed.push(RecordDiff {
            what: record_labels::record_label(before),
            fields: names
                .map(|name| {
                    [
                        name.clone(),
                        value_text(old.get(name)),
                        value_text(new.get(name)),
                    ]
                })
                .collect(),
        });
        self.changes.push(Change::edit(before.clone(), after));
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// All of it in a sentence: `3 new, 1 changed, 40 there already, 2 left out.`
    pub fn summary(&self) -> String {
        format!(
            "{} new, {} changed, {} there already, {} left out.",
            self.new.len(),
            self.changed.len(),
            self.unchanged,
            self.left_out.len()
        )
    }

    /// The plan as lines to be read before anything is done.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.notes.clone();
        lines.push(self.summary());
        let mut part = |title: &str, entries: Vec<String>| {
            if !entries.is_empty() {
                lines.push(format!("{title}:"));
                lines.extend(entries.into_iter().map(|entry| format!("  {entry}")));
            }
        };
        part("New", self.new.clone());
        part(
            "Changed",
            self.changed.iter().map(RecordDiff::line).collect(),
        );
        part("Left out", self.left_out.clone());
        lines
    }

    /// The commit that does it; `file` is the name by which the history knows it.
    pub fn commit(self, file: &str, ctx: &OpContext) -> Commit {
        let count = i64::try_from(self.changes.len()).unwrap_or(i64::MAX);
        let label = format!(
            "{} taken in from {}",
            pluralize(count, "record"),
            quoted(file)
        );
        ctx.commit(label, self.changes)
    }
}

fn duplicate_message(record: &Record, earlier: Kind) -> String {
    let named = record_labels::record_label(record);
    if record.kind() == earlier {
        return format!("{named} is in the file twice; the first one counts.");
    }
    let earlier = record_labels::noun(earlier);
    format!("{named} was left out: the file has its id for a {earlier}, too; the first one counts.")
}

fn kind_conflict_message(record: &Record, here: Kind) -> String {
    let (named, here) = (
        record_labels::record_label(record),
        record_labels::noun(here),
    );
    format!("{named} was left out: in this book its id is that of a {here}.")
}

/// The record as it is here, with what the file says of it.
fn merge(before: &Record, came: &ImportedRecord, book: &Book) -> Record {
    let mut fields = before.fields();
    let theirs = came.record.fields();
    for name in &came.present_fields {
        match theirs.get(name) {
            Some(value) => fields.insert(name.clone(), value.clone()),
            None => fields.remove(name),
        };
    }
    if let Record::Meeting(meeting) = before {
        // A file that left the book does not name private goals; that says nothing about them.
        let private = meeting
            .goals
            .iter()
            .filter(|goal| book.goals.get(goal).is_some_and(|goal| goal.private));
        add_missing_ids(&mut fields, "goals", private.map(ToString::to_string));
    }
    let joined = Record::from_fields(before.kind(), before.id(), Value::Object(fields));
    joined.unwrap_or_else(|_| before.clone())
}

fn add_missing_ids(fields: &mut Fields, name: &str, ids: impl Iterator<Item = String>) {
    let ids: Vec<Value> = ids.map(Value::from).collect();
    if ids.is_empty() {
        return;
    }
    let list = fields
        .entry(name)
        .or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(list) = list {
        let missing: Vec<_> = ids.into_iter().filter(|id| !list.contains(id)).collect();
        list.extend(missing);
    }
}

/// A value as people read it.
fn value_text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "nothing".to_owned(),
        Some(Value::Bool(true)) => "yes".to_owned(),
        Some(Value::Bool(false)) => "no".to_owned(),
        Some(Value::String(text)) => sanitize_line(text).into_owned(),
        Some(Value::Array(items)) => {
            let items: Vec<_> = items.iter().map(|item| value_text(Some(item))).collect();
            items.join(", ")
        }
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Object(object)) => Map::len(object).to_string(),
    }
}
