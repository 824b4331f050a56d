//! The part of the log that forms speak of: what was held in this cycle until today.

use super::Context;
use super::auto::{Known, areas, named};
use crate::domain::meeting::Meeting;
use crate::domain::program::{Cycle, DateRule};
use crate::domain::schedule::{Totals, resolve};
use crate::domain::when;

/// What was held in this cycle up to today, oldest first, and added up.
pub struct Log<'a> {
    pub ctx: &'a Context<'a>,
    pub cycle: &'a Cycle,
    pub held: Vec<&'a Meeting>,
    pub totals: Totals,
}

impl<'a> Log<'a> {
    /// The log of the present cycle; none before there is one. While only a part of the log is loaded there is none
    /// either: a count that is too low is worse than no count.
    pub fn of(ctx: &'a Context<'a>) -> Option<Self> {
        Some(Self {
            ctx,
            cycle: ctx.year.book.cycle().filter(|_| ctx.year.book.complete)?,
            held: ctx.year.held_in_cycle(),
            totals: ctx.year.totals(),
        })
    }

    pub fn cycle_title(&self) -> Known {
        let month = |day: chrono::NaiveDate| day.format("%B %Y").to_string();
        Known::text(format!(
            "{} to {}",
            month(self.cycle.start),
            month(self.cycle.end)
        ))
    }

    pub fn period(&self) -> Known {
        Known::text(format!(
            "{} to {}",
            when::shown(self.cycle.start),
            when::shown(self.ctx.year.today.min(self.cycle.end))
        ))
    }

    pub fn match_length(&self) -> Known {
        let (start, end) = (self.cycle.start, self.cycle.end);
        let days = (end - start).num_days();
        // A year that lacks a day is a year to everybody.
        let months = days.saturating_mul(12).saturating_add(182) / 365;
        let length = if months < 2 {
            when::span(days)
        } else {
            when::counted(months, "month")
        };
        let (start, end) = (when::shown(start), when::shown(end));
        Known::text(format!("{start} to {end} ({length})"))
    }

    /// The dates on which the program expects another form than `form`; where it expects none, middle and end.
    pub fn review_dates(&self, form: &str) -> Known {
        let year = &self.ctx.year;
        let milestones = year.book.milestones_in_order().into_iter();
        let expected = milestones.filter(|milestone| {
            let due = year.def_of(milestone).and_then(|def| def.form.as_deref());
            due.is_some_and(|due| due != form)
        });
        let mut lines: Vec<_> = expected
            .map(|milestone| format!("{}: {}", when::shown(milestone.date), milestone.title))
            .collect();
        if lines.is_empty() {
            let (start, end) = (self.cycle.start, self.cycle.end);
            let middle = resolve(&DateRule::Middle(true), start, end);
            lines.push(format!("{}: half way", when::shown(middle)));
            lines.push(format!("{}: the end", when::shown(end)));
        }
        Known::text(lines.join("\n"))
    }

    pub fn hours(&self) -> Known {
        let minutes = self.totals.minutes;
        Known::measured(minutes.saturating_add(30) / 60, self.totals.hours())
    }

    /// In how many periods there were as many contacts and meetings as asked for; yes if that was so in all of them.
    pub fn cadence(&self) -> Option<Known> {
        let asked = self.ctx.year.cadence_words()?;
        let wanted = self.ctx.year.cadence();
        let parts = [
            (self.totals.contacts_met, wanted.contacts, "contacts"),
            (self.totals.meetings_met, wanted.meetings, "meetings"),
        ];
        let mut kept = true;
        let mut words = Vec::new();
        for (met, rate, noun) in parts {
            let (Some((enough, all)), Some(rate)) = (met, rate) else {
                continue;
            };
            kept &= enough == all;
            let span = match rate.months {
                0 | 1 => "months".to_owned(),
                months => format!("spans of {months} months"),
            };
            words.push(format!("enough {noun} in {enough} of {all} {span}"));
        }
        if words.is_empty() {
            return None;
        }
        let answer = if kept { "Yes" } else { "Not always" };
        Some(Known::yes(
            kept,
            format!("{answer}: {} ({asked})", words.join(", ")),
        ))
    }

    /// The longest time without a contact, the present one included.
    pub fn longest_gap(&self) -> Option<Known> {
        let gap = self.totals.longest?;
        let (from, to) = (when::shown(gap.from), when::shown(gap.to));
        Some(Known::measured(
            u64::try_from(gap.days).ok()?,
            format!("{}, from {from} to {to}", when::counted(gap.days, "day")),
        ))
    }

    pub fn channels(&self) -> Known {
        let channels = &self.totals.channels;
        let words: Vec<_> = channels
            .iter()
            .map(|(channel, count)| format!("{channel} {count}"))
            .collect();
        Known::listed(
            channels.iter().map(|(channel, _)| channel.key().to_owned()),
            &words,
        )
    }

    pub fn topics(&self) -> Known {
        let mut topics: Vec<&str> = Vec::new();
        for topic in self.held.iter().flat_map(|meeting| &meeting.topics) {
            if !topics.contains(&topic.as_str()) {
                topics.push(topic);
            }
        }
        Known::text(topics.join("\n"))
    }

    pub fn activities(&self) -> Known {
        let touched = |key: &str| {
            self.held
                .iter()
                .any(|meeting| meeting.activities.contains(key))
        };
        Known::terms(
            self.ctx
                .deck
                .activities
                .iter()
                .filter(|activity| touched(&activity.key))
                .map(|activity| (activity.key.as_str(), activity.title.as_str())),
        )
    }

    pub fn competencies(&self) -> Known {
        named(areas(self.ctx), |key| {
            self.held
                .iter()
                .any(|meeting| meeting.competencies.contains(key))
        })
    }

    pub fn wins(&self) -> Known {
        let wins: Vec<_> = self
            .held
            .iter()
            .filter(|meeting| !meeting.win.is_empty())
            .map(|meeting| format!("{} ({})", meeting.win, when::shown(meeting.date)))
            .collect();
        Known::text(wins.join("\n"))
    }

    /// Contacts since the owner last sent the form called `form`, or since the start.
    pub fn since_last(&self, form: &str) -> Known {
        let book = self.ctx.year.book;
        let sent = book
            .responses
            .values()
            .filter(|response| response.form == form)
            .filter(|response| response.role.is_none_or(|role| role == book.me()))
            .filter_map(|response| response.exported)
            .max();
        let since = self
            .held
            .iter()
            .filter(|meeting| sent.is_none_or(|sent| meeting.date > sent));
        Known::count(u32::try_from(since.count()).unwrap_or(u32::MAX))
    }
}
