//! The forms of the program: due date, who fills them in, completeness.

use std::sync::Arc;

use super::preview::preview_of;
use super::{ScreenEffects, ScreenLogic, commit, open_editor, open_modal, section_list, status};
use crate::app::command::Command;
use crate::app::edit_target::EditTarget;
use crate::app::list_state::ListState;
use crate::app::modal::{Modal, PickRow};
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone, selected_key};
use crate::app::session::Session;
use crate::domain::answer::ResponseState;
use crate::domain::fill::{self, Completeness, ResolvedField};
use crate::domain::form::{Audience, Autofill, FilledBy, FormDef};
use crate::domain::person::Role;
use crate::domain::program::FormUse;
use crate::domain::{dates, ops};
use crate::export::ExportSubject;

#[derive(Default)]
pub struct FormsScreen {
    pub list: ListState<String>,
}

/// State and completeness of the owner's response; none if it was not begun.
pub fn progress(
    session: &Session,
    form_use: &FormUse,
    def: &FormDef,
) -> Option<(ResponseState, Completeness)> {
    let me = session.book.me();
    let response = session
        .book
        .response(&def.key, ops::form::role_of(def, me))?;
    let questions = session.questions(def, Some(form_use));
    let answers = ops::form::prefilled_answers(def, &questions, &session.book);
    Some((response.state, fill::completeness(&questions, &answers)))
}

impl FormsScreen {
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<String>> {
        let rows = session.forms().into_iter().map(|(form_use, def)| {
            let (sign, tone, words) = state_words(session, &form_use, &def);
            let right = due_words(session, &def).unwrap_or_default();
            let to = match (def.is_private(), form_use.to.as_str()) {
                (true, to) if def.audience == Audience::Office => {
                    let to = if to.is_empty() { "office" } else { to };
                    format!(" · for the {to}, not your partner")
                }
                (true, _) => " · private, for you alone".to_owned(),
                (false, "") => String::new(),
                (false, to) => format!(" · goes to the {to}"),
            };
            ScreenRow::new(def.key.clone(), form_use.title.clone())
                .sign(sign)
                .tone(tone)
                .right(right)
                .below(format!(
                    "{words}{} · filled in by: {}{to}",
                    missing_of_partner(session, &form_use, &def)
                        .map_or_else(String::new, |missing| format!(" · {missing}: S")),
                    def.filled_by.label().to_lowercase()
                ))
        });
        vec![ScreenSection::new(
            "Forms of your program",
            rows.collect(),
            "This program asks for no forms.",
        )]
    }

    /// Key of the selected form.
    pub fn selected(&self, session: &Session) -> Option<String> {
        selected_key(&self.list, &self.sections(session))
    }
}

/// Due date of a form that is not done; for the early check, the days left to ask for a re-match.
pub fn due_words(session: &Session, def: &FormDef) -> Option<String> {
    let milestone = session.year().open_milestone_of_form(&def.key)?;
    match session.year().rematch_days_left() {
        Some(0) if def.uses_autofill(Autofill::RematchDaysLeft) => {
            Some("today is the last day to ask for a re-match".to_owned())
        }
        Some(left) if def.uses_autofill(Autofill::RematchDaysLeft) => Some(format!(
            "{} left to ask for a re-match",
            dates::pluralize(left, "day")
        )),
        Some(_) | None => Some(format!(
            "due {}",
            session.year().date_and_due(milestone.date)
        )),
    }
}

/// The pick list of signers; on one computer both may sign.
fn pick_signer(form: &str, session: &Session) -> Modal {
    let me = session.book.me();
    let row = |role: Role| {
        let label = format!("{} ({})", session.book.name(role), role.key());
        PickRow::commit(label, session.sign_form(form, role))
    };
    let is_own = |(_, def): &(FormUse, Arc<FormDef>)| def.key == form && def.is_private();
    let alone = session.forms().iter().any(is_own);
    let who = [me, me.other()];
    let who = if alone { &who[..1] } else { &who[..] };
    Modal::pick("Who signs today?", who.iter().copied().map(row), 0)
}

/// The part of the partner that a joint form still lacks, in a sentence without its period; none unless the book is paired
/// and the form begun.
pub fn missing_of_partner(session: &Session, form_use: &FormUse, def: &FormDef) -> Option<String> {
    session.pair.as_ref()?;
    let (book, them) = (&session.book, session.book.me().other());
    let response = ops::form::response(def, book, book.me())?;
    if def.is_private() || response.role.is_some() {
        return None;
    }
    let mut theirs = session.questions_for(them, def, Some(form_use));
    theirs.retain(|it| it.mine && !it.private && it.filler != FilledBy::Joint);
    let answers = ops::form::answers(def, book, them);
    let is_open = |it: &ResolvedField| answers.at(&it.slot).is_empty();
    let lacks_answers = theirs.iter().any(|it| it.required && is_open(it))
        || (!theirs.is_empty() && theirs.iter().all(is_open));
    let is_done = response.state != ResponseState::Draft || response.has_signature();
    let lacks_signature = is_done && response.needs_signature_of(them);
    let missing = match (lacks_answers, lacks_signature) {
        (true, true) => "answers and signature are missing",
        (true, false) => "answers are missing",
        (false, true) => "signature is missing",
        (false, false) => return None,
    };
    Some(format!("{}'s {missing}", session.partner()))
}

/// Number of the partner's answers that are as told, in words; empty if none is.
fn told_words(session: &Session, form_use: &FormUse, def: &FormDef) -> String {
    let (book, them) = (&session.book, session.book.me().other());
    let questions = session.questions_for(them, def, Some(form_use)).into_iter();
    let told = questions.filter(|it| {
        let answer = ops::form::answer_of(def, book, them, it);
        answer.is_some_and(|answer| answer.told.is_some() && !answer.value.is_empty())
    });
    match told.count() {
        0 => String::new(),
        count => format!(" · {count} as told by {}", session.partner()),
    }
}

fn state_words(session: &Session, form_use: &FormUse, def: &FormDef) -> (Sign, Tone, String) {
    let Some((state, completeness)) = progress(session, form_use, def) else {
        return (Sign::None, Tone::Plain, "not begun".to_owned());
    };
    let me = session.book.me();
    let response = ops::form::response(def, &session.book, me);
    let exported = response.and_then(|response| response.exported);
    let exported = dates::phrase(" · written out", exported);
    let unsigned = response
        .filter(|response| response.has_signature())
        .and_then(|response| {
            // What the partner still has to do is said by itself once parcels go to and fro.
            let mut roles = Role::ALL.iter();
            if session.pair.is_some() {
                roles = std::slice::from_ref(&me).iter();
            }
            let role = roles.find(|role| response.needs_signature_of(**role))?;
            Some(format!(" · {} has yet to sign", session.book.name(*role)))
        })
        .unwrap_or_default();
    let (answered, asked) = (completeness.answered, completeness.asked);
    let missing = match completeness.open_slots().len() {
        0 => String::new(),
        count => format!(", {count} still needed"),
    };
    let (sign, tone) = match state {
        ResponseState::Draft => (Sign::Open, Tone::Plain),
        ResponseState::Complete | ResponseState::Signed | ResponseState::Exported => {
            (Sign::Done, Tone::Done)
        }
    };
    let state = state.label().to_lowercase();
    let told = told_words(session, form_use, def);
    // To fill in what is for the office alone is the other's task.
    let of_asked = match asked {
        0 => String::new(),
        _ => format!(" · {answered} of {asked} answered"),
    };
    let words = format!("{state}{of_asked}{missing}{told}{unsigned}{exported}");
    (sign, tone, words)
}

impl ScreenLogic for FormsScreen {
    section_list!(Forms);

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        Some(match (command, self.selected(session)) {
            (Command::Complete, Some(form)) => commit(session.complete_form(&form)),
            (Command::Add, _) => open_editor(EditTarget::AskForm, session),
            (Command::Archive, Some(form)) => {
                commit(ops::form::archive_asked(&form, &session.book, &session.ctx))
            }
            (Command::Sign, Some(form)) => open_modal(pick_signer(&form, session)),
            (Command::AskPartner, Some(key)) => preview_of(&ExportSubject::PartnerForm { key }),
            (Command::BlankForm, Some(key)) => preview_of(&ExportSubject::BlankForm { key }),
            (
                Command::Complete
                | Command::Sign
                | Command::Archive
                | Command::AskPartner
                | Command::BlankForm,
                None,
            ) => status("This program asks for no forms."),
            _ => return None,
        })
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        let open = |form| open_editor(EditTarget::Response(form), session);
        self.selected(session).map_or_else(Vec::new, open)
    }

    fn opens_to_the_right(&self) -> bool {
        true
    }

    fn export_choices(&self, session: &Session) -> Vec<ExportSubject> {
        let private = |key: &str| {
            let mut forms = session.forms().into_iter();
            forms.any(|(_, def)| def.key == key && def.is_private())
        };
        let selected = self.selected(session).filter(|key| !private(key));
        let form = selected.map(|key| ExportSubject::Form { key });
        form.into_iter().collect()
    }
}
