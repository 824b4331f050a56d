//! Autofill for the whole year: totals, outcomes, and a first draft of the closing record.
//!
//! All of it goes into forms that both see, so private goals and their parts are excluded throughout.

use super::FormContext;
use super::autofill_value::{AutofillValue, step_line};
use super::cycle_log::CycleLog;
use crate::domain::action::Action;
use crate::domain::dates;
use crate::domain::deck::{Activity, ActivityDef, ActivityState};
use crate::domain::display::capitalize;
use crate::domain::goal::{Goal, GoalStatus, Step};
use crate::domain::sanitize::sanitize_line;

/// Largest number of lines in one list; what is more is counted.
const MAX_LISTED: usize = 200;

/// Shared goals, in the pair's order.
fn goals<'a>(ctx: &FormContext<'a>) -> impl Iterator<Item = &'a Goal> + use<'a> {
    let goals = ctx.year.book.goals_in_order().into_iter();
    goals.filter(|goal| !goal.private)
}

fn steps<'a>(ctx: &FormContext<'a>, goal: &Goal) -> impl Iterator<Item = &'a Step> + use<'a> {
    let steps = ctx.year.book.steps_of(goal.id).into_iter();
    steps.filter(|step| !step.private)
}

/// Heading with a list below it; none where the list is empty. A longer one says how many lines it leaves out.
fn bullet_list(heading: &str, lines: impl Iterator<Item = String>) -> Option<String> {
    let mut lines: Vec<_> = lines.map(|line| format!("- {line}")).collect();
    let more = lines.len().saturating_sub(MAX_LISTED);
    if more > 0 {
        lines.truncate(MAX_LISTED);
        lines.push(format!("- and {more} more that are not listed here"));
    }
    (!lines.is_empty()).then(|| format!("{heading}\n\n{}", lines.join("\n")))
}

fn join_sections(parts: impl IntoIterator<Item = Option<String>>) -> AutofillValue {
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    AutofillValue::text(parts.join("\n\n"))
}

/// Totals of contacts, goals, steps and actions, a line each.
pub fn totals(log: &CycleLog) -> AutofillValue {
    let (ctx, count) = (log.ctx, log.totals.count);
    let mut lines = vec![format!(
        "{}, {} of them meetings, {} together",
        dates::pluralize(count.contacts, "contact"),
        count.meetings,
        log.totals.hours()
    )];
    lines.extend(log.pause_words().map(|words| capitalize(&words)));
    let all = goals(ctx).count();
    if all > 0 {
        let reached = goals(ctx).filter(|goal| goal.status == GoalStatus::Done);
        let steps: Vec<_> = goals(ctx).flat_map(|goal| steps(ctx, goal)).collect();
        let done = steps.iter().filter(|step| step.done.is_some()).count();
        let mut line = format!(
            "{} of {} reached",
            reached.count(),
            dates::pluralize(all, "goal")
        );
        if !steps.is_empty() {
            line += &format!(", {done} of {} done", dates::pluralize(steps.len(), "step"));
        }
        lines.push(line);
    }
    if !log.actions().is_empty() {
        lines.push(format!("Actions: {}", log.actions_agreed().text));
    }
    AutofillValue::text(lines.join("\n"))
}

/// Status of the goal, and its last progress line.
pub fn goal_outcome(ctx: &FormContext, goal: &Goal) -> AutofillValue {
    let lines = ctx.year.book.progress_of(goal.id).into_iter();
    let last = lines
        .filter(|line| goal.private || !line.private)
        .find(|line| !line.text.is_empty());
    let status = goal.status.label();
    AutofillValue::text(match last {
        Some(line) => format!(
            "{status}: {} ({})",
            line.text,
            dates::format_date(line.date)
        ),
        None => status.to_owned(),
    })
}

/// Activities tried or marked, the best rated first.
pub fn activities_rated(log: &CycleLog) -> AutofillValue {
    let ctx = log.ctx;
    let mut tried: Vec<(&ActivityDef, Option<&Activity>)> = Vec::new();
    for def in &ctx.deck.activities {
        let mark = ctx.year.book.activities.get(&Activity::id_for(&def.key));
        let marked = mark.is_some_and(|mark| mark.state != ActivityState::Untouched);
        let mut held = log.held.iter();
        if marked || held.any(|meeting| meeting.activities.contains(&def.key)) {
            tried.push((def, mark));
        }
    }
    let rating = |mark: Option<&Activity>| mark.and_then(|mark| mark.rating);
    tried.sort_by_key(|(_, mark)| std::cmp::Reverse(rating(*mark)));
    let lines: Vec<_> = tried
        .iter()
        .map(|(def, mark)| {
            let state = mark
                .map(|mark| mark.state)
                .filter(|state| *state != ActivityState::Untouched)
                .map(|state| state.label().to_lowercase());
            let stars = rating(*mark).map(|rating| format!("{rating} of 5"));
            let remarks: Vec<_> = state.into_iter().chain(stars).collect();
            if remarks.is_empty() {
                def.title.clone()
            } else {
                format!("{} ({})", def.title, remarks.join(", "))
            }
        })
        .collect();
    AutofillValue::listed(tried.iter().map(|(def, _)| def.key.clone()), &lines)
}

/// First contact, and the goals with their reasons.
pub fn began(log: &CycleLog) -> AutofillValue {
    let first = log.totals.first;
    let goals = goals(log.ctx).map(|goal| match sanitize_line(goal.why.trim()) {
        why if why.is_empty() => goal.title.clone(),
        why => format!("{}: {why}", goal.title),
    });
    join_sections([
        first.map(|day| format!("We were first in touch on {}.", dates::format_date(day))),
        bullet_list("What we wanted, and why:", goals),
    ])
}

/// Totals, goals reached, activities and wins.
pub fn did(log: &CycleLog) -> AutofillValue {
    let reached = goals(log.ctx).filter(|goal| goal.status == GoalStatus::Done);
    let activities = log.activities().text;
    let wins = log.win_lines().into_iter();
    let totals = totals(log).text;
    join_sections([
        bullet_list("In numbers:", totals.lines().map(str::to_owned)),
        bullet_list("Goals reached:", reached.map(|goal| goal.title.clone())),
        bullet_list("What we tried:", activities.lines().map(str::to_owned)),
        bullet_list("Wins:", wins),
    ])
}

/// Goals, steps and actions that are still open.
pub fn remains(log: &CycleLog) -> AutofillValue {
    let ctx = log.ctx;
    let open = || goals(ctx).filter(|goal| goal.is_open());
    let open_steps = open().flat_map(|goal| steps(ctx, goal).filter(|step| step.done.is_none()));
    let actions = ctx.year.book.open_actions();
    join_sections([
        bullet_list("Goals still open:", open().map(|goal| goal.title.clone())),
        bullet_list("Steps still open:", open_steps.map(step_line)),
        bullet_list(
            "Promised and not done yet:",
            actions.into_iter().map(action_line),
        ),
    ])
}

fn action_line(action: &Action) -> String {
    let owner = action.owner.label().to_lowercase();
    let by = dates::phrase(", by", action.due);
    format!("{} ({owner}{by})", action.text)
}
