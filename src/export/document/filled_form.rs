//! A form with what was answered to it, and the answers for formats that programs read.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::answer::{Answer, AnswerValue, Answers, Response, Slot};
use crate::domain::fill::{self, FormContext, QuestionKeys, ResolvedField, resolve_fields};
use crate::domain::form::{Autofill, FilledBy, FormDef};
use crate::domain::ops::form::{
    answer_of, answers, orphaned_answers, prefilled_answers, response, role_of,
};
use crate::domain::person::Role;
use crate::domain::program::FormUse;
use crate::domain::schedule::Year;
use crate::export::redact::{ANSWERED_IN_WORDS, NAME_WITHHELD};
use crate::export::shared_book::ExportView;

/// A form with what was answered to it in this cycle.
pub(super) struct FilledForm<'a> {
    pub(super) view: &'a ExportView<'a>,
    pub(super) def: &'a FormDef,
    pub(super) form_use: Option<&'a FormUse>,
    /// All questions, private ones included.
    pub(super) fields: Vec<ResolvedField>,
    /// The joint response, or each one's own.
    pub(super) responses: Vec<&'a Response>,
    /// Answers of the owner of the book, suggestions included; below them those of the partner.
    pub(super) mine: Answers,
    pub(super) theirs: Answers,
    /// Questions that are not asked because of these answers, by role.
    unasked: [(Role, BTreeSet<Slot>); 2],
    pub(super) keys: QuestionKeys,
}

impl<'a> FilledForm<'a> {
    pub(super) fn of(view: &'a ExportView<'a>, def: &'a FormDef) -> Self {
        let (book, me) = (&*view.book, view.book.me());
        let used = view.program.forms.iter().find(|used| used.form == def.key);
        let fields = questions(view, def, used, view.year());
        let mut responses: Vec<_> = Role::ALL
            .iter()
            .filter_map(|role| response(def, book, *role))
            .collect();
        responses.dedup_by_key(|response| response.id);
        let mut filled = Self {
            unasked: [(me, BTreeSet::new()), (me.other(), BTreeSet::new())],
            mine: prefilled_answers(def, &fields, book),
            theirs: answers(def, book, me.other()),
            keys: QuestionKeys::new(&fields, book),
            view,
            def,
            form_use: used,
            fields,
            responses,
        };
        filled.mark_redacted_answers();
        let sides = [&mut filled.mine, &mut filled.theirs].into_iter();
        for (answers, (_, unasked)) in sides.zip(&mut filled.unasked) {
            *unasked = fill::unasked(&filled.fields, answers);
            answers.0.retain(|slot, _| !unasked.contains(slot));
            answers.0.extend(fill::computed(&filled.fields, answers));
        }
        filled
    }

    /// True unless the answers of `role` rule the question out.
    pub(super) fn is_asked(&self, question: &ResolvedField, role: Role) -> bool {
        let mut sides = self.unasked.iter();
        let side = sides.find(|(of, _)| *of == role);
        side.is_none_or(|(_, unasked)| !unasked.contains(&question.slot))
    }

    /// At the level of counts, puts “answered in words” in place of an answer that was redacted.
    fn mark_redacted_answers(&mut self) {
        let Some(year) = self.view.unredacted_year() else {
            return;
        };
        let (book, me) = (year.book, year.book.me());
        let fields = questions(self.view, self.def, self.form_use, year);
        let sides = [
            (&mut self.mine, prefilled_answers(self.def, &fields, book)),
            (&mut self.theirs, answers(self.def, book, me.other())),
        ];
        for (redacted, unredacted) in sides {
            for (slot, answer) in unredacted.0 {
                let question = self.fields.iter().find(|field| field.slot == slot);
                let name = question.is_some_and(|it| is_name_field(it.field.auto))
                    && Role::ALL.iter().any(|role| self.view.withholds_name(*role));
                let left_out = redacted.at(&slot).trim().is_empty() || name;
                if left_out && !answer.value.trim().is_empty() {
                    let value = if name {
                        NAME_WITHHELD
                    } else {
                        ANSWERED_IN_WORDS
                    }
                    .to_owned();
                    redacted.put(slot, AnswerValue { value, ..answer });
                }
            }
        }
    }

    pub(super) fn title(&self) -> &'a str {
        self.form_use.map_or(&self.def.title, |used| &used.title)
    }

    /// Roles whose parts are shown: of responses of each one's own, the owner's and those in the book.
    pub(super) fn roles(&self) -> impl Iterator<Item = Role> {
        let me = self.view.book.me();
        Role::ALL.iter().copied().filter(move |role| {
            let alone = role_of(self.def, *role).is_some();
            !alone || *role == me || response(self.def, &self.view.book, *role).is_some()
        })
    }

    pub(super) fn answers_by(&self, role: Role) -> &Answers {
        if role == self.view.book.me() {
            &self.mine
        } else {
            &self.theirs
        }
    }

    /// The question that `role` answered, which may have been another than the form asks now.
    pub(super) fn stored_question(&self, question: &ResolvedField, role: Role) -> Option<&str> {
        let stored = answer_of(self.def, &self.view.book, role, question)?;
        Some(stored.question.as_str()).filter(|question| !question.is_empty())
    }
}

/// One answer that was given, for formats that programs read.
pub struct AnsweredField {
    pub question: ResolvedField,
    /// Who answered; none: both together.
    pub role: Option<Role>,
    /// The question in the words in which it was asked.
    pub question_text: String,
    /// The answer as it is stored, not as it is displayed.
    pub value: String,
    /// The day on which the partner of whoever answered wrote it down for them.
    pub told: Option<NaiveDate>,
}

/// Answers to the shared questions of `def`, in order, and the responses that hold them.
pub fn answered_fields<'a>(
    view: &'a ExportView,
    def: &'a FormDef,
) -> (Vec<AnsweredField>, Vec<&'a Response>) {
    let filled = FilledForm::of(view, def);
    let me = view.book.me();
    let mut answered = Vec::new();
    for question in filled.fields.iter().filter(|field| view.shows(field)) {
        let joint = question.filler == FilledBy::Joint;
        let parts = filled
            .roles()
            .filter(|role| is_filled_by(question.filler, *role));
        let roles: Vec<_> = joint.then_some(me).into_iter().chain(parts).collect();
        for role in roles {
            let value = filled.answers_by(role).at(&question.slot);
            if value.trim().is_empty() {
                continue;
            }
            let stored = filled.stored_question(question, role);
            answered.push(AnsweredField {
                role: (!joint).then_some(role),
                question_text: stored.unwrap_or(&question.field.label).to_owned(),
                value: value.to_owned(),
                told: answer_of(def, &view.book, role, question).and_then(|stored| stored.told),
                question: question.clone(),
            });
        }
    }
    (answered, filled.responses)
}

/// Answers to questions that an earlier version of the form asked.
pub fn retired_answers<'a>(
    view: &'a ExportView,
    def: &FormDef,
    response: &Response,
) -> Vec<&'a Answer> {
    let old = orphaned_answers(&[], &view.book, response).into_iter();
    old.filter(|answer| def.field(&answer.field).is_none())
        .collect()
}

/// The questions of `def` in the book of `year`.
fn questions(
    view: &ExportView,
    def: &FormDef,
    used: Option<&FormUse>,
    year: Year,
) -> Vec<ResolvedField> {
    questions_for(view, def, used, year, year.book.me())
}

/// The same for the person with `role`.
pub(super) fn questions_for(
    view: &ExportView,
    def: &FormDef,
    used: Option<&FormUse>,
    year: Year,
    role: Role,
) -> Vec<ResolvedField> {
    let context = FormContext {
        year,
        deck: view.deck,
        competencies: view.competencies,
        catalog_choices: &[],
    };
    resolve_fields(def, used, &context, role)
}

pub(super) fn is_filled_by(filler: FilledBy, role: Role) -> bool {
    match filler {
        FilledBy::Joint => false,
        FilledBy::Each => true,
        FilledBy::Mentee => role == Role::Mentee,
        FilledBy::Mentor => role == Role::Mentor,
    }
}

/// True if the field is autofilled with a name.
pub fn is_name_field(auto: Option<Autofill>) -> bool {
    matches!(
        auto,
        Some(Autofill::Names | Autofill::MentorName | Autofill::MenteeName | Autofill::MyName)
    )
}
