//! One goal: why, measure, steps, progress, evidence, and the meetings that touched it.

use crate::domain::change::Record;
use crate::domain::goal::{Progress, Step};
use crate::domain::id::Id;
use crate::domain::when;

use super::goals::pick_status;
use super::meeting::MeetingScreen;
use super::{Acts, Reply, Screen, edit, reply, show};
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, Sign, Tone, keys, selected};

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Ticks the step.
    Toggle,
    /// Adds a step.
    AddStep,
    /// Adds a line on how it goes.
    AddProgress,
    /// Adds evidence.
    AddEvidence,
    /// Edits the selected line, or the goal.
    Edit,
    /// Changes where the goal stands.
    Status,
    /// Makes it private, or shared again.
    Private,
    /// Moves the step up.
    MoveUp,
    /// Moves the step down.
    MoveDown,
    /// Puts the selected line away.
    Archive,
}

/// A line of the screen that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A step.
    Step(Id),
    /// A progress line.
    Progress(Id),
    /// Evidence.
    Evidence(Id),
    /// A meeting that touched the goal.
    Meeting(Id),
}

/// The screen.
pub struct GoalScreen {
    /// Which goal.
    pub goal: Id,
    /// Which line is selected.
    pub list: List<Line>,
}

impl GoalScreen {
    /// The screen of `goal`.
    pub fn new(goal: Id) -> Self {
        Self {
            goal,
            list: List::default(),
        }
    }

    /// What the screen lists.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<Line>> {
        let book = &desk.book;
        let (done, all) = book.steps_done(self.goal);
        let steps = book
            .steps_of(self.goal)
            .into_iter()
            .map(|step| step_row(step, desk))
            .collect();
        let progress = book.progress_of(self.goal).into_iter().map(progress_row);
        let evidence = book.evidence_of(self.goal).into_iter().map(|item| {
            let date = item.date.map(when::shown).unwrap_or_default();
            Row::new(Line::Evidence(item.id), item.title.clone())
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
            Row::new(Line::Meeting(meeting.id), title)
                .sign(Sign::Bullet)
                .right(when::shown(meeting.date))
        });
        let steps_title = if all == 0 {
            "Steps".to_owned()
        } else {
            format!("Steps {done}/{all}")
        };
        vec![
            Section::new(
                steps_title,
                steps,
                "What has to be done first? a adds a step.",
            ),
            Section::new(
                "How it goes",
                progress.collect(),
                "A line a week is enough; i adds one.",
            ),
            Section::new(
                "Evidence",
                evidence.collect(),
                "A letter, a link, a picture that shows it; v adds one.",
            ),
            Section::new(
                "Meetings",
                meetings.collect(),
                "Meetings that name this goal appear here.",
            ),
        ]
    }

    /// The selected line.
    pub fn selected(&self, desk: &Desk) -> Option<Line> {
        selected(&self.list, &self.sections(desk))
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        let goal = self.goal;
        let line = self.selected(desk);
        match verb {
            Verb::AddStep => edit(Purpose::Step(goal, None), desk),
            Verb::AddProgress => edit(Purpose::Progress(goal, None), desk),
            Verb::AddEvidence => edit(Purpose::Evidence(goal, None), desk),
            Verb::Status => reply(Reply::Open(Box::new(pick_status(goal)))),
            Verb::Private => {
                let private = desk.book.goals.get(&goal).is_some_and(|goal| goal.private);
                reply(Reply::Do(Deed::PrivateGoal(goal, !private)))
            }
            Verb::Edit => edit(self.purpose(line), desk),
            Verb::Toggle => on_step(line, Deed::TickStep),
            Verb::MoveUp => on_step(line, |step| Deed::MoveStep(step, true)),
            Verb::MoveDown => on_step(line, |step| Deed::MoveStep(step, false)),
            Verb::Archive => match line {
                Some(Line::Step(step)) => reply(Reply::Do(Deed::ArchiveStep(step))),
                Some(Line::Progress(line)) => reply(Reply::Do(Deed::ArchiveProgress(line))),
                Some(Line::Evidence(item)) => reply(Reply::Do(Deed::ArchiveEvidence(item))),
                Some(Line::Meeting(_)) | None => reply(Reply::Say(
                    "Select a step, a progress line or evidence first.".to_owned(),
                )),
            },
        }
    }

    fn purpose(&self, line: Option<Line>) -> Purpose {
        let goal = self.goal;
        match line {
            Some(Line::Progress(line)) => Purpose::Progress(goal, Some(line)),
            Some(Line::Evidence(item)) => Purpose::Evidence(goal, Some(item)),
            Some(Line::Step(_) | Line::Meeting(_)) | None => Purpose::Goal(Some(goal)),
        }
    }
}

fn on_step(line: Option<Line>, deed: impl FnOnce(Id) -> Deed) -> Vec<Reply> {
    match line {
        Some(Line::Step(step)) => reply(Reply::Do(deed(step))),
        Some(Line::Progress(_) | Line::Evidence(_) | Line::Meeting(_)) | None => {
            reply(Reply::Say("Select a step first; a adds one.".to_owned()))
        }
    }
}

/// A progress line as a row, with the status that the goal took.
fn progress_row(line: &Progress) -> Row<Line> {
    let words = match line.status {
        Some(status) if line.text.is_empty() => format!("Now: {status}"),
        Some(status) => format!("{} → {status}", line.text),
        None => line.text.clone(),
    };
    Row::new(Line::Progress(line.id), words)
        .sign(Sign::Bullet)
        .right(when::shown(line.date))
}

/// A step as a row: sign, owner, and its date with the days left.
fn step_row(step: &Step, desk: &Desk) -> Row<Line> {
    let row = Row::new(
        Line::Step(step.id),
        format!("{} ({})", step.title, step.owner),
    );
    if let Some(done) = step.done {
        return row
            .sign(Sign::Done)
            .tone(Tone::Done)
            .right(format!("done {}", when::shown(done)));
    }
    let Some(date) = step.due else {
        return row.sign(Sign::Open);
    };
    let due = desk.year().due(date);
    let (sign, tone) = if due.is_overdue() {
        (Sign::Late, Tone::Late)
    } else {
        (Sign::Open, Tone::Plain)
    };
    row.sign(sign)
        .tone(tone)
        .right(format!("{} ({})", when::shown(date), due.words()))
}

impl Acts for GoalScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Goal, Context::List, Context::Global]
    }

    fn added(&mut self, record: &Record) {
        if let Record::Step(step) = record {
            self.list = List::on(Line::Step(step.id));
        }
    }

    fn has_selection(&self, desk: &Desk) -> bool {
        self.selected(desk).is_some()
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        if movement == Move::Left {
            return super::back();
        }
        if movement == Move::Open {
            let goal = self.goal;
            return match self.selected(desk) {
                Some(Line::Step(step)) => edit(Purpose::Step(goal, Some(step)), desk),
                Some(Line::Meeting(meeting)) => show(Screen::Meeting(MeetingScreen::new(meeting))),
                line @ (Some(Line::Progress(_) | Line::Evidence(_)) | None) => {
                    edit(self.purpose(line), desk)
                }
            };
        }
        self.list.step(movement, &keys(&self.sections(desk)));
        Vec::new()
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &keys(&self.sections(desk))) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }

    fn export(&self, _desk: &Desk) -> Vec<crate::export::What> {
        vec![
            crate::export::What::Form {
                key: "goal-sheet".to_owned(),
            },
            crate::export::What::Everything,
        ]
    }
}
