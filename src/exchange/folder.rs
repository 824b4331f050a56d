//! Parcels as files: found in a folder, read within limits, written once.

use std::cmp::Reverse;
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

/// A file that may be a parcel by its name and length.
struct Candidate {
    path: PathBuf,
    modified: SystemTime,
}

impl Candidate {
    fn holds_parcel(&self) -> bool {
        let mut start = Vec::new();
        let read =
            File::open(&self.path).and_then(|file| file.take(START_BYTES).read_to_end(&mut start));
        read.is_ok() && is_parcel(&start)
    }
}

/// The newest parcel in `downloads`, whatever it is called; only the newest files are looked into.
pub fn newest_download(downloads: &Path) -> Option<PathBuf> {
    let mut found = candidates(downloads, is_finished).ok()?;
    found.sort_by_key(|file| Reverse(file.modified));
    found.truncate(MAX_LOOKED_INTO);
    let newest = found.into_iter().find(Candidate::holds_parcel);
    newest.map(|file| file.path)
}

/// The parcels in a folder that two people share, by name. Files that are no parcels, not complete yet, or second versions
/// that a program for shared folders made are passed over.
///
/// # Errors
/// When the folder cannot be read.
pub fn parcels_in(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let may_be = |name: &str| is_finished(name) && !is_second_version(name);
    let mut found = candidates(folder, may_be).map_err(|error| {
        let name = files::name_of(folder);
        Problem::new(format!("The folder “{name}” could not be read."))
            .hint("Nothing was changed. Is it there, and may you look into it?")
            .caused_by(&error)
    })?;
    found.retain(Candidate::holds_parcel);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found.into_iter().map(|file| file.path).collect())
}

/// Files in `folder` that are neither empty nor too long for a parcel and whose name is let through.
fn candidates(folder: &Path, may_be: impl Fn(&str) -> bool) -> io::Result<Vec<Candidate>> {
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
        found.push(Candidate { path, modified });
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
    let name = files::name_of(&path);
    if error.kind() != io::ErrorKind::AlreadyExists {
        let message = format!("The parcel “{name}” could not be written.");
        let hint = "Is the folder there, is there room on the disk, and may you write there?";
        return Err(Problem::new(message).hint(hint).caused_by(&error));
    }
    if files::read_limited(&path, bytes.len()).is_ok_and(|there| there.as_deref() == Some(bytes)) {
        return Ok(path);
    }
    let message = format!("There is a file called “{name}” already.");
    Err(Problem::new(message).hint("It was left as it is. Choose another name, or a folder."))
}
