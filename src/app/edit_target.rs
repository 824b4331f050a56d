//! Edit targets: which record or answer a form edits.
//!
//! A target names the data file of its form, the answers the form starts from, and the draft key under which unsaved text
//! is stored. [`book_action`](super::book_action) turns a saved form into a commit.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::action::Action;
use crate::domain::answer::Answers;
use crate::domain::deck::{Activity, Prompt, Question};
use crate::domain::form::FormDef;
use crate::domain::goal::{Evidence, Goal, Progress, Step};
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::meeting::{AgendaItem, Channel, Meeting, MeetingKind};
use crate::domain::ops::agenda::card;
use crate::domain::ops::records::Editable;
use crate::domain::ops::{self, meeting};
use crate::domain::person::Role;
use crate::domain::program::FormUse;
use crate::domain::program::Milestone;
use crate::domain::pulse::Pulse;
use crate::problem::Problem;

use super::form::FormState;
use super::session::Session;

/// The record or response that a form edits. `None` for an id or key means a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditTarget {
    NewBook,
    Import,
    Goal(Option<Id>),
    /// A step of the goal.
    Step(Id, Option<Id>),
    /// A progress line of the goal.
    Progress(Id, Option<Id>),
    /// Evidence for the goal.
    Evidence(Id, Option<Id>),
    /// A meeting or contact that was held.
    Log,
    Plan,
    /// A series of planned meetings.
    Series,
    /// A meeting that exists; a planned one is written up.
    Meeting(Id),
    /// An action; a new one may name the meeting at which it was agreed.
    Action(Option<Id>, Option<Id>),
    Question(Option<Id>),
    /// An item of the meeting's agenda.
    AgendaLine(Id, Option<Id>),
    /// The rating and note of an activity, by key.
    Activity(String),
    Milestone(Option<Id>),
    Person(Role),
    /// First and last day of the year, and its cadence.
    Cycle,
    /// Another year with the same partner.
    NextCycle,
    /// An item of a shared list; a new one may name the meeting in which it came up.
    ListItem(ListKind, Option<Id>, Option<Id>),
    /// The owner's pulse.
    Pulse(Option<Id>),
    /// A prompt of the pair's own, by key.
    OwnPrompt(Option<String>),
    /// An activity of the pair's own, by key.
    OwnActivity(Option<String>),
    /// A response to a form of the program, by form key.
    Response(String),
}

impl EditTarget {
    /// True if saving closes the form; a form of the program saves each answer and stays open.
    pub const fn closes_on_save(&self) -> bool {
        !matches!(self, Self::Response(_))
    }

    /// True if unsaved text is saved as a draft; without an open book there is nowhere to save it.
    pub const fn keeps_draft(&self) -> bool {
        !matches!(self, Self::NewBook | Self::Import)
    }

    pub fn title(&self) -> &str {
        match self {
            Self::NewBook => "A new book",
            Self::Import => "Import a file",
            Self::Goal(None) => "A new goal",
            Self::Goal(Some(_)) => "Goal",
            Self::Step(_, None) => "A new step",
            Self::Step(_, _) => "Step",
            Self::Progress(_, _) => "How the goal goes",
            Self::Evidence(_, _) => "Evidence",
            Self::Log => "Log a meeting or contact",
            Self::Plan => "Plan a meeting",
            Self::Series => "Plan a series of meetings",
            Self::Meeting(_) => "Meeting",
            Self::Action(None, _) => "A new action",
            Self::Action(_, _) => "Action",
            Self::Question(None) => "A question for next time",
            Self::Question(Some(_)) => "Question",
            Self::AgendaLine(_, _) => "A line for the agenda",
            Self::Activity(_) => "What came of the activity",
            Self::Milestone(None) => "A new date",
            Self::Milestone(Some(_)) => "Date",
            Self::Person(_) => "Name and how to reach",
            Self::Cycle => "First and last day, and rhythm",
            Self::NextCycle => "Another year with the same partner",
            Self::ListItem(_, None, _) => "Something for a list",
            Self::ListItem(_, _, _) => "On a list",
            Self::Pulse(_) => "Pulse, for you alone",
            Self::OwnPrompt(_) => "A prompt of your own",
            Self::OwnActivity(_) => "An activity of your own",
            Self::Response(form) => form,
        }
    }

    /// Name of its draft in a list: the heading, or the program's name of the form.
    pub fn draft_title(&self, session: &Session) -> String {
        let Self::Response(form) = self else {
            return self.title().to_owned();
        };
        let forms = session.forms();
        let program_form = forms
            .into_iter()
            .find(|(form_use, _)| form_use.form == *form);
        program_form.map_or_else(|| form.clone(), |(form_use, _)| form_use.title)
    }

    /// The key of its form definition.
    fn form_key(&self) -> &str {
        match self {
            Self::NewBook => "editor-book",
            Self::Import => "editor-import",
            Self::Goal(_) => "editor-goal",
            Self::Step(_, _) => "editor-step",
            Self::Progress(_, _) => "editor-progress",
            Self::Evidence(_, _) => "editor-evidence",
            Self::Plan => "editor-plan",
            Self::Series => "editor-series",
            Self::Log | Self::Meeting(_) => "editor-meeting",
            Self::Action(_, _) => "editor-action",
            Self::Question(_) => "editor-question",
            Self::AgendaLine(_, _) => "editor-agenda-item",
            Self::Activity(_) => "editor-activity",
            Self::Milestone(_) => "editor-milestone",
            Self::Person(_) => "editor-person",
            Self::Cycle => "editor-cycle",
            Self::NextCycle => "editor-next-cycle",
            Self::ListItem(_, _, _) => "editor-list-item",
            Self::Pulse(_) => "editor-pulse",
            Self::OwnPrompt(_) => "editor-prompt",
            Self::OwnActivity(_) => "editor-own-activity",
            Self::Response(form) => form,
        }
    }

    /// The stored key of its draft; [`Self::from_draft_key`] parses it.
    pub fn draft_key(&self) -> String {
        let with_id = |kind: &str, id: &Option<Id>| {
            id.map_or_else(|| kind.to_owned(), |id| format!("{kind} {id}"))
        };
        let nested =
            |kind: &str, outer: &Id, id: &Option<Id>| with_id(&format!("{kind} {outer}"), id);
        let with_key = |kind: &str, key: &Option<String>| {
            key.as_ref()
                .map_or_else(|| kind.to_owned(), |key| format!("{kind} {key}"))
        };
        match self {
            Self::NewBook => "book".to_owned(),
            Self::Import => "import".to_owned(),
            Self::Goal(goal) => with_id("goal", goal),
            Self::Step(goal, step) => nested("step", goal, step),
            Self::Progress(goal, line) => nested("progress", goal, line),
            Self::Evidence(goal, evidence) => nested("evidence", goal, evidence),
            Self::Log => "log".to_owned(),
            Self::Plan => "plan".to_owned(),
            Self::Series => "series".to_owned(),
            Self::Meeting(meeting) => format!("meeting {meeting}"),
            Self::Action(Some(action), _) => format!("action {action}"),
            Self::Action(None, meeting) => with_id("new-action", meeting),
            Self::Question(question) => with_id("question", question),
            Self::AgendaLine(meeting, item) => nested("agenda", meeting, item),
            Self::Activity(key) => format!("activity {key}"),
            Self::Milestone(milestone) => with_id("date", milestone),
            Self::Person(role) => format!("person {}", role.key()),
            Self::Cycle => "cycle".to_owned(),
            Self::NextCycle => "next-cycle".to_owned(),
            Self::ListItem(list, Some(item), _) => format!("list {} {item}", list.key()),
            Self::ListItem(list, None, meeting) => {
                with_id(&format!("new-list {}", list.key()), meeting)
            }
            Self::Pulse(pulse) => with_id("pulse", pulse),
            Self::OwnPrompt(key) => with_key("own-prompt", key),
            Self::OwnActivity(key) => with_key("own-activity", key),
            Self::Response(form) => format!("form {form}"),
        }
    }

    /// Parses a stored draft key; none if the key is unknown.
    pub fn from_draft_key(draft_key: &str) -> Option<Self> {
        let mut parts = draft_key.split(' ');
        let kind = parts.next()?;
        let rest: Vec<&str> = parts.collect();
        let id = |at: usize| rest.get(at).and_then(|text| text.parse::<Id>().ok());
        Some(match kind {
            "book" => Self::NewBook,
            "import" => Self::Import,
            "goal" => Self::Goal(id(0)),
            "step" => Self::Step(id(0)?, id(1)),
            "progress" => Self::Progress(id(0)?, id(1)),
            "evidence" => Self::Evidence(id(0)?, id(1)),
            "log" => Self::Log,
            "plan" => Self::Plan,
            "series" => Self::Series,
            "meeting" => Self::Meeting(id(0)?),
            "action" => Self::Action(Some(id(0)?), None),
            "new-action" => Self::Action(None, id(0)),
            "question" => Self::Question(id(0)),
            "agenda" => Self::AgendaLine(id(0)?, id(1)),
            "activity" => Self::Activity((*rest.first()?).to_owned()),
            "date" => Self::Milestone(id(0)),
            "person" => Self::Person(Role::from_word(rest.first()?)?),
            "cycle" => Self::Cycle,
            "next-cycle" => Self::NextCycle,
            "list" => Self::ListItem(ListKind::from_word(rest.first()?)?, Some(id(1)?), None),
            "new-list" => Self::ListItem(ListKind::from_word(rest.first()?)?, None, id(1)),
            "pulse" => Self::Pulse(id(0)),
            "own-prompt" => Self::OwnPrompt(rest.first().map(|key| (*key).to_owned())),
            "own-activity" => Self::OwnActivity(rest.first().map(|key| (*key).to_owned())),
            "form" => Self::Response((*rest.first()?).to_owned()),
            _ => return None,
        })
    }

    /// The form definition, with the program's settings for it if the program uses it.
    ///
    /// # Errors
    /// When the form is not among the data files.
    pub fn form_def(&self, session: &Session) -> Result<(Arc<FormDef>, Option<FormUse>), Problem> {
        let key = self.form_key();
        let program_form = session
            .forms()
            .into_iter()
            .find(|(form_use, _)| form_use.form == key);
        match program_form {
            Some((form_use, def)) => Ok((def, Some(form_use))),
            None => Ok((session.catalog.form(key)?, None)),
        }
    }

    /// The form as it opens: its questions, and what the book holds of the answers.
    ///
    /// # Errors
    /// When the form is not among the data files.
    pub fn form_state(&self, session: &Session) -> Result<FormState, Problem> {
        let (def, form_use) = self.form_def(session)?;
        let questions = session.questions(&def, form_use.as_ref());
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
        let mut state = FormState::new(title, about, questions, answers, session.today());
        if !self.closes_on_save() {
            state.button_label = "Done for now";
            state.intro = intro.unwrap_or_else(|| def.about.clone());
        }
        Ok(state)
    }

    /// The answers that an editor opens with: those of the record, or the defaults of a new one.
    fn initial_answers(&self, session: &Session) -> Answers {
        let book = &session.book;
        let none = Answers::default;
        let mine = || single_answer("owner", book.me().key());
        let dated = || single_answer("date", &session.today().to_string());
        match self {
            Self::NewBook => new_book_answers(session),
            Self::Goal(id) => answers_of_or_new(*id, &book.goals, Goal::answers, none),
            Self::Step(_, id) => answers_of_or_new(*id, &book.steps, Step::answers, mine),
            Self::Progress(_, id) => {
                answers_of_or_new(*id, &book.progress, Progress::answers, dated)
            }
            Self::Evidence(_, id) => {
                answers_of_or_new(*id, &book.evidence, Evidence::answers, dated)
            }
            Self::Log => meeting::defaults(&session.year(), MeetingKind::Meeting),
            Self::Plan | Self::Series => usual_meeting_answers(session),
            Self::Meeting(id) => {
                let of_meeting = |record: &Meeting| meeting::answers_of(book, record);
                answers_of_or_new(Some(*id), &book.meetings, of_meeting, none)
            }
            Self::Action(id, _) => answers_of_or_new(*id, &book.actions, Action::answers, mine),
            Self::Question(id) => {
                let by_me = || single_answer("asker", book.me().key());
                answers_of_or_new(*id, &book.questions, Question::answers, by_me)
            }
            Self::AgendaLine(_, id) => {
                answers_of_or_new(*id, &book.agenda, AgendaItem::answers, none)
            }
            Self::Activity(key) => card::answers_of_activity(book, key),
            Self::Milestone(id) => {
                let shown = Milestone::answers;
                answers_of_or_new(*id, &book.milestones, shown, none)
            }
            Self::Person(role) => {
                let person = book.person(*role);
                person.map_or_else(none, ops::year::answers_of_person)
            }
            Self::Cycle => book.cycle().map_or_else(none, ops::year::answers_of_cycle),
            Self::NextCycle => ops::cycle::next_cycle_answers(book, session.today()),
            Self::ListItem(list, id, _) => {
                let on_list = || single_answer("list", list.key());
                answers_of_or_new(*id, &book.list_items, ListItem::answers, on_list)
            }
            Self::Pulse(id) => answers_of_or_new(*id, &book.pulses, Pulse::answers, dated),
            Self::OwnPrompt(key) => {
                let id = key.as_ref().map(|key| Prompt::id_for(key));
                answers_of_or_new(id, &book.prompts, Prompt::answers, none)
            }
            Self::OwnActivity(key) => {
                let id = key.as_ref().map(|key| Activity::id_for(key));
                answers_of_or_new(id, &book.activities, Activity::answers, none)
            }
            Self::Import | Self::Response(_) => none(),
        }
    }
}

fn new_book_answers(session: &Session) -> Answers {
    let mut answers = single_answer("start", &session.today().to_string());
    answers.set("role", Role::Mentee.key());
    answers
}

/// The answers of record `id`; without an id those of a new one.
fn answers_of_or_new<T>(
    id: Option<Id>,
    records: &BTreeMap<Id, T>,
    answers: impl FnOnce(&T) -> Answers,
    new: impl FnOnce() -> Answers,
) -> Answers {
    id.map_or_else(new, |id| records.get(&id).map(answers).unwrap_or_default())
}

fn single_answer(field: &str, value: &str) -> Answers {
    let mut answers = Answers::default();
    answers.set(field, value);
    answers
}

/// Usual channel and length of a meeting, as answers.
pub fn usual_meeting_answers(session: &Session) -> Answers {
    let usual = session.year().entry_defaults(MeetingKind::Meeting);
    let mut answers = single_answer("channel", usual.channel.map_or("", Channel::key));
    answers.set(
        "minutes",
        usual
            .minutes
            .map_or_else(String::new, |minutes| minutes.to_string()),
    );
    answers
}
