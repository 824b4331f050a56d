//! What pages are stacked from: slabs as high as a line, with what is drawn on them.

use std::rc::Rc;

use krilla::text::KrillaGlyph;

use super::fonts::FontIndex;
use super::tags::NodeId;

/// How dark or of which color something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PdfColor {
    /// Text.
    #[default]
    Text,
    /// Text that stands back.
    Muted,
    /// A link.
    Link,
    /// What a chart wants seen.
    Accent,
    /// The same, standing back.
    AccentLight,
    /// The same, standing back further.
    AccentLighter,
    /// A thin line.
    Hairline,
    /// Behind code.
    CodeBackground,
    /// Paper.
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

/// Letters of one face, size and shade on a line.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    pub font: FontIndex,
    pub size: f32,
    pub color: PdfColor,
    /// From the left of the line.
    pub x: f32,
    pub width: f32,
    pub glyphs: Vec<KrillaGlyph>,
    /// The text that the glyphs are of.
    pub text: Rc<str>,
    pub strikethrough: bool,
    pub link: Option<Rc<str>>,
}

/// One line of text.
#[derive(Clone, Debug, Default)]
pub struct PdfLine {
    pub width: f32,
    pub height: f32,
    /// From the top of the line.
    pub baseline: f32,
    pub runs: Vec<GlyphRun>,
}

/// Something to draw.
#[derive(Clone, Debug)]
pub enum DrawOp {
    /// Text.
    Line(PdfLine),
    /// A filled rectangle of this width and height.
    Rect(f32, f32, PdfColor),
    /// A filled shape through these points.
    Polygon(Vec<(f32, f32)>, PdfColor),
    /// Where an entry of the outline leads: level and text.
    Anchor(u8, String),
}

/// Something to draw, and where: from the left of the page and from the top of its slab.
#[derive(Clone, Debug)]
pub struct PlacedOp {
    pub x: f32,
    pub y: f32,
    /// What it belongs to for whoever has the page read aloud; none: decoration.
    pub node: Option<NodeId>,
    pub op: DrawOp,
}

/// A strip of shade behind a slab.
#[derive(Clone, Copy, Debug)]
pub struct Band {
    pub x: f32,
    pub width: f32,
    pub color: PdfColor,
    /// Whether the gap before the slab is shaded too.
    pub fills_gap: bool,
}

/// What is to happen once a slab has its place.
#[derive(Clone, Debug, Default)]
pub enum HeaderRepeat {
    /// Nothing.
    #[default]
    Unchanged,
    /// Every following page begins with these.
    Begin(Rc<[LineBox]>),
    /// No page does any more.
    End,
}

/// A strip of the page that is never divided.
#[derive(Clone, Debug, Default)]
pub struct LineBox {
    /// The space before it, which the top of a page swallows.
    pub gap: f32,
    pub height: f32,
    /// Whether it stays on the page of what follows.
    pub keep_with_next: bool,
    pub ops: Vec<PlacedOp>,
    pub bands: Vec<Band>,
    pub repeat: HeaderRepeat,
}

impl LineBox {
    /// Slab with one line of text.
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

    /// Slab that is nothing but space.
    pub fn spacer(height: f32) -> Self {
        Self {
            height,
            ..Self::default()
        }
    }
}

/// Marks for a text that must not be torn: its first two lines stay together, and its last two.
pub fn prevent_widows_and_orphans(slabs: &mut [LineBox]) {
    let count = slabs.len();
    for (at, slab) in slabs.iter_mut().enumerate() {
        let before_last = at + 2 == count;
        let first = at == 0 && count > 1;
        slab.keep_with_next |= first || before_last;
    }
}

/// Marks for a text that stays whole and with what follows.
pub fn keep_together(slabs: &mut [LineBox]) {
    for slab in slabs {
        slab.keep_with_next = true;
    }
}
