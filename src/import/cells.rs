//! Parses the cells of other people's lists: dates, durations, and enum values under other names.

use chrono::{NaiveDate, NaiveTime};

use crate::domain::dates::{
    DayOrder, Moment, TimeDirection, abbreviate_input, parse_moment, parse_moment_in_order,
};
use crate::domain::goal::GoalStatus;
use crate::domain::meeting::{Channel, MeetingKind, MeetingState};
use crate::domain::person::{Owner, Role};

use super::target::normalize_name;

/// Parses a date that is past or written in full, with its hour. Where only the hour cannot be read, the day is taken, and
/// the second value says why.
pub fn moment(
    text: &str,
    today: NaiveDate,
    order: Option<DayOrder>,
) -> Result<(Moment, Option<String>), String> {
    let parse = |text| parse_moment_in_order(text, today, TimeDirection::Past, order);
    parse(text).map(|moment| (moment, None)).or_else(|why| {
        let day = text.rsplit_once(' ').and_then(|(day, _)| parse(day).ok());
        day.map(|day| (day, Some(why.clone()))).ok_or(why)
    })
}

/// Parses a date that is ahead or written in full.
pub fn day(text: &str, today: NaiveDate, order: Option<DayOrder>) -> Result<NaiveDate, String> {
    parse_moment_in_order(text, today, TimeDirection::Future, order).map(|moment| moment.date)
}

/// Parses a time of day, on `day` where it stands alone.
pub fn time(text: &str, day: NaiveDate) -> Result<Moment, String> {
    let parse = |text| parse_moment(text, day, TimeDirection::Future);
    // Spreadsheets put their first day before an hour: "1899-12-30 10:00:00", "1/0/1900 10:00".
    let rest = text.split_once(' ').filter(|_| text.starts_with('1'));
    let moment =
        parse(text).or_else(|why| rest.and_then(|(_, hour)| parse(hour).ok()).ok_or(why))?;
    match moment.time {
        Some(_) => Ok(moment),
        None => Err(format!("There is no hour in “{}”.", abbreviate_input(text))),
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

/// Parses a duration to minutes: `50`, `50 min`, `1:30`, `1 h 30`, `1.5 hours`; a bare number counts `unit` minutes
/// each.
pub fn minutes(text: &str, unit: f64) -> Option<u32> {
    const DAY: f64 = 24.0 * 60.0;
    let text = text.trim().to_lowercase().replace(',', ".");
    let minutes = if let Some((hours, minutes)) = text.split_once(':') {
        hours.trim().parse::<f64>().ok()? * 60.0 + minutes.trim().parse::<f64>().ok()?
    } else {
        let mut total = 0.0;
        let mut rest = text.as_str();
        while !rest.trim_start().is_empty() {
            rest = rest.trim_start();
            let end = rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(rest.len());
            let number: f64 = rest[..end].parse().ok()?;
            rest = rest[end..].trim_start();
            let end = rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
            total += number
                * match &rest[..end] {
                    "" if total > 0.0 => 1.0,
                    "" => unit,
                    word if word.starts_with('h') || word.starts_with("st") => 60.0,
                    word if word.starts_with('m') => 1.0,
                    _ => return None,
                };
            rest = rest[end..].trim_start_matches('.');
        }
        total
    };
    let rounded = minutes.round();
    if !(1.0..=DAY).contains(&rounded) {
        return None;
    }
    // Between 1 and the minutes of a day.
    format!("{rounded:.0}").parse().ok()
}

/// Parses a channel, by its own name or that of a video or chat program.
pub fn channel(text: &str) -> Option<Channel> {
    const NAMES: &[(Channel, &str)] = &[
        (
            Channel::Video,
            "zoom teams meet skype video videocall online",
        ),
        (Channel::Phone, "phone telephone telefon teléfono call"),
        (Channel::Email, "mail email"),
        (Channel::InPerson, "person persönlich lunch coffee"),
        (Channel::Chat, "chat text whatsapp"),
        (Channel::Letter, "letter brief"),
    ];
    Channel::from_word(text.trim()).or_else(|| {
        let name = normalize_name(text);
        let alias = |word: &str| {
            let mut names = NAMES.iter();
            names.find(|(_, names)| names.split(' ').any(|name| name == word))
        };
        name.split(' ').find_map(alias).map(|(channel, _)| *channel)
    })
}

/// Parses meeting or contact, by its own name or by the channel.
pub fn kind(text: &str, channel: Option<Channel>) -> MeetingKind {
    let by_channel = |channel| match channel {
        Channel::Email | Channel::Chat | Channel::Letter => MeetingKind::Contact,
        Channel::Phone | Channel::Video | Channel::InPerson | Channel::Other => {
            MeetingKind::Meeting
        }
    };
    let parsed = MeetingKind::from_word(text.trim());
    parsed.unwrap_or_else(|| {
        self::channel(text)
            .or(channel)
            .map_or(MeetingKind::Meeting, by_channel)
    })
}

/// Parses the state of a meeting; an empty or unknown cell is decided by the date.
pub fn state(text: &str, date: NaiveDate, today: NaiveDate) -> MeetingState {
    let parsed = MeetingState::from_word(text.trim());
    parsed.unwrap_or_else(|| match normalize_name(text).as_str() {
        "canceled" | "abgesagt" | "cancelado" => MeetingState::Cancelled,
        _ if date > today => MeetingState::Planned,
        _ => MeetingState::Held,
    })
}

/// Parses the status of a goal.
pub fn status(text: &str) -> Option<GoalStatus> {
    GoalStatus::from_word(text.trim()).or_else(|| match normalize_name(text).as_str() {
        "open" | "in progress" | "started" | "ongoing" | "offen" | "läuft" => {
            Some(GoalStatus::Active)
        }
        "completed" | "complete" | "reached" | "achieved" | "erledigt" | "erreicht" => {
            Some(GoalStatus::Done)
        }
        "on hold" | "waiting" => Some(GoalStatus::Paused),
        "not started" | "planned" | "new" => Some(GoalStatus::Draft),
        "cancelled" | "canceled" | "abandoned" => Some(GoalStatus::Dropped),
        _ => None,
    })
}

/// Parses an owner, by role or by name; `name` gives the name of a role.
pub fn owner<'a>(text: &str, name: impl Fn(Role) -> &'a str) -> Option<Owner> {
    Owner::from_word(text.trim()).or_else(|| {
        let word = normalize_name(text);
        let has_name = |role: &Role| {
            let name = normalize_name(name(*role));
            name == word || name.split(' ').next() == Some(word.as_str())
        };
        let role = Role::ALL.iter().copied().find(has_name);
        role.map(Owner::from).or_else(|| {
            ["we", "us", "together", "wir"]
                .contains(&word.as_str())
                .then_some(Owner::Both)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (text, unit, read) in [
            ("50", 1.0, Some(50)),
            ("50 min", 1.0, Some(50)),
            ("1:30", 1.0, Some(90)),
            ("1 h 30", 1.0, Some(90)),
            ("1h 30min", 1.0, Some(90)),
            ("1,5 Std.", 1.0, Some(90)),
            ("0.83", 60.0, Some(50)),
            ("1.5 hours", 1.0, Some(90)),
            ("long", 1.0, None),
            ("", 1.0, None),
            ("99999", 1.0, None),
            ("1e400", 1.0, None),
        ] {
            assert_eq!(minutes(text, unit), read, "{text}");
        }
    }

    #[test]
    fn words_of_other_lists_are_understood() {
        assert_eq!(channel("Zoom call"), Some(Channel::Video));
        assert_eq!(channel("E-Mail"), Some(Channel::Email));
        assert_eq!(kind("", Some(Channel::Chat)), MeetingKind::Contact);
        assert_eq!(kind("e-mail", None), MeetingKind::Contact);
        assert_eq!(status("In progress"), Some(GoalStatus::Active));
        let name = |role: Role| {
            if role == Role::Mentee {
                "Ana Ruiz"
            } else {
                "Ben Ode"
            }
        };
        assert_eq!(owner("ben", name), Some(Owner::Mentor));
        assert_eq!(owner("both", name), Some(Owner::Both));
    }
}
