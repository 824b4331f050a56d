use chrono::Datelike;
use proptest::prelude::*;
use rstest::rstest;

use super::*;

/// Wed, Nov 18, 2026.
fn today() -> NaiveDate {
    day("2026-11-18")
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ahead(text: &str) -> Result<(NaiveDate, Option<NaiveTime>), String> {
    parse_date_time(text, today(), TimeDirection::Future)
}

fn past(text: &str) -> Result<(NaiveDate, Option<NaiveTime>), String> {
    parse_date_time(text, today(), TimeDirection::Past)
}

#[rstest]
#[case("today", "2026-11-18")]
#[case("Yesterday", "2026-11-17")]
#[case("tomorrow", "2026-11-19")]
#[case("the day after tomorrow", "2026-11-20")]
#[case("tue", "2026-11-24")]
#[case("wed", "2026-11-18")]
#[case("next wed", "2026-11-25")]
#[case("next tue", "2026-11-24")]
#[case("next friday", "2026-11-20")]
#[case("friday", "2026-11-20")]
#[case("this friday", "2026-11-20")]
#[case("last monday", "2026-11-16")]
#[case("last wed", "2026-11-11")]
#[case("next week", "2026-11-25")]
#[case("next month", "2026-12-18")]
#[case("dec 1", "2026-12-01")]
#[case("1 dec", "2026-12-01")]
#[case("Dec. 1", "2026-12-01")]
#[case("the 1st of December", "2026-12-01")]
#[case("december 1st", "2026-12-01")]
#[case("1 December 2027", "2027-12-01")]
#[case("December 1, 2027", "2027-12-01")]
#[case("Tue, Dec 1, 2026", "2026-12-01")]
#[case("nov 18", "2026-11-18")]
#[case("nov 17", "2027-11-17")]
#[case("next nov 18", "2027-11-18")]
#[case("feb 29", "2028-02-29")]
#[case("12/1", "2026-12-01")]
#[case("13/12", "2026-12-13")]
#[case("12/1/26", "2026-12-01")]
#[case("1.12.2026", "2026-12-01")]
#[case("2026-12-01", "2026-12-01")]
#[case("2026/12/1", "2026-12-01")]
#[case("in 2 weeks", "2026-12-02")]
#[case("in two weeks", "2026-12-02")]
#[case("in 10 days", "2026-11-28")]
#[case("10 days from now", "2026-11-28")]
#[case("in a month", "2026-12-18")]
#[case("in a fortnight", "2026-12-02")]
#[case("3 days ago", "2026-11-15")]
#[case("a week ago", "2026-11-11")]
#[case("end of month", "2026-11-30")]
#[case("end of the next month", "2026-12-31")]
#[case("end of february", "2027-02-28")]
#[case("start of december 2027", "2027-12-01")]
#[case("end of the year", "2026-12-31")]
#[case("+3d", "2026-11-21")]
#[case("+3", "2026-11-21")]
#[case("-1w", "2026-11-11")]
#[case("2w", "2026-12-02")]
#[case("noon", "2026-11-18")]
fn a_day_ahead_is_read_as_people_say_it(#[case] text: &str, #[case] expected: &str) {
    let date = ahead(text).map(|(date, _)| date);
    assert_eq!(date, Ok(day(expected)), "{text}");
}

#[rstest]
#[case("tue", "2026-11-17")]
#[case("wed", "2026-11-18")]
#[case("last wed", "2026-11-11")]
#[case("this monday", "2026-11-16")]
#[case("dec 1", "2025-12-01")]
#[case("nov 18", "2026-11-18")]
#[case("feb 29", "2024-02-29")]
#[case("11/2", "2026-11-02")]
#[case("2 weeks", "2026-11-04")]
#[case("end of october", "2026-10-31")]
#[case("end of november", "2025-11-30")]
#[case("tomorrow", "2026-11-19")]
#[case("2026-12-01", "2026-12-01")]
fn a_day_of_the_log_is_the_most_recent_one(#[case] text: &str, #[case] expected: &str) {
    let date = past(text).map(|(date, _)| date);
    assert_eq!(date, Ok(day(expected)), "{text}");
}

#[rstest]
#[case("next tue 10am", "2026-11-24", "10:00")]
#[case("10am next tue", "2026-11-24", "10:00")]
#[case("tue at 10:30", "2026-11-24", "10:30")]
#[case("dec 1 at 3 p.m.", "2026-12-01", "15:00")]
#[case("dec 1, 10.30", "2026-12-01", "10:30")]
#[case("2026-12-01 10:00", "2026-12-01", "10:00")]
#[case("2026-12-01T10:00", "2026-12-01", "10:00")]
#[case("2026-12-01T10:00:30", "2026-12-01", "10:00")]
#[case("Tue, Dec 1, 2026 at 10:00 AM", "2026-12-01", "10:00")]
#[case("noon", "2026-11-18", "12:00")]
#[case("tomorrow noon", "2026-11-19", "12:00")]
#[case("12am", "2026-11-18", "00:00")]
#[case("12:30 pm", "2026-11-18", "12:30")]
#[case("10:30", "2026-11-18", "10:30")]
#[case("this evening 7pm", "2026-11-18", "19:00")]
fn a_time_of_day_is_read_with_the_day(#[case] text: &str, #[case] date: &str, #[case] time: &str) {
    let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
    assert_eq!(ahead(text), Ok((day(date), Some(time))), "{text}");
}

#[test]
fn a_day_without_a_time_has_none() {
    assert_eq!(ahead("next tue"), Ok((day("2026-11-24"), None)));
}

#[rstest]
#[case("", "Write a date")]
#[case("  ", "Write a date")]
#[case("soon", "“soon” is not a date")]
#[case("tuesday-ish", "is not a date")]
#[case("tomorrow maybe", "is not a date")]
#[case("next", "is not a date")]
#[case("in weeks", "is not a date")]
#[case("2026", "is not a date")]
#[case("december", "names no day")]
#[case("30 feb", "no such day")]
#[case("2026-02-29", "no such day")]
#[case("13/13", "no such day")]
#[case("tomorrow 25:00", "no such time")]
#[case("13pm", "no such time")]
#[case("fri 1 dec 2026", "like “Tue, Dec 1, 2026”")]
#[case("0206-12-01", "too far away")]
#[case("in 9999 years", "too far away")]
#[case("in 99999999999 days", "is not a date")]
fn what_is_no_date_is_answered_in_one_sentence_with_an_example(
    #[case] text: &str,
    #[case] part: &str,
) {
    let error = ahead(text).unwrap_err();
    assert!(error.contains(part), "{text}: {error}");
    assert!(error.ends_with('.') && error.contains('“'), "{error}");
}

#[test]
fn a_refused_text_is_quoted_short_and_on_one_line() {
    let error = ahead(&"no\n\u{1b}".repeat(500)).unwrap_err();
    assert!(error.chars().count() < 200 && !error.contains(char::is_control));
}

#[rstest]
#[case(0, "today")]
#[case(1, "tomorrow")]
#[case(-1, "yesterday")]
#[case(12, "in 12 days")]
#[case(-3, "3 days ago")]
#[case(-35, "5 weeks ago")]
#[case(-120, "3 months ago")]
#[case(365, "in 12 months")]
fn a_distance_is_said_in_the_unit_that_suits(#[case] days: i64, #[case] words: &str) {
    let date = today() + chrono::Duration::days(days);
    assert_eq!(relative_date(date, today()), words);
}

#[test]
fn a_date_that_was_typed_is_said_back_with_its_distance() {
    let day = |text: &str| text.parse().unwrap();
    let echo = |date, start| echo_date(day(date), None, day("2026-11-22"), start);
    assert_eq!(echo("2026-11-27", None), "Fri, Nov 27, 2026 (in 5 days)");
    assert_eq!(
        echo("2025-11-20", Some(day("2026-11-02"))),
        "Thu, Nov 20, 2025 (12 months ago, before your year began)"
    );
    assert_eq!(
        echo("2026-11-02", Some(day("2026-11-02"))),
        "Mon, Nov 2, 2026 (20 days ago)"
    );
}

#[test]
fn a_moment_is_shown_with_its_weekday() {
    let time = NaiveTime::from_hms_opt(10, 0, 0);
    assert_eq!(
        format_date_time(day("2026-12-01"), time),
        "Tue, Dec 1, 2026 at 10:00 AM"
    );
    assert_eq!(
        format_date_time(day("2026-12-01"), None),
        "Tue, Dec 1, 2026"
    );
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "next",
        "last",
        "this",
        "in",
        "a",
        "ago",
        "end",
        "of",
        "start",
        "month",
        "year",
        "week",
        "tue",
        "friday",
        "dec",
        "february",
        "29",
        "31",
        "1st",
        "10am",
        "25:99",
        "2026-12-01",
        "9999-12-31",
        "0000-01-01",
        "12/1",
        "1.12.",
        "+",
        "-",
        "+4294967295d",
        "99999999",
        "noon",
        "t",
        "at",
        "two",
        "years",
        "from",
        "now",
        ":",
        ".",
    ]);
    prop::collection::vec(word, 0..6).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn every_text_is_refused_in_a_sentence_or_read_and_read_again_as_shown(text in prop_oneof![".*".boxed(), words().boxed()]) {
        for read in [ahead(&text), past(&text)] {
            match read {
                Ok((date, time)) => prop_assert_eq!(ahead(&format_date_time(date, time)), Ok((date, time))),
                Err(why) => prop_assert!(why.ends_with('.'), "{why}"),
            }
        }
    }

    #[test]
    fn no_words_on_any_day_make_the_reader_panic(text in words(), far in any::<bool>(), days in 0i64..400_000) {
        let first = if far { NaiveDate::MIN } else { day("1900-01-01") };
        for today in [first + chrono::Duration::days(days), NaiveDate::MAX] {
            for read in [TimeDirection::Future, TimeDirection::Past].into_iter().flat_map(|way| parse_date_time(&text, today, way)) {
                prop_assert!((1900..2200).contains(&read.0.year()));
            }
        }
    }

    #[test]
    fn what_is_shown_is_read_back(days in 0i64..100_000, now in 0i64..100_000) {
        let date = day("1901-01-01") + chrono::Duration::days(days);
        let today = day("1901-01-01") + chrono::Duration::days(now);
        prop_assert_eq!(parse_date_time(&format_date(date), today, TimeDirection::Future), Ok((date, None)));
        prop_assert_eq!(parse_date_time(&date.to_string(), today, TimeDirection::Past), Ok((date, None)));
    }
}
