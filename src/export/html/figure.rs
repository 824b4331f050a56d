//! Figures as inline SVG, each with a text alternative for screen readers and its table below.

use maud::{Markup, html};
use unicode_width::UnicodeWidthStr;

use crate::domain::truncate::truncate;
use crate::figure::{Anchor, Figure, Form, Mark, Role, Scene, Shape, Sheet};

/// Draws `figure`; `table` says the same.
pub fn figure(figure: &Figure, scene: &Scene, number: usize, table: &Markup) -> Markup {
    let (title, words) = (format!("figure{number}"), format!("words{number}"));
    html! {
        figure { "\n"
            figcaption dir="auto" { (figure.title()) } "\n"
            svg viewBox=(format!("0 0 {} {}", scene.width, scene.height)) role="img"
                aria-labelledby=(title) aria-describedby=(words) { "\n"
                title id=(title) { (figure.title()) } "\n"
                desc id=(words) { (figure.description()) } "\n"
                @for shape in &scene.shapes { (paint(shape)) "\n" }
            } "\n"
            details { "\n" summary { "The same as a table" } "\n" (table) "\n" } "\n"
        }
    }
}

fn paint(shape: &Shape) -> Markup {
    let Shape { role, x, y, form } = shape;
    let class = class(*role);
    html! {
        @match form {
            Form::Rect { width, height } => {
                rect class=(class) x=(x) y=(y) width=(width) height=(height) {}
            }
            Form::Line { width, height } => {
                line class=(class) x1=(x) y1=(y) x2=(x + width) y2=(y + height) {}
            }
            Form::Mark => {
                path class=(class) d=(format!("M{x} {}l8 8-8 8-8-8z", y - 8)) {}
            }
            Form::Text { text, anchor, room } => {
                @let letters = usize::try_from(room / Sheet::PAGE.letter).unwrap_or(0);
                text class=(class) x=(x) y=(y) text-anchor=[(*anchor == Anchor::Middle).then_some("middle")] {
                    (truncate(text, letters, UnicodeWidthStr::width))
                }
            }
        }
    }
}

/// The class of a shape in the style sheet.
const fn class(role: Role) -> &'static str {
    match role {
        Role::Axis => "axis",
        Role::Past => "past",
        Role::Phase => "phase",
        Role::CurrentPhase => "phase now",
        Role::Mark(Mark::Meeting | Mark::Done) => "done",
        Role::Mark(Mark::Planned | Mark::Deadline) => "due",
        Role::Name => "name",
        Role::Today => "today",
        Role::Bar => "bar",
        Role::Value => "value",
        Role::Target => "target",
        Role::Note => "note",
    }
}
