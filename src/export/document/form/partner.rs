//! The partner's questions of a form, to be answered without this program: in a Word document or an e-mail.

use super::FilledForm;
use super::blank::{label, notes, room_for};
use crate::domain::display::display_answer;
use crate::domain::fill::ResolvedField;
use crate::domain::form::FilledBy;
use crate::domain::form_mark::MarkOrigin;
use crate::domain::ops::Refusal;
use crate::domain::ops::form::{can_be_told, check_is_tellable};
use crate::export::document::builders::{answer, fact, heading, name_with_role, new_document};
use crate::export::document::filled_form::questions_for;
use crate::export::document::{Block, Control, Document, Entry, parse_markdown_below};
use crate::export::shared_book::ExportView;

/// The questions of the form called `key` that the partner answers alone, and below them what it says so far.
pub fn partner_form(view: &ExportView, key: &str) -> Result<Document, Refusal> {
    let def = view.form(key).ok_or_else(|| super::no_such_form(key))?;
    let filled = FilledForm::of(view, def);
    check_is_tellable(def)?;
    let partner = view.book.me().other();
    let mut asked = questions_for(view, def, filled.form_use, view.year(), partner);
    asked.retain(can_be_told);
    if asked.is_empty() {
        let message = format!("“{}” asks your partner nothing of their own.", def.title);
        let hint = "What the two of you answer together needs no form for one of you.";
        return Err(Refusal::new(message).hint(hint));
    }
    let mut document = new_document(view, filled.title(), view.today);
    document.copy = Some(format!("for {}", view.book.name(partner)));
    filled.add_origin(&mut document);
    document.facts.extend(filled.due());
    document
        .facts
        .push(fact("To answer", name_with_role(view, partner)));
    document.blocks.push(Block::text(format!(
        "Answer where there is room, save it and send it back to {}. What you leave open stays open; a star marks what the \
         form cannot do without.",
        view.book.name(view.book.me())
    )));
    let origin = MarkOrigin::new(def, partner, view.book.identity.pair);
    document.blocks.extend(filled.asked_blocks(&asked, &origin));
    document.blocks.extend(filled.known_blocks());
    Ok(document)
}

impl FilledForm<'_> {
    fn asked_blocks(&self, asked: &[ResolvedField], origin: &MarkOrigin) -> Vec<Block> {
        let mut blocks = Vec::new();
        for group in asked.chunk_by(|a, b| a.section == b.section && a.slot.goal == b.slot.goal) {
            blocks.push(heading(2, &group[0].heading));
            blocks.extend(parse_markdown_below(&group[0].guide, 2));
            blocks.extend(self.clauses_beside(&group[0]));
            blocks.extend(group.iter().map(|question| {
                let value = self.theirs.at(&question.slot);
                let entry = Block::Entry(Entry {
                    room: room_for(question),
                    control: Some(Control {
                        mark: origin.mark(&question.slot),
                        title: question.field.label.clone(),
                        value: value.to_owned(),
                        shown: display_answer(question, value),
                    }),
                });
                let notes = notes(question, asked).into_iter();
                answer(&label(question), notes.chain([entry]).collect())
            }));
        }
        blocks
    }

    /// The text of the section of a question: what it asks to agree to.
    fn clauses_beside(&self, question: &ResolvedField) -> Vec<Block> {
        let beside = self.fields.iter().filter(|it| {
            let is_text = it.field.kind.is_statement() && !it.private;
            is_text && it.section == question.section && it.slot.goal == question.slot.goal
        });
        let texts = beside.flat_map(|it| parse_markdown_below(&it.field.help, 2));
        texts.collect()
    }

    /// Answers that the two gave together.
    fn known_blocks(&self) -> Vec<Block> {
        let known = self.fields.iter().filter(|it| {
            let is_said = !self.mine.at(&it.slot).trim().is_empty();
            it.filler == FilledBy::Joint && !it.private && is_said
        });
        let mut blocks = self.sheet(&known.collect::<Vec<_>>(), 3);
        if !blocks.is_empty() {
            blocks.insert(0, heading(2, "What the form says so far"));
        }
        blocks
    }
}
