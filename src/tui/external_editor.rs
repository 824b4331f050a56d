//! The user's own editor on a text: in a private temporary file, with nothing left behind beside it.
//!
//! Each text has a folder of its own, so that swap and backup files of the editor are deleted with it. The folder is locked
//! as long as this program or the editor runs, and every start deletes leftovers without a lock.

use std::env::split_paths;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use tempfile::TempDir;

use crate::files;
use crate::problem::Problem;

/// Prefix of the temporary folders' names.
const PREFIX: &str = "note-";
/// Name of the file in a folder whose lock is the folder's.
const LOCK: &str = "lock";
/// Texts that every Vim and Neovim has somewhere in its program file.
const VIM_SIGNATURES: [&[u8]; 2] = [b"VIM - Vi IMproved", b"NVIM v"];
/// A program file larger than this is no Vim.
const MAX_PROGRAM_BYTES: usize = 32 << 20;
/// Arguments that keep Vim from writing swap, undo, backup and history files elsewhere. It ignores settings of features it
/// was built without, silently.
const VIM_PRIVACY_ARGS: [&str; 7] = [
    "-n",
    "-i",
    "NONE",
    "-c",
    "set nobackup nowritebackup noundofile",
    "-c",
    "silent! set viminfo=",
];

/// Deletes texts that a crash left behind and that no editor has open any more.
pub fn remove_leftovers(scratch: &Path) {
    // A folder that another window creates is not locked at first. Leftovers stay for the next start.
    let (Some(_gate), Ok(entries)) = (try_lock(scratch), fs::read_dir(scratch)) else {
        return;
    };
    for entry in entries.flatten() {
        let leftover = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if leftover && try_lock(&entry.path()).is_some() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The lock of `folder`; none if it is held, or the disk knows no locks.
fn try_lock(folder: &Path) -> Option<File> {
    let lock = lock_file(folder).ok()?;
    lock.try_lock().ok()?;
    Some(lock)
}

/// The file that is locked for `folder`: itself, or a file in it on Windows, which locks no folders.
fn lock_file(folder: &Path) -> io::Result<File> {
    if cfg!(not(windows)) {
        return File::open(folder);
    }
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    options.open(folder.join(LOCK))
}

/// Opens `text` in the user's editor and returns the edited text.
///
/// # Errors
/// When there is no editor, or it ended with a failure; the text on the screen stays as it was.
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
    let edited = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    // Editors end the last line of a file; that is no part of the text.
    Ok(match edited.strip_suffix('\n') {
        Some(without) if !text.ends_with('\n') => without.to_owned(),
        Some(_) | None => edited,
    })
}

/// Creates a folder for one text, and its lock. The editor inherits the lock: it may outlive this program.
fn new_folder(scratch: &Path) -> io::Result<(TempDir, File)> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let gate = lock_file(scratch)?;
    // Where there are no locks no leftovers are deleted either.
    let _ = gate.lock();
    let folder = builder.prefix(PREFIX).tempdir_in(scratch)?;
    let lock = lock_file(folder.path())?;
    let _ = lock.try_lock();
    #[cfg(unix)]
    rustix::io::fcntl_setfd(&lock, rustix::io::FdFlags::empty())?;
    Ok((folder, lock))
}

/// True if the user has named an editor.
pub fn is_named() -> bool {
    editor_command().is_some()
}

fn editor_command() -> Option<String> {
    let named = ["VISUAL", "EDITOR"].iter();
    let named = named.filter_map(|name| std::env::var(name).ok());
    let default = cfg!(windows).then(|| "notepad".to_owned());
    named
        .chain(default)
        .find(|command| !command.trim().is_empty())
}

fn run(command: &str, path: &Path) -> io::Result<ExitStatus> {
    let words = command_words(command);
    let mut command = Command::new(words.first().map_or("", String::as_str));
    command.args(words.iter().skip(1));
    if words.iter().any(|word| is_vim(word)) {
        command.args(VIM_PRIVACY_ARGS);
    }
    command.arg(path).status()
}

/// Words of a command: between blanks, or between double quotes. A program's path with blanks may stand alone.
fn command_words(command: &str) -> Vec<String> {
    if Path::new(command).is_file() {
        return vec![command.to_owned()];
    }
    let parts = command.split('"').enumerate();
    let words = parts.flat_map(|(place, part)| match place % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

/// True if `word` of a command is Vim, be it the program or one that this starts: by its own name, by that of the file it
/// links to, or by that file's bytes. `vi`, `ex` and `view` are other programs on many systems, which do not know Vim's
/// options.
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

/// The program file for `word`: found in `PATH`, every link resolved.
fn resolve_program(word: &str) -> Option<PathBuf> {
    let path = Path::new(word);
    let file = if path.components().count() > 1 {
        path.to_owned()
    } else {
        let folders = std::env::var_os("PATH")?;
        let mut candidates = split_paths(&folders).map(|folder| folder.join(path));
        candidates.find(|candidate| candidate.is_file())?
    };
    file.canonicalize().ok().filter(|file| file.is_file())
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

    #[test]
    fn a_program_may_lie_in_a_folder_with_blanks_in_its_name() {
        let home = tempfile::tempdir().unwrap();
        let program = home.path().join("my editor");
        fs::write(&program, "").unwrap();
        let program = program.to_str().unwrap();
        assert_eq!(command_words(program), [program]);
        assert_eq!(command_words("code  --wait"), ["code", "--wait"]);
        let quoted = format!("\"{program}\" --wait");
        assert_eq!(command_words(&quoted), [program, "--wait"]);
    }
}
