//! Carries out [`ScreenEffect`]s: commits, saves, modals and navigation. Navigation waits until drafts and pending saves are
//! confirmed by the store.

use crate::domain::answer::Answers;
use crate::domain::change::{Committed, Kind, Record};
use crate::domain::ops::Outcome;
use crate::settings::Settings;

use super::command::MainTab;
use super::edit_target::EditTarget;
use super::modal::Modal;
use super::screens::meeting::MeetingScreen;
use super::screens::{Screen, ScreenEffect, open_editor};
use super::{App, BookEffect, Effect, ImportRequest, Msg, Nav};

impl App {
    pub(super) fn apply_screen_effects(&mut self, screen_effects: Vec<ScreenEffect>) {
        for screen_effect in screen_effects {
            match screen_effect {
                ScreenEffect::PushScreen(screen) => self.push_screen(*screen),
                ScreenEffect::Navigate(nav) => self.navigate(nav),
                ScreenEffect::OpenModal(modal) => self.modals.push(*modal),
                ScreenEffect::SetStatus(text) => self.set_status(text),
                ScreenEffect::Commit(result) => self.commit(result, None),
                ScreenEffect::CommitDraft(result, draft_key) => {
                    self.commit(result, Some(draft_key));
                }
                ScreenEffect::Save(target, answers) => self.save(&target, answers),
                ScreenEffect::Book(effect) => self.run_in_book(effect),
                ScreenEffect::Effect(effect) => self.effects.push(effect),
                ScreenEffect::SetCurrentHit(index) => {
                    self.session.search_results.current = Some(index);
                    self.session.search_results.screens_below = self.screens.len();
                    for screen in &mut self.screens {
                        if let Screen::Search(search) = screen {
                            search.selected = index;
                        }
                    }
                }
                ScreenEffect::ShowError(problem) => self.show_error(problem),
            }
        }
    }

    /// Saves the answers of an editor or form.
    pub(super) fn save(&mut self, target: &EditTarget, answers: Answers) {
        if *target == EditTarget::NewBook {
            return self.navigate(Nav::NewBook(answers));
        }
        if *target == EditTarget::Settings {
            return self.effects.push(Effect::ChangeSettings(answers));
        }
        if *target == EditTarget::Import {
            return self.look_into(&answers);
        }
        let result = target.commit(&answers, &self.session);
        if *target == EditTarget::Start
            && self.session.check_is_new().is_err()
            && let Ok(program) = self.session.chosen_program(&answers)
            && let Ok(planned) = self.session.program_change(&program)
            && !planned.commit.changes.is_empty()
        {
            self.close_saved(&target.draft_key());
            return self.modals.push(Modal::Confirm {
                question: "Change the program of this book?".to_owned(),
                detail: planned.lines.join("\n"),
                on_confirm: Msg::Commit(Box::new(result)),
            });
        }
        if let (EditTarget::Start, Ok(commit)) = (target, &result)
            && !commit.changes.is_empty()
        {
            let me = answers.word("role").unwrap_or(self.session.book.me());
            return self.run_in_book(BookEffect::CorrectStart(me, commit.clone()));
        }
        self.commit(result, Some(target.draft_key()));
    }

    /// Looks into the file, or the text, that the form of an import names.
    fn look_into(&mut self, answers: &Answers) {
        let text = |key: &str| answers.get(key).to_owned();
        let (file, pasted) = (text("file"), text("pasted"));
        if file.is_empty() == pasted.is_empty() {
            return self.set_status("Name a file, or paste a text: one of the two.");
        }
        self.effects.push(if self.session.has_book() {
            self.session.in_book(BookEffect::PlanImport(ImportRequest {
                file,
                pasted,
                target: answers.word("holds"),
                ..ImportRequest::default()
            }))
        } else if file.is_empty() {
            return self.set_status("Start a book first: a list or notes are taken into one.");
        } else {
            Effect::BringIn(file)
        });
    }

    /// Takes over settings that were read or changed.
    pub(super) fn use_settings(&mut self, settings: Settings) {
        self.session.settings = settings;
        self.session.use_region();
    }

    /// Closes the form of the settings.
    pub(super) fn on_settings_saved(&mut self) {
        self.close_saved(&EditTarget::Settings.draft_key());
        self.refresh_screens();
        self.report("Settings saved. They hold for all books on this computer.");
    }

    /// Saves a commit, or shows why the operation was refused. `draft_key` is the draft of the form that it saves.
    pub(super) fn commit(&mut self, result: Outcome, draft_key: Option<String>) {
        match result {
            Ok(commit) if commit.changes.is_empty() => {
                self.set_status("Nothing changed.");
                if let Some(draft_key) = draft_key {
                    self.close_saved(&draft_key);
                    self.clear_draft(draft_key);
                }
            }
            Ok(commit) => {
                self.pending_save.clone_from(&draft_key);
                self.run_in_book(BookEffect::Commit {
                    commit,
                    clears_draft: draft_key,
                });
            }
            Err(refusal) => self.show_error(refusal.into()),
        }
    }

    /// Handles a confirmed save of the form under `draft_key`: an editor closes and its target is returned, a form of the
    /// program stays open.
    pub(super) fn close_saved(&mut self, draft_key: &str) -> Option<EditTarget> {
        let at = self.form_at(draft_key)?;
        let Some(Screen::Form(form)) = self.screens.get_mut(at) else {
            return None;
        };
        if form.target.closes_on_save() {
            let target = form.target.clone();
            self.screens.remove(at);
            return Some(target);
        }
        form.on_saved();
        None
    }

    /// Shows the write-up of the call that `committed` has ended, in its place; false if there was none.
    pub(super) fn close_call(&mut self, committed: &Committed) -> bool {
        let is_call = |screen: &Screen| matches!(screen, Screen::Call(_));
        let Some(at) = self.screens.iter().rposition(is_call) else {
            return false;
        };
        self.screens.remove(at);
        let mut records = committed.changes.iter().filter_map(|it| it.after.as_ref());
        let meeting = records.find(|it| it.kind() == Kind::Meeting);
        let meeting = meeting.map(Record::id);
        let shown =
            matches!(self.screen(), Some(Screen::Meeting(shown)) if Some(shown.meeting) == meeting);
        let write_up = meeting.filter(|_| !shown).map(MeetingScreen::new);
        self.screens.extend(write_up.map(Screen::Meeting));
        true
    }

    /// Index of the screen with the form under `draft_key`.
    pub(super) fn form_at(&self, draft_key: &str) -> Option<usize> {
        let is_it = |screen: &Screen| matches!(screen, Screen::Form(form) if form.target.draft_key() == draft_key);
        self.screens.iter().rposition(is_it)
    }

    pub(super) fn open_editor(&mut self, target: EditTarget) {
        let effects = open_editor(target, &self.session);
        self.apply_screen_effects(effects);
    }

    pub(super) fn push_screen(&mut self, mut screen: Screen) {
        if let Screen::Search(_) = screen {
            // There are hits of one search only, so one before it could not be shown any more.
            self.screens.retain(|it| !matches!(it, Screen::Search(_)));
        }
        screen.logic_mut().refresh(&self.session);
        self.effects.extend(screen.logic_mut().loads(&self.session));
        self.screens.push(screen);
    }

    /// Navigates once the store has confirmed drafts and pending saves; until then the navigation is pending.
    pub(super) fn navigate(&mut self, nav: Nav) {
        if matches!(nav, Nav::Tab(_)) && !self.session.has_book() {
            return self.set_status("Open or start a book first.");
        }
        if self.pending_save.is_some() {
            // A save is on its way; `on_committed` or `on_failure` goes on.
            self.pending_nav = Some(nav);
            return;
        }
        // Going back closes only the top screen; the screens below stay.
        let top = self.screens.len().saturating_sub(1);
        if self.autosave_from(if nav == Nav::Back { top } else { 0 }) {
            self.pending_nav = Some(nav);
        } else {
            self.confirm_navigation(nav);
        }
    }

    /// Performs the navigation, or asks first if text would be lost that no draft can hold.
    fn confirm_navigation(&mut self, nav: Nav) {
        let loses = match nav {
            Nav::NewBook(_) => false,
            Nav::Back => matches!(self.screen(), Some(Screen::Form(_))),
            Nav::Tab(_) | Nav::OpenBook(..) | Nav::Sample | Nav::Restore(_) | Nav::Quit => true,
        } && self.would_lose_new_book();
        if !loses {
            return self.perform_navigation(nav);
        }
        self.modals.push(Modal::Confirm {
            question: "Leave and lose what you typed here?".to_owned(),
            detail: "There is no book yet that could keep it.".to_owned(),
            on_confirm: Msg::NavDiscarding(nav),
        });
    }

    pub(super) fn perform_navigation(&mut self, nav: Nav) {
        match nav {
            Nav::Back => self.pop_screen(),
            Nav::Tab(tab) => self.go_to_tab(tab),
            Nav::OpenBook(path, place) => {
                self.pending_place = place;
                self.effects.push(Effect::OpenBook(path));
            }
            Nav::NewBook(answers) => self.effects.push(Effect::CreateBook(answers)),
            Nav::Sample => self.effects.push(Effect::OpenSample),
            Nav::Restore(line) => self.effects.push(Effect::Restore(line)),
            Nav::Quit => self.effects.push(Effect::Quit),
        }
    }

    pub(super) fn go_to_tab(&mut self, tab: MainTab) {
        self.screens.clear();
        self.push_screen(Screen::for_tab(tab, &self.session));
    }

    fn pop_screen(&mut self) {
        let has_books = self.session.has_book() || !self.session.shelf.is_empty();
        // With books and none of them open, the shelf is where everything begins.
        if has_books && matches!(self.screens[..], [Screen::Welcome(_), Screen::Shelf(_)]) {
            return;
        }
        if self.screens.len() > 1 {
            self.screens.pop();
        } else if self.session.has_book() {
            self.go_to_tab(MainTab::Today);
        } else {
            self.screens = vec![Screen::welcome()];
        }
    }
}
