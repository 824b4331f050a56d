//! Typed options as the answers of an editor: the same forms and the same checks as on the screen.
//!
//! A text may be `-`: it is read from the standard input then, because whoever else is on this computer can see the words
//! of a command.

use std::borrow::Cow;
use std::io::Read;

use super::session::{CliSession, usage_error};
use crate::domain::answer::{AnswerValue, Answers, Slot};
use crate::domain::book::Book;
use crate::domain::display::{EchoContext, echo_answer};
use crate::domain::fill::{FormContext, ResolvedField, parse_answer, resolve_fields};
use crate::domain::form::OptionsSource;
use crate::domain::suggest::did_you_mean;
use crate::problem::Problem;

/// One of the small forms in which goals, meetings and actions are edited.
pub struct CliEditor {
    pub fields: Vec<ResolvedField>,
    /// Days and zone that typed dates are compared with.
    echo: EchoContext,
    input: StdinInput,
    /// The typed answers in their plain form.
    pub answers: Answers,
    /// Every typed day, shown back in full.
    pub notes: Vec<String>,
}

impl CliEditor {
    /// The editor `key` over `book`, with the answers of a record.
    pub fn open(
        session: &CliSession,
        book: &Book,
        key: &str,
        answers: Answers,
    ) -> Result<Self, Problem> {
        let form = session.catalog.form(key)?;
        let program = session.program(book)?;
        let uses = |source| form.uses_options_from(source);
        let areas = uses(OptionsSource::Competencies).then(|| session.competencies(&program));
        let competencies = areas.transpose()?.flatten();
        let choices = session.catalog.choices_for(&form, &program)?;
        let deck = uses(OptionsSource::Activities).then(|| session.deck(book));
        let deck = deck.transpose()?.unwrap_or_default();
        let context = FormContext {
            year: session.year(book, &program),
            deck: &deck,
            competencies: competencies.as_deref(),
            catalog_choices: &choices,
        };
        Ok(Self {
            fields: resolve_fields(&form, None, &context, book.me()),
            echo: EchoContext {
                today: session.env.today(),
                year_start: book.cycle().map(|cycle| cycle.start),
                zone: session.env.zone(),
            },
            input: StdinInput::default(),
            answers,
            notes: Vec::new(),
        })
    }

    /// Answers `field` with the value typed after `option`, if there is one.
    pub fn set(&mut self, field: &str, option: &str, typed: Option<&str>) -> Result<(), Problem> {
        let (Some(typed), Some(question)) = (typed, self.question(field).cloned()) else {
            return Ok(());
        };
        let typed = self.input.text(&question, typed)?;
        let value = parse_answer(&question, &typed, self.echo.today)
            .map_err(|why| invalid_value(&why, &typed, option, &question))?;
        self.answers.put(question.slot, AnswerValue::typed(value));
        Ok(())
    }

    /// Shows how the `typed` answer of `field` was read, after `words`: "Due", "Next meeting".
    pub fn echo(&mut self, field: &str, typed: &str, words: &str) {
        let (answer, question) = (self.answers.get(field), self.question(field));
        if let Some(question) = question.filter(|_| !answer.is_empty()) {
            let shown = echo_answer(question, answer, typed, self.echo);
            self.notes.push(format!("{words} {shown}."));
        }
    }

    /// Several values as one: the editors read lists of words in the pair's own way.
    pub fn join(&self, field: &str, typed: &[&str]) -> String {
        let asked = self.question(field);
        let is_line = asked.is_some_and(|asked| asked.field.kind.is_line());
        typed.join(if is_line { "; " } else { "\n" })
    }

    fn question(&self, field: &str) -> Option<&ResolvedField> {
        let slot = Slot::once(field);
        self.fields.iter().find(|question| question.slot == slot)
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
        if typed != "-" || !question.field.kind.has_lines() {
            return Ok(typed.into());
        }
        if std::mem::replace(&mut self.is_used, true) {
            return Err(Problem::wrong_use(
                "Only one text can come from the standard input.",
                "Write the other one after its option.",
            ));
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
    let refusal = usage_error(why, option);
    if !question.choices.is_empty() && !question.field.kind.is_multi_choice() {
        let keys = question.choices.iter().map(|choice| choice.key.as_str());
        let meant = did_you_mean(typed, keys.clone());
        let all = keys.collect::<Vec<_>>().join(", ");
        return refusal.hint(format!("{meant}After “{option}” write one of: {all}."));
    }
    refusal
}
