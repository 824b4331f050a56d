//! The log, with the selected entry beside it where there is room.

use ratatui::layout::Rect;

use super::{Canvas, heading, meeting, panes};
use crate::app::screens::meeting::MeetingScreen;
use crate::app::screens::meetings::MeetingsScreen;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &MeetingsScreen) {
    let session = canvas.session;
    let (left, right) = panes(area, 58);
    let rest = heading(canvas, left, &screen.heading(session));
    let order = screen.order();
    if order.is_empty() {
        let words =
            "No meeting or contact yet. m logs one in less than a minute; p plans the next.";
        let beside =
            "Here comes the selected one: its agenda, what was said, and what was promised.";
        if let Some(right) = right {
            canvas.wrapped(right, beside, canvas.theme.muted);
        }
        return canvas.wrapped(rest, words, canvas.theme.muted);
    }
    let selected = screen.list.index(order);
    let row = |index: usize| order.get(index).and_then(|row| screen.row(*row, session));
    canvas.rows(rest, order.len(), selected, row);
    if let (Some(right), Some(id)) = (right, screen.selected()) {
        meeting::draw_beside(canvas, right, &MeetingScreen::new(id));
    }
}
