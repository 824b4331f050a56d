//! The loop: one thread waits for the terminal, hands each event to [`App::update`], performs the effects, draws.
//!
//! `terminal` enters and leaves the terminal, whatever happens; `wait` sleeps until a key, a signal or a deadline, and
//! `input` knows what keys look like; `editor` and `outside` lend the terminal to, or ask, programs of the user.
//! [`runtime`] is the only part that touches the world: its long work goes to the workers of `jobs` and of its backups, and
//! text that no book takes at the end to `recovery`. Nothing runs while nothing happens, but for the minute's tick.

mod editor;
mod input;
mod jobs;
mod outside;
mod recovery;
pub mod runtime;
mod terminal;
mod wait;

pub use editor::sweep;
pub use terminal::give_back;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crossterm::event::{Event, MouseButton, MouseEventKind};
use signal_hook::consts::SIGINT;

use crate::app::desk::Desk;
use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::{App, Effect, Msg};
use crate::catalog::Catalog;
use crate::env::Env;
use crate::paths::Places;
use crate::problem::{Exit, Problem};
use crate::ui;
use crate::ui::theme::{Look, Theme};
use runtime::Runtime;
use terminal::Terminal;
use wait::{Waiter, Wake};

/// What is typed is kept as a draft so long after the first key that is not.
const KEEP_AFTER: Duration = Duration::from_secs(2);
/// A draft that was not accepted is tried again so long afterwards: each try may wait for another program.
const KEEP_RETRY_AFTER: Duration = Duration::from_secs(10);
/// While keys come, whether another program wrote to the book is looked at so often.
const LOOK_OUTSIDE_AFTER: Duration = Duration::from_secs(1);
/// What waits is taken in for so long before something is drawn.
const FRAME: Duration = Duration::from_millis(100);
/// So often a job is asked how far it has come.
const GLANCE: Duration = Duration::from_millis(80);
/// So many meetings of a large book are read at a time while nothing else is to do.
const CHUNK: usize = 1000;

/// What the screen opens with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// The only book, the shelf, or the welcome.
    Home,
    /// This book.
    Book(PathBuf),
    /// A copy of the sample year.
    Sample,
}

/// Runs the screen until the user leaves it.
///
/// # Errors
/// When there is no terminal, it fails, or the book cannot be opened. What was typed is kept.
///
/// # Panics
/// With a fault that came up while the screen was shown: what was typed is kept and the terminal given back before.
pub fn run(start: Start, env: Env, places: Places) -> Result<Exit, Problem> {
    terminal::check()?;
    let catalog = Rc::new(Catalog::with_own(places.config.clone()));
    let mut runtime = Runtime::new(env, places, Rc::clone(&catalog));
    let opened = runtime.start(start)?;
    let waiter = Waiter::new()?;
    let desk = Desk::empty(catalog, runtime.env.local_now())?;
    let terminal = Terminal::enter()?;
    let size = terminal.size();
    let mut session = Session {
        app: App::new(desk, size),
        runtime,
        terminal,
        waiter,
        clipboard: outside::Clipboard::default(),
        theme: Theme::new(Look::detect(|name| std::env::var(name).ok())),
        drawn: ui::Drawn::default(),
        keep_at: None,
        looked_outside: Instant::now(),
        ended: None,
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| session.run(opened)));
    session.finish(outcome)
}

/// Everything that lives while the screen is shown.
struct Session {
    app: App,
    runtime: Runtime,
    terminal: Terminal,
    waiter: Waiter,
    clipboard: outside::Clipboard,
    theme: Theme,
    drawn: ui::Drawn,
    /// When what is typed and in no draft is to be kept.
    keep_at: Option<Instant>,
    /// When was looked last whether another program wrote to the book.
    looked_outside: Instant,
    /// How the program ends, once it is to.
    ended: Option<Exit>,
}

impl Session {
    fn run(&mut self, opened: Vec<Msg>) -> Result<Exit, Problem> {
        self.handle(opened.into());
        self.draw()?;
        loop {
            if let Some(exit) = self.ended {
                return Ok(exit);
            }
            let mut news = self.runtime.job_news(Duration::ZERO);
            news.extend(self.runtime.backup_news());
            if !news.is_empty() {
                self.handle(news.into());
                self.draw_if_changed()?;
            }
            let idle = self.waiter.nothing_waits();
            if idle && self.app.desk.has_book() && !self.app.desk.book.complete {
                let more = self.runtime.older(&self.app.desk.book, CHUNK);
                self.handle(more.into());
                self.draw()?;
                continue;
            }
            let wake = self.waiter.next(self.deadline())?;
            if wake == Wake::Deadline {
                self.deadline_passed();
            } else {
                self.take_all(wake)?;
            }
            self.note_unkept();
            self.draw_if_changed()?;
        }
    }

    /// Takes `first` and what waits behind it, so that a flood of keys costs a few frames only.
    fn take_all(&mut self, first: Wake) -> Result<(), Problem> {
        let started = Instant::now();
        let mut wake = first;
        loop {
            match wake {
                Wake::Event(event) => {
                    self.look_outside();
                    #[cfg(debug_assertions)]
                    fail_if_asked(&event, &self.app);
                    self.handle(self.message(event).into_iter().collect());
                }
                Wake::Signal(number) => self.ended = Some(Exit::Signal(number)),
                Wake::Woken => {
                    self.terminal.come_back()?;
                    self.draw()?;
                }
                Wake::Deadline => return Ok(()),
            }
            if self.ended.is_some() || started.elapsed() >= FRAME {
                return Ok(());
            }
            wake = match self.typed_together() {
                Some(text) => Wake::Event(Event::Paste(text)),
                None => self.waiter.next(Duration::ZERO)?,
            };
        }
    }

    /// Looks now and then, while somebody is at work, whether another program wrote to the book.
    fn look_outside(&mut self) {
        if self.looked_outside.elapsed() < LOOK_OUTSIDE_AFTER {
            return;
        }
        self.looked_outside = Instant::now();
        let changes = self.runtime.written_elsewhere();
        self.handle(changes.into());
    }

    /// A paste that came as keys, while text is typed.
    fn typed_together(&mut self) -> Option<String> {
        let contexts = self.app.contexts();
        let typing = contexts.contains(&Context::Typing);
        let lines = contexts.first() == Some(&Context::Prose);
        typing.then(|| self.waiter.typed_together(lines)).flatten()
    }

    fn message(&self, event: Event) -> Option<Msg> {
        match event {
            Event::Key(key) => Key::from_event(key).map(Msg::Key),
            Event::Paste(text) => Some(Msg::Paste(text)),
            Event::Resize(columns, lines) => Some(Msg::Resize(columns, lines)),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => self
                    .drawn
                    .target(mouse.column, mouse.row)
                    .cloned()
                    .map(Msg::Click),
                MouseEventKind::ScrollUp => Some(Msg::Scroll(-1)),
                MouseEventKind::ScrollDown => Some(Msg::Scroll(1)),
                MouseEventKind::Down(MouseButton::Right | MouseButton::Middle)
                | MouseEventKind::Up(_)
                | MouseEventKind::Drag(_)
                | MouseEventKind::Moved
                | MouseEventKind::ScrollLeft
                | MouseEventKind::ScrollRight => None,
            },
            Event::FocusGained | Event::FocusLost => None,
        }
    }

    /// Hands messages to the app and performs what it asks for, until nothing is left.
    fn handle(&mut self, mut messages: VecDeque<Msg>) {
        while let Some(msg) = messages.pop_front() {
            for effect in self.app.update(msg, &mut self.runtime.env) {
                messages.extend(self.perform(effect));
            }
        }
    }

    fn perform(&mut self, effect: Effect) -> Vec<Msg> {
        match effect {
            Effect::Quit => {
                self.ended = Some(Exit::Done);
                Vec::new()
            }
            Effect::Suspend => {
                // Nobody knows whether it wakes again.
                self.keep();
                terminal::suspend();
                Vec::new()
            }
            Effect::Editor(text) => vec![self.edit_outside(&text)],
            Effect::Copy(text) => {
                // A terminal does not say whether it has copied, so the desktop is asked as well.
                let (on_desktop, asked) = (self.clipboard.copy(&text), terminal::copy(&text));
                vec![if on_desktop { Msg::Copied } else { asked }]
            }
            Effect::Open(path) => outside::open(&path)
                .err()
                .map(Msg::Failed)
                .into_iter()
                .collect(),
            effect @ (Effect::InBook(..)
            | Effect::ListBooks
            | Effect::OpenBook(_)
            | Effect::ListBackups(_)
            | Effect::Restore(_)
            | Effect::CreateBook(_)
            | Effect::OpenSample
            | Effect::Recover(_)
            | Effect::Cancel) => self.runtime.perform(effect),
        }
    }

    /// Lends the terminal to the user's own editor.
    fn edit_outside(&mut self, text: &str) -> Msg {
        self.keep();
        terminal::give_back();
        let edited = editor::edit(text, &self.runtime.places.scratch);
        // Ctrl-C over there was not meant for us.
        self.waiter.forget(SIGINT);
        let back = self.terminal.come_back();
        match back.and(edited) {
            Ok(text) => Msg::Edited(text),
            Err(problem) => Msg::Failed(problem),
        }
    }

    /// Keeps what is typed once its time has come, and tries again later what was not accepted.
    fn note_unkept(&mut self) {
        if !self.app.has_unkept_text() {
            self.keep_at = None;
            return;
        }
        let now = Instant::now();
        if *self.keep_at.get_or_insert(now + KEEP_AFTER) <= now {
            self.keep();
            let unkept = self.app.has_unkept_text();
            self.keep_at = unkept.then(|| Instant::now() + KEEP_RETRY_AFTER);
        }
    }

    fn keep(&mut self) {
        self.handle(VecDeque::from([Msg::Keep]));
    }

    /// Keeps what is typed before the end: in the book, else in a recovery file.
    fn keep_at_last(&mut self) {
        self.keep();
        let texts = self.app.unkept_texts();
        if !texts.is_empty() {
            // Nothing is left to be done about one that cannot be written, and nobody to be told.
            let _ = self.runtime.recover(&texts);
        }
    }

    /// How long to sleep at most: until typed text must be kept, else until the next minute begins.
    fn deadline(&self) -> Duration {
        let mut minute = self.runtime.until_next_minute();
        if self.runtime.has_job() || self.runtime.has_backup() {
            minute = minute.min(GLANCE);
        }
        self.keep_at.map_or(minute, |at| {
            at.saturating_duration_since(Instant::now()).min(minute)
        })
    }

    fn deadline_passed(&mut self) {
        let mut messages = VecDeque::from([Msg::Tick(self.runtime.env.local_now())]);
        messages.extend(self.runtime.changed_outside());
        self.handle(messages);
    }

    /// Draws unless the frame would be the same: a tick changes nothing until the day does.
    fn draw_if_changed(&mut self) -> Result<(), Problem> {
        if self.app.take_changed() {
            self.draw()
        } else {
            Ok(())
        }
    }

    fn draw(&mut self) -> Result<(), Problem> {
        self.app.take_changed();
        self.drawn = self
            .terminal
            .draw(|buf| ui::draw(buf, &self.app, &self.theme))?;
        Ok(())
    }

    /// Keeps what is typed, gives the terminal back, and says how it ended.
    fn finish(
        mut self,
        outcome: std::thread::Result<Result<Exit, Problem>>,
    ) -> Result<Exit, Problem> {
        // A fault has given the terminal back and told of itself already; a second one here changes nothing.
        let _ = catch_unwind(AssertUnwindSafe(|| self.keep_at_last()));
        terminal::give_back();
        outcome.unwrap_or_else(|fault| resume_unwind(fault))
    }
}

/// For tests alone, and only in debug builds: pasting what `MATCHBOOK_FAULT` in the environment holds is a fault, one
/// whose message holds texts of the book.
#[cfg(debug_assertions)]
fn fail_if_asked(event: &Event, app: &App) {
    let asked = std::env::var("MATCHBOOK_FAULT").unwrap_or_default();
    let pasted = matches!(event, Event::Paste(text) if !text.is_empty() && *text == asked);
    assert!(!pasted, "asked for: {:?}", app.desk.drafts);
}
