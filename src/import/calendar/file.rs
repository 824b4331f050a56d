//! Entries of a calendar file: events, to-dos, and what is named as left out.

use std::collections::BTreeMap;

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarMethod, ICalendarProperty,
    ICalendarValue,
};
use calcard::{Entry, Parser};

use super::clocks::{self, Clocks, Zones};
use super::event::Event;
use super::notes::name;
use super::series::Series;
use super::todo::Todo;
use crate::import::Incoming;

/// Parses the text; entries without a calendar around them stand in one of their own.
pub fn parse(text: &str) -> Vec<ICalendar> {
    let mut calendars = Vec::new();
    let mut bare = ICalendar {
        components: vec![ICalendarComponent::default()],
    };
    let mut parser = Parser::new(text);
    loop {
        let entry = parser.entry();
        if let Entry::ICalendar(mut calendar) = entry {
            let root = calendar.components.first().map(|root| &root.component_type);
            if let Some(ICalendarComponentType::VCalendar | ICalendarComponentType::Other(_)) = root
            {
                calendars.push(calendar);
                continue;
            }
            let first = u32::try_from(bare.components.len()).unwrap_or(u32::MAX);
            bare.components[0].component_ids.push(first);
            for part in &mut calendar.components {
                for id in &mut part.component_ids {
                    *id = id.saturating_add(first);
                }
            }
            bare.components.append(&mut calendar.components);
        } else if entry == Entry::Eof {
            break;
        }
    }
    calendars.push(bare);
    calendars
}

/// Entries of all calendars of a file.
#[derive(Default)]
pub struct CalendarFile<'a> {
    pub events: Vec<Event<'a>>,
    pub todos: Vec<Todo<'a>>,
    pub incoming: Incoming,
}

impl<'a> CalendarFile<'a> {
    pub fn read(&mut self, calendar: &'a ICalendar, zones: &'a Zones<'a>, clocks: &'a Clocks<'a>) {
        let Some(root) = calendar.components.first() else {
            return;
        };
        let method = root.property(&ICalendarProperty::Method);
        let method = method.and_then(|entry| match entry.values.first() {
            Some(ICalendarValue::Method(method)) => Some(method),
            Some(_) | None => None,
        });
        if let Some(
            ICalendarMethod::Reply
            | ICalendarMethod::Refresh
            | ICalendarMethod::Counter
            | ICalendarMethod::Declinecounter,
        ) = method
        {
            let answer = "An answer to an invitation was left out: it plans nothing.";
            return self.incoming.left_out.push(answer.to_owned());
        }
        let parts = root.component_ids.iter();
        for part in parts.filter_map(|id| calendar.component_by_id(*id)) {
            let what = match &part.component_type {
                ICalendarComponentType::VEvent => {
                    self.events.push(Event::of(part, zones, clocks, method));
                    continue;
                }
                ICalendarComponentType::VTodo => {
                    self.todos.push(Todo { part, zones });
                    continue;
                }
                ICalendarComponentType::VJournal => "journal entry",
                ICalendarComponentType::VFreebusy => "list of free and busy hours",
                ICalendarComponentType::VAvailability => "list of free hours",
                ICalendarComponentType::VCalendar
                | ICalendarComponentType::VTimezone
                | ICalendarComponentType::VAlarm
                | ICalendarComponentType::Standard
                | ICalendarComponentType::Daylight
                | ICalendarComponentType::Available
                | ICalendarComponentType::Participant
                | ICalendarComponentType::VLocation
                | ICalendarComponentType::VResource
                | ICalendarComponentType::VStatus
                | ICalendarComponentType::Other(_) => continue,
            };
            let title = clocks::text(part, &ICalendarProperty::Summary);
            let title = name(title);
            self.incoming.left_out.push(format!(
                "The {what} {title} was left out: events and to-dos are taken in."
            ));
        }
    }
}

/// Events by UID, in the order of the file; an event without one stands alone.
pub fn series_of<'a>(events: &'a [Event<'a>]) -> Vec<Series<'a>> {
    let mut by_uid: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all: Vec<Series<'a>> = Vec::new();
    for event in events {
        let known = by_uid
            .get(event.uid())
            .copied()
            .filter(|_| !event.uid().is_empty());
        if let Some(series) = known.and_then(|at| all.get_mut(at)) {
            series.events.push(event);
        } else {
            by_uid.insert(event.uid(), all.len());
            all.push(Series {
                events: vec![event],
            });
        }
    }
    all
}
