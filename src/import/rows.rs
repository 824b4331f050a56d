//! Rows of a list to records of the book.
//!
//! A row is known again by an id that derives from what it says, or by what the book has on the same day under the same
//! title: taking the same list in twice doubles nothing. An empty cell says nothing, so the book keeps what it has.

use chrono::NaiveDate;

use super::dedupe::{Deduplicator, action_key, goal_key, meeting_key};
use super::list::{ImportedList, TICK_MARK};
use super::target::{ImportColumn, ImportTarget, normalize_name};
use super::{ImportContext, ImportedRecord, Incoming, cells, errors};
use crate::domain::action::Action;
use crate::domain::change::Record;
use crate::domain::goal::{Goal, GoalStatus};
use crate::domain::id::Id;
use crate::domain::meeting::{Meeting, MeetingKind, Note};
use crate::domain::ops::{normalize_line, normalize_text, order_between, quoted};
use crate::domain::person::Role;
use crate::problem::Problem;

/// The records that the rows of `lists` describe.
pub fn records(lists: Vec<ImportedList>, asked: &ImportContext) -> Result<Incoming, Problem> {
    let lists: Vec<_> = lists
        .into_iter()
        .filter(|list| !list.rows.is_empty())
        .collect();
    if lists.is_empty() {
        return Err(errors::no_list());
    }
    let only = lists.len() == 1;
    let mut incoming = Incoming::default();
    let mut tables = Vec::new();
    for list in lists {
        let target = asked.target.or_else(|| {
            let by_header = ImportTarget::from_header(&list.header);
            list.target
                .or(by_header)
                .or_else(|| ImportTarget::from_name(asked.name))
        });
        if let Some(target) = target {
            tables.push(MappedList::of(list, target, asked, &mut incoming.notes)?);
        } else if only {
            return Err(errors::unknown_target());
        } else {
            incoming
                .left_out
                .push("One list was left out: it cannot be told what it is.".to_owned());
        }
    }
    let mut known = Deduplicator::of(asked);
    for table in &tables {
        table.read_rows(&mut known, &mut Incoming::default());
    }
    let mut known = known.after_first_pass();
    for table in &tables {
        table.read_rows(&mut known, &mut incoming);
    }
    Ok(incoming)
}

/// A list of which it is known what each column holds.
struct MappedList {
    target: ImportTarget,
    columns: Vec<(ImportColumn, usize)>,
    day_first: bool,
    rows: Vec<Vec<String>>,
}

impl MappedList {
    fn of(
        list: ImportedList,
        target: ImportTarget,
        asked: &ImportContext,
        notes: &mut Vec<String>,
    ) -> Result<Self, Problem> {
        let list = if list.header.is_empty() {
            items_to_rows(list, target)
        } else {
            list
        };
        let columns = map_columns(&list.header, target, asked, notes)?;
        let days = columns
            .iter()
            .filter(|(column, _)| matches!(column, ImportColumn::Date | ImportColumn::Due));
        let days: Vec<_> = days.map(|(_, place)| *place).collect();
        let day_first = cells::is_day_first(list.rows.iter().flat_map(|row| {
            days.iter()
                .filter_map(|place| row.get(*place))
                .map(String::as_str)
        }));
        Ok(Self {
            target,
            columns,
            day_first,
            rows: list.rows,
        })
    }

    /// Puts what the rows become into `incoming`, or why they do not.
    fn read_rows(&self, known: &mut Deduplicator, incoming: &mut Incoming) {
        for (number, cells) in (2..).zip(&self.rows) {
            let row = ImportRow {
                columns: &self.columns,
                cells,
                context: known.context,
                day_first: self.day_first,
            };
            if let Err(why) = row.read_row(self.target, known, &mut incoming.records) {
                incoming.left_out.push(format!("Row {number}: {why}"));
            }
        }
    }
}

/// Items of a list as rows: of a log the day stands before the first colon or dash.
fn items_to_rows(list: ImportedList, target: ImportTarget) -> ImportedList {
    let header = match target {
        ImportTarget::Log => vec!["Date", "Title", "Notes"],
        ImportTarget::Goals => vec!["Title", "Status", "Why"],
        ImportTarget::Actions => vec!["Title", "Done"],
    };
    let rows = list
        .rows
        .into_iter()
        .filter_map(|row| row.into_iter().next());
    let rows = rows.map(|item| {
        let (first, below) = item.trim().split_once('\n').unwrap_or((item.trim(), ""));
        let (ticked, first) = match first.strip_prefix(TICK_MARK) {
            Some(rest) => (true, rest.to_owned()),
            None => (false, first.to_owned()),
        };
        let below = below.trim().to_owned();
        match target {
            ImportTarget::Log => {
                let parted = [": ", " – ", " — ", " - "]
                    .iter()
                    .find_map(|sign| first.split_once(sign));
                let (day, title) = parted.unwrap_or((&first, ""));
                vec![day.to_owned(), title.to_owned(), below]
            }
            ImportTarget::Goals => {
                let status = if ticked { GoalStatus::Done.key() } else { "" };
                vec![first, status.to_owned(), below]
            }
            ImportTarget::Actions => vec![first, if ticked { "yes" } else { "" }.to_owned()],
        }
    });
    ImportedList {
        rows: rows.collect(),
        header: header.into_iter().map(str::to_owned).collect(),
        ..list
    }
}

/// Which column is where: as it was said, else as its name tells. `notes` is told what was understood.
fn map_columns(
    header: &[String],
    target: ImportTarget,
    asked: &ImportContext,
    notes: &mut Vec<String>,
) -> Result<Vec<(ImportColumn, usize)>, Problem> {
    let mut columns = target.map_header(header);
    for (column, name) in asked.map {
        if !target.columns().contains(column) {
            continue;
        }
        columns.retain(|(known, _)| known != column);
        if name.is_empty() {
            continue;
        }
        let place = header
            .iter()
            .position(|header| normalize_name(header) == normalize_name(name));
        let place = place.ok_or_else(|| errors::no_such_column(name, header))?;
        columns.retain(|(_, known)| *known != place);
        columns.push((*column, place));
    }
    let needed = target.required_column();
    if !columns.iter().any(|(column, _)| *column == needed) {
        return Err(errors::missing_column(
            &needed.label().to_lowercase(),
            needed.key(),
            header,
        ));
    }
    columns.sort_by_key(|(_, place)| *place);
    let name = |place: usize| header.get(place).map_or("", String::as_str);
    let read: Vec<_> = columns
        .iter()
        .map(|(column, place)| format!("{} from {}", column.label(), quoted(name(*place))))
        .collect();
    notes.push(format!("{}: {}.", target.label(), read.join(", ")));
    let left = header.iter().enumerate().filter(|(place, name)| {
        !name.trim().is_empty() && !columns.iter().any(|(_, taken)| taken == place)
    });
    let left: Vec<_> = left.map(|(_, name)| quoted(name)).collect();
    if !left.is_empty() {
        notes.push(format!("Not taken: {}.", left.join(", ")));
    }
    Ok(columns)
}

/// One row.
struct ImportRow<'a> {
    columns: &'a [(ImportColumn, usize)],
    cells: &'a [String],
    context: &'a ImportContext<'a>,
    day_first: bool,
}

impl ImportRow<'_> {
    fn cell(&self, column: ImportColumn) -> &str {
        let found = self.columns.iter().find(|(known, _)| *known == column);
        let cell = found.and_then(|(_, place)| self.cells.get(*place));
        cell.map_or("", |cell| cell.trim())
    }

    fn read_row(
        &self,
        target: ImportTarget,
        known: &mut Deduplicator,
        records: &mut Vec<ImportedRecord>,
    ) -> Result<(), String> {
        match target {
            ImportTarget::Log => self.meeting(known, records),
            ImportTarget::Goals => self.goal(known, records),
            ImportTarget::Actions => self.action(known, records),
        }
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
            text => cells::day(text, self.context.today, self.day_first).map(Some),
        }
    }

    fn meeting(
        &self,
        known: &mut Deduplicator,
        records: &mut Vec<ImportedRecord>,
    ) -> Result<(), String> {
        let today = self.context.today;
        let (date, time) = cells::moment(self.cell(ImportColumn::Date), today, self.day_first)?;
        let channel = cells::channel(self.cell(ImportColumn::How));
        let minutes = cells::minutes(self.cell(ImportColumn::Minutes), 1.0);
        let mut meeting = Meeting {
            date,
            time: time.or_else(|| cells::time(self.cell(ImportColumn::Time), today)),
            kind: cells::kind(self.cell(ImportColumn::Kind), channel),
            state: cells::state(self.cell(ImportColumn::State), date, today),
            channel: channel.or_else(|| cells::channel(self.cell(ImportColumn::Kind))),
            minutes: minutes.or_else(|| cells::minutes(self.cell(ImportColumn::Hours), 60.0)),
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
        meeting.id = known.id(&meeting_key(&meeting));
        let notes = self.notes(meeting.id)?;
        let said: &[&str] = match self.cell(ImportColumn::State) {
            "" => &[],
            _ => &["state"],
        };
        records.push(imported_record(meeting.into(), said));
        records.extend(
            notes
                .into_iter()
                .map(|note| imported_record(note.into(), &[])),
        );
        Ok(())
    }

    /// The notes of both on `meeting`. A list may have a column for whoever keeps it beside the one of their role: the
    /// notes of one person are one record.
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
        known: &mut Deduplicator,
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
        goal.id = known.id(&goal_key(&goal));
        goal.status = status.unwrap_or(GoalStatus::Active);
        if !known.context.book.goals.contains_key(&goal.id) {
            goal.order = order_between(known.last_order.as_deref(), None);
            known.last_order = Some(goal.order.clone());
            records.push(imported_record(goal.into(), &["status"]));
        } else if status.is_some() {
            records.push(imported_record(goal.into(), &["status"]));
        } else {
            records.push(imported_record(goal.into(), &[]));
        }
        Ok(())
    }

    fn action(
        &self,
        known: &mut Deduplicator,
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
            text => Some(cells::moment(text, self.context.today, self.day_first)?.0),
        };
        action.id = known.id(&action_key(&action));
        // That it was done once is kept with its day.
        let here = book.actions.get(&action.id).and_then(|here| here.done);
        action.done = action.done.and(here).or(action.done);
        let owner = cells::owner(self.cell(ImportColumn::Owner), |role| book.name(role));
        action.owner = owner.unwrap_or(book.me().into());
        let always: &[&str] = if owner.is_some() { &["owner"] } else { &[] };
        records.push(imported_record(action.into(), always));
        Ok(())
    }
}

/// A record of which the file says all that is not empty, and `always` even so.
pub(super) fn imported_record(record: Record, always: &[&str]) -> ImportedRecord {
    let mut said: Vec<String> = record.fields().keys().cloned().collect();
    // What stands for “nothing was said” says nothing.
    let silent: &[&str] = if let Record::Meeting(meeting) = &record {
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
    said.retain(|name| !silent.contains(&name.as_str()) || always.contains(&name.as_str()));
    ImportedRecord {
        record,
        present_fields: said,
    }
}
