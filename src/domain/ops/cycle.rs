//! Operations at the end of a cycle: staying in touch, closing the year, another year with the same partner.

use chrono::NaiveDate;

use super::year::{check_cycle_dates, current_cycle, milestones};
use super::{OpContext, Outcome, Refusal};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::Change;
use crate::domain::dates::{format_date, format_period};
use crate::domain::program::{Cycle, Program, Stay};
use crate::domain::schedule::end_date;

/// Sets how the pair stays in touch after the year.
pub fn stay_in_touch(book: &Book, stay: Stay, ctx: &OpContext) -> Outcome {
    let before = current_cycle(book)?;
    let label = format!("staying in touch: {}", stay.label().to_lowercase());
    let changes = vec![Change::with(before, |cycle| cycle.stay = Some(stay))];
    Ok(ctx.commit(label, changes))
}

/// Closes the year; a closed one is reopened. No record is removed: a closed year has no open tasks any more. Closed
/// before its last day it ends on that day, without blame.
pub fn close(book: &Book, ctx: &OpContext) -> Outcome {
    let before = current_cycle(book)?;
    if before.closed.is_some() {
        let changes = vec![Change::with(before, |cycle| cycle.closed = None)];
        return Ok(ctx.commit("year open again", changes));
    }
    if ctx.today <= before.start {
        return Err(Refusal::new(format!(
            "The year begins on {}, so it cannot be closed yet.",
            format_date(before.start)
        ))
        .hint("Change its first day if the match began earlier."));
    }
    let label = format!("year closed on {}", format_date(ctx.today));
    let closed = Change::with(before, |cycle| {
        cycle.closed = Some(ctx.today);
        cycle.end = cycle.end.min(ctx.today);
    });
    Ok(ctx.commit(label, vec![closed]))
}

/// Initial answers for the editor of another year: the same program, from the day after the current cycle.
pub fn next_cycle_answers(book: &Book, today: NaiveDate) -> Answers {
    let mut answers = Answers::default();
    if let Some(cycle) = book.cycle() {
        let start = cycle.end.succ_opt().map(|day| day.max(today));
        answers
            .set("program", &cycle.program)
            .set_day("start", start, None);
    }
    answers
}

/// Starts another cycle of the same match. Goals that are done or dropped are archived with the old one; open goals,
/// actions, lists and the log continue.
pub fn start_next(
    book: &Book,
    program: &Program,
    start: NaiveDate,
    end: Option<NaiveDate>,
    ctx: &OpContext,
) -> Outcome {
    let last = current_cycle(book)?;
    if start <= last.start {
        return Err(Refusal::new(format!(
            "Another year has to begin after {}, the first day of the present one.",
            format_date(last.start)
        ))
        .hint("Give a later first day."));
    }
    let end = end.unwrap_or_else(|| end_date(program, start));
    check_cycle_dates(start, end)?;
    let cycle = Cycle {
        id: Cycle::id_for(book.identity.pair, start),
        program: program.key.clone(),
        start,
        end,
        usual_minutes: last.usual_minutes,
        send_ahead_days: last.send_ahead_days,
        ..Cycle::default()
    };
    let mut changes: Vec<Change> = milestones(program, &cycle).map(Change::create).collect();
    let finished = book
        .goals
        .values()
        .filter(|goal| !goal.archived && !goal.status.is_open());
    changes.extend(finished.map(|goal| Change::with(goal, |it| it.archived = true)));
    if last.closed.is_none() {
        changes.push(Change::with(last, |cycle| cycle.closed = Some(ctx.today)));
    }
    changes.push(Change::create(cycle));
    let label = format!("another year started: {}", format_period(start, end));
    Ok(ctx.commit(label, changes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Record;
    use crate::domain::goal::{Goal, GoalStatus};
    use crate::domain::ops::tests::{apply_commit, op_context};
    use crate::domain::schedule::tests::{book, day, goal, program};

    #[test]
    fn a_year_closed_early_ends_that_day_and_can_be_opened_again() {
        let mut book = book([]);
        let commit = close(&book, &op_context()).unwrap();
        assert_eq!(commit.label, "year closed on Sun, Nov 22, 2026");
        apply_commit(&mut book, &commit);
        assert_eq!(book.cycle().unwrap().end, day("2026-11-22"));
        let commit = close(&book, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        assert_eq!(book.cycle().unwrap().closed, None);
    }

    #[test]
    fn how_the_pair_stays_in_touch_is_kept() {
        let mut book = book([]);
        let commit = stay_in_touch(&book, Stay::Quarterly, &op_context()).unwrap();
        assert_eq!(commit.label, "staying in touch: yes, a few times a year");
        apply_commit(&mut book, &commit);
        assert_eq!(book.cycle().unwrap().stay, Some(Stay::Quarterly));
    }

    #[test]
    fn another_year_has_its_own_dates_and_keeps_open_goals() {
        let done = Goal {
            status: GoalStatus::Done,
            ..goal("a", None)
        };
        let open = goal("b", None);
        let mut book = book([Record::Goal(done.clone()), Record::Goal(open.clone())]);
        let before = book.cycle().unwrap().clone();
        let start = day("2027-11-01");
        let commit = start_next(&book, &program(), start, None, &op_context()).unwrap();
        apply_commit(&mut book, &commit);
        let now = book.cycle().unwrap();
        assert_eq!((now.start, now.end), (start, day("2028-08-31")));
        assert!(
            book.milestones_in_order()
                .iter()
                .all(|it| it.cycle == now.id)
        );
        assert!(book.cycles[&before.id].closed.is_some());
        assert!(book.goals[&done.id].archived && !book.goals[&open.id].archived);
        assert!(start_next(&book, &program(), start, None, &op_context()).is_err());
    }
}
