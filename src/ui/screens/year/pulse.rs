//! The owner's pulse, marked private: a chart of the ratings over time, and each pulse with its notes.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Canvas, split};
use crate::app::screens::year::{PulsePane, RATINGS};
use crate::domain::dates::format_day;
use crate::domain::pulse::Pulse;
use crate::ui::canvas::wrapped;
use crate::ui::glyph;
use crate::ui::text;
use crate::ui::theme::Theme;

const MAX_RATING: u8 = 5;
/// Width of one pulse in the chart, in cells.
const COLUMN_WIDTH: usize = 9;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, pane: &PulsePane) {
    let session = canvas.session;
    let theme = canvas.theme;
    let columns = usize::from(area.width.saturating_sub(2));
    let never = if columns < 52 {
        ""
    } else {
        ": never shared, and nobody is told"
    };
    let mark = format!(" {} {} For you alone{never}. ", glyph::LOCK, glyph::PRIVATE);
    let mut head = vec![Line::styled(text::fit(&mark, columns), theme.private)];
    if area.height > 8 {
        head.push(Line::default());
    }
    head.extend(chart(&session.year().pulses(), columns, theme));
    for words in PulsePane::words(session) {
        head.extend(wrapped(&words, columns, theme.strong));
    }
    // On a very small screen the list keeps one line.
    let room = usize::from(area.height.saturating_sub(1));
    head.truncate(room.max(1));
    let height = u16::try_from(head.len()).unwrap_or(u16::MAX);
    let gap = u16::from(area.height > height + 4);
    let (top, rest) = split(area, height + gap);
    canvas.lines(top, &head);
    canvas.list(rest, &pane.sections(session), &pane.list);
}

/// A row for each rating, a column for each pulse: the newest that fit, oldest first.
fn chart(pulses: &[&Pulse], columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    if pulses.is_empty() {
        return Vec::new();
    }
    let wide = columns >= 60;
    let label = |(full, short): (&'static str, &'static str)| if wide { full } else { short };
    let names = RATINGS.map(|names| text::width(label(names)));
    let first = names.into_iter().max().unwrap_or(0) + 2;
    let shown = (columns.saturating_sub(first) / COLUMN_WIDTH).max(1);
    let pulses = &pulses[pulses.len().saturating_sub(shown)..];
    let mut days = Line::from(Span::raw(" ".repeat(first)));
    for pulse in pulses {
        let day = format_day(pulse.date);
        days.push_span(Span::styled(text::pad(&day, COLUMN_WIDTH), theme.muted));
    }
    let mut chart = vec![days];
    for (index, names) in RATINGS.into_iter().enumerate() {
        let mut line = Line::from(Span::styled(text::pad(label(names), first), theme.text));
        for pulse in pulses {
            match pulse.ratings()[index] {
                Some(rating) => push_rating_bar(rating, &mut line, theme),
                None => line.push_span(Span::styled(text::pad("-", COLUMN_WIDTH), theme.muted)),
            }
        }
        chart.push(line);
    }
    chart.push(Line::default());
    chart
}

fn push_rating_bar(rating: u8, line: &mut Line<'static>, theme: &Theme) {
    let full = usize::from(rating.min(MAX_RATING));
    let rest = usize::from(MAX_RATING) - full;
    line.push_span(Span::styled(glyph::BAR.repeat(full), theme.bar));
    line.push_span(Span::styled(glyph::BAR_REST.repeat(rest), theme.bar_rest));
    line.push_span(Span::styled(
        text::pad(
            &format!(" {rating}"),
            COLUMN_WIDTH - usize::from(MAX_RATING),
        ),
        theme.text,
    ));
}
