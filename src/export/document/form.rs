//! A form as it is handed in: every question that was answered or has to be, in the words in which it was asked.
//! Joint answers come first, then the part of each under the name of who gave it.

mod page;

use super::builders::{fact, heading, literal, name_with_role, new_document, with_private_mark};
use super::{Block, Document, Fact, parse_markdown_below};
use crate::domain::answer::{Answer, AnswerValue, Answers, Response, ResponseState, Slot};
use crate::domain::dates;
use crate::domain::display::display_answer;
use crate::domain::fill::{FormContext, QuestionKeys, ResolvedField, resolve_fields};
use crate::domain::form::{FilledBy, FormDef};
use crate::domain::ops::Refusal;
use crate::domain::ops::form::{answers, orphaned_answers, prefilled_answers, response, role_of};
use crate::domain::person::Role;
use crate::domain::program::FormUse;
use crate::domain::schedule::Year;
use crate::export::redact::{ANSWERED_IN_WORDS, NAME_WITHHELD};
use crate::export::shared_book::ExportView;
use crate::export::submission::is_name_field;

/// The form called `key`.
pub fn form(view: &ExportView, key: &str) -> Result<Document, Refusal> {
    let Some(def) = view.form(key) else {
        return Err(Refusal::new(format!("There is no form “{key}”."))
            .hint("“matchbook form list” shows the forms of this program."));
    };
    if def.private && !view.for_owner() {
        return Err(Refusal::new(format!(
            "“{}” is private: it never leaves this book.",
            def.title
        ))
        .hint("Open it on screen to read it."));
    }
    let filled = FilledForm::of(view, def);
    let mut document = new_document(view, filled.title(), view.today);
    document.blocks = filled.blocks(2);
    document
        .facts
        .push(fact("Date", dates::format_date(view.today)));
    document.facts.extend(filled.status_facts(&document.blocks));
    Ok(document)
}

/// The forms that were begun, each under a heading of `level`.
pub fn forms(view: &ExportView, level: u8) -> Vec<Block> {
    let mut blocks = Vec::new();
    for def in view
        .forms
        .iter()
        .filter(|def| view.for_owner() || !def.private)
    {
        let filled = FilledForm::of(view, def);
        if !filled.responses.is_empty() {
            blocks.extend([Block::PageBreak, heading(level, filled.title())]);
            blocks.extend(filled.blocks(level + 1));
        }
    }
    blocks
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
}

/// Answers to the shared questions of `def`, in order, and the responses that hold them.
pub fn answered_fields<'a>(
    view: &'a ExportView,
    def: &'a FormDef,
) -> (Vec<AnsweredField>, Vec<&'a Response>) {
    let filled = FilledForm::of(view, def);
    let me = view.book.me();
    let mut answered = Vec::new();
    for question in filled.fields.iter().filter(|field| !field.private) {
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

/// A form with what was answered to it in this cycle.
struct FilledForm<'a> {
    view: &'a ExportView<'a>,
    def: &'a FormDef,
    form_use: Option<&'a FormUse>,
    /// All questions, private ones included.
    fields: Vec<ResolvedField>,
    /// The joint response, or each one's own.
    responses: Vec<&'a Response>,
    /// Answers of the owner of the book, suggestions included; below them those of the partner.
    mine: Answers,
    theirs: Answers,
    keys: QuestionKeys,
}

impl<'a> FilledForm<'a> {
    fn of(view: &'a ExportView<'a>, def: &'a FormDef) -> Self {
        let (book, me) = (&*view.book, view.book.me());
        let used = view.program.forms.iter().find(|used| used.form == def.key);
        let fields = questions(view, def, used, view.year());
        let mut responses: Vec<_> = Role::ALL
            .iter()
            .filter_map(|role| response(def, book, *role))
            .collect();
        responses.dedup_by_key(|response| response.id);
        let mut filled = Self {
            mine: prefilled_answers(def, &fields, book),
            theirs: answers(def, book, me.other()),
            keys: QuestionKeys::new(book),
            view,
            def,
            form_use: used,
            fields,
            responses,
        };
        filled.mark_redacted_answers();
        filled
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

    fn title(&self) -> &'a str {
        self.form_use.map_or(&self.def.title, |used| &used.title)
    }

    /// State, number of missing answers, and signatures.
    fn status_facts(&self, blocks: &[Block]) -> Vec<Fact> {
        let missing = blocks
            .iter()
            .filter(|block| matches!(block, Block::Answer { answer: None, .. }))
            .count();
        let draft = self
            .responses
            .iter()
            .all(|response| response.state == ResponseState::Draft);
        // What is missing of a finished form is the partner's part: the two files go to the office together.
        let name = if draft {
            "Draft"
        } else {
            "Finished by the sender"
        };
        let state = match missing {
            0 if draft => Some(name.to_owned()),
            0 => None,
            1 => Some(format!("{name}, 1 answer is missing")),
            _ => Some(format!("{name}, {missing} answers are missing")),
        };
        let mut facts = Vec::from_iter(state.map(|state| fact("State", state)));
        for response in &self.responses {
            for (role, signed) in [
                (Role::Mentee, response.signed_mentee),
                (Role::Mentor, response.signed_mentor),
            ] {
                let label = format!("Signed by {}", self.view.book.name(role));
                facts.extend(signed.map(|day| fact(&label, dates::format_date(day))));
            }
        }
        facts
    }

    fn blocks(&self, level: u8) -> Vec<Block> {
        let fields = self.fields.iter();
        let shared: Vec<_> = fields
            .filter(|field| self.view.for_owner() || !field.private)
            .collect();
        let mut blocks = Vec::new();
        for group in shared.chunk_by(|a, b| a.section == b.section && a.slot.goal == b.slot.goal) {
            let answers = self.group(group, level);
            if let (Some(first), false) = (group.first(), answers.is_empty()) {
                blocks.push(heading(level, self.heading(first)));
                if self.view.numbered {
                    blocks.extend(parse_markdown_below(&first.guide, level));
                }
                blocks.extend(answers);
            }
        }
        blocks.extend(self.retired_answer_blocks(level));
        blocks
    }

    /// Heading of a group. A goal without a title of its own is named once.
    fn heading<'b>(&self, question: &'b ResolvedField) -> &'b str {
        let heading = question.heading.as_str();
        let goal = question
            .slot
            .goal
            .filter(|_| self.view.unredacted_year().is_some());
        let goal = goal.and_then(|goal| self.view.book.goals.get(&goal));
        let bare = goal.and_then(|goal| heading.strip_suffix(&format!(": {}", goal.title)));
        bare.unwrap_or(heading)
    }

    /// The questions under one heading: joint ones, then each one's part.
    fn group(&self, group: &[&ResolvedField], level: u8) -> Vec<Block> {
        let answered = |question: &&ResolvedField| {
            let sides = [&self.mine, &self.theirs];
            sides
                .iter()
                .any(|answers| !answers.at(&question.slot).is_empty())
        };
        let want_one =
            group.iter().any(|question| question.at_least_one) && !group.iter().any(answered);
        let mut blocks: Vec<_> = group
            .iter()
            .filter(|question| question.filler == FilledBy::Joint)
            .filter_map(|question| {
                self.answer_block(question, self.view.book.me(), want_one, level)
            })
            .collect();
        for role in self.roles() {
            let part: Vec<_> = group
                .iter()
                .filter(|question| is_filled_by(question.filler, role))
                .filter_map(|question| self.answer_block(question, role, want_one, level))
                .collect();
            // On a page the partner's questions are marked one by one.
            if !part.is_empty() && !self.view.numbered {
                blocks.push(heading(level + 1, name_with_role(self.view, role)));
            }
            blocks.extend(part);
        }
        blocks
    }

    /// Roles whose parts are shown: of responses of each one's own, the owner's and those in the book.
    fn roles(&self) -> impl Iterator<Item = Role> {
        let me = self.view.book.me();
        Role::ALL.iter().copied().filter(move |role| {
            let alone = role_of(self.def, *role).is_some();
            !alone || *role == me || response(self.def, &self.view.book, *role).is_some()
        })
    }

    /// The question with its answer; in a file only if it was or has to be answered.
    fn answer_block(
        &self,
        question: &ResolvedField,
        role: Role,
        want_one: bool,
        level: u8,
    ) -> Option<Block> {
        let value = self.answers_by(role).at(&question.slot);
        let answer = answer_content(question, value, level);
        if self.view.numbered {
            return self.keyed_answer_block(question, role, answer);
        }
        if answer.is_none() && !question.required && !want_one {
            return None;
        }
        let label = self.stored_question(question, role);
        Some(Block::Answer {
            label: with_private_mark(label.unwrap_or(&question.field.label), question.private),
            answer,
        })
    }

    fn answers_by(&self, role: Role) -> &Answers {
        if role == self.view.book.me() {
            &self.mine
        } else {
            &self.theirs
        }
    }

    /// The question that `role` answered, which may have been another than the form asks now.
    fn stored_question(&self, question: &ResolvedField, role: Role) -> Option<&str> {
        let response = response(self.def, &self.view.book, role)?;
        let author = Answer::author_of(question.filler, role);
        let Slot { field, goal } = &question.slot;
        let id = Answer::id_for(response.id, field, *goal, author);
        let stored = self.view.book.answers.get(&id)?;
        Some(stored.question.as_str()).filter(|question| !question.is_empty())
    }

    /// Answers to questions of an earlier version of the form.
    fn retired_answer_blocks(&self, level: u8) -> Vec<Block> {
        let book = &self.view.book;
        let old: Vec<_> = self
            .responses
            .iter()
            .flat_map(|response| orphaned_answers(&self.fields, book, response))
            .filter(|answer| self.def.field(&answer.field).is_none())
            .map(|answer| Block::Answer {
                label: with_private_mark(
                    &format!("{}: {}", book.name(answer.author), answer.question),
                    answer.private,
                ),
                answer: Some(vec![literal(&answer.value)]),
            })
            .collect();
        if old.is_empty() {
            return old;
        }
        let mut blocks = vec![heading(level, "Asked in an earlier version of the form")];
        blocks.extend(old);
        blocks
    }
}

/// The questions of `def` in the book of `year`.
fn questions(
    view: &ExportView,
    def: &FormDef,
    used: Option<&FormUse>,
    year: Year,
) -> Vec<ResolvedField> {
    let context = FormContext {
        year,
        deck: view.deck,
        competencies: view.competencies,
        programs: &[],
    };
    resolve_fields(def, used, &context, year.book.me())
}

/// The stored `value` as people read it; none when there is nothing to read.
fn answer_content(question: &ResolvedField, value: &str, level: u8) -> Option<Vec<Block>> {
    if value.trim().is_empty() {
        return None;
    }
    let blocks = if question.field.kind.is_text() {
        parse_markdown_below(value, level + 1)
    } else {
        vec![literal(&display_answer(question, value))]
    };
    (!blocks.is_empty()).then_some(blocks)
}

fn is_filled_by(filler: FilledBy, role: Role) -> bool {
    match filler {
        FilledBy::Joint => false,
        FilledBy::Each => true,
        FilledBy::Mentee => role == Role::Mentee,
        FilledBy::Mentor => role == Role::Mentor,
    }
}
