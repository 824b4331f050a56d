//! Forms that the office asks of one book, beside those of its program.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::id::Id;

/// A form of the office's own, kept in the book: its file on this computer may go, and it travels in parcels. The id
/// derives from cycle and key; the day it is due is the [`Milestone`](super::program::Milestone) of the same key.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AskedForm {
    #[serde(skip)]
    pub id: Id,
    /// The cycle in which it is asked.
    pub cycle: Id,
    /// Key of the form.
    pub key: String,
    /// Title, as its file gives it.
    pub title: String,
    /// Recipient; empty when it is for the pair alone.
    pub recipient: String,
    /// Key of the program's form in whose place it is filled in; empty for one beside the others.
    pub instead_of: String,
    /// The whole file of the form, TOML.
    pub text: String,
    /// Archived: not asked any more; its answers stay in the book.
    pub archived: bool,
}

impl AskedForm {
    /// Derives the id that both replicas give to the form `key` asked in `cycle`.
    pub fn id_for(cycle: Id, key: &str) -> Id {
        Id::derived(&["asked-form", &cycle.to_string(), key])
    }
}
