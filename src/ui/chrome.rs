//! The chrome around every screen: tabs at the top, status line and key hints at the bottom.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use super::widgets::draw_line;
use super::widgets::key_hints::{KeyHint, draw_keyhints};
use super::{DrawOutput, text};
use crate::app::command::{Command, MainTab};
use crate::app::keymap::Needs;
use crate::app::screens::Screen;
use crate::app::{App, ClickTarget, keymap};

/// Draws the chrome and returns the area that is left for the screen.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    app: &App,
    theme: &Theme,
    drawn: &mut DrawOutput,
) -> Rect {
    let top = Rect { height: 1, ..area };
    let status = Rect {
        y: area.bottom() - 2,
        height: 1,
        ..area
    };
    let footer = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    draw_tabs(buf, top, app, theme, drawn);
    if let Some(message) = &app.status {
        let style = if message.is_error {
            theme.warn
        } else {
            theme.strong
        };
        let sign = if message.is_error { "! " } else { "" };
        let words = text::fit(&format!(" {sign}{}", message.text), usize::from(area.width));
        draw_line(buf, status, 0, &Line::styled(words, style));
    }
    keys(buf, footer, app, theme, drawn);
    Rect {
        x: area.x + 1,
        y: area.y + 2,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(4),
    }
}

fn draw_tabs(buf: &mut Buffer, area: Rect, app: &App, theme: &Theme, drawn: &mut DrawOutput) {
    let mut x = area.x + 1;
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
            if x + wide > area.right() {
                break;
            }
            let style = if here == Some(*tab) {
                theme.selected.patch(theme.title)
            } else {
                theme.muted
            };
            let tab_area = Rect {
                x,
                width: wide,
                ..area
            };
            draw_line(buf, tab_area, 0, &Line::styled(words, style));
            drawn
                .targets
                .push((tab_area, ClickTarget::Command(Command::GoTo(*tab))));
            x += wide;
        }
    } else {
        draw_line(
            buf,
            Rect {
                x,
                width: 9,
                ..area
            },
            0,
            &Line::styled("matchbook", theme.title),
        );
        x += 10;
    }
    let room = usize::from(area.right().saturating_sub(x + 2));
    let title = text::fit(&title(app), room);
    let wide = u16::try_from(text::width(&title)).unwrap_or(0);
    let right = Rect {
        x: area.right().saturating_sub(wide + 1),
        width: wide,
        ..area
    };
    draw_line(buf, right, 0, &Line::from(Span::styled(title, theme.muted)));
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
fn keys(buf: &mut Buffer, area: Rect, app: &App, theme: &Theme, drawn: &mut DrawOutput) {
    // Evaluated once for all bindings: whether a row is selected may need all rows of the screen.
    let all = [
        Needs::Nothing,
        Needs::Book,
        Needs::WritableBook,
        Needs::Selection,
    ];
    let there = all.map(|needs| (needs, app.unmet_need(needs).is_none()));
    let works = |needs| there.contains(&(needs, true));
    let rows: Vec<_> = keymap::active(&app.contexts())
        .into_iter()
        .filter(|row| !row.hint.is_empty())
        .map(|row| (row, row.keys[0].to_string(), works(row.needs)))
        .filter(|(_, _, works)| *works || app.session.has_book())
        .collect();
    let (help, others): (Vec<_>, Vec<_>) = rows
        .iter()
        .partition(|(row, _, _)| row.command == Command::Help);
    let mut area = Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    };
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
            let hints_area = Rect {
                x: area.right() - wide,
                width: wide,
                ..area
            };
            area.width = area.width.saturating_sub(wide + 2);
            hints_area
        } else {
            area
        };
        for (rect, index) in draw_keyhints(buf, hints_area, &hints, theme) {
            drawn
                .targets
                .push((rect, ClickTarget::Command(rows[index].0.command.clone())));
        }
    }
}
