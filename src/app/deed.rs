//! What a screen asks to be done to the book, as data: printed, compared, carried by a confirm or a pick list.

use chrono::{NaiveDate, NaiveTime};

use crate::domain::agenda::{self, ProposedItem, proposal};
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::Commit;
use crate::domain::deeds::agenda::{For, card, question};
use crate::domain::deeds::{self, Refusal, Scribe, Toward, editors, goal, meeting};
use crate::domain::fill;
use crate::domain::form::FormDef;
use crate::domain::goal::GoalStatus;
use crate::domain::id::Id;
use crate::domain::idea::{ActivityDef, ActivityState};
use crate::domain::meeting::{MeetingState, Origin};
use crate::domain::person::Role;
use crate::domain::program::Stay;

use super::desk::Desk;
use super::purpose::{Purpose, usual};

/// One thing to do to the book.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Saves what was filled in.
    Save(Purpose, Answers),
    /// Sets where a goal stands.
    GoalStatus(Id, GoalStatus),
    /// Puts a goal away.
    ArchiveGoal(Id),
    /// Moves a goal up (true) or down.
    MoveGoal(Id, bool),
    /// Makes a goal private (true) or shared.
    PrivateGoal(Id, bool),
    /// Ticks a step, or takes the tick back.
    TickStep(Id),
    /// Moves a step up (true) or down.
    MoveStep(Id, bool),
    /// Puts a step away.
    ArchiveStep(Id),
    /// Puts a progress line away.
    ArchiveProgress(Id),
    /// Puts evidence away.
    ArchiveEvidence(Id),
    /// Ticks an action, or takes the tick back.
    TickAction(Id),
    /// Puts an action away.
    ArchiveAction(Id),
    /// Plans a meeting like the ones before it.
    PlanMeeting(NaiveDate, Option<NaiveTime>),
    /// Calls a planned meeting off.
    CallOff(Id),
    /// Puts a meeting away.
    ArchiveMeeting(Id),
    /// Builds the agenda of a meeting.
    BuildAgenda(Id),
    /// Puts a question, an activity or a prompt on the agenda of a meeting.
    ToAgenda(Id, Origin, String),
    /// Puts the lines of a ready agenda on the agenda of a meeting.
    ReadyAgenda(Id, String),
    /// Ticks an agenda line.
    TickItem(Id),
    /// Moves an agenda line up (true) or down.
    MoveItem(Id, bool),
    /// Takes a line off the agenda.
    DropItem(Id),
    /// Puts a question away.
    ArchiveQuestion(Id),
    /// Sets how far an activity has come.
    ActivityState(String, ActivityState),
    /// Marks a date of the year as dealt with, or not.
    TickMilestone(Id),
    /// Puts a date of the year away.
    ArchiveMilestone(Id),
    /// Declares a form complete.
    CompleteForm(String),
    /// Signs a form for one of the two.
    SignForm(String, Role),
    /// Notes that a form left as a file today.
    Exported(String),
    /// Notes that the agenda of a meeting was sent ahead today.
    SentAhead(Id),
    /// Ticks a line of a shared list, or takes the tick back.
    TickListItem(Id),
    /// Puts a line of a shared list away.
    ArchiveListItem(Id),
    /// Marks what stands at this place of the program's reading list as read, or not.
    ReadResource(usize),
    /// Puts a pulse away.
    ArchivePulse(Id),
    /// Puts a prompt of the pair's own away.
    ArchiveOwnPrompt(String),
    /// Puts an activity of the pair's own away.
    ArchiveOwnActivity(String),
    /// Says whether and how the pair stays in touch.
    StayInTouch(Stay),
    /// Closes the year, or opens it again.
    CloseYear,
}

/// Works out what `deed` changes.
///
/// # Errors
/// When it makes no sense; nothing is changed.
pub fn perform(deed: &Deed, desk: &Desk, scribe: &mut Scribe) -> Result<Commit, Refusal> {
    let book = &desk.book;
    let toward = |up: bool| if up { Toward::Up } else { Toward::Down };
    match deed {
        Deed::Save(purpose, answers) => save(purpose, answers, desk, scribe),
        Deed::GoalStatus(id, status) => goal::set_status(book, *id, *status, "", scribe),
        Deed::ArchiveGoal(id) => goal::archive(book, *id, true, scribe),
        Deed::MoveGoal(id, up) => goal::shift(book, *id, toward(*up), scribe),
        Deed::PrivateGoal(id, private) => goal::set_private(book, *id, *private, scribe),
        Deed::TickStep(step) => goal::tick_step(book, *step, scribe),
        Deed::MoveStep(step, up) => goal::move_step(book, *step, toward(*up), scribe),
        Deed::ArchiveStep(step) => goal::archive_step(book, *step, true, scribe),
        Deed::ArchiveProgress(line) => goal::archive_progress(book, *line, true, scribe),
        Deed::ArchiveEvidence(item) => goal::archive_evidence(book, *item, true, scribe),
        Deed::TickAction(action) => deeds::action::tick(book, *action, scribe),
        Deed::ArchiveAction(action) => deeds::action::archive(book, *action, scribe),
        Deed::PlanMeeting(day, time) => plan(*day, *time, desk, scribe),
        Deed::CallOff(id) => meeting::call_off(book, *id, scribe),
        Deed::ArchiveMeeting(id) => meeting::archive(book, *id, true, scribe),
        Deed::BuildAgenda(meeting) => build_agenda(*meeting, desk, scribe),
        Deed::ToAgenda(meeting, origin, subject) => {
            to_agenda(*meeting, *origin, subject, desk, scribe)
        }
        Deed::ReadyAgenda(meeting, key) => ready_agenda(*meeting, key, desk, scribe),
        Deed::TickItem(item) => deeds::agenda::tick_line(book, *item, scribe),
        Deed::MoveItem(item, up) => deeds::agenda::move_line(book, *item, toward(*up), scribe),
        Deed::DropItem(item) => deeds::agenda::drop_line(book, *item, scribe),
        Deed::ArchiveQuestion(question) => question::archive(book, *question, scribe),
        Deed::ActivityState(key, state) => with_activity(key, desk, |def| {
            deeds::agenda::card::set_state(book, def, *state, scribe)
        }),
        Deed::TickMilestone(milestone) => deeds::year::tick_milestone(book, *milestone, scribe),
        Deed::ArchiveMilestone(id) => deeds::year::archive_milestone(book, *id, scribe),
        Deed::CompleteForm(form) => settled(form, desk, scribe, |def, asked, book, scribe| {
            deeds::form::mark_complete(def, asked, desk.program(), book, scribe)
        }),
        Deed::SignForm(form, role) => settled(form, desk, scribe, |def, asked, book, scribe| {
            deeds::form::sign(def, asked, *role, desk.program(), book, scribe)
        }),
        Deed::Exported(form) => with_form(form, desk, |def, _| {
            deeds::form::mark_exported(def, desk.program(), book, scribe)
        }),
        Deed::SentAhead(meeting) => meeting::mark_sent(book, *meeting, scribe),
        Deed::TickListItem(item) => deeds::list::tick(book, *item, scribe),
        Deed::ArchiveListItem(item) => deeds::list::archive(book, *item, scribe),
        Deed::ReadResource(place) => read_resource(*place, desk, scribe),
        Deed::ArchivePulse(pulse) => deeds::pulse::archive(book, *pulse, scribe),
        Deed::ArchiveOwnPrompt(key) => card::archive_prompt(book, key, scribe),
        Deed::ArchiveOwnActivity(key) => card::archive_activity(book, key, scribe),
        Deed::StayInTouch(stay) => deeds::cycle::stay_in_touch(book, *stay, scribe),
        Deed::CloseYear => deeds::cycle::close(book, scribe),
    }
}

fn plan(
    day: NaiveDate,
    time: Option<NaiveTime>,
    desk: &Desk,
    scribe: &mut Scribe,
) -> Result<Commit, Refusal> {
    let mut answers = usual(desk);
    answers.set_day("date", Some(day), time);
    meeting::plan(&answers, scribe)
}

fn ready_agenda(
    meeting: Id,
    key: &str,
    desk: &Desk,
    scribe: &mut Scribe,
) -> Result<Commit, Refusal> {
    let lines = agenda::ready(&desk.deck(), key);
    deeds::agenda::build(&desk.book, For::Meeting(meeting), &lines, scribe)
}

fn read_resource(place: usize, desk: &Desk, scribe: &mut Scribe) -> Result<Commit, Refusal> {
    let resource = desk.program().resources.get(place);
    let resource = resource.ok_or_else(|| Refusal::new("This is not on the reading list."))?;
    deeds::list::read(&desk.book, desk.program(), resource, scribe)
}

fn with_form(
    form: &str,
    desk: &Desk,
    then: impl FnOnce(&FormDef, &[fill::Asked]) -> Result<Commit, Refusal>,
) -> Result<Commit, Refusal> {
    let purpose = Purpose::Response(form.to_owned());
    let (def, form_use) = purpose.def(desk).map_err(|problem| Refusal {
        message: problem.message,
        hint: problem.hint,
    })?;
    then(&def, &desk.questions(&def, form_use.as_ref()))
}

/// Saves what the log knows of a form, then does `then` with it, as one commit: what the screen shows as answered counts.
fn settled(
    form: &str,
    desk: &Desk,
    scribe: &Scribe,
    then: impl FnOnce(&FormDef, &[fill::Asked], &Book, &Scribe) -> Result<Commit, Refusal>,
) -> Result<Commit, Refusal> {
    with_form(form, desk, |def, asked| {
        let opened = deeds::form::opened(def, asked, &desk.book);
        let Some(saved) = deeds::form::save(def, asked, &opened, &desk.book, scribe)? else {
            return then(def, asked, &desk.book, scribe);
        };
        let mut book = desk.book.clone();
        book.apply(&saved.changes);
        Ok(saved.and(then(def, asked, &book, scribe)?))
    })
}

fn build_agenda(meeting: Id, desk: &Desk, scribe: &mut Scribe) -> Result<Commit, Refusal> {
    let items = proposal(
        &desk.year(),
        &desk.deck(),
        desk.competencies(),
        Some(meeting),
    );
    deeds::agenda::build(&desk.book, For::Meeting(meeting), &items, scribe)
}

fn to_agenda(
    meeting: Id,
    origin: Origin,
    subject: &str,
    desk: &Desk,
    scribe: &mut Scribe,
) -> Result<Commit, Refusal> {
    let deck = desk.deck();
    let gone = || Refusal::new("This is not here any more.");
    let item = match origin {
        Origin::Activity => deck
            .activities
            .iter()
            .find(|def| def.key == subject)
            .map(ProposedItem::activity),
        Origin::Prompt => deck
            .prompts
            .iter()
            .find(|def| def.key == subject)
            .map(ProposedItem::prompt),
        Origin::Question | Origin::Action | Origin::Goal | Origin::Own => {
            proposal(&desk.year(), &deck, desk.competencies(), Some(meeting))
                .into_iter()
                .find(|item| item.origin == origin && item.subject == subject)
        }
    };
    deeds::agenda::build(
        &desk.book,
        For::Meeting(meeting),
        &[item.ok_or_else(gone)?],
        scribe,
    )
}

fn with_activity(
    key: &str,
    desk: &Desk,
    then: impl FnOnce(&ActivityDef) -> Result<Commit, Refusal>,
) -> Result<Commit, Refusal> {
    let deck = desk.deck();
    let def = deck.activities.iter().find(|def| def.key == key);
    then(def.ok_or_else(|| Refusal::new("This activity is not in the deck any more."))?)
}

fn save(
    purpose: &Purpose,
    answers: &Answers,
    desk: &Desk,
    scribe: &mut Scribe,
) -> Result<Commit, Refusal> {
    let book = &desk.book;
    match purpose {
        Purpose::NewBook => Err(Refusal::new("A new book is created, not saved.")),
        Purpose::Import => Err(Refusal::new("A file is looked into first, not saved.")),
        Purpose::Goal(None) => goal::add(book, answers, scribe),
        Purpose::Goal(Some(id)) => goal::edit(book, *id, answers, scribe),
        Purpose::Step(goal, None) => goal::add_step(book, *goal, answers, scribe),
        Purpose::Step(_, Some(id)) => goal::edit_step(book, *id, answers, scribe),
        Purpose::Progress(goal, None) => goal::add_progress(book, *goal, answers, scribe),
        Purpose::Progress(_, Some(id)) => goal::edit_progress(book, *id, answers, scribe),
        Purpose::Evidence(goal, None) => goal::add_evidence(book, *goal, answers, scribe),
        Purpose::Evidence(_, Some(id)) => goal::edit_evidence(book, *id, answers, scribe),
        Purpose::Log => meeting::log(book, answers, scribe),
        Purpose::Plan => meeting::plan(answers, scribe),
        Purpose::Series => meeting::series(book, answers, scribe),
        Purpose::Meeting(id) => save_meeting(book, *id, answers, scribe),
        Purpose::Action(None, meeting) => editors::add_action(answers, *meeting, scribe),
        Purpose::Action(Some(id), _) => editors::edit_action(book, *id, answers, scribe),
        Purpose::Question(None) => editors::add_question(book, answers, scribe),
        Purpose::Question(Some(id)) => editors::edit_question(book, *id, answers, scribe),
        Purpose::AgendaLine(meeting, None) => editors::add_line(book, *meeting, answers, scribe),
        Purpose::AgendaLine(_, Some(id)) => editors::edit_line(book, *id, answers, scribe),
        Purpose::Activity(key) => {
            let edit = |def: &ActivityDef| editors::edit_activity(book, def, answers, scribe);
            with_activity(key, desk, edit)
        }
        Purpose::Milestone(None) => editors::add_milestone(book, answers, scribe),
        Purpose::Milestone(Some(id)) => editors::edit_milestone(book, *id, answers, scribe),
        Purpose::Person(role) => editors::edit_person(book, *role, answers, scribe),
        Purpose::Cycle => editors::edit_cycle(book, desk.program(), answers, scribe),
        Purpose::NextCycle => next_cycle(answers, desk, scribe),
        Purpose::ListItem(_, None, meeting) => deeds::list::add(book, answers, *meeting, scribe),
        Purpose::ListItem(_, Some(id), _) => deeds::list::edit(book, *id, answers, scribe),
        Purpose::Pulse(None) => deeds::pulse::add(answers, scribe),
        Purpose::Pulse(Some(id)) => deeds::pulse::edit(book, *id, answers, scribe),
        Purpose::OwnPrompt(key) => card::save_prompt(book, key.as_deref(), answers, scribe),
        Purpose::OwnActivity(key) => card::save_activity(book, key.as_deref(), answers, scribe),
        Purpose::Response(form) => with_form(form, desk, |def, asked| {
            let saved = deeds::form::save(def, asked, answers, book, scribe)?;
            Ok(saved.unwrap_or_else(|| scribe.commit("nothing changed", Vec::new())))
        }),
    }
}

fn next_cycle(answers: &Answers, desk: &Desk, scribe: &Scribe) -> Result<Commit, Refusal> {
    let key = answers.get("program");
    let program = desk
        .catalog
        .program(key)
        .map_err(|_| Refusal::new(format!("There is no program “{key}”.")))?;
    let start = answers
        .day("start")
        .ok_or_else(|| Refusal::new("The first day is missing."))?;
    deeds::cycle::start_next(&desk.book, &program, start, answers.day("end"), scribe)
}

/// A planned meeting whose day has come is written up with what was filled in; any other is only changed.
fn save_meeting(
    book: &Book,
    id: Id,
    answers: &Answers,
    scribe: &mut Scribe,
) -> Result<Commit, Refusal> {
    let planned = book
        .meetings
        .get(&id)
        .is_some_and(|found| found.state == MeetingState::Planned);
    let happened = answers.day("date").is_none_or(|day| day <= scribe.today);
    if planned && happened {
        meeting::hold(book, id, answers, scribe)
    } else {
        meeting::edit(book, id, answers, scribe)
    }
}
