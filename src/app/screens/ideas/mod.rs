//! Agenda and ideas: the next agenda, the questions queue, the activities, the prompt deck, the shared lists. `rows` builds
//! the panes, `actions` handles the actions and proposes an agenda.

use super::{ScreenLogic, section_list};
use crate::app::command::{Command, adjacent};
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenSection, selected_key};
use crate::app::screens::ScreenEffects;
use crate::app::session::Session;
use crate::domain::change::Record;
use crate::domain::deck::Stage;
use crate::domain::id::Id;
use crate::domain::string_enum::string_enum;
use crate::export::ExportSubject;

mod actions;
mod rows;

pub use actions::build_agenda;

string_enum! {
    IdeasPane, "pane" {
        /// The next agenda and the questions queue.
        Agenda = "agenda" => "Next agenda and questions",
        Activities = "activities" => "Activities",
        /// The prompt deck and the ready agendas.
        Prompts = "prompts" => "Prompts",
        /// The shared lists.
        Lists = "lists" => "Lists",
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
        if session.deck().activity(key).is_some() {
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

    fn show(&mut self, pane: IdeasPane) {
        self.pane = pane;
        self.list = ListState::default();
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
    section_list!(Ideas);

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        self.run(command, session)
    }

    fn on_record_added(&mut self, record: &Record) {
        let line = if let Record::Question(question) = record {
            IdeasRow::Question(question.id)
        } else if let Record::ListItem(item) = record {
            IdeasRow::ListItem(item.id)
        } else if let Record::Prompt(prompt) = record {
            IdeasRow::Prompt(prompt.key.clone())
        } else if let Record::Activity(activity) = record {
            IdeasRow::Activity(activity.key.clone())
        } else if let Record::AgendaItem(item) = record {
            IdeasRow::AgendaItem(item.id)
        } else {
            return;
        };
        self.list = ListState::with_selected(line);
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        actions::edit_row(self.selected(session), session)
    }

    fn turn(&mut self, forward: bool, _session: &Session) -> bool {
        self.show(adjacent(IdeasPane::ALL, self.pane, forward));
        true
    }

    fn show_pane(&mut self, pane: usize, _session: &Session) -> ScreenEffects {
        if let Some(pane) = IdeasPane::ALL.get(pane) {
            self.show(*pane);
        }
        Vec::new()
    }

    fn export_choices(&self, session: &Session) -> Vec<ExportSubject> {
        let agenda = next_meeting(session).map(ExportSubject::Agenda);
        agenda.into_iter().collect()
    }
}
