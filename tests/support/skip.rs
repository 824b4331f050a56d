//! A test that needs another program or a right which is not here says so in one place, and passes.
//!
//! CI has all of them, so there a skip is a failure, but for what `tests/skips.txt` names with a reason.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::PathBuf;

/// Lines of `need: reason`; after `windows`, what a test lacks there, or a test that is not made for it.
pub const EXCUSED: &str = include_str!("../skips.txt");

/// Reports that the running test is skipped for want of `need`, also to the file named by `MATCHBOOK_SKIPS`.
///
/// # Panics
/// With `CI` set, unless `need` is excused.
pub fn skip(need: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or_default();
    let line = format!("{need} ({}::{test})\n", env!("CARGO_CRATE_NAME"));
    // The test runner hides what a passing test prints, but not what is written to the handle itself.
    let _ = write!(io::stderr(), "skipped for want of {line}");
    if let Some(list) = std::env::var_os("MATCHBOOK_SKIPS") {
        let list = OpenOptions::new().create(true).append(true).open(list);
        list.unwrap().write_all(line.as_bytes()).unwrap();
    }
    let ci = std::env::var_os("CI").is_some();
    assert!(!ci || is_excused(need), "CI must not lack {line}");
}

fn is_excused(need: &str) -> bool {
    let mut needs = EXCUSED
        .lines()
        .filter_map(|line| Some(line.split_once(": ")?.0));
    let own = |it: &str| it.strip_prefix("windows ") == Some(need);
    needs.any(|it| it == need || cfg!(windows) && own(it))
}

/// The first of the programs `names` that is installed; without any, the test is to be skipped.
pub fn tool(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let places = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = places.into_iter().find(|place| place.is_file());
    if found.is_none() {
        skip(names[0]);
    }
    found
}
