//! Backups: whole copies of the book in the folder `backups` beside it, each a book that opens.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDateTime};
use rusqlite::Connection;

use super::error::{self, StoreError};
use super::open;
use crate::domain::words::words;
use crate::env::Env;
use crate::files::{self, BOOK_ENDING};

words! {
    /// Why a copy was made.
    Reason, "reason" {
        Hand = "by-hand" => "Made by hand",
        Daily = "daily" => "Before the first change of the day",
        Update = "before-update" => "Before an update of the book",
        Import = "before-import" => "Before a file was taken in",
    }
}

/// A copy of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFile {
    /// The file.
    pub path: PathBuf,
    /// When it was made, where the user lives.
    pub at: NaiveDateTime,
    /// Why.
    pub reason: Reason,
}

const TIME: &str = "%Y-%m-%d %H%M";
/// The length of a time so written.
const TIME_LENGTH: usize = 15;
const LATEST_KEPT: usize = 10;
const MONTHS_KEPT: usize = 12;

/// The folder of the backups of `book`.
pub fn folder(book: &Path) -> PathBuf {
    files::folder_of(book).join("backups")
}

fn stem(book: &Path) -> String {
    let stem = book.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// The backups of `book`, newest first.
pub fn backups(book: &Path) -> Vec<BackupFile> {
    let Ok(entries) = fs::read_dir(folder(book)) else {
        return Vec::new();
    };
    let start = format!("{} ", stem(book));
    let mut found: Vec<_> = entries
        .filter_map(|entry| read_name(entry.ok()?.path(), &start))
        .collect();
    found.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
    found
}

fn read_name(path: PathBuf, start: &str) -> Option<BackupFile> {
    let name = path.file_name()?.to_str()?;
    let rest = name
        .strip_suffix(BOOK_ENDING)?
        .strip_suffix('.')?
        .strip_prefix(start)?;
    let (time, rest) = rest.split_at_checked(TIME_LENGTH)?;
    let at = NaiveDateTime::parse_from_str(time, TIME).ok()?;
    let reason = rest.trim_start().split(' ').next()?;
    let reason = Reason::ALL
        .iter()
        .copied()
        .find(|known| known.key() == reason)?;
    Some(BackupFile { path, at, reason })
}

/// Copies the open book, checks the copy, gives it its name and thins out old ones.
pub(super) fn make(
    conn: &Connection,
    book: &Path,
    reason: Reason,
    env: &Env,
) -> error::Result<BackupFile> {
    const DOING: &str = "making a backup in";
    let folder = folder(book);
    files::make_folder(&folder).map_err(StoreError::file(DOING, &folder))?;
    let temp = files::temp_file(&folder)
        .map_err(StoreError::file(DOING, &folder))?
        .into_temp_path();
    let name = temp.to_str().ok_or_else(|| StoreError::File {
        doing: DOING,
        path: folder.clone(),
        source: std::io::ErrorKind::InvalidFilename.into(),
    })?;
    conn.execute("VACUUM INTO ?1", [name])?;
    sound(&temp)?;
    let at = env.local_now();
    let start = format!("{} {} {}", stem(book), at.format(TIME), reason.key());
    let mut path = folder.join(format!("{start}.{BOOK_ENDING}"));
    let mut copy = 1;
    while path.exists() {
        copy += 1;
        path = folder.join(format!("{start} {copy}.{BOOK_ENDING}"));
    }
    files::keep_new(temp, &path).map_err(StoreError::file(DOING, &folder))?;
    thin_out(book);
    Ok(BackupFile { path, at, reason })
}

/// Whether the copy of `today` is made already, and whether there is anything to be copied.
pub(super) fn noted(conn: &Connection, today: &str) -> error::Result<(bool, bool)> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM meta WHERE key = 'backup_day' AND value = ?1),
         EXISTS (SELECT 1 FROM \"commit\")",
    )?;
    Ok(statement.query_row([today], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn sound(copy: &Path) -> error::Result<()> {
    let conn = open::connect(copy, false)?;
    let word: String = conn.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    if word == "ok" {
        Ok(())
    } else {
        Err(StoreError::damaged(copy.to_owned(), word))
    }
}

/// Keeps the latest, one a month for a year, and those made before an update.
fn thin_out(book: &Path) {
    let mut months = Vec::new();
    for (place, backup) in backups(book).into_iter().enumerate() {
        let month = (backup.at.year(), backup.at.month());
        let first_of_month = !months.contains(&month);
        if first_of_month {
            months.push(month);
        }
        let monthly = first_of_month && months.len() <= MONTHS_KEPT;
        if place >= LATEST_KEPT && !monthly && backup.reason != Reason::Update {
            // One too many does no harm.
            let _ = fs::remove_file(&backup.path);
        }
    }
}
