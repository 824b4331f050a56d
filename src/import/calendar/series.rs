//! Events of one UID, expanded to the days on which they are: rules, further days, days left out, days moved.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use calcard::icalendar::{
    ICalendarComponent, ICalendarEntry, ICalendarMethod, ICalendarParameterName,
    ICalendarParameterValue, ICalendarPeriod, ICalendarProperty, ICalendarStatus,
    ICalendarTransparency, ICalendarValue,
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::clocks::{Clock, Clocks, Moment, Zones, other, text};
use super::recurrence::{self, RuleProblem};
use super::text::OPEN_PROPERTY;
use crate::domain::dates::pluralize;
use crate::domain::id::Id;
use crate::import::ImportContext;

/// Largest number of days of one series within a year: more than one a day is no series of meetings.
const MAX_OCCURRENCES: usize = 400;

/// One event of the file.
pub struct Event<'a> {
    pub part: &'a ICalendarComponent,
    zones: &'a Zones<'a>,
    clocks: &'a Clocks<'a>,
    pub start: Option<Moment>,
    /// The start that a moved day of a series had before.
    pub recurrence: Option<Moment>,
    pub sequence: Option<u32>,
    pub cancelled: bool,
}

impl<'a> Event<'a> {
    pub fn of(
        part: &'a ICalendarComponent,
        zones: &'a Zones<'a>,
        clocks: &'a Clocks<'a>,
        method: Option<&ICalendarMethod>,
    ) -> Self {
        let moment = |name| {
            part.property(name)
                .and_then(|entry| zones.moments(entry).pop())
        };
        let recurrence = moment(&ICalendarProperty::RecurrenceId);
        let start = moment(&ICalendarProperty::Dtstart);
        let sequence = part.property(&ICalendarProperty::Sequence);
        let sequence = sequence.and_then(|entry| entry.values.first()?.as_integer());
        let mut event = Self {
            part,
            zones,
            clocks,
            // A canceled day of a series may have no start of its own.
            start: start.or_else(|| {
                let absent = !part.has_property(&ICalendarProperty::Dtstart);
                recurrence.clone().filter(|_| absent)
            }),
            recurrence,
            sequence: sequence.and_then(|number| u32::try_from(number).ok()),
            cancelled: part.status() == Some(&ICalendarStatus::Cancelled)
                || method == Some(&ICalendarMethod::Cancel),
        };
        event.take_zone_of_end();
        if event.is_whole_days() {
            event.start = event.start.map(|start| Moment {
                has_time: false,
                ..start
            });
        }
        event
    }

    /// Reads a start without a zone by the zone of its end: some programs name it there only.
    fn take_zone_of_end(&mut self) {
        let end = self.part.property(&ICalendarProperty::Dtend);
        let end = end.and_then(|entry| self.zones.moments(entry).pop());
        if let (Some(start), Some(end)) = (&mut self.start, end)
            && start.has_time
            && matches!(start.clock, Clock::Reader)
            && matches!(end.clock, Clock::Named(_) | Clock::Custom(_))
        {
            start.clock = end.clock;
        }
    }

    pub fn title(&self) -> &str {
        text(self.part, &ICalendarProperty::Summary)
    }

    pub fn uid(&self) -> &str {
        text(self.part, &ICalendarProperty::Uid)
    }

    /// True if the file does not end the event before the next one.
    pub fn is_open(&self) -> bool {
        !other(self.part, OPEN_PROPERTY).is_empty()
    }

    /// True for a whole day that leaves its owner free, as a holiday does.
    pub fn is_free_day(&self) -> bool {
        self.part.transparency() == Some(&ICalendarTransparency::Transparent)
            && self.start.as_ref().is_some_and(|start| !start.has_time)
    }

    /// True if one of its days or lengths cannot be read.
    pub fn has_unreadable(&self) -> bool {
        let names = [
            ICalendarProperty::Dtend,
            ICalendarProperty::Duration,
            ICalendarProperty::Rdate,
            ICalendarProperty::Exdate,
            ICalendarProperty::RecurrenceId,
        ];
        let mut entries = self
            .part
            .entries
            .iter()
            .filter(|entry| names.contains(&entry.name));
        entries.any(|entry| {
            entry
                .values
                .iter()
                .any(|value| matches!(value, ICalendarValue::Text(_)))
        })
    }

    /// True if it has hours, but they are those of whole days, as some programs write them.
    fn is_whole_days(&self) -> bool {
        let Some(start) = self.start.as_ref().filter(|start| start.has_time) else {
            return false;
        };
        let marked = ["X-MICROSOFT-CDO-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY"]
            .iter()
            .any(|name| matches!(other(self.part, name), "TRUE" | "1"));
        let is_midnight = start.at.time() == chrono::NaiveTime::MIN;
        let is_local = !matches!(start.clock, Clock::Offset(_));
        let days = self.length().map(|length| length.num_minutes());
        let is_days = days.is_some_and(|minutes| minutes > 0 && minutes % (24 * 60) == 0);
        marked || (is_midnight && is_local && is_days)
    }

    /// How long it takes, by its end or its duration.
    pub fn length(&self) -> Option<TimeDelta> {
        let start = self.start.as_ref()?;
        if let Some(entry) = self.part.property(&ICalendarProperty::Dtend)
            && let Some(end) = self.zones.moments(entry).pop()
        {
            if start.has_time != end.has_time {
                return None;
            }
            return Some(self.clocks.utc(&end) - self.clocks.utc(start));
        }
        let entry = self.part.property(&ICalendarProperty::Duration)?;
        if let Some(ICalendarValue::Duration(duration)) = entry.values.first() {
            return duration.to_time_delta();
        }
        None
    }

    fn rules(&self, name: &ICalendarProperty, window: &Window) -> Result<Vec<Moment>, RuleProblem> {
        let Some(start) = &self.start else {
            return Ok(Vec::new());
        };
        // A zone may be a day behind or ahead.
        let last = window.days.end().succ_opt().unwrap_or(*window.days.end());
        let last = last.and_hms_opt(23, 59, 59).unwrap_or_default();
        let mut moments = Vec::new();
        for entry in self.part.properties(name) {
            let Some(ICalendarValue::RecurrenceRule(rule)) = entry.values.first() else {
                return Err(RuleProblem::Unreadable);
            };
            let until = match &rule.until {
                Some(until) if until.year.is_some_and(|year| year < 2200) => {
                    let until = self.zones.moment(until, None, false);
                    Some(self.end_of_rule(&until.ok_or(RuleProblem::Unreadable)?))
                }
                // An end beyond our years is none.
                Some(_) | None => None,
            };
            let end = until.unwrap_or(last).min(last);
            let starts = recurrence::starts(rule, start.at, end, &self.clocks.steps)?;
            // The start is a day of the series even where its rule does not name it.
            if *name == ICalendarProperty::Rrule {
                moments.push(start.clone());
            }
            moments.extend(starts.into_iter().map(|at| start.with(at)));
        }
        Ok(moments)
    }

    /// The last hour of a rule, by the clock of the start: an end in UTC is another hour there, a day counts whole.
    fn end_of_rule(&self, until: &Moment) -> NaiveDateTime {
        match (&self.start, until.has_time) {
            (Some(start), true) if start.has_time => match until.clock {
                Clock::Reader => until.at,
                Clock::Named(_) | Clock::Offset(_) | Clock::Custom(_) => {
                    self.clocks.by_clock(self.clocks.utc(until), &start.clock)
                }
            },
            (_, _) => until.at.date().and_hms_opt(23, 59, 59).unwrap_or(until.at),
        }
    }

    /// Days of a list property, with the length that a period has.
    fn days(&self, name: &ICalendarProperty) -> Vec<(Moment, Option<TimeDelta>)> {
        let mut days = Vec::new();
        for entry in self.part.properties(name) {
            days.extend(self.zones.moments(entry).into_iter().map(|day| (day, None)));
            days.extend(
                entry
                    .values
                    .iter()
                    .filter_map(|value| self.period(entry, value)),
            );
        }
        // A list without a zone is by the clock of the start.
        if let Some(start) = &self.start {
            for (day, _) in &mut days {
                if day.has_time && matches!(day.clock, Clock::Reader) {
                    day.clock = start.clock.clone();
                }
            }
        }
        days
    }

    fn period(
        &self,
        entry: &ICalendarEntry,
        value: &ICalendarValue,
    ) -> Option<(Moment, Option<TimeDelta>)> {
        let ICalendarValue::Period(period) = value else {
            return None;
        };
        let moment = |value| self.zones.moment(value, entry.tz_id(), false);
        match period {
            ICalendarPeriod::Range { start, end } => {
                let (start, end) = (moment(start)?, moment(end)?);
                let length = self.clocks.utc(&end) - self.clocks.utc(&start);
                Some((start, Some(length)))
            }
            ICalendarPeriod::Duration { start, duration } => {
                Some((moment(start)?, duration.to_time_delta()))
            }
        }
    }

    /// True if a moved day moves those after it, too.
    fn moves_following(&self) -> bool {
        let entry = self.part.property(&ICalendarProperty::RecurrenceId);
        entry.is_some_and(|entry| entry.has_parameter(&ICalendarParameterName::Range))
    }
}

/// Days to take.
#[derive(Clone, Debug)]
pub struct Window {
    pub days: RangeInclusive<NaiveDate>,
    /// The first day that was asked for; before it nothing is taken.
    pub from: Option<NaiveDate>,
    /// The last day that was asked for.
    pub until: Option<NaiveDate>,
}

impl Window {
    /// True if days were asked for: they limit single events as well.
    pub const fn is_asked(&self) -> bool {
        self.from.is_some() || self.until.is_some()
    }

    /// True if `day` is not outside of the days asked for.
    pub fn is_asked_for(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// One day of an event.
pub struct Occurrence<'a> {
    pub event: &'a Event<'a>,
    pub start: Moment,
    pub length: Option<TimeDelta>,
    /// The start that its series gives it, which tells it from its other days; empty for a single event.
    pub key: String,
    moved: bool,
}

/// Events with one UID.
pub struct Series<'a> {
    pub events: Vec<&'a Event<'a>>,
}

/// The days of a series.
#[derive(Default)]
pub struct Expanded<'a> {
    pub occurrences: Vec<Occurrence<'a>>,
    /// Keys of days that the series leaves out.
    pub excluded: Vec<String>,
    /// True if it has days outside of the window.
    pub goes_on: bool,
    is_series: bool,
}

/// Ways in which an hour is named in another property: in UTC, by any clock, by its day.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Utc(NaiveDateTime),
    Local(NaiveDateTime),
    Day(NaiveDate),
    DayOfHour(NaiveDate),
}

impl<'a> Series<'a> {
    /// The event that the series is named after: its own rule, else the first moved day.
    pub fn head(&self) -> Option<&'a Event<'a>> {
        let own = self
            .events
            .iter()
            .filter(|event| event.recurrence.is_none());
        newest(own).or_else(|| self.events.first().copied())
    }

    /// Id of its entry among those to choose from.
    pub fn id(&self, context: &ImportContext) -> Id {
        let pair = context.book.identity.pair.to_string();
        let head = self.head();
        let uid = head.map_or("", Event::uid);
        let title = head.map_or("", Event::title);
        let start = head.and_then(|head| head.start.as_ref());
        let start = start.map_or_else(String::new, |start| start.at.to_string());
        match uid {
            "" => Id::derived(&["ics entry", &pair, title, &start]),
            uid => Id::derived(&["ics entry", &pair, uid]),
        }
    }

    /// Texts by which people look for it: titles, places, descriptions, people.
    pub fn words(&self) -> Vec<String> {
        let parts = self.events.iter().map(|event| event.part);
        let entries = parts.flat_map(|part| part.entries.iter()).filter(|entry| {
            matches!(
                entry.name,
                ICalendarProperty::Summary
                    | ICalendarProperty::Location
                    | ICalendarProperty::Description
                    | ICalendarProperty::Attendee
                    | ICalendarProperty::Organizer
            )
        });
        let texts = entries.flat_map(|entry| {
            let names = entry.parameters(&ICalendarParameterName::Cn);
            let names = names.filter_map(ICalendarParameterValue::as_text);
            names.chain(entry.values.iter().filter_map(ICalendarValue::as_text))
        });
        texts.map(str::to_owned).collect()
    }

    /// Starts of other events with the same UID, which are neither a moved day nor an older version.
    pub fn twins(&self, clocks: &Clocks) -> Vec<Moment> {
        let own = self
            .events
            .iter()
            .filter(|event| event.recurrence.is_none());
        let Some(head) = newest(own.clone()) else {
            return Vec::new();
        };
        let at = |event: &Event| event.start.as_ref().map(|start| clocks.utc(start));
        let is_other = |event: &Event| at(event) != at(head) || event.title() != head.title();
        let twins = own.filter(|event| event.sequence >= head.sequence && is_other(event));
        twins.filter_map(|event| event.start.clone()).collect()
    }

    /// The days of the series within the window; single events are taken whenever they are.
    ///
    /// # Errors
    /// When it comes too often, or its rule cannot be read.
    pub fn expand(&self, window: &Window, clocks: &Clocks) -> Result<Expanded<'a>, RuleProblem> {
        let own = self.head().filter(|event| event.recurrence.is_none());
        let mut moved = MovedDays::of(&self.events, clocks);
        let repeats = own.is_some_and(|own| own.part.is_recurrent());
        let mut expanded = Expanded::default();
        if let Some(own) = own {
            expanded.days_of(own, &mut moved, window, clocks)?;
        }
        for event in moved.rest() {
            let key = event.recurrence.as_ref().map(|start| clocks.key(start));
            if let (Some(start), Some(key)) = (event.start.clone(), key) {
                expanded.push(event, start, event.length(), key, own.is_some());
            }
        }
        let is_inside = |one: &Occurrence| {
            let day = clocks.settle(&one.start).0;
            window.is_asked_for(day) && (!repeats || window.days.contains(&day))
        };
        let all = expanded.occurrences.len();
        expanded.occurrences.retain(is_inside);
        let is_endless = repeats && own.is_some_and(Event::is_endless);
        expanded.goes_on = expanded.occurrences.len() < all || is_endless;
        if expanded.occurrences.len() > MAX_OCCURRENCES {
            return Err(RuleProblem::Endless);
        }
        expanded.is_series = repeats;
        Ok(expanded)
    }
}

impl<'a> Expanded<'a> {
    /// Adds the days of an event and of its series, those that were moved where they are now.
    fn days_of(
        &mut self,
        own: &'a Event<'a>,
        moved: &mut MovedDays<'a>,
        window: &Window,
        clocks: &Clocks,
    ) -> Result<(), RuleProblem> {
        let excluded = own.excluded(window)?;
        let length = own.length();
        let mut following: Option<(&'a Event<'a>, TimeDelta)> = None;
        for (start, period) in own.starts(window)? {
            let names = clocks.names_of_start(&start);
            let key = if own.part.is_recurrent() {
                clocks.key(&start)
            } else {
                String::new()
            };
            // A day that was moved and left out later is left out.
            let is_excluded = names.iter().any(|name| excluded.contains(name));
            let replaced = moved.take(&names);
            let replaced = replaced.filter(|it| !is_excluded || it.sequence >= own.sequence);
            if replaced.is_none() && is_excluded {
                self.excluded.push(key);
                continue;
            }
            if let Some(event) = replaced {
                let to = event.start.as_ref().filter(|_| event.moves_following());
                following = to.map(|to| (event, to.at - start.at)).or(following);
            }
            let later = following.filter(|_| replaced.is_none());
            let shifted = later.and_then(|(event, by)| Some((event, start.shifted(by)?)));
            let (event, to) = match (replaced, shifted) {
                (Some(event), _) => (event, event.start.clone().unwrap_or(start.clone())),
                (None, Some(shifted)) => shifted,
                (None, None) => (own, start.clone()),
            };
            let is_own = std::ptr::eq(event, own);
            let own_length = if is_own {
                period.or(length)
            } else {
                event.length()
            };
            let has_moved = clocks.utc(&to) != clocks.utc(&start);
            self.push(event, to, own_length, key, has_moved);
        }
        Ok(())
    }

    /// The first day alone, of a series whose rule cannot be read.
    pub fn of_first_day(event: &'a Event<'a>) -> Self {
        let mut expanded = Self::default();
        if let Some(start) = event.start.clone() {
            expanded.push(event, start, event.length(), String::new(), false);
        }
        expanded
    }

    fn push(
        &mut self,
        event: &'a Event<'a>,
        start: Moment,
        length: Option<TimeDelta>,
        key: String,
        moved: bool,
    ) {
        self.occurrences.push(Occurrence {
            event,
            start,
            length,
            key,
            moved,
        });
    }

    /// Counts the days of a series in words: `6 meetings, one moved`; none for a single event.
    pub fn words(&self) -> Option<String> {
        let count =
            |which: &dyn Fn(&&Occurrence) -> bool| self.occurrences.iter().filter(which).count();
        let moved = count(&|one| one.moved && !one.event.cancelled);
        let off = count(&|one| one.event.cancelled);
        let number = |count: usize| {
            if count == 1 {
                "one".to_owned()
            } else {
                count.to_string()
            }
        };
        let all = i64::try_from(self.occurrences.len()).unwrap_or(i64::MAX);
        let mut words = pluralize(all, "meeting");
        for (count, what) in [(moved, "moved"), (off, "called off")] {
            if count > 0 {
                words.push_str(&format!(", {} {what}", number(count)));
            }
        }
        self.is_series.then_some(words)
    }
}

impl Event<'_> {
    /// Starts of its days, first to last, with the length of those that have one of their own.
    fn starts(&self, window: &Window) -> Result<Vec<(Moment, Option<TimeDelta>)>, RuleProblem> {
        let by_rule = self.rules(&ICalendarProperty::Rrule, window)?;
        let mut starts: Vec<_> = by_rule.into_iter().map(|start| (start, None)).collect();
        if !self.part.has_property(&ICalendarProperty::Rrule) {
            starts.extend(self.start.clone().map(|start| (start, None)));
        }
        starts.extend(self.days(&ICalendarProperty::Rdate));
        starts.sort_by_key(|(start, _)| self.clocks.utc(start));
        starts.dedup_by_key(|(start, _)| self.clocks.utc(start));
        Ok(starts)
    }

    /// Names of the hours and days that are left out.
    fn excluded(&self, window: &Window) -> Result<BTreeSet<Name>, RuleProblem> {
        let days = self.days(&ICalendarProperty::Exdate).into_iter();
        let by_rule = self.rules(&ICalendarProperty::Exrule, window)?;
        let all = days.map(|(day, _)| day).chain(by_rule);
        Ok(all
            .flat_map(|day| self.clocks.names_of_mark(&day))
            .collect())
    }

    /// True if it repeats without end.
    fn is_endless(&self) -> bool {
        let rules = self.part.properties(&ICalendarProperty::Rrule);
        let mut rules = rules.flat_map(|entry| entry.values.iter());
        rules.any(|value| {
            let ICalendarValue::RecurrenceRule(rule) = value else {
                return false;
            };
            rule.until.is_none() && rule.count.is_none()
        })
    }
}

/// The event that was changed last; of several, the first one.
fn newest<'a, 'b>(events: impl Iterator<Item = &'b &'a Event<'a>>) -> Option<&'a Event<'a>>
where
    'a: 'b,
{
    events.copied().reduce(|newest, event| {
        if event.sequence > newest.sequence {
            event
        } else {
            newest
        }
    })
}

/// Days of a series that have an event of their own.
struct MovedDays<'a> {
    events: Vec<Option<&'a Event<'a>>>,
    by_name: BTreeMap<Name, usize>,
}

impl<'a> MovedDays<'a> {
    fn of(events: &[&'a Event<'a>], clocks: &Clocks) -> Self {
        let mut moved = Self {
            events: Vec::new(),
            by_name: BTreeMap::new(),
        };
        for &event in events {
            let Some(recurrence) = &event.recurrence else {
                continue;
            };
            let names = clocks.names_of_mark(recurrence);
            let known = names
                .first()
                .and_then(|name| moved.by_name.get(name))
                .copied();
            if let Some(earlier) = known.and_then(|at| moved.events.get_mut(at)) {
                let last = newest(earlier.iter().chain([&event]));
                *earlier = last;
            } else {
                let at = moved.events.len();
                moved.events.push(Some(event));
                let names = names.into_iter().map(|name| (name, at));
                moved.by_name.extend(names);
            }
        }
        moved
    }

    /// The event for a start with one of these names, once.
    fn take(&mut self, names: &[Name]) -> Option<&'a Event<'a>> {
        let at = names.iter().find_map(|name| self.by_name.get(name))?;
        self.events.get_mut(*at)?.take()
    }

    fn rest(self) -> impl Iterator<Item = &'a Event<'a>> {
        self.events.into_iter().flatten()
    }
}

impl Clocks<'_> {
    /// Names by which a list of days, or a moved day, refers to a start.
    fn names_of_mark(&self, moment: &Moment) -> Vec<Name> {
        let day = moment.at.date();
        match moment.clock {
            _ if !moment.has_time => vec![Name::Day(day)],
            Clock::Reader => vec![Name::Local(moment.at), Name::DayOfHour(day)],
            Clock::Named(_) | Clock::Offset(_) | Clock::Custom(_) => {
                vec![Name::Utc(self.utc(moment)), Name::DayOfHour(day)]
            }
        }
    }

    /// Names by which others may refer to this start.
    fn names_of_start(&self, moment: &Moment) -> Vec<Name> {
        let day = moment.at.date();
        if moment.has_time {
            let local = Name::Local(moment.at);
            vec![Name::Utc(self.utc(moment)), local, Name::Day(day)]
        } else {
            vec![Name::Day(day), Name::DayOfHour(day)]
        }
    }

    /// What tells a start from the others of its series, the same for every reader.
    fn key(&self, moment: &Moment) -> String {
        let format = |at: NaiveDateTime, format: &str| at.format(format).to_string();
        match moment.clock {
            _ if !moment.has_time => format(moment.at, "%Y%m%d"),
            Clock::Reader => format(moment.at, "%Y%m%dT%H%M%S"),
            Clock::Named(_) | Clock::Offset(_) | Clock::Custom(_) => {
                format(self.utc(moment), "%Y%m%dT%H%M%SZ")
            }
        }
    }
}
