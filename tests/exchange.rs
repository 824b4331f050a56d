//! Two homes, mentor and mentee, by parcels only: the story of a match, and everything that goes wrong on the way.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/verbs.rs"]
mod verbs;

mod exchange {
    pub mod errors;
    pub mod privacy;
    pub mod story;
}

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use verbs::{Desk, Ran, words};

/// One of the two: a home, and a clock that the test sets.
pub struct Side {
    pub desk: Desk,
    number: u64,
    /// Runs so far: each draws ids that no other run of either side draws, and is a second later.
    runs: Cell<u64>,
    day: RefCell<String>,
}

impl Side {
    pub fn new(number: u64) -> Self {
        Self {
            desk: Desk::new(),
            number,
            runs: Cell::new(0),
            day: RefCell::new("2026-11-22".to_owned()),
        }
    }

    /// The mentee, with a book that was started with “new”.
    pub fn mentee() -> Self {
        let side = Self::new(1);
        side.done("new --program alsc --role mentee --name Ana --partner Ben --start 2026-11-02");
        side
    }

    pub fn on(&self, day: &str) {
        day.clone_into(&mut self.day.borrow_mut());
    }

    /// Runs a line on `year.matchbook`, with `input` as its standard input.
    pub fn run(&self, line: &str, input: &str) -> Ran {
        let run = self.runs.get() + 1;
        self.runs.set(run);
        let (day, minute, second) = (self.day.borrow(), run / 60, run % 60);
        let mut command = self.desk.command();
        command
            .env("MATCHBOOK_SEED", (self.number * 10_000 + run).to_string())
            .env("MATCHBOOK_NOW", format!("{day}T10:{minute:02}:{second:02}"))
            .args(["--book", "year.matchbook"])
            .args(words(line))
            .write_stdin(input);
        self.desk.told(command.output().unwrap())
    }

    /// The same for a line that has to succeed.
    pub fn done(&self, line: &str) -> String {
        let ran = self.run(line, "");
        assert_eq!(ran.exit, 0, "{line}: {}", ran.shown());
        ran.out
    }

    pub fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.done(&format!("{line} --json"))).unwrap()
    }

    /// Writes a parcel; its file.
    pub fn share(&self) -> PathBuf {
        let file = self.json("share")["file"].as_str().unwrap().to_owned();
        // In JSON the folder of the test stands as it is where its name has backslashes.
        match file.strip_prefix("FOLDER/") {
            Some(name) => self.desk.path(name),
            None => PathBuf::from(file),
        }
    }

    pub fn phrase(&self) -> String {
        self.json("pair phrase")["phrase"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Brings `parcel` here, as a mail program would: under a name of its own.
    pub fn bring(&self, parcel: &PathBuf) {
        fs::copy(parcel, self.desk.path("ATT00001")).unwrap();
    }

    /// Takes `parcel` in without being asked, with the phrase if it is given.
    pub fn receive(&self, parcel: &PathBuf, phrase: &str) -> Ran {
        self.bring(parcel);
        let line = if phrase.is_empty() {
            "receive ATT00001 --yes"
        } else {
            "receive ATT00001 --yes --phrase-fd 0"
        };
        self.run(line, phrase)
    }

    /// The same, which has to succeed.
    pub fn received(&self, parcel: &PathBuf) -> String {
        let ran = self.receive(parcel, "");
        assert_eq!(ran.exit, 0, "{}", ran.shown());
        ran.out
    }

    pub fn fingerprint(&self) -> Value {
        let mut fingerprint = self.json("pair fingerprint");
        assert_eq!(fingerprint["waiting"], 0, "{fingerprint}");
        fingerprint.as_object_mut().unwrap().remove("waiting");
        fingerprint
    }

    pub fn backups(&self) -> usize {
        fs::read_dir(self.desk.path("backups")).map_or(0, |folder| {
            let names = folder.map(|entry| entry.unwrap().file_name());
            names
                .filter(|name| name.to_string_lossy().contains("before-receive"))
                .count()
        })
    }
}

/// A pair that holds the same: the mentor's book was started from the mentee's parcel.
pub fn pair() -> (Side, Side) {
    let (mentee, mentor) = (Side::mentee(), Side::new(2));
    mentee.done("goal add 'Start a STEM hour' --due 2027-04-30");
    let ran = mentor.receive(&mentee.share(), &mentee.phrase());
    assert_eq!(ran.exit, 0, "{}", ran.shown());
    (mentee, mentor)
}

/// Sends a parcel from one to the other and one back; both then hold the same.
pub fn exchange(one: &Side, other: &Side) {
    other.received(&one.share());
    one.received(&other.share());
    other.received(&one.share());
    assert_eq!(one.fingerprint(), other.fingerprint());
}
