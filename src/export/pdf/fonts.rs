//! The typefaces: those that travel with the program, and what the machine adds.

use std::collections::HashMap;
use std::sync::Arc;

use fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, Synthesis};
use krilla::text::{Font, Tag};
use parley::{FontContext, FontData, FontFamilyName};

use super::FontSource;

/// What the program's own families are called, so that none of the machine's of the same name gets in between.
const SERIF: &str = "matchbook serif";
const MONO: &str = "matchbook mono";

macro_rules! bundled_font {
    ($file:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $file)).as_slice()
    };
}

const BUNDLED: [(&str, &[u8]); 5] = [
    (SERIF, bundled_font!("regular.otf")),
    (SERIF, bundled_font!("bold.otf")),
    (SERIF, bundled_font!("italic.otf")),
    (SERIF, bundled_font!("bold-italic.otf")),
    (MONO, bundled_font!("mono.ttf")),
];

/// Families for running text; the second one has the ticks and arrows that the first lacks.
pub const TEXT_FAMILIES: &[FontFamilyName<'static>] = &[named(SERIF), named(MONO)];
/// Families for text whose columns matter.
pub const CODE_FAMILIES: &[FontFamilyName<'static>] = &[named(MONO), named(SERIF)];

const fn named(name: &'static str) -> FontFamilyName<'static> {
    FontFamilyName::Named(std::borrow::Cow::Borrowed(name))
}

/// Which of the faces in use.
pub type FontIndex = usize;

/// A face in use: its blob, its place in the blob, and how it is varied.
type FontKey = (u64, u32, Vec<([u8; 4], u32)>);

/// Every face in use.
pub struct FontCache {
    /// Where the layout looks for faces.
    pub context: FontContext,
    cache: HashMap<FontKey, Option<FontIndex>>,
    fonts: Vec<Font>,
    /// The face whose empty box stands for a letter that nobody has.
    notdef_font: Option<FontIndex>,
}

impl FontCache {
    pub fn new(letters: FontSource) -> Self {
        let mut context = FontContext {
            collection: Collection::new(CollectionOptions {
                shared: false,
                system_fonts: letters == FontSource::BundledAndSystem,
            }),
            source_cache: fontique::SourceCache::default(),
        };
        for (family_name, bytes) in BUNDLED {
            let renamed = FontInfoOverride {
                family_name: Some(family_name),
                ..FontInfoOverride::default()
            };
            let blob = Blob::new(Arc::new(bytes));
            context.collection.register_fonts(blob, Some(renamed));
        }
        let fonts: Vec<_> = Font::new(BUNDLED[0].1.into(), 0).into_iter().collect();
        Self {
            context,
            cache: HashMap::new(),
            notdef_font: (!fonts.is_empty()).then_some(0),
            fonts,
        }
    }

    /// The face that the layout chose, or none if it holds no outlines: then a box is to stand for each of its letters.
    pub fn font_index(&mut self, data: &FontData, varied: Synthesis) -> Option<FontIndex> {
        let key: FontKey = (
            data.data.id(),
            data.index,
            varied
                .variation_settings()
                .iter()
                .map(|(tag, value)| (tag.into_bytes(), value.to_bits()))
                .collect(),
        );
        if let Some(face) = self.cache.get(&key) {
            return *face;
        }
        let face = self.load(data, varied);
        self.cache.insert(key, face);
        face
    }

    fn load(&mut self, data: &FontData, varied: Synthesis) -> Option<FontIndex> {
        if !has_outlines(data.data.as_ref(), data.index) {
            return None;
        }
        let coordinates: Vec<_> = varied
            .variation_settings()
            .iter()
            .map(|(tag, value)| (Tag::new(&tag.into_bytes()), *value))
            .collect();
        let (bytes, _) = data.data.clone().into_raw_parts();
        let font = Font::new_variable(bytes.into(), data.index, &coordinates)?;
        self.fonts.push(font);
        Some(self.fonts.len() - 1)
    }

    /// The face with the box.
    pub const fn notdef_font(&self) -> Option<FontIndex> {
        self.notdef_font
    }

    pub fn font(&self, face: FontIndex) -> Option<&Font> {
        self.fonts.get(face)
    }
}

/// Whether the face draws its letters with lines; those that are pictures would leave white gaps.
fn has_outlines(bytes: &[u8], index: u32) -> bool {
    let number = |at: usize| -> Option<usize> {
        let four = bytes.get(at..at.checked_add(4)?)?;
        Some(u32::from_be_bytes(four.try_into().ok()?) as usize)
    };
    let start = if bytes.starts_with(b"ttcf") {
        number(12 + 4 * index as usize).unwrap_or_default()
    } else {
        0
    };
    let tables = number(start + 4).unwrap_or_default() >> 16;
    let mut lines = false;
    for at in 0..tables {
        let from = start + 12 + 16 * at;
        match bytes.get(from..from + 4) {
            Some(b"glyf" | b"CFF " | b"CFF2") => lines = true,
            Some(b"sbix" | b"CBDT") => return false,
            _ => {}
        }
    }
    lines
}
