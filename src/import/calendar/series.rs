//! Events of one UID, expanded to the days on which they are: rules, further days, days left out, days moved.

use std::collections::BTreeMap;

use calcard::icalendar::{
    ICalendarParameterName, ICalendarParameterValue, ICalendarProperty, ICalendarValue,
};
use chrono::TimeDelta;

use super::clocks::{Clocks, Moment};
use super::event::{Event, Window};
use super::names::Name;
use super::recurrence::RuleProblem;
use crate::domain::dates::pluralize;
use crate::domain::id::Id;
use crate::import::ImportContext;

/// Largest number of days of one series within a year: more than one a day is no series of meetings.
const MAX_OCCURRENCES: usize = 400;

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
    /// True if it is more than a single event.
    pub is_series: bool,
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
