//! The match: people and agreement, the program's page, the reading list.

use ratatui::layout::Rect;

use super::{Canvas, draw_tabs, last_beside, lines};
use crate::app::screen_rows::row_keys;
use crate::app::screens::pair::{MatchPane, MatchScreen};
use crate::ui::markdown;

/// Number of sections in the left column where there are two: the two people, the exchange, the year, the program.
const LEFT_SECTIONS: usize = 5;

/// Limit of the width of a single column: the text at its right end must stay near that at its left.
const MAX_SINGLE_COLUMN_WIDTH: u16 = 90;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &MatchScreen) {
    let rest = draw_tabs(canvas, area, MatchPane::ALL, screen.pane, MatchPane::label);
    match screen.pane {
        MatchPane::People => people(canvas, rest, screen),
        MatchPane::Program => {
            let columns = usize::from(rest.width.saturating_sub(2).min(90));
            let page = markdown::lines(&MatchScreen::page(canvas.session), columns, canvas.theme);
            let top = screen.scroll.top(page.len(), usize::from(rest.height));
            lines(canvas, rest, &page, top);
        }
        MatchPane::Reading => {
            canvas.list(rest, &screen.sections(canvas.session), &screen.list);
        }
    }
}

/// The people; the agreement beside them where there is room.
fn people(canvas: &mut Canvas<'_>, area: Rect, screen: &MatchScreen) {
    let sections = screen.sections(canvas.session);
    let selected = screen.list.index(&row_keys(&sections));
    if sections.len() > LEFT_SECTIONS {
        last_beside(canvas, area, 55, &sections, selected);
    } else {
        let width = area.width.min(MAX_SINGLE_COLUMN_WIDTH);
        canvas.sections(Rect { width, ..area }, &sections, selected, 0);
    }
}
