//! Actions that a screen requests on the book, as data, so that a confirm box or a pick list can carry one and a test
//! can compare it. [`commit_for`] turns an action into a commit through the operations of `domain::ops`. It reads the
//! session and changes nothing; the store saves the commit.

use chrono::{NaiveDate, NaiveTime};

use crate::domain::action::Action;
use crate::domain::answer::Answers;
use crate::domain::book::Book;
use crate::domain::change::{Commit, Kind};
use crate::domain::deck::{Activity, ActivityDef, ActivityState, Prompt, Question};
use crate::domain::fill;
use crate::domain::form::FormDef;
use crate::domain::goal::{Evidence, Goal, GoalStatus, Progress, Step};
use crate::domain::id::Id;
use crate::domain::list::ListItem;
use crate::domain::meeting::{AgendaItem, MeetingState, Origin};
use crate::domain::ops::agenda::{AgendaTarget, card};
use crate::domain::ops::{self, Direction, OpContext, Refusal, goal, meeting};
use crate::domain::person::Role;
use crate::domain::program::{Milestone, Stay};
use crate::domain::pulse::Pulse;
use crate::domain::suggestions::{self, ProposedItem, propose_agenda};

use super::edit_target::{EditTarget, usual_meeting_answers};
use super::session::Session;

/// One change of the book that a screen requests.
#[derive(Clone, Debug, PartialEq)]
pub enum BookAction {
    /// Saves the answers of an editor or form.
    Save(EditTarget, Answers),
    SetGoalStatus(Id, GoalStatus),
    ArchiveGoal(Id),
    /// Moves a goal up (true) or down (false).
    MoveGoal(Id, bool),
    /// Makes a goal private (true) or shared (false).
    SetGoalPrivate(Id, bool),
    /// Ticks a step, or unticks it.
    TickStep(Id),
    /// Moves a step up (true) or down (false).
    MoveStep(Id, bool),
    ArchiveStep(Id),
    ArchiveProgress(Id),
    ArchiveEvidence(Id),
    /// Ticks an action, or unticks it.
    TickAction(Id),
    ArchiveAction(Id),
    /// Plans a meeting with the usual channel and length.
    PlanMeeting(NaiveDate, Option<NaiveTime>),
    /// Cancels a planned meeting.
    CancelMeeting(Id),
    ArchiveMeeting(Id),
    /// Fills the agenda of a meeting with proposed items.
    BuildAgenda(Id),
    /// Adds a question, an activity or a prompt to the agenda of a meeting.
    AddToAgenda(Id, Origin, String),
    /// Adds the items of a ready agenda, by key, to the agenda of a meeting.
    AddReadyAgenda(Id, String),
    TickAgendaItem(Id),
    /// Moves an agenda item up (true) or down (false).
    MoveAgendaItem(Id, bool),
    RemoveAgendaItem(Id),
    ArchiveQuestion(Id),
    SetActivityState(String, ActivityState),
    /// Ticks a date of the year as done, or unticks it.
    TickMilestone(Id),
    ArchiveMilestone(Id),
    /// Marks a form complete, by form key.
    CompleteForm(String),
    /// Signs a form, by form key, for one of the two.
    SignForm(String, Role),
    /// Records that a form, by form key, was exported today.
    MarkFormExported(String),
    /// Records that the agenda of a meeting was sent today.
    MarkAgendaSent(Id),
    /// Ticks an item of a shared list, or unticks it.
    TickListItem(Id),
    ArchiveListItem(Id),
    /// Ticks a resource, by its index on the program's reading list, as read, or unticks it.
    TickResource(usize),
    ArchivePulse(Id),
    /// Archives a prompt of the pair's own, by key.
    ArchiveOwnPrompt(String),
    /// Archives an activity of the pair's own, by key.
    ArchiveOwnActivity(String),
    SetStayInTouch(Stay),
    /// Closes the year, or reopens it.
    CloseYear,
}

/// The commit that carries out `action`; nothing is saved yet.
///
/// # Errors
/// When the operation refuses it.
pub fn commit_for(
    action: &BookAction,
    session: &Session,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let book = &session.book;
    let direction = |up: bool| if up { Direction::Up } else { Direction::Down };
    match action {
        BookAction::Save(target, answers) => save(target, answers, session, ctx),
        BookAction::SetGoalStatus(id, status) => goal::set_status(book, *id, *status, "", ctx),
        BookAction::ArchiveGoal(id) => ops::archive(book, Kind::Goal, *id, ctx),
        BookAction::MoveGoal(id, up) => {
            ops::move_by_one(book, Kind::Goal, *id, direction(*up), ctx)
        }
        BookAction::SetGoalPrivate(id, private) => goal::set_private(book, *id, *private, ctx),
        BookAction::TickStep(step) => ops::tick(book, Kind::Step, *step, ctx),
        BookAction::MoveStep(step, up) => {
            ops::move_by_one(book, Kind::Step, *step, direction(*up), ctx)
        }
        BookAction::ArchiveStep(step) => ops::archive(book, Kind::Step, *step, ctx),
        BookAction::ArchiveProgress(line) => ops::archive(book, Kind::Progress, *line, ctx),
        BookAction::ArchiveEvidence(item) => ops::archive(book, Kind::Evidence, *item, ctx),
        BookAction::TickAction(action) => ops::tick(book, Kind::Action, *action, ctx),
        BookAction::ArchiveAction(action) => ops::archive(book, Kind::Action, *action, ctx),
        BookAction::PlanMeeting(day, time) => plan_meeting(*day, *time, session, ctx),
        BookAction::CancelMeeting(id) => meeting::cancel(book, *id, ctx),
        BookAction::ArchiveMeeting(id) => ops::archive(book, Kind::Meeting, *id, ctx),
        BookAction::BuildAgenda(meeting) => build_agenda(*meeting, session, ctx),
        BookAction::AddToAgenda(meeting, origin, subject) => {
            add_to_agenda(*meeting, *origin, subject, session, ctx)
        }
        BookAction::AddReadyAgenda(meeting, key) => add_ready_agenda(*meeting, key, session, ctx),
        BookAction::TickAgendaItem(item) => ops::tick(book, Kind::AgendaItem, *item, ctx),
        BookAction::MoveAgendaItem(item, up) => {
            ops::move_by_one(book, Kind::AgendaItem, *item, direction(*up), ctx)
        }
        BookAction::RemoveAgendaItem(item) => ops::archive(book, Kind::AgendaItem, *item, ctx),
        BookAction::ArchiveQuestion(question) => ops::archive(book, Kind::Question, *question, ctx),
        BookAction::SetActivityState(key, state) => with_activity(key, session, |def| {
            ops::agenda::card::set_state(book, def, *state, ctx)
        }),
        BookAction::TickMilestone(milestone) => ops::tick(book, Kind::Milestone, *milestone, ctx),
        BookAction::ArchiveMilestone(id) => ops::archive(book, Kind::Milestone, *id, ctx),
        BookAction::CompleteForm(form) => {
            with_saved_form(form, session, ctx, |def, questions, book, ctx| {
                ops::form::mark_complete(def, questions, session.program(), book, ctx)
            })
        }
        BookAction::SignForm(form, role) => {
            with_saved_form(form, session, ctx, |def, questions, book, ctx| {
                ops::form::sign(def, questions, *role, session.program(), book, ctx)
            })
        }
        BookAction::MarkFormExported(form) => with_form(form, session, |def, _| {
            ops::form::mark_exported(def, session.program(), book, ctx)
        }),
        BookAction::MarkAgendaSent(meeting) => meeting::mark_agenda_sent(book, *meeting, ctx),
        BookAction::TickListItem(item) => ops::tick(book, Kind::ListItem, *item, ctx),
        BookAction::ArchiveListItem(item) => ops::archive(book, Kind::ListItem, *item, ctx),
        BookAction::TickResource(index) => tick_resource(*index, session, ctx),
        BookAction::ArchivePulse(pulse) => ops::archive(book, Kind::Pulse, *pulse, ctx),
        BookAction::ArchiveOwnPrompt(key) => card::archive::<Prompt>(book, key, ctx),
        BookAction::ArchiveOwnActivity(key) => card::archive::<Activity>(book, key, ctx),
        BookAction::SetStayInTouch(stay) => ops::cycle::stay_in_touch(book, *stay, ctx),
        BookAction::CloseYear => ops::cycle::close(book, ctx),
    }
}

fn plan_meeting(
    day: NaiveDate,
    time: Option<NaiveTime>,
    session: &Session,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let mut answers = usual_meeting_answers(session);
    answers.set_day("date", Some(day), time);
    meeting::plan(&answers, ctx)
}

fn add_ready_agenda(
    meeting: Id,
    key: &str,
    session: &Session,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let lines = suggestions::ready_agenda(&session.deck(), key);
    ops::agenda::add_items(&session.book, AgendaTarget::Meeting(meeting), &lines, ctx)
}

fn tick_resource(index: usize, session: &Session, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    let resource = session.program().resources.get(index);
    let resource = resource.ok_or_else(|| Refusal::new("This is not on the reading list."))?;
    ops::list::mark_read(&session.book, session.program(), resource, ctx)
}

fn with_form(
    form: &str,
    session: &Session,
    then: impl FnOnce(&FormDef, &[fill::ResolvedField]) -> Result<Commit, Refusal>,
) -> Result<Commit, Refusal> {
    let target = EditTarget::Response(form.to_owned());
    let (def, form_use) = target.form_def(session).map_err(|problem| Refusal {
        message: problem.message,
        hint: problem.hint,
    })?;
    then(&def, &session.questions(&def, form_use.as_ref()))
}

/// Saves what the log prefills in a form, then applies `then` to it, as one commit: a prefilled answer counts as answered.
fn with_saved_form(
    form: &str,
    session: &Session,
    ctx: &OpContext,
    then: impl FnOnce(&FormDef, &[fill::ResolvedField], &Book, &OpContext) -> Result<Commit, Refusal>,
) -> Result<Commit, Refusal> {
    with_form(form, session, |def, questions| {
        let opened = ops::form::prefilled_answers(def, questions, &session.book);
        let Some(saved) = ops::form::save(def, questions, &opened, &session.book, ctx)? else {
            return then(def, questions, &session.book, ctx);
        };
        let mut book = session.book.clone();
        book.apply(&saved.changes);
        Ok(saved.merge(then(def, questions, &book, ctx)?))
    })
}

fn build_agenda(meeting: Id, session: &Session, ctx: &mut OpContext) -> Result<Commit, Refusal> {
    let items = propose_agenda(
        &session.year(),
        &session.deck(),
        session.competencies(),
        Some(meeting),
    );
    ops::agenda::add_items(&session.book, AgendaTarget::Meeting(meeting), &items, ctx)
}

fn add_to_agenda(
    meeting: Id,
    origin: Origin,
    subject: &str,
    session: &Session,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let deck = session.deck();
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
        Origin::Question | Origin::Action | Origin::Goal | Origin::Own => propose_agenda(
            &session.year(),
            &deck,
            session.competencies(),
            Some(meeting),
        )
        .into_iter()
        .find(|item| item.origin == origin && item.subject == subject),
    };
    ops::agenda::add_items(
        &session.book,
        AgendaTarget::Meeting(meeting),
        &[item.ok_or_else(gone)?],
        ctx,
    )
}

fn with_activity(
    key: &str,
    session: &Session,
    then: impl FnOnce(&ActivityDef) -> Result<Commit, Refusal>,
) -> Result<Commit, Refusal> {
    let deck = session.deck();
    let def = deck.activities.iter().find(|def| def.key == key);
    then(def.ok_or_else(|| Refusal::new("This activity is not in the deck any more."))?)
}

fn save(
    target: &EditTarget,
    answers: &Answers,
    session: &Session,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let book = &session.book;
    match target {
        EditTarget::NewBook => Err(Refusal::new("A new book is created, not saved.")),
        EditTarget::Import => Err(Refusal::new("A file is looked into first, not saved.")),
        EditTarget::Goal(None) => ops::add::<Goal>(book, None, answers, ctx),
        EditTarget::Goal(Some(id)) => ops::edit::<Goal>(book, *id, answers, ctx),
        EditTarget::Step(goal, None) => ops::add::<Step>(book, Some(*goal), answers, ctx),
        EditTarget::Step(_, Some(id)) => ops::edit::<Step>(book, *id, answers, ctx),
        EditTarget::Progress(goal, None) => ops::add::<Progress>(book, Some(*goal), answers, ctx),
        EditTarget::Progress(_, Some(id)) => ops::edit::<Progress>(book, *id, answers, ctx),
        EditTarget::Evidence(goal, None) => ops::add::<Evidence>(book, Some(*goal), answers, ctx),
        EditTarget::Evidence(_, Some(id)) => ops::edit::<Evidence>(book, *id, answers, ctx),
        EditTarget::Log => meeting::log(book, answers, ctx),
        EditTarget::Plan => meeting::plan(answers, ctx),
        EditTarget::Series => meeting::plan_series(book, answers, ctx),
        EditTarget::Meeting(id) => save_meeting(book, *id, answers, ctx),
        EditTarget::Action(None, meeting) => ops::add::<Action>(book, *meeting, answers, ctx),
        EditTarget::Action(Some(id), _) => ops::edit::<Action>(book, *id, answers, ctx),
        EditTarget::Question(None) => ops::add::<Question>(book, None, answers, ctx),
        EditTarget::Question(Some(id)) => ops::edit::<Question>(book, *id, answers, ctx),
        EditTarget::AgendaLine(meeting, None) => {
            ops::add::<AgendaItem>(book, Some(*meeting), answers, ctx)
        }
        EditTarget::AgendaLine(_, Some(id)) => ops::edit::<AgendaItem>(book, *id, answers, ctx),
        EditTarget::Activity(key) => {
            let edit = |def: &ActivityDef| card::edit_activity(book, def, answers, ctx);
            with_activity(key, session, edit)
        }
        EditTarget::Milestone(None) => ops::add::<Milestone>(book, None, answers, ctx),
        EditTarget::Milestone(Some(id)) => ops::edit::<Milestone>(book, *id, answers, ctx),
        EditTarget::Person(role) => ops::year::edit_person(book, *role, answers, ctx),
        EditTarget::Cycle => ops::year::edit_cycle(book, session.program(), answers, ctx),
        EditTarget::NextCycle => next_cycle(answers, session, ctx),
        EditTarget::ListItem(_, None, meeting) => {
            ops::add::<ListItem>(book, *meeting, answers, ctx)
        }
        EditTarget::ListItem(_, Some(id), _) => ops::edit::<ListItem>(book, *id, answers, ctx),
        EditTarget::Pulse(None) => ops::add::<Pulse>(book, None, answers, ctx),
        EditTarget::Pulse(Some(id)) => ops::edit::<Pulse>(book, *id, answers, ctx),
        EditTarget::OwnPrompt(key) => card::save::<Prompt>(book, key.as_deref(), answers, ctx),
        EditTarget::OwnActivity(key) => card::save::<Activity>(book, key.as_deref(), answers, ctx),
        EditTarget::Response(form) => with_form(form, session, |def, questions| {
            let saved = ops::form::save(def, questions, answers, book, ctx)?;
            Ok(saved.unwrap_or_else(|| ctx.commit("nothing changed", Vec::new())))
        }),
    }
}

fn next_cycle(answers: &Answers, session: &Session, ctx: &OpContext) -> Result<Commit, Refusal> {
    let key = answers.get("program");
    let program = session
        .catalog
        .program(key)
        .map_err(|_| Refusal::new(format!("There is no program “{key}”.")))?;
    let start = answers
        .day("start")
        .ok_or_else(|| Refusal::new("The first day is missing."))?;
    ops::cycle::start_next(&session.book, &program, start, answers.day("end"), ctx)
}

/// Marks a planned meeting held once its date has come; before that, and for any other meeting, only edits it.
fn save_meeting(
    book: &Book,
    id: Id,
    answers: &Answers,
    ctx: &mut OpContext,
) -> Result<Commit, Refusal> {
    let planned = book
        .meetings
        .get(&id)
        .is_some_and(|meeting| meeting.state == MeetingState::Planned);
    let happened = answers.day("date").is_none_or(|day| day <= ctx.today);
    if planned && happened {
        meeting::mark_held(book, id, answers, ctx)
    } else {
        meeting::edit(book, id, answers, ctx)
    }
}
