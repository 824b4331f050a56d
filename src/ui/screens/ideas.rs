//! Agenda and ideas.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Canvas, draw_tabs, heading, lines, panes};
use crate::app::screen_rows::row_keys;
use crate::app::screens::ideas::{IdeasPane, IdeasScreen};
use crate::ui::text;
use crate::ui::widgets::rows::draw_sections;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &IdeasScreen) {
    let here = IdeasPane::ALL
        .iter()
        .position(|pane| *pane == screen.pane)
        .unwrap_or(0);
    let rest = draw_tabs(canvas, area, &IdeasPane::ALL.map(IdeasPane::title), here);
    let (left, right) = panes(rest, 62);
    let sections = screen.sections(canvas.session);
    let selected = screen.list.index(&row_keys(&sections));
    let areas = draw_sections(canvas.buf, left, &sections, selected, true, canvas.theme);
    canvas.drawn.add_row_targets(areas);
    if let (Some(right), Some((title, words))) = (right, screen.detail(canvas.session)) {
        let columns = usize::from(right.width.saturating_sub(2));
        let mut rows = Vec::new();
        for words in std::iter::once(&title)
            .chain(&words)
            .filter(|words| !words.is_empty())
        {
            rows.extend(
                text::wrap(words, columns)
                    .into_iter()
                    .map(|row| Line::styled(row, canvas.theme.text)),
            );
            rows.push(Line::default());
        }
        let rest = heading(canvas, right, "In full");
        lines(canvas, rest, &rows, 0);
    }
}
