//! The hours record, with the wins beside it, or below where there is no room.

use ratatui::layout::Rect;

use super::super::{heading, panes};
use super::{Canvas, split};
use crate::app::screens::year::RecordPane;

/// Width, in columns, below which a row of the table leaves out kind and channel.
const MIN_TABLE_WIDTH: u16 = 60;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, pane: &RecordPane) {
    let selected = pane.index();
    let in_wins = selected.is_some_and(|index| index >= pane.hours.len());
    let (hours, wins) = match panes(area, 62) {
        (left, Some(right)) => (left, Some(right)),
        // One list at a time on a very small screen: the selected one.
        (left, None) if left.height < 12 => {
            if in_wins {
                (Rect { height: 0, ..left }, Some(left))
            } else {
                (left, None)
            }
        }
        (left, None) => below(left),
    };
    table(canvas, hours, pane);
    let Some(wins) = wins else { return };
    canvas.sections(wins, &[pane.wins()], selected, pane.hours.len());
}

/// The areas of the table above and the wins below.
fn below(area: Rect) -> (Rect, Option<Rect>) {
    let wins = area.height * 2 / 5;
    let (table, rest) = split(area, area.height - wins - 1);
    (table, Some(split(rest, 1).1))
}

fn table(canvas: &mut Canvas<'_>, area: Rect, pane: &RecordPane) {
    if area.height == 0 {
        return;
    }
    let rest = heading(canvas, area, &pane.heading());
    if let Some(words) = pane.empty() {
        return canvas.wrapped(rest, words, canvas.theme.muted);
    }
    let narrow = area.width < MIN_TABLE_WIDTH;
    let count = pane.hours.len();
    let selected = pane.index().filter(|index| *index < count);
    canvas.rows(rest, count, selected, |index| pane.row(index, narrow));
}
