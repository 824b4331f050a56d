//! One question of a form: label, help, answer or editor, and error.

use std::collections::{BTreeMap, BTreeSet};

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::FormRow;
use crate::app::form::{FormState, QuestionEditor};
use crate::domain::answer::{AnswerValue, Slot};
use crate::domain::display;
use crate::domain::field_kind::{NumberRule, Scale};
use crate::domain::fill::ResolvedField;
use crate::domain::form::{Audience, FilledBy};
use crate::ui::theme::Theme;
use crate::ui::{glyph, markdown, text};

/// Limit of the lines of a multi-line field while it is typed in; on a high screen half of the screen, if that is more.
const MAX_EDITOR_LINES: usize = 8;
/// Limit of the lines shown of a long answer without the focus.
const PREVIEW_LINES: usize = 3;

/// A form to be drawn, and the columns and lines that it has.
#[derive(Clone, Copy)]
pub(super) struct FormView<'a> {
    pub form: &'a FormState,
    pub columns: usize,
    pub height: usize,
    /// True if each person answers every question for themselves, so that none needs the note.
    pub of_each: bool,
    pub theme: &'a Theme,
    /// Totals and means.
    pub computed: &'a BTreeMap<Slot, AnswerValue>,
    /// Answers that break a rule.
    pub problems: &'a [(Slot, String)],
}

impl FormView<'_> {
    /// True if there is something to answer or to see now.
    pub(super) fn is_shown(self, question: &ResolvedField, unasked: &BTreeSet<Slot>) -> bool {
        let slot = &question.slot;
        let own = question.mine || question.field.kind.is_statement();
        let has_value = self.computed.contains_key(slot) || !self.form.answers.at(slot).is_empty();
        !unasked.contains(slot) && (own || has_value)
    }

    /// The rows of a question: with help and editor if it has the focus, else with its answer.
    pub(super) fn question_rows(self, index: usize) -> Vec<FormRow> {
        let (form, theme) = (self.form, self.theme);
        let question = &form.questions[index];
        let focused = form.focus == index;
        if question.field.kind.is_statement() && !focused {
            let lines =
                markdown::lines(&question.field.help, self.columns.saturating_sub(2), theme);
            let indented = |mut line: Line<'static>| {
                line.spans.insert(0, Span::raw("  "));
                FormRow::Text(line)
            };
            return lines.into_iter().map(indented).collect();
        }
        let label = self.label(question, focused);
        // The cursor stands here until something is typed or chosen below.
        let mut parts = vec![if focused {
            FormRow::Cursor(label, 0)
        } else {
            FormRow::Text(label)
        }];
        let room = self.columns.saturating_sub(4);
        if focused && !question.field.help.is_empty() && !question.field.kind.is_statement() {
            parts.extend(paragraph(&question.field.help, room, theme.muted));
        }
        if focused && question.field.kind.columns().is_some() {
            let heads = display::options_in_words(question).unwrap_or_default();
            parts.extend(paragraph(&heads, room, theme.muted));
        }
        if let Some(beside) = &question.earlier_answer {
            parts.extend(paragraph(beside, room, theme.muted));
        }
        parts.extend(self.body(index));
        if let Some(saved) = form.saved_if_diverged(&question.slot)
            && !saved.is_empty()
        {
            let words = format!(
                "Not saved yet. Saved is: {}",
                display::display_answer(question, saved)
            );
            parts.extend(paragraph(&words, room, theme.warn).take(PREVIEW_LINES));
        }
        let mut problems = self.problems.iter();
        if let Some((_, what)) = problems.find(|(slot, _)| *slot == question.slot && !focused) {
            parts.extend(paragraph(&format!("! This {what}."), room, theme.warn));
        }
        if let Some(problem) = form.errors.get(&question.slot) {
            parts.extend(paragraph(&format!("! {problem}"), room, theme.warn));
        }
        parts
    }

    /// The editor if the question has the focus, else its options or answer.
    fn body(self, index: usize) -> Vec<FormRow> {
        let (form, theme) = (self.form, self.theme);
        let question = &form.questions[index];
        let room = self.columns.saturating_sub(4);
        let mut parts = Vec::new();
        match (&form.editor, form.focus == index) {
            (QuestionEditor::Text(field), true) => {
                let lines = if field.is_multi_line() {
                    let wanted = text::wrap(&field.text(), room.saturating_sub(1)).len() + 1;
                    let framed = wanted.clamp(3, MAX_EDITOR_LINES.max(self.height / 2)) + 2;
                    framed.min(self.height.saturating_sub(3).max(1))
                } else {
                    1
                };
                parts.extend(vec![FormRow::Field; lines]);
                parts.extend(self.typing_notes(question, &field.text()));
                match form.date_preview() {
                    Some(Ok(day)) => {
                        let words = format!("{} {day}", glyph::ARROW);
                        parts.extend(paragraph(&words, room, theme.good));
                    }
                    // Once saving was tried, the same sentence stands below as the error.
                    Some(Err(problem)) if !form.errors.contains_key(&question.slot) => {
                        parts.push(indented(problem, theme.muted));
                    }
                    Some(Err(_)) | None => {}
                }
            }
            (QuestionEditor::Options { cursor }, true) => {
                let cursor = (!form.lacks_choice()).then_some(*cursor);
                parts.extend(self.option_lines(index, cursor));
            }
            (
                QuestionEditor::Options { .. } | QuestionEditor::Text(_) | QuestionEditor::Button,
                _,
            ) => {
                let kind = &question.field.kind;
                if kind.is_selected() && !kind.is_multi_choice() {
                    parts.extend(self.option_lines(index, None));
                } else {
                    let rows = self.answer(index, room).into_iter();
                    parts.extend(rows.map(|row| indented(row, theme.text)));
                }
            }
        }
        parts
    }

    /// Length of what is typed against its limit, and what may be typed otherwise.
    fn typing_notes(self, question: &ResolvedField, typed: &str) -> Vec<FormRow> {
        let (room, theme) = (self.columns.saturating_sub(4), self.theme);
        let rules = &question.field.rules;
        let length_style = if rules.is_too_long(typed) {
            theme.warn
        } else {
            theme.muted
        };
        let rule = question.field.kind.number_rule();
        let bounds = rule.map(NumberRule::bounds).unwrap_or_default();
        let otherwise = display::join_filled([&bounds, &rules.or_words()], "; ");
        let notes = [
            (rules.length(typed, "of"), length_style),
            (otherwise, theme.muted),
        ];
        let notes = notes.iter().filter(|(words, _)| !words.is_empty());
        notes
            .flat_map(|(words, style)| paragraph(words, room, *style))
            .collect()
    }

    fn label(self, question: &ResolvedField, focused: bool) -> Line<'static> {
        let (form, theme) = (self.form, self.theme);
        let mark = if focused { glyph::SELECTED } else { " " };
        let answer = form.answers.0.get(&question.slot);
        let mut notes = Vec::new();
        if question.private {
            let reader = match question.audience {
                Audience::Office => "for the office, not your partner",
                Audience::Both | Audience::Mine => glyph::PRIVATE,
            };
            notes.push((format!(" {} {reader}", glyph::LOCK), theme.private));
        }
        if answer.is_some_and(|answer| answer.from_log) {
            notes.push((" (from the log)".to_owned(), theme.muted));
        }
        if question.field.kind.is_statement() {
            notes.push((" (to be read)".to_owned(), theme.muted));
        } else if !question.mine && !question.field.kind.is_read_only() {
            notes.push((" (your partner's)".to_owned(), theme.muted));
        } else if question.mine && question.filler == FilledBy::Each && !self.of_each {
            notes.push((" (your own answer)".to_owned(), theme.muted));
        }
        let needed = if question.required { " *" } else { "" };
        let notes_width: usize = notes.iter().map(|(words, _)| text::width(words)).sum();
        let room = self.columns.saturating_sub(2 + needed.len() + notes_width);
        let style = if focused { theme.strong } else { theme.text };
        let mut spans = vec![
            Span::styled(format!("{mark} "), theme.accent),
            Span::styled(text::fit(&question.field.label, room), style),
            Span::styled(needed, theme.accent),
        ];
        spans.extend(
            notes
                .into_iter()
                .map(|(words, style)| Span::styled(words, style)),
        );
        Line::from(spans)
    }

    /// The answer to a question without the focus, cut to a few lines.
    fn answer(self, index: usize, room: usize) -> Vec<String> {
        let question = &self.form.questions[index];
        let computed = self.computed.get(&question.slot);
        let typed =
            computed.map_or_else(|| self.form.text_at(index), |it| it.value.as_str().into());
        let words = if self.form.errors.contains_key(&question.slot)
            || question.field.kind.columns().is_some()
        {
            typed.into_owned()
        } else {
            display::display_answer(question, &typed)
        };
        text::wrap_to(&words, room, PREVIEW_LINES)
    }

    /// The options of a question: one on each line if several can be selected, else side by side.
    fn option_lines(self, index: usize, cursor: Option<usize>) -> Vec<FormRow> {
        let (form, columns, theme) = (self.form, self.columns, self.theme);
        let question = &form.questions[index];
        let chosen: Vec<&str> = form.answers.at(&question.slot).lines().collect();
        let many = question.field.kind.is_multi_choice();
        let words: Vec<_> = form
            .options(index)
            .into_iter()
            .enumerate()
            .map(|(at, (key, label))| {
                let on = chosen.contains(&key.as_str());
                let sign = match (many, on) {
                    (true, true) => glyph::DONE,
                    (true, false) => glyph::OPEN,
                    (false, true) => "(•)",
                    (false, false) => "( )",
                };
                let style = match (cursor == Some(at), on) {
                    (true, _) => theme.selected,
                    (false, true) => theme.strong,
                    (false, false) => theme.muted,
                };
                Span::styled(
                    text::fit(&format!("{sign} {label}"), columns.saturating_sub(6)),
                    style,
                )
            })
            .collect();
        let (mut lines, at_cursor) = place_options(words, cursor, many, columns);
        let scale = question.field.kind.scale();
        let meanings = scale.map(Scale::meanings).unwrap_or_default();
        let meanings = text::wrap(&meanings, columns.saturating_sub(4)).into_iter();
        let meanings = meanings.filter(|row| !row.is_empty());
        lines.extend(meanings.map(|row| vec![Span::styled(format!("    {row}"), theme.muted)]));
        lines
            .into_iter()
            .enumerate()
            .map(|(row, spans)| match at_cursor {
                Some((here, column)) if here == row => FormRow::Cursor(Line::from(spans), column),
                Some(_) | None => FormRow::Text(Line::from(spans)),
            })
            .collect()
    }
}

fn paragraph(words: &str, room: usize, style: Style) -> impl Iterator<Item = FormRow> {
    let rows = text::wrap(words, room).into_iter();
    rows.map(move |row| indented(row, style))
}

fn indented(words: impl std::fmt::Display, style: Style) -> FormRow {
    FormRow::Text(Line::styled(format!("    {words}"), style))
}

/// Lines of options, and line and column of the one under the cursor.
type PlacedOptions = (Vec<Vec<Span<'static>>>, Option<(usize, u16)>);

/// Places options below each other if several can be selected (`many`), else side by side.
fn place_options(
    words: Vec<Span<'static>>,
    cursor: Option<usize>,
    many: bool,
    columns: usize,
) -> PlacedOptions {
    let mut lines: Vec<Vec<Span<'static>>> = Vec::new();
    let mut used = usize::MAX;
    let mut at_cursor = None;
    for (at, word) in words.into_iter().enumerate() {
        let wide = word.width() + 2;
        if many || used.saturating_add(wide) > columns {
            lines.push(vec![Span::raw("    ")]);
            used = 4;
        }
        if cursor == Some(at) {
            at_cursor = Some((lines.len() - 1, u16::try_from(used).unwrap_or(0)));
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push(word);
            line.push(Span::raw("  "));
        }
    }
    (lines, at_cursor)
}
