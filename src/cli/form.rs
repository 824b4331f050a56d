//! `matchbook form`: the program's forms, filled in without the screen.

use std::path::PathBuf;
use std::sync::Arc;

use super::fill::{self, ChangedForm, FilledForm};
use super::form_page::{self, FormPage, FormRow};
use super::json_schema::{AnswerSchema, answer, done};
use super::output::{Output, TextTable};
use super::session::{ChangeReport, CliSession, LoadedBook};
use super::user_files::{self, AddArgs, CheckedFile, FileAdded, FileCheck};
use crate::catalog::FileKind;
use crate::domain::answer::{Answers, Response};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::fill::{
    Completeness, FormContext, QuestionKeys, ResolvedField, completeness, resolve_fields,
};
use crate::domain::form::FormDef;
use crate::domain::ops;
use crate::domain::person::Role;
use crate::domain::program::{FormUse, Program};
use crate::domain::suggest::did_you_mean;
use crate::problem::Problem;
use chrono::NaiveDate;
use clap::Subcommand;

/// Verbs for forms. Each has the key that `form list` shows.
#[derive(Debug, Subcommand)]
pub enum FormVerb {
    /// List the forms of the program and how far they are
    #[command(after_help = "Example:
  matchbook form list")]
    List,
    /// Show the questions of a form and what was answered
    #[command(after_help = "Example:
  matchbook form show tracker")]
    Show {
        /// Key of the form
        key: String,
    },
    /// Answer questions of a form: wins="The school said yes"
    #[command(after_help = "Examples:
  matchbook form fill tracker frequency=5 \"wins=The school said yes\"
  matchbook form fill tracker \"changed@2=The board knows me\" focus=")]
    Fill {
        /// Key of the form
        key: String,
        /// QUESTION=ANSWER; about the second goal QUESTION@2=ANSWER; nothing after the = takes the answer out. A private
        /// text is better given as QUESTION=-, which reads it from the standard input: others on this computer can see the
        /// words of a command
        #[arg(required = true, value_name = "QUESTION=ANSWER")]
        answers: Vec<String>,
    },
    /// Mark a form as complete
    #[command(after_help = "Example:
  matchbook form complete tracker")]
    Complete {
        /// Key of the form
        key: String,
    },
    /// Sign a form with today's date
    #[command(after_help = "Example:
  matchbook form sign goal-sheet")]
    Sign {
        /// Key of the form
        key: String,
        /// Who signs, if not you: mentee, mentor
        #[arg(long, value_name = "WHO")]
        by: Option<Role>,
    },
    /// Make a form a draft again
    #[command(after_help = "Example:
  matchbook form reopen tracker")]
    Reopen {
        /// Key of the form
        key: String,
    },
    /// Look whether a form of your own is written as it should be, and what it could still say
    #[command(after_help = "Example:
  matchbook form check visit.toml")]
    Check {
        /// The file
        file: PathBuf,
    },
    /// Put a form of your own beside the built-in ones, so that your programs may ask for it
    #[command(after_help = "Example:
  matchbook form add visit.toml")]
    Add(AddArgs),
    /// Print a form to start your own from, with every line explained
    #[command(after_help = "Example:
  matchbook form example")]
    Example,
}

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    answer::<Vec<FormRow<'static>>>("form list"),
    answer::<FormPage<'static>>("form show"),
    done::<FilledForm>("form fill"),
    done::<ChangedForm>("form complete"),
    done::<ChangedForm>("form sign"),
    done::<ChangedForm>("form reopen"),
    answer::<FileCheck>("form check"),
    done::<FileAdded>("form add"),
];

/// Runs `verb`.
pub fn run(verb: FormVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        FormVerb::List => list(session),
        FormVerb::Show { key } => form_page::show(&key, session),
        FormVerb::Fill { key, answers } => fill::fill(&key, &answers, session),
        FormVerb::Complete { key } => fill::complete_or_sign(&key, session, |form, book, ctx| {
            let BookForm {
                def, fields: asked, ..
            } = form;
            ops::form::mark_complete(def, asked, &form.program, book, ctx)
        }),
        FormVerb::Sign { key, by } => fill::complete_or_sign(&key, session, |form, book, ctx| {
            let who = by.unwrap_or(book.me());
            let BookForm {
                def, fields: asked, ..
            } = form;
            ops::form::sign(def, asked, who, &form.program, book, ctx)
        }),
        FormVerb::Reopen { key } => session.change(|opened, session| {
            let form = BookForm::by_key(&key, &opened.book, session)?;
            let commit = ops::form::reopen(&form.def, &opened.book, &session.env.op_context())?;
            Ok(ChangeReport::new(commit, ChangedForm { form: key }))
        }),
        FormVerb::Check { file } => Ok(user_files::check(CheckedFile::form(&file, session)?)),
        FormVerb::Add(args) => {
            user_files::add(CheckedFile::form(&args.file, session)?, args.replace)
        }
        FormVerb::Example => Ok(user_files::example(FileKind::Form)),
    }
}

/// A form of the program with its questions in this book.
pub struct BookForm {
    /// The form.
    pub def: Arc<FormDef>,
    /// Its place in the program.
    pub used: FormUse,
    /// The program that asks for it.
    pub program: Arc<Program>,
    /// Its questions in this book.
    pub fields: Vec<ResolvedField>,
    /// The day it is due.
    pub due: Option<NaiveDate>,
}

impl BookForm {
    /// The form called `key`.
    pub fn by_key(key: &str, book: &Book, session: &CliSession) -> Result<Self, Problem> {
        let mut forms = Self::all(book, session, |used| used.form == key)?;
        if let Some(form) = forms.pop() {
            return Ok(form);
        }
        let program = session.program(book)?;
        let meant = did_you_mean(key, program.forms.iter().map(|used| &*used.form));
        let message = format!("There is no form “{key}” in this program.");
        Err(Problem::new(message).hint(format!(
            "{meant}“matchbook form list” shows the forms there are."
        )))
    }

    /// Every form of the program that is wanted.
    fn all(
        book: &Book,
        session: &CliSession,
        wanted: impl Fn(&FormUse) -> bool,
    ) -> Result<Vec<Self>, Problem> {
        let program = session.program(book)?;
        let competencies = session.competencies(&program)?;
        let deck = session.deck(book)?;
        let context = FormContext {
            year: session.year(book, &program),
            deck: &deck,
            competencies: competencies.as_deref(),
            programs: &[],
        };
        let forms = program.forms.iter().filter(|used| wanted(used));
        forms
            .map(|used| {
                let def = session.catalog.form_as(used)?;
                Ok(Self {
                    fields: resolve_fields(&def, Some(used), &context, book.me()),
                    due: context
                        .year
                        .milestone_of_form(&used.form)
                        .map(|milestone| milestone.date),
                    program: Arc::clone(&program),
                    used: used.clone(),
                    def,
                })
            })
            .collect()
    }

    /// The filling-in of it, once it was begun.
    pub fn response<'a>(&self, book: &'a Book) -> Option<&'a Response> {
        ops::form::response(&self.def, book, book.me())
    }

    /// The answers as the form opens, and how complete they are.
    pub fn answers(&self, book: &Book) -> (Answers, Completeness) {
        let answers = ops::form::prefilled_answers(&self.def, &self.fields, book);
        let state = completeness(&self.fields, &answers);
        (answers, state)
    }

    /// State and signatures in words.
    pub fn state(&self, book: &Book) -> String {
        let Some(response) = self.response(book) else {
            return "Not begun".to_owned();
        };
        let mut state = response.state.to_string();
        if response.has_signature() && !response.is_signed() {
            state += ", signed by one";
        }
        if let Some(day) = response.exported {
            state += &format!(", exported {}", dates::format_date(day));
        }
        state
    }

    /// Its purpose in this program.
    pub fn about(&self) -> String {
        self.used.description(&self.def)
    }
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(Kind::ALL)?;
    let forms = BookForm::all(&book, session, |_| true)?;
    if forms.is_empty() {
        return Ok(Output::answer("This program asks for no form.", [(); 0]));
    }
    let mut table = TextTable::new(&["Form", "State", "Answered", "Due", "Title"]);
    for form in &forms {
        let (_, state) = form.answers(&book);
        table.row([
            form.def.key.clone(),
            form.state(&book),
            format!("{} of {}", state.answered, state.asked),
            form.due.map_or_else(String::new, dates::format_date),
            form.used.title.clone(),
        ]);
    }
    let rows: Vec<_> = forms.iter().map(|form| form.row(&book)).collect();
    Ok(Output::answer(table.text(), rows))
}

/// Keys of the questions that must be answered and are not.
pub fn missing(state: &Completeness, book: &Book) -> Vec<String> {
    let (keys, slots) = (QuestionKeys::new(book), state.required_missing.iter());
    slots.map(|slot| keys.key(slot)).collect()
}
