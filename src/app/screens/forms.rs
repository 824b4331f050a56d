//! The forms of the programme: due date, who fills them in, how far they have come.

use crate::domain::answer::ResponseState;
use crate::domain::deeds;
use crate::domain::fill::{self, Completeness};
use crate::domain::form::FormDef;
use crate::domain::person::Role;
use crate::domain::programme::FormUse;
use crate::domain::when;

use super::{Acts, Reply, edit, reply};
use crate::app::Msg;
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::modal::{Modal, PickRow};
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, Sign, Tone, keys, selected};

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Signs it.
    Sign,
    /// Declares it complete.
    Complete,
}

/// The screen.
#[derive(Default)]
pub struct Forms {
    /// Which form is selected.
    pub list: List<String>,
}

/// How far a form has come: its state and what is answered; none while it was not begun.
pub fn progress(
    desk: &Desk,
    form_use: &FormUse,
    def: &FormDef,
) -> Option<(ResponseState, Completeness)> {
    let me = desk.book.me();
    let response = desk
        .book
        .response(&def.key, deeds::form::role_of(def, me))?;
    let asked = desk.questions(def, Some(form_use));
    let answers = deeds::form::opened(def, &asked, &desk.book);
    Some((response.state, fill::completeness(&asked, &answers)))
}

impl Forms {
    /// The forms.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<String>> {
        let rows = desk.forms().into_iter().map(|(form_use, def)| {
            let due = desk
                .programme()
                .milestones
                .iter()
                .find(|milestone| milestone.form.as_deref() == Some(&def.key))
                .and_then(|def| {
                    desk.book
                        .milestones_in_order()
                        .into_iter()
                        .find(|milestone| milestone.key == def.key)
                });
            let open = due.filter(|milestone| milestone.done.is_none());
            let right = open.map_or_else(String::new, |milestone| {
                format!(
                    "due {} ({})",
                    when::shown(milestone.date),
                    desk.year().due(milestone.date).words()
                )
            });
            let (sign, tone, words) = state_words(desk, &form_use, &def);
            let to = if form_use.to.is_empty() {
                String::new()
            } else {
                format!(" · goes to {}", form_use.to)
            };
            Row::new(def.key.clone(), form_use.title.clone())
                .sign(sign)
                .tone(tone)
                .right(right)
                .below(format!(
                    "{words} · filled in by: {}{to}",
                    def.filled_by.label().to_lowercase()
                ))
        });
        vec![Section::new(
            "Forms of your programme",
            rows.collect(),
            "This programme asks for no forms.",
        )]
    }

    /// The selected form's key.
    pub fn selected(&self, desk: &Desk) -> Option<String> {
        selected(&self.list, &self.sections(desk))
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        let Some(form) = self.selected(desk) else {
            return reply(Reply::Say("This programme asks for no forms.".to_owned()));
        };
        match verb {
            Verb::Complete => reply(Reply::Do(Deed::CompleteForm(form))),
            Verb::Sign => reply(Reply::Open(Box::new(pick_signer(&form, desk)))),
        }
    }
}

/// Asks who signs: on one computer the two may sign together.
fn pick_signer(form: &str, desk: &Desk) -> Modal {
    let me = desk.book.me();
    let row = |role: Role| {
        let label = format!("{} ({})", desk.book.name(role), role.key());
        PickRow::new(label, Msg::Do(Deed::SignForm(form.to_owned(), role)))
    };
    Modal::Pick {
        title: "Who signs today?".to_owned(),
        rows: vec![row(me), row(me.other())],
        selected: 0,
    }
}

fn state_words(desk: &Desk, form_use: &FormUse, def: &FormDef) -> (Sign, Tone, String) {
    let Some((state, completeness)) = progress(desk, form_use, def) else {
        return (Sign::None, Tone::Plain, "not begun".to_owned());
    };
    let exported = desk
        .book
        .response(&def.key, deeds::form::role_of(def, desk.book.me()))
        .and_then(|response| response.exported)
        .map_or_else(String::new, |day| {
            format!(" · written out {}", when::shown(day))
        });
    let Completeness {
        answered,
        asked,
        required_missing,
        ..
    } = completeness;
    let missing = match required_missing.len() {
        0 => String::new(),
        count => format!(", {count} still needed"),
    };
    let (sign, tone) = match state {
        ResponseState::Draft => (Sign::Open, Tone::Plain),
        ResponseState::Complete | ResponseState::Signed | ResponseState::Exported => {
            (Sign::Done, Tone::Done)
        }
    };
    (
        sign,
        tone,
        format!(
            "{} · {answered} of {asked} answered{missing}{exported}",
            state.label().to_lowercase()
        ),
    )
}

impl Acts for Forms {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Forms, Context::List, Context::Global]
    }

    fn has_selection(&self, desk: &Desk) -> bool {
        self.selected(desk).is_some()
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        if matches!(movement, Move::Open | Move::Right) {
            let open = |form| edit(Purpose::Response(form), desk);
            return self.selected(desk).map_or_else(Vec::new, open);
        }
        self.list.step(movement, &keys(&self.sections(desk)));
        Vec::new()
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &keys(&self.sections(desk))) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }

    fn export(&self, desk: &Desk) -> Vec<crate::export::What> {
        use crate::export::What;
        let selected = self.selected(desk);
        let form = selected.map(|key| What::Form { key });
        form.into_iter().chain([What::Everything]).collect()
    }
}
