//! Today: the timeline of the year, the rhythm in one line, then what is next and who owes what.

use ratatui::layout::Rect;

use super::{Canvas, last_beside, split, year_timeline};
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
    last_beside(canvas, rest, 64, &sections, selected);
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
