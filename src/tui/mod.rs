//! The loop: one thread waits for the terminal, hands each event to [`App::update`], performs the effects, draws.
//!
//! `terminal` enters and leaves the terminal, whatever happens; `system` is what differs between Unix and Windows: its
//! `EventSource` polls for a key, a signal or a timeout. `external_editor` and `desktop` run programs of the user. [`runtime`]
//! performs the effects on files and books, the loop those on the terminal: long work goes to the workers of `jobs` and of
//! its backups, a draft that no book takes at the end to `recovery`. Nothing runs while nothing happens, but for the
//! minute's tick.

mod desktop;
mod external_editor;
mod input;
mod jobs;
mod recovery;
pub mod runtime;
mod system;
mod terminal;

pub use external_editor::remove_leftovers;
pub use terminal::restore_terminal;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crossterm::event::{Event, MouseButton, MouseEventKind};

use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::session::Session;
use crate::app::{App, Effect, Msg, StatusLine};
use crate::catalog::Catalog;
use crate::env::Env;
use crate::exchange::folder;
use crate::paths::AppDirs;
use crate::problem::{Exit, Problem};
use crate::ui;
use crate::ui::theme::{TerminalCapabilities, Theme};
use input::Wake;
use runtime::Runtime;
use system::EventSource;
use terminal::Terminal;

/// Autosave delay: from the first key that is in no draft until the draft is saved.
const AUTOSAVE_DELAY: Duration = Duration::from_secs(2);
/// Delay before a failed autosave is tried again: each try may wait for another program.
const AUTOSAVE_RETRY_DELAY: Duration = Duration::from_secs(10);
/// Poll interval for changes of the book by another program, while keys come.
const EXTERNAL_CHANGE_POLL_INTERVAL: Duration = Duration::from_secs(1);
/// Longest time for which events are handled before a frame is drawn.
const FRAME_INTERVAL: Duration = Duration::from_millis(100);
/// Poll interval for a job's progress.
const JOB_POLL_INTERVAL: Duration = Duration::from_millis(80);
/// Meetings of a large book that are loaded at a time while nothing else is to do.
const LOAD_BATCH_SIZE: usize = 1000;

/// First screen of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// The only book, the shelf, or the welcome.
    Home,
    Book(PathBuf),
    /// A copy of the sample year.
    Sample,
}

/// Runs the screen until the user leaves it.
///
/// # Errors
/// When there is no terminal, it fails, or the book cannot be opened. Drafts are saved.
///
/// # Panics
/// With a panic that happened while the screen was shown: drafts are saved and the terminal is restored before.
pub fn run(start: Start, env: Env, places: AppDirs) -> Result<Exit, Problem> {
    terminal::check()?;
    let catalog = Rc::new(Catalog::with_user_folder(places.config.clone()));
    let mut runtime = Runtime::new(env, places, Rc::clone(&catalog));
    runtime.downloads = folder::downloads_folder();
    let messages = runtime.start(start)?;
    let waiter = EventSource::new()?;
    let session = Session::empty(catalog, runtime.env.local_now())?;
    let terminal = Terminal::enter()?;
    let mut app = App::new(session, terminal.size());
    app.has_external_editor = external_editor::is_named();
    let mut session = EventLoop {
        app,
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
    let outcome = catch_unwind(AssertUnwindSafe(|| session.run(messages)));
    session.finish(outcome)
}

/// State of the event loop, while the screen is shown.
struct EventLoop {
    app: App,
    runtime: Runtime,
    terminal: Terminal,
    event_source: EventSource,
    clipboard: desktop::Clipboard,
    theme: Theme,
    drawn: ui::DrawOutput,
    /// Deadline of the next autosave, if anything typed is in no draft.
    autosave_at: Option<Instant>,
    /// Time of the last poll for changes by another program.
    last_external_check: Instant,
    /// Set once the program is to end.
    exit: Option<Exit>,
}

impl EventLoop {
    fn run(&mut self, messages: Vec<Msg>) -> Result<Exit, Problem> {
        self.handle(messages.into());
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

    /// Handles `first` and the events behind it in one batch, so that a flood of keys costs a few frames only.
    fn drain_events(&mut self, first: Wake) -> Result<(), Problem> {
        let started = Instant::now();
        let mut wake = first;
        loop {
            match wake {
                Wake::Event(event) => {
                    self.poll_external_changes();
                    let news = self.retry_editing();
                    #[cfg(debug_assertions)]
                    panic_if_requested(&event, &self.app);
                    self.handle(self.event_to_msg(event).into_iter().collect());
                    if self.app.status.is_none() {
                        self.app.status = news;
                    }
                }
                Wake::Signal(number) => self.exit = Some(Exit::Signal(number)),
                #[cfg(unix)]
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

    /// Polls, while a person is at work, whether another program wrote to the book.
    fn poll_external_changes(&mut self) {
        if self.last_external_check.elapsed() < EXTERNAL_CHANGE_POLL_INTERVAL {
            return;
        }
        self.last_external_check = Instant::now();
        let changes = self.runtime.reload_if_changed();
        self.handle(changes.into());
    }

    /// Tries to go on with a book that another window had open, before the key that may change it; the key must not clear
    /// the status that says so.
    fn retry_editing(&mut self) -> Option<StatusLine> {
        let freed = self.runtime.retry_editing();
        let is_free = !freed.is_empty();
        self.handle(freed.into());
        self.app.status.clone().filter(|_| is_free)
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

    /// Passes messages to the app and performs the effects it returns, until none is left.
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
                // Nobody knows whether it is ever continued.
                self.save_drafts();
                terminal::suspend();
                Vec::new()
            }
            Effect::OpenExternalEditor(text) => vec![self.run_external_editor(&text)],
            Effect::Copy(text) => {
                // A terminal does not confirm a copy, so the desktop's clipboard and tmux are tried as well.
                let copied = self.clipboard.copy(&text) | desktop::copy_in_tmux(&text);
                let asked = terminal::copy_osc52(&text);
                vec![if copied { Msg::Copied } else { asked }]
            }
            Effect::Open(path) => desktop::open_path(&path)
                .err()
                .map(Msg::Failed)
                .into_iter()
                .collect(),
            effect @ (Effect::InBook(..)
            | Effect::BringIn(_)
            | Effect::ListBooks
            | Effect::OpenBook(_)
            | Effect::ArchiveBook(..)
            | Effect::SearchBooks(_)
            | Effect::ListBackups(_)
            | Effect::Restore(_)
            | Effect::CreateBook(_)
            | Effect::ChangeSettings(_)
            | Effect::OpenSample
            | Effect::Parcel(_)
            | Effect::WriteRecoveryFile(_)
            | Effect::CancelJob) => self.runtime.perform(effect),
        }
    }

    /// Suspends the screen for the user's own editor.
    fn run_external_editor(&mut self, text: &str) -> Msg {
        self.save_drafts();
        terminal::restore_terminal();
        #[cfg(windows)]
        self.event_source.pause();
        let edited = external_editor::edit(text, &self.runtime.dirs.scratch);
        self.event_source.resume();
        let back = self.terminal.resume();
        match back.and(edited) {
            Ok(text) => Msg::ExternalEditorDone(text),
            Err(problem) => Msg::Failed(problem),
        }
    }

    /// Saves drafts once the autosave is due, and tries a failed one again later.
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

    /// Saves drafts before the end: in the book, else in a recovery file.
    fn save_drafts_or_recover(&mut self) {
        self.save_drafts();
        let texts = self.app.unsaved_drafts();
        if !texts.is_empty() {
            // If it cannot be written, nothing is left to try, and nobody to report to.
            let _ = self.runtime.write_recovery_file(&texts);
        }
    }

    /// Timeout of the next poll: the autosave, a job's poll interval, or the end of the minute.
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

    /// Saves drafts, restores the terminal, and returns the exit code or resumes the panic.
    fn finish(
        mut self,
        outcome: std::thread::Result<Result<Exit, Problem>>,
    ) -> Result<Exit, Problem> {
        // A panic has restored the terminal and is reported already; a second one here changes nothing.
        let _ = catch_unwind(AssertUnwindSafe(|| self.save_drafts_or_recover()));
        terminal::restore_terminal();
        outcome.unwrap_or_else(|fault| resume_unwind(fault))
    }
}

/// For tests in debug builds: pasting the value of the environment variable `MATCHBOOK_FAULT` panics, with a message that
/// holds texts of the book.
#[cfg(debug_assertions)]
fn panic_if_requested(event: &Event, app: &App) {
    let requested = std::env::var("MATCHBOOK_FAULT").unwrap_or_default();
    let pasted = matches!(event, Event::Paste(text) if !text.is_empty() && *text == requested);
    assert!(!pasted, "asked for: {:?}", app.session.drafts);
}
