//! Days that a series had in an earlier file and has no longer: it moved them to new days, or calls them off.

use std::ops::RangeInclusive;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use super::clocks::{Clock, Moment};
use super::event::Event;
use super::meeting::MeetingMatcher;
use super::series::Occurrence;
use super::uid::Uid;
use crate::domain::meeting::Meeting;

impl<'a> MeetingMatcher<'a> {
    /// Finds the planned meetings of the book that are of the series of `head`, but none of its `days`, and makes them its
    /// new days, one after the other. What is left is given back: it is called off, unless another event takes it. Days
    /// outside of the `window` are not looked at.
    pub fn match_earlier(
        &mut self,
        head: &Event,
        days: &[Occurrence<'a>],
        window: &RangeInclusive<NaiveDate>,
    ) -> Vec<&'a Meeting> {
        let ids = days
            .iter()
            .map(|day| self.own_id(day.event, &day.key, &day.start));
        let (known, new): (Vec<_>, Vec<_>) = ids.partition(|id| self.known(*id).is_some());
        let mut earlier = self.planned_of(head);
        earlier.retain(|meeting| {
            let is_day = |id| self.known(id).is_some_and(|one| one.id == meeting.id);
            window.contains(&meeting.date) && !known.iter().any(|id| is_day(*id))
        });
        earlier.sort_by_key(|meeting| (meeting.date, meeting.time));
        let rest = earlier.split_off(earlier.len().min(new.len()));
        for (id, meeting) in new.into_iter().zip(earlier) {
            self.join(id, meeting);
        }
        rest
    }

    /// The meetings to come that are days of the series, by its UID and their hour.
    fn planned_of(&self, head: &Event) -> Vec<&'a Meeting> {
        if !matches!(Uid::of(head.uid()), Uid::Foreign(_)) {
            return Vec::new();
        }
        let Some(start) = &head.start else {
            return Vec::new();
        };
        let is_older = |meeting: &Meeting| head.sequence < meeting.sequence;
        let is_day = |meeting: &Meeting| {
            let zone = meeting.zone.parse::<Tz>().ok().or(self.context.zone);
            let clocks = zone.map(Clock::Named).into_iter().chain([Clock::Reader]);
            clocks.into_iter().any(|clock| {
                let at = Moment {
                    at: meeting
                        .date
                        .and_time(meeting.time.unwrap_or(NaiveTime::MIN)),
                    has_time: meeting.time.is_some(),
                    clock,
                };
                let id = self.own_id(head, &self.clocks.key(&at), start);
                id == meeting.id || meeting.event == Some(id)
            })
        };
        let meetings = self.context.book.meetings.values();
        let to_come = meetings.filter(|one| one.is_planned() && one.date >= self.context.today);
        to_come
            .filter(|one| !is_older(one) && is_day(one))
            .collect()
    }
}
