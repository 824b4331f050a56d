//! Agenda and ideas.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Canvas, draw_tabs, heading, lines, markdown_section, panes};
use crate::app::screens::ideas::{IdeasPane, IdeasScreen};
use crate::ui::canvas::wrapped;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &IdeasScreen) {
    let rest = draw_tabs(canvas, area, IdeasPane::ALL, screen.pane, IdeasPane::label);
    let (left, right) = panes(rest, 62);
    let sections = screen.sections(canvas.session);
    canvas.list(left, &sections, &screen.list);
    let Some(mut right) = right else { return };
    let columns = usize::from(right.width.saturating_sub(2));
    let mut rows = Vec::new();
    if let Some((title, words)) = screen.detail(canvas.session) {
        for words in std::iter::once(&title)
            .chain(&words)
            .filter(|words| !words.is_empty())
        {
            rows.extend(wrapped(words, columns, canvas.theme.text));
            rows.push(Line::default());
        }
        right = heading(canvas, right, "In full");
    }
    if let Some((title, text)) = screen.last_time(canvas.session) {
        rows.extend(markdown_section(canvas, &title, &text, false, columns));
    }
    lines(canvas, right, &rows, 0);
}
