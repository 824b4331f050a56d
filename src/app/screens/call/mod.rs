//! A call while it is held: the notes with the cursor in them, and beside them agenda, last time and questions.
//!
//! The screen changes nothing but its [`Call`], which is autosaved as one draft; ending it makes the one commit.

use super::{
    Screen, ScreenEffect, ScreenEffects, ScreenLogic, emit, go_back, open_modal, push_screen,
    status,
};
use crate::app::command::{Command, Move};
use crate::app::field::{CursorMotion, Edit, EditResult, TextField};
use crate::app::keymap::Context;
use crate::app::modal::Modal;
use crate::app::session::Session;
use crate::app::{DraftText, Effect, Msg};
use crate::domain::call::{self, Call, Mark};
use crate::domain::dates::format_time;
use crate::domain::display::meeting_moment;
use crate::domain::id::Id;
use crate::domain::meeting::{Channel, Meeting};

mod aside;

/// Shown when the call is left.
const LEFT_NOTICE: &str = "The call goes on. Today leads back to it.";

pub struct CallScreen {
    /// The call, but for its notes.
    pub call: Call,
    pub notes: TextField,
    /// True while the agenda has the focus; where there is room for one pane only, it is the one shown.
    pub in_agenda: bool,
    dirty: bool,
    /// True if it was left before anything happened in it.
    is_empty: bool,
}

/// Begins the call on `meeting`, or one that was not planned; an open one goes on first.
pub fn hold(meeting: Option<Id>, session: &Session) -> ScreenEffects {
    if let Some(why) = session.read_only_reason() {
        return status(why);
    }
    let open = Call::open(&session.drafts);
    let is_other = open.as_ref().is_some_and(|open| open.meeting != meeting);
    let call = open.unwrap_or_else(|| Call::start(&session.year(), meeting, session.now));
    let mut effects = push_screen(Screen::Call(CallScreen::new(call)));
    if is_other && meeting.is_some() {
        effects.extend(status("This call is still open: end it first."));
    }
    effects
}

/// Begins the call on `meeting`, if it is planned.
pub fn hold_planned(meeting: Id, session: &Session) -> ScreenEffects {
    let planned = session.book.meetings.get(&meeting);
    if planned.is_some_and(Meeting::is_planned) {
        return hold(Some(meeting), session);
    }
    status("A call is held on a planned meeting; m logs one that was held.")
}

impl CallScreen {
    fn new(call: Call) -> Self {
        Self {
            notes: TextField::multi_line(&call.notes),
            call,
            in_agenda: false,
            dirty: true,
            is_empty: false,
        }
    }

    /// The call as it is now.
    fn current(&self) -> Call {
        Call {
            notes: self.notes.text(),
            ..self.call.clone()
        }
    }

    /// Name, channel and day of the meeting.
    pub fn heading(&self, session: &Session) -> String {
        let Some(meeting) = self.call.meeting(&session.book) else {
            return format!("Call, begun at {}", format_time(self.call.began.time()));
        };
        let day = meeting_moment(meeting, &session.book);
        let channel = meeting.channel.map(Channel::label);
        let parts = [Some(meeting.title_or_kind()), channel, Some(&day)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// Minutes so far against the planned ones.
    pub fn clock(&self, session: &Session) -> String {
        let minutes = self.call.minutes(session.now);
        let meeting = self.call.meeting(&session.book);
        let planned = meeting.and_then(|meeting| meeting.minutes);
        let clock = match planned.map(|planned| (planned, i64::from(planned) - minutes)) {
            None => format!("{minutes} min"),
            Some((planned, left @ 0..)) => format!("{minutes} of {planned} min, {left} left"),
            Some((planned, left)) => format!("{minutes} of {planned} min, {} over", -left),
        };
        if self.call.is_paused(session.now) {
            format!("paused at {clock}")
        } else {
            clock
        }
    }

    /// Meaning of the line with this index.
    pub fn meaning(&self, line: usize, session: &Session) -> Option<String> {
        call::meaning(self.notes.line(line), &session.book, session.today())
    }

    /// Meaning of the line with the cursor.
    pub fn current_meaning(&self, session: &Session) -> Option<String> {
        let (count, below) = self.notes.line_counts();
        self.meaning(count - 1 - below, session)
    }

    /// Takes the text that the user's own editor returned.
    pub fn replace_notes(&mut self, text: &str) {
        self.notes.replace_text(text);
        self.dirty = true;
    }

    /// Edits the notes by `edit`. Half of a private line that is split off, or joined to another line, stays private.
    fn edit_notes(
        &mut self,
        session: &Session,
        edit: impl FnOnce(&mut TextField) -> EditResult,
    ) -> EditResult {
        self.call.touch(session.now);
        let (before, (lines, _)) = (self.notes.text(), self.notes.line_counts());
        let result = edit(&mut self.notes);
        let (count, below) = self.notes.line_counts();
        let (_, tail) = self.notes.cursor_line();
        if count != lines && call::was_private(&before, tail, below) {
            self.notes.change_lines(|line| match call::read_line(line) {
                (Some(Mark::Private), _) => line.to_owned(),
                _ => call::with_mark(line, Mark::Private),
            });
        }
        self.dirty |= result.changed;
        result
    }

    fn tick(&mut self, session: &Session) -> ScreenEffects {
        let items = self.call.agenda(&session.book);
        let at_hand = items.iter().find(|it| Some(it.id) == self.call.at_hand);
        let Some(item) = at_hand else {
            return status("There is no agenda line to tick.");
        };
        self.call.tick(item);
        if self.call.is_ticked(item) {
            self.call.take_up_next(&session.book, session.now);
        }
        Vec::new()
    }

    /// Takes up the agenda line before or after the one at hand.
    fn move_in_agenda(&mut self, down: bool, session: &Session) {
        let items = self.call.agenda(&session.book);
        let here = items.iter().position(|it| Some(it.id) == self.call.at_hand);
        let next = match here {
            Some(here) if down => here + 1,
            Some(here) => here.saturating_sub(1),
            None => 0,
        };
        if let Some(item) = items.get(next) {
            self.call.take_up(Some(item.id), session.now);
        }
    }

    fn copy_link(&self, session: &Session) -> ScreenEffects {
        let Some(link) = self.call.link(&session.book) else {
            return status("There is no link or number to call.");
        };
        emit(ScreenEffect::Effect(Effect::Copy(link.to_owned())))
    }
}

impl ScreenLogic for CallScreen {
    fn contexts(&self) -> Vec<Context> {
        let inner = if self.in_agenda {
            [Context::CallAgenda, Context::Call, Context::List]
        } else {
            [Context::Call, Context::Prose, Context::Typing]
        };
        inner.into_iter().chain([Context::Chords]).collect()
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other commands are those of other screens"
    )]
    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        let now = session.now;
        self.call.touch(now);
        self.dirty = true;
        Some(match command {
            Command::Save => {
                let ended = call::end(&session.book, &self.current(), now, &session.ctx);
                let draft_key = call::DRAFT_KEY.to_owned();
                emit(ScreenEffect::CommitDraft(ended, draft_key))
            }
            Command::Toggle => self.tick(session),
            Command::NextLine => {
                self.call.take_up_next(&session.book, now);
                Vec::new()
            }
            Command::Mark(mark) => {
                self.notes.change_lines(|text| call::with_mark(text, *mark));
                Vec::new()
            }
            Command::Pause => {
                self.call.pause(now);
                Vec::new()
            }
            Command::CopyText => self.copy_link(session),
            Command::ExternalEditor => emit(ScreenEffect::Effect(Effect::OpenExternalEditor(
                self.notes.text(),
            ))),
            Command::Discard => open_modal(Modal::Confirm {
                question: "Throw this call away, with all that was typed in it?".to_owned(),
                detail: "Undo cannot bring it back.".to_owned(),
                on_confirm: Msg::DiscardChanges,
            }),
            _ => return None,
        })
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> ScreenEffects {
        match movement {
            Move::Next | Move::Previous => self.in_agenda = !self.in_agenda,
            Move::Up | Move::Down if self.in_agenda => {
                self.move_in_agenda(movement == Move::Down, session);
                self.dirty = true;
            }
            Move::Up => {
                self.notes.apply(Edit::Move(CursorMotion::Up));
            }
            Move::Down => {
                self.notes.apply(Edit::Move(CursorMotion::Down));
            }
            Move::Left | Move::Right => self.in_agenda = false,
            Move::PageUp | Move::PageDown | Move::First | Move::Last | Move::Open => {}
        }
        Vec::new()
    }

    /// Takes up the agenda line that is clicked; ticks the one at hand.
    fn click(&mut self, row: usize, session: &Session) -> ScreenEffects {
        let Some(item) = self.call.agenda(&session.book).get(row).map(|it| it.id) else {
            return Vec::new();
        };
        self.dirty = true;
        if self.call.at_hand == Some(item) {
            return self.tick(session);
        }
        self.call.take_up(Some(item), session.now);
        Vec::new()
    }

    fn on_edit(&mut self, edit: Edit, session: &Session) -> EditResult {
        if let Edit::Undo | Edit::Redo = edit {
            self.dirty = true;
            return self.notes.apply(edit);
        }
        self.edit_notes(session, |notes| notes.apply(edit))
    }

    fn on_paste(&mut self, text: &str, session: &Session) -> EditResult {
        self.edit_notes(session, |notes| notes.paste(text))
    }

    fn draft(&self) -> Option<DraftText> {
        Some(DraftText {
            draft_key: call::DRAFT_KEY.to_owned(),
            text: self.current().draft(),
        })
    }

    fn is_changed(&self) -> bool {
        !self.is_empty
    }

    fn is_dirty(&self) -> bool {
        self.dirty
    }

    fn set_dirty(&mut self, dirty: bool) {
        self.dirty = dirty;
    }

    fn on_back(&mut self, session: &Session) -> ScreenEffects {
        if std::mem::take(&mut self.in_agenda) {
            return Vec::new();
        }
        self.is_empty = !self.current().has_begun(session.now);
        self.dirty = true;
        let mut effects = go_back();
        if !self.is_empty {
            effects.insert(0, ScreenEffect::SetStatus(LEFT_NOTICE.to_owned()));
        }
        effects
    }

    fn loads(&mut self, session: &Session) -> Vec<Effect> {
        let last = call::last_time(&session.year(), self.call.meeting).meeting;
        let shown = self.call.meeting.into_iter().chain(last.map(|it| it.id));
        shown.filter_map(|id| session.load_details(id)).collect()
    }
}
