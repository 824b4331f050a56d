//! The lock beside a book: one window at a time may change it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::error::{Result, StoreError};
use crate::env::Env;
use crate::files;

/// What the name of a lock file ends in.
pub(super) const ENDING: &str = ".lock";

/// Held while the book may be changed; the system lets go of it even when the program is killed.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock of `book`; none where its folder cannot be written to, so that the book can only be read.
    pub fn take(book: &Path, env: &Env) -> Result<Option<Self>> {
        let path = files::beside(book, ENDING);
        loop {
            let mut file = match open(&path) {
                Ok(file) => file,
                Err(error) if cannot_write(&error) => return Ok(None),
                Err(error) => return Err(StoreError::file("locking", &path)(error)),
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(held(book, &mut file)),
                // Some disks of other computers know no locks; `check` advises against them.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => {
                    return Err(StoreError::file("locking", &path)(error));
                }
            }
            // Between opening and locking, whoever had it may have taken the file away.
            if is_at(&file, &path) {
                let who = format!("{}\n{}\n", std::process::id(), env.now().to_rfc3339());
                // Who has it is a help for others and no condition: a full disk must not keep the book shut.
                let _ = file
                    .set_len(0)
                    .and_then(|()| file.write_all(who.as_bytes()));
                return Ok(Some(Self { path, _file: file }));
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Left behind, it would harm nothing: what counts is the lock, not the file.
        let _ = fs::remove_file(&self.path);
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Whether nothing can be written there now; the book can still be read.
fn cannot_write(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
    )
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(there)) => (held.dev(), held.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true // An open file cannot be taken away there.
}

fn held(book: &Path, file: &mut File) -> StoreError {
    let mut text = String::new();
    // Where the lock forbids reading, the window is named no closer.
    let _ = file.read_to_string(&mut text);
    let mut lines = text.lines();
    let pid = lines.next().and_then(|line| line.parse().ok());
    let since = lines
        .next()
        .and_then(|line| DateTime::parse_from_rfc3339(line).ok());
    StoreError::OpenElsewhere {
        path: book.to_owned(),
        pid,
        since: since.map(|since| since.with_timezone(&Utc)),
    }
}
