//! The list of goals. A small screen, and the one to copy for a new one.

use super::{ScreenEffects, ScreenLogic, record, section_list, status};
use crate::app::command::Command;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone, selected_key};
use crate::app::session::Session;
use crate::domain::change::{Kind, Record};
use crate::domain::dates;
use crate::domain::goal::{Goal, GoalStatus};
use crate::domain::id::Id;

#[derive(Default)]
pub struct GoalsScreen {
    pub list: ListState<Id>,
    pub open_only: bool,
}

impl GoalsScreen {
    /// Rows of the goals: number, title, date; below, status and what is missing.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<Id>> {
        let all = session.book.goals_in_order();
        let shown = all.iter().zip(1..);
        let shown = shown.filter(|(goal, _)| !self.open_only || goal.is_open());
        let rows = shown
            .map(|(goal, number)| goal_row(number, goal, session))
            .collect();
        let title = match (self.open_only, all.len()) {
            (true, _) => "Open goals (f shows all)".to_owned(),
            (false, 0..=3) => "Goals".to_owned(),
            (false, count) => format!("{count} goals; one to three are plenty for a year"),
        };
        vec![ScreenSection::new(
            title,
            rows,
            "No goal yet. One to three are plenty for a year; a adds the first.",
        )]
    }

    pub fn selected(&self, session: &Session) -> Option<Id> {
        selected_key(&self.list, &self.sections(session))
    }
}

fn goal_row(number: usize, goal: &Goal, session: &Session) -> ScreenRow<Id> {
    let (done, all) = session.book.steps_done(goal.id);
    let due = goal.due.filter(|_| goal.is_open());
    let late = due.is_some_and(|due| session.year().is_late(due));
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
        below.push(format!("{done} of {} done", dates::pluralize(all, "step")));
    }
    if goal.is_open() {
        below.extend(
            goal.missing_fields()
                .into_iter()
                .map(|lack| format!("! {lack} yet")),
        );
    }
    if goal.private {
        below.push("[private]".to_owned());
    }
    let right = due.map(|due| session.year().date_and_due(due));
    ScreenRow::new(goal.id, format!("{number}. {}", goal.title))
        .sign(sign)
        .tone(tone)
        .right(right.unwrap_or_default())
        .below(below.join(" · "))
}

impl ScreenLogic for GoalsScreen {
    section_list!(Goals);

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        const NONE: &str = "There is no goal yet; a adds one.";
        let selected = self.selected(session);
        let goal = selected.map(|id| (Kind::Goal, id));
        Some(match (command, goal) {
            (Command::Filter, _) => {
                self.open_only = !self.open_only;
                Vec::new()
            }
            (Command::Add, _) => record::add(Kind::Goal, None, session),
            (Command::AddProgress, Some(_)) => record::add(Kind::Progress, selected, session),
            (Command::AddStep, Some(_)) => record::add(Kind::Step, selected, session),
            (Command::AddProgress | Command::AddStep, None) => status(NONE),
            (_, goal) => return record::act(command, goal, NONE, session),
        })
    }

    fn on_record_added(&mut self, record: &Record) {
        if let Record::Goal(goal) = record {
            self.list = ListState::with_selected(goal.id);
        }
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        let open = |goal| record::open((Kind::Goal, goal), session);
        self.selected(session).map_or_else(Vec::new, open)
    }

    fn opens_to_the_right(&self) -> bool {
        true
    }
}
