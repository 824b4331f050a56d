//! Forms that the office asks of one book: kept in it beside those of the program, or in the place of one of them.

use std::sync::Arc;

use chrono::NaiveDate;

use super::super::year::{current_cycle, milestone};
use super::super::{MAX_TEXT_CHARS, OpContext, Outcome, Refusal, quoted};
use crate::domain::asked_form::AskedForm;
use crate::domain::book::Book;
use crate::domain::change::Change;
use crate::domain::dates::format_date;
use crate::domain::form::FormDef;
use crate::domain::program::{Cycle, DateRule, FormUse, Milestone, MilestoneDef, Program, Repeat};
use crate::domain::schedule::{base_of, form_milestone, repeat_milestones};

/// Request of an office for a form of its own.
#[derive(Clone, Debug)]
pub struct FormRequest<'a> {
    pub def: &'a Arc<FormDef>,
    /// The file of the form, which the book keeps.
    pub text: &'a str,
    /// The day it is due, where the office named one.
    pub due: Option<NaiveDate>,
    /// Recipient, where it is not that of the form it replaces.
    pub recipient: &'a str,
    /// Key of the program's form in whose place it is filled in; empty for one beside the others.
    pub instead_of: &'a str,
}

impl FormRequest<'_> {
    /// Keeps the form in the book with its dates. Asked again it takes the newer text; answers keep the question that they
    /// answered. `program` is the program of the book.
    ///
    /// # Errors
    /// When the program has a form of that key, or none to be replaced, or the form comes on dates of its own.
    pub fn ask(&self, program: &Program, book: &Book, ctx: &OpContext) -> Outcome {
        let cycle = current_cycle(book)?;
        let id = AskedForm::id_for(cycle.id, &self.def.key);
        let before = book.asked_forms.get(&id);
        self.check(program, before)?;
        let kept = before.cloned().unwrap_or_default();
        let or_kept = |given: &str, kept: String| match given.trim() {
            "" => kept,
            given => given.to_owned(),
        };
        let after = AskedForm {
            id,
            cycle: cycle.id,
            key: self.def.key.clone(),
            title: self.def.title.clone(),
            recipient: or_kept(self.recipient, kept.recipient),
            instead_of: or_kept(self.instead_of, kept.instead_of),
            text: self.text.to_owned(),
            archived: false,
        };
        let mut label = format!("form {}", quoted(&after.title));
        label += match before {
            Some(before) if !before.archived => " taken in its newer version",
            Some(_) | None => " added",
        };
        if let Some(due) = self.due {
            label += &format!(", due {}", format_date(due));
        }
        let mut changes = self.date_changes(&after, program, cycle, book);
        changes.push(book.upsert(after));
        Ok(ctx.commit(label, changes))
    }

    /// Recurrence on days of its own.
    fn dated(&self) -> Option<&Repeat> {
        self.def.repeat.as_ref().filter(|repeat| repeat.is_dated())
    }

    fn check(&self, program: &Program, before: Option<&AskedForm>) -> Result<(), Refusal> {
        let title = quoted(&self.def.title);
        let uses = |key: &str| program.forms.iter().any(|used| base_of(&used.form) == key);
        if before.is_none_or(|it| it.archived) && uses(&self.def.key) {
            let message = format!("Your program asks for {title} already.");
            return Err(Refusal::new(message).hint(
                "Fill that one in, or give the form of the office another key in its file.",
            ));
        }
        let is_known = before.is_some_and(|it| it.instead_of == self.instead_of);
        if !self.instead_of.is_empty() && !is_known && !uses(self.instead_of) {
            let keys: Vec<_> = program.forms.iter().map(|it| base_of(&it.form)).collect();
            let message = format!("Your program has no form {}.", quoted(self.instead_of));
            return Err(Refusal::new(message).hint(format!("It has these: {}.", keys.join(", "))));
        }
        if self.due.is_some() && self.dated().is_some() {
            let message = format!("{title} is given more than once, on days of its own.");
            return Err(Refusal::new(message)
                .hint("Leave its due day out; each day can be moved on the Year screen."));
        }
        if self.text.chars().count() > MAX_TEXT_CHARS {
            return Err(
                Refusal::new(format!("The file of {title} is too long for a book."))
                    .hint("Shorten its texts, or make two forms of it."),
            );
        }
        Ok(())
    }

    /// The days on which it is due: its own where it is given more than once, else the one that was named, which moves that
    /// of the form it replaces.
    fn date_changes(
        &self,
        form: &AskedForm,
        program: &Program,
        cycle: &Cycle,
        book: &Book,
    ) -> Vec<Change> {
        if let Some(repeat) = self.dated() {
            let used = FormUse::of_book(self.def, &form.recipient);
            let defs = repeat_milestones(&used, repeat, cycle).into_iter();
            return defs.map(|def| upsert_date(def, cycle, book)).collect();
        }
        let Some(due) = self.due else {
            // Put back, it is due again when it was.
            let former = book.milestones.get(&Milestone::id_for(cycle.id, &form.key));
            let former = former.filter(|it| it.archived);
            return former
                .map(|it| Change::with(it, |it| it.archived = false))
                .into_iter()
                .collect();
        };
        let replaced = program.milestones.iter().find(|def| {
            let of = def.form.as_deref();
            !def.generated && (of == Some(&form.key) || of == Some(&form.instead_of))
        });
        let open =
            replaced.and_then(|def| book.milestones.get(&Milestone::id_for(cycle.id, &def.key)));
        if let Some(open) = open.filter(|it| it.done.is_none() && !it.archived) {
            return vec![Change::with(open, |it| it.date = due)];
        }
        let title = self.def.title.clone();
        let def = form_milestone(&form.key, title, &form.recipient, DateRule::Day(due));
        vec![upsert_date(def, cycle, book)]
    }
}

/// The change that dates `def`; one that was archived with its form is there again.
fn upsert_date(def: MilestoneDef, cycle: &Cycle, book: &Book) -> Change {
    let new = milestone(def, cycle);
    match book.milestones.get(&new.id) {
        Some(before) => Change::with(before, |it| {
            it.date = new.date;
            it.title = new.title;
            it.archived = false;
        }),
        None => Change::create(new),
    }
}

/// Archives the form `key` that the office asked for, with the days on which it is still due. Its answers stay.
///
/// # Errors
/// When the book keeps no such form.
pub fn archive_asked(key: &str, book: &Book, ctx: &OpContext) -> Outcome {
    let cycle = current_cycle(book)?;
    let form = book
        .asked_forms
        .get(&AskedForm::id_for(cycle.id, base_of(key)));
    let form = form.filter(|form| !form.archived).ok_or_else(|| {
        Refusal::new("A form of the program cannot be archived.").hint(
            "Only one that your office asked for beside it can; a form left empty harms nobody.",
        )
    })?;
    let open = book.milestones_in_order().into_iter();
    let open = open.filter(|date| base_of(&date.key) == form.key && date.done.is_none());
    let mut changes: Vec<_> = open
        .map(|date| Change::with(date, |it| it.archived = true))
        .collect();
    changes.push(Change::with(form, |it| it.archived = true));
    let label = format!(
        "form {} archived; its answers stay in the book",
        quoted(&form.title)
    );
    Ok(ctx.commit(label, changes))
}
