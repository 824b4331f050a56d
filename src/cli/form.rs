//! `matchbook form`: the program's forms, filled in without the screen.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use clap::Subcommand;
use serde_json::{Value, json};

use super::fill;
use super::output::{Output, TextPage, TextTable};
use super::session::{CliSession, LoadedBook};
use super::user_files::{self, AddArgs, CheckedFile};
use crate::catalog::FileKind;
use crate::domain::answer::{Answers, Response, Slot};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::display::display_answer;
use crate::domain::fill::{Completeness, FormContext, ResolvedField, completeness, resolve_fields};
use crate::domain::form::FormDef;
use crate::domain::ops;
use crate::domain::person::Role;
use crate::domain::program::{FormUse, Program};
use crate::domain::suggest::did_you_mean;
use crate::problem::Problem;

/// What to do with forms. Each has the key that `form list` shows.
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

/// Does `verb`.
pub fn run(verb: FormVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        FormVerb::List => list(session),
        FormVerb::Show { key } => show(&key, session),
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
        FormVerb::Reopen { key } => {
            let mut opened = session.open_for_edit()?;
            let form = BookForm::by_key(&key, &opened.book, session)?;
            let commit = ops::form::reopen(&form.def, &opened.book, &session.env.op_context())?;
            session.save(&mut opened, &commit, &[], json!({ "form": key }))
        }
        FormVerb::Check { file } => Ok(user_files::check(&CheckedFile::<FormDef>::read(
            &file, session,
        )?)),
        FormVerb::Add(args) => user_files::add(
            &CheckedFile::<FormDef>::read(&args.file, session)?,
            args.replace,
        ),
        FormVerb::Example => Ok(user_files::example(FileKind::Form)),
    }
}

/// A form of the program with what it asks in this book.
pub struct BookForm {
    /// The form.
    pub def: Arc<FormDef>,
    used: FormUse,
    /// The program that asks for it.
    program: Arc<Program>,
    /// Its questions in this book.
    pub fields: Vec<ResolvedField>,
    due: Option<NaiveDate>,
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

    fn state(&self, book: &Book) -> String {
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

    fn about(&self) -> String {
        self.used.description(&self.def)
    }

    fn json(&self, book: &Book) -> Value {
        let response = self.response(book);
        let (_, state) = self.answers(book);
        json!({
            "key": self.def.key,
            "title": self.used.title,
            "about": self.about(),
            "to": self.used.to,
            "filled_by": self.def.filled_by,
            "private": self.def.private,
            "due": self.due,
            "state": response.map(|response| response.state),
            "answered": state.answered,
            "asked": state.asked,
            "missing": state.required_missing.iter().map(|slot| question_key(slot, book)).collect::<Value>(),
            "signed_mentor": response.and_then(|response| response.signed_mentor),
            "signed_mentee": response.and_then(|response| response.signed_mentee),
            "exported": response.and_then(|response| response.exported),
        })
    }
}

/// How a question is named on the command line: `wins`, `changed@2`.
pub fn question_key(slot: &Slot, book: &Book) -> String {
    let goals = book.goals_in_order();
    let place = slot
        .goal
        .and_then(|id| goals.iter().position(|goal| goal.id == id));
    match place {
        Some(place) => format!("{}@{}", slot.field, place + 1),
        None => slot.field.clone(),
    }
}

fn list(session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(Kind::ALL)?;
    let forms = BookForm::all(&book, session, |_| true)?;
    if forms.is_empty() {
        return Ok(Output::answer("This program asks for no form.", json!([])));
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
    let json: serde_json::Value = forms.iter().map(|form| form.json(&book)).collect();
    Ok(Output::answer(table.text(), json))
}

fn show(key: &str, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only(Kind::ALL)?;
    let form = BookForm::by_key(key, &book, session)?;
    let (answers, state) = form.answers(&book);
    let mut page = TextPage::new(&form.used.title);
    page.fact("State", &form.state(&book))
        .fact(
            "Due",
            &form.due.map_or_else(String::new, dates::format_date),
        )
        .fact(
            "Answered",
            &format!("{} of {}", state.answered, state.asked),
        )
        .fact("Still missing", &missing(&state, &book))
        .fact("Goes to", &form.used.to)
        .prose("What it is for", &form.about());
    let groups = form
        .fields
        .chunk_by(|a, b| a.section == b.section && a.slot.goal == b.slot.goal);
    for group in groups {
        let heading = group.first().map_or("", |first| &first.heading);
        let lines = group.iter().map(|asked| line(asked, &answers, &book));
        let guide = group.first().map(|first| first.guide.clone());
        let lines = guide
            .filter(|guide| !guide.is_empty())
            .into_iter()
            .chain(lines);
        page.prose(heading, &lines.collect::<Vec<_>>().join("\n"));
    }
    let mut json = form.json(&book);
    json["questions"] = form
        .fields
        .iter()
        .map(|asked| question_json(asked, &answers, &book))
        .collect();
    Ok(Output::answer(page.text(), json))
}

/// What is still to be answered, by the words of the command line.
pub fn missing(state: &Completeness, book: &Book) -> String {
    let words: Vec<_> = state
        .required_missing
        .iter()
        .map(|slot| question_key(slot, book))
        .collect();
    words.join(", ")
}

/// `wins*: What was the biggest win? = The school said yes [from the log]`
fn line(asked: &ResolvedField, answers: &Answers, book: &Book) -> String {
    let given = answers.0.get(&asked.slot);
    let mut marks = Vec::new();
    if asked.private {
        marks.push("private");
    }
    if !asked.mine {
        marks.push("your partner's");
    }
    if given.is_some_and(|given| given.from_log) {
        marks.push("from the log");
    }
    let marks = if marks.is_empty() {
        String::new()
    } else {
        format!(" [{}]", marks.join(", "))
    };
    let required = if asked.required { "*" } else { "" };
    let answer = given.map_or_else(String::new, |given| {
        format!(
            "\n    {}",
            display_answer(asked, &given.value).replace('\n', "\n    ")
        )
    });
    let beside = asked
        .earlier_answer
        .as_ref()
        .map_or_else(String::new, |beside| format!("\n    ({beside})"));
    format!(
        "{}{required}: {}{marks}{beside}{answer}",
        question_key(&asked.slot, book),
        asked.field.label
    )
}

fn question_json(asked: &ResolvedField, answers: &Answers, book: &Book) -> Value {
    let given = answers.0.get(&asked.slot);
    json!({
        "question": question_key(&asked.slot, book),
        "label": asked.field.label,
        "section": asked.heading,
        "goal": asked.slot.goal,
        "required": asked.required,
        "private": asked.private,
        "mine": asked.mine,
        "filled_by": asked.filler,
        "choices": asked.choices.iter().map(|choice| &choice.key).collect::<Vec<_>>(),
        "value": given.map(|given| &given.value),
        "shown": given.map(|given| display_answer(asked, &given.value)),
        "beside": asked.earlier_answer,
        "from_log": given.is_some_and(|given| given.from_log),
    })
}
