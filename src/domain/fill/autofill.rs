//! Autofill: computes answers from the log, one value for each [`Autofill`], for every kind of field that may use it.

use super::autofill_value::{AutofillValue, areas, step_line, terms_matching};
use super::cycle_log::CycleLog;
use super::subject::Subject;
use super::{FormContext, closing};
use crate::domain::dates;
use crate::domain::form::Autofill;
use crate::domain::goal::{Goal, GoalStatus};
use crate::domain::person::Role;

/// Computes `auto` for a form called `form`; `subject` is that of a repeated section.
pub fn autofill(
    auto: Autofill,
    log: &CycleLog,
    form: &str,
    subject: Option<Subject>,
) -> Option<AutofillValue> {
    let (ctx, goal) = (log.ctx, subject.and_then(Subject::goal));
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
        Autofill::ActionsAgreed => log.actions_agreed(),
        Autofill::Wins => AutofillValue::text(log.win_lines().join("\n")),
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
        Autofill::GoalCompetencies => terms_matching(areas(ctx.competencies), |key| {
            goal.is_some_and(|goal| goal.competencies.contains(key))
        }),
        Autofill::GoalOutcome => closing::goal_outcome(ctx, goal?),
        #[rustfmt::skip]
        Autofill::MeetingDate | Autofill::MeetingTime | Autofill::MeetingMinutes | Autofill::MeetingChannel
        | Autofill::MeetingTitle | Autofill::MeetingTopics | Autofill::MeetingGoals | Autofill::ActionText
        | Autofill::ActionOwner | Autofill::ActionDue | Autofill::ActionDone => subject?.autofill(auto, ctx.year.book)?,
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
            format!("{} in draft", dates::pluralize(drafts, "goal")),
        ),
        (_, 0) => (
            "agreed",
            format!("{} agreed", dates::pluralize(agreed, "goal")),
        ),
        (_, _) => (
            "agreed",
            format!(
                "{} agreed, {drafts} in draft",
                dates::pluralize(agreed, "goal")
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

/// Steps done, then progress lines, oldest first.
fn goal_progress(ctx: &FormContext, goal: &Goal) -> AutofillValue {
    let book = ctx.year.book;
    let (done, all) = book.steps_done(goal.id);
    let mut lines = Vec::new();
    if all > 0 {
        lines.push(format!("{done} of {} done", dates::pluralize(all, "step")));
    }
    let noted = book.progress_of(goal.id).into_iter().rev();
    for line in noted.filter(|line| goal.private || !line.private) {
        let status = line.status.map(GoalStatus::label).unwrap_or_default();
        let words = match (status.is_empty(), line.text.is_empty()) {
            (false, false) => format!("{status}: {}", line.text),
            (false, true) => status.to_owned(),
            (true, _) => line.text.clone(),
        };
        // The form says which year it is about.
        let day = dates::format_day(line.date);
        lines.push(if words.is_empty() {
            day
        } else {
            format!("{day}: {words}")
        });
    }
    AutofillValue::quantity(u64::try_from(done).unwrap_or(u64::MAX), lines.join("\n"))
}
