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

/// Reads in another region than that of the thread.
fn in_region<T>(region: Region, read: impl FnOnce() -> T) -> T {
    let before = Region::current();
    region.make_current();
    let read = read();
    before.make_current();
    read
}

/// Reading on Sun, Nov 22, 2026, for a day ahead: the day, then the hour if there is one.
fn on_sunday(text: &str) -> String {
    said(parse_moment(text, day("2026-11-22"), TimeDirection::Future))
}

fn said(read: Result<Moment, String>) -> String {
    match read {
        Ok(moment) => {
            let hour = |time: Option<NaiveTime>, sign: &str| {
                time.map_or_else(String::new, |time| {
                    time.format(&format!("{sign}%H:%M")).to_string()
                })
            };
            let zone = moment
                .zone
                .map_or_else(String::new, |zone| format!(" {zone}"));
            let (time, until) = (hour(moment.time, " "), hour(moment.until, "-"));
            format!("{}{time}{until}{zone}", moment.date)
        }
        Err(why) => why,
    }
}

#[rstest]
#[case("3/11", "2027-03-11", "2027-11-03")]
#[case("12/1", "2026-12-01", "2027-01-12")]
#[case("03/11/2026", "2026-03-11", "2026-11-03")]
#[case("3/11/26", "2026-03-11", "2026-11-03")]
#[case("13/12/2026", "2026-12-13", "2026-12-13")]
#[case("12/13/2026", "2026-12-13", "2026-12-13")]
#[case("3.11.", "2027-11-03", "2027-11-03")]
#[case("03-11-2026", "2026-11-03", "2026-11-03")]
#[case("2026/12/1", "2026-12-01", "2026-12-01")]
fn digits_between_slashes_are_read_as_in_the_region(
    #[case] text: &str,
    #[case] united_states: &str,
    #[case] elsewhere: &str,
) {
    assert_eq!(on_sunday(text), united_states);
    let read = in_region(Region::Elsewhere, || on_sunday(text));
    assert_eq!(read, elsewhere);
}

#[rstest]
#[case("3.11", "2027-11-03")]
#[case("3.11.", "2027-11-03")]
#[case("10.12", "2026-12-10")]
#[case("10.30", "2026-11-22 10:30")]
#[case("1.12.", "2026-12-01")]
#[case("1.12. 10 Uhr", "2026-12-01 10:00")]
#[case("1.12.26, 10.30", "2026-12-01 10:30")]
#[case("10.12. 10.12", "2026-12-10 10:12")]
#[case("3.11.26", "2026-11-03")]
#[case("1.12.2026", "2026-12-01")]
#[case("2026.12.01", "2026-12-01")]
#[case("2026. 12. 1.", "2026-12-01")]
#[case("2026 12 01", "2026-12-01")]
#[case("26-11-03", "2026-11-03")]
#[case("3/11/98", "1998-03-11")]
#[case("20261201", "2026-12-01")]
#[case("20261201T100000", "2026-12-01 10:00")]
#[case("1-Dec-26", "2026-12-01")]
#[case("01-Dec-2026 14:30", "2026-12-01 14:30")]
#[case("Nov-30-2026", "2026-11-30")]
#[case("2026-Dec-01", "2026-12-01")]
#[case("Dec 1 ’26", "2026-12-01")]
#[case("1 Dec 26", "2026-12-01")]
#[case("04.03.2027", "2027-03-04")] // after dateutil#1011
#[case("2027-02-06", "2027-02-06")] // after dateutil#241
#[case("2010 09 25", "2010-09-25")] // after dateutil#233
fn digits_are_read_in_the_orders_that_people_write(#[case] text: &str, #[case] read: &str) {
    assert_eq!(on_sunday(text), read);
}

#[rstest]
#[case("the 15th", "2026-12-15")]
#[case("on the 30th", "2026-11-30")]
#[case("by the 15th", "2026-12-15")]
#[case("15th", "2026-12-15")]
#[case("3rd of May", "2027-05-03")]
#[case("the third of may", "2027-05-03")]
#[case("May the 3rd, 2028", "2028-05-03")]
#[case("end of March", "2027-03-31")]
#[case("first Tuesday in December", "2026-12-01")]
#[case("last Friday of March", "2027-03-26")]
#[case("2nd thursday", "2026-12-10")]
#[case("the 3rd of next month", "2026-12-03")]
#[case("last friday of the month", "2026-11-27")]
#[case("last friday", "2026-11-20")]
#[case("last day of July", "2027-07-31")] // after wanasit/chrono#521
#[case("the 1st of last month", "2026-10-01")] // after dateparser#1265
#[case("the 1st day of last month", "2026-10-01")] // after dateparser#1265
#[case("Third Monday in January 2013", "2013-01-21")] // after parsedatetime#30
#[case("Last Monday of January 2013", "2013-01-28")] // after parsedatetime#30
#[case("3rd Friday of next month", "2026-12-18")] // after dateparser#871
#[case("2nd sunday of the next month at 20h33", "2026-12-13 20:33")] // after dateparser#1147
#[case("next sunday", "2026-11-29")]
#[case("Thu", "2026-11-26")]
#[case("tuesday next week", "2026-12-01")]
#[case("next week tuesday", "2026-12-01")]
#[case("the day after tomorrow", "2026-11-24")]
#[case("a week from friday", "2026-12-04")]
#[case("2 days before dec 1", "2026-11-29")]
#[case("sept 5", "2027-09-05")]
#[case("feb 29", "2028-02-29")]
#[case("2026-W49", "2026-11-30")]
#[case("2026-W49-2", "2026-12-01")] // after pendulum#916
#[case("2026W492", "2026-12-01")]
#[case("week 49", "2026-11-30")]
#[case("week 47", "2026-11-16")]
#[case("KW 49/2026", "2026-11-30")]
#[case("end of 2027", "2027-12-31")]
#[case("2026-12-01 (Tue)", "2026-12-01")]
#[case("12/1 tue 10am", "2026-12-01 10:00")]
#[case("Tue 1/12", "2027-01-12")]
fn days_are_read_by_the_words_for_them(#[case] text: &str, #[case] read: &str) {
    assert_eq!(on_sunday(text), read);
}

#[rstest]
#[case("3. Dezember 2025", "2025-12-03")]
#[case("3 de noviembre de 2026", "2026-11-03")]
#[case("3 novembre 2026", "2026-11-03")]
#[case("Dienstag, 1. Dezember 2026, 14:30 Uhr", "2026-12-01 14:30")]
#[case("Di, 1. Dez. 2026 um 10 Uhr", "2026-12-01 10:00")]
#[case("am Freitag um 10 Uhr", "2026-11-27 10:00")]
#[case("martes, 1 de diciembre de 2026 a las 10:00", "2026-12-01 10:00")]
#[case("mar. 1 déc. 2026 à 14h30", "2026-12-01 14:30")]
#[case("1er décembre 2026", "2026-12-01")]
#[case("le 11 août", "2027-08-11")]
#[case("5. März", "2027-03-05")]
#[case("mar 5", "2027-03-05")]
fn months_and_weekdays_are_read_in_four_languages(#[case] text: &str, #[case] read: &str) {
    assert_eq!(on_sunday(text), read);
}

#[rstest]
#[case("noon", "2026-11-22 12:00")]
#[case("noon on friday", "2026-11-27 12:00")]
#[case("10am tomorrow", "2026-11-23 10:00")]
#[case("tomorrow at 10", "2026-11-23 10:00")]
#[case("tonight at 7pm", "2026-11-22 19:00")]
#[case("tonight at 8", "2026-11-22 20:00")]
#[case("friday afternoon at 3", "2026-11-27 15:00")]
#[case("at 9 in the morning on friday", "2026-11-27 09:00")]
#[case("12 noon tomorrow", "2026-11-23 12:00")]
#[case("7 in the evening", "2026-11-22 19:00")]
#[case("8 tonight", "2026-11-22 20:00")]
#[case("friday between 10 and 11", "2026-11-27 10:00-11:00")]
#[case("1530 hrs", "2026-11-22 15:30")]
#[case("fri @ 14", "2026-11-27 14:00")]
#[case("fri 3p", "2026-11-27 15:00")]
#[case("fri 330pm", "2026-11-27 15:30")]
#[case("fri at 1430", "2026-11-27 14:30")]
#[case("10 o’clock tomorrow", "2026-11-23 10:00")]
#[case("dec 1 10h30", "2026-12-01 10:30")]
#[case("14h30", "2026-11-22 14:30")]
#[case("14:30 Uhr", "2026-11-22 14:30")]
#[case("dec 1, 10-11am", "2026-12-01 10:00-11:00")]
#[case("dec 1 11-1pm", "2026-12-01 11:00-13:00")]
#[case("2-3pm friday", "2026-11-27 14:00-15:00")]
#[case("friday from 10 to 11:30", "2026-11-27 10:00-11:30")]
#[case("10:00 - 11:00", "2026-11-22 10:00-11:00")]
#[case("Tuesday, December 1 ⋅ 2:00 – 3:00pm", "2026-12-01 14:00-15:00")]
#[case("tomorrow 1130 - 1230pm", "2026-11-23 11:30-12:30")] // after natty#205
#[case("5 May 12:00 - 23:59", "2027-05-05 12:00-23:59")] // after wanasit/chrono#102
#[case("Tue Dec 1 2026 10:00 AM", "2026-12-01 10:00")]
#[case("12/1/2026, 3:27\u{202f}PM", "2026-12-01 15:27")] // after date-fns#3348
#[case("\u{200e}12/1/2026", "2026-12-01")]
#[case("midnight", "2026-11-23 00:00")]
#[case("tonight at midnight", "2026-11-23 00:00")]
#[case("dec 1 0:00", "2026-12-01 00:00")]
#[case("dec 1 24:00", "2026-12-02 00:00")]
#[case("2026-12-31T24:00", "2027-01-01 00:00")] // after dateutil#658
#[case("3:30", "“3:30” can be 3am or 3pm; write which of them it is.")]
#[case("03:30", "2026-11-22 03:30")]
fn hours_are_read_as_people_type_and_paste_them(#[case] text: &str, #[case] read: &str) {
    assert_eq!(on_sunday(text), read);
}

// After wanasit/chrono#286: to people who meet, 3 is in the afternoon, but nothing says so.
#[test]
fn an_hour_of_either_half_of_the_day_is_asked_for() {
    let asked = "“friday at 3” can be 3am or 3pm; write which of them it is.";
    assert_eq!(on_sunday("friday at 3"), asked);
    assert!(on_sunday("fri 3:30").contains("can be 3am or 3pm"));
    let read = in_region(Region::Elsewhere, || on_sunday("fri 3:30"));
    assert_eq!(read, "2026-11-27 03:30");
}

#[rstest]
#[case("Dec 8 2pm ET", "2026-12-08 14:00 America/New_York")]
#[case("2pm ET Dec 8", "2026-12-08 14:00 America/New_York")]
#[case("dec 8 2pm (eastern time)", "2026-12-08 14:00 America/New_York")] // after dateutil#931
#[case(
    "Tue, Dec 8, 2:00 PM – 3:00 PM EST",
    "2026-12-08 14:00-15:00 America/New_York"
)]
#[case("10:00 Europe/Berlin", "2026-11-22 10:00 Europe/Berlin")]
#[case("10:00 America/New_York tomorrow", "2026-11-23 10:00 America/New_York")]
#[case("3pm Chicago time", "2026-11-22 15:00 America/Chicago")]
#[case(
    "3pm in Buenos Aires",
    "2026-11-22 15:00 America/Argentina/Buenos_Aires"
)]
#[case("3pm Pacific Standard Time", "2026-11-22 15:00 America/Los_Angeles")]
#[case("14:00 UTC", "2026-11-22 14:00 UTC")]
#[case("2026/11/03 2:15:00 PM GMT+1", "2026-11-03 13:15 UTC")]
#[case("2026-11-04T13:09:25+01:00", "2026-11-04 12:09 UTC")]
#[case("2026-11-05T13:09:25Z", "2026-11-05 13:09 UTC")]
#[case("2026-12-01T10:00:00.000Z", "2026-12-01 10:00 UTC")]
#[case("20261201T230000-0500", "2026-12-02 04:00 UTC")]
#[case("2026-12-01 10:00-11:00", "2026-12-01 10:00-11:00")]
#[case("2026-12-01T10:00-05:00", "2026-12-01 15:00 UTC")]
#[case("Tue, 01 Dec 2026 10:00:00 -0500", "2026-12-01 15:00 UTC")]
#[case(
    "Tue Dec 01 2026 10:00:00 GMT-0500 (Eastern Standard Time)",
    "2026-12-01 15:00 UTC"
)]
#[case("Fri, 15 Jul 2016 12:24 EDT", "2016-07-15 12:24 America/New_York")] // after FlexGet#4635
#[case(
    "May  2, 2023 18:29:52.295798000 CET",
    "2023-05-02 18:29 Europe/Berlin"
)] // after lib-tcpdump-processing#46
#[case(
    "Tuesday, July 6, 2027 2:00 PM-3:00 PM (UTC-05:00) Eastern Time (US & Canada)",
    "2027-07-06 14:00-15:00 America/New_York"
)]
#[case(
    "2026-12-08T14:00:00+01:00[Europe/Berlin]",
    "2026-12-08 14:00 Europe/Berlin"
)]
fn a_zone_after_an_hour_is_read(#[case] text: &str, #[case] read: &str) {
    assert_eq!(on_sunday(text), read);
}

#[rstest]
#[case(
    "dec 8 2pm IST",
    "“dec 8 2pm IST” ends with no time zone that is known; write a city, like “2pm Chicago time” or “14:00 Europe/Berlin”."
)]
#[case("2pm AST", "“2pm AST” ends with no time zone")]
#[case(
    "dec 8 2pm Springfield time",
    "“dec 8 2pm Springfield time” ends with no time zone"
)]
#[case("dec 8 2pm ET PT", "“dec 8 2pm ET PT” is not a date")]
#[case("dec 8 ET", "“dec 8 ET” is not a date")]
#[case("2015 Feb", "“2015 Feb” names no day")] // after dateutil#288
#[case("in december", "“in december” names no day")]
#[case("2026-30-09", "There is no such day")] // after dateutil#1334
#[case("31/2/2026", "There is no such day")]
#[case("friday the 13th", "The weekday in “friday the 13th” does not fit")]
#[case("2026-12-01 (Wed)", "The weekday in “2026-12-01 (Wed)” does not fit")]
#[case("2026-W54", "There is no such day")]
#[case(
    "friday at midnight",
    "“friday at midnight” can be the midnight before that day or after it"
)]
#[case("dec 1 24:30", "There is no such time")]
#[case("dec 1 14:30 PM", "There is no such time")]
#[case("fri 10", "“fri 10” is not a date")]
#[case("dec 1 at noon at 3pm", "is not a date")]
#[case("sam", "“sam” is not a date")]
#[case("jui 5", "“jui 5” is not a date")]
fn what_cannot_be_read_for_sure_is_refused(#[case] text: &str, #[case] part: &str) {
    let why = on_sunday(text);
    assert!(why.contains(part), "{text}: {why}");
}

#[test]
fn a_zone_is_refused_where_none_can_be_kept() {
    let why = ahead("dec 8 2pm ET").unwrap_err();
    assert!(
        why.starts_with("A time zone as in “dec 8 2pm ET” cannot be given here"),
        "{why}"
    );
}

#[test]
fn of_two_readings_of_digits_the_other_one_is_named() {
    let note = |text| reading_note(&parse_moment(text, today(), TimeDirection::Future).unwrap());
    assert_eq!(
        note("3/11/2026").unwrap(),
        "if you mean November 3, write “Nov 3, 2026”"
    );
    let other = in_region(Region::Elsewhere, || note("3/11/2026"));
    assert_eq!(other.unwrap(), "if you mean 11 March, write “11 Mar 2026”");
    assert_eq!(
        note("12/1").unwrap(),
        "if you mean January 12, write “Jan 12, 2027”"
    );
    for clear in [
        "13/12/2026",
        "12/12/2026",
        "2026-03-11",
        "3.11.2026",
        "dec 1",
        "tue 12/8",
    ] {
        assert_eq!(note(clear), None, "{clear}");
    }
}

#[test]
fn the_week_of_a_weekday_begins_as_in_the_region() {
    assert_eq!(on_sunday("tuesday next week"), "2026-12-01");
    let read = in_region(Region::Elsewhere, || on_sunday("tuesday next week"));
    assert_eq!(read, "2026-11-24");
}

const WORDS: &str = "next|last|this|a|ago|end|of|start|month|year|week|tue|friday|dec|february|29|31|\
    1st|10am|25:99|2026-12-01|9999-12-31|0000-01-01|12/1|1.12.|+|-|+4294967295d|99999999|\
    noon|t|at|two|years|from|now|:|.|3/11|26-11-03|3.11.|/|'|–|first|12th|in|day|\
    after|before|w49|2026-W53-7|24:00|10-11|pm|h|uhr|ET|new york|GMT+14|-0500|2026|\
    10:00:00|midnight|tonight|mar|de|to";

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(WORDS.split('|').collect::<Vec<_>>());
    prop::collection::vec(word, 0..7).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn every_text_is_refused_in_a_sentence_or_read_and_read_again_as_shown(text in prop_oneof![".*".boxed(), words().boxed()]) {
        for read in [ahead(&text), past(&text), in_region(Region::Elsewhere, || ahead(&text))] {
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
            let orders = [None, Some(DayOrder::DayFirst), Some(DayOrder::YearFirst)];
            for way in [TimeDirection::Future, TimeDirection::Past] {
                for read in orders.into_iter().flat_map(|order| parse_moment_in_order(&text, today, way, order)) {
                    prop_assert!((1900..2200).contains(&read.date.year()));
                    prop_assert!(read.time.is_some() || (read.until, read.zone) == (None, None));
                    let taken = read.two_readings().map(|(taken, _)| taken);
                    prop_assert!(taken.is_none() || read.readings[0].1 == taken.unwrap());
                }
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

#[test]
fn without_a_direction_a_day_is_the_nearest_one() {
    for (today, text, day) in [
        ("2026-03-10", "mar 15", "2026-03-15"),
        ("2026-03-20", "mar 15", "2026-03-15"),
        ("2026-11-28", "jan 4", "2027-01-04"),
        ("2026-03-10", "3/15/2025", "2025-03-15"),
        ("2026-03-10", "in 3 days", "2026-03-13"),
        ("2026-03-10", "today", "2026-03-10"),
    ] {
        let today: NaiveDate = today.parse().unwrap();
        let read = parse_moment_toward(text, today, None).unwrap();
        assert_eq!(read.date.to_string(), day, "{text}");
    }
    assert!(parse_moment_toward("soon", NaiveDate::default(), None).is_err());
}
