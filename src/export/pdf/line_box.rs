//! Line boxes: strips as high as a line, with their drawing operations, of which pages are stacked. Lengths are in points.

use std::rc::Rc;

use krilla::text::KrillaGlyph;

use super::fonts::FontIndex;
use super::tags::NodeId;

/// Palette.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PdfColor {
    #[default]
    Text,
    /// Secondary text.
    Muted,
    Link,
    /// Emphasis in a chart.
    Accent,
    /// A lighter tint of it.
    AccentLight,
    /// The lightest tint of it.
    AccentLighter,
    Hairline,
    CodeBackground,
    White,
}

impl PdfColor {
    pub const fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Text => (0x1c, 0x1c, 0x1c),
            Self::Muted => (0x5c, 0x5c, 0x5c),
            Self::Link => (0x1f, 0x4e, 0x8c),
            Self::Accent => (0x2b, 0x5d, 0x8a),
            Self::AccentLight => (0xc3, 0xd4, 0xe4),
            Self::AccentLighter => (0xe1, 0xea, 0xf2),
            Self::Hairline => (0xb0, 0xb0, 0xb0),
            Self::CodeBackground => (0xf3, 0xf3, 0xf0),
            Self::White => (0xff, 0xff, 0xff),
        }
    }
}

/// Glyphs of one font, size and color on a line.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    pub font: FontIndex,
    pub size: f32,
    pub color: PdfColor,
    /// From the left of the line.
    pub x: f32,
    pub width: f32,
    pub glyphs: Vec<KrillaGlyph>,
    /// The text that the glyphs stand for.
    pub text: Rc<str>,
    pub strikethrough: bool,
    pub link: Option<Rc<str>>,
}

#[derive(Clone, Debug, Default)]
pub struct PdfLine {
    pub width: f32,
    pub height: f32,
    /// From the top of the line.
    pub baseline: f32,
    pub runs: Vec<GlyphRun>,
}

/// Drawing operation.
#[derive(Clone, Debug)]
pub enum DrawOp {
    Line(PdfLine),
    /// Filled rectangle: width, height.
    Rect(f32, f32, PdfColor),
    /// Filled polygon.
    Polygon(Vec<(f32, f32)>, PdfColor),
    /// Target of an outline entry: level and text.
    Anchor(u8, String),
    /// Area that leads to another place: its width and height, the number of the page, and the height on it.
    GoTo(f32, f32, usize, f32),
}

/// Drawing operation with its position: from the left of the page and from the top of its line box.
#[derive(Clone, Debug)]
pub struct PlacedOp {
    pub x: f32,
    pub y: f32,
    /// Node in the tag tree for screen readers; none for decoration.
    pub node: Option<NodeId>,
    pub op: DrawOp,
}

/// Colored strip behind a line box.
#[derive(Clone, Copy, Debug)]
pub struct Band {
    pub x: f32,
    pub width: f32,
    pub color: PdfColor,
    /// True if the gap before the line box is filled, too.
    pub fills_gap: bool,
}

/// Change of the repeated header once a line box is placed.
#[derive(Clone, Debug, Default)]
pub enum HeaderRepeat {
    #[default]
    Unchanged,
    /// Every following page begins with these.
    Begin(Rc<[LineBox]>),
    /// No page has a repeated header any more.
    End,
}

/// A strip of the page that is never divided.
#[derive(Clone, Debug, Default)]
pub struct LineBox {
    /// Space before it, dropped at the top of a page.
    pub gap: f32,
    pub height: f32,
    /// True if no page break may follow it.
    pub keep_with_next: bool,
    pub ops: Vec<PlacedOp>,
    pub bands: Vec<Band>,
    pub repeat: HeaderRepeat,
}

impl LineBox {
    /// A line box with one line of text.
    pub fn from_line(gap: f32, x: f32, line: PdfLine, node: Option<NodeId>) -> Self {
        Self {
            gap,
            height: line.height,
            ops: vec![PlacedOp {
                x,
                y: 0.0,
                node,
                op: DrawOp::Line(line),
            }],
            ..Self::default()
        }
    }

    /// A line across, for the eye alone.
    pub fn rule(x: f32, width: f32, height: f32, color: PdfColor) -> Self {
        let op = DrawOp::Rect(width, height, color);
        Self {
            ops: vec![PlacedOp {
                x,
                y: 0.0,
                node: None,
                op,
            }],
            ..Self::spacer(height)
        }
    }

    /// A line box without content.
    pub fn spacer(height: f32) -> Self {
        Self {
            height,
            ..Self::default()
        }
    }
}

/// Marks the lines of a text against widows and orphans: its first two stay together, and its last two.
pub fn prevent_widows_and_orphans(boxes: &mut [LineBox]) {
    let count = boxes.len();
    for (at, line_box) in boxes.iter_mut().enumerate() {
        let before_last = at + 2 == count;
        let first = at == 0 && count > 1;
        line_box.keep_with_next |= first || before_last;
    }
}

/// Marks the lines of a text that stays whole and with what follows.
pub fn keep_together(boxes: &mut [LineBox]) {
    for line_box in boxes {
        line_box.keep_with_next = true;
    }
}
