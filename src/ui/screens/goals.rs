//! The list of goals, with the selected one beside it where there is room.

use ratatui::layout::Rect;

use super::{Canvas, goal, panes};
use crate::app::rows::keys;
use crate::app::screens::goal::GoalScreen;
use crate::app::screens::goals::Goals;
use crate::ui::widgets::rows::draw_sections;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &Goals) {
    let sections = screen.sections(canvas.desk);
    let selected = screen.list.index(&keys(&sections));
    let (left, right) = panes(area, 56);
    let spots = draw_sections(canvas.buf, left, &sections, selected, true, canvas.theme);
    canvas.drawn.rows(spots);
    if let (Some(right), Some(id)) = (right, screen.selected(canvas.desk)) {
        goal::draw_beside(canvas, right, &GoalScreen::new(id));
    }
}
