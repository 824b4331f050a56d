//! `matchbook form fill KEY` on a terminal: one question after the other, each answer saved at once.

use std::io::{self, BufRead, IsTerminal, Write};

use super::fill;
use super::form::BookForm;
use super::output::Output;
use super::session::CliSession;
use crate::domain::answer::AnswerValue;
use crate::domain::display::{display_answer, options_in_words};
use crate::domain::fill::{QuestionKeys, ResolvedField, completeness, parse_answer, unasked};
use crate::domain::sanitize::{sanitize, sanitize_line};
use crate::problem::Problem;

const HOW: &str = "An empty line leaves a question as it is, “-” takes its answer out, “.” stops. Every answer is saved at once.\n";

/// Asks the questions of the form `key` on standard error, so that standard output has the result alone.
///
/// # Errors
/// When nobody is there to be asked, or an answer cannot be saved.
pub fn run(key: &str, session: &mut CliSession) -> Result<Output, Problem> {
    let input = io::stdin();
    if input.is_terminal() {
        return ask(key, session, &mut input.lock(), &mut io::stderr());
    }
    let hint =
        format!("Write QUESTION=ANSWER after it; “matchbook form show {key}” lists the questions.");
    let message = "No answer was given, and without a terminal nobody can be asked.";
    Err(Problem::wrong_use(message, hint))
}

fn ask(
    key: &str,
    session: &mut CliSession,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> Result<Output, Problem> {
    let mut opened = session.open_for_edit()?;
    let form = BookForm::by_key(key, &opened.book, session)?;
    let count = form.fields.iter().filter(|field| field.mine).count();
    let mut number = 0;
    let keys = QuestionKeys::new(&form.fields, &opened.book);
    // Nobody is left to be told that asking failed: the input ends then as well.
    let _ = writeln!(out, "{}\n{HOW}", sanitize_line(&form.used.title));
    for field in &form.fields {
        if field.field.kind.is_statement() {
            let _ = writeln!(out, "{}\n", sanitize(&field.field.help));
        }
        if !field.mine {
            continue;
        }
        number += 1;
        let place = format!("{number} of {count}, {}", keys.key(&field.slot));
        let (mut answers, _) = form.answers(&opened.book);
        if unasked(&form.fields, &answers).contains(&field.slot) {
            continue;
        }
        let _ = write!(out, "{}", question(&place, field, answers.at(&field.slot)));
        match reply(field, session, input, out)? {
            Reply::Answer(value) => {
                answers.put(field.slot.clone(), AnswerValue::typed(value));
                form.save(&answers, &mut opened, session)?;
                let state = completeness(&form.fields, &answers);
                let mut problems = state.problems.iter();
                if let Some((_, what)) = problems.find(|(slot, _)| *slot == field.slot) {
                    let _ = writeln!(out, "! Saved, but it {}.", sanitize_line(what));
                }
            }
            Reply::Leave => {}
            Reply::Stop => break,
        }
    }
    let (answers, _) = form.answers(&opened.book);
    let (notes, filled) = fill::summary(&form, &answers, &opened.book);
    Ok(Output::done("what was answered is saved", &notes, filled))
}

/// A question as it is asked: where it is in the form, what can be answered, and the answer so far.
fn question(place: &str, field: &ResolvedField, now: &str) -> String {
    let needed = if field.required { "*" } else { "" };
    let label = format!("{place}: {}{needed}", field.field.label);
    let now = (!now.is_empty()).then(|| format!("Now: {}", display_answer(field, now)));
    let help = Some(field.field.help.clone()).filter(|help| !help.is_empty());
    let below = [help, options_in_words(field), now].into_iter().flatten();
    let lines = std::iter::once(label).chain(below.map(|line| format!("  {line}")));
    let lines: Vec<String> = lines.map(|line| sanitize(&line).into_owned()).collect();
    lines.join("\n") + "\n"
}

/// Reply typed at a question.
enum Reply {
    /// In canonical form; an empty one takes the answer out.
    Answer(String),
    Leave,
    Stop,
}

/// The next line that can be an answer, or says something else.
fn reply(
    field: &ResolvedField,
    session: &CliSession,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> Result<Reply, Problem> {
    let mut read_line = |line: &mut String, out: &mut dyn Write| {
        let _ = write!(out, "> ").and_then(|()| out.flush());
        input.read_line(line).map_err(|error| {
            Problem::new("What was typed could not be read.")
                .hint("What was answered before is saved.")
                .caused_by(&error)
        })
    };
    loop {
        let mut line = String::new();
        let read = read_line(&mut line, out)?;
        // Rows go on to the next empty line.
        let mut more =
            field.field.kind.columns().is_some() && !["", "-", "."].contains(&line.trim());
        while more {
            let so_far = line.len();
            more = read_line(&mut line, out)? > 0 && !line[so_far..].trim().is_empty();
        }
        match (read, line.trim()) {
            (0, _) | (_, ".") => return Ok(Reply::Stop),
            (_, "") => return Ok(Reply::Leave),
            (_, "-") => return Ok(Reply::Answer(String::new())),
            (_, typed) => match parse_answer(field, typed, session.env.today()) {
                Ok(value) => return Ok(Reply::Answer(value)),
                Err(why) => {
                    let _ = writeln!(out, "! {}", sanitize_line(&why));
                }
            },
        }
    }
}
