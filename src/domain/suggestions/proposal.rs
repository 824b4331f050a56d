//! Proposes agenda lines for a meeting.

use super::{ProposedItem, suggest_cards};
use crate::domain::action::Action;
use crate::domain::book::Book;
use crate::domain::dates::format_date;
use crate::domain::deck::{Deck, Question};
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, Origin};
use crate::domain::person::{Owner, Role};
use crate::domain::program::CompetencySet;
use crate::domain::schedule::Year;

/// Days ahead within which a goal is proposed.
const GOAL_DUE_DAYS: i64 = 30;
/// Largest number of questions for one talk; the others stay in the queue.
const MAX_QUESTIONS: usize = 5;

/// Proposes lines for the agenda of `meeting` (none: one that is not planned yet): open actions, goals due soon or
/// overdue, open questions, at most three suggestions. Lines on that agenda already are left out, and there are no
/// further suggestions for one that has some.
pub fn propose_agenda(
    year: &Year,
    deck: &Deck,
    competencies: Option<&CompetencySet>,
    meeting: Option<Id>,
) -> Vec<ProposedItem> {
    let mut items = actions(year.book, meeting);
    items.extend(goals(year));
    items.extend(questions(year.book, meeting));
    items.extend(
        suggest_cards(year, deck, competencies)
            .into_iter()
            .map(ProposedItem::from),
    );
    let on_agenda = meeting.map_or_else(Vec::new, |meeting| year.book.agenda_of(meeting));
    let has_suggestions = on_agenda
        .iter()
        .any(|existing| is_suggested(existing.origin));
    items.retain(|item| {
        let existing = on_agenda
            .iter()
            .any(|existing| existing.origin == item.origin && existing.subject == item.subject);
        !(existing || has_suggestions && is_suggested(item.origin))
    });
    items
}

const fn is_suggested(origin: Origin) -> bool {
    matches!(origin, Origin::Activity | Origin::Prompt)
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
    let agreed = action.agreed.map_or_else(String::new, |day| {
        format!(", agreed on {}", format_date(day))
    });
    let due = action
        .due
        .map_or_else(String::new, |day| format!(", due {}", format_date(day)));
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
