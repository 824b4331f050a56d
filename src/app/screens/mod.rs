//! The screens, one file each, with the same name as the file in `ui/screens` that draws it.
//!
//! A screen owns what it selects and filters, never data: rows are worked out from the desk when they are needed. It
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

use super::command::{Command, Move, Place};
use super::deed::Deed;
use super::desk::Desk;
use super::field::{Edit, Edited};
use super::keymap::Context;
use super::modal::Modal;
use super::purpose::Purpose;
use super::{App, BookEffect, Effect, Leave};

/// What a screen wants to happen.
pub enum Reply {
    /// Another screen on top.
    Show(Box<Screen>),
    /// A way out, once what is typed is kept.
    Leave(Leave),
    /// A modal.
    Open(Box<Modal>),
    /// A sentence in the status line.
    Say(String),
    /// A change of the book.
    Do(Deed),
    /// Something done with the open book.
    Book(BookEffect),
    /// Something else the runtime does.
    Effect(Effect),
    /// This hit of the last search is the one that is open now.
    Hit(usize),
    /// A problem to be shown.
    Fail(Problem),
}

/// One answer.
pub fn reply(reply: Reply) -> Vec<Reply> {
    vec![reply]
}

/// To the screen below.
pub fn back() -> Vec<Reply> {
    reply(Reply::Leave(Leave::Back))
}

/// Shows `screen` on top.
pub fn show(screen: Screen) -> Vec<Reply> {
    vec![Reply::Show(Box::new(screen))]
}

/// Opens the editor for `purpose`.
pub fn edit(purpose: Purpose, desk: &Desk) -> Vec<Reply> {
    if let Some(why) = desk.refuses_changes().filter(|_| purpose.keeps_draft()) {
        return reply(Reply::Say(why));
    }
    match form::Form::open(purpose, desk) {
        Ok(form) => show(Screen::Form(Box::new(form))),
        Err(problem) => reply(Reply::Fail(problem)),
    }
}

/// What the program asks of every screen. Most screens need only some of it.
pub trait Acts {
    /// Where its keys have a meaning, innermost first.
    fn contexts(&self) -> Vec<Context>;

    /// Answers movement and opening.
    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply>;

    /// Whether a row is selected.
    fn has_selection(&self, _desk: &Desk) -> bool {
        true
    }

    /// Answers a click on row `row`: selects it, or opens it when it is selected already.
    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply>;

    /// Answers a click on a day of a calendar.
    fn click_day(&mut self, _day: chrono::NaiveDate) {}

    /// Shows pane or tab `pane`.
    fn show_pane(&mut self, _pane: usize, _desk: &Desk) {}

    /// Answers typing.
    fn typed(&mut self, _edit: Edit, _desk: &Desk) -> Edited {
        Edited::default()
    }

    /// Answers a paste.
    fn pasted(&mut self, _text: &str, _desk: &Desk) -> Edited {
        Edited::default()
    }

    /// What follows from typing.
    fn after_typing(&mut self, _desk: &Desk) -> Vec<Reply> {
        Vec::new()
    }

    /// Answers Esc.
    fn back(&mut self, _desk: &Desk) -> Vec<Reply> {
        back()
    }

    /// Something was added to the book: a list that shows it selects it.
    fn added(&mut self, _record: &Record) {}

    /// What the screen needs to be read when it is shown.
    fn opened(&mut self, _desk: &Desk) -> Vec<Effect> {
        Vec::new()
    }

    /// What can be written out from here.
    fn export(&self, _desk: &Desk) -> Vec<crate::export::What> {
        vec![crate::export::What::Everything]
    }
}

/// What can be on top.
#[expect(clippy::large_enum_variant, reason = "there are a few on the stack")]
pub enum Screen {
    /// An empty home.
    Welcome(welcome::Welcome),
    /// All books.
    Shelf(shelf::Shelf),
    /// Today.
    Today(today::Today),
    /// The goals.
    Goals(goals::Goals),
    /// One goal.
    Goal(goal::GoalScreen),
    /// The log.
    Meetings(meetings::Meetings),
    /// One meeting.
    Meeting(meeting::MeetingScreen),
    /// Agenda and ideas.
    Ideas(ideas::Ideas),
    /// The forms.
    Forms(forms::Forms),
    /// The year.
    Year(Box<year::YearScreen>),
    /// The match.
    Match(pair::MatchScreen),
    /// The closing kit.
    Closing(closing::Closing),
    /// A form or editor being filled in.
    Form(Box<form::Form>),
    /// What an export will write.
    Preview(preview::Preview),
    /// Search.
    Search(search::Search),
}

impl Screen {
    /// The welcome.
    pub fn welcome() -> Self {
        Self::Welcome(welcome::Welcome::default())
    }

    /// The screen of a place.
    pub fn at(place: Place, desk: &Desk) -> Self {
        match place {
            Place::Today => Self::Today(today::Today::default()),
            Place::Goals => Self::Goals(goals::Goals::default()),
            Place::Meetings => Self::Meetings(meetings::Meetings::default()),
            Place::Ideas => Self::Ideas(ideas::Ideas::default()),
            Place::Forms => Self::Forms(forms::Forms::default()),
            Place::Year => Self::Year(Box::new(year::YearScreen::new(desk))),
            Place::Match => Self::Match(pair::MatchScreen::default()),
        }
    }

    fn acts(&mut self) -> &mut dyn Acts {
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

    fn read(&self) -> &dyn Acts {
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
        self.read().contexts()
    }

    /// The place it belongs to, for the tabs.
    pub const fn place(&self) -> Option<Place> {
        match self {
            Self::Today(_) => Some(Place::Today),
            Self::Goals(_) | Self::Goal(_) => Some(Place::Goals),
            Self::Meetings(_) | Self::Meeting(_) => Some(Place::Meetings),
            Self::Ideas(_) => Some(Place::Ideas),
            Self::Forms(_) => Some(Place::Forms),
            Self::Year(_) => Some(Place::Year),
            Self::Match(_) => Some(Place::Match),
            Self::Welcome(_)
            | Self::Shelf(_)
            | Self::Closing(_)
            | Self::Form(_)
            | Self::Preview(_)
            | Self::Search(_) => None,
        }
    }

    /// Whether a row is selected.
    pub fn has_selection(&self, desk: &Desk) -> bool {
        self.read().has_selection(desk)
    }

    /// Answers a click on a row.
    pub fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        self.acts().click(row, desk)
    }

    /// Answers a click on a day of a calendar.
    pub fn click_day(&mut self, day: chrono::NaiveDate) {
        self.acts().click_day(day);
    }

    /// Shows a pane or tab.
    pub fn show_pane(&mut self, pane: usize, desk: &Desk) {
        self.acts().show_pane(pane, desk);
    }

    /// Selects what was added to the book, if it shows it.
    pub fn added(&mut self, record: &Record) {
        self.acts().added(record);
    }

    /// What it needs to be read when it is shown or the book changed below it.
    pub fn opened(&mut self, desk: &Desk) -> Vec<Effect> {
        self.acts().opened(desk)
    }
}

/// Answers a command that is meant for the top screen or for the program.
pub fn act(app: &mut App, command: Command) -> Vec<Reply> {
    let desk = &app.desk;
    let Some(top) = app.screens.last_mut() else {
        return Vec::new();
    };
    match (command, top) {
        (Command::Move(movement), top) => top.acts().step(movement, desk),
        (Command::Text(edit), top) => {
            let edited = top.acts().typed(edit, desk);
            let mut replies = top.acts().after_typing(desk);
            replies.extend(edited.notice.map(|notice| Reply::Say(notice.to_owned())));
            app.kept_text = edited.copied.or(app.kept_text.take());
            replies
        }
        (Command::PasteKept, top) => {
            let text = app.kept_text.clone().unwrap_or_default();
            paste(top, &text, desk)
        }
        (Command::Back, top) => top.acts().back(desk),
        (Command::Backups, Screen::Shelf(screen)) => screen.backups(desk),
        (Command::Today(verb), Screen::Today(screen)) => screen.act(verb, desk),
        (Command::Goals(verb), Screen::Goals(screen)) => screen.act(verb, desk),
        (Command::Goal(verb), Screen::Goal(screen)) => screen.act(verb, desk),
        (Command::Meetings(verb), Screen::Meetings(screen)) => screen.act(verb, desk),
        (Command::Meeting(verb), Screen::Meeting(screen)) => screen.act(verb, desk),
        (Command::Ideas(verb), Screen::Ideas(screen)) => screen.act(verb, desk),
        (Command::Forms(verb), Screen::Forms(screen)) => screen.act(verb, desk),
        (Command::Year(verb), Screen::Year(screen)) => screen.act(verb, desk),
        (Command::Match(verb), Screen::Match(screen)) => screen.act(verb, desk),
        (Command::Closing(verb), Screen::Closing(screen)) => screen.act(verb, desk),
        (Command::ClosingKit, Screen::Closing(_)) => Vec::new(),
        (Command::Form(verb), Screen::Form(screen)) => screen.act(verb, desk),
        (Command::Preview(verb), Screen::Preview(screen)) => screen.act(verb, desk),
        (Command::Found(verb), Screen::Search(screen)) => screen.act(verb, desk),
        (command, _) => anywhere(app, &command),
    }
}

/// Pastes into the top screen.
pub fn paste(top: &mut Screen, text: &str, desk: &Desk) -> Vec<Reply> {
    let edited = top.acts().pasted(text, desk);
    let mut replies = top.acts().after_typing(desk);
    replies.extend(edited.notice.map(|notice| Reply::Say(notice.to_owned())));
    replies
}

/// Answers what works everywhere.
fn anywhere(app: &mut App, command: &Command) -> Vec<Reply> {
    let desk = &app.desk;
    match command {
        Command::Go(place) => reply(Reply::Leave(Leave::To(*place))),
        Command::Shelf => show(Screen::Shelf(shelf::Shelf::default())),
        Command::NewBook => edit(Purpose::NewBook, desk),
        Command::Import => edit(Purpose::Import, desk),
        Command::Sample => reply(Reply::Leave(Leave::Sample)),
        Command::Log => edit(Purpose::Log, desk),
        Command::Plan => edit(Purpose::Plan, desk),
        Command::BuildAgenda => ideas::build_agenda(app),
        Command::ClosingKit => show(Screen::Closing(closing::Closing::default())),
        Command::Search => show(Screen::Search(search::Search::default())),
        Command::NextHit => search::step_hit(app, true),
        Command::PreviousHit => search::step_hit(app, false),
        Command::Palette => reply(Reply::Open(Box::new(Modal::palette(app.contexts())))),
        Command::Help => reply(Reply::Open(Box::new(Modal::Help { scroll: 0 }))),
        Command::Undo if desk.undo.is_none() => reply(Reply::Say("Nothing to undo.".to_owned())),
        Command::Redo if desk.redo.is_none() => reply(Reply::Say("Nothing to redo.".to_owned())),
        Command::Undo => reply(Reply::Book(BookEffect::Undo)),
        Command::Redo => reply(Reply::Book(BookEffect::Redo)),
        Command::Export => preview::choose(app),
        Command::Suspend => reply(Reply::Effect(Effect::Suspend)),
        Command::Quit => reply(Reply::Leave(Leave::Program)),
        Command::Move(_)
        | Command::Back
        | Command::Backups
        | Command::Detail
        | Command::Text(_)
        | Command::PasteKept
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
        | Command::Found(_) => Vec::new(),
    }
}
