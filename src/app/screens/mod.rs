//! The screens, one file each, with the same name as the file in `ui/screens` that draws it.
//!
//! A screen owns what it selects and filters, never data: rows are worked out from the session when they are needed. It
//! answers movement, its own verbs and, where it has text, typing, with [`Reply`]s. To add a screen copy the smallest one,
//! [`goals`], add it to [`Screen`] and give its verbs rows in the keymap.

pub mod closing;
pub mod form;
pub mod forms;
pub mod goal;
pub mod goals;
pub mod ideas;
pub mod meeting;
pub mod meetings;
pub mod pair;
pub mod preview;
pub mod search;
pub mod shelf;
pub mod today;
pub mod welcome;
pub mod year;

use crate::domain::change::Record;
use crate::problem::Problem;

use super::book_action::BookAction;
use super::command::{Command, MainTab, Move};
use super::edit_target::EditTarget;
use super::field::{Edit, EditResult};
use super::keymap::Context;
use super::modal::Modal;
use super::session::Session;
use super::{App, BookEffect, Effect, Nav};

/// What a screen wants to happen.
pub enum ScreenEffect {
    /// Another screen on top.
    PushScreen(Box<Screen>),
    /// A way out, once what is typed is kept.
    Navigate(Nav),
    /// A modal.
    OpenModal(Box<Modal>),
    /// A sentence in the status line.
    SetStatus(String),
    /// A change of the book.
    Perform(BookAction),
    /// Something done with the open book.
    Book(BookEffect),
    /// Something else the runtime does.
    Effect(Effect),
    /// This hit of the last search is the one that is open now.
    SetCurrentHit(usize),
    /// A problem to be shown.
    ShowError(Problem),
}

/// One answer.
pub fn emit(reply: ScreenEffect) -> Vec<ScreenEffect> {
    vec![reply]
}

/// To the screen below.
pub fn go_back() -> Vec<ScreenEffect> {
    emit(ScreenEffect::Navigate(Nav::Back))
}

/// Shows `screen` on top.
pub fn push_screen(screen: Screen) -> Vec<ScreenEffect> {
    vec![ScreenEffect::PushScreen(Box::new(screen))]
}

/// Opens the editor for `purpose`.
pub fn open_editor(purpose: EditTarget, session: &Session) -> Vec<ScreenEffect> {
    if let Some(why) = session.read_only_reason().filter(|_| purpose.keeps_draft()) {
        return emit(ScreenEffect::SetStatus(why));
    }
    match form::FormScreen::open(purpose, session) {
        Ok(form) => push_screen(Screen::Form(Box::new(form))),
        Err(problem) => emit(ScreenEffect::ShowError(problem)),
    }
}

/// What the program asks of every screen. Most screens need only some of it.
pub trait ScreenLogic {
    /// Where its keys have a meaning, innermost first.
    fn contexts(&self) -> Vec<Context>;

    /// Answers movement and opening.
    fn on_move(&mut self, movement: Move, session: &Session) -> Vec<ScreenEffect>;

    /// Whether a row is selected.
    fn has_selection(&self, _desk: &Session) -> bool {
        true
    }

    /// Answers a click on row `row`: selects it, or opens it when it is selected already.
    fn click(&mut self, row: usize, session: &Session) -> Vec<ScreenEffect>;

    /// Answers a click on a day of a calendar.
    fn click_day(&mut self, _day: chrono::NaiveDate) {}

    /// Shows pane or tab `pane`.
    fn show_pane(&mut self, _pane: usize, _desk: &Session) {}

    /// Answers typing.
    fn on_edit(&mut self, _edit: Edit, _desk: &Session) -> EditResult {
        EditResult::default()
    }

    /// Answers a paste.
    fn on_paste(&mut self, _text: &str, _desk: &Session) -> EditResult {
        EditResult::default()
    }

    /// What follows from typing.
    fn on_text_changed(&mut self, _desk: &Session) -> Vec<ScreenEffect> {
        Vec::new()
    }

    /// Answers Esc.
    fn on_back(&mut self, _desk: &Session) -> Vec<ScreenEffect> {
        go_back()
    }

    /// Something was added to the book: a list that shows it selects it.
    fn on_record_added(&mut self, _record: &Record) {}

    /// What the screen needs to be read when it is shown.
    fn refresh(&mut self, _desk: &Session) -> Vec<Effect> {
        Vec::new()
    }

    /// What can be written out from here.
    fn export_choices(&self, _desk: &Session) -> Vec<crate::export::ExportSubject> {
        vec![crate::export::ExportSubject::Everything]
    }
}

/// What can be on top.
#[expect(clippy::large_enum_variant, reason = "there are a few on the stack")]
pub enum Screen {
    /// An empty home.
    Welcome(welcome::WelcomeScreen),
    /// All books.
    Shelf(shelf::ShelfScreen),
    /// Today.
    Today(today::TodayScreen),
    /// The goals.
    Goals(goals::GoalsScreen),
    /// One goal.
    Goal(goal::GoalScreen),
    /// The log.
    Meetings(meetings::MeetingsScreen),
    /// One meeting.
    Meeting(meeting::MeetingScreen),
    /// Agenda and ideas.
    Ideas(ideas::IdeasScreen),
    /// The forms.
    Forms(forms::FormsScreen),
    /// The year.
    Year(Box<year::YearScreen>),
    /// The match.
    Match(pair::MatchScreen),
    /// The closing kit.
    Closing(closing::ClosingScreen),
    /// A form or editor being filled in.
    Form(Box<form::FormScreen>),
    /// What an export will write.
    Preview(preview::PreviewScreen),
    /// Search.
    Search(search::SearchScreen),
}

impl Screen {
    /// The welcome.
    pub fn welcome() -> Self {
        Self::Welcome(welcome::WelcomeScreen::default())
    }

    /// The screen of a place.
    pub fn for_tab(place: MainTab, session: &Session) -> Self {
        match place {
            MainTab::Today => Self::Today(today::TodayScreen::default()),
            MainTab::Goals => Self::Goals(goals::GoalsScreen::default()),
            MainTab::Meetings => Self::Meetings(meetings::MeetingsScreen::default()),
            MainTab::Ideas => Self::Ideas(ideas::IdeasScreen::default()),
            MainTab::Forms => Self::Forms(forms::FormsScreen::default()),
            MainTab::Year => Self::Year(Box::new(year::YearScreen::new(session))),
            MainTab::Match => Self::Match(pair::MatchScreen::default()),
        }
    }

    fn logic_mut(&mut self) -> &mut dyn ScreenLogic {
        match self {
            Self::Welcome(screen) => screen,
            Self::Shelf(screen) => screen,
            Self::Today(screen) => screen,
            Self::Goals(screen) => screen,
            Self::Goal(screen) => screen,
            Self::Meetings(screen) => screen,
            Self::Meeting(screen) => screen,
            Self::Ideas(screen) => screen,
            Self::Forms(screen) => screen,
            Self::Year(screen) => screen.as_mut(),
            Self::Match(screen) => screen,
            Self::Closing(screen) => screen,
            Self::Form(screen) => screen.as_mut(),
            Self::Preview(screen) => screen,
            Self::Search(screen) => screen,
        }
    }

    fn logic(&self) -> &dyn ScreenLogic {
        match self {
            Self::Welcome(screen) => screen,
            Self::Shelf(screen) => screen,
            Self::Today(screen) => screen,
            Self::Goals(screen) => screen,
            Self::Goal(screen) => screen,
            Self::Meetings(screen) => screen,
            Self::Meeting(screen) => screen,
            Self::Ideas(screen) => screen,
            Self::Forms(screen) => screen,
            Self::Year(screen) => screen.as_ref(),
            Self::Match(screen) => screen,
            Self::Closing(screen) => screen,
            Self::Form(screen) => screen.as_ref(),
            Self::Preview(screen) => screen,
            Self::Search(screen) => screen,
        }
    }

    /// Where its keys have a meaning, innermost first.
    pub fn contexts(&self) -> Vec<Context> {
        self.logic().contexts()
    }

    /// The place it belongs to, for the tabs.
    pub const fn tab(&self) -> Option<MainTab> {
        match self {
            Self::Today(_) => Some(MainTab::Today),
            Self::Goals(_) | Self::Goal(_) => Some(MainTab::Goals),
            Self::Meetings(_) | Self::Meeting(_) => Some(MainTab::Meetings),
            Self::Ideas(_) => Some(MainTab::Ideas),
            Self::Forms(_) => Some(MainTab::Forms),
            Self::Year(_) => Some(MainTab::Year),
            Self::Match(_) => Some(MainTab::Match),
            Self::Welcome(_)
            | Self::Shelf(_)
            | Self::Closing(_)
            | Self::Form(_)
            | Self::Preview(_)
            | Self::Search(_) => None,
        }
    }

    /// Whether a row is selected.
    pub fn has_selection(&self, session: &Session) -> bool {
        self.logic().has_selection(session)
    }

    /// Answers a click on a row.
    pub fn click(&mut self, row: usize, session: &Session) -> Vec<ScreenEffect> {
        self.logic_mut().click(row, session)
    }

    /// Answers a click on a day of a calendar.
    pub fn click_day(&mut self, day: chrono::NaiveDate) {
        self.logic_mut().click_day(day);
    }

    /// Shows a pane or tab.
    pub fn show_pane(&mut self, pane: usize, session: &Session) {
        self.logic_mut().show_pane(pane, session);
    }

    /// Selects what was added to the book, if it shows it.
    pub fn on_record_added(&mut self, record: &Record) {
        self.logic_mut().on_record_added(record);
    }

    /// What it needs to be read when it is shown or the book changed below it.
    pub fn refresh(&mut self, session: &Session) -> Vec<Effect> {
        self.logic_mut().refresh(session)
    }
}

/// Answers a command that is meant for the top screen or for the program.
pub fn handle_command(app: &mut App, command: Command) -> Vec<ScreenEffect> {
    let session = &app.session;
    let Some(top) = app.screens.last_mut() else {
        return Vec::new();
    };
    match (command, top) {
        (Command::Move(movement), top) => top.logic_mut().on_move(movement, session),
        (Command::EditText(edit), top) => {
            let edited = top.logic_mut().on_edit(edit, session);
            let mut replies = top.logic_mut().on_text_changed(session);
            replies.extend(
                edited
                    .notice
                    .map(|notice| ScreenEffect::SetStatus(notice.to_owned())),
            );
            app.cut_buffer = edited.copied.or(app.cut_buffer.take());
            replies
        }
        (Command::PasteCutBuffer, top) => {
            let text = app.cut_buffer.clone().unwrap_or_default();
            paste_into(top, &text, session)
        }
        (Command::Back, top) => top.logic_mut().on_back(session),
        (Command::Backups, Screen::Shelf(screen)) => screen.backups(session),
        (Command::Today(verb), Screen::Today(screen)) => screen.on_action(verb, session),
        (Command::Goals(verb), Screen::Goals(screen)) => screen.on_action(verb, session),
        (Command::Goal(verb), Screen::Goal(screen)) => screen.on_action(verb, session),
        (Command::Meetings(verb), Screen::Meetings(screen)) => screen.on_action(verb, session),
        (Command::Meeting(verb), Screen::Meeting(screen)) => screen.on_action(verb, session),
        (Command::Ideas(verb), Screen::Ideas(screen)) => screen.on_action(verb, session),
        (Command::Forms(verb), Screen::Forms(screen)) => screen.on_action(verb, session),
        (Command::Year(verb), Screen::Year(screen)) => screen.on_action(verb, session),
        (Command::Match(verb), Screen::Match(screen)) => screen.on_action(verb, session),
        (Command::Closing(verb), Screen::Closing(screen)) => screen.on_action(verb, session),
        (Command::ClosingKit, Screen::Closing(_)) => Vec::new(),
        (Command::Form(verb), Screen::Form(screen)) => screen.on_action(verb, session),
        (Command::Preview(verb), Screen::Preview(screen)) => screen.on_action(verb, session),
        (Command::SearchResults(verb), Screen::Search(screen)) => screen.on_action(verb, session),
        (command, _) => handle_global_command(app, &command),
    }
}

/// Pastes into the top screen.
pub fn paste_into(top: &mut Screen, text: &str, session: &Session) -> Vec<ScreenEffect> {
    let edited = top.logic_mut().on_paste(text, session);
    let mut replies = top.logic_mut().on_text_changed(session);
    replies.extend(
        edited
            .notice
            .map(|notice| ScreenEffect::SetStatus(notice.to_owned())),
    );
    replies
}

/// Answers what works everywhere.
fn handle_global_command(app: &mut App, command: &Command) -> Vec<ScreenEffect> {
    let session = &app.session;
    match command {
        Command::GoTo(place) => emit(ScreenEffect::Navigate(Nav::Tab(*place))),
        Command::Shelf => push_screen(Screen::Shelf(shelf::ShelfScreen::default())),
        Command::NewBook => open_editor(EditTarget::NewBook, session),
        Command::Import => open_editor(EditTarget::Import, session),
        Command::Sample => emit(ScreenEffect::Navigate(Nav::Sample)),
        Command::LogMeeting => open_editor(EditTarget::Log, session),
        Command::PlanMeeting => open_editor(EditTarget::Plan, session),
        Command::BuildAgenda => ideas::build_agenda(app),
        Command::ClosingKit => push_screen(Screen::Closing(closing::ClosingScreen::default())),
        Command::Search => push_screen(Screen::Search(search::SearchScreen::default())),
        Command::NextHit => search::open_adjacent_hit(app, true),
        Command::PreviousHit => search::open_adjacent_hit(app, false),
        Command::Palette => emit(ScreenEffect::OpenModal(Box::new(Modal::palette(
            app.contexts(),
        )))),
        Command::Help => emit(ScreenEffect::OpenModal(Box::new(Modal::Help { scroll: 0 }))),
        Command::Undo if session.undo.is_none() => {
            emit(ScreenEffect::SetStatus("Nothing to undo.".to_owned()))
        }
        Command::Redo if session.redo.is_none() => {
            emit(ScreenEffect::SetStatus("Nothing to redo.".to_owned()))
        }
        Command::Undo => emit(ScreenEffect::Book(BookEffect::Undo)),
        Command::Redo => emit(ScreenEffect::Book(BookEffect::Redo)),
        Command::Export => preview::pick_export(app),
        Command::Suspend => emit(ScreenEffect::Effect(Effect::Suspend)),
        Command::Quit => emit(ScreenEffect::Navigate(Nav::Quit)),
        Command::Move(_)
        | Command::Back
        | Command::Backups
        | Command::ToggleDetail
        | Command::EditText(_)
        | Command::PasteCutBuffer
        | Command::Today(_)
        | Command::Goals(_)
        | Command::Goal(_)
        | Command::Meetings(_)
        | Command::Meeting(_)
        | Command::Ideas(_)
        | Command::Forms(_)
        | Command::Year(_)
        | Command::Match(_)
        | Command::Closing(_)
        | Command::Form(_)
        | Command::Preview(_)
        | Command::SearchResults(_) => Vec::new(),
    }
}
