//! A call: the clock, agenda and last time at the left, the notes at the right; in a narrow window one of the two.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Canvas, panes, split};
use crate::app::screens::call::CallScreen;
use crate::ui::canvas::indented;
use crate::ui::{glyph, text};

/// Hint below the notes, on a line without a mark.
const MARKS_HINT: &str = "Begin a line with “! ” action, “= ” decision, “~ ” private";

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &CallScreen) {
    let (top, rest) = split(area, if area.height > 12 { 3 } else { 1 });
    head(canvas, top, screen);
    match panes(rest, 46) {
        (left, Some(right)) => {
            aside(canvas, left, screen);
            notes(canvas, right, screen);
        }
        (whole, None) if screen.in_agenda => aside(canvas, whole, screen),
        (whole, None) => {
            let (line, rest) = split(whole, 1);
            line_at_hand(canvas, line, screen);
            notes(canvas, rest, screen);
        }
    }
}

/// The meeting and the clock; below them the link or number to call.
fn head(canvas: &mut Canvas<'_>, area: Rect, screen: &CallScreen) {
    let (theme, session) = (canvas.theme, canvas.session);
    let (line, rest) = split(area, 1);
    let sign = if screen.call.is_paused(session.now) {
        glyph::PLANNED
    } else {
        glyph::MEETING
    };
    let clock = format!("{sign} {}", screen.clock(session));
    right_and_left(canvas, line, &screen.heading(session), &clock);
    if let Some(link) = screen.call.link(&session.book) {
        canvas.text(rest, &format!("To call: {link}"), theme.muted);
    }
}

/// Draws a line with words at both ends; those at the right are never cut.
fn right_and_left(canvas: &mut Canvas<'_>, area: Rect, left: &str, right: &str) {
    let theme = canvas.theme;
    let wide = u16::try_from(text::width(right)).unwrap_or(u16::MAX);
    let at = area.width.saturating_sub(wide);
    let title = Rect {
        width: at.saturating_sub(2),
        ..area
    };
    canvas.text(title, left, theme.title);
    canvas.text(indented(area, at), right, theme.strong);
}

fn aside(canvas: &mut Canvas<'_>, area: Rect, screen: &CallScreen) {
    let sections = screen.sections(canvas.session);
    let items = sections[0].rows.iter();
    let at_hand = items
        .map(|row| row.key)
        .position(|key| key == screen.call.at_hand);
    canvas.sections_beside(area, &sections, at_hand, screen.in_agenda);
}

/// The agenda line at hand, where there is no room for all of them.
fn line_at_hand(canvas: &mut Canvas<'_>, area: Rect, screen: &CallScreen) {
    let Some((words, right)) = screen.line_at_hand(canvas.session) else {
        return canvas.text(area, "No agenda", canvas.theme.muted);
    };
    let left = format!("{} {words}", glyph::SELECTED);
    right_and_left(canvas, area, &left, &right);
}

/// The notes, and what their marked lines become.
fn notes(canvas: &mut Canvas<'_>, area: Rect, screen: &CallScreen) {
    let (theme, session) = (canvas.theme, canvas.session);
    let (title, rest) = split(area, u16::from(area.height > 8));
    let partner = session.book.name(session.book.me().other());
    canvas.text(
        title,
        &format!("Notes ({partner} may read them)"),
        theme.heading,
    );
    let (field, hint) = split(rest, rest.height.saturating_sub(1));
    let cursor = canvas.drawn.cursor;
    canvas.field(field, &screen.notes);
    if screen.in_agenda {
        canvas.drawn.cursor = cursor;
    }
    meanings(canvas, field, screen);
    match screen.current_meaning(session) {
        Some(words) => canvas.text(hint, &format!("{} {words}", glyph::ARROW), theme.strong),
        None => canvas.text(hint, MARKS_HINT, theme.muted),
    }
}

/// Writes what a marked line becomes behind its last row: all of it, or its first word, as there is room.
fn meanings(canvas: &mut Canvas<'_>, area: Rect, screen: &CallScreen) {
    let theme = canvas.theme;
    let width = area.width.saturating_sub(1);
    let view = screen.notes.view(width, area.height);
    for (row, (spans, end)) in (0..area.height).zip(view.rows.iter().zip(&view.ends)) {
        let Some(words) = end.and_then(|line| screen.meaning(line, canvas.session)) else {
            continue;
        };
        let used: usize = spans.iter().map(|span| text::width(&span.text)).sum();
        let free = usize::from(width).saturating_sub(used + 2);
        let short = words.split(',').next().unwrap_or_default();
        let mut choices = [words.as_str(), short]
            .map(|it| format!("{} {it}", glyph::ARROW))
            .into_iter();
        if let Some(words) = choices.find(|words| text::width(words) <= free) {
            let at = u16::try_from(used + 2).unwrap_or(u16::MAX);
            let line = Line::from(Span::styled(words, theme.muted));
            canvas.line(indented(area, at), row, &line);
        }
    }
}
