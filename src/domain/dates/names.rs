//! Names of months, weekdays, numbers and ordinals, in the small letters without accents that the tokenizer leaves.

use chrono::Weekday;

/// Months in English, Spanish, French and German; any beginning of three letters that fits only one month will do.
const MONTHS: &[&str] = &[
    "january february march april may june july august september october november december",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janner feber maerz - - - - - setiembre - - -",
    "- - mrz",
];
const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday";
const FOREIGN_WEEKDAYS: &[&str] = &[
    "lunes martes miercoles jueves viernes sabado domingo",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
];
const GERMAN_WEEKDAYS: &str = "mo di mi do fr sa so";
const NUMBERS: &str = "one two three four five six seven eight nine ten eleven twelve";
const ORDINALS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth \
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth";

/// Index of the name that is `word`.
fn index(word: &str, names: &str) -> Option<u8> {
    let place = names.split_whitespace().position(|name| name == word)?;
    u8::try_from(place).ok()
}

/// Index of the name that begins with `word`, which has at least three letters.
fn prefix_index(word: &str, names: &str) -> Option<u8> {
    let place = names
        .split_whitespace()
        .position(|name| word.len() >= 3 && name.starts_with(word))?;
    u8::try_from(place).ok()
}

/// Parses the name of a month, whole or its beginning, to its number from 1.
pub(super) fn parse_month(word: &str) -> Option<u32> {
    let mut months = MONTHS.iter().filter_map(|names| prefix_index(word, names));
    let month = months.next()?;
    // “jui” begins two months in French.
    let is_clear = word != "jui" && months.all(|other| other == month);
    is_clear.then_some(u32::from(month) + 1)
}

/// Parses the name of a weekday: in English its beginning will do. `dated` allows the short names of other languages,
/// which are words or first names where no date follows them.
pub(super) fn parse_weekday(word: &str, dated: bool) -> Option<Weekday> {
    let word = if word == "weds" { "wed" } else { word };
    let place = prefix_index(word, WEEKDAYS).or_else(|| {
        let mut foreign = FOREIGN_WEEKDAYS.iter();
        if dated {
            foreign
                .find_map(|names| prefix_index(word, names))
                .or_else(|| index(word, GERMAN_WEEKDAYS))
        } else {
            foreign.find_map(|names| index(word, names))
        }
    });
    Weekday::try_from(place?).ok()
}

/// Parses a number word: "a", "two", "twelve".
pub(super) fn parse_number(word: &str) -> Option<u32> {
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    index(word, NUMBERS).map(|place| u32::from(place) + 1)
}

/// Parses an ordinal word: "first", "twentieth".
pub(super) fn parse_ordinal(word: &str) -> Option<u32> {
    index(word, ORDINALS).map(|place| u32::from(place) + 1)
}
