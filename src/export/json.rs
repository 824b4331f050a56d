//! JSON: the whole shared book without loss, or one form as an office adds it up. `schema` describes both.

use std::fmt::Write as _;
use std::io::Write;

use chrono::NaiveDate;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

use super::office::Sheet;
use super::shareable::View;
use super::{Content, ExportError, Exporter, Progress, What};
use crate::domain::change::{Kind, Record};
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::domain::plain::needs_care;

/// The word by which a file of the whole book is known.
pub const EVERYTHING: &str = "matchbook.everything";
/// The word by which a file of one form is known.
pub const FORM: &str = "matchbook.form";
/// The version of both. Fields may be added within it; nothing is taken away and nothing changes its meaning.
pub const VERSION: u32 = 1;

/// JSON for programs.
pub struct Json;

impl Exporter for Json {
    fn id(&self) -> &'static str {
        "json"
    }

    fn title(&self) -> &'static str {
        "JSON"
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn suits(&self, what: &What) -> bool {
        matches!(what, What::Form { .. } | What::Everything)
    }

    fn write(
        &self,
        content: &Content,
        out: &mut dyn Write,
        progress: &dyn Progress,
    ) -> Result<(), ExportError> {
        let view = &content.view;
        let level = content.level.key();
        let form = match content.what {
            What::Form { key } => view.form(key).filter(|def| !def.private),
            What::Meeting(_)
            | What::Meetings { .. }
            | What::Agenda(_)
            | What::Year
            | What::Hours
            | What::Everything => None,
        };
        let text = if let Some(def) = form {
            pretty(&Headed {
                format: FORM,
                version: VERSION,
                level,
                body: Sheet::of(view, def),
            })
        } else {
            pretty(&Headed {
                format: EVERYTHING,
                version: VERSION,
                level,
                body: Whole::of(view, progress)?,
            })
        };
        Ok(writeln!(out, "{}", careful(&text?))?)
    }
}

/// What it is, before what it says.
#[derive(Serialize)]
struct Headed<T> {
    format: &'static str,
    version: u32,
    /// How much of the book is in it: where only counts are, titles are not those that were given.
    level: &'static str,
    #[serde(flatten)]
    body: T,
}

/// Everything that may leave.
#[derive(Serialize)]
struct Whole<'a> {
    made: NaiveDate,
    #[serde(rename = "match")]
    pair: Id,
    role: Role,
    program: Named<'a>,
    records: Records,
}

#[derive(Serialize)]
struct Named<'a> {
    key: &'a str,
    title: &'a str,
}

/// Every kind with its records, empty ones too, so that a reader finds what it looks for.
struct Records(Vec<(Kind, Vec<Value>)>);

impl Serialize for Records {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (kind, records) in &self.0 {
            map.serialize_entry(kind.name(), records)?;
        }
        map.end()
    }
}

impl<'a> Whole<'a> {
    fn of(view: &'a View, progress: &dyn Progress) -> Result<Self, ExportError> {
        let mut kinds: Vec<(Kind, Vec<Value>)> =
            Kind::ALL.iter().map(|kind| (*kind, Vec::new())).collect();
        let all = view.book.records().count();
        for (done, record) in view.book.records().enumerate() {
            if !progress.step(done, all) {
                return Err(ExportError::Stopped);
            }
            let place = kinds.iter().position(|(kind, _)| *kind == record.kind());
            if let Some((_, records)) = place.and_then(|place| kinds.get_mut(place)) {
                records.push(object(&record));
            }
        }
        Ok(Self {
            made: view.today,
            pair: view.book.identity.pair,
            role: view.book.me(),
            program: Named {
                key: &view.program.key,
                title: &view.program.title,
            },
            records: Records(kinds),
        })
    }
}

/// A record with its id; what is empty is left out.
fn object(record: &Record) -> Value {
    let mut fields = record.fields();
    fields.insert("id".to_owned(), record.id().to_string().into());
    Value::Object(fields)
}

fn pretty(content: &impl Serialize) -> Result<String, ExportError> {
    serde_json::to_string_pretty(content).map_err(|error| ExportError::Write(error.into()))
}

/// The same JSON in which nothing can act on a terminal or hide: such characters, which stand in texts only, are written
/// as escapes and come back as they were.
fn careful(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for found in json.chars() {
        if needs_care(found) {
            for unit in found.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(found);
        }
    }
    out
}
