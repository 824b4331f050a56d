//! The guides: short texts for people, a Markdown file a topic. The numbers before the names give the order.

use schemars::JsonSchema;
use serde::Serialize;

use super::{file_stem, files};

/// A guide of a few minutes about one topic.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Guide {
    /// The word it is asked for by.
    pub topic: &'static str,
    /// Subject, on one line.
    pub title: &'static str,
    /// All of it, as Markdown that reads well as it stands.
    pub text: &'static str,
}

/// Every guide, in the order in which a newcomer meets the questions.
pub fn guides() -> Vec<Guide> {
    let guides = files("guide").filter_map(|(file, text)| {
        let (_, topic) = file_stem(file).split_once('-')?;
        let title = text.lines().next()?.strip_prefix("# ")?;
        Some(Guide { topic, title, text })
    });
    guides.collect()
}
