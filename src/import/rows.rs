//! Converts the rows of a list to records of the book.
//!
//! A row is matched by an id derived from its content, or by the record of the book with the same date and title:
//! importing the same list twice duplicates nothing. An empty cell is no value, so the book keeps its own. A cell that
//! cannot be read is named by its row and column, and the row comes in without it.

use super::dedupe::{Deduplicator, action_key, goal_key, meeting_key};
use super::mapped::MappedList;
use super::row_reader::RowReader;
use super::table::ImportedList;
use super::target::{ImportColumn, ImportTarget};
use super::{ImportContext, ImportedRecord, Incoming, cells, errors, notes};
use crate::domain::action::Action;
use crate::domain::change::Record;
use crate::domain::dates::{format_time, phrase, pluralize};
use crate::domain::goal::{Goal, GoalStatus};
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, MeetingState, Note};
use crate::domain::ops::{
    meeting::{split_due_date, split_owner},
    normalize_text, order_between, quoted,
};
use crate::domain::person::{Owner, Role};
use crate::domain::words::{parse_channel, parse_goal_status, parse_owner};
use crate::problem::Problem;

/// Sheets of the workbook of a whole book that hold neither meetings, goals nor actions.
const BOOK_SHEETS: [&str; 3] = ["Steps", "Questions", "Lists"];

/// Converts the rows of `lists` to records.
pub fn records(lists: Vec<ImportedList>, context: &ImportContext) -> Result<Incoming, Problem> {
    let mut incoming = Incoming {
        is_list: true,
        ..Incoming::default()
    };
    let mut tables = Vec::new();
    let (full, empty): (Vec<_>, Vec<_>) = lists.into_iter().partition(|list| !list.rows.is_empty());
    if full.is_empty() {
        return Err(errors::no_list(
            empty.iter().any(|list| !list.header.is_empty()),
        ));
    }
    let only = full.len() == 1;
    for list in full {
        if !only && BOOK_SHEETS.contains(&list.name.as_str()) {
            let name = quoted(&list.name);
            incoming.left_out.push(format!(
                "The sheet {name} was left out: a whole book comes in as JSON."
            ));
            continue;
        }
        let has_tasks = || notes::has_tasks(&list).then_some(ImportTarget::Actions);
        let told = list
            .target
            .or_else(has_tasks)
            .or_else(|| ImportTarget::from_header(&list.header));
        let named = || {
            ImportTarget::from_name(&list.name).or_else(|| ImportTarget::from_name(context.name))
        };
        let target = context.target.or(told).or_else(named);
        let target = target.ok_or_else(errors::unknown_target);
        let name = list.name.clone();
        match target.and_then(|target| MappedList::of(list, target, !only, context, &mut incoming))
        {
            Ok(mapped) => tables.push(mapped),
            Err(problem) if only => return Err(problem),
            // One sheet or list of many is no reason to refuse the others.
            Err(problem) => {
                let name = if name.is_empty() {
                    "One list".to_owned()
                } else {
                    format!("The list {}", quoted(&name))
                };
                incoming
                    .left_out
                    .push(format!("{name} was left out. {}", problem.message));
            }
        }
    }
    let mut dedupe = Deduplicator::of(context);
    for table in &tables {
        read_rows(table, &mut dedupe, &mut Incoming::default());
    }
    let mut dedupe = dedupe.after_first_pass();
    for table in &tables {
        read_rows(table, &mut dedupe, &mut incoming);
    }
    Ok(incoming)
}

/// Converts the rows and adds records, and what could not be read, to `incoming`.
fn read_rows(list: &MappedList, dedupe: &mut Deduplicator, incoming: &mut Incoming) {
    for row in &list.rows {
        let context = dedupe.context;
        let mut row = RowReader {
            list,
            row,
            context,
            flaws: Vec::new(),
        };
        let read = match list.target {
            ImportTarget::Log => row.meeting(dedupe, &mut incoming.records),
            ImportTarget::Goals => row.goal(dedupe, &mut incoming.records),
            ImportTarget::Actions => row.action(dedupe, &mut incoming.records),
        };
        if let Err(why) = read {
            incoming.left_out.push(format!("{}: {why}", row.label()));
        } else {
            row.name_surplus();
            incoming.left_out.append(&mut row.flaws);
        }
    }
}

impl RowReader<'_> {
    fn meeting(
        &mut self,
        dedupe: &mut Deduplicator,
        records: &mut Vec<ImportedRecord>,
    ) -> Result<(), String> {
        let moment = self.moment()?;
        let date = moment.date;
        let channel = self.read_word(
            ImportColumn::How,
            parse_channel,
            "is no way to meet that is known.",
        );
        let kind = self.read_word(
            ImportColumn::Kind,
            |text| cells::kind(text, channel),
            "is neither a meeting nor a contact; it was taken as a meeting.",
        );
        let state = self.state(date);
        let mut meeting = Meeting {
            date,
            time: moment.time,
            zone: moment
                .zone
                .map_or_else(String::new, |zone| zone.name().to_owned()),
            kind: kind
                .or_else(|| cells::kind("", channel))
                .unwrap_or_default(),
            state: state.unwrap_or_else(|| cells::state_by_hour(date, moment.time, self.context)),
            channel: channel.or_else(|| parse_channel(self.cell(ImportColumn::Kind))),
            minutes: self.minutes(&moment),
            title: self.line(ImportColumn::Title)?,
            decisions: self.prose(ImportColumn::Decisions)?,
            win: self.prose(ImportColumn::Win)?,
            ..Meeting::default()
        };
        let topics = self.line(ImportColumn::Topics)?;
        let topics = topics
            .split([';', ','])
            .map(str::trim)
            .filter(|topic| !topic.is_empty());
        meeting.topics = topics.map(str::to_owned).collect();
        meeting.id = dedupe.id(&meeting_key(&meeting));
        let notes = self.notes(meeting.id)?;
        let always: &[&str] = if state.is_some() { &["state"] } else { &[] };
        let detail = meeting_words(&meeting);
        records.push(with_detail(imported_record(meeting.into(), always), detail));
        records.extend(
            notes
                .into_iter()
                .map(|note| imported_record(note.into(), &[])),
        );
        Ok(())
    }

    /// Notes of both people on `meeting`. A list may have a column for the owner beside the one of the owner's role:
    /// the notes of one person are one record.
    fn notes(&self, meeting: Id) -> Result<Vec<Note>, String> {
        let mut notes = Vec::new();
        for (author, column) in [
            (Role::Mentee, ImportColumn::Mentee),
            (Role::Mentor, ImportColumn::Mentor),
        ] {
            let mut texts = vec![self.cell(column)];
            if author == self.context.book.me() {
                texts.push(self.cell(ImportColumn::Note));
            }
            texts.retain(|text| !text.is_empty());
            if texts.is_empty() {
                continue;
            }
            notes.push(Note {
                id: Note::id_for(meeting, author),
                meeting,
                author,
                text: normalize_text(&texts.join("\n\n"), "note")
                    .map_err(|refusal| refusal.message)?,
            });
        }
        Ok(notes)
    }

    fn goal(
        &mut self,
        dedupe: &mut Deduplicator,
        records: &mut Vec<ImportedRecord>,
    ) -> Result<(), String> {
        let mut goal = Goal {
            title: self.line(ImportColumn::Title)?,
            due: self.due(None),
            measure: self.prose(ImportColumn::Measure)?,
            why: self.prose(ImportColumn::Why)?,
            help: self.prose(ImportColumn::Help)?,
            ..Goal::default()
        };
        if goal.title.is_empty() {
            return Err("It has no title.".to_owned());
        }
        let status = self.read_word(
            ImportColumn::Status,
            parse_goal_status,
            "is no status of a goal that is known.",
        );
        goal.id = dedupe.id(&goal_key(&goal));
        goal.status = status.unwrap_or(GoalStatus::Active);
        let is_new = !dedupe.context.book.goals.contains_key(&goal.id);
        if is_new {
            goal.order = order_between(dedupe.last_order.as_deref(), None);
            dedupe.last_order = Some(goal.order.clone());
        }
        let always: &[&str] = if is_new || status.is_some() {
            &["status"]
        } else {
            &[]
        };
        let mut detail = phrase(", due", goal.due);
        if goal.status != GoalStatus::Active {
            detail += &format!(", {}", goal.status.label().to_lowercase());
        }
        records.push(with_detail(imported_record(goal.into(), always), detail));
        Ok(())
    }

    fn action(
        &mut self,
        dedupe: &mut Deduplicator,
        records: &mut Vec<ImportedRecord>,
    ) -> Result<(), String> {
        let book = self.context.book;
        let text = self.line(ImportColumn::Title)?;
        // Where no cell of its own says it, the text may: “Ned: send it by Dec 1”.
        let (said_owner, said) = match self.cell(ImportColumn::Owner) {
            "" => split_owner(&text, book),
            _ => (None, text.as_str()),
        };
        // A day without a year is the first one after it was agreed.
        let agreed = self.agreed();
        let from = agreed.unwrap_or(self.context.today);
        let (said, said_due) = match self.cell(ImportColumn::Due) {
            "" => split_due_date(said, from),
            _ => (said, None),
        };
        if said.is_empty() {
            return Err("It does not say what is to be done.".to_owned());
        }
        let mut action = Action {
            text: said.to_owned(),
            due: self.due(agreed).or(said_due),
            agreed,
            done: self.done(),
            ..Action::default()
        };
        action.id = dedupe.id(&action_key(&action));
        // A tick without a date keeps the date on which the book has it done.
        let before = book.actions.get(&action.id).and_then(|before| before.done);
        action.done = action.done.and(before).or(action.done);
        let who = format!(
            "is neither {} nor {}; the action is yours until you say whose it is.",
            book.name(Role::Mentee),
            book.name(Role::Mentor)
        );
        let owner = self
            .read_word(ImportColumn::Owner, |text| parse_owner(text, book), &who)
            .or(said_owner);
        action.owner = owner.unwrap_or(book.me().into());
        let always: &[&str] = if owner.is_some() { &["owner"] } else { &[] };
        let owner = match action.owner {
            Owner::Mentee => book.name(Role::Mentee),
            Owner::Mentor => book.name(Role::Mentor),
            Owner::Both => "both",
        };
        let detail = format!(
            ", {owner}{}{}",
            phrase(", due", action.due),
            phrase(", done", action.done)
        );
        records.push(with_detail(imported_record(action.into(), always), detail));
        Ok(())
    }
}

/// Words for a meeting beside its day and title: ` at 10:00 AM, 90 minutes, video, called off`.
fn meeting_words(meeting: &Meeting) -> String {
    let time = meeting
        .time
        .map(|time| format!(" at {}", format_time(time)));
    let minutes = meeting
        .minutes
        .map(|minutes| format!(", {}", pluralize(minutes, "minute")));
    let channel = meeting
        .channel
        .map(|channel| format!(", {}", channel.label().to_lowercase()));
    let state = match meeting.state {
        MeetingState::Held => None,
        MeetingState::Planned | MeetingState::Cancelled => {
            Some(format!(", {}", meeting.state.label().to_lowercase()))
        }
    };
    [time, minutes, channel, state]
        .into_iter()
        .flatten()
        .collect()
}

fn with_detail(record: ImportedRecord, detail: String) -> ImportedRecord {
    ImportedRecord { detail, ..record }
}

/// Record of which the file has every field that is not empty, and those of `always` even if empty.
pub(super) fn imported_record(record: Record, always: &[&str]) -> ImportedRecord {
    let mut present_fields: Vec<String> = record.fields().keys().cloned().collect();
    // Defaults stand for an absent cell, so they are no value of the file.
    let defaults: &[&str] = if let Record::Meeting(meeting) = &record {
        match meeting.kind {
            MeetingKind::Meeting => &["state", "kind"],
            MeetingKind::Contact => &["state"],
        }
    } else if matches!(record, Record::Goal(_)) {
        &["status", "order"]
    } else if matches!(record, Record::Action(_)) {
        &["owner"]
    } else {
        &[]
    };
    present_fields
        .retain(|name| !defaults.contains(&name.as_str()) || always.contains(&name.as_str()));
    ImportedRecord::new(record, present_fields)
}
