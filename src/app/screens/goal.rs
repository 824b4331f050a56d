//! One goal: why, measure, steps, progress, evidence, and the meetings about it.

use super::record::{self, RecordKey};
use super::{ScreenEffects, ScreenLogic, section_list, status};
use crate::app::command::{Command, Move};
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, selected_key};
use crate::app::session::Session;
use crate::domain::change::{Kind, Record};
use crate::domain::dates;
use crate::domain::goal::{Progress, Step};
use crate::domain::id::Id;
use crate::export::ExportSubject;

pub struct GoalScreen {
    pub goal: Id,
    pub list: ListState<RecordKey>,
}

impl GoalScreen {
    pub fn new(goal: Id) -> Self {
        Self {
            goal,
            list: ListState::default(),
        }
    }

    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<RecordKey>> {
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
            ScreenRow::new((Kind::Evidence, item.id), item.title.clone())
                .sign(Sign::Bullet)
                .right(date)
                .below(item.link.clone())
        });
        let touched = book.meetings_touching(self.goal).into_iter();
        let meetings = touched.map(|meeting| {
            ScreenRow::new((Kind::Meeting, meeting.id), meeting.title_or_kind())
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

    pub fn selected(&self, session: &Session) -> Option<RecordKey> {
        selected_key(&self.list, &self.sections(session))
    }
}

/// A progress line, with the status that the goal took.
fn progress_row(line: &Progress) -> ScreenRow<RecordKey> {
    let words = match line.status {
        Some(status) if line.text.is_empty() => format!("Now: {status}"),
        Some(status) => format!("{} → {status}", line.text),
        None => line.text.clone(),
    };
    ScreenRow::new((Kind::Progress, line.id), words)
        .sign(Sign::Bullet)
        .right(dates::format_date(line.date))
}

/// A step: sign, owner, and date with the days left.
fn step_row(step: &Step, session: &Session) -> ScreenRow<RecordKey> {
    let text = format!("{} ({})", step.title, step.owner);
    let row = ScreenRow::new((Kind::Step, step.id), text);
    row.done_or_due(step.done, step.due, &session.year())
}

impl ScreenLogic for GoalScreen {
    section_list!(Goal);

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        let goal = self.goal;
        let row = self.selected(session);
        let new_part = |kind| record::add(kind, Some(goal), session);
        Some(match (command, row) {
            (Command::AddStep, _) => new_part(Kind::Step),
            (Command::AddProgress, _) => new_part(Kind::Progress),
            (Command::AddEvidence, _) => new_part(Kind::Evidence),
            (Command::Status, _) => record::toggle((Kind::Goal, goal), session),
            (Command::Private, _) => record::toggle_private(goal, session),
            (Command::Edit, Some(key @ (Kind::Progress | Kind::Evidence, _))) => {
                record::edit(key, session)
            }
            (Command::Edit, _) => record::edit((Kind::Goal, goal), session),
            (Command::Toggle, Some(key @ (Kind::Step, _))) => record::toggle(key, session),
            (Command::Shift(direction), Some(key @ (Kind::Step, _))) => {
                record::shift(key, *direction, session)
            }
            (Command::Toggle | Command::Shift(_), _) => status("Select a step first; a adds one."),
            (Command::Archive, Some(key @ (Kind::Step | Kind::Progress | Kind::Evidence, _))) => {
                record::archive(key, session)
            }
            (Command::Archive, _) => status("Select a step, a progress line or evidence first."),
            _ => return None,
        })
    }

    fn on_record_added(&mut self, record: &Record) {
        if let Record::Step(step) = record {
            self.list = ListState::with_selected((Kind::Step, step.id));
        }
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> ScreenEffects {
        if movement == Move::Left {
            return super::go_back();
        }
        super::move_or_open(self, movement, session)
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        match self.selected(session) {
            Some(key @ (Kind::Meeting, _)) => record::open(key, session),
            row => record::edit(row.unwrap_or((Kind::Goal, self.goal)), session),
        }
    }

    fn export_choices(&self, _session: &Session) -> Vec<ExportSubject> {
        let key = "goal-sheet".to_owned();
        vec![ExportSubject::Form { key }]
    }
}
