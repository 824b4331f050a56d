//! The questions of a form on a page: with the keys that commands take, and with those that have no answer yet.

use super::answer_content;
use super::with_readers_mark;
use crate::domain::display::options_in_words;
use crate::domain::fill::ResolvedField;
use crate::domain::form::FilledBy;
use crate::domain::person::Role;
use crate::export::document::builders::heading;
use crate::export::document::filled_form::{FilledForm, is_filled_by};
use crate::export::document::{Block, parse_markdown_below};

impl FilledForm<'_> {
    /// The questions under their headings: joint ones, then each one's part.
    pub(super) fn page(&self, fields: &[&ResolvedField], level: u8) -> Vec<Block> {
        let mut blocks = Vec::new();
        for group in fields.chunk_by(|a, b| a.section == b.section && a.slot.goal == b.slot.goal) {
            let me = self.view.book.me();
            let joint = group.iter().filter(|it| it.filler == FilledBy::Joint);
            let joint = joint.map(|question| (question, me));
            let parts = self.roles().flat_map(|role| {
                let part = group.iter().filter(move |it| is_filled_by(it.filler, role));
                part.map(move |question| (question, role))
            });
            let asked = joint
                .chain(parts)
                .filter(|(it, role)| self.is_asked(it, *role));
            let texts = group.iter().filter(|it| it.field.kind.is_statement());
            let texts = texts.flat_map(|it| parse_markdown_below(&it.field.help, level));
            let texts: Vec<_> = texts.collect();
            let asked = asked.filter(|(it, _)| !it.field.kind.is_statement());
            let answers = asked.filter_map(|(question, role)| {
                let value = self.answers_by(role).at(&question.slot);
                let answer = answer_content(question, value, level);
                self.keyed_answer_block(question, role, answer)
            });
            let answers: Vec<_> = answers.collect();
            if let (Some(first), false) = (group.first(), answers.is_empty() && texts.is_empty()) {
                blocks.push(heading(level, self.heading(first)));
                blocks.extend(parse_markdown_below(&first.guide, level));
                blocks.extend(texts);
                blocks.extend(answers);
            }
        }
        blocks
    }

    /// A question that can be answered, with its key and marks for whoever answers it by a command.
    fn keyed_answer_block(
        &self,
        question: &ResolvedField,
        role: Role,
        answer: Option<Vec<Block>>,
    ) -> Option<Block> {
        let slot = &question.slot;
        let is_mine = question.mine || question.field.kind.is_read_only();
        let mine = is_mine && role == self.view.book.me();
        if question.field.kind.is_read_only() && answer.is_none() {
            return None;
        }
        // The partner's answer under the same key is shown once it is there.
        if answer.is_none() && !mine && question.mine {
            return None;
        }
        let from_log = mine && self.mine.0.get(slot).is_some_and(|given| given.from_log);
        let options = options_in_words(question).filter(|_| mine);
        let marks = [(!mine, " [your partner's]"), (from_log, " [from the log]")];
        let marks = marks.iter().filter(|(is_so, _)| *is_so);
        let told = self.told(question, role);
        let earlier = question.earlier_answer.as_ref().filter(|_| mine);
        let earlier = earlier.map(|earlier| Block::text(format!("({earlier})")));
        let is_open = answer.is_none() && question.required;
        let answer = earlier.into_iter().chain(answer.into_iter().flatten());
        Some(Block::Answer {
            label: format!(
                "{}{}: {}{}{}{}",
                self.keys.key(slot),
                if question.required { "*" } else { "" },
                with_readers_mark(&question.field.label, question),
                marks.map(|(_, mark)| *mark).collect::<String>(),
                told.map_or_else(String::new, |told| format!(" [{told}]")),
                options.map_or_else(String::new, |options| format!(" [{options}]"))
            ),
            answer: Some(answer.collect()).filter(|_| !is_open),
        })
    }
}
