//! Whether a book is sound, told in plain words.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::Connection;

use super::error::{Result, StoreError, is_unreadable};
use super::log::Log;
use super::project::{current, fold, known, rec_id, record, table};
use super::{search, surroundings};
use crate::domain::change::{Kind, Record};
use crate::domain::visibility::{Visibility, visibility};
use crate::domain::when;

/// One thing that is wrong or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is, in one sentence.
    pub message: String,
    /// What to do, likewise.
    pub hint: String,
}

impl Finding {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What is wrong with the book.
    pub faults: Vec<Finding>,
    /// What is worth knowing about its surroundings.
    pub advice: Vec<Finding>,
    /// How many records were looked at.
    pub records: usize,
}

impl Report {
    /// Whether nothing is wrong with the book.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

const RESTORE: &str = "Open the newest backup, in the folder “backups” beside the book.";
const REBUILD: &str = "Run “matchbook check --rebuild”: it builds what you see anew from the log.";

pub(super) fn check(conn: &Connection, book: Option<&Path>) -> Result<Report> {
    let mut report = Report {
        advice: book
            .map(|book| surroundings::look(conn, book))
            .unwrap_or_default(),
        ..Report::default()
    };
    let (of_index, of_file): (Vec<_>, Vec<_>) = engine(conn)?
        .into_iter()
        .partition(|line| line.contains("fts5"));
    report.faults.extend(
        of_file
            .iter()
            .map(|line| Finding::new(format!("The file is damaged: {line}."), RESTORE)),
    );
    if !report.is_sound() {
        return Ok(report);
    }
    let known = known(conn)?;
    for &kind in Kind::ALL {
        compare(conn, kind, known.get(&kind), &mut report)?;
    }
    if !of_index.is_empty() || !search::agrees(conn)? {
        let message = "Search does not find all there is.";
        report.faults.push(Finding::new(message, REBUILD));
    }
    Ok(report)
}

/// What the engine finds wrong with the file itself.
fn engine(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare("PRAGMA integrity_check")?;
    let lines = statement.query_map([], |row| row.get(0))?;
    let lines: Vec<String> = lines.collect::<rusqlite::Result<_>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

/// Whether the tables say of every record of `kind` what the logs say.
fn compare(
    conn: &Connection,
    kind: Kind,
    known: Option<&BTreeSet<String>>,
    report: &mut Report,
) -> Result<()> {
    let mut rows = rows(conn, kind)?;
    for rec in known.into_iter().flatten() {
        report.records += 1;
        rows.remove(rec);
        let logged = readable(logged(conn, kind, rec))?;
        let shown = readable(shown(conn, kind, rec))?;
        if logged.is_some() && logged == shown {
            continue;
        }
        let name = match shown.flatten().or(logged.flatten()) {
            Some((_, record)) => name(&record),
            None => format!("A {}", word(kind)),
        };
        report.faults.push(Finding::new(
            format!("{name} is not what the log says it is."),
            REBUILD,
        ));
    }
    for _ in rows {
        let message = format!("The log does not know a {} that is shown.", word(kind));
        report.faults.push(Finding::new(message, REBUILD));
    }
    Ok(())
}

type Found = Option<(Log, Record)>;

fn logged(conn: &Connection, kind: Kind, rec: &str) -> Result<Found> {
    let Some((log, fields, _)) = fold(conn, kind, rec)? else {
        return Ok(None);
    };
    Ok(Some((log, record(kind, rec_id(rec)?, fields)?)))
}

fn shown(conn: &Connection, kind: Kind, rec: &str) -> Result<Found> {
    let Some((log, fields)) = current(conn, kind, rec)? else {
        return Ok(None);
    };
    Ok(Some((log, record(kind, rec_id(rec)?, fields)?)))
}

/// What was found; none when it cannot be read, which is a finding and no reason to stop.
fn readable(found: Result<Found>) -> Result<Option<Found>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::Database { source, .. }) if is_unreadable(&source) => Ok(None),
        Err(error) => Err(error),
    }
}

fn rows(conn: &Connection, kind: Kind) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for table in Log::BOTH.iter().filter_map(|log| table(kind, *log)) {
        let mut statement = conn.prepare(&format!("SELECT id FROM {table}"))?;
        let ids = statement.query_map([], |row| row.get(0))?;
        found.extend(ids.collect::<rusqlite::Result<Vec<String>>>()?);
    }
    Ok(found)
}

fn word(kind: Kind) -> String {
    kind.name().replace('_', " ")
}

/// A record in plain words; the text of a private one stays unsaid.
fn name(record: &Record) -> String {
    let kind = word(record.kind());
    if visibility(record) == Visibility::Private {
        return format!("A private {}", kind.trim_start_matches("private "));
    }
    let day = match record {
        Record::Meeting(meeting) => Some(meeting.date),
        Record::Progress(line) => Some(line.date),
        Record::Milestone(milestone) => Some(milestone.date),
        Record::Pulse(pulse) => Some(pulse.date),
        Record::Person(_)
        | Record::Cycle(_)
        | Record::Goal(_)
        | Record::Step(_)
        | Record::Evidence(_)
        | Record::Note(_)
        | Record::PrivateNote(_)
        | Record::AgendaItem(_)
        | Record::Action(_)
        | Record::Activity(_)
        | Record::Prompt(_)
        | Record::Question(_)
        | Record::ListItem(_)
        | Record::Response(_)
        | Record::Answer(_) => None,
    };
    let title = search::title(record);
    match (day, title.is_empty()) {
        (Some(day), _) => format!("The {kind} of {}", when::shown(day)),
        (None, false) => format!("The {kind} “{title}”"),
        (None, true) => format!("A {kind}"),
    }
}
