//! A month, to look at or to pick a day from, with a glyph on every day that has entries. The selected day stands in brackets,
//! today carries its mark; with little room, only the week of the selected day is drawn.

use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::draw_line;
use crate::app::calendar::CalendarState;
use crate::ui::glyph;
use crate::ui::theme::Theme;

/// Width of the month, in cells.
pub const WIDTH: u16 = 7 * CELL;
/// Height of the month: its name, the days of the week, six weeks.
pub const HEIGHT: u16 = 8;
const CELL: u16 = 5;

/// Glyph and style of a day.
pub type DayGlyph = (&'static str, Style);

/// A month to be drawn.
pub struct MonthView<'a> {
    /// Any day of the month.
    pub first: NaiveDate,
    /// The selected day, and today.
    pub calendar: &'a CalendarState,
    /// True if the keys move the selected day, which then stands in brackets.
    pub picks: bool,
    /// Glyph of a day; none without entries.
    pub sign: &'a dyn Fn(NaiveDate) -> Option<DayGlyph>,
    /// True if its title has arrows, as of a page that can be turned.
    pub turns: bool,
}

/// Draws the month at the top left of `area` and returns the area of each day, for the mouse.
pub fn draw_month(
    buf: &mut Buffer,
    area: Rect,
    month: &MonthView<'_>,
    theme: &Theme,
) -> Vec<(Rect, NaiveDate)> {
    let area = area.intersection(buf.area);
    let area = Rect {
        width: area.width.min(WIDTH),
        height: area.height.min(HEIGHT),
        ..area
    };
    let days = CalendarState::new(month.first, month.calendar.today());
    let here = days.is_in_month(month.calendar.day());
    let style = if here { theme.title } else { theme.muted };
    let mut title = days.title();
    if month.turns {
        title = format!("{} {title} {}", glyph::PREVIOUS, glyph::NEXT);
    }
    let title = format!("{title:^width$}", width = usize::from(WIDTH));
    draw_line(buf, area, 0, &Line::styled(title, style));
    let names = days.weekdays();
    let names = names
        .iter()
        .map(|day| Span::styled(format!(" {:.2}  ", day.to_string()), theme.muted));
    draw_line(buf, area, 1, &names.collect());
    let mut weeks = days.weeks();
    if area.height < HEIGHT {
        weeks.retain(|week| week.contains(&Some(month.calendar.day())));
    }
    let mut day_areas = Vec::new();
    for (row, week) in (2..area.height).zip(weeks) {
        for (column, day) in (0..).zip(week) {
            let Some(day) = day.filter(|day| days.is_in_month(*day)) else {
                continue;
            };
            let rect = Rect {
                x: area.x + column * CELL,
                y: area.y + row,
                width: CELL,
                height: 1,
            }
            .intersection(area);
            draw_line(buf, rect, 0, &cell(month, day, theme));
            day_areas.push((rect, day));
        }
    }
    day_areas.retain(|(rect, _)| !rect.is_empty());
    day_areas
}

fn cell(month: &MonthView<'_>, day: NaiveDate, theme: &Theme) -> Line<'static> {
    let (sign, style) = (month.sign)(day).unwrap_or(("", theme.text));
    let number = format!("{:>2}", day.day());
    if month.picks && day == month.calendar.day() {
        let day = Span::styled(format!("[{number}{sign}]"), theme.selected);
        return Line::from(day);
    }
    let (lead, ink) = if day == month.calendar.today() {
        (glyph::TODAY, theme.today)
    } else {
        (" ", theme.text)
    };
    Line::from(vec![
        Span::styled(format!("{lead}{number}"), ink),
        Span::styled(format!("{sign} "), style),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::{assert_draws_inside_area, rendered, theme};

    fn draw(buf: &mut Buffer, area: Rect) -> Vec<(Rect, NaiveDate)> {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let calendar = CalendarState::new(day("2026-12-08"), day("2026-12-22"));
        let sign = |found: NaiveDate| match found.day() {
            8 => Some((glyph::MEETING, theme().meeting)),
            1 | 22 => Some((glyph::DEADLINE, theme().deadline)),
            _ => None,
        };
        let month = MonthView {
            first: day("2026-12-01"),
            calendar: &calendar,
            picks: true,
            sign: &sign,
            turns: false,
        };
        draw_month(buf, area, &month, &theme())
    }

    #[test]
    fn a_month_with_signs_today_and_the_selected_day() {
        insta::assert_snapshot!(rendered(40, 8, |buf, area| {
            let places = draw(buf, area);
            assert_eq!(places.len(), 31);
        }));
    }

    #[test]
    fn a_month_to_pick_a_day_from_can_be_turned() {
        insta::assert_snapshot!(rendered(40, 8, |buf, area| {
            let day = "2026-12-01".parse().unwrap();
            let month = MonthView {
                first: day,
                calendar: &CalendarState::new(day, "2026-12-22".parse().unwrap()),
                picks: true,
                sign: &|_| None,
                turns: true,
            };
            let places = draw_month(buf, area, &month, &theme());
            assert_eq!(places.len(), 31);
            assert!(places.contains(&(Rect::new(10, 2, 5, 1), day)));
        }));
    }

    #[test]
    fn with_little_room_the_week_of_the_day_remains() {
        insta::assert_snapshot!(rendered(36, 4, |buf, area| drop(draw(buf, area))));
    }

    #[test]
    fn no_size_makes_it_draw_beside_its_area() {
        assert_draws_inside_area(|buf, area| drop(draw(buf, area)));
    }
}
