//! Today: what I owe, what they owe, what is next. Every line opens what it names.

use crate::domain::agenda::{self, Suggestion};
use crate::domain::answer::ResponseState;
use crate::domain::id::Id;
use crate::domain::idea::Stage;
use crate::domain::meeting::MeetingKind;
use crate::domain::person::Owner;
use crate::domain::schedule::{Due, DueKind, Upcoming};
use crate::domain::when;

use crate::app::screens::closing::Closing;
use crate::app::screens::goal::GoalScreen;
use crate::app::screens::ideas::Ideas;
use crate::app::screens::meeting::MeetingScreen;
use crate::app::screens::{Acts, Reply, Screen, edit, forms, goals, reply, show};
use crate::export::{Request, What};

mod notices;

use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, Sign, Tone, keys, selected};
use crate::app::{BookEffect, Effect};

/// How many days ahead a date is shown.
const AHEAD: i64 = 60;
/// How many days ahead a form that nobody has begun is named.
const FORM_AHEAD: i64 = 21;
/// How many dates are shown under one heading.
const SHOWN: usize = 6;

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Ticks the action, step or date.
    Toggle,
    /// Edits what is selected.
    Edit,
    /// Adds an action.
    AddAction,
}

/// A line of the screen that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// Something with a date.
    Due(DueKind, Id),
    /// Text that was typed and not saved.
    Draft(Purpose),
    /// A form that waits.
    Form(String),
    /// A suggestion: it opens the ideas on its card.
    Suggestion(String),
    /// A gap: it opens the questions for a fresh start.
    Gap,
    /// No meeting is planned: it plans one.
    NoMeeting,
    /// The agenda of this meeting is to be sent.
    SendAhead(Id),
    /// The owner's pulse is due.
    Pulse,
    /// A word on the last pulse: it opens questions about how the two work together.
    PulseWord,
    /// No backup could be made, or none for long: it makes one, or says why it cannot.
    Backup,
    /// The end of the year: it opens the closing kit.
    Closing,
}

/// The screen.
#[derive(Default)]
pub struct Today {
    /// Which line is selected.
    pub list: List<Line>,
    /// The forms that wait and what is worth talking about, worked out when book or day change: it takes all of their
    /// questions and the whole deck.
    forms: Vec<Waiting>,
    suggestions: Vec<Row<Line>>,
}

impl Today {
    /// What the screen lists, in the order of reading.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<Line>> {
        let me = Owner::from(desk.book.me());
        let them = Owner::from(desk.book.me().other());
        let dated = desk.year().upcoming();
        let partner = desk.book.name(desk.book.me().other());
        let owed = |owner: Owner| owed_by(&dated, owner, desk);
        let mut next = notices::notices(desk);
        next.extend(dates_ahead(&dated, &self.forms, desk));
        vec![
            Section::new(
                "What is next",
                next,
                "Nothing has a date yet. p plans a meeting, 2 opens the goals.",
            ),
            Section::new("I owe", owed(me), "Nothing. a adds an action."),
            Section::new(format!("{partner} owes"), owed(them), "Nothing."),
            Section::new(
                "Worth talking about",
                self.suggestions.clone(),
                "Nothing new; 4 opens the ideas.",
            ),
        ]
    }

    /// The selected line.
    pub fn selected(&self, desk: &Desk) -> Option<Line> {
        selected(&self.list, &self.sections(desk))
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        if verb == Verb::AddAction {
            return edit(Purpose::Action(None, None), desk);
        }
        let Some(Line::Due(kind, id)) = self.selected(desk) else {
            return reply(Reply::Say(
                "Select an action, a step or a date first.".to_owned(),
            ));
        };
        match verb {
            Verb::AddAction => Vec::new(),
            Verb::Toggle => match kind {
                DueKind::Action => reply(Reply::Do(Deed::TickAction(id))),
                DueKind::Step => reply(Reply::Do(Deed::TickStep(id))),
                DueKind::Milestone => reply(Reply::Do(Deed::TickMilestone(id))),
                DueKind::Goal => reply(Reply::Open(Box::new(goals::pick_status(id)))),
                DueKind::Meeting => edit(Purpose::Meeting(id), desk),
            },
            Verb::Edit => edit(purpose_of(kind, id, desk), desk),
        }
    }
}

fn purpose_of(kind: DueKind, id: Id, desk: &Desk) -> Purpose {
    match kind {
        DueKind::Action => Purpose::Action(Some(id), None),
        DueKind::Milestone => Purpose::Milestone(Some(id)),
        DueKind::Goal => Purpose::Goal(Some(id)),
        DueKind::Meeting => Purpose::Meeting(id),
        DueKind::Step => {
            let goal = desk
                .book
                .steps
                .get(&id)
                .map(|step| step.goal)
                .unwrap_or_default();
            Purpose::Step(goal, Some(id))
        }
    }
}

/// Something with a date as a row.
fn due_row(item: &Upcoming) -> Row<Line> {
    let (sign, tone) = match (item.kind, item.due) {
        (DueKind::Meeting, Due::Overdue(_)) => (Sign::Planned, Tone::Soon),
        (DueKind::Meeting, Due::Today | Due::In(_)) => (Sign::Planned, Tone::Plain),
        (DueKind::Action | DueKind::Step | DueKind::Goal | DueKind::Milestone, Due::Overdue(_)) => {
            (Sign::Late, Tone::Late)
        }
        (
            DueKind::Action | DueKind::Step | DueKind::Goal | DueKind::Milestone,
            Due::Today | Due::In(_),
        ) => (Sign::Open, Tone::Plain),
    };
    let what = match item.kind {
        DueKind::Action | DueKind::Milestone => item.title.clone(),
        // A meeting without a title is called by its kind.
        DueKind::Meeting if MeetingKind::from_word(&item.title).is_some() => item.title.clone(),
        DueKind::Goal | DueKind::Step | DueKind::Meeting => {
            format!("{}: {}", item.kind, item.title)
        }
    };
    let time = item
        .time
        .map_or_else(String::new, |time| format!(" {}", when::shown_time(time)));
    Row::new(Line::Due(item.kind, item.id), what)
        .sign(sign)
        .tone(tone)
        .right(format!(
            "{}{time} ({})",
            when::shown(item.date),
            item.words()
        ))
}

/// What waits unfinished, then meetings, goals and dates of the program.
fn dates_ahead(dated: &[Upcoming], forms: &[Waiting], desk: &Desk) -> Vec<Row<Line>> {
    let mut rows: Vec<_> = desk
        .drafts
        .keys()
        .filter_map(|place| Purpose::from_place(place))
        .map(|purpose| {
            let text = format!("Not saved yet: {}", purpose.name(desk));
            Row::new(Line::Draft(purpose), text)
                .sign(Sign::Late)
                .tone(Tone::Soon)
                .right("Enter goes on")
        })
        .collect();
    let shown = dated
        .iter()
        .filter(|item| {
            matches!(
                item.kind,
                DueKind::Meeting | DueKind::Goal | DueKind::Milestone
            )
        })
        .filter(|item| item.due.days_left() <= AHEAD)
        .take(SHOWN);
    let mut told: Vec<&str> = Vec::new();
    for item in shown {
        let form = forms.iter().find(|form| form.milestone == Some(item.id));
        told.extend(form.map(|form| form.form.as_str()));
        let row = due_row(item);
        rows.push(match form {
            Some(form) => row.below(format!("Enter opens the form: {}", form.words)),
            None => row,
        });
    }
    // A form without a date of its own still waits.
    let others = forms
        .iter()
        .filter(|form| !told.contains(&form.form.as_str()));
    rows.extend(others.map(|form| {
        Row::new(
            Line::Form(form.form.clone()),
            format!("Form: {}", form.words),
        )
        .sign(Sign::Open)
    }));
    rows
}

/// A form that waits to be filled in.
#[derive(Clone)]
struct Waiting {
    form: String,
    /// The date it is for, if one is open.
    milestone: Option<Id>,
    /// Its title and how far it has come.
    words: String,
}

/// Forms that were begun and are not complete, and those that are due soon.
fn forms(desk: &Desk) -> Vec<Waiting> {
    let mut waiting = Vec::new();
    if desk.year().is_closed() {
        return waiting;
    }
    for form_use in &desk.program().forms {
        // The data file of a form that was never begun need not be read.
        let mut begun = desk.book.responses.values().map(|response| &response.form);
        if !begun.any(|form| *form == form_use.form) && !is_near(&form_use.form, desk) {
            continue;
        }
        let Ok(def) = desk.catalog.form_as(form_use) else {
            continue;
        };
        let far = match forms::progress(desk, form_use, &def) {
            None if is_near(&def.key, desk) => "not begun".to_owned(),
            Some((ResponseState::Draft, done)) => {
                format!("{} of {} answered", done.answered, done.asked)
            }
            Some((
                ResponseState::Complete | ResponseState::Signed | ResponseState::Exported,
                _,
            ))
            | None => continue,
        };
        waiting.push(Waiting {
            milestone: forms::open_milestone(desk, &def.key).map(|it| it.id),
            words: format!("{}, {far}", form_use.title),
            form: def.key.clone(),
        });
    }
    waiting
}

fn is_near(form: &str, desk: &Desk) -> bool {
    let milestone = forms::open_milestone(desk, form);
    milestone.is_some_and(|it| desk.year().due(it.date).days_left() <= FORM_AHEAD)
}

/// Actions and steps that `owner` has promised, those with a date first.
fn owed_by(dated: &[Upcoming], owner: Owner, desk: &Desk) -> Vec<Row<Line>> {
    let theirs = |other: Owner| {
        other == owner || (other == Owner::Both && owner == Owner::from(desk.book.me()))
    };
    let mut rows: Vec<_> = dated
        .iter()
        .filter(|item| matches!(item.kind, DueKind::Action | DueKind::Step) && theirs(item.owner))
        .map(due_row)
        .collect();
    let undated = desk
        .year()
        .open_actions()
        .into_iter()
        .filter(|action| action.due.is_none() && theirs(action.owner));
    rows.extend(undated.map(|action| {
        Row::new(Line::Due(DueKind::Action, action.id), action.text.clone())
            .sign(Sign::Open)
            .right("no date")
    }));
    rows
}

/// What is worth talking about now, each with its reason.
fn suggestions(desk: &Desk) -> Vec<Row<Line>> {
    if desk.year().is_closed() {
        return Vec::new();
    }
    let found = agenda::suggestions(&desk.year(), &desk.deck(), desk.competencies());
    found
        .into_iter()
        .map(
            |Suggestion {
                 key, text, reason, ..
             }| {
                Row::new(Line::Suggestion(key), text)
                    .sign(Sign::Bullet)
                    .below(reason)
            },
        )
        .collect()
}

impl Acts for Today {
    fn opened(&mut self, desk: &Desk) -> Vec<Effect> {
        self.forms = forms(desk);
        self.suggestions = suggestions(desk);
        Vec::new()
    }

    fn contexts(&self) -> Vec<Context> {
        vec![Context::Today, Context::List, Context::Global]
    }

    fn has_selection(&self, desk: &Desk) -> bool {
        self.selected(desk).is_some()
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        if movement != Move::Open {
            self.list.step(movement, &keys(&self.sections(desk)));
            return Vec::new();
        }
        match self.selected(desk) {
            Some(Line::Draft(purpose)) => edit(purpose, desk),
            Some(Line::Form(form)) => edit(Purpose::Response(form), desk),
            Some(Line::Suggestion(key)) => show(Screen::Ideas(Ideas::on_card(&key, desk))),
            Some(Line::Gap) => show(Screen::Ideas(Ideas::of_stage(Stage::Rescue))),
            Some(Line::PulseWord) => show(Screen::Ideas(Ideas::of_stage(Stage::Middle))),
            Some(Line::NoMeeting) => edit(Purpose::Plan, desk),
            Some(Line::Pulse) => edit(Purpose::Pulse(None), desk),
            Some(Line::SendAhead(meeting)) => reply(Reply::Book(BookEffect::Preview(
                Request::new(What::Agenda(meeting), "txt"),
            ))),
            Some(Line::Backup) => reply(Reply::Book(BookEffect::Backup)),
            Some(Line::Closing) => show(Screen::Closing(Closing::default())),
            Some(Line::Due(DueKind::Meeting, id)) => show(Screen::Meeting(MeetingScreen::new(id))),
            Some(Line::Due(DueKind::Goal, id)) => show(Screen::Goal(GoalScreen::new(id))),
            Some(Line::Due(DueKind::Milestone, id)) => {
                let form = self.forms.iter().find(|form| form.milestone == Some(id));
                let purpose = form.map_or_else(
                    || Purpose::Milestone(Some(id)),
                    |form| Purpose::Response(form.form.clone()),
                );
                edit(purpose, desk)
            }
            Some(Line::Due(kind @ (DueKind::Action | DueKind::Step), id)) => {
                edit(purpose_of(kind, id, desk), desk)
            }
            None => Vec::new(),
        }
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &keys(&self.sections(desk))) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }
}
