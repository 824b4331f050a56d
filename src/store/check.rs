//! Integrity check: damage of file, log, tables and index, and the environment's risks, in sentences for people.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::types::FromSql;
use schemars::JsonSchema;
use serde::Serialize;

use super::checksum::{self, ChecksumTable};
use super::error::{Result, StoreError, is_decode_error};
use super::finding::Finding;
use super::integrity::{IntegrityCheck, damage_of_log};
use super::messages::restore_hint;
use super::open::{self, SchemaVersion};
use super::project::{current, fold, logged_records, matches_log};
use super::search_index::IndexedKind;
use super::tables::{Log, tables};
use super::{Store, backup, compact, environment, project, read, search_check};
use crate::domain::change::{Fields, Kind};
use crate::domain::dates;
use crate::domain::id::Id;

/// Findings of one check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckReport {
    /// Damage of the book.
    pub faults: Vec<Finding>,
    /// Risks around the book, such as a synced folder or old backups.
    pub advice: Vec<Finding>,
    /// Number of records compared with the log.
    pub records: usize,
}

impl CheckReport {
    /// True without faults; advice does not count.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

const REBUILD: &str = "Run “matchbook check --rebuild”: it builds what you see anew from the log.";
const READ_DRAFTS: &str =
    "Read what is offered as not saved yet with care; saving it or throwing it away ends this.";

impl Store {
    /// Checks everything that could be wrong with the book, in one read transaction. Takes seconds on a large one.
    pub fn check(&self) -> Result<CheckReport> {
        let book = self.on_disk.then_some(self.path.as_path());
        self.read_snapshot("checking the book", |conn| check_book(conn, book))
    }

    /// Rebuilds the tables and the search index from the logs.
    ///
    /// # Errors
    /// [`StoreError::DamagedLog`]; the tables are then the better copy and stay.
    pub fn rebuild(&mut self) -> Result<()> {
        let path = self.path.clone();
        self.transact("building the book anew", |conn| {
            require_sound_log(conn, &path)?;
            project::rebuild(conn)
        })
    }
}

/// Fails with [`StoreError::DamagedLog`] if the log of the book at `path` is damaged.
pub(super) fn require_sound_log(conn: &Connection, path: &Path) -> Result<()> {
    match damage_of_log(conn)? {
        Some(detail) => Err(StoreError::DamagedLog {
            backup: newest_sound_backup(path),
            path: path.to_owned(),
            detail,
        }),
        None => Ok(()),
    }
}

fn check_book(conn: &Connection, book: Option<&Path>) -> Result<CheckReport> {
    let mut report = CheckReport {
        advice: book
            .map(|book| environment::check_environment(conn, book))
            .unwrap_or_default(),
        ..CheckReport::default()
    };
    report.advice.extend(compact::free_space_finding(conn)?);
    let engine = IntegrityCheck::run(conn)?;
    let of_file = engine.of_file.iter();
    let mut severe: Vec<_> = of_file
        .map(|line| format!("The file is damaged: {line}."))
        .collect();
    if severe.is_empty() {
        let damaged = checksum::damaged_entries(conn)?;
        severe = log_faults(conn, &damaged)?;
        let logged = logged_records(conn)?;
        for &kind in Kind::ALL {
            compare_kind(conn, kind, logged.get(&kind), &damaged, &mut report)?;
        }
        if !engine.of_index.is_empty() || !search_check::is_consistent(conn)? {
            let message = "The index is damaged: search does not find all there is.";
            report.faults.push(Finding::new(message, REBUILD));
        }
        if checksum::damaged_rows(conn, ChecksumTable::Draft)? > 0 {
            let message = "A text that is not saved yet is damaged.";
            report.faults.push(Finding::new(message, READ_DRAFTS));
        }
    }
    if !severe.is_empty() {
        // The tables are no copy of the log: a damaged log is only whole in a backup.
        let backup = book.and_then(newest_sound_backup);
        let instead = restore_hint("sound backup", backup.as_deref());
        let hint = format!("Change nothing in this book. {instead}");
        // A rebuild reads the log, so it is no remedy for these faults, either.
        for fault in &mut report.faults {
            fault.hint.clone_from(&hint);
        }
        let severe = severe.into_iter();
        let severe = severe.map(|message| Finding::new(message, hint.clone()));
        report.faults.splice(0..0, severe);
    }
    Ok(report)
}

/// Damage of the log, each in a sentence.
fn log_faults(conn: &Connection, damaged: &BTreeSet<(String, Option<Id>)>) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for (kind, rec) in damaged {
        let what = match (Kind::from_name(kind), rec) {
            (Some(kind), Some(rec)) => describe_shown(conn, kind, *rec)?,
            (Some(_), None) | (None, _) => None,
        };
        let what = what.unwrap_or_else(|| "a record".to_owned());
        faults.push(format!(
            "The log is damaged: what it keeps of {what} is not what was saved."
        ));
    }
    for (part, what) in [
        (ChecksumTable::Commit, "a change in the history"),
        (ChecksumTable::Meta, "what the book knows of you"),
        (
            ChecksumTable::Replica,
            "what the book knows of this computer",
        ),
    ] {
        if checksum::damaged_rows(conn, part)? > 0 {
            faults.push(format!(
                "The log is damaged: {what} is not as it was saved."
            ));
        }
    }
    Ok(faults)
}

/// The newest backup of `book` with an undamaged log.
fn newest_sound_backup(book: &Path) -> Option<PathBuf> {
    let backups = backup::backups(book).into_iter();
    let mut paths = backups.map(|backup| backup.path);
    paths.find(|path| is_sound(path).unwrap_or(false))
}

fn is_sound(path: &Path) -> Result<bool> {
    open::inspect(path)?;
    let conn = open::connect(path, false, open::Locking::Engine)?;
    let found = match open::schema_version(&conn, path)? {
        SchemaVersion::Current => damage_of_log(&conn)?,
        // It has no checksums yet.
        SchemaVersion::Outdated => IntegrityCheck::run(&conn)?.of_file.pop(),
    };
    Ok(found.is_none() && read::identity(&conn).is_ok())
}

/// Compares tables and logs for every record of `kind`, except those in `damaged`, whose logs prove nothing.
fn compare_kind(
    conn: &Connection,
    kind: Kind,
    logged: Option<&BTreeSet<Id>>,
    damaged: &BTreeSet<(String, Option<Id>)>,
    report: &mut CheckReport,
) -> Result<()> {
    let mut rows = row_ids(conn, kind)?;
    for rec in logged.into_iter().flatten() {
        report.records += 1;
        rows.remove(&Some(*rec));
        if damaged.contains(&(kind.name().to_owned(), Some(*rec)))
            || decoded(matches_log(conn, kind, *rec))? == Some(true)
        {
            continue;
        }
        let logged = decoded(fold(conn, kind, *rec))?.flatten();
        let what = match (describe_shown(conn, kind, *rec)?, logged) {
            (Some(what), _) => what,
            (None, Some((log, fields, _))) => describe(kind, log, &fields),
            (None, None) => format!("a {}", kind_label(kind)),
        };
        report.faults.push(Finding::new(
            format!("A table is damaged: {what} is not what the log says it is."),
            REBUILD,
        ));
    }
    for _ in rows {
        let message = format!(
            "A table is damaged: the log does not know a {} that is shown.",
            kind_label(kind)
        );
        report.faults.push(Finding::new(message, REBUILD));
    }
    Ok(())
}

/// The decoded value; none when it cannot be decoded, which is a finding and no reason to stop.
fn decoded<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Database { source, .. }) if is_decode_error(&source) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The ids in the tables; none stands for one that is damaged.
fn row_ids(conn: &Connection, kind: Kind) -> Result<BTreeSet<Option<Id>>> {
    let mut found = BTreeSet::new();
    for (_, table) in tables(kind) {
        let mut statement = conn.prepare(&format!("SELECT id FROM {table}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            found.insert(Id::column_result(row.get_ref(0)?).ok());
        }
    }
    Ok(found)
}

fn kind_label(kind: Kind) -> String {
    kind.name().replace('_', " ")
}

/// Names a record in a sentence as the tables have it; none where they do not.
fn describe_shown(conn: &Connection, kind: Kind, rec: Id) -> Result<Option<String>> {
    let shown = decoded(current(conn, kind, rec))?.flatten();
    Ok(shown.map(|(log, fields)| describe(kind, log, &fields)))
}

/// Names a record in a sentence; a private one without its text.
fn describe(kind: Kind, log: Log, fields: &Fields) -> String {
    let label = kind_label(kind);
    if log == Log::Private {
        return format!("a private {}", label.trim_start_matches("private "));
    }
    let title = IndexedKind::of(kind).map_or_else(String::new, |kind| kind.text(fields).title);
    let day = fields
        .get("date")
        .and_then(|day| day.as_str()?.parse().ok());
    match (day.filter(|_| kind != Kind::Evidence), title.is_empty()) {
        (Some(day), _) => format!("the {label} of {}", dates::format_date(day)),
        (None, false) => format!("the {label} “{title}”"),
        (None, true) => format!("a {label}"),
    }
}
