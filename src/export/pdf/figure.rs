//! Figures: a scene as vector graphics under its title, with a text alternative. Lengths are in points.

use krilla::tagging::Tag;

use super::flow::{Flow, LayoutArea};
use super::line_box::{DrawOp, LineBox, PdfColor, PlacedOp, keep_together};
use super::rich_text::RichText;
use super::text_style::{PdfTextStyle, TextAlign};
use crate::figure::{Anchor, Figure, Form, Mark, Role, Scene, Shape};

const CAPTION: PdfTextStyle = PdfTextStyle::new(10.5, 14.0).strong();
/// Font size, in units of a scene.
const FONT_SIZE: f32 = 20.0;
const DASH: f32 = 4.0;

impl Flow {
    /// Lays out a figure, with its table where its drawing leaves something out or there is none.
    pub fn figure(&mut self, figure: &Figure, area: LayoutArea, gap: f32) {
        let Some(scene) = figure.scene() else {
            return self.blocks(&[figure.table()], area, gap);
        };
        let caption = self.add_node(area, Tag::P);
        let title = RichText::plain(&figure.title());
        let mut boxes = self.line_boxes(&title, &CAPTION, area, caption);
        if let Some(first) = boxes.first_mut() {
            first.gap = gap;
        }
        keep_together(&mut boxes);
        boxes.push(self.drawing(figure, &scene, area));
        self.emit_all(boxes);
        match figure {
            Figure::Chart(_) => {}
            Figure::Timeline(_) => self.blocks(&[figure.table()], area, 6.0),
        }
    }

    fn drawing(&mut self, figure: &Figure, scene: &Scene, area: LayoutArea) -> LineBox {
        let words = match figure {
            Figure::Chart(chart) => format!(
                "{}: a chart of bars, each with its name below it and its value above it. From left to right {}",
                chart.title,
                figure.description()
            ),
            Figure::Timeline(_) => figure.description(),
        };
        let node = self.add_node(area, Tag::Figure(Some(words)));
        let scale = area.width / f32::from(scene.width);
        let mut line_box = LineBox::spacer(f32::from(scene.height) * scale);
        line_box.gap = 4.0;
        for shape in &scene.shapes {
            let x = f32::from(shape.x).mul_add(scale, area.left);
            let y = f32::from(shape.y) * scale;
            let ops = self.shape(shape, scale).into_iter();
            line_box.ops.extend(ops.map(|(dx, dy, op)| PlacedOp {
                x: x + dx,
                y: y + dy,
                node: Some(node),
                op,
            }));
        }
        line_box
    }

    /// The drawing operations of a shape, with their distances from its position.
    fn shape(&mut self, shape: &Shape, scale: f32) -> Vec<(f32, f32, DrawOp)> {
        let color = color(shape.role);
        let scaled = |length: i16| f32::from(length) * scale;
        match &shape.form {
            // The gap parts two phases.
            Form::Rect { width, height } => {
                let rect = DrawOp::Rect(scaled(*width) - 0.8, scaled(*height), color);
                vec![(0.0, 0.0, rect)]
            }
            Form::Line { width, height } => {
                let thin = if shape.role == Role::Past { 1.8 } else { 0.7 };
                let (width, height) = (scaled(*width).max(thin), scaled(*height).max(thin));
                if shape.role != Role::Target {
                    return vec![(0.0, -thin / 2.0, DrawOp::Rect(width, height, color))];
                }
                let mut dashes = Vec::new();
                let mut at = 0.0;
                while at < width {
                    dashes.push((at, -thin / 2.0, DrawOp::Rect(DASH, height, color)));
                    at += DASH * 1.75;
                }
                dashes
            }
            Form::Mark => {
                let diamond = |half: f32, color| {
                    let corners = vec![(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)];
                    (0.0, 0.0, DrawOp::Polygon(corners, color))
                };
                let mut ops = vec![diamond(4.2, color)];
                if let Role::Mark(Mark::Planned | Mark::Deadline) = shape.role {
                    ops.push(diamond(2.8, PdfColor::White));
                }
                ops
            }
            Form::Text { text, anchor, room } => {
                let (align, dx) = match anchor {
                    Anchor::Start => (TextAlign::Left, 0.0),
                    Anchor::Middle => (TextAlign::Center, -scaled(*room) / 2.0),
                };
                let color = if shape.role == Role::Note {
                    PdfColor::Muted
                } else {
                    PdfColor::Text
                };
                let size = FONT_SIZE * scale;
                let style = PdfTextStyle::new(size, size * 1.25)
                    .color(color)
                    .align(align);
                let line = self
                    .line_layout
                    .ellipsized_line(text, &style, scaled(*room));
                let dy = -line.baseline;
                let mut ops = Vec::new();
                if shape.role == Role::Name {
                    let left = line.runs.first().map_or(0.0, |run| run.x);
                    let halo = DrawOp::Rect(line.width - left, line.height, PdfColor::White);
                    ops.push((dx + left, dy, halo));
                }
                ops.push((dx, dy, DrawOp::Line(line)));
                ops
            }
        }
    }
}

const fn color(role: Role) -> PdfColor {
    match role {
        Role::Axis => PdfColor::Hairline,
        Role::Past | Role::Mark(_) | Role::Bar => PdfColor::Accent,
        Role::Phase => PdfColor::AccentLighter,
        Role::CurrentPhase => PdfColor::AccentLight,
        Role::Name | Role::Today | Role::Value | Role::Target => PdfColor::Text,
        Role::Note => PdfColor::Muted,
    }
}
