//! Validates typed answers and converts them to canonical form, or refuses them in one sentence with an example.

use chrono::NaiveDate;

use super::{ResolvedField, free_rows};
use crate::domain::answer::{NO, YES, canonical_moment};
use crate::domain::dates::{TimeDirection, abbreviate_input, parse_moment};
use crate::domain::form::{Choice, FieldKind};
use crate::domain::ops::{Refusal, normalize_line, normalize_text};

/// Parses `text`, typed as an answer to `question`, to its canonical form.
///
/// # Errors
/// One sentence for the person who typed it, with an example.
pub fn parse_answer(
    question: &ResolvedField,
    text: &str,
    today: NaiveDate,
) -> Result<String, String> {
    let ResolvedField { field, choices, .. } = question;
    parse_value(&field.kind, choices, text, today, field.past)
}

/// Parses a value for a kind of field; `past` reads a date without a year as past. Empty text is no answer.
///
/// # Errors
/// As [`parse_answer`].
pub fn parse_value(
    kind: &FieldKind,
    choices: &[Choice],
    text: &str,
    today: NaiveDate,
    past: bool,
) -> Result<String, String> {
    let typed = text.trim();
    if typed.is_empty() {
        return Ok(String::new());
    }
    match kind {
        FieldKind::Line => normalize_line(text, "answer").map_err(refusal_text),
        FieldKind::Text => normalize_text(text, "answer").map_err(refusal_text),
        FieldKind::Choice(_) => parse_choice(choices, typed).map(|choice| choice.key.clone()),
        FieldKind::Choices(_) => parse_choices(choices, typed),
        FieldKind::Scale { low, high, .. } => parse_rating(typed, *low, *high),
        FieldKind::Date { time } => {
            let read = parse_moment(typed, today, TimeDirection::of(past))?;
            let hour = read.time.filter(|_| *time);
            Ok(canonical_moment(read.date, hour, read.zone))
        }
        FieldKind::Number => parse_number(typed),
        FieldKind::YesNo => parse_yes_no(typed),
        FieldKind::Rows(columns) => free_rows::parse(columns, text),
    }
}

/// Text of a refusal under a field: message and hint.
pub(super) fn refusal_text(refusal: Refusal) -> String {
    match refusal.hint {
        Some(hint) => format!("{} {hint}", refusal.message),
        None => refusal.message,
    }
}

/// Matches a key, a label, the number in the list, the first word of one label, or an unambiguous prefix.
fn match_choice<'a>(choices: &'a [Choice], typed: &str) -> Option<&'a Choice> {
    let typed = typed.trim();
    let lower = typed.to_lowercase();
    let only = |matches: &dyn Fn(&str) -> bool| {
        let mut found = choices
            .iter()
            .filter(|choice| matches(&choice.label.to_lowercase()));
        found.next().filter(|_| found.next().is_none())
    };
    choices
        .iter()
        .find(|choice| choice.key.eq_ignore_ascii_case(typed))
        .or_else(|| {
            choices
                .iter()
                .find(|choice| choice.label.to_lowercase() == lower)
        })
        .or_else(|| choices.get(typed.parse::<usize>().ok()?.checked_sub(1)?))
        .or_else(|| only(&|label| label.split_whitespace().next() == Some(&lower)))
        .or_else(|| only(&|label| label.starts_with(&lower)))
}

fn parse_choice<'a>(choices: &'a [Choice], typed: &str) -> Result<&'a Choice, String> {
    match_choice(choices, typed).ok_or_else(|| unknown_choice(choices, typed))
}

fn unknown_choice(choices: &[Choice], typed: &str) -> String {
    let Some(first) = choices.first() else {
        return "There is nothing to choose from here yet: leave it empty for now.".to_owned();
    };
    let named: Vec<_> = choices
        .iter()
        .take(8)
        .map(|choice| choice.label.as_str())
        .collect();
    let more = if choices.len() > named.len() {
        ", …"
    } else {
        ""
    };
    format!(
        "“{}” is not one of the choices ({}{more}): type a name or its number, for example “{}”.",
        abbreviate_input(typed),
        named.join(", "),
        first.label
    )
}

/// Parses one or more choices a line; a line that is no choice as a whole is split at commas or semicolons.
fn parse_choices(choices: &[Choice], typed: &str) -> Result<String, String> {
    let mut selected = vec![false; choices.len()];
    let mut take = |choice: &Choice| {
        for (place, known) in choices.iter().enumerate() {
            selected[place] |= known.key == choice.key;
        }
    };
    for line in typed.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(choice) = match_choice(choices, line) {
            take(choice);
            continue;
        }
        for piece in line
            .split([',', ';'])
            .filter(|piece| !piece.trim().is_empty())
        {
            take(parse_choice(choices, piece)?);
        }
    }
    let keys: Vec<_> = choices
        .iter()
        .zip(selected)
        .filter(|(_, selected)| *selected)
        .map(|(choice, _)| choice.key.as_str())
        .collect();
    Ok(keys.join("\n"))
}

fn parse_rating(typed: &str, low: i64, high: i64) -> Result<String, String> {
    let number = typed.split(['/', ' ']).next().unwrap_or(typed);
    match number.parse::<i64>() {
        Ok(rating) if (low..=high).contains(&rating) => Ok(rating.to_string()),
        Ok(_) | Err(_) => Err(format!(
            "“{}” is not a rating from {low} to {high}: type a whole number, for example {high}.",
            abbreviate_input(typed)
        )),
    }
}

fn parse_number(typed: &str) -> Result<String, String> {
    typed
        .parse::<u32>()
        .map(|number| number.to_string())
        .map_err(|_| {
            format!(
                "“{}” is not a whole number: type it in digits, for example 50.",
                abbreviate_input(typed)
            )
        })
}

fn parse_yes_no(typed: &str) -> Result<String, String> {
    match typed.to_lowercase().as_str() {
        "y" | "yes" | "true" => Ok(YES.to_owned()),
        "n" | "no" | "false" => Ok(NO.to_owned()),
        _ => Err(format!(
            "“{}” is neither yes nor no: type “yes” or “no”.",
            abbreviate_input(typed)
        )),
    }
}
