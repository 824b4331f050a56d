//! The same goal entered by both: the two become one.

use crate::domain::answer::Answer;
use crate::domain::book::Book;
use crate::domain::change::Change;
use crate::domain::goal::Goal;
use crate::domain::id::Id;
use crate::domain::ops::records::{find, order_after};
use crate::domain::ops::{OpContext, Outcome, Refusal, quoted};

/// Joins the goal `other` to the goal `keep`: its parts, the meetings that touched it and the agenda lines about it go to
/// the kept one, and it is archived. What the kept one leaves empty it takes over, also of answers in forms.
///
/// Only the meetings that `book` has loaded are changed.
///
/// # Errors
/// When one of them is gone, when both are one, and when only one of them is private.
pub fn join_goals(book: &Book, keep: Id, other: Id, ctx: &OpContext) -> Outcome {
    let (kept, gone) = (find::<Goal>(book, keep)?, find::<Goal>(book, other)?);
    if keep == other {
        return Err(Refusal::new("A goal cannot be joined with itself.")
            .hint("Name two goals: first the one to keep."));
    }
    if kept.private != gone.private {
        return Err(Refusal::new("One of the two goals is private.")
            .hint("Make both shared or both private first, then join them."));
    }
    let mut changes = vec![
        Change::with(kept, |goal| take_over(goal, gone)),
        Change::with(gone, |goal| goal.archived = true),
    ];
    changes.extend(steps(book, keep, other));
    let lines = book.progress.values().filter(|line| line.goal == other);
    changes.extend(lines.map(|line| Change::with(line, |it| it.goal = keep)));
    let evidence = book.evidence.values().filter(|item| item.goal == other);
    changes.extend(evidence.map(|item| Change::with(item, |it| it.goal = keep)));
    let meetings = book.meetings.values();
    let meetings = meetings.filter(|meeting| meeting.goals.contains(&other));
    changes.extend(meetings.map(|meeting| {
        Change::with(meeting, |it| {
            it.goals.remove(&other);
            it.goals.insert(keep);
        })
    }));
    let subject = other.to_string();
    let agenda = book.agenda.values().filter(|line| line.subject == subject);
    changes.extend(agenda.map(|line| Change::with(line, |it| it.subject = keep.to_string())));
    changes.extend(answers(book, keep, other));
    let label = format!(
        "goal {} joined with {}",
        quoted(&kept.title),
        quoted(&gone.title)
    );
    Ok(ctx.commit(label, changes))
}

fn take_over(goal: &mut Goal, from: &Goal) {
    for (text, other) in [
        (&mut goal.why, &from.why),
        (&mut goal.measure, &from.measure),
        (&mut goal.help, &from.help),
    ] {
        if text.is_empty() {
            text.clone_from(other);
        }
    }
    goal.due = goal.due.or(from.due);
    goal.aims.extend(from.aims.iter().cloned());
    goal.competencies.extend(from.competencies.iter().cloned());
}

/// The steps of `other` follow those of `keep`, the archived ones too.
fn steps(book: &Book, keep: Id, other: Id) -> Vec<Change> {
    let mut last = order_after(book.steps_of(keep).iter().map(|step| step.order.as_str()));
    let mut moved: Vec<_> = book.steps.values().collect();
    moved.retain(|step| step.goal == other);
    moved.sort_by_key(|step| (&step.order, step.id));
    let moved = moved.into_iter().map(|step| {
        let change = Change::with(step, |it| {
            it.goal = keep;
            it.order.clone_from(&last);
        });
        last = order_after(std::iter::once(last.as_str()));
        change
    });
    moved.collect()
}

/// The answers about `other`, said about `keep` wherever that has none yet; those of `other` stay with it.
fn answers(book: &Book, keep: Id, other: Id) -> Vec<Change> {
    let about = book.answers.values();
    let about = about.filter(|answer| answer.goal == Some(other) && !answer.value.is_empty());
    let moved = about.filter_map(|answer| {
        let id = Answer::id_for(answer.response, &answer.field, Some(keep), answer.author);
        let is_there = book.answers.get(&id);
        let is_open = is_there.is_none_or(|there| there.value.is_empty());
        is_open.then(|| {
            book.upsert(Answer {
                id,
                goal: Some(keep),
                ..answer.clone()
            })
        })
    });
    moved.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::Kind;
    use crate::domain::change::Record;
    use crate::domain::fill::tests::{Pen, book, day, done, id};
    use crate::domain::goal::{Evidence, Progress, Step};
    use crate::domain::meeting::{AgendaItem, Meeting};
    use crate::domain::ops::put_back;

    fn twins() -> Book {
        let mut book = book();
        let twin = Goal {
            id: id("twin"),
            title: "A STEM hour".to_owned(),
            why: "Two schools asked".to_owned(),
            due: Some(day("2027-05-02")),
            aims: ["lead".to_owned()].into(),
            ..Goal::default()
        };
        let step = |name: &str, order: &str| Step {
            id: id(name),
            goal: twin.id,
            title: name.to_owned(),
            order: order.to_owned(),
            ..Step::default()
        };
        let answer = |field: &str, goal: &str, value: &str| {
            let (goal, response) = (Some(id(goal)), id("tracker"));
            Record::from(Answer {
                id: Answer::id_for(response, field, goal, book.me()),
                response,
                field: field.to_owned(),
                goal,
                author: book.me(),
                value: value.to_owned(),
                ..Answer::default()
            })
        };
        let (mut line, mut proof) = (Progress::default(), Evidence::default());
        (line.id, line.goal) = (id("line"), twin.id);
        (proof.id, proof.goal) = (id("proof"), twin.id);
        let records = [
            answer("helped", "twin", "The visit"),
            answer("next", "twin", "Theirs"),
            answer("next", "stem", "Ours"),
            step("second", "b").into(),
            step("first", "a").into(),
            line.into(),
            proof.into(),
            Meeting {
                id: id("talk"),
                goals: [twin.id, id("stem")].into(),
                ..Meeting::default()
            }
            .into(),
            AgendaItem {
                id: id("topic"),
                subject: twin.id.to_string(),
                ..AgendaItem::default()
            }
            .into(),
            twin.into(),
        ];
        book.extend(records);
        book
    }

    #[test]
    fn the_same_goal_entered_by_both_becomes_one_with_the_parts_of_both() {
        let (mut book, pen) = (twins(), Pen::default());
        let (stem, twin) = (id("stem"), id("twin"));
        let steps = book.steps_of(stem).len();
        let before = book.goals[&stem].clone();
        let joined = join_goals(&book, stem, twin, &pen.ctx());
        let label = done(&mut book, joined);
        assert_eq!(label, "goal “Start a STEM hour” joined with “A STEM hour”");
        let titles: Vec<_> = book
            .steps_of(stem)
            .iter()
            .map(|step| &*step.title)
            .collect();
        assert_eq!(titles[steps..], ["first", "second"]);
        assert!(book.goals[&twin].archived);
        let goal = &book.goals[&stem];
        assert_eq!((&goal.title, goal.due), (&before.title, before.due));
        assert!(goal.aims.contains("lead") && goal.aims.is_superset(&before.aims));
        assert!(book.progress_of(twin).is_empty() && book.evidence_of(twin).is_empty());
        assert_eq!(book.evidence[&id("proof")].goal, stem);
        assert_eq!(book.meetings[&id("talk")].goals, [stem].into());
        assert_eq!(book.agenda[&id("topic")].subject, stem.to_string());
        let value = |field: &str, goal| {
            let id = Answer::id_for(id("tracker"), field, Some(goal), book.me());
            book.answers[&id].value.clone()
        };
        assert_eq!(value("helped", stem), "The visit");
        // What both answered stays with either, so that nothing is lost.
        assert_eq!(
            (value("next", stem), value("next", twin)),
            ("Ours".into(), "Theirs".into())
        );
        let back = put_back(&book, Kind::Goal, twin, &pen.ctx());
        done(&mut book, back);
        assert!(!book.goals[&twin].archived);
    }

    #[test]
    fn goals_that_do_not_go_together_are_not_joined() {
        let (mut book, pen) = (twins(), Pen::default());
        let (stem, twin) = (id("stem"), id("twin"));
        assert!(join_goals(&book, stem, stem, &pen.ctx()).is_err());
        assert!(join_goals(&book, stem, id("nothing"), &pen.ctx()).is_err());
        let mut private = book.goals[&twin].clone();
        private.private = true;
        book.extend([private.into()]);
        let refused = join_goals(&book, stem, twin, &pen.ctx()).unwrap_err();
        assert_eq!(refused.message, "One of the two goals is private.");
    }
}
