//! The forms.

use ratatui::layout::Rect;

use super::Canvas;
use crate::app::screen_rows::row_keys;
use crate::app::screens::forms::FormsScreen;
use crate::ui::widgets::rows::draw_sections;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &FormsScreen) {
    let sections = screen.sections(canvas.session);
    let selected = screen.list.index(&row_keys(&sections));
    let areas = draw_sections(canvas.buf, area, &sections, selected, true, canvas.theme);
    canvas.drawn.add_row_targets(areas);
}
