//! The forms.

use ratatui::layout::Rect;

use super::Canvas;
use crate::app::rows::keys;
use crate::app::screens::forms::Forms;
use crate::ui::widgets::rows::draw_sections;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &Forms) {
    let sections = screen.sections(canvas.desk);
    let selected = screen.list.index(&keys(&sections));
    let spots = draw_sections(canvas.buf, area, &sections, selected, true, canvas.theme);
    canvas.drawn.rows(spots);
}
