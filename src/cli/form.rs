//! `matchbook form`: the program's forms, filled in without the screen.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use clap::Subcommand;
use schemars::JsonSchema;
use serde::Serialize;

use super::asked_form::{self, AskArgs, ChangedForm};
use super::fill;
use super::form_questions::{QuestionRow, question_rows};
use super::output::Output;
use super::session::{ChangeReport, CliSession, LoadedBook};
use super::user_files::{self, AddArgs, CheckedFile};
use crate::catalog::FileKind;
use crate::domain::answer::{Answers, Response, ResponseState};
use crate::domain::book::Book;
use crate::domain::dates;
use crate::domain::fill::{
    Completeness, FormContext, QuestionKeys, ResolvedField, completeness, computed, resolve_fields,
};
use crate::domain::form::{FilledBy, FormDef};
use crate::domain::ops::form::{OpenForm, prefilled_answers, response};
use crate::domain::person::Role;
use crate::domain::program::{FormUse, Program};
use crate::domain::schedule::base_of;
use crate::export::document::{fact, form as form_document, parse_markdown};
use crate::problem::{Exit, Problem};

/// Verbs for forms. Each has the key that `form list` shows.
#[derive(Debug, Subcommand)]
pub enum FormVerb {
    /// List the forms of the program and how far they are
    List,
    /// Show the questions of a form and what was answered
    Show {
        /// Key of the form
        key: String,
    },
    /// Answer questions of a form: wins="The school said yes"; without an answer it asks one question after the other
    Fill {
        /// Key of the form
        key: String,
        /// QUESTION=ANSWER; about the second goal, meeting or action QUESTION@2=ANSWER; nothing after the = takes the answer out. A private
        /// text is better given as QUESTION=-, which reads it from the standard input: others on this computer can see the
        /// words of a command
        #[arg(value_name = "QUESTION=ANSWER")]
        answers: Vec<String>,
        /// Whose answers, if not yours: what your partner told you. It is marked as told, and their own answer takes its
        /// place
        #[arg(long = "as", value_name = "WHO")]
        by: Option<Role>,
    },
    /// Mark a form as complete
    Complete {
        /// Key of the form
        key: String,
    },
    /// Sign a form with today's date
    Sign {
        /// Key of the form
        key: String,
        /// Who signs, if not you: mentee, mentor
        #[arg(long, alias = "as", value_name = "WHO")]
        by: Option<Role>,
    },
    /// Make a form a draft again
    Reopen {
        /// Key of the form
        key: String,
    },
    /// Keep a form that your office asks for in this book, beside those of the program or in the place of one of them
    Ask(AskArgs),
    /// Archive a form that your office asked for; its answers stay, and "form ask" puts it back
    Archive {
        /// Key of the form
        key: String,
    },
    /// Look whether a form of your own is written as it should be, and what it could still say
    Check {
        /// The file
        file: PathBuf,
    },
    /// Put a form of your own beside the built-in ones, so that your programs may ask for it
    Add(AddArgs),
    /// Print a form to start your own from, with every line explained
    Example,
}

pub fn run(verb: FormVerb, session: &mut CliSession) -> Result<Output, Problem> {
    let ctx = &session.ctx();
    match verb {
        FormVerb::List => list(session),
        FormVerb::Show { key } => show(&key, session),
        FormVerb::Fill { key, answers, by } => fill::fill(&key, by, &answers, session),
        FormVerb::Complete { key } => {
            fill::complete_or_sign(&key, session, |form| form.mark_complete(ctx))
        }
        FormVerb::Sign { key, by } => fill::complete_or_sign(&key, session, |form| {
            form.sign(by.unwrap_or(form.book.me()), ctx)
        }),
        FormVerb::Reopen { key } => session.change(|opened, session| {
            let form = BookForm::by_key(&key, &opened.book, session)?;
            let commit = form.open(&opened.book).reopen(&session.ctx())?;
            Ok(ChangeReport::new(commit, ChangedForm { form: key }))
        }),
        FormVerb::Ask(args) => asked_form::ask(&args, session),
        FormVerb::Archive { key } => asked_form::archive(&key, session),
        FormVerb::Check { file } => Ok(CheckedFile::form(&file, session)?.check()),
        FormVerb::Add(args) => CheckedFile::form(&args.file, session)?.add(args.replace),
        FormVerb::Example => Ok(user_files::example(FileKind::Form)),
    }
}

/// A form as it is listed; the state is null before it is begun.
#[derive(Serialize, JsonSchema)]
pub struct FormRow {
    key: String,
    title: String,
    about: String,
    to: String,
    filled_by: FilledBy,
    private: bool,
    due: Option<NaiveDate>,
    state: Option<ResponseState>,
    answered: usize,
    asked: usize,
    /// Keys of the questions that must be answered and are not.
    missing: Vec<String>,
    /// Answers that break a rule of their question, and what is wrong with each.
    problems: Vec<String>,
    /// Others who sign on paper.
    signers: Vec<String>,
    signed_mentor: Option<NaiveDate>,
    signed_mentee: Option<NaiveDate>,
    exported: Option<NaiveDate>,
    /// State and signatures in words.
    #[serde(skip)]
    state_words: String,
}

impl FormRow {
    /// The form in a line.
    pub fn words(&self) -> String {
        let progress = match self.state {
            Some(_) => format!("{} of {} answered", self.answered, self.asked),
            None => "not begun".to_owned(),
        };
        format!("Form: {}, {progress} ({})", self.title, self.key)
    }
}

/// A form with its questions.
#[derive(Serialize, JsonSchema)]
pub struct FormPage<'a> {
    #[serde(flatten)]
    form: FormRow,
    questions: Vec<QuestionRow<'a>>,
}

/// The copy that the plain key of a form means which is given again and again: the first that is not finished, else the
/// last. Any other key is itself.
fn open_copy<'a>(key: &'a str, program: &'a Program, book: &Book) -> &'a str {
    let keys = || program.forms.iter().map(|used| used.form.as_str());
    if keys().any(|it| it == key) {
        return key;
    }
    let is_finished = |copy: &str| {
        let mut responses = book.responses.values();
        responses.any(|it| it.form == copy && it.state != ResponseState::Draft)
    };
    let mut copies = keys().filter(|it| base_of(it) == key);
    let last = copies.clone().next_back();
    copies.find(|it| !is_finished(it)).or(last).unwrap_or(key)
}

/// A form of the program with its questions in this book.
pub struct BookForm {
    pub def: Arc<FormDef>,
    /// Its place in the program.
    pub used: FormUse,
    pub program: Arc<Program>,
    pub fields: Vec<ResolvedField>,
    pub due: Option<NaiveDate>,
}

impl BookForm {
    pub fn by_key(key: &str, book: &Book, session: &CliSession) -> Result<Self, Problem> {
        Self::of_role(key, book.me(), book, session)
    }

    /// The same with its questions as they are asked of `role`.
    pub fn of_role(
        key: &str,
        role: Role,
        book: &Book,
        session: &CliSession,
    ) -> Result<Self, Problem> {
        let program = session.program(book)?;
        let key = open_copy(key, &program, book);
        let mut forms = Self::all(book, role, session, |used| used.form == key)?;
        if let Some(form) = forms.pop() {
            return Ok(form);
        }
        let known = program.forms.iter().map(|used| &*used.form);
        let message = format!("There is no form “{key}” in this program.");
        let hint = "“matchbook form list” shows the forms there are.";
        Err(Problem::unknown(message, key, known, hint).exit(Exit::Failure))
    }

    /// Every form of the program that is wanted.
    fn all(
        book: &Book,
        role: Role,
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
            catalog_choices: &[],
        };
        let form = |used: &FormUse| {
            let def = session.catalog.form_as(used)?;
            let due = context.year.milestone_of_form(&used.form);
            Ok(Self {
                fields: resolve_fields(&def, Some(used), &context, role),
                due: due.map(|milestone| milestone.date),
                program: Arc::clone(&program),
                used: used.clone(),
                def,
            })
        };
        let forms = program.forms.iter().filter(|used| wanted(used));
        forms.map(form).collect()
    }

    pub fn open<'a>(&'a self, book: &'a Book) -> OpenForm<'a> {
        OpenForm {
            def: &self.def,
            fields: &self.fields,
            program: &self.program,
            book,
        }
    }

    /// The filling-in of it, once it was begun.
    pub fn response<'a>(&self, book: &'a Book) -> Option<&'a Response> {
        response(&self.def, book, book.me())
    }

    /// The answers as the form opens, and how complete they are.
    pub fn answers(&self, book: &Book) -> (Answers, Completeness) {
        let mut answers = prefilled_answers(&self.def, &self.fields, book);
        let state = completeness(&self.fields, &answers);
        answers.0.extend(computed(&self.fields, &answers));
        (answers, state)
    }

    fn state(&self, book: &Book) -> String {
        let Some(response) = self.response(book) else {
            return "Not begun".to_owned();
        };
        let mut state = response.state.to_string();
        if response.has_signature() && !response.is_signed() {
            state += ", signed by one";
        }
        state + &dates::phrase(", exported", response.exported)
    }

    fn row(&self, book: &Book) -> FormRow {
        let response = self.response(book);
        let (_, state) = self.answers(book);
        FormRow {
            key: self.def.key.clone(),
            title: self.used.title.clone(),
            about: self.used.description(&self.def),
            to: self.used.to.clone(),
            filled_by: self.def.filled_by,
            private: self.def.is_private(),
            due: self.due,
            state: response.map(|response| response.state),
            answered: state.answered,
            asked: state.asked,
            missing: missing(self, &state, book),
            problems: problems(self, &state, book),
            signers: self.def.other_signers().map(str::to_owned).collect(),
            signed_mentor: response.and_then(|response| response.signed_mentor),
            signed_mentee: response.and_then(|response| response.signed_mentee),
            exported: response.and_then(|response| response.exported),
            state_words: self.state(book),
        }
    }

    /// The form as its owner fills it in: every question with its key and the answer so far.
    fn page(&self, row: &FormRow, book: &Book, session: &CliSession) -> Result<String, Problem> {
        let facts = [
            ("State", row.state_words.clone()),
            ("Due", row.due.map_or_else(String::new, dates::format_date)),
            ("Answered", format!("{} of {}", row.answered, row.asked)),
            ("Still missing", row.missing.join(", ")),
            ("To be changed", row.problems.join("; ")),
            ("Goes to", row.to.clone()),
        ];
        let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
        session.page(book, &[Arc::clone(&self.def)], |view| {
            let mut document = form_document(view, &self.def.key)?;
            document.facts = facts.map(|(label, value)| fact(label, value)).collect();
            document.blocks.splice(0..0, parse_markdown(&row.about));
            Ok(document)
        })
    }
}

fn show(key: &str, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let form = BookForm::by_key(key, &book, session)?;
    let (answers, _) = form.answers(&book);
    let page = FormPage {
        form: form.row(&book),
        questions: question_rows(&form.fields, &book, &answers),
    };
    let text = form.page(&page.form, &book, session)?;
    Ok(Output::answer(text, page))
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    let forms = BookForm::all(&book, book.me(), session, |_| true)?;
    let rows = forms.iter().map(|form| form.row(&book)).collect();
    let cells = |row: &FormRow| {
        [
            row.key.clone(),
            row.state_words.clone(),
            format!("{} of {}", row.answered, row.asked),
            row.due.map_or_else(String::new, dates::format_date),
            row.title.clone(),
        ]
    };
    let header = ["Form", "State", "Answered", "Due", "Title"];
    let empty = "This program asks for no form.";
    Ok(Output::table(&header, rows, cells, empty))
}

/// The forms that were begun and are not complete, and those due soon; none of a closed year.
pub fn pending(book: &Book, session: &CliSession) -> Result<Vec<FormRow>, Problem> {
    let program = session.program(book)?;
    let year = session.year(book, &program);
    if year.is_closed() {
        return Ok(Vec::new());
    }
    let forms = BookForm::all(book, book.me(), session, |_| true)?;
    let mut rows: Vec<_> = forms.iter().map(|form| form.row(book)).collect();
    rows.retain(|row| match row.state {
        None => year.is_form_due_soon(&row.key),
        Some(state) => state == ResponseState::Draft,
    });
    Ok(rows)
}

/// Answers that break a rule, in words: `personal has 1,012 of at most 1,000 words`.
pub fn problems(form: &BookForm, state: &Completeness, book: &Book) -> Vec<String> {
    let keys = QuestionKeys::new(&form.fields, book);
    let problems = state.problems.iter();
    let words = problems.map(|(slot, what)| format!("{} {what}", keys.key(slot)));
    words.collect()
}

/// Keys of the questions that must be answered and are not.
pub fn missing(form: &BookForm, state: &Completeness, book: &Book) -> Vec<String> {
    let keys = QuestionKeys::new(&form.fields, book);
    let slots = state.required_missing.iter();
    slots.map(|slot| keys.key(slot)).collect()
}
