//! Markdown notes as wrapped lines in the styles of the theme. Parsed by `pulldown-cmark`.
//!
//! A single line break is kept, because people who write notes mean it. HTML is shown as the text it is.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::glyph;
use super::text::{fit_line, width, wrap_spans};
use super::theme::Theme;
use crate::domain::sanitize::replace_word_processor_chars;

/// The lines of `source`, none wider than `columns` cells.
pub fn lines(source: &str, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut writer = MarkdownWriter {
        theme,
        columns,
        lines: Vec::new(),
        spans: Vec::new(),
        styles: vec![theme.text],
        indents: Vec::new(),
        lists: Vec::new(),
        link: None,
        code: false,
        gap: false,
    };
    let options = Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    let source = replace_word_processor_chars(source);
    for event in Parser::new_ext(&source, options) {
        writer.handle_event(event);
    }
    writer.flush();
    writer.lines
}

/// Prefix of the lines of a quotation or list item.
struct LineIndent {
    /// Prefix of the first line, until it is written.
    first: Option<Span<'static>>,
    /// Prefix of all other lines; as wide as the first.
    rest: Span<'static>,
}

struct MarkdownWriter<'a> {
    theme: &'a Theme,
    columns: usize,
    lines: Vec<Line<'static>>,
    /// Text of the current paragraph.
    spans: Vec<Span<'static>>,
    styles: Vec<Style>,
    indents: Vec<LineIndent>,
    /// Next number of each open list; none for bullets.
    lists: Vec<Option<u64>>,
    /// Address of the open link, and the index of the span at which its text begins.
    link: Option<(String, usize)>,
    code: bool,
    /// True if an empty line is due before the next line.
    gap: bool,
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser knows more tags than the notes may hold"
)]
impl MarkdownWriter<'_> {
    fn handle_event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code => self.push_code(&text),
            Event::Text(text) | Event::InlineHtml(text) | Event::FootnoteReference(text) => {
                self.push(&text);
            }
            Event::Html(text) => {
                self.push(text.trim_end_matches('\n'));
                self.flush();
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.spans
                    .push(Span::styled(text.into_string(), self.theme.code));
            }
            Event::SoftBreak | Event::HardBreak => self.flush(),
            Event::Rule => self.rule(),
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.styles.push(match level {
                    HeadingLevel::H1 => self.theme.title,
                    HeadingLevel::H2 | HeadingLevel::H3 => self.theme.heading,
                    HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => self.theme.strong,
                });
            }
            Tag::BlockQuote(_) => {
                self.flush();
                let bar = Span::styled(format!("{} ", glyph::QUOTE), self.theme.border);
                self.push_indent(bar.clone(), bar);
                self.styles.push(self.theme.quote);
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.code = true;
                self.push_indent(Span::raw("  "), Span::raw("  "));
                if let CodeBlockKind::Fenced(language) = kind
                    && !language.is_empty()
                {
                    self.spans
                        .push(Span::styled(language.into_string(), self.theme.muted));
                    self.flush();
                }
            }
            Tag::List(first) => {
                self.flush();
                // A nested list follows its item without an empty line.
                self.gap = self.lists.is_empty();
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Emphasis => self.style(Modifier::ITALIC),
            Tag::Strong => self.style(Modifier::BOLD),
            Tag::Strikethrough => self.style(Modifier::CROSSED_OUT),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.link = Some((dest_url.into_string(), self.spans.len()));
                let under = self.top().patch(self.theme.link);
                self.styles.push(under);
            }
            // Extensions that are not enabled, or tags that need nothing before their text.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::HtmlBlock
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock => {
                self.flush();
                self.gap = true;
                self.code = false;
                if let TagEnd::Heading(_) | TagEnd::BlockQuote(_) = tag {
                    self.styles.pop();
                }
                if let TagEnd::BlockQuote(_) | TagEnd::CodeBlock = tag {
                    self.indents.pop();
                }
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
                self.gap = self.lists.is_empty();
            }
            TagEnd::Item => {
                self.flush();
                // An item without text still shows its bullet.
                if self
                    .indents
                    .last()
                    .is_some_and(|level| level.first.is_some())
                {
                    self.emit(Vec::new());
                }
                self.indents.pop();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.styles.pop();
            }
            TagEnd::Link | TagEnd::Image => self.end_link(),
            // Extensions that are not enabled.
            _ => {}
        }
    }

    fn top(&self) -> Style {
        self.styles.last().copied().unwrap_or(self.theme.text)
    }

    fn style(&mut self, modifier: Modifier) {
        self.styles.push(self.top().add_modifier(modifier));
    }

    fn push(&mut self, text: &str) {
        let style = self.top();
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.flush();
            }
            if !line.is_empty() {
                self.spans.push(Span::styled(line.to_owned(), style));
            }
        }
    }

    fn push_code(&mut self, text: &str) {
        for line in text.lines() {
            self.spans
                .push(Span::styled(line.to_owned(), self.theme.code));
            self.emit_spans();
        }
    }

    fn item(&mut self) {
        self.flush();
        let depth = self.lists.len().saturating_sub(1);
        let bullet = match self.lists.last_mut() {
            Some(Some(number)) => {
                let text = format!("{number}. ");
                *number += 1;
                text
            }
            Some(None) | None => format!("{} ", glyph::BULLETS[depth % glyph::BULLETS.len()]),
        };
        let rest = Span::raw(" ".repeat(width(&bullet)));
        self.push_indent(Span::styled(bullet, self.theme.accent), rest);
    }

    /// Replaces the bullet by a check box.
    fn task(&mut self, done: bool) {
        let (sign, style) = if done {
            (glyph::DONE, self.theme.good)
        } else {
            (glyph::OPEN, self.theme.text)
        };
        if let Some(level) = self.indents.last_mut()
            && level.first.is_some()
        {
            *level = LineIndent {
                first: Some(Span::styled(format!("{sign} "), style)),
                rest: Span::raw(" ".repeat(width(sign) + 1)),
            };
        }
    }

    fn end_link(&mut self) {
        self.styles.pop();
        if let Some((address, from)) = self.link.take() {
            let text: String = self.spans[from.min(self.spans.len())..]
                .iter()
                .map(|span| span.content.as_ref())
                .collect();
            if !address.ends_with(text.as_str()) || text.is_empty() {
                let address = format!(" ({address})");
                self.spans.push(Span::styled(address, self.theme.muted));
            }
        }
    }

    fn rule(&mut self) {
        self.flush();
        self.gap = true;
        let rule = glyph::RULE.repeat(self.room());
        self.spans.push(Span::styled(rule, self.theme.border));
        self.flush();
        self.gap = true;
    }

    fn push_indent(&mut self, first: Span<'static>, rest: Span<'static>) {
        self.emit_gap();
        let level = LineIndent {
            first: Some(first),
            rest,
        };
        self.indents.push(level);
    }

    /// The indents that are shown: those that leave half of the width to the text.
    fn visible_indents(&self) -> &[LineIndent] {
        let mut used = 0;
        let fitting = self.indents.iter().take_while(|level| {
            used += level.rest.width();
            used <= self.columns / 2
        });
        &self.indents[..fitting.count()]
    }

    fn room(&self) -> usize {
        let used: usize = self
            .visible_indents()
            .iter()
            .map(|level| level.rest.width())
            .sum();
        self.columns - used
    }

    /// Writes the current paragraph, if there is one.
    fn flush(&mut self) {
        if !self.spans.is_empty() {
            self.emit_spans();
        }
    }

    fn emit_spans(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        for row in wrap_spans(&spans, self.room()) {
            self.emit(row);
        }
    }

    /// Writes the empty line that is due.
    fn emit_gap(&mut self) {
        if std::mem::take(&mut self.gap) && !self.lines.is_empty() {
            let spans = self
                .visible_indents()
                .iter()
                .map(|level| level.rest.clone())
                .collect::<Vec<_>>();
            self.lines.push(fit_line(&Line::from(spans), self.columns));
        }
    }

    fn emit(&mut self, row: Vec<Span<'static>>) {
        self.emit_gap();
        let shown = self.visible_indents().len();
        let mut spans: Vec<_> = self.indents[..shown]
            .iter_mut()
            .map(|level| level.first.take().unwrap_or_else(|| level.rest.clone()))
            .collect();
        spans.extend(row);
        self.lines.push(fit_line(&Line::from(spans), self.columns));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ui::theme::{Background, ColorDepth, Glyphs, TerminalCapabilities};

    fn theme() -> Theme {
        Theme::new(TerminalCapabilities {
            depth: ColorDepth::True,
            background: Background::Dark,
            glyphs: Glyphs::Unicode,
        })
    }

    fn shown(source: &str, columns: usize) -> String {
        lines(source, columns, &theme())
            .iter()
            .map(|line| line.to_string().trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n")
    }

    const NOTE: &str = "\
# Call of 3 March

We talked about the **school visit** and the *STEM hour*.
A second line stays a line.

## What we agreed

- Ana calls the school, and writes down what they say about the date of the visit
  - first the library there
    1. then the office
    2. then the board
- [x] send the outline
- [ ] find a `room`

> The best question was about money,
> and nobody had an answer.

3. numbers begin where they begin
4. and go on

***

See [the plan](https://example.org/plan) or <https://example.org>.

```text
code    stays
   as it is
```

<b>not bold</b>
";

    #[test]
    fn a_note_is_shown_formatted_at_80_columns() {
        insta::assert_snapshot!(shown(NOTE, 80));
    }

    #[test]
    fn a_note_is_shown_formatted_at_40_columns() {
        insta::assert_snapshot!(shown(NOTE, 40));
    }

    #[test]
    fn styles_come_from_the_theme() {
        let theme = theme();
        let lines = lines("# Title\n\na **b** *c*", 40, &theme);
        assert_eq!(lines[0].spans[0].style, theme.title);
        assert!(
            lines[2].spans[1]
                .style
                .add_modifier
                .contains(Modifier::BOLD)
        );
        assert!(
            lines[2].spans[3]
                .style
                .add_modifier
                .contains(Modifier::ITALIC)
        );
    }

    #[test]
    fn html_and_control_characters_are_shown_as_text() {
        assert_eq!(shown("<script>x</script>", 40), "<script>x</script>");
        assert_eq!(shown("a <b>c</b> \u{1b}[31m", 40), "a <b>c</b> ␛[31m");
    }

    #[test]
    fn very_deep_nesting_leaves_room_for_the_text() {
        let deep = format!("{} text", "> ".repeat(60));
        assert!(shown(&deep, 20).contains("text"));
    }

    proptest! {
        #[test]
        fn any_text_at_any_width_fits(source in "[-#>*_`\\[\\]()0-9. a図\u{301}👩\u{202e}<\n!~\t|]{0,80}", columns in 0usize..30) {
            for line in lines(&source, columns, &theme()) {
                prop_assert!(line.width() <= columns, "{line:?}");
            }
        }
    }
}
