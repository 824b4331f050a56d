//! Streaming reader for the JSON of a whole book: record by record, so that a hostile file cannot exhaust memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::{Map, Value};

use super::errors::{self, MAX_NUMBER, MAX_RECORDS, MAX_TEXT_BYTES, MAX_VALUES};
use super::{ImportedRecord, Incoming};
use crate::domain::change::{Kind, Record};
use crate::domain::id::Id;
use crate::domain::ops::quoted;
use crate::domain::packed::stored_schema;
use crate::domain::string_enum::american;
use crate::problem::Problem;

/// Value of `format` in the file of a whole book.
const BOOK_FORMAT: &str = "matchbook.everything";
/// Value of `format` in the file of one form.
const FORM_FORMAT: &str = "matchbook.form";
/// Largest number of unknown kinds and fields that are named.
const MAX_UNKNOWN: usize = 100;
/// Value of `level` in a file that holds numbers and dates alone.
const COUNTS_LEVEL: &str = "counts";
/// Newest version of the format that this program reads.
const FORMAT_VERSION: u64 = 1;
/// Nesting of the lists of records.
const RECORDS_DEPTH: usize = 3;
/// Nesting at which the parser stops.
const MAX_DEPTH: usize = 128;

/// Parses the whole file.
pub fn read(bytes: &[u8]) -> Result<Incoming, Problem> {
    if most_values(bytes) > MAX_VALUES {
        return Err(errors::text_too_long());
    }
    let mut reading = BookReader::default();
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = LevelReader(&mut reading, Level::Book).deserialize(&mut json);
    if let Some(refused) = reading.error {
        return Err(refused);
    }
    read.and_then(|()| json.end()).map_err(|error| {
        let why = error.to_string();
        if why.starts_with("recursion limit exceeded") {
            errors::json_too_deep(error.line())
        } else {
            errors::invalid_json(&why)
        }
    })?;
    match (reading.format.as_deref(), reading.version) {
        (Some(BOOK_FORMAT), Some(FORMAT_VERSION)) => {}
        (Some(BOOK_FORMAT), Some(version)) => return Err(errors::newer(version)),
        (Some(FORM_FORMAT), _) => return Err(errors::single_form()),
        _ => return Err(errors::unknown_format()),
    }
    if reading.level.as_deref() == Some(COUNTS_LEVEL) {
        return Err(errors::counts_only());
    }
    let mut incoming = reading.incoming;
    let unknown = reading.unknown.into_iter();
    incoming
        .left_out
        .extend(unknown.map(|what| format!("{what} is not known to this program.")));
    Ok(incoming)
}

/// Largest number of values between two records, counted before any of them takes up memory.
fn most_values(json: &[u8]) -> usize {
    let (mut depth, mut values, mut most) = (0_usize, 0, 0);
    let mut in_text = false;
    let mut bytes = json.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if in_text => {
                bytes.next();
            }
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b',' if depth == RECORDS_DEPTH => values = 0,
            b',' => values += usize::from(depth < MAX_DEPTH),
            b'[' | b'{' => {
                values += usize::from(depth < MAX_DEPTH);
                depth += 1;
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(values);
    }
    most
}

/// True if a value is longer than the book can hold.
fn is_too_long(value: &Value) -> bool {
    value.to_string().len() > MAX_TEXT_BYTES
}

/// Parser state: everything read so far.
#[derive(Default)]
struct BookReader {
    format: Option<String>,
    version: Option<u64>,
    level: Option<String>,
    incoming: Incoming,
    unknown: BTreeSet<String>,
    records: usize,
    error: Option<Problem>,
}

impl BookReader {
    /// Aborts parsing with `why`.
    fn refuse<E: Error>(&mut self, why: Problem) -> E {
        self.error = Some(why);
        E::custom("refused")
    }

    fn count<E: Error>(&mut self) -> Result<(), E> {
        self.records += 1;
        if self.records > MAX_RECORDS {
            return Err(self.refuse(errors::too_many_records()));
        }
        Ok(())
    }

    /// Notes an unknown kind or field; only the first ones are named.
    fn note_unknown(&mut self, what: String) {
        if self.unknown.len() < MAX_UNKNOWN {
            self.unknown.insert(what);
        }
    }

    /// Reads a field of the top-level object.
    fn read_field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "format" => self.format = map.next_value()?,
            "level" => self.level = map.next_value()?,
            "version" => self.version = map.next_value()?,
            "match" => self.incoming.pair = parsed(map.next_value()?),
            "role" => self.incoming.role = parsed(map.next_value()?),
            "records" => map.next_value_seed(LevelReader(self, Level::Kinds))?,
            _ => {
                map.next_value::<IgnoredAny>()?;
                if !matches!(key, "made" | "program" | "programme") {
                    self.note_unknown(quoted(key));
                }
            }
        }
        Ok(())
    }

    /// Reads the records of a kind.
    fn read_kind<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if let Some(kind) = Kind::from_name(name) {
            let records = Level::Records(KindSchema::of(kind));
            return map.next_value_seed(LevelReader(self, records));
        }
        self.note_unknown(format!("The kind {}", quoted(name)));
        map.next_value::<IgnoredAny>().map(drop)
    }

    /// Adds one record, or the reason why it is left out.
    fn push_record(&mut self, schema: &KindSchema, fields: Map<String, Value>) {
        match schema.record(fields, &mut self.unknown) {
            Ok(imported) => self.incoming.records.push(imported),
            Err(why) => self.incoming.left_out.push(why),
        }
    }
}

/// Fields of a kind, from its JSON Schema.
struct KindSchema {
    kind: Kind,
    /// By name; true for a date.
    fields: BTreeMap<String, bool>,
}

impl KindSchema {
    fn of(kind: Kind) -> Self {
        static SCHEMA: LazyLock<Option<Value>> = LazyLock::new(|| stored_schema("everything"));
        let kinds = SCHEMA.as_ref().and_then(|schema| schema.get("$defs"));
        let schema = kinds.and_then(|kinds| kinds.get(kind.name()));
        let properties = schema.and_then(|schema| schema.get("properties")?.as_object());
        let day = |field: &Value| field.get("format").is_some_and(|format| format == "date");
        let fields = properties.into_iter().flatten();
        Self {
            kind,
            fields: fields
                .filter(|(name, _)| *name != "id")
                .map(|(name, field)| (name.clone(), day(field)))
                .collect(),
        }
    }

    fn record(
        &self,
        fields: Map<String, Value>,
        unknown: &mut BTreeSet<String>,
    ) -> Result<ImportedRecord, String> {
        let fields = fields.into_iter();
        let mut fields: Map<_, _> = fields
            .map(|(name, value)| (american(&name).into_owned(), value))
            .collect();
        let noun = self.kind.noun();
        let id = fields.remove("id");
        let id = id
            .as_ref()
            .and_then(Value::as_str)
            .and_then(|id| id.parse::<Id>().ok());
        let Some(id) = id else {
            return Err(format!(
                "One {noun} has no id by which it could be known again."
            ));
        };
        let left_out = |why: &str, field: &str| {
            format!("One {noun} was left out: its {} {why}.", quoted(field))
        };
        let unknown_names: Vec<_> = fields
            .keys()
            .filter(|name| !self.fields.contains_key(*name))
            .cloned()
            .collect();
        for name in unknown_names {
            fields.remove(&name);
            if unknown.len() < MAX_UNKNOWN {
                unknown.insert(format!("The field {} of a {noun}", quoted(&name)));
            }
        }
        let present_fields = fields.keys().cloned().collect();
        fields.retain(|_, value| !value.is_null());
        for (name, value) in &fields {
            if !self.is_in_range(name, value) {
                return Err(left_out("is out of all bounds", name));
            }
        }
        let record = Record::from_fields(self.kind, id, &fields);
        record
            .map(|record| ImportedRecord::new(record, present_fields))
            .map_err(|_| {
                let culprit = fields.into_iter().find(|(name, value)| {
                    let alone = Map::from_iter([(name.clone(), value.clone())]);
                    Record::from_fields(self.kind, id, &alone).is_err()
                });
                left_out(
                    "cannot be read",
                    &culprit.map_or_else(String::new, |(name, _)| name),
                )
            })
    }

    /// True if a date lies in the supported years and a number is small enough to be added up.
    fn is_in_range(&self, name: &str, value: &Value) -> bool {
        let is_day = self.fields.get(name).copied().unwrap_or_default();
        match value {
            Value::String(text) if is_day => {
                let day = text.parse::<NaiveDate>();
                day.map_or(true, |day| (1900..2200).contains(&day.year()))
            }
            Value::Number(number) => number.as_u64().is_none_or(|number| number <= MAX_NUMBER),
            Value::Null
            | Value::Bool(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => true,
        }
    }
}

/// Where the reader is in the file.
enum Level {
    Book,
    Kinds,
    Records(KindSchema),
}

/// Reads the object or the list at a level.
struct LevelReader<'a>(&'a mut BookReader, Level);

impl<'de> DeserializeSeed<'de> for LevelReader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.1 {
            Level::Book | Level::Kinds => deserializer.deserialize_map(self),
            Level::Records(_) => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for LevelReader<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.1 {
            Level::Book => "an object",
            Level::Kinds => "records by kind",
            Level::Records(_) => "a list of records",
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match self.1 {
                Level::Book => self.0.read_field(&key, &mut map)?,
                Level::Kinds | Level::Records(_) => self.0.read_kind(&key, &mut map)?,
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self(reader, Level::Records(schema)) = self else {
            return Err(A::Error::invalid_type(Unexpected::Seq, &self));
        };
        while let Some(value) = seq.next_element()? {
            reader.count()?;
            if let Value::Object(fields) = value {
                if fields.values().any(is_too_long) {
                    return Err(reader.refuse(errors::text_too_long()));
                }
                reader.push_record(&schema, fields);
            } else {
                let noun = schema.kind.noun();
                let left_out = format!("One {noun} is no record at all.");
                reader.incoming.left_out.push(left_out);
            }
        }
        Ok(())
    }
}

fn parsed<T: FromStr>(text: Option<String>) -> Option<T> {
    text?.parse().ok()
}
