//! HTML: one self-contained page for any browser, which loads nothing, runs nothing, and prints well.
//!
//! The markup is semantic (headings in order, lists, questions with their answers, tables with their columns), for screen
//! readers. A content security policy allows the page's own style sheet and nothing else, whatever the text holds.

mod figure;
mod form;

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use unicode_width::UnicodeWidthStr;

use super::content::answer_groups;
use super::document::{
    Align, Block, Document, Fact, Inline, Item, NOT_ANSWERED, Room, Table, inlines_text, link_text,
};
use super::heading_levels::HeadingLevels;
use super::link_url::sanitize_url;
use super::{ANY_TO_READ, Content, ExportError, ExportProgress, Exporter, PaperSize};
use crate::domain::region::Region;
use crate::figure::Figure;

/// Style sheet for screen, dark mode and print; the sheet of paper and the foot of a page are filled in.
const STYLESHEET: &str = include_str!("page.css");

pub const HTML: Exporter = Exporter::new("html", "Web page", ANY_TO_READ, write)
    .binary()
    .paged()
    .files("Web pages", &["htm", "xhtml", "mht", "mhtml"]);

fn write(
    content: &Content,
    out: &mut dyn Write,
    progress: &dyn ExportProgress,
) -> Result<(), ExportError> {
    let text = content.text();
    let page = page(text.document, content.options.paper).into_string();
    let (start, end) = page.split_at(page.rfind(MAIN_END).unwrap_or(page.len()));
    out.write_all(start.as_bytes())?;
    let mut body = HtmlBody::default();
    text.write_parts(progress, |part| {
        Ok(out.write_all(body.blocks(part).into_string().as_bytes())?)
    })?;
    Ok(writeln!(out, "{end}")?)
}

/// End of the element that holds the body, in the page around it.
const MAIN_END: &str = "</main>";

fn page(document: &Document, paper: PaperSize) -> Markup {
    let style = stylesheet(document, paper);
    html! {
        (DOCTYPE) "\n"
        html lang=(Region::current().language()) { "\n"
            head { "\n"
                meta charset="utf-8"; "\n"
                meta http-equiv="Content-Security-Policy" content=(content_security_policy(&style)); "\n"
                meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
                meta name="color-scheme" content="light dark"; "\n"
                meta name="referrer" content="no-referrer"; "\n"
                title { (page_title(document)) } "\n"
                style { (PreEscaped(&style)) } "\n"
            } "\n"
            body { "\n"
                header { "\n"
                    h1 dir="auto" { (document.title) } "\n"
                    @if !document.subtitle.is_empty() {
                        p.subtitle dir="auto" { (document.subtitle) } "\n"
                    }
                    @if let Some(draft) = &document.draft { p.draft { (draft) } "\n" }
                    @if !document.facts.is_empty() { (facts(&document.facts)) }
                } "\n"
                main { "\n" } "\n"
            } "\n"
        }
    }
}

fn stylesheet(document: &Document, paper: PaperSize) -> String {
    let sheet = match paper {
        PaperSize::A4 => "A4",
        PaperSize::Letter => "letter",
    };
    let mut title = String::new();
    for letter in document.running_title().chars() {
        if letter.is_alphanumeric() || letter == ' ' {
            title.push(letter);
        } else {
            title += &format!("\\{:x} ", u32::from(letter));
        }
    }
    STYLESHEET.replace("SHEET", sheet).replace("TITLE", &title)
}

/// Content security policy: this very style sheet, by its hash, and nothing else.
fn content_security_policy(style: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(style));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

/// Title of the browser's window.
fn page_title(document: &Document) -> String {
    let people = document.people.join(" and ");
    if people.is_empty() {
        document.title.clone()
    } else {
        format!("{} – {people}", document.title)
    }
}

fn facts(facts: &[Fact]) -> Markup {
    html! {
        dl.facts { "\n"
            @for fact in facts {
                div { dt dir="auto" { (fact.label) } dd { bdi { (fact.value) } } } "\n"
            }
        } "\n"
    }
}

/// Writer of the page's body, with heading levels and the number of figures so far.
#[derive(Default)]
struct HtmlBody {
    heading_levels: HeadingLevels,
    figures: usize,
}

impl HtmlBody {
    fn blocks(&mut self, blocks: &[Block]) -> Markup {
        html! { @for group in answer_groups(blocks) { (self.group(group)) } }
    }

    /// Writes a group of answers, or any other block.
    fn group(&mut self, group: &[Block]) -> Markup {
        html! {
            @if group.iter().all(Block::is_answer) {
                dl.answers { "\n" @for block in group { (self.block(block)) } } "\n"
            } @else {
                @for block in group { (self.block(block)) "\n" }
            }
        }
    }

    fn block(&mut self, block: &Block) -> Markup {
        match block {
            Block::Heading { level, text } => heading(self.heading_levels.next_level(*level), text),
            Block::Paragraph(text) => html! { p dir="auto" { (inlines(text)) } },
            Block::List { start, items } => self.list(*start, items),
            Block::Table(table) => self::table(table),
            Block::Figures(facts) => form::figures(facts),
            Block::Card {
                level,
                title,
                status,
                blocks,
            } => self.card(*level, title, status, blocks),
            Block::Signatures(people) => form::signatures(people),
            Block::Entry(entry) => match entry.room {
                Room::Lines(lines) => form::writing_lines(lines),
                Room::Day => form::writing_lines(1),
                Room::One(_) | Room::Any(_) => self.block(&entry.in_plain_block()),
            },
            Block::Answer { label, answer } => html! {
                div { "\n"
                    dt dir="auto" { (label) } "\n"
                    (self.answer(answer.as_deref())) "\n"
                } "\n"
            },
            Block::Figure(figure) => self.figure(figure),
            Block::Quote(inner) => html! { blockquote { "\n" (self.blocks(inner)) } },
            Block::Code(text) => html! { pre dir="auto" { "\n" (text) } },
            Block::Rule => html! { hr; },
            Block::PageBreak => html! { div.new-page {} },
        }
    }

    fn figure(&mut self, figure: &Figure) -> Markup {
        let table = self.block(&figure.table());
        let Some(scene) = figure.scene() else {
            return table;
        };
        self.figures += 1;
        figure::figure(figure, &scene, self.figures, &table)
    }

    fn answer(&mut self, answer: Option<&[Block]>) -> Markup {
        match answer {
            None => html! { dd.missing { (NOT_ANSWERED) } },
            Some([Block::Paragraph(text)]) => html! { dd dir="auto" { (inlines(text)) } },
            Some(blocks) => html! { dd { "\n" (self.blocks(blocks)) } },
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Item]) -> Markup {
        let entries = html! { "\n" @for item in items { (self.item(item)) "\n" } };
        match start {
            None => html! { ul { (entries) } },
            Some(1) => html! { ol { (entries) } },
            Some(number) => html! { ol start=(number) { (entries) } },
        }
    }

    /// Writes a list item; its first line stands beside its bullet and check box.
    fn item(&mut self, item: &Item) -> Markup {
        let (first, rest) = item.split_first_line();
        html! {
            li class=[item.ticked.map(|_| "tick")] dir="auto" {
                @if let Some(ticked) = item.ticked { (checkbox(ticked)) " " }
                (inlines(first))
                @if !rest.is_empty() { "\n" (self.blocks(rest)) }
            }
        }
    }
}

/// Writes a heading; level 1 is the title of the page.
fn heading(level: u8, text: &str) -> Markup {
    match level {
        0..=2 => html! { h2 dir="auto" { (text) } },
        3 => html! { h3 dir="auto" { (text) } },
        4 => html! { h4 dir="auto" { (text) } },
        5 => html! { h5 dir="auto" { (text) } },
        6.. => html! { h6 dir="auto" { (text) } },
    }
}

/// Writes a check box as a sign, which is copied with the text, and as a word for screen readers.
fn checkbox(ticked: bool) -> Markup {
    let (word, sign) = if ticked {
        ("done", "☑")
    } else {
        ("not done", "☐")
    };
    html! { span role="img" aria-label=(word) { (sign) } }
}

fn table(table: &Table) -> Markup {
    let titles: Vec<_> = table.header.iter().map(|cell| inlines_text(cell)).collect();
    let last = table.rows.len();
    html! {
        table { "\n"
            thead { "\n"
                tr {
                    @for (at, cell) in table.header.iter().enumerate() {
                        @let class = side(table, at);
                        @if titles[at].trim().is_empty() { td {} }
                        @else { th class=[class] scope="col" dir="auto" { (inlines(cell)) } }
                    }
                } "\n"
            } "\n"
            tbody { "\n"
                @for (number, row) in table.rows.iter().enumerate() {
                    tr class=[(table.has_total && number + 1 == last).then_some("total")] {
                        @for (at, text) in row.iter().enumerate() {
                            (cell(text, titles.get(at).map_or("", String::as_str), side(table, at)))
                        }
                    } "\n"
                }
            } "\n"
        }
    }
}

/// The class of a column's side.
fn side(table: &Table, at: usize) -> Option<&'static str> {
    match table.align_of(at) {
        Align::Start => None,
        Align::Center => Some("center"),
        Align::End => Some("end"),
    }
}

/// Writes a cell: a few words do not wrap, and a word too long for any line is broken. A narrow screen shows its column's
/// title before it.
fn cell(text: &[Inline], title: &str, side: Option<&str>) -> Markup {
    let plain = inlines_text(text);
    let long = plain.split_whitespace().any(|word| word.width() > 24);
    let length = if long {
        Some("long")
    } else {
        (1..=16).contains(&plain.width()).then_some("short")
    };
    let class: Vec<_> = length.into_iter().chain(side).collect();
    let class = (!class.is_empty()).then(|| class.join(" "));
    let title = (!title.trim().is_empty() && !plain.trim().is_empty()).then_some(title);
    html! { td class=[class] data-column=[title] dir="auto" { (inlines(text)) } }
}

fn inlines(inlines: &[Inline]) -> Markup {
    html! { @for inline in inlines { (self::inline(inline)) } }
}

fn inline(inline: &Inline) -> Markup {
    match inline {
        Inline::Text(text) => html! { (text) },
        Inline::Code(text) => html! { code { (text) } },
        Inline::Emphasis(inner) => html! { em { (inlines(inner)) } },
        Inline::Strong(inner) => html! { strong { (inlines(inner)) } },
        Inline::Strikethrough(inner) => html! { del { (inlines(inner)) } },
        Inline::Link { text, to } => link(text, to),
        Inline::Break => html! { br; },
    }
}

/// Writes a link to the web or to a mailbox; any other URL becomes text.
fn link(text: &[Inline], to: &str) -> Markup {
    let Some(address) = sanitize_url(to) else {
        return html! { (link_text(text, to)) };
    };
    let shown = inlines_text(text);
    let bare = shown.is_empty() || shown == to;
    html! {
        a class=[bare.then_some("bare")] href=(address) rel="noopener noreferrer" {
            @if shown.is_empty() { (to.strip_prefix("mailto:").unwrap_or(to)) } @else { (inlines(text)) }
        }
    }
}
