//! The program of one book: its file, the forms that the office asks of this book, and each occurrence of a form that is
//! given again as a form of its own.
//!
//! Whoever needs the program of a book asks here, so that lists, screens, Today, exports and the closing kit treat such
//! forms like any other.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Catalog, CatalogError, parse};
use crate::domain::asked_form::AskedForm;
use crate::domain::book::Book;
use crate::domain::form::{FieldRef, FormDef};
use crate::domain::program::{DateRule, FormUse, Milestone, Program};
use crate::domain::schedule::{Year, form_milestone, milestone_defs};
use crate::problem::Problem;

impl Catalog {
    /// Program of `book` as it is on `today`, with the problem to show if a part of it cannot be read.
    ///
    /// # Errors
    /// When the built-in files cannot be read.
    pub fn program_of(
        &self,
        book: &Book,
        today: NaiveDate,
    ) -> Result<(Arc<Program>, Option<Problem>), CatalogError> {
        let (file, mut problem) = self.program_or_fallback(book.program_key())?;
        let asked = book.asked_forms_in_order();
        let (true, Some(cycle)) = (
            !asked.is_empty() || file.forms.iter().any(|used| used.repeat.is_some()),
            book.cycle(),
        ) else {
            return Ok((file, problem));
        };
        let mut program = Program::clone(&file);
        for form in asked {
            match self.asked_form_def(&form.key, &form.text) {
                Ok(def) => ask(&mut program, form, &def, book),
                Err(error) => problem = Some(unreadable(form, error)),
            }
        }
        let due = program
            .milestones
            .iter()
            .filter(|def| def.generated)
            .cloned();
        let due: Vec<_> = due.collect();
        program.milestones = milestone_defs(&program, cycle);
        program.milestones.extend(due);
        program.forms = self.with_occurrences(&Year::new(book, &program, today));
        Ok((Arc::new(program), problem))
    }

    /// Definition of the form `key` whose file is `text`.
    ///
    /// # Errors
    /// When the text breaks the format, as one of a later version may.
    fn asked_form_def(&self, key: &str, text: &str) -> Result<Arc<FormDef>, CatalogError> {
        if let Some(cached) = self.asked_forms.borrow().get(text) {
            return Ok(Arc::clone(cached));
        }
        let mut def: FormDef = parse(&format!("{key}.toml"), text)?;
        key.clone_into(&mut def.key);
        let def = Arc::new(def);
        let mut cached = self.asked_forms.borrow_mut();
        cached.insert(text.to_owned(), Arc::clone(&def));
        Ok(def)
    }

    /// The forms of the program, each occurrence of one that is given again in its place.
    fn with_occurrences(&self, year: &Year) -> Vec<FormUse> {
        let mut forms = Vec::new();
        for used in &year.program.forms {
            let def = used.repeat.as_ref().and_then(|_| self.form_as(used).ok());
            let Some(def) = def else {
                forms.push(used.clone());
                continue;
            };
            let mut earlier = None;
            for (mut one, _) in year.occurrences(used) {
                one.def = Some(Arc::new(occurrence_def(&def, &one, earlier.as_deref())));
                earlier = Some(one.form.clone());
                forms.push(one);
            }
        }
        forms
    }
}

/// Adds `form` to the program, or puts it in the place of the one that it is filled in instead of.
fn ask(program: &mut Program, form: &AskedForm, def: &Arc<FormDef>, book: &Book) {
    let mut uses = program.forms.iter_mut();
    let replaced = uses.find(|used| used.form == form.instead_of);
    let recipient = match &replaced {
        Some(used) if form.recipient.is_empty() => &used.to,
        Some(_) | None => &form.recipient,
    };
    let used = FormUse::of_book(def, recipient);
    let due = book
        .milestones
        .get(&Milestone::id_for(form.cycle, &form.key));
    if let Some(due) = due.filter(|_| used.repeat.is_none()) {
        let rule = DateRule::Day(due.date);
        let milestone = form_milestone(&used.form, used.title.clone(), &used.to, rule);
        program.milestones.push(milestone);
    }
    match replaced {
        Some(place) => {
            for milestone in &mut program.milestones {
                if milestone.form.as_deref() == Some(&place.form) {
                    milestone.form = Some(used.form.clone());
                }
            }
            *place = used;
        }
        None => program.forms.push(used),
    }
}

fn unreadable(form: &AskedForm, error: CatalogError) -> Problem {
    let message = format!(
        "The form “{}” of the office cannot be read: {error}",
        form.title
    );
    Problem::new(message).hint("A newer matchbook may know it; its answers stay in the book.")
}

/// The form as its occurrence `used`, beside whose answers stand those of the `earlier` one.
fn occurrence_def(def: &FormDef, used: &FormUse, earlier: Option<&str>) -> FormDef {
    let mut def = FormDef {
        key: used.form.clone(),
        title: used.title.clone(),
        ..def.clone()
    };
    if let Some(earlier) = earlier {
        let fields = def.sections.iter_mut().flat_map(|it| &mut it.fields);
        for field in fields {
            field.earlier_answer = Some(FieldRef {
                form: earlier.to_owned(),
                field: field.key.clone(),
            });
        }
    }
    def
}
