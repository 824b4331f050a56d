//! Agenda and ideas.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Canvas, draw_tabs, heading, lines, panes};
use crate::app::screens::ideas::{IdeasPane, IdeasScreen};
use crate::ui::canvas::wrapped;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &IdeasScreen) {
    let rest = draw_tabs(canvas, area, IdeasPane::ALL, screen.pane, IdeasPane::label);
    let (left, right) = panes(rest, 62);
    let sections = screen.sections(canvas.session);
    canvas.list(left, &sections, &screen.list);
    if let (Some(right), Some((title, words))) = (right, screen.detail(canvas.session)) {
        let columns = usize::from(right.width.saturating_sub(2));
        let mut rows = Vec::new();
        for words in std::iter::once(&title)
            .chain(&words)
            .filter(|words| !words.is_empty())
        {
            rows.extend(wrapped(words, columns, canvas.theme.text));
            rows.push(Line::default());
        }
        let rest = heading(canvas, right, "In full");
        lines(canvas, rest, &rows, 0);
    }
}
