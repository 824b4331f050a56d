//! The program itself, run verb by verb in a private home, with the clock stopped on Sun, Nov 22, 2026 at 10:00 AM.

use std::cell::Cell;
use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;

/// The environment of one test: a folder to work in, with the shelf in `home` inside it.
pub struct Desk {
    folder: tempfile::TempDir,
    runs: Cell<u64>,
}

/// What a verb said, and how it ended.
pub struct Ran {
    pub out: String,
    pub err: String,
    pub exit: i32,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            runs: Cell::new(0),
        }
    }

    /// A desk with a mentee's book called `year.matchbook`.
    pub fn with_book() -> Self {
        let desk = Self::new();
        desk.done(NEW);
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program, ready to be given arguments.
    pub fn command(&self) -> Command {
        // Each run draws other ids, as random ones would be.
        self.runs.set(self.runs.get() + 1);
        let mut command = Command::cargo_bin("matchbook").unwrap();
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("MATCHBOOK_HOME", self.path("home"))
            .env("MATCHBOOK_NOW", "2026-11-22T10:00")
            .env("MATCHBOOK_SEED", self.runs.get().to_string())
            .current_dir(self.folder.path());
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.told(self.command().args(args).output().unwrap())
    }

    /// Runs a line as a shell would split it, on `year.matchbook` unless the line names a book or makes one.
    pub fn line(&self, line: &str) -> Ran {
        let args = words(line);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        if line.contains("--book") || line == "shelf" {
            self.run(&args)
        } else {
            self.run(&[&["--book", "year.matchbook"], args.as_slice()].concat())
        }
    }

    /// The same for a line that has to succeed.
    pub fn done(&self, line: &str) -> String {
        let ran = self.line(line);
        assert_eq!(ran.exit, 0, "{line}: {}{}", ran.out, ran.err);
        ran.out
    }

    /// The JSON that a line prints.
    pub fn json(&self, line: &str) -> serde_json::Value {
        serde_json::from_str(&self.done(&format!("{line} --json"))).unwrap()
    }

    pub fn told(&self, output: Output) -> Ran {
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            let folder = self.folder.path().canonicalize().unwrap();
            let text = text
                .replace(dunce::simplified(&folder).to_str().unwrap(), "FOLDER")
                .replace(self.folder.path().to_str().unwrap(), "FOLDER");
            let lines = text.split_inclusive('\n');
            let slashed = |line: &str| {
                let slash = if line.contains("FOLDER\\") { "/" } else { "\\" };
                line.replace('\\', slash)
            };
            lines.map(slashed).collect::<String>()
        };
        Ran {
            out: text(output.stdout),
            err: text(output.stderr),
            exit: output.status.code().unwrap(),
        }
    }
}

impl Ran {
    pub fn shown(&self) -> String {
        let exit = match self.exit {
            0 => String::new(),
            code => format!("(exit {code})\n"),
        };
        format!("{}{}{exit}", self.out, self.err)
    }
}

/// The line that starts the book of most tests.
pub const NEW: &str = "new --program alsc --role mentee --name 'Mentee A' --partner 'Mentor B' \
                       --start 2026-11-02 --book year.matchbook";

/// Words with blanks between, quoted ones with single or double quotes.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in line.chars() {
        match (quote, letter) {
            (Some(open), letter) if letter == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}
