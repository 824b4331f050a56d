//! A form being filled in: headings, questions, and the editor of the focused one.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

mod question;

use super::canvas::{Canvas, indented, wrapped};
use super::theme::Theme;
use super::widgets::scrollbar::draw_scrollbar;
use super::{glyph, text};
use crate::app::ClickTarget;
use crate::app::form::{FormState, QuestionEditor};
use question::question_block;

/// One line of the form, or the text field.
enum FormLine {
    Text(Line<'static>),
    /// The text field of the focused question, with its height in lines.
    Input(usize),
}

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
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, form: &FormState) {
    let inner = Rect {
        width: area.width.saturating_sub(2),
        ..area
    };
    let (columns, height) = (usize::from(inner.width), usize::from(inner.height));
    let blocks = question_blocks(form, columns, height, canvas.theme);
    let total: usize = blocks.iter().map(QuestionBlock::height).sum();
    let top = scroll_top(&blocks, form.focus, height, total);
    let mut at = 0;
    for block in &blocks {
        let end = at + block.height();
        if end > top && at < top + height {
            draw_block(canvas, inner, block, at, top, form);
        }
        at = end;
    }
    draw_scrollbar(canvas.buf, area, top, total, canvas.theme);
}

/// The first line shown, with the focused question in the middle as far as possible.
fn scroll_top(blocks: &[QuestionBlock], focus: usize, height: usize, total: usize) -> usize {
    let mut at = 0;
    let mut focused = 0..0;
    for block in blocks {
        let end = at + block.height();
        if block.index == Some(focus) {
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

fn draw_block(
    canvas: &mut Canvas<'_>,
    area: Rect,
    block: &QuestionBlock,
    at: usize,
    top: usize,
    form: &FormState,
) {
    let mut line = at;
    for part in &block.lines {
        let height = match part {
            FormLine::Text(_) => 1,
            FormLine::Input(lines) => *lines,
        };
        let visible = line.max(top)..(line + height).min(top + usize::from(area.height));
        if !visible.is_empty() {
            let rect = Rect {
                y: area.y + u16::try_from(visible.start - top).unwrap_or(0),
                height: u16::try_from(visible.len()).unwrap_or(0),
                ..area
            };
            match part {
                FormLine::Text(words) => canvas.line(rect, 0, words),
                FormLine::Input(_) => {
                    if let QuestionEditor::Text(field) = &form.editor {
                        canvas.field(indented(rect, 4), field);
                    }
                }
            }
            if let Some(index) = block.index {
                canvas.click(rect, ClickTarget::Row(index));
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
    let mut blocks = intro(form, columns, theme);
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
            // An editor has its purpose above the questions; there is no room to repeat it.
            if !form.intro.is_empty() && !question.guide.is_empty() {
                let rows = text::wrap(&question.guide, columns.saturating_sub(2));
                let line = |row| FormLine::Text(Line::styled(format!("  {row}"), theme.muted));
                parts.extend(rows.into_iter().map(line));
            }
            blocks.push(QuestionBlock {
                index: None,
                lines: parts,
            });
        }
        blocks.push(question_block(
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
    blocks.push(QuestionBlock {
        index: Some(form.questions.len()),
        lines: parts,
    });
    blocks
}

/// The introduction of the form, above its first heading.
fn intro(form: &FormState, columns: usize, theme: &Theme) -> Vec<QuestionBlock> {
    if form.intro.is_empty() {
        return Vec::new();
    }
    let rows = wrapped(&form.intro, columns, theme.muted).into_iter();
    let mut lines: Vec<_> = rows.map(FormLine::Text).collect();
    lines.push(FormLine::Text(Line::default()));
    vec![QuestionBlock { index: None, lines }]
}
