//! Records and changes: the one mechanism behind saving, history, undo and exchange.
//!
//! A screen or a command produces a [`Commit`] of [`Change`]s. The store turns the fields that differ into entries of
//! its log, and projects these into tables; the book in memory applies the very commit that the store accepted.

use chrono::{DateTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::action::Action;
use super::answer::{Answer, Response};
use super::asked_form::AskedForm;
use super::deck::{Activity, Prompt, Question};
use super::goal::{Evidence, Goal, Progress, Step};
use super::id::Id;
use super::list::ListItem;
use super::meeting::{AgendaItem, Meeting, Note, PrivateNote};
use super::pause::Pause;
use super::person::Person;
use super::program::{Cycle, Milestone};
use super::pulse::Pulse;

/// Fields of a record by name. A list is a set of words or ids; an empty value means no value.
pub type Fields = Map<String, Value>;

/// Calls a macro with every kind of record: `Kind`, its table, its collection in the book, its noun, and its labels.
macro_rules! for_each_record {
    ($macro:ident) => {
        $macro! {
            Person, "person", people, "person", ("Person", "People");
            Cycle, "cycle", cycles, "year", ("Year", "Years");
            Milestone, "milestone", milestones, "date", ("Date", "Dates");
            Goal, "goal", goals, "goal", ("Goal", "Goals");
            Step, "step", steps, "step", ("Step", "Steps");
            Progress, "progress", progress, "line of progress", ("Progress", "Progress");
            Evidence, "evidence", evidence, "evidence", ("Evidence", "Evidence");
            Meeting, "meeting", meetings, "meeting", ("Meeting", "Meetings");
            Note, "note", notes, "note", ("Note", "Notes");
            PrivateNote, "private_note", private_notes, "private note", ("Private note", "Private notes");
            AgendaItem, "agenda_item", agenda, "agenda line", ("Agenda", "Agenda");
            Action, "action", actions, "action", ("Action", "Actions");
            Activity, "activity", activities, "activity", ("Activity", "Activities");
            Prompt, "prompt", prompts, "prompt", ("Prompt", "Prompts");
            Question, "question", questions, "question", ("Question", "Questions");
            ListItem, "list_item", list_items, "list item", ("List", "Lists");
            Pulse, "pulse", pulses, "pulse", ("Pulse", "Pulses");
            Response, "response", responses, "form", ("Form", "Forms");
            Answer, "answer", answers, "answer", ("Answer", "Answers");
            AskedForm, "asked_form", asked_forms, "form of the office", ("Form of the office", "Forms of the office");
            Pause, "pause", pauses, "pause", ("Pause", "Pauses");
        }
    };
}
pub(crate) use for_each_record;

macro_rules! define_records {
    ($($kind:ident, $table:literal, $collection:ident, $noun:literal, $labels:expr;)+) => {
        /// Kinds of record in a book.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $(#[doc = concat!("`", $table, "`")] $kind),+ }

        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),+];

            /// Name of the kind in the entry log, and of its table.
            pub const fn name(self) -> &'static str {
                match self { $(Kind::$kind => $table),+ }
            }

            /// Noun for one record of the kind.
            pub const fn noun(self) -> &'static str {
                match self { $(Kind::$kind => $noun),+ }
            }

            /// Label of the kind, singular and plural.
            pub const fn labels(self) -> (&'static str, &'static str) {
                match self { $(Kind::$kind => $labels),+ }
            }

            /// Parses the name of a kind.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }

            /// JSON Schema of a record of this kind; the id is none of its fields.
            pub fn schema(self) -> Schema {
                let mut generator = SchemaGenerator::default();
                match self { $(Kind::$kind => $kind::json_schema(&mut generator)),+ }
            }
        }

        #[derive(Clone, Debug, PartialEq)]
        pub enum Record { $(#[doc = concat!("`", $table, "`")] $kind($kind)),+ }

        impl Record {
            pub const fn kind(&self) -> Kind {
                match self { $(Record::$kind(_) => Kind::$kind),+ }
            }

            pub const fn id(&self) -> Id {
                match self { $(Record::$kind(record) => record.id),+ }
            }

            fn to_json(&self) -> serde_json::Result<Value> {
                match self { $(Record::$kind(record) => serde_json::to_value(record)),+ }
            }

            /// Deserializes a record of `kind` and `id`; a missing field takes its empty value.
            ///
            /// # Errors
            /// When a field has another type, as from a newer version.
            pub fn from_fields<'de, D: Deserializer<'de>>(kind: Kind, id: Id, fields: D) -> Result<Self, D::Error> {
                Ok(match kind {
                    $(Kind::$kind => {
                        let mut record = $kind::deserialize(fields)?;
                        record.id = id;
                        Record::$kind(record)
                    })+
                })
            }
        }

        $(impl From<$kind> for Record {
            fn from(record: $kind) -> Self { Record::$kind(record) }
        })+
    };
}
for_each_record!(define_records);

impl Record {
    /// Fields that are not empty.
    pub fn fields(&self) -> Fields {
        let Ok(Value::Object(mut fields)) = self.to_json() else {
            return Fields::new();
        };
        fields.retain(|_, value| !is_empty(value));
        fields
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::Object(_) => false,
    }
}

/// One record before and after. No `before`: it is created. No `after`: its creation is undone.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub id: Id,
    pub before: Option<Record>,
    pub after: Option<Record>,
}

impl Change {
    /// Creates a record.
    pub fn create(record: impl Into<Record>) -> Self {
        let record = record.into();
        Self {
            id: record.id(),
            before: None,
            after: Some(record),
        }
    }

    /// Edits a record.
    pub fn edit(before: impl Into<Record>, after: impl Into<Record>) -> Self {
        let before = before.into();
        Self {
            id: before.id(),
            before: Some(before),
            after: Some(after.into()),
        }
    }

    /// Edits a record in place.
    pub fn with<T: Clone + Into<Record>>(before: &T, edit: impl FnOnce(&mut T)) -> Self {
        let mut after = before.clone();
        edit(&mut after);
        Self::edit(before.clone(), after)
    }

    /// Kind of the record; none where there is neither before nor after.
    pub fn kind(&self) -> Option<Kind> {
        let mut sides = self.before.iter().chain(&self.after);
        sides.next().map(Record::kind)
    }

    /// True if before and after are equal.
    pub fn is_empty(&self) -> bool {
        self.before == self.after
    }
}

/// Changes that are saved, undone and redone as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Commit {
    /// Label in words that follow "Undone:" ("goal “Start a STEM hour” added").
    pub label: String,
    /// Time of the commit.
    pub at: DateTime<Utc>,
    /// Changes, one for each record.
    pub changes: Vec<Change>,
}

impl Commit {
    /// Builds a commit without the changes that change nothing.
    pub fn new(label: impl Into<String>, at: DateTime<Utc>, changes: Vec<Change>) -> Self {
        let changes = changes
            .into_iter()
            .filter(|change| !change.is_empty())
            .collect();
        Self {
            label: label.into(),
            at,
            changes,
        }
    }
}

impl Commit {
    /// Merges two commits into one: `later` was made on the book after this one, and gives the label.
    pub fn merge(mut self, later: Self) -> Self {
        for change in later.changes {
            // Two records of different kinds may have one id.
            match self
                .changes
                .iter_mut()
                .find(|earlier| (earlier.kind(), earlier.id) == (change.kind(), change.id))
            {
                Some(earlier) => earlier.after = change.after,
                None => self.changes.push(change),
            }
        }
        Self {
            label: later.label,
            ..self
        }
    }
}

/// Result of a commit that the store accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct Committed {
    /// Label of the operation done or undone.
    pub label: String,
    /// Changes to apply to the book in memory.
    pub changes: Vec<Change>,
}
