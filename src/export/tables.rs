//! Tables of typed cells from a book's lists, for CSV and spreadsheets.

use chrono::{NaiveDate, NaiveTime};

use super::answers_table::answers;
use super::log_json::goal_titles;
use super::shared_book::ExportView;
use super::subject::{ExportSubject, is_within};
use crate::domain::action::Action;
use crate::domain::dates;
use crate::domain::deck::Question;
use crate::domain::goal::{Goal, Step};
use crate::domain::list::{ListItem, ListKind};
use crate::domain::meeting::Meeting;
use crate::domain::person::Role;
use crate::domain::program::Milestone;
use crate::domain::sanitize::{sanitize, sanitize_line};
use crate::domain::schedule::{MonthTotals, hours_words};

#[derive(Clone, Debug, PartialEq)]
pub enum TableCell {
    Empty,
    /// Sanitized text.
    Text(String),
    Number(f64),
    /// A length in minutes, shown as hours.
    Hours(u32),
    Day(NaiveDate),
    /// A time of day.
    Time(NaiveTime),
}

impl TableCell {
    /// The cell in words, for a page.
    pub fn into_words(self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
            Self::Hours(minutes) => hours_words(minutes.into()),
            Self::Day(day) => dates::format_date(day),
            Self::Time(time) => dates::format_time(time),
        }
    }
}

/// Rows of one sheet or file; each is made when it is written.
pub struct ExportTable<'a> {
    pub name: &'static str,
    /// Column titles.
    pub header: Vec<&'static str>,
    /// Each as long as the header.
    pub rows: Box<dyn Iterator<Item = Vec<TableCell>> + 'a>,
    /// Columns that a spreadsheet totals below the rows. CSV has no totals: a program would read them as a row.
    pub total_columns: &'static [u16],
}

/// A record on its row.
pub struct Row<'a, T> {
    view: &'a ExportView<'a>,
    /// Place in the table, from 1.
    number: usize,
    record: &'a T,
}

/// Title of a column, and its cell in a row.
pub type Column<T> = (&'static str, fn(&Row<T>) -> TableCell);

const GOALS: &[Column<Goal>] = &[
    ("Number", |row| count(row.number)),
    ("Goal", |row| line(&row.record.title)),
    ("Status", |row| line(row.record.status.label())),
    ("Due", |row| day(row.record.due)),
    ("Measure", |row| text(&row.record.measure)),
    ("Why", |row| text(&row.record.why)),
    ("Help", |row| text(&row.record.help)),
    ("Steps done", |row| {
        count(row.view.book.steps_done(row.record.id).0)
    }),
    ("Steps", |row| {
        count(row.view.book.steps_done(row.record.id).1)
    }),
    ("Competency areas", |row| {
        line(&row.view.areas(&row.record.competencies))
    }),
    ("Opened", |row| day(row.record.opened)),
];

const GOAL_OF_STEP: Column<Step> = ("Goal", |row| {
    let goal = row.view.book.goals.get(&row.record.goal);
    goal.map_or(TableCell::Empty, |goal| line(&goal.title))
});

/// Steps; on a page they stand below their goal.
pub const STEPS: &[Column<Step>] = &[
    ("Step", |row| line(&row.record.title)),
    ("Who", |row| line(row.view.owner_name(row.record.owner))),
    ("Due", |row| day(row.record.due)),
    ("Done", |row| day(row.record.done)),
];

/// Actions; a page leaves out the last column.
pub const ACTIONS: &[Column<Action>] = &[
    ("Action", |row| line(&row.record.text)),
    ("Who", |row| line(row.view.owner_name(row.record.owner))),
    ("Due", |row| day(row.record.due)),
    ("Done", |row| day(row.record.done)),
    ("What came of it", |row| text(&row.record.done_note)),
    ("Agreed", |row| day(row.record.agreed)),
];

const QUESTIONS: &[Column<Question>] = &[
    ("Question", |row| text(&row.record.text)),
    ("Asked by", |row| line(row.view.book.name(row.record.asker))),
    ("Asked", |row| day(row.record.asked)),
    ("Answer", |row| text(&row.record.answer)),
];

const LISTS: &[Column<ListItem>] = &[
    ("List", |row| line(row.record.list.label())),
    ("Title", |row| line(&row.record.title)),
    ("By", |row| line(&row.record.by)),
    ("Where", |row| line(&row.record.link)),
    ("Note", |row| text(&row.record.note)),
    ("Added", |row| day(row.record.added)),
    ("Added by", |row| line(row.view.book.name(row.record.adder))),
    ("Done", |row| day(row.record.done)),
];

pub const DATES: &[Column<Milestone>] = &[
    ("Day", |row| TableCell::Day(row.record.date)),
    ("What", |row| line(&row.record.title)),
    ("Done", |row| day(row.record.done)),
];

const DATE: Column<Meeting> = ("Date", |row| TableCell::Day(row.record.date));
const KIND: Column<Meeting> = ("Kind", |row| line(row.record.kind.label()));
const HOW: Column<Meeting> = ("How", |row| {
    line(row.record.channel.map_or("", |channel| channel.label()))
});
const MINUTES: Column<Meeting> = ("Minutes", |row| number(row.record.minutes));
const LENGTH: Column<Meeting> = ("Hours", |row| {
    let minutes = row.record.minutes;
    minutes.map_or(TableCell::Empty, TableCell::Hours)
});
const ABOUT: Column<Meeting> = ("About", |row| line(&row.record.title));

/// The hours record: the columns of its document, and nothing else of meetings and contacts. It is handed in, so notes and
/// decisions stay out of it.
const HOURS: &[Column<Meeting>] = &[DATE, KIND, HOW, MINUTES, LENGTH, ABOUT];

/// The same on its page, which tells the hours month by month.
pub const CONTACTS: &[Column<Meeting>] = &[DATE, KIND, HOW, MINUTES, ABOUT];

/// Wins noted in the log.
const WINS: &[Column<Meeting>] = &[DATE, ("Win", |row| text(&row.record.win))];

/// Columns of goals that the year report speaks of.
const GOALS_OF_YEAR: &[&str] = &["Goal", "Status", "Due", "Steps done", "Steps"];

/// Months of the year.
const MONTHS: &[Column<MonthTotals>] = &[
    ("Month", |row| line(&dates::format_month(row.record.first))),
    ("Meetings", |row| number(Some(row.record.count.meetings))),
    ("All contacts", |row| {
        number(Some(row.record.count.contacts))
    }),
    ("Minutes", |row| number(minutes_of(row.record))),
    ("Hours", |row| {
        minutes_of(row.record).map_or(TableCell::Empty, TableCell::Hours)
    }),
];

fn minutes_of(month: &MonthTotals) -> Option<u32> {
    u32::try_from(month.minutes).ok()
}

/// Meetings in full, with the hours of each.
const LOG: &[Column<Meeting>] = &[
    DATE,
    ("Time", |row| time(row.record.time)),
    KIND,
    ("State", |row| line(row.record.state.label())),
    HOW,
    MINUTES,
    LENGTH,
    ABOUT,
    ("Topics", |row| {
        several(row.record.topics.iter().map(String::as_str))
    }),
    ("Goals", |row| several(goal_titles(row.view, row.record))),
    ("Decisions", |row| text(&row.record.decisions)),
    ("Win", |row| text(&row.record.win)),
    ("Notes of the mentee", |row| note(row, Role::Mentee)),
    ("Notes of the mentor", |row| note(row, Role::Mentor)),
];

fn note(row: &Row<Meeting>, author: Role) -> TableCell {
    let note = row.view.book.note(row.record.id, author);
    note.map_or(TableCell::Empty, |note| text(&note.text))
}

/// The tables for `subject`; none where there are none for it.
pub fn tables<'a>(subject: &'a ExportSubject, view: &'a ExportView) -> Vec<ExportTable<'a>> {
    let book = &view.book;
    match subject {
        ExportSubject::Form { key } => vec![answers(view, Some(key))],
        ExportSubject::Meetings { from, to } => {
            let held = book.held().rev();
            let held = held.filter(|meeting| is_within(meeting.date, *from, *to));
            vec![table("Log", LOG, view, held)]
        }
        ExportSubject::Everything => {
            let goals = book.goals_in_order();
            let steps: Vec<_> = goals
                .iter()
                .flat_map(|goal| book.steps_of(goal.id))
                .collect();
            let lists = ListKind::ALL.iter().flat_map(|list| book.list(*list));
            let step_columns = std::iter::once(&GOAL_OF_STEP).chain(STEPS);
            vec![
                table("Goals", GOALS, view, goals),
                table("Steps", step_columns, view, steps),
                table("Log", LOG, view, book.log().rev()),
                table("Actions", ACTIONS, view, book.actions_in_order()),
                table("Questions", QUESTIONS, view, book.questions_in_order()),
                table("Lists", LISTS, view, lists),
                table("Dates", DATES, view, book.milestones_in_order()),
                answers(view, None),
            ]
        }
        ExportSubject::Hours => vec![ExportTable {
            total_columns: &[3, 4],
            ..table("Hours", HOURS, view, view.year().held_in_cycle())
        }],
        ExportSubject::Year => year_tables(view),
        ExportSubject::BlankForm { .. }
        | ExportSubject::PartnerForm { .. }
        | ExportSubject::Meeting(_)
        | ExportSubject::Agenda(_) => Vec::new(),
    }
}

/// The year report as lists.
fn year_tables<'a>(view: &'a ExportView) -> Vec<ExportTable<'a>> {
    let (year, book) = (view.year(), &view.book);
    let months = year.totals().months;
    let months: Vec<_> = rows(MONTHS.iter().collect(), view, &months).collect();
    let goals = GOALS
        .iter()
        .filter(|(title, _)| GOALS_OF_YEAR.contains(title));
    let won = year.held_in_cycle().into_iter();
    let won = won.filter(|meeting| !meeting.win.trim().is_empty());
    let lists = ListKind::ALL.iter().flat_map(|list| book.list(*list));
    vec![
        ExportTable {
            total_columns: &[1, 2, 3, 4],
            rows: Box::new(months.into_iter()),
            ..table("Months", MONTHS, view, [])
        },
        table("Goals", goals, view, book.goals_in_order()),
        table("Wins", WINS, view, won),
        table("Dates", DATES, view, book.milestones_in_order()),
        table("Lists", LISTS, view, lists),
    ]
}

fn table<'a, T: 'static>(
    name: &'static str,
    columns: impl IntoIterator<Item = &'static Column<T>>,
    view: &'a ExportView<'a>,
    records: impl IntoIterator<Item = &'a T, IntoIter: 'a>,
) -> ExportTable<'a> {
    let columns: Vec<_> = columns.into_iter().collect();
    ExportTable {
        name,
        header: columns.iter().map(|(title, _)| *title).collect(),
        rows: Box::new(rows(columns, view, records)),
        total_columns: &[],
    }
}

/// A row of cells for each record.
pub fn rows<'a, T: 'static>(
    columns: Vec<&'static Column<T>>,
    view: &'a ExportView<'a>,
    records: impl IntoIterator<Item = &'a T, IntoIter: 'a>,
) -> impl Iterator<Item = Vec<TableCell>> + 'a {
    (1..).zip(records).map(move |(number, record)| {
        let row = Row {
            view,
            number,
            record,
        };
        columns.iter().map(|(_, cell)| cell(&row)).collect()
    })
}

/// A cell with one line of text.
pub fn line(text: &str) -> TableCell {
    match sanitize_line(text).into_owned() {
        text if text.is_empty() => TableCell::Empty,
        text => TableCell::Text(text),
    }
}

/// A cell with several texts.
fn several<'a>(texts: impl Iterator<Item = &'a str>) -> TableCell {
    line(&texts.collect::<Vec<_>>().join("; "))
}

/// A cell with a text of several lines.
pub fn text(text: &str) -> TableCell {
    match sanitize(text).trim_end() {
        "" => TableCell::Empty,
        text => TableCell::Text(text.to_owned()),
    }
}

pub fn day(day: Option<NaiveDate>) -> TableCell {
    day.map_or(TableCell::Empty, TableCell::Day)
}

pub fn number(number: Option<impl Into<f64>>) -> TableCell {
    number.map_or(TableCell::Empty, |number| TableCell::Number(number.into()))
}

pub fn count(count: usize) -> TableCell {
    number(u32::try_from(count).ok())
}

fn time(time: Option<NaiveTime>) -> TableCell {
    time.map_or(TableCell::Empty, TableCell::Time)
}
