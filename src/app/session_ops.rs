//! Operations that need the program, its forms or the deck besides the book. Each returns a commit; nothing is saved yet.

use std::sync::Arc;

use super::edit_target::EditTarget;
use super::session::Session;
use crate::catalog::{FileKind, is_built_in};
use crate::domain::answer::Answers;
use crate::domain::deck::ActivityDef;
use crate::domain::form::FormDef;
use crate::domain::id::Id;
use crate::domain::meeting::Origin;
use crate::domain::ops::agenda::{AgendaTarget, add_items};
use crate::domain::ops::form::{FormRequest, OpenForm};
use crate::domain::ops::program::ProgramChange;
use crate::domain::ops::{self, Outcome, Refusal};
use crate::domain::person::Role;
use crate::domain::program::{FormUse, Program};
use crate::domain::suggestions::{ProposedItem, propose_agenda};
use crate::problem::Problem;

/// A problem with a data file as the refusal of an operation.
fn refusal(problem: impl Into<Problem>) -> Refusal {
    let Problem { message, hint, .. } = problem.into();
    Refusal { message, hint }
}

impl Session {
    /// The form with this key, with the program's settings for it, if the program uses it.
    pub fn form_use(&self, form: &str) -> Option<(FormUse, Arc<FormDef>)> {
        let mut forms = self.forms().into_iter();
        forms.find(|(form_use, _)| form_use.form == form)
    }

    /// The activity of the deck with this key.
    ///
    /// # Errors
    /// When it is gone.
    pub(super) fn activity(&self, key: &str) -> Result<ActivityDef, Refusal> {
        let deck = self.deck();
        let def = deck.activity(key).cloned();
        def.ok_or_else(|| Refusal::new("This activity is not in the deck any more."))
    }

    pub(super) fn with_form(&self, form: &str, then: impl FnOnce(OpenForm) -> Outcome) -> Outcome {
        let target = EditTarget::Response(form.to_owned());
        let (def, form_use) = target.form_def(self).map_err(refusal)?;
        then(OpenForm {
            def: &def,
            fields: &self.questions(&def, form_use.as_ref()),
            program: self.program(),
            book: &self.book,
        })
    }

    /// The program that `answers` name.
    pub(super) fn chosen_program(&self, answers: &Answers) -> Result<Arc<Program>, Refusal> {
        let key = answers.get("program");
        let program = self.catalog.program(key);
        program.map_err(|_| Refusal::new(format!("There is no program “{key}”.")))
    }

    /// Keeps a form that the office asks for in the book.
    ///
    /// # Errors
    /// When there is no such form, its file has a mistake, or the program has one of its key.
    pub(super) fn ask_form(&self, answers: &Answers) -> Outcome {
        let word = match answers.get("file") {
            "" => answers.get("form"),
            file => file,
        };
        if word.is_empty() {
            return Err(Refusal::new("No form is named yet.")
                .hint("Choose one, or give the place of its file."));
        }
        let (def, text) = self
            .catalog
            .form_to_ask(word, &self.book)
            .map_err(refusal)?;
        let request = FormRequest {
            def: &def,
            text: &text,
            due: answers.day("due"),
            recipient: answers.get("to"),
            instead_of: answers.get("instead-of"),
        };
        request.ask(self.program(), &self.book, &self.ctx)
    }

    /// Refuses to correct role and program, once the book holds more than it began with.
    ///
    /// # Errors
    /// Then, with what to do instead.
    pub fn check_is_new(&self) -> Result<(), Refusal> {
        let has_changes = self.undo.is_some() || self.redo.is_some();
        ops::start::check_is_new(&self.book, has_changes)
    }

    /// Corrects role and program of a new book; of one that holds more only the program.
    ///
    /// # Errors
    /// When the role is to change in a book that holds more than it began with.
    pub fn correct_start(&self, answers: &Answers) -> Outcome {
        let me = answers.word("role").unwrap_or(self.book.me());
        let program = self.chosen_program(answers)?;
        match self.check_is_new() {
            Ok(()) => ops::start::correct(&self.book, &program, me, &self.ctx),
            Err(refusal) if me != self.book.me() => Err(refusal),
            Err(_) => self.program_change(&program).map(|planned| planned.commit),
        }
    }

    /// The change of a running book to another program, with what it means in sentences.
    ///
    /// # Errors
    /// When the book has no year.
    pub fn program_change(&self, program: &Program) -> Result<ProgramChange, Refusal> {
        // A built-in file has no newer version, so nobody asked for its dates again.
        if program.key == self.book.program_key() && is_built_in(FileKind::Program, &program.key) {
            let (commit, lines) = (self.ctx.commit("", Vec::new()), Vec::new());
            return Ok(ProgramChange { commit, lines });
        }
        ops::program::change_program(&self.book, self.program(), program, &self.ctx)
    }

    /// Saves what the log prefills in a form, then applies `then` to it, as one commit: a prefilled answer counts as
    /// answered.
    fn with_saved_form(&self, form: &str, then: impl FnOnce(OpenForm) -> Outcome) -> Outcome {
        self.with_form(form, |form| {
            let opened = ops::form::prefilled_answers(form.def, form.fields, form.book);
            let Some(saved) = form.save(&opened, &self.ctx)? else {
                return then(form);
            };
            let mut book = self.book.clone();
            book.apply(&saved.changes);
            let book = &book;
            Ok(saved.merge(then(OpenForm { book, ..form })?))
        })
    }

    /// Marks a form complete.
    ///
    /// # Errors
    /// When an answer is missing.
    pub fn complete_form(&self, form: &str) -> Outcome {
        self.with_saved_form(form, |form| form.mark_complete(&self.ctx))
    }

    /// Signs a form for one of the two.
    ///
    /// # Errors
    /// When an answer is missing, or the role does not sign it.
    pub fn sign_form(&self, form: &str, role: Role) -> Outcome {
        self.with_saved_form(form, |form| form.sign(role, &self.ctx))
    }

    /// Records that a form was exported today.
    ///
    /// # Errors
    /// When the form is not among the data files.
    pub fn mark_form_exported(&self, form: &str) -> Outcome {
        self.with_form(form, |form| form.mark_exported(&self.ctx))
    }

    /// Items that are worth adding to the agenda of `meeting`.
    pub fn proposed_agenda(&self, meeting: Id) -> Vec<ProposedItem> {
        propose_agenda(
            &self.year(),
            &self.deck(),
            self.competencies(),
            Some(meeting),
        )
    }

    /// Adds items to the agenda of `meeting`.
    ///
    /// # Errors
    /// When all of them are on it already, or the meeting is gone.
    pub fn add_to_agenda(&self, meeting: Id, items: &[ProposedItem]) -> Outcome {
        add_items(&self.book, AgendaTarget::Meeting(meeting), items, &self.ctx)
    }

    /// A question, a card of the deck or a proposal as items for the agenda of `meeting`; none once it is gone.
    pub fn agenda_items(&self, meeting: Id, origin: Origin, subject: &str) -> Vec<ProposedItem> {
        let deck = self.deck();
        let item = match origin {
            Origin::Activity => deck.activity(subject).map(ProposedItem::activity),
            Origin::Prompt => deck.prompt(subject).map(ProposedItem::prompt),
            Origin::Question | Origin::Action | Origin::Goal | Origin::Own => {
                let mut proposed = self.proposed_agenda(meeting).into_iter();
                proposed.find(|item| item.origin == origin && item.subject == subject)
            }
        };
        item.into_iter().collect()
    }
}
