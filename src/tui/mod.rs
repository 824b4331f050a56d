//! The loop: one thread waits for the terminal, hands each event to [`App::update`], performs the effects, draws.
//!
//! `terminal` enters and leaves the terminal, whatever happens; `wait` sleeps until a key, a signal or a deadline, and
//! `input` knows what keys look like; `editor` and `outside` lend the terminal to, or ask, programs of the user.
//! [`runtime`] is the only part that touches the world: its long work goes to the workers of `jobs` and of its backups, and
//! text that no book takes at the end to `recovery`. Nothing runs while nothing happens, but for the minute's tick.

mod decoder;
mod desktop;
mod event_source;
mod external_editor;
mod jobs;
mod recovery;
pub mod runtime;
mod terminal;

pub use external_editor::remove_leftovers;
pub use terminal::restore_terminal;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crossterm::event::{Event, MouseButton, MouseEventKind};
use signal_hook::consts::SIGINT;

use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::session::Session;
use crate::app::{App, Effect, Msg};
use crate::catalog::Catalog;
use crate::env::Env;
use crate::paths::AppDirs;
use crate::problem::{Exit, Problem};
use crate::ui;
use crate::ui::theme::{TerminalCapabilities, Theme};
use event_source::{EventSource, Wake};
use runtime::Runtime;
use terminal::Terminal;

/// What is typed is kept as a draft so long after the first key that is not.
const AUTOSAVE_DELAY: Duration = Duration::from_secs(2);
/// A draft that was not accepted is tried again so long afterwards: each try may wait for another program.
const AUTOSAVE_RETRY_DELAY: Duration = Duration::from_secs(10);
/// While keys come, whether another program wrote to the book is looked at so often.
const EXTERNAL_CHANGE_POLL_INTERVAL: Duration = Duration::from_secs(1);
/// What waits is taken in for so long before something is drawn.
const FRAME_INTERVAL: Duration = Duration::from_millis(100);
/// So often a job is asked how far it has come.
const JOB_POLL_INTERVAL: Duration = Duration::from_millis(80);
/// So many meetings of a large book are read at a time while nothing else is to do.
const LOAD_BATCH_SIZE: usize = 1000;

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
pub fn run(start: Start, env: Env, places: AppDirs) -> Result<Exit, Problem> {
    terminal::check()?;
    let catalog = Rc::new(Catalog::with_user_folder(places.config.clone()));
    let mut runtime = Runtime::new(env, places, Rc::clone(&catalog));
    let opened = runtime.start(start)?;
    let waiter = EventSource::new()?;
    let session = Session::empty(catalog, runtime.env.local_now())?;
    let terminal = Terminal::enter()?;
    let size = terminal.size();
    let mut session = EventLoop {
        app: App::new(session, size),
        runtime,
        terminal,
        event_source: waiter,
        clipboard: desktop::Clipboard::default(),
        theme: Theme::new(TerminalCapabilities::detect(|name| {
            std::env::var(name).ok()
        })),
        drawn: ui::DrawOutput::default(),
        autosave_at: None,
        last_external_check: Instant::now(),
        exit: None,
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| session.run(opened)));
    session.finish(outcome)
}

/// Everything that lives while the screen is shown.
struct EventLoop {
    app: App,
    runtime: Runtime,
    terminal: Terminal,
    event_source: EventSource,
    clipboard: desktop::Clipboard,
    theme: Theme,
    drawn: ui::DrawOutput,
    /// When what is typed and in no draft is to be kept.
    autosave_at: Option<Instant>,
    /// When was looked last whether another program wrote to the book.
    last_external_check: Instant,
    /// How the program ends, once it is to.
    exit: Option<Exit>,
}

impl EventLoop {
    fn run(&mut self, opened: Vec<Msg>) -> Result<Exit, Problem> {
        self.handle(opened.into());
        self.draw()?;
        loop {
            if let Some(exit) = self.exit {
                return Ok(exit);
            }
            let mut news = self.runtime.poll_job(Duration::ZERO);
            news.extend(self.runtime.poll_backup());
            if !news.is_empty() {
                self.handle(news.into());
                self.draw_if_changed()?;
            }
            let idle = self.event_source.is_idle();
            if idle && self.app.session.has_book() && !self.app.session.book.complete {
                let more = self
                    .runtime
                    .load_older(&self.app.session.book, LOAD_BATCH_SIZE);
                self.handle(more.into());
                self.draw()?;
                continue;
            }
            let wake = self.event_source.next(self.poll_timeout())?;
            if wake == Wake::Timeout {
                self.on_timeout();
            } else {
                self.drain_events(wake)?;
            }
            self.autosave();
            self.draw_if_changed()?;
        }
    }

    /// Takes `first` and what waits behind it, so that a flood of keys costs a few frames only.
    fn drain_events(&mut self, first: Wake) -> Result<(), Problem> {
        let started = Instant::now();
        let mut wake = first;
        loop {
            match wake {
                Wake::Event(event) => {
                    self.poll_external_changes();
                    #[cfg(debug_assertions)]
                    panic_if_requested(&event, &self.app);
                    self.handle(self.event_to_msg(event).into_iter().collect());
                }
                Wake::Signal(number) => self.exit = Some(Exit::Signal(number)),
                Wake::Resumed => {
                    self.terminal.resume()?;
                    self.draw()?;
                }
                Wake::Timeout => return Ok(()),
            }
            if self.exit.is_some() || started.elapsed() >= FRAME_INTERVAL {
                return Ok(());
            }
            wake = match self.unbracketed_paste() {
                Some(text) => Wake::Event(Event::Paste(text)),
                None => self.event_source.next(Duration::ZERO)?,
            };
        }
    }

    /// Looks now and then, while somebody is at work, whether another program wrote to the book.
    fn poll_external_changes(&mut self) {
        if self.last_external_check.elapsed() < EXTERNAL_CHANGE_POLL_INTERVAL {
            return;
        }
        self.last_external_check = Instant::now();
        let changes = self.runtime.reload_if_changed();
        self.handle(changes.into());
    }

    /// A paste that came as keys, while text is typed.
    fn unbracketed_paste(&mut self) -> Option<String> {
        let contexts = self.app.contexts();
        let typing = contexts.contains(&Context::Typing);
        let lines = contexts.first() == Some(&Context::Prose);
        typing
            .then(|| self.event_source.unbracketed_paste(lines))
            .flatten()
    }

    fn event_to_msg(&self, event: Event) -> Option<Msg> {
        match event {
            Event::Key(key) => Key::from_event(key).map(Msg::Key),
            Event::Paste(text) => Some(Msg::Paste(text)),
            Event::Resize(columns, lines) => Some(Msg::Resize(columns, lines)),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => self
                    .drawn
                    .hit_test(mouse.column, mouse.row)
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
                self.exit = Some(Exit::Success);
                Vec::new()
            }
            Effect::Suspend => {
                // Nobody knows whether it wakes again.
                self.save_drafts();
                terminal::suspend();
                Vec::new()
            }
            Effect::OpenExternalEditor(text) => vec![self.run_external_editor(&text)],
            Effect::Copy(text) => {
                // A terminal does not say whether it has copied, so the desktop is asked as well.
                let (on_desktop, asked) = (self.clipboard.copy(&text), terminal::copy_osc52(&text));
                vec![if on_desktop { Msg::Copied } else { asked }]
            }
            Effect::Open(path) => desktop::open_path(&path)
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
            | Effect::WriteRecoveryFile(_)
            | Effect::CancelJob) => self.runtime.perform(effect),
        }
    }

    /// Lends the terminal to the user's own editor.
    fn run_external_editor(&mut self, text: &str) -> Msg {
        self.save_drafts();
        terminal::restore_terminal();
        let edited = external_editor::edit(text, &self.runtime.dirs.scratch);
        // Ctrl-C over there was not meant for us.
        self.event_source.drain_signal(SIGINT);
        let back = self.terminal.resume();
        match back.and(edited) {
            Ok(text) => Msg::ExternalEditorDone(text),
            Err(problem) => Msg::Failed(problem),
        }
    }

    /// Keeps what is typed once its time has come, and tries again later what was not accepted.
    fn autosave(&mut self) {
        if !self.app.has_unsaved_text() {
            self.autosave_at = None;
            return;
        }
        let now = Instant::now();
        if *self.autosave_at.get_or_insert(now + AUTOSAVE_DELAY) <= now {
            self.save_drafts();
            let unkept = self.app.has_unsaved_text();
            self.autosave_at = unkept.then(|| Instant::now() + AUTOSAVE_RETRY_DELAY);
        }
    }

    fn save_drafts(&mut self) {
        self.handle(VecDeque::from([Msg::Autosave]));
    }

    /// Keeps what is typed before the end: in the book, else in a recovery file.
    fn save_drafts_or_recover(&mut self) {
        self.save_drafts();
        let texts = self.app.unsaved_drafts();
        if !texts.is_empty() {
            // Nothing is left to be done about one that cannot be written, and nobody to be told.
            let _ = self.runtime.write_recovery_file(&texts);
        }
    }

    /// How long to sleep at most: until typed text must be kept, else until the next minute begins.
    fn poll_timeout(&self) -> Duration {
        let mut minute = self.runtime.until_next_minute();
        if self.runtime.has_job() || self.runtime.has_backup() {
            minute = minute.min(JOB_POLL_INTERVAL);
        }
        self.autosave_at.map_or(minute, |at| {
            at.saturating_duration_since(Instant::now()).min(minute)
        })
    }

    fn on_timeout(&mut self) {
        let mut messages = VecDeque::from([Msg::Tick(self.runtime.env.local_now())]);
        messages.extend(self.runtime.check_file());
        self.handle(messages);
    }

    /// Draws unless the frame would be the same: a tick changes nothing until the day does.
    fn draw_if_changed(&mut self) -> Result<(), Problem> {
        if self.app.take_needs_redraw() {
            self.draw()
        } else {
            Ok(())
        }
    }

    fn draw(&mut self) -> Result<(), Problem> {
        self.app.take_needs_redraw();
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
        let _ = catch_unwind(AssertUnwindSafe(|| self.save_drafts_or_recover()));
        terminal::restore_terminal();
        outcome.unwrap_or_else(|fault| resume_unwind(fault))
    }
}

/// For tests alone, and only in debug builds: pasting what `MATCHBOOK_FAULT` in the environment holds is a fault, one
/// whose message holds texts of the book.
#[cfg(debug_assertions)]
fn panic_if_requested(event: &Event, app: &App) {
    let asked = std::env::var("MATCHBOOK_FAULT").unwrap_or_default();
    let pasted = matches!(event, Event::Paste(text) if !text.is_empty() && *text == asked);
    assert!(!pasted, "asked for: {:?}", app.session.drafts);
}
