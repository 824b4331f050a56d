//! A date picker: one month. The selected day stands in brackets, today carries its mark.

use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::draw_line;
use crate::app::calendar::CalendarState;
use crate::domain::dates;
use crate::ui::glyph;
use crate::ui::theme::Theme;

/// Width of the calendar, in cells.
pub const WIDTH: u16 = 7 * CELL;
/// Height of the calendar: the month, the days of the week, six weeks.
pub const HEIGHT: u16 = 8;
const CELL: u16 = 4;

/// Draws the month at the top left of `area` and returns the area of each day, for the mouse. With less than [`WIDTH`] by
/// [`HEIGHT`] cells it draws the selected day only.
pub fn draw_calendar(
    buf: &mut Buffer,
    area: Rect,
    calendar: &CalendarState,
    theme: &Theme,
) -> Vec<(Rect, NaiveDate)> {
    let area = area.intersection(buf.area);
    if area.width < WIDTH || area.height < HEIGHT {
        let day = Line::styled(dates::format_date(calendar.day()), theme.strong);
        draw_line(buf, area, 0, &day);
        return Vec::new();
    }
    let area = Rect {
        width: WIDTH,
        height: HEIGHT,
        ..area
    };
    let title = format!("{} {} {}", glyph::PREVIOUS, calendar.title(), glyph::NEXT);
    draw_line(
        buf,
        area,
        0,
        &Line::styled(
            format!("{title:^width$}", width = usize::from(WIDTH)),
            theme.title,
        ),
    );
    let names: Line<'_> = calendar
        .weekdays()
        .iter()
        .map(|day| Span::styled(format!(" {:.2} ", day.to_string()), theme.muted))
        .collect();
    draw_line(buf, area, 1, &names);
    let mut day_areas = Vec::new();
    for (row, week) in (area.y + 2..).zip(calendar.weeks()) {
        for (column, day) in (0..).zip(week) {
            if let Some(day) = day.filter(|day| calendar.is_in_month(*day)) {
                let rect = Rect {
                    x: area.x + column * CELL,
                    y: row,
                    width: CELL,
                    height: 1,
                };
                draw_line(buf, rect, 0, &cell(calendar, day, theme));
                day_areas.push((rect, day));
            }
        }
    }
    day_areas
}

fn cell(calendar: &CalendarState, day: NaiveDate, theme: &Theme) -> Line<'static> {
    let number = day.day();
    let (text, style) = if day == calendar.day() {
        (format!("[{number:>2}]"), theme.selected)
    } else if day == calendar.today() {
        (format!("{}{number:>2} ", glyph::TODAY), theme.today)
    } else {
        (format!(" {number:>2} "), theme.text)
    };
    Line::styled(text, style)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::{assert_draws_inside_area, rendered, theme};

    fn calendar() -> CalendarState {
        CalendarState::new("2026-12-01".parse().unwrap(), "2026-12-22".parse().unwrap())
    }

    #[test]
    fn a_month_with_today_and_the_selected_day() {
        insta::assert_snapshot!(rendered(40, 8, |buf, area| {
            let places = draw_calendar(buf, area, &calendar(), &theme());
            assert_eq!(places.len(), 31);
            assert!(places.contains(&(Rect::new(8, 2, 4, 1), calendar().day())));
        }));
    }

    #[test]
    fn without_room_the_day_alone_is_shown() {
        assert_eq!(
            rendered(20, 2, |buf, area| drop(draw_calendar(
                buf,
                area,
                &calendar(),
                &theme()
            ))),
            "Tue 1 Dec 2026\n\n"
        );
    }

    #[test]
    fn no_size_makes_it_draw_beside_its_area() {
        assert_draws_inside_area(|buf, area| drop(draw_calendar(buf, area, &calendar(), &theme())));
    }
}
