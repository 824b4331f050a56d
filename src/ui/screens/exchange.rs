//! The lists of the exchange, each with what is selected in full: beside it where there is room, else below.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Canvas, lines, panes, split};
use crate::app::list_state::ListState;
use crate::app::screen_rows::ScreenSection;
use crate::app::screens::review::ReviewScreen;
use crate::app::screens::versions::VersionsScreen;
use crate::ui::canvas::wrapped;

/// Least height of the body in which what is selected is shown below the list.
const MIN_HEIGHT_WITH_DETAIL: u16 = 14;

pub(super) fn draw_review(canvas: &mut Canvas<'_>, area: Rect, screen: &ReviewScreen) {
    let sections = screen.sections(canvas.session);
    let detail = screen.detail(canvas.session);
    draw(canvas, area, (&sections, &screen.list), &detail);
}

pub(super) fn draw_versions(canvas: &mut Canvas<'_>, area: Rect, screen: &VersionsScreen) {
    let sections = screen.sections(canvas.session);
    let detail = screen.detail(canvas.session);
    draw(canvas, area, (&sections, &screen.list), &detail);
}

fn draw<K: Clone + PartialEq>(
    canvas: &mut Canvas<'_>,
    area: Rect,
    (sections, list): (&[ScreenSection<K>], &ListState<K>),
    detail: &[(String, String)],
) {
    let (left, right) = panes(area, 55);
    let (left, right) = match right {
        Some(right) => (left, right),
        None if area.height >= MIN_HEIGHT_WITH_DETAIL => {
            let (top, rest) = split(area, area.height / 2);
            (top, split(rest, 1).1)
        }
        None => (area, Rect::default()),
    };
    canvas.list(left, sections, list);
    let columns = usize::from(right.width.saturating_sub(2));
    let theme = canvas.theme;
    let mut text: Vec<Line<'static>> = Vec::new();
    for (heading, words) in detail {
        text.extend(wrapped(heading, columns, theme.heading));
        text.extend(wrapped(words, columns, theme.text));
        text.push(Line::default());
    }
    lines(canvas, right, &text, 0);
}
