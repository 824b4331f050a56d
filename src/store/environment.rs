//! Environment checks: permissions of a book, leftovers beside it, syncers that copy its folder, disks without locks.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::finding::Finding;
use super::{Store, backup, daily_backup, read};
use crate::files;

/// Prefixes of names of folders that a program syncs to other computers.
const SYNC_FOLDER_PREFIXES: &[&str] = &[
    "box sync",
    "cloudstorage", // of macOS, around Google Drive, OneDrive, Dropbox and Box
    "dropbox",
    "gdrive",
    "google drive",
    "google-drive",
    "googledrive",
    "icloud",
    "insync",
    "mega downloads",
    "megasync",
    "mobile documents", // iCloud on macOS
    "my dropbox",
    "my drive",
    "my tresors",
    "nextcloud",
    "onedrive",
    "owncloud",
    "pcloud",
    "proton drive",
    "protondrive",
    "seafile",
    "sync.com",
    "syncthing",
    "tresorit",
];

/// As above for names that are words of the language: the whole name, without a suffix in brackets.
const SYNC_FOLDER_NAMES: &[&str] = &["box", "mega", "sync"];

/// Finding on the location of `book`: a synced folder, or a remote disk where locks do not hold.
pub(super) fn location_warning(book: &Path) -> Option<Finding> {
    if let Some(folder) = sync_folder_of(book) {
        return Some(Finding::new(
            format!(
                "The book is in “{folder}”, which another program copies to other computers: a copy made while you \
                 write can be torn, and two computers can overwrite each other's changes."
            ),
            "Move the book to a folder of this computer alone; “matchbook backup --to FOLDER” puts copies of it there.",
        ));
    }
    is_remote(book).then(|| {
        Finding::new(
            "The book is on a disk of another computer, where locks and crashes are not safe.",
            "Move the book to this computer; “matchbook backup --to FOLDER” puts copies of it there.",
        )
    })
}

/// Finding on a disk without file locks.
pub(super) fn no_locks_warning() -> Finding {
    Finding::new(
        "The disk on which the book lies knows no locks: nothing keeps two windows from changing the book at once.",
        "Open the book in one window at a time, or move it to this computer.",
    )
}

impl Store {
    /// Finding on the book's location: once, and again when it lies elsewhere.
    pub fn new_location_warning(&mut self) -> Option<Finding> {
        let lock = self.lock.as_ref()?;
        let finding = if lock.enforced {
            location_warning(&self.path)?
        } else {
            no_locks_warning()
        };
        let folder = files::folder_of(&self.path);
        let location = format!("{}: {}", folder.display(), finding.message);
        if read::meta(&self.conn, "place_noted").is_ok_and(|last| last == location) {
            return None;
        }
        // If it cannot be recorded, it is shown again next time.
        let _ = self.transact("noting what was said", |conn| {
            let sql = "INSERT OR REPLACE INTO meta VALUES ('place_noted', ?1)";
            Ok(conn.execute(sql, [location])?)
        });
        Some(finding)
    }
}

/// Findings of every environment check of `book`, which is open as `conn`.
pub(super) fn check_environment(conn: &Connection, book: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    check_permissions(book, &mut findings);
    check_leftovers(book, &mut findings);
    findings.extend(location_warning(book));
    let copies = backup::backups(book);
    findings.extend(daily_backup::backup_finding(conn, &copies));
    if copies.is_empty() {
        findings.push(Finding::new(
            "There is no backup yet.",
            "One is made before the first change of each day.",
        ));
    }
    findings
}

#[cfg(unix)]
fn check_permissions(book: &Path, findings: &mut Vec<Finding>) {
    use std::os::unix::fs::PermissionsExt;
    if fs::metadata(book).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0) {
        findings.push(Finding::new(
            "Other users of this computer may read the book.",
            format!("Run: chmod 600 “{}”", book.display()),
        ));
    }
}

#[cfg(not(unix))]
fn check_permissions(_: &Path, _: &mut Vec<Finding>) {}

fn check_leftovers(book: &Path, findings: &mut Vec<Finding>) {
    let entries = fs::read_dir(files::folder_of(book)).into_iter().flatten();
    for entry in entries.flatten() {
        if entry
            .file_name()
            .to_string_lossy()
            .starts_with(files::TEMP_PREFIX)
        {
            findings.push(Finding::new(
                format!("{} was left by a crash.", entry.path().display()),
                "It is not needed; delete it when no window is open.",
            ));
        }
    }
}

/// The folder above `book` that a well-known file syncer manages.
fn sync_folder_of(book: &Path) -> Option<String> {
    let mut folders = book.ancestors().skip(1);
    let folder = folders.find(|folder| {
        let name = folder.file_name().unwrap_or_default();
        let name = name.to_string_lossy().to_lowercase();
        let word = name.split(" (").next().unwrap_or_default();
        SYNC_FOLDER_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
            || SYNC_FOLDER_NAMES.contains(&word)
            || folder.join(".stfolder").exists()
    })?;
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    Some(name.to_string_lossy().into_owned())
}

#[cfg(target_os = "linux")]
fn is_remote(book: &Path) -> bool {
    /// NFS, SMB, CIFS, SMB2, FUSE: magic numbers of `statfs`.
    const REMOTE: [i128; 5] = [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x6573_5546];
    rustix::fs::statfs(book)
        .is_ok_and(|disk| REMOTE.contains(&(i128::from(disk.f_type) & 0xffff_ffff)))
}

#[cfg(target_os = "macos")]
fn is_remote(book: &Path) -> bool {
    /// `MNT_LOCAL`: the flag of a disk of this computer.
    const LOCAL: u32 = 0x1000;
    rustix::fs::statfs(book).is_ok_and(|disk| disk.f_flags & LOCAL == 0)
}

#[cfg(windows)]
fn is_remote(book: &Path) -> bool {
    use std::path::{Component, Prefix};
    let first = book.components().next();
    let Some(Component::Prefix(prefix)) = first else {
        return false;
    };
    matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn is_remote(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_synced_folder_is_known_by_its_name() {
        for folder in [
            "/home/a/Dropbox",
            "/home/a/My Dropbox/x",
            "/home/a/OneDrive - County/x",
            "/home/a/gdrive",
            "/home/a/Google Drive/My Drive",
            "/Users/a/Library/CloudStorage/GoogleDrive-a@b.org/My Drive",
            "/Users/a/Library/Mobile Documents/com~apple~CloudDocs",
            "/Users/a/iCloud Drive (Archive)",
            "/home/a/Box",
            "/home/a/Box Sync",
            "/home/a/MEGA",
            "/home/a/MEGAsync",
            "/home/a/Proton Drive/a@proton.me/My files",
            "/home/a/Sync",
            "/home/a/Sync (2)",
            "/home/a/Nextcloud",
            "/home/a/Nextcloud2",
            "/home/a/ownCloud",
            "/home/a/Syncthing",
            "/home/a/Tresorit Drive",
            "/home/a/pCloudDrive",
        ] {
            let book = Path::new(folder).join("b.matchbook");
            assert!(sync_folder_of(&book).is_some(), "{folder}");
        }
        for folder in [
            "/home/a/books",
            "/home/a/boxes",
            "/home/a/megan",
            "/home/a/synced",
        ] {
            let book = Path::new(folder).join("dropbox.matchbook");
            assert_eq!(sync_folder_of(&book), None);
        }
    }
}
