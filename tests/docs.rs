//! What is written about the program matches it.
//!
//! `UPDATE_DOCS=1 cargo test --test docs` writes the generated parts of the README.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use matchbook::app::keymap;
use matchbook::cli;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The text between the markers of `block`, with what stands before and after it.
fn around<'a>(text: &'a str, block: &str) -> (&'a str, &'a str, &'a str) {
    let (open, close) = (format!("<!-- {block} -->\n"), format!("<!-- /{block} -->"));
    let start = text.find(&open).unwrap() + open.len();
    let end = start + text[start..].find(&close).unwrap();
    (&text[..start], &text[start..end], &text[end..])
}

#[test]
fn the_generated_parts_of_the_readme_are_up_to_date() {
    let readme = path("README.md");
    let mut text = fs::read_to_string(&readme).unwrap();
    let blocks = [
        ("keys", keymap::markdown_table()),
        ("commands", cli::markdown_commands()),
    ];
    for (block, generated) in blocks {
        let (before, written, after) = around(&text, block);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            text = format!("{before}{generated}{after}");
        } else {
            let hint = "run: UPDATE_DOCS=1 cargo test --test docs";
            assert_eq!(written, generated, "{block}: {hint}");
        }
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(readme, text).unwrap();
    }
}

#[test]
fn the_readme_is_short() {
    let text = fs::read_to_string(path("README.md")).unwrap();
    assert!(text.lines().count() <= 150, "{}", text.lines().count());
}

#[test]
fn the_changelog_tells_what_is_new() {
    let text = fs::read_to_string(path("CHANGELOG.md")).unwrap();
    let heads: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("## "))
        .collect();
    let tells =
        |head: &&str| head.contains("Unreleased") || head.contains(env!("CARGO_PKG_VERSION"));
    assert!(heads.iter().any(tells), "{heads:?}");
}

#[test]
fn every_command_in_the_list_is_told_what_it_does() {
    let list = cli::markdown_commands();
    assert!(list.contains("- `goal add | list"));
    for line in list.lines() {
        assert!(line.starts_with("- `") && !line.ends_with(": "), "{line}");
    }
}
