//! Line layout: shapes text and breaks it into lines of a given width, by parley.

use std::mem;
use std::ops::Range;
use std::rc::Rc;

use krilla::text::{GlyphId, KrillaGlyph};
use parley::LayoutContext;
use parley::layout::{AlignmentOptions, Glyph, Layout, Run as Shaped};

use super::emoji::EmojiNames;
use super::fonts::{FontCache, FontIndex};
use super::line_box::{GlyphRun, PdfLine};
use super::rich_text::{InlineStyle, RichText};
use super::script;
use super::text_style::PdfTextStyle;

/// Most bytes laid out at once: a paragraph nobody would write is divided, so that none takes long.
const MAX_CHUNK_BYTES: usize = 20_000;
/// Most distinct styles in one such chunk: parley numbers them in 16 bits.
const MAX_STYLES_PER_CHUNK: usize = 10_000;

/// Share of its size by which a slanted letter leans over the next one.
const LEAN: f32 = 0.06;

/// Lays out text, with its fonts.
pub struct LineLayout {
    pub fonts: FontCache,
    context: LayoutContext<()>,
    emoji: EmojiNames,
    /// Parts of the last text that no font has letters for.
    missing: Vec<Range<usize>>,
    /// True if a box stands anywhere for a letter that no font has.
    pub has_notdef: bool,
}

/// A shaped part of a text, with its styles by parley's numbers.
struct ShapedText {
    text: Rc<str>,
    styles: Vec<(u16, InlineStyle, bool)>,
    layout: Layout<()>,
}

impl LineLayout {
    pub fn new(fonts: FontCache) -> Self {
        Self {
            fonts,
            context: LayoutContext::new(),
            emoji: EmojiNames::default(),
            missing: Vec::new(),
            has_notdef: false,
        }
    }

    /// Breaks `rich_text` into lines, none wider than `width` if a letter fits into it.
    pub fn layout_lines(
        &mut self,
        rich_text: &RichText,
        text_style: &PdfTextStyle,
        width: f32,
    ) -> Vec<PdfLine> {
        let isolated = script::isolated(rich_text);
        let rich_text = isolated.as_ref().unwrap_or(rich_text);
        let lines = self.layout_chunks(rich_text, text_style, width);
        let missing = mem::take(&mut self.missing);
        let words = missing.iter().cloned().filter_map(|range| {
            let words = self.emoji.in_words(&rich_text.text[range.clone()])?;
            let before = rich_text.text[..range.start].chars().next_back();
            let gap = before.is_some_and(char::is_alphanumeric);
            Some((range, if gap { format!(" {words}") } else { words }))
        });
        let words: Vec<_> = words.collect();
        if words.is_empty() {
            self.has_notdef |= !missing.is_empty();
            return lines;
        }
        let lines = self.layout_chunks(&rich_text.replaced(&words), text_style, width);
        self.has_notdef |= !self.missing.is_empty();
        lines
    }

    /// Width of the longest word of `rich_text`, and of all of it on one line.
    pub fn content_widths(
        &mut self,
        rich_text: &RichText,
        text_style: &PdfTextStyle,
    ) -> (f32, f32) {
        let end = chunk_end(&rich_text.text, 0);
        let shaped = self.shape(rich_text, 0..end, text_style);
        let widths = shaped.layout.calculate_content_widths();
        (widths.min, widths.max)
    }

    fn layout_chunks(
        &mut self,
        rich_text: &RichText,
        text_style: &PdfTextStyle,
        width: f32,
    ) -> Vec<PdfLine> {
        self.missing.clear();
        let mut lines = Vec::new();
        let mut start = 0;
        while start < rich_text.text.len() {
            let end = chunk_end(&rich_text.text, start);
            self.layout_chunk(rich_text, start..end, text_style, width, &mut lines);
            start = end;
        }
        lines
    }

    /// The beginning of `text` on one line, with an ellipsis if it was truncated.
    pub fn ellipsized_line(
        &mut self,
        text: &str,
        text_style: &PdfTextStyle,
        width: f32,
    ) -> PdfLine {
        let mut text = text.replace('\n', " ");
        loop {
            let mut lines = self.layout_lines(&RichText::plain(&text), text_style, width);
            if lines.len() < 2 {
                return lines.pop().unwrap_or_default();
            }
            // The text was truncated; its last word makes room for the ellipsis.
            let first = &lines[0];
            let shown = first.runs.iter().flat_map(|run| &run.glyphs);
            let end = shown
                .map(|glyph| glyph.text_range.end)
                .max()
                .unwrap_or_default();
            // The text that was laid out differs from the input: only its own fits its glyphs.
            let laid_out = first.runs.first().map_or("", |run| &*run.text);
            let kept = laid_out[..end].replace(script::is_isolate_mark, "");
            let kept = kept.trim_end_matches('…').trim_end();
            let Some((last, _)) = kept.char_indices().next_back() else {
                return PdfLine::default();
            };
            let end = kept.rfind(' ').filter(|at| *at > last / 2).unwrap_or(last);
            text = format!("{}…", kept[..end].trim_end());
        }
    }

    fn layout_chunk(
        &mut self,
        rich_text: &RichText,
        range: Range<usize>,
        text_style: &PdfTextStyle,
        width: f32,
        lines: &mut Vec<PdfLine>,
    ) {
        let mut shaped = self.shape(rich_text, range.clone(), text_style);
        shaped.layout.break_all_lines(Some(width.max(1.0)));
        let options = AlignmentOptions::default();
        shaped.layout.align(text_style.align, options);
        for line in shaped.layout.lines() {
            // The line after a trailing line break is empty.
            if line.text_range().is_empty() {
                continue;
            }
            let mut line_builder = LineBuilder {
                text: &shaped.text,
                styles: &shaped.styles,
                base_style: text_style,
                x: line.metrics().offset,
                leans: false,
                missing: Vec::new(),
                line: PdfLine {
                    height: text_style.leading,
                    baseline: text_style.leading.mul_add(0.5, text_style.size * 0.31),
                    ..PdfLine::default()
                },
            };
            for run in line.runs() {
                line_builder.push_shaped_run(&run, &mut self.fonts);
            }
            for part in line_builder.missing {
                let part = part.start + range.start..part.end + range.start;
                match self.missing.last_mut() {
                    Some(last) if last.end == part.start => last.end = part.end,
                    Some(_) | None => self.missing.push(part),
                }
            }
            lines.push(line_builder.line);
        }
    }

    fn shape(
        &mut self,
        rich_text: &RichText,
        range: Range<usize>,
        text_style: &PdfTextStyle,
    ) -> ShapedText {
        let text: Rc<str> = Rc::from(&rich_text.text[range.clone()]);
        if !text.is_ascii() && text.chars().any(script::has_own_face) {
            self.fonts.prepare_own_faces();
        }
        let mut styles: Vec<(u16, InlineStyle, bool)> = Vec::new();
        let context = &mut self.fonts.context;
        let mut builder = self.context.style_run_builder(context, &text, 1.0, false);
        builder.set_base_direction(script::base_direction(&text));
        let first = rich_text
            .runs
            .partition_point(|(end, _)| *end <= range.start);
        let mut from = 0;
        for (end, inline) in &rich_text.runs[first..] {
            let to = (*end).min(range.end) - range.start;
            if to <= from {
                break;
            }
            let start = from;
            for (end, own_face) in script::face_runs(&text[start..to]) {
                // The last few are the likeliest to occur again.
                let mut recent = styles.iter().rev().take(8);
                let known = recent.find(|(_, known, face)| known == inline && *face == own_face);
                let index = match known {
                    Some((index, ..)) => *index,
                    None if styles.len() < MAX_STYLES_PER_CHUNK => {
                        let index = builder.push_style(text_style.to_parley(inline, own_face));
                        styles.push((index, inline.clone(), own_face));
                        index
                    }
                    None => 0,
                };
                builder.push_style_run(index, from..start + end);
                from = start + end;
            }
        }
        let layout = builder.build(&text);
        ShapedText {
            text,
            styles,
            layout,
        }
    }
}

/// Builder of one line.
struct LineBuilder<'a> {
    text: &'a Rc<str>,
    styles: &'a [(u16, InlineStyle, bool)],
    base_style: &'a PdfTextStyle,
    line: PdfLine,
    /// Position of the next glyph.
    x: f32,
    /// True if the last run is slanted.
    leans: bool,
    /// Parts of the text that no font has letters for.
    missing: Vec<Range<usize>>,
}

impl LineBuilder<'_> {
    /// Adds a run that parley shaped.
    fn push_shaped_run(&mut self, shaped: &Shaped<'_, ()>, fonts: &mut FontCache) {
        let size = shaped.font_size().max(0.1);
        let own = fonts.font_index(shaped.font(), shaped.synthesis());
        let Some(font) = own.or(fonts.notdef_font()) else {
            return;
        };
        let mut style = None;
        let mut rest: Option<Range<usize>> = None;
        for cluster in shaped.visual_clusters() {
            let mut range = cluster.text_range();
            let mut letters = self.text[range.clone()].chars();
            if cluster.is_hard_line_break() || letters.all(script::is_isolate_mark) {
                continue;
            }
            // A ligature's later letters are counted to its glyph, which may come before or after them.
            if cluster.is_ligature_continuation() {
                match self.last_glyph() {
                    Some(glyph) if !shaped.is_rtl() => glyph.text_range.end = range.end,
                    Some(_) | None => {
                        let end = rest.map_or(range.end, |rest| rest.end);
                        rest = Some(range.start..end);
                    }
                }
                continue;
            }
            if let Some(rest) = rest.take() {
                range.end = range.end.max(rest.end);
            }
            if style != Some(cluster.style_index()) {
                style = Some(cluster.style_index());
                self.start_run(font, size, cluster.style_index());
            }
            if own.is_none() || cluster.glyphs().any(|glyph| glyph.id == 0) {
                self.missing.push(range.clone());
            }
            let parts = self.parts_of_cluster(range, cluster.glyphs().count());
            for ((at, glyph), range) in cluster.glyphs().enumerate().zip(parts) {
                // One box stands for a whole cluster that cannot be drawn.
                match self.last_glyph() {
                    Some(last) if own.is_none() && at > 0 => last.x_advance += glyph.advance / size,
                    Some(_) | None => {
                        let id = own.map_or(0, |_| glyph.id);
                        self.glyph(glyph, id, size, &range);
                    }
                }
                self.x += glyph.advance;
            }
            if let Some(run) = self.line.runs.last_mut() {
                run.width = self.x - run.x;
            }
            self.line.width = self.line.width.max(self.x);
        }
    }

    /// The text of each of the `count` glyphs that stand for `range`: a letter each, if there are enough, so that every glyph
    /// has a meaning of its own; otherwise all of it.
    fn parts_of_cluster(&self, range: Range<usize>, count: usize) -> Vec<Range<usize>> {
        let starts: Vec<_> = self.text[range.clone()].char_indices().collect();
        if count < 2 || starts.len() < count {
            return vec![range; count];
        }
        let start = |at: usize| range.start + starts[at].0;
        let last = start(count - 1)..range.end;
        let each = (0..count - 1).map(|at| start(at)..start(at + 1));
        each.chain([last]).collect()
    }

    fn last_glyph(&mut self) -> Option<&mut KrillaGlyph> {
        self.line.runs.last_mut()?.glyphs.last_mut()
    }

    /// Begins a run in this font, size and style.
    fn start_run(&mut self, font: FontIndex, size: f32, style: u16) {
        let inline = self
            .styles
            .get(usize::from(style))
            .map(|(_, inline, _)| inline);
        // A slanted letter leans over the upright one after it.
        let leans = inline.is_some_and(|inline| self.base_style.is_italic(inline));
        if mem::replace(&mut self.leans, leans) && !leans {
            self.x += size * LEAN;
        }
        let color = inline.map_or(self.base_style.color, |inline| {
            self.base_style.text_color(inline)
        });
        self.line.runs.push(GlyphRun {
            font,
            size,
            color,
            x: self.x,
            width: 0.0,
            glyphs: Vec::new(),
            text: Rc::clone(self.text),
            strikethrough: inline.is_some_and(|inline| inline.strikethrough),
            link: inline.and_then(|inline| inline.link.clone()),
        });
    }

    fn glyph(&mut self, glyph: Glyph, id: u32, size: f32, range: &Range<usize>) {
        let Some(run) = self.line.runs.last_mut() else {
            return;
        };
        let (advance, x, y) = (glyph.advance / size, glyph.x / size, -glyph.y / size);
        let id = GlyphId::new(id);
        if id.to_u32() == 0 {
            // krilla writes no text for a single box; for two in one place it does.
            let under = KrillaGlyph::new(id, 0.0, x, y, 0.0, range.clone(), None);
            run.glyphs.push(under);
        }
        let set = KrillaGlyph::new(id, advance, x, y, 0.0, range.clone(), None);
        run.glyphs.push(set);
    }
}

/// End of the chunk of `text` that begins at `start`: the text's own, or else that of a line or a word.
fn chunk_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    if rest.len() <= MAX_CHUNK_BYTES {
        return text.len();
    }
    let most = rest.floor_char_boundary(MAX_CHUNK_BYTES);
    let part = &rest[..most];
    let end = part
        .rfind('\n')
        .or_else(|| part.rfind(' '))
        .map_or(most, |at| at + 1);
    start + end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::pdf::FontSource;

    const STYLE: PdfTextStyle = PdfTextStyle::new(10.0, 14.0);

    fn line_layout() -> LineLayout {
        LineLayout::new(FontCache::new(FontSource::Bundled))
    }

    /// The text of a line, from its glyphs' ranges.
    fn text_of(line: &PdfLine) -> String {
        let mut ranges: Vec<_> = line
            .runs
            .iter()
            .flat_map(|run| {
                run.glyphs
                    .iter()
                    .map(|glyph| (glyph.text_range.clone(), &run.text))
            })
            .collect();
        ranges.sort_by_key(|(range, _)| range.start);
        ranges.dedup_by_key(|(range, _)| range.clone());
        ranges
            .iter()
            .map(|(range, text)| &text[range.clone()])
            .collect()
    }

    #[test]
    fn no_line_is_wider_than_it_may_be() {
        let text = format!("Some words and {} and more words", "x".repeat(200));
        let lines = line_layout().layout_lines(&RichText::plain(&text), &STYLE, 120.0);
        assert!(lines.len() > 5);
        for line in &lines {
            let end = line
                .runs
                .iter()
                .map(|run| run.x + run.width)
                .fold(0.0, f32::max);
            let blank = text_of(line).ends_with(' ');
            assert!(end <= 120.5 || blank, "{end}: {}", text_of(line));
        }
    }

    #[test]
    fn every_letter_is_accounted_for() {
        for text in [
            "office fluffy difficult",
            "שלום עולם, and back",
            "a\u{301}\u{302}\u{303} é ẞ Ωμέγα Щи",
            "鈴木 花子 مرحبا",
        ] {
            let lines = line_layout().layout_lines(&RichText::plain(text), &STYLE, 1000.0);
            let back: String = lines.iter().map(text_of).collect();
            assert_eq!(back, text);
        }
    }

    #[test]
    fn an_emoji_that_no_font_draws_is_named_and_leaves_no_box() {
        let mut layout = line_layout();
        let mut text = RichText::plain("party hat");
        text.push("🎉.", &InlineStyle::default());
        let lines = layout.layout_lines(&text, &STYLE, 1000.0);
        assert_eq!(text_of(&lines[0]), "party hat (party popper).");
        assert!(!layout.has_notdef);
        layout.layout_lines(&RichText::plain("鈴木"), &STYLE, 1000.0);
        assert!(layout.has_notdef, "a name in no font has none but its box");
    }

    #[test]
    fn a_name_from_right_to_left_leaves_what_follows_in_its_place() {
        let mut layout = line_layout();
        let text = RichText::plain("ask מרים כהן; 5 minutes");
        let lines = layout.layout_lines(&text, &STYLE, 1000.0);
        let mut glyphs = Vec::new();
        for run in &lines[0].runs {
            let letter = |glyph: &KrillaGlyph| run.text[glyph.text_range.clone()].to_owned();
            glyphs.extend(run.glyphs.iter().map(letter));
        }
        assert_eq!(
            glyphs.concat(),
            "ask ןהכ םירמ; 5 minutes",
            "as the eye meets it"
        );
    }

    #[test]
    fn a_paragraph_nobody_would_write_is_divided_between_words() {
        let text = "word ".repeat(20_000);
        let lines = line_layout().layout_lines(&RichText::plain(&text), &STYLE, 400.0);
        let back: String = lines.iter().map(text_of).collect();
        assert_eq!(back, text);
        assert_eq!(
            chunk_end(&"x".repeat(MAX_CHUNK_BYTES + 5), 0),
            MAX_CHUNK_BYTES
        );
    }

    #[test]
    fn a_title_too_long_for_its_line_ends_in_dots() {
        let line = line_layout().ellipsized_line(&"many words ".repeat(30), &STYLE, 100.0);
        assert!(text_of(&line).ends_with('…'), "{}", text_of(&line));
        assert!(line.width <= 100.5);
        let line = line_layout().ellipsized_line(&"x".repeat(300), &STYLE, 100.0);
        assert!(text_of(&line).ends_with('…') && line.width <= 100.5);
        assert_eq!(
            text_of(&line_layout().ellipsized_line("short", &STYLE, 100.0)),
            "short"
        );
    }

    #[test]
    fn the_own_faces_have_both_weights_and_slopes() {
        let mut layout = line_layout();
        let mut fonts = std::collections::BTreeSet::new();
        for (strong, italic, code) in [
            (false, false, false),
            (true, false, false),
            (false, true, false),
            (true, true, false),
            (false, false, true),
        ] {
            let mut rich_text = RichText::default();
            let styles = InlineStyle {
                strong,
                italic,
                code,
                ..InlineStyle::default()
            };
            rich_text.push("Ag", &styles);
            let lines = layout.layout_lines(&rich_text, &STYLE, 100.0);
            fonts.insert(lines[0].runs[0].font);
        }
        assert_eq!(fonts.len(), 5);
    }
}
