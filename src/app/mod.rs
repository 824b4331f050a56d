//! What the user is doing: a pure state machine. One [`Msg`] in, zero or more [`Effect`]s out, one function
//! [`App::update`].
//!
//! The book on the [`desk`] is a snapshot that only accepted commits change; screens and modals are two stacks, and what
//! is on top is what is active. A screen turns a command into [`Reply`]s, which name a [`deed::Deed`], another screen, a
//! modal or an effect. Nothing here knows a terminal or a database. Start with [`App::update`], then
//! [`screens::goals`], a small screen.

pub mod calendar;
pub mod cells;
pub mod command;
pub mod deed;
pub mod desk;
mod drafts;
pub mod field;
pub mod form;
mod input;
pub mod key;
pub mod keymap;
pub mod list;
pub mod modal;
mod msg;
mod next_date;
mod outcome;
pub mod purpose;
mod reply;
pub mod results;
pub mod rows;
pub mod screens;
pub mod scroll;

use crate::env::Env;
use crate::problem::Problem;

use desk::Desk;
use form::FormState;
use keymap::Context;
use modal::Modal;
use screens::{Reply, Screen};

pub use msg::{
    BookEffect, BookId, Effect, Leave, Msg, Planned, Status, Target, Turn, UnkeptText, Work,
};

/// All that the program knows while it runs.
pub struct App {
    /// The open book.
    pub desk: Desk,
    /// Screens; the last is shown.
    pub screens: Vec<Screen>,
    /// What lies over it; the last is shown.
    pub modals: Vec<Modal>,
    /// What the status line says.
    pub status: Option<Status>,
    /// Columns and lines of the terminal.
    pub size: (u16, u16),
    /// What was cut or copied in a text field, for pasting it in another.
    pub kept_text: Option<String>,
    /// What the status line says when the store accepts the next commit, instead of its label.
    told: Option<String>,
    /// The place of the form whose commit the store has not answered yet.
    saving: Option<String>,
    /// The way out that is taken once what is typed is kept.
    leaving: Option<Leave>,
    /// Why the last draft was not accepted; said until the store takes something again, or nothing is left to be kept.
    unkept: Option<Problem>,
    /// Whether anything may look different since the last frame.
    changed: bool,
}

impl App {
    /// A program with an empty desk, on the welcome.
    pub fn new(desk: Desk, size: (u16, u16)) -> Self {
        Self {
            desk,
            screens: vec![Screen::welcome()],
            modals: Vec::new(),
            status: None,
            size,
            kept_text: None,
            told: None,
            saving: None,
            leaving: None,
            unkept: None,
            changed: true,
        }
    }

    /// The screen that is shown.
    pub fn screen(&self) -> Option<&Screen> {
        self.screens.last()
    }

    /// Where keys have a meaning now, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        self.modals
            .last()
            .map(Modal::contexts)
            .or_else(|| self.screen().map(Screen::contexts))
            .unwrap_or_default()
    }

    /// The one way in which the program changes.
    pub fn update(&mut self, msg: Msg, env: &mut Env) -> Vec<Effect> {
        // A tick shows only when the day does, and keeping a draft not at all.
        let same_day = matches!(&msg, Msg::Tick(now) if now.date() == self.desk.today());
        self.changed |= !same_day && !matches!(msg, Msg::Keep | Msg::Kept(_));
        let effects = self.answer(msg, env);
        self.say_what_is_unkept();
        effects
    }

    fn answer(&mut self, msg: Msg, env: &mut Env) -> Vec<Effect> {
        match msg {
            Msg::Key(key) => self.key(key, env),
            Msg::Click(target) => self.click(target, env),
            Msg::Scroll(lines) => self.scroll(lines, env),
            Msg::Paste(text) => self.paste(&text, env),
            Msg::Resize(columns, lines) => self.resize((columns, lines)),
            Msg::Tick(now) => self.tick(now),
            Msg::Keep => self.keep(),
            Msg::Command(command) => self.ask(command, env),
            Msg::Do(deed) => self.fold(vec![Reply::Do(deed)], env),
            Msg::Export(request) => self.export(request),
            Msg::Show(request) => vec![self.desk.in_book(BookEffect::Preview(request))],
            Msg::Opened(opened) => self.opened(*opened),
            Msg::Reread(opened) => self.reread(*opened),
            Msg::Shelf(lines) => self.shelf(lines),
            Msg::Backups(lines) => self.backups(lines),
            Msg::AskRestore(line) => self.ask_restore(line),
            Msg::Restore(line) => self.leave(Leave::Restore(line)),
            Msg::BackupWarning(words) => self.backup_warning(words),
            Msg::Told(text) => self.said(&text),
            Msg::Notice(problem) => self.notice(problem),
            Msg::Committed {
                committed,
                cleared,
                turn,
                undo,
                redo,
            } => {
                (self.desk.undo, self.desk.redo) = (undo, redo);
                self.committed(&committed, cleared.as_deref(), turn)
            }
            Msg::Failed(problem) => self.failed(problem),
            Msg::Kept(text) => self.kept(text),
            Msg::NotKept(problem) => self.not_kept(problem),
            Msg::Dropped(place) => self.dropped(&place),
            Msg::Recovered(path) => self.recovered(&path),
            Msg::NotRecovered(problem) => self.not_recovered(&problem),
            Msg::LeaveUnkept(leave) => {
                self.leaving = Some(leave);
                vec![Effect::Recover(self.unkept_texts())]
            }
            Msg::LeaveAndLose(leave) => self.go_out(leave),
            Msg::Loaded { records, complete } => self.loaded(records, complete),
            Msg::Details(meeting, records) => self.details(meeting, records),
            Msg::Found(ask, page) => self.found(ask, page),
            Msg::Previewed(preview) => self.previewed(*preview),
            Msg::Planned(planned) => self.planned(*planned),
            Msg::TakeIn(commit) => vec![self.desk.in_book(BookEffect::TakeIn(*commit))],
            Msg::Working(work) => self.working(work),
            Msg::Stop => self.stopped(),
            Msg::Written(path, request) => self.written(&path, &request, env),
            Msg::Copied => self.said("Copied. Paste it where you need it."),
            Msg::Edited(text) => self.in_form(|form| form.replace_text(&text)),
            Msg::Discard => self.discard(),
            Msg::Picked(day) => self.in_form(|form| form.pick(day)),
        }
    }

    /// Says something and asks for nothing.
    fn said(&mut self, text: &str) -> Vec<Effect> {
        self.say(text);
        Vec::new()
    }

    /// Changes the form on top, if one is.
    fn in_form(&mut self, change: impl FnOnce(&mut FormState)) -> Vec<Effect> {
        if let Some(Screen::Form(form)) = self.screens.last_mut() {
            change(&mut form.state);
        }
        Vec::new()
    }

    pub(super) fn say(&mut self, text: impl Into<String>) {
        self.status = Some(Status {
            text: text.into(),
            problem: false,
        });
    }

    pub(super) fn fail(&mut self, problem: Problem) -> Vec<Effect> {
        self.status = Some(Status {
            text: problem.message.clone(),
            problem: true,
        });
        // The same problem once more needs no second box.
        let told = matches!(self.modals.last(), Some(Modal::Problem { problem: shown, .. }) if *shown == problem);
        if !told {
            self.modals.push(Modal::Problem {
                title: "That did not work",
                problem,
                detail: false,
            });
        }
        Vec::new()
    }

    /// Whether anything may look different since this was asked last.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }
}
