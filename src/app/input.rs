//! What comes from the user: keys, pastes, clicks and the commands they stand for.

use crate::env::Env;

use super::command::{Command, Move};
use super::key::Key;
use super::keymap::{self, Context, Needs};
use super::modal::{Modal, Outcome};
use super::screens;
use super::{App, Effect, Msg, Target};

impl App {
    pub(super) fn scroll(&mut self, lines: i32, env: &mut Env) -> Vec<Effect> {
        let movement = if lines < 0 { Move::Up } else { Move::Down };
        self.command(Command::Move(movement), env)
    }

    pub(super) fn resize(&mut self, size: (u16, u16)) -> Vec<Effect> {
        self.size = size;
        Vec::new()
    }

    pub(super) fn tick(&mut self, now: chrono::NaiveDateTime) -> Vec<Effect> {
        let day = self.desk.today();
        self.desk.now = now;
        if !self.has_unkept_text() {
            self.unkept = None;
        }
        if day == self.desk.today() {
            Vec::new()
        } else {
            self.book_changed()
        }
    }

    pub(super) fn paste(&mut self, text: &str, env: &mut Env) -> Vec<Effect> {
        let replies = match (self.modals.last_mut(), self.screens.last_mut()) {
            (Some(modal), _) => {
                modal.paste(text);
                Vec::new()
            }
            (None, Some(screen)) => screens::paste(screen, text, &self.desk),
            (None, None) => Vec::new(),
        };
        self.fold(replies, env)
    }

    pub(super) fn key(&mut self, key: Key, env: &mut Env) -> Vec<Effect> {
        let contexts = self.contexts();
        let Some(command) = keymap::resolve(&contexts, key) else {
            return Vec::new();
        };
        self.status = None;
        self.ask(command, env)
    }

    /// Does what `command` asks for, unless what it needs is not there.
    pub(super) fn ask(&mut self, command: Command, env: &mut Env) -> Vec<Effect> {
        if let Some(refused) = self.refused(&self.contexts(), &command) {
            self.say(refused);
            return Vec::new();
        }
        self.command(command, env)
    }

    /// Why a command makes no sense now, when what it needs is not there.
    pub fn refused(&self, contexts: &[Context], command: &Command) -> Option<String> {
        self.lacking(keymap::row_for(contexts, command)?.needs)
    }

    /// Why what needs `needs` makes no sense now.
    pub fn lacking(&self, needs: Needs) -> Option<String> {
        if needs != Needs::Nothing && needs != Needs::Selection && !self.desk.has_book() {
            return Some("Open or start a book first.".to_owned());
        }
        match needs {
            Needs::Nothing | Needs::Book => None,
            Needs::Writing => self.desk.refuses_changes(),
            Needs::Selection => {
                // A list in a modal selects for itself, whatever lies below.
                let empty = self.modals.is_empty()
                    && self
                        .screen()
                        .is_some_and(|screen| !screen.has_selection(&self.desk));
                empty.then(|| "Nothing is selected here.".to_owned())
            }
        }
    }

    pub(super) fn command(&mut self, command: Command, env: &mut Env) -> Vec<Effect> {
        if let Some(modal) = self.modals.last_mut() {
            return match modal.act(&command) {
                Outcome::Stay => Vec::new(),
                Outcome::Close => {
                    self.modals.pop();
                    Vec::new()
                }
                Outcome::Send(msg) => {
                    self.modals.pop();
                    self.update(*msg, env)
                }
            };
        }
        let replies = screens::act(self, command);
        self.fold(replies, env)
    }

    pub(super) fn click(&mut self, target: Target, env: &mut Env) -> Vec<Effect> {
        match (target, self.modals.last_mut()) {
            (Target::Command(command), _) => self.command(command, env),
            (
                Target::Row(row),
                Some(Modal::Pick { selected, .. } | Modal::Palette { selected, .. }),
            ) => {
                *selected = row;
                self.command(Command::Move(Move::Open), env)
            }
            (Target::Day(day), Some(_)) => {
                self.modals.pop();
                self.update(Msg::Picked(day), env)
            }
            (Target::Row(_) | Target::Pane(_), Some(_)) => Vec::new(),
            (Target::Day(day), None) => {
                if let Some(screen) = self.screens.last_mut() {
                    screen.click_day(day);
                }
                Vec::new()
            }
            (Target::Row(row), None) => {
                let replies = self
                    .screens
                    .last_mut()
                    .map(|screen| screen.click(row, &self.desk));
                self.fold(replies.unwrap_or_default(), env)
            }
            (Target::Pane(pane), None) => {
                if let Some(screen) = self.screens.last_mut() {
                    screen.show_pane(pane, &self.desk);
                }
                Vec::new()
            }
        }
    }
}
