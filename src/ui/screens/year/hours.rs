//! The hours record, with the wins beside it, or below where there is no room.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::super::{heading, panes};
use super::Canvas;
use crate::app::screens::year::RecordPane;
use crate::ui::text;
use crate::ui::widgets::draw_line;
use crate::ui::widgets::rows::{draw_rows, draw_sections};

/// Width, in columns, below which a row of the table leaves out kind and channel.
const MIN_TABLE_WIDTH: u16 = 60;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, pane: &RecordPane) {
    let selected = pane.index();
    let before = pane.hours.len();
    let in_wins = selected.and_then(|index| index.checked_sub(before));
    let (hours, wins) = match panes(area, 62) {
        (left, Some(right)) => (left, Some(right)),
        // One list at a time on a very small screen: the selected one.
        (left, None) if left.height < 12 => {
            if in_wins.is_some() {
                (Rect { height: 0, ..left }, Some(left))
            } else {
                (left, None)
            }
        }
        (left, None) => below(left),
    };
    table(canvas, hours, pane);
    let Some(wins) = wins else { return };
    let sections = [pane.wins()];
    let areas = draw_sections(canvas.buf, wins, &sections, in_wins, true, canvas.theme);
    let areas = areas.into_iter().map(|(rect, row)| (rect, row + before));
    canvas.drawn.add_row_targets(areas.collect());
}

/// The areas of the table above and the wins below.
fn below(area: Rect) -> (Rect, Option<Rect>) {
    let wins = area.height * 2 / 5;
    let table = Rect {
        height: area.height - wins - 1,
        ..area
    };
    let wins = Rect {
        y: area.bottom() - wins,
        height: wins,
        ..area
    };
    (table, Some(wins))
}

fn table(canvas: &mut Canvas<'_>, area: Rect, pane: &RecordPane) {
    if area.height == 0 {
        return;
    }
    let rest = heading(canvas, area, &pane.heading());
    if let Some(words) = pane.empty() {
        let rows = text::wrap(words, usize::from(rest.width));
        for (row, words) in (0..rest.height).zip(rows) {
            draw_line(
                canvas.buf,
                rest,
                row,
                &Line::styled(words, canvas.theme.muted),
            );
        }
        return;
    }
    let narrow = area.width < MIN_TABLE_WIDTH;
    let areas = draw_rows(
        canvas.buf,
        rest,
        pane.hours.len(),
        pane.index().filter(|index| *index < pane.hours.len()),
        |index| pane.row(index, narrow),
        true,
        canvas.theme,
    );
    canvas.drawn.add_row_targets(areas);
}
