//! The welcome.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Canvas, split};
use crate::app::screen_rows::row_keys;
use crate::app::screens::welcome::WelcomeScreen;
use crate::ui::text;
use crate::ui::widgets::draw_line;
use crate::ui::widgets::rows::draw_sections;

const WORDS: &str = "Welcome. This is the book of your mentoring year: goals, meetings, agendas and forms of your match, in one \
file on this computer. Nothing leaves it unless you write it out.";

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &WelcomeScreen) {
    let rows = text::wrap(WORDS, usize::from(area.width.min(72)));
    let height = u16::try_from(rows.len()).unwrap_or(0);
    let (top, rest) = split(area, height + 1);
    for (row, line) in (0..top.height).zip(rows) {
        draw_line(canvas.buf, top, row, &Line::styled(line, canvas.theme.text));
    }
    let sections = screen.sections();
    let selected = screen.list.index(&row_keys(&sections));
    let areas = draw_sections(canvas.buf, rest, &sections, selected, true, canvas.theme);
    canvas.drawn.add_row_targets(areas);
}
