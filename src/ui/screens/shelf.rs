//! The shelf.

use ratatui::layout::Rect;

use super::Canvas;
use crate::app::screens::shelf::ShelfScreen;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &ShelfScreen) {
    canvas.list(area, &screen.sections(canvas.session), &screen.list);
}
