//! The text of blocks and inlines without their formatting.

use super::block::{Block, Inline, Inlines};

/// Text of inlines without their formatting.
pub fn inlines_text(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => text.clone(),
            Inline::Emphasis(inner) | Inline::Strong(inner) => inlines_text(inner),
            // Without its marks, what was struck out would say the opposite.
            Inline::Strikethrough(inner) => format!("~~{}~~", inlines_text(inner)),
            Inline::Link { text, to } => link_text(text, to),
            Inline::Break => "\n".to_owned(),
        })
        .collect()
}

/// Blocks as the text of one cell: a line for each line that they take.
pub(crate) fn blocks_inlines(blocks: &[Block]) -> Inlines {
    let mut lines: Vec<Inlines> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(inlines) => lines.push(inlines.clone()),
            Block::List { start, items } => {
                for (at, item) in items.iter().enumerate() {
                    let number =
                        start.map(|start| format!("{}. ", start.saturating_add(at as u64)));
                    let mark = number.unwrap_or_else(|| "• ".to_owned()) + item.tick_mark();
                    let text = blocks_inlines(&item.blocks);
                    lines.push([vec![Inline::Text(mark)], text].concat());
                }
            }
            Block::Quote(inner) => lines.push(blocks_inlines(inner)),
            Block::Heading { .. }
            | Block::Table(_)
            | Block::Figures(_)
            | Block::Card { .. }
            | Block::Signatures(_)
            | Block::Entry(_)
            | Block::Answer { .. }
            | Block::Figure(_)
            | Block::Code(_)
            | Block::Rule
            | Block::PageBreak => {
                let text = blocks_text(std::slice::from_ref(block));
                lines.extend(text.lines().map(|line| vec![Inline::Text(line.to_owned())]));
            }
        }
    }
    lines.join(&[Inline::Break][..])
}

/// A link in words: its text, and its address unless that says the same.
pub fn link_text(text: &[Inline], to: &str) -> String {
    let text = inlines_text(text);
    if text.is_empty() || to.strip_prefix("mailto:").unwrap_or(to) == text {
        to.strip_prefix("mailto:").unwrap_or(to).to_owned()
    } else {
        format!("{text} ({to})")
    }
}

/// Text of blocks without their formatting, a line each.
pub fn blocks_text(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Code(text) => lines.push(text.clone()),
            Block::Paragraph(inlines) => lines.push(inlines_text(inlines)),
            Block::List { items, .. } => {
                lines.extend(items.iter().map(|item| blocks_text(&item.blocks)));
            }
            Block::Quote(inner) => lines.push(blocks_text(inner)),
            Block::Answer { label, answer } => {
                lines.push(format!(
                    "{label}: {}",
                    answer.as_deref().map(blocks_text).unwrap_or_default()
                ));
            }
            Block::Table(table) => {
                let cells = |row: &Vec<Inlines>| {
                    let cells: Vec<_> = row.iter().map(|cell| inlines_text(cell)).collect();
                    cells.join(", ")
                };
                lines.push(cells(&table.header));
                lines.extend(table.rows.iter().map(cells));
            }
            Block::Figure(_)
            | Block::Figures(_)
            | Block::Card { .. }
            | Block::Signatures(_)
            | Block::Entry(_) => {
                lines.push(blocks_text(&block.in_plain_blocks().unwrap_or_default()));
            }
            Block::Rule | Block::PageBreak => {}
        }
    }
    lines.join("\n")
}
