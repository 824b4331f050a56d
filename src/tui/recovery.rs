//! Recovery files: typed text that the book could not take when the program ended, offered again the next time it opens.
//!
//! A file lies beside the book, or where there is room, for its owner alone; it goes once the book has its texts as drafts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::app::UnkeptText;
use crate::domain::answer::{Given, Slot};
use crate::domain::book::Identity;
use crate::env::Env;
use crate::files;
use crate::paths::Places;
use crate::problem::Problem;
use crate::store::Store;

/// The ending of a recovery file's name.
const ENDING: &str = "recovery";
/// A longer file is not one of ours, in bytes.
const LONGEST: usize = 64 << 20;

#[derive(Serialize, Deserialize)]
struct RecoveryFile {
    /// The match, and whose book of it.
    pair: String,
    role: String,
    at: DateTime<Utc>,
    texts: Vec<RecoveredText>,
}

#[derive(Serialize, Deserialize)]
struct RecoveredText {
    place: String,
    text: String,
}

/// Where recovery files of the book at `path` may lie, in the order in which they are tried.
fn folders(places: &Places, path: &Path) -> Vec<PathBuf> {
    let mut folders = vec![files::folder_of(path).to_owned()];
    let others = [
        places.home.clone(),
        places.scratch.clone(),
        std::env::temp_dir(),
    ];
    for folder in others {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}

/// Writes `texts` of the book at `path` to the first folder that takes them.
///
/// # Errors
/// When none does.
pub fn write(
    places: &Places,
    identity: Identity,
    path: &Path,
    texts: &[UnkeptText],
    at: DateTime<Utc>,
) -> Result<PathBuf, Problem> {
    let file = RecoveryFile {
        pair: identity.pair.to_string(),
        role: identity.me.key().to_owned(),
        at,
        texts: texts
            .iter()
            .cloned()
            .map(|UnkeptText { place, text }| RecoveredText { place, text })
            .collect(),
    };
    let failed = |error: String| {
        Problem::new("What you typed could not be written to a recovery file either.")
            .hint("Make room on the disk, and try again.")
            .detail(error)
    };
    let bytes = serde_json::to_vec(&file).map_err(|error| failed(error.to_string()))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let stem = files::safe_name(&stem, "book");
    let mut last = String::new();
    for folder in folders(places, path) {
        let written = files::make_folder(&folder).and_then(|()| {
            let path = files::free(&folder, &stem, ENDING);
            files::write_new(&path, &bytes).map(|()| path)
        });
        match written {
            Ok(path) => return Ok(path),
            Err(error) => last = error.to_string(),
        }
    }
    Err(failed(last))
}

/// Moves what recovery files hold of the open book into its drafts. A sentence on it, if there was anything.
///
/// A file goes once the book has all of it; one that the book cannot take is offered all the same, and stays.
pub fn take_in(
    places: &Places,
    store: &mut Store,
    drafts: &mut BTreeMap<String, String>,
    env: &Env,
) -> Option<String> {
    let identity = store.identity();
    let (pair, role) = (identity.pair.to_string(), identity.me.key());
    let mut found = false;
    for path in candidates(places, store.path()) {
        let bytes = files::read_up_to(&path, LONGEST).ok().flatten();
        let file = bytes.and_then(|bytes| serde_json::from_slice::<RecoveryFile>(&bytes).ok());
        let Some(file) = file.filter(|file| file.pair == pair && file.role == role) else {
            continue;
        };
        let mut kept = true;
        for RecoveredText { place, text } in file.texts {
            let text = newest_of_both(store, &place, &text, file.at);
            kept &= store.save_draft(&place, &text, env.now()).is_ok();
            drafts.insert(place, text);
            found = true;
        }
        if kept {
            // One that stays is offered once more: nothing is lost by that.
            let _ = fs::remove_file(&path);
        }
    }
    found.then(|| {
        "What you typed and could not be saved last time is back: see “Not saved yet”.".to_owned()
    })
}

/// A sentence on a recovery file whose book has not been opened since, if there is one.
pub fn waiting(places: &Places) -> Option<String> {
    let file = files_in(std::slice::from_ref(&places.home)).pop()?;
    let name = file.file_name()?.to_string_lossy();
    Some(format!(
        "{name} holds what was typed and could not be saved. Open its book, and it is offered."
    ))
}

fn candidates(places: &Places, book: &Path) -> Vec<PathBuf> {
    files_in(&folders(places, book))
}

fn files_in(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
        .collect();
    found.sort();
    found
}

/// The draft at `place` and the recovered `text` of the moment `at` as one: where both answer a question, the newer.
fn newest_of_both(store: &Store, place: &str, text: &str, at: DateTime<Utc>) -> String {
    let read = |text: &str| serde_json::from_str::<Vec<(Slot, Given)>>(text).ok();
    let drafts = store.drafts().unwrap_or_default();
    let draft = drafts.iter().find(|draft| draft.place == place);
    let both = draft.and_then(|draft| Some((draft.at > at, read(&draft.text)?, read(text)?)));
    let Some((draft_is_newer, draft, recovered)) = both else {
        return text.to_owned();
    };
    let (older, newer) = if draft_is_newer {
        (recovered, draft)
    } else {
        (draft, recovered)
    };
    let merged: BTreeMap<Slot, Given> = older.into_iter().chain(newer).collect();
    serde_json::to_string(&merged.into_iter().collect::<Vec<_>>())
        .unwrap_or_else(|_| text.to_owned())
}
