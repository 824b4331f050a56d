//! The parts of a form: figures, cards of goals, lines to sign on.

use maud::{Markup, html};

use super::{HtmlBody, heading, inlines};
use crate::export::document::{Block, Fact, Inline, Signature};

pub(super) fn figures(figures: &[Fact]) -> Markup {
    html! {
        dl.figures { "\n"
            @for figure in figures {
                div { dt dir="auto" { (figure.label) } dd { bdi { (figure.value) } } } "\n"
            }
        } "\n"
    }
}

pub(super) fn signatures(people: &[Signature]) -> Markup {
    html! {
        div.signatures { "\n"
            @for person in people {
                p { span { @if person.signed.is_some() { "Signed" } } bdi { (person.name) } } "\n"
                p { span { @if let Some(day) = &person.signed { (day) } } "Date" } "\n"
            }
        } "\n"
    }
}

/// Lines to write on.
pub(super) fn writing_lines(lines: usize) -> Markup {
    html! { div.lines { @for _ in 0..lines { span {} } } }
}

impl HtmlBody {
    pub(super) fn card(
        &mut self,
        level: u8,
        title: &str,
        status: &[Inline],
        blocks: &[Block],
    ) -> Markup {
        let level = self.heading_levels.next_level(level);
        html! {
            section.card { "\n"
                (heading(level, title)) "\n"
                p.status dir="auto" { (inlines(status)) } "\n"
                (self.blocks(blocks))
            }
        }
    }
}
