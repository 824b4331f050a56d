//! Formats answers as people read them, on screen and on paper.

use super::answer::{YES, parse_canonical_date, parse_canonical_time, parse_canonical_zone};
use super::book::Book;
use super::dates;
use super::field_kind::Scale;
use super::fill::{ResolvedField, free_rows};
use super::form::{Choice, Field, FieldKind};
use super::id::Id;
use super::meeting::Meeting;
use super::sanitize::sanitize_line;
use super::zone::{self, ClockHour};
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

/// The parts that are not empty, with `between` them.
pub fn join_filled<const N: usize>(parts: [&str; N], between: &str) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(between)
}

/// `words` with a capital first letter.
pub fn capitalize(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Formats the canonical `value` of an answer: labels for keys, dates in full, ratings with the labels of their ends. A
/// value that does not parse is shown as it is.
pub fn display_value(kind: &FieldKind, choices: &[Choice], value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    match kind {
        FieldKind::Line | FieldKind::Text | FieldKind::Statement => value.to_owned(),
        FieldKind::Number(_) | FieldKind::Computed(_) => join_filled([value, kind.unit()], " "),
        FieldKind::Choice(_) => choice_label(choices, value),
        FieldKind::Choices(_) => choice_labels(choices, value),
        FieldKind::Scale(scale) => display_rating(value, scale),
        FieldKind::Date { .. } => display_date(value),
        FieldKind::Rows(_) => free_rows::as_typed(value),
        FieldKind::YesNo => if value == YES { "Yes" } else { "No" }.to_owned(),
    }
}

/// Formats the canonical `value` of an answer to `question`.
pub fn display_answer(question: &ResolvedField, value: &str) -> String {
    display_field(&question.field, &question.choices, value)
}

/// Formats the canonical `value` of an answer to `field`, or the one that was given in place of it.
pub fn display_field(field: &Field, choices: &[Choice], value: &str) -> String {
    match field.rules.or_answer(value) {
        Some(answer) => answer.label().to_owned(),
        None => display_value(&field.kind, choices, value),
    }
}

/// Options of a question in words, with the bounds of a number or a text; none where anything may be typed.
pub fn options_in_words(question: &ResolvedField) -> Option<String> {
    let ResolvedField { field, choices, .. } = question;
    let kind = &field.kind;
    let options = kind.selectable(choices).into_iter();
    let options = options.map(|(key, label)| {
        if key == label.to_lowercase() {
            key
        } else {
            format!("{key} ({label})")
        }
    });
    let options = options.collect::<Vec<_>>().join(", ");
    let own = match (kind.scale(), kind.number_rule()) {
        (Some(scale), _) => join_filled([&scale.range(), &scale.meanings()], ": "),
        (None, Some(rule)) => join_filled([&rule.unit, &rule.bounds()], ", "),
        (None, None) if kind.columns().is_some() => {
            kind.columns().map_or_else(String::new, |all| {
                format!("a row a line: {}", free_rows::heads(all))
            })
        }
        (None, None) if options.is_empty() => field.rules.limits(),
        (None, None) if kind.is_multi_choice() => format!("any of: {options}"),
        (None, None) => format!("one of: {options}"),
    };
    let all = join_filled([&own, &field.rules.or_words()], "; ");
    (!all.is_empty()).then_some(all)
}

/// The answers that can be chosen, in the words of a form on paper: `5 (just right)` where a rating has a meaning; none where
/// the answer is typed.
pub fn offered(question: &ResolvedField) -> Vec<Choice> {
    let ResolvedField { field, choices, .. } = question;
    if field.kind.selectable(choices).is_empty() {
        return Vec::new();
    }
    let meaning = |key: &str| field.kind.scale()?.labels.get(&key.parse().ok()?);
    let options = field.selectable(choices).into_iter();
    let choices = options.map(|(key, label)| {
        let label = meaning(&key).map_or(label, |meaning| format!("{key} ({meaning})"));
        Choice { key, label }
    });
    choices.collect()
}

/// When a question is asked, in words: `Only if the answer to “Have you met?” is: No.`; none for one that always is. The
/// other question is among `fields`.
pub fn condition_in_words(question: &ResolvedField, fields: &[ResolvedField]) -> Option<String> {
    let condition = question.field.rules.ask_if.as_ref()?;
    let other = fields.iter().find(|it| it.slot.field == condition.field)?;
    let options = offered(other);
    let labels = condition
        .values
        .iter()
        .map(|value| choice_label(&options, value));
    let is = if condition.negated { "is not" } else { "is" };
    let answers = labels.collect::<Vec<_>>().join(" or ");
    Some(format!(
        "Only if the answer to “{}” {is}: {answers}.",
        other.field.label
    ))
}

/// Label of the choice `key`. A key that is not offered any more is shown as it is; the id of a record that is missing
/// or private is left out, as it would mean nothing to people.
fn choice_label(choices: &[Choice], key: &str) -> String {
    match choices.iter().find(|choice| choice.key == key) {
        Some(choice) => choice.label.clone(),
        None if key.parse::<Id>().is_ok() => "(not here)".to_owned(),
        None => key.to_owned(),
    }
}

fn choice_labels(choices: &[Choice], value: &str) -> String {
    let labels: Vec<_> = value
        .lines()
        .map(|key| choice_label(choices, key))
        .collect();
    let commas = labels.iter().any(|label| label.contains(','));
    labels.join(if commas { "; " } else { ", " })
}

fn display_rating(value: &str, scale: &Scale) -> String {
    let Ok(given) = value.parse::<i64>() else {
        return value.to_owned();
    };
    let meaning = scale.labels.get(&given);
    let meaning = meaning.map_or_else(String::new, |label| format!(" ({label})"));
    format!("{given} of {}{meaning}", scale.high)
}

/// Formats the answer that was read of what was `typed`, to show how it was understood: a day with its distance, and with
/// another day that its digits can mean.
pub fn echo_answer(
    question: &ResolvedField,
    value: &str,
    typed: &str,
    context: EchoContext,
) -> String {
    let EchoContext {
        today,
        year_start,
        zone,
    } = context;
    match parse_canonical_date(value).filter(|_| question.field.kind.is_date()) {
        Some(day) => {
            // The first day of a year is compared with no other.
            let start = year_start.filter(|_| question.slot.field != "start");
            let time = parse_canonical_time(value);
            let mut shown = dates::echo_date(day, time, today, start);
            let direction = question.field.direction;
            let read = dates::parse_moment_toward(typed, today, direction).ok();
            let zones = (parse_canonical_zone(value), zone);
            let notes = [
                time.and_then(|time| clock_note(day.and_time(time), zones)),
                read.as_ref().and_then(dates::reading_note),
            ];
            for note in notes.into_iter().flatten() {
                shown += &format!("; {note}");
            }
            shown
        }
        None => display_answer(question, value),
    }
}

/// Days and zone that a typed date is compared with.
#[derive(Clone, Copy)]
pub struct EchoContext {
    pub today: NaiveDate,
    /// First day of the year, before which a date is worth a word.
    pub year_start: Option<NaiveDate>,
    /// The user's own time zone, if it is known.
    pub zone: Option<Tz>,
}

/// Anything that surprises about an hour: one's own clock where another zone was `typed`, and changes of the clocks.
fn clock_note(at: NaiveDateTime, (typed, own): (Option<Tz>, Option<Tz>)) -> Option<String> {
    let note = match zone::clock_hour(at, typed.or(own)?) {
        ClockHour::Once(_) => String::new(),
        ClockHour::Skipped(later) => format!(
            "that night the clocks leave this hour out, so it counts as {}",
            dates::format_time(later.time())
        ),
        ClockHour::Twice(_) => "that night this hour comes twice; the first one counts".to_owned(),
    };
    let Some(typed) = typed.filter(|typed| Some(*typed) != own) else {
        return Some(note).filter(|note| !note.is_empty());
    };
    let place = zone::place_name(typed);
    let mine = own.map(|own| zone::convert(at.date(), Some(at.time()), typed, own));
    let mine = mine.map_or_else(String::new, |(day, time)| {
        format!(", {} for you", dates::format_date_time(day, time))
    });
    Some(format!(
        "by the clocks of {place}{mine}{}{note}",
        if note.is_empty() { "" } else { "; " }
    ))
}

/// Day and hour of a meeting, with the hour of the partner where their clock shows another: `Tue, Dec 8, 2026 at 10:00 AM,
/// 8:00 AM for Juniper`.
pub fn meeting_moment(meeting: &Meeting, book: &Book) -> String {
    let mine = dates::format_date_time(meeting.date, meeting.time);
    match partner_hour(meeting, book) {
        Some(theirs) => format!("{mine}, {theirs}"),
        None => mine,
    }
}

/// The hour of a planned meeting by the partner's clock, with their day where it is another; none where it is the same or not
/// known.
pub fn partner_hour(meeting: &Meeting, book: &Book) -> Option<String> {
    let partner = book.person(book.me().other())?;
    let (mine, theirs): (Tz, Tz) = (meeting.zone.parse().ok()?, partner.zone.parse().ok()?);
    let time = meeting.time.filter(|_| meeting.is_planned())?;
    let (day, hour) = zone::convert(meeting.date, Some(time), mine, theirs);
    if (day, hour) == (meeting.date, Some(time)) {
        return None;
    }
    let words = match hour {
        Some(hour) if day == meeting.date => dates::format_time(hour),
        Some(_) | None => dates::format_date_time(day, hour),
    };
    let first_name = partner
        .name
        .split_whitespace()
        .next()
        .unwrap_or(&partner.name);
    Some(format!("{words} for {}", sanitize_line(first_name)))
}

fn display_date(value: &str) -> String {
    match (parse_canonical_date(value), parse_canonical_time(value)) {
        (Some(day), time) => dates::format_date_time(day, time),
        (None, _) => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::ChoiceOptions;

    fn choices() -> Vec<Choice> {
        [("phone", "Phone"), ("iv", "Knowledge, Curation")]
            .map(|(key, label)| Choice {
                key: key.to_owned(),
                label: label.to_owned(),
            })
            .to_vec()
    }

    fn scale() -> FieldKind {
        FieldKind::Scale(Scale {
            low: 1,
            high: 5,
            points: Vec::new(),
            labels: [(1, "never".to_owned()), (5, "always".to_owned())].into(),
        })
    }

    #[test]
    fn keys_are_shown_by_their_labels() {
        let kind = FieldKind::Choices(ChoiceOptions::Listed(choices()));
        assert_eq!(
            display_value(&kind, &choices(), "phone\niv"),
            "Phone; Knowledge, Curation"
        );
        assert_eq!(display_value(&kind, &choices(), "phone\nowl"), "Phone, owl");
        let id = Id::derived(&["goal"]).to_string();
        assert_eq!(display_value(&kind, &choices(), &id), "(not here)");
    }

    #[test]
    fn the_ends_of_a_rating_are_named() {
        assert_eq!(display_value(&scale(), &[], "5"), "5 of 5 (always)");
        assert_eq!(display_value(&scale(), &[], "3"), "3 of 5");
    }

    #[test]
    fn days_are_shown_in_full() {
        let kind = FieldKind::Date { time: true };
        assert_eq!(display_value(&kind, &[], "2026-12-01"), "Tue, Dec 1, 2026");
        assert_eq!(
            display_value(&kind, &[], "2026-12-01 10:00"),
            "Tue, Dec 1, 2026 at 10:00 AM"
        );
        assert_eq!(display_value(&kind, &[], "soon"), "soon");
    }

    #[test]
    fn yes_and_no_are_words_and_nothing_is_nothing() {
        assert_eq!(display_value(&FieldKind::YesNo, &[], "yes"), "Yes");
        assert_eq!(display_value(&FieldKind::YesNo, &[], "no"), "No");
        assert_eq!(display_value(&FieldKind::YesNo, &[], ""), "");
    }
}
