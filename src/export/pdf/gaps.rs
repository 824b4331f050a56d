//! Gaps between blocks.

use super::flow::PARAGRAPH_GAP;
use crate::export::document::Block;

/// Gap between two blocks, in points.
pub const fn gap_between(before: &Block, after: &Block) -> f32 {
    match (before, after) {
        (Block::Heading { .. }, Block::Heading { .. })
        | (Block::Card { .. }, Block::Card { .. }) => 9.0,
        (Block::Heading { .. }, _) => 5.0,
        (_, Block::Heading { level: 0..=2, .. }) => 15.0,
        (_, Block::Heading { level: 3, .. } | Block::Card { .. }) => 13.0,
        (_, Block::Heading { .. }) => 11.0,
        (Block::Answer { .. }, Block::Answer { .. }) => 4.0,
        (Block::Answer { .. }, _) | (_, Block::Answer { .. }) => 7.0,
        (Block::Rule, _) | (_, Block::Rule) => 12.0,
        (Block::Figure(_), _) | (_, Block::Figure(_)) => 16.0,
        (Block::Table(_) | Block::Code(_), _) | (_, Block::Table(_)) => 9.0,
        (_, _) => PARAGRAPH_GAP,
    }
}
