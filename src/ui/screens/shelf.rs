//! The shelf: the books, and beside them what is due in any.

use ratatui::layout::Rect;

use super::{Canvas, last_beside};
use crate::app::screen_rows::row_keys;
use crate::app::screens::shelf::ShelfScreen;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &ShelfScreen) {
    let sections = screen.sections(canvas.session);
    if ShelfScreen::has_due(canvas.session) {
        let selected = screen.list.index(&row_keys(&sections));
        last_beside(canvas, area, 41, &sections, selected);
    } else {
        canvas.list(area, &sections, &screen.list);
    }
}
