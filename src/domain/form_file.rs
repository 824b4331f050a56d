//! File format of a field: flat TOML keys that people can type, validated as they become a [`Field`].

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::form::{
    Autofill, Choice, ChoiceOptions, Field, FieldKind, FieldRef, FilledBy, OptionsSource,
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

/// Validates inside the table of the field, so that the error has the span of the field.
impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldVisitor;

        impl<'de> Visitor<'de> for FieldVisitor {
            type Value = Field;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field of a form")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Field, A::Error> {
                let file = FieldFile::deserialize(MapAccessDeserializer::new(map))?;
                Field::try_from(file).map_err(A::Error::custom)
            }
        }

        deserializer.deserialize_map(FieldVisitor)
    }
}
