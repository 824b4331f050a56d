//! Autofill from the log of the current cycle up to today.

use super::FormContext;
use super::autofill_value::{AutofillValue, areas, terms_matching};
use crate::domain::action::Action;
use crate::domain::dates;
use crate::domain::meeting::Meeting;
use crate::domain::program::{Cycle, DateRule};
use crate::domain::schedule::{Totals, base_of, resolve};
use chrono::NaiveDate;

/// Meetings and contacts held in this cycle, or in the period that a form reports on, up to today, oldest first, with their
/// totals.
pub struct CycleLog<'a> {
    pub ctx: &'a FormContext<'a>,
    pub cycle: &'a Cycle,
    /// First and last day, where the form reports on a part of the cycle.
    period: Option<(NaiveDate, NaiveDate)>,
    pub held: Vec<&'a Meeting>,
    pub totals: Totals,
}

impl<'a> CycleLog<'a> {
    /// Log of the current cycle, or of a `period` of it; none before there is one. None either while only a part of the log
    /// is loaded: a count that is too low is worse than no count.
    pub fn for_current_cycle(
        ctx: &'a FormContext<'a>,
        period: Option<(NaiveDate, NaiveDate)>,
    ) -> Option<Self> {
        let cycle = ctx.year.book.cycle().filter(|_| ctx.year.book.complete)?;
        let mut held = ctx.year.held_in_cycle();
        held.retain(|it| period.is_none_or(|(first, last)| (first..=last).contains(&it.date)));
        let span = period.or(Some((cycle.start, cycle.end)));
        Some(Self {
            ctx,
            cycle,
            period,
            totals: ctx.year.totals_of(&held, span),
            held,
        })
    }

    /// Actions that were open at some time of the cycle or period, in the order in which they were agreed.
    pub fn actions(&self) -> Vec<&'a Action> {
        let book = self.ctx.year.book;
        // As with meetings, the first cycle has those from before it.
        let start = Some(self.cycle.start).filter(|_| book.cycles.len() > 1);
        let (first, last) = self.period.unzip();
        let mut actions = book.actions_in_order();
        actions.retain(|action| {
            action
                .done
                .is_none_or(|done| first.or(start).is_none_or(|first| done >= first))
                && action
                    .agreed
                    .is_none_or(|agreed| last.is_none_or(|last| agreed <= last))
        });
        actions.sort_by_key(|action| (action.agreed, action.due, action.id));
        actions
    }

    /// Pauses of the cycle or period, in words; none without one.
    pub fn pause_words(&self) -> Option<String> {
        let whole = (self.cycle.start, self.cycle.end);
        let within = self.period.unwrap_or(whole);
        self.ctx.year.pause_words_in(within)
    }

    /// Actions agreed, done and overdue.
    pub fn actions_agreed(&self) -> AutofillValue {
        let (actions, today) = (self.actions(), self.ctx.year.today);
        let done = actions.iter().filter(|it| it.done.is_some()).count();
        let is_late = |it: &&&Action| it.done.is_none() && it.due.is_some_and(|due| due < today);
        let late = actions.iter().filter(is_late).count();
        AutofillValue::quantity(
            u64::try_from(actions.len()).unwrap_or(u64::MAX),
            format!("{} agreed, {done} done, {late} overdue", actions.len()),
        )
    }

    pub fn cycle_title(&self) -> AutofillValue {
        let month = |day: chrono::NaiveDate| day.format("%B %Y").to_string();
        AutofillValue::text(format!(
            "{} to {}",
            month(self.cycle.start),
            month(self.cycle.end)
        ))
    }

    pub fn period(&self) -> AutofillValue {
        let (first, last) = self.period.unwrap_or_else(|| {
            let end = self.ctx.year.today.min(self.cycle.end);
            (self.cycle.start, end)
        });
        let pause = self.pause_words().map(|words| format!("; {words}"));
        AutofillValue::text(dates::format_period(first, last) + &pause.unwrap_or_default())
    }

    pub fn match_length(&self) -> AutofillValue {
        let (start, end) = (self.cycle.start, self.cycle.end);
        let days = (end - start).num_days();
        // A year that lacks a day is a year to everybody.
        let months = days.saturating_mul(12).saturating_add(182) / 365;
        let length = if months < 2 {
            dates::humanize_days(days)
        } else {
            dates::pluralize(months, "month")
        };
        let (start, end) = (dates::format_date(start), dates::format_date(end));
        AutofillValue::text(format!("{start} to {end} ({length})"))
    }

    /// Dates on which the program expects another form than `form`; where it expects none, middle and end.
    pub fn review_dates(&self, form: &str) -> AutofillValue {
        let year = &self.ctx.year;
        let milestones = year.book.milestones_in_order().into_iter();
        let expected = milestones.filter(|milestone| {
            let due = year.def_of(milestone).and_then(|def| def.form.as_deref());
            due.is_some_and(|due| due != form)
        });
        let mut lines: Vec<_> = expected
            .map(|milestone| {
                format!(
                    "{}: {}",
                    dates::format_date(milestone.date),
                    milestone.title
                )
            })
            .collect();
        if lines.is_empty() {
            let (start, end) = (self.cycle.start, self.cycle.end);
            let middle = resolve(&DateRule::Middle(true), start, end);
            lines.push(format!("{}: half way", dates::format_date(middle)));
            lines.push(format!("{}: the end", dates::format_date(end)));
        }
        AutofillValue::text(lines.join("\n"))
    }

    pub fn hours(&self) -> AutofillValue {
        let minutes = self.totals.minutes;
        AutofillValue::quantity(minutes.saturating_add(30) / 60, self.totals.hours())
    }

    /// Number of periods in which contacts and meetings met the cadence; yes if all did.
    pub fn cadence(&self) -> Option<AutofillValue> {
        let target_text = self.ctx.year.cadence_words()?;
        let target = self.ctx.year.cadence();
        let parts = [
            (self.totals.contacts_met, target.contacts, "contacts"),
            (self.totals.meetings_met, target.meetings, "meetings"),
        ];
        let mut is_met = true;
        let mut clauses = Vec::new();
        for (met, rate, noun) in parts {
            let (Some((enough, all)), Some(rate)) = (met, rate) else {
                continue;
            };
            is_met &= enough == all;
            let span = match rate.months {
                0 | 1 => "months".to_owned(),
                months => format!("spans of {months} months"),
            };
            clauses.push(format!("enough {noun} in {enough} of {all} {span}"));
        }
        if clauses.is_empty() {
            return None;
        }
        let answer = if is_met { "Yes" } else { "Not always" };
        let pause = self.pause_words().map(|words| format!("; {words}"));
        let pause = pause.unwrap_or_default();
        Some(AutofillValue::yes(
            is_met,
            format!("{answer}: {} ({target_text}{pause})", clauses.join(", ")),
        ))
    }

    /// Longest gap without a contact, the current one included.
    pub fn longest_gap(&self) -> Option<AutofillValue> {
        let gap = self.totals.longest_interval?;
        let span = self.period.map_or("year", |_| "period");
        Some(AutofillValue::quantity(
            u64::try_from(gap.days).ok()?,
            format!("{}, {}", dates::pluralize(gap.days, "day"), gap.ends(span)),
        ))
    }

    pub fn channels(&self) -> AutofillValue {
        let channels = &self.totals.channels;
        let words: Vec<_> = channels
            .iter()
            .map(|(channel, count)| format!("{channel} {count}"))
            .collect();
        AutofillValue::listed(
            channels.iter().map(|(channel, _)| channel.key().to_owned()),
            &words,
        )
    }

    pub fn topics(&self) -> AutofillValue {
        let mut topics: Vec<&str> = Vec::new();
        for topic in self.held.iter().flat_map(|meeting| &meeting.topics) {
            if !topics.contains(&topic.as_str()) {
                topics.push(topic);
            }
        }
        AutofillValue::text(topics.join("\n"))
    }

    pub fn activities(&self) -> AutofillValue {
        let touched = |key: &str| {
            self.held
                .iter()
                .any(|meeting| meeting.activities.contains(key))
        };
        AutofillValue::terms(
            self.ctx
                .deck
                .activities
                .iter()
                .filter(|activity| touched(&activity.key))
                .map(|activity| (activity.key.as_str(), activity.title.as_str())),
        )
    }

    pub fn competencies(&self) -> AutofillValue {
        terms_matching(areas(self.ctx.competencies), |key| {
            self.held
                .iter()
                .any(|meeting| meeting.competencies.contains(key))
        })
    }

    /// Wins with their dates, oldest first.
    pub fn win_lines(&self) -> Vec<String> {
        let won = self.held.iter().filter(|meeting| !meeting.win.is_empty());
        won.map(|meeting| format!("{} ({})", meeting.win, dates::format_date(meeting.date)))
            .collect()
    }

    /// Contacts since the owner last exported the form called `form`, or since the start.
    pub fn contacts_since_last(&self, form: &str) -> AutofillValue {
        let book = self.ctx.year.book;
        let sent = book
            .responses
            .values()
            .filter(|response| base_of(&response.form) == base_of(form))
            .filter(|response| response.role.is_none_or(|role| role == book.me()))
            .filter_map(|response| response.exported)
            .max();
        let since = self
            .held
            .iter()
            .filter(|meeting| sent.is_none_or(|sent| meeting.date > sent));
        AutofillValue::count(u32::try_from(since.count()).unwrap_or(u32::MAX))
    }
}
