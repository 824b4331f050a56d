//! A form or an editor being filled in: the keys around [`FormState`], and what becomes of the answers.

use crate::domain::answer::Answers;
use crate::domain::deeds::meeting::defaults;
use crate::domain::form::FieldKind;
use crate::domain::meeting::MeetingKind;
use crate::problem::Problem;

use super::{Acts, Reply, reply};
use crate::app::calendar::CalendarState;
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::field::{Edit, Edited, Go};
use crate::app::form::{Editor, FormState};
use crate::app::keymap::Context;
use crate::app::modal::Modal;
use crate::app::purpose::Purpose;
use crate::app::{Effect, Leave, Msg, UnkeptText};

/// Said when something is left that is not saved.
const KEPT: &str = "Not saved yet, but kept: open it again to go on.";

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Chooses the option under the cursor, or takes it back.
    Toggle,
    /// Saves and closes.
    Save,
    /// Throws away what was typed since the last save.
    Discard,
    /// Fills in again what came from the log.
    Refresh,
    /// Goes to the next required answer that is missing.
    NextMissing,
    /// Picks a date from the calendar.
    Calendar,
    /// Opens the text in the user's own editor.
    Editor,
}

/// The screen.
pub struct Form {
    /// What is being filled in, and what will become of it.
    pub purpose: Purpose,
    /// Questions, answers and focus.
    pub state: FormState,
    /// Whether it opened with what a draft kept.
    pub from_draft: bool,
    /// True after the store refused a save: leaving then keeps a draft instead of trying again.
    save_failed: bool,
    /// The answers that the store was given and has not accepted yet.
    sent: Option<Answers>,
}

impl Form {
    /// Opens the form for `purpose`, with what the book and a draft hold of it.
    ///
    /// # Errors
    /// When the form is not among the data files.
    pub fn open(purpose: Purpose, desk: &Desk) -> Result<Self, Problem> {
        let mut state = purpose.state(desk)?;
        let draft = desk.drafts.get(&purpose.place());
        let from_draft = draft.is_some_and(|draft| state.restore(draft));
        Ok(Self {
            purpose,
            state,
            from_draft,
            save_failed: false,
            sent: None,
        })
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        match verb {
            Verb::Toggle => {
                let kind = self.state.answers.get("kind").to_owned();
                self.state.toggle_option();
                self.follow_kind(&kind, desk);
                self.kept()
            }
            Verb::Save => self.save(),
            Verb::Discard => reply(Reply::Open(Box::new(Modal::Confirm {
                question: "Throw away what you typed here since the last save?".to_owned(),
                detail: "Undo cannot bring it back.".to_owned(),
                yes: Msg::Discard,
            }))),
            Verb::Refresh => {
                self.state.refresh();
                let mut replies = self.kept();
                replies.push(Reply::Say("Filled in again from the log.".to_owned()));
                replies
            }
            Verb::NextMissing => {
                let found = self.state.next_missing();
                let mut replies = self.kept();
                if !found {
                    replies.push(Reply::Say(
                        "Nothing that is asked for is missing.".to_owned(),
                    ));
                }
                replies
            }
            Verb::Calendar => {
                let day = self.state.question().and_then(|question| {
                    let typed = self.state.answers.at(&question.slot);
                    typed.get(..10)?.parse().ok()
                });
                let calendar = CalendarState::new(day.unwrap_or(desk.today()), desk.today());
                reply(Reply::Open(Box::new(Modal::Calendar(calendar))))
            }
            Verb::Editor => match &self.state.editor {
                Editor::Text(field) => reply(Reply::Effect(Effect::Editor(field.text()))),
                Editor::Options { .. } | Editor::Button => Vec::new(),
            },
        }
    }

    /// A contact is shorter than a meeting and goes another way: what nobody has touched yet follows the kind.
    fn follow_kind(&mut self, before: &str, desk: &Desk) {
        let state = &mut self.state;
        let (Some(before), Some(now)) = (
            MeetingKind::from_word(before),
            state.answers.word::<MeetingKind>("kind"),
        ) else {
            return;
        };
        if self.purpose != Purpose::Log || before == now {
            return;
        }
        let (old, new) = (defaults(&desk.year(), before), defaults(&desk.year(), now));
        for field in ["channel", "minutes"] {
            if state.answers.get(field) == old.get(field) {
                state.answers.set(field, new.get(field));
            }
        }
    }

    /// A form of the program keeps each answer as it is given; an editor keeps a draft.
    fn kept(&mut self) -> Vec<Reply> {
        let answers = self.state.answers_seen();
        if self.purpose.closes() || answers == self.state.saved {
            return Vec::new();
        }
        self.sent = Some(answers.clone());
        reply(Reply::Do(Deed::Save(self.purpose.clone(), answers)))
    }

    fn save(&mut self) -> Vec<Reply> {
        if !self.purpose.closes() {
            self.state.settle();
            // What is no answer, or would take an answer away unseen, is shown before the form closes.
            return match self.state.next_unsettled() {
                Some(words) => reply(Reply::Say(words.to_owned())),
                None => self.leave(),
            };
        }
        if self.state.settle_all() {
            let answers = self.state.answers.clone();
            reply(Reply::Do(Deed::Save(self.purpose.clone(), answers)))
        } else {
            reply(Reply::Say(
                "Not saved yet: see the question marked with “!”.".to_owned(),
            ))
        }
    }

    /// Leaves a form of the program, with what was answered kept.
    fn leave(&mut self) -> Vec<Reply> {
        let mut replies = self.kept();
        if self.state.answers_seen() != self.state.answers || self.state.has_wrong_text() {
            replies.push(Reply::Say(KEPT.to_owned()));
        }
        replies.push(Reply::Leave(Leave::Back));
        if self.state.completeness().is_complete() {
            let words =
                "All that is asked for is answered. c declares the form complete, s signs it.";
            replies.push(Reply::Say(words.to_owned()));
        }
        replies
    }

    /// Throws away what was typed since the last save.
    pub fn discard(&mut self) {
        self.state.discard();
        self.from_draft = false;
    }

    /// The store holds the answers as they are now.
    pub fn saved(&mut self) {
        let answers = self.sent.take();
        self.state
            .saved(answers.unwrap_or_else(|| self.state.answers.clone()));
        self.from_draft = false;
        self.save_failed = false;
    }

    /// The store did not take them: they are to be kept as a draft.
    pub fn not_saved(&mut self) {
        self.sent = None;
        self.state.unkept = true;
        self.save_failed = true;
    }

    /// Takes what the book holds by now as saved. What was typed stays, beside it.
    pub fn rebase(&mut self, desk: &Desk) {
        // A form that is gone from the data files keeps what it has.
        if let Ok(fresh) = self.purpose.state(desk) {
            self.state.rebase(fresh.saved);
        }
    }

    /// The text of its draft, with the place that the draft has.
    pub fn unkept_text(&self) -> UnkeptText {
        UnkeptText {
            place: self.purpose.place(),
            text: self.state.draft(),
        }
    }

    fn up_or_down(&mut self, down: bool) -> Vec<Reply> {
        if self.state.takes_many() {
            let movement = if down { Move::Down } else { Move::Up };
            if self.state.move_option(movement) {
                return Vec::new();
            }
        }
        if let (Editor::Text(field), Some(question)) = (
            &mut self.state.editor,
            self.state.asked.get(self.state.focus),
        ) && question.field.kind == FieldKind::Text
        {
            let edit = Edit::Move(if down { Go::Down } else { Go::Up });
            if field.apply(edit).moved {
                return Vec::new();
            }
        }
        if down {
            self.state.advance();
        } else {
            self.state.previous();
        }
        self.kept()
    }
}

impl Acts for Form {
    fn contexts(&self) -> Vec<Context> {
        let mut contexts = self.state.contexts();
        if !self.purpose.closes() {
            contexts.push(Context::Response);
        }
        contexts.extend([Context::Form, Context::Chords]);
        contexts
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        match movement {
            Move::Up => self.up_or_down(false),
            Move::Down => self.up_or_down(true),
            Move::Left | Move::Right => {
                let kind = self.state.answers.get("kind").to_owned();
                self.state.move_option(movement);
                self.follow_kind(&kind, desk);
                self.kept()
            }
            Move::Next => {
                self.state.advance();
                self.kept()
            }
            Move::Previous => {
                self.state.previous();
                self.kept()
            }
            Move::PageUp | Move::PageDown => {
                self.state.section(movement == Move::PageDown);
                self.kept()
            }
            Move::Open => {
                if self.state.advance() {
                    self.kept()
                } else {
                    self.save()
                }
            }
            Move::First | Move::Last => Vec::new(),
        }
    }

    fn click(&mut self, row: usize, _desk: &Desk) -> Vec<Reply> {
        self.state.settle();
        let on_button = row >= self.state.asked.len();
        self.state.focus_on(row);
        if on_button { self.save() } else { self.kept() }
    }

    fn typed(&mut self, edit: Edit, _desk: &Desk) -> Edited {
        self.state.edit(edit)
    }

    fn pasted(&mut self, text: &str, _desk: &Desk) -> Edited {
        self.state.paste(text)
    }

    fn back(&mut self, _desk: &Desk) -> Vec<Reply> {
        self.state.settle();
        if !self.purpose.closes() && !self.save_failed {
            return self.leave();
        }
        let mut replies = super::back();
        if self.state.is_changed() && self.purpose.keeps_draft() {
            replies.insert(0, Reply::Say(KEPT.to_owned()));
        }
        replies
    }
}
