//! Today: the actions of both people and what is next. Every row opens what it names.

use crate::app::BookEffect;
use crate::app::command::Command;
use crate::app::edit_target::EditTarget;
use crate::app::exchange::ExchangeEffect;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, Tone, selected_key};
use crate::app::screens::closing::ClosingScreen;
use crate::app::screens::ideas::IdeasScreen;
use crate::app::screens::year::DaysPane;
use crate::app::screens::{
    Screen, ScreenEffect, ScreenEffects, ScreenLogic, call, commit, emit, exchange, forms,
    open_editor, push_screen, record, search, section_list,
};
use crate::app::session::Session;
use crate::domain::answer::ResponseState;
use crate::domain::change::Kind;
use crate::domain::deck::Stage;
use crate::domain::id::Id;
use crate::domain::ops;
use crate::domain::person::Role;
use crate::domain::schedule::{DueKind, Upcoming};
use crate::domain::suggestions;
use crate::export::{ExportSubject, Request};

mod notices;

/// Limit of dates under one heading.
const MAX_DATES: usize = 6;

/// Rows that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum TodayRow {
    /// A record with a date.
    Due(DueKind, Id),
    /// An unsaved draft.
    Draft(EditTarget),
    /// A pending form, by key.
    Form(String),
    /// A suggestion; it opens the ideas on its card.
    Suggestion(String),
    /// The call that is open or due; it opens it.
    Call(Option<Id>),
    /// The year rests today; it opens the pause.
    Paused,
    /// A gap without contact; it opens the questions for a fresh start.
    Gap,
    /// No meeting is planned; it plans one.
    NoMeeting,
    /// The agenda of this meeting is to be sent.
    SendAhead(Id),
    /// The owner's pulse is due.
    Pulse,
    /// Advice after the last pulse; it opens questions about working together.
    PulseAdvice,
    /// Backups fail or are old; it makes one, or reports why it cannot.
    Backup,
    /// The end of the year is near; it opens the closing kit.
    Closing,
    /// A record that the partner changed; it opens it.
    News(Kind, Id),
    /// Changes wait for a parcel; it opens one.
    Share,
}

#[derive(Default)]
pub struct TodayScreen {
    pub list: ListState<TodayRow>,
    /// Cached sections without the drafts, refreshed when book, date or backup warning change: they need the log, all
    /// questions and the whole deck.
    cached: Vec<ScreenSection<TodayRow>>,
    /// Number of notices among the first rows.
    notices: usize,
    forms: Vec<PendingForm>,
    /// The days of this month; none until the whole log is loaded, which it walks.
    pub month: Option<DaysPane>,
}

impl TodayScreen {
    /// Sections in reading order.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<TodayRow>> {
        let mut sections = self.cached.clone();
        if let Some(next) = sections.first_mut() {
            // Unsaved text comes after the notices.
            let at = self.notices;
            next.rows.splice(at..at, draft_rows(session));
            next.rows.splice(0..0, notices::call(session));
        }
        sections.splice(0..0, notices::news(session));
        sections
    }

    pub fn selected(&self, session: &Session) -> Option<TodayRow> {
        selected_key(&self.list, &self.sections(session))
    }

    /// Opens what a row names, whether it is shown or not.
    pub fn open_row(&self, row: TodayRow, session: &Session) -> ScreenEffects {
        match row {
            TodayRow::Draft(target) => open_editor(target, session),
            TodayRow::Form(form) => open_editor(EditTarget::Response(form), session),
            TodayRow::Suggestion(key) => {
                push_screen(Screen::Ideas(IdeasScreen::with_card(&key, session)))
            }
            TodayRow::Gap => push_screen(Screen::Ideas(IdeasScreen::for_stage(Stage::Rescue))),
            TodayRow::PulseAdvice => {
                push_screen(Screen::Ideas(IdeasScreen::for_stage(Stage::Middle)))
            }
            TodayRow::Call(meeting) => call::hold(meeting, session),
            TodayRow::Paused => {
                let mut pauses = session.book.pauses_in_order().into_iter();
                let now = pauses.find(|it| (it.start..=it.end).contains(&session.today()));
                now.map_or_else(record::gone, |it| {
                    record::edit((Kind::Pause, it.id), session)
                })
            }
            TodayRow::NoMeeting => open_editor(EditTarget::Plan, session),
            TodayRow::Pulse => record::add(Kind::Pulse, None, session),
            TodayRow::SendAhead(meeting) => emit(ScreenEffect::Book(BookEffect::Preview(
                Request::new(ExportSubject::Agenda(meeting), "txt"),
            ))),
            TodayRow::Backup => emit(ScreenEffect::Book(BookEffect::Backup)),
            TodayRow::News(kind, id) => {
                let whole = session.whole_of((kind, id));
                search::open_record((kind, id), whole, session)
            }
            TodayRow::Share => exchange(ExchangeEffect::PrepareShare),
            TodayRow::Closing => push_screen(Screen::Closing(ClosingScreen::default())),
            TodayRow::Due(kind, id) => {
                let form = self.forms.iter().find(|form| form.milestone == Some(id));
                let key = (kind.record_kind(), id);
                match form {
                    Some(form) => open_editor(EditTarget::Response(form.form.clone()), session),
                    None if kind == DueKind::Step => record::edit(key, session),
                    None => record::open(key, session),
                }
            }
        }
    }
}

/// The row of something with a date.
pub fn due_row<K>(key: K, item: &Upcoming) -> ScreenRow<K> {
    let is_meeting = item.kind == DueKind::Meeting;
    let (sign, tone) = match (is_meeting, item.due.is_overdue()) {
        (true, true) => (Sign::Planned, Tone::Soon),
        (true, false) => (Sign::Planned, Tone::Plain),
        (false, true) => (Sign::Late, Tone::Late),
        (false, false) => (Sign::Open, Tone::Plain),
    };
    ScreenRow::new(key, item.heading())
        .sign(sign)
        .tone(tone)
        .right(item.when())
}

/// Rows of unsaved text.
fn draft_rows(session: &Session) -> impl Iterator<Item = ScreenRow<TodayRow>> {
    let targets = session.drafts.keys();
    let targets = targets.filter_map(|draft_key| EditTarget::from_draft_key(draft_key));
    targets.map(|target| {
        let text = format!("Not saved yet: {}", target.draft_title(session));
        ScreenRow::new(TodayRow::Draft(target), text)
            .sign(Sign::Late)
            .tone(Tone::Soon)
            .right("Enter goes on")
    })
}

/// Meetings, goals and dates of the program, then other pending forms.
fn upcoming_rows(dated: &[Upcoming], forms: &[PendingForm]) -> Vec<ScreenRow<TodayRow>> {
    let mut rows = Vec::new();
    let shown = dated.iter().filter(|item| item.is_next()).take(MAX_DATES);
    let mut listed_forms: Vec<&str> = Vec::new();
    for item in shown {
        let form = forms.iter().find(|form| form.milestone == Some(item.id));
        listed_forms.extend(form.map(|form| form.form.as_str()));
        let row = due_row(TodayRow::Due(item.kind, item.id), item);
        rows.push(match form {
            Some(form) => row.below(format!("Enter opens the form: {}", form.label)),
            None => row,
        });
    }
    // A pending form without a date in the list above.
    let others = forms
        .iter()
        .filter(|form| !listed_forms.contains(&form.form.as_str()));
    rows.extend(others.map(|form| {
        ScreenRow::new(
            TodayRow::Form(form.form.clone()),
            format!("Form: {}", form.label),
        )
        .sign(Sign::Open)
    }));
    rows
}

/// A form to be filled in.
#[derive(Clone)]
struct PendingForm {
    form: String,
    /// The open date it is due on, if there is one.
    milestone: Option<Id>,
    /// Title and completeness.
    label: String,
}

/// Forms that were begun and are not complete, and those due soon.
fn pending_forms(session: &Session) -> Vec<PendingForm> {
    let mut pending = Vec::new();
    if session.year().is_closed() {
        return pending;
    }
    for form_use in &session.program().forms {
        // Saves reading the data file of a form that was never begun.
        let mut responses = session.book.responses.values();
        if !responses.any(|response| response.form == form_use.form)
            && !session.year().is_form_due_soon(&form_use.form)
        {
            continue;
        }
        let Ok(def) = session.catalog.form_as(form_use) else {
            continue;
        };
        let progress = match forms::progress(session, form_use, &def) {
            None if session.year().is_form_due_soon(&def.key) => "not begun".to_owned(),
            // One for the office alone is the other's to fill in.
            Some((ResponseState::Draft, done)) if done.asked == 0 => continue,
            Some((ResponseState::Draft, done)) => {
                format!("{} of {} answered", done.answered, done.asked)
            }
            Some((
                ResponseState::Complete | ResponseState::Signed | ResponseState::Exported,
                _,
            ))
            | None => continue,
        };
        pending.push(PendingForm {
            milestone: session
                .year()
                .open_milestone_of_form(&def.key)
                .map(|it| it.id),
            label: format!("{}, {progress}", form_use.title),
            form: def.key.clone(),
        });
    }
    pending
}

/// Open actions and steps of `role`, those with a date first.
fn owed_by(dated: &[Upcoming], role: Role, session: &Session) -> Vec<ScreenRow<TodayRow>> {
    let (dated, undated) = session.year().owed(role, dated);
    let dated = dated
        .iter()
        .map(|item| due_row(TodayRow::Due(item.kind, item.id), item));
    let undated = undated.into_iter().map(|action| {
        let key = TodayRow::Due(DueKind::Action, action.id);
        ScreenRow::new(key, action.text.clone())
            .sign(Sign::Open)
            .right("no date")
    });
    dated.chain(undated).collect()
}

/// Suggested cards, each with its reason.
fn suggestions(session: &Session) -> Vec<ScreenRow<TodayRow>> {
    if session.year().is_closed() {
        return Vec::new();
    }
    let cards =
        suggestions::suggest_cards(&session.year(), &session.deck(), session.competencies());
    cards
        .into_iter()
        .map(|card| {
            ScreenRow::new(TodayRow::Suggestion(card.key), card.text)
                .sign(Sign::Bullet)
                .below(card.reason)
        })
        .collect()
}

impl ScreenLogic for TodayScreen {
    fn refresh(&mut self, session: &Session) {
        self.forms = pending_forms(session);
        let is_whole = session.book.complete;
        self.month = is_whole.then(|| DaysPane::this_month(session));
        let me = session.book.me();
        let them = me.other();
        let dated = session.year().upcoming();
        let partner = session.book.name(them);
        let owed = |role: Role| owed_by(&dated, role, session);
        let mut next = notices::notices(session);
        self.notices = next.len();
        next.extend(upcoming_rows(&dated, &self.forms));
        self.cached = vec![
            ScreenSection::new(
                "What is next",
                next,
                "Nothing has a date yet. p plans a meeting, 2 opens the goals.",
            ),
            ScreenSection::new(
                "I owe",
                owed(me),
                "Nothing. What you promise comes here; a adds an action.",
            ),
            ScreenSection::new(
                format!("{partner} owes"),
                owed(them),
                "Nothing. What they promise comes here, with its day.",
            ),
            ScreenSection::new(
                "Worth talking about",
                suggestions(session),
                "Nothing new; 4 opens the ideas.",
            ),
        ];
    }

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        let due = match self.selected(session) {
            Some(TodayRow::Due(kind, id)) => Some((kind.record_kind(), id)),
            Some(_) | None => None,
        };
        Some(match (command, due) {
            (Command::AddAction, _) => record::add(Kind::Action, None, session),
            (Command::Call, _) => {
                let next = session.year().next_meeting();
                let today = next.filter(|next| next.date == session.today());
                let due = notices::due_call(session).or(today.map(|it| it.id));
                call::hold(due, session)
            }
            (Command::Toggle, _) if matches!(self.selected(session), Some(TodayRow::News(..))) => {
                exchange(ExchangeEffect::MarkNewsSeen)
            }
            (Command::Toggle, None)
                if let Some(TodayRow::SendAhead(meeting)) = self.selected(session) =>
            {
                commit(ops::meeting::mark_agenda_sent(
                    &session.book,
                    meeting,
                    &session.ctx,
                ))
            }
            (_, key) => {
                let none = "Select an action, a step or a date first.";
                return record::act(command, key, none, session);
            }
        })
    }

    section_list!(Today);

    fn open(&mut self, session: &Session) -> ScreenEffects {
        let row = self.selected(session);
        row.map_or_else(Vec::new, |row| self.open_row(row, session))
    }
}
