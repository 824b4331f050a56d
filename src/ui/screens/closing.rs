//! The closing kit: its sections, and the letter beside them where there is room.

use ratatui::layout::Rect;

use super::{Canvas, heading, lines, panes};
use crate::app::screens::closing::ClosingScreen;
use crate::app::scroll::Scroll;
use crate::domain::dates;
use crate::ui::canvas::wrapped;

/// Limit of the width at which a letter is pleasant to read, in columns.
const MAX_LETTER_WIDTH: u16 = 80;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &ClosingScreen) {
    if let Some(scroll) = screen.letter_scroll {
        letter(canvas, area, screen, scroll);
        return;
    }
    let words = head(canvas);
    let rest = heading(canvas, area, &words);
    let rest = super::split(rest, u16::from(rest.height > 12)).1;
    let (left, right) = panes(rest, 58);
    let sections = screen.sections(canvas.session);
    canvas.list(left, &sections, &screen.list);
    if let Some(right) = right {
        letter(canvas, right, screen, Scroll::default());
    }
}

/// Time left, number of open items, and the last day.
fn head(canvas: &Canvas<'_>) -> String {
    let year = canvas.session.year();
    if let Some(closed) = year.closed_words() {
        return closed;
    }
    let end = canvas.session.book.cycle().map(|cycle| cycle.end);
    let end = end.map(dates::format_date).unwrap_or_default();
    let words = year.closing_summary().unwrap_or_default();
    let lead = if year.is_closing() {
        "Closing"
    } else {
        "There is time"
    };
    format!("{lead}: {words}. Last day: {end}")
}

fn letter(canvas: &mut Canvas<'_>, area: Rect, screen: &ClosingScreen, scroll: Scroll) {
    let rest = heading(canvas, area, "The letter; y copies it");
    let rest = super::split(rest, 1).1;
    let rest = Rect {
        width: rest.width.min(MAX_LETTER_WIDTH),
        ..rest
    };
    let columns = usize::from(rest.width.saturating_sub(2));
    let rows = wrapped(&screen.letter, columns, canvas.theme.text);
    let top = scroll.top(rows.len(), usize::from(rest.height));
    lines(canvas, rest, &rows, top);
}
