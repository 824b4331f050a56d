//! A form being filled in: headings, questions, and the focused one with what is typed there.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

mod question;

use super::theme::Theme;
use super::widgets::field::draw_field;
use super::widgets::put;
use super::widgets::scrollbar::draw_scrollbar;
use super::{Drawn, glyph, text};
use crate::app::Target;
use crate::app::form::{Editor, FormState};
use question::question_piece;

/// One line of the form on the screen.
enum Part {
    /// Words.
    Words(Line<'static>),
    /// Where the focused text goes, with how many lines.
    Typed(usize),
}

/// A question (or a heading) and its lines.
struct Piece {
    index: Option<usize>,
    parts: Vec<Part>,
}

impl Piece {
    fn height(&self) -> usize {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Words(_) => 1,
                Part::Typed(lines) => *lines,
            })
            .sum()
    }
}

/// Draws the questions of `form`, scrolled so that the focused one is in view.
pub fn draw(buf: &mut Buffer, area: Rect, form: &FormState, theme: &Theme, drawn: &mut Drawn) {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let inner = Rect {
        width: area.width.saturating_sub(2),
        ..area
    };
    let pieces = pieces(
        form,
        usize::from(inner.width),
        usize::from(inner.height),
        theme,
    );
    let total: usize = pieces.iter().map(Piece::height).sum();
    let top = top(&pieces, form.focus, usize::from(area.height), total);
    let mut at = 0;
    for piece in &pieces {
        let height = piece.height();
        if at + height > top && at < top + usize::from(inner.height) {
            draw_piece(buf, inner, piece, at, top, form, theme, drawn);
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
fn top(pieces: &[Piece], focus: usize, height: usize, total: usize) -> usize {
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
fn draw_piece(
    buf: &mut Buffer,
    area: Rect,
    piece: &Piece,
    at: usize,
    top: usize,
    form: &FormState,
    theme: &Theme,
    drawn: &mut Drawn,
) {
    let mut line = at;
    for part in &piece.parts {
        let height = match part {
            Part::Words(_) => 1,
            Part::Typed(lines) => *lines,
        };
        let visible = line.max(top)..(line + height).min(top + usize::from(area.height));
        if !visible.is_empty() {
            let place = Rect {
                y: area.y + u16::try_from(visible.start - top).unwrap_or(0),
                height: u16::try_from(visible.len()).unwrap_or(0),
                ..area
            };
            match part {
                Part::Words(words) => put(buf, place, 0, words),
                Part::Typed(_) => {
                    if let Editor::Text(field) = &form.editor {
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
                drawn.targets.push((place, Target::Row(index)));
            }
        }
        line += height;
    }
}

fn pieces(form: &FormState, columns: usize, height: usize, theme: &Theme) -> Vec<Piece> {
    let mut pieces = intro(form, columns, theme);
    let mut heading = None;
    for (index, question) in form.asked.iter().enumerate() {
        if !question.mine && form.answers.at(&question.slot).is_empty() {
            continue;
        }
        if heading != Some(&question.heading) {
            let gap = if heading.is_none() {
                Vec::new()
            } else {
                vec![Part::Words(Line::default())]
            };
            heading = Some(&question.heading);
            let mut parts = gap;
            parts.push(Part::Words(Line::styled(
                text::fit(&question.heading, columns),
                theme.heading,
            )));
            // An editor says what it is for above its questions; there is no room to say it twice.
            if !form.intro.is_empty() && !question.guide.is_empty() {
                let rows = text::wrap(&question.guide, columns.saturating_sub(2));
                let line = |row| Part::Words(Line::styled(format!("  {row}"), theme.muted));
                parts.extend(rows.into_iter().map(line));
            }
            pieces.push(Piece { index: None, parts });
        }
        pieces.push(question_piece(
            form, index, question, columns, height, theme,
        ));
    }
    let focused = form.focus >= form.asked.len();
    let mark = if focused { glyph::SELECTED } else { " " };
    let style = if focused {
        theme.selected
    } else {
        theme.strong
    };
    let button = Line::from(vec![
        Span::styled(format!("{mark} "), theme.accent),
        Span::styled(format!("[ {} ]", form.button), style),
    ]);
    let parts = vec![Part::Words(Line::default()), Part::Words(button)];
    pieces.push(Piece {
        index: Some(form.asked.len()),
        parts,
    });
    pieces
}

/// What the form is for, above its first heading.
fn intro(form: &FormState, columns: usize, theme: &Theme) -> Vec<Piece> {
    if form.intro.is_empty() {
        return Vec::new();
    }
    let rows = text::wrap(&form.intro, columns);
    let line = |row| Part::Words(Line::styled(row, theme.muted));
    let mut parts: Vec<_> = rows.into_iter().map(line).collect();
    parts.push(Part::Words(Line::default()));
    vec![Piece { index: None, parts }]
}
