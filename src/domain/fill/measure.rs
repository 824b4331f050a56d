//! Quantities in the words of an answer: the numbers that autofill put into a sentence, read back from it.

use crate::domain::form::{Autofill, Field};

/// Quantity of an answer, for adding up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure<'a> {
    pub number: f64,
    /// Of how many, where the number is a part of them.
    pub total: Option<f64>,
    /// Unit of the number, as a plural; empty for a rating, and for yes (1) or no (0).
    pub unit: &'a str,
}

/// Units of the values of autofill.
const UNITS: &[(Autofill, &str)] = &[
    (Autofill::Hours, "hours"),
    (Autofill::YearTotals, "hours"),
    (Autofill::LongestGap, "days"),
    (Autofill::RematchDaysLeft, "days"),
    (Autofill::Meetings, "meetings"),
    (Autofill::Contacts, "contacts"),
    (Autofill::ContactsSinceLast, "contacts"),
    (Autofill::ActionsAgreed, "actions"),
    (Autofill::GoalProgress, "steps"),
    (Autofill::CadenceMet, ""),
    (Autofill::MeetingMinutes, "minutes"),
];

/// Names of units, and how much of the whole each is.
type UnitNames = &'static [(&'static [&'static str], f64)];
const HOURS: UnitNames = &[
    (&["h", "hr", "hrs", "hour", "hours"], 1.0),
    (&["m", "min", "mins", "minute", "minutes"], 1.0 / 60.0),
];
const DAYS: UnitNames = &[(&["day", "days"], 1.0), (&["week", "weeks"], 7.0)];

impl<'a> Measure<'a> {
    /// Reads the quantity from `value`, an answer to `field`, also if somebody has reworded what autofill wrote; none where
    /// it cannot be told.
    pub fn of(field: &'a Field, value: &str) -> Option<Self> {
        let mut units = UNITS.iter().filter(|(auto, _)| Some(*auto) == field.auto);
        let unit = units.next().map(|(_, unit)| *unit);
        let words: Vec<_> = value.split_whitespace().collect();
        let (number, total) = match (field.kind.number(value), unit) {
            (Some(number), _) => (number, None),
            (None, Some("hours")) => (amount(&words, HOURS)?, None),
            (None, Some("days")) => (amount(&words, DAYS)?, None),
            (None, Some("steps")) => part_of(&words, "step")?,
            (None, Some("actions")) => part_of(&words, "action").or_else(|| {
                let agreed = number_before(&words, &["agreed"])?;
                Some((number_before(&words, &["done"])?, Some(agreed)))
            })?,
            (None, Some("")) => (yes(words.first()?)?, None),
            (None, Some(_)) => (amount(&words, &[])?, None),
            (None, None) => return None,
        };
        Some(Self {
            number,
            total,
            unit: unit.unwrap_or(field.kind.unit()),
        })
    }

    /// The quantity alone, in words from which it can be read again.
    pub fn words(self) -> String {
        let number = self.number;
        match (self.unit, self.total) {
            ("hours", _) => format!("{number:.1} h"),
            ("", _) => if number > 0.0 { "Yes" } else { "No" }.to_owned(),
            (unit, Some(total)) => format!("{number} of {total} {unit} done"),
            ("days", None) => format!("{number} days"),
            (_, None) => number.to_string(),
        }
    }
}

/// A number with which a word begins, without the comma behind it.
fn number(word: &str) -> Option<f64> {
    let word = word.trim_end_matches([',', ';', '.']).replace(',', ".");
    let is_number = word.starts_with(|c: char| c.is_ascii_digit());
    is_number.then(|| word.parse().ok())?
}

/// The number before the first of the words `known`.
fn number_before(words: &[&str], known: &[&str]) -> Option<f64> {
    words.windows(2).find_map(|pair| {
        let word = pair[1].trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_known = known.iter().any(|known| word.eq_ignore_ascii_case(known));
        number(pair[0]).filter(|_| is_known)
    })
}

/// A number alone, or the sum of those before the names of `units`.
fn amount(words: &[&str], units: UnitNames) -> Option<f64> {
    if let [word] = words {
        return number(word.trim_end_matches('h'));
    }
    let parts = units.iter();
    let parts = parts.filter_map(|(names, part)| Some(number_before(words, names)? * part));
    parts.reduce(|sum, part| sum + part)
}

/// Both numbers of `3 of 5 steps`.
fn part_of(words: &[&str], noun: &str) -> Option<(f64, Option<f64>)> {
    words.windows(4).find_map(|part| {
        let fits = part[1] == "of" && part[3].starts_with(noun);
        let numbers = || Some((number(part[0])?, Some(number(part[2])?)));
        fits.then(numbers)?
    })
}

fn yes(first: &str) -> Option<f64> {
    match first
        .trim_end_matches([':', ',', '.'])
        .to_lowercase()
        .as_str()
    {
        "yes" => Some(1.0),
        "no" | "not" => Some(0.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::FieldKind;

    fn field(auto: Autofill) -> Field {
        let field = Field {
            auto: Some(auto),
            ..toml::from_str("key = \"a\"\nlabel = \"A\"\nkind = \"line\"").unwrap()
        };
        assert_eq!(field.kind, FieldKind::Line);
        field
    }

    fn read(auto: Autofill, text: &str) -> Option<(f64, Option<f64>)> {
        let field = field(auto);
        let found = Measure::of(&field, text)?;
        Some((found.number, found.total))
    }

    #[test]
    fn a_quantity_is_read_from_the_words_of_autofill_and_of_people() {
        for (auto, text, number) in [
            (Autofill::Hours, "5.0 h", Some(5.0)),
            (Autofill::Hours, "about 6,5 hours, more or less", Some(6.5)),
            (Autofill::Hours, "5 h 30 min", Some(5.5)),
            (Autofill::Hours, "7", Some(7.0)),
            (Autofill::Hours, "7h", Some(7.0)),
            (Autofill::Hours, "a lot", None),
            (Autofill::Hours, "inf h", None),
            (Autofill::Hours, "2 of us, 3 talks", None),
            (
                Autofill::YearTotals,
                "13 contacts, 5 of them meetings, 5.0 h together\nActions: 2 agreed, 1 done",
                Some(5.0),
            ),
            (Autofill::LongestGap, "1 day, from Mon to Tue", Some(1.0)),
            (Autofill::LongestGap, "some 3 weeks and 2 days", Some(23.0)),
            (Autofill::CadenceMet, "Yes: enough", Some(1.0)),
            (Autofill::CadenceMet, "Not always: enough", Some(0.0)),
            (Autofill::CadenceMet, "We hope so", None),
            (Autofill::Contacts, "13", Some(13.0)),
            (Autofill::Topics, "5 h", None),
        ] {
            let found = read(auto, text).map(|(number, _)| number);
            assert_eq!(found, number, "{text}");
        }
        let actions = read(Autofill::ActionsAgreed, "14 agreed, 9 done, 2 overdue");
        assert_eq!(actions, Some((9.0, Some(14.0))));
        let steps = read(Autofill::GoalProgress, "0 of 1 step done\nMon: Began");
        assert_eq!(steps, Some((0.0, Some(1.0))));
    }

    #[test]
    fn the_words_of_a_quantity_are_read_as_the_same_quantity() {
        for (auto, text) in [
            (Autofill::Hours, "5.5 h"),
            (Autofill::LongestGap, "21 days, since Monday"),
            (Autofill::Meetings, "5"),
            (Autofill::ActionsAgreed, "14 agreed, 9 done, 2 overdue"),
            (Autofill::GoalProgress, "5 of 9 steps done\nMore"),
            (Autofill::CadenceMet, "Not always: enough"),
        ] {
            let field = field(auto);
            let read = Measure::of(&field, text).unwrap();
            let again = Measure::of(&field, &read.words());
            assert_eq!(again, Some(read), "{text}");
        }
    }
}
