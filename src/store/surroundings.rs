//! What surrounds a book and may harm it: who may read it, what lies beside it, who else copies its folder about.

use std::fs;
use std::path::Path;

use super::backup;
use super::check::Finding;
use crate::files;

/// Parts of a path that tell of a program which copies the folder to other computers.
const SYNCED: &[&str] = &[
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "my drive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "pcloud",
    "syncthing",
    "seafile",
];

/// Everything worth knowing about the surroundings of `book`.
pub(super) fn look(book: &Path) -> Vec<Finding> {
    let mut found = Vec::new();
    readers(book, &mut found);
    strays(book, &mut found);
    if is_synced(book) {
        found.push(Finding::new(
            "The book is in a folder that another program copies to other computers; copies made while you write can be torn.",
            "Keep the book elsewhere, and back it up into that folder instead.",
        ));
    }
    if is_remote(book) {
        found.push(Finding::new(
            "The book is on a disk of another computer, where locks and crashes are not safe.",
            "Keep the book on this computer.",
        ));
    }
    if backup::backups(book).is_empty() {
        found.push(Finding::new(
            "There is no backup yet.",
            "One is made before the first change of each day.",
        ));
    }
    found
}

#[cfg(unix)]
fn readers(book: &Path, found: &mut Vec<Finding>) {
    use std::os::unix::fs::PermissionsExt;
    if fs::metadata(book).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0) {
        found.push(Finding::new(
            "Other users of this computer may read the book.",
            format!("Run: chmod 600 “{}”", book.display()),
        ));
    }
}

#[cfg(not(unix))]
fn readers(_: &Path, _: &mut Vec<Finding>) {}

fn strays(book: &Path, found: &mut Vec<Finding>) {
    let entries = fs::read_dir(files::folder_of(book)).into_iter().flatten();
    for entry in entries.flatten() {
        if entry
            .file_name()
            .to_string_lossy()
            .starts_with(files::TEMP_PREFIX)
        {
            found.push(Finding::new(
                format!("{} was left by a crash.", entry.path().display()),
                "It is not needed; delete it when no window is open.",
            ));
        }
    }
}

/// Whether a well-known file syncer looks after the folder.
fn is_synced(book: &Path) -> bool {
    book.ancestors().skip(1).any(|folder| {
        let name = folder.file_name().unwrap_or_default();
        let name = name.to_string_lossy().to_lowercase();
        SYNCED.iter().any(|known| name.starts_with(known)) || folder.join(".stfolder").exists()
    })
}

#[cfg(target_os = "linux")]
fn is_remote(book: &Path) -> bool {
    /// NFS, SMB, CIFS, SMB2, FUSE: the numbers by which the kernel knows them.
    const REMOTE: [i128; 5] = [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x6573_5546];
    rustix::fs::statfs(book)
        .is_ok_and(|disk| REMOTE.contains(&(i128::from(disk.f_type) & 0xffff_ffff)))
}

#[cfg(not(target_os = "linux"))]
fn is_remote(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_synced_folder_is_known_by_its_name() {
        assert!(is_synced(Path::new("/home/a/Dropbox/b.matchbook")));
        assert!(is_synced(Path::new(
            "/home/a/OneDrive - County/x/b.matchbook"
        )));
        assert!(!is_synced(Path::new("/home/a/books/dropbox.matchbook")));
    }
}
