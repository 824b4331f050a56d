//! The parcels in a folder that two people share.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::find::{OpenedParcel, open_with_known_phrase};
use crate::env::Env;
use crate::exchange::{Phrase, folder};
use crate::files;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::store::Store;

/// Parcels of one sender that are opened, the newest first: an older one holds more only if it is of another computer.
const MAX_OPENED: usize = 3;

/// Parcels in a folder for the books of the shelf.
#[derive(Debug, Default)]
pub struct FolderParcels {
    /// The newest parcels of every sender, the newest first.
    pub opened: Vec<(PathBuf, OpenedParcel)>,
    /// Number of parcels that no known phrase opens, or that are not there whole yet.
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
    let mut found = FolderParcels::default();
    let mut opened_of: BTreeMap<String, usize> = BTreeMap::new();
    // By name, and so of each sender by time.
    for path in folder::parcels_in(folder)?.into_iter().rev() {
        let count = opened_of.entry(sender(&files::name_of(&path))).or_default();
        if *count == MAX_OPENED {
            continue;
        }
        *count += 1;
        let bytes = folder::read_bytes(&path)?;
        match open_with_known_phrase(&bytes, phrase, places, open, env) {
            Ok(Some(opened)) => found.opened.push((path, opened)),
            // One that is not there whole yet is taken the next time.
            Ok(None) | Err(_) => found.sealed_otherwise += 1,
        }
    }
    Ok(found)
}

/// Match and role in the name that a parcel is given. A file with another name stands for itself.
fn sender(name: &str) -> String {
    match name.rsplitn(3, '-').nth(2) {
        Some(sender) => sender.to_owned(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parcels_of_one_sender_are_known_by_their_names() {
        let name = "a1b2-mentor-20261201T100000Z-00ff00ff.parcel";
        assert_eq!(sender(name), "a1b2-mentor");
        assert_eq!(sender("ATT00001"), "ATT00001");
    }
}
