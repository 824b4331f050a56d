//! The numbers of the year as charts, in blocks that stand beside each other where there is room.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Canvas, lines};
use crate::app::screens::year::NumbersPane;
use crate::domain::dates;
use crate::domain::schedule::{
    CompetencyCoverage, ContactCount, GoalTrend, MonthTotals, TargetStatus,
};
use crate::ui::text;
use crate::ui::theme::Theme;
use crate::ui::widgets::bars::{BarRow, bars};
use crate::ui::widgets::progress::progress;
use crate::ui::widgets::sparkline::{SparklineValue, sparkline};
use crate::ui::{canvas, glyph};

/// Least width of a block, in cells.
const MIN_BLOCK_WIDTH: usize = 36;
/// Least width of a goal's block, in cells.
const MIN_GOAL_BLOCK_WIDTH: usize = 56;
/// Cells between two blocks.
const GAP: usize = 3;

type ChartBlock = Vec<Line<'static>>;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, pane: &NumbersPane) {
    let theme = canvas.theme;
    let columns = usize::from(area.width.saturating_sub(2));
    if !pane.complete {
        let words = "The log is still being read.";
        lines(canvas, area, &[Line::styled(words, theme.muted)], 0);
        return;
    }
    let mut all = wrapped(&pane.sentences, columns, theme.text);
    all.push(Line::default());
    // Without a contact there is nothing to compare; a wall of zeros says less than the sentence.
    if pane.totals.count.contacts > 0 {
        all.extend(side_by_side(columns, MIN_BLOCK_WIDTH, |columns| {
            let per_month = |what, target, of: fn(&ContactCount) -> u32| {
                per_month(pane, what, target, of, columns, theme)
            };
            vec![
                per_month("Contacts", pane.target.0, |it| it.contacts),
                per_month("Meetings", pane.target.1, |it| it.meetings),
                hours(pane, columns, theme),
                channels(pane, columns, theme),
            ]
        }));
    }
    all.extend(side_by_side(columns, MIN_GOAL_BLOCK_WIDTH, |columns| {
        let goals = pane.growth.iter();
        goals
            .map(|growth| goal(growth, pane, columns, theme))
            .collect()
    }));
    if !pane.touched.is_empty() {
        all.extend(areas(pane, columns, theme));
    }
    lines(canvas, area, &all, pane.scroll);
}

fn wrapped(words: &[String], columns: usize, style: Style) -> ChartBlock {
    let rows = words.iter();
    rows.flat_map(|words| canvas::wrapped(words, columns, style))
        .collect()
}

fn head(words: &str, columns: usize, theme: &Theme) -> Line<'static> {
    Line::styled(text::fit(words, columns), theme.heading)
}

/// Blocks of at least `least` cells beside each other, as many as fit into `columns`; `make` gets the width of one.
fn side_by_side(
    columns: usize,
    least: usize,
    make: impl Fn(usize) -> Vec<ChartBlock>,
) -> ChartBlock {
    let across = ((columns + GAP) / (least + GAP)).clamp(1, 4);
    let wide = (columns + GAP) / across - GAP.min(columns);
    let mut all = ChartBlock::new();
    for row in make(wide).chunks(across) {
        let height = row.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let mut line = Line::default();
            for (index, block) in row.iter().enumerate() {
                let part = block.get(at).cloned().unwrap_or_default();
                let used = part.width();
                let style = part.style;
                let spans = part.spans.into_iter();
                line.spans
                    .extend(spans.map(|span| Span::styled(span.content, style.patch(span.style))));
                if index + 1 < row.len() {
                    let rest = (wide + GAP).saturating_sub(used);
                    line.push_span(Span::raw(" ".repeat(rest)));
                }
            }
            all.push(line);
        }
        all.push(Line::default());
    }
    all
}

/// A bar for each month, against the target of a month.
fn per_month(
    pane: &NumbersPane,
    what: &str,
    target: Option<u32>,
    of: fn(&ContactCount) -> u32,
    columns: usize,
    theme: &Theme,
) -> ChartBlock {
    let title = match target {
        Some(target) => format!("{what} a month, {target} wanted {}", glyph::TRACK),
        None => format!("{what} a month"),
    };
    let data: Vec<_> = pane
        .totals
        .months
        .iter()
        .map(|month| month_bar(month, of(&month.count), target))
        .collect();
    let mut block = vec![head(&title, columns, theme)];
    block.extend(bars(&data, target.map(u64::from), columns, theme));
    block
}

fn month_bar(month: &MonthTotals, count: u32, target: Option<u32>) -> BarRow {
    let against = month.target_status(count, target);
    let words = match against {
        TargetStatus::Met => format!("{count:>2} {}", glyph::TICK),
        TargetStatus::Short(fewer) => format!("{count:>2} {} {fewer} fewer", glyph::DOWN),
        TargetStatus::NotMeasured if target.is_some() && month.paused_days > 0 => {
            format!(
                "{count:>2} paused {}",
                dates::pluralize(month.paused_days, "day")
            )
        }
        TargetStatus::NotMeasured if target.is_some() => format!("{count:>2} so far"),
        TargetStatus::NotMeasured => format!("{count:>2}"),
    };
    BarRow {
        label: name(month),
        value: u64::from(count),
        words,
        good: against == TargetStatus::Met,
    }
}

fn name(month: &MonthTotals) -> String {
    dates::format_month(month.first)
}

fn hours(pane: &NumbersPane, columns: usize, theme: &Theme) -> ChartBlock {
    let title = format!("Hours a month, {} together", pane.totals.hours());
    let months = pane.totals.months.iter();
    let data: Vec<_> = months
        .map(|month| BarRow {
            label: name(month),
            value: month.minutes,
            words: format!("{:>6}", month.hours()),
            good: false,
        })
        .collect();
    let mut block = vec![head(&title, columns, theme)];
    block.extend(bars(&data, None, columns, theme));
    block
}

fn channels(pane: &NumbersPane, columns: usize, theme: &Theme) -> ChartBlock {
    let channels = pane.totals.channels.iter();
    let data: Vec<_> = channels
        .map(|(channel, count)| BarRow {
            label: channel.label().to_owned(),
            value: u64::from(*count),
            words: format!("{count:>2}"),
            good: false,
        })
        .collect();
    let mut block = vec![head("How you spoke", columns, theme)];
    if data.is_empty() {
        block.push(Line::styled("No channel is noted yet.", theme.muted));
    }
    block.extend(bars(&data, None, columns, theme));
    block
}

/// The trend of a goal: its bar, the steps done by the end of each month, the last step done, its status changes.
fn goal(trend: &GoalTrend, pane: &NumbersPane, columns: usize, theme: &Theme) -> ChartBlock {
    let done = trend.done.len();
    let mut block = vec![
        head(&format!("Goal: {}", trend.title), columns, theme),
        progress(done, trend.total_steps, columns.min(40), theme),
    ];
    let months = pane.totals.months.iter().zip(&trend.steps_done_by_month);
    let data: Vec<_> = months
        .map(|(month, value)| SparklineValue {
            label: month.first.format("%b").to_string(),
            value: *value,
        })
        .collect();
    block.extend(sparkline(&data, trend.total_steps, columns, theme));
    let last = trend
        .done
        .last()
        .map(|(day, title)| format!("{}  {}: {title}", glyph::TICK, dates::format_date(*day)));
    let changes = trend.status_changes.iter();
    let changes: Vec<_> = changes
        .map(|it| format!("{} {}", it.status.label(), dates::format_date(it.date)))
        .collect();
    let mut words: Vec<String> = last.into_iter().collect();
    if !changes.is_empty() {
        words.push(changes.join(&format!(" {} ", glyph::ARROW)));
    }
    block.extend(wrapped(&words, columns, theme.muted));
    block
}

fn areas(pane: &NumbersPane, columns: usize, theme: &Theme) -> ChartBlock {
    let mut block = vec![head("Competency areas, by goals and talks", columns, theme)];
    let touched = pane.touched.iter().filter(|area| !area.is_untouched());
    let data: Vec<_> = touched.map(area_bar).collect();
    block.extend(bars(&data, None, columns, theme));
    let words: Vec<_> = pane.untouched_sentence().into_iter().collect();
    block.extend(wrapped(&words, columns, theme.strong));
    block
}

fn area_bar(area: &CompetencyCoverage) -> BarRow {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    BarRow {
        label: area.area.clone(),
        value: u64::try_from(area.goals + area.talks).unwrap_or(u64::MAX),
        words: format!(
            "{}, {}",
            dates::pluralize(count(area.goals), "goal"),
            dates::pluralize(count(area.talks), "talk")
        ),
        good: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::theme;

    fn month(full: bool) -> MonthTotals {
        MonthTotals {
            first: "2026-12-01".parse().unwrap(),
            count: ContactCount::default(),
            minutes: 0,
            tenths: 0,
            paused_days: 0,
            full,
        }
    }

    #[test]
    fn a_month_says_how_it_stands_in_signs_and_words_without_blame() {
        let words = |full, count| month_bar(&month(full), count, Some(2)).words;
        assert_eq!(words(true, 2), " 2 ✓");
        assert_eq!(words(true, 1), " 1 ↓ 1 fewer");
        assert_eq!(words(false, 1), " 1 so far");
        assert_eq!(month_bar(&month(true), 1, None).words, " 1");
    }

    #[test]
    fn blocks_stand_beside_each_other_where_there_is_room() {
        let block = |word: &'static str| vec![Line::raw(word), Line::raw("x")];
        let shown = |columns| {
            let lines = side_by_side(columns, 10, |_| vec![block("one"), block("two")]);
            lines.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(shown(23), ["one          two", "x            x", ""]);
        assert_eq!(shown(20), ["one", "x", "", "two", "x", ""]);
        assert_eq!(shown(0).len(), 6);
    }

    #[test]
    fn an_area_counts_goals_and_talks_apart() {
        let area = CompetencyCoverage {
            area: "Outreach".to_owned(),
            goals: 1,
            talks: 2,
        };
        let lines = bars(&[area_bar(&area)], None, 40, &theme());
        assert!(lines[0].to_string().ends_with(" 1 goal, 2 talks"));
    }
}
