//! Phases of the year with their dates.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::Year;
use super::date_rules::day_before;
use super::pauses::resolve_in;
use crate::domain::deck::Stage;
use crate::domain::program::Phase;

/// Phase with its first and last day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PhaseSpan<'a> {
    #[serde(flatten)]
    pub phase: &'a Phase,
    pub start: NaiveDate,
    pub end: NaiveDate,
}

impl<'a> Year<'a> {
    /// Phases of the current cycle in order, without a gap from its first day to its last. One that another hides
    /// altogether, as in a cycle cut short, is left out.
    pub fn phases(&self) -> Vec<PhaseSpan<'a>> {
        let Some(cycle) = self.book.cycle() else {
            return Vec::new();
        };
        let mut starts: Vec<_> = self
            .program
            .phases
            .iter()
            .map(|phase| (resolve_in(&phase.from, self.book), phase))
            .collect();
        starts.sort_by_key(|(start, _)| *start);
        let mut spans = Vec::new();
        for (index, (start, phase)) in starts.iter().enumerate() {
            let start = if spans.is_empty() {
                cycle.start
            } else {
                (*start).max(cycle.start)
            };
            let end = starts
                .get(index + 1)
                .map_or(cycle.end, |(next, _)| day_before(*next).min(cycle.end));
            if start <= end {
                spans.push(PhaseSpan { phase, start, end });
            }
        }
        spans
    }

    /// Phase that `day` falls in: the first one before the cycle begins, the last one after its end.
    pub fn phase_on(&self, day: NaiveDate) -> Option<PhaseSpan<'a>> {
        let phases = self.phases();
        phases
            .iter()
            .rev()
            .find(|span| span.start <= day)
            .or(phases.first())
            .copied()
    }

    pub fn phase(&self) -> Option<PhaseSpan<'a>> {
        self.phase_on(self.today)
    }

    /// Stage of today's phase, by which cards are chosen.
    pub fn stage(&self) -> Stage {
        let is_over = self
            .book
            .cycle()
            .is_some_and(|cycle| cycle.end < self.today);
        if is_over {
            return Stage::Closing;
        }
        self.phase()
            .map_or(Stage::Starting, |span| span.phase.stage)
    }
}
