//! Fonts: those bundled with the program, and those of the system for other scripts.

use std::collections::HashMap;
use std::mem;
use std::sync::Arc;

use fontique::{
    Blob, Collection, CollectionOptions, FallbackKey, FontInfoOverride, Script, Synthesis,
};
use krilla::text::{Font, Tag};
use parley::{FontContext, FontData, FontFamilyName};

use crate::files;

/// Fonts that a file may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FontSource {
    /// Bundled fonts only, so that the file is the same on every machine.
    Bundled,
    /// Bundled fonts, and the system's for scripts that those lack.
    BundledAndSystem,
}

/// Names of the bundled families; no system font has them, so that none is taken in their place.
const SERIF: &str = "matchbook serif";
const MONO: &str = "matchbook mono";

/// Scripts of which the monospaced face has letters, though a face of their own is better.
const OWN_FACE_SCRIPTS: [Script; 4] = [
    Script::from_bytes(*b"Arab"),
    Script::from_bytes(*b"Armn"),
    Script::from_bytes(*b"Geor"),
    Script::from_bytes(*b"Laoo"),
];

macro_rules! bundled_font {
    ($file:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $file)).as_slice()
    };
}

/// Bundled fonts, packed.
const BUNDLED: [(&str, &[u8]); 5] = [
    (SERIF, bundled_font!("regular.otf")),
    (SERIF, bundled_font!("bold.otf")),
    (SERIF, bundled_font!("italic.otf")),
    (SERIF, bundled_font!("bold-italic.otf")),
    (MONO, bundled_font!("mono.ttf")),
];

/// Families for running text; the second one has the ticks and arrows that the first lacks.
pub const TEXT_FAMILIES: &[FontFamilyName<'static>] = &[named(SERIF), named(MONO)];
/// Families for letters of a script that the computer has a face of its own for.
pub const OWN_FACE_FAMILIES: &[FontFamilyName<'static>] = &[named(SERIF)];
/// Families for text in columns.
pub const CODE_FAMILIES: &[FontFamilyName<'static>] = &[named(MONO), named(SERIF)];

const fn named(name: &'static str) -> FontFamilyName<'static> {
    FontFamilyName::Named(std::borrow::Cow::Borrowed(name))
}

/// Index of a font in use.
pub type FontIndex = usize;

/// Key of a font in use: its blob, its index in the blob, and its variations.
type FontKey = (u64, u32, Vec<([u8; 4], u32)>);

/// Cache of the fonts in use.
pub struct FontCache {
    /// Fonts that parley can choose from.
    pub context: FontContext,
    cache: HashMap<FontKey, Option<FontIndex>>,
    fonts: Vec<Font>,
    /// True once scripts with a face of their own have been met.
    has_own_faces: bool,
    /// The font whose `.notdef` box stands for a letter that no font has.
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
        let mut fonts = Vec::new();
        for (family_name, packed) in BUNDLED {
            let renamed = FontInfoOverride {
                family_name: Some(family_name),
                ..FontInfoOverride::default()
            };
            let bytes = files::unpacked(packed);
            if fonts.is_empty() {
                fonts.extend(Font::new(bytes.clone().into(), 0));
            }
            let blob = Blob::new(Arc::new(bytes));
            context.collection.register_fonts(blob, Some(renamed));
        }
        Self {
            context,
            cache: HashMap::new(),
            has_own_faces: false,
            notdef_font: (!fonts.is_empty()).then_some(0),
            fonts,
        }
    }

    /// Lets the monospaced face draw letters of scripts for which the computer has none.
    pub fn prepare_own_faces(&mut self) {
        if mem::replace(&mut self.has_own_faces, true) {
            return;
        }
        let collection = &mut self.context.collection;
        let mono = collection.family_id(MONO);
        for script in OWN_FACE_SCRIPTS {
            let key = FallbackKey::new(script, None);
            let families: Vec<_> = collection.fallback_families(key).chain(mono).collect();
            collection.set_fallbacks(key, families.into_iter());
        }
    }

    /// The font that parley chose, or none if it has no outlines: then a box is to stand for each of its letters.
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
        if let Some(index) = self.cache.get(&key) {
            return *index;
        }
        let index = self.load(data, varied);
        self.cache.insert(key, index);
        index
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

    pub const fn notdef_font(&self) -> Option<FontIndex> {
        self.notdef_font
    }

    pub fn font(&self, index: FontIndex) -> Option<&Font> {
        self.fonts.get(index)
    }
}

/// True if the font has outlines; bitmap letters would leave white gaps.
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
