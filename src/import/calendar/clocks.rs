//! Hours of calendar files and the clocks that they are by: zones of the IANA database and of Windows, zones that a file
//! defines itself, UTC, and the clock of the reader.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::str::FromStr;

use calcard::common::PartialDateTime;
use calcard::common::timezone::Tz as CalendarTz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarProperty,
    ICalendarValue, ICalendarValueType,
};
use calcard::icalendar::{ICalendarParameterName, ICalendarParameterValue};
use chrono::{
    DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
};
use chrono_tz::Tz;

use super::recurrence::{self, naive};
use crate::domain::zone::{ClockHour, clock_hour, to_utc, to_zone, zone_by_words};
use crate::import::ImportContext;

/// Clock that an hour is by.
#[derive(Clone, Debug)]
pub enum Clock {
    /// That of whoever reads the file.
    Reader,
    Named(Tz),
    /// Seconds ahead of UTC.
    Offset(i32),
    Custom(Rc<CustomZone>),
}

/// Zone that a file defines: when its clocks changed, by the clock before, and the seconds ahead of UTC from then on.
#[derive(Debug)]
pub struct CustomZone {
    before: i32,
    changes: BTreeMap<NaiveDateTime, i32>,
}

impl CustomZone {
    fn offset(&self, at: NaiveDateTime) -> i32 {
        let change = self.changes.range(..=at).next_back();
        change.map_or(self.before, |(_, offset)| *offset)
    }
}

/// Day of an event, with its hour if it has one.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Midnight of a day without an hour.
    pub at: NaiveDateTime,
    pub has_time: bool,
    pub clock: Clock,
}

impl Moment {
    /// The moment `by` later on the same clock; none outside of the supported years.
    pub fn shifted(&self, by: TimeDelta) -> Option<Self> {
        let at = self.at.checked_add_signed(by)?;
        let at = Some(at).filter(|at| (1600..2200).contains(&at.year()))?;
        Some(Self { at, ..self.clone() })
    }

    pub fn with(&self, at: NaiveDateTime) -> Self {
        Self { at, ..self.clone() }
    }
}

/// The reader's clock, and what is common to the zones of one file.
pub struct Clocks<'a> {
    context: &'a ImportContext<'a>,
    /// Steps that are left for rules.
    pub steps: Cell<u64>,
    /// Names of zones that are not known.
    pub unknown: RefCell<BTreeSet<String>>,
}

impl<'a> Clocks<'a> {
    pub const fn new(context: &'a ImportContext<'a>) -> Self {
        Self {
            context,
            steps: Cell::new(recurrence::MAX_STEPS),
            unknown: RefCell::new(BTreeSet::new()),
        }
    }

    /// The moment in UTC; a day without an hour is its midnight.
    pub fn utc(&self, moment: &Moment) -> NaiveDateTime {
        let ahead = |seconds: i32| moment.at - TimeDelta::seconds(seconds.into());
        match &moment.clock {
            _ if !moment.has_time => moment.at,
            Clock::Reader => self
                .context
                .zone
                .map_or(moment.at, |tz| to_utc(moment.at, tz)),
            Clock::Named(tz) => to_utc(moment.at, *tz),
            Clock::Offset(seconds) => ahead(*seconds),
            Clock::Custom(zone) => ahead(zone.offset(moment.at)),
        }
    }

    /// An hour in UTC by the reader's clock.
    pub fn reader(&self, utc: NaiveDateTime) -> NaiveDateTime {
        match self.context.zone {
            Some(tz) => to_zone(utc, tz),
            None => (self.context.local)(utc),
        }
    }

    /// Day and time by the reader's clock.
    pub fn for_reader(&self, moment: &Moment) -> (NaiveDate, Option<NaiveTime>) {
        if !moment.has_time {
            return (moment.at.date(), None);
        }
        let at = self.reader(self.utc(moment));
        (at.date(), Some(at.time()))
    }

    /// An hour in UTC by `clock`.
    pub fn by_clock(&self, utc: NaiveDateTime, clock: &Clock) -> NaiveDateTime {
        let ahead = |seconds: i32| utc + TimeDelta::seconds(seconds.into());
        match clock {
            Clock::Reader => self.reader(utc),
            Clock::Named(tz) => to_zone(utc, *tz),
            Clock::Offset(seconds) => ahead(*seconds),
            Clock::Custom(zone) => ahead(zone.offset(ahead(zone.offset(utc)))),
        }
    }

    /// Day, time and zone as a book has them: a clock without a name of its own becomes the reader's.
    pub fn settle(&self, moment: &Moment) -> (NaiveDate, Option<NaiveTime>, String) {
        let reader = || self.context.zone.map_or("", Tz::name).to_owned();
        let (at, zone) = match &moment.clock {
            _ if !moment.has_time => return (moment.at.date(), None, String::new()),
            Clock::Reader => (moment.at, String::new()),
            Clock::Named(tz) => {
                let at = match clock_hour(moment.at, *tz) {
                    ClockHour::Once(at) | ClockHour::Twice(at) | ClockHour::Skipped(at) => at,
                };
                (at, tz.name().to_owned())
            }
            Clock::Offset(_) | Clock::Custom(_) => (self.reader(self.utc(moment)), reader()),
        };
        (at.date(), Some(at.time()), zone)
    }
}

/// The zones of one calendar.
pub struct Zones<'a> {
    calendar: &'a ICalendar,
    clocks: &'a Clocks<'a>,
    /// Clock of hours without a zone.
    default: Clock,
    known: RefCell<BTreeMap<String, Clock>>,
}

impl<'a> Zones<'a> {
    pub fn of(calendar: &'a ICalendar, clocks: &'a Clocks<'a>) -> Self {
        let mut zones = Self {
            calendar,
            clocks,
            default: Clock::Reader,
            known: RefCell::default(),
        };
        let root = calendar.components.first();
        let default = root.map_or("", |root| other(root, "X-WR-TIMEZONE"));
        if !default.is_empty() {
            zones.default = zones.clock(default);
        }
        zones
    }

    /// The moments of a date property, one for each value that can be read.
    pub fn moments(&self, entry: &ICalendarEntry) -> Vec<Moment> {
        let is_day = entry
            .parameters(&ICalendarParameterName::Value)
            .any(|value| *value == ICalendarParameterValue::Value(ICalendarValueType::Date));
        let values = entry.values.iter();
        let values = values.filter_map(ICalendarValue::as_partial_date_time);
        let moments = values.filter_map(|value| self.moment(value, entry.tz_id(), is_day));
        moments.collect()
    }

    /// Moment of a value with the zone `tzid`.
    pub fn moment(
        &self,
        value: &PartialDateTime,
        tzid: Option<&str>,
        is_day: bool,
    ) -> Option<Moment> {
        let at = naive(value)?;
        let has_time = value.hour.is_some() && !is_day;
        let clock = match (offset(value), tzid) {
            _ if !has_time => Clock::Reader,
            (Some(seconds), _) => Clock::Offset(seconds),
            (None, Some(tzid)) => self.clock(tzid),
            (None, None) => self.default.clone(),
        };
        let at = if has_time { at } else { at.date().into() };
        Some(Moment {
            at,
            has_time,
            clock,
        })
    }

    /// Clock of a zone: by its definition if that names a zone, by its own name, or by the changes that it defines.
    fn clock(&self, tzid: &str) -> Clock {
        if let Some(known) = self.known.borrow().get(tzid) {
            return known.clone();
        }
        let mut definitions = self.calendar.timezones();
        let definition =
            definitions.find(|zone| text(zone, &ICalendarProperty::Tzid) == tzid.trim());
        let named = definition.and_then(ICalendarComponent::timezone);
        let named = named.map(|(_, zone)| zone).into_iter();
        let named = named
            .chain(CalendarTz::from_str(tzid))
            .chain(zone_of_path(tzid))
            .chain(
                usual_names(tzid)
                    .into_iter()
                    .filter_map(|name| CalendarTz::from_str(&name).ok()),
            );
        let mut named = named.filter_map(|zone| match zone {
            CalendarTz::Tz(tz) => Some(named_clock(tz)),
            CalendarTz::Fixed(offset) => Some(Clock::Offset(offset.local_minus_utc())),
            CalendarTz::Floating => None,
        });
        let place = named.clone().find(|clock| matches!(clock, Clock::Named(_)));
        let custom = || {
            let zone = definition.and_then(|zone| self.custom(zone))?;
            Some(Clock::Custom(Rc::new(zone)))
        };
        // Hours from UTC alone come last: they know nothing of summer.
        let clock = place
            .or_else(custom)
            .or_else(|| zone_of_city(tzid).map(named_clock))
            .or_else(|| named.next())
            .or_else(|| offset_of_name(tzid).map(Clock::Offset))
            .unwrap_or_else(|| {
                self.clocks.unknown.borrow_mut().insert(tzid.to_owned());
                Clock::Reader
            });
        let known = clock.clone();
        self.known.borrow_mut().insert(tzid.to_owned(), known);
        clock
    }

    /// The changes that a definition lists; none if it lists nothing that can be read.
    fn custom(&self, zone: &ICalendarComponent) -> Option<CustomZone> {
        let mut changes = BTreeMap::new();
        let mut before: Option<(NaiveDateTime, i32)> = None;
        let end = self.clocks.context.today.with_month(1)?.with_day(1)?;
        let end = end.checked_add_signed(TimeDelta::days(10 * 366))?.into();
        let parts = zone.component_ids.iter();
        for part in parts.filter_map(|id| self.calendar.component_by_id(*id)) {
            if !matches!(
                part.component_type,
                ICalendarComponentType::Standard | ICalendarComponentType::Daylight
            ) {
                continue;
            }
            let ahead = |name| part.property(name).and_then(first_moment).and_then(offset);
            let from = ahead(&ICalendarProperty::Tzoffsetfrom);
            let to = ahead(&ICalendarProperty::Tzoffsetto)?;
            let start = naive(
                part.property(&ICalendarProperty::Dtstart)
                    .and_then(first_moment)?,
            )?;
            changes.insert(start, to);
            if before.is_none_or(|(first, _)| start < first) {
                before = Some((start, from.unwrap_or(to)));
            }
            for entry in &part.entries {
                if let Some(ICalendarValue::RecurrenceRule(rule)) = entry.values.first() {
                    // Definitions begin in 1601; the rules of that time are those of today.
                    let begin = start.with_year(1970).filter(|_| start.year() < 1970);
                    let end = rule.until.as_ref().and_then(naive).unwrap_or(end).min(end);
                    let steps = &self.clocks.steps;
                    let starts =
                        recurrence::starts(rule, begin.unwrap_or(start), end, steps).ok()?;
                    changes.extend(starts.into_iter().map(|at| (at, to)));
                } else if entry.name == ICalendarProperty::Rdate {
                    let days = entry.values.iter();
                    let days = days.filter_map(ICalendarValue::as_partial_date_time);
                    changes.extend(days.filter_map(naive).map(|at| (at, to)));
                }
            }
        }
        let (_, before) = before?;
        Some(CustomZone { before, changes })
    }
}

/// Zone at the end of a name that a registry has put its own before: `/registry.example/Europe/Berlin`.
fn zone_of_path(tzid: &str) -> Option<CalendarTz> {
    let mut rests = tzid
        .match_indices('/')
        .filter_map(|(at, _)| tzid.get(at + 1..));
    rests.find_map(|rest| rest.parse().ok().map(CalendarTz::Tz))
}

/// Names that are usual for one that some program changed: `Eastern Daylight Time`, `W. Europe Standard Time 1`,
/// `Europe-Berlin`, `tzone://Microsoft/Utc`.
fn usual_names(tzid: &str) -> [String; 3] {
    let unnumbered = tzid.trim_end_matches(|c: char| c.is_ascii_digit());
    [
        unnumbered
            .trim_end()
            .replace("Daylight Time", "Standard Time"),
        tzid.replacen('-', "/", 1),
        tzid.rsplit('/').next().unwrap_or_default().to_uppercase(),
    ]
}

/// Zone of the first city that a name lists, as Windows writes them: `(UTC+02:00) Athens, Bucharest`.
fn zone_of_city(tzid: &str) -> Option<Tz> {
    let cities = tzid.rsplit(')').next().unwrap_or(tzid).split(',');
    zone_by_words(tzid).or_else(|| cities.into_iter().find_map(zone_by_words))
}

/// Seconds ahead of UTC of a name such as `UTC+01`, `GMT-0530` or `(GMT +01:00)`.
fn offset_of_name(tzid: &str) -> Option<i32> {
    let name = tzid.trim_matches(['(', ')', ' ']).replace([' ', ':'], "");
    let name = ["UTC", "GMT"]
        .iter()
        .find_map(|word| name.strip_prefix(word))?;
    let digits = name.strip_prefix(['+', '-', '\u{2212}'])?;
    let is_plain = matches!(digits.len(), 1 | 2 | 4) && digits.bytes().all(|c| c.is_ascii_digit());
    let (hours, minutes) = digits
        .split_at_checked(digits.len().min(2))
        .filter(|_| is_plain)?;
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = if minutes.is_empty() {
        0
    } else {
        minutes.parse().ok()?
    };
    let seconds = (hours * 60 + minutes) * 60;
    let seconds = Some(seconds).filter(|seconds| *seconds <= 14 * 3600)?;
    Some(if name.starts_with('+') {
        seconds
    } else {
        -seconds
    })
}

/// Clock of a zone of the database; those that are no place have no name that means something.
fn named_clock(tz: Tz) -> Clock {
    const PLACELESS: &[&str] = &["UTC", "GMT", "UCT", "Zulu", "Universal", "Greenwich"];
    let name = tz.name();
    if name.starts_with("Etc/") || name.starts_with("GMT") || PLACELESS.contains(&name) {
        let offset = tz.offset_from_utc_datetime(&DateTime::UNIX_EPOCH.naive_utc());
        return Clock::Offset(offset.fix().local_minus_utc());
    }
    Clock::Named(tz)
}

/// Seconds ahead of UTC that a value has; none without them.
fn offset(value: &PartialDateTime) -> Option<i32> {
    let seconds = i32::from(value.tz_hour?) * 3600 + i32::from(value.tz_minute.unwrap_or(0)) * 60;
    let seconds = Some(seconds).filter(|seconds| *seconds < 24 * 3600)?;
    Some(if value.tz_minus { -seconds } else { seconds })
}

fn first_moment(entry: &ICalendarEntry) -> Option<&PartialDateTime> {
    entry.values.first()?.as_partial_date_time()
}

/// First value of a property as text; empty without one.
pub fn text<'a>(part: &'a ICalendarComponent, name: &ICalendarProperty) -> &'a str {
    let entry = part.property(name);
    let value = entry.and_then(|entry| entry.values.first()?.as_text());
    value.unwrap_or_default().trim()
}

/// Text of a property that only some programs have, by its name in capitals.
pub fn other<'a>(part: &'a ICalendarComponent, name: &str) -> &'a str {
    let mut entries = part.entries.iter();
    let found = entries.find(|entry| entry.name.as_str().eq_ignore_ascii_case(name));
    let value = found.and_then(|entry| entry.values.first()?.as_text());
    value.unwrap_or_default().trim()
}
