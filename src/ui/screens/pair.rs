//! The match: people and agreement, the program's page, the reading list.

use ratatui::layout::Rect;

use super::{Canvas, lines, panes, tabs};
use crate::app::rows::keys;
use crate::app::screens::pair::{MatchScreen, Pane};
use crate::ui::markdown;
use crate::ui::widgets::rows::draw_sections;

/// So many sections stand in the left column where there are two: the people, the year, the program.
const LEFT: usize = 4;

/// So wide is one column at the most: the words at its right end belong to those at its left.
const ALONE: u16 = 90;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &MatchScreen) {
    let here = Pane::ALL
        .iter()
        .position(|pane| *pane == screen.pane)
        .unwrap_or(0);
    let rest = tabs(canvas, area, &Pane::ALL.map(Pane::title), here);
    match screen.pane {
        Pane::People => people(canvas, rest, screen),
        Pane::Program => {
            let columns = usize::from(rest.width.saturating_sub(2).min(90));
            let page = markdown::lines(&MatchScreen::page(canvas.desk), columns, canvas.theme);
            let top = screen.scroll.top(page.len(), usize::from(rest.height));
            lines(canvas, rest, &page, top);
        }
        Pane::Reading => {
            let sections = screen.sections(canvas.desk);
            let selected = screen.list.index(&keys(&sections));
            let spots = draw_sections(canvas.buf, rest, &sections, selected, true, canvas.theme);
            canvas.drawn.rows(spots);
        }
    }
}

/// The people; what they agreed on beside them where there is room.
fn people(canvas: &mut Canvas<'_>, area: Rect, screen: &MatchScreen) {
    let sections = screen.sections(canvas.desk);
    let selected = screen.list.index(&keys(&sections));
    let (left, right) = if sections.len() > LEFT {
        panes(area, 55)
    } else {
        let width = area.width.min(ALONE);
        (Rect { width, ..area }, None)
    };
    let here = right.map_or(sections.len(), |_| LEFT);
    let (first, second) = sections.split_at(here);
    let before = keys(first).len();
    let spots = draw_sections(canvas.buf, left, first, selected, true, canvas.theme);
    canvas.drawn.rows(spots);
    if let Some(right) = right {
        let selected = selected.and_then(|index| index.checked_sub(before));
        let spots = draw_sections(canvas.buf, right, second, selected, true, canvas.theme);
        let spots = spots.into_iter().map(|(place, row)| (place, row + before));
        canvas.drawn.rows(spots.collect());
    }
}
