//! Diff between a file and a book, line by line, and the commit that applies it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{ImportChoice, ImportedRecord, Incoming, errors, privacy, record_labels};
use crate::domain::book::Book;
use crate::domain::change::{Change, Commit, Fields, Kind, Record};
use crate::domain::dates::{DayOrder, format_date, format_time, pluralize};
use crate::domain::id::Id;
use crate::domain::meeting::Meeting;
use crate::domain::ops::{OpContext, quoted};
use crate::domain::person::Role;
use crate::domain::sanitize::sanitize_line;
use crate::domain::zone::convert;
use crate::problem::Problem;

/// Changes that an import would make.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct ImportPlan {
    /// Labels of records that the book does not have yet.
    pub new: Vec<String>,
    /// Records that differ from those of the book.
    pub changed: Vec<RecordDiff>,
    /// Number of records that the book already has, unchanged.
    #[serde(rename = "same")]
    pub unchanged: usize,
    /// Parts of the file that are left out, each in a sentence.
    pub left_out: Vec<String>,
    /// Decisions of the parser to report, each in a sentence.
    pub notes: Vec<String>,
    /// Entries of a calendar that the user can choose from.
    #[serde(skip)]
    pub choices: Vec<ImportChoice>,
    /// Order in which its dates of digits could be read, too.
    #[serde(skip)]
    pub other_order: Option<DayOrder>,
    /// It is of lists, which could be read as lists of another kind.
    #[serde(skip)]
    pub is_list: bool,
    #[serde(skip)]
    pub(super) changes: Vec<Change>,
    /// Label of it in the history, where it is more than a number of records.
    #[serde(skip)]
    pub(super) label: Option<String>,
    /// Zones of meetings, where the file names them.
    #[serde(skip)]
    zones: BTreeMap<Id, String>,
}

/// One record that would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordDiff {
    /// Label of the record.
    pub what: String,
    /// Each field that differs: its name, the old value, the new one.
    pub fields: Vec<[String; 3]>,
}

impl RecordDiff {
    /// Formats it as a line: `goal “x”: due “Tue, Dec 1, 2026” becomes “Tue, Dec 8, 2026”`, without what the program alone keeps.
    pub fn line(&self) -> String {
        let told = self.fields.iter();
        let told = told.filter(|[field, ..]| field != "event" && field != "sequence");
        let words = told.map(|[field, old, new]| {
            let [old, new] = [old, new].map(|value| quoted(&shown(value)));
            format!("{field} {old} becomes {new}")
        });
        let words: Vec<_> = words.collect();
        if words.is_empty() {
            return format!("{}: joined with its event", self.what);
        }
        format!("{}: {}", self.what, words.join("; "))
    }
}

/// A value as people read it: days and hours as in the region.
fn shown(value: &str) -> Cow<'_, str> {
    match (value.parse(), value.parse()) {
        (Ok(day), _) => format_date(day).into(),
        (_, Ok(time)) if value.contains(':') => format_time(time).into(),
        (Err(_), _) => value.into(),
    }
}

impl ImportPlan {
    /// Compares `incoming` with `book`.
    ///
    /// # Errors
    /// When the file belongs to another match.
    pub fn of(incoming: Incoming, book: &Book) -> Result<Self, Problem> {
        if incoming.pair.is_some_and(|pair| pair != book.identity.pair) {
            return Err(errors::other_match());
        }
        Ok(Self::diff(incoming, book))
    }

    /// Plans a new book from `incoming`, and the match and role it is for.
    ///
    /// # Errors
    /// When the file does not have match and role.
    pub fn of_new_book(incoming: Incoming) -> Result<(Self, Id, Role), Problem> {
        let has_cycle = incoming
            .records
            .iter()
            .any(|imported| imported.record.kind() == Kind::Cycle);
        let (Some(pair), Some(role), true) = (incoming.pair, incoming.role, has_cycle) else {
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
            choices: incoming.choices,
            other_order: incoming.other_order,
            is_list: incoming.is_list,
            ..Self::default()
        };
        let existing: BTreeMap<Id, Record> =
            book.records().map(|record| (record.id(), record)).collect();
        let mut imported_kinds: BTreeMap<Id, Kind> = BTreeMap::new();
        let mut skipped = privacy::PrivateSkipped::default();
        for mut imported in incoming.records {
            let (id, kind) = (imported.record.id(), imported.record.kind());
            // One id is one record: the log and every reference count on that. Any further record under the same id is
            // left out and named; the first one stays.
            if let Some(earlier) = imported_kinds.insert(id, kind) {
                imported_kinds.insert(id, earlier);
                plan.left_out
                    .push(duplicate_message(&imported.record, earlier));
                continue;
            }
            if let Record::Meeting(meeting) = &mut imported.record {
                if let Some(Record::Meeting(before)) = existing.get(&id) {
                    use_clock_of(before, meeting);
                }
                if !meeting.zone.is_empty() {
                    plan.zones.insert(id, meeting.zone.clone());
                }
            }
            match existing.get(&id) {
                Some(before) if before.kind() != kind => {
                    plan.left_out
                        .push(kind_conflict_message(&imported.record, before.kind()));
                }
                Some(before) => plan.compare(before, &imported, book, &mut skipped),
                None if !is_own && privacy::is_private(&imported.record, book) => {
                    skipped.foreign += 1;
                }
                None => {
                    let label = record_labels::record_label(&imported.record);
                    plan.new.push(format!("{label}{}", imported.detail));
                    plan.changes.push(Change::create(imported.record));
                }
            }
        }
        plan.notes.extend(skipped.lines());
        plan
    }

    fn compare(
        &mut self,
        before: &Record,
        imported: &ImportedRecord,
        book: &Book,
        skipped: &mut privacy::PrivateSkipped,
    ) {
        let after = merge(before, imported, book);
        if after == *before {
            self.unchanged += 1;
            return;
        }
        if privacy::is_private(before, book) {
            skipped.protected += 1;
            return;
        }
        let (old, new) = (before.fields(), after.fields());
        let differs = |name: &&String| old.get(*name) != new.get(*name);
        let names = imported.present_fields.iter().filter(differs);
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

    /// True if nothing would change.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Summary in a sentence: `3 new, 1 changed, 40 there already, 2 left out.`
    pub fn summary(&self) -> String {
        format!(
            "{} new, {} changed, {} there already, {} left out.",
            self.new.len(),
            self.changed.len(),
            self.unchanged,
            self.left_out.len()
        )
    }

    /// Formats the plan as lines, to be read before anything is saved.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.notes.clone();
        lines.push(self.summary());
        let mut section = |title: &str, entries: Vec<String>| {
            if !entries.is_empty() {
                lines.push(format!("{title}:"));
                lines.extend(entries.into_iter().map(|entry| format!("  {entry}")));
            }
        };
        section("New", self.new.clone());
        section(
            "Changed",
            self.changed.iter().map(RecordDiff::line).collect(),
        );
        section("Left out", self.left_out.clone());
        lines
    }

    /// Builds the commit; `file` is the name by which the history shows it.
    pub fn commit(self, file: &str, ctx: &OpContext) -> Commit {
        let count = i64::try_from(self.changes.len()).unwrap_or(i64::MAX);
        let what = self.label.unwrap_or_else(|| pluralize(count, "record"));
        let label = format!("{what} taken in from {}", quoted(file));
        let mut commit = ctx.commit(label, self.changes);
        // An hour that the file gives with its zone is not by the user's clock.
        for change in &mut commit.changes {
            if let (Some(Record::Meeting(after)), Some(zone)) =
                (&mut change.after, self.zones.get(&change.id))
            {
                after.zone.clone_from(zone);
            }
        }
        commit
    }
}

/// Gives the hour of `meeting` by the clock of `before` where it is the same: that is no change.
fn use_clock_of(before: &Meeting, meeting: &mut Meeting) {
    let (Ok(from), Ok(to)) = (meeting.zone.parse(), before.zone.parse()) else {
        return;
    };
    let hour = convert(meeting.date, meeting.time, from, to);
    if hour == (before.date, before.time) && meeting.time.is_some() {
        (meeting.date, meeting.time) = hour;
        meeting.zone.clone_from(&before.zone);
    }
}

fn duplicate_message(record: &Record, earlier: Kind) -> String {
    let label = record_labels::record_label(record);
    if record.kind() == earlier {
        return format!("{label} is in the file twice; the first one counts.");
    }
    let earlier = earlier.noun();
    format!("{label} was left out: the file has its id for a {earlier}, too; the first one counts.")
}

fn kind_conflict_message(record: &Record, existing: Kind) -> String {
    let (label, existing) = (record_labels::record_label(record), existing.noun());
    format!("{label} was left out: in this book its id is that of a {existing}.")
}

/// Merges the fields that the file has into the record of the book.
fn merge(before: &Record, imported: &ImportedRecord, book: &Book) -> Record {
    let mut fields = before.fields();
    let imported_fields = imported.record.fields();
    for name in &imported.present_fields {
        match imported_fields.get(name) {
            Some(value) => fields.insert(name.clone(), value.clone()),
            None => fields.remove(name),
        };
    }
    if let Record::Meeting(meeting) = before {
        // A shared export omits private goals; their absence does not remove them.
        let private = meeting
            .goals
            .iter()
            .filter(|goal| book.goals.get(goal).is_some_and(|goal| goal.private));
        add_missing_ids(&mut fields, "goals", private.map(ToString::to_string));
    }
    let merged = Record::from_fields(before.kind(), before.id(), &fields);
    merged.unwrap_or_else(|_| before.clone())
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

/// Formats a value as people read it.
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
