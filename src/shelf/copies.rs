//! Two copies of one book on the shelf: recognized by identity, never by name, and compared by their changes.

use std::collections::BTreeMap;

use super::read;
use crate::domain::book::ShelfLine;
use crate::domain::dates::pluralize;
use crate::domain::id::Id;
use crate::env::Env;
use crate::files;
use crate::store::Store;

/// Times of a book's commits, in milliseconds, by id.
type Commits = BTreeMap<Id, i64>;

/// Writes into the line of each book that has another copy what differs. What is due stays with the newest copy alone.
pub(super) fn compare(lines: &mut [ShelfLine], open: Option<&Store>, env: &mut Env) {
    let book = |line: &ShelfLine| Some((line.pair.filter(|_| !line.archived)?, line.me));
    let newest = |commits: &Commits| commits.values().max().copied();
    let mut copies: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(book) = book(line) {
            copies.entry(book).or_default().push(at);
        }
    }
    for copies in copies.into_values().filter(|copies| copies.len() > 1) {
        let commits = copies.into_iter().map(|at| {
            let read = read(&lines[at].path, open, env, |store, _| {
                Ok(store.commit_times()?)
            });
            (at, read.unwrap_or_default())
        });
        let commits: Vec<_> = commits.collect();
        for (at, mine) in &commits {
            // The first of several that are equally new.
            let others = commits.iter().rev().filter(|(other, _)| other != at);
            let other = others.max_by_key(|(_, other)| newest(other));
            let Some((other_at, other)) = other else {
                continue;
            };
            let is_newer = (newest(mine), other_at) > (newest(other), at);
            let name = files::name_of(&lines[*other_at].path);
            lines[*at].copy = words(mine, other, is_newer, &name);
            if !is_newer {
                lines[*at].due.clear();
            }
        }
    }
}

/// Difference between this copy and the `other` in the file `name`.
fn words(mine: &Commits, other: &Commits, is_newer: bool, name: &str) -> String {
    let alone =
        |one: &Commits, than: &Commits| one.keys().filter(|id| !than.contains_key(id)).count();
    let changes = |count: usize| pluralize(count, "change");
    match (alone(mine, other), alone(other, mine)) {
        (0, 0) => format!("The same book as {name}, with the same changes."),
        (more, 0) => format!(
            "The same book as {name}, but newer: {} more.",
            changes(more)
        ),
        (0, more) => format!(
            "The same book as {name}, which is newer: {} more.",
            changes(more)
        ),
        (here, there) => {
            let newer = if is_newer { "here" } else { "there" };
            format!(
                "The same book as {name}: {} only here, {} only there, the last one {newer}.",
                changes(here),
                changes(there)
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_copies_hold_alone_is_counted() {
        let commits = |ids: &[u8]| -> Commits {
            let ids = ids.iter();
            ids.map(|id| (Id::derived(&[&id.to_string()]), i64::from(*id)))
                .collect()
        };
        let told = |mine: &[u8], other: &[u8], newer| {
            words(&commits(mine), &commits(other), newer, "Z.matchbook")
        };
        let same = "The same book as Z.matchbook, with the same changes.";
        assert_eq!(told(&[1, 2], &[1, 2], true), same);
        let newer = "The same book as Z.matchbook, but newer: 2 changes more.";
        assert_eq!(told(&[1, 2, 3], &[1], true), newer);
        let older = "The same book as Z.matchbook, which is newer: 1 change more.";
        assert_eq!(told(&[1], &[1, 2], false), older);
        let both = "The same book as Z.matchbook: 1 change only here, 2 changes only there, the last one there.";
        assert_eq!(told(&[1, 2], &[1, 3, 4], false), both);
    }
}
