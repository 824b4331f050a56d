//! File format of a section, validated as it becomes a [`Section`].

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::form::{Field, FilledBy, RowKind, Section, filled_by};

/// Section as typed in a TOML file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SectionFile {
    key: String,
    /// Heading.
    title: String,
    /// Help text.
    #[serde(default)]
    help: String,
    /// Clauses that are read and not answered, in Markdown.
    #[serde(default)]
    text: String,
    /// True if it is repeated for each open or finished goal.
    #[serde(default)]
    per_goal: bool,
    /// True if it is repeated for each meeting or contact that was held.
    #[serde(default)]
    per_meeting: bool,
    /// True if it is repeated for each action.
    #[serde(default)]
    per_action: bool,
    /// Roles who answer it, where the form does not decide.
    #[serde(default, deserialize_with = "filled_by")]
    filled_by: Option<FilledBy>,
    /// At least one of its fields must be answered.
    #[serde(default)]
    at_least_one: bool,
    /// Its questions; it may have none if there is a text to read.
    #[serde(default)]
    fields: Vec<Field>,
}

impl TryFrom<SectionFile> for Section {
    type Error = String;

    fn try_from(file: SectionFile) -> Result<Self, String> {
        let kinds = [
            file.per_goal.then_some(RowKind::Goal),
            file.per_meeting.then_some(RowKind::Meeting),
            file.per_action.then_some(RowKind::Action),
        ];
        let mut kinds = kinds.into_iter().flatten();
        let per = kinds.next();
        if kinds.next().is_some() {
            return Err(format!(
                "section “{}” can be asked for each goal, each meeting or each action: write one of the three",
                file.key
            ));
        }
        Ok(Self {
            key: file.key,
            title: file.title,
            help: file.help,
            text: file.text,
            per,
            filled_by: file.filled_by,
            at_least_one: file.at_least_one,
            fields: file.fields,
        })
    }
}

impl JsonSchema for Section {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Section".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        SectionFile::json_schema(generator)
    }
}

/// Validates inside the table of the value, so that an error has the span of the table.
pub(super) struct TableVisitor<F, T>(&'static str, PhantomData<(F, T)>);

impl<F, T> TableVisitor<F, T> {
    pub(super) const fn new(what: &'static str) -> Self {
        Self(what, PhantomData)
    }
}

impl<'de, F: Deserialize<'de>, T: TryFrom<F, Error = String>> Visitor<'de> for TableVisitor<F, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let file = F::deserialize(MapAccessDeserializer::new(map))?;
        T::try_from(file).map_err(A::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Section {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = TableVisitor::<SectionFile, _>::new("a section of a form");
        deserializer.deserialize_map(visitor)
    }
}
