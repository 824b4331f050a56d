//! Typed options as the answers of an editor: the same forms and the same checks as on the screen.

use chrono::NaiveDate;

use super::session::{Session, wrong};
use crate::domain::answer::{Answers, Given, Slot};
use crate::domain::book::Book;
use crate::domain::fill::{Asked, Context, check, questions};
use crate::domain::form::{Choice, FieldKind, OptionsFrom};
use crate::domain::idea::Deck;
use crate::domain::near::meant;
use crate::domain::show::shown_answer;
use crate::domain::when;
use crate::problem::Problem;

/// One of the small forms in which goals, meetings and actions are edited.
pub struct Editor {
    asked: Vec<Asked>,
    today: NaiveDate,
    /// What was typed, in its plain form.
    pub answers: Answers,
    /// Every day that was typed, shown back in full.
    pub notes: Vec<String>,
}

impl Editor {
    /// The editor `key` over `book`.
    pub fn open(session: &Session, book: &Book, key: &str) -> Result<Self, Problem> {
        let form = session.catalog.form(key)?;
        let programme = session.programme(book)?;
        let competencies = if form.takes(OptionsFrom::Competencies) {
            session.competencies(&programme)?
        } else {
            None
        };
        let programmes = if form.takes(OptionsFrom::Programmes) {
            programmes(session)?
        } else {
            Vec::new()
        };
        let deck = form
            .takes(OptionsFrom::Activities)
            .then(|| session.deck(book));
        let (deck, none) = (deck.transpose()?, Deck::default());
        let context = Context {
            year: session.year(book, &programme),
            deck: deck.as_deref().unwrap_or(&none),
            competencies: competencies.as_deref(),
            programmes: &programmes,
        };
        Ok(Self {
            asked: questions(&form, None, &context, book.me()),
            today: session.env.today(),
            answers: Answers::default(),
            notes: Vec::new(),
        })
    }

    /// Starts from what is there.
    pub fn starting_from(self, answers: Answers) -> Self {
        Self { answers, ..self }
    }

    /// Answers `field` with what was typed after `option`, if anything was.
    pub fn set(&mut self, field: &str, option: &str, typed: Option<&str>) -> Result<(), Problem> {
        self.put(field, option, typed, None)
    }

    /// The same for a day, which is shown back after `words`: "Due", "Next meeting".
    pub fn set_day(
        &mut self,
        field: &str,
        option: &str,
        typed: Option<&str>,
        words: &str,
    ) -> Result<(), Problem> {
        self.put(field, option, typed, Some(words))
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
            self.notes
                .push(format!("{words} {}.", when::shown_moment(day, Some(time))));
        }
        Ok(())
    }

    /// The same for several, each typed on its own.
    pub fn set_all(&mut self, field: &str, option: &str, typed: &[String]) -> Result<(), Problem> {
        if typed.is_empty() {
            return Ok(());
        }
        self.set(field, option, Some(&typed.join(self.between(field))))
    }

    /// What stands between several on one line: the editors read lists of words in the pair's own way.
    fn between(&self, field: &str) -> &'static str {
        match self.question(field).map(|asked| &asked.field.kind) {
            Some(FieldKind::Line) => "; ",
            Some(
                FieldKind::Text
                | FieldKind::Choice(_)
                | FieldKind::Choices(_)
                | FieldKind::Scale { .. }
                | FieldKind::Date { .. }
                | FieldKind::Number
                | FieldKind::YesNo,
            )
            | None => "\n",
        }
    }

    fn question(&self, field: &str) -> Option<&Asked> {
        let slot = Slot::once(field);
        self.asked.iter().find(|question| question.slot == slot)
    }

    fn put(
        &mut self,
        field: &str,
        option: &str,
        typed: Option<&str>,
        words: Option<&str>,
    ) -> Result<(), Problem> {
        let (Some(typed), Some(question)) = (typed, self.question(field)) else {
            return Ok(());
        };
        let value = check(question, typed, self.today)
            .map_err(|why| refused(&why, typed, option, question))?;
        let note = words.filter(|_| !value.is_empty()).map(|words| {
            let shown = shown_answer(question, &value);
            format!("{words} {shown}.")
        });
        let slot = question.slot.clone();
        self.notes.extend(note);
        self.answers.put(
            slot,
            Given {
                value,
                from_log: false,
            },
        );
        Ok(())
    }
}

/// A refusal of what was typed; of a choice, with the words that can be typed.
fn refused(why: &str, typed: &str, option: &str, question: &Asked) -> Problem {
    let keys: Vec<_> = question
        .choices
        .iter()
        .map(|choice| choice.key.as_str())
        .collect();
    match question.field.kind {
        FieldKind::Choice(_) if !keys.is_empty() => {
            let meant = meant(typed, keys.iter().copied());
            let hint = format!("{meant}After “{option}” write one of: {}.", keys.join(", "));
            wrong(why, option).hint(hint)
        }
        FieldKind::Choice(_)
        | FieldKind::Choices(_)
        | FieldKind::Line
        | FieldKind::Text
        | FieldKind::Scale { .. }
        | FieldKind::Date { .. }
        | FieldKind::Number
        | FieldKind::YesNo => wrong(why, option),
    }
}

fn programmes(session: &Session) -> Result<Vec<Choice>, Problem> {
    let programmes = session.catalog.programmes()?;
    let choices = programmes.iter().map(|programme| Choice {
        key: programme.key.clone(),
        label: programme.title.clone(),
    });
    Ok(choices.collect())
}
