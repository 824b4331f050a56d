//! A form as it is handed in: every question that was answered or has to be, in the words in which it was asked.

mod blank;
mod head;
mod page;
mod partner;
mod sheet;
mod table;

use super::builders::{heading, literal, name, new_document, with_private_mark};
use super::filled_form::{FilledForm, is_filled_by};
use super::{Block, Document, parse_markdown_below};
use crate::domain::dates;
use crate::domain::display::display_answer;
use crate::domain::fill::ResolvedField;
use crate::domain::form::{Audience, FilledBy};
use crate::domain::ops::Refusal;
use crate::domain::ops::form::{answer_of, orphaned_answers};
use crate::domain::person::Role;
use crate::export::ExportLevel;
use crate::export::redact::ANSWERED_IN_WORDS;
use crate::export::shared_book::ExportView;

pub use blank::blank_form;
pub use partner::partner_form;

/// The form called `key`.
pub fn form(view: &ExportView, key: &str) -> Result<Document, Refusal> {
    let def = view.form(key).ok_or_else(|| no_such_form(key))?;
    let for_office = view.level == ExportLevel::Office;
    if for_office && !def.has_office_part() {
        let message = format!("“{}” has no answers for the office alone.", def.title);
        return Err(Refusal::new(message).hint("Write it out at the usual level."));
    }
    if def.is_private() && !view.for_owner() && !for_office {
        return Err(Refusal::new(format!(
            "“{}” is private: it never leaves this book.",
            def.title
        ))
        .hint("Open it on screen to read it."));
    }
    let filled = FilledForm::of(view, def);
    let mut document = new_document(view, filled.title(), view.today);
    filled.add_head(&mut document);
    document.blocks = filled.blocks(2);
    if !view.numbered {
        document.blocks.extend(filled.signatures());
    }
    Ok(document)
}

/// The `label` of a question with the mark of who reads its answer, where that is not both.
fn with_readers_mark(label: &str, question: &ResolvedField) -> String {
    match question.audience {
        Audience::Office => format!("{label} (for the office)"),
        Audience::Mine | Audience::Both => with_private_mark(label, question.private),
    }
}

fn no_such_form(key: &str) -> Refusal {
    Refusal::new(format!("There is no form “{key}”."))
        .hint("“matchbook form list” shows the forms of this program.")
}

/// The forms that were begun, each under a heading of `level`.
pub fn forms(view: &ExportView, level: u8) -> Vec<Block> {
    let mut blocks = Vec::new();
    for def in view
        .forms
        .iter()
        .filter(|def| view.for_owner() || !def.is_private())
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
    /// Number of answers that are still to be given.
    fn missing(&self) -> usize {
        let fields = self
            .fields
            .iter()
            .filter(|it| self.view.shows(it) && !it.field.internal);
        let asked = fields.filter(|question| self.wants(question));
        let roles = asked.flat_map(|question| {
            let roles = self
                .roles()
                .filter(|role| is_filled_by(question.filler, *role));
            let joint = question.filler == FilledBy::Joint;
            let joint = joint.then_some(self.view.book.me());
            joint
                .into_iter()
                .chain(roles)
                .map(move |role| (question, role))
        });
        roles
            .filter(|(question, role)| self.is_asked(question, *role))
            .filter(|(question, role)| self.answers_by(*role).at(&question.slot).trim().is_empty())
            .count()
    }

    /// True if the form lacks something without an answer to this question.
    fn wants(&self, question: &ResolvedField) -> bool {
        let asked = Role::ALL.iter().any(|role| self.is_asked(question, *role));
        if question.field.kind.is_read_only() || !asked {
            return false;
        }
        let answered = |other: &ResolvedField| {
            let sides = [&self.mine, &self.theirs];
            sides
                .iter()
                .any(|answers| !answers.at(&other.slot).is_empty())
        };
        let beside = |other: &&ResolvedField| {
            other.section == question.section && other.slot.goal == question.slot.goal
        };
        let needs_one =
            question.at_least_one || self.fields.iter().filter(beside).any(|it| it.at_least_one);
        question.required || needs_one && !self.fields.iter().filter(beside).any(answered)
    }

    /// Who told the answer of `role` to the owner, and when: `as told by Rosa, Mar 20, 2027`; none for one of their own.
    fn told(&self, question: &ResolvedField, role: Role) -> Option<String> {
        let stored = answer_of(self.def, &self.view.book, role, question)?;
        let day = stored.told.filter(|_| !stored.value.is_empty())?;
        let name = name(self.view, role);
        Some(format!(
            "as told by {name}, {}",
            dates::format_day_of_year(day)
        ))
    }

    fn blocks(&self, level: u8) -> Vec<Block> {
        let fields = self.fields.iter();
        let shared: Vec<_> = fields.filter(|field| self.view.shows(field)).collect();
        let mut blocks = if self.view.numbered {
            self.page(&shared, level)
        } else {
            self.sheet(&shared, level)
        };
        blocks.extend(self.retired_answer_blocks(level));
        blocks
    }

    /// Heading of a group. A goal or an action without a title of its own is named once.
    fn heading<'b>(&self, question: &'b ResolvedField) -> &'b str {
        let heading = question.heading.as_str();
        let row = question.row.as_ref();
        let row = row.filter(|_| self.view.unredacted_year().is_some());
        let bare = row.and_then(|row| heading.strip_suffix(&format!(": {}", row.subject)));
        bare.unwrap_or(heading)
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
    let columns = question.field.kind.columns();
    let in_words = value == ANSWERED_IN_WORDS || question.or_answer(value).is_some();
    let blocks = if let Some(columns) = columns.filter(|_| !in_words) {
        vec![table::free_rows_table(columns, value)]
    } else if question.field.kind.is_text() {
        parse_markdown_below(value, level + 1)
    } else {
        vec![literal(&display_answer(question, value))]
    };
    (!blocks.is_empty()).then_some(blocks)
}

/// `16 answers missing`; none if none is.
fn missing_in_words(missing: usize) -> Option<String> {
    (missing > 0).then(|| format!("{} missing", dates::pluralize(missing, "answer")))
}
