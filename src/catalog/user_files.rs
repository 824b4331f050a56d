//! Finds and reads the user's own data files. Nothing is read before it is needed.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::error::CatalogError;
use crate::domain::string_enum::string_enum;

/// Largest file that is read. A program has a few hundred lines; a longer file is something else.
const MAX_BYTES: u64 = 1_000_000;

string_enum! {
    /// Kind of a data file, by the name of its folder, which is the same among the built-in files and the user's own.
    FileKind, "kind of file" {
        Program = "programs" => "program",
        Form = "forms" => "form",
        Competencies = "competencies" => "competency set",
        Activities = "activities" => "list of activities",
        Prompts = "prompts" => "list of prompts",
    }
}

impl FileKind {
    /// Folder name of earlier versions, which is still read.
    const fn former_folder(self) -> Option<&'static str> {
        match self {
            Self::Program => Some("programmes"),
            Self::Form | Self::Competencies | Self::Activities | Self::Prompts => None,
        }
    }

    /// File name of the example.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Form => "form",
            Self::Competencies | Self::Activities | Self::Prompts => self.key(),
        }
    }
}

/// Folder of the user's own files, and others whose files count as beside them.
#[derive(Clone, Debug)]
pub struct UserFolder {
    /// The user's own first.
    roots: Vec<PathBuf>,
}

impl UserFolder {
    /// Creates it for the files below `root`.
    pub fn new(root: PathBuf) -> Self {
        Self { roots: vec![root] }
    }

    /// Adds the files below `root`; one of the same key that is here already goes first.
    pub fn with(mut self, root: PathBuf) -> Self {
        self.roots.push(root);
        self
    }

    /// Path of the file `key`, if it exists. A key from somebody else's book cannot traverse out of the folder.
    pub(super) fn path(&self, kind: FileKind, key: &str) -> Option<PathBuf> {
        let folders = self.folders(kind).into_iter();
        let mut paths = folders.map(|folder| folder.join(format!("{key}.toml")));
        paths.find(|path| is_plain_key(key) && path.exists())
    }

    /// Path that the file `key` has, or will have once it exists.
    pub fn place(&self, kind: FileKind, key: &str) -> PathBuf {
        let folder = || self.folders(kind).into_iter().next().unwrap_or_default();
        let new = || folder().join(format!("{key}.toml"));
        self.path(kind, key).unwrap_or_else(new)
    }

    /// Folders with files of `kind`; the first is the one that is written to.
    pub fn folders(&self, kind: FileKind) -> Vec<PathBuf> {
        let names = || [kind.key()].into_iter().chain(kind.former_folder());
        let folders = |root: &PathBuf| names().map(|name| root.join(name)).collect::<Vec<_>>();
        self.roots.iter().flat_map(folders).collect()
    }

    /// Every file of `kind`, by name; none where the folder does not exist.
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

/// True if `key` is small letters, digits and hyphens only: keys are stored, typed, and name files.
pub(super) fn is_plain_key(key: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !key.is_empty() && key.chars().all(plain)
}

/// File name without its folders.
pub(super) fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Reads the text of the file at `path`, which is called `file` in error messages.
///
/// # Errors
/// When the file does not exist, is too large or is not text.
pub fn read_text(path: &Path, file: &str) -> Result<String, CatalogError> {
    let unreadable = |why: &str| CatalogError::Unreadable {
        file: file.to_owned(),
        why: why.to_owned(),
    };
    // Opening a named pipe would block until another process writes into it.
    let metadata = fs::metadata(path).map_err(|_| unreadable("there is no such file"))?;
    if !metadata.is_file() {
        return Err(unreadable("it is not a file"));
    }
    let file_handle =
        fs::File::open(path).map_err(|_| unreadable("the computer refuses to open it"))?;
    let mut bytes = Vec::new();
    file_handle
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| unreadable("the computer refuses to read it"))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(unreadable("it is far too long for a data file"));
    }
    let text = decoded(bytes).ok_or_else(|| unreadable("it is not text in UTF-8"))?;
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
