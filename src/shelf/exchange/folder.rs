//! The parcels in a folder that two people share.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::find::{OpenedParcel, open_with_known_phrase};
use crate::domain::id::Id;
use crate::env::Env;
use crate::exchange::{self, Phrase, folder};
use crate::files;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::store::Store;

/// Parcels of one match and role that are opened, the newest first: an older one of the same copy holds nothing more.
const MAX_OPENED: usize = 6;

/// What a folder holds for the books of the shelf.
#[derive(Debug, Default)]
pub struct FolderParcels {
    /// The newest parcel of every copy, the newest first.
    pub opened: Vec<(PathBuf, OpenedParcel)>,
    /// Number of parcels that no known phrase opens.
    pub sealed_otherwise: usize,
}

/// Opens the parcels in `folder` that may bring something, with the phrases that the books know, and with `phrase`.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn parcels_in(
    folder: &Path,
    phrase: Option<&Phrase>,
    places: &AppDirs,
    open: Option<&Store>,
    env: &mut Env,
) -> Result<FolderParcels, Problem> {
    let mut groups: BTreeMap<String, Vec<(String, PathBuf)>> = BTreeMap::new();
    for path in folder::parcels_in(folder)? {
        let (group, time) = group_and_time(&files::name_of(&path));
        groups.entry(group).or_default().push((time, path));
    }
    let mut found = FolderParcels::default();
    for mut group in groups.into_values() {
        group.sort_by(|one, other| other.cmp(one));
        let (mut seen, mut wanted) = (BTreeSet::new(), BTreeSet::new());
        for (_, path) in group.into_iter().take(MAX_OPENED) {
            let bytes = folder::read_bytes(&path)?;
            let known = open_with_known_phrase(&bytes, places, open, env);
            let opened = match (known, phrase) {
                (Ok(Some(opened)), _) => Some(opened),
                (Ok(None), Some(phrase)) => exchange::open(&bytes, phrase).ok().map(|parcel| {
                    let phrase = phrase.clone();
                    OpenedParcel { parcel, phrase }
                }),
                // One that is not there whole yet is taken the next time.
                (Ok(None), None) | (Err(_), _) => None,
            };
            let Some(opened) = opened else {
                found.sealed_otherwise += 1;
                continue;
            };
            let of_role = opened.parcel.copies.iter();
            let of_role = of_role.filter(|(_, role)| *role == opened.parcel.role);
            wanted.extend(of_role.map(|(id, _)| *id).collect::<BTreeSet<Id>>());
            if seen.insert(opened.parcel.from) {
                found.opened.push((path, opened));
            }
            if wanted.is_subset(&seen) {
                break;
            }
        }
    }
    found
        .opened
        .sort_by_key(|(_, opened)| Reverse(opened.parcel.made));
    Ok(found)
}

/// Of the name that a parcel is given: match and role, and the time. A file with another name stands for itself.
fn group_and_time(name: &str) -> (String, String) {
    match name.split('-').collect::<Vec<_>>().as_slice() {
        [pair, role, time, _] => (format!("{pair}-{role}"), (*time).to_owned()),
        _ => (name.to_owned(), String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parcels_of_one_sender_are_known_by_their_names() {
        let (group, time) = group_and_time("a1b2-mentor-20261201T100000Z-00ff00ff.parcel");
        assert_eq!((&*group, &*time), ("a1b2-mentor", "20261201T100000Z"));
        assert_eq!(group_and_time("ATT00001").0, "ATT00001");
    }
}
