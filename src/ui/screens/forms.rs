//! The forms.

use ratatui::layout::Rect;

use super::Canvas;
use crate::app::screens::forms::FormsScreen;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &FormsScreen) {
    canvas.list(area, &screen.sections(canvas.session), &screen.list);
}
