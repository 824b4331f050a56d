//! The timeline of the year: its phases, today, the meetings and the dates, all to one scale.

use chrono::{Datelike, Months, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::draw_line;
use crate::ui::glyph;
use crate::ui::text;
use crate::ui::theme::Theme;

/// Rows of the timeline if it has room.
pub const HEIGHT: u16 = 5;

/// A phase of the year; it lasts until the next one begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearTimelinePhase {
    pub from: NaiveDate,
    pub title: String,
}

/// Marks on the timeline. Where two fall on one cell, the variant that comes later here is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum YearTimelineMark {
    /// A meeting that was held.
    Meeting,
    Planned,
    /// A date that was ticked as done.
    Done,
    /// A date that something is due on.
    Deadline,
}

impl YearTimelineMark {
    /// In the order of the legend.
    const ALL: [Self; 4] = [Self::Deadline, Self::Meeting, Self::Planned, Self::Done];

    fn sign(self) -> &'static str {
        match self {
            Self::Meeting => glyph::MEETING,
            Self::Planned => glyph::PLANNED,
            Self::Done => glyph::DATE_DONE,
            Self::Deadline => glyph::DEADLINE,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::Planned => "planned",
            Self::Done => "done",
            Self::Deadline => "due",
        }
    }

    fn style(self, theme: &Theme) -> Style {
        match self {
            Self::Meeting | Self::Planned => theme.meeting,
            Self::Done => theme.good,
            Self::Deadline => theme.deadline,
        }
    }
}

#[derive(Clone, Debug)]
pub struct YearTimeline {
    /// The first day.
    pub start: NaiveDate,
    /// The last day.
    pub end: NaiveDate,
    pub today: NaiveDate,
    pub phases: Vec<YearTimelinePhase>,
    /// The marks, in any order; those outside the year are not drawn.
    pub marks: Vec<(NaiveDate, YearTimelineMark)>,
}

/// Draws the timeline over the width of `area`. With fewer rows than [`HEIGHT`] the months go first, then the legend, the
/// names of the phases, the marks; the line with today's mark stays.
pub fn draw_timeline(buf: &mut Buffer, area: Rect, timeline: &YearTimeline, theme: &Theme) {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let scale = YearTimelineScale::new(timeline, usize::from(area.width));
    let line = scale.line(theme);
    let rows = match area.height {
        1 => vec![line],
        2 => vec![line, scale.marks(theme)],
        3 => vec![scale.names(theme), line, scale.marks(theme)],
        4 => vec![
            scale.names(theme),
            line,
            scale.marks(theme),
            scale.legend(theme),
        ],
        _ => vec![
            scale.names(theme),
            line,
            scale.marks(theme),
            scale.months(theme),
            scale.legend(theme),
        ],
    };
    for (row, line) in (0..area.height).zip(&rows) {
        draw_line(buf, area, row, line);
    }
}

/// Maps days to columns.
struct YearTimelineScale<'a> {
    timeline: &'a YearTimeline,
    columns: usize,
}

impl<'a> YearTimelineScale<'a> {
    fn new(timeline: &'a YearTimeline, columns: usize) -> Self {
        Self { timeline, columns }
    }

    /// The column of a day; none outside the year.
    fn column(&self, day: NaiveDate) -> Option<usize> {
        let length = (self.timeline.end - self.timeline.start).num_days().max(1);
        let passed = (day - self.timeline.start).num_days();
        let last = i64::try_from(self.columns).ok()?.checked_sub(1)?;
        if !(0..=length).contains(&passed) {
            return None;
        }
        usize::try_from(passed.checked_mul(last)? / length).ok()
    }

    /// First and last column of each phase, its name, and true for the current phase.
    fn phase_spans(&self) -> Vec<(usize, usize, &str, bool)> {
        let phases = &self.timeline.phases;
        (0..phases.len())
            .filter_map(|at| {
                let phase = &phases[at];
                let next = phases.get(at + 1).map(|next| next.from);
                let from = self.column(phase.from.max(self.timeline.start))?;
                let to = next.map_or(Some(self.columns), |next| self.column(next))?;
                let now = phase.from <= self.timeline.today
                    && next.map_or(self.timeline.today <= self.timeline.end, |next| {
                        self.timeline.today < next
                    });
                (from < to).then_some((from, to, phase.title.as_str(), now))
            })
            .collect()
    }

    fn names(&self, theme: &Theme) -> Line<'static> {
        let mut line = Line::default();
        let mut at = 0;
        for (from, to, title, now) in self.phase_spans() {
            if from < at {
                continue;
            }
            line.push_span(Span::raw(" ".repeat(from - at)));
            let style = if now { theme.phase_now } else { theme.phase };
            // A name of three letters and an ellipsis still says something; less does not.
            let room = (to - from).saturating_sub(usize::from(to < self.columns));
            let name = if room >= text::width(title).min(4) {
                text::fit(title, room)
            } else {
                String::new()
            };
            at = from + text::width(&name);
            line.push_span(Span::styled(name, style));
        }
        line
    }

    fn line(&self, theme: &Theme) -> Line<'static> {
        let today = self.column(self.timeline.today);
        let over = today.unwrap_or(if self.timeline.today < self.timeline.start {
            0
        } else {
            self.columns
        });
        let mut cells: Vec<(&'static str, Style)> = (0..self.columns)
            .map(|at| {
                (
                    if at < over {
                        glyph::TIMELINE_PAST
                    } else {
                        glyph::TIMELINE
                    },
                    theme.phase,
                )
            })
            .collect();
        for (from, to, _, now) in self.phase_spans() {
            if now {
                for cell in &mut cells[from..to] {
                    cell.1 = theme.phase_now;
                }
            }
            cells[from].0 = glyph::TIMELINE_PHASE_START;
        }
        if let Some(cell) = today.and_then(|at| cells.get_mut(at)) {
            *cell = (glyph::TODAY, theme.today);
        }
        merge_spans(cells)
    }

    fn marks(&self, theme: &Theme) -> Line<'static> {
        let mut marks: Vec<Option<YearTimelineMark>> = vec![None; self.columns];
        for (day, mark) in &self.timeline.marks {
            if let Some(cell) = self.column(*day).and_then(|at| marks.get_mut(at)) {
                *cell = (*cell).max(Some(*mark));
            }
        }
        merge_spans(
            marks.into_iter().map(|mark| {
                mark.map_or((" ", theme.text), |mark| (mark.sign(), mark.style(theme)))
            }),
        )
    }

    /// The names of the months where they begin, as many as fit.
    fn months(&self, theme: &Theme) -> Line<'static> {
        let mut out = String::new();
        let mut month = self.timeline.start;
        while month <= self.timeline.end {
            if let Some(at) = self.column(month) {
                let name = month.format("%b").to_string();
                let used = text::width(&out);
                if (used == 0 || used < at) && at + 3 <= self.columns {
                    out.push_str(&" ".repeat(at - used));
                    out.push_str(&name);
                }
            }
            let next = month
                .checked_add_months(Months::new(1))
                .and_then(|next| next.with_day(1));
            match next.filter(|next| *next > month) {
                Some(next) => month = next,
                None => break,
            }
        }
        Line::styled(out, theme.muted)
    }

    /// The legend of the marks, and the position of today in the year.
    fn legend(&self, theme: &Theme) -> Line<'static> {
        let today = if self.timeline.today < self.timeline.start {
            "before the start".to_owned()
        } else if self.timeline.today > self.timeline.end {
            "over".to_owned()
        } else {
            let now = self
                .timeline
                .phases
                .iter()
                .rev()
                .find(|phase| phase.from <= self.timeline.today);
            now.map_or_else(
                || "today".to_owned(),
                |phase| format!("today: {}", phase.title),
            )
        };
        let mut line = Line::from(Span::styled(
            format!("{} {today}", glyph::TODAY),
            theme.today,
        ));
        for mark in YearTimelineMark::ALL {
            let words = format!(" {}", mark.words());
            let fits = line.width() + 3 + text::width(&words) <= self.columns;
            if fits && self.timeline.marks.iter().any(|(_, other)| *other == mark) {
                line.push_span(Span::styled(
                    format!("  {}", mark.sign()),
                    mark.style(theme),
                ));
                line.push_span(Span::styled(words, theme.muted));
            }
        }
        line
    }
}

/// Cells as a line, with cells of one style merged into one span.
fn merge_spans(cells: impl IntoIterator<Item = (&'static str, Style)>) -> Line<'static> {
    let mut spans: Vec<Span<'static>> = Vec::new();
    for (sign, style) in cells {
        match spans.last_mut() {
            Some(span) if span.style == style => span.content.to_mut().push_str(sign),
            Some(_) | None => spans.push(Span::styled(sign, style)),
        }
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::{assert_draws_inside_area, rendered, theme};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn year() -> YearTimeline {
        let phase = |from: &str, title: &str| YearTimelinePhase {
            from: day(from),
            title: title.to_owned(),
        };
        YearTimeline {
            start: day("2026-11-02"),
            end: day("2027-08-31"),
            today: day("2027-02-10"),
            phases: vec![
                phase("2026-11-02", "Getting started"),
                phase("2026-11-16", "Setting goals"),
                phase("2026-12-01", "Working"),
                phase("2027-03-15", "Mid-point"),
                phase("2027-04-15", "Working on"),
                phase("2027-08-01", "Closing"),
            ],
            marks: vec![
                (day("2026-11-05"), YearTimelineMark::Meeting),
                (day("2026-12-01"), YearTimelineMark::Done),
                (day("2026-12-03"), YearTimelineMark::Meeting),
                (day("2027-01-07"), YearTimelineMark::Meeting),
                (day("2027-02-25"), YearTimelineMark::Planned),
                (day("2027-04-01"), YearTimelineMark::Deadline),
                (day("2027-08-31"), YearTimelineMark::Deadline),
                (day("2029-01-01"), YearTimelineMark::Deadline),
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
            let strip = YearTimeline {
                start: day(start),
                end: day(end),
                ..year()
            };
            assert_draws_inside_area(|buf, area| draw_timeline(buf, area, &strip, &theme()));
        }
    }
}
