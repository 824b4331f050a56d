//! Painting: draws one page of line boxes with krilla.

use std::rc::Rc;

use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::Page;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Tag};

use super::fonts::FontCache;
use super::line_box::{DrawOp, GlyphRun, LineBox, PdfColor, PdfLine, PlacedOp};
use super::tags::{NodeId, OutlineEntry, StructureTree};

/// Draws the line boxes, each at its height, and the footer's lines, each at its position.
pub fn draw_page(
    mut page: Page<'_>,
    boxes: &[(f32, LineBox)],
    footer: &[(f32, f32, PdfLine)],
    tags: &mut StructureTree,
    fonts: &FontCache,
) {
    let mut brush = PagePainter {
        surface: page.surface(),
        tags,
        fonts,
        open_tag: None,
        link_areas: Vec::new(),
    };
    brush.draw_background(boxes);
    for (y, line_box) in boxes {
        for placed in &line_box.ops {
            brush.draw_tagged(*y, placed);
        }
    }
    brush.end_tagged();
    brush.draw_footer(footer);
    for area in brush.finish() {
        let (target, words) = match area.to {
            LinkTarget::Url(url) => {
                let action = LinkAction::new(url.to_string());
                (Target::Action(action.into()), url.to_string())
            }
            LinkTarget::Place(page, y) => {
                let place = XyzDestination::new(page, Point::from_xy(0.0, y));
                (
                    Target::Destination(place.into()),
                    format!("Page {}", page + 1),
                )
            }
        };
        let parts = area.rects.into_iter().map(Into::into).collect();
        let link = LinkAnnotation::new_with_quad_points(parts, target);
        let annotation = Annotation::new_link(link, Some(words));
        let id = page.add_tagged_annotation(annotation);
        tags.add_content(area.node, id);
    }
    page.finish();
}

/// Outline entries for the headings of a page.
pub fn outline_entries(boxes: &[(f32, LineBox)], page: usize) -> Vec<OutlineEntry> {
    let mut entries = Vec::new();
    for (y, line_box) in boxes {
        for placed in &line_box.ops {
            if let DrawOp::Anchor(level, text) = &placed.op {
                entries.push(OutlineEntry {
                    level: *level,
                    text: text.clone(),
                    page,
                    y: *y,
                });
            }
        }
    }
    entries
}

/// Clickable area of a link.
struct LinkArea {
    node: NodeId,
    to: LinkTarget,
    rects: Vec<Rect>,
}

enum LinkTarget {
    Url(Rc<str>),
    /// Number of the page, and the height on it.
    Place(usize, f32),
}

/// An open marked-content section, which belongs to one node of the tag tree.
#[derive(Clone)]
struct OpenTag {
    node: NodeId,
    /// The link within it, and the node made for that.
    link: Option<(Rc<str>, NodeId)>,
}

struct PagePainter<'a, 'b> {
    surface: Surface<'a>,
    tags: &'b mut StructureTree,
    fonts: &'b FontCache,
    open_tag: Option<OpenTag>,
    link_areas: Vec<LinkArea>,
}

impl PagePainter<'_, '_> {
    /// Ends the page and returns its links.
    fn finish(self) -> Vec<LinkArea> {
        self.surface.finish();
        self.link_areas
    }

    /// Draws bands and other artifacts, behind the text.
    fn draw_background(&mut self, boxes: &[(f32, LineBox)]) {
        let tag = ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout));
        self.surface.start_tagged(tag);
        for (at, (y, line_box)) in boxes.iter().enumerate() {
            for band in &line_box.bands {
                let gap = if band.fills_gap && at > 0 {
                    line_box.gap
                } else {
                    0.0
                };
                self.fill_path(
                    rect(band.x, y - gap, band.width, line_box.height + gap),
                    band.color,
                );
            }
            for placed in line_box.ops.iter().filter(|placed| placed.node.is_none()) {
                self.draw_op(*y, placed);
            }
        }
        self.surface.end_tagged();
    }

    fn draw_footer(&mut self, lines: &[(f32, f32, PdfLine)]) {
        let tag = ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer));
        self.surface.start_tagged(tag);
        for (x, y, line) in lines {
            for run in &line.runs {
                self.draw_run(*x, y + line.baseline, run);
            }
        }
        self.surface.end_tagged();
    }

    /// Draws an operation that has a node.
    fn draw_tagged(&mut self, y: f32, placed: &PlacedOp) {
        let Some(node) = placed.node else {
            return;
        };
        if let DrawOp::GoTo(width, height, page, to) = placed.op {
            let rect = Rect::from_xywh(placed.x, y + placed.y, width, height);
            self.link_areas.extend(rect.map(|rect| LinkArea {
                node,
                to: LinkTarget::Place(page, to),
                rects: vec![rect],
            }));
            return;
        }
        let DrawOp::Line(line) = &placed.op else {
            self.begin_tagged(node, None);
            return self.draw_op(y, placed);
        };
        for run in &line.runs {
            let part = self.begin_tagged(node, run.link.as_ref());
            self.draw_run(placed.x, y + placed.y + line.baseline, run);
            let top = y + placed.y;
            let area = Rect::from_xywh(placed.x + run.x, top, run.width, line.height);
            if let (Some(to), Some(rect)) = (&run.link, area) {
                match self.link_areas.last_mut() {
                    Some(area) if area.node == part => area.rects.push(rect),
                    Some(_) | None => self.link_areas.push(LinkArea {
                        node: part,
                        to: LinkTarget::Url(Rc::clone(to)),
                        rects: vec![rect],
                    }),
                }
            }
        }
    }

    /// Begins a marked-content section for `node` and the link in it; returns the node.
    fn begin_tagged(&mut self, node: NodeId, link: Option<&Rc<str>>) -> NodeId {
        if let Some(open) = &self.open_tag
            && open.node == node
        {
            match (&open.link, link) {
                (None, None) => return node,
                (Some((old, part)), Some(new)) if Rc::ptr_eq(old, new) => return *part,
                (Some(_) | None, Some(_) | None) => {}
            }
        }
        self.end_tagged();
        let link = link.map(|to| (Rc::clone(to), self.tags.add(node, Tag::Link)));
        let part = link.as_ref().map_or(node, |(_, part)| *part);
        let id = self.surface.start_tagged(ContentTag::Other);
        self.tags.add_content(part, id);
        self.open_tag = Some(OpenTag { node, link });
        part
    }

    fn end_tagged(&mut self) {
        if self.open_tag.take().is_some() {
            self.surface.end_tagged();
        }
    }

    fn draw_op(&mut self, y: f32, placed: &PlacedOp) {
        let (x, y) = (placed.x, y + placed.y);
        match &placed.op {
            DrawOp::Line(line) => {
                for run in &line.runs {
                    self.draw_run(x, y + line.baseline, run);
                }
            }
            DrawOp::Rect(width, height, color) => {
                self.fill_path(rect(x, y, *width, *height), *color);
            }
            DrawOp::Polygon(points, color) => {
                let mut path = PathBuilder::new();
                for (at, (dx, dy)) in points.iter().enumerate() {
                    if at == 0 {
                        path.move_to(x + dx, y + dy);
                    } else {
                        path.line_to(x + dx, y + dy);
                    }
                }
                path.close();
                self.fill_path(path.finish(), *color);
            }
            DrawOp::Anchor(..) | DrawOp::GoTo(..) => {}
        }
    }

    fn draw_run(&mut self, x: f32, baseline: f32, run: &GlyphRun) {
        let Some(font) = self.fonts.font(run.font) else {
            return;
        };
        self.surface.set_fill(Some(solid_fill(run.color)));
        let start = Point::from_xy(x + run.x, baseline);
        let font = font.clone();
        self.surface
            .draw_glyphs(start, &run.glyphs, font, &run.text, run.size, false);
        if run.strikethrough {
            let y = run.size.mul_add(-0.24, baseline);
            self.fill_path(rect(x + run.x, y, run.width, run.size * 0.06), run.color);
        }
    }

    fn fill_path(&mut self, path: Option<Path>, color: PdfColor) {
        if let Some(path) = path {
            self.surface.set_fill(Some(solid_fill(color)));
            self.surface.draw_path(&path);
        }
    }
}

fn solid_fill(color: PdfColor) -> Fill {
    let (red, green, blue) = color.rgb();
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

/// A rectangle, unless it is empty.
fn rect(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    if width <= 0.0 || height <= 0.0 {
        return None;
    }
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}
