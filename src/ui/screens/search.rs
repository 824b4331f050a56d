//! Search: what is typed, and the hits with the words found marked.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Canvas, split};
use crate::app::Target;
use crate::app::screens::search::Search;
use crate::domain::book::Hit;
use crate::domain::when;
use crate::ui::widgets::field::draw_field;
use crate::ui::widgets::put;
use crate::ui::{glyph, text};

/// Lines a hit takes.
const TALL: usize = 2;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &Search) {
    let (top, rest) = split(area, 2);
    put(
        canvas.buf,
        Rect { width: 8, ..top },
        0,
        &Line::styled("Search:", canvas.theme.title),
    );
    let field = Rect {
        x: top.x + 8,
        width: top.width.saturating_sub(8),
        height: 1,
        ..top
    };
    canvas.buf.set_style(field, canvas.theme.focus);
    canvas.drawn.cursor = draw_field(canvas.buf, field, &screen.query, canvas.theme);
    let hits = screen.hits(canvas.desk);
    if hits.is_empty() {
        let words = if screen.words.chars().count() < 2 {
            "Type at least two letters. Goals, meetings, notes, actions, questions and answers are searched."
        } else {
            "Nothing found. Each word may be the beginning of one; fewer words find more."
        };
        for (row, line) in (0..rest.height).zip(text::wrap(words, usize::from(rest.width))) {
            put(
                canvas.buf,
                rest,
                row,
                &Line::styled(line, canvas.theme.muted),
            );
        }
        return;
    }
    let (line, rest) = split(rest, 1);
    let only = screen.only.map_or_else(String::new, |kind| {
        format!(", only: {}", Search::kind_words(kind))
    });
    let count = format!("{} of {}{only}", screen.selected + 1, hits.len());
    put(
        canvas.buf,
        line,
        0,
        &Line::styled(count, canvas.theme.muted),
    );
    let shown = usize::from(rest.height) / TALL;
    let first = screen
        .selected
        .saturating_sub(shown / 2)
        .min(hits.len().saturating_sub(shown));
    for (at, (index, hit)) in hits.iter().enumerate().skip(first).take(shown).enumerate() {
        let place = Rect {
            y: rest.y + u16::try_from(at * TALL).unwrap_or(0),
            height: u16::try_from(TALL).unwrap_or(1),
            ..rest
        };
        draw_hit(canvas, place, hit, index == screen.selected, &screen.words);
        canvas.drawn.targets.push((place, Target::Row(index)));
    }
}

fn draw_hit(canvas: &mut Canvas<'_>, area: Rect, hit: &Hit, selected: bool, words: &str) {
    let theme = canvas.theme;
    let mark = if selected { glyph::SELECTED } else { " " };
    let date = hit.date.map(when::shown).unwrap_or_default();
    let mut spans = vec![Span::styled(format!("{mark} "), theme.accent)];
    if hit.private {
        spans.push(Span::styled(
            format!("{} {} ", glyph::LOCK, glyph::PRIVATE),
            theme.private,
        ));
    }
    spans.push(Span::styled(
        format!("{}  {date}  ", Search::kind_words(hit.kind)),
        theme.muted,
    ));
    spans.extend(marked(&hit.title, words, theme.strong, theme.found));
    put(canvas.buf, area, 0, &Line::from(spans));
    let glimpse = glimpse(&hit.body, words, usize::from(area.width).saturating_sub(4));
    let mut spans = vec![Span::raw("    ")];
    spans.extend(marked(&glimpse, words, theme.muted, theme.found));
    put(canvas.buf, area, 1, &Line::from(spans));
    if selected {
        let style = ratatui::style::Style {
            fg: None,
            ..theme.selected
        };
        canvas.buf.set_style(area, style);
    }
}

/// The part of `body` around the first word found, in one line.
fn glimpse(body: &str, words: &str, columns: usize) -> String {
    let flat = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let places = found(&flat, words);
    let start = places.first().map_or(0, |place| place.start);
    let before = columns / 3;
    let from = flat[..start]
        .char_indices()
        .rev()
        .nth(before)
        .map_or(0, |(at, _)| at);
    if from == 0 {
        return text::fit(&flat, columns);
    }
    text::fit(&format!("{}{}", glyph::ELLIPSIS, &flat[from..]), columns)
}

/// `text` with the words found in the style `found_style`.
fn marked(
    words_of: &str,
    words: &str,
    style: ratatui::style::Style,
    found_style: ratatui::style::Style,
) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let mut at = 0;
    for place in found(words_of, words) {
        spans.push(Span::styled(words_of[at..place.start].to_owned(), style));
        spans.push(Span::styled(
            words_of[place.clone()].to_owned(),
            found_style,
        ));
        at = place.end;
    }
    spans.push(Span::styled(words_of[at..].to_owned(), style));
    spans
}

/// Where words of `text` begin with one of `words`, in order; case makes no difference.
fn found(text: &str, words: &str) -> Vec<std::ops::Range<usize>> {
    let wanted: Vec<Vec<char>> = words
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().chars().collect())
        .collect();
    let mut places = Vec::new();
    let mut inside = false;
    for (start, character) in text.char_indices() {
        let begins = character.is_alphanumeric() && !inside;
        inside = character.is_alphanumeric();
        if !begins {
            continue;
        }
        let longest = wanted
            .iter()
            .filter_map(|word| prefix(&text[start..], word))
            .max();
        if let Some(length) = longest {
            places.push(start..start + length);
        }
    }
    places
}

/// How many bytes of `text` the letters of `word` take at its beginning, if it begins with them.
fn prefix(text: &str, word: &[char]) -> Option<usize> {
    let mut wanted = word.iter().peekable();
    let mut length = 0;
    for character in text.chars() {
        if wanted.peek().is_none() {
            break;
        }
        for lower in character.to_lowercase() {
            if wanted.next() != Some(&lower) {
                return None;
            }
        }
        length += character.len_utf8();
    }
    wanted.peek().is_none().then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_at_their_beginning_in_any_case() {
        assert_eq!(
            found("School visit, preschool SCHOOLS", "schoo"),
            [0..5, 24..29]
        );
        assert_eq!(found("Über Übung", "üb"), [0..3, 6..9]);
        assert!(found("anything", "").is_empty());
    }

    #[test]
    fn a_glimpse_shows_the_word_that_was_found() {
        let body = format!("{} zebrafish at the end", "word ".repeat(40));
        assert!(glimpse(&body, "zebra", 40).contains("zebrafish"));
    }
}
