//! A screen whose text is kept as a draft until it is saved.

use super::DraftText;

/// Text being typed, as `drafts` autosaves it.
pub trait Drafting {
    fn draft_key(&self) -> String;

    /// The text to be kept under the draft key.
    fn draft(&self) -> String;

    /// True if it differs from what is saved, so that it needs a draft.
    fn is_changed(&self) -> bool;

    /// True while something of it is in no draft yet.
    fn is_dirty(&self) -> bool;

    fn set_dirty(&mut self, dirty: bool);

    /// The draft with its key.
    fn draft_text(&self) -> DraftText {
        DraftText {
            draft_key: self.draft_key(),
            text: self.draft(),
        }
    }
}
