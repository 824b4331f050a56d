//! Lengths of meetings, as people write them.

/// Unit of a number that stands alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthUnit {
    Minutes,
    Hours,
}

impl LengthUnit {
    const fn minutes(self) -> f64 {
        match self {
            Self::Minutes => 1.0,
            Self::Hours => 60.0,
        }
    }
}

impl LengthUnit {
    /// This unit for a number with a half or a quarter behind the point; none for `1.30`, which may be 1:30.
    fn if_written_so(self, number: &str) -> Option<Self> {
        let (_, part) = number.split_once('.')?;
        ["5", "50", "25", "75"].contains(&part).then_some(self)
    }
}

/// Longest length in minutes: a day.
const DAY: f64 = 24.0 * 60.0;

/// Words around a length that say no other one.
const FILLERS: &[&str] = &[
    "about",
    "approx",
    "approximately",
    "around",
    "circa",
    "ca",
    "roughly",
    "nearly",
    "almost",
    "etwa",
    "rund",
    "ungefähr",
    "environ",
    "unos",
    "aprox",
    "and",
    "und",
    "y",
    "et",
];

/// Parses a length to whole minutes: `50`, `about 45`, `1:30`, `1:30:00`, `1 h 30`, `1.5 hours`, `an hour and 10 minutes`,
/// `90 minutes (Zoom)`, `PT1H30M`; a number alone counts `unit`. None for what is no length of up to a day, and for ranges,
/// which have no one length.
pub fn parse_length(text: &str, unit: LengthUnit) -> Option<u32> {
    let text = text.split_once('(').map_or(text, |(length, _)| length);
    let text = text.trim().to_lowercase().replace(',', ".");
    let text = text.trim_start_matches(['~', '≈', '\'']).trim();
    // Nobody counts parts of a minute.
    let unit = match text.parse::<f64>() {
        Ok(number) if number.fract() != 0.0 && unit == LengthUnit::Minutes => {
            LengthUnit::Hours.if_written_so(text)?
        }
        Ok(_) | Err(_) => unit,
    };
    let minutes = clock_length(text).or_else(|| worded_length(text, unit))?;
    let rounded = minutes.round();
    if !(1.0..=DAY).contains(&rounded) {
        return None;
    }
    // Between 1 and the minutes of a day.
    format!("{rounded:.0}").parse().ok()
}

/// `1:30` and `1:30:00`, hours first; `18:25 min` has minutes and seconds. Spreadsheets in English write a length of less
/// than an hour as one after midnight: `12:45:00 AM`.
fn clock_length(text: &str) -> Option<f64> {
    let end = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let numbers: Option<Vec<f64>> = text[..end]
        .split(':')
        .map(|part| part.trim().parse().ok())
        .collect();
    let (first, second, third) = match (numbers?.as_slice(), text[end..].trim_end_matches('.')) {
        ([minutes, seconds], "min" | "mins") => (0.0, *minutes, *seconds),
        ([hours, rest @ ..], "am") => (hours % 12.0, *rest.first()?, *rest.get(1).unwrap_or(&0.0)),
        ([hours, rest @ ..], "pm") => (
            hours % 12.0 + 12.0,
            *rest.first()?,
            *rest.get(1).unwrap_or(&0.0),
        ),
        ([hours, minutes], unit) if is_hours(unit) => (*hours, *minutes, 0.0),
        ([hours, minutes, seconds], unit) if is_hours(unit) => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let is_clock = first.fract() == 0.0
        && [second, third]
            .iter()
            .all(|part| (0.0..60.0).contains(part));
    (is_clock && first >= 0.0).then(|| first * 60.0 + second + third / 60.0)
}

fn is_hours(unit: &str) -> bool {
    unit.is_empty() || unit_of(unit) == Some(LengthUnit::Hours)
}

/// Numbers with the words for hours and minutes behind them, each unit once.
fn worded_length(text: &str, unit: LengthUnit) -> Option<f64> {
    let text = text.strip_prefix("pt").unwrap_or(text);
    let mut hours = None;
    let mut minutes = None;
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (number, after) = take_number(rest)?;
        let after = after.trim_start();
        let end = after
            .find(|c: char| !c.is_alphabetic() && !"'′".contains(c))
            .unwrap_or(after.len());
        let place = match unit_of(&after[..end]) {
            Some(LengthUnit::Hours) => &mut hours,
            None if !after[..end].is_empty() => return None,
            None if hours.is_none() && unit == LengthUnit::Hours => &mut hours,
            Some(LengthUnit::Minutes) | None => &mut minutes,
        };
        if place.replace(number).is_some() {
            return None;
        }
        rest = skip_fillers(after[end..].trim_start_matches(['.', ' ']));
    }
    let hours = hours.map(|it| it * LengthUnit::Hours.minutes());
    (hours.is_some() || minutes.is_some()).then(|| hours.unwrap_or(0.0) + minutes.unwrap_or(0.0))
}

fn skip_fillers(text: &str) -> &str {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    if FILLERS.contains(&word.trim_end_matches('.')) {
        skip_fillers(rest.trim_start())
    } else {
        text
    }
}

/// `1.5`, `1½`, `1 1/2`, `an`, `half an`, and what follows.
fn take_number(text: &str) -> Option<(f64, &str)> {
    const WORDS: &[(&str, f64)] = &[
        ("half an ", 0.5),
        ("half a ", 0.5),
        ("an ", 1.0),
        ("a ", 1.0),
        ("one and a half ", 1.5),
        ("one ", 1.0),
        ("two ", 2.0),
        ("three ", 3.0),
        ("una ", 1.0),
        ("une ", 1.0),
        ("eine ", 1.0),
    ];
    const FRACTIONS: &[(&str, f64)] = &[("½", 0.5), ("¼", 0.25), ("¾", 0.75), (" 1/2", 0.5)];
    let text = skip_fillers(text);
    if let Some((word, number)) = WORDS.iter().find(|(word, _)| text.starts_with(word)) {
        return Some((*number, &text[word.len()..]));
    }
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let whole = text[..end].trim_end_matches('.');
    let rest = &text[whole.len()..];
    let fraction = FRACTIONS.iter().find(|(sign, _)| rest.starts_with(sign));
    let number = whole
        .parse::<f64>()
        .ok()
        .or(fraction.map(|_| 0.0).filter(|_| whole.is_empty()))?;
    let (sign, part) = fraction.copied().unwrap_or(("", 0.0));
    Some((number + part, &rest[sign.len()..]))
}

fn unit_of(word: &str) -> Option<LengthUnit> {
    match word {
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" | "hora" | "horas"
        | "heure" | "heures" => Some(LengthUnit::Hours),
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" | "minuto" | "minutos" | "'"
        | "′" => Some(LengthUnit::Minutes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (text, read) in [
            ("50", Some(50)),
            ("50 min", Some(50)),
            ("1:30", Some(90)),
            ("1:30:00", Some(90)),
            ("0:45 h", Some(45)),
            ("18:25 min", Some(18)),
            ("12:45:00 AM", Some(45)),
            ("01:30:00 AM", Some(90)),
            ("1:30 x", None),
            ("1 h 30", Some(90)),
            ("1h30", Some(90)),
            ("1h 30min", Some(90)),
            ("1,5 Std.", Some(90)),
            ("1.5 hours", Some(90)),
            ("1½ hrs", Some(90)),
            ("1 1/2 hours", Some(90)),
            ("an hour", Some(60)),
            ("half an hour", Some(30)),
            ("about 45", Some(45)),
            ("ca. 1 Std.", Some(60)),
            ("~ 45 min.", Some(45)),
            ("1 hour and 10 minutes", Some(70)),
            ("1 hr 15 min", Some(75)),
            ("90 minutes (Zoom)", Some(90)),
            ("45'", Some(45)),
            ("PT1H30M", Some(90)),
            ("30-45 min", None),
            ("30 45", None),
            ("long", None),
            ("", None),
            ("0", None),
            ("1:75", None),
            ("45:00", None),
            ("5 days", None),
            ("99999", None),
            ("1e400", None),
        ] {
            assert_eq!(parse_length(text, LengthUnit::Minutes), read, "{text}");
        }
        for (text, read) in [
            ("0.83", Some(50)),
            ("1,5", Some(90)),
            ("2", Some(120)),
            ("45 min", Some(45)),
        ] {
            assert_eq!(parse_length(text, LengthUnit::Hours), read, "{text}");
        }
    }
}
