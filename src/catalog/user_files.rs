//! The user's own data files: where they are, and how the text of one is read. Nothing is read before it is asked for.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::CatalogError;

/// The longest file that is read. A program has a few hundred lines; what is longer is something else.
const MAX_BYTES: u64 = 1_000_000;

/// What a data file describes; files of each kind lie in a folder of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A program.
    Program,
    /// A form.
    Form,
    /// A set of competency areas.
    Competencies,
    /// A list of activities.
    Activities,
    /// A list of prompts.
    Prompts,
}

impl FileKind {
    /// The folder of such files, among the built-in ones and among the user's own.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Program => "programs",
            Self::Form => "forms",
            Self::Competencies => "competencies",
            Self::Activities => "activities",
            Self::Prompts => "prompts",
        }
    }

    /// The name that the folder of the user's own had before, which is read for ever.
    const fn former_folder(self) -> Option<&'static str> {
        match self {
            Self::Program => Some("programmes"),
            Self::Form | Self::Competencies | Self::Activities | Self::Prompts => None,
        }
    }

    /// What one is called.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Form => "form",
            Self::Competencies => "competency set",
            Self::Activities => "list of activities",
            Self::Prompts => "list of prompts",
        }
    }

    /// The name of the example of such a file.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Form => "form",
            Self::Competencies => "competencies",
            Self::Activities => "activities",
            Self::Prompts => "prompts",
        }
    }
}

/// The folder in which the user's own files are.
#[derive(Clone, Debug)]
pub struct UserFolder {
    root: PathBuf,
}

impl UserFolder {
    /// The folder of the user's own files at `root`.
    pub const fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Where the file `key` is, if there is one. A key from somebody else's book is never a way out of the folder.
    pub(super) fn path(&self, kind: FileKind, key: &str) -> Option<PathBuf> {
        super::check::check_key("key", key).ok()?;
        let mut paths = self
            .folders(kind)
            .into_iter()
            .map(|folder| folder.join(format!("{key}.toml")));
        paths.find(|path| path.exists())
    }

    /// The path that the file `key` has, or will have once it is there.
    pub fn place(&self, kind: FileKind, key: &str) -> PathBuf {
        let new = || self.root.join(kind.folder()).join(format!("{key}.toml"));
        self.path(kind, key).unwrap_or_else(new)
    }

    /// The folders with files of `kind`; the first is the one that is written to.
    pub fn folders(&self, kind: FileKind) -> Vec<PathBuf> {
        let names = [kind.folder()].into_iter().chain(kind.former_folder());
        names.map(|name| self.root.join(name)).collect()
    }

    /// Every file of `kind`, by name; none where there is no such folder.
    pub(super) fn files(&self, kind: FileKind) -> Vec<PathBuf> {
        let entries = self
            .folders(kind)
            .into_iter()
            .flat_map(fs::read_dir)
            .flatten();
        let mut files: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .filter(|path| !file_name(path).starts_with('.'))
            .collect();
        files.sort();
        files
    }
}

/// The name of a file without the folders it is in.
pub(super) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The text of the file at `path`, which is called `file` in what is said about it.
///
/// # Errors
/// When there is no such file, or it is no text of a reasonable length.
pub fn read_text(path: &Path, file: &str) -> Result<String, CatalogError> {
    let because = |why: &str| CatalogError::Unreadable {
        file: file.to_owned(),
        why: why.to_owned(),
    };
    // Opening a pipe would wait for somebody to write into it.
    let found = fs::metadata(path).map_err(|_| because("there is no such file"))?;
    if !found.is_file() {
        return Err(because("it is not a file"));
    }
    let opened = fs::File::open(path).map_err(|_| because("the computer refuses to open it"))?;
    let mut bytes = Vec::new();
    opened
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| because("the computer refuses to read it"))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(because("it is far too long for a data file"));
    }
    let text = decoded(bytes).ok_or_else(|| because("it is not text in UTF-8"))?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The text in UTF-8, or in UTF-16 with its mark: Windows PowerShell saves that of `matchbook program example > FILE`.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    let Some(wide) = bytes.strip_prefix(b"\xff\xfe") else {
        return String::from_utf8(bytes).ok();
    };
    let (pairs, rest) = wide.as_chunks();
    let units: Vec<_> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    String::from_utf16(&units).ok().filter(|_| rest.is_empty())
}
