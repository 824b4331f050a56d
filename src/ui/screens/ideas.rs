//! Agenda and ideas.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Canvas, heading, lines, panes, tabs};
use crate::app::rows::keys;
use crate::app::screens::ideas::{Ideas, Pane};
use crate::ui::text;
use crate::ui::widgets::rows::draw_sections;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &Ideas) {
    let here = Pane::ALL
        .iter()
        .position(|pane| *pane == screen.pane)
        .unwrap_or(0);
    let rest = tabs(canvas, area, &Pane::ALL.map(Pane::title), here);
    let (left, right) = panes(rest, 62);
    let sections = screen.sections(canvas.desk);
    let selected = screen.list.index(&keys(&sections));
    let spots = draw_sections(canvas.buf, left, &sections, selected, true, canvas.theme);
    canvas.drawn.rows(spots);
    if let (Some(right), Some((title, words))) = (right, screen.detail(canvas.desk)) {
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
