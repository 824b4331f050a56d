//! Atomic file writes, never silently over another file; temporary files and safe file names.
//!
//! A file is written under another name in the same folder, synced, and renamed; then the folder is synced. A reader sees
//! the old file or the new one, never half of either. Everything created here is readable by its owner alone, but exports
//! of many files.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use tempfile::{NamedTempFile, TempPath};

pub const BOOK_EXTENSION: &str = "matchbook";
/// Prefix of every temporary name, by which leftovers of a crash are known.
pub const TEMP_PREFIX: &str = ".matchbook-";

/// Writes `bytes` to `path`, in place of a file there.
///
/// # Errors
/// When the disk refuses. Then `path` is as it was, unless only its folder could not be flushed: `bytes` are there, but a
/// power cut may bring the old file back.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = write_temp_file(path, bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder_of(path))
}

/// Writes `bytes` to `path`, where there must be no file yet.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when there is one; else when the disk refuses.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = write_temp_file(path, bytes)?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(folder_of(path))
}

/// Writes `bytes` to `path`; a file there is replaced only with `replace`.
///
/// # Errors
/// As [`write_atomic`] and [`write_new`].
pub fn write_or_replace(path: &Path, bytes: &[u8], replace: bool) -> io::Result<()> {
    let write = if replace { write_atomic } else { write_new };
    write(path, bytes)
}

/// Reads the file at `path`; none when it is longer than `limit` bytes.
///
/// # Errors
/// When the disk refuses, or there is no file.
pub fn read_limited(path: &Path, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    File::open(path)?
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

/// One file of an export that has several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// File name without a folder.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Writes `pages` to `folder`, created if needed, readable by everybody: none gets its name before all are on the disk.
///
/// # Errors
/// When the disk refuses; if it is full, the folder is as it was.
pub fn write_files_atomic(folder: &Path, pages: &[OutputFile]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut ready = Vec::new();
    for page in pages {
        let path = folder.join(&page.name);
        let file = write_temp_file(&path, &page.bytes)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let everybody = fs::Permissions::from_mode(0o644);
            file.as_file().set_permissions(everybody)?;
        }
        // A path keeps no file open: there may be more pages than a program may have open.
        ready.push((file.into_temp_path(), path));
    }
    for (temp, path) in ready {
        temp.persist(path).map_err(|error| error.error)?;
    }
    sync_folder(folder)
}

fn write_temp_file(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = temp_file(folder_of(path))?;
    file.write_all(bytes)?;
    sync(file.as_file())?;
    Ok(file)
}

/// Creates an empty file in `folder` that only its owner may read, deleted when dropped.
///
/// # Errors
/// When the disk refuses.
pub fn temp_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMP_PREFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o600));
    }
    builder.tempfile_in(folder)
}

/// Age, since the last write, at which a temporary file counts as left by a killed program.
const STALE_AFTER: TimeDelta = TimeDelta::hours(1);

/// Deletes the temporary files in `folder` that a killed program of ours left. Those that may be in use stay.
pub fn remove_stale_temp_files(folder: &Path, now: DateTime<Utc>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let stale = name.to_str().is_some_and(is_temp);
        let file = entry.metadata().ok().filter(fs::Metadata::is_file);
        let written = file.and_then(|file| file.modified().ok());
        let old = written.is_some_and(|at| now - DateTime::<Utc>::from(at) > STALE_AFTER);
        if stale && old {
            // One that stays harms nobody; `check` names it.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Recognizes the names that [`temp_file`] gives.
fn is_temp(name: &str) -> bool {
    let random = name.strip_prefix(TEMP_PREFIX);
    random.is_some_and(|it| it.len() == 6 && it.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Copies the file at `from` to `to`, where there must be no file yet.
///
/// # Errors
/// As [`write_new`].
pub fn copy_new(from: &Path, to: &Path) -> io::Result<()> {
    let mut file = temp_file(folder_of(to))?;
    io::copy(&mut File::open(from)?, &mut file)?;
    persist_new(file.into_temp_path(), to)
}

/// Syncs what another library wrote to `temp` and renames it to `path`, in place of a file there.
///
/// # Errors
/// When the disk refuses; then `path` is as it was.
pub fn persist_over(temp: TempPath, path: &Path) -> io::Result<()> {
    sync(&File::options().write(true).open(&temp)?)?;
    temp.persist(path).map_err(|error| error.error)?;
    sync_folder(folder_of(path))
}

/// Syncs what another library wrote to `temp` and renames it to `path`, where there must be no file yet.
///
/// # Errors
/// As [`write_new`].
pub fn persist_new(temp: TempPath, path: &Path) -> io::Result<()> {
    match try_persist_new(temp, path)? {
        None => Ok(()),
        Some(_) => Err(io::ErrorKind::AlreadyExists.into()),
    }
}

/// As [`persist_new`], but where there is a file already returns `temp`, to be tried under another name.
///
/// # Errors
/// When the disk refuses.
pub fn try_persist_new(temp: TempPath, path: &Path) -> io::Result<Option<TempPath>> {
    sync(&File::options().write(true).open(&temp)?)?;
    match temp.persist_noclobber(path) {
        Ok(()) => sync_folder(folder_of(path)).map(|()| None),
        Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => Ok(Some(taken.path)),
        Err(error) => Err(error.error),
    }
}

/// Creates `folder` and its parents, for their owner alone.
///
/// # Errors
/// When the disk refuses.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// The folder of `path`; `.` where none is named.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

/// The path of a file as people type it.
pub fn typed_path(typed: &str) -> PathBuf {
    // A file that is dropped into a terminal comes in quotation marks.
    let typed = typed.trim().trim_matches(['\'', '"']);
    match (typed.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(typed),
    }
}

/// The name of the file at `path`, with replacement characters for what is not UTF-8.
pub fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// True if both are names of one existing file. Neither is opened.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let of = |path: &Path| fs::metadata(path).map(|meta| (meta.dev(), meta.ino()));
        matches!((of(one), of(other)), (Ok(one), Ok(other)) if one == other)
    }
    #[cfg(not(unix))]
    {
        let of = |path: &Path| dunce::canonicalize(path);
        matches!((of(one), of(other)), (Ok(one), Ok(other)) if one == other)
    }
}

/// Appends `ending` to the whole file name: `a.matchbook` and `.lock` give `a.matchbook.lock`.
pub fn with_suffix(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Syncs `file`. On macOS network drives refuse the full way and know the simple one.
fn sync(file: &File) -> io::Result<()> {
    let synced = file.sync_all();
    #[cfg(target_os = "macos")]
    let synced = synced.or_else(|_| rustix::fs::fsync(file).map_err(io::Error::from));
    synced
}

/// Syncs `folder`, so that a rename in it outlasts a power cut, where the platform can.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        sync(&File::open(folder)?)?;
    }
    Ok(())
}

/// The first of `name.ending`, `name 2.ending`, … in `folder` that is free.
pub fn unused_path(folder: &Path, name: &str, ending: &str) -> PathBuf {
    let first = folder.join(format!("{name}.{ending}"));
    let others = (2..).map(|number| folder.join(format!("{name} {number}.{ending}")));
    std::iter::once(first)
        .chain(others)
        .find(|path| path.symlink_metadata().is_err())
        .unwrap_or_default()
}

/// Longest file name without its ending, in bytes.
const MAX_NAME_BYTES: usize = 120;

/// Device names that Windows reserves.
const RESERVED_NAMES: &[&str] = &[
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Sanitizes typed text to a file name: letters, digits, blanks, `-` and `.`; never a path, never hidden, never one that a
/// system reserves. `otherwise` when nothing is left.
pub fn sanitize_file_name(text: &str, otherwise: &str) -> String {
    let mut name = String::new();
    for letter in text.chars() {
        let allowed = letter.is_alphanumeric() || matches!(letter, '-' | '.');
        let letter = if allowed { letter } else { ' ' };
        if letter == ' ' && name.ends_with(' ') {
            continue;
        }
        if name.len() + letter.len_utf8() > MAX_NAME_BYTES {
            break;
        }
        name.push(letter);
    }
    let name = name.trim_matches([' ', '.']);
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    if name.is_empty() {
        otherwise.to_owned()
    } else if RESERVED_NAMES.contains(&stem.to_lowercase().as_str()) {
        format!("{otherwise} {name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_its_folder_and_is_never_reserved() {
        for (typed, kept) in [
            ("Ana & Ben: 2026/27", "Ana Ben 2026 27"),
            ("../../etc/passwd", "etc passwd"),
            ("CON", "book CON"),
            ("con.txt", "book con.txt"),
            ("  .hidden ", "hidden"),
            ("\u{202e}\u{0}\n", "book"),
            ("", "book"),
            ("Bücherei Süd", "Bücherei Süd"),
        ] {
            assert_eq!(sanitize_file_name(typed, "book"), kept, "{typed:?}");
        }
        assert!(sanitize_file_name(&"ä".repeat(300), "book").len() <= MAX_NAME_BYTES);
    }

    #[test]
    fn a_new_file_never_replaces_an_old_one() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.txt");
        write_new(&path, b"first").unwrap();
        let error = write_new(&path, b"second").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"first");
        write_atomic(&path, b"third").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"third");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn files_and_folders_are_for_their_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("a/b");
        make_folder(&folder).unwrap();
        let path = folder.join("c");
        write_atomic(&path, b"x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&folder), 0o700);
    }
}
