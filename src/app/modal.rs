//! Modals: what can lie over a screen. A confirm box, a pick list, help, the command palette, a problem, progress, a
//! date picker, a phrase being typed; no others.
//!
//! A modal carries the message it will send, not a callback, so that the state can be printed, compared and tested.

use crate::domain::ops::Outcome;
use crate::problem::Problem;

use super::calendar::{CalendarState, CalendarStep};
use super::command::{Command, Move};
use super::exchange::{
    ExchangeEffect, ParcelEffect, ParcelRequest, PhraseEntry, PhrasePurpose, Secret,
};
use super::field::{EditResult, TextField};
use super::keymap::{self, Context, Needs};
use super::palette;
use super::{BookEffect, JobProgress, Msg};

/// A row of a pick list.
#[derive(Clone, Debug, PartialEq)]
pub struct PickRow {
    pub label: String,
    /// Text at the right end: the key of a command.
    pub right: String,
    /// Message sent when the row is picked.
    pub msg: Msg,
}

impl PickRow {
    pub fn new(label: impl Into<String>, msg: Msg) -> Self {
        Self {
            label: label.into(),
            right: String::new(),
            msg,
        }
    }

    pub(super) fn right(self, right: String) -> Self {
        Self { right, ..self }
    }

    /// A row that saves a commit; if the operation refused it, picking the row tells why.
    pub fn commit(label: impl Into<String>, result: Outcome) -> Self {
        Self::new(label, Msg::Commit(Box::new(result)))
    }
}

/// A box over the screen.
pub enum Modal {
    /// A question to confirm, before what is large, private or cannot be undone.
    Confirm {
        question: String,
        /// Consequences, in a sentence or as lines.
        detail: String,
        /// Message sent on yes.
        on_confirm: Msg,
    },
    /// A list to pick one of.
    Pick {
        title: String,
        rows: Vec<PickRow>,
        /// Index of the selected row.
        selected: usize,
    },
    /// Help on the keys of the screen below, and on the signs.
    Help {
        /// Lines scrolled away.
        scroll: usize,
        /// True while the signs are explained.
        shows_signs: bool,
    },
    /// The command palette: every command by name.
    Palette {
        query: TextField,
        /// Matching rows, best match first.
        rows: Vec<PickRow>,
        /// Index of the selected row.
        selected: usize,
        /// Keymap contexts in which the commands will run.
        contexts: Vec<Context>,
    },
    /// An error, or a notice that must be read.
    Problem {
        title: &'static str,
        problem: Problem,
        /// True while the detail is shown.
        detail: bool,
    },
    /// Progress of a long job.
    Progress(JobProgress),
    /// A date picker, for the focused date field.
    Calendar(CalendarState),
    /// The phrase of a parcel being typed.
    Phrase(PhraseEntry),
}

/// Result of a command for the modal.
pub enum ModalResult {
    Stay,
    Close,
    /// The modal closes and sends this message.
    Send(Box<Msg>),
}

impl Modal {
    /// A list to pick one of, with the row at index `selected` selected.
    pub fn pick(
        title: impl Into<String>,
        rows: impl IntoIterator<Item = PickRow>,
        selected: usize,
    ) -> Self {
        Self::Pick {
            title: title.into(),
            rows: rows.into_iter().collect(),
            selected,
        }
    }

    /// The command palette over a screen with `contexts`.
    pub fn palette(contexts: Vec<Context>) -> Self {
        let rows = palette::rows(&contexts, "");
        Self::Palette {
            query: TextField::single_line(""),
            rows,
            selected: 0,
            contexts,
        }
    }

    /// Its keymap contexts, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        match self {
            Self::Confirm { .. } => vec![Context::Confirm],
            Self::Pick { .. } => vec![Context::Pick, Context::List],
            Self::Help { .. } => vec![Context::Help, Context::List],
            Self::Palette { .. } => vec![Context::Palette, Context::Typing],
            Self::Problem { .. } => vec![Context::Problem],
            Self::Progress(_) => vec![Context::Progress],
            Self::Calendar(_) => vec![Context::Calendar, Context::List],
            Self::Phrase(_) => vec![Context::Phrase, Context::Typing],
        }
    }

    /// Edits the phrase, or the palette's query, by `edit`.
    fn edit_query(&mut self, edit: impl FnOnce(&mut TextField) -> EditResult) {
        if let Self::Palette {
            query,
            rows,
            selected,
            contexts,
        } = self
        {
            edit(query);
            *rows = palette::rows(contexts, &query.text());
            *selected = 0;
        } else if let Self::Phrase(entry) = self {
            edit(&mut entry.typed);
        }
    }

    /// Pastes into its text field.
    pub fn paste(&mut self, text: &str) {
        self.edit_query(|query| query.paste(text));
    }

    pub fn handle_command(&mut self, command: &Command) -> ModalResult {
        if *command == Command::Back {
            return if let Self::Progress(_) = self {
                ModalResult::Send(Box::new(Msg::CancelJob))
            } else {
                ModalResult::Close
            };
        }
        match (self, command) {
            (
                Self::Confirm {
                    on_confirm: yes, ..
                },
                Command::Move(Move::Open),
            ) => {
                return ModalResult::Send(Box::new(yes.clone()));
            }
            (
                Self::Pick { rows, selected, .. } | Self::Palette { rows, selected, .. },
                Command::Move(movement),
            ) => return move_or_send(rows, selected, *movement),
            (palette, Command::EditText(edit)) => palette.edit_query(|query| query.apply(*edit)),
            (Self::Help { shows_signs, .. }, Command::ToggleDetail) => *shows_signs = !*shows_signs,
            (Self::Help { scroll, .. }, Command::Move(movement)) => {
                *scroll = index_after_move(*scroll, usize::from(u16::MAX), *movement);
            }
            (Self::Problem { detail, .. }, Command::ToggleDetail) => *detail = !*detail,
            (Self::Phrase(entry), Command::ToggleDetail) => entry.is_shown = !entry.is_shown,
            (Self::Phrase(entry), Command::Move(Move::Open)) => {
                return ModalResult::Send(Box::new(use_phrase(entry)));
            }
            (Self::Calendar(calendar), Command::Move(Move::Open)) => {
                return ModalResult::Send(Box::new(Msg::DatePicked(calendar.day())));
            }
            (Self::Calendar(calendar), Command::Move(movement)) => {
                if let Some(step) = calendar_step(*movement) {
                    calendar.move_by(step);
                }
            }
            // A modal ignores every other command.
            (_, _) => {}
        }
        ModalResult::Stay
    }
}

/// The message that uses the phrase that was typed.
fn use_phrase(entry: &PhraseEntry) -> Msg {
    let phrase = Some(Secret(entry.typed.text()));
    match entry.purpose.clone() {
        PhrasePurpose::Open(file) => {
            Msg::Parcel(ParcelEffect::Open(ParcelRequest { file, phrase }))
        }
        PhrasePurpose::Own => Msg::Book(BookEffect::Exchange(ExchangeEffect::SetPhrase(phrase))),
    }
}

/// Moves among `rows`, or sends the message of the selected one.
fn move_or_send(rows: &[PickRow], selected: &mut usize, movement: Move) -> ModalResult {
    if movement == Move::Open {
        return rows.get(*selected).map_or(ModalResult::Close, |row| {
            ModalResult::Send(Box::new(row.msg.clone()))
        });
    }
    *selected = index_after_move(*selected, rows.len(), movement);
    ModalResult::Stay
}

/// Index after `movement` from index `at` in a list of `len` rows.
pub fn index_after_move(at: usize, len: usize, movement: Move) -> usize {
    const PAGE: usize = 10;
    let last = len.saturating_sub(1);
    match movement {
        Move::Up | Move::Left | Move::Previous => at.saturating_sub(1),
        Move::Down | Move::Right | Move::Next => (at + 1).min(last),
        Move::PageUp => at.saturating_sub(PAGE),
        Move::PageDown => (at + PAGE).min(last),
        Move::First => 0,
        Move::Last => last,
        Move::Open => at,
    }
}

/// Lines of the help for `contexts`: a heading for each context, then key and sentence.
pub fn help_lines(contexts: &[Context], has_external_editor: bool) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut heading = None;
    let mut offered = keymap::active(contexts);
    offered.retain(|it| has_external_editor || it.needs != Needs::ExternalEditor);
    // What every text field can do comes after what only this form can.
    offered.sort_by_key(|it| it.context == Context::Typing);
    for binding in offered {
        if heading != Some(binding.context) {
            heading = Some(binding.context);
            lines.push((String::new(), binding.context.label().to_owned()));
        }
        let keys: Vec<_> = binding.keys.iter().map(ToString::to_string).collect();
        lines.push((keys.join(" "), binding.help.to_owned()));
    }
    lines
}

/// The calendar step of a movement; none for those that do not move.
pub const fn calendar_step(movement: Move) -> Option<CalendarStep> {
    Some(match movement {
        Move::Left | Move::Previous => CalendarStep::DayBack,
        Move::Right | Move::Next => CalendarStep::DayForth,
        Move::Up => CalendarStep::WeekBack,
        Move::Down => CalendarStep::WeekForth,
        Move::PageUp => CalendarStep::MonthBack,
        Move::PageDown => CalendarStep::MonthForth,
        Move::First => CalendarStep::Today,
        Move::Last | Move::Open => return None,
    })
}
