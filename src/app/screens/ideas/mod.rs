//! Agenda and ideas: the agenda of the next meeting, the questions queue, the activities, the prompt deck, the shared lists.

use crate::domain::change::Record;
use crate::domain::id::Id;
use crate::domain::idea::Stage;

use super::{Acts, Reply};
use crate::app::command::Move;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::rows::{Section, keys, selected};

mod acts;
mod build;
mod rows;

pub use build::build_agenda;

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Puts it on the next agenda; ticks an agenda line or a line of a list.
    ToAgenda,
    /// Changes how far the activity has come.
    Status,
    /// Rates the activity, with a note.
    Rate,
    /// Adds a question, an activity, a prompt or a line of a list, as the pane has it.
    Add,
    /// Adds a line to the agenda.
    AddLine,
    /// Edits the line, the question, the note.
    Edit,
    /// Moves the agenda line up.
    MoveUp,
    /// Moves the agenda line down.
    MoveDown,
    /// Takes the line off, or puts away what is the pair's own.
    Archive,
    /// Shows what fits now, or everything.
    Filter,
    /// Copies the agenda as text to send.
    CopyText,
}

/// The panes of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The next agenda and the questions queue.
    #[default]
    Agenda,
    /// The activities.
    Activities,
    /// The prompt deck and the ready agendas.
    Prompts,
    /// The shared lists.
    Lists,
}

impl Pane {
    /// All panes in order.
    pub const ALL: [Self; 4] = [Self::Agenda, Self::Activities, Self::Prompts, Self::Lists];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Agenda => "Next agenda and questions",
            Self::Activities => "Activities",
            Self::Prompts => "Prompts",
            Self::Lists => "Lists",
        }
    }
}

/// A line of the screen that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// A line of the next agenda.
    Item(Id),
    /// A question.
    Question(Id),
    /// An activity by key.
    Activity(String),
    /// A prompt by key.
    Prompt(String),
    /// A ready agenda by key.
    Ready(String),
    /// A line of a shared list.
    Listed(Id),
}

/// The screen.
#[derive(Default)]
pub struct Ideas {
    /// The pane that is shown.
    pub pane: Pane,
    /// Which line is selected.
    pub list: List<Line>,
    /// Whether everything is shown, not only what fits the present phase.
    pub everything: bool,
    /// The part of the year whose cards are shown, where it is not the present one.
    stage: Option<Stage>,
}

impl Ideas {
    /// The screen on the prompts for `stage`.
    pub fn of_stage(stage: Stage) -> Self {
        Self {
            pane: Pane::Prompts,
            stage: Some(stage),
            ..Self::default()
        }
    }

    /// The screen on the card called `key`.
    pub fn on_card(key: &str, desk: &Desk) -> Self {
        let is_activity = desk.deck().activities.iter().any(|def| def.key == key);
        if is_activity {
            Self::on(Pane::Activities, Line::Activity(key.to_owned()))
        } else {
            Self::on(Pane::Prompts, Line::Prompt(key.to_owned()))
        }
    }

    /// The screen on one line of `pane`, whatever the present phase.
    pub fn on(pane: Pane, line: Line) -> Self {
        Self {
            pane,
            list: List::on(line),
            everything: true,
            stage: None,
        }
    }

    /// What the pane lists.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<Line>> {
        match self.pane {
            Pane::Agenda => rows::agenda_sections(desk),
            Pane::Activities => self.activity_sections(desk),
            Pane::Prompts => self.prompt_sections(desk),
            Pane::Lists => rows::list_sections(desk),
        }
    }

    fn fits(&self, phases: &[Stage], desk: &Desk) -> bool {
        let stage = self.stage.unwrap_or_else(|| desk.year().stage());
        self.everything || phases.contains(&stage)
    }

    /// The selected line.
    pub fn selected(&self, desk: &Desk) -> Option<Line> {
        selected(&self.list, &self.sections(desk))
    }
}

/// The next planned meeting.
pub fn next_meeting(desk: &Desk) -> Option<Id> {
    desk.year().next_meeting().map(|meeting| meeting.id)
}

impl Acts for Ideas {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Ideas, Context::List, Context::Global]
    }

    fn added(&mut self, record: &Record) {
        let line = match record {
            Record::Question(question) => Line::Question(question.id),
            Record::ListItem(item) => Line::Listed(item.id),
            Record::Prompt(prompt) => Line::Prompt(prompt.key.clone()),
            Record::Activity(activity) => Line::Activity(activity.key.clone()),
            Record::AgendaItem(item) => Line::Item(item.id),
            Record::Person(_)
            | Record::Cycle(_)
            | Record::Milestone(_)
            | Record::Goal(_)
            | Record::Step(_)
            | Record::Progress(_)
            | Record::Evidence(_)
            | Record::Meeting(_)
            | Record::Note(_)
            | Record::PrivateNote(_)
            | Record::Action(_)
            | Record::Pulse(_)
            | Record::Response(_)
            | Record::Answer(_) => return,
        };
        self.list = List::on(line);
    }

    fn has_selection(&self, desk: &Desk) -> bool {
        self.selected(desk).is_some()
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        let pane = Pane::ALL
            .iter()
            .position(|pane| *pane == self.pane)
            .unwrap_or(0);
        match movement {
            Move::Next | Move::Right => self.show_pane((pane + 1) % Pane::ALL.len(), desk),
            Move::Previous | Move::Left => {
                self.show_pane((pane + Pane::ALL.len() - 1) % Pane::ALL.len(), desk);
            }
            Move::Open => {
                let line = self.selected(desk);
                return acts::edit_line(line, desk);
            }
            Move::Up | Move::Down | Move::PageUp | Move::PageDown | Move::First | Move::Last => {
                self.list.step(movement, &keys(&self.sections(desk)));
            }
        }
        Vec::new()
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &keys(&self.sections(desk))) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }

    fn show_pane(&mut self, pane: usize, _desk: &Desk) {
        if let Some(pane) = Pane::ALL.get(pane) {
            self.pane = *pane;
            self.list = List::default();
        }
    }

    fn export(&self, desk: &Desk) -> Vec<crate::export::What> {
        use crate::export::What;
        next_meeting(desk)
            .map(What::Agenda)
            .into_iter()
            .chain([What::Everything])
            .collect()
    }
}
