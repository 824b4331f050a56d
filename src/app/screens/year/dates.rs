//! The dates of the year: those of the program, the pair's own and those of goals; then the cycle itself and earlier ones.

use chrono::NaiveDate;

use crate::app::command::Command;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone, selected_key};
use crate::app::screens::record::{self, RecordKey};
use crate::app::screens::{ScreenEffects, ScreenLogic, section_list, status};
use crate::app::session::Session;
use crate::domain::change::Kind;
use crate::domain::dates::{self, format_period};
use crate::domain::display::capitalize;
use crate::domain::goal::Goal;
use crate::domain::pause::Pause;
use crate::domain::program::{Cycle, Milestone};
use crate::domain::schedule::{Year, pause_length};

const NONE_SELECTED: &str = "Select a date first; a adds one.";

#[derive(Default)]
pub struct DatesPane {
    pub list: ListState<RecordKey>,
}

impl DatesPane {
    /// The pane, on the next open date.
    pub fn new(session: &Session) -> Self {
        let next = session
            .year()
            .next_milestones(1)
            .first()
            .map(|due| (Kind::Milestone, due.milestone.id));
        Self {
            list: next.map(ListState::with_selected).unwrap_or_default(),
        }
    }

    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<RecordKey>> {
        let mut dates: Vec<(NaiveDate, ScreenRow<RecordKey>)> = Vec::new();
        for milestone in session.book.milestones_in_order() {
            dates.push((milestone.date, milestone_row(milestone, session)));
        }
        for pause in session.book.pauses_in_order() {
            dates.push((pause.start, pause_row(pause)));
        }
        for goal in session.book.goals_in_order() {
            let reached = session.year().reached_on(goal);
            let due = goal.due.filter(|_| goal.is_open());
            if let Some(date) = due.or(reached) {
                dates.push((date, goal_row(goal, date, session)));
            }
        }
        dates.sort_by_key(|(date, _)| *date);
        let dates = dates.into_iter().map(|(_, row)| row).collect();
        let cycle = session.book.cycle();
        let cycle = cycle.map(|cycle| cycle_row(cycle, session));
        let mut sections = vec![
            ScreenSection::new(
                "Dates of the year",
                dates,
                "None. What is due in the year comes here; a adds a date.",
            ),
            ScreenSection::new("First and last day", cycle.into_iter().collect(), ""),
        ];
        let earlier = earlier_cycles(session);
        if !earlier.is_empty() {
            let section = ScreenSection::new("Earlier years of this match", Vec::new(), "");
            sections.push(section.lines(earlier));
        }
        sections
    }

    pub fn selected(&self, session: &Session) -> Option<RecordKey> {
        selected_key(&self.list, &self.sections(session))
    }
}

impl ScreenLogic for DatesPane {
    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        match (command, self.selected(session)) {
            (Command::Add, _) => Some(record::add(Kind::Milestone, None, session)),
            (Command::Toggle | Command::Archive, Some((Kind::Cycle, _))) => Some(status(
                "The year itself is neither ticked nor archived; e extends it or ends it early.",
            )),
            (Command::Toggle, Some((Kind::Pause, _))) => Some(status(
                "A pause is not ticked; e gives it another last day, d archives it.",
            )),
            (_, key) => record::act(command, key, NONE_SELECTED, session),
        }
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        match self.selected(session) {
            Some(key) => record::open(key, session),
            None => status(NONE_SELECTED),
        }
    }

    section_list!();
}

fn milestone_row(milestone: &Milestone, session: &Session) -> ScreenRow<RecordKey> {
    let about = match session.year().def_of(milestone) {
        Some(def) => def.about.clone(),
        None => "A date of your own.".to_owned(),
    };
    let row = ScreenRow::new((Kind::Milestone, milestone.id), milestone.title.clone()).below(about);
    if milestone.done.is_none() && session.year().has_passed(milestone) {
        let words = format!("{} (gone by)", dates::format_date(milestone.date));
        return row.sign(Sign::Off).tone(Tone::Muted).right(words);
    }
    with_due_date(row, milestone.date, milestone.done, session)
}

fn pause_row(pause: &Pause) -> ScreenRow<RecordKey> {
    let span = (pause.start, pause.end);
    let days = dates::pluralize(pause_length(span), "day");
    let title = match pause.reason.as_str() {
        "" => format!("Pause, {days}"),
        reason => format!("Pause, {days}: {reason}"),
    };
    let longer = if pause.extends {
        "The year is as much longer."
    } else {
        "The year ends as planned."
    };
    ScreenRow::new((Kind::Pause, pause.id), title)
        .sign(Sign::Off)
        .right(format_period(span.0, span.1))
        .below(longer.to_owned())
}

fn goal_row(goal: &Goal, date: NaiveDate, session: &Session) -> ScreenRow<RecordKey> {
    let row = ScreenRow::new((Kind::Goal, goal.id), format!("Goal: {}", goal.title));
    with_due_date(row, date, session.year().reached_on(goal), session)
}

fn with_due_date(
    row: ScreenRow<RecordKey>,
    date: NaiveDate,
    done: Option<NaiveDate>,
    session: &Session,
) -> ScreenRow<RecordKey> {
    let (year, day) = (session.year(), dates::format_date(date));
    if done.is_some() {
        return row.done().right(day);
    }
    // A closed year needs nothing more.
    if year.is_closed() {
        return row.sign(Sign::Off).tone(Tone::Muted).right(day);
    }
    row.due(date, &year)
}

fn cycle_row(cycle: &Cycle, session: &Session) -> ScreenRow<RecordKey> {
    let year = session.year();
    let cadence = year
        .cadence_words()
        .unwrap_or_else(|| "no rhythm is set".to_owned());
    ScreenRow::new(
        (Kind::Cycle, cycle.id),
        format_period(cycle.start, cycle.end),
    )
    .right(end_words(cycle, &year))
    .below(format!(
        "{}. Extend it, end it early or change the rhythm: e",
        capitalize(&cadence)
    ))
}

/// When a cycle ends or was closed.
pub fn end_words(cycle: &Cycle, year: &Year) -> String {
    match cycle.closed {
        Some(_) => dates::phrase("closed on", cycle.closed),
        None if year.due(cycle.end).is_overdue() => "over".to_owned(),
        None => format!("ends {}", year.due(cycle.end).words()),
    }
}

/// Program and days of the cycles before the current one, a line each.
pub fn earlier_cycles(session: &Session) -> Vec<String> {
    let mut cycles = session.book.cycles_in_order();
    cycles.pop();
    let words = cycles.into_iter().map(|cycle| {
        let program = session.catalog.program(&cycle.program);
        let name = program.map_or_else(|_| cycle.program.clone(), |program| program.short.clone());
        let closed = dates::phrase(", closed on", cycle.closed);
        format!("{name}: {}{closed}", format_period(cycle.start, cycle.end))
    });
    words.collect()
}
