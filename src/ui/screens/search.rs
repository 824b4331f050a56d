//! Search: the query, and the hits with matches highlighted.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{Canvas, split};
use crate::app::ClickTarget;
use crate::app::screens::search::SearchScreen;
use crate::app::search_results::{SearchResults, SearchRow};
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::sanitize::sanitize_line;
use crate::domain::search::{CatalogHit, SearchFilter, SearchHit, SearchQuery};
use crate::ui::canvas::indented;
use crate::ui::theme::Theme;
use crate::ui::widgets::rows::{highlight_row, visible_range};
use crate::ui::{glyph, text};

/// Lines per hit.
const HIT_HEIGHT: u16 = 2;

pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, screen: &SearchScreen) {
    let (top, rest) = split(area, 2);
    let title = if screen.all_books {
        "In all books:"
    } else {
        "Search:"
    };
    canvas.text(top, title, canvas.theme.title);
    let field = Rect {
        height: 1,
        ..indented(top, u16::try_from(title.len() + 1).unwrap_or(8))
    };
    canvas.field(field, &screen.query);
    let typed = canvas.drawn.cursor;
    let session = canvas.session;
    let Some(results) = screen
        .results(session)
        .filter(|results| !results.is_empty())
    else {
        draw_empty(canvas, rest, screen);
        return;
    };
    let (line, mut rest) = split(rest, 1);
    draw_filters(canvas, line, results, screen.selected);
    let shown = usize::from(rest.height / HIT_HEIGHT);
    let words = SearchQuery::parse(&results.request.words);
    for index in visible_range(results.len(), Some(screen.selected), shown) {
        let (rect, below) = split(rest, HIT_HEIGHT);
        rest = below;
        if let Some(row) = results.get(index) {
            draw_row(canvas, rect, row, index == screen.selected, &words);
            canvas.click(rect, ClickTarget::Row(index));
        }
    }
    // What is typed goes on until the hits are walked through.
    if screen.selected == 0 {
        canvas.drawn.cursor = typed;
    }
}

fn draw_empty(canvas: &mut Canvas<'_>, area: Rect, screen: &SearchScreen) {
    let words = if SearchQuery::parse(&screen.query.text()).is_searchable() {
        "Nothing found. Each word may be the beginning of one; fewer words find more."
    } else {
        "Type at least two letters. Everything in the book is searched, private notes too, and the deck. \
         \"Quotes\" hold a phrase together."
    };
    canvas.wrapped(area, words, canvas.theme.muted);
}

/// The filters with their counts, the current one in brackets; at the right, the position among the hits.
fn draw_filters(canvas: &mut Canvas<'_>, area: Rect, results: &SearchResults, selected: usize) {
    let theme = canvas.theme;
    let count = format!(" {} of {}", selected + 1, results.total());
    let room = usize::from(area.width).saturating_sub(text::width(&count));
    let filters: Vec<_> = results
        .filters()
        .into_iter()
        .map(|(filter, count)| {
            let is_on = filter == results.request.filter;
            let words = format!("{} {count}", name(filter));
            (is_on, if is_on { format!("[{words}]") } else { words })
        })
        .collect();
    // The first filters are left out until the current one fits.
    let on = filters.iter().position(|(is_on, _)| *is_on).unwrap_or(0);
    let wide = |from: usize| {
        let words = filters[from..=on].iter();
        words
            .map(|(_, words)| text::width(words) + 3)
            .sum::<usize>()
    };
    let first = (0..on).find(|from| wide(*from) <= room).unwrap_or(on);
    let mut spans = Vec::new();
    for (at, (is_on, words)) in filters.into_iter().enumerate().skip(first) {
        if at > first {
            spans.push(Span::styled(format!(" {} ", glyph::DOT), theme.muted));
        }
        let style = if is_on { theme.accent } else { theme.muted };
        spans.push(Span::styled(words, style));
    }
    let line = text::fit_line(&Line::from(spans), room);
    canvas.line(area, 0, &line);
    let right = indented(area, u16::try_from(room).unwrap_or(0));
    canvas.text(right, &count, theme.muted);
}

fn name(filter: SearchFilter) -> &'static str {
    match filter {
        SearchFilter::All => "All",
        SearchFilter::Kind(kind) => kind.labels().1,
        SearchFilter::Catalog => "Deck and reading",
    }
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    area: Rect,
    row: SearchRow<'_>,
    selected: bool,
    words: &SearchQuery,
) {
    let theme = canvas.theme;
    if selected {
        highlight_row(canvas.buf, area, true, theme);
        canvas.drawn.cursor = Some(area.as_position());
    }
    let mark = if selected { glyph::SELECTED } else { " " };
    let mut spans = vec![Span::styled(format!("{mark} "), theme.accent)];
    let body = match row {
        SearchRow::Hit(hit) => {
            spans.extend(head_of_hit(canvas, hit, words));
            hit.body.as_str()
        }
        SearchRow::Extra(extra) => {
            spans.extend(head_of_extra(theme, extra, words));
            extra.body.as_str()
        }
    };
    canvas.line(area, 0, &Line::from(spans));
    let room = usize::from(area.width).saturating_sub(4);
    let mut spans = vec![Span::raw("    ")];
    let part = words.excerpt(body, room.saturating_sub(2));
    spans.extend(marked(&part, words, theme.muted, theme));
    canvas.line(area, 1, &Line::from(spans));
}

fn head_of_hit(canvas: &Canvas<'_>, hit: &SearchHit, words: &SearchQuery) -> Vec<Span<'static>> {
    let (theme, session) = (canvas.theme, canvas.session);
    let mut spans = Vec::new();
    if hit.private {
        let lock = format!("{} {} ", glyph::LOCK, glyph::PRIVATE);
        spans.push(Span::styled(lock, theme.private));
    }
    let kind = if hit.kind == Kind::PrivateNote {
        "Note"
    } else {
        hit.kind.labels().0
    };
    let date = hit.date.map(dates::format_date).unwrap_or_default();
    spans.push(Span::styled(format!("{kind}  {date}  "), theme.muted));
    if hit.archived {
        spans.push(Span::styled("archived  ", theme.warn));
    }
    let heading = hit.heading(&session.book, &session.deck());
    let location = hit.location(&session.book, session.program());
    let parts = [(heading, theme.strong), (location, theme.muted)];
    let mut between = None;
    for (part, style) in parts.into_iter().filter(|(part, _)| !part.is_empty()) {
        spans.extend(between.take());
        spans.extend(marked(&sanitize_line(&part), words, style, theme));
        between = Some(Span::styled(format!(" {} ", glyph::DOT), theme.muted));
    }
    spans
}

fn head_of_extra(theme: &Theme, extra: &CatalogHit, words: &SearchQuery) -> Vec<Span<'static>> {
    let kind = format!("{}  ", extra.source.name());
    let mut spans = vec![Span::styled(kind, theme.muted)];
    spans.extend(marked(&extra.title, words, theme.strong, theme));
    spans
}

/// `part` with the matches highlighted.
fn marked(part: &str, words: &SearchQuery, style: Style, theme: &Theme) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let mut at = 0;
    let highlight = theme.match_highlight;
    for range in words.match_ranges(part) {
        spans.push(Span::styled(part[at..range.start].to_owned(), style));
        spans.push(Span::styled(part[range.clone()].to_owned(), highlight));
        at = range.end;
    }
    spans.push(Span::styled(part[at..].to_owned(), style));
    spans
}
