//! Recovery files: drafts that the book could not take when the program ended, offered again the next time it opens.
//!
//! A file lies beside the book, or in the first folder that takes it, for its owner alone; it is deleted once the book has
//! its texts as drafts. Drafts keep the time at which they were typed: of several with one key the newest wins, in whichever
//! file it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::app::DraftText;
use crate::domain::answer::{AnswerValue, Slot};
use crate::domain::book::Identity;
use crate::files;
use crate::paths::AppDirs;
use crate::problem::Problem;
use crate::store::{Draft, Store};

const EXTENSION: &str = "recovery";
/// Longest recovery file, in bytes; a longer one is not ours.
const MAX_FILE_BYTES: usize = 64 << 20;

#[derive(Serialize, Deserialize)]
struct RecoveryFile {
    /// The match, and whose book of it.
    pair: String,
    role: String,
    at: DateTime<Utc>,
    texts: Vec<DraftText>,
}

/// Folders for recovery files of the book at `path`, in the order in which they are tried.
fn candidate_folders(places: &AppDirs, path: &Path) -> Vec<PathBuf> {
    let mut folders = vec![files::folder_of(path).to_owned()];
    let others = [
        places.home.clone(),
        // A folder in memory is lost when the computer is switched off: it comes late.
        places.config.clone(),
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

/// Writes the drafts `texts` of the book at `path` to the first folder that takes them.
///
/// # Errors
/// When none does.
pub fn write(
    places: &AppDirs,
    identity: Identity,
    path: &Path,
    texts: &[DraftText],
    at: DateTime<Utc>,
) -> Result<PathBuf, Problem> {
    let file = RecoveryFile {
        pair: identity.pair.to_string(),
        role: identity.me.key().to_owned(),
        at,
        texts: texts.to_vec(),
    };
    let failed = |error: String| {
        Problem::new("What you typed could not be written to a recovery file either.")
            .hint("Make room on the disk, and try again.")
            .detail(error)
    };
    let bytes = serde_json::to_vec(&file).map_err(|error| failed(error.to_string()))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let stem = files::sanitize_file_name(&stem, "book");
    let mut last = String::new();
    for folder in candidate_folders(places, path) {
        let written = files::make_folder(&folder).and_then(|()| {
            let path = files::unused_path(&folder, &stem, EXTENSION);
            files::write_new(&path, &bytes).map(|()| path)
        });
        match written {
            Ok(path) => return Ok(path),
            Err(error) => last = error.to_string(),
        }
    }
    Err(failed(last))
}

fn draft_at(DraftText { draft_key, text }: DraftText, at: DateTime<Utc>) -> Draft {
    Draft {
        draft_key,
        text,
        at,
    }
}

/// A recovery file that the open book could not take yet, with its drafts.
pub struct PendingRecovery {
    path: PathBuf,
    texts: Vec<Draft>,
}

/// Recovery files of the open book that wait until it takes them.
#[derive(Default)]
pub struct RecoveryQueue(Vec<PendingRecovery>);

impl RecoveryQueue {
    /// Adds drafts that were just written to the file at `path`.
    pub fn add(&mut self, path: PathBuf, texts: &[DraftText], at: DateTime<Utc>) {
        let texts = texts.iter().cloned();
        let texts = texts.map(|typed| draft_at(typed, at)).collect();
        self.0.push(PendingRecovery { path, texts });
    }

    /// Retries: saves the waiting drafts in the book, but for the key `done`, which was saved, drafted anew or discarded
    /// since. A file without drafts is deleted, or its text would be offered over a newer one.
    pub fn flush_to_drafts(&mut self, store: &mut Store, done: Option<&str>) {
        self.0.retain_mut(|file| {
            let mut save = |draft: &Draft| {
                let saved = store.save_draft(&draft.draft_key, &draft.text, draft.at);
                saved.is_ok()
            };
            file.texts
                .retain(|draft| Some(draft.draft_key.as_str()) != done && !save(draft));
            if file.texts.is_empty() {
                // One that stays is offered once more: nothing is lost by that.
                let _ = fs::remove_file(&file.path);
            }
            !file.texts.is_empty()
        });
    }
}

/// Moves the open book's recovery files into its drafts. A sentence on it, if there were any.
///
/// A file is deleted once the book has all of it; one that the book cannot take is offered all the same, and waits.
pub fn recover_drafts(
    places: &AppDirs,
    store: &mut Store,
    drafts: &mut BTreeMap<String, String>,
    waiting: &mut RecoveryQueue,
) -> Option<String> {
    let mut files: Vec<_> = candidates(places, store.path())
        .into_iter()
        .filter_map(|path| Some((read_for_book(&path, store.identity())?, path)))
        .collect();
    files.sort_by_key(|(file, _)| file.at);
    let any = !files.is_empty();
    // Without the existing drafts none may be replaced: the files are offered the next time.
    let stored = store.drafts().ok()?.into_iter();
    let mut stored: BTreeMap<_, _> = stored.map(|it| (it.draft_key.clone(), it)).collect();
    for (RecoveryFile { at, texts, .. }, path) in files {
        let mut unkept = Vec::new();
        for typed in texts {
            let recovered = draft_at(typed, at);
            let draft = match stored.remove(&recovered.draft_key) {
                Some(draft) => merge_drafts(draft, recovered),
                None => recovered,
            };
            let saved = store.save_draft(&draft.draft_key, &draft.text, draft.at);
            drafts.insert(draft.draft_key.clone(), draft.text.clone());
            unkept.extend(saved.is_err().then(|| draft.clone()));
            stored.insert(draft.draft_key.clone(), draft);
        }
        if unkept.is_empty() {
            // One that stays is offered once more: nothing is lost by that.
            let _ = fs::remove_file(&path);
        } else {
            waiting.0.push(PendingRecovery {
                path,
                texts: unkept,
            });
        }
    }
    any.then(|| {
        "What you typed and could not be saved last time is back: see “Not saved yet”.".to_owned()
    })
}

/// A notice that some book's recovery file waits for it to be opened, if there is one.
pub fn pending_notice(places: &AppDirs) -> Option<String> {
    let file = files_in(std::slice::from_ref(&places.home)).pop()?;
    let name = file.file_name()?.to_string_lossy();
    Some(format!(
        "{name} holds what was typed and could not be saved. Open its book, and it is offered."
    ))
}

/// Reads the recovery file at `path`, if it is one of the book that is `identity`.
fn read_for_book(path: &Path, identity: Identity) -> Option<RecoveryFile> {
    let bytes = files::read_limited(path, MAX_FILE_BYTES).ok()??;
    let file: RecoveryFile = serde_json::from_slice(&bytes).ok()?;
    let is_ours = file.pair == identity.pair.to_string() && file.role == identity.me.key();
    is_ours.then_some(file)
}

fn candidates(places: &AppDirs, book: &Path) -> Vec<PathBuf> {
    files_in(&candidate_folders(places, book))
}

/// Recovery files of any owner. In a folder that all users share an unguarded open could block on a named pipe.
fn files_in(folders: &[PathBuf]) -> Vec<PathBuf> {
    folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()) && is_own(entry))
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == EXTENSION))
        .collect()
}

/// True for the user's own files: in a shared temporary folder anybody may plant a text.
#[cfg(unix)]
fn is_own(entry: &fs::DirEntry) -> bool {
    use std::os::unix::fs::MetadataExt;
    let me = rustix::process::geteuid().as_raw();
    entry.metadata().is_ok_and(|meta| meta.uid() == me)
}

#[cfg(not(unix))]
fn is_own(_: &fs::DirEntry) -> bool {
    true // That folder is each user's own there.
}

/// Merges two drafts with one key: for each answer the newer.
fn merge_drafts(one: Draft, other: Draft) -> Draft {
    let (older, mut newer) = if one.at > other.at {
        (other, one)
    } else {
        (one, other)
    };
    let read = |text: &str| serde_json::from_str::<Vec<(Slot, AnswerValue)>>(text).ok();
    if let (Some(before), Some(after)) = (read(&older.text), read(&newer.text)) {
        let both: BTreeMap<Slot, AnswerValue> = before.into_iter().chain(after).collect();
        if let Ok(text) = serde_json::to_string(&both.into_iter().collect::<Vec<_>>()) {
            newer.text = text;
        }
    }
    newer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Env;

    const PLACE: &str = "goal";

    fn places(home: &Path) -> AppDirs {
        AppDirs {
            home: home.to_owned(),
            scratch: home.join("scratch"),
            exports: home.join("exports"),
            config: home.join("config"),
        }
    }

    fn typed(answers: &[(&str, &str)]) -> String {
        let given = |value: &str| AnswerValue {
            value: value.to_owned(),
            from_log: false,
        };
        let answers = answers
            .iter()
            .map(|(key, text)| (Slot::once(key), given(text)));
        serde_json::to_string(&answers.collect::<Vec<_>>()).unwrap()
    }

    fn at(minute: u32) -> DateTime<Utc> {
        format!("2026-11-22T12:{minute:02}:00Z").parse().unwrap()
    }

    #[test]
    fn of_several_texts_for_one_question_the_one_typed_last_is_offered() {
        let home = tempfile::tempdir().unwrap();
        let places = places(home.path());
        let path = home.path().join("a.matchbook");
        let mut store =
            Store::create(&path, Identity::default(), &mut Env::fixed(at(30), 1)).unwrap();
        store
            .save_draft(
                PLACE,
                &typed(&[("why", "draft"), ("title", "draft")]),
                at(1),
            )
            .unwrap();
        // The names that the files are given do not tell their order.
        for (minute, text) in [(5, "third"), (9, "last"), (3, "second"), (7, "fourth")] {
            let text = DraftText {
                draft_key: PLACE.to_owned(),
                text: typed(&[("title", text)]),
            };
            write(&places, store.identity(), &path, &[text], at(minute)).unwrap();
        }
        let mut drafts = BTreeMap::new();
        assert!(
            recover_drafts(
                &places,
                &mut store,
                &mut drafts,
                &mut RecoveryQueue::default()
            )
            .is_some()
        );
        let wanted = typed(&[("title", "last"), ("why", "draft")]);
        assert_eq!(drafts.get(PLACE), Some(&wanted));
        let kept = store.drafts().unwrap();
        assert_eq!((&kept[0].text, kept[0].at), (&wanted, at(9)));
        let left = candidates(&places, &path);
        assert!(!left.iter().any(|it| it.starts_with(home.path())));
        assert_eq!(
            recover_drafts(
                &places,
                &mut store,
                &mut drafts,
                &mut RecoveryQueue::default()
            ),
            None
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_with_the_ending_of_a_recovery_file_keeps_no_book_from_opening() {
        let home = tempfile::tempdir().unwrap();
        let pipe = home.path().join("a.recovery");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let found = candidates(&places(home.path()), &home.path().join("a.matchbook"));
        assert!(!found.contains(&pipe));
    }
}
