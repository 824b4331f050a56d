//! Agenda and ideas: the next agenda, the questions queue, the activities, the prompt deck, the shared lists. `rows` builds
//! the panes, `actions` handles the actions, `build` proposes an agenda.

use super::ScreenLogic;
use crate::app::command::{Command, Move};
use crate::app::keymap::Context;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenSection, row_keys, selected_key};
use crate::app::screens::ScreenEffects;
use crate::app::session::Session;
use crate::domain::change::Record;
use crate::domain::deck::Stage;
use crate::domain::id::Id;
use crate::domain::ops::OpContext;
use crate::export::ExportSubject;

mod actions;
mod build;
mod rows;

pub use build::build_agenda;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IdeasPane {
    /// The next agenda and the questions queue.
    #[default]
    Agenda,
    Activities,
    /// The prompt deck and the ready agendas.
    Prompts,
    /// The shared lists.
    Lists,
}

impl IdeasPane {
    pub const ALL: [Self; 4] = [Self::Agenda, Self::Activities, Self::Prompts, Self::Lists];

    pub const fn title(self) -> &'static str {
        match self {
            Self::Agenda => "Next agenda and questions",
            Self::Activities => "Activities",
            Self::Prompts => "Prompts",
            Self::Lists => "Lists",
        }
    }
}

/// Rows that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum IdeasRow {
    AgendaItem(Id),
    Question(Id),
    /// An activity, by key.
    Activity(String),
    /// A prompt, by key.
    Prompt(String),
    /// A ready agenda, by key.
    ReadyAgenda(String),
    /// An item of a shared list.
    ListItem(Id),
}

#[derive(Default)]
pub struct IdeasScreen {
    pub pane: IdeasPane,
    pub list: ListState<IdeasRow>,
    /// True while everything is shown, not only what fits the current phase.
    pub show_all: bool,
    /// Stage whose cards are shown, where it is not the current one.
    stage: Option<Stage>,
}

impl IdeasScreen {
    /// The screen on the prompts for `stage`.
    pub fn for_stage(stage: Stage) -> Self {
        Self {
            pane: IdeasPane::Prompts,
            stage: Some(stage),
            ..Self::default()
        }
    }

    /// The screen on the card with `key`.
    pub fn with_card(key: &str, session: &Session) -> Self {
        let is_activity = session.deck().activities.iter().any(|def| def.key == key);
        if is_activity {
            Self::with_selected(IdeasPane::Activities, IdeasRow::Activity(key.to_owned()))
        } else {
            Self::with_selected(IdeasPane::Prompts, IdeasRow::Prompt(key.to_owned()))
        }
    }

    /// The screen on one row of `pane`, whatever the current phase.
    pub fn with_selected(pane: IdeasPane, row: IdeasRow) -> Self {
        Self {
            pane,
            list: ListState::with_selected(row),
            show_all: true,
            stage: None,
        }
    }

    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<IdeasRow>> {
        match self.pane {
            IdeasPane::Agenda => rows::agenda_sections(session),
            IdeasPane::Activities => self.activity_sections(session),
            IdeasPane::Prompts => self.prompt_sections(session),
            IdeasPane::Lists => rows::list_sections(session),
        }
    }

    fn matches_stage(&self, phases: &[Stage], session: &Session) -> bool {
        let stage = self.stage.unwrap_or_else(|| session.year().stage());
        self.show_all || phases.contains(&stage)
    }

    pub fn selected(&self, session: &Session) -> Option<IdeasRow> {
        selected_key(&self.list, &self.sections(session))
    }
}

pub fn next_meeting(session: &Session) -> Option<Id> {
    session.year().next_meeting().map(|meeting| meeting.id)
}

impl ScreenLogic for IdeasScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Ideas, Context::List, Context::Global]
    }

    fn on_command(
        &mut self,
        command: &Command,
        session: &Session,
        ctx: &mut OpContext,
    ) -> Option<ScreenEffects> {
        self.run(command, session, ctx)
    }

    fn on_record_added(&mut self, record: &Record) {
        let line = match record {
            Record::Question(question) => IdeasRow::Question(question.id),
            Record::ListItem(item) => IdeasRow::ListItem(item.id),
            Record::Prompt(prompt) => IdeasRow::Prompt(prompt.key.clone()),
            Record::Activity(activity) => IdeasRow::Activity(activity.key.clone()),
            Record::AgendaItem(item) => IdeasRow::AgendaItem(item.id),
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
        self.list = ListState::with_selected(line);
    }

    fn has_selection(&self, session: &Session) -> bool {
        self.selected(session).is_some()
    }

    fn on_move(&mut self, movement: Move, session: &Session, ctx: &mut OpContext) -> ScreenEffects {
        let pane = IdeasPane::ALL
            .iter()
            .position(|pane| *pane == self.pane)
            .unwrap_or(0);
        match movement {
            Move::Next | Move::Right => self.show_pane((pane + 1) % IdeasPane::ALL.len(), session),
            Move::Previous | Move::Left => {
                self.show_pane(
                    (pane + IdeasPane::ALL.len() - 1) % IdeasPane::ALL.len(),
                    session,
                );
            }
            Move::Open => {
                let line = self.selected(session);
                return actions::edit_row(line, session, ctx);
            }
            Move::Up | Move::Down | Move::PageUp | Move::PageDown | Move::First | Move::Last => {
                self.list
                    .move_selection(movement, &row_keys(&self.sections(session)));
            }
        }
        Vec::new()
    }

    fn select_row(&mut self, row: usize, session: &Session) -> bool {
        self.list.click(row, &row_keys(&self.sections(session)))
    }

    fn show_pane(&mut self, pane: usize, _session: &Session) {
        if let Some(pane) = IdeasPane::ALL.get(pane) {
            self.pane = *pane;
            self.list = ListState::default();
        }
    }

    fn export_choices(&self, session: &Session) -> Vec<ExportSubject> {
        next_meeting(session)
            .map(ExportSubject::Agenda)
            .into_iter()
            .chain([ExportSubject::Everything])
            .collect()
    }
}
