//! Parses the cells of other people's lists: days, hours, and what follows from other cells.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use crate::domain::dates::{
    DayOrder, Moment, TimeDirection, abbreviate_input, parse_moment, parse_moment_in_order,
};
use crate::domain::meeting::{Channel, MeetingKind, MeetingState};
use crate::domain::words::parse_channel;

/// Parses a date that is past or written in full, with its hour. Where only the hour cannot be read, the day is taken, and
/// the second value says why.
pub fn moment(
    text: &str,
    today: NaiveDate,
    order: Option<DayOrder>,
) -> Result<(Moment, Option<String>), String> {
    if let Some(moment) = excel_day(text) {
        return Ok((moment, None));
    }
    let parse = |text| parse_moment_in_order(text, today, TimeDirection::Past, order);
    parse(text).map(|moment| (moment, None)).or_else(|why| {
        let day = text.rsplit_once(' ').and_then(|(day, _)| parse(day).ok());
        day.map(|day| (day, Some(why.clone()))).ok_or(why)
    })
}

/// Parses a date that is ahead or written in full.
pub fn day(text: &str, today: NaiveDate, order: Option<DayOrder>) -> Result<NaiveDate, String> {
    let counted = excel_day(text).map(Ok);
    let moment =
        counted.unwrap_or_else(|| parse_moment_in_order(text, today, TimeDirection::Future, order));
    moment.map(|moment| moment.date)
}

/// Parses a time of day, on `day` where it stands alone.
pub fn time(text: &str, day: NaiveDate) -> Result<Moment, String> {
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

/// Minutes from one hour to the next of that name; none if they are the same.
pub fn minutes_between(start: NaiveTime, end: NaiveTime) -> Option<u32> {
    const DAY: i64 = 24 * 60;
    let minutes = end
        .signed_duration_since(start)
        .num_minutes()
        .rem_euclid(DAY);
    u32::try_from(minutes).ok().filter(|minutes| *minutes > 0)
}

/// True for a day in full, so that nothing else can be meant: its year stands there, too.
pub fn is_full_date(text: &str) -> bool {
    let text = text.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let any_day = NaiveDate::default();
    (4..=40).contains(&text.len())
        && digits >= 4
        && !is_number(text)
        && moment(text, any_day, None).is_ok()
}

fn is_number(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || c == '.' || c == ',')
}

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
    let seconds = TimeDelta::try_milliseconds(format!("{:.0}", days * 86_400_000.0).parse().ok()?)?;
    let moment = FIRST.and_time(NaiveTime::MIN).checked_add_signed(seconds)?;
    let time = Some(moment.time()).filter(|_| days.fract() != 0.0);
    Some(Moment {
        date: moment.date(),
        time,
        ..Moment::default()
    })
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

/// State of a meeting of which nothing is written: decided by its day.
pub fn state_by_day(date: NaiveDate, today: NaiveDate) -> MeetingState {
    if date > today {
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
