//! The lock file beside a book: one window at a time may change it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::error::{Result, StoreError};
use crate::env::Env;
use crate::files;

/// Ending of the lock file's name.
pub(super) const SUFFIX: &str = ".lock";

/// Most attempts when others delete the lock file in between.
const MAX_TRIES: usize = 100;

/// Held while the book may be changed; the system releases it even when the program is killed.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// False where the disk knows no locks: then this keeps nobody out.
    pub enforced: bool,
    _file: File,
}

impl Lock {
    /// Takes the lock of `book`; none where its folder cannot be written to, so that the book is read-only.
    pub fn acquire(book: &Path, env: &Env) -> Result<Option<Self>> {
        let path = files::with_suffix(book, SUFFIX);
        for _ in 0..MAX_TRIES {
            let mut file = match open(&path) {
                Ok(file) => file,
                Err(error) if cannot_write(&error) => return Ok(None),
                Err(error) if is_link(&error, &path) => return Err(stray_error(book, path)),
                Err(error) => return Err(StoreError::file("locking", &path)(error)),
            };
            if !has_single_link(&file) {
                return Err(stray_error(book, path));
            }
            let holds = match file.try_lock() {
                Ok(()) => true,
                Err(TryLockError::WouldBlock) => return Err(locked_error(book, &mut file)),
                // Some network disks know no locks: the user is warned, and can still work.
                Err(TryLockError::Error(error)) if is_unsupported(&error) => false,
                Err(TryLockError::Error(error)) => {
                    return Err(StoreError::file("locking", &path)(error));
                }
            };
            // Between opening and locking, the last holder may have deleted the file.
            if is_at(&file, &path) {
                let holder = format!("{}\n{}\n", std::process::id(), env.now().to_rfc3339());
                // Process and time help others and are no condition: a full disk must not keep the book shut.
                let _ = file
                    .set_len(0)
                    .and_then(|()| file.write_all(holder.as_bytes()));
                return Ok(Some(Self {
                    path,
                    enforced: holds,
                    _file: file,
                }));
            }
        }
        let error = io::Error::other("the file is taken away again and again");
        Err(StoreError::file("locking", &path)(error))
    }
}

fn stray_error(book: &Path, stray: PathBuf) -> StoreError {
    StoreError::Stray {
        path: book.to_owned(),
        stray,
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Left behind, it would harm nothing: the lock counts, not the file.
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
        // A symbolic link's target is not ours to truncate.
        options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    options.open(path)
}

/// True if opening failed because the name is a symbolic link.
fn is_link(error: &io::Error, path: &Path) -> bool {
    error.kind() != io::ErrorKind::NotFound
        && fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink())
}

/// True if the file has no hard link under which somebody may keep something in it.
fn has_single_link(file: &File) -> bool {
    file.metadata()
        .is_ok_and(|meta| meta.is_file() && link_count(&meta) <= 1)
}

#[cfg(unix)]
fn link_count(meta: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(meta)
}

#[cfg(not(unix))]
fn link_count(_: &fs::Metadata) -> u64 {
    1
}

fn is_unsupported(error: &io::Error) -> bool {
    #[cfg(unix)]
    let no_lock = error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error());
    #[cfg(not(unix))]
    let no_lock = false;
    no_lock || error.kind() == io::ErrorKind::Unsupported
}

/// True if the folder is not writable now; the book can still be opened read-only.
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
    true // Windows does not let an open file be replaced.
}

fn locked_error(book: &Path, file: &mut File) -> StoreError {
    let mut text = String::new();
    // Where the lock forbids reading, the error names no process.
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
