//! Tables of typed cells from a book's lists, for CSV and spreadsheets.

use chrono::{NaiveDate, NaiveTime};

use super::ExportSubject;
use super::document::builders::{areas, owner_name};
use super::shared_book::ExportView;
use super::submission::FormSubmission as Form;
use crate::domain::list::ListKind;
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::person::Role;
use crate::domain::sanitize::{sanitize, sanitize_line};

#[derive(Clone, Debug, PartialEq)]
pub enum TableCell {
    Empty,
    /// Sanitized text.
    Text(String),
    Number(f64),
    /// A length in minutes, shown as hours.
    Hours(u32),
    Day(NaiveDate),
}

#[derive(Clone, Debug, PartialEq)]
pub struct ExportTable {
    pub name: &'static str,
    /// Column titles.
    pub header: &'static [&'static str],
    /// Rows, each as long as the header.
    pub rows: Vec<Vec<TableCell>>,
    /// Columns that a spreadsheet totals below the rows. CSV has no totals: a program would read them as a row.
    pub total_columns: &'static [u16],
}

/// Columns in which an office adds up forms. Within version 1 columns are only added, at the end.
const ANSWER_COLUMNS: &[&str] = &[
    "program",
    "cycle",
    "pair",
    "role",
    "form",
    "form_version",
    "question",
    "kind",
    "value_text",
    "value_number",
    "submitted",
];

/// The tables for `subject`; none where there are none for it.
pub fn tables(subject: &ExportSubject, view: &ExportView) -> Vec<ExportTable> {
    match subject {
        ExportSubject::Form { key } => vec![answers(view, Some(key))],
        ExportSubject::Meetings { from, to } => vec![held_log(view, *from, *to)],
        ExportSubject::Everything => vec![
            goals(view),
            steps(view),
            log(view.book.log().rev(), view),
            actions(view),
            questions(view),
            lists(view),
            dates(view),
            answers(view, None),
        ],
        ExportSubject::Hours => vec![hours(view)],
        ExportSubject::Meeting(_) | ExportSubject::Agenda(_) | ExportSubject::Year => Vec::new(),
    }
}

fn table(
    name: &'static str,
    header: &'static [&'static str],
    rows: Vec<Vec<TableCell>>,
) -> ExportTable {
    ExportTable {
        name,
        header,
        rows,
        total_columns: &[],
    }
}

/// A cell with one line of text.
fn line(text: &str) -> TableCell {
    match sanitize_line(text).into_owned() {
        text if text.is_empty() => TableCell::Empty,
        text => TableCell::Text(text),
    }
}

/// A cell with a text of several lines.
fn text(text: &str) -> TableCell {
    match sanitize(text).trim_end() {
        "" => TableCell::Empty,
        text => TableCell::Text(text.to_owned()),
    }
}

fn day(day: Option<NaiveDate>) -> TableCell {
    day.map_or(TableCell::Empty, TableCell::Day)
}

fn number(number: Option<impl Into<f64>>) -> TableCell {
    number.map_or(TableCell::Empty, |number| TableCell::Number(number.into()))
}

fn count(count: usize) -> TableCell {
    number(u32::try_from(count).ok())
}

fn time(time: Option<NaiveTime>) -> TableCell {
    time.map_or(TableCell::Empty, |time| {
        TableCell::Text(time.format("%H:%M").to_string())
    })
}

fn goals(view: &ExportView) -> ExportTable {
    const HEADER: &[&str] = &[
        "Number",
        "Goal",
        "Status",
        "Due",
        "Measure",
        "Why",
        "Help",
        "Steps done",
        "Steps",
        "Competency areas",
        "Opened",
    ];
    let rows = (1..).zip(view.book.goals_in_order()).map(|(place, goal)| {
        let (done, all) = view.book.steps_done(goal.id);
        vec![
            count(place),
            line(&goal.title),
            line(goal.status.label()),
            day(goal.due),
            text(&goal.measure),
            text(&goal.why),
            text(&goal.help),
            count(done),
            count(all),
            line(&areas(view, &goal.competencies)),
            day(goal.opened),
        ]
    });
    table("Goals", HEADER, rows.collect())
}

fn steps(view: &ExportView) -> ExportTable {
    let goals = view.book.goals_in_order().into_iter();
    let steps = goals.flat_map(|goal| {
        view.book
            .steps_of(goal.id)
            .into_iter()
            .map(move |step| (goal, step))
    });
    let rows = steps.map(|(goal, step)| {
        vec![
            line(&goal.title),
            line(&step.title),
            line(owner_name(view, step.owner)),
            day(step.due),
            day(step.done),
        ]
    });
    table(
        "Steps",
        &["Goal", "Step", "Who", "Due", "Done"],
        rows.collect(),
    )
}

/// The hours record as a table: the columns of its document, and nothing else of meetings and contacts. It is handed in, so
/// notes and decisions stay out of it.
fn hours(view: &ExportView) -> ExportTable {
    const HEADER: &[&str] = &["Date", "Kind", "How", "Minutes", "Hours", "About"];
    let held = view.year().held_in_cycle().into_iter();
    let rows = held.map(|meeting| {
        vec![
            TableCell::Day(meeting.date),
            line(meeting.kind.label()),
            channel_cell(meeting),
            number(meeting.minutes),
            hours_cell(meeting),
            line(&meeting.title),
        ]
    });
    ExportTable {
        total_columns: &[3, 4],
        ..table("Hours", HEADER, rows.collect())
    }
}

fn channel_cell(meeting: &Meeting) -> TableCell {
    meeting
        .channel
        .map_or(TableCell::Empty, |channel| line(channel.label()))
}

fn hours_cell(meeting: &Meeting) -> TableCell {
    meeting.minutes.map_or(TableCell::Empty, TableCell::Hours)
}

/// The log of meetings held in a range of days, as in its document.
fn held_log(view: &ExportView, from: Option<NaiveDate>, to: Option<NaiveDate>) -> ExportTable {
    let held = view.book.log().rev().filter(|meeting| {
        meeting.state == MeetingState::Held
            && from.is_none_or(|from| meeting.date >= from)
            && to.is_none_or(|to| meeting.date <= to)
    });
    log(held, view)
}

/// Meetings in full, with the hours of each.
fn log<'a>(meetings: impl Iterator<Item = &'a Meeting>, view: &ExportView) -> ExportTable {
    const HEADER: &[&str] = &[
        "Date",
        "Time",
        "Kind",
        "State",
        "How",
        "Minutes",
        "Hours",
        "About",
        "Topics",
        "Goals",
        "Decisions",
        "Win",
        "Notes of the mentee",
        "Notes of the mentor",
    ];
    let rows = meetings.map(|meeting| {
        let goals = meeting
            .goals
            .iter()
            .filter_map(|goal| view.book.goals.get(goal));
        let goals: Vec<_> = goals.map(|goal| goal.title.as_str()).collect();
        let topics: Vec<_> = meeting.topics.iter().map(String::as_str).collect();
        let note = |role| {
            view.book
                .note(meeting.id, role)
                .map_or(TableCell::Empty, |note| text(&note.text))
        };
        vec![
            TableCell::Day(meeting.date),
            time(meeting.time),
            line(meeting.kind.label()),
            line(meeting.state.label()),
            channel_cell(meeting),
            number(meeting.minutes),
            hours_cell(meeting),
            line(&meeting.title),
            line(&topics.join("; ")),
            line(&goals.join("; ")),
            text(&meeting.decisions),
            text(&meeting.win),
            note(Role::Mentee),
            note(Role::Mentor),
        ]
    });
    table("Log", HEADER, rows.collect())
}

fn actions(view: &ExportView) -> ExportTable {
    let rows = view.book.actions_in_order().into_iter().map(|action| {
        vec![
            line(&action.text),
            line(owner_name(view, action.owner)),
            day(action.due),
            day(action.done),
            text(&action.done_note),
            day(action.agreed),
        ]
    });
    let header = &["Action", "Who", "Due", "Done", "What came of it", "Agreed"];
    table("Actions", header, rows.collect())
}

fn questions(view: &ExportView) -> ExportTable {
    let mut questions: Vec<_> = view
        .book
        .questions
        .values()
        .filter(|question| !question.archived)
        .collect();
    questions.sort_by_key(|question| (question.asked, question.id));
    let rows = questions.into_iter().map(|question| {
        vec![
            text(&question.text),
            line(view.book.name(question.asker)),
            day(question.asked),
            text(&question.answer),
        ]
    });
    table(
        "Questions",
        &["Question", "Asked by", "Asked", "Answer"],
        rows.collect(),
    )
}

fn lists(view: &ExportView) -> ExportTable {
    let items = ListKind::ALL.iter().flat_map(|list| view.book.list(*list));
    let rows = items.map(|item| {
        vec![
            line(item.list.label()),
            line(&item.title),
            line(&item.by),
            line(&item.link),
            text(&item.note),
            day(item.added),
            line(view.book.name(item.adder)),
            day(item.done),
        ]
    });
    let header = &[
        "List", "Title", "By", "Where", "Note", "Added", "Added by", "Done",
    ];
    table("Lists", header, rows.collect())
}

fn dates(view: &ExportView) -> ExportTable {
    let dates = view.book.milestones_in_order().into_iter();
    let rows = dates.map(|date| vec![TableCell::Day(date.date), line(&date.title), day(date.done)]);
    table("Dates", &["Day", "What", "Done"], rows.collect())
}

/// Answers of one form, or of all that were begun, one row each.
fn answers(view: &ExportView, key: Option<&str>) -> ExportTable {
    let forms = view.forms.iter().filter(|form| match key {
        Some(key) => form.key == key,
        None => Role::ALL.iter().any(|role| {
            let joint = view.book.response(&form.key, None);
            joint
                .or(view.book.response(&form.key, Some(*role)))
                .is_some()
        }),
    });
    let forms = forms.filter(|form| !form.private);
    let rows = forms.flat_map(|form| {
        let Form {
            program,
            cycle,
            pair,
            form,
            form_version,
            submitted,
            answers,
            ..
        } = Form::of(view, form);
        answers.into_iter().map(move |given| {
            vec![
                line(&program),
                line(&cycle),
                line(&pair),
                line(given.role),
                line(&form),
                number(Some(form_version)),
                line(&given.question),
                line(given.kind),
                text(&given.value_text),
                number(
                    given
                        .value_number
                        .and_then(|number| i32::try_from(number).ok()),
                ),
                TableCell::Day(submitted),
            ]
        })
    });
    table("Answers", ANSWER_COLUMNS, rows.collect())
}

/// True if a spreadsheet could run the text as a formula.
pub fn looks_like_formula(text: &str) -> bool {
    // The full-width characters count in spreadsheets that are set to Chinese or Japanese.
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_could_run_is_known() {
        for text in [
            "=1+1", "+1", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1", "＝1+1",
        ] {
            assert!(looks_like_formula(text), "{text:?}");
        }
        for text in ["", "a=b", "1-2", "'=1", "e-mail"] {
            assert!(!looks_like_formula(text), "{text:?}");
        }
    }
}
