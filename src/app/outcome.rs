//! What comes back from the world: books that were opened, commits that were accepted, files that were written.

use std::path::Path;

use crate::domain::book::{BackupLine, ShelfLine};
use crate::domain::change::{Change, Committed, Record};
use crate::domain::find::{self, Ask, Page, Words};
use crate::domain::id::Id;
use crate::env::Env;
use crate::export::{Level, Request, What};
use crate::problem::Problem;

use super::command::Place;
use super::deed::Deed;
use super::desk::Opened;
use super::modal::{Modal, PickRow};
use super::msg::Planned;
use super::next_date;
use super::purpose::Purpose;
use super::screens::Screen;
use super::screens::preview::{Preview, sent_ahead};
use super::{App, BookEffect, Effect, Leave, Msg, Turn, Work};

impl App {
    pub(super) fn shelf(&mut self, lines: Vec<ShelfLine>) -> Vec<Effect> {
        self.desk.shelf = lines;
        Vec::new()
    }

    /// Lets one of the backups of a book be picked.
    pub(super) fn backups(&mut self, lines: Vec<BackupLine>) -> Vec<Effect> {
        let Some(first) = lines.first() else {
            self.say("There is no backup of this book yet.");
            return Vec::new();
        };
        let name = first.book.file_name().unwrap_or_default();
        let title = format!("Backups of {}", name.to_string_lossy());
        let rows = lines
            .into_iter()
            .map(|line| PickRow::new(line.label.clone(), Msg::AskRestore(line)));
        self.modals.push(Modal::Pick {
            title,
            rows: rows.collect(),
            selected: 0,
        });
        Vec::new()
    }

    pub(super) fn ask_restore(&mut self, line: BackupLine) -> Vec<Effect> {
        self.modals.push(Modal::Confirm {
            question: format!("Put the book back as it was on {}?", line.made),
            detail: format!(
                "{}\nWhat the book holds now is kept as a backup first.",
                line.detail
            ),
            yes: Msg::Restore(line),
        });
        Vec::new()
    }

    pub(super) fn backup_warning(&mut self, words: Option<String>) -> Vec<Effect> {
        self.desk.backup_warning = words;
        Vec::new()
    }

    /// Shows something that is to be known and is no failure.
    pub(super) fn notice(&mut self, problem: Problem) -> Vec<Effect> {
        self.modals.push(Modal::Problem {
            title: "Please note",
            problem,
            detail: false,
        });
        Vec::new()
    }

    pub(super) fn failed(&mut self, problem: Problem) -> Vec<Effect> {
        self.leaving = None;
        self.told = None;
        self.work_is_over();
        let saving = self.saving.take();
        if let Some(at) = saving.and_then(|place| self.form_at(&place))
            && let Some(Screen::Form(form)) = self.screens.get_mut(at)
        {
            form.not_saved();
        }
        self.fail(problem)
    }

    pub(super) fn loaded(&mut self, records: Vec<Record>, complete: bool) -> Vec<Effect> {
        self.desk.book.extend(records);
        self.desk.book.complete |= complete;
        self.book_changed()
    }

    pub(super) fn details(&mut self, meeting: Id, records: Vec<Record>) -> Vec<Effect> {
        /// So many meetings keep their notes while somebody moves through the log.
        const MOST: usize = 100;
        // Only a list: what lies below another screen may still be needed.
        if self.desk.book.detailed.len() >= MOST && self.screens.len() == 1 {
            self.desk.book.forget_notes();
        }
        self.desk.book.extend(records);
        self.desk.book.detailed.insert(meeting);
        Vec::new()
    }

    pub(super) fn found(&mut self, ask: Ask, page: Page) -> Vec<Effect> {
        let desk = &mut self.desk;
        let deck = desk.catalog.deck().unwrap_or_default();
        let (program, me) = (desk.rules(), desk.book.me());
        let extras = |words: &str| find::extras(&Words::read(words), &deck, &program.resources, me);
        desk.results.take(ask, page, extras);
        match self.screens.last_mut() {
            Some(Screen::Search(search)) => search.found(&self.desk),
            Some(_) | None => Vec::new(),
        }
    }

    pub(super) fn opened(&mut self, opened: Opened) -> Vec<Effect> {
        let notice = opened.notice.clone();
        let missing = self.desk.lay(opened).map(|problem| problem.message);
        (self.saving, self.leaving, self.unkept) = (None, None, None);
        self.modals.clear();
        let effects = self.go(Place::Today);
        if let Some(words) = self.desk.refuses_changes().or(notice).or(missing) {
            self.say(words);
        }
        effects
    }

    pub(super) fn reread(&mut self, opened: Opened) -> Vec<Effect> {
        self.desk.lay(opened);
        self.rebase_forms(None);
        self.unkept = None;
        self.say("The book was changed by another program and was read again.");
        self.book_changed()
    }

    /// Brings what the open forms take as saved up to what the book holds now, but for the form at `saved`, which knows.
    fn rebase_forms(&mut self, saved: Option<&str>) {
        for screen in &mut self.screens {
            if let Screen::Form(form) = screen
                && Some(form.purpose.place().as_str()) != saved
            {
                form.rebase(&self.desk);
            }
        }
    }

    /// Lets every screen ask for what it now needs.
    pub(super) fn book_changed(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for screen in &mut self.screens {
            effects.extend(screen.opened(&self.desk));
        }
        effects
    }

    pub(super) fn committed(
        &mut self,
        committed: &Committed,
        cleared: Option<&str>,
        turn: Turn,
    ) -> Vec<Effect> {
        self.saving = None;
        if let Err(problem) = self.desk.apply(&committed.changes) {
            // It is saved all the same: what follows from that must not be left out.
            self.fail(problem.into());
        }
        self.select_added(committed);
        let told = self.told.take();
        self.say(match turn {
            Turn::Done => {
                told.unwrap_or_else(|| format!("{}. u undoes.", capital(&committed.label)))
            }
            Turn::Undone => format!("Undone: {}. Ctrl-R does it again.", committed.label),
            Turn::Redone => format!("Done again: {}. u undoes.", committed.label),
        });
        let closed = cleared.and_then(|place| {
            self.desk.drafts.remove(place);
            self.close_saved(place)
        });
        self.rebase_forms(cleared);
        let asked = next_date::ask(closed.as_ref(), committed, &self.desk);
        self.modals.extend(asked);
        // What is shown below spoke of the year that is over.
        if closed == Some(Purpose::NextCycle) && turn == Turn::Done {
            return self.leave(Leave::To(Place::Today));
        }
        let mut effects = self.book_changed();
        effects.extend(self.accepted());
        effects
    }

    /// Lets the list below an editor select what was added through it.
    fn select_added(&mut self, committed: &Committed) {
        let new = |change: &&Change| change.before.is_none();
        let added = committed.changes.iter().find(new);
        let is_list = |screen: &&mut Screen| !matches!(screen, Screen::Form(_));
        let list = self.screens.iter_mut().rev().find(is_list);
        if let (Some(record), Some(list)) = (added.and_then(|change| change.after.as_ref()), list) {
            list.added(record);
        }
    }

    /// Prepares an export, after asking where it would hold what is private.
    pub(super) fn export(&mut self, request: Request) -> Vec<Effect> {
        match request.level {
            Level::Shared | Level::Counts => {
                vec![self.desk.in_book(BookEffect::Preview(request))]
            }
            Level::All => {
                self.modals.push(Modal::Confirm {
                    question: "Show what is private, too?".to_owned(),
                    detail: "The file will hold notes and goals that nobody but you may read. \
                             Keep it to yourself."
                        .to_owned(),
                    yes: Msg::Show(request),
                });
                Vec::new()
            }
        }
    }

    pub(super) fn working(&mut self, work: Work) -> Vec<Effect> {
        if let Some(Modal::Progress(shown)) = self.modals.last_mut() {
            *shown = work;
        } else {
            self.modals.push(Modal::Progress(work));
        }
        Vec::new()
    }

    /// Takes away the sign that something is at work.
    fn work_is_over(&mut self) {
        self.modals
            .retain(|modal| !matches!(modal, Modal::Progress(_)));
    }

    pub(super) fn stopped(&mut self) -> Vec<Effect> {
        self.work_is_over();
        self.say("Stopped. Nothing was written.");
        vec![Effect::Cancel]
    }

    pub(super) fn previewed(&mut self, preview: Preview) -> Vec<Effect> {
        self.work_is_over();
        match self.screens.last_mut() {
            Some(Screen::Preview(shown)) => *shown = preview,
            Some(_) | None => self.screens.push(Screen::Preview(preview)),
        }
        Vec::new()
    }

    /// Shows what a file would do, and asks whether it is to be done.
    pub(super) fn planned(&mut self, planned: Planned) -> Vec<Effect> {
        /// So many lines of a plan fit into the question.
        const ROOM: usize = 12;
        let Planned {
            file,
            mut lines,
            commit,
        } = planned;
        if matches!(self.screen(), Some(Screen::Form(form)) if form.purpose == Purpose::Import) {
            self.screens.pop();
        }
        if commit.changes.is_empty() {
            let why = lines.first().cloned().unwrap_or_default();
            self.say(format!("Nothing changed. {why}"));
            return Vec::new();
        }
        let more = lines.len().saturating_sub(ROOM);
        if more > 0 {
            lines.truncate(ROOM);
            lines.push(format!(
                "… and {more} more lines; “matchbook import {file} --dry-run” prints all."
            ));
        }
        self.modals.push(Modal::Confirm {
            question: format!("Take in what {file} holds? One undo takes all of it back."),
            detail: lines.join("\n"),
            yes: Msg::TakeIn(Box::new(commit)),
        });
        Vec::new()
    }

    pub(super) fn written(&mut self, path: &Path, request: &Request, env: &mut Env) -> Vec<Effect> {
        self.work_is_over();
        if let Some(Screen::Preview(shown)) = self.screens.last_mut() {
            shown.written = Some(path.to_owned());
        }
        let what = &request.what;
        // What is for the owner alone has not left the book.
        let leaves = request.level != Level::All;
        let effects = match what {
            What::Form { key } if leaves && self.desk.read_only.is_none() => {
                self.perform(Deed::Exported(key.clone()), env)
            }
            What::Agenda(_) => match sent_ahead(what, &self.desk).filter(|_| leaves) {
                Some(deed) => self.perform(deed, env),
                None => Vec::new(),
            },
            What::Form { .. }
            | What::Meeting(_)
            | What::Meetings { .. }
            | What::Year
            | What::Hours
            | What::Everything => Vec::new(),
        };
        let told = format!("Written: {}", path.display());
        if effects.is_empty() {
            self.say(told);
        } else {
            self.told = Some(told);
        }
        effects
    }
}

/// `words` with a capital at the beginning.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
