//! What the user is doing: a pure state machine. One [`Msg`] in, zero or more [`Effect`]s out, one function
//! [`App::update`].
//!
//! The book on the [`session`] is a snapshot that only accepted commits change; screens and modals are two stacks, and what
//! is on top is what is active. A screen turns a command into [`Reply`]s, which name a [`deed::Deed`], another screen, a
//! modal or an effect. Nothing here knows a terminal or a database. Start with [`App::update`], then
//! [`screens::goals`], a small screen.

pub mod book_action;
pub mod calendar;
pub mod cells;
pub mod command;
mod drafts;
pub mod edit_target;
pub mod field;
pub mod form;
mod input;
pub mod key;
pub mod keymap;
pub mod list_state;
pub mod modal;
mod msg;
mod next_date;
mod on_runtime_event;
mod screen_effects;
pub mod screen_rows;
pub mod screens;
pub mod scroll;
pub mod search_results;
pub mod session;

use crate::env::Env;
use crate::problem::Problem;

use form::FormState;
use keymap::Context;
use modal::Modal;
use screens::{Screen, ScreenEffect};
use session::Session;

pub use msg::{
    BookEffect, BookId, ClickTarget, CommitOrigin, DraftText, Effect, ImportPreview, JobProgress,
    Msg, Nav, StatusLine,
};

/// All that the program knows while it runs.
pub struct App {
    /// The open book.
    pub session: Session,
    /// Screens; the last is shown.
    pub screens: Vec<Screen>,
    /// What lies over it; the last is shown.
    pub modals: Vec<Modal>,
    /// What the status line says.
    pub status: Option<StatusLine>,
    /// Columns and lines of the terminal.
    pub size: (u16, u16),
    /// What was cut or copied in a text field, for pasting it in another.
    pub cut_buffer: Option<String>,
    /// What the status line says when the store accepts the next commit, instead of its label.
    status_override: Option<String>,
    /// The place of the form whose commit the store has not answered yet.
    pending_save: Option<String>,
    /// The way out that is taken once what is typed is kept.
    pending_nav: Option<Nav>,
    /// Why the last draft was not accepted; said until the store takes something again, or nothing is left to be kept.
    draft_error: Option<Problem>,
    /// Whether anything may look different since the last frame.
    needs_redraw: bool,
}

impl App {
    /// A program with an empty session, on the welcome.
    pub fn new(session: Session, size: (u16, u16)) -> Self {
        Self {
            session,
            screens: vec![Screen::welcome()],
            modals: Vec::new(),
            status: None,
            size,
            cut_buffer: None,
            status_override: None,
            pending_save: None,
            pending_nav: None,
            draft_error: None,
            needs_redraw: true,
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
        let same_day = matches!(&msg, Msg::Tick(now) if now.date() == self.session.today());
        self.needs_redraw |= !same_day && !matches!(msg, Msg::Autosave | Msg::DraftSaved(_));
        let effects = self.dispatch(msg, env);
        self.report_draft_error();
        effects
    }

    fn dispatch(&mut self, msg: Msg, env: &mut Env) -> Vec<Effect> {
        match msg {
            Msg::Key(key) => self.on_key(key, env),
            Msg::Click(target) => self.on_click(target, env),
            Msg::Scroll(lines) => self.on_scroll(lines, env),
            Msg::Paste(text) => self.on_paste(&text, env),
            Msg::Resize(columns, lines) => self.on_resize((columns, lines)),
            Msg::Tick(now) => self.on_tick(now),
            Msg::Autosave => self.autosave(),
            Msg::Command(command) => self.try_command(command, env),
            Msg::Perform(deed) => self.apply_screen_effects(vec![ScreenEffect::Perform(deed)], env),
            Msg::Export(request) => self.request_export(request),
            Msg::ExportConfirmed(request) => {
                vec![self.session.in_book(BookEffect::Preview(request))]
            }
            Msg::BookOpened(opened) => self.on_book_opened(*opened),
            Msg::BookReloaded(opened) => self.on_book_reloaded(*opened),
            Msg::Shelf(lines) => self.on_shelf_listed(lines),
            Msg::Backups(lines) => self.on_backups_listed(lines),
            Msg::ConfirmRestore(line) => self.confirm_restore(line),
            Msg::Restore(line) => self.navigate(Nav::Restore(line)),
            Msg::BackupWarning(words) => self.on_backup_warning(words),
            Msg::Report(text) => self.report(&text),
            Msg::Notice(problem) => self.show_notice(problem),
            Msg::Committed {
                committed,
                cleared_draft: cleared,
                origin: turn,
                undo,
                redo,
            } => {
                (self.session.undo, self.session.redo) = (undo, redo);
                self.on_committed(&committed, cleared.as_deref(), turn)
            }
            Msg::Failed(problem) => self.on_failure(problem),
            Msg::DraftSaved(text) => self.on_draft_saved(text),
            Msg::DraftFailed(problem) => self.on_draft_failed(problem),
            Msg::DraftCleared(place) => self.on_draft_cleared(&place),
            Msg::RecoveryWritten(path) => self.on_recovery_written(&path),
            Msg::RecoveryFailed(problem) => self.on_recovery_failed(&problem),
            Msg::NavWithRecovery(leave) => {
                self.pending_nav = Some(leave);
                vec![Effect::WriteRecoveryFile(self.unsaved_drafts())]
            }
            Msg::NavDiscarding(leave) => self.perform_navigation(leave),
            Msg::RecordsLoaded { records, complete } => self.on_records_loaded(records, complete),
            Msg::MeetingDetails(meeting, records) => self.on_meeting_details(meeting, records),
            Msg::SearchResults(ask, page) => self.on_search_results(ask, page),
            Msg::PreviewReady(preview) => self.on_preview_ready(*preview),
            Msg::ImportPlanned(planned) => self.on_import_planned(*planned),
            Msg::ApplyImport(commit) => {
                vec![self.session.in_book(BookEffect::ApplyImport(*commit))]
            }
            Msg::JobProgress(work) => self.on_job_progress(work),
            Msg::CancelJob => self.cancel_job(),
            Msg::FileWritten(path, request) => self.on_file_written(&path, &request, env),
            Msg::Copied => self.report("Copied. Paste it where you need it."),
            Msg::ExternalEditorDone(text) => self.with_top_form(|form| form.replace_text(&text)),
            Msg::DiscardChanges => self.discard_changes(),
            Msg::DatePicked(day) => self.with_top_form(|form| form.set_date(day)),
        }
    }

    /// Says something and asks for nothing.
    fn report(&mut self, text: &str) -> Vec<Effect> {
        self.set_status(text);
        Vec::new()
    }

    /// Changes the form on top, if one is.
    fn with_top_form(&mut self, change: impl FnOnce(&mut FormState)) -> Vec<Effect> {
        if let Some(Screen::Form(form)) = self.screens.last_mut() {
            change(&mut form.state);
        }
        Vec::new()
    }

    pub(super) fn set_status(&mut self, text: impl Into<String>) {
        self.status = Some(StatusLine {
            text: text.into(),
            is_error: false,
        });
    }

    pub(super) fn show_error(&mut self, problem: Problem) -> Vec<Effect> {
        self.status = Some(StatusLine {
            text: problem.message.clone(),
            is_error: true,
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
    pub fn take_needs_redraw(&mut self) -> bool {
        std::mem::take(&mut self.needs_redraw)
    }
}
