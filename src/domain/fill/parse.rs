//! Validates typed answers and converts them to canonical form, or refuses them in one sentence with an example.

use chrono::NaiveDate;

use super::{ResolvedField, free_rows};
use crate::domain::answer::{NO, YES, canonical_moment};
use crate::domain::dates::{TimeDirection, abbreviate_input, parse_moment_toward};
use crate::domain::field_kind::{NumberRule, Scale};
use crate::domain::form::{Choice, FieldKind};
use crate::domain::ops::{normalize_line, normalize_text};
use crate::domain::words::{LengthUnit, known_key, parse_length};

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
    if let Some(answer) = field.rules.or_answer(text) {
        return Ok(answer.key().to_owned());
    }
    parse_value(&field.kind, choices, text, today, field.direction)
}

/// Parses a value for a kind of field; a date without a year lies in `direction`, or is the nearest one. Empty text is no
/// answer.
///
/// # Errors
/// As [`parse_answer`].
pub fn parse_value(
    kind: &FieldKind,
    choices: &[Choice],
    text: &str,
    today: NaiveDate,
    direction: Option<TimeDirection>,
) -> Result<String, String> {
    let typed = text.trim();
    if typed.is_empty() {
        return Ok(String::new());
    }
    match kind {
        FieldKind::Line => normalize_line(text, "answer").map_err(free_rows::refusal_text),
        FieldKind::Text => normalize_text(text, "answer").map_err(free_rows::refusal_text),
        FieldKind::Choice(_) => parse_choice(choices, typed).map(|choice| choice.key.clone()),
        FieldKind::Choices(_) => parse_choices(choices, typed),
        FieldKind::Scale(scale) => parse_rating(typed, scale),
        FieldKind::Date { time } => {
            let read = parse_moment_toward(typed, today, direction)?;
            let hour = read.time.filter(|_| *time);
            Ok(canonical_moment(read.date, hour, read.zone))
        }
        FieldKind::Number(rule) => parse_number(typed, rule),
        FieldKind::YesNo => parse_yes_no(typed),
        FieldKind::Rows(columns) => free_rows::parse(columns, text),
        FieldKind::Computed(_) | FieldKind::Statement => {
            Err("Nobody answers this: it is only to be read.".to_owned())
        }
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
    // “Zoom” for video: only where it is no choice itself, nor several of them.
    let in_other_words = || {
        let keys: Vec<_> = choices.iter().map(|choice| choice.key.as_str()).collect();
        let key = known_key(typed, &keys)?;
        choices.iter().find(|choice| choice.key == key)
    };
    match_choice(choices, typed)
        .or_else(in_other_words)
        .ok_or_else(|| unknown_choice(choices, typed))
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

fn parse_rating(typed: &str, scale: &Scale) -> Result<String, String> {
    let number = typed.split(['/', ' ']).next().unwrap_or(typed);
    let rating = number.parse().ok().filter(|rating| scale.has(*rating));
    rating.map(|rating: i64| rating.to_string()).ok_or_else(|| {
        let (typed, range, high) = (abbreviate_input(typed), scale.range(), scale.high);
        if scale.points.is_empty() {
            format!(
                "“{typed}” is not a rating from {range}: type a whole number, for example {high}."
            )
        } else {
            format!(
                "“{typed}” is not one of the ratings {range}: type one of them, for example {high}."
            )
        }
    })
}

/// Unit of a number for which also other units may be typed.
const MINUTES: &str = "minutes";
/// Most digits of a number that is stored exactly.
const MAX_DIGITS: usize = 15;

/// Parses digits with a point or comma before the fraction; the unit may stand behind them.
fn parse_number(typed: &str, rule: &NumberRule) -> Result<String, String> {
    // “1h30” where minutes are asked for; a number alone is one of them already.
    let is_bare = typed
        .chars()
        .all(|c| c.is_ascii_digit() || ".,-".contains(c));
    let length = parse_length(typed, LengthUnit::Minutes);
    let length = length.filter(|_| rule.unit == MINUTES && !is_bare);
    let in_minutes = length.map(|minutes| minutes.to_string());
    let typed = in_minutes.as_deref().unwrap_or(typed);
    let unit = rule.unit.to_lowercase();
    let bare = typed.to_lowercase();
    let bare = bare.strip_suffix(&unit).unwrap_or(&bare).trim();
    let shown = abbreviate_input(typed);
    let digits = bare
        .strip_prefix('-')
        .filter(|_| rule.least.is_some_and(|it| it < 0.0));
    let (whole, fraction) = digits.unwrap_or(bare).split_once(['.', ',']).unzip();
    let is_grouped = bare.contains(',') && fraction.is_some_and(|it: &str| it.len() == 3);
    if rule.decimals && is_grouped && whole != Some("0") {
        return Err(format!(
            "“{shown}” can be read in two ways: type it without the comma, or with a point before the fraction."
        ));
    }
    let is_digits = bare.len() <= MAX_DIGITS
        && digits
            .unwrap_or(bare)
            .chars()
            .all(|c| c.is_ascii_digit() || rule.decimals && ".,".contains(c));
    let number = bare.replace(',', ".").parse().ok().filter(|_| is_digits);
    match number {
        Some(number) if rule.has(number) => Ok(number.to_string()),
        Some(_) if !rule.bounds().is_empty() => Err(format!(
            "“{shown}” is out of bounds: type a number {}.",
            rule.bounds()
        )),
        Some(_) | None if rule.decimals => Err(format!(
            "“{shown}” is not a number: type it in digits, for example 1.5."
        )),
        Some(_) | None => Err(format!(
            "“{shown}” is not a whole number: type it in digits, for example {}.",
            rule.least.or(rule.most).unwrap_or(50.0)
        )),
    }
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
