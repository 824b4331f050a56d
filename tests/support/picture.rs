//! A screen as an SVG picture.
//!
//! Text stays text: a run of one style is one `<text>` of a fixed length, so that every monospaced typeface keeps the
//! columns. Signs that many typefaces lack are centered in their cells one by one. Lines and blocks are shapes, which
//! join in every typeface.
//!
//! Two crates that draw terminal text were tried. `anstyle-svg` 1.1 leaves the columns to the reader's typeface and draws
//! what is behind text as letters, with seams. `term-transcript` 0.5 spreads a run with a wide or a foreign sign over its
//! cells, needs four times the bytes, and has no place for a title and a description.

use std::collections::BTreeMap;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Pixels of a cell: the letters of a monospaced typeface are about 0.6 times as wide as their size.
const WIDTH: usize = 9;
const HEIGHT: usize = 18;
const FONT_SIZE: usize = 15;
/// Pixels from the top of a row to the line that letters stand on.
const BASELINE: usize = 14;
/// Pixels around the screen, and those of the title bar above it.
const MARGIN: usize = 14;
const TITLE_BAR: usize = 34;
const TYPEFACES: &str =
    "ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,Liberation Mono,monospace";

/// The picture of `screen` in a window, with a title and a description for those who do not see it.
pub fn svg(screen: &Buffer, title: &str, description: &str) -> String {
    let (columns, rows): (usize, usize) = (screen.area.width.into(), screen.area.height.into());
    let width = columns * WIDTH + 2 * MARGIN;
    let height = rows * HEIGHT + TITLE_BAR + MARGIN;
    let (ink, ground) = colors(&screen.content[0]);
    let mut picture = Picture {
        ink,
        ground,
        shapes: BTreeMap::new(),
        texts: String::new(),
    };
    for (row, cells) in screen.content.chunks(columns).enumerate() {
        for (from, to) in runs(cells) {
            picture.draw(&cells[from..to], (from * WIDTH, row * HEIGHT));
        }
    }
    let mut body = String::new();
    for (fill, path) in picture.shapes {
        body += &format!("<path fill=\"{fill}\" d=\"{path}\"/>\n");
    }
    body += &picture.texts;
    let (ink, ground) = (picture.ink, picture.ground);
    let (right, bottom, middle) = (width - 2, height - 2, width / 2);
    let (title, description) = (escaped(title), escaped(description));
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" width="{width}" height="{height}" viewBox="0 0 {width} {height}" fill="{ink}" font-family="{TYPEFACES}" font-size="{FONT_SIZE}">
<title id="title">{title}</title>
<desc id="desc">{description}</desc>
<rect x="1" y="1" width="{right}" height="{bottom}" rx="9" fill="{ground}" stroke="#6e7681" stroke-width="2"/>
<text x="{middle}" y="23" text-anchor="middle" fill="#a8a8a8">matchbook</text>
<g transform="translate({MARGIN} {TITLE_BAR})">
{body}</g>
</svg>
"##
    )
}

struct Picture {
    ink: String,
    ground: String,
    /// The outlines of what is filled, by color.
    shapes: BTreeMap<String, String>,
    texts: String,
}

impl Picture {
    /// Draws cells of one style at the pixel `(x, y)`.
    fn draw(&mut self, cells: &[Cell], (x, y): (usize, usize)) {
        let (ink, ground) = colors(&cells[0]);
        if ground != self.ground {
            let width = cells.len() * WIDTH;
            self.fill(ground, (x, y), &format!("h{width}v{HEIGHT}h-{width}z"));
        }
        let text: String = cells.iter().map(Cell::symbol).collect();
        let text = text.trim_end();
        if let Some(outline) = outline(text) {
            let paler = if text == "░" { "66" } else { "" };
            self.fill(ink + paler, (x, y), outline);
        } else if !text.is_empty() {
            let style = self.style(&cells[0], &ink);
            let letters = text.width();
            let place = match letters {
                _ if !is_letter(&cells[0]) => {
                    format!("x=\"{}\" text-anchor=\"middle\"", x + letters * WIDTH / 2)
                }
                1 => format!("x=\"{x}\""),
                _ => format!("x=\"{x}\" textLength=\"{}\"", letters * WIDTH),
            };
            let (y, text) = (y + BASELINE, escaped(text));
            self.texts += &format!("<text {place} y=\"{y}\"{style}>{text}</text>\n");
        }
    }

    fn fill(&mut self, color: String, (x, y): (usize, usize), outline: &str) {
        *self.shapes.entry(color).or_default() += &format!("M{x} {y}{outline}");
    }

    /// The attributes of a text in the style of `cell`.
    fn style(&self, cell: &Cell, ink: &str) -> String {
        let mut attributes = String::new();
        if ink != self.ink {
            attributes += &format!(" fill=\"{ink}\"");
        }
        for (modifier, attribute) in [
            (Modifier::BOLD, " font-weight=\"bold\""),
            (Modifier::ITALIC, " font-style=\"italic\""),
            (Modifier::DIM, " opacity=\".7\""),
            (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        ] {
            if cell.modifier.contains(modifier) {
                attributes += attribute;
            }
        }
        attributes
    }
}

/// Where the runs of a row begin and end: cells of one style, up to two blanks or to a sign that stands alone.
fn runs(cells: &[Cell]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(cell) = cells.get(at) {
        let end = (at + cell.symbol().width().max(1)).min(cells.len());
        let joins = |(from, to): &&mut (usize, usize)| {
            let blank = |cell: &Cell| cell.symbol() == " ";
            let (first, last) = (&cells[*from], &cells[*to - 1]);
            let apart = blank(first) || (blank(last) && blank(cell));
            !apart && is_letter(first) && is_letter(cell) && first.style() == cell.style()
        };
        match runs.last_mut().filter(joins) {
            Some((_, to)) => *to = end,
            None => runs.push((at, end)),
        }
        at = end;
    }
    runs
}

/// True for what every monospaced typeface has in its own width.
fn is_letter(cell: &Cell) -> bool {
    let mut letters = cell.symbol().chars();
    letters.all(|letter| matches!(letter, ' '..='ɏ' | '‐'..='…'))
}

/// The outline of a line or a block from the upper left of its cell.
fn outline(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "─" => "m0 8h9v1h-9z",
        "━" => "m0 7h9v3h-9z",
        "│" => "m4 0h1v18h-1z",
        "├" => "m4 0h1v8h4v1h-4v9h-1z",
        "╭" => "m4 18v-6q0-4 4-4h1v1h-1q-3 0-3 3v6z",
        "╮" => "m5 18v-6q0-4-4-4h-1v1h1q3 0 3 3v6z",
        "╰" => "m4 0v5q0 4 4 4h1v-1h-1q-3 0-3-3v-5z",
        "╯" => "m5 0v5q0 4-4 4h-1v-1h1q3 0 3-3v-5z",
        "▎" => "m0 0h2v18h-2z",
        "█" | "░" => "h9v18h-9z",
        _ => return None,
    })
}

/// The colors of a cell's letter and of what is behind it.
fn colors(cell: &Cell) -> (String, String) {
    let named = |color: Color| {
        let Color::Rgb(red, green, blue) = color else {
            panic!("a picture needs a look with all colors, not {color:?}");
        };
        format!("#{red:02x}{green:02x}{blue:02x}")
    };
    let (ink, ground) = (named(cell.fg), named(cell.bg));
    if cell.modifier.contains(Modifier::REVERSED) {
        (ground, ink)
    } else {
        (ink, ground)
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;")
}
