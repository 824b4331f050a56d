//! The user's own editor: a private file, removed again, and nothing left behind beside it.
//!
//! Each text has a folder of its own, so that whatever an editor puts beside the text goes with it. The folder is locked
//! as long as the program or the editor has it, and every start sweeps away what nobody has any more.

use std::env::split_paths;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use tempfile::TempDir;

use crate::files;
use crate::problem::Problem;

/// What the name of a text on its way through an editor begins with.
const PREFIX: &str = "note-";
/// Words that every Vim and Neovim holds somewhere in its program file.
const VIM_SIGNATURES: [&[u8]; 2] = [b"VIM - Vi IMproved", b"NVIM v"];
/// A program file larger than this is no Vim.
const MAX_PROGRAM_BYTES: usize = 32 << 20;
/// Vim keeps swap, undo, backup and history files elsewhere unless it is told not to. What it was built without it does
/// not know, and says nothing of it.
const VIM_PRIVACY_ARGS: [&str; 7] = [
    "-n",
    "-i",
    "NONE",
    "-c",
    "set nobackup nowritebackup noundofile",
    "-c",
    "silent! set viminfo=",
];

/// Removes texts that a crash left behind and that no editor has open any more.
pub fn remove_leftovers(scratch: &Path) {
    // While another window makes a folder it is not locked yet. What stays is swept next time.
    let (Some(_gate), Ok(entries)) = (try_lock(scratch), fs::read_dir(scratch)) else {
        return;
    };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if ours && try_lock(&entry.path()).is_some() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The lock of `folder`, unless somebody has it or there are no locks where it is.
fn try_lock(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    folder.try_lock().ok()?;
    Some(folder)
}

/// Opens `text` in the user's editor and returns what it left.
///
/// # Errors
/// When there is no editor, or it ended with a fault; the text on the screen stays as it was.
pub fn edit(text: &str, scratch: &Path) -> Result<String, Problem> {
    let command = editor_command().ok_or_else(|| {
        Problem::new("No editor of your own is set.")
            .hint("Name one in the environment variable VISUAL or EDITOR, or go on typing here.")
    })?;
    let failed = |error: io::Error| {
        Problem::new("Your editor could not be opened; the text here is as it was.")
            .hint("Check the environment variable VISUAL or EDITOR.")
            .caused_by(&error)
    };
    files::make_folder(scratch).map_err(failed)?;
    let (folder, _lock) = new_folder(scratch).map_err(failed)?;
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

/// A folder for one text, and its lock. The editor inherits the lock: it may outlive this program.
fn new_folder(scratch: &Path) -> io::Result<(TempDir, File)> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let gate = File::open(scratch)?;
    // Where there are no locks nothing is swept either.
    let _ = gate.lock();
    let folder = builder.prefix(PREFIX).tempdir_in(scratch)?;
    let lock = File::open(folder.path())?;
    let _ = lock.try_lock();
    #[cfg(unix)]
    rustix::io::fcntl_setfd(&lock, rustix::io::FdFlags::empty())?;
    Ok((folder, lock))
}

fn editor_command() -> Option<String> {
    ["VISUAL", "EDITOR"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|command| !command.trim().is_empty())
}

fn run(command: &str, path: &Path) -> io::Result<ExitStatus> {
    let words: Vec<_> = command.split_whitespace().collect();
    let mut command = Command::new(words.first().unwrap_or(&""));
    command.args(words.iter().skip(1));
    if words.iter().any(|word| is_vim(word)) {
        command.args(VIM_PRIVACY_ARGS);
    }
    command.arg(path).status()
}

/// Whether `word` of a command, its program or what that starts in turn, is Vim: by the name it is called by, by that of
/// the file it leads to, or by what is in there. `vi`, `ex` and `view` are other programs on many systems, which know
/// nothing of Vim's options.
fn is_vim(word: &str) -> bool {
    let Some(program) = resolve_program(word) else {
        return false;
    };
    let named = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.to_lowercase().contains("vim")
    };
    let called = named(Path::new(word)) || named(&program);
    called
        || files::read_limited(&program, MAX_PROGRAM_BYTES)
            .is_ok_and(|bytes| bytes.is_some_and(has_vim_signature))
}

fn has_vim_signature(program: Vec<u8>) -> bool {
    let holds = |signature: &[u8]| {
        let mut parts = program.windows(signature.len());
        parts.any(|part| part == signature)
    };
    VIM_SIGNATURES.iter().any(|signature| holds(signature))
}

/// The file behind every link that is run when `word` is.
fn resolve_program(word: &str) -> Option<PathBuf> {
    let path = Path::new(word);
    let found = if path.components().count() > 1 {
        path.to_owned()
    } else {
        let folders = std::env::var_os("PATH")?;
        let mut places = split_paths(&folders).map(|folder| folder.join(path));
        places.find(|place| place.is_file())?
    };
    found.canonicalize().ok().filter(|found| found.is_file())
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
        let lock = try_lock(&open).unwrap();
        remove_leftovers(scratch.path());
        assert!(!left.exists());
        assert!(scratch.path().join("other").exists());
        assert!(open.exists(), "another window has it");
        drop(lock);
        remove_leftovers(scratch.path());
        assert!(!open.exists());
    }
}
