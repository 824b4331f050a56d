//! Parcels as files: found in a folder, read within limits, written once.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::envelope::{MAX_BYTES, is_parcel};
use super::refusal::Refusal;
use crate::files;
use crate::problem::Problem;

/// The most files of the downloads folder that are looked into, the newest first.
const MAX_LOOKED_INTO: usize = 50;
/// Bytes at the start of a file by which a parcel is recognized: in a saved mail much may stand before it.
const START_BYTES: u64 = 16 << 10;

/// Endings of files that another program is still writing, or keeps for itself.
const UNFINISHED: [&str; 8] = [
    ".tmp",
    ".temp",
    ".part",
    ".partial",
    ".crdownload",
    ".download",
    ".icloud",
    "~",
];
/// Parts of the names that programs for shared folders give to a second version of a file.
const CONFLICT: [&str; 4] = [
    "conflicted copy",
    "sync-conflict",
    "case conflict",
    ".conflict",
];

/// The downloads folder of this user; none where the platform knows no home.
pub fn downloads_folder() -> Option<PathBuf> {
    let user = directories::UserDirs::new()?;
    let named = user.download_dir().map(Path::to_owned);
    Some(named.unwrap_or_else(|| user.home_dir().join("Downloads")))
}

fn holds_parcel(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(START_BYTES).read_to_end(&mut start));
    read.is_ok() && is_parcel(&start)
}

/// The newest parcel in `downloads`, whatever it is called; only the newest files are looked into.
pub fn newest_download(downloads: &Path) -> Option<PathBuf> {
    let mut found = candidates(downloads, is_finished).ok()?;
    found.sort_by(|one, other| other.cmp(one));
    let mut newest = found
        .into_iter()
        .take(MAX_LOOKED_INTO)
        .map(|(_, path)| path);
    newest.find(|path| holds_parcel(path))
}

/// The parcels in a folder that two people share, by name. Files that are no parcels, not complete yet, or second versions
/// that a program for shared folders made are passed over.
///
/// # Errors
/// When the folder cannot be read.
pub fn parcels_in(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let may_be = |name: &str| is_finished(name) && !is_second_version(name);
    let found = candidates(folder, may_be).map_err(|error| {
        let name = files::name_of(folder);
        Problem::new(format!("The folder “{name}” could not be read."))
            .hint("Nothing was changed. Is it there, and may you look into it?")
            .caused_by(&error)
    })?;
    let mut paths: Vec<_> = found.into_iter().map(|(_, path)| path).collect();
    paths.retain(|path| holds_parcel(path));
    paths.sort();
    Ok(paths)
}

/// Files in `folder` that are neither empty nor too long for a parcel and whose name is let through, each with the time of
/// its last change.
fn candidates(
    folder: &Path,
    may_be: impl Fn(&str) -> bool,
) -> io::Result<Vec<(SystemTime, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        if !may_be(&files::name_of(&path).to_lowercase()) {
            continue;
        }
        // One that vanishes meanwhile is none; a pipe would keep its reader waiting.
        let Ok(metadata) = fs::metadata(&path) else {
            continue;
        };
        if !metadata.is_file() || metadata.len() == 0 || metadata.len() > MAX_BYTES as u64 {
            continue;
        }
        let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        found.push((modified, path));
    }
    Ok(found)
}

fn is_finished(name: &str) -> bool {
    let is_hidden = name.starts_with(['.', '~']);
    !is_hidden && !UNFINISHED.iter().any(|ending| name.ends_with(ending))
}

/// Recognizes `a (1).parcel`, `a.sync-conflict-….parcel` and the like.
fn is_second_version(name: &str) -> bool {
    let is_numbered = name
        .rsplit_once(" (")
        .or_else(|| name.rsplit_once('('))
        .is_some_and(|(_, rest)| {
            let number = rest.split_once(')').map_or("", |(number, _)| number);
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        });
    is_numbered || CONFLICT.iter().any(|part| name.contains(part))
}

/// Reads the file at `path`, if it is not longer than a parcel may be.
///
/// # Errors
/// When it is too long, is no file, or the disk refuses.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: &io::Error| {
        let name = files::name_of(path);
        Problem::new(format!("The file “{name}” could not be read."))
            .hint("Nothing was changed. Is it there, and may you open it?")
            .caused_by(error)
    };
    let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(Refusal::NotAParcel.into());
    }
    let bytes = files::read_limited(path, MAX_BYTES).map_err(|error| unreadable(&error))?;
    Ok(bytes.ok_or(Refusal::TooLarge)?)
}

/// Verifies that a parcel can be written to `place`, before anything counts as sent.
///
/// # Errors
/// As [`write_parcel`].
pub fn verify_writable(place: &Path) -> Result<(), Problem> {
    let is_folder = place.is_dir();
    if !is_folder && place.symlink_metadata().is_ok() {
        return Err(not_written(place, &io::ErrorKind::AlreadyExists.into()));
    }
    let folder = if is_folder {
        place
    } else {
        files::folder_of(place)
    };
    files::temp_file(folder)
        .map(drop)
        .map_err(|error| not_written(place, &error))
}

/// The problem that no parcel could be written at `path`.
fn not_written(path: &Path, error: &io::Error) -> Problem {
    let name = files::name_of(path);
    if error.kind() == io::ErrorKind::AlreadyExists {
        let message = format!("There is a file called “{name}” already.");
        return Problem::new(message)
            .hint("It was left as it is. Choose another name, or a folder.");
    }
    let hint = "Is the folder there, is there room on the disk, and may you write there?";
    Problem::new(format!("The parcel “{name}” could not be written."))
        .hint(hint)
        .caused_by(error)
}

/// Writes a parcel to `place`, whole or not at all: into a folder under `name`, or as the file that `place` names. Never over
/// another file; one that holds the same already is left as it is. Returns its path.
///
/// # Errors
/// When there is another file, or the disk refuses; then nothing is left behind.
pub fn write_parcel(place: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Problem> {
    let path = if place.is_dir() {
        place.join(name)
    } else {
        place.to_owned()
    };
    let Err(error) = files::write_new(&path, bytes) else {
        return Ok(path);
    };
    let is_there = error.kind() == io::ErrorKind::AlreadyExists;
    let there = || files::read_limited(&path, bytes.len());
    if is_there && there().is_ok_and(|there| there.as_deref() == Some(bytes)) {
        return Ok(path);
    }
    Err(not_written(&path, &error))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const START: &[u8] = b"age-encryption.org/v1\n-> scrypt abcdefghijklmnopqrstuv 15\n";

    fn put(folder: &Path, name: &str, bytes: &[u8], age: u64) -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        let then = SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000 - age);
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(then)
            .unwrap();
        path
    }

    #[test]
    fn the_newest_parcel_in_the_downloads_is_found_whatever_it_is_called() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        assert_eq!(newest_download(folder), None);
        assert_eq!(newest_download(&folder.join("none")), None);
        put(folder, "old.parcel", START, 100);
        let newest = put(folder, "ATT00001 (1)", START, 50);
        put(folder, "song.mp3", b"la la la", 10);
        put(folder, "x.crdownload", START, 5);
        put(folder, "empty.parcel", b"", 5);
        assert_eq!(newest_download(folder), Some(newest));
        let mail = [b"Dear Ben\n".repeat(500), b"> -----BEGIN AGE ENCRYPTED FILE-----\n> YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBhYmNkZWZnaGlq\n".to_vec()].concat();
        let mail = put(folder, "mail.eml", &mail, 1);
        assert_eq!(newest_download(folder), Some(mail));
    }

    #[test]
    fn only_the_newest_files_are_looked_into() {
        let home = tempfile::tempdir().unwrap();
        let parcel = put(home.path(), "a.parcel", START, 1_000);
        for number in 0..49 {
            put(home.path(), &format!("{number}.txt"), b"x", number);
        }
        assert_eq!(newest_download(home.path()), Some(parcel));
        put(home.path(), "one more.txt", b"x", 60);
        assert_eq!(newest_download(home.path()), None);
    }

    #[test]
    fn a_shared_folder_gives_its_parcels_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        let parcels = ["a1b2-mentee-1.parcel", "b (of Rosa).parcel", "renamed"]
            .map(|name| put(folder, name, START, 1));
        for name in [
            "a.parcel.tmp",
            "a.parcel~",
            "~a.parcel",
            "a.parcel.part",
            "a.parcel.crdownload",
            ".a.parcel",
            ".stfolder",
            ".a.parcel.icloud",
            "a.icloud",
            "a (Rosa's conflicted copy 2026-11-27).parcel",
            "a.sync-conflict-20261127-190338-ABCDEFG.parcel",
            "a (1).parcel",
            "a(2).parcel",
            "A (12).PARCEL",
        ] {
            put(folder, name, START, 1);
        }
        put(folder, "ours.matchbook", b"SQLite format 3\0", 1);
        put(folder, "empty.parcel", b"", 1);
        put(folder, "half.parcel", &START[..20], 1);
        fs::create_dir(folder.join("folder.parcel")).unwrap();
        assert_eq!(parcels_in(folder).unwrap(), parcels);
        let problem = parcels_in(&folder.join("none")).unwrap_err();
        assert_eq!(problem.message, "The folder “none” could not be read.");
    }

    #[test]
    fn a_file_is_read_within_limits() {
        let home = tempfile::tempdir().unwrap();
        let path = put(home.path(), "a.parcel", START, 1);
        assert_eq!(read_bytes(&path).unwrap(), START);
        let huge = put(home.path(), "huge", b"", 1);
        File::options()
            .write(true)
            .open(&huge)
            .unwrap()
            .set_len(MAX_BYTES as u64 + 1)
            .unwrap();
        let said = |path: &Path| read_bytes(path).unwrap_err().message;
        assert_eq!(said(&huge), "This parcel is larger than a parcel may be.");
        assert_eq!(said(home.path()), "This is not a parcel of matchbook.");
        assert_eq!(
            said(&home.path().join("none")),
            "The file “none” could not be read."
        );
    }

    #[test]
    fn a_parcel_is_written_once_and_never_over_another_file() {
        let home = tempfile::tempdir().unwrap();
        let path = write_parcel(home.path(), "a.parcel", b"one").unwrap();
        assert_eq!(path, home.path().join("a.parcel"));
        assert_eq!(write_parcel(home.path(), "a.parcel", b"one").unwrap(), path);
        let problem = write_parcel(&path, "b.parcel", b"other").unwrap_err();
        assert_eq!(
            problem.message,
            "There is a file called “a.parcel” already."
        );
        assert_eq!(fs::read(&path).unwrap(), b"one");
        let nowhere = home.path().join("none/a.parcel");
        let problem = write_parcel(&nowhere, "a.parcel", b"one").unwrap_err();
        assert_eq!(
            problem.message,
            "The parcel “a.parcel” could not be written."
        );
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
