//! Time zones: an hour belongs to the zone it was planned in, and each person reads it by their own clock.
//!
//! A zone is kept by its name in the IANA database (`America/New_York`), so that a later change of its rules is followed.

use chrono::{LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// An hour by the clocks of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockHour {
    /// It comes once, as nearly every hour.
    Once(NaiveDateTime),
    /// The clocks are put forward over it; the hour that they show then.
    Skipped(NaiveDateTime),
    /// The clocks are put back over it, so that it comes twice; the first of the two counts.
    Twice(NaiveDateTime),
}

/// Finds out how often an hour comes in a zone.
pub fn clock_hour(at: NaiveDateTime, zone: Tz) -> ClockHour {
    match zone.from_local_datetime(&at) {
        LocalResult::Single(_) => ClockHour::Once(at),
        LocalResult::Ambiguous(..) => ClockHour::Twice(at),
        LocalResult::None => ClockHour::Skipped(to_zone(to_utc(at, zone), zone)),
    }
}

/// Converts an hour to UTC: the first of two, and of one that is left out the hour as far behind the change.
pub fn to_utc(at: NaiveDateTime, zone: Tz) -> NaiveDateTime {
    // A change of clocks leaves out or repeats at most a day (a few islands changed sides of the date line).
    let before = at.checked_sub_signed(TimeDelta::days(1)).unwrap_or(at);
    match zone.from_local_datetime(&at) {
        LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => moment.naive_utc(),
        LocalResult::None => match zone.from_local_datetime(&before).earliest() {
            Some(moment) => moment.naive_utc() + TimeDelta::days(1),
            None => at,
        },
    }
}

/// Converts an hour in UTC to the clocks of a zone.
pub fn to_zone(utc: NaiveDateTime, zone: Tz) -> NaiveDateTime {
    Utc.from_utc_datetime(&utc)
        .with_timezone(&zone)
        .naive_local()
}

/// Converts an hour from the clocks of one zone to those of another; a day without an hour stays that day everywhere.
pub fn convert(
    date: NaiveDate,
    time: Option<NaiveTime>,
    from: Tz,
    to: Tz,
) -> (NaiveDate, Option<NaiveTime>) {
    match time {
        Some(time) if from != to => {
            let there = to_zone(to_utc(date.and_time(time), from), to);
            (there.date(), Some(there.time()))
        }
        Some(_) | None => (date, time),
    }
}

/// The place that names a zone: `New York`.
pub fn place_name(zone: Tz) -> String {
    let name = zone.name();
    name.rsplit('/').next().unwrap_or(name).replace('_', " ")
}

/// Zones by the letters that Americans and Europeans write after an hour, in capitals. Letters that mean different zones
/// to different people (IST, AST in Arabia) are not among them.
const ABBREVIATIONS: &[(&str, Tz)] = &[
    ("ET", Tz::America__New_York),
    ("EST", Tz::America__New_York),
    ("EDT", Tz::America__New_York),
    ("EASTERN", Tz::America__New_York),
    ("CT", Tz::America__Chicago),
    ("CST", Tz::America__Chicago),
    ("CDT", Tz::America__Chicago),
    ("CENTRAL", Tz::America__Chicago),
    ("MT", Tz::America__Denver),
    ("MST", Tz::America__Denver),
    ("MDT", Tz::America__Denver),
    ("MOUNTAIN", Tz::America__Denver),
    ("PT", Tz::America__Los_Angeles),
    ("PST", Tz::America__Los_Angeles),
    ("PDT", Tz::America__Los_Angeles),
    ("PACIFIC", Tz::America__Los_Angeles),
    ("AKT", Tz::America__Anchorage),
    ("AKST", Tz::America__Anchorage),
    ("AKDT", Tz::America__Anchorage),
    ("ALASKA", Tz::America__Anchorage),
    ("HT", Tz::Pacific__Honolulu),
    ("HST", Tz::Pacific__Honolulu),
    ("HAWAII", Tz::Pacific__Honolulu),
    ("NYC", Tz::America__New_York),
    ("UK", Tz::Europe__London),
    ("CENTRAL EUROPEAN", Tz::Europe__Berlin),
    ("UTC", Tz::UTC),
    ("GMT", Tz::UTC),
    ("Z", Tz::UTC),
    ("BST", Tz::Europe__London),
    ("WET", Tz::Europe__Lisbon),
    ("CET", Tz::Europe__Berlin),
    ("CEST", Tz::Europe__Berlin),
    ("MEZ", Tz::Europe__Berlin),
    ("EET", Tz::Europe__Helsinki),
    ("EEST", Tz::Europe__Helsinki),
];

/// Zone by the letters that people write after an hour (`ET`, `pst`, `CET`), by the name of its city (`honolulu`,
/// `new york`) or by its whole name; letters in any case.
pub fn zone_by_words(words: &str) -> Option<Tz> {
    let words = words.trim();
    let written = |zone: &&Tz| {
        let name = zone.name();
        name.eq_ignore_ascii_case(words)
            || (name.contains('/') && place_name(**zone).eq_ignore_ascii_case(words))
    };
    let by_letters = ABBREVIATIONS
        .iter()
        .find(|(letters, _)| letters.eq_ignore_ascii_case(words));
    match by_letters {
        Some((_, zone)) => Some(*zone),
        None => chrono_tz::TZ_VARIANTS.iter().find(written).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn an_hour_left_out_and_one_that_comes_twice_are_known() {
        let zone = Tz::America__New_York;
        let skipped = clock_hour(at("2026-03-08T02:30:00"), zone);
        assert_eq!(skipped, ClockHour::Skipped(at("2026-03-08T03:30:00")));
        let twice = at("2026-11-01T01:30:00");
        assert_eq!(clock_hour(twice, zone), ClockHour::Twice(twice));
        assert_eq!(to_utc(twice, zone), at("2026-11-01T05:30:00"));
        let once = at("2026-11-01T03:30:00");
        assert_eq!(clock_hour(once, zone), ClockHour::Once(once));
    }

    #[test]
    fn in_the_weeks_between_two_changes_of_clocks_the_distance_is_another() {
        let berlin = |day: &str| {
            let day: NaiveDate = day.parse().unwrap();
            let time = NaiveTime::from_hms_opt(10, 0, 0);
            convert(day, time, Tz::America__New_York, Tz::Europe__Berlin).1
        };
        assert_eq!(berlin("2026-03-07"), NaiveTime::from_hms_opt(16, 0, 0));
        assert_eq!(berlin("2026-03-10"), NaiveTime::from_hms_opt(15, 0, 0));
        assert_eq!(berlin("2026-03-31"), NaiveTime::from_hms_opt(16, 0, 0));
    }

    #[test]
    fn zones_are_known_by_letters_cities_and_names() {
        for (words, zone) in [
            ("et", Tz::America__New_York),
            ("Pacific", Tz::America__Los_Angeles),
            ("new york", Tz::America__New_York),
            ("europe/berlin", Tz::Europe__Berlin),
            ("Honolulu", Tz::Pacific__Honolulu),
        ] {
            assert_eq!(zone_by_words(words), Some(zone), "{words}");
        }
        assert_eq!(zone_by_words("IST"), None);
        assert_eq!(zone_by_words(""), None);
    }
}
