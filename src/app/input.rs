//! User input: keys, pastes, clicks, scrolling, and the commands they stand for. The modal on top gets them before the
//! screen below.

use crate::domain::call;
use crate::domain::id::Id;

use super::command::{Command, Move};
use super::dispatch;
use super::exchange::{ParcelEffect, ParcelRequest};
use super::field::Edit;
use super::key::Key;
use super::keymap::{self, BINDINGS, Context, KeyMeaning, Needs};
use super::list_state::Selecting;
use super::modal::{Modal, ModalResult};
use super::palette::way_to;
use super::screens::{self, Screen};
use super::{App, ClickTarget, Msg, Nav};

/// True for the path of a parcel, as a terminal pastes it for a file that is dropped on it.
fn names_parcel(text: &str) -> bool {
    let path = text.trim().trim_end_matches(['\'', '"']);
    !path.contains('\n') && (path.ends_with(".parcel") || path.ends_with(".parcel.txt"))
}

impl App {
    pub(super) fn on_scroll(&mut self, lines: i32) {
        let movement = if lines < 0 { Move::Up } else { Move::Down };
        self.run_command(&Command::Move(movement));
    }

    pub(super) fn on_tick(&mut self, now: chrono::NaiveDateTime) {
        let (day, due) = (self.session.today(), self.due_call());
        self.session.now = now;
        self.needs_redraw |= self.shows_running_time() || due != self.due_call();
        if !self.has_unsaved_text() {
            self.draft_error = None;
        }
        if day != self.session.today() {
            // On a failure the program stays as it was yesterday.
            self.session.reread_rules().ok();
            self.refresh_screens();
        }
    }

    /// The planned meeting whose call is due.
    fn due_call(&self) -> Option<Id> {
        call::due_meeting(&self.session.book, self.session.now).map(|meeting| meeting.id)
    }

    /// True while the screen shows a time that runs.
    fn shows_running_time(&self) -> bool {
        let now = self.session.now;
        matches!(self.screen(), Some(Screen::Call(shown)) if !shown.call.is_paused(now))
    }

    pub(super) fn on_paste(&mut self, text: &str) {
        if let Some(modal) = self.modals.last_mut() {
            modal.paste(text);
        } else if self.contexts().contains(&Context::List) && names_parcel(text) {
            self.dispatch(Msg::Parcel(ParcelEffect::Open(ParcelRequest {
                file: text.to_owned(),
                phrase: None,
            })));
        } else if let Some(screen) = self.screens.last_mut() {
            let effects = screens::paste_into(screen, text, &self.session);
            self.apply_screen_effects(effects);
        }
    }

    pub(super) fn on_key(&mut self, key: Key) {
        match keymap::resolve(&self.contexts(), key) {
            Some(KeyMeaning::Bound(binding)) => {
                self.status = None;
                self.run_if(binding.needs, &binding.command);
            }
            Some(KeyMeaning::Typed(character)) => {
                self.status = None;
                self.run_command(&Command::EditText(Edit::Insert(character)));
            }
            None => {}
        }
    }

    /// Runs `command`, or shows in the status line why it is disabled.
    pub(super) fn try_command(&mut self, command: &Command) {
        let binding = keymap::binding_for(&self.contexts(), command);
        self.run_if(binding.map_or(Needs::Nothing, |it| it.needs), command);
    }

    fn run_if(&mut self, needs: Needs, command: &Command) {
        match self.unmet_need(needs) {
            Some(reason) => self.set_status(reason),
            None => self.run_command(command),
        }
    }

    /// The reason why a need is not met now; none if it is.
    pub fn unmet_need(&self, needs: Needs) -> Option<String> {
        let on_shelf = needs == Needs::AnyBook && !self.session.shelf.is_empty();
        let of_book = matches!(needs, Needs::Book | Needs::AnyBook | Needs::WritableBook);
        if of_book && !on_shelf && !self.session.has_book() {
            return Some("Open or start a book first.".to_owned());
        }
        match needs {
            Needs::ExternalEditor => (!self.has_external_editor).then(|| {
                "No editor of your own is set: name one in the variable VISUAL or EDITOR."
                    .to_owned()
            }),
            Needs::Nothing | Needs::Book | Needs::AnyBook => None,
            Needs::WritableBook => self.session.read_only_reason(),
            Needs::Selection => {
                // A list in a modal has its own selection, whatever lies below.
                let empty = self.modals.is_empty()
                    && self
                        .screen()
                        .is_some_and(|screen| !screen.logic().has_selection(&self.session));
                empty.then(|| "Nothing is selected here.".to_owned())
            }
        }
    }

    pub(super) fn run_command(&mut self, command: &Command) {
        if *command == Command::Quit && !self.modals.is_empty() {
            self.modals.clear();
            return self.navigate(Nav::Quit);
        }
        if let Some(modal) = self.modals.last_mut() {
            let result = modal.handle_command(command);
            if !matches!(result, ModalResult::Stay) {
                self.modals.pop();
            }
            if let ModalResult::Send(msg) = result {
                self.dispatch(*msg);
            }
            return;
        }
        let effects = dispatch::handle_command(self, command).unwrap_or_default();
        self.apply_screen_effects(effects);
    }

    /// Goes where the bindings of `context` work. What asks before it does anything is done there at once; of the rest the
    /// key is told, as it would change whatever happens to be selected.
    pub(super) fn run_elsewhere(&mut self, context: Context, command: &Command) {
        let mut rows = BINDINGS.iter();
        let binding = rows.find(|row| row.context == context && row.command == *command);
        let (Some(binding), Some(way)) = (binding, way_to(context)) else {
            return;
        };
        let needs = if context == Context::Shelf {
            Needs::Nothing
        } else {
            Needs::Book
        };
        if let Some(reason) = self.unmet_need(needs) {
            return self.set_status(reason);
        }
        self.run_command(&way);
        let asks_first = matches!(
            command,
            Command::Add
                | Command::AddAction
                | Command::AddPause
                | Command::AddLine
                | Command::Series
                | Command::PlanMeeting
                | Command::NewBook
                | Command::Sample
        );
        if asks_first && self.contexts().contains(&context) {
            self.try_command(command);
        } else {
            self.set_status(format!("{context}: {} – {}", binding.keys[0], binding.help));
        }
    }

    /// Selects the row and ticks it; on a screen without ticks the click is one on the row.
    fn on_box_click(&mut self, row: usize) {
        if keymap::binding_for(&self.contexts(), &Command::Toggle).is_none() {
            return self.on_click(ClickTarget::Row(row));
        }
        if let Some(screen) = self.screens.last_mut() {
            let row = Selecting::Row(row);
            screen.logic_mut().select(row, &self.session);
        }
        self.try_command(&Command::Toggle);
    }

    pub(super) fn on_click(&mut self, target: ClickTarget) {
        match (target, self.modals.last_mut()) {
            (ClickTarget::Box(row), _) => self.on_box_click(row),
            (ClickTarget::Command(command), _) => self.run_command(&command),
            (
                ClickTarget::Row(row),
                Some(Modal::Pick { selected, .. } | Modal::Palette { selected, .. }),
            ) => {
                *selected = row;
                self.run_command(&Command::Move(Move::Open));
            }
            (ClickTarget::Day(day), Some(_)) => {
                self.modals.pop();
                self.dispatch(Msg::DatePicked(day));
            }
            (ClickTarget::Row(_) | ClickTarget::Pane(_), Some(_)) => {}
            (ClickTarget::Day(day), None) => {
                if let Some(screen) = self.screens.last_mut() {
                    screen.logic_mut().click_day(day);
                }
            }
            (ClickTarget::Row(row), None) => {
                if let Some(screen) = self.screens.last_mut() {
                    let effects = screen.logic_mut().click(row, &self.session);
                    self.apply_screen_effects(effects);
                }
            }
            (ClickTarget::Pane(pane), None) => {
                if let Some(screen) = self.screens.last_mut() {
                    let effects = screen.logic_mut().show_pane(pane, &self.session);
                    self.apply_screen_effects(effects);
                }
            }
        }
    }
}
