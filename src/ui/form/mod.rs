//! A form being filled in: headings, questions, and the focused one with what is typed there.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

mod question;

use super::theme::Theme;
use super::widgets::draw_line;
use super::widgets::field::draw_field;
use super::widgets::scrollbar::draw_scrollbar;
use super::{DrawOutput, glyph, text};
use crate::app::ClickTarget;
use crate::app::form::{FormState, QuestionEditor};
use question::question_block;

/// One line of the form on the screen.
enum FormLine {
    /// Words.
    Text(Line<'static>),
    /// Where the focused text goes, with how many lines.
    Input(usize),
}

/// A question (or a heading) and its lines.
struct QuestionBlock {
    index: Option<usize>,
    lines: Vec<FormLine>,
}

impl QuestionBlock {
    fn height(&self) -> usize {
        self.lines
            .iter()
            .map(|part| match part {
                FormLine::Text(_) => 1,
                FormLine::Input(lines) => *lines,
            })
            .sum()
    }
}

/// Draws the questions of `form`, scrolled so that the focused one is in view.
pub fn draw(buf: &mut Buffer, area: Rect, form: &FormState, theme: &Theme, drawn: &mut DrawOutput) {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let inner = Rect {
        width: area.width.saturating_sub(2),
        ..area
    };
    let pieces = question_blocks(
        form,
        usize::from(inner.width),
        usize::from(inner.height),
        theme,
    );
    let total: usize = pieces.iter().map(QuestionBlock::height).sum();
    let top = scroll_top(&pieces, form.focus, usize::from(area.height), total);
    let mut at = 0;
    for piece in &pieces {
        let height = piece.height();
        if at + height > top && at < top + usize::from(inner.height) {
            draw_block(buf, inner, piece, at, top, form, theme, drawn);
        }
        at += height;
    }
    if total > usize::from(area.height) {
        let bar = Rect {
            x: area.right() - 1,
            width: 1,
            ..area
        };
        draw_scrollbar(buf, bar, top, total, theme);
    }
}

/// The first line shown: the focused question stands in the middle as far as possible.
fn scroll_top(pieces: &[QuestionBlock], focus: usize, height: usize, total: usize) -> usize {
    let mut at = 0;
    let mut focused = 0..0;
    for piece in pieces {
        let end = at + piece.height();
        if piece.index == Some(focus) {
            focused = at..end;
        }
        at = end;
    }
    let spare = height.saturating_sub(focused.len());
    focused
        .start
        .saturating_sub(spare / 2)
        .min(total.saturating_sub(height))
}

#[expect(
    clippy::too_many_arguments,
    reason = "where it is drawn is as much data as what"
)]
fn draw_block(
    buf: &mut Buffer,
    area: Rect,
    piece: &QuestionBlock,
    at: usize,
    top: usize,
    form: &FormState,
    theme: &Theme,
    drawn: &mut DrawOutput,
) {
    let mut line = at;
    for part in &piece.lines {
        let height = match part {
            FormLine::Text(_) => 1,
            FormLine::Input(lines) => *lines,
        };
        let visible = line.max(top)..(line + height).min(top + usize::from(area.height));
        if !visible.is_empty() {
            let place = Rect {
                y: area.y + u16::try_from(visible.start - top).unwrap_or(0),
                height: u16::try_from(visible.len()).unwrap_or(0),
                ..area
            };
            match part {
                FormLine::Text(words) => draw_line(buf, place, 0, words),
                FormLine::Input(_) => {
                    if let QuestionEditor::Text(field) = &form.editor {
                        let inner = Rect {
                            x: place.x + 4,
                            width: place.width.saturating_sub(4),
                            ..place
                        };
                        buf.set_style(inner, theme.focus);
                        drawn.cursor = draw_field(buf, inner, field, theme);
                    }
                }
            }
            if let Some(index) = piece.index {
                drawn.targets.push((place, ClickTarget::Row(index)));
            }
        }
        line += height;
    }
}

fn question_blocks(
    form: &FormState,
    columns: usize,
    height: usize,
    theme: &Theme,
) -> Vec<QuestionBlock> {
    let mut pieces = intro(form, columns, theme);
    let mut heading = None;
    for (index, question) in form.questions.iter().enumerate() {
        if !question.mine && form.answers.at(&question.slot).is_empty() {
            continue;
        }
        if heading != Some(&question.heading) {
            let gap = if heading.is_none() {
                Vec::new()
            } else {
                vec![FormLine::Text(Line::default())]
            };
            heading = Some(&question.heading);
            let mut parts = gap;
            parts.push(FormLine::Text(Line::styled(
                text::fit(&question.heading, columns),
                theme.heading,
            )));
            // An editor says what it is for above its questions; there is no room to say it twice.
            if !form.intro.is_empty() && !question.guide.is_empty() {
                let rows = text::wrap(&question.guide, columns.saturating_sub(2));
                let line = |row| FormLine::Text(Line::styled(format!("  {row}"), theme.muted));
                parts.extend(rows.into_iter().map(line));
            }
            pieces.push(QuestionBlock {
                index: None,
                lines: parts,
            });
        }
        pieces.push(question_block(
            form, index, question, columns, height, theme,
        ));
    }
    let focused = form.focus >= form.questions.len();
    let mark = if focused { glyph::SELECTED } else { " " };
    let style = if focused {
        theme.selected
    } else {
        theme.strong
    };
    let button = Line::from(vec![
        Span::styled(format!("{mark} "), theme.accent),
        Span::styled(format!("[ {} ]", form.button_label), style),
    ]);
    let parts = vec![FormLine::Text(Line::default()), FormLine::Text(button)];
    pieces.push(QuestionBlock {
        index: Some(form.questions.len()),
        lines: parts,
    });
    pieces
}

/// What the form is for, above its first heading.
fn intro(form: &FormState, columns: usize, theme: &Theme) -> Vec<QuestionBlock> {
    if form.intro.is_empty() {
        return Vec::new();
    }
    let rows = text::wrap(&form.intro, columns);
    let line = |row| FormLine::Text(Line::styled(row, theme.muted));
    let mut lines: Vec<_> = rows.into_iter().map(line).collect();
    lines.push(FormLine::Text(Line::default()));
    vec![QuestionBlock { index: None, lines }]
}
