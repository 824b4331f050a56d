//! Backups: whole copies of the book in the folder `backups` beside it, each a book that opens.
//!
//! A backup is labeled in its own table `meta`: when and why it was made, and a sequence number that only grows, so that
//! neither a changed name nor a clock that once ran ahead decides which backup is the newest. The retention policy is in
//! [`retained`]; putting a backup back is in `restore`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDateTime};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, params};
use sha2::{Digest, Sha256};

use super::contents::Contents;
use super::error::{self, StoreError};
use super::open::{self, Locking};
use super::read;
use crate::domain::string_enum::string_enum;
use crate::env::Env;
use crate::files::{self, BOOK_EXTENSION};

string_enum! {
    /// Reasons for which a backup is made.
    BackupReason, "reason" {
        Manual = "by-hand" => "Made by hand",
        Daily = "daily" => "Before the first change of the day",
        Update = "before-update" => "Before an update of the book",
        Import = "before-import" => "Before a file was taken in",
        Receive = "before-receive" => "Before a parcel was received",
        Restore = "before-restore" => "Before another copy was put back",
    }
}

/// A backup of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFile {
    pub path: PathBuf,
    /// Local time at which it was made.
    pub at: NaiveDateTime,
    pub reason: BackupReason,
    /// Summary of the contents; none when the file cannot be read.
    pub contents: Option<Contents>,
    /// Grows with every backup; 0 for those of versions that did not count.
    sequence: u32,
    /// Tells apart backups of one minute that have no sequence number.
    ordinal: u32,
}

const TIME_FORMAT: &str = "%Y-%m-%d %H%M";
/// Length of the time in a file's name, in characters.
const TIME_LENGTH: usize = 15;
/// Longest part of the book's name in a backup's name, in bytes; time and ending must fit after it.
const MAX_STEM_BYTES: usize = 150;
/// Pages copied per step while a person works at the screen: a fraction of a millisecond each.
const PAGES_PER_STEP: i32 = 64;
const ALL_PAGES: i32 = -1;
/// Restarts, each because the book was written to, after which the backup is made in one step.
const MAX_RESTARTS: u32 = 20;

const DOING: &str = "making a backup in";
const RETAIN_LATEST: usize = 10;
const RETAIN_DAYS: usize = 10;
const RETAIN_MONTHS: usize = 12;
const RETAIN_UPDATES: usize = 2;

/// The folder of the backups of `book`.
pub fn backup_folder(book: &Path) -> PathBuf {
    files::folder_of(book).join("backups")
}

/// The books in `folder` whose files are gone while backups of them are there, by name.
pub fn missing_books(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("backups")).into_iter().flatten();
    let mut books: Vec<PathBuf> = entries
        .filter_map(|entry| book_of(folder, &entry.ok()?.file_name()))
        .filter(|book| book.symlink_metadata().is_err())
        .collect();
    books.sort();
    books.dedup();
    books.retain(|book| !backups(book).is_empty());
    books
}

/// The book in `folder` of which a file called `name` is a backup: the name before the backup's time.
fn book_of(folder: &Path, name: &OsStr) -> Option<PathBuf> {
    let name = name.to_str()?;
    let is_time = |at: usize| {
        let time = name.get(at + 1..at + 1 + TIME_LENGTH);
        time.is_some_and(|time| NaiveDateTime::parse_from_str(time, TIME_FORMAT).is_ok())
    };
    let (end, _) = name.match_indices(' ').find(|(at, _)| is_time(*at))?;
    Some(folder.join(format!("{}.{BOOK_EXTENSION}", &name[..end])))
}

/// The beginning of the names of all backups of `book`: its own name, or the start of one that is too long or not UTF-8,
/// and a checksum that tells it from others with that start.
pub(super) fn stem(book: &Path) -> String {
    let stem = book.file_stem().unwrap_or_default();
    if let Some(name) = stem.to_str().filter(|stem| stem.len() <= MAX_STEM_BYTES) {
        return name.to_owned();
    }
    let sum = Sha256::digest(stem.as_encoded_bytes());
    let sum = u32::from_be_bytes([sum[0], sum[1], sum[2], sum[3]]);
    let shown = stem.to_string_lossy();
    let beginning = &shown[..shown.floor_char_boundary(MAX_STEM_BYTES)];
    format!("{beginning} {sum:08x}")
}

/// The backups of `book`, newest first.
pub fn backups(book: &Path) -> Vec<BackupFile> {
    backups_in(&backup_folder(book), book)
}

fn backups_in(folder: &Path, book: &Path) -> Vec<BackupFile> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let start = format!("{} ", stem(book));
    let mut found: Vec<_> = entries
        .filter_map(|entry| read_backup_file(entry.ok()?.path(), &start))
        .collect();
    found.sort_by_cached_key(|it| (it.sequence, it.at, it.ordinal, it.path.clone()));
    found.reverse();
    found
}

/// A file of the folder, if it is a backup. Its label counts more than its name.
fn read_backup_file(path: PathBuf, start: &str) -> Option<BackupFile> {
    let name = path.file_name()?.to_str()?;
    let rest = name
        .strip_suffix(BOOK_EXTENSION)?
        .strip_suffix('.')?
        .strip_prefix(start)?;
    let (time, rest) = rest.split_at_checked(TIME_LENGTH)?;
    let at = NaiveDateTime::parse_from_str(time, TIME_FORMAT).ok()?;
    let mut words = rest.trim_start().split(' ');
    let word = words.next()?;
    let mut copy = BackupFile {
        at,
        reason: *BackupReason::ALL.iter().find(|known| known.key() == word)?,
        contents: None,
        sequence: 0,
        ordinal: words.next().and_then(|word| word.parse().ok()).unwrap_or(1),
        path,
    };
    // Backups are written once and then only read.
    if let Ok(conn) = open::open_untrusted(&copy.path, false, Locking::None) {
        copy.contents = Contents::of(&conn).ok();
        copy.read_label(&conn);
    }
    Some(copy)
}

impl BackupFile {
    /// Reads the label in the backup's table `meta`.
    fn read_label(&mut self, conn: &Connection) {
        let meta = |key| read::meta(conn, key).ok();
        if let Some(number) = meta("copy_number").and_then(|text| text.parse().ok()) {
            self.sequence = number;
        }
        if let Some(at) = meta("copy_at").and_then(|text| text.parse().ok()) {
            self.at = at;
        }
        if let Some(reason) = meta("copy_reason").and_then(|text| BackupReason::from_word(&text)) {
            self.reason = reason;
        }
    }

    fn write_label(&self, conn: &Connection) -> rusqlite::Result<()> {
        let (at, number) = (self.at.to_string(), self.sequence.to_string());
        conn.execute(
            "INSERT OR REPLACE INTO meta VALUES ('copy_number', ?1), ('copy_at', ?2), ('copy_reason', ?3)",
            params![number, at.replace(' ', "T"), self.reason.key()],
        )?;
        Ok(())
    }
}

/// Removes the label, for a backup that is put back as the book.
pub(super) fn remove_label(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch("DELETE FROM meta WHERE key IN ('copy_number', 'copy_at', 'copy_reason')")
}

/// Pace at which the pages are copied.
#[derive(Clone, Copy)]
pub(super) enum CopyPace<'a> {
    AtOnce,
    /// A few pages at a time, so that others can write in between, while this returns true.
    InSteps(&'a dyn Fn() -> bool),
}

/// Copies the open book, verifies the copy, gives it its name and applies the retention policy.
pub(super) fn create(
    conn: &Connection,
    book: &Path,
    reason: BackupReason,
    pace: CopyPace,
    env: &Env,
) -> error::Result<BackupFile> {
    let folder = backup_folder(book);
    files::make_folder(&folder).map_err(StoreError::file(DOING, &folder))?;
    let mut copies = backups_in(&folder, book);
    let backup = create_in(&folder, conn, book, &copies, (reason, pace), env)?;
    copies.insert(0, backup.clone());
    apply_retention(copies);
    Ok(backup)
}

/// As [`create`], in any folder, without retention.
pub(super) fn create_elsewhere(
    folder: &Path,
    conn: &Connection,
    book: &Path,
    env: &Env,
) -> error::Result<BackupFile> {
    let copies = backups_in(folder, book);
    create_in(
        folder,
        conn,
        book,
        &copies,
        (BackupReason::Manual, CopyPace::AtOnce),
        env,
    )
}

/// Makes a backup in `folder`, newer than `copies`.
fn create_in(
    folder: &Path,
    conn: &Connection,
    book: &Path,
    copies: &[BackupFile],
    (reason, pace): (BackupReason, CopyPace),
    env: &Env,
) -> error::Result<BackupFile> {
    files::remove_stale_temp_files(folder, env.now());
    let at = env.local_now();
    let newest = copies.first().map_or(0, |it| it.sequence);
    let mut backup = BackupFile {
        path: PathBuf::new(),
        at,
        reason,
        contents: None,
        sequence: newest.saturating_add(1),
        ordinal: 1,
    };
    let temp = files::temp_file(folder)
        .map_err(StoreError::file(DOING, folder))?
        .into_temp_path();
    copy_pages(conn, &temp, pace, |copy| backup.write_label(copy))?;
    backup.contents = Some(verify_copy(&temp)?);
    let start = format!("{} {} {}", stem(book), at.format(TIME_FORMAT), reason.key());
    backup.path = folder.join(format!("{start}.{BOOK_EXTENSION}"));
    let mut temp = Some(temp);
    while let Some(unnamed) = temp {
        // Another program may make a backup in the same minute.
        temp = files::try_persist_new(unnamed, &backup.path)
            .map_err(StoreError::file(DOING, folder))?;
        if temp.is_some() {
            backup.ordinal += 1;
            backup.path = folder.join(format!("{start} {}.{BOOK_EXTENSION}", backup.ordinal));
        }
    }
    Ok(backup)
}

/// Fills the empty file at `to` with the pages of `from` and lets `finish` make the last changes. Not flushed.
pub(super) fn copy_pages(
    from: &Connection,
    to: &Path,
    pace: CopyPace,
    finish: impl FnOnce(&Connection) -> rusqlite::Result<()>,
) -> error::Result<()> {
    let mut conn = Locking::None.open(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Nobody knows the file yet: no crash can hurt it, and no journal must be left beside it.
    conn.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = ON",
    )?;
    let steps = Backup::new(from, &mut conn)?;
    let (mut left, mut restarts) = (i32::MAX, 0);
    loop {
        let pages = match pace {
            CopyPace::AtOnce => ALL_PAGES,
            CopyPace::InSteps(_) if restarts > MAX_RESTARTS => ALL_PAGES,
            CopyPace::InSteps(goes_on) if goes_on() => PAGES_PER_STEP,
            CopyPace::InSteps(_) => return Err(StoreError::Canceled),
        };
        match steps.step(pages)? {
            StepResult::Done => break,
            StepResult::More => {}
            // SQLite's busy timeout has passed by now.
            StepResult::Busy | StepResult::Locked | _ => {
                return Err(StoreError::Busy { doing: DOING });
            }
        }
        let now = steps.progress().remaining;
        restarts += u32::from(now >= left);
        left = now;
    }
    drop(steps);
    finish(&conn)?;
    conn.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Checks the integrity of the backup at `path` and reads a summary of it.
pub(super) fn verify_copy(path: &Path) -> error::Result<Contents> {
    let conn = open::connect(path, false, Locking::None)?;
    let verdict: String = conn.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    if verdict == "ok" {
        Contents::of(&conn)
    } else {
        Err(StoreError::damaged(path.to_owned(), verdict))
    }
}

/// True if a backup (made for `reason`, if one is given) holds what the open book holds, so that none is needed.
pub(super) fn is_backed_up(conn: &Connection, book: &Path, reason: Option<BackupReason>) -> bool {
    let Ok(now) = Contents::of(conn) else {
        return false;
    };
    let copies = backups(book);
    let mut copies = copies
        .iter()
        .filter(|copy| reason.is_none_or(|reason| copy.reason == reason));
    copies.any(|copy| {
        copy.contents
            .as_ref()
            .is_some_and(|held| held.is_same(&now))
    })
}

/// Deletes those of `copies`, newest first, that need not be kept; only of the match of the newest, whatever their names.
fn apply_retention(mut copies: Vec<BackupFile>) {
    let pair = |copy: &BackupFile| copy.contents.as_ref().map(|contents| contents.pair);
    let of_newest = copies.first().and_then(pair);
    copies.retain(|copy| pair(copy).is_some() && pair(copy) == of_newest);
    for (copy, keep) in copies.iter().zip(retained(&copies)) {
        if !keep {
            // A backup too many does no harm.
            let _ = fs::remove_file(&copy.path);
        }
    }
}

/// The retention policy, for `copies` sorted newest first: it keeps the latest ten, the last of each of the ten latest days
/// and twelve latest months, and all made before an update from one of the two latest schema versions.
fn retained(copies: &[BackupFile]) -> Vec<bool> {
    let (mut days, mut months) = (Vec::new(), Vec::new());
    let mut versions: Vec<_> = copies
        .iter()
        .filter(|copy| copy.reason == BackupReason::Update)
        .filter_map(|copy| Some(copy.contents.as_ref()?.schema_version))
        .collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    versions.dedup();
    versions.truncate(RETAIN_UPDATES);
    let of_update = |copy: &BackupFile| {
        let version = copy
            .contents
            .as_ref()
            .map(|contents| contents.schema_version);
        copy.reason == BackupReason::Update
            && version.is_some_and(|version| versions.contains(&version))
    };
    let keep = |(index, copy): (usize, &BackupFile)| {
        let day = copy.at.date();
        let month = (copy.at.year(), copy.at.month());
        let new_day = !days.contains(&day) && days.len() < RETAIN_DAYS;
        let new_month = !months.contains(&month) && months.len() < RETAIN_MONTHS;
        days.extend(new_day.then_some(day));
        months.extend(new_month.then_some(month));
        index < RETAIN_LATEST || new_day || new_month || of_update(copy)
    };
    copies.iter().enumerate().map(keep).collect()
}
