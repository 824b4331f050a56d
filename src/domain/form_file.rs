//! File format of fields and sections: flat TOML keys that people can type, validated as they become a [`Field`] or a
//! [`Section`].

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::form::{
    Autofill, Choice, ChoiceOptions, Field, FieldKind, FieldRef, FilledBy, OptionsSource,
    RowColumn, RowKind, Section,
};
use super::string_enum::string_enum;

string_enum! {
    /// Kind of a field in a data file.
    FieldKindName, "field kind" {
        Line = "line" => "One line",
        Text = "text" => "Text",
        Choice = "choice" => "One of several",
        Choices = "choices" => "Any of several",
        Scale = "scale" => "Rating",
        Date = "date" => "Date",
        Number = "number" => "Number",
        YesNo = "yes-no" => "Yes or no",
        Rows = "rows" => "Table",
    }
}

/// Field as typed in a TOML file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldFile {
    key: String,
    label: String,
    #[serde(default)]
    help: String,
    kind: FieldKindName,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    private: bool,
    #[serde(default)]
    internal: bool,
    #[serde(default)]
    auto: Option<Autofill>,
    #[serde(default)]
    filled_by: Option<FilledBy>,
    #[serde(default)]
    options: Vec<Choice>,
    #[serde(default)]
    options_from: Option<OptionsSource>,
    #[serde(default)]
    low: Option<i64>,
    #[serde(default)]
    high: Option<i64>,
    #[serde(default)]
    low_label: String,
    #[serde(default)]
    high_label: String,
    #[serde(default)]
    time: bool,
    #[serde(default)]
    past: bool,
    #[serde(default)]
    beside: Option<String>,
    #[serde(default)]
    columns: Vec<RowColumn>,
}

impl FieldFile {
    fn options(&mut self) -> Result<ChoiceOptions, String> {
        match (std::mem::take(&mut self.options), self.options_from) {
            (listed, None) if !listed.is_empty() => Ok(ChoiceOptions::Listed(listed)),
            (listed, Some(from)) if listed.is_empty() => Ok(ChoiceOptions::From(from)),
            _ => Err(format!(
                "field “{}” needs either options or options_from",
                self.key
            )),
        }
    }

    fn earlier_answer(&self) -> Result<Option<FieldRef>, String> {
        let Some(named) = &self.beside else {
            return Ok(None);
        };
        let (form, field) = named.split_once('/').ok_or_else(|| {
            format!(
                "field “{}”: write beside = \"FORM/FIELD\", not “{named}”",
                self.key
            )
        })?;
        Ok(Some(FieldRef {
            form: form.to_owned(),
            field: field.to_owned(),
        }))
    }

    fn scale(&mut self) -> Result<FieldKind, String> {
        let (low, high) = (self.low.unwrap_or(1), self.high.unwrap_or(5));
        if low >= high {
            return Err(format!("field “{}”: low must be below high", self.key));
        }
        Ok(FieldKind::Scale {
            low,
            high,
            low_label: std::mem::take(&mut self.low_label),
            high_label: std::mem::take(&mut self.high_label),
        })
    }
}

impl FieldFile {
    fn rows(&mut self) -> Result<FieldKind, String> {
        let columns = std::mem::take(&mut self.columns);
        if columns.is_empty() {
            return Err(format!(
                "field “{}” needs columns: write columns = [{{ key = \"day\", label = \"Day\" }}, {{ key = \"topic\", label = \"Topic\" }}]",
                self.key
            ));
        }
        Ok(FieldKind::Rows(columns))
    }
}

impl TryFrom<FieldFile> for Field {
    type Error = String;

    fn try_from(mut file: FieldFile) -> Result<Self, String> {
        let kind = match file.kind {
            FieldKindName::Line => FieldKind::Line,
            FieldKindName::Text => FieldKind::Text,
            FieldKindName::Choice => FieldKind::Choice(file.options()?),
            FieldKindName::Choices => FieldKind::Choices(file.options()?),
            FieldKindName::Scale => file.scale()?,
            FieldKindName::Date => FieldKind::Date { time: file.time },
            FieldKindName::Number => FieldKind::Number,
            FieldKindName::YesNo => FieldKind::YesNo,
            FieldKindName::Rows => file.rows()?,
        };
        Ok(Self {
            earlier_answer: file.earlier_answer()?,
            key: file.key,
            label: file.label,
            help: file.help,
            kind,
            required: file.required,
            private: file.private,
            internal: file.internal,
            past: file.past,
            auto: file.auto,
            filled_by: file.filled_by,
        })
    }
}

/// Section as typed in a TOML file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionFile {
    key: String,
    title: String,
    #[serde(default)]
    help: String,
    #[serde(default)]
    per_goal: bool,
    #[serde(default)]
    per_meeting: bool,
    #[serde(default)]
    per_action: bool,
    #[serde(default)]
    filled_by: Option<FilledBy>,
    #[serde(default)]
    at_least_one: bool,
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
            per,
            filled_by: file.filled_by,
            at_least_one: file.at_least_one,
            fields: file.fields,
        })
    }
}

/// Validates inside the table of the value, so that an error has the span of the table.
struct TableVisitor<F, T>(&'static str, PhantomData<(F, T)>);

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

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = TableVisitor::<FieldFile, _>("a field of a form", PhantomData);
        deserializer.deserialize_map(visitor)
    }
}

impl<'de> Deserialize<'de> for Section {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = TableVisitor::<SectionFile, _>("a section of a form", PhantomData);
        deserializer.deserialize_map(visitor)
    }
}
