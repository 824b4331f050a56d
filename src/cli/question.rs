//! `matchbook question`: questions kept for the next talk.

use clap::Subcommand;

use super::agenda::{self, AgendaMeeting};
use super::editor::CliEditor;
use super::json_schema::{AnswerSchema, answer, done};
use super::output::{ChangedRecord, Nothing, NumberedRow, Output, TextTable, UNDO_RESTORES};
use super::session::{ChangeReport, CliSession, LoadedBook, by_number};
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::dates;
use crate::domain::deck::Question;
use crate::domain::id::Id;
use crate::domain::meeting::Origin;
use crate::domain::ops::{self, Editable};
use crate::domain::suggestions::ProposedItem;
use crate::problem::Problem;

/// Commands on questions. Each question has the number that `question list --all` shows.
#[derive(Debug, Subcommand)]
pub enum QuestionVerb {
    /// Keep a question for the next meeting
    #[command(after_help = "Examples:
  matchbook question add \"Which schools answered?\"
  matchbook question add \"How do you plan a summer?\" --asker mentor")]
    Add {
        /// The question
        text: String,
        /// Who asks it, if not you: mentee, mentor
        #[arg(long, value_name = "WHO")]
        asker: Option<String>,
    },
    /// List the questions that wait, and the day by which to send them
    #[command(after_help = "Examples:
  matchbook question list
  matchbook question list --all")]
    List {
        /// List those that were answered, too
        #[arg(long)]
        all: bool,
    },
    /// Change a question
    #[command(after_help = "Example:
  matchbook question edit 1 --text \"Which schools have answered so far?\"")]
    Edit {
        /// Number of the question
        number: usize,
        /// The question
        #[arg(long, allow_hyphen_values = true)]
        text: Option<String>,
        /// Who asks it: mentee, mentor
        #[arg(long, value_name = "WHO")]
        asker: Option<String>,
    },
    /// Write down the answer; \"\" opens the question again
    #[command(after_help = "Example:
  matchbook question answer 1 \"Two of them, both for March\"")]
    Answer {
        /// Number of the question
        number: usize,
        /// What the other said
        #[arg(allow_hyphen_values = true)]
        text: String,
    },
    /// Put questions on the agenda of the next meeting; three to five are enough for one talk
    #[command(after_help = "Example:
  matchbook question pick 1 3 4")]
    Pick {
        /// Numbers of the questions
        #[arg(required = true, value_name = "NUMBER")]
        numbers: Vec<usize>,
    },
    /// Archive a question; undo puts it back
    #[command(after_help = "Example:
  matchbook question archive 2")]
    Archive {
        /// Number of the question
        number: usize,
    },
}

/// JSON of this noun's commands.
pub const ANSWERS: &[AnswerSchema] = &[
    done::<Nothing>("question add"),
    answer::<Vec<NumberedRow<'static, Question>>>("question list"),
    done::<ChangedRecord>("question edit"),
    done::<ChangedRecord>("question answer"),
    done::<AgendaMeeting>("question pick"),
    done::<ChangedRecord>("question archive"),
];

/// Does `verb`.
pub fn run(verb: &QuestionVerb, session: &mut CliSession) -> Result<Output, Problem> {
    match verb {
        QuestionVerb::List { all } => list(*all, session),
        QuestionVerb::Add { text, asker } => session.change(|opened, session| {
            let mut editor = CliEditor::open(session, &opened.book, "editor-question")?;
            editor.set("text", "the question", Some(text))?;
            editor.set("asker", "--asker", asker.as_deref())?;
            let mut ctx = session.env.op_context();
            let commit = ops::add::<Question>(&opened.book, None, &editor.answers, &mut ctx)?;
            Ok(ChangeReport::new(commit, Nothing {}))
        }),
        QuestionVerb::Edit {
            number,
            text,
            asker,
        } => change(*number, &[], session, |book, question, session| {
            let mut editor =
                CliEditor::open(session, book, "editor-question")?.with_answers(question.answers());
            editor.set("text", "--text", text.as_deref())?;
            editor.set("asker", "--asker", asker.as_deref())?;
            let mut ctx = session.env.op_context();
            Ok(ops::edit::<Question>(
                book,
                question.id,
                &editor.answers,
                &mut ctx,
            )?)
        }),
        QuestionVerb::Answer { number, text } => {
            change(*number, &[], session, |book, it, session| {
                let mut ctx = session.env.op_context();
                Ok(ops::agenda::question::answer(book, it.id, text, &mut ctx)?)
            })
        }
        QuestionVerb::Pick { numbers } => pick(numbers, session),
        QuestionVerb::Archive { number } => {
            change(*number, &[UNDO_RESTORES], session, |book, it, session| {
                let ctx = session.env.op_context();
                Ok(ops::archive(book, Kind::Question, it.id, &ctx)?)
            })
        }
    }
}

/// Saves the commit that `work` makes of the question with this number, with sentences to say below.
fn change(
    number: usize,
    notes: &[&str],
    session: &mut CliSession,
    work: impl FnOnce(&Book, &Question, &mut CliSession) -> Result<Commit, Problem>,
) -> Result<Output, Problem> {
    session.change(|opened, session| {
        let question = find(&opened.book, number)?;
        let report = ChangeReport::new(
            work(&opened.book, question, session)?,
            ChangedRecord { id: question.id },
        );
        Ok(report.notes(notes.iter().map(|&note| note.to_owned()).collect()))
    })
}

/// Questions that wait, then those that were answered. The number people see is the place in this list, from 1.
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

fn find(book: &Book, number: usize) -> Result<&Question, Problem> {
    by_number(&in_order(book), number, "question", "question list --all")
}

fn pick(numbers: &[usize], session: &mut CliSession) -> Result<Output, Problem> {
    let opened = session.open_for_edit()?;
    let meeting = agenda::next_meeting(&opened.book, session)?.id;
    let proposed = agenda::proposed_items(&opened.book, Some(meeting), session)?;
    let mut items: Vec<ProposedItem> = Vec::new();
    for number in numbers {
        let question = find(&opened.book, *number)?;
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
        let of = on.map_or_else(String::new, |on| {
            format!(" of {}", dates::format_date(on.date))
        });
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
    let LoadedBook { book, .. } =
        session.open_read_only(&[Kind::Question, Kind::Meeting, Kind::Cycle])?;
    let questions = in_order(&book).into_iter();
    let questions = questions.filter(|question| all || question.is_open());
    // The open ones come first, so the numbers are the same with and without “--all”.
    let rows = NumberedRow::list(questions, |question| question.id);
    if rows.is_empty() {
        let text = "No question waits. “matchbook question add \"…\"” keeps one for next time.";
        return Ok(Output::answer(text, rows));
    }
    let columns = ["No", "Asked by", "On", "Agenda", "Question", "Answer"];
    let mut table = TextTable::new(&columns[..if all { 6 } else { 5 }]);
    for row in &rows {
        let question = row.record;
        let on = question.meeting;
        table.row([
            row.number.to_string(),
            question.asker.to_string(),
            question.asked.map_or_else(String::new, dates::format_date),
            on.map_or_else(String::new, |id| day_of(&book, id)),
            question.text.clone(),
            question.answer.clone(),
        ]);
    }
    let program = session.program(&book)?;
    let year = session.year(&book, &program);
    let text = [table.text()].into_iter().chain(year.send_ahead_words());
    Ok(Output::answer(text.collect::<Vec<_>>().join("\n"), rows))
}

fn day_of(book: &Book, meeting: Id) -> String {
    let meeting = book.meetings.get(&meeting);
    meeting.map_or_else(
        || "an earlier one".to_owned(),
        |meeting| dates::format_date(meeting.date),
    )
}
