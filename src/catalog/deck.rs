//! How activities and prompts are written in a data file: a list in each.

use serde::Deserialize;

use crate::domain::idea::{ActivityDef, PromptDef, ReadyAgenda};

/// A file of `activities/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityFile {
    /// The activities, in the order in which people are offered them.
    pub activity: Vec<ActivityDef>,
}

/// A file of `prompts/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromptFile {
    /// The prompts, in the order in which they are best asked.
    pub prompt: Vec<PromptDef>,
}

/// A file of `agendas/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaFile {
    /// The ready agendas, in the order in which people are offered them.
    pub agenda: Vec<ReadyAgenda>,
}
