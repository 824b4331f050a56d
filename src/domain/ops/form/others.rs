//! The part of a form that the partner alone fills in.

use super::{OpenForm, answers};
use crate::domain::fill::Completeness;
use crate::domain::ops::{Refusal, quoted};

impl OpenForm<'_> {
    /// Refuses a form that only the partner fills in and has not: the owner has no part of it to finish.
    pub(super) fn check_others_part(&self, own: &Completeness) -> Result<(), Refusal> {
        let partner = self.book.me().other();
        let theirs = answers(self.def, self.book, partner);
        let is_open = self
            .fields
            .iter()
            .any(|it| it.required && !it.mine && theirs.at(&it.slot).is_empty());
        if own.asked > 0 || !is_open {
            return Ok(());
        }
        let (title, name) = (quoted(&self.def.title), self.book.name(partner));
        let message = format!("{title} is filled in by {name}, and answers of theirs are missing.");
        Err(Refusal::new(message).hint(format!(
            "It is complete once {name} has answered; what they tell you is entered with “--as {}”.",
            partner.key()
        )))
    }
}
