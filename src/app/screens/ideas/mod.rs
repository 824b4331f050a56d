//! Agenda and ideas: the agenda of the next meeting, the questions queue, the activities and the prompt deck.

use crate::domain::agenda;
use crate::domain::change::Record;
use crate::domain::id::Id;
use crate::domain::idea::{ActivityState, Stage};
use crate::domain::meeting::Origin;

use super::meeting::MeetingScreen;
use super::{Acts, Reply, edit, reply};
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::modal::{Modal, PickRow};
use crate::app::purpose::Purpose;
use crate::app::rows::{Section, keys, selected};
use crate::app::{App, Effect, Msg};

mod rows;

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Puts it on the next agenda, or takes it off.
    ToAgenda,
    /// Changes how far the activity has come.
    Status,
    /// Rates the activity, with a note.
    Rate,
    /// Adds a question for the next meeting.
    AddQuestion,
    /// Adds a line to the agenda.
    AddLine,
    /// Edits the line, the question, the note.
    Edit,
    /// Moves the agenda line up.
    MoveUp,
    /// Moves the agenda line down.
    MoveDown,
    /// Takes the line or question off.
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
    /// The prompt deck.
    Prompts,
}

impl Pane {
    /// All panes in order.
    pub const ALL: [Self; 3] = [Self::Agenda, Self::Activities, Self::Prompts];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Agenda => "Next agenda and questions",
            Self::Activities => "Activities",
            Self::Prompts => "Prompts",
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
}

impl Ideas {
    /// What the pane lists.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<Line>> {
        match self.pane {
            Pane::Agenda => rows::agenda_sections(desk),
            Pane::Activities => self.activity_sections(desk),
            Pane::Prompts => self.prompt_sections(desk),
        }
    }

    fn fits(&self, phases: &[Stage], desk: &Desk) -> bool {
        self.everything || phases.contains(&desk.year().stage())
    }

    /// The selected line.
    pub fn selected(&self, desk: &Desk) -> Option<Line> {
        selected(&self.list, &self.sections(desk))
    }

    /// What the selected activity or prompt says in full.
    pub fn detail(&self, desk: &Desk) -> Option<(String, Vec<String>)> {
        let deck = desk.deck();
        match self.selected(desk)? {
            Line::Activity(key) => {
                let def = deck.activities.iter().find(|def| def.key == key)?;
                let mut lines = vec![def.about.clone(), format!("Leaves behind: {}", def.leaves)];
                lines.push(format!("Source: {}", def.source));
                Some((def.title.clone(), lines))
            }
            Line::Prompt(key) => {
                let def = deck.prompts.iter().find(|def| def.key == key)?;
                Some((def.text.clone(), vec![def.why.clone()]))
            }
            Line::Question(id) => {
                let question = desk.book.questions.get(&id)?;
                Some((question.text.clone(), vec![question.answer.clone()]))
            }
            Line::Item(id) => {
                let item = desk.book.agenda.get(&id)?;
                Some((
                    item.text.clone(),
                    vec![item.origin.label().to_owned(), item.reason.clone()],
                ))
            }
        }
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        let line = self.selected(desk);
        match verb {
            Verb::Filter => {
                self.everything = !self.everything;
                Vec::new()
            }
            Verb::AddQuestion => edit(Purpose::Question(None), desk),
            Verb::AddLine => match next_meeting(desk) {
                Some(meeting) => edit(Purpose::AgendaLine(meeting, None), desk),
                None => no_meeting(),
            },
            Verb::CopyText => match next_meeting(desk) {
                Some(meeting) => {
                    let what = crate::export::What::Agenda(meeting);
                    reply(Reply::Effect(Effect::Preview(what, "txt")))
                }
                None => no_meeting(),
            },
            Verb::Status => on_activity(line, |key| Reply::Open(Box::new(pick_state(&key)))),
            Verb::Rate => match line {
                Some(Line::Activity(key)) => edit(Purpose::Activity(key), desk),
                Some(Line::Item(_) | Line::Question(_) | Line::Prompt(_)) | None => {
                    select_activity()
                }
            },
            Verb::MoveUp => on_item(line, |item| Deed::MoveItem(item, true)),
            Verb::MoveDown => on_item(line, |item| Deed::MoveItem(item, false)),
            Verb::Edit => edit_line(line, desk),
            Verb::Archive => match line {
                Some(Line::Item(item)) => reply(Reply::Do(Deed::DropItem(item))),
                Some(Line::Question(question)) => reply(Reply::Do(Deed::ArchiveQuestion(question))),
                Some(Line::Activity(_) | Line::Prompt(_)) | None => reply(Reply::Say(
                    "Only agenda lines and questions can be taken off.".to_owned(),
                )),
            },
            Verb::ToAgenda => to_agenda(line, desk),
        }
    }
}

fn edit_line(line: Option<Line>, desk: &Desk) -> Vec<Reply> {
    match line {
        Some(Line::Item(item)) => match desk.book.agenda.get(&item) {
            Some(found) => edit(Purpose::AgendaLine(found.meeting, Some(item)), desk),
            None => Vec::new(),
        },
        Some(Line::Question(question)) => edit(Purpose::Question(Some(question)), desk),
        Some(Line::Activity(key)) => edit(Purpose::Activity(key), desk),
        Some(Line::Prompt(_)) => to_agenda(line, desk),
        None => Vec::new(),
    }
}

fn to_agenda(line: Option<Line>, desk: &Desk) -> Vec<Reply> {
    match line {
        Some(Line::Item(item)) => reply(Reply::Do(Deed::TickItem(item))),
        Some(Line::Question(question)) => with_meeting(desk, |meeting| {
            Deed::ToAgenda(meeting, Origin::Question, question.to_string())
        }),
        Some(Line::Activity(key)) => with_meeting(desk, |meeting| {
            Deed::ToAgenda(meeting, Origin::Activity, key)
        }),
        Some(Line::Prompt(key)) => {
            with_meeting(desk, |meeting| Deed::ToAgenda(meeting, Origin::Prompt, key))
        }
        None => Vec::new(),
    }
}

fn with_meeting(desk: &Desk, deed: impl FnOnce(Id) -> Deed) -> Vec<Reply> {
    next_meeting(desk).map_or_else(no_meeting, |meeting| reply(Reply::Do(deed(meeting))))
}

fn no_meeting() -> Vec<Reply> {
    reply(Reply::Say(
        "No meeting is planned; go to Today (1) and press p to plan one.".to_owned(),
    ))
}

fn select_activity() -> Vec<Reply> {
    reply(Reply::Say(
        "Select an activity first (Tab shows the next pane).".to_owned(),
    ))
}

fn on_activity(line: Option<Line>, then: impl FnOnce(String) -> Reply) -> Vec<Reply> {
    match line {
        Some(Line::Activity(key)) => reply(then(key)),
        Some(Line::Item(_) | Line::Question(_) | Line::Prompt(_)) | None => select_activity(),
    }
}

fn on_item(line: Option<Line>, deed: impl FnOnce(Id) -> Deed) -> Vec<Reply> {
    match line {
        Some(Line::Item(item)) => reply(Reply::Do(deed(item))),
        Some(Line::Question(_) | Line::Activity(_) | Line::Prompt(_)) | None => {
            reply(Reply::Say("Select an agenda line first.".to_owned()))
        }
    }
}

fn pick_state(key: &str) -> Modal {
    let rows = ActivityState::ALL
        .iter()
        .map(|state| {
            PickRow::new(
                state.label(),
                Msg::Do(Deed::ActivityState(key.to_owned(), *state)),
            )
        })
        .collect();
    Modal::Pick {
        title: "How far has the activity come?".to_owned(),
        rows,
        selected: 2,
    }
}

/// The next planned meeting.
pub fn next_meeting(desk: &Desk) -> Option<Id> {
    desk.year().next_meeting().map(|meeting| meeting.id)
}

/// Builds the agenda of the meeting on the screen, else of the next one; without one, it is planned first.
pub fn build_agenda(app: &App) -> Vec<Reply> {
    let desk = &app.desk;
    let chosen = match app.screen() {
        Some(super::Screen::Meeting(screen)) => Some(screen.meeting),
        Some(super::Screen::Meetings(screen)) => screen.selected().filter(|id| {
            desk.book
                .meetings
                .get(id)
                .is_some_and(crate::domain::meeting::Meeting::is_planned)
        }),
        Some(_) | None => None,
    };
    let Some(meeting) = chosen.or_else(|| next_meeting(desk)) else {
        let mut replies = edit(Purpose::Plan, desk);
        replies.push(Reply::Say(
            "When will you meet? Plan it, then b builds the agenda.".to_owned(),
        ));
        return replies;
    };
    if agenda::proposal(
        &desk.year(),
        &desk.deck(),
        desk.competencies(),
        Some(meeting),
    )
    .is_empty()
    {
        return reply(Reply::Say(
            "Everything worth adding is on the agenda already.".to_owned(),
        ));
    }
    let mut replies = reply(Reply::Do(Deed::BuildAgenda(meeting)));
    let shown = matches!(
        app.screen(),
        Some(super::Screen::Meeting(_) | super::Screen::Ideas(_))
    );
    if !shown {
        replies.extend(super::show(super::Screen::Meeting(MeetingScreen::new(
            meeting,
        ))));
    }
    replies
}

impl Acts for Ideas {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Ideas, Context::List, Context::Global]
    }

    fn added(&mut self, record: &Record) {
        if let Record::Question(question) = record {
            self.list = List::on(Line::Question(question.id));
        }
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
                return edit_line(line, desk);
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
