//! A form or an editor being filled in.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Canvas, heading, panes, split};
use crate::app::ClickTarget;
use crate::app::screens::form::FormScreen;
use crate::ui::canvas::wrapped;
use crate::ui::{form, glyph, text};

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &FormScreen) {
    let state = &screen.state;
    let rest = heading(canvas, area, &state.title);
    let words = words(screen);
    let columns = usize::from(rest.width);
    let mut rows = wrapped(&words, columns, canvas.theme.muted);
    rows.truncate(2);
    if !screen.note.is_empty() {
        rows.splice(0..0, wrapped(&screen.note, columns, canvas.theme.warn));
        rows.truncate(3);
    }
    let (top, rest) = split(rest, u16::try_from(rows.len()).unwrap_or(0) + 1);
    canvas.lines(top, &rows);
    let many = !screen.target.closes_on_save();
    let (left, right) = if many { panes(rest, 28) } else { (rest, None) };
    match right {
        Some(right) => {
            sections(canvas, left, screen);
            form::draw(canvas, right, state);
        }
        None => form::draw(canvas, left, state),
    }
}

/// Completeness of a program form, or the purpose of an editor.
fn words(screen: &FormScreen) -> String {
    if screen.from_draft {
        return "You typed this before and did not save it yet. Ctrl-D throws it away.".to_owned();
    }
    if screen.target.closes_on_save() {
        return screen.state.about.clone();
    }
    let so_far = screen.state.completeness();
    let (answered, asked) = (so_far.answered, so_far.asked);
    let needed = so_far.required_missing.len();
    let problems = match so_far.problems.len() {
        0 => String::new(),
        count => format!(", {count} to be changed"),
    };
    format!(
        "{answered} of {asked} answered, {needed} still needed{problems}. Every answer is kept as you give it."
    )
}

/// The headings of a long form at the left, each with its completeness.
fn sections(canvas: &mut Canvas<'_>, area: Rect, screen: &FormScreen) {
    let state = &screen.state;
    let here = state.question().map(|question| question.heading.as_str());
    let mut headings: Vec<(usize, &str)> = Vec::new();
    let unasked = state.unasked();
    for (index, question) in state
        .questions
        .iter()
        .enumerate()
        .filter(|(index, _)| state.has_focus_on(*index, &unasked))
    {
        if headings
            .last()
            .is_none_or(|(_, heading)| *heading != question.heading)
        {
            headings.push((index, &question.heading));
        }
    }
    let completeness = state.completeness();
    let missing = completeness.open_slots();
    for (rect, (index, title)) in area.rows().zip(headings) {
        let wanting = state
            .questions
            .iter()
            .any(|question| question.heading == title && missing.contains(&question.slot));
        let sign = if wanting { " " } else { glyph::TICK };
        let (mark, style) = if here == Some(title) {
            (glyph::SELECTED, canvas.theme.strong)
        } else {
            (" ", canvas.theme.muted)
        };
        let room = usize::from(area.width).saturating_sub(5);
        let line = Line::from(vec![
            Span::styled(format!("{mark} {sign}  "), canvas.theme.accent),
            Span::styled(text::fit(title, room), style),
        ]);
        canvas.line(rect, 0, &line);
        canvas.click(rect, ClickTarget::Row(index));
    }
}
