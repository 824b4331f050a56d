//! A form being filled in: headings, questions, and the focused one with what is typed there.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::widgets::field::draw_field;
use super::widgets::put;
use super::widgets::scrollbar::draw_scrollbar;
use super::{Drawn, glyph, text};
use crate::app::Target;
use crate::app::form::{Editor, FormState};
use crate::domain::fill::Asked;
use crate::domain::form::{FieldKind, FilledBy};
use crate::domain::show;

/// So many lines a long text gets while it is typed, if there is room.
const PROSE: usize = 8;
/// So many lines of a long answer are shown while another question has the keys.
const GLIMPSE: usize = 3;

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
    let mut pieces = Vec::new();
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

fn question_piece(
    form: &FormState,
    index: usize,
    question: &Asked,
    columns: usize,
    height: usize,
    theme: &Theme,
) -> Piece {
    let focused = form.focus == index;
    let mut parts = vec![Part::Words(label(form, question, focused, columns, theme))];
    let room = columns.saturating_sub(4);
    let indented = |words: String, style| Part::Words(Line::styled(format!("    {words}"), style));
    if focused && !question.field.help.is_empty() {
        parts.extend(
            text::wrap(&question.field.help, room)
                .into_iter()
                .map(|row| indented(row, theme.muted)),
        );
    }
    match (&form.editor, focused) {
        (Editor::Text(field), true) => {
            let lines = if field.has_many_lines() {
                let wanted = text::wrap(&field.text(), room.saturating_sub(1)).len() + 1;
                wanted
                    .clamp(3, PROSE.max(height / 2))
                    .min(height.saturating_sub(3).max(1))
            } else {
                1
            };
            parts.push(Part::Typed(lines));
            match form.meaning() {
                Some(Ok(plain)) => {
                    let words =
                        format!("{} {}", glyph::ARROW, show::shown_answer(question, &plain));
                    parts.push(indented(words, theme.good));
                }
                Some(Err(problem)) => parts.push(indented(problem, theme.muted)),
                None => {}
            }
        }
        (Editor::Options { cursor }, true) => {
            parts.extend(options(form, question, Some(*cursor), columns, theme));
        }
        (Editor::Options { .. } | Editor::Text(_) | Editor::Button, _) => {
            if let FieldKind::Choice(_) | FieldKind::Scale { .. } | FieldKind::YesNo =
                question.field.kind
            {
                parts.extend(options(form, question, None, columns, theme));
            } else {
                parts.extend(
                    answer(form, index, question, room)
                        .into_iter()
                        .map(|row| indented(row, theme.text)),
                );
            }
        }
    }
    if let Some(problem) = form.errors.get(&question.slot) {
        let rows = text::wrap(&format!("! {problem}"), room);
        parts.extend(rows.into_iter().map(|row| indented(row, theme.warn)));
    }
    Piece {
        index: Some(index),
        parts,
    }
}

fn label(
    form: &FormState,
    question: &Asked,
    focused: bool,
    columns: usize,
    theme: &Theme,
) -> Line<'static> {
    let mark = if focused { glyph::SELECTED } else { " " };
    let given = form.answers.0.get(&question.slot);
    let mut notes = Vec::new();
    if question.private {
        notes.push((
            format!(" {} {}", glyph::LOCK, glyph::PRIVATE),
            theme.private,
        ));
    }
    if given.is_some_and(|given| given.from_log) {
        notes.push((" (from the log)".to_owned(), theme.muted));
    }
    if !question.mine {
        notes.push((" (your partner's)".to_owned(), theme.muted));
    } else if question.filler == FilledBy::Each {
        notes.push((" (your own answer)".to_owned(), theme.muted));
    }
    let needed = if question.required { " *" } else { "" };
    let taken: usize = notes.iter().map(|(words, _)| text::width(words)).sum();
    let room = columns.saturating_sub(2 + needed.len() + taken);
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

/// The answer to a question that has not the keys, in a few lines.
fn answer(form: &FormState, index: usize, question: &Asked, room: usize) -> Vec<String> {
    let typed = form.typed(index);
    let words = if form.errors.contains_key(&question.slot) {
        typed.to_owned()
    } else {
        show::shown_answer(question, typed)
    };
    if words.is_empty() {
        return Vec::new();
    }
    let mut rows = text::wrap(&words, room);
    if rows.len() > GLIMPSE {
        rows.truncate(GLIMPSE);
        if let Some(last) = rows.last_mut() {
            *last = text::fit(&format!("{last} {}", glyph::ELLIPSIS), room);
        }
    }
    rows
}

/// The options of a question: one a line where several can be chosen, else side by side.
fn options(
    form: &FormState,
    question: &Asked,
    cursor: Option<usize>,
    columns: usize,
    theme: &Theme,
) -> Vec<Part> {
    let index = form
        .asked
        .iter()
        .position(|other| other.slot == question.slot)
        .unwrap_or(0);
    let chosen: Vec<&str> = form.answers.at(&question.slot).lines().collect();
    let many = matches!(question.field.kind, FieldKind::Choices(_));
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
    let mut lines: Vec<Vec<Span<'static>>> = Vec::new();
    let mut used = usize::MAX;
    for word in words {
        let wide = word.width() + 2;
        if many || used.saturating_add(wide) > columns {
            lines.push(vec![Span::raw("    ")]);
            used = 4;
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push(word);
            line.push(Span::raw("  "));
        }
    }
    if let FieldKind::Scale {
        low_label,
        high_label,
        low,
        high,
    } = &question.field.kind
        && !low_label.is_empty()
    {
        let words = format!("    {low} {low_label}, {high} {high_label}");
        lines.push(vec![Span::styled(text::fit(&words, columns), theme.muted)]);
    }
    lines
        .into_iter()
        .map(|spans| Part::Words(Line::from(spans)))
        .collect()
}
