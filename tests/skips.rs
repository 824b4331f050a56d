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

#[test]
fn every_excuse_has_a_reason_and_a_test_that_needs_it() {
    let mut tests = String::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                tests += &fs::read_to_string(path).unwrap();
            }
        }
    }
    let mut needs = BTreeSet::new();
    for line in EXCUSED.lines() {
        let (need, reason) = line.split_once(": ").unwrap();
        assert!(reason.len() > 20, "{line}");
        assert!(tests.contains(&format!("\"{need}\"")), "{need} is stale");
        assert!(needs.insert(need), "{need} is there twice");
    }
}
