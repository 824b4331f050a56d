//! The program without a terminal: keys, clicks and pastes in, the screen as text out, books in a home of its own.

#[path = "key_script.rs"]
pub mod key_script;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::OnceLock;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use matchbook::app::command::Command;
use matchbook::app::dispatch;
use matchbook::app::key::Key;
use matchbook::app::session::Session;
use matchbook::app::{App, ClickTarget, Effect, Msg};
use matchbook::catalog::Catalog;
use matchbook::domain::book::Identity;
use matchbook::domain::change::Commit;
use matchbook::domain::ops::{OpContext, Refusal};
use matchbook::env::Env;
use matchbook::paths::AppDirs;
use matchbook::store::Store;
use matchbook::tui::Start;
use matchbook::tui::runtime::Runtime;
use matchbook::ui;
use matchbook::ui::theme::{Background, ColorDepth, Glyphs, TerminalCapabilities, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

/// Without color, with every sign.
pub const PLAIN: TerminalCapabilities = TerminalCapabilities {
    depth: ColorDepth::None,
    background: Background::Dark,
    glyphs: Glyphs::Unicode,
};

/// The program, and somebody who uses it.
pub struct Pilot {
    /// What the program knows.
    pub app: App,
    /// Texts that went to the clipboard.
    pub copied: Vec<String>,
    /// Files and folders that were opened.
    pub opened: Vec<PathBuf>,
    /// Whether the program was left.
    pub left: bool,
    /// Whether it waits for what takes longer before the next key.
    pub waits: bool,
    runtime: Runtime,
    now: DateTime<Utc>,
    /// Tells the ids of one start from those of the next.
    starts: u64,
    home: TempDir,
}

impl Pilot {
    /// The program in an empty home, at noon of 22 November 2026.
    pub fn new() -> Self {
        Self::start(tempfile::tempdir().unwrap(), &Start::Home, noon(), 1)
    }

    /// The sample year, in a book at home.
    pub fn sample() -> Self {
        let (book, today) = sample();
        Self::on(book, today)
    }

    /// The sample year on another day.
    pub fn sample_on(day: &str) -> Self {
        Self::on(sample().0, day.parse().unwrap())
    }

    /// The program on the day `today` with `book`, the bytes of a file, as the only one at home.
    pub fn on(book: &[u8], today: NaiveDate) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("year.matchbook"), book).unwrap();
        let noon = today.and_hms_opt(12, 0, 0).unwrap().and_utc();
        Self::start(home, &Start::Home, noon, 1)
    }

    fn start(home: TempDir, start: &Start, now: DateTime<Utc>, starts: u64) -> Self {
        let places = AppDirs {
            home: home.path().to_owned(),
            scratch: home.path().join("scratch"),
            exports: home.path().join("exports"),
            config: home.path().join("config"),
        };
        let catalog = Rc::new(Catalog::with_user_folder(places.config.clone()));
        let mut runtime = Runtime::new(Env::fixed(now, starts), places, Rc::clone(&catalog));
        runtime.downloads = Some(home.path().join("downloads"));
        let opened = runtime.start(start.clone()).unwrap();
        let desk = Session::empty(catalog, runtime.env.local_now()).unwrap();
        let mut pilot = Self {
            app: App::new(desk, (80, 24)),
            copied: Vec::new(),
            opened: Vec::new(),
            left: false,
            waits: true,
            runtime,
            now,
            starts,
            home,
        };
        pilot.handle(opened);
        pilot
    }

    /// The program started again in the same home, without having been told to end before.
    pub fn restart(self) -> Self {
        let Self {
            runtime,
            now,
            starts,
            home,
            ..
        } = self;
        drop(runtime);
        Self::start(home, &Start::Home, now, starts + 1)
    }

    /// The program started again on another day.
    pub fn restart_on(mut self, day: &str) -> Self {
        self.now = format!("{day}T12:00:00Z").parse().unwrap();
        self.restart()
    }

    /// The moment at which the clock stands.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Where `name` is in the home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Presses the keys of a script such as `2aStart a STEM hour<Tab>`.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for key in key_script::parse_script(script) {
            self.send(Msg::Key(key));
        }
        self
    }

    /// Pastes.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.send(Msg::Paste(text.to_owned()))
    }

    /// Lets so much time pass that what is typed is kept.
    pub fn pause(&mut self) -> &mut Self {
        if self.app.has_unsaved_text() {
            self.send(Msg::Autosave);
        }
        self
    }

    /// Clicks where `words` first stand on the screen.
    pub fn click(&mut self, words: &str) -> &mut Self {
        let (buffer, drawn) = self.draw(PLAIN);
        let spot = find(&buffer, words);
        let spot = spot.unwrap_or_else(|| panic!("{words:?} is not on\n{}", text_of(&buffer)));
        let target: Option<ClickTarget> = drawn.hit_test(spot.x, spot.y).cloned();
        let target = target.unwrap_or_else(|| panic!("{words:?} takes no click"));
        self.send(Msg::Click(target))
    }

    /// Hands one message to the program.
    pub fn send(&mut self, msg: Msg) -> &mut Self {
        self.handle(vec![msg]);
        self
    }

    /// Saves the commit of an operation.
    pub fn commit(
        &mut self,
        operation: impl FnOnce(&Session, &OpContext) -> Result<Commit, Refusal>,
    ) -> &mut Self {
        let result = operation(&self.app.session, &self.runtime.env.op_context());
        self.send(Msg::Commit(Box::new(result)))
    }

    /// Whether the screen, or the program for all screens, has a use for `command`.
    pub fn handles(&mut self, command: &Command) -> bool {
        dispatch::handle_command(&mut self.app, command).is_some()
    }

    /// Waits for no job: each shows its progress first.
    pub fn waits_for_nothing(&mut self) -> &mut Self {
        self.waits = false;
        self.runtime.immediate_timeout = Duration::ZERO;
        self
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, columns: u16, lines: u16) -> &mut Self {
        self.send(Msg::Resize(columns, lines))
    }

    /// As the loop does, with a clipboard of its own and no editor.
    fn handle(&mut self, messages: Vec<Msg>) {
        let mut messages = VecDeque::from(messages);
        while let Some(msg) = messages.pop_front() {
            for effect in self.app.update(msg, &mut self.runtime.env) {
                if effect == Effect::Quit {
                    self.left = true;
                } else if let Effect::Copy(text) = effect {
                    self.copied.push(text);
                    messages.push_back(Msg::Copied);
                } else if let Effect::Open(path) = effect {
                    self.opened.push(path);
                } else {
                    messages.extend(self.runtime.perform(effect));
                }
            }
            if self.waits && messages.is_empty() && self.runtime.has_job() {
                messages.extend(self.runtime.poll_job(Duration::from_mins(1)));
            }
            if self.app.session.has_book() && !self.app.session.book.complete {
                messages.extend(self.runtime.load_older(&self.app.session.book, 1000));
            }
        }
    }

    /// The screen, cell by cell, and what can be clicked.
    pub fn draw(&self, look: TerminalCapabilities) -> (Buffer, ui::DrawOutput) {
        let (columns, lines) = self.app.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, lines));
        let drawn = ui::draw(&mut buffer, &self.app, &Theme::new(look));
        (buffer, drawn)
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        text_of(&self.draw(PLAIN).0)
    }

    /// Whether the screen shows `words`.
    pub fn shows(&self, words: &str) -> bool {
        find(&self.draw(PLAIN).0, words).is_some()
    }

    /// Fails unless the screen shows `words`.
    #[track_caller]
    pub fn sees(&mut self, words: &str) -> &mut Self {
        assert!(self.shows(words), "{words:?} is not on\n{}", self.screen());
        self
    }
}

/// The bytes of the sample year's book, and the day on which it is looked at.
fn sample() -> (&'static [u8], NaiveDate) {
    static BOOK: OnceLock<(Vec<u8>, NaiveDate)> = OnceLock::new();
    let (book, today) = BOOK.get_or_init(|| {
        let sample = Catalog::new().sample().unwrap();
        (book_of(sample.identity, &sample.commits), sample.today)
    });
    (book, *today)
}

/// The bytes of a book that begins with `commits`.
pub fn book_of(identity: Identity, commits: &[Commit]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("year.matchbook");
    let mut env = Env::fixed(noon(), 7);
    drop(Store::create_with(&path, identity, commits, &mut env).unwrap());
    std::fs::read(path).unwrap()
}

/// The text of a screen, without what a wide letter covers and without blanks at the ends.
pub fn text_of(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut text = String::new();
    for y in area.top()..area.bottom() {
        let mut line = String::new();
        let mut covered = 0;
        for x in area.left()..area.right() {
            let symbol = buffer[(x, y)].symbol();
            if covered == 0 {
                line.push_str(symbol);
            }
            covered = symbol.width().max(covered).saturating_sub(1);
        }
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Where `words` first stand within a line.
fn find(buffer: &Buffer, words: &str) -> Option<Position> {
    text_of(buffer).lines().zip(0..).find_map(|(line, y)| {
        let at = line.find(words)?;
        let x = u16::try_from(line[..at].width()).ok()?;
        Some(Position::new(x, y))
    })
}

/// Noon of 22 November 2026.
fn noon() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// The files of a folder, by name.
pub fn files_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
