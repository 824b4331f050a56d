//! What pages are stacked from: slabs as high as a line, with what is drawn on them.

use std::rc::Rc;

use krilla::text::KrillaGlyph;

use super::faces::Face;
use super::tags::NodeId;

/// How dark or of which color something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Shade {
    /// Text.
    #[default]
    Ink,
    /// Text that stands back.
    Gray,
    /// A link.
    Link,
    /// What a chart wants seen.
    Accent,
    /// The same, standing back.
    Pale,
    /// The same, standing back further.
    Paler,
    /// A thin line.
    Hair,
    /// Behind code.
    Wash,
    /// Paper.
    White,
}

impl Shade {
    pub const fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Ink => (0x1c, 0x1c, 0x1c),
            Self::Gray => (0x5c, 0x5c, 0x5c),
            Self::Link => (0x1f, 0x4e, 0x8c),
            Self::Accent => (0x2b, 0x5d, 0x8a),
            Self::Pale => (0xc3, 0xd4, 0xe4),
            Self::Paler => (0xe1, 0xea, 0xf2),
            Self::Hair => (0xb0, 0xb0, 0xb0),
            Self::Wash => (0xf3, 0xf3, 0xf0),
            Self::White => (0xff, 0xff, 0xff),
        }
    }
}

/// Letters of one face, size and shade on a line.
#[derive(Clone, Debug)]
pub struct Run {
    pub face: Face,
    pub size: f32,
    pub shade: Shade,
    /// From the left of the line.
    pub x: f32,
    pub width: f32,
    pub glyphs: Vec<KrillaGlyph>,
    /// The text that the glyphs are of.
    pub text: Rc<str>,
    pub struck: bool,
    pub link: Option<Rc<str>>,
}

/// One line of text.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub width: f32,
    pub height: f32,
    /// From the top of the line.
    pub baseline: f32,
    pub runs: Vec<Run>,
}

/// Something to draw.
#[derive(Clone, Debug)]
pub enum Mark {
    /// Text.
    Line(Line),
    /// A filled rectangle of this width and height.
    Rect(f32, f32, Shade),
    /// A filled shape through these points.
    Shape(Vec<(f32, f32)>, Shade),
    /// Where an entry of the outline leads: level and text.
    Anchor(u8, String),
}

/// Something to draw, and where: from the left of the page and from the top of its slab.
#[derive(Clone, Debug)]
pub struct Placed {
    pub x: f32,
    pub y: f32,
    /// What it belongs to for whoever has the page read aloud; none: decoration.
    pub node: Option<NodeId>,
    pub mark: Mark,
}

/// A strip of shade behind a slab.
#[derive(Clone, Copy, Debug)]
pub struct Band {
    pub x: f32,
    pub width: f32,
    pub shade: Shade,
    /// Whether the gap before the slab is shaded too.
    pub joined: bool,
}

/// What is to happen once a slab has its place.
#[derive(Clone, Debug, Default)]
pub enum Repeat {
    /// Nothing.
    #[default]
    Same,
    /// Every following page begins with these.
    Begin(Rc<[Slab]>),
    /// No page does any more.
    End,
}

/// A strip of the page that is never divided.
#[derive(Clone, Debug, Default)]
pub struct Slab {
    /// The space before it, which the top of a page swallows.
    pub gap: f32,
    pub height: f32,
    /// Whether it stays on the page of what follows.
    pub keep: bool,
    pub marks: Vec<Placed>,
    pub bands: Vec<Band>,
    pub repeat: Repeat,
}

impl Slab {
    /// Slab with one line of text.
    pub fn of_line(gap: f32, x: f32, line: Line, node: Option<NodeId>) -> Self {
        Self {
            gap,
            height: line.height,
            marks: vec![Placed {
                x,
                y: 0.0,
                node,
                mark: Mark::Line(line),
            }],
            ..Self::default()
        }
    }

    /// Slab that is nothing but space.
    pub fn blank(height: f32) -> Self {
        Self {
            height,
            ..Self::default()
        }
    }
}

/// Marks for a text that must not be torn: its first two lines stay together, and its last two.
pub fn keep_ends(slabs: &mut [Slab]) {
    let count = slabs.len();
    for (at, slab) in slabs.iter_mut().enumerate() {
        let before_last = at + 2 == count;
        let first = at == 0 && count > 1;
        slab.keep |= first || before_last;
    }
}

/// Marks for a text that stays whole and with what follows.
pub fn keep_all(slabs: &mut [Slab]) {
    for slab in slabs {
        slab.keep = true;
    }
}
