//! Search as you type, over the book and the catalog; opening a hit shows it on the screen where it belongs.

use super::ideas::{IdeasPane, IdeasRow, IdeasScreen};
use super::meeting::MeetingScreen;
use super::pair::{MatchPane, MatchRow, MatchScreen};
use super::record::{self, RecordKey};
use super::year::YearScreen;
use super::{
    Screen, ScreenEffect, ScreenEffects, ScreenLogic, emit, open_prepared_editor, push_screen,
    status,
};
use crate::app::command::{Command, MainTab, Move};
use crate::app::edit_target::EditTarget;
use crate::app::field::{Edit, EditResult, TextField};
use crate::app::keymap::Context;
use crate::app::list_state::ListState;
use crate::app::modal::index_after_move;
use crate::app::search_results::{SearchResults, SearchRow};
use crate::app::session::Session;
use crate::app::{Effect, Nav, Place};
use crate::domain::change::Kind;
use crate::domain::id::Id;
use crate::domain::search::{CatalogHit, CatalogSource, SearchFilter, SearchHit, SearchRequest};

pub struct SearchScreen {
    pub query: TextField,
    /// Index of the selected row, among those shown.
    pub selected: usize,
    /// True if the session's results belong to this screen, not to a search before it.
    has_results: bool,
    /// True to search all books on the shelf.
    pub all_books: bool,
}

impl Default for SearchScreen {
    fn default() -> Self {
        Self {
            query: TextField::single_line(""),
            selected: 0,
            has_results: false,
            all_books: false,
        }
    }
}

impl SearchScreen {
    /// Search in all books on the shelf.
    pub fn in_all_books() -> Self {
        Self {
            all_books: true,
            ..Self::default()
        }
    }

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
        vec![session.search(SearchRequest {
            filter: SearchFilter::All,
            ..results.request.clone()
        })]
    }

    fn search(&mut self, filter: SearchFilter, session: &Session) -> ScreenEffects {
        self.selected = 0;
        emit(ScreenEffect::Effect(session.search(SearchRequest {
            words: self.query.text(),
            filter,
            skip: 0,
            all_books: self.all_books,
        })))
    }
}

/// Replaces the open hit by the next or previous one; `screens` is the height of the stack.
pub fn open_adjacent_hit(session: &Session, screens: usize, forward: bool) -> ScreenEffects {
    let results = &session.search_results;
    let count = results.len().max(1);
    let index = match (results.current, forward) {
        (None, _) => 0,
        (Some(index), true) => (index + 1) % count,
        (Some(index), false) => (index + count - 1) % count,
    };
    let Some(row) = results.get(index) else {
        return status("Search first: / finds everything.");
    };
    let is_open = results.current.is_some() && screens == results.screens_below + 1;
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
            .map(|more| ScreenEffect::Effect(session.search(more))),
    );
    effects.extend(open(row, session));
    effects
}

/// Opens the screen where a result belongs, with the result selected.
fn open(row: SearchRow<'_>, session: &Session) -> ScreenEffects {
    match row {
        SearchRow::Hit(hit) => {
            let SearchHit {
                kind, id, parent, ..
            } = *hit;
            let other = hit
                .book
                .as_ref()
                .filter(|book| session.path.as_ref() != Some(book));
            match other.cloned() {
                Some(path) => {
                    let place = Some(Place::Record { kind, id, parent });
                    emit(ScreenEffect::Navigate(Nav::OpenBook(path, place)))
                }
                None => open_record((kind, id), parent, session),
            }
        }
        SearchRow::Extra(extra) => open_extra(extra, session),
    }
}

fn open_extra(extra: &CatalogHit, session: &Session) -> ScreenEffects {
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

/// Opens the screen where a record of the open book belongs, with the record selected; `parent` is its meeting or goal.
pub fn open_record((kind, id): RecordKey, parent: Option<Id>, session: &Session) -> ScreenEffects {
    let book = &session.book;
    // What is archived, or gone since the search, is in no list.
    let is_archived = || {
        let record = book.record(kind, id);
        record.is_none_or(|record| record.is_archived())
    };
    match kind {
        Kind::Goal | Kind::Step | Kind::Progress | Kind::Evidence | Kind::Meeting => {
            record::open((kind, id), session)
        }
        Kind::Note | Kind::PrivateNote | Kind::AgendaItem | Kind::Action => match parent {
            Some(meeting) => show_meeting(meeting, (kind, id)),
            None if kind == Kind::Action => record::edit((kind, id), session),
            None => record::gone(),
        },
        Kind::Question => match book.questions.get(&id) {
            Some(question) if question.is_open() => {
                show_ideas(IdeasPane::Agenda, IdeasRow::Question(id))
            }
            Some(_) => record::edit((Kind::Question, id), session),
            None => record::gone(),
        },
        Kind::Activity | Kind::Prompt | Kind::Milestone | Kind::ListItem if is_archived() => {
            record::edit((kind, id), session)
        }
        Kind::Activity => book.activities.get(&id).map_or_else(record::gone, |mark| {
            show_ideas(IdeasPane::Activities, IdeasRow::Activity(mark.key.clone()))
        }),
        Kind::Prompt => book.prompts.get(&id).map_or_else(record::gone, |mark| {
            show_ideas(IdeasPane::Prompts, IdeasRow::Prompt(mark.key.clone()))
        }),
        Kind::Answer | Kind::Response => open_answer(id, session),
        Kind::Milestone => show_year((Kind::Milestone, id), session),
        Kind::Person => book.people.get(&id).map_or_else(record::gone, |person| {
            show_match(MatchPane::People, MatchRow::Person(person.role, 0))
        }),
        Kind::AskedForm => emit(ScreenEffect::Navigate(Nav::Tab(MainTab::Forms))),
        Kind::Pause => show_year((Kind::Pause, id), session),
        Kind::Cycle => emit(ScreenEffect::Navigate(Nav::Tab(MainTab::Year))),
        Kind::ListItem => show_ideas(IdeasPane::Lists, IdeasRow::ListItem(id)),
        Kind::Pulse => record::edit((Kind::Pulse, id), session),
    }
}

/// Opens a meeting on one of its rows, if the row is shown there.
fn show_meeting(meeting: Id, row: RecordKey) -> ScreenEffects {
    let mut screen = MeetingScreen::new(meeting);
    screen.list = ListState::with_selected(row);
    push_screen(Screen::Meeting(screen))
}

fn show_ideas(pane: IdeasPane, row: IdeasRow) -> ScreenEffects {
    push_screen(Screen::Ideas(IdeasScreen::with_selected(pane, row)))
}

fn show_year(row: RecordKey, session: &Session) -> ScreenEffects {
    let mut screen = YearScreen::new(session);
    screen.dates.list = ListState::with_selected(row);
    push_screen(Screen::Year(screen))
}

fn show_match(pane: MatchPane, row: MatchRow) -> ScreenEffects {
    push_screen(Screen::Match(MatchScreen::with_selected(pane, row)))
}

/// Opens the form of an answer, on its question.
fn open_answer(id: Id, session: &Session) -> ScreenEffects {
    let book = &session.book;
    let answer = book.answers.get(&id);
    let located = answer.and_then(|answer| Some((answer, book.responses.get(&answer.response)?)));
    let Some((answer, response)) = located else {
        return record::gone();
    };
    if book.cycle().map(|cycle| cycle.id) != Some(response.cycle) {
        let words = "This was answered in another year; only the forms of this one are open.";
        return vec![
            ScreenEffect::Navigate(Nav::Tab(MainTab::Forms)),
            ScreenEffect::SetStatus(words.to_owned()),
        ];
    }
    let form = EditTarget::Response(response.form.clone());
    open_prepared_editor(form, session, |form| {
        let mut questions = form.state.questions.iter();
        if let Some(index) = questions.position(|question| question.slot == answer.slot()) {
            form.state.focus_on(index);
        }
    })
}

impl ScreenLogic for SearchScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Search, Context::Typing, Context::Chords]
    }

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        let forward = *command == Command::NextKind;
        if !forward && *command != Command::PreviousKind {
            return None;
        }
        let filter = self
            .results(session)
            .map(|results| results.next_filter(forward));
        Some(filter.map_or_else(Vec::new, |filter| self.search(filter, session)))
    }

    fn has_selection(&self, session: &Session) -> bool {
        self.results(session)
            .is_some_and(|results| !results.is_empty())
    }

    fn on_move(&mut self, movement: Move, session: &Session) -> ScreenEffects {
        let Some(results) = self.results(session).filter(|results| !results.is_empty()) else {
            return status("Type at least two letters.");
        };
        if movement != Move::Open {
            self.selected = index_after_move(self.selected, results.len(), movement);
            let more = results.next_page_request(self.selected);
            let more = more.map(|more| ScreenEffect::Effect(session.search(more)));
            return more.into_iter().collect();
        }
        let Some(row) = results.get(self.selected) else {
            return Vec::new();
        };
        let mut effects = emit(ScreenEffect::SetCurrentHit(self.selected));
        effects.extend(open(row, session));
        effects
    }

    fn click(&mut self, row: usize, session: &Session) -> ScreenEffects {
        self.selected = row;
        self.on_move(Move::Open, session)
    }

    fn on_edit(&mut self, edit: Edit, _session: &Session) -> EditResult {
        self.query.apply(edit)
    }

    fn on_paste(&mut self, text: &str, _session: &Session) -> EditResult {
        self.query.paste(text)
    }

    fn on_text_changed(&mut self, session: &Session) -> ScreenEffects {
        let answered = self.results(session).map(|results| &results.request);
        match answered {
            Some(request) if request.words == self.query.text() => Vec::new(),
            Some(request) => self.search(request.filter, session),
            None => self.search(SearchFilter::All, session),
        }
    }
}
