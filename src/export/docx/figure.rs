//! Figures as drawings of Word's own shapes, with a text alternative.

use super::body::{BlockContext, DocxBody, ParagraphStyle, TEXT_WIDTH};
use super::xml::escape;
use crate::domain::truncate::truncate;
use crate::figure::{Anchor, Figure, Form, Mark, Role, Scene, Shape, Sheet};
use unicode_width::UnicodeWidthStr;

/// English Metric Units in a twentieth of a point.
const EMU: usize = 635;
/// Height of a line of text, in units of a scene.
const LINE: i16 = 24;
/// Half the width of the sign of a day, in units of a scene.
const MARK: i16 = 8;

impl DocxBody {
    /// Writes a figure below its title, and the table where the drawing leaves something out or there is none.
    pub(super) fn figure(&mut self, figure: &Figure, context: BlockContext) {
        let Some(scene) = figure.scene() else {
            return self.blocks(&[figure.table()], context);
        };
        self.text_paragraph(ParagraphStyle::new("Caption", 0), &figure.title());
        self.drawings += 1;
        let drawing = self.drawing(figure, &scene);
        self.xml += &format!(
            r#"<w:p><w:pPr><w:pStyle w:val="Drawing"/></w:pPr><w:r>{drawing}</w:r></w:p>"#
        );
        match figure {
            Figure::Chart(_) => {}
            Figure::Timeline(_) => self.blocks(&[figure.table()], context),
        }
    }

    fn drawing(&self, figure: &Figure, scene: &Scene) -> String {
        let scale = TEXT_WIDTH * EMU / usize::from(scene.width.unsigned_abs()).max(1);
        let emu = |length: i16| i64::from(length) * i64::try_from(scale).unwrap_or_default();
        let (width, height) = (emu(scene.width), emu(scene.height));
        let shapes: String = scene.shapes.iter().map(|it| shape(it, &emu)).collect();
        let id = self.drawings;
        let (title, words) = (escape(&figure.title()), escape(&figure.description()));
        format!(
            concat!(
                r#"<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{0}" cy="{1}"/>"#,
                r#"<wp:docPr id="{2}" name="{3}" descr="{4}"/><a:graphic><a:graphicData "#,
                r#"uri="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"><wpg:wgp><wpg:cNvGrpSpPr/>"#,
                r#"<wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{0}" cy="{1}"/><a:chOff x="0" y="0"/>"#,
                r#"<a:chExt cx="{0}" cy="{1}"/></a:xfrm></wpg:grpSpPr>{5}</wpg:wgp></a:graphicData></a:graphic>"#,
                "</wp:inline></w:drawing>"
            ),
            width, height, id, title, words, shapes
        )
    }
}

/// One shape; `emu` turns a length of the scene into Word's.
fn shape(shape: &Shape, emu: &impl Fn(i16) -> i64) -> String {
    let Shape { role, x, y, form } = shape;
    let color = color(*role);
    match form {
        Form::Rect { width, height } => {
            let place = [*x, *y, *width - 1, *height];
            placed("rect", place.map(emu), &filled(color), "")
        }
        Form::Line { width, height } => {
            let dash = if *role == Role::Target {
                r#"<a:prstDash val="dash"/>"#
            } else {
                ""
            };
            let thick = if *role == Role::Past { 25_400 } else { 9_525 };
            let line = format!(
                r#"<a:ln w="{thick}"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill>{dash}</a:ln>"#
            );
            placed("line", [*x, *y, *width, *height].map(emu), &line, "")
        }
        Form::Mark => {
            let is_ahead = matches!(role, Role::Mark(Mark::Planned | Mark::Deadline));
            let fill = filled(if is_ahead { "FFFFFF" } else { color });
            let fill = fill.replace("<a:ln><a:noFill/></a:ln>", "");
            let line = format!(
                r#"{fill}<a:ln w="12700"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill></a:ln>"#
            );
            placed(
                "diamond",
                [x - MARK, y - MARK, 2 * MARK, 2 * MARK].map(emu),
                &line,
                "",
            )
        }
        Form::Text { text, anchor, room } => words(*role, (*x, *y), text, (*anchor, *room), emu),
    }
}

/// A line of text on its baseline.
fn words(
    role: Role,
    (x, y): (i16, i16),
    text: &str,
    (anchor, room): (Anchor, i16),
    emu: &impl Fn(i16) -> i64,
) -> String {
    let color = color(role);
    let letters = usize::try_from(room / Sheet::PAGE.letter).unwrap_or(0);
    let text = escape(&truncate(text, letters, UnicodeWidthStr::width));
    let (side, left) = match anchor {
        Anchor::Start => ("left", x),
        Anchor::Middle => ("center", x - room / 2),
    };
    let paper = if role == Role::Name {
        filled("FFFFFF")
    } else {
        String::new()
    };
    // A name is only as wide as it is, so that it hides nothing beside it.
    let width = Sheet::PAGE.text_width(&text).min(room).max(1);
    let width = if anchor == Anchor::Start {
        width + LINE
    } else {
        room
    };
    let words = format!(
        concat!(
            r#"<wps:txbx><w:txbxContent><w:p><w:pPr><w:pStyle w:val="Drawing"/><w:jc w:val="{}"/></w:pPr>"#,
            r#"<w:r><w:rPr><w:color w:val="{}"/><w:sz w:val="20"/></w:rPr><w:t>{}</w:t></w:r></w:p>"#,
            "</w:txbxContent></wps:txbx>"
        ),
        side, color, text
    );
    placed(
        "rect",
        [left, y - LINE * 3 / 4, width, LINE].map(emu),
        &paper,
        &words,
    )
}

/// A shape of this geometry, at left, top, with width and height.
fn placed(geometry: &str, [x, y, width, height]: [i64; 4], look: &str, text: &str) -> String {
    format!(
        concat!(
            r#"<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="{}" y="{}"/><a:ext cx="{}" cy="{}"/></a:xfrm>"#,
            r#"<a:prstGeom prst="{}"><a:avLst/></a:prstGeom>{}</wps:spPr>{}"#,
            r#"<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp>"#
        ),
        x,
        y,
        width.max(1),
        height.max(1),
        geometry,
        look,
        text
    )
}

fn filled(color: &str) -> String {
    format!(r#"<a:solidFill><a:srgbClr val="{color}"/></a:solidFill><a:ln><a:noFill/></a:ln>"#)
}

const fn color(role: Role) -> &'static str {
    match role {
        Role::Axis => "B0B0B0",
        Role::Past | Role::Mark(_) | Role::Bar => "0B5394",
        Role::Phase => "E1EAF2",
        Role::CurrentPhase => "C3D4E4",
        Role::Name | Role::Today | Role::Value | Role::Target => "1C1C1C",
        Role::Note => "5C5C5C",
    }
}
