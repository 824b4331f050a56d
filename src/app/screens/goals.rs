//! The list of goals.

use crate::domain::change::Record;
use crate::domain::goal::{Goal, GoalStatus};
use crate::domain::id::Id;
use crate::domain::when;

use super::goal::GoalScreen;
use super::{Acts, Reply, Screen, edit, reply, show};
use crate::app::Msg;
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::modal::{Modal, PickRow};
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, Sign, Tone};

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Adds a goal.
    Add,
    /// Edits it.
    Edit,
    /// Changes where it stands.
    Status,
    /// Puts it away.
    Archive,
    /// Moves it up.
    MoveUp,
    /// Moves it down.
    MoveDown,
    /// Shows open goals only, or all.
    Filter,
    /// Adds a line on how it goes.
    AddProgress,
    /// Adds a step.
    AddStep,
}

/// The screen.
#[derive(Default)]
pub struct Goals {
    /// Which goal is selected.
    pub list: List<Id>,
    /// Whether only open goals are shown.
    pub open_only: bool,
}

impl Goals {
    /// The goals that are shown, in order.
    pub fn rows<'a>(&self, desk: &'a Desk) -> Vec<&'a Goal> {
        let goals = desk.book.goals_in_order();
        goals
            .into_iter()
            .filter(|goal| !self.open_only || goal.is_open())
            .collect()
    }

    /// The goals as rows: number, title, date; below where each stands and what it lacks.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<Id>> {
        let all = desk.book.goals_in_order();
        let rows = self
            .rows(desk)
            .into_iter()
            .map(|goal| {
                let number = all
                    .iter()
                    .position(|other| other.id == goal.id)
                    .unwrap_or(0)
                    + 1;
                goal_row(number, goal, desk)
            })
            .collect();
        let title = match (self.open_only, all.len()) {
            (true, _) => "Open goals (f shows all)".to_owned(),
            (false, 0..=3) => "Goals".to_owned(),
            (false, count) => format!("{count} goals; one to three are plenty for a year"),
        };
        vec![Section::new(
            title,
            rows,
            "No goal yet. One to three are plenty for a year; a adds the first.",
        )]
    }

    fn keys(&self, desk: &Desk) -> Vec<Id> {
        self.rows(desk).into_iter().map(|goal| goal.id).collect()
    }

    /// The selected goal.
    pub fn selected(&self, desk: &Desk) -> Option<Id> {
        self.list.selected(&self.keys(desk)).copied()
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        if verb == Verb::Filter {
            self.open_only = !self.open_only;
            return Vec::new();
        }
        if verb == Verb::Add {
            return edit(Purpose::Goal(None), desk);
        }
        let Some(goal) = self.selected(desk) else {
            return reply(Reply::Say("There is no goal yet; a adds one.".to_owned()));
        };
        match verb {
            Verb::Add | Verb::Filter => Vec::new(),
            Verb::Edit => edit(Purpose::Goal(Some(goal)), desk),
            Verb::Status => reply(Reply::Open(Box::new(pick_status(goal)))),
            Verb::Archive => reply(Reply::Do(Deed::ArchiveGoal(goal))),
            Verb::MoveUp => reply(Reply::Do(Deed::MoveGoal(goal, true))),
            Verb::MoveDown => reply(Reply::Do(Deed::MoveGoal(goal, false))),
            Verb::AddProgress => edit(Purpose::Progress(goal, None), desk),
            Verb::AddStep => edit(Purpose::Step(goal, None), desk),
        }
    }
}

fn goal_row(number: usize, goal: &Goal, desk: &Desk) -> Row<Id> {
    let (done, all) = desk.book.steps_done(goal.id);
    let due = goal
        .due
        .filter(|_| goal.is_open())
        .map(|due| (due, desk.year().due(due)));
    let late = due.is_some_and(|(_, due)| due.is_overdue());
    let (sign, tone) = match goal.status {
        GoalStatus::Done => (Sign::Done, Tone::Done),
        GoalStatus::Dropped => (Sign::Off, Tone::Muted),
        GoalStatus::Draft | GoalStatus::Active | GoalStatus::Paused if late => {
            (Sign::Late, Tone::Late)
        }
        GoalStatus::Draft | GoalStatus::Active | GoalStatus::Paused => (Sign::Open, Tone::Plain),
    };
    let mut below = vec![goal.status.label().to_owned()];
    if all > 0 {
        below.push(format!("{done} of {all} steps done"));
    }
    if goal.is_open() {
        below.extend(goal.lacks().into_iter().map(|lack| format!("! {lack} yet")));
    }
    if goal.private {
        below.push("[private]".to_owned());
    }
    let right = due.map_or_else(String::new, |(day, due)| {
        format!("{} ({})", when::shown(day), due.words())
    });
    Row::new(goal.id, format!("{number}. {}", goal.title))
        .sign(sign)
        .tone(tone)
        .right(right)
        .below(below.join(" · "))
}

/// Asks where `goal` stands.
pub fn pick_status(goal: Id) -> Modal {
    let rows = GoalStatus::ALL
        .iter()
        .map(|status| PickRow::new(status.label(), Msg::Do(Deed::GoalStatus(goal, *status))))
        .collect();
    Modal::Pick {
        title: "Where does the goal stand?".to_owned(),
        rows,
        selected: 1,
    }
}

impl Acts for Goals {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Goals, Context::List, Context::Global]
    }

    fn added(&mut self, record: &Record) {
        if let Record::Goal(goal) = record {
            self.list = List::on(goal.id);
        }
    }

    fn has_selection(&self, desk: &Desk) -> bool {
        self.selected(desk).is_some()
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        if matches!(movement, Move::Open | Move::Right) {
            return self
                .selected(desk)
                .map_or_else(Vec::new, |goal| show(Screen::Goal(GoalScreen::new(goal))));
        }
        self.list.step(movement, &self.keys(desk));
        Vec::new()
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &self.keys(desk)) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }
}
