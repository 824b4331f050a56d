//! Search as you type, over the book and the catalog; opening a hit shows it on the screen where it belongs.

use crate::domain::answer::Slot;
use crate::domain::change::Kind;
use crate::domain::id::Id;
use crate::domain::search::{CatalogHit, CatalogSource, SearchFilter, SearchHit, SearchRequest};

use super::goal::{GoalRow, GoalScreen};
use super::ideas::{IdeasPane, IdeasRow, IdeasScreen};
use super::meeting::{MeetingRow, MeetingScreen};
use super::pair::{MatchPane, MatchRow, MatchScreen};
use super::year::{YearDateRow, YearScreen};
use super::{Screen, ScreenEffect, ScreenLogic, emit, open_editor, push_screen};
use crate::app::command::{MainTab, Move};
use crate::app::edit_target::EditTarget;
use crate::app::field::{Edit, EditResult, TextField};
use crate::app::keymap::Context;
use crate::app::list_state::ListState;
use crate::app::modal::index_after_move;
use crate::app::search_results::{SearchResults, SearchRow};
use crate::app::session::Session;
use crate::app::{App, BookEffect, Effect, Nav};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchAction {
    /// Filters by the next kind, or shows all.
    NextKind,
    /// Filters by the previous kind, or shows all.
    PreviousKind,
}

pub struct SearchScreen {
    pub query: TextField,
    /// Index of the selected row, among those shown.
    pub selected: usize,
    /// True if the session's results belong to this screen, not to a search before it.
    has_results: bool,
}

impl Default for SearchScreen {
    fn default() -> Self {
        Self {
            query: TextField::single_line(""),
            selected: 0,
            has_results: false,
        }
    }
}

impl SearchScreen {
    /// The results, once the first have arrived.
    pub fn results<'a>(&self, session: &'a Session) -> Option<&'a SearchResults> {
        self.has_results.then_some(&session.search_results)
    }

    /// Takes in new results. If the filtered kind has no hit any more, searches again without a filter.
    pub fn on_results(&mut self, session: &Session) -> Vec<Effect> {
        let results = &session.search_results;
        self.has_results = true;
        if results.request.words != self.query.text() {
            return Vec::new();
        }
        self.selected = self.selected.min(results.len().saturating_sub(1));
        if results.total() > 0 || results.filters().is_empty() {
            return Vec::new();
        }
        vec![session.in_book(BookEffect::Search(SearchRequest {
            filter: SearchFilter::All,
            ..results.request.clone()
        }))]
    }

    pub fn on_action(&mut self, action: SearchAction, session: &Session) -> Vec<ScreenEffect> {
        let forward = match action {
            SearchAction::NextKind => true,
            SearchAction::PreviousKind => false,
        };
        let Some(results) = self.results(session) else {
            return Vec::new();
        };
        let filter = results.next_filter(forward);
        self.search(filter)
    }

    fn search(&mut self, filter: SearchFilter) -> Vec<ScreenEffect> {
        self.selected = 0;
        emit(ScreenEffect::Book(BookEffect::Search(SearchRequest {
            words: self.query.text(),
            filter,
            skip: 0,
        })))
    }
}

/// Replaces the open hit by the next or previous one.
pub fn open_adjacent_hit(app: &App, forward: bool) -> Vec<ScreenEffect> {
    let session = &app.session;
    let results = &session.search_results;
    let count = results.len();
    let index = match (results.current, forward) {
        _ if count == 0 => {
            return emit(ScreenEffect::SetStatus(
                "Search first: / finds everything.".to_owned(),
            ));
        }
        (None, _) => 0,
        (Some(index), true) => (index + 1) % count,
        (Some(index), false) => (index + count - 1) % count,
    };
    let Some(row) = results.get(index) else {
        return Vec::new();
    };
    let is_open = results.current.is_some() && app.screens.len() == results.screens_below + 1;
    let mut effects = Vec::new();
    effects.extend(
        (is_open && results.screens_below > 0).then_some(ScreenEffect::Navigate(Nav::Back)),
    );
    effects.push(ScreenEffect::SetCurrentHit(index));
    let total = results.total();
    effects.push(ScreenEffect::SetStatus(format!(
        "Hit {} of {total}.",
        index + 1
    )));
    effects.extend(
        results
            .next_page_request(index)
            .map(BookEffect::Search)
            .map(ScreenEffect::Book),
    );
    effects.extend(open(row, session));
    effects
}

/// Opens the screen where a result belongs, with the result selected.
fn open(row: SearchRow<'_>, session: &Session) -> Vec<ScreenEffect> {
    match row {
        SearchRow::Hit(hit) => open_hit(hit, session),
        SearchRow::Extra(extra) => open_extra(extra, session),
    }
}

fn open_extra(extra: &CatalogHit, session: &Session) -> Vec<ScreenEffect> {
    match &extra.source {
        CatalogSource::Activity(key) => {
            show_ideas(IdeasPane::Activities, IdeasRow::Activity(key.clone()))
        }
        CatalogSource::Prompt(key) => show_ideas(IdeasPane::Prompts, IdeasRow::Prompt(key.clone())),
        CatalogSource::Ready(key) => {
            show_ideas(IdeasPane::Prompts, IdeasRow::ReadyAgenda(key.clone()))
        }
        CatalogSource::Reading => {
            let mut list = session.program().resources.iter();
            let index = list.position(|resource| resource.title == extra.title);
            show_match(
                MatchPane::Reading,
                MatchRow::Resource(index.unwrap_or_default()),
            )
        }
    }
}

fn open_hit(hit: &SearchHit, session: &Session) -> Vec<ScreenEffect> {
    let book = &session.book;
    let id = hit.id;
    match hit.kind {
        Kind::Goal => show_goal(id, None),
        Kind::Step => book.steps.get(&id).map_or_else(not_found, |step| {
            show_goal(step.goal, Some(GoalRow::Step(id)))
        }),
        Kind::Progress => book.progress.get(&id).map_or_else(not_found, |line| {
            show_goal(line.goal, Some(GoalRow::Progress(id)))
        }),
        Kind::Evidence => book.evidence.get(&id).map_or_else(not_found, |item| {
            show_goal(item.goal, Some(GoalRow::Evidence(id)))
        }),
        Kind::Meeting => show_meeting(id, None),
        Kind::Note | Kind::PrivateNote => hit
            .parent
            .map_or_else(not_found, |at| show_meeting(at, None)),
        Kind::AgendaItem => hit.parent.map_or_else(not_found, |at| {
            show_meeting(at, Some(MeetingRow::AgendaItem(id)))
        }),
        Kind::Action => match hit.parent {
            Some(agreed_at) => show_meeting(agreed_at, Some(MeetingRow::Action(id))),
            None => open_editor(EditTarget::Action(Some(id), None), session),
        },
        Kind::Question => match book.questions.get(&id) {
            Some(question) if question.is_open() => {
                show_ideas(IdeasPane::Agenda, IdeasRow::Question(id))
            }
            Some(_) => open_editor(EditTarget::Question(Some(id)), session),
            None => not_found(),
        },
        Kind::Activity => open_activity(id, session),
        Kind::Prompt => match book.prompts.get(&id) {
            Some(mark) if mark.archived => {
                open_editor(EditTarget::OwnPrompt(Some(mark.key.clone())), session)
            }
            Some(mark) => show_ideas(IdeasPane::Prompts, IdeasRow::Prompt(mark.key.clone())),
            None => not_found(),
        },
        Kind::Answer | Kind::Response => open_answer(id, session),
        Kind::Milestone => match book.milestones.get(&id) {
            Some(date) if date.archived => open_editor(EditTarget::Milestone(Some(id)), session),
            Some(_) => show_year(YearDateRow::Milestone(id), session),
            None => not_found(),
        },
        Kind::Person => book.people.get(&id).map_or_else(not_found, |person| {
            show_match(MatchPane::People, MatchRow::Person(person.role, 0))
        }),
        Kind::Cycle => emit(ScreenEffect::Navigate(Nav::Tab(MainTab::Year))),
        Kind::ListItem => match book.list_items.get(&id) {
            Some(item) if item.archived => {
                open_editor(EditTarget::ListItem(item.list, Some(id), None), session)
            }
            Some(_) => show_ideas(IdeasPane::Lists, IdeasRow::ListItem(id)),
            None => not_found(),
        },
        Kind::Pulse => open_editor(EditTarget::Pulse(Some(id)), session),
    }
}

fn show_goal(goal: Id, row: Option<GoalRow>) -> Vec<ScreenEffect> {
    let mut screen = GoalScreen::new(goal);
    if let Some(row) = row {
        screen.list = ListState::with_selected(row);
    }
    push_screen(Screen::Goal(screen))
}

fn show_meeting(meeting: Id, row: Option<MeetingRow>) -> Vec<ScreenEffect> {
    let mut screen = MeetingScreen::new(meeting);
    if let Some(row) = row {
        screen.list = ListState::with_selected(row);
    }
    push_screen(Screen::Meeting(screen))
}

fn show_ideas(pane: IdeasPane, row: IdeasRow) -> Vec<ScreenEffect> {
    push_screen(Screen::Ideas(IdeasScreen::with_selected(pane, row)))
}

fn show_year(row: YearDateRow, session: &Session) -> Vec<ScreenEffect> {
    let mut screen = YearScreen::new(session);
    screen.dates.list = ListState::with_selected(row);
    push_screen(Screen::Year(Box::new(screen)))
}

fn show_match(pane: MatchPane, row: MatchRow) -> Vec<ScreenEffect> {
    push_screen(Screen::Match(MatchScreen::with_selected(pane, row)))
}

fn open_activity(id: Id, session: &Session) -> Vec<ScreenEffect> {
    let Some(mark) = session.book.activities.get(&id) else {
        return not_found();
    };
    let key = mark.key.clone();
    if mark.archived {
        open_editor(EditTarget::OwnActivity(Some(key)), session)
    } else {
        show_ideas(IdeasPane::Activities, IdeasRow::Activity(key))
    }
}

/// Opens the form of an answer, on its question.
fn open_answer(id: Id, session: &Session) -> Vec<ScreenEffect> {
    let book = &session.book;
    let answer = book.answers.get(&id);
    let located = answer.and_then(|answer| Some((answer, book.responses.get(&answer.response)?)));
    let Some((answer, response)) = located else {
        return not_found();
    };
    if book.cycle().map(|cycle| cycle.id) != Some(response.cycle) {
        let words = "This was answered in another year; only the forms of this one are open.";
        return vec![
            ScreenEffect::Navigate(Nav::Tab(MainTab::Forms)),
            ScreenEffect::SetStatus(words.to_owned()),
        ];
    }
    let mut effects = open_editor(EditTarget::Response(response.form.clone()), session);
    for effect in &mut effects {
        if let ScreenEffect::PushScreen(screen) = effect {
            focus(screen, &answer.slot());
        }
    }
    effects
}

fn focus(screen: &mut Screen, slot: &Slot) {
    if let Screen::Form(form) = screen {
        let mut questions = form.state.questions.iter();
        if let Some(index) = questions.position(|question| question.slot == *slot) {
            form.state.focus_on(index);
        }
    }
}

fn not_found() -> Vec<ScreenEffect> {
    emit(ScreenEffect::SetStatus(
        "This is not here any more.".to_owned(),
    ))
}

impl ScreenLogic for SearchScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Search, Context::Typing, Context::Chords]
    }

    fn has_selection(&self, session: &Session) -> bool {
        self.results(session)
            .is_some_and(|results| !results.is_empty())
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> Vec<ScreenEffect> {
        let Some(results) = self.results(session).filter(|results| !results.is_empty()) else {
            return emit(ScreenEffect::SetStatus(
                "Type at least two letters.".to_owned(),
            ));
        };
        if movement != Move::Open {
            self.selected = index_after_move(self.selected, results.len(), movement);
            let more = results
                .next_page_request(self.selected)
                .map(BookEffect::Search);
            return more.map(ScreenEffect::Book).into_iter().collect();
        }
        let Some(row) = results.get(self.selected) else {
            return Vec::new();
        };
        let mut effects = vec![
            ScreenEffect::Navigate(Nav::Back),
            ScreenEffect::SetCurrentHit(self.selected),
        ];
        effects.extend(open(row, session));
        effects
    }

    fn click(&mut self, row: usize, session: &Session) -> Vec<ScreenEffect> {
        self.selected = row;
        self.on_move(Move::Open, session)
    }

    fn on_edit(&mut self, edit: Edit, _session: &Session) -> EditResult {
        self.query.apply(edit)
    }

    fn on_paste(&mut self, text: &str, _session: &Session) -> EditResult {
        self.query.paste(text)
    }

    fn on_text_changed(&mut self, session: &Session) -> Vec<ScreenEffect> {
        let answered = self.results(session).map(|results| &results.request);
        match answered {
            Some(request) if request.words == self.query.text() => Vec::new(),
            Some(request) => self.search(request.filter),
            None => self.search(SearchFilter::All),
        }
    }
}
