//! Today: the timeline of the year, the rhythm in one line, then what is next and who owes what.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Canvas, panes, split, year_timeline};
use crate::app::screen_rows::row_keys;
use crate::app::screens::today::TodayScreen;
use crate::ui::text;
use crate::ui::widgets::draw_line;
use crate::ui::widgets::rows::draw_sections;
use crate::ui::widgets::timeline::draw_timeline;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &TodayScreen) {
    let room_for_strip = match area.height {
        0..=13 => 1,
        14..=24 => 3,
        _ => 5,
    };
    let (top, rest) = split(area, room_for_strip);
    if let Some(timeline) = year_timeline(canvas.session) {
        draw_timeline(canvas.buf, top, &timeline, canvas.theme);
    }
    let (line, rest) = split(rest, 2);
    rhythm(canvas, line);
    let sections = screen.sections(canvas.session);
    let selected = screen.list.index(&row_keys(&sections));
    let (left, right) = panes(rest, 64);
    let Some(right) = right else {
        let areas = draw_sections(canvas.buf, left, &sections, selected, true, canvas.theme);
        canvas.drawn.add_row_targets(areas);
        return;
    };
    // Reading order runs down the left pane, then down the right one.
    let (first, second) = sections.split_at(sections.len() - 1);
    let before = row_keys(first).len();
    let areas = draw_sections(canvas.buf, left, first, selected, true, canvas.theme);
    canvas.drawn.add_row_targets(areas);
    let selected = selected.and_then(|index| index.checked_sub(before));
    let areas = draw_sections(canvas.buf, right, second, selected, true, canvas.theme);
    canvas.drawn.add_row_targets(
        areas
            .into_iter()
            .map(|(rect, row)| (rect, row + before))
            .collect(),
    );
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
    for (row, line) in (0..area.height).zip(text::wrap(&words, usize::from(area.width))) {
        draw_line(
            canvas.buf,
            area,
            row,
            &Line::styled(line, canvas.theme.muted),
        );
    }
}
