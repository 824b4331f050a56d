//! JSON: the whole shared book without loss, or one form as an office adds it up. `schema` describes both.

use std::fmt::Write as _;
use std::io::Write;

use chrono::NaiveDate;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

use super::shared_book::ExportView;
use super::submission::FormSubmission;
use super::{Content, ExportError, ExportProgress, ExportSubject, Exporter};
use crate::domain::change::{Kind, Record};
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::domain::sanitize::needs_sanitizing;

/// Format name of a file of the whole book.
pub const EVERYTHING: &str = "matchbook.everything";
/// Format name of a file of one form.
pub const FORM: &str = "matchbook.form";
/// Format version of both. Fields may be added within it; none is removed and none changes its meaning.
pub const VERSION: u32 = 1;

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

    fn supports(&self, subject: &ExportSubject) -> bool {
        matches!(
            subject,
            ExportSubject::Form { .. } | ExportSubject::Everything
        )
    }

    fn write(
        &self,
        content: &Content,
        out: &mut dyn Write,
        progress: &dyn ExportProgress,
    ) -> Result<(), ExportError> {
        let view = &content.view;
        let level = content.level.key();
        let form = match content.subject {
            ExportSubject::Form { key } => view.form(key).filter(|def| !def.private),
            ExportSubject::Meeting(_)
            | ExportSubject::Meetings { .. }
            | ExportSubject::Agenda(_)
            | ExportSubject::Year
            | ExportSubject::Hours
            | ExportSubject::Everything => None,
        };
        let text = if let Some(def) = form {
            pretty(&JsonEnvelope {
                format: FORM,
                version: VERSION,
                level,
                body: FormSubmission::of(view, def),
            })
        } else {
            pretty(&JsonEnvelope {
                format: EVERYTHING,
                version: VERSION,
                level,
                body: BookExport::of(view, progress)?,
            })
        };
        Ok(writeln!(out, "{}", escape_unsafe_chars(&text?))?)
    }
}

/// Header fields before the content.
#[derive(Serialize)]
struct JsonEnvelope<T> {
    format: &'static str,
    version: u32,
    /// Privacy level: at `counts`, titles are not those that were given.
    level: &'static str,
    #[serde(flatten)]
    body: T,
}

/// Content of the whole shared book.
#[derive(Serialize)]
struct BookExport<'a> {
    made: NaiveDate,
    #[serde(rename = "match")]
    pair: Id,
    role: Role,
    program: KeyAndTitle<'a>,
    records: RecordsByKind,
}

#[derive(Serialize)]
struct KeyAndTitle<'a> {
    key: &'a str,
    title: &'a str,
}

/// Records by kind, empty kinds too, so that a reader finds every key.
struct RecordsByKind(Vec<(Kind, Vec<Value>)>);

impl Serialize for RecordsByKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (kind, records) in &self.0 {
            map.serialize_entry(kind.name(), records)?;
        }
        map.end()
    }
}

impl<'a> BookExport<'a> {
    fn of(view: &'a ExportView, progress: &dyn ExportProgress) -> Result<Self, ExportError> {
        let mut kinds: Vec<(Kind, Vec<Value>)> =
            Kind::ALL.iter().map(|kind| (*kind, Vec::new())).collect();
        let all = view.book.records().count();
        for (done, record) in view.book.records().enumerate() {
            if !progress.report(done, all) {
                return Err(ExportError::Canceled);
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
            program: KeyAndTitle {
                key: &view.program.key,
                title: &view.program.title,
            },
            records: RecordsByKind(kinds),
        })
    }
}

/// A record with its id; empty fields are omitted.
fn object(record: &Record) -> Value {
    let mut fields = record.fields();
    fields.insert("id".to_owned(), record.id().to_string().into());
    Value::Object(fields)
}

fn pretty(content: &impl Serialize) -> Result<String, ExportError> {
    serde_json::to_string_pretty(content).map_err(|error| ExportError::Write(error.into()))
}

/// Escapes control and invisible characters, which stand in strings only: nothing can act on a terminal or hide, and parsing
/// yields the same JSON.
fn escape_unsafe_chars(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for found in json.chars() {
        if needs_sanitizing(found) {
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
