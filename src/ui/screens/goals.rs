//! The list of goals, with the selected one beside it where there is room.

use ratatui::layout::Rect;

use super::{Canvas, goal, panes};
use crate::app::screens::goal::GoalScreen;
use crate::app::screens::goals::GoalsScreen;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &GoalsScreen) {
    let sections = screen.sections(canvas.session);
    let (left, right) = panes(area, 56);
    canvas.list(left, &sections, &screen.list);
    match (right, screen.selected(canvas.session)) {
        (Some(right), Some(id)) => goal::draw(canvas, right, &GoalScreen::new(id), false),
        (Some(right), None) => {
            let words =
                "Here comes the selected goal: why, how you will know, its steps, and how it goes.";
            canvas.wrapped(right, words, canvas.theme.muted);
        }
        (None, _) => {}
    }
}
