//! The crates that this program is built from: that their licenses let it be passed on, and that none comes twice unnoticed.
//! And the packages that are made of it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "dependencies/packages.rs"]
mod packages;
#[path = "support/skip.rs"]
mod skip;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// SPDX names of the licenses under which a crate may be built in.
const LICENSES: &[&str] = &[
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    // Asks for the source of its own files alone, which nobody here changes.
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// Crates that come in more than one version, and who holds on to the older one.
const TWICE: &[(&str, &str)] = &[
    ("base64", "age"),
    ("bit-set", "jsonschema, by fancy-regex; tests only"),
    ("bit-vec", "jsonschema, by fancy-regex; tests only"),
    ("bitflags", "portable-pty; tests only"),
    ("block-buffer", "age, by sha2"),
    ("cfg_aliases", "portable-pty, by nix; tests only"),
    ("chacha20", "age; proptest of the tests has the newer"),
    ("cpufeatures", "age, by chacha20"),
    ("crypto-common", "age, by sha2"),
    ("digest", "age, by sha2"),
    ("float-cmp", "krilla; predicates of the tests has the newer"),
    ("font-types", "krilla, by skrifa; parley has the newer"),
    ("getrandom", "jsonschema; tests only"),
    (
        "hashbrown",
        "rusqlite in a browser, by rsqlite-vfs; never built",
    ),
    ("nix", "portable-pty; tests only"),
    ("r-efi", "getrandom on UEFI; never built"),
    ("rand", "age; proptest of the tests has the newer"),
    ("rand_core", "age"),
    ("read-fonts", "krilla, by skrifa; parley has the newer"),
    ("rustc-hash", "age, by fluent"),
    ("self_cell", "age, by fluent"),
    ("sha2", "age"),
    ("signal-hook", "crossterm"),
    ("skrifa", "krilla; parley has the newer"),
    ("syn", "maud, strum and others; not in the program itself"),
    ("thiserror", "portable-pty, by filedescriptor; tests only"),
    (
        "thiserror-impl",
        "portable-pty, by filedescriptor; tests only",
    ),
    ("toml", "age, by find-crate; at build time"),
];

/// The output of `cargo` with `args`.
fn cargo(args: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    let cargo = cargo.args(args).current_dir(env!("CARGO_MANIFEST_DIR"));
    let ran = cargo.output().unwrap();
    assert!(ran.status.success(), "{ran:?}");
    String::from_utf8(ran.stdout).unwrap()
}

/// The crates for this kind of machine, or in CI for every kind: elsewhere the others may never have been fetched.
fn crates() -> Vec<Value> {
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let mut args = vec!["metadata", "--format-version=1", "--locked", "--offline"];
    if std::env::var_os("CI").is_none() {
        args.extend(["--filter-platform", host.unwrap()]);
    }
    let read: Value = serde_json::from_str(&cargo(&args)).unwrap();
    read["packages"].as_array().unwrap().clone()
}

/// `expression` divided at each `word` that stands in no brackets.
fn parts<'a>(expression: &'a str, word: &str) -> Vec<&'a str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, letter) in expression.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth == 0 && expression[at..].starts_with(word) => {
                parts.push(&expression[start..at]);
                start = at + word.len();
            }
            _ => {}
        }
    }
    parts.push(&expression[start..]);
    parts
}

/// True where an SPDX expression offers only licenses of [`LICENSES`], or a choice of them.
fn may_be_used(expression: &str) -> bool {
    let expression = expression.trim();
    let choices = parts(expression, " OR ");
    if choices.len() > 1 {
        return choices.into_iter().any(may_be_used);
    }
    let all = parts(expression, " AND ");
    if all.len() > 1 {
        return all.into_iter().all(may_be_used);
    }
    let inner = expression
        .strip_prefix('(')
        .and_then(|it| it.strip_suffix(')'));
    inner.map_or_else(|| LICENSES.contains(&expression), may_be_used)
}

#[test]
fn the_license_of_every_crate_lets_the_program_be_passed_on() {
    if cfg!(windows) && skip::tool(&["cargo"]).is_none() {
        return;
    }
    let crates = crates();
    assert!(crates.len() > 200, "{}", crates.len());
    let mut refused = Vec::new();
    for it in &crates {
        // Older crates write a stroke for a choice.
        let license = it["license"]
            .as_str()
            .unwrap_or_default()
            .replace('/', " OR ");
        if !may_be_used(&license) {
            refused.push(format!("{} is under {license:?}", it["name"]));
        }
    }
    assert_eq!(refused, Vec::<String>::new());
}

#[test]
fn a_choice_of_licenses_needs_one_and_a_sum_all_that_may_be_used() {
    for good in [
        "MIT",
        "GPL-3.0-only OR MIT",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "GPL-3.0-only AND MIT OR Zlib",
    ] {
        assert!(may_be_used(good), "{good}");
    }
    for bad in [
        "",
        "GPL-3.0-only",
        "GPL-3.0-only AND MIT",
        "(GPL-3.0-only OR AGPL-3.0-only) AND MIT",
        "MIT AND (MIT AND GPL-3.0-only)",
    ] {
        assert!(!may_be_used(bad), "{bad}");
    }
}

#[test]
fn no_crate_comes_twice_unless_it_is_known_why() {
    let lock: toml::Table = toml::from_str(include_str!("../Cargo.lock")).unwrap();
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for it in lock["package"].as_array().unwrap() {
        *versions.entry(it["name"].as_str().unwrap()).or_default() += 1;
    }
    versions.retain(|_, count| *count > 1);
    let twice: BTreeSet<_> = versions.into_keys().collect();
    assert_eq!(twice, TWICE.iter().map(|(name, _)| *name).collect());
}
