//! The record of a meeting or contact, one or many: facts from the log, notes, actions and questions.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::agenda::checklist;
use super::builders::{
    bullets, fact, fact_if, facts_list, heading, new_document, section, table_of, titled,
    with_private_mark,
};
use super::{Block, Document, Fact, parse_markdown_below, sanitize_blocks};
use crate::domain::action::Action;
use crate::domain::dates::{self, pluralize};
use crate::domain::deck::Question;
use crate::domain::id::Id;
use crate::domain::meeting::{AgendaItem, Meeting, MeetingKind, MeetingState, Note};
use crate::domain::ops::Refusal;
use crate::domain::person::Role;
use crate::export::shared_book::ExportView;
use crate::export::subject::is_within;
use crate::export::tables::ACTIONS;

/// The record of the meeting `id`.
pub fn meeting(view: &ExportView, id: Id) -> Result<Document, Refusal> {
    let Some(meeting) = view.book.meetings.get(&id) else {
        return Err(Refusal::new("That meeting is not in this book."));
    };
    let mut document = new_document(view, format!("{} record", meeting.kind), meeting.date);
    let moment = dates::format_date_time(meeting.date, meeting.time);
    document.facts.push(fact("When", moment));
    document.facts.extend(about(view, meeting));
    document.facts.extend(next(view, meeting));
    document.blocks = record(view, meeting, &RecordsByMeeting::of(view), 2);
    Ok(document)
}

/// The records of meetings and contacts held from one day to another, oldest first.
pub fn meetings(
    view: &ExportView,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<(Document, MeetingLog), Refusal> {
    let mut held: Vec<_> = view
        .book
        .held()
        .filter(|meeting| is_within(meeting.date, from, to))
        .collect();
    held.reverse();
    let (Some(first), Some(last)) = (held.first(), held.last()) else {
        return Err(
            Refusal::new("No meeting or contact was logged in that time.")
                .hint("Name an earlier first day, or log one."),
        );
    };
    let mut document = new_document(view, "Meeting records", view.today);
    let days = dates::format_period(from.unwrap_or(first.date), to.unwrap_or(last.date));
    document.facts.push(fact("Period", days));
    document.facts.push(fact("Held", tally(&held)));
    let log = MeetingLog {
        at: 0,
        level: 2,
        meetings: held.iter().map(|meeting| meeting.id).collect(),
    };
    Ok((document, log))
}

/// `12 meetings, 19 contacts in all`
pub fn tally(held: &[&Meeting]) -> String {
    let meetings = held
        .iter()
        .filter(|meeting| meeting.kind == MeetingKind::Meeting)
        .count();
    let count = |count: usize, noun| pluralize(count, noun);
    format!(
        "{}, {} in total",
        count(meetings, "meeting"),
        count(held.len(), "contact")
    )
}

/// Records of meetings within a document; each is built as it is written.
pub struct MeetingLog {
    /// Number of the document's blocks before them.
    pub at: usize,
    /// Level of their headings.
    pub level: u8,
    pub meetings: Vec<Id>,
}

impl MeetingLog {
    /// Record after record, sanitized.
    pub fn records<'a>(&'a self, view: &'a ExportView) -> impl Iterator<Item = Vec<Block>> + 'a {
        let by_meeting = RecordsByMeeting::of(view);
        let meetings = self.meetings.iter();
        let meetings = meetings.filter_map(|id| view.book.meetings.get(id));
        meetings.map(move |meeting| {
            let moment = dates::format_date_time(meeting.date, meeting.time);
            let mut blocks = vec![heading(self.level, format!("{}, {moment}", meeting.kind))];
            blocks.extend(facts_list(about(view, meeting)));
            blocks.extend(record(view, meeting, &by_meeting, self.level + 1));
            sanitize_blocks(&mut blocks);
            blocks
        })
    }
}

/// Facts from the log, but for the day.
fn about(view: &ExportView, meeting: &Meeting) -> Vec<Fact> {
    let join = |list: Vec<&str>| list.join("; ");
    let goals = meeting.goals.iter();
    let mut goals: Vec<_> = goals.filter_map(|id| view.book.goals.get(id)).collect();
    goals.retain(|goal| !goal.archived);
    goals.sort_by_key(|goal| (&goal.order, goal.id));
    let goals = goals.iter();
    let goals = goals.map(|goal| with_private_mark(&goal.title, goal.private));
    let activities = meeting.activities.iter();
    let activities = activities.map(|key| view.activity_title(key));
    let state = match meeting.state {
        MeetingState::Held => "",
        MeetingState::Planned | MeetingState::Cancelled => meeting.state.label(),
    };
    let minutes = meeting
        .minutes
        .map_or_else(String::new, |minutes| pluralize(minutes, "minute"));
    let channel = meeting.channel.map_or("", |channel| channel.label());
    [
        fact_if("State", state),
        fact_if("How", channel),
        fact_if("Length", minutes),
        fact_if("About", meeting.title.as_str()),
        fact_if("Goals", goals.collect::<Vec<_>>().join("; ")),
        fact_if("Activities", join(activities.collect())),
        fact_if("Competency areas", view.areas(&meeting.competencies)),
        fact_if(
            "Topics",
            join(meeting.topics.iter().map(|topic| &**topic).collect()),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The meeting after this one, held or planned.
fn next(view: &ExportView, meeting: &Meeting) -> Option<Fact> {
    let next = view
        .book
        .log()
        .rev()
        .filter(|other| other.kind == MeetingKind::Meeting)
        .filter(|other| other.state != MeetingState::Cancelled)
        .find(|other| (other.date, other.time) > (meeting.date, meeting.time))?;
    let moment = dates::format_date_time(next.date, next.time);
    Some(fact("Next meeting", moment))
}

/// Index of records by meeting, in order. Built once: a long log would be walked again for each of its entries.
pub struct RecordsByMeeting<'a> {
    pub agenda: BTreeMap<Id, Vec<&'a AgendaItem>>,
    notes: BTreeMap<Id, Vec<&'a Note>>,
    actions: BTreeMap<Id, Vec<&'a Action>>,
    questions: BTreeMap<Id, Vec<&'a Question>>,
}

impl<'a> RecordsByMeeting<'a> {
    pub fn of(view: &'a ExportView) -> Self {
        let mut items: Vec<_> = view.book.agenda.values().collect();
        items.retain(|item| !item.archived);
        items.sort_by_key(|item| (&item.order, item.id));
        let actions = view.book.actions_in_order();
        let questions = view.book.questions_in_order();
        Self {
            agenda: group_by_meeting(items, |item| Some(item.meeting)),
            notes: group_by_meeting(view.book.notes.values(), |note| Some(note.meeting)),
            actions: group_by_meeting(actions, |action| action.meeting),
            questions: group_by_meeting(questions, |question| question.meeting),
        }
    }
}

fn group_by_meeting<'a, T>(
    records: impl IntoIterator<Item = &'a T>,
    meeting: impl Fn(&T) -> Option<Id>,
) -> BTreeMap<Id, Vec<&'a T>> {
    let mut sorted: BTreeMap<Id, Vec<&T>> = BTreeMap::new();
    for record in records {
        if let Some(id) = meeting(record) {
            sorted.entry(id).or_default().push(record);
        }
    }
    sorted
}

/// Agenda, notes, actions and questions under headings of `level`.
fn record(
    view: &ExportView,
    meeting: &Meeting,
    by_meeting: &RecordsByMeeting,
    level: u8,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(items) = by_meeting.agenda.get(&meeting.id) {
        blocks.extend(titled(level, "Agenda", checklist(view, items)));
    }
    let notes = by_meeting.notes.get(&meeting.id).into_iter().flatten();
    for role in Role::ALL {
        for note in notes.clone().filter(|note| note.author == *role) {
            let title = format!("Notes by {}", view.book.name(*role));
            blocks.extend(section(level, title, &note.text));
        }
    }
    blocks.extend(private_note(view, meeting, level));
    blocks.extend(section(level, "Decisions", &meeting.decisions));
    if let Some(actions) = by_meeting.actions.get(&meeting.id) {
        blocks.extend(titled(
            level,
            "Actions agreed",
            actions_table(view, actions),
        ));
    }
    if let Some(questions) = by_meeting.questions.get(&meeting.id) {
        let questions = question_blocks(view, questions, level);
        blocks.extend(titled(level, "Questions", questions));
    }
    let named = meeting.resources.iter();
    let named = named.map(|text| Block::text(text.as_str()));
    blocks.extend(titled(level, "Named", bullets(named)));
    blocks.extend(section(level, "A win", &meeting.win));
    blocks
}

/// The owner's private note: only at the owner's level, because nobody else may read it.
fn private_note(view: &ExportView, meeting: &Meeting, level: u8) -> Vec<Block> {
    let note = view.for_owner().then(|| view.book.private_note(meeting.id));
    let Some(note) = note.flatten() else {
        return Vec::new();
    };
    let mut blocks = vec![heading(level, with_private_mark("Notes to yourself", true))];
    let feeling = note
        .feeling
        .map(|feeling| format!("How it felt: {feeling} of 5"));
    blocks.extend(feeling.map(|words| Block::text(with_private_mark(&words, true))));
    blocks.extend(parse_markdown_below(&note.text, level));
    blocks
}

pub fn actions_table<'a>(view: &'a ExportView, actions: &[&'a Action]) -> Option<Block> {
    let header = ["Action", "Who", "By", "Done", "What came of it"];
    table_of(view, &header, ACTIONS, actions.iter().copied())
}

/// Questions with their answers, which may hold headings below `level`.
pub fn question_blocks<'a>(
    view: &'a ExportView,
    questions: &'a [&Question],
    level: u8,
) -> impl Iterator<Item = Block> + use<'a> {
    questions.iter().map(move |question| {
        let answer = parse_markdown_below(&question.answer, level);
        Block::Answer {
            label: format!("{} asks: {}", view.book.name(question.asker), question.text),
            answer: (!answer.is_empty()).then_some(answer),
        }
    })
}
