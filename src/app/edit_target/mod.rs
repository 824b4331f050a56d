//! Edit targets: which record or answer a form edits.
//!
//! A target names the data file of its form, the answers the form starts from, the draft key under which unsaved text is
//! stored, and the commit that saves the form. Records that need nothing of their own are rows of the table in `editors`.

mod draft_key;

use std::sync::Arc;

use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::Kind;
use crate::domain::deck::{Activity, Prompt};
use crate::domain::display::EchoContext;
use crate::domain::fill::ask_ahead;
use crate::domain::form::FormDef;
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::meeting::MeetingKind;
use crate::domain::ops::agenda::card;
use crate::domain::ops::{self, Outcome, Refusal, meeting};
use crate::domain::person::Role;
use crate::domain::program::FormUse;
use crate::problem::Problem;
use crate::settings::SettingName;

use super::editors::editor_of;
use super::form::FormState;
use super::session::Session;

/// The record or response that a form edits. `None` for an id or key means a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditTarget {
    NewBook,
    /// Role and program of a book that holds nothing else yet.
    Start,
    Import,
    /// The user's settings on this computer.
    Settings,
    /// A record of the editor table.
    Record {
        kind: Kind,
        id: Option<Id>,
        /// The goal or meeting that it belongs to.
        parent: Option<Id>,
    },
    /// A meeting or contact that was held.
    Log,
    Plan,
    /// A series of planned meetings.
    Series,
    /// A meeting that exists; a planned one is written up.
    Meeting(Id),
    /// The rating and note of an activity, by key.
    Activity(String),
    Person(Role),
    /// First and last day of the year, and its cadence.
    Cycle,
    /// Another year with the same partner.
    NextCycle,
    /// An item of a shared list; a new one may name the meeting in which it came up.
    ListItem(ListKind, Option<Id>, Option<Id>),
    /// A prompt of the pair's own, by key.
    OwnPrompt(Option<String>),
    /// An activity of the pair's own, by key.
    OwnActivity(Option<String>),
    /// A form that the office asks for beside those of the program.
    AskForm,
    /// A response to a form of the program, by form key.
    Response(String),
}

impl EditTarget {
    /// A new record of `kind`; `parent` is the goal or meeting it belongs to.
    pub const fn new_record(kind: Kind, parent: Option<Id>) -> Self {
        let id = None;
        Self::Record { kind, id, parent }
    }

    /// The editor of an existing record; none if it is gone, or has no editor of its own.
    pub fn record(kind: Kind, id: Id, book: &Book) -> Option<Self> {
        let parent = match kind {
            Kind::Step | Kind::Progress | Kind::Evidence | Kind::AgendaItem => {
                Some(book.record(kind, id)?.parent()?)
            }
            Kind::Meeting => return Some(Self::Meeting(id)),
            Kind::Cycle => return Some(Self::Cycle),
            Kind::Person => return Some(Self::Person(book.people.get(&id)?.role)),
            Kind::ListItem => {
                let list = book.list_items.get(&id)?.list;
                return Some(Self::ListItem(list, Some(id), None));
            }
            Kind::Prompt => return Some(Self::OwnPrompt(Some(book.prompts.get(&id)?.key.clone()))),
            Kind::Activity => {
                let key = book.activities.get(&id)?.key.clone();
                return Some(Self::OwnActivity(Some(key)));
            }
            Kind::Goal
            | Kind::Action
            | Kind::Question
            | Kind::Milestone
            | Kind::Pause
            | Kind::Pulse => None,
            Kind::Note | Kind::PrivateNote | Kind::Response | Kind::Answer | Kind::AskedForm => {
                return None;
            }
        };
        let id = Some(id);
        Some(Self::Record { kind, id, parent })
    }

    /// True if saving closes the form; a form of the program saves each answer and stays open.
    pub const fn closes_on_save(&self) -> bool {
        !matches!(self, Self::Response(_))
    }

    /// True if saving it writes up a meeting or contact.
    pub const fn writes_up(&self) -> bool {
        matches!(self, Self::Log | Self::Meeting(_))
    }

    /// True if unsaved text is saved as a draft; without an open book there is nowhere to save it.
    pub const fn keeps_draft(&self) -> bool {
        !matches!(
            self,
            Self::NewBook | Self::Start | Self::Import | Self::Settings
        )
    }

    /// The question that takes a text of several lines which is pasted where one line is asked for, as a table where the
    /// name of its file is.
    pub const fn question_of_lines(&self) -> Option<&'static str> {
        if matches!(self, Self::Import) {
            Some("pasted")
        } else {
            None
        }
    }

    pub fn title(&self) -> &str {
        self.spec().1
    }

    /// The stored key of its draft; [`Self::from_draft_key`] parses it.
    pub fn draft_key(&self) -> String {
        self.spec().2
    }

    /// Name of its draft in a list: the heading, or the program's name of the form.
    pub fn draft_title(&self, session: &Session) -> String {
        let Self::Response(form) = self else {
            return self.title().to_owned();
        };
        let used = session.form_use(form);
        used.map_or_else(|| form.clone(), |(form_use, _)| form_use.title)
    }

    /// The form definition, with the program's settings for it if the program uses it.
    ///
    /// # Errors
    /// When the form is not among the data files.
    pub fn form_def(&self, session: &Session) -> Result<(Arc<FormDef>, Option<FormUse>), Problem> {
        let key = self.spec().0;
        match session.form_use(key) {
            Some((form_use, def)) => Ok((def, Some(form_use))),
            None => Ok((session.catalog.form(key)?, None)),
        }
    }

    /// True if it is a form of the program with answers of its own in the book.
    pub fn is_begun(&self, session: &Session) -> bool {
        let Self::Response(key) = self else {
            return false;
        };
        let form = session.form_use(key);
        form.is_some_and(|(_, def)| {
            ops::form::response(&def, &session.book, session.book.me()).is_some()
        })
    }

    /// The form as it opens: its questions, and what the book holds of the answers.
    ///
    /// # Errors
    /// When the form is not among the data files.
    pub fn form_state(&self, session: &Session) -> Result<FormState, Problem> {
        let (def, form_use) = self.form_def(session)?;
        let mut questions = session.questions(&def, form_use.as_ref());
        let (meetings, today) = (&session.book.meetings, session.today());
        if let Self::Meeting(id) = self
            && meetings.get(id).is_some_and(|it| it.is_ahead(today))
        {
            ask_ahead(&mut questions);
        } else if self.writes_up() {
            // Once a call was held, nobody needs its link.
            questions.retain(|it| it.slot.field != "link");
        }
        let answers = if self.closes_on_save() {
            self.initial_answers(session)
        } else {
            ops::form::prefilled_answers(&def, &questions, &session.book)
        };
        let intro = form_use.as_ref().map(|form_use| form_use.description(&def));
        let title = match form_use {
            Some(form_use) => form_use.title,
            None if self.closes_on_save() => self.title().to_owned(),
            None => def.title.clone(),
        };
        let about = def.about.clone();
        let echo = EchoContext {
            today: session.today(),
            year_start: session.book.cycle().map(|cycle| cycle.start),
            zone: session.ctx.zone,
        };
        let mut state = FormState::new(title, about, questions, answers, echo);
        if !self.closes_on_save() {
            state.button_label = "Done for now";
            state.intro = intro.unwrap_or_else(|| def.about.clone());
        }
        Ok(state)
    }

    /// The answers that an editor opens with: those of the record, or the defaults of a new one.
    fn initial_answers(&self, session: &Session) -> Answers {
        let (book, today) = (&session.book, session.today());
        match self {
            Self::NewBook => Answers::of("start", today.to_string()),
            Self::Record { kind, id, .. } => editor_of(*kind)
                .map(|editor| (editor.read)(book, *id, today))
                .unwrap_or_default(),
            Self::Log => {
                // Whoever writes e-mails mostly logs e-mails mostly.
                let last = book.held().next().map(|last| last.kind);
                let kind = last.unwrap_or(MeetingKind::Meeting);
                meeting::defaults(&session.year(), kind)
            }
            Self::Plan | Self::Series => meeting::plan_defaults(&session.year()),
            Self::Meeting(id) => {
                let record = book.meetings.get(id);
                record
                    .map(|record| meeting::answers_of(book, record))
                    .unwrap_or_default()
            }
            Self::Activity(key) => card::answers_of_activity(book, key),
            Self::Person(role) => {
                let person = book.person(*role);
                person.map(ops::year::answers_of_person).unwrap_or_default()
            }
            Self::Cycle => book
                .cycle()
                .map(ops::year::answers_of_cycle)
                .unwrap_or_default(),
            Self::Start => ops::start::answers(book),
            Self::NextCycle => ops::cycle::next_cycle_answers(book, today),
            Self::ListItem(list, None, _) => Answers::of("list", list.key()),
            Self::ListItem(_, id, _) => ops::answers_of::<ListItem>(book, *id, today),
            Self::OwnPrompt(key) => {
                let id = key.as_ref().map(|key| Prompt::id_for(key));
                ops::answers_of::<Prompt>(book, id, today)
            }
            Self::OwnActivity(key) => {
                let id = key.as_ref().map(|key| Activity::id_for(key));
                ops::answers_of::<Activity>(book, id, today)
            }
            Self::Settings => {
                let mut answers = Answers::default();
                for name in SettingName::ALL {
                    answers.set(name.key(), session.settings.value(*name));
                }
                answers
            }
            Self::Import | Self::AskForm | Self::Response(_) => Answers::default(),
        }
    }

    /// The commit that saves `answers`.
    ///
    /// # Errors
    /// When the operation refuses an answer, or the record is gone.
    pub fn commit(&self, answers: &Answers, session: &Session) -> Outcome {
        let (book, ctx) = (&session.book, &session.ctx);
        match self {
            Self::NewBook => Err(Refusal::new("A new book is created, not saved.")),
            Self::Start => session.correct_start(answers),
            Self::Import => Err(Refusal::new("A file is looked into first, not saved.")),
            Self::Settings => Err(Refusal::new("Settings are in no book.")),
            Self::Record {
                kind: Kind::Pause,
                id,
                ..
            } => ops::pause::save(book, session.program(), *id, answers, ctx),
            Self::Record { kind, id, parent } => {
                let editor = editor_of(*kind)
                    .ok_or_else(|| Refusal::new(format!("A {} has no editor.", kind.noun())))?;
                match id {
                    Some(id) => (editor.edit)(book, *id, answers, ctx),
                    None => (editor.add)(book, *parent, answers, ctx),
                }
            }
            Self::Log => meeting::log(book, answers, ctx),
            Self::Plan => meeting::plan(answers, ctx),
            Self::Series => meeting::plan_series(book, answers, ctx),
            Self::Meeting(id) => meeting::write_up(book, *id, answers, ctx),
            Self::Activity(key) => card::edit_activity(book, &session.activity(key)?, answers, ctx),
            Self::Person(role) => ops::year::edit_person(book, *role, answers, ctx),
            Self::Cycle => ops::year::edit_cycle(book, session.program(), answers, ctx),
            Self::NextCycle => start_next_year(answers, session),
            Self::AskForm => session.ask_form(answers),
            Self::ListItem(_, None, meeting) => ops::add::<ListItem>(book, *meeting, answers, ctx),
            Self::ListItem(_, Some(id), _) => ops::edit::<ListItem>(book, *id, answers, ctx),
            Self::OwnPrompt(key) => card::save::<Prompt>(book, key.as_deref(), answers, ctx),
            Self::OwnActivity(key) => card::save::<Activity>(book, key.as_deref(), answers, ctx),
            Self::Response(form) => session.with_form(form, |form| {
                let saved = form.save(answers, ctx)?;
                Ok(saved.unwrap_or_else(|| ctx.commit("nothing changed", Vec::new())))
            }),
        }
    }
}

fn start_next_year(answers: &Answers, session: &Session) -> Outcome {
    let program = session.chosen_program(answers)?;
    let start = answers
        .day("start")
        .ok_or_else(|| Refusal::new("The first day is missing."))?;
    ops::cycle::start_next(
        &session.book,
        &program,
        start,
        answers.day("end"),
        &session.ctx,
    )
}
