//! Contents list of a long document: its headings with the numbers of their pages. Lengths are in points.

use krilla::tagging::Tag;

use super::flow::{BODY, Flow, INDENT, LayoutArea, artifact};
use super::line_box::{DrawOp, LineBox, PdfColor, PlacedOp};
use super::tags::OutlineEntry;
use super::text_style::{PdfTextStyle, TextAlign};

/// Pages from which a document has a contents list.
pub const CONTENTS_FROM: usize = 9;
/// With fewer headings of the first level, the list names those of the second one, too.
const FEW: usize = 12;
/// Dots between a heading and its page, and the width of one with its blank.
const DOTS: PdfTextStyle = BODY.align(TextAlign::Right).color(PdfColor::Muted);
const DOT: f32 = 4.8;
/// Room for the number of a page.
const NUMBER_WIDTH: f32 = 36.0;

/// The headings that a contents list names; their pages are counted from the one after the list.
pub fn listed(headings: Vec<OutlineEntry>) -> Vec<OutlineEntry> {
    let first = headings.iter().filter(|it| it.level == 2).count();
    let deepest = if first < FEW { 3 } else { 2 };
    let headings = headings.into_iter();
    headings.filter(|it| it.level <= deepest).collect()
}

impl Flow {
    /// Lays out the contents list on pages of its own; the text begins after `front` pages.
    pub fn contents(&mut self, entries: &[OutlineEntry], front: usize, area: LayoutArea) {
        self.heading(2, "Contents", area, 18.0);
        let list = self.add_node(area, Tag::TOC);
        let leading = BODY.leading + 1.0;
        for entry in entries {
            let item = self.paginator.tags.add(list, Tag::TOCI);
            let node = self.paginator.tags.add(item, Tag::Reference);
            let node = self.paginator.tags.add(node, Tag::Link);
            let page = front + entry.page;
            let style = BODY.align(TextAlign::Left);
            let style = if entry.level == 2 {
                style.strong()
            } else {
                style
            };
            let step = INDENT * f32::from(entry.level.saturating_sub(2));
            let (left, width) = (area.left + step, area.width - step);
            let title = self
                .line_layout
                .ellipsized_line(&entry.text, &style, width - NUMBER_WIDTH);
            let number = (page + 1).to_string();
            let number =
                self.line_layout
                    .ellipsized_line(&number, &BODY.align(TextAlign::Right), width);
            let start = number.runs.first().map_or(width, |run| run.x);
            let mut room = start - title.width - 8.0;
            let mut dots = String::new();
            while room > DOT {
                dots += " .";
                room -= DOT;
            }
            let mut line_box = LineBox::spacer(leading);
            let dots = self.line_layout.ellipsized_line(&dots, &DOTS, start - 4.0);
            line_box.ops.push(artifact(left, DrawOp::Line(dots)));
            let place = DrawOp::GoTo(width, leading, page, entry.y);
            for op in [DrawOp::Line(title), DrawOp::Line(number), place] {
                line_box.ops.push(PlacedOp {
                    x: left,
                    y: 0.0,
                    node: Some(node),
                    op,
                });
            }
            self.emit(line_box);
        }
    }
}
