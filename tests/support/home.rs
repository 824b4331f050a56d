//! A private home for one test, with the clock stopped and ids that repeat.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use matchbook::domain::book::Identity;
use matchbook::domain::id::Id;
use matchbook::domain::person::Role;
use matchbook::env::Env;
use matchbook::store::Store;

/// A folder that goes when the test ends.
pub struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// One that is in memory where the system has such a place: for tests that save often.
    pub fn quick() -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        Self {
            folder: folder.unwrap(),
        }
    }

    /// Where `name` is in this home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A new book in this home.
    pub fn book(&self, name: &str) -> Store {
        Store::create(&self.path(name), identity(), &mut env(1)).unwrap()
    }
}

/// The owner of every test's book: a mentee.
pub fn identity() -> Identity {
    Identity {
        pair: Id::derived(&["pair"]),
        replica: Id::derived(&["replica"]),
        me: Role::Mentee,
    }
}

/// Noon of 22 November 2026; `seed` tells apart the ids of several programs.
pub fn env(seed: u64) -> Env {
    Env::fixed(noon(), seed)
}

pub fn noon() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}
