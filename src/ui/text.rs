//! Text for the screen: sanitized, then truncated, wrapped or padded by display width, never by bytes.
//!
//! Text of books, files and people passes through here before it is drawn.

use ratatui::text::{Line, Span};

use super::glyph;
use crate::app::cells;
pub use crate::app::cells::{sanitize, width};
use crate::domain::truncate::truncate;

/// Sanitizes `text` and truncates it to `columns` cells with an ellipsis.
pub fn fit(text: &str, columns: usize) -> String {
    cut(&sanitize(text), columns)
}

/// Truncates sanitized text to `columns` cells.
fn cut(text: &str, columns: usize) -> String {
    truncate(text, columns, width)
}

/// Like [`fit`], padded with spaces to exactly `columns` cells.
pub fn pad(text: &str, columns: usize) -> String {
    let mut out = fit(text, columns);
    out.extend(std::iter::repeat_n(
        ' ',
        columns.saturating_sub(width(&out)),
    ));
    out
}

/// Sanitizes `text` and wraps it to rows of at most `columns` cells; its own line breaks stay.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    if columns == 0 {
        return Vec::new();
    }
    text.lines()
        .flat_map(|line| {
            let line = sanitize(line);
            cells::wrap_line(&line, columns)
                .into_iter()
                .map(|row| fit(line[row].trim_end(), columns))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Like [`wrap`], cut to `count` rows with an ellipsis at the end of the last.
pub fn wrap_to(text: &str, columns: usize, count: usize) -> Vec<String> {
    let mut rows = wrap(text, columns);
    if rows.len() > count {
        rows.truncate(count);
        if let Some(last) = rows.last_mut() {
            *last = fit(&format!("{last} {}", glyph::ELLIPSIS), columns);
        }
    }
    rows
}

/// Sanitizes styled text and truncates it to `columns` cells; the ellipsis has the last style.
pub fn fit_line(line: &Line<'_>, columns: usize) -> Line<'static> {
    let mut left = columns;
    let mut out = Line::default().style(line.style);
    let mut spans = line.spans.iter().peekable();
    while let Some(span) = spans.next() {
        let content = sanitize(&span.content);
        let wide = width(&content);
        let more = spans.peek().is_some_and(|next| !next.content.is_empty());
        // Where the next span cannot show a single cell, this one gets the ellipsis.
        let text = if wide == left && more {
            cut(&format!("{content}{}", glyph::ELLIPSIS), left)
        } else {
            cut(&content, left)
        };
        left -= width(&text);
        let cut = wide > width(&text) || (wide == width(&text) && left == 0);
        out.push_span(Span::styled(text, span.style));
        if cut {
            break;
        }
    }
    out
}

/// Sanitizes styled text and wraps it to `columns` cells.
pub fn wrap_spans(spans: &[Span<'_>], columns: usize) -> Vec<Vec<Span<'static>>> {
    let spans: Vec<Span<'_>> = spans
        .iter()
        .map(|span| Span::styled(sanitize(&span.content), span.style))
        .collect();
    let text: String = spans.iter().map(|span| span.content.as_ref()).collect();
    cells::wrap_line(&text, columns)
        .into_iter()
        .map(|row| {
            let end = row.start + text[row.clone()].trim_end().len();
            let mut at = 0;
            let mut out = Vec::new();
            for span in &spans {
                let from = row.start.clamp(at, at + span.content.len()) - at;
                let to = end.clamp(at, at + span.content.len()) - at;
                at += span.content.len();
                if let Some(part) = span.content.get(from..to).filter(|part| !part.is_empty()) {
                    out.push(Span::styled(part.to_owned(), span.style));
                }
            }
            out
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::style::Stylize;

    use super::*;

    #[test]
    fn text_that_is_too_long_ends_in_an_ellipsis() {
        assert_eq!(fit("Call the school", 15), "Call the school");
        assert_eq!(fit("Call the school", 10), "Call the…");
        assert_eq!(fit("図書館", 5), "図書…");
        assert_eq!(fit("図書館", 4), "図…");
        assert_eq!(fit("abc", 1), "…");
        assert_eq!(fit("abc", 0), "");
    }

    #[test]
    fn padding_reaches_the_width_with_wide_letters_too() {
        assert_eq!(pad("図書館", 5), "図書…");
        assert_eq!(pad("図書館", 4), "図… ");
    }

    #[test]
    fn wrapped_text_keeps_its_paragraphs() {
        assert_eq!(
            wrap("one two three\n\nfour", 8),
            ["one two", "three", "", "four"]
        );
        assert_eq!(wrap("", 8), Vec::<String>::new());
        assert_eq!(wrap("abc", 0), Vec::<String>::new());
    }

    #[test]
    fn styled_text_is_cut_like_plain_text() {
        let line = Line::from(vec![Span::raw("late: "), Span::raw("call the school")]);
        assert_eq!(fit_line(&line, 30).to_string(), "late: call the school");
        assert_eq!(fit_line(&line, 12).to_string(), "late: call…");
        assert_eq!(fit_line(&line, 6).to_string(), "late:…");
        assert_eq!(fit_line(&line, 0).to_string(), "");
    }

    #[test]
    fn styled_text_is_wrapped_across_its_styles() {
        let spans = [
            Span::raw("one "),
            Span::raw("two").bold(),
            Span::raw(" three"),
        ];
        let rows = wrap_spans(&spans, 8);
        assert_eq!(
            rows,
            [
                vec![Span::raw("one "), Span::raw("two").bold()],
                vec![Span::raw("three")]
            ]
        );
    }

    proptest! {
        #[test]
        fn nothing_is_ever_wider_than_asked(text in "\\PC{0,40}|.{0,40}|[ab 図👩\u{301}\u{200d}\n]{0,60}", columns in 0usize..24) {
            prop_assert!(width(&fit(&text, columns)) <= columns);
            prop_assert_eq!(width(&pad(&text, columns)), columns);
            for row in wrap(&text, columns) {
                prop_assert!(width(&row) <= columns, "{row:?}");
            }
            let (one, two) = text.split_at(text.len() / 2 + (0..4).find(|more| text.is_char_boundary(text.len() / 2 + more)).unwrap());
            let line = Line::from(vec![Span::raw(one), Span::raw(two)]);
            prop_assert!(width(&fit_line(&line, columns).to_string()) <= columns);
        }
    }
}
