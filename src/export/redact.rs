//! Redaction to counts and dates: a book in which nothing is left that anybody typed.
//!
//! Numbers, days, ratings, choices and yes or no stay. A title becomes the kind of thing (`Goal 1`, `Action`), a text only
//! says that there was one, and the names of the pair stay where the paper is signed and nowhere else. What is left out is
//! never reported as missing. Every record is built anew from an allowlist of fields, so a new field is left out until
//! somebody decides otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::ExportSource;
use crate::domain::action::Action;
use crate::domain::answer::{Answer, parse_canonical_date};
use crate::domain::book::Book;
use crate::domain::change::Record;
use crate::domain::deck::{Activity, Prompt, Question};
use crate::domain::form::ChoiceOptions;
use crate::domain::goal::{Evidence, Goal, Progress, Step};
use crate::domain::id::Id;
use crate::domain::list::ListItem;
use crate::domain::meeting::{AgendaItem, Channel, Meeting};
use crate::domain::person::Person;
use crate::domain::program::Milestone;

/// Placeholder for an answer in words.
pub const ANSWERED_IN_WORDS: &str = "(answered in words)";
/// Placeholder for a name.
pub const NAME_WITHHELD: &str = "(name withheld)";
/// Placeholder for the key of a card that the pair wrote itself.
const OWN_CARD: &str = "a card of our own";

/// Redacts the records of a shared book.
pub(super) struct CountsRedactor<'a> {
    source: &'a ExportSource<'a>,
    /// True if the pair is named.
    keep_names: bool,
    /// Number of each goal, as people see it.
    numbers: BTreeMap<Id, usize>,
    /// Keys of cards that the pair wrote itself.
    own_card_keys: BTreeSet<String>,
    /// Form key of each response.
    forms: BTreeMap<Id, String>,
}

impl<'a> CountsRedactor<'a> {
    pub fn of(shared: &Book, source: &'a ExportSource<'a>, keep_names: bool) -> Self {
        let goals = shared.goals_in_order().into_iter();
        let own = shared.activities.values();
        let own = own.filter(|card| !card.title.is_empty());
        let forms = shared.responses.values();
        Self {
            source,
            keep_names,
            numbers: goals.map(|goal| goal.id).zip(1..).collect(),
            own_card_keys: own.map(|card| card.key.clone()).collect(),
            forms: forms
                .map(|response| (response.id, response.form.clone()))
                .collect(),
        }
    }

    /// The redacted record; none where nothing of it may stay.
    pub fn redact(&self, record: Record) -> Option<Record> {
        Some(match record {
            Record::Person(person) => self.person(&person).into(),
            Record::Milestone(milestone) => self.milestone(&milestone).into(),
            Record::Goal(goal) => self.goal(&goal).into(),
            Record::Step(step) => redacted_step(&step).into(),
            Record::Progress(line) => redacted_progress(&line).into(),
            Record::Evidence(item) => redacted_evidence(&item).into(),
            Record::Meeting(meeting) => self.meeting(&meeting).into(),
            Record::AgendaItem(item) => self.agenda_item(&item).into(),
            Record::Action(action) => redacted_action(&action).into(),
            Record::Activity(mark) => self.activity(&mark).into(),
            Record::Prompt(mark) => self.prompt(&mark)?.into(),
            Record::Question(question) => redacted_question(&question).into(),
            Record::ListItem(item) => redacted_list_item(&item).into(),
            Record::Answer(answer) => self.answer(&answer)?.into(),
            // These hold days, numbers, choices and keys alone.
            record @ (Record::Cycle(_) | Record::Response(_)) => record,
            Record::Note(_) | Record::PrivateNote(_) | Record::Pulse(_) => return None,
        })
    }

    fn person(&self, person: &Person) -> Person {
        Person {
            id: person.id,
            role: person.role,
            name: if self.keep_names {
                person.name.clone()
            } else {
                String::new()
            },
            ..Person::default()
        }
    }

    fn milestone(&self, milestone: &Milestone) -> Milestone {
        let defs = &self.source.program.milestones;
        let def = defs.iter().find(|def| def.key == milestone.key);
        Milestone {
            id: milestone.id,
            cycle: milestone.cycle,
            key: def.map(|def| def.key.clone()).unwrap_or_default(),
            title: def.map_or_else(|| "Date".to_owned(), |def| def.title.clone()),
            date: milestone.date,
            done: milestone.done,
            archived: milestone.archived,
        }
    }

    fn goal(&self, goal: &Goal) -> Goal {
        let aims = &self.source.program.aims;
        let known = |key: &&String| aims.iter().any(|aim| aim.key == **key);
        Goal {
            id: goal.id,
            title: self
                .numbers
                .get(&goal.id)
                .map_or_else(|| "Goal".to_owned(), |number| format!("Goal {number}")),
            due: goal.due,
            status: goal.status,
            aims: goal.aims.iter().filter(known).cloned().collect(),
            competencies: self.areas(&goal.competencies),
            order: goal.order.clone(),
            opened: goal.opened,
            archived: goal.archived,
            ..Goal::default()
        }
    }

    fn areas(&self, keys: &BTreeSet<String>) -> BTreeSet<String> {
        keys.iter()
            .filter(|key| self.is_area(key))
            .cloned()
            .collect()
    }

    fn is_area(&self, key: &str) -> bool {
        let set = self.source.competencies;
        set.is_some_and(|set| set.areas.iter().any(|area| area.key == key))
    }

    /// True if `key` is an activity of the deck and not of a card of the pair's own.
    fn is_known_activity(&self, key: &str) -> bool {
        let mut known = self.source.deck.activities.iter();
        !self.own_card_keys.contains(key) && known.any(|def| def.key == key)
    }

    fn meeting(&self, meeting: &Meeting) -> Meeting {
        let activities = meeting.activities.iter();
        Meeting {
            id: meeting.id,
            date: meeting.date,
            time: meeting.time,
            kind: meeting.kind,
            state: meeting.state,
            channel: meeting.channel,
            minutes: meeting.minutes,
            goals: meeting.goals.clone(),
            activities: activities
                .filter(|key| self.is_known_activity(key))
                .cloned()
                .collect(),
            competencies: self.areas(&meeting.competencies),
            sent: meeting.sent,
            archived: meeting.archived,
            ..Meeting::default()
        }
    }

    fn agenda_item(&self, item: &AgendaItem) -> AgendaItem {
        let is_plain = item.subject.parse::<Id>().is_ok() || self.is_known_activity(&item.subject);
        AgendaItem {
            id: item.id,
            meeting: item.meeting,
            text: item.origin.label().to_owned(),
            minutes: item.minutes,
            order: item.order.clone(),
            origin: item.origin,
            subject: if is_plain {
                item.subject.clone()
            } else {
                String::new()
            },
            done: item.done,
            archived: item.archived,
            ..AgendaItem::default()
        }
    }

    fn activity(&self, mark: &Activity) -> Activity {
        let known = self.is_known_activity(&mark.key);
        Activity {
            id: mark.id,
            key: if known {
                mark.key.clone()
            } else {
                OWN_CARD.to_owned()
            },
            state: mark.state,
            rating: mark.rating,
            changed: mark.changed,
            archived: mark.archived,
            ..Activity::default()
        }
    }

    fn prompt(&self, mark: &Prompt) -> Option<Prompt> {
        let mut known = self.source.deck.prompts.iter();
        let known = mark.text.is_empty() && known.any(|def| def.key == mark.key);
        known.then(|| Prompt {
            id: mark.id,
            key: mark.key.clone(),
            used: mark.used,
            ..Prompt::default()
        })
    }

    fn answer(&self, answer: &Answer) -> Option<Answer> {
        let value = self.value(answer);
        (!value.is_empty()).then(|| Answer {
            id: answer.id,
            response: answer.response,
            field: answer.field.clone(),
            goal: answer.goal,
            author: answer.author,
            value,
            from_log: answer.from_log,
            ..Answer::default()
        })
    }

    fn value(&self, answer: &Answer) -> String {
        let key = self.forms.get(&answer.response);
        let form = self.source.forms.iter().find(|def| Some(&def.key) == key);
        let Some((_, field)) = form.and_then(|def| def.field(&answer.field)) else {
            return String::new();
        };
        let value = answer.value.as_str();
        let kind = &field.kind;
        if let Some(options) = kind.options() {
            let lines = value.lines().filter(|key| self.is_option(options, key));
            return lines.collect::<Vec<_>>().join("\n");
        }
        let is_day = || parse_canonical_date(value).is_some() && value.len() <= DATE_TIME_LEN;
        if kind.number(value).is_some() || kind.is_date() && is_day() {
            value.to_owned()
        } else if (kind.is_line() || kind.is_text()) && !value.trim().is_empty() {
            ANSWERED_IN_WORDS.to_owned()
        } else {
            String::new()
        }
    }

    /// True if `key` is one of the options and not typed.
    fn is_option(&self, options: &ChoiceOptions, key: &str) -> bool {
        match options {
            ChoiceOptions::Listed(choices) => choices.iter().any(|choice| choice.key == key),
            ChoiceOptions::From(_) => {
                key.parse::<Id>().is_ok()
                    || key.parse::<Channel>().is_ok()
                    || self.is_area(key)
                    || self.is_known_activity(key)
                    || self.source.program.aims.iter().any(|aim| aim.key == key)
            }
        }
    }
}

/// Length of `2026-12-01 10:00`.
const DATE_TIME_LEN: usize = 16;

fn redacted_step(step: &Step) -> Step {
    Step {
        id: step.id,
        goal: step.goal,
        title: "Step".to_owned(),
        owner: step.owner,
        due: step.due,
        done: step.done,
        order: step.order.clone(),
        archived: step.archived,
        ..Step::default()
    }
}

fn redacted_progress(line: &Progress) -> Progress {
    Progress {
        id: line.id,
        goal: line.goal,
        date: line.date,
        status: line.status,
        author: line.author,
        archived: line.archived,
        ..Progress::default()
    }
}

fn redacted_evidence(item: &Evidence) -> Evidence {
    Evidence {
        id: item.id,
        goal: item.goal,
        title: "Evidence".to_owned(),
        date: item.date,
        archived: item.archived,
        ..Evidence::default()
    }
}

fn redacted_action(action: &Action) -> Action {
    Action {
        id: action.id,
        text: "Action".to_owned(),
        owner: action.owner,
        due: action.due,
        done: action.done,
        meeting: action.meeting,
        agreed: action.agreed,
        archived: action.archived,
        ..Action::default()
    }
}

fn redacted_question(question: &Question) -> Question {
    Question {
        id: question.id,
        text: "Question".to_owned(),
        asker: question.asker,
        asked: question.asked,
        meeting: question.meeting,
        answer: if question.answer.trim().is_empty() {
            String::new()
        } else {
            ANSWERED_IN_WORDS.to_owned()
        },
        archived: question.archived,
    }
}

fn redacted_list_item(item: &ListItem) -> ListItem {
    ListItem {
        id: item.id,
        list: item.list,
        title: item.list.singular().to_owned(),
        meeting: item.meeting,
        added: item.added,
        adder: item.adder,
        done: item.done,
        archived: item.archived,
        ..ListItem::default()
    }
}
