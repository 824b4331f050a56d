//! Converts the rows of a list to records of the book.
//!
//! A row is matched by an id derived from its content, or by the record of the book with the same date and title:
//! importing the same list twice duplicates nothing. An empty cell is no value, so the book keeps its own.

use chrono::NaiveDate;

use super::dedupe::{Deduplicator, action_key, goal_key, meeting_key};
use super::list::{ImportedList, items_to_rows};
use super::target::{ImportColumn, ImportTarget, normalize_name};
use super::{ImportContext, ImportedRecord, Incoming, cells, errors, when};
use crate::domain::action::Action;
use crate::domain::change::Record;
use crate::domain::dates::DayOrder;
use crate::domain::goal::{Goal, GoalStatus};
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, Note};
use crate::domain::ops::{normalize_line, normalize_text, order_between, quoted};
use crate::domain::person::Role;
use crate::problem::Problem;

/// Converts the rows of `lists` to records.
pub fn records(mut lists: Vec<ImportedList>, context: &ImportContext) -> Result<Incoming, Problem> {
    lists.retain(|list| !list.rows.is_empty());
    if lists.is_empty() {
        return Err(errors::no_list());
    }
    let only = lists.len() == 1;
    let mut incoming = Incoming::default();
    let mut tables = Vec::new();
    for list in lists {
        let target = context.target.or_else(|| {
            let by_header = ImportTarget::from_header(&list.header);
            list.target
                .or(by_header)
                .or_else(|| ImportTarget::from_name(context.name))
        });
        if let Some(target) = target {
            tables.push(MappedList::of(list, target, context, &mut incoming.notes)?);
        } else if only {
            return Err(errors::unknown_target());
        } else {
            incoming
                .left_out
                .push("One list was left out: it cannot be told what it is.".to_owned());
        }
    }
    let mut dedupe = Deduplicator::of(context);
    for table in &tables {
        table.read_rows(&mut dedupe, &mut Incoming::default());
    }
    let mut dedupe = dedupe.after_first_pass();
    for table in &tables {
        table.read_rows(&mut dedupe, &mut incoming);
    }
    Ok(incoming)
}

/// List with its column mapping resolved.
struct MappedList {
    target: ImportTarget,
    columns: Vec<(ImportColumn, usize)>,
    order: Option<DayOrder>,
    rows: Vec<Vec<String>>,
}

impl MappedList {
    fn of(
        list: ImportedList,
        target: ImportTarget,
        context: &ImportContext,
        notes: &mut Vec<String>,
    ) -> Result<Self, Problem> {
        let list = if list.header.is_empty() {
            items_to_rows(list, target)
        } else {
            list
        };
        let columns = map_columns(&list.header, target, context, notes)?;
        let (order, note) = when::order(&list, &columns, context);
        notes.extend(note);
        Ok(Self {
            target,
            columns,
            order,
            rows: list.rows,
        })
    }

    /// Converts the rows and adds records, or the reasons why not, to `incoming`.
    fn read_rows(&self, dedupe: &mut Deduplicator, incoming: &mut Incoming) {
        for (number, cells) in (2..).zip(&self.rows) {
            let row = ImportRow {
                columns: &self.columns,
                cells,
                context: dedupe.context,
                order: self.order,
            };
            let left_out = match row.read_row(self.target, dedupe, &mut incoming.records) {
                Ok(left_out) => left_out,
                Err(why) => Some(why),
            };
            if let Some(why) = left_out {
                incoming.left_out.push(format!("Row {number}: {why}"));
            }
        }
    }
}

/// Resolves the column mapping: as the user chose, else by column name. `notes` gets the columns not taken.
fn map_columns(
    header: &[String],
    target: ImportTarget,
    context: &ImportContext,
    notes: &mut Vec<String>,
) -> Result<Vec<(ImportColumn, usize)>, Problem> {
    let mut columns = target.map_header(header);
    for (column, name) in context.map {
        if !target.has_column(*column) {
            continue;
        }
        columns.retain(|(other, _)| other != column);
        if name.is_empty() {
            continue;
        }
        let index = header
            .iter()
            .position(|header| normalize_name(header) == normalize_name(name));
        let index = index.ok_or_else(|| errors::no_such_column(name, header))?;
        columns.retain(|(_, other)| *other != index);
        columns.push((*column, index));
    }
    let required = target.required_column();
    if !columns.iter().any(|(column, _)| *column == required) {
        return Err(errors::missing_column(
            &required.label().to_lowercase(),
            required.key(),
            header,
        ));
    }
    columns.sort_by_key(|(_, index)| *index);
    let name = |index: usize| header.get(index).map_or("", String::as_str);
    let mapping: Vec<_> = columns
        .iter()
        .map(|(column, index)| format!("{} from {}", column.label(), quoted(name(*index))))
        .collect();
    notes.push(format!("{}: {}.", target.label(), mapping.join(", ")));
    let skipped = header.iter().enumerate().filter(|(index, name)| {
        !name.trim().is_empty() && !columns.iter().any(|(_, used)| used == index)
    });
    let skipped: Vec<_> = skipped.map(|(_, name)| quoted(name)).collect();
    if !skipped.is_empty() {
        notes.push(format!("Not taken: {}.", skipped.join(", ")));
    }
    Ok(columns)
}

struct ImportRow<'a> {
    columns: &'a [(ImportColumn, usize)],
    cells: &'a [String],
    context: &'a ImportContext<'a>,
    order: Option<DayOrder>,
}

impl ImportRow<'_> {
    fn cell(&self, column: ImportColumn) -> &str {
        let mapped = self.columns.iter().find(|(other, _)| *other == column);
        let cell = mapped.and_then(|(_, index)| self.cells.get(*index));
        cell.map_or("", |cell| cell.trim())
    }

    /// Adds the records of the row; returns what of it could not be read, if it is taken without that.
    fn read_row(
        &self,
        target: ImportTarget,
        dedupe: &mut Deduplicator,
        records: &mut Vec<ImportedRecord>,
    ) -> Result<Option<String>, String> {
        match target {
            ImportTarget::Log => return self.meeting(dedupe, records),
            ImportTarget::Goals => self.goal(dedupe, records)?,
            ImportTarget::Actions => self.action(dedupe, records)?,
        }
        Ok(None)
    }

    fn line(&self, column: ImportColumn) -> Result<String, String> {
        normalize_line(self.cell(column), &column.label().to_lowercase())
            .map_err(|refusal| refusal.message)
    }

    fn prose(&self, column: ImportColumn) -> Result<String, String> {
        normalize_text(self.cell(column), &column.label().to_lowercase())
            .map_err(|refusal| refusal.message)
    }

    fn day(&self, column: ImportColumn) -> Result<Option<NaiveDate>, String> {
        match self.cell(column) {
            "" => Ok(None),
            text => cells::day(text, self.context.today, self.order).map(Some),
        }
    }

    fn meeting(
        &self,
        dedupe: &mut Deduplicator,
        records: &mut Vec<ImportedRecord>,
    ) -> Result<Option<String>, String> {
        let today = self.context.today;
        let (moment, left_out) = when::moment(
            self.cell(ImportColumn::Date),
            self.cell(ImportColumn::Time),
            self.context,
            self.order,
        )?;
        let date = moment.date;
        let channel = cells::channel(self.cell(ImportColumn::How));
        let minutes = cells::minutes(self.cell(ImportColumn::Minutes), 1.0)
            .or_else(|| cells::minutes(self.cell(ImportColumn::Hours), 60.0));
        let mut meeting = Meeting {
            date,
            time: moment.time,
            zone: moment
                .zone
                .map_or_else(String::new, |zone| zone.name().to_owned()),
            kind: cells::kind(self.cell(ImportColumn::Kind), channel),
            state: cells::state(self.cell(ImportColumn::State), date, today),
            channel: channel.or_else(|| cells::channel(self.cell(ImportColumn::Kind))),
            minutes: minutes.or_else(|| cells::minutes_between(moment.time?, moment.until?)),
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
        let always: &[&str] = match self.cell(ImportColumn::State) {
            "" => &[],
            _ => &["state"],
        };
        records.push(imported_record(meeting.into(), always));
        records.extend(
            notes
                .into_iter()
                .map(|note| imported_record(note.into(), &[])),
        );
        Ok(left_out)
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
        &self,
        dedupe: &mut Deduplicator,
        records: &mut Vec<ImportedRecord>,
    ) -> Result<(), String> {
        let mut goal = Goal {
            title: self.line(ImportColumn::Title)?,
            due: self.day(ImportColumn::Due)?,
            measure: self.prose(ImportColumn::Measure)?,
            why: self.prose(ImportColumn::Why)?,
            help: self.prose(ImportColumn::Help)?,
            ..Goal::default()
        };
        if goal.title.is_empty() {
            return Err("It has no title.".to_owned());
        }
        let status = cells::status(self.cell(ImportColumn::Status));
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
        records.push(imported_record(goal.into(), always));
        Ok(())
    }

    fn action(
        &self,
        dedupe: &mut Deduplicator,
        records: &mut Vec<ImportedRecord>,
    ) -> Result<(), String> {
        let book = self.context.book;
        let mut action = Action {
            text: self.line(ImportColumn::Title)?,
            due: self.day(ImportColumn::Due)?,
            agreed: self.day(ImportColumn::Agreed)?,
            ..Action::default()
        };
        if action.text.is_empty() {
            return Err("It does not say what is to be done.".to_owned());
        }
        action.done = match self.cell(ImportColumn::Done).to_lowercase().as_str() {
            "" | "no" | "nein" | "false" | "0" | "open" => None,
            "yes" | "ja" | "x" | "true" | "1" | "done" | "✓" => Some(self.context.today),
            text => Some(cells::moment(text, self.context.today, self.order)?.0.date),
        };
        action.id = dedupe.id(&action_key(&action));
        // A tick without a date keeps the date on which the book has it done.
        let before = book.actions.get(&action.id).and_then(|before| before.done);
        action.done = action.done.and(before).or(action.done);
        let owner = cells::owner(self.cell(ImportColumn::Owner), |role| book.name(role));
        action.owner = owner.unwrap_or(book.me().into());
        let always: &[&str] = if owner.is_some() { &["owner"] } else { &[] };
        records.push(imported_record(action.into(), always));
        Ok(())
    }
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
