//! JSON: the whole shared book without loss, or one form as an office adds it up. `schema` describes both.

use std::cell::Cell;
use std::io::{self, Write};

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use serde::ser::{Error as _, SerializeSeq, Serializer};
use serde_json::Value;

use super::exporter::names_in_words;
use super::log_json;
use super::shared_book::ExportView;
use super::submission::{self, FormSubmission};
use super::{Content, ExportError, ExportProgress, ExportSubject, Exporter};
use crate::domain::book::Book;
use crate::domain::change::{Kind, Record};
use crate::domain::id::Id;
use crate::domain::person::Role;
use crate::domain::sanitize::needs_sanitizing;

/// Format name of a file of the whole book.
pub const EVERYTHING: &str = "matchbook.everything";
/// Format name of a file of one form.
pub const FORM: &str = "matchbook.form";
/// Format name of a file of the hours.
pub const HOURS: &str = "matchbook.hours";
/// Format name of a file of meetings.
pub const MEETINGS: &str = "matchbook.meetings";
/// Format version of all but forms, which have a version of their own. Fields may be added within it; none is removed and none
/// changes its meaning.
pub const VERSION: u32 = 1;

pub const JSON: Exporter = Exporter::new("json", "JSON", is_for_programs, write)
    .noting(names_in_words)
    .files("JSON files", &["jsonl", "json5"]);

fn is_for_programs(subject: &ExportSubject) -> bool {
    matches!(
        subject,
        ExportSubject::Form { .. }
            | ExportSubject::Meetings { .. }
            | ExportSubject::Hours
            | ExportSubject::Everything
    )
}

fn write(
    content: &Content,
    out: &mut dyn Write,
    progress: &dyn ExportProgress,
) -> Result<(), ExportError> {
    let view = &content.view;
    let level = content.level.key();
    let everything = |out| write_envelope(out, EVERYTHING, level, BookExport::of(view, progress));
    match content.subject {
        ExportSubject::Form { key } => match view.form(key).filter(|def| view.is_handed_in(def)) {
            Some(def) => write_envelope(out, FORM, level, FormSubmission::of(view, def)),
            None => everything(out),
        },
        ExportSubject::Hours => write_envelope(out, HOURS, level, log_json::hours(view)),
        ExportSubject::Meetings { from, to } => {
            let meetings = log_json::meetings(view, *from, *to);
            write_envelope(out, MEETINGS, level, meetings)
        }
        ExportSubject::Meeting(_)
        | ExportSubject::BlankForm { .. }
        | ExportSubject::PartnerForm { .. }
        | ExportSubject::Agenda(_)
        | ExportSubject::Year
        | ExportSubject::Everything => everything(out),
    }
}

fn write_envelope(
    out: &mut dyn Write,
    format: &'static str,
    level: &'static str,
    body: impl Serialize,
) -> Result<(), ExportError> {
    let envelope = JsonEnvelope {
        format,
        version: if format == FORM {
            submission::VERSION
        } else {
            VERSION
        },
        level,
        body,
    };
    let mut out = EscapingWriter(out);
    match serde_json::to_writer_pretty(&mut out, &envelope) {
        Ok(()) => Ok(writeln!(out)?),
        Err(error) if error.is_io() => Err(ExportError::Write(error.into())),
        // Every record serializes, so nothing else stops the writer.
        Err(_) => Err(ExportError::Canceled),
    }
}

/// Header fields before the content.
#[derive(Serialize, JsonSchema)]
pub struct JsonEnvelope<T> {
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
    records: RecordsByKind<'a>,
}

#[derive(Serialize)]
struct KeyAndTitle<'a> {
    key: &'a str,
    title: &'a str,
}

impl<'a> BookExport<'a> {
    fn of(view: &'a ExportView, progress: &'a dyn ExportProgress) -> Self {
        let book = &view.book;
        let counts = Kind::ALL.iter().map(|kind| book.records_of(*kind).len());
        Self {
            made: view.today,
            pair: book.identity.pair,
            role: book.me(),
            program: KeyAndTitle {
                key: &view.program.key,
                title: &view.program.title,
            },
            records: RecordsByKind {
                book,
                progress,
                done: Cell::new(0),
                all: counts.sum(),
            },
        }
    }
}

/// Records by kind, empty kinds too, so that a reader finds every key. Each is built as it is written.
struct RecordsByKind<'a> {
    book: &'a Book,
    progress: &'a dyn ExportProgress,
    done: Cell<usize>,
    all: usize,
}

impl Serialize for RecordsByKind<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            Kind::ALL
                .iter()
                .map(|kind| (kind.name(), OfKind(self, *kind))),
        )
    }
}

struct OfKind<'a>(&'a RecordsByKind<'a>, Kind);

impl Serialize for OfKind<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(records, kind) = self;
        let mut list = serializer.serialize_seq(None)?;
        for record in records.book.records_of(*kind) {
            let done = records.done.replace(records.done.get() + 1);
            let proceed = records.progress.check(done, records.all);
            proceed.map_err(S::Error::custom)?;
            list.serialize_element(&object(&record))?;
        }
        list.end()
    }
}

/// A record with its id; empty fields are omitted.
fn object(record: &Record) -> Value {
    let mut fields = record.fields();
    fields.insert("id".to_owned(), record.id().to_string().into());
    Value::Object(fields)
}

/// Escapes control and invisible characters, which stand in strings only: nothing can act on a terminal or hide, and parsing
/// yields the same JSON.
struct EscapingWriter<'a>(&'a mut dyn Write);

impl Write for EscapingWriter<'_> {
    /// Writes JSON, of which the serializer hands over whole characters.
    fn write(&mut self, json: &[u8]) -> io::Result<usize> {
        let text = str::from_utf8(json).map_err(io::Error::other)?;
        let mut start = 0;
        for (at, found) in text.match_indices(needs_sanitizing) {
            self.0.write_all(&json[start..at])?;
            start = at + found.len();
            for unit in found.encode_utf16() {
                write!(self.0, "\\u{unit:04x}")?;
            }
        }
        self.0.write_all(&json[start..])?;
        Ok(json.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
