//! Proposes agenda lines for a meeting.

use super::ProposedItem;
use super::trigger::{MAX_SUGGESTIONS, suggest_cards};
use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::call::last_time;
use crate::domain::dates::{format_date, phrase};
use crate::domain::deck::{Deck, Question};
use crate::domain::id::Id;
use crate::domain::meeting::{AgendaItem, Meeting, Origin};
use crate::domain::person::{Owner, Role};
use crate::domain::program::CompetencySet;
use crate::domain::schedule::Year;

/// Days ahead within which a goal is proposed.
const GOAL_DUE_DAYS: i64 = 30;
/// Largest number of questions for one talk; the others stay in the queue.
const MAX_QUESTIONS: usize = 5;

/// Proposes lines for the agenda of `meeting` (none: one that is not planned yet): open actions, lines that the last
/// meeting did not reach, goals due soon or overdue, open questions, at most three suggestions. Lines on that agenda
/// already are left out, and there are no further suggestions for one that has some.
pub fn propose_agenda(
    year: &Year,
    deck: &Deck,
    competencies: Option<&CompetencySet>,
    meeting: Option<Id>,
) -> Vec<ProposedItem> {
    let mut items = actions(year.book, meeting);
    let goals = goals(year);
    let mut carried = carried_over(year, meeting);
    carried.retain(|line| goals.iter().all(|goal| goal.subject != line.subject));
    let suggested = carried.iter().filter(|line| is_suggested(line.origin));
    let room = MAX_SUGGESTIONS.saturating_sub(suggested.count());
    items.extend(carried);
    items.extend(goals);
    items.extend(questions(year.book, meeting));
    let on_agenda = meeting.map_or_else(Vec::new, |meeting| year.book.agenda_of(meeting));
    if !on_agenda.iter().any(|line| is_suggested(line.origin)) {
        let cards = suggest_cards(year, deck, competencies).into_iter();
        items.extend(cards.take(room).map(ProposedItem::from));
    }
    items.retain(|item| {
        let is_same =
            |line: &&AgendaItem| line.origin == item.origin && line.subject == item.subject;
        !on_agenda.iter().any(is_same)
    });
    items
}

const fn is_suggested(origin: Origin) -> bool {
    matches!(origin, Origin::Activity | Origin::Prompt)
}

/// Lines that the last meeting did not reach. Open actions and questions come back by themselves.
fn carried_over(year: &Year, meeting: Option<Id>) -> Vec<ProposedItem> {
    let last = last_time(year, meeting);
    let day = last.meeting.map_or(year.today, |last| last.date);
    let is_open_goal = |line: &AgendaItem| {
        let goal = line.subject.parse().ok();
        let goal = goal.and_then(|id: Id| year.book.goals.get(&id));
        goal.is_some_and(|goal| goal.is_open() && !goal.private)
    };
    let lines = last.unticked.into_iter().filter(|line| match line.origin {
        Origin::Own | Origin::Activity | Origin::Prompt => true,
        Origin::Goal => is_open_goal(line),
        Origin::Action | Origin::Question => false,
    });
    let proposed = lines.map(|line| ProposedItem {
        text: line.text.clone(),
        origin: line.origin,
        subject: if line.origin == Origin::Own {
            line.id.to_string()
        } else {
            line.subject.clone()
        },
        reason: format!("Not reached on {}.", format_date(day)),
        minutes: line.minutes,
    });
    proposed.collect()
}

fn actions(book: &Book, meeting: Option<Id>) -> Vec<ProposedItem> {
    book.open_actions()
        .into_iter()
        .filter(|action| meeting.is_none() || action.meeting != meeting)
        .map(|action| {
            ProposedItem::new(
                Origin::Action,
                action.id.to_string(),
                &action.text,
                action_reason(book, action),
            )
        })
        .collect()
}

fn action_reason(book: &Book, action: &Action) -> String {
    let agreed = phrase(", agreed on", action.agreed);
    let due = phrase(", due", action.due);
    format!("For {}{agreed}{due}.", owner_name(book, action.owner))
}

/// Name of the owner.
pub(super) fn owner_name(book: &Book, owner: Owner) -> String {
    match owner {
        Owner::Mentee => book.name(Role::Mentee).to_owned(),
        Owner::Mentor => book.name(Role::Mentor).to_owned(),
        Owner::Both => "both".to_owned(),
    }
}

fn goals(year: &Year) -> Vec<ProposedItem> {
    let mut due: Vec<_> = year
        .book
        .goals_in_order()
        .into_iter()
        .filter(|goal| goal.is_open() && !goal.private)
        .filter_map(|goal| Some((goal.due?, goal)))
        .filter(|(due, _)| year.due(*due).days_left() <= GOAL_DUE_DAYS)
        .collect();
    due.sort_by_key(|(due, _)| *due);
    due.into_iter()
        .map(|(due, goal)| {
            ProposedItem::new(
                Origin::Goal,
                goal.id.to_string(),
                &goal.title,
                format!("Due {}.", format_date(due)),
            )
        })
        .collect()
}

/// Oldest open questions, as many as a talk has room for.
fn questions(book: &Book, meeting: Option<Id>) -> Vec<ProposedItem> {
    book.open_questions()
        .into_iter()
        .filter(|question| !is_on_other_agenda(book, question, meeting))
        .take(MAX_QUESTIONS)
        .map(|question| {
            ProposedItem::new(
                Origin::Question,
                question.id.to_string(),
                &question.text,
                format!("{} asks.", book.name(question.asker)),
            )
        })
        .collect()
}

/// True if the question is on the agenda of another planned meeting.
fn is_on_other_agenda(book: &Book, question: &Question, meeting: Option<Id>) -> bool {
    let other = question
        .meeting
        .filter(|other| Some(*other) != meeting)
        .and_then(|other| book.meetings.get(&other));
    other.is_some_and(Meeting::is_planned)
}
