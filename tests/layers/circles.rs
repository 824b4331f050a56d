//! Circles of imports: files that import one another, straight or by way of others, can only be understood together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, sources};

/// The most files that a circle may have.
const LARGEST_CIRCLE: usize = 3;

/// A path of words from the crate's root: a module, or an item in it.
type Path = Vec<String>;

/// The files by module, and what each `mod.rs` hands on under a name of its own: that is no import.
struct Modules {
    files: BTreeMap<Path, String>,
    handed_on: BTreeMap<Path, Path>,
}

fn module(source: &Source) -> Path {
    let name = source.name.trim_end_matches(".rs");
    let name = name.strip_suffix("/mod").unwrap_or(name);
    name.split('/').map(str::to_owned).collect()
}

/// The paths of a tree like `a::{b, c::d}`, each in full.
fn branches(tree: &str) -> Vec<String> {
    let Some((stem, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.trim().trim_end_matches("::self").to_owned()];
    };
    let inner = &rest[..rest.rfind('}').unwrap_or(rest.len())];
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, letter) in inner.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[start..]);
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts
        .flat_map(|part| branches(&format!("{}{}", stem.trim(), part.trim())))
        .collect()
}

/// The `use` declarations of some code: whether each is public, and its tree.
fn declarations(code: &str) -> Vec<(bool, String)> {
    let statements = code.split(';').filter_map(|statement| {
        let at = statement.rfind("use ")?;
        let before = statement[..at].trim_end();
        let is_use = before.is_empty()
            || before.ends_with([')', '}', '{', ']', '"'])
            || before.ends_with("pub");
        let is_public =
            before.ends_with("pub") || before.ends_with("(super)") || before.ends_with("(crate)");
        is_use.then(|| (is_public, statement[at + 4..].to_owned()))
    });
    statements.collect()
}

/// The paths that code names outside of its `use` declarations: `crate::…` and `super::…`.
fn named_paths(code: &str) -> Vec<String> {
    let begins = ["crate::", "super::"]
        .into_iter()
        .flat_map(|word| code.match_indices(word));
    let paths = begins.filter_map(|(at, _)| {
        let inside = code[..at].ends_with(|before: char| before == ':' || before.is_alphanumeric());
        let letters = code[at..].chars();
        let path: String = letters
            .take_while(|letter| letter.is_alphanumeric() || "_:".contains(*letter))
            .collect();
        // A path that goes on in braces belongs to a declaration.
        (!inside && !path.ends_with(':')).then_some(path)
    });
    paths.collect()
}

impl Modules {
    fn of(sources: &[Source]) -> Self {
        let files = sources
            .iter()
            .map(|source| (module(source), source.name.clone()));
        let mut modules = Self {
            files: files.collect(),
            handed_on: BTreeMap::new(),
        };
        for source in sources {
            let here = module(source);
            for (_, tree) in declarations(&source.code.join(" ")) {
                for path in branches(&tree) {
                    if let Some(path) = modules.full(&here, &path)
                        && let Some(name) = path.last()
                    {
                        let mut key = here.clone();
                        key.push(name.clone());
                        modules.handed_on.entry(key).or_insert(path);
                    }
                }
            }
        }
        modules
    }

    /// A path as written in the module `here`, from the crate's root; none of other crates.
    fn full(&self, here: &[String], path: &str) -> Option<Path> {
        let mut words = path.split("::").peekable();
        let mut full: Path = match *words.peek()? {
            "crate" => {
                words.next();
                Vec::new()
            }
            "self" => {
                words.next();
                here.to_vec()
            }
            "super" => {
                let mut above = here.to_vec();
                while words.next_if_eq(&"super").is_some() {
                    above.pop();
                }
                above
            }
            child => {
                let mut below = here.to_vec();
                below.push(child.to_owned());
                self.files.contains_key(&below).then(|| here.to_vec())?
            }
        };
        full.extend(words.map(str::to_owned));
        Some(full)
    }

    /// The module in whose file the item at `path` stands.
    fn home(&self, mut path: Path) -> Option<Path> {
        for _ in 0..5 {
            let known = (1..=path.len())
                .rev()
                .find(|end| self.handed_on.contains_key(&path[..*end]));
            let Some(end) = known else { break };
            let mut next = self.handed_on[&path[..end]].clone();
            next.extend_from_slice(&path[end..]);
            path = next;
        }
        let end = (1..=path.len())
            .rev()
            .find(|end| self.files.contains_key(&path[..*end]))?;
        path.truncate(end);
        Some(path)
    }

    /// The files of its own folder that a file imports.
    fn imports(&self, source: &Source) -> BTreeSet<Path> {
        let here = module(source);
        let code = source.code.join(" ");
        let used = declarations(&code)
            .into_iter()
            .filter(|(is_public, _)| !is_public);
        let used = used.flat_map(|(_, tree)| branches(&tree));
        let paths = used.chain(named_paths(&code));
        let homes = paths.filter_map(|path| self.home(self.full(&here, &path)?));
        homes
            .filter(|home| *home != here && home[0] == here[0])
            .collect()
    }
}

/// Everything that can be reached from `start`.
fn reachable(start: &Path, imports: &BTreeMap<Path, BTreeSet<Path>>) -> BTreeSet<Path> {
    let mut found = BTreeSet::new();
    let mut open = vec![start];
    while let Some(next) = open.pop() {
        for path in &imports[next] {
            if found.insert(path.clone()) {
                open.push(path);
            }
        }
    }
    found
}

/// The circles of files that are too large.
fn large_circles(sources: &[Source]) -> BTreeSet<Vec<String>> {
    let modules = Modules::of(sources);
    let imports: BTreeMap<_, _> = sources
        .iter()
        .map(|source| (module(source), modules.imports(source)))
        .collect();
    let reach: BTreeMap<_, _> = imports
        .keys()
        .map(|module| (module, reachable(module, &imports)))
        .collect();
    let circle = |module: &Path| -> Vec<String> {
        let mutual = reach[module]
            .iter()
            .filter(|other| reach[other].contains(module));
        mutual.map(|other| modules.files[other].clone()).collect()
    };
    let circles = imports.keys().map(circle);
    circles
        .filter(|circle| circle.len() > LARGEST_CIRCLE)
        .collect()
}

#[test]
fn no_circle_of_imports_has_more_than_three_files() {
    assert_eq!(large_circles(&sources()), BTreeSet::new());
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let source = |name: &str, code: &str| Source {
        name: name.to_owned(),
        code: code.lines().map(str::to_owned).collect(),
        lines: 1,
        text: String::new(),
    };
    let four = [
        source("a/mod.rs", "mod one;\nmod four;\npub use one::One;"),
        source("a/one.rs", "use super::two::{self, Two};"),
        source("a/two.rs", "use crate::a::{three::Three as Third};"),
        source("a/three.rs", "fn f() -> super::four::Four {}"),
        source("a/four.rs", "use super::One;"),
    ];
    let found = large_circles(&four);
    assert_eq!(
        found.into_iter().flatten().collect::<Vec<_>>(),
        ["a/four.rs", "a/one.rs", "a/three.rs", "a/two.rs"]
    );
    assert!(large_circles(&four[..4]).is_empty());
}
