//! The shelf.

use ratatui::layout::Rect;

use super::Canvas;
use crate::app::rows::keys;
use crate::app::screens::shelf::Shelf;
use crate::ui::widgets::rows::draw_sections;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &Shelf) {
    let sections = screen.sections(canvas.desk);
    let selected = screen.list.index(&keys(&sections));
    let spots = draw_sections(canvas.buf, area, &sections, selected, true, canvas.theme);
    canvas.drawn.rows(spots);
}
