//! The forms of the program: due date, who fills them in, how far they have come.

use crate::domain::answer::ResponseState;
use crate::domain::deeds;
use crate::domain::fill::{self, Completeness};
use crate::domain::form::{Auto, FormDef};
use crate::domain::person::Role;
use crate::domain::program::{FormUse, Milestone};
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
            let (sign, tone, words) = state_words(desk, &form_use, &def);
            let right = due_words(desk, &def).unwrap_or_default();
            let to = match (def.private, form_use.to.as_str()) {
                (true, _) => " · private, for you alone".to_owned(),
                (false, "") => String::new(),
                (false, to) => format!(" · goes to {to}"),
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
            "Forms of your program",
            rows.collect(),
            "This program asks for no forms.",
        )]
    }

    /// The selected form's key.
    pub fn selected(&self, desk: &Desk) -> Option<String> {
        selected(&self.list, &self.sections(desk))
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        let Some(form) = self.selected(desk) else {
            return reply(Reply::Say("This program asks for no forms.".to_owned()));
        };
        match verb {
            Verb::Complete => reply(Reply::Do(Deed::CompleteForm(form))),
            Verb::Sign => reply(Reply::Open(Box::new(pick_signer(&form, desk)))),
        }
    }
}

/// When the form is due, while that is ahead or late; of the early check, how long a re-match can be asked for.
pub fn due_words(desk: &Desk, def: &FormDef) -> Option<String> {
    let milestone = open_milestone(desk, &def.key)?;
    match desk.year().rematch_days_left() {
        Some(left) if def.tells(Auto::RematchDaysLeft) => Some(format!(
            "{} left to ask for a re-match",
            when::counted(i64::from(left), "day")
        )),
        Some(_) | None => Some(format!(
            "due {} ({})",
            when::shown(milestone.date),
            desk.year().due(milestone.date).words()
        )),
    }
}

/// The date on which `form` is expected, while nothing has settled it and it has not gone by as a chance does.
pub fn open_milestone<'a>(desk: &'a Desk, form: &str) -> Option<&'a Milestone> {
    let expected = desk.year().milestone_of_form(form);
    expected.filter(|date| date.done.is_none() && !desk.year().has_passed(date))
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
    let response = deeds::form::response(def, &desk.book, desk.book.me());
    let exported = response
        .and_then(|response| response.exported)
        .map_or_else(String::new, |day| {
            format!(" · written out {}", when::shown(day))
        });
    let unsigned = response
        .filter(|response| response.has_signature())
        .and_then(|response| {
            let mut roles = Role::ALL.iter();
            let role = roles.find(|role| response.needs(**role))?;
            Some(format!(" · {} has yet to sign", desk.book.name(*role)))
        })
        .unwrap_or_default();
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
            "{} · {answered} of {asked} answered{missing}{unsigned}{exported}",
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
        let private = |key: &str| {
            let mut forms = desk.forms().into_iter();
            forms.any(|(_, def)| def.key == key && def.private)
        };
        let selected = self.selected(desk).filter(|key| !private(key));
        let form = selected.map(|key| What::Form { key });
        form.into_iter().chain([What::Everything]).collect()
    }
}
