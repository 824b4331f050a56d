//! The list of goals, with the selected one beside it where there is room.

use ratatui::layout::Rect;

use super::{Canvas, goal, panes};
use crate::app::screen_rows::row_keys;
use crate::app::screens::goal::GoalScreen;
use crate::app::screens::goals::GoalsScreen;
use crate::ui::widgets::rows::draw_sections;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &GoalsScreen) {
    let sections = screen.sections(canvas.session);
    let selected = screen.list.index(&row_keys(&sections));
    let (left, right) = panes(area, 56);
    let areas = draw_sections(canvas.buf, left, &sections, selected, true, canvas.theme);
    canvas.drawn.add_row_targets(areas);
    if let (Some(right), Some(id)) = (right, screen.selected(canvas.session)) {
        goal::draw_beside(canvas, right, &GoalScreen::new(id));
    }
}
