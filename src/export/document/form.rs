//! A form as it is handed in: every question that was answered or has to be, in the words in which it was asked.
//! Joint answers come first, then the part of each under the name of who gave it.

mod page;

use super::builders::{fact, heading, literal, name_with_role, new_document, with_private_mark};
use super::filled_form::{FilledForm, is_filled_by};
use super::{Block, Document, Fact, parse_markdown_below};
use crate::domain::answer::ResponseState;
use crate::domain::dates;
use crate::domain::display::display_answer;
use crate::domain::fill::ResolvedField;
use crate::domain::form::FilledBy;
use crate::domain::ops::Refusal;
use crate::domain::ops::form::orphaned_answers;
use crate::domain::person::Role;
use crate::export::shared_book::ExportView;

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

impl FilledForm<'_> {
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
