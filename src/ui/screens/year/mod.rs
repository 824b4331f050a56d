//! The year, one file for each pane; the dates are drawn here.

pub(super) mod days;
mod hours;
mod numbers;
mod pulse;

use ratatui::layout::Rect;

use super::{Canvas, draw_tabs, lines, split, year_timeline};
use crate::app::screens::year::{DatesPane, YearPane, YearScreen};
use crate::ui::widgets::timeline::{HEIGHT, draw_timeline};

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &YearScreen) {
    let rest = draw_tabs(canvas, area, YearPane::ALL, screen.pane, YearPane::label);
    match screen.pane {
        YearPane::Dates => dates(canvas, rest, &screen.dates),
        YearPane::Days => days::draw(canvas, rest, &screen.days),
        YearPane::Numbers => numbers::draw(canvas, rest, &screen.numbers),
        YearPane::Record => hours::draw(canvas, rest, &screen.record),
        YearPane::Pulse => pulse::draw(canvas, rest, &screen.pulse),
    }
}

fn dates(canvas: &mut Canvas<'_>, area: Rect, pane: &DatesPane) {
    let (top, rest) = split(area, if area.height < 14 { 2 } else { HEIGHT + 1 });
    if let Some(timeline) = year_timeline(&canvas.session.year()) {
        let top = Rect {
            height: top.height.min(HEIGHT),
            ..top
        };
        draw_timeline(canvas.buf, top, &timeline, canvas.theme);
    }
    canvas.list(rest, &pane.sections(canvas.session), &pane.list);
}
