//! Day and hour of the rows of a list. Its dates of digits are read alike, and it is said how.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::table::ImportedList;
use super::target::ImportColumn;
use super::{ImportContext, cells};
use crate::domain::dates::{DayOrder, Moment, abbreviate_input, format_date};
use crate::domain::region::Region;

/// A date of digits in a list.
struct DigitCell<'a> {
    column: ImportColumn,
    text: &'a str,
    moment: Moment,
}

impl DigitCell<'_> {
    fn fits(&self, order: DayOrder) -> bool {
        let mut readings = self.moment.readings.iter();
        readings.any(|(other, _)| *other == order)
    }

    /// The day that it is in its column.
    fn in_order(&self, order: DayOrder, context: &ImportContext) -> Option<NaiveDate> {
        let order = Some(order).filter(|order| self.fits(*order))?;
        if self.column == ImportColumn::Due {
            return cells::day(self.text, None, context, Some(order)).ok();
        }
        let read = cells::moment(self.text, context, Some(order));
        read.ok().map(|(moment, _)| moment.date)
    }
}

/// Day and hour of a meeting, from the cells of both, and what could not be read of the hour. An hour that is written by
/// UTC is one of the user's clock afterwards.
pub fn moment(
    date: &str,
    hour: &str,
    context: &ImportContext,
    order: Option<DayOrder>,
) -> Result<(Moment, Option<String>), String> {
    // Notion writes “November 3, 2026 2:00 PM (GMT+1) → 3:00 PM”.
    let (start, end) = date.split_once('→').unwrap_or((date, ""));
    let start = start.replace(['(', ')'], " ");
    let (mut moment, mut left_out) = cells::moment(start.trim(), context, order)?;
    if !end.is_empty() {
        // The end is by the same clock.
        let zone = start.find("GMT").map_or("", |at| &start[at..]);
        match cells::time(format!("{end} {zone}").trim(), moment.date) {
            Ok(end) => moment.until = end.time,
            Err(why) => left_out = Some(format!("Its end was left out. {why}")),
        }
    }
    if moment.time.is_none() && !hour.is_empty() {
        let day = moment.date;
        match cells::time(hour, day) {
            Ok(read) => {
                // A spreadsheet may put any day before an hour; 24:00 is the next one.
                let is_next = Some(read.date) == day.succ_opt();
                let date = if is_next { read.date } else { day };
                moment = Moment { date, ..read };
            }
            Err(why) => left_out = Some(format!("Its hour was left out. {why}")),
        }
    }
    if let (Some(Tz::UTC), Some(time)) = (moment.zone, moment.time) {
        let local = (context.local)(moment.date.and_time(time));
        let length = moment.until.map(|until| until.signed_duration_since(time));
        (moment.date, moment.time, moment.zone) = (local.date(), Some(local.time()), None);
        moment.until = length.map(|length| local.time().overflowing_add_signed(length).0);
    }
    Ok((moment, left_out))
}

/// Decides the order of the numbers in the dates of a list: as the user chose, else the one that fits every date, else the
/// one that brings most of them into the year of the book, else that of the region. None where no date can be read in two
/// ways; the second value says what was decided, and why.
pub fn order(
    list: &ImportedList,
    columns: &[(ImportColumn, usize)],
    context: &ImportContext,
) -> (Option<DayOrder>, Option<String>) {
    if let Some(order) = context.order {
        return (Some(order), None);
    }
    let cells: Vec<_> = date_cells(list, columns)
        .filter(|(_, text)| text.contains(['/', '-']))
        .filter_map(|(column, text)| {
            let (moment, _) = cells::moment(text, context, None).ok()?;
            (!moment.readings.is_empty()).then_some(DigitCell {
                column,
                text,
                moment,
            })
        })
        .collect();
    let unclear: Vec<_> = cells
        .iter()
        .filter(|cell| cell.moment.two_readings().is_some())
        .collect();
    let Some(first) = unclear.first() else {
        return (None, None);
    };
    let possible = first.moment.readings.iter().map(|(order, _)| *order);
    let misfit = |order: DayOrder| cells.iter().find(|cell| !cell.fits(order));
    let mut orders: Vec<_> = possible
        .clone()
        .filter(|order| misfit(*order).is_none())
        .collect();
    if orders.is_empty() {
        orders.extend(possible.clone());
    }
    let in_year = |order: &DayOrder| {
        let days = unclear
            .iter()
            .filter_map(|cell| cell.in_order(*order, context));
        days.filter(|day| cells::is_in_year(*day, context)).count()
    };
    let most = orders.iter().map(in_year).max().unwrap_or(0);
    let by_year = orders.iter().any(|order| in_year(order) < most);
    orders.retain(|order| in_year(order) == most);
    let Some(order) = orders.first().copied() else {
        return (None, None);
    };
    let telling = possible.filter(|other| *other != order).find_map(misfit);
    let why = match (misfit(order), telling) {
        (Some(cell), _) => format!(
            "though “{}” can only be another way",
            abbreviate_input(cell.text)
        ),
        (None, _) if by_year => "so that they fall in the year of the book".to_owned(),
        (None, Some(cell)) => format!("as “{}” can only be", abbreviate_input(cell.text)),
        (None, None) if !first.text.contains('/') => "as is usual with dashes".to_owned(),
        (None, None) => match Region::current() {
            Region::UnitedStates => "as in the United States".to_owned(),
            Region::Elsewhere => "as outside the United States".to_owned(),
        },
    };
    (Some(order), note(first, order, &why, context))
}

fn date_cells<'a>(
    list: &'a ImportedList,
    columns: &'a [(ImportColumn, usize)],
) -> impl Iterator<Item = (ImportColumn, &'a str)> {
    let is_date = |column| {
        use ImportColumn::{Agreed, Date, Done, Due};
        matches!(column, Date | Due | Agreed | Done)
    };
    let columns = columns.iter().filter(move |(column, _)| is_date(*column));
    columns.flat_map(|(column, index)| {
        let cells = list.rows.iter().filter_map(|row| row.cells.get(*index));
        cells.map(|cell| (*column, cell.trim()))
    })
}

fn note(
    example: &DigitCell,
    order: DayOrder,
    why: &str,
    context: &ImportContext,
) -> Option<String> {
    let written = match order {
        DayOrder::DayFirst => "the day first",
        DayOrder::MonthFirst => "the month first",
        DayOrder::YearFirst => "the year first",
    };
    let option = match order.other() {
        DayOrder::DayFirst => "--day-first",
        DayOrder::MonthFirst | DayOrder::YearFirst => "--month-first",
    };
    Some(format!(
        "Dates like “{}” are read with {written} ({}), {why}. “matchbook import FILE {option}” reads them the other way.",
        abbreviate_input(example.text),
        format_date(example.in_order(order, context)?)
    ))
}
