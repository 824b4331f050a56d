//! Parses the cells of other people's lists: days, hours, and what follows from other cells.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::ImportContext;
use crate::domain::dates::{
    DayOrder, Moment, TimeDirection, abbreviate_input, parse_moment, parse_moment_in_order,
};
use crate::domain::meeting::{Channel, MeetingKind, MeetingState};
use crate::domain::words::parse_channel;

/// Most days that a meeting may have been before the year of its book: a date without a year that was longer ago
/// is one to come.
const DAYS_BEFORE: i64 = 60;

/// Parses a date that is past or written in full, with its hour. One without a year is the last of that name, or the next
/// one where only that is in the year of the book. Where what follows the day or its hour cannot be read, the second value
/// says what was left out.
pub fn moment(
    text: &str,
    context: &ImportContext,
    order: Option<DayOrder>,
) -> Result<(Moment, Option<String>), String> {
    if let Some(moment) = excel_day(text) {
        return Ok((moment, None));
    }
    let parse = |text| {
        let toward = |direction| parse_moment_in_order(text, context.today, direction, order);
        let last = toward(TimeDirection::Past)?;
        let is_too_early = context.book.cycle().is_some_and(|year| {
            last.date.signed_duration_since(year.start).num_days() < -DAYS_BEFORE
        });
        let next = toward(TimeDirection::Future).ok();
        let next = next.filter(|next| is_too_early && is_in_year(next.date, context));
        Ok::<_, String>(next.unwrap_or(last))
    };
    parse(text).map(|moment| (moment, None)).or_else(|why| {
        let day = text.rsplit_once(' ').and_then(|(day, _)| parse(day).ok());
        day.map(|day| {
            let part = match day.time {
                Some(_) => "What follows its hour was",
                None => "Its hour was",
            };
            (day, Some(format!("{part} left out. {why}")))
        })
        .ok_or(why)
    })
}

/// Parses a date that is ahead or written in full. One without a year is the next of that name: after it was `agreed`, where
/// that is known; else the last one where only that is in the year of the book.
pub fn day(
    text: &str,
    agreed: Option<NaiveDate>,
    context: &ImportContext,
    order: Option<DayOrder>,
) -> Result<NaiveDate, String> {
    if let Some(moment) = excel_day(text) {
        return Ok(moment.date);
    }
    let from = agreed.unwrap_or(context.today);
    let toward = |direction| parse_moment_in_order(text, from, direction, order);
    let next = toward(TimeDirection::Future)?.date;
    let is_late = agreed.is_none() && !is_in_year(next, context);
    let last = toward(TimeDirection::Past).ok().filter(|_| is_late);
    let last = last.filter(|last| is_in_year(last.date, context));
    Ok(last.map_or(next, |last| last.date))
}

/// True for a day in the year of the book.
pub fn is_in_year(day: NaiveDate, context: &ImportContext) -> bool {
    context
        .book
        .cycle()
        .is_some_and(|year| (year.start..=year.end).contains(&day))
}

/// Parses a time of day, on `day` where it stands alone.
pub fn time(text: &str, day: NaiveDate) -> Result<Moment, String> {
    if let Some(time) = part_of_day(text) {
        return Ok(Moment {
            date: day,
            time: Some(time),
            ..Moment::default()
        });
    }
    let parse = |text| parse_moment(text, day, TimeDirection::Future);
    // Spreadsheets put their first day before an hour: "1899-12-30 10:00:00", "1/0/1900 10:00".
    let rest = text.split_once(' ').filter(|_| text.starts_with('1'));
    let moment = parse(text).or_else(|why| rest.and_then(|(_, hour)| parse(hour).ok()).ok_or(why));
    let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
    match moment {
        Ok(moment) if moment.time.is_some() => Ok(moment),
        Err(why) if has_digit => Err(why),
        Ok(_) | Err(_) => Err(format!("There is no hour in “{}”.", abbreviate_input(text))),
    }
}

/// Minutes from one hour to the next of that name; none if they are the same, or if that is more than half a day: then the
/// end is before the start.
pub fn minutes_between(start: NaiveTime, end: NaiveTime) -> Option<u32> {
    const DAY: i64 = 24 * 60;
    let minutes = end
        .signed_duration_since(start)
        .num_minutes()
        .rem_euclid(DAY);
    u32::try_from(minutes)
        .ok()
        .filter(|minutes| (1..=720).contains(minutes))
}

/// True for a day in full, so that nothing else can be meant: its year stands there, too.
pub fn is_full_date(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let any_day = NaiveDate::default();
    (4..=40).contains(&text.len())
        && digits >= 4
        && !is_number(text)
        && parse_moment(text, any_day, TimeDirection::Past).is_ok()
}

fn is_number(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || c == '.' || c == ',')
}

/// Seconds of a day.
const SECONDS: f64 = 86_400.0;

/// The day and hour of a number of days as Excel counts them from the end of 1899: `46329.5`. Numbers of other centuries
/// are other numbers.
fn excel_day(text: &str) -> Option<Moment> {
    const FIRST: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
    const YEARS: std::ops::Range<f64> = 36_526.0..73_051.0;
    let days: f64 = text
        .replace(',', ".")
        .parse()
        .ok()
        .filter(|days| YEARS.contains(days))?;
    let seconds = TimeDelta::try_seconds(format!("{:.0}", days * SECONDS).parse().ok()?)?;
    let moment = FIRST.and_time(NaiveTime::MIN).checked_add_signed(seconds)?;
    let time = Some(moment.time()).filter(|_| days.fract() != 0.0);
    Some(Moment {
        date: moment.date(),
        time,
        ..Moment::default()
    })
}

/// The hour that is a part of a day, as spreadsheets count: `0.5833333`.
fn part_of_day(text: &str) -> Option<NaiveTime> {
    let part: f64 = text.replace(',', ".").parse().ok()?;
    let is_part = text.len() > 3 && (0.0..1.0).contains(&part);
    let seconds = format!("{:.0}", part * SECONDS).parse().ok()?;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).filter(|_| is_part)
}

/// Parses meeting or contact, by its own name or by the channel; none for a word that says neither.
pub fn kind(text: &str, channel: Option<Channel>) -> Option<MeetingKind> {
    let by_channel = |channel| match channel {
        Channel::Email | Channel::Chat | Channel::Letter => MeetingKind::Contact,
        Channel::Phone | Channel::Video | Channel::InPerson | Channel::Other => {
            MeetingKind::Meeting
        }
    };
    let named = MeetingKind::from_word(text.trim()).or_else(|| parse_channel(text).map(by_channel));
    let unnamed = || {
        Some(channel.map_or(MeetingKind::Meeting, by_channel)).filter(|_| text.trim().is_empty())
    };
    named.or_else(unnamed)
}

/// State of a meeting of which nothing is written: decided by its day, and today by its hour.
pub fn state_by_hour(
    date: NaiveDate,
    time: Option<NaiveTime>,
    context: &ImportContext,
) -> MeetingState {
    let is_later = time.is_some_and(|time| date == context.today && time > context.now);
    if date > context.today || is_later {
        MeetingState::Planned
    } else {
        MeetingState::Held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_days_is_a_day_in_our_century() {
        let day = |text| {
            excel_day(text).map(|moment| {
                (
                    moment.date.to_string(),
                    moment.time.map(|it| it.to_string()),
                )
            })
        };
        assert_eq!(day("46329"), Some(("2026-11-03".to_owned(), None)));
        assert_eq!(
            day("46329.5833333333"),
            Some(("2026-11-03".to_owned(), Some("14:00:00".to_owned())))
        );
        assert_eq!(
            (day("45"), day("2026"), day("nan"), day("1e300")),
            (None, None, None, None)
        );
    }

    #[test]
    fn the_channel_tells_meetings_from_contacts() {
        assert_eq!(kind("", Some(Channel::Chat)), Some(MeetingKind::Contact));
        assert_eq!(kind("e-mail", None), Some(MeetingKind::Contact));
        assert_eq!(kind("coaching", None), None);
        assert_eq!(kind("", None), Some(MeetingKind::Meeting));
    }
}
