//! Autofill: computes answers from the log, one value for each [`Autofill`], for every kind of field that may use it.

use chrono::NaiveDate;

use super::cycle_log::CycleLog;
use super::{FormContext, closing};
use crate::domain::answer::{NO, YES, canonical_date};
use crate::domain::dates;
use crate::domain::form::{Autofill, Choice, FieldKind};
use crate::domain::goal::{Goal, GoalStatus, Step};
use crate::domain::ops::MAX_LINE_CHARS;
use crate::domain::person::Role;
use crate::domain::program::Term;

/// Autofilled value: as text, and as every other kind that it can be read as.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AutofillValue {
    /// As text; several lines for a list.
    pub text: String,
    number: Option<u64>,
    day: Option<NaiveDate>,
    yes: Option<bool>,
    keys: Vec<String>,
}

impl AutofillValue {
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub fn day(day: NaiveDate) -> Self {
        Self {
            day: Some(day),
            ..Self::text(dates::format_date(day))
        }
    }

    pub fn count(count: u32) -> Self {
        Self::quantity(u64::from(count), count.to_string())
    }

    pub fn yes(yes: bool, text: impl Into<String>) -> Self {
        Self {
            yes: Some(yes),
            ..Self::text(text)
        }
    }

    pub fn terms<'a>(terms: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let (keys, labels): (Vec<_>, Vec<_>) =
            terms.map(|(key, label)| (key.to_owned(), label)).unzip();
        Self {
            keys,
            ..Self::text(labels.join("\n"))
        }
    }

    /// A measure that is more exact as text than as a whole number.
    pub fn quantity(number: u64, text: impl Into<String>) -> Self {
        Self {
            number: Some(number),
            ..Self::text(text)
        }
    }

    /// Choices whose text says more than their labels.
    pub fn listed(keys: impl Iterator<Item = String>, words: &[String]) -> Self {
        Self {
            keys: keys.collect(),
            ..Self::text(words.join("\n"))
        }
    }

    /// Canonical form for a field of `kind`; none where the value cannot be read as that kind.
    pub fn canonical_value(&self, kind: &FieldKind, choices: &[Choice]) -> Option<String> {
        let offered = |key: &&String| choices.iter().any(|choice| choice.key == **key);
        let plain = match kind {
            FieldKind::Line => join_line(&self.text),
            FieldKind::Text => self.text.clone(),
            FieldKind::Choice(_) => self.keys.iter().find(offered)?.clone(),
            FieldKind::Choices(_) => {
                let keys: Vec<_> = self.keys.iter().filter(offered).cloned().collect();
                keys.join("\n")
            }
            FieldKind::Scale { low, high, .. } => {
                let number = i64::try_from(self.number?).ok()?;
                (*low..=*high)
                    .contains(&number)
                    .then(|| number.to_string())?
            }
            FieldKind::Date { .. } => canonical_date(self.day?, None),
            FieldKind::Number => self.number?.to_string(),
            FieldKind::YesNo => (if self.yes? { YES } else { NO }).to_owned(),
        };
        (!plain.is_empty()).then_some(plain)
    }
}

/// Joins a list on one line, within the length limit of a line.
fn join_line(text: &str) -> String {
    let pieces: Vec<_> = text.lines().filter(|line| !line.is_empty()).collect();
    let commas = pieces.iter().any(|piece| piece.contains(','));
    let line = pieces.join(if commas { "; " } else { ", " });
    if line.chars().count() <= MAX_LINE_CHARS {
        return line;
    }
    let mut cut: String = line.chars().take(MAX_LINE_CHARS - 1).collect();
    cut.push('…');
    cut
}

/// Computes `auto` for a form called `form`; `goal` is the goal of the section.
pub fn autofill(
    auto: Autofill,
    log: &CycleLog,
    form: &str,
    goal: Option<&Goal>,
) -> Option<AutofillValue> {
    let ctx = log.ctx;
    let value = match auto {
        Autofill::Names => names(ctx),
        Autofill::MentorName => person(ctx, Role::Mentor)?,
        Autofill::MenteeName => person(ctx, Role::Mentee)?,
        Autofill::ProgramTitle => AutofillValue::text(&ctx.year.program.title),
        Autofill::CycleTitle => log.cycle_title(),
        Autofill::MatchDate => AutofillValue::day(log.cycle.start),
        Autofill::Period => log.period(),
        Autofill::Today => AutofillValue::day(ctx.year.today),
        Autofill::Meetings => AutofillValue::count(log.totals.count.meetings),
        Autofill::Contacts => AutofillValue::count(log.totals.count.contacts),
        Autofill::Hours => log.hours(),
        Autofill::CadenceMet => log.cadence()?,
        Autofill::Channels => log.channels(),
        Autofill::LongestGap => log.longest_gap()?,
        Autofill::Topics => log.topics(),
        Autofill::ActivitiesTouched => log.activities(),
        Autofill::CompetenciesTouched => log.competencies(),
        Autofill::ActionsAgreed => actions(ctx),
        Autofill::Wins => log.wins(),
        Autofill::FirstContact => AutofillValue::day(log.totals.first?),
        Autofill::NextMeeting => next_meeting(ctx),
        Autofill::GoalsState => goals_state(ctx),
        Autofill::ContactsSinceLast => log.contacts_since_last(form),
        Autofill::RematchDaysLeft => AutofillValue::count(ctx.year.rematch_days_left()?),
        Autofill::MatchLength => log.match_length(),
        Autofill::ReviewDates => log.review_dates(form),
        Autofill::MyName => person(ctx, ctx.year.book.me())?,
        Autofill::MyRole => my_role(ctx),
        Autofill::YearTotals => closing::totals(log),
        Autofill::ActivitiesRated => closing::activities_rated(log),
        Autofill::ClosingBegan => closing::began(log),
        Autofill::ClosingDid => closing::did(log),
        Autofill::ClosingRemains => closing::remains(log),
        Autofill::GoalTitle => AutofillValue::text(&goal?.title),
        Autofill::GoalWhy => AutofillValue::text(&goal?.why),
        Autofill::GoalMeasure => AutofillValue::text(&goal?.measure),
        Autofill::GoalDue => AutofillValue::day(goal?.due?),
        Autofill::GoalStatus => {
            let status = goal?.status;
            AutofillValue::terms(std::iter::once((status.key(), status.label())))
        }
        Autofill::GoalSteps => goal_steps(ctx, goal?),
        Autofill::GoalProgress => goal_progress(ctx, goal?),
        Autofill::GoalHelp => AutofillValue::text(&goal?.help),
        Autofill::GoalAims => terms_matching(&ctx.year.program.aims, |key| {
            goal.is_some_and(|goal| goal.aims.contains(key))
        }),
        Autofill::GoalCompetencies => terms_matching(areas(ctx), |key| {
            goal.is_some_and(|goal| goal.competencies.contains(key))
        }),
        Autofill::GoalOutcome => closing::goal_outcome(ctx, goal?),
    };
    Some(value)
}

fn names(ctx: &FormContext) -> AutofillValue {
    AutofillValue::text(format!(
        "{} (mentee) and {} (mentor)",
        ctx.year.book.name(Role::Mentee),
        ctx.year.book.name(Role::Mentor)
    ))
}

fn my_role(ctx: &FormContext) -> AutofillValue {
    let me = ctx.year.book.me();
    AutofillValue::terms(std::iter::once((me.key(), me.label())))
}

fn person(ctx: &FormContext, role: Role) -> Option<AutofillValue> {
    let person = ctx.year.book.person(role)?;
    Some(AutofillValue::text(&person.name))
}

pub fn areas<'a>(ctx: &FormContext<'a>) -> &'a [Term] {
    ctx.competencies.map_or(&[], |set| &set.areas)
}

pub fn terms_matching(terms: &[Term], is_selected: impl Fn(&str) -> bool) -> AutofillValue {
    AutofillValue::terms(
        terms
            .iter()
            .filter(|term| is_selected(&term.key))
            .map(|term| (term.key.as_str(), term.title.as_str())),
    )
}

pub fn pluralize_count(count: usize, noun: &str) -> String {
    dates::pluralize(i64::try_from(count).unwrap_or(i64::MAX), noun)
}

pub fn actions(ctx: &FormContext) -> AutofillValue {
    let actions = ctx.year.book.actions_in_order();
    let done = actions
        .iter()
        .filter(|action| action.done.is_some())
        .count();
    let late = actions
        .iter()
        .filter(|action| {
            action.done.is_none() && action.due.is_some_and(|due| due < ctx.year.today)
        })
        .count();
    AutofillValue::quantity(
        u64::try_from(actions.len()).unwrap_or(u64::MAX),
        format!("{} agreed, {done} done, {late} overdue", actions.len()),
    )
}

fn next_meeting(ctx: &FormContext) -> AutofillValue {
    match ctx.year.next_meeting() {
        Some(meeting) => AutofillValue {
            yes: Some(true),
            ..AutofillValue::day(meeting.date)
        },
        None => AutofillValue::yes(false, "None planned yet"),
    }
}

/// State of the goals (none, draft, agreed) with their numbers. Private goals are left out.
fn goals_state(ctx: &FormContext) -> AutofillValue {
    let goals: Vec<_> = ctx
        .year
        .book
        .goals_in_order()
        .into_iter()
        .filter(|goal| !goal.private && goal.status != GoalStatus::Dropped)
        .collect();
    let drafts = goals
        .iter()
        .filter(|goal| goal.status == GoalStatus::Draft)
        .count();
    let agreed = goals.len() - drafts;
    let (key, text) = match (agreed, drafts) {
        (0, 0) => ("none", "None yet".to_owned()),
        (0, _) => (
            "draft",
            format!("{} in draft", pluralize_count(drafts, "goal")),
        ),
        (_, 0) => (
            "agreed",
            format!("{} agreed", pluralize_count(agreed, "goal")),
        ),
        (_, _) => (
            "agreed",
            format!(
                "{} agreed, {drafts} in draft",
                pluralize_count(agreed, "goal")
            ),
        ),
    };
    AutofillValue::listed(std::iter::once(key.to_owned()), &[text])
}

fn goal_steps(ctx: &FormContext, goal: &Goal) -> AutofillValue {
    let steps = ctx.year.book.steps_of(goal.id).into_iter();
    let shown = steps.filter(|step| goal.private || !step.private);
    let lines: Vec<_> = shown.map(step_line).collect();
    AutofillValue::quantity(
        u64::try_from(lines.len()).unwrap_or(u64::MAX),
        lines.join("\n"),
    )
}

pub fn step_line(step: &Step) -> String {
    let owner = step.owner.label().to_lowercase();
    let date = match (step.done, step.due) {
        (Some(done), _) => format!(", done {}", dates::format_date(done)),
        (None, Some(due)) => format!(", by {}", dates::format_date(due)),
        (None, None) => String::new(),
    };
    format!("{} ({owner}{date})", step.title)
}

/// Steps done, then progress lines, oldest first.
fn goal_progress(ctx: &FormContext, goal: &Goal) -> AutofillValue {
    let book = ctx.year.book;
    let (done, all) = book.steps_done(goal.id);
    let mut lines = Vec::new();
    if all > 0 {
        lines.push(format!("{done} of {} done", pluralize_count(all, "step")));
    }
    let noted = book.progress_of(goal.id).into_iter().rev();
    for line in noted.filter(|line| goal.private || !line.private) {
        let status = line.status.map(GoalStatus::label).unwrap_or_default();
        let words = match (status.is_empty(), line.text.is_empty()) {
            (false, false) => format!("{status}: {}", line.text),
            (false, true) => status.to_owned(),
            (true, _) => line.text.clone(),
        };
        let day = dates::format_date(line.date);
        lines.push(if words.is_empty() {
            day
        } else {
            format!("{day}: {words}")
        });
    }
    AutofillValue::quantity(u64::try_from(done).unwrap_or(u64::MAX), lines.join("\n"))
}
