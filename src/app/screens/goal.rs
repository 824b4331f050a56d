//! One goal: why, measure, steps, progress, evidence, and the meetings about it.

use crate::domain::change::Record;
use crate::domain::dates;
use crate::domain::goal::{Progress, Step};
use crate::domain::id::Id;

use super::goals::pick_status;
use super::meeting::MeetingScreen;
use super::{Screen, ScreenEffect, ScreenLogic, emit, open_editor, push_screen};
use crate::app::book_action::BookAction;
use crate::app::command::Move;
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone, row_keys, selected_key};
use crate::app::session::Session;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalAction {
    Toggle,
    AddStep,
    /// Adds a progress line.
    AddProgress,
    AddEvidence,
    /// Edits the selected row, or the goal.
    Edit,
    Status,
    /// Makes it private, or shared again.
    Private,
    /// Moves the step up.
    MoveUp,
    /// Moves the step down.
    MoveDown,
    /// Archives the selected row.
    Archive,
}

/// Rows that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalRow {
    Step(Id),
    Progress(Id),
    Evidence(Id),
    /// A meeting about the goal.
    Meeting(Id),
}

pub struct GoalScreen {
    pub goal: Id,
    pub list: ListState<GoalRow>,
}

impl GoalScreen {
    pub fn new(goal: Id) -> Self {
        Self {
            goal,
            list: ListState::default(),
        }
    }

    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<GoalRow>> {
        let book = &session.book;
        let (done, all) = book.steps_done(self.goal);
        let steps = book
            .steps_of(self.goal)
            .into_iter()
            .map(|step| step_row(step, session))
            .collect();
        let progress = book.progress_of(self.goal).into_iter().map(progress_row);
        let evidence = book.evidence_of(self.goal).into_iter().map(|item| {
            let date = item.date.map(dates::format_date).unwrap_or_default();
            ScreenRow::new(GoalRow::Evidence(item.id), item.title.clone())
                .sign(Sign::Bullet)
                .right(date)
                .below(item.link.clone())
        });
        let touched = book.meetings_touching(self.goal).into_iter();
        let meetings = touched.map(|meeting| {
            let title = if meeting.title.is_empty() {
                meeting.kind.label()
            } else {
                &meeting.title
            };
            ScreenRow::new(GoalRow::Meeting(meeting.id), title)
                .sign(Sign::Bullet)
                .right(dates::format_date(meeting.date))
        });
        let steps_title = if all == 0 {
            "Steps".to_owned()
        } else {
            format!("Steps {done}/{all}")
        };
        vec![
            ScreenSection::new(
                steps_title,
                steps,
                "What has to be done first? a adds a step.",
            ),
            ScreenSection::new(
                "How it goes",
                progress.collect(),
                "A line a week is enough; i adds one.",
            ),
            ScreenSection::new(
                "Evidence",
                evidence.collect(),
                "A letter, a link, a picture that shows it; v adds one.",
            ),
            ScreenSection::new(
                "Meetings",
                meetings.collect(),
                "Meetings that name this goal appear here.",
            ),
        ]
    }

    pub fn selected(&self, session: &Session) -> Option<GoalRow> {
        selected_key(&self.list, &self.sections(session))
    }

    pub fn on_action(&mut self, action: GoalAction, session: &Session) -> Vec<ScreenEffect> {
        let goal = self.goal;
        let row = self.selected(session);
        match action {
            GoalAction::AddStep => open_editor(EditTarget::Step(goal, None), session),
            GoalAction::AddProgress => open_editor(EditTarget::Progress(goal, None), session),
            GoalAction::AddEvidence => open_editor(EditTarget::Evidence(goal, None), session),
            GoalAction::Status => emit(ScreenEffect::OpenModal(Box::new(pick_status(goal)))),
            GoalAction::Private => {
                let private = session
                    .book
                    .goals
                    .get(&goal)
                    .is_some_and(|goal| goal.private);
                emit(ScreenEffect::Perform(BookAction::SetGoalPrivate(
                    goal, !private,
                )))
            }
            GoalAction::Edit => open_editor(self.edit_target(row), session),
            GoalAction::Toggle => with_step(row, BookAction::TickStep),
            GoalAction::MoveUp => with_step(row, |step| BookAction::MoveStep(step, true)),
            GoalAction::MoveDown => with_step(row, |step| BookAction::MoveStep(step, false)),
            GoalAction::Archive => match row {
                Some(GoalRow::Step(step)) => {
                    emit(ScreenEffect::Perform(BookAction::ArchiveStep(step)))
                }
                Some(GoalRow::Progress(line)) => {
                    emit(ScreenEffect::Perform(BookAction::ArchiveProgress(line)))
                }
                Some(GoalRow::Evidence(item)) => {
                    emit(ScreenEffect::Perform(BookAction::ArchiveEvidence(item)))
                }
                Some(GoalRow::Meeting(_)) | None => emit(ScreenEffect::SetStatus(
                    "Select a step, a progress line or evidence first.".to_owned(),
                )),
            },
        }
    }

    fn edit_target(&self, row: Option<GoalRow>) -> EditTarget {
        let goal = self.goal;
        match row {
            Some(GoalRow::Progress(line)) => EditTarget::Progress(goal, Some(line)),
            Some(GoalRow::Evidence(item)) => EditTarget::Evidence(goal, Some(item)),
            Some(GoalRow::Step(_) | GoalRow::Meeting(_)) | None => EditTarget::Goal(Some(goal)),
        }
    }
}

fn with_step(row: Option<GoalRow>, action: impl FnOnce(Id) -> BookAction) -> Vec<ScreenEffect> {
    match row {
        Some(GoalRow::Step(step)) => emit(ScreenEffect::Perform(action(step))),
        Some(GoalRow::Progress(_) | GoalRow::Evidence(_) | GoalRow::Meeting(_)) | None => emit(
            ScreenEffect::SetStatus("Select a step first; a adds one.".to_owned()),
        ),
    }
}

/// A progress line, with the status that the goal took.
fn progress_row(line: &Progress) -> ScreenRow<GoalRow> {
    let words = match line.status {
        Some(status) if line.text.is_empty() => format!("Now: {status}"),
        Some(status) => format!("{} → {status}", line.text),
        None => line.text.clone(),
    };
    ScreenRow::new(GoalRow::Progress(line.id), words)
        .sign(Sign::Bullet)
        .right(dates::format_date(line.date))
}

/// A step: sign, owner, and date with the days left.
fn step_row(step: &Step, session: &Session) -> ScreenRow<GoalRow> {
    let row = ScreenRow::new(
        GoalRow::Step(step.id),
        format!("{} ({})", step.title, step.owner),
    );
    if let Some(done) = step.done {
        return row
            .sign(Sign::Done)
            .tone(Tone::Done)
            .right(format!("done {}", dates::format_date(done)));
    }
    let Some(date) = step.due else {
        return row.sign(Sign::Open);
    };
    let due = session.year().due(date);
    let (sign, tone) = if due.is_overdue() {
        (Sign::Late, Tone::Late)
    } else {
        (Sign::Open, Tone::Plain)
    };
    row.sign(sign)
        .tone(tone)
        .right(format!("{} ({})", dates::format_date(date), due.words()))
}

impl ScreenLogic for GoalScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Goal, Context::List, Context::Global]
    }

    fn on_record_added(&mut self, record: &Record) {
        if let Record::Step(step) = record {
            self.list = ListState::with_selected(GoalRow::Step(step.id));
        }
    }

    fn has_selection(&self, session: &Session) -> bool {
        self.selected(session).is_some()
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> Vec<ScreenEffect> {
        if movement == Move::Left {
            return super::go_back();
        }
        if movement == Move::Open {
            let goal = self.goal;
            return match self.selected(session) {
                Some(GoalRow::Step(step)) => {
                    open_editor(EditTarget::Step(goal, Some(step)), session)
                }
                Some(GoalRow::Meeting(meeting)) => {
                    push_screen(Screen::Meeting(MeetingScreen::new(meeting)))
                }
                line @ (Some(GoalRow::Progress(_) | GoalRow::Evidence(_)) | None) => {
                    open_editor(self.edit_target(line), session)
                }
            };
        }
        self.list
            .move_selection(movement, &row_keys(&self.sections(session)));
        Vec::new()
    }

    fn click(&mut self, row: usize, session: &Session) -> Vec<ScreenEffect> {
        if self.list.click(row, &row_keys(&self.sections(session))) {
            self.on_move(Move::Open, session)
        } else {
            Vec::new()
        }
    }

    fn export_choices(&self, _session: &Session) -> Vec<crate::export::ExportSubject> {
        vec![
            crate::export::ExportSubject::Form {
                key: "goal-sheet".to_owned(),
            },
            crate::export::ExportSubject::Everything,
        ]
    }
}
