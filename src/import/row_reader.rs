//! One row of a list: its cells as they are read, and what of them could not be.

use chrono::NaiveDate;

use super::mapped::MappedList;
use super::table::ImportedRow;
use super::target::ImportColumn;
use super::{ImportContext, cells, when};
use crate::domain::dates::{Moment, abbreviate_input};
use crate::domain::ops::{normalize_line, normalize_text, quoted};
use crate::domain::words::{LengthUnit, parse_done, parse_length};

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

    /// The cell as a day; one without a year is the first from `from`.
    pub fn day(&mut self, column: ImportColumn, from: NaiveDate) -> Option<NaiveDate> {
        let order = self.list.order;
        self.read(column, |text| cells::day(text, from, order))
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
        written.or_else(|| cells::minutes_between(moment.time?, end.or(moment.until)?))
    }

    /// The day on which an action was done: today for a mark without a day.
    pub fn done(&mut self) -> Option<NaiveDate> {
        let (today, order) = (self.context.today, self.list.order);
        self.read(ImportColumn::Done, |text| match parse_done(text) {
            Some(is_done) => Ok(is_done.then_some(today)),
            None => cells::moment(text, today, order)
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
