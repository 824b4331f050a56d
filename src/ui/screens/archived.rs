//! What was archived.

use ratatui::layout::Rect;

use super::Canvas;
use crate::app::screens::archived::ArchivedScreen;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &ArchivedScreen) {
    canvas.list(area, &screen.sections(), &screen.list);
}
