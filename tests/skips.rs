//! A skipped test is never silent, and in CI it has failed unless its reason is written down.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/skip.rs"]
mod skip;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use skip::{EXCUSED, tool};

/// Names the need for want of which [`child`] is skipped.
const NEED: &str = "MATCHBOOK_TEST_NEED";

/// Runs in a process of its own, where `CI` may be set or not.
#[test]
#[ignore = "is no test: others here start it"]
fn child() {
    assert_eq!(tool(&[&std::env::var(NEED).unwrap()]), None);
}

/// A child that is skipped for want of `need`, and the list it wrote.
fn skipped(need: &str, ci: bool) -> (Output, String) {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("skips");
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["--exact", "child", "--ignored"])
        .env(NEED, need)
        .env("MATCHBOOK_SKIPS", &list)
        .env("PATH", "")
        .env_remove("CI");
    if ci {
        child.env("CI", "true");
    }
    let ran = child.output().unwrap();
    (ran, fs::read_to_string(list).unwrap())
}

#[test]
fn a_skip_is_listed_and_said_aloud() {
    let (ran, list) = skipped("any tool", false);
    assert!(ran.status.success(), "{ran:?}");
    assert_eq!(list, "any tool (skips::child)\n");
    let said = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(said, "skipped for want of any tool (skips::child)\n");
}

#[test]
fn ci_fails_a_skip_that_is_not_excused() {
    assert!(!skipped("any tool", true).0.status.success());
    let (excused, _) = EXCUSED.lines().next().unwrap().split_once(": ").unwrap();
    let (ran, list) = skipped(excused, true);
    assert!(ran.status.success(), "{ran:?}");
    assert_eq!(list, format!("{excused} (skips::child)\n"));
}

/// Every file with tests in it: its name as `cargo test` tells it, and its text.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    let mut folders = vec![root.join("tests"), root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(root).unwrap().with_extension("");
                let parts = inside.iter().map(|part| part.to_str().unwrap());
                let parts = parts.filter(|part| !["tests", "src", "main", "mod"].contains(part));
                let name = parts.collect::<Vec<_>>().join("::");
                sources.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    sources
}

#[test]
fn every_excuse_has_a_reason_and_a_test_that_needs_it() {
    let tests: String = sources().into_iter().map(|(_, text)| text).collect();
    let not_made = not_made_for_windows();
    let mut needs = BTreeSet::new();
    for line in EXCUSED.lines() {
        let (need, reason) = line.split_once(": ").unwrap();
        assert!(reason.len() > 20, "{line}");
        assert!(needs.insert(need), "{need} is there twice");
        let lacked = need.strip_prefix("windows ").unwrap_or(need);
        let is_needed = tests.contains(&format!("\"{lacked}\""));
        assert!(is_needed || not_made.contains(lacked), "{need} is stale");
    }
}

/// Tests, and folders of tests, that are compiled for other systems alone.
fn not_made_for_windows() -> BTreeSet<String> {
    const OTHERS: [&str; 2] = ["[cfg(unix)]", "[cfg(target_os = \"linux\")]"];
    let mut found = BTreeSet::new();
    for (name, text) in sources() {
        let lines: Vec<_> = text.lines().map(str::trim).collect();
        for (at, line) in lines.iter().enumerate() {
            if OTHERS.iter().any(|other| *line == format!("#!{other}")) {
                found.insert(name.clone());
            }
            if !OTHERS.iter().any(|other| *line == format!("#{other}")) {
                continue;
            }
            let is_test = lines[..at].last() == Some(&"#[test]") || lines[at + 1] == "#[test]";
            let item = lines[at..]
                .iter()
                .find(|line| !line.starts_with("#["))
                .unwrap();
            let of_test =
                |item: &str| Some(item.strip_prefix("fn ")?.split_once('(')?.0.to_owned());
            found.extend(
                of_test(item)
                    .filter(|_| is_test)
                    .map(|test| format!("{name}::{test}")),
            );
            let of_folder = item
                .strip_prefix("mod ")
                .and_then(|item| item.strip_suffix(';'));
            found.extend(of_folder.map(|folder| format!("{name}::{folder}")));
        }
    }
    found
}

#[test]
fn a_test_that_is_not_made_for_windows_is_excused() {
    for test in not_made_for_windows() {
        let line = format!("windows {test}: ");
        assert!(
            EXCUSED.contains(&line),
            "{test} has no line in tests/skips.txt"
        );
    }
}
