//! An answer that came back, read as its question wants it.

use chrono::{Days, NaiveDate};

use super::{Returned, is_same};
use crate::domain::dates::abbreviate_input;
use crate::domain::display::offered;
use crate::domain::fill::{ResolvedField, parse_answer};
use crate::domain::form::Choice;
use crate::domain::form_mark::{PLACEHOLDERS, option_mark};

/// Days after which a day without its year, or one counted from today, would be another.
const FAR_DAYS: u64 = 400;

/// The canonical answer to `question` among `given`; empty if there is none. A question that is answered twice, as in a mail
/// and in what it quotes, has the answer that is not the one of `before`.
///
/// # Errors
/// A clause for the preview: why it is left out.
pub(super) fn read(
    question: &ResolvedField,
    mark: &str,
    given: &[&Returned],
    before: &str,
    today: NaiveDate,
) -> Result<String, String> {
    let mut values: Vec<String> = Vec::new();
    for one in given {
        if let Some(flaw) = one.flaw {
            return Err(flaw.to_owned());
        }
        let value = read_one(question, mark, one, today)?;
        if !value.is_empty() && !values.iter().any(|known| is_same(known, &value)) {
            values.push(value);
        }
    }
    if values.len() > 1 {
        values.retain(|value| !is_same(value, before));
    }
    match values.as_slice() {
        [] => Ok(String::new()),
        [value] => Ok(value.clone()),
        [..] => Err("the file has several answers to it.".to_owned()),
    }
}

fn read_one(
    question: &ResolvedField,
    mark: &str,
    given: &Returned,
    today: NaiveDate,
) -> Result<String, String> {
    if PLACEHOLDERS.contains(&given.words.trim()) {
        return Ok(String::new());
    }
    let options = offered(question);
    if !options.is_empty() {
        return chosen(question, &options, mark, given);
    }
    let words = if given.is_wrapped && question.field.kind.is_text() {
        unwrapped(&given.words)
    } else {
        given.words.trim().to_owned()
    };
    let value = parse_answer(question, &words, today)?;
    if question.field.kind.is_date() {
        let later = today.checked_add_days(Days::new(FAR_DAYS)).unwrap_or(today);
        if parse_answer(question, &words, later).as_ref() != Ok(&value) {
            let words = abbreviate_input(&words);
            return Err(format!("“{words}” is no day with its month and year."));
        }
    }
    Ok(value)
}

/// The keys of what was ticked or chosen, in the order of the options.
fn chosen(
    question: &ResolvedField,
    options: &[Choice],
    mark: &str,
    given: &Returned,
) -> Result<String, String> {
    let mut taken = vec![false; options.len()];
    let mut has_tick = false;
    for (option, is_ticked) in &given.boxes {
        let at = options
            .iter()
            .position(|it| option_mark(mark, &it.key) == *option);
        let at = at.ok_or("a box of it is not among its choices.")?;
        taken[at] |= is_ticked;
        has_tick |= is_ticked;
    }
    let (typed, boxes) = split_boxes(&given.words);
    let mut beside = typed;
    for (words, is_ticked) in boxes {
        let (at, rest) = option_at_start(options, &words).ok_or_else(|| unknown(&words))?;
        taken[at] |= is_ticked;
        has_tick |= is_ticked;
        beside.push(' ');
        beside += &rest;
    }
    let words = plain(&beside);
    if !words.is_empty() {
        if has_tick {
            let words = abbreviate_input(&beside);
            return Err(format!("“{words}” stands beside what is ticked."));
        }
        for at in named(question, options, &beside).ok_or_else(|| unknown(&beside))? {
            taken[at] = true;
        }
    }
    let keys: Vec<_> = options
        .iter()
        .zip(taken)
        .filter(|(_, is_taken)| *is_taken)
        .collect();
    let stands_alone =
        |(option, _): &&(&Choice, bool)| question.field.rules.or_answer(&option.key).is_some();
    let is_one = !question.field.kind.is_multi_choice() || keys.iter().any(|it| stands_alone(&it));
    if keys.len() > 1 && is_one {
        return Err("more than one answer is chosen.".to_owned());
    }
    let keys = keys.iter().map(|(option, _)| option.key.as_str());
    Ok(keys.collect::<Vec<_>>().join("\n"))
}

fn unknown(words: &str) -> String {
    format!(
        "“{}” is not among its choices.",
        abbreviate_input(words.trim())
    )
}

/// The options that words name, one or, where several may be, one a line or between semicolons.
fn named(question: &ResolvedField, options: &[Choice], words: &str) -> Option<Vec<usize>> {
    let labels = question.field.selectable(&question.choices);
    let find = |words: &str| {
        let words = plain(words);
        let is_meant = |(option, (key, label)): (&Choice, &(String, String))| {
            [&option.label, key, label]
                .iter()
                .any(|name| plain(name) == words)
        };
        options.iter().zip(&labels).position(is_meant)
    };
    if let Some(one) = find(words) {
        return Some(vec![one]);
    }
    let parts = words
        .split(['\n', ';', ','])
        .filter(|part| !part.trim().is_empty());
    let several = question.field.kind.is_multi_choice();
    parts.map(|part| find(part).filter(|_| several)).collect()
}

/// The option whose label begins `words`, and what follows it.
fn option_at_start(options: &[Choice], words: &str) -> Option<(usize, String)> {
    let words = plain(words);
    let fits = options.iter().enumerate().filter_map(|(at, option)| {
        let label = plain(&option.label);
        let rest = words.strip_prefix(&label)?;
        let ends = rest.is_empty() || rest.starts_with(' ');
        ends.then(|| (label.len(), at, rest.trim().to_owned()))
    });
    fits.max_by_key(|(length, ..)| *length)
        .map(|(_, at, rest)| (at, rest))
}

/// Text before the first box, and each box with the words up to the next one: `[x] Yes`.
fn split_boxes(words: &str) -> (String, Vec<(String, bool)>) {
    let mut typed = String::new();
    let mut boxes: Vec<(String, bool)> = Vec::new();
    let mut rest = words;
    while let Some(letter) = rest.chars().next() {
        if let Some((is_ticked, after)) = box_at_start(rest) {
            boxes.push((String::new(), is_ticked));
            rest = after;
            continue;
        }
        let text = boxes.last_mut().map_or(&mut typed, |(text, _)| text);
        text.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    (typed, boxes)
}

/// The box that begins `text`, and what follows it.
fn box_at_start(text: &str) -> Option<(bool, &str)> {
    for (signs, is_ticked) in [("☐□", false), ("☑☒✓✔", true)] {
        if let Some(rest) = text.strip_prefix(|c| signs.contains(c)) {
            return Some((is_ticked, rest));
        }
    }
    let (inside, rest) = text.strip_prefix('[')?.split_once(']')?;
    match inside.trim_matches(|c: char| c.is_whitespace() || c == '_') {
        "" => Some((false, rest)),
        "x" | "X" | "✓" | "✔" | "*" => Some((true, rest)),
        _ => None,
    }
}

/// Words to compare: small letters, single blanks, and straight quotes as people type them.
fn plain(words: &str) -> String {
    let letters = words.chars().map(|c| match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' | '`' => '\'',
        '–' | '—' | '‑' => '-',
        other => other,
    });
    let letters: String = letters
        .collect::<String>()
        .replace('…', "...")
        .to_lowercase();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text whose lines a mail program may have broken: lines that were full are joined again.
fn unwrapped(text: &str) -> String {
    /// Narrower lines are not broken by any mail program.
    const NARROWEST: usize = 60;
    /// A line of this length shows that none was broken.
    const UNBROKEN: usize = 100;
    let longest = text
        .lines()
        .map(|line| line.trim().chars().count())
        .max()
        .unwrap_or(0);
    let is_item = |line: &str| {
        let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_numbered = after_number.len() < line.len() && after_number.starts_with(['.', ')']);
        is_numbered || line.starts_with(['-', '*', '•', '–'])
    };
    let mut lines: Vec<String> = Vec::new();
    let mut room = 0;
    for line in text.lines().map(str::trim) {
        let word = line
            .split(' ')
            .next()
            .map_or(0, |word| word.chars().count());
        let is_next = word > 0 && room > 0 && !is_item(line) && longest <= UNBROKEN;
        let is_broken = is_next && room + 1 + word > longest.max(NARROWEST);
        room = line.chars().count();
        match lines.last_mut() {
            Some(last) if is_broken => *last += &format!(" {line}"),
            Some(_) | None => lines.push(line.to_owned()),
        }
    }
    lines.join("\n").trim().to_owned()
}
