//! The home of one test, and runs of the real program in it.
//!
//! A [`World`] holds books, runtime folder, temporary folder and clock; [`World::program`] prepares a run and [`Run::open`]
//! starts it on a [`Tty`]. Few worlds exist at a time. Nothing sleeps and hopes: every wait names what it waits for and
//! has a deadline.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::tty::Tty;

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_matchbook");
/// How long a screen may take on a busy machine before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// How often something that cannot wake us is looked at.
const LOOK: Duration = Duration::from_millis(15);
/// Worlds that exist at a time.
const WORLDS: usize = 4;

static ENTERED: Mutex<usize> = Mutex::new(0);
static LEFT: Condvar = Condvar::new();

/// The lock of `mutex`, whoever failed while holding it.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The home of one test.
pub struct World {
    folder: tempfile::TempDir,
    runs: AtomicU64,
}

impl World {
    /// An empty home.
    pub fn empty() -> Self {
        let mut entered = locked(&ENTERED);
        while *entered >= WORLDS {
            entered = LEFT.wait(entered).unwrap_or_else(PoisonError::into_inner);
        }
        *entered += 1;
        let world = Self {
            folder: tempfile::tempdir().unwrap(),
            runs: AtomicU64::new(0),
        };
        for folder in ["user", "tmp", "run"] {
            let mut builder = std::fs::DirBuilder::new();
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            builder.create(world.path(folder)).unwrap();
        }
        world
    }

    /// A home with one book, three weeks old.
    pub fn with_book() -> Self {
        let world = Self::empty();
        world.make_book(&world.book());
        world
    }

    /// Makes another book.
    pub fn make_book(&self, path: &Path) {
        let words = "new --program alsc --role mentee --start 2026-11-02 --name";
        let mut command = self.command();
        command
            .args(words.split(' '))
            .args(["Mentee A", "--partner", "Mentor B", "--book"])
            .arg(path);
        if path != self.book() {
            // Another book has other ids.
            command.env("MATCHBOOK_SEED", "99");
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    /// Where `name` is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The one book.
    pub fn book(&self) -> PathBuf {
        self.path("home/year.matchbook")
    }

    /// The folder in which texts lie while another editor has them.
    pub fn scratch(&self) -> PathBuf {
        self.path("run/matchbook")
    }

    /// The command line in this home: what it prints.
    pub fn cli(&self, arguments: &[&str]) -> String {
        let output = self.command().args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The program without a terminal.
    pub fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(PROGRAM);
        command.env_clear().envs(self.environment());
        command.stdin(std::process::Stdio::null());
        command
    }

    /// The program, to be run in a terminal of 80 by 24.
    pub fn program(&self) -> Run<'_> {
        Run {
            world: self,
            arguments: vec![PROGRAM.into()],
            environment: self.environment(),
            umask: None,
        }
    }

    /// Starts the program on the only book and waits until it shows.
    pub fn open(&self) -> Tty {
        let tty = self.program().open();
        tty.wait_for("Today");
        tty
    }

    fn environment(&self) -> Vec<(OsString, OsString)> {
        // Runs must not draw the same ids.
        let seed = self.runs.fetch_add(1, Ordering::Relaxed) + 1;
        let path = std::env::var_os("PATH").unwrap_or_default();
        let fixed = [
            ("PATH", path),
            ("HOME", self.path("user").into()),
            ("TMPDIR", self.path("tmp").into()),
            ("XDG_RUNTIME_DIR", self.path("run").into()),
            ("MATCHBOOK_HOME", self.path("home").into()),
            ("MATCHBOOK_NOW", "2026-11-22T12:00".into()),
            ("MATCHBOOK_SEED", seed.to_string().into()),
            ("TERM", "xterm-256color".into()),
            ("LANG", "C.UTF-8".into()),
        ];
        fixed
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect()
    }

    /// The drafts in the book, as another program reads them.
    pub fn drafts(&self) -> Vec<String> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
            let book = rusqlite::Connection::open_with_flags(self.book(), flags)?;
            let mut rows = book.prepare("SELECT text FROM draft ORDER BY place")?;
            rows.query_map([], |row| row.get(0))?.collect()
        };
        // While the program writes, nothing can be read for a moment.
        read().unwrap_or_default()
    }

    /// Waits until a draft holds `text`.
    pub fn wait_for_draft(&self, text: &str) {
        wait_until(&format!("a draft with “{text}”"), || {
            self.drafts().iter().any(|draft| draft.contains(text))
        });
    }
}

impl Drop for World {
    fn drop(&mut self) {
        *locked(&ENTERED) -= 1;
        LEFT.notify_all();
    }
}

/// Waits until `done`, for what cannot wake us.
pub fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let (never, started) = (Condvar::new(), Instant::now());
    let nothing = Mutex::new(());
    while !done() {
        assert!(started.elapsed() < PATIENCE, "waited in vain for {what}");
        drop(never.wait_timeout(locked(&nothing), LOOK));
    }
}

/// Opens the form of a meeting at its notes.
pub fn open_note(tty: &Tty) {
    tty.keys("m").wait_for("Log a meeting");
    tty.keys("<Tab><Tab><Tab><Tab><Tab>").wait_for("▸ Notes");
}

/// A run of the program that is being prepared.
pub struct Run<'a> {
    world: &'a World,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
    umask: Option<u32>,
}

impl Run<'_> {
    /// Adds an argument.
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Sets a variable.
    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// With another umask.
    pub fn umask(mut self, umask: u32) -> Self {
        self.umask = Some(umask);
        self
    }

    /// Started by a shell, after `commands`.
    pub fn after(self, commands: &str) -> Self {
        let script = format!("{commands}; exec \"$@\"");
        self.through(&["sh", "-c", &script, "sh"])
    }

    /// Started by another program.
    pub fn through(mut self, program: &[&str]) -> Self {
        let program = program.iter().map(Into::into);
        self.arguments.splice(0..0, program);
        self
    }

    /// Starts it.
    pub fn open(self) -> Tty {
        let mut command = CommandBuilder::from_argv(self.arguments);
        command.env_clear();
        for (name, value) in self.environment {
            command.env(name, value);
        }
        command.cwd(self.world.folder.path());
        command.umask(self.umask);
        Tty::start(command)
    }
}
