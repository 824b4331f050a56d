//! Results from the runtime: books opened, commits accepted, searches answered, files written, jobs failed. Each handler
//! updates the session and lets the screens refresh.

use std::path::Path;

use crate::domain::book::BackupLine;
use crate::domain::call;
use crate::domain::change::{Change, Committed, Record};
use crate::domain::display::capitalize;
use crate::domain::id::Id;
use crate::domain::ops::goal::reached;
use crate::domain::search::{self, SearchPage, SearchQuery, SearchRequest};
use crate::export::{ExportLevel, ExportSubject, Request};
use crate::problem::Problem;

use super::command::MainTab;
use super::edit_target::EditTarget;
use super::import_choice::pick_entries;
use super::modal::{Modal, PickRow};
use super::msg::ImportPreview;
use super::questions;
use super::screens::import::ImportScreen;
use super::screens::preview::{PreviewScreen, mark_agenda_sent};
use super::screens::today::TodayRow;
use super::screens::{self, Screen, record};
use super::session::OpenedBook;
use super::{App, BookEffect, CommitOrigin, Effect, ExportPreview, JobProgress, Msg, Nav, Place};

impl App {
    /// Opens a pick list of a book's backups.
    pub(super) fn on_backups_listed(&mut self, lines: Vec<BackupLine>) {
        let Some(first) = lines.first() else {
            return self.set_status("There is no backup of this book yet.");
        };
        let name = first.book.file_name().unwrap_or_default();
        let title = format!("Backups of {}", name.to_string_lossy());
        let rows = lines
            .into_iter()
            .map(|line| PickRow::new(line.label.clone(), Msg::ConfirmRestore(line)));
        self.modals.push(Modal::pick(title, rows, 0));
    }

    pub(super) fn confirm_restore(&mut self, line: BackupLine) {
        self.modals.push(Modal::Confirm {
            question: format!("Put the book back as it was on {}?", line.made),
            detail: format!(
                "{}\nWhat the book holds now is kept as a backup first.",
                line.detail
            ),
            on_confirm: Msg::Navigate(Nav::Restore(line)),
        });
    }

    pub(super) fn on_backup_warning(&mut self, warning: Option<String>) {
        self.session.backup_warning = warning;
        self.refresh_screens();
    }

    /// Shows a notice that is no error.
    pub(super) fn show_notice(&mut self, problem: Problem) {
        self.modals.push(Modal::Problem {
            title: "Please note",
            problem,
            detail: false,
        });
    }

    pub(super) fn on_failure(&mut self, problem: Problem) {
        (self.pending_nav, self.pending_place) = (None, None);
        self.status_override = None;
        self.close_progress();
        let draft_key = self.pending_save.take();
        if let Some(at) = draft_key.and_then(|draft_key| self.form_at(&draft_key))
            && let Some(Screen::Form(form)) = self.screens.get_mut(at)
        {
            form.on_save_failed();
        }
        self.show_error(problem);
    }

    pub(super) fn on_records_loaded(&mut self, records: Vec<Record>, complete: bool) {
        self.session.book.extend(records);
        self.session.book.complete |= complete;
        self.refresh_screens();
    }

    pub(super) fn on_meeting_details(&mut self, meeting: Id, records: Vec<Record>) {
        /// Limit of meetings whose notes stay loaded while the user moves through the log.
        const MAX_DETAILED_MEETINGS: usize = 100;
        // Only while the list is on top: a screen below another one may still need its notes.
        if self.session.book.detailed.len() >= MAX_DETAILED_MEETINGS && self.screens.len() == 1 {
            self.session.book.unload_farthest_notes(meeting);
        }
        self.session.book.extend(records);
        self.session.book.detailed.insert(meeting);
        // An editor that opened before its notes were read would save over them.
        self.rebase_forms(None);
    }

    pub(super) fn on_search_results(&mut self, request: SearchRequest, page: SearchPage) {
        let session = &mut self.session;
        let deck = session.catalog.deck().unwrap_or_default();
        let (program, me) = (session.shared_program(), session.book.me());
        let all_books = request.all_books;
        let extras = |words: &str| {
            // The deck is the same for all books, and has no place in a list of their hits.
            let query = SearchQuery::parse(if all_books { "" } else { words });
            search::search_catalog(&query, &deck, &program.resources, me)
        };
        session.search_results.apply_page(request, page, extras);
        if let Some(Screen::Search(search)) = self.screens.last_mut() {
            self.effects.extend(search.on_results(&self.session));
        }
    }

    pub(super) fn on_book_opened(&mut self, opened: OpenedBook) {
        let notice = opened.notice.clone();
        let missing = self.session.open(opened).map(|problem| problem.message);
        (self.pending_save, self.pending_nav, self.draft_error) = (None, None, None);
        self.modals.clear();
        self.go_to_tab(MainTab::Today);
        if let Some(place) = self.pending_place.take() {
            self.open_place(place);
        }
        if let Some(words) = self.session.read_only_reason().or(notice).or(missing) {
            self.set_status(words);
        }
    }

    /// Opens a place in the book on top of Today.
    fn open_place(&mut self, place: Place) {
        let session = &self.session;
        let effects = match (place, self.screens.last()) {
            (Place::Due(kind, id), Some(Screen::Today(today))) => {
                today.open_row(TodayRow::Due(kind, id), session)
            }
            (Place::Due(kind, id), _) => record::open((kind.record_kind(), id), session),
            (Place::Record { kind, id, parent }, _) => {
                screens::search::open_record((kind, id), parent, session)
            }
        };
        self.apply_screen_effects(effects);
    }

    pub(super) fn on_book_reloaded(&mut self, opened: OpenedBook) {
        let is_free = self.session.read_only.is_some() && opened.read_only.is_none();
        self.session.open(opened);
        self.rebase_forms(None);
        self.draft_error = None;
        self.set_status(if is_free {
            "The other window is closed: you can go on here."
        } else {
            "The book was changed by another program and was read again."
        });
        self.refresh_screens();
    }

    /// Rebases the open forms onto the answers of the book, except the form under draft key `saved`, which just saved them.
    fn rebase_forms(&mut self, saved_draft: Option<&str>) {
        for screen in &mut self.screens {
            if let Screen::Form(form) = screen
                && Some(form.target.draft_key().as_str()) != saved_draft
            {
                form.rebase(&self.session);
            }
        }
    }

    /// Refreshes the caches of all screens, and collects the records they need to load.
    pub(super) fn refresh_screens(&mut self) {
        for screen in self.screens.iter_mut().map(Screen::logic_mut) {
            screen.refresh(&self.session);
            self.effects.extend(screen.loads(&self.session));
        }
    }

    pub(super) fn on_committed(
        &mut self,
        committed: &Committed,
        cleared_draft: Option<&str>,
        origin: CommitOrigin,
    ) {
        self.pending_save = None;
        if let Err(problem) = self.session.apply(&committed.changes) {
            // The commit is saved all the same, so what follows must still happen.
            self.show_error(problem.into());
        }
        self.select_added(committed);
        let status = self.status_override.take();
        let reached = reached::reached_words(&committed.changes, &self.session.book);
        self.set_status(match origin {
            CommitOrigin::New => {
                let later = if committed.changes.iter().any(archives) {
                    " D lists what is archived."
                } else {
                    ""
                };
                let words = reached.unwrap_or_else(|| format!("{}.", capitalize(&committed.label)));
                status.unwrap_or_else(|| format!("{words} u undoes.{later}"))
            }
            CommitOrigin::Undo => format!("Undone: {}. Ctrl-R does it again.", committed.label),
            CommitOrigin::Received | CommitOrigin::Imported => {
                format!("{}. u undoes.", capitalize(&committed.label))
            }
            CommitOrigin::Redo => format!("Done again: {}. u undoes.", committed.label),
        });
        if origin == CommitOrigin::Imported {
            self.close_import();
        }
        let closed = cleared_draft.and_then(|draft_key| {
            self.session.drafts.remove(draft_key);
            self.close_saved(draft_key)
        });
        let ended = cleared_draft == Some(call::DRAFT_KEY) && self.close_call(committed);
        self.rebase_forms(cleared_draft);
        let writes_up = ended || closed.as_ref().is_some_and(EditTarget::writes_up);
        let pick = questions::pick_next_date(writes_up, committed, &self.session);
        self.modals.extend(pick);
        if origin == CommitOrigin::New {
            let question = questions::ask_if_reached(committed, &self.session);
            self.modals.extend(question);
        }
        // Screens below still show the year that has ended.
        if closed == Some(EditTarget::NextCycle) && origin == CommitOrigin::New {
            return self.navigate(Nav::Tab(MainTab::Today));
        }
        self.refresh_screens();
        self.on_store_accepted();
    }

    /// Selects an added record in the list below its editor.
    fn select_added(&mut self, committed: &Committed) {
        let new = |change: &&Change| change.before.is_none();
        let added = committed.changes.iter().find(new);
        let is_list = |screen: &&mut Screen| !matches!(screen, Screen::Form(_));
        let list = self.screens.iter_mut().rev().find(is_list);
        if let (Some(record), Some(list)) = (added.and_then(|change| change.after.as_ref()), list) {
            list.logic_mut().on_record_added(record);
        }
    }

    /// Prepares an export; asks first if it holds private records.
    pub(super) fn request_export(&mut self, request: Request) {
        match request.level {
            ExportLevel::Shared | ExportLevel::Counts | ExportLevel::Office => {
                self.run_in_book(BookEffect::Preview(request));
            }
            ExportLevel::All => self.modals.push(Modal::Confirm {
                question: "Show what is private, too?".to_owned(),
                detail: "The file will hold notes and goals that nobody but you may read. \
                         Keep it to yourself."
                    .to_owned(),
                on_confirm: Msg::Book(BookEffect::Preview(request)),
            }),
        }
    }

    pub(super) fn on_job_progress(&mut self, progress: JobProgress) {
        if let Some(Modal::Progress(shown)) = self.modals.last_mut() {
            *shown = progress;
        } else {
            self.modals.push(Modal::Progress(progress));
        }
    }

    /// Closes the progress box.
    pub(super) fn close_progress(&mut self) {
        self.modals
            .retain(|modal| !matches!(modal, Modal::Progress(_)));
    }

    pub(super) fn cancel_job(&mut self) {
        self.close_progress();
        self.set_status("Stopped. Nothing was written.");
        self.effects.push(Effect::CancelJob);
    }

    pub(super) fn on_preview_ready(&mut self, preview: ExportPreview) {
        self.close_progress();
        let preview = PreviewScreen::new(preview);
        match self.screens.last_mut() {
            Some(Screen::Preview(shown)) => *shown = preview,
            Some(_) | None => self.screens.push(Screen::Preview(preview)),
        }
    }

    /// Shows the planned changes of an import and asks for confirmation.
    pub(super) fn on_import_planned(&mut self, preview: ImportPreview) {
        if let Some(pick) = pick_entries(&preview) {
            return self.modals.push(pick);
        }
        if preview.commit.changes.is_empty() && !preview.has_flaws {
            self.close_import();
            let why = preview.lines.first().cloned().unwrap_or_default();
            return self.set_status(format!("Nothing changed. {why}"));
        }
        // The form that named it stays below, to be corrected.
        self.screens.pop_if(|top| matches!(top, Screen::Import(_)));
        self.push_screen(Screen::Import(ImportScreen::new(preview)));
    }

    pub(super) fn on_file_written(&mut self, path: &Path, request: &Request) {
        self.close_progress();
        if let Some(Screen::Preview(shown)) = self.screens.last_mut() {
            shown.written_path = Some(path.to_owned());
        }
        let subject = &request.subject;
        // A file with private records is for the owner alone and counts as not sent.
        let leaves = request.level != ExportLevel::All;
        // The office's part of a form is not the form that was to be sent.
        let is_part = request.level == ExportLevel::Office
            && subject
                .form_key()
                .and_then(|key| self.session.form_use(key))
                .is_some_and(|(_, def)| !def.is_private());
        let result = if let (ExportSubject::Form { key }, false) = (subject, is_part) {
            let writable = self.session.read_only.is_none();
            writable.then(|| self.session.mark_form_exported(key))
        } else {
            mark_agenda_sent(subject, &self.session)
        };
        if let Some(result) = result.filter(|_| leaves) {
            self.commit(result, None);
        }
        let status = format!("Written: {}", path.display());
        if self.effects.is_empty() {
            self.set_status(status);
        } else {
            self.status_override = Some(status);
        }
    }
}

/// True if the change archives a record.
fn archives(change: &Change) -> bool {
    let is_archived = |record: &Option<Record>| record.as_ref().is_some_and(Record::is_archived);
    is_archived(&change.after) && !is_archived(&change.before)
}
