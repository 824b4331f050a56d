//! The rules of the house that the compiler does not know: who may import whom, and how long files may grow.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "layers/circles.rs"]
mod circles;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every folder and file under `src`, and what of the crate it may import; `src/lib.rs` says why.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("files", &[]),
    ("env", &["domain"]),
    ("problem", &["domain"]),
    ("paths", &["files", "problem"]),
    ("settings", &["domain", "files", "problem"]),
    ("catalog", &["domain", "files", "problem"]),
    ("figure", &["domain"]),
    ("export", &["domain", "figure", "files", "problem"]),
    ("import", &["domain", "catalog", "files", "problem"]),
    ("store", &["domain", "env", "files", "problem"]),
    (
        "exchange",
        &["catalog", "domain", "files", "problem", "store"],
    ),
    (
        "shelf",
        &[
            "catalog", "domain", "env", "exchange", "export", "files", "paths", "problem", "store",
        ],
    ),
    (
        "app",
        &["catalog", "domain", "env", "export", "problem", "settings"],
    ),
    ("ui", &["app", "domain", "figure", "problem"]),
    (
        "tui",
        &[
            "app", "catalog", "domain", "env", "exchange", "export", "files", "import", "paths",
            "problem", "settings", "shelf", "store", "ui",
        ],
    ),
    (
        "cli",
        &[
            "catalog", "domain", "env", "exchange", "export", "files", "import", "paths",
            "problem", "settings", "shelf", "store",
        ],
    ),
];

/// The most lines a file may have before its tests.
const LONGEST_FILE: usize = 400;

/// One file of `src`.
struct Source {
    /// Its path from `src`, with slashes.
    name: String,
    /// Its lines up to its tests, without comments.
    code: Vec<String>,
    /// How many lines it has before its tests.
    lines: usize,
    /// All of it.
    text: String,
}

impl Source {
    fn read(root: &Path, path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let name = path.strip_prefix(root).unwrap().to_str().unwrap();
        let tests = text.find("#[cfg(test)]\nmod tests {");
        let before = &text[..tests.unwrap_or(text.len())];
        Self {
            name: name.replace('\\', "/"),
            code: before.lines().map(without_comment).collect(),
            lines: before.lines().count(),
            text,
        }
    }

    /// The folder or file of `src` that it belongs to.
    fn layer(&self) -> &str {
        let first = self.name.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// How many modules it lies below the crate.
    fn depth(&self) -> usize {
        let parts = self.name.split('/').count();
        if self.name.ends_with("mod.rs") {
            parts - 1
        } else {
            parts
        }
    }

    fn names(&self, word: &str) -> bool {
        self.code.iter().any(|line| line.contains(word))
    }

    /// What it imports from the crate's root: the word after `crate::`, or after as many `super::` as lead there.
    fn imports(&self) -> BTreeSet<String> {
        let code = self.code.join(" ");
        let root = "super::".repeat(self.depth());
        let mut found = BTreeSet::new();
        for way in ["crate::", &root] {
            for (at, _) in code.match_indices(way) {
                found.extend(words_of(&code[at + way.len()..]));
            }
        }
        found.retain(|word| MAY_IMPORT.iter().any(|(layer, _)| layer == word));
        found
    }
}

/// The first word of each path that `rest` begins with: one, or those in braces.
fn words_of(rest: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        let letters = text.trim_start().chars();
        letters
            .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
            .collect()
    };
    let Some(list) = rest.strip_prefix('{') else {
        return vec![word(rest)];
    };
    let mut depth = 1;
    let mut words = vec![word(list)];
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => words.push(word(&list[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    words
}

fn without_comment(line: &str) -> String {
    let end = if line.trim_start().starts_with("//") {
        0
    } else {
        line.find(" // ").unwrap_or(line.len())
    };
    line[..end].to_owned()
}

/// Every file of `src` but those that hold tests alone.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs")
                && !["tests.rs", "testing.rs"]
                    .iter()
                    .any(|name| path.ends_with(name))
            {
                found.push(Source::read(&root, &path));
            }
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// The files for which `wrong` has something to say, with what it says.
fn offenders(wrong: impl Fn(&Source) -> Option<String>) -> Vec<String> {
    sources()
        .iter()
        .filter_map(|source| Some(format!("{}: {}", source.name, wrong(source)?)))
        .collect()
}

#[test]
fn imports_look_down_only() {
    let wrong = offenders(|source| {
        if ["lib", "main", "build"].contains(&source.layer()) {
            return None;
        }
        let (_, allowed) = MAY_IMPORT
            .iter()
            .find(|(layer, _)| *layer == source.layer())
            .unwrap_or_else(|| panic!("no rule for {}", source.name));
        let mut imports = source.imports();
        imports.retain(|word| word != source.layer() && !allowed.contains(&word.as_str()));
        (!imports.is_empty()).then(|| format!("{imports:?}"))
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_rules_name_what_is_there_and_nothing_else() {
    let mut there: BTreeSet<_> = sources()
        .iter()
        .map(|file| file.layer().to_owned())
        .collect();
    there.retain(|layer| !["lib", "main", "build"].contains(&layer.as_str()));
    let ruled = MAY_IMPORT.iter().map(|(layer, _)| (*layer).to_owned());
    assert_eq!(there, ruled.collect());
}

#[test]
fn imports_are_found_however_they_are_written() {
    let source = |name: &str, line: &str| Source {
        name: name.to_owned(),
        code: vec![line.to_owned()],
        lines: 1,
        text: String::new(),
    };
    let list = |source: Source| source.imports().into_iter().collect::<Vec<_>>();
    let braces = "use crate::{domain::{id::Id, app}, files};";
    assert_eq!(list(source("ui/a.rs", braces)), ["domain", "files"]);
    assert_eq!(
        list(source("ui/a.rs", "super::super::store::Store")),
        ["store"]
    );
    assert_eq!(list(source("ui/mod.rs", "super::store::Store")), ["store"]);
    assert!(list(source("ui/a.rs", "super::store::Store")).is_empty());
}

#[test]
fn the_screens_know_the_exports_by_name_only() {
    // The program's page is the one document that a screen shows.
    const ALLOWED: [&str; 6] = [
        "ExportSubject",
        "ExportLevel",
        "Request",
        "EXPORTERS",
        "ProgramPage",
        "program_markdown",
    ];
    let wrong = offenders(|source| {
        let code = source.code.join(" ");
        let used: Vec<_> = code
            .match_indices("crate::export::")
            .flat_map(|(at, way)| words_of(&code[at + way.len()..]))
            .filter(|word| !ALLOWED.contains(&word.as_str()))
            .collect();
        (source.layer() == "app" && !used.is_empty()).then(|| format!("{used:?}"))
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_the_keymap_names_a_key() {
    let wrong = offenders(|source| {
        // `tui/system/unix/decoder.rs` makes keys of bytes; what a key means is said in one table only.
        let may = [
            "app/key.rs",
            "tui/input.rs",
            "tui/system/unix/decoder.rs",
            "tui/system/windows/event_source.rs",
        ]
        .contains(&source.name.as_str())
            || source.name.starts_with("app/keymap/");
        (!may && source.names("KeyCode")).then(|| "KeyCode".to_owned())
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn drawing_changes_nothing() {
    let wrong = offenders(|source| {
        let found = ["&mut App", "store::", "Store", "Msg::", "Effect::"]
            .into_iter()
            .find(|word| source.names(word));
        found
            .filter(|_| source.layer() == "ui")
            .map(ToOwned::to_owned)
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_clock_has_one_reader() {
    let wrong = offenders(|source| {
        ["Utc::now", "Local::now", "SystemTime::now"]
            .into_iter()
            .find(|word| source.name != "env.rs" && source.names(word))
            .map(ToOwned::to_owned)
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_the_store_knows_sql() {
    let wrong = offenders(|source| {
        (source.layer() != "store" && source.names("rusqlite")).then(|| "rusqlite".to_owned())
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn no_file_is_too_long() {
    let wrong = offenders(|source| {
        (source.lines > LONGEST_FILE).then(|| format!("{} lines", source.lines))
    });
    assert_eq!(wrong, Vec::<String>::new());
}

/// Clippy alone counts lines of functions, so that there is one way to count them.
#[test]
fn no_function_is_excused_from_the_limit_of_its_length() {
    let manifest = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    assert!(manifest.contains("\ntoo_many_lines = { level = \"deny\""));
    let wrong = offenders(|source| {
        let excused = source.text.contains("clippy::too_many_lines");
        excused.then(|| "too_many_lines".to_owned())
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_folder_says_what_lives_in_it() {
    let wrong = offenders(|source| {
        let is_folder = source.name.ends_with("mod.rs") || source.name == "lib.rs";
        (is_folder && !source.text.starts_with("//! ")).then(|| "no header".to_owned())
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_command_has_a_key() {
    let sources = sources();
    let text = |name: &str| {
        let file = sources.iter().find(|file| file.name == name);
        file.map(|file| file.text.as_str())
    };
    let table = text("app/keymap/table.rs").unwrap();
    let is_bound = |name: &str| {
        let call = format!("Command::{name}");
        let mut after = table.split(&call).skip(1);
        after.any(|rest| rest.starts_with(|next: char| !next.is_alphanumeric()))
    };
    let mut names = variants(text("app/command.rs").unwrap(), "Command");
    assert!(names.len() > 60, "{}", names.len());
    // Typing needs no row of its own.
    names.retain(|name| !is_bound(name) && name != "EditText");
    assert_eq!(names, Vec::<String>::new());
}

/// The variants of the enum `name` in `text`.
fn variants(text: &str, name: &str) -> Vec<String> {
    let head = format!("pub enum {name} {{");
    let (_, body) = text.split_once(&head).unwrap_or_default();
    let body = body.split("\n}").next().unwrap_or_default();
    let lines = body.lines().map(str::trim);
    let variants = lines.filter(|line| line.starts_with(char::is_uppercase));
    variants
        .map(|line| line.split(['(', ',']).next().unwrap().to_owned())
        .collect()
}
