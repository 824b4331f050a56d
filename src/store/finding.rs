//! Findings of a check: faults and advice.

use schemars::JsonSchema;
use serde::Serialize;

/// A fault of the book, or advice about its environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// The fault in one sentence.
    pub message: String,
    /// The remedy in one sentence.
    pub hint: String,
}

impl Finding {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: hint.into(),
        }
    }
}
