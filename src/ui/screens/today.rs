//! Today: the timeline of the year, the rhythm in one line, then what is next and who owes what.

use ratatui::layout::Rect;

use super::{Canvas, panes, split, year_timeline};
use crate::app::screen_rows::row_keys;
use crate::app::screens::today::TodayScreen;
use crate::ui::widgets::timeline::draw_timeline;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &TodayScreen) {
    let room_for_strip = match area.height {
        0..=13 => 1,
        14..=24 => 3,
        _ => 5,
    };
    let (top, rest) = split(area, room_for_strip);
    if let Some(timeline) = year_timeline(&canvas.session.year()) {
        draw_timeline(canvas.buf, top, &timeline, canvas.theme);
    }
    let (line, rest) = split(rest, 2);
    rhythm(canvas, line);
    let sections = screen.sections(canvas.session);
    let selected = screen.list.index(&row_keys(&sections));
    let (left, right) = panes(rest, 64);
    let Some(right) = right else {
        return canvas.sections(left, &sections, selected, 0);
    };
    // Reading order runs down the left pane, then down the right one.
    let (first, second) = sections.split_at(sections.len() - 1);
    canvas.sections(left, first, selected, 0);
    canvas.sections(right, second, selected, row_keys(first).len());
}

/// The date, this month's count against the cadence, and the last contact.
fn rhythm(canvas: &mut Canvas<'_>, area: Rect) {
    let year = canvas.session.year();
    let today = crate::domain::dates::format_date(canvas.session.today());
    let words = if year.is_closed() {
        today
    } else {
        let (month, last) = (year.month_words(), year.last_contact_words());
        format!("{today}. {month} {last}")
    };
    canvas.wrapped(area, &words, canvas.theme.muted);
}
