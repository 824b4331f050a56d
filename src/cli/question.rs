//! `matchbook question`: questions kept for the next talk.

use clap::Subcommand;

use super::agenda::{self};
use super::archived::ArchivedOption;
use super::options::NewFields;
use super::output::{NumberedRow, Output};
use super::session::{CliSession, LoadedBook};
use super::target::{EditArgs, Number, Numbered, Target};
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::dates;
use crate::domain::deck::Question;
use crate::domain::id::Id;
use crate::domain::meeting::Origin;
use crate::domain::ops;
use crate::domain::suggestions::ProposedItem;
use crate::problem::Problem;

/// Commands on questions. Each question has the number that `question list --all` shows.
#[derive(Debug, Subcommand)]
pub enum QuestionVerb {
    /// Keep a question for the next meeting
    Add(NewFields<Question>),
    /// List the questions that wait, and the day by which to send them
    List {
        /// List those that were answered, too
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        archived: ArchivedOption,
    },
    /// Change a question
    Edit(EditArgs<Number<Question>>),
    /// Write down the answer; \"\" opens the question again
    Answer {
        #[command(flatten)]
        question: Number<Question>,
        /// What the other said
        #[arg(allow_hyphen_values = true)]
        text: String,
    },
    /// Put questions on the agenda of the next meeting; three to five are enough for one talk
    Pick {
        /// Numbers of the questions
        #[arg(required = true, value_name = "NUMBER")]
        numbers: Vec<usize>,
    },
    /// Archive a question; undo puts it back
    Archive(Number<Question>),
}

impl Numbered for Question {
    const LISTED_BY: &'static str = "question list --all";
    const IN_ORDER: fn(&Book) -> Vec<&Self> = in_order;
}

/// Those that wait, then those that were answered.
fn in_order(book: &Book) -> Vec<&Question> {
    let mut questions = book.open_questions();
    let mut answered: Vec<_> = book
        .questions
        .values()
        .filter(|question| !question.archived && !question.is_open())
        .collect();
    answered.sort_by_key(|question| (question.asked, question.id));
    questions.extend(answered);
    questions
}

pub fn run(verb: &QuestionVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        QuestionVerb::List { all, archived } => {
            archived.or_else(&[Kind::Question], session, |session| list(*all, session))
        }
        QuestionVerb::Add(fields) => fields.run(session),
        QuestionVerb::Edit(edit) => edit.run(session),
        QuestionVerb::Answer { question, text } => question.change(session, |book, id, ctx| {
            ops::agenda::question::answer(book, id, text, ctx)
        }),
        QuestionVerb::Pick { numbers } => pick(numbers, session),
        QuestionVerb::Archive(question) => question.archive(session),
    }
}

fn pick(numbers: &[usize], session: &mut CliSession) -> Result<Output, Problem> {
    let opened = session.open_for_edit()?;
    let meeting = agenda::next_meeting(&opened.book, session)?.id;
    let proposed = agenda::proposed_items(&opened.book, Some(meeting), session)?;
    let mut items: Vec<ProposedItem> = Vec::new();
    for number in numbers {
        let question = Question::find(&opened.book, *number)?;
        items.push(proposal(&opened.book, question, *number, &proposed)?);
    }
    agenda::add_items(&items, opened, meeting, session)
}

/// The question as a line of the agenda, unless it is on one or answered already.
fn proposal(
    book: &Book,
    question: &Question,
    number: usize,
    proposed: &[ProposedItem],
) -> Result<ProposedItem, Problem> {
    let subject = question.id.to_string();
    let is_it = |item: &&ProposedItem| item.origin == Origin::Question && item.subject == subject;
    if let Some(item) = proposed.iter().find(is_it) {
        return Ok(item.clone());
    }
    let (message, hint) = if question.is_open() {
        let on = question.meeting.and_then(|id| book.meetings.get(&id));
        let of = dates::phrase(" of", on.map(|on| on.date));
        let message = format!("Question {number} is on the agenda{of} already.");
        (
            message,
            "Leave it out, or take it off with “matchbook agenda drop”.".to_owned(),
        )
    } else {
        let hint = format!("“matchbook question answer {number} \"\"” opens it again.");
        (format!("Question {number} is answered already."), hint)
    };
    Err(Problem::new(message).hint(hint))
}

fn list(all: bool, session: &mut CliSession) -> Result<Output, Problem> {
    let LoadedBook { book, .. } = session.open_read_only()?;
    // The open ones come first, so the numbers are the same with and without “--all”.
    let mut rows = NumberedRow::list(in_order(&book));
    rows.retain(|row| all || row.record.is_open());
    let cells = |row: &NumberedRow<Question>| {
        let question = row.record;
        let on = question.meeting;
        [
            row.number.to_string(),
            question.asker.to_string(),
            question.asked.map_or_else(String::new, dates::format_date),
            on.map_or_else(String::new, |id| day_of(&book, id)),
            question.text.clone(),
            question.answer.clone(),
        ]
    };
    let header = ["No", "Asked by", "On", "Agenda", "Question", "Answer"];
    let header = &header[..if all { 6 } else { 5 }];
    let empty = "No question waits. “matchbook question add \"…\"” keeps one for next time.";
    let send_ahead = session
        .year(&book, &*session.program(&book)?)
        .send_ahead_words();
    let send_ahead = send_ahead.filter(|_| !rows.is_empty());
    let send_ahead = send_ahead.map(|words| format!("\n{words}"));
    Ok(Output::table(header, rows, cells, empty).notes(send_ahead))
}

fn day_of(book: &Book, meeting: Id) -> String {
    let meeting = book.meetings.get(&meeting);
    meeting.map_or_else(
        || "an earlier one".to_owned(),
        |meeting| dates::format_date(meeting.date),
    )
}
