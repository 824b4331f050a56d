//! The chrome around every screen: tabs at the top, status line and key hints at the bottom.

use ratatui::layout::{Margin, Rect};
use ratatui::text::Line;

use super::canvas::{Canvas, indented, split};
use super::text;
use super::widgets::key_hints::{KeyHint, draw_keyhints};
use crate::app::command::{Command, MainTab};
use crate::app::keymap::Needs;
use crate::app::screens::Screen;
use crate::app::{App, ClickTarget, keymap};

/// Limit of the lines of the status: a sentence or a path is wrapped rather than cut.
const MAX_STATUS_HEIGHT: u16 = 3;

/// Draws the chrome and returns the area that is left for the screen.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, app: &App) -> Rect {
    let theme = canvas.theme;
    let (top, rest) = split(area, 1);
    let message = app.status.as_ref().map_or_else(Vec::new, |message| {
        let (style, sign) = if message.is_error {
            (theme.warn, "! ")
        } else {
            (theme.strong, "")
        };
        let room = usize::from(area.width.saturating_sub(2));
        let words = format!("{sign}{}", message.text);
        let rows = text::wrap_to(&words, room, usize::from(MAX_STATUS_HEIGHT)).into_iter();
        rows.map(|row| Line::styled(row, style)).collect()
    });
    let height = u16::try_from(message.len()).unwrap_or(MAX_STATUS_HEIGHT);
    let height = height.clamp(1, MAX_STATUS_HEIGHT);
    let (body, rest) = split(rest, rest.height - height - 1);
    let (status, footer) = split(rest, height);
    draw_tabs(canvas, top, app);
    canvas.lines(indented(status, 1), &message);
    keys(canvas, footer, app);
    let (_, body) = split(body, 1);
    body.inner(Margin::new(1, 0))
}

fn draw_tabs(canvas: &mut Canvas<'_>, area: Rect, app: &App) {
    let theme = canvas.theme;
    let mut rest = indented(area, 1);
    if app.session.has_book() {
        let here = app.screens.iter().rev().find_map(Screen::tab);
        let names: usize = MainTab::ALL.iter().map(|tab| tab.label().len() + 3).sum();
        let room = usize::from(area.width);
        // The labels lose a space of padding where the title would be truncated otherwise.
        let roomy = names + MainTab::ALL.len() + text::width(&title(app)) + 4 <= room;
        let after = if roomy { " " } else { "" };
        for (number, tab) in (1..).zip(MainTab::ALL) {
            // Where not all labels fit, only the current tab has one.
            let words = if names < room || here == Some(*tab) {
                format!(" {number} {tab}{after}")
            } else {
                format!(" {number} ")
            };
            let wide = u16::try_from(text::width(&words)).unwrap_or(u16::MAX);
            if wide > rest.width {
                break;
            }
            let style = if here == Some(*tab) {
                theme.selected.patch(theme.title)
            } else {
                theme.muted
            };
            let tab_area = Rect {
                width: wide,
                ..rest
            };
            canvas.text(tab_area, &words, style);
            canvas.click(tab_area, ClickTarget::Command(Command::GoTo(*tab)));
            rest = indented(rest, wide);
        }
    } else {
        canvas.text(rest, "matchbook", theme.title);
        rest = indented(rest, 10);
    }
    let title = text::fit(&title(app), usize::from(rest.width.saturating_sub(2)));
    let wide = u16::try_from(text::width(&title)).unwrap_or(0);
    let right = indented(area, area.width.saturating_sub(wide + 1));
    canvas.text(right, &title, theme.muted);
}

fn title(app: &App) -> String {
    let session = &app.session;
    if !session.has_book() {
        return String::new();
    }
    let me = session.book.me();
    let mut words = format!(
        "{} with {}",
        session.program().short,
        session.book.name(me.other())
    );
    if session.sample {
        words = format!("Sample year: {words}");
    }
    if session.read_only.is_some() {
        words = format!("Read only: {words}");
    }
    words
}

/// The key hints of the footer: as many as fit, and the one for help at the right end.
fn keys(canvas: &mut Canvas<'_>, area: Rect, app: &App) {
    // Evaluated once for all bindings: whether a row is selected may need all rows of the screen.
    let all = [
        Needs::Nothing,
        Needs::Book,
        Needs::AnyBook,
        Needs::WritableBook,
        Needs::Selection,
        Needs::ExternalEditor,
    ];
    let there = all.map(|needs| (needs, app.unmet_need(needs).is_none()));
    let works = |needs| there.contains(&(needs, true));
    let rows: Vec<_> = keymap::active(&app.contexts())
        .into_iter()
        .filter(|row| !row.hint.is_empty())
        .map(|row| (row, row.keys[0].to_string(), works(row.needs)))
        .filter(|(row, _, works)| {
            *works || (app.session.has_book() && row.needs != Needs::ExternalEditor)
        })
        .collect();
    let (help, others): (Vec<_>, Vec<_>) = rows
        .iter()
        .partition(|(row, _, _)| row.command == Command::Help);
    let mut area = area.inner(Margin::new(1, 0));
    for (rows, at_right) in [(help, true), (others, false)] {
        let hints: Vec<_> = rows
            .iter()
            .map(|(row, key, works)| KeyHint {
                key,
                words: row.hint,
                is_enabled: *works,
            })
            .collect();
        let hints_area = if at_right {
            let wide = hints
                .iter()
                .map(|hint| text::width(hint.key) + text::width(hint.words) + 1)
                .sum::<usize>();
            let wide = u16::try_from(wide).unwrap_or(0).min(area.width);
            let hints_area = indented(area, area.width - wide);
            area.width = area.width.saturating_sub(wide + 2);
            hints_area
        } else {
            area
        };
        for (rect, index) in draw_keyhints(canvas.buf, hints_area, &hints, canvas.theme) {
            let command = rows[index].0.command.clone();
            canvas.click(rect, ClickTarget::Command(command));
        }
    }
}
