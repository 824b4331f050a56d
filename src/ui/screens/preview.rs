//! Preview of an export.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Canvas, heading, lines, split};
use crate::app::screens::preview::PreviewScreen;
use crate::domain::visibility;
use crate::ui::text;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &PreviewScreen) {
    let rest = heading(canvas, area, &screen.preview.title);
    let mut facts = match &screen.written_path {
        Some(path) => vec![
            format!("Written: {}", path.display()),
            "o opens it, O its folder; M copies an e-mail text to send it with.".to_owned(),
        ],
        None => vec![format!("Enter writes this file: {}", screen.preview.file)],
    };
    let level = screen.preview.request.level.label();
    facts.push(format!("How much leaves: {level}. v changes it."));
    facts.extend(screen.preview.withheld.iter().cloned());
    let height = u16::try_from(facts.len() + 1)
        .unwrap_or(1)
        .min(rest.height / 3);
    let (top, rest) = split(rest, height);
    let facts: Vec<_> = facts
        .into_iter()
        .map(|words| Line::styled(words, canvas.theme.muted))
        .collect();
    canvas.lines(top, &facts);
    let columns = usize::from(rest.width.saturating_sub(2));
    let rows: Vec<_> = text::wrap(&screen.preview.text, columns)
        .into_iter()
        .map(|row| {
            let private = row.contains(visibility::MARK);
            let style = if private {
                canvas.theme.private
            } else {
                canvas.theme.text
            };
            Line::styled(row, style)
        })
        .collect();
    lines(canvas, rest, &rows, screen.scroll);
}
