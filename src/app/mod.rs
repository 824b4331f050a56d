//! State of the program: a pure state machine. One [`Msg`] in, zero or more [`Effect`]s out, one function
//! [`App::update`].
//!
//! The book of the [`session`] is a snapshot that only accepted commits change. Screens and modals are two stacks; the top
//! one is active. A screen handles a command and returns [`screens::ScreenEffect`]s: push a screen, open a modal, save the
//! commit of an operation, run an effect. Nothing here knows a terminal or a database. Start with [`App::update`], then
//! [`screens::goals`], a small screen.

pub mod calendar;
pub mod cells;
pub mod command;
pub mod dispatch;
mod drafts;
pub mod edit_target;
mod editors;
pub mod exchange;
pub mod field;
pub mod form;
mod import_choice;
mod input;
pub mod key;
pub mod keymap;
pub mod list_state;
pub mod modal;
mod msg;
mod on_exchange;
mod on_runtime_event;
pub mod palette;
mod questions;
mod screen_effects;
pub mod screen_rows;
pub mod screens;
pub mod scroll;
pub mod search_results;
pub mod session;
pub mod session_exchange;
mod session_ops;

use crate::env::Env;
use crate::problem::Problem;

use form::FormState;
use keymap::Context;
use modal::Modal;
use screens::Screen;
use session::Session;

pub use msg::{
    BookEffect, ClickTarget, CommitOrigin, DraftText, Effect, ExportPreview, ImportEntry,
    ImportPreview, ImportRequest, JobProgress, Msg, Nav, Place, StatusLine,
};
pub use session::BookId;

/// State of the whole program.
pub struct App {
    /// The open book and what belongs to it.
    pub session: Session,
    /// Stack of screens; the last is shown.
    pub screens: Vec<Screen>,
    /// Stack of modals over the screen; the last is shown.
    pub modals: Vec<Modal>,
    pub status: Option<StatusLine>,
    /// Columns and lines of the terminal.
    pub size: (u16, u16),
    /// True if the user has named an editor of their own.
    pub has_external_editor: bool,
    /// Text that was cut or copied in a text field.
    pub cut_buffer: Option<String>,
    /// Status line for the next accepted commit, in place of the commit's label.
    status_override: Option<String>,
    /// Draft key of the form whose commit the store has not answered yet.
    pending_save: Option<String>,
    /// Navigation that waits until the store has confirmed the drafts.
    pending_nav: Option<Nav>,
    /// Place to go to once the book that is being opened is there.
    pending_place: Option<Place>,
    /// Error of the last draft; shown until the store accepts a write, or nothing is unsaved any more.
    draft_error: Option<Problem>,
    /// True if something changed since the last frame.
    needs_redraw: bool,
    /// Effects of the message that is being handled.
    effects: Vec<Effect>,
}

impl App {
    /// A program without a book, on the welcome screen.
    pub fn new(session: Session, size: (u16, u16)) -> Self {
        Self {
            session,
            screens: vec![Screen::welcome()],
            modals: Vec::new(),
            status: None,
            size,
            has_external_editor: true,
            cut_buffer: None,
            status_override: None,
            pending_save: None,
            pending_nav: None,
            pending_place: None,
            draft_error: None,
            needs_redraw: true,
            effects: Vec::new(),
        }
    }

    pub fn screen(&self) -> Option<&Screen> {
        self.screens.last()
    }

    /// The keymap contexts in effect, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        self.modals
            .last()
            .map(Modal::contexts)
            .or_else(|| self.screen().map(|screen| screen.logic().contexts()))
            .unwrap_or_default()
    }

    /// The only way in which the state changes.
    pub fn update(&mut self, msg: Msg, env: &mut Env) -> Vec<Effect> {
        self.session.ctx = env.op_context();
        // A tick is visible only when the date changes, an autosave never is.
        let same_day = matches!(&msg, Msg::Tick(now) if now.date() == self.session.today());
        self.needs_redraw |= !same_day && !matches!(msg, Msg::Autosave | Msg::DraftSaved(_));
        self.dispatch(msg);
        self.report_draft_error();
        std::mem::take(&mut self.effects)
    }

    fn dispatch(&mut self, msg: Msg) {
        match msg {
            Msg::Key(key) => self.on_key(key),
            Msg::Click(target) => self.on_click(target),
            Msg::Scroll(lines) => self.on_scroll(lines),
            Msg::Paste(text) => self.on_paste(&text),
            Msg::Resize(columns, lines) => self.size = (columns, lines),
            Msg::Tick(now) => self.on_tick(now),
            Msg::Autosave => {
                self.autosave_from(0);
            }
            Msg::Command(command) => self.try_command(&command),
            Msg::CommandAt(context, command) => self.run_elsewhere(context, &command),
            Msg::OpenEditor(target) => self.open_editor(target),
            Msg::Commit(result) => self.commit(*result, None),
            Msg::Export(request) => self.request_export(request),
            Msg::Book(effect) => self.run_in_book(effect),
            Msg::BookOpened(book) => self.on_book_opened(*book),
            Msg::BookReloaded(book) => self.on_book_reloaded(*book),
            Msg::Shelf(lines) => self.session.shelf = lines,
            Msg::Backups(lines) => self.on_backups_listed(lines),
            Msg::ConfirmRestore(line) => self.confirm_restore(line),
            Msg::Navigate(nav) => self.navigate(nav),
            Msg::BackupWarning(words) => self.on_backup_warning(words),
            Msg::Settings(settings) => self.use_settings(settings),
            Msg::SettingsSaved => self.on_settings_saved(),
            Msg::Report(text) => self.report(&text),
            Msg::Notice(problem) => self.show_notice(problem),
            Msg::Committed {
                committed,
                cleared_draft,
                origin,
                undo,
                redo,
            } => {
                (self.session.undo, self.session.redo) = (undo, redo);
                self.on_committed(&committed, cleared_draft.as_deref(), origin);
            }
            Msg::Failed(problem) => self.on_failure(problem),
            Msg::DraftSaved(text) => self.on_draft_saved(text),
            Msg::DraftFailed(problem) => self.on_draft_failed(problem),
            Msg::DraftCleared(draft_key) => self.on_draft_cleared(&draft_key),
            Msg::RecoveryWritten(path) => self.on_recovery_written(&path),
            Msg::RecoveryFailed(problem) => self.on_recovery_failed(&problem),
            Msg::NavWithRecovery(nav) => self.navigate_with_recovery(nav),
            Msg::NavDiscarding(nav) => self.perform_navigation(nav),
            Msg::RecordsLoaded { records, complete } => self.on_records_loaded(records, complete),
            Msg::MeetingDetails(meeting, records) => self.on_meeting_details(meeting, records),
            Msg::SearchResults(request, page) => self.on_search_results(request, page),
            Msg::PreviewReady(preview) => self.on_preview_ready(*preview),
            Msg::ImportPlanned(planned) => self.on_import_planned(*planned),
            Msg::JobProgress(work) => self.on_job_progress(work),
            Msg::CancelJob => self.cancel_job(),
            Msg::Parcel(effect) => self.effects.push(Effect::Parcel(effect)),
            Msg::Exchange(msg) => self.on_exchange(*msg),
            Msg::FileWritten(path, request) => self.on_file_written(&path, &request),
            Msg::Copied => self.report("Copied. Paste it where you need it."),
            Msg::ExternalEditorDone(text) => self.on_external_text(&text),
            Msg::DiscardChanges => self.discard_changes(),
            Msg::DatePicked(day) => self.with_top_form(|form| form.set_date(day)),
        }
    }

    /// Shows `text` in the status line.
    fn report(&mut self, text: &str) {
        if let Some(Screen::Preview(shown)) = self.screens.last_mut()
            && std::mem::take(&mut shown.marks_sent)
        {
            // The commit is confirmed later, and where the copy went must not be lost under it.
            self.status_override = Some(format!("{text} Noted as sent; u undoes."));
        }
        let copied = match self.screens.last_mut() {
            Some(Screen::Share(shown)) => shown.copied.take(),
            Some(_) | None => None,
        };
        self.set_status(copied.unwrap_or_else(|| text.to_owned()));
    }

    /// Carries out `effect` on the open book.
    fn run_in_book(&mut self, effect: BookEffect) {
        self.effects.push(self.session.in_book(effect));
    }

    /// Takes the text that comes back from the user's editor.
    fn on_external_text(&mut self, text: &str) {
        if let Some(Screen::Call(call)) = self.screens.last_mut() {
            call.replace_notes(text);
        }
        self.with_top_form(|form| form.replace_text(text));
    }

    /// Changes the form on top, if there is one.
    fn with_top_form(&mut self, change: impl FnOnce(&mut FormState)) {
        if let Some(Screen::Form(form)) = self.screens.last_mut() {
            change(&mut form.state);
        }
    }

    pub(super) fn set_status(&mut self, text: impl Into<String>) {
        self.status = Some(StatusLine {
            text: text.into(),
            is_error: false,
        });
    }

    pub(super) fn show_error(&mut self, problem: Problem) {
        self.status = Some(StatusLine {
            text: problem.message.clone(),
            is_error: true,
        });
        // A repeated problem needs no second box.
        let is_shown = matches!(self.modals.last(), Some(Modal::Problem { problem: shown, .. }) if *shown == problem);
        if !is_shown {
            self.modals.push(Modal::Problem {
                title: "That did not work",
                problem,
                detail: false,
            });
        }
    }

    /// True if something changed since the last call.
    pub fn take_needs_redraw(&mut self) -> bool {
        std::mem::take(&mut self.needs_redraw)
    }
}
