//! The user's own editor: a private file, removed again, and nothing left behind beside it.
//!
//! Each text has a folder of its own, locked while the editor has it, so that whatever an editor puts beside the text
//! goes with it, and another window sweeps away only what a crash left.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};

use tempfile::TempDir;

use crate::files;
use crate::problem::Problem;

/// What the name of a text on its way through an editor begins with.
const PREFIX: &str = "note-";
/// Programs of the vi family, which keep swap, undo and history files elsewhere unless they are told not to.
const VI: [&str; 5] = ["vi", "vim", "nvim", "view", "gvim"];
const VI_KEEPS_NOTHING: [&str; 5] = [
    "-n",
    "-i",
    "NONE",
    "-c",
    "set nobackup nowritebackup noundofile",
];

/// Removes texts that a crash left behind.
pub fn sweep(scratch: &Path) {
    let Ok(entries) = fs::read_dir(scratch) else {
        return;
    };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        // One that stays is swept next time.
        if ours && File::open(entry.path()).is_ok_and(|folder| folder.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Opens `text` in the user's editor and returns what it left.
///
/// # Errors
/// When there is no editor, or it ended with a fault; the text on the screen stays as it was.
pub fn edit(text: &str, scratch: &Path) -> Result<String, Problem> {
    let command = chosen().ok_or_else(|| {
        Problem::new("No editor of your own is set.")
            .hint("Name one in the environment variable VISUAL or EDITOR, or go on typing here.")
    })?;
    let failed = |error: io::Error| {
        Problem::new("Your editor could not be opened; the text here is as it was.")
            .hint("Check the environment variable VISUAL or EDITOR.")
            .caused_by(&error)
    };
    files::make_folder(scratch).map_err(failed)?;
    let folder = new_folder(scratch).map_err(failed)?;
    let _lock = lock(folder.path()).map_err(failed)?;
    let path = folder.path().join("note.md");
    files::write_new(&path, text.as_bytes()).map_err(failed)?;
    let status = run(&command, &path).map_err(failed)?;
    if !status.success() {
        return Err(Problem::new(
            "Your editor ended with a fault; the text here is as it was.",
        ));
    }
    let bytes = fs::read(&path).map_err(failed)?;
    let edited = String::from_utf8_lossy(&bytes).into_owned();
    // Editors end the last line of a file; that is no part of the text.
    Ok(match edited.strip_suffix('\n') {
        Some(without) if !text.ends_with('\n') => without.to_owned(),
        Some(_) | None => edited,
    })
}

fn new_folder(scratch: &Path) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.prefix(PREFIX).tempdir_in(scratch)
}

fn lock(folder: &Path) -> io::Result<File> {
    let held = File::open(folder)?;
    held.lock()?;
    Ok(held)
}

fn chosen() -> Option<String> {
    ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|command| !command.trim().is_empty())
}

fn run(command: &str, path: &Path) -> io::Result<ExitStatus> {
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or_default();
    let mut command = Command::new(program);
    command.args(words);
    let name = Path::new(program).file_name().unwrap_or_default();
    if VI.iter().any(|vi| name == *vi) {
        command.args(VI_KEEPS_NOTHING);
    }
    command.arg(path).status()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_of_a_crash_are_swept() {
        let scratch = tempfile::tempdir().unwrap();
        let left = scratch.path().join("note-abc");
        fs::create_dir(&left).unwrap();
        fs::write(left.join("note.md"), "private").unwrap();
        fs::write(scratch.path().join("other"), "kept").unwrap();
        let open = scratch.path().join("note-open");
        fs::create_dir(&open).unwrap();
        let lock = lock(&open).unwrap();
        sweep(scratch.path());
        assert!(!left.exists());
        assert!(scratch.path().join("other").exists());
        assert!(open.exists(), "another window has it");
        drop(lock);
        sweep(scratch.path());
        assert!(!open.exists());
    }
}
