//! One page of slabs to a page of the file.

use std::rc::Rc;

use krilla::action::LinkAction;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::Page;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Tag};

use super::faces::Faces;
use super::slab::{Line, Mark, Placed, Run, Shade, Slab};
use super::tags::{Entry, NodeId, Tags};

/// Draws the slabs, each at its height, and the lines of the foot, each at its place.
pub fn page(
    mut page: Page<'_>,
    slabs: &[(f32, Slab)],
    foot: &[(f32, f32, Line)],
    tags: &mut Tags,
    faces: &Faces,
) {
    let mut brush = Brush {
        surface: page.surface(),
        tags,
        faces,
        open: None,
        areas: Vec::new(),
    };
    brush.behind(slabs);
    for (y, slab) in slabs {
        for placed in &slab.marks {
            brush.placed(*y, placed);
        }
    }
    brush.close();
    brush.foot(foot);
    for area in brush.finish() {
        let target = Target::Action(LinkAction::new(area.to.to_string()).into());
        let parts = area.rects.into_iter().map(Into::into).collect();
        let link = LinkAnnotation::new_with_quad_points(parts, target);
        let annotation = Annotation::new_link(link, Some(area.to.to_string()));
        let id = page.add_tagged_annotation(annotation);
        tags.content(area.node, id);
    }
    page.finish();
}

/// The headings among the slabs of a page.
pub fn entries(slabs: &[(f32, Slab)], page: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (y, slab) in slabs {
        for placed in &slab.marks {
            if let Mark::Anchor(level, text) = &placed.mark {
                entries.push(Entry {
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

/// Where a link can be pressed.
struct Area {
    node: NodeId,
    to: Rc<str>,
    rects: Vec<Rect>,
}

/// A stretch of the page that belongs to one part of the text.
#[derive(Clone)]
struct Open {
    node: NodeId,
    /// The link within it, and the part made for it.
    link: Option<(Rc<str>, NodeId)>,
}

struct Brush<'a, 'b> {
    surface: Surface<'a>,
    tags: &'b mut Tags,
    faces: &'b Faces,
    open: Option<Open>,
    areas: Vec<Area>,
}

impl Brush<'_, '_> {
    /// Lets go of the page, and says where links can be pressed on it.
    fn finish(self) -> Vec<Area> {
        self.surface.finish();
        self.areas
    }

    /// What lies behind the text.
    fn behind(&mut self, slabs: &[(f32, Slab)]) {
        let tag = ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout));
        self.surface.start_tagged(tag);
        for (at, (y, slab)) in slabs.iter().enumerate() {
            for band in &slab.bands {
                let gap = if band.joined && at > 0 { slab.gap } else { 0.0 };
                self.fill(
                    rect(band.x, y - gap, band.width, slab.height + gap),
                    band.shade,
                );
            }
            for placed in slab.marks.iter().filter(|placed| placed.node.is_none()) {
                self.mark(*y, placed);
            }
        }
        self.surface.end_tagged();
    }

    fn foot(&mut self, lines: &[(f32, f32, Line)]) {
        let tag = ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer));
        self.surface.start_tagged(tag);
        for (x, y, line) in lines {
            for run in &line.runs {
                self.run(*x, y + line.baseline, run);
            }
        }
        self.surface.end_tagged();
    }

    /// What belongs to a part of the text.
    fn placed(&mut self, y: f32, placed: &Placed) {
        let Some(node) = placed.node else {
            return;
        };
        let Mark::Line(line) = &placed.mark else {
            self.turn_to(node, None);
            return self.mark(y, placed);
        };
        for run in &line.runs {
            let part = self.turn_to(node, run.link.as_ref());
            self.run(placed.x, y + placed.y + line.baseline, run);
            let top = y + placed.y;
            let area = Rect::from_xywh(placed.x + run.x, top, run.width, line.height);
            if let (Some(to), Some(rect)) = (&run.link, area) {
                match self.areas.last_mut() {
                    Some(area) if area.node == part => area.rects.push(rect),
                    Some(_) | None => self.areas.push(Area {
                        node: part,
                        to: Rc::clone(to),
                        rects: vec![rect],
                    }),
                }
            }
        }
    }

    /// Says that what is drawn from now on belongs to `node`, and to such a link in it.
    fn turn_to(&mut self, node: NodeId, link: Option<&Rc<str>>) -> NodeId {
        if let Some(open) = &self.open
            && open.node == node
        {
            match (&open.link, link) {
                (None, None) => return node,
                (Some((old, part)), Some(new)) if Rc::ptr_eq(old, new) => return *part,
                (Some(_) | None, Some(_) | None) => {}
            }
        }
        self.close();
        let link = link.map(|to| (Rc::clone(to), self.tags.add(node, Tag::Link)));
        let part = link.as_ref().map_or(node, |(_, part)| *part);
        let id = self.surface.start_tagged(ContentTag::Other);
        self.tags.content(part, id);
        self.open = Some(Open { node, link });
        part
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.surface.end_tagged();
        }
    }

    fn mark(&mut self, y: f32, placed: &Placed) {
        let (x, y) = (placed.x, y + placed.y);
        match &placed.mark {
            Mark::Line(line) => {
                for run in &line.runs {
                    self.run(x, y + line.baseline, run);
                }
            }
            Mark::Rect(width, height, shade) => self.fill(rect(x, y, *width, *height), *shade),
            Mark::Shape(points, shade) => {
                let mut path = PathBuilder::new();
                for (at, (dx, dy)) in points.iter().enumerate() {
                    if at == 0 {
                        path.move_to(x + dx, y + dy);
                    } else {
                        path.line_to(x + dx, y + dy);
                    }
                }
                path.close();
                self.fill(path.finish(), *shade);
            }
            Mark::Anchor(..) => {}
        }
    }

    fn run(&mut self, x: f32, baseline: f32, run: &Run) {
        let Some(font) = self.faces.font(run.face) else {
            return;
        };
        self.surface.set_fill(Some(fill(run.shade)));
        let start = Point::from_xy(x + run.x, baseline);
        let font = font.clone();
        self.surface
            .draw_glyphs(start, &run.glyphs, font, &run.text, run.size, false);
        if run.struck {
            let y = run.size.mul_add(-0.24, baseline);
            self.fill(rect(x + run.x, y, run.width, run.size * 0.06), run.shade);
        }
    }

    fn fill(&mut self, path: Option<Path>, shade: Shade) {
        if let Some(path) = path {
            self.surface.set_fill(Some(fill(shade)));
            self.surface.draw_path(&path);
        }
    }
}

fn fill(shade: Shade) -> Fill {
    let (red, green, blue) = shade.rgb();
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

/// A rectangle, unless there is nothing of it.
fn rect(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    if width <= 0.0 || height <= 0.0 {
        return None;
    }
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height)?);
    path.finish()
}
