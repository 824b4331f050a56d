//! Trends: goals over the months, coverage of competency areas, and the target of a month.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use super::Year;
use super::totals::MonthTotals;
use crate::domain::goal::{Goal, GoalStatus};
use crate::domain::meeting::Meeting;
use crate::domain::program::{CompetencySet, Rate};

/// Comparison of a month with its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetStatus {
    /// Target met or exceeded.
    Met,
    /// Number below the target.
    Short(u32),
    /// Not measured: the month is not over or not whole, or there is no target for a single month.
    NotMeasured,
}

impl MonthTotals {
    /// Compares `count` of this month with `target`.
    pub fn target_status(&self, count: u32, target: Option<u32>) -> TargetStatus {
        match target {
            Some(target) if count >= target => TargetStatus::Met,
            Some(target) if self.full => TargetStatus::Short(target - count),
            Some(_) | None => TargetStatus::NotMeasured,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusChange {
    pub date: NaiveDate,
    /// Status from then on.
    pub status: GoalStatus,
}

/// Trend of one goal.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalTrend {
    pub title: String,
    pub status: GoalStatus,
    pub due: Option<NaiveDate>,
    pub total_steps: usize,
    /// Steps done by the end of each month of [`super::Totals::months`].
    pub steps_done_by_month: Vec<usize>,
    /// Steps done, oldest first: date and title.
    pub done: Vec<(NaiveDate, String)>,
    /// Changes of status, oldest first.
    pub status_changes: Vec<StatusChange>,
}

/// Competency area with the number of goals and talks that touched it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CompetencyCoverage {
    #[serde(rename = "title")]
    pub area: String,
    /// Goals that serve it.
    pub goals: usize,
    /// Meetings and contacts that touched it.
    #[serde(rename = "times")]
    pub talks: usize,
}

impl CompetencyCoverage {
    /// True if nothing has touched it yet.
    pub const fn is_untouched(&self) -> bool {
        self.goals + self.talks == 0
    }
}

impl Year<'_> {
    /// Contacts and meetings that the cadence asks of one month; none where its period is longer.
    pub fn month_target(&self) -> (Option<u32>, Option<u32>) {
        let cadence = self.cadence();
        let of_month = |rate: Option<Rate>| {
            rate.filter(|rate| rate.months == 1 && rate.count > 0)
                .map(|rate| rate.count)
        };
        (of_month(cadence.contacts), of_month(cadence.meetings))
    }

    /// Trends of every goal that is no draft, over `months`.
    pub fn goal_trends(&self, months: &[MonthTotals]) -> Vec<GoalTrend> {
        let goals = self.book.goals_in_order().into_iter();
        let started = goals.filter(|goal| goal.status != GoalStatus::Draft);
        started.map(|goal| self.goal_trend(goal, months)).collect()
    }

    fn goal_trend(&self, goal: &Goal, months: &[MonthTotals]) -> GoalTrend {
        let steps = self.book.steps_of(goal.id);
        let mut done: Vec<_> = steps
            .iter()
            .filter_map(|step| Some((step.done?, step.title.clone())))
            .collect();
        done.sort_unstable();
        let by_month = months
            .iter()
            .map(|month| {
                let next = super::date_rules::first_of_next_month(month.first);
                done.iter().filter(|(day, _)| *day < next).count()
            })
            .collect();
        let lines = self.book.progress_of(goal.id).into_iter().rev();
        let turns = lines.filter_map(|line| {
            Some(StatusChange {
                date: line.date,
                status: line.status?,
            })
        });
        GoalTrend {
            title: goal.title.clone(),
            status: goal.status,
            due: goal.due,
            total_steps: steps.len(),
            steps_done_by_month: by_month,
            status_changes: turns.collect(),
            done,
        }
    }

    /// Coverage of the areas of `set` by goals and by the meetings and contacts in `held`.
    pub fn competency_coverage(
        &self,
        set: &CompetencySet,
        held: &[&Meeting],
    ) -> Vec<CompetencyCoverage> {
        let goals = self.book.goals_in_order();
        set.areas
            .iter()
            .map(|area| CompetencyCoverage {
                area: area.title.clone(),
                goals: goals
                    .iter()
                    .filter(|goal| goal.status != GoalStatus::Dropped)
                    .filter(|goal| goal.competencies.contains(&area.key))
                    .count(),
                talks: held
                    .iter()
                    .filter(|meeting| meeting.competencies.contains(&area.key))
                    .count(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::{Progress, Step};
    use crate::domain::program::Term;
    use crate::domain::schedule::ContactCount;
    use crate::domain::schedule::tests::{book, contact, cycle, day, goal, id, meeting, program};

    fn month(full: bool) -> MonthTotals {
        MonthTotals {
            first: day("2026-12-01"),
            count: ContactCount::default(),
            minutes: 0,
            tenths: 0,
            paused_days: 0,
            full,
        }
    }

    #[test]
    fn a_month_is_measured_once_it_is_over_and_praised_before() {
        assert_eq!(
            month(true).target_status(1, Some(2)),
            TargetStatus::Short(1)
        );
        assert_eq!(month(true).target_status(2, Some(2)), TargetStatus::Met);
        assert_eq!(
            month(false).target_status(1, Some(2)),
            TargetStatus::NotMeasured
        );
        assert_eq!(month(false).target_status(3, Some(2)), TargetStatus::Met);
        assert_eq!(
            month(true).target_status(0, None),
            TargetStatus::NotMeasured
        );
    }

    #[test]
    fn a_count_is_told_in_words_that_fit_small_numbers_too() {
        let words = |contacts, meetings| ContactCount { contacts, meetings }.words();
        assert_eq!(words(13, 5), "13 contacts, 5 of them meetings");
        assert_eq!(words(2, 1), "2 contacts, 1 of them a meeting");
        assert_eq!(words(2, 0), "2 contacts, no meeting");
        assert_eq!(words(1, 1), "1 contact, a meeting");
        assert_eq!(words(0, 0), "no contact");
    }

    #[test]
    fn a_target_for_a_month_is_what_was_agreed_on_or_what_the_program_asks() {
        let (mut book, program) = (book([]), program());
        let target = |book: &_| {
            let today = day("2026-12-10");
            Year::new(book, &program, today).month_target()
        };
        assert_eq!(target(&book), (Some(2), None));
        let mut agreed = cycle();
        agreed.meetings_a_month = Some(1);
        book.extend([agreed.into()]);
        assert_eq!(target(&book), (Some(2), Some(1)));
    }

    #[test]
    fn a_goal_grows_by_the_steps_done_in_each_month() {
        let step = |name: &str, done: Option<&str>| Step {
            id: id(name),
            goal: id("a"),
            title: name.to_owned(),
            done: done.map(day),
            order: name.to_owned(),
            ..Step::default()
        };
        let turn = |date: &str, status| Progress {
            id: id(date),
            goal: id("a"),
            date: day(date),
            status,
            ..Progress::default()
        };
        let book = book([
            goal("a", None).into(),
            step("one", Some("2026-12-05")).into(),
            step("two", Some("2026-11-20")).into(),
            step("three", None).into(),
            turn("2026-12-09", Some(GoalStatus::Paused)).into(),
            turn("2026-11-09", Some(GoalStatus::Active)).into(),
            turn("2026-11-19", None).into(),
        ]);
        let program = program();
        let year = Year::new(&book, &program, day("2026-12-10"));
        let months = year.totals().months;
        let growth = &year.goal_trends(&months)[0];
        assert_eq!(
            (&*growth.steps_done_by_month, growth.total_steps),
            (&[1, 2][..], 3)
        );
        assert_eq!(growth.done[0], (day("2026-11-20"), "two".to_owned()));
        let turns: Vec<_> = growth
            .status_changes
            .iter()
            .map(|turn| turn.status)
            .collect();
        assert_eq!(turns, [GoalStatus::Active, GoalStatus::Paused]);
    }

    #[test]
    fn an_area_that_neither_goals_nor_talks_touched_is_known() {
        let term = |key: &str| Term {
            key: key.to_owned(),
            title: key.to_owned(),
        };
        let set = CompetencySet {
            key: String::new(),
            title: String::new(),
            areas: ["a", "b", "c"].map(term).to_vec(),
            sources: Vec::new(),
        };
        let mut talk = meeting("2026-12-01");
        talk.competencies.insert("b".to_owned());
        let mut aim = goal("g", None);
        aim.competencies.insert("a".to_owned());
        let book = book([
            talk.into(),
            contact("2026-12-02").into(),
            aim.clone().into(),
        ]);
        let program = program();
        let year = Year::new(&book, &program, day("2026-12-10"));
        let touched = year.competency_coverage(&set, &year.held_in_cycle());
        let found: Vec<_> = touched.iter().map(|it| (it.goals, it.talks)).collect();
        assert_eq!(found, [(1, 0), (0, 1), (0, 0)]);
        assert!(touched[2].is_untouched());
    }
}
