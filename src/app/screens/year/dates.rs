//! The dates of the year: the program's, the pair's own, the goals' among them; then the year itself and earlier ones.

use chrono::NaiveDate;

use super::{Verb, archive, change, open, say, tick};
use crate::app::command::Move;
use crate::app::desk::Desk;
use crate::app::list::List;
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, Sign, Tone, keys, selected};
use crate::app::screens::{Reply, edit};
use crate::domain::goal::Goal;
use crate::domain::id::Id;
use crate::domain::program::{Cycle, Milestone};
use crate::domain::schedule::DayKind;
use crate::domain::when;

/// A line that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A date of the year.
    Milestone(Id),
    /// The date of a goal.
    Goal(Id),
    /// The cycle: its first and last day, its cadence.
    Cycle(Id),
}

/// The pane.
#[derive(Default)]
pub struct Dates {
    /// Which line is selected.
    pub list: List<Line>,
    /// The years before this one, in words.
    earlier: Vec<String>,
}

impl Dates {
    /// The pane, on the next date that is open.
    pub fn new(desk: &Desk) -> Self {
        let next = desk
            .year()
            .next_milestones(1)
            .first()
            .map(|found| Line::Milestone(found.milestone.id));
        Self {
            list: next.map(List::on).unwrap_or_default(),
            earlier: Vec::new(),
        }
    }

    /// Works out what needs data files.
    pub fn refresh(&mut self, desk: &Desk) {
        let cycles = desk.book.cycles_in_order();
        let earlier = cycles.split_last().map_or(&[][..], |(_, earlier)| earlier);
        self.earlier = earlier
            .iter()
            .map(|cycle| earlier_words(cycle, desk))
            .collect();
    }

    /// What the pane lists.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<Line>> {
        let mut dates: Vec<(NaiveDate, Row<Line>)> = Vec::new();
        for milestone in desk.book.milestones_in_order() {
            dates.push((milestone.date, milestone_row(milestone, desk)));
        }
        for goal in desk.book.goals_in_order() {
            let reached = desk.year().reached_on(goal);
            let due = goal.due.filter(|_| goal.is_open());
            if let Some(date) = due.or(reached) {
                dates.push((date, goal_row(goal, date, desk)));
            }
        }
        dates.sort_by_key(|(date, _)| *date);
        let dates = dates.into_iter().map(|(_, row)| row).collect();
        let cycle = desk.book.cycle();
        let cycle = cycle.map(|cycle| cycle_row(cycle, desk));
        let mut sections = vec![
            Section::new("Dates of the year", dates, "None; a adds one."),
            Section::new("First and last day", cycle.into_iter().collect(), ""),
        ];
        if !self.earlier.is_empty() {
            let words = self.earlier.clone();
            sections.push(Section::new("Earlier years of this match", Vec::new(), "").lines(words));
        }
        sections
    }

    /// The selected line.
    pub fn selected(&self, desk: &Desk) -> Option<Line> {
        selected(&self.list, &self.sections(desk))
    }

    /// Answers a verb.
    pub(super) fn act(&self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        if verb == Verb::Add {
            return edit(Purpose::Milestone(None), desk);
        }
        match (verb, self.selected(desk)) {
            (Verb::Edit, Some(Line::Cycle(_))) => edit(Purpose::Cycle, desk),
            (_, Some(Line::Cycle(_))) => say(
                "The year itself is neither ticked nor put away; e extends it or ends it early.",
            ),
            (_, None) => say("Select a date first; a adds one."),
            (verb, Some(Line::Milestone(id))) => verb_on(verb, DayKind::Milestone, id, desk),
            (verb, Some(Line::Goal(id))) => verb_on(verb, DayKind::Goal, id, desk),
        }
    }

    /// Moves, or opens what is selected.
    pub(super) fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        if movement != Move::Open {
            self.list.step(movement, &keys(&self.sections(desk)));
            return Vec::new();
        }
        match self.selected(desk) {
            Some(Line::Goal(id)) => open(DayKind::Goal, id, desk),
            Some(Line::Milestone(_) | Line::Cycle(_)) | None => self.act(Verb::Edit, desk),
        }
    }

    pub(super) fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &keys(&self.sections(desk))) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }
}

/// What editing, ticking and putting away mean for something that has a day.
pub(super) fn verb_on(verb: Verb, kind: DayKind, id: Id, desk: &Desk) -> Vec<Reply> {
    match verb {
        Verb::Edit => change(kind, id, desk),
        Verb::Toggle => tick(kind, id, desk),
        Verb::Archive => archive(kind, id, desk),
        Verb::Add | Verb::Today | Verb::NextDay | Verb::PreviousDay => Vec::new(),
    }
}

fn milestone_row(milestone: &Milestone, desk: &Desk) -> Row<Line> {
    let about = match desk.year().def_of(milestone) {
        Some(def) => def.about.clone(),
        None => "A date of your own.".to_owned(),
    };
    let row = Row::new(Line::Milestone(milestone.id), milestone.title.clone()).below(about);
    if milestone.done.is_none() && desk.year().has_passed(milestone) {
        let words = format!("{} (gone by)", when::shown(milestone.date));
        return row.sign(Sign::Off).tone(Tone::Muted).right(words);
    }
    dated(row, milestone.date, milestone.done, desk)
}

fn goal_row(goal: &Goal, date: NaiveDate, desk: &Desk) -> Row<Line> {
    let row = Row::new(Line::Goal(goal.id), format!("Goal: {}", goal.title));
    dated(row, date, desk.year().reached_on(goal), desk)
}

fn dated(row: Row<Line>, date: NaiveDate, done: Option<NaiveDate>, desk: &Desk) -> Row<Line> {
    let due = desk.year().due(date);
    if done.is_some() {
        return row
            .sign(Sign::Done)
            .tone(Tone::Done)
            .right(when::shown(date));
    }
    // A year that was closed asks for nothing any more.
    if desk.year().is_closed() {
        return row
            .sign(Sign::Off)
            .tone(Tone::Muted)
            .right(when::shown(date));
    }
    let row = row.right(format!("{} ({})", when::shown(date), due.words()));
    if due.is_overdue() {
        row.sign(Sign::Late).tone(Tone::Late)
    } else {
        row.sign(Sign::Open)
    }
}

fn cycle_row(cycle: &Cycle, desk: &Desk) -> Row<Line> {
    let year = desk.year();
    let cadence = year
        .cadence_words()
        .unwrap_or_else(|| "no rhythm is set".to_owned());
    let left = match cycle.closed {
        Some(day) => format!("closed on {}", when::shown(day)),
        None if year.due(cycle.end).is_overdue() => "over".to_owned(),
        None => format!("ends {}", year.due(cycle.end).words()),
    };
    Row::new(Line::Cycle(cycle.id), span_words(cycle))
        .right(left)
        .below(format!(
            "{}. Extend it, end it early or change the rhythm: e",
            super::capital(&cadence)
        ))
}

fn span_words(cycle: &Cycle) -> String {
    format!("{} to {}", when::shown(cycle.start), when::shown(cycle.end))
}

fn earlier_words(cycle: &Cycle, desk: &Desk) -> String {
    let program = desk.catalog.program(&cycle.program);
    let name = program.map_or_else(|_| cycle.program.clone(), |found| found.short.clone());
    let closed = cycle.closed.map_or_else(String::new, |day| {
        format!(", closed on {}", when::shown(day))
    });
    format!("{name}: {}{closed}", span_words(cycle))
}
