//! The program of one book: its file, the forms that the office asks of this book, and each occurrence of a form that is
//! given again as a form of its own.
//!
//! Whoever needs the program of a book asks here, so that lists, screens, Today, exports and the closing kit treat such
//! forms like any other.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Catalog, CatalogError, FileKind, built_in, keys, parse, read_text};
use crate::domain::asked_form::AskedForm;
use crate::domain::book::Book;
use crate::domain::form::{Choice, FieldRef, FormDef, OptionsSource};
use crate::domain::program::{DateRule, FormUse, Milestone, Program, Repeat};
use crate::domain::schedule::{Year, base_of, form_milestone, milestone_defs};
use crate::files;
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

    /// Form that an office may ask `book` for, with the text of its file. `word` is the path of a file, or the key of one of
    /// the user's own, of one that another program uses, or of one that the book keeps already.
    ///
    /// # Errors
    /// When there is none, or its file has a mistake.
    pub fn form_to_ask(
        &self,
        word: &str,
        book: &Book,
    ) -> Result<(Arc<FormDef>, String), CatalogError> {
        let path = files::typed_path(word);
        if path.extension().is_some_and(|ending| ending == "toml") {
            let text = read_text(&path, word)?;
            return Ok((Arc::new(self.check_user_file(word, &text)?), text));
        }
        let key = word;
        let kept = book.cycle().map(|cycle| AskedForm::id_for(cycle.id, key));
        let kept = kept.and_then(|id| book.asked_forms.get(&id));
        let mut own = self.own_files(FileKind::Form).into_iter();
        if let Some((_, text)) = own.find(|(name, _)| name == key) {
            let file = format!("{}/{key}.toml", FileKind::Form.key());
            return Ok((Arc::new(self.check_named_file(&file, &text)?), text));
        }
        let built_in = built_in(FileKind::Form.key(), key).map(|(_, text)| text);
        let kept = kept.map(|form| form.text.as_str());
        match kept.or(built_in.filter(|_| !is_editor(key))) {
            Some(text) => Ok((self.asked_form_def(key, text)?, text.to_owned())),
            None => Err(CatalogError::Unknown {
                what: FileKind::Form.label(),
                key: key.to_owned(),
                known: self.forms_to_ask()?.into_iter().map(|it| it.key).collect(),
            }),
        }
    }

    /// Programs or forms that `def` offers to choose from in a book of `program`; most forms offer none.
    ///
    /// # Errors
    /// When a built-in file cannot be read.
    pub fn choices_for(
        &self,
        def: &FormDef,
        program: &Program,
    ) -> Result<Vec<Choice>, CatalogError> {
        if def.uses_options_from(OptionsSource::Programs) {
            return self.program_choices();
        }
        if !def.uses_options_from(OptionsSource::FormsToAsk) {
            return Ok(Vec::new());
        }
        let mut forms = self.forms_to_ask()?;
        forms.retain(|form| program.forms.iter().all(|it| base_of(&it.form) != form.key));
        Ok(forms)
    }

    /// Forms that an office may ask a book for: the user's own first, then the built-in ones.
    fn forms_to_ask(&self) -> Result<Vec<Choice>, CatalogError> {
        let own = self.user_files::<FormDef>().into_iter().flatten();
        let built_in = keys(FileKind::Form.key()).into_iter();
        let built_in = built_in
            .filter(|key| !is_editor(key))
            .map(|key| self.form(key));
        let forms = own.map(Ok).chain(built_in);
        let choice = |form: Arc<FormDef>| Choice {
            key: form.key.clone(),
            label: form.title.clone(),
        };
        forms.map(|form| Ok(choice(form?))).collect()
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
            for (mut one, period) in year.occurrences(used) {
                let of_one = occurrence_def(&def, &one, period, earlier.as_deref());
                one.def = Some(Arc::new(of_one));
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
    if let Some(due) = due.filter(|_| !used.repeat.as_ref().is_some_and(Repeat::is_dated)) {
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

/// True for the forms in which records are edited.
fn is_editor(key: &str) -> bool {
    key.starts_with("editor-")
}

fn unreadable(form: &AskedForm, error: CatalogError) -> Problem {
    let message = format!(
        "The form “{}” of the office cannot be read: {error}",
        form.title
    );
    Problem::new(message).hint("A newer matchbook may know it; its answers stay in the book.")
}

/// The form as its occurrence `used`, beside whose answers stand those of the `earlier` one.
fn occurrence_def(
    def: &FormDef,
    used: &FormUse,
    period: Option<(NaiveDate, NaiveDate)>,
    earlier: Option<&str>,
) -> FormDef {
    let mut def = FormDef {
        key: used.form.clone(),
        title: used.title.clone(),
        period,
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
