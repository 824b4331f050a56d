//! The timeline of the year on the screen: its scene painted on a few rows, and a legend.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::draw_line;
use crate::figure::{Form, Mark, Role, Sheet, Timeline};
use crate::ui::glyph;
use crate::ui::text;
use crate::ui::theme::Theme;

/// Rows of the timeline if it has room.
pub const HEIGHT: u16 = 5;

/// The marks, in the order of the legend.
const MARKS: [Mark; 4] = [Mark::Deadline, Mark::Meeting, Mark::Planned, Mark::Done];

/// Glyph, word and style of a mark.
const fn look(mark: Mark, theme: &Theme) -> (&'static str, &'static str, Style) {
    match mark {
        Mark::Meeting => (glyph::MEETING, "meeting", theme.meeting),
        Mark::Planned => (glyph::PLANNED, "planned", theme.meeting),
        Mark::Done => (glyph::DATE_DONE, "done", theme.good),
        Mark::Deadline => (glyph::DEADLINE, "due", theme.deadline),
    }
}

/// Draws the timeline over the width of `area`. With fewer rows than [`HEIGHT`] the months go first, then the legend, the
/// titles of the phases, the marks; the line with today's mark stays.
pub fn draw_timeline(buf: &mut Buffer, area: Rect, timeline: &Timeline, theme: &Theme) {
    let area = area.intersection(buf.area);
    let [titles, line, marks, months, legend] = match area.height {
        0 | 1 => [None, Some(0), None, None, None],
        2 => [None, Some(0), Some(1), None, None],
        3 => [Some(0), Some(1), Some(2), None, None],
        4 => [Some(0), Some(1), Some(2), None, Some(3)],
        _ => [Some(0), Some(1), Some(2), Some(3), Some(4)],
    };
    let columns = i16::try_from(area.width).unwrap_or(i16::MAX);
    for shape in timeline.scene(Sheet::cells(columns)).shapes {
        let phase = if shape.role == Role::CurrentPhase {
            theme.phase_now
        } else {
            theme.phase
        };
        let long = |sign: &str, width| sign.repeat(usize::try_from(width).unwrap_or(0));
        let (row, words, width, style) = match (shape.role, shape.form) {
            (Role::Axis, Form::Line { width, .. }) => {
                (line, long(glyph::TIMELINE, width), width, phase)
            }
            (Role::Past, Form::Line { width, .. }) => {
                (line, long(glyph::TIMELINE_PAST, width), width, phase)
            }
            (_, Form::Rect { width, .. }) => {
                (line, long(glyph::TIMELINE_PHASE_START, 1), width, phase)
            }
            (Role::Today, Form::Line { .. }) => (line, long(glyph::TODAY, 1), 1, theme.today),
            (Role::Mark(mark), _) => {
                let (sign, _, style) = look(mark, theme);
                (marks, long(sign, 1), 1, style)
            }
            (Role::Note, Form::Text { text, room, .. }) => (months, text, room, theme.muted),
            (Role::Phase | Role::CurrentPhase, Form::Text { text, room, .. }) => {
                (titles, text, room, phase)
            }
            (_, _) => continue,
        };
        let (Some(row), Ok(x), Ok(width)) = (row, u16::try_from(shape.x), u16::try_from(width))
        else {
            continue;
        };
        let place = Rect::new(area.x + x, area.y + row, width, 1).intersection(area);
        buf.set_style(place, style);
        draw_line(buf, place, 0, &Line::styled(words, style));
    }
    if let Some(row) = legend {
        draw_line(
            buf,
            area,
            row,
            &legend_line(timeline, usize::from(area.width), theme),
        );
    }
}

/// The position of today in the year, and the marks that are shown.
fn legend_line(timeline: &Timeline, columns: usize, theme: &Theme) -> Line<'static> {
    let mut phases = timeline.spans.iter().rev();
    let today = if timeline.today < timeline.from {
        "before the start".to_owned()
    } else if timeline.today > timeline.to {
        "over".to_owned()
    } else if let Some(phase) = phases.find(|phase| phase.from <= timeline.today) {
        format!("today: {}", phase.title)
    } else {
        "today".to_owned()
    };
    let mut line = Line::styled(format!("{} {today}", glyph::TODAY), theme.today);
    for mark in MARKS {
        let (sign, word, style) = look(mark, theme);
        let fits = line.width() + 4 + text::width(word) <= columns;
        if fits && timeline.events.iter().any(|event| event.mark == mark) {
            line.push_span(Span::styled(format!("  {sign}"), style));
            line.push_span(Span::styled(format!(" {word}"), theme.muted));
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::figure::{TimelineEvent, TimelineSpan};
    use crate::ui::widgets::testing::{assert_draws_inside_area, rendered, theme};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn year() -> Timeline {
        let phase = |from: &str, to: &str, title: &str| TimelineSpan {
            title: title.to_owned(),
            from: day(from),
            to: day(to),
        };
        let event = |date: &str, mark| TimelineEvent {
            date: day(date),
            title: String::new(),
            mark,
        };
        Timeline {
            from: day("2026-11-02"),
            to: day("2027-08-31"),
            today: day("2027-02-10"),
            spans: vec![
                phase("2026-11-02", "2026-11-15", "Getting started"),
                phase("2026-11-16", "2026-11-30", "Setting goals"),
                phase("2026-12-01", "2027-03-14", "Working"),
                phase("2027-03-15", "2027-04-14", "Mid-point"),
                phase("2027-04-15", "2027-07-31", "Working on"),
                phase("2027-08-01", "2027-08-31", "Closing"),
            ],
            events: vec![
                event("2026-11-05", Mark::Meeting),
                event("2026-12-01", Mark::Done),
                event("2026-12-03", Mark::Meeting),
                event("2027-01-07", Mark::Meeting),
                event("2027-02-25", Mark::Planned),
                event("2027-04-01", Mark::Deadline),
                event("2027-08-31", Mark::Deadline),
            ],
        }
    }

    fn shown(width: u16, height: u16) -> String {
        rendered(width, height, |buf, area| {
            draw_timeline(buf, area, &year(), &theme());
        })
    }

    #[test]
    fn the_year_at_80_columns() {
        insta::assert_snapshot!(shown(80, 5));
    }

    #[test]
    fn the_year_at_40_columns() {
        insta::assert_snapshot!(shown(40, 5));
    }

    #[test]
    fn the_year_at_200_columns() {
        insta::assert_snapshot!(shown(200, 5));
    }

    #[test]
    fn with_few_rows_the_line_and_the_marks_stay() {
        insta::assert_snapshot!(format!(
            "{}\n{}\n{}",
            shown(60, 1),
            shown(60, 2),
            shown(60, 4)
        ));
    }

    #[test]
    fn before_the_start_and_after_the_end_the_legend_says_so() {
        let mut strip = year();
        strip.today = day("2026-10-01");
        assert!(
            rendered(60, 5, |buf, area| draw_timeline(
                buf,
                area,
                &strip,
                &theme()
            ))
            .contains("before the start")
        );
        strip.today = day("2027-10-01");
        assert!(
            rendered(60, 5, |buf, area| draw_timeline(
                buf,
                area,
                &strip,
                &theme()
            ))
            .contains("over")
        );
    }

    #[test]
    fn no_size_and_no_dates_make_it_draw_beside_its_area() {
        assert_draws_inside_area(|buf, area| draw_timeline(buf, area, &year(), &theme()));
        for (start, end) in [
            ("2026-11-02", "2026-11-02"),
            ("2026-11-02", "2025-11-02"),
            ("2026-11-02", "2036-11-02"),
        ] {
            let strip = Timeline {
                from: day(start),
                to: day(end),
                ..year()
            };
            assert_draws_inside_area(|buf, area| draw_timeline(buf, area, &strip, &theme()));
        }
    }
}
