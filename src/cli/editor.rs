//! Typed options as the answers of an editor: the same forms and the same checks as on the screen.
//!
//! A text may be `-`: it is read from the standard input then, because whoever else is on this computer can see the words
//! of a command.

use std::borrow::Cow;
use std::io::Read;

use chrono::NaiveDate;

use super::session::{CliSession, usage_error};
use crate::domain::answer::{AnswerValue, Answers, Slot};
use crate::domain::book::Book;
use crate::domain::dates;
use crate::domain::deck::Deck;
use crate::domain::display::display_answer;
use crate::domain::fill::{FormContext, ResolvedField, parse_answer, resolve_fields};
use crate::domain::form::{Choice, OptionsSource};
use crate::domain::suggest::did_you_mean;
use crate::problem::{Exit, Problem};

/// One of the small forms in which goals, meetings and actions are edited.
pub struct CliEditor {
    fields: Vec<ResolvedField>,
    today: NaiveDate,
    input: StdinInput,
    /// The typed answers in their plain form.
    pub answers: Answers,
    /// Every typed day, shown back in full.
    pub notes: Vec<String>,
}

impl CliEditor {
    /// The editor `key` over `book`.
    pub fn open(session: &CliSession, book: &Book, key: &str) -> Result<Self, Problem> {
        let form = session.catalog.form(key)?;
        let program = session.program(book)?;
        let competencies = if form.uses_options_from(OptionsSource::Competencies) {
            session.competencies(&program)?
        } else {
            None
        };
        let programs = if form.uses_options_from(OptionsSource::Programs) {
            programs(session)?
        } else {
            Vec::new()
        };
        let deck = form
            .uses_options_from(OptionsSource::Activities)
            .then(|| session.deck(book));
        let (deck, none) = (deck.transpose()?, Deck::default());
        let context = FormContext {
            year: session.year(book, &program),
            deck: deck.as_deref().unwrap_or(&none),
            competencies: competencies.as_deref(),
            programs: &programs,
        };
        Ok(Self {
            fields: resolve_fields(&form, None, &context, book.me()),
            today: session.env.today(),
            input: StdinInput::default(),
            answers: Answers::default(),
            notes: Vec::new(),
        })
    }

    /// Starts from the answers of a record.
    pub fn with_answers(self, answers: Answers) -> Self {
        Self { answers, ..self }
    }

    /// Answers `field` with the value typed after `option`, if there is one.
    pub fn set(&mut self, field: &str, option: &str, typed: Option<&str>) -> Result<(), Problem> {
        self.set_checked(field, option, typed, None)
    }

    /// The same for a day, which is shown back after `words`: "Due", "Next meeting".
    pub fn set_day(
        &mut self,
        field: &str,
        option: &str,
        typed: Option<&str>,
        words: &str,
    ) -> Result<(), Problem> {
        self.set_checked(field, option, typed, Some(words))
    }

    /// The same for a day that is said in full anyway: shown back where it has a time.
    pub fn set_moment(
        &mut self,
        field: &str,
        option: &str,
        typed: Option<&str>,
        words: &str,
    ) -> Result<(), Problem> {
        self.set(field, option, typed)?;
        if let Some(time) = self.answers.time(field).filter(|_| typed.is_some()) {
            let day = self.answers.day(field).unwrap_or_default();
            self.notes.push(format!(
                "{words} {}.",
                dates::format_date_time(day, Some(time))
            ));
        }
        Ok(())
    }

    /// The same for several, each typed on its own.
    pub fn set_all(&mut self, field: &str, option: &str, typed: &[String]) -> Result<(), Problem> {
        if typed.is_empty() {
            return Ok(());
        }
        self.set(field, option, Some(&typed.join(self.separator(field))))
    }

    /// The separator of several values on one line: the editors read lists of words in the pair's own way.
    fn separator(&self, field: &str) -> &'static str {
        let asked = self.question(field);
        let is_line = asked.is_some_and(|asked| asked.field.kind.is_line());
        if is_line { "; " } else { "\n" }
    }

    fn question(&self, field: &str) -> Option<&ResolvedField> {
        let slot = Slot::once(field);
        self.fields.iter().find(|question| question.slot == slot)
    }

    fn set_checked(
        &mut self,
        field: &str,
        option: &str,
        typed: Option<&str>,
        words: Option<&str>,
    ) -> Result<(), Problem> {
        let (Some(typed), Some(question)) = (typed, self.question(field)) else {
            return Ok(());
        };
        let (question, typed) = (question.clone(), typed.to_owned());
        let typed = self.input.text(&question, &typed)?;
        let value = parse_answer(&question, &typed, self.today)
            .map_err(|why| invalid_value(&why, &typed, option, &question))?;
        let note = words.filter(|_| !value.is_empty()).map(|words| {
            let shown = display_answer(&question, &value);
            format!("{words} {shown}.")
        });
        self.notes.extend(note);
        self.answers.put(
            question.slot.clone(),
            AnswerValue {
                value,
                from_log: false,
            },
        );
        Ok(())
    }
}

/// The standard input, which one text of a command can come from.
#[derive(Default)]
pub struct StdinInput {
    is_used: bool,
}

impl StdinInput {
    /// The typed answer to `question`, or the standard input in place of a text that is `-`. More than a text can hold is
    /// not read.
    ///
    /// # Errors
    /// When another text came from there already, or it cannot be read.
    pub fn text<'a>(
        &mut self,
        question: &ResolvedField,
        typed: &'a str,
    ) -> Result<Cow<'a, str>, Problem> {
        const MAX_BYTES: u64 = 4 << 20;
        if typed != "-" || !question.field.kind.is_text() {
            return Ok(typed.into());
        }
        if std::mem::replace(&mut self.is_used, true) {
            return Err(
                Problem::new("Only one text can come from the standard input.")
                    .hint("Write the other one after its option.")
                    .exit(Exit::UsageError),
            );
        }
        let mut bytes = Vec::new();
        let read = std::io::stdin().take(MAX_BYTES).read_to_end(&mut bytes);
        read.map_err(|error| {
            Problem::new("The standard input could not be read.")
                .hint("Nothing was saved. Write the text after the option instead.")
                .caused_by(&error)
        })?;
        Ok(String::from_utf8_lossy(&bytes).into_owned().into())
    }
}

/// A refusal of a typed value; of a choice, with the words that can be typed.
fn invalid_value(why: &str, typed: &str, option: &str, question: &ResolvedField) -> Problem {
    let keys: Vec<_> = question
        .choices
        .iter()
        .map(|choice| choice.key.as_str())
        .collect();
    let problem = usage_error(why, option);
    if keys.is_empty() || question.field.kind.is_multi_choice() {
        return problem;
    }
    let meant = did_you_mean(typed, keys.iter().copied());
    let hint = format!("{meant}After “{option}” write one of: {}.", keys.join(", "));
    problem.hint(hint)
}

fn programs(session: &CliSession) -> Result<Vec<Choice>, Problem> {
    let programs = session.catalog.programs()?;
    let choices = programs.iter().map(|program| Choice {
        key: program.key.clone(),
        label: program.title.clone(),
    });
    Ok(choices.collect())
}
