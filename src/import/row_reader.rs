//! One row of a list: its cells as they are read, and what of them could not be.

use chrono::NaiveDate;

use super::mapped::MappedList;
use super::table::ImportedRow;
use super::target::ImportColumn;
use super::{ImportContext, cells, when};
use crate::domain::dates::{Moment, abbreviate_input};
use crate::domain::meeting::MeetingState;
use crate::domain::ops::{normalize_line, normalize_text, quoted};
use crate::domain::words::{
    LengthUnit, parse_done, parse_length, parse_meeting_state, parse_yes_no,
};

/// One row, and what of it could not be read.
pub struct RowReader<'a> {
    pub list: &'a MappedList,
    pub row: &'a ImportedRow,
    pub context: &'a ImportContext<'a>,
    /// Cells that could not be read, each in a sentence.
    pub flaws: Vec<String>,
}

impl<'a> RowReader<'a> {
    /// `Row 4`, as the spreadsheet counts; `Sheet “Log”, row 4` where there are several.
    pub fn label(&self) -> String {
        let number = self.row.number;
        match (self.list.name.as_str(), self.list.has_lines) {
            ("", true) => format!("Line {number}"),
            ("", false) => format!("Row {number}"),
            (name, true) => format!("{}, line {number}", quoted(name)),
            (name, false) => format!("Sheet {}, row {number}", quoted(name)),
        }
    }

    /// The cell of a column; empty where there is none.
    pub fn cell(&self, column: ImportColumn) -> &'a str {
        let cell = self
            .list
            .index(column)
            .and_then(|index| self.row.cells.get(index));
        cell.map_or("", |cell| cell.trim())
    }

    /// The cell as `parse` reads it; one that it cannot read is named, and none.
    pub fn read<T>(
        &mut self,
        column: ImportColumn,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.cell(column);
        if text.is_empty() {
            return None;
        }
        match parse(text) {
            Ok(read) => Some(read),
            Err(why) => {
                let name = quoted(self.list.column_name(column));
                self.flaws
                    .push(format!("{}, without {name}: {why}", self.label()));
                None
            }
        }
    }

    /// As [`Self::read`], for what is one of a number of words; `unknown` says that it is none, and what follows.
    pub fn read_word<T>(
        &mut self,
        column: ImportColumn,
        parse: impl FnOnce(&str) -> Option<T>,
        unknown: &str,
    ) -> Option<T> {
        self.read(column, |text| {
            parse(text).ok_or_else(|| format!("“{}” {unknown}", abbreviate_input(text)))
        })
    }

    /// Names the cells beyond the last column.
    pub fn name_surplus(&mut self) {
        for cell in self
            .row
            .cells
            .iter()
            .skip(self.list.width)
            .filter(|cell| !cell.trim().is_empty())
        {
            let text = abbreviate_input(cell);
            self.flaws.push(format!(
                "{}: “{text}” stands beyond the last column.",
                self.label()
            ));
        }
    }

    /// The cell as one line.
    pub fn line(&self, column: ImportColumn) -> Result<String, String> {
        normalize_line(self.cell(column), &column.label().to_lowercase())
            .map_err(|refusal| refusal.message)
    }

    /// The cell as text of several lines.
    pub fn prose(&self, column: ImportColumn) -> Result<String, String> {
        normalize_text(self.cell(column), &column.label().to_lowercase())
            .map_err(|refusal| refusal.message)
    }

    /// The cell as the day on which something is due; one without a year is the first after it was `agreed`.
    pub fn due(&mut self, agreed: Option<NaiveDate>) -> Option<NaiveDate> {
        let (context, order) = (self.context, self.list.order);
        self.read(ImportColumn::Due, |text| {
            cells::day(text, agreed, context, order)
        })
    }

    /// The day on which an action was agreed.
    pub fn agreed(&mut self) -> Option<NaiveDate> {
        let (context, order) = (self.context, self.list.order);
        self.read(ImportColumn::Agreed, |text| {
            cells::moment(text, context, order).map(|(moment, _)| moment.date)
        })
    }

    /// State of a meeting of `date`, also from yes or no to whether it was held; without one its day decides.
    pub fn state(&mut self, date: NaiveDate) -> Option<MeetingState> {
        let today = self.context.today;
        let was_held = |text: &str| match parse_yes_no(text)? {
            true => Some(MeetingState::Held),
            false if date > today => Some(MeetingState::Planned),
            false => Some(MeetingState::Cancelled),
        };
        // A dash stands for nothing here.
        let is_word = |text: &str| !text.starts_with(['-', '–', '—']);
        let parse = |text: &str| {
            parse_meeting_state(text).or_else(|| was_held(text).filter(|_| is_word(text)))
        };
        let unknown = "does not say what became of it; its day decides.";
        let state = self.read_word(ImportColumn::State, parse, unknown)?;
        if state == MeetingState::Held && date > today {
            self.flaws.push(format!(
                "{}: its day is still to come, so it is planned and not held.",
                self.label()
            ));
            return Some(MeetingState::Planned);
        }
        Some(state)
    }

    /// Day and hour of a meeting.
    pub fn moment(&mut self) -> Result<Moment, String> {
        let (date, hour) = (self.cell(ImportColumn::Date), self.cell(ImportColumn::Time));
        let (moment, left_out) = when::moment(date, hour, self.context, self.list.order)?;
        if let Some(why) = left_out {
            self.flaws.push(format!("{}: {why}", self.label()));
        }
        Ok(moment)
    }

    /// Length in minutes: of its column, or up to the end.
    pub fn minutes(&mut self, moment: &Moment) -> Option<u32> {
        let why = "is no length of one number, like “50 min” or “1:30”.";
        let unit = self.list.length_unit;
        let written = self.read_word(ImportColumn::Minutes, |text| parse_length(text, unit), why);
        let written = written.or_else(|| {
            let unit = LengthUnit::Hours;
            self.read_word(ImportColumn::Hours, |text| parse_length(text, unit), why)
        });
        let end = self
            .read(ImportColumn::End, |text| cells::time(text, moment.date))
            .and_then(|end| end.time);
        written.or_else(|| {
            let (start, end) = (moment.time?, end.or(moment.until)?);
            let minutes = cells::minutes_between(start, end);
            if minutes.is_none() && start != end {
                self.flaws.push(format!(
                    "{}, without its length: it would end before it begins.",
                    self.label()
                ));
            }
            minutes
        })
    }

    /// The day on which an action was done: today for a mark without a day.
    pub fn done(&mut self) -> Option<NaiveDate> {
        let (context, order) = (self.context, self.list.order);
        let is_percent = self.list.column_name(ImportColumn::Done).contains('%');
        let is_number = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
        let said = |text: &str| {
            if is_percent && is_number(text) {
                parse_done(&format!("{text}%"))
            } else {
                parse_done(text)
            }
        };
        self.read(ImportColumn::Done, |text| match said(text) {
            Some(is_done) => Ok(is_done.then_some(context.today)),
            None => cells::moment(text, context, order)
                .map(|(moment, _)| Some(moment.date))
                .map_err(|_| {
                    format!(
                        "“{}” is neither done nor open; the action is open.",
                        abbreviate_input(text)
                    )
                }),
        })
        .flatten()
    }
}
