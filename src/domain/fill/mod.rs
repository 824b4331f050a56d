//! Filling in a form: resolves its questions against a book, autofills from the log, validates typed answers, and
//! reports missing ones.
//!
//! Start with [`resolve_fields`]: it resolves a [`FormDef`] against book and program into a flat list of
//! [`ResolvedField`]s, which screens, command line and exports use without further lookups. [`prefill`] and [`refresh`]
//! copy autofilled values into answers, `autofill` computes them, [`parse_answer`] converts typed text to the canonical
//! form of an answer. Nothing here saves: that is `ops::form` for forms, and the operation of the record for the small
//! editors.

mod autofill;
mod autofill_value;
mod closing;
mod completeness;
mod cycle_log;
mod earlier_answer;
pub mod free_rows;
mod measure;
mod parse;
mod subject;

use std::collections::BTreeMap;

use super::answer::{Answer, AnswerValue, Answers, Slot};
use super::book::Book;
use super::dates::TimeDirection;
use super::deck::Deck;
use super::field_rules::OrAnswer;
use super::form::{
    Audience, Choice, ChoiceOptions, Field, FilledBy, FormDef, OptionsSource, RowKind, Section,
};
use super::id::Id;
use super::person::Role;
use super::program::{CompetencySet, FormUse, Term};
use super::schedule::{Year, base_of};

use cycle_log::CycleLog;
use subject::Subject;

pub use completeness::{Completeness, completeness, computed, unasked};
pub use measure::Measure;
pub use parse::{parse_answer, parse_value};
pub use subject::SectionRow;

/// Everything that a form is resolved against.
#[derive(Clone, Copy)]
pub struct FormContext<'a> {
    /// Book, program and date; an empty book for the editor that starts one.
    pub year: Year<'a>,
    /// Source of activities.
    pub deck: &'a Deck,
    /// Competency areas of the program, if it has them.
    pub competencies: Option<&'a CompetencySet>,
    /// Programs or forms to choose from, whichever the form offers.
    pub catalog_choices: &'a [Choice],
}

/// One question of a form in this book: everything a screen needs to show, edit and validate it.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedField {
    /// Key of its answer.
    pub slot: Slot,
    pub section: String,
    /// Heading of the section; in one that repeats, with the number and the title of what it is about.
    pub heading: String,
    /// Goal, meeting or action that it is about, in a section that repeats.
    pub row: Option<SectionRow>,
    /// Help text of the section; of one that repeats, in its first row only.
    pub guide: String,
    /// True if at least one question under this heading must be answered.
    pub at_least_one: bool,
    pub field: Field,
    /// Options of a choice field, looked up.
    pub choices: Vec<Choice>,
    /// Roles who answer it.
    pub filler: FilledBy,
    /// True if the owner of this book may answer it, which nobody does with what is read only; if not, it is shown once the partner's answer is there.
    pub mine: bool,
    /// True if form or program require it.
    pub required: bool,
    /// True if the answer is not shared with the partner.
    pub private: bool,
    /// People who read the answer.
    pub audience: Audience,
    /// Autofilled value in canonical form; none where the log has no value or the field is not autofilled.
    pub autofill: Option<String>,
    /// Answer of the owner to the same question in an earlier form, formatted for display beside this one.
    pub earlier_answer: Option<String>,
}

impl ResolvedField {
    /// The answer `value` in place of one, in words, if it is one.
    pub fn or_answer(&self, value: &str) -> Option<&'static str> {
        let answer = self.field.rules.or_answer(value);
        answer.map(OrAnswer::label)
    }
}

/// Makes the questions for a day that was ask for one ahead, as of a planned meeting that is moved.
pub fn ask_ahead(questions: &mut [ResolvedField]) {
    for question in questions
        .iter_mut()
        .filter(|it| it.field.direction == Some(TimeDirection::Past))
    {
        question.field.direction = Some(TimeDirection::Future);
        question.field.label = "When?".into();
        question.field.help = "“next tue 10am”; the time may be left out.".into();
    }
}

/// The words for questions on the command line, with the numbers of goals, meetings and actions looked up once.
pub struct QuestionKeys(BTreeMap<Id, usize>);

impl QuestionKeys {
    pub fn new(fields: &[ResolvedField], book: &Book) -> Self {
        let number = |it: &ResolvedField| Some((it.slot.goal?, it.row.as_ref()?.number));
        // A goal has the number by which all commands call it, though a shared form leaves out private ones.
        let goals = book.goals_in_order().into_iter().map(|goal| goal.id);
        let rows = fields.iter().filter_map(number);
        Self(rows.chain(goals.zip(1..)).collect())
    }

    /// The word for a question: `wins`, about the second goal or meeting `changed@2`.
    pub fn key(&self, slot: &Slot) -> String {
        match slot.goal.and_then(|goal| self.0.get(&goal)) {
            Some(number) => format!("{}@{number}", slot.field),
            None => slot.field.clone(),
        }
    }
}

/// Resolves the questions of `def` in this book, in order.
///
/// A section per goal is resolved for every goal that is not archived, one per meeting or action for those of the cycle. A
/// shared form never includes a private goal: it would export its title, and a gap in the numbers would give it away. A
/// choice without options, such as the aims of a program that has none, is left out. `form_use` adds the fields that the
/// program requires.
pub fn resolve_fields(
    def: &FormDef,
    form_use: Option<&FormUse>,
    ctx: &FormContext,
    me: Role,
) -> Vec<ResolvedField> {
    let needs_log = |section: &Section| {
        section.per.is_some() || section.fields.iter().any(|field| field.auto.is_some())
    };
    let log = def.sections.iter().any(needs_log);
    let resolver = FieldResolver {
        def,
        form_use,
        ctx,
        me,
        // Totals walk through the whole log, which the small editors need not pay for.
        log: log
            .then(|| CycleLog::for_current_cycle(ctx, def.period))
            .flatten(),
    };
    let mut resolved = Vec::new();
    for section in &def.sections {
        let Some(kind) = section.per else {
            resolver.resolve_section(section, None, &mut resolved);
            continue;
        };
        for (number, subject) in (1..).zip(resolver.subjects(kind)) {
            resolver.resolve_section(section, Some((number, subject)), &mut resolved);
        }
    }
    resolved
}

struct FieldResolver<'a> {
    def: &'a FormDef,
    form_use: Option<&'a FormUse>,
    ctx: &'a FormContext<'a>,
    me: Role,
    log: Option<CycleLog<'a>>,
}

impl FieldResolver<'_> {
    /// Records of which a section is asked, in order. Of meetings and actions there are none while only a part of the log is
    /// loaded.
    fn subjects(&self, kind: RowKind) -> Vec<Subject<'_>> {
        let (book, log) = (self.ctx.year.book, self.log.as_ref());
        match kind {
            RowKind::Goal => {
                let goals = book.goals_in_order().into_iter();
                // What the office reads says nothing of a private goal, either.
                let own = self.def.is_private() && self.def.audience != Audience::Office;
                let shown = goals.filter(|goal| own || !goal.private);
                shown.map(Subject::Goal).collect()
            }
            RowKind::Meeting => {
                let held = log.into_iter().flat_map(|log| &log.held);
                held.map(|meeting| Subject::Meeting(meeting)).collect()
            }
            RowKind::Action => {
                let actions = log.into_iter().flat_map(CycleLog::actions);
                actions.map(Subject::Action).collect()
            }
        }
    }

    fn resolve_section(
        &self,
        section: &Section,
        subject: Option<(usize, Subject)>,
        resolved: &mut Vec<ResolvedField>,
    ) {
        let row = subject.map(|(number, subject)| subject.row(number));
        let heading = row.as_ref().map_or_else(
            || section.title.clone(),
            |row| format!("{} {}: {}", section.title, row.number, row.words()),
        );
        let is_first = row.as_ref().is_none_or(|row| row.number == 1);
        let subject = subject.map(|(_, subject)| subject);
        let text = section.statement();
        let statement = (is_first && !text.is_empty()).then(|| section.statement_field());
        for field in statement.iter().chain(&section.fields) {
            let mut question = self.resolve_field(section, &heading, field, subject);
            question.row.clone_from(&row);
            if is_first && section.help.trim() != text {
                question.guide.clone_from(&section.help);
            }
            if field.kind.options().is_none() || !question.choices.is_empty() {
                resolved.push(question);
            }
        }
    }

    fn resolve_field(
        &self,
        section: &Section,
        heading: &str,
        field: &Field,
        subject: Option<Subject>,
    ) -> ResolvedField {
        let filler = self.def.filler(section, field);
        let private = self.def.is_private() || field.private;
        let audience = self.def.reader_of(field);
        let options = field.kind.options();
        let choices = options.map_or_else(Vec::new, |it| {
            choices(it, self.ctx, private && audience != Audience::Office)
        });
        let earlier_answer = field.earlier_answer.as_ref().and_then(|reference| {
            let author = Answer::author_of(filler, self.me);
            let earlier = earlier_answer::earlier_answer(
                reference,
                self.ctx.year.book,
                self.me,
                author,
                subject.map(Subject::id),
            )?;
            // Beside an occurrence of a form that is given again stands the one before.
            let when = if base_of(&reference.form) == base_of(&self.def.key) {
                "Last time"
            } else {
                "At the start"
            };
            Some(earlier.display(when, field, &choices))
        });
        let autofill = field
            .auto
            .and_then(|auto| autofill::autofill(auto, self.log.as_ref()?, &self.def.key, subject))
            .and_then(|autofill| autofill.canonical_value(&field.kind, &choices));
        ResolvedField {
            slot: Slot {
                field: field.key.clone(),
                goal: subject.map(Subject::id),
            },
            section: section.key.clone(),
            heading: heading.to_owned(),
            row: None,
            guide: String::new(),
            at_least_one: section.at_least_one && !field.kind.is_read_only(),
            required: field.required
                || self
                    .form_use
                    .is_some_and(|used| used.requires.contains(&field.key)),
            field: field.clone(),
            choices,
            filler,
            mine: !field.kind.is_read_only()
                && match filler {
                    FilledBy::Joint | FilledBy::Each => true,
                    FilledBy::Mentee => self.me == Role::Mentee,
                    FilledBy::Mentor => self.me == Role::Mentor,
                },
            private,
            audience,
            autofill,
            earlier_answer,
        }
    }
}

/// Options of a choice field. Private goals are offered only where the answer is private as well.
fn choices(options: &ChoiceOptions, ctx: &FormContext, private: bool) -> Vec<Choice> {
    match options {
        ChoiceOptions::Listed(listed) => listed.clone(),
        ChoiceOptions::From(OptionsSource::Goals) => ctx
            .year
            .book
            .goals_in_order()
            .into_iter()
            .filter(|goal| private || !goal.private)
            .map(|goal| choice(&goal.id.to_string(), &goal.title))
            .collect(),
        ChoiceOptions::From(OptionsSource::Aims) => terms(&ctx.year.program.aims),
        ChoiceOptions::From(OptionsSource::Competencies) => ctx
            .competencies
            .map_or_else(Vec::new, |set| terms(&set.areas)),
        ChoiceOptions::From(OptionsSource::Activities) => ctx
            .deck
            .activities
            .iter()
            .map(|activity| choice(&activity.key, &activity.title))
            .collect(),
        ChoiceOptions::From(OptionsSource::Programs | OptionsSource::FormsToAsk) => {
            ctx.catalog_choices.to_vec()
        }
        ChoiceOptions::From(OptionsSource::ProgramForms) => {
            let forms = ctx.year.program.forms.iter();
            forms
                .map(|used| choice(base_of(&used.form), &used.title))
                .collect()
        }
    }
}

fn terms(terms: &[Term]) -> Vec<Choice> {
    terms
        .iter()
        .map(|term| choice(&term.key, &term.title))
        .collect()
}

fn choice(key: &str, label: &str) -> Choice {
    Choice {
        key: key.to_owned(),
        label: label.to_owned(),
    }
}

/// Autofills empty answers, marked as such. An existing answer is left alone.
pub fn prefill(fields: &[ResolvedField], answers: &mut Answers) {
    for question in fields.iter().filter(|question| question.mine) {
        if answers.at(&question.slot).is_empty() {
            fill_from_log(question, answers);
        }
    }
}

/// Updates autofilled answers, and removes those for which the log has no value any more. An answer edited by hand is
/// left alone.
pub fn refresh(fields: &[ResolvedField], answers: &mut Answers) {
    for question in fields.iter().filter(|question| question.mine) {
        let from_log = answers
            .0
            .get(&question.slot)
            .is_some_and(|answer| answer.from_log);
        if from_log && !fill_from_log(question, answers) {
            answers.0.remove(&question.slot);
        }
    }
}

/// Overwrites an answer with the autofilled value, on request. Returns false if there is none.
pub fn fill_from_log(question: &ResolvedField, answers: &mut Answers) -> bool {
    let Some(value) = &question.autofill else {
        return false;
    };
    answers.put(
        question.slot.clone(),
        AnswerValue {
            value: value.clone(),
            from_log: true,
        },
    );
    true
}

#[cfg(test)]
mod rules_tests;
#[cfg(test)]
pub(crate) mod tests;
