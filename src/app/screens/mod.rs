//! The screens, one file each, with the same name as the file in `ui/screens` that draws it.
//!
//! A screen owns selection and filters, never data: rows are built from the session whenever they are needed; only what
//! walks the whole log is cached and recomputed in `refresh`. A screen handles movement, the commands it has a use for and,
//! where it has text, typing, and returns [`ScreenEffect`]s. What is done to a selected record is in [`record`], the same
//! for all. To add a screen, copy [`goals`], a list with all that a list does, add it to `screens!`, and bind its commands in the keymap.

pub mod archived;
pub mod call;
pub mod closing;
pub mod form;
pub mod forms;
pub mod goal;
pub mod goals;
pub mod ideas;
pub mod import;
pub mod meeting;
pub mod meetings;
pub mod pair;
pub mod preview;
pub mod record;
pub mod review;
pub mod search;
pub mod share;
pub mod shelf;
pub mod today;
pub mod versions;
pub mod welcome;
pub mod year;

use super::command::{Command, MainTab, Move};
use super::edit_target::EditTarget;
use super::exchange::{ExchangeEffect, ParcelEffect};
use super::field::{Edit, EditResult};
use super::keymap::Context;
use super::list_state::Selecting;
use super::modal::Modal;
use super::session::Session;
use super::{BookEffect, DraftText, Effect, Nav};
use crate::domain::answer::Answers;
use crate::domain::change::Record;
use crate::domain::ops::Outcome;
use crate::export::ExportSubject;
use crate::problem::Problem;

/// Result of a screen's handler; carried out by `App::apply_screen_effects`.
pub enum ScreenEffect {
    PushScreen(Box<Screen>),
    /// Navigates away once drafts are saved.
    Navigate(Nav),
    OpenModal(Box<Modal>),
    SetStatus(String),
    /// Saves a commit, or shows why the operation was refused.
    Commit(Outcome),
    /// Saves a commit that replaces the draft with this key.
    CommitDraft(Outcome, String),
    /// Saves the answers of an editor or form.
    Save(EditTarget, Answers),
    Book(BookEffect),
    /// Runs an effect that is not about the open book.
    Effect(Effect),
    /// Marks this hit of the last search as the open one.
    SetCurrentHit(usize),
    ShowError(Problem),
}

pub type ScreenEffects = Vec<ScreenEffect>;

/// A list of one effect.
pub fn emit(effect: ScreenEffect) -> ScreenEffects {
    vec![effect]
}

/// Shows `text` in the status line.
pub fn status(text: impl Into<String>) -> ScreenEffects {
    emit(ScreenEffect::SetStatus(text.into()))
}

/// Saves the commit of an operation, or shows why it was refused.
pub fn commit(result: Outcome) -> ScreenEffects {
    emit(ScreenEffect::Commit(result))
}

pub fn open_modal(modal: Modal) -> ScreenEffects {
    emit(ScreenEffect::OpenModal(Box::new(modal)))
}

pub fn go_back() -> ScreenEffects {
    emit(ScreenEffect::Navigate(Nav::Back))
}

pub fn push_screen(screen: Screen) -> ScreenEffects {
    vec![ScreenEffect::PushScreen(Box::new(screen))]
}

/// Works on the exchange of the open book.
pub fn exchange(effect: ExchangeEffect) -> ScreenEffects {
    emit(ScreenEffect::Book(BookEffect::Exchange(effect)))
}

/// Looks for a parcel to receive.
pub fn find_parcel() -> ScreenEffects {
    emit(ScreenEffect::Effect(Effect::Parcel(ParcelEffect::Find)))
}

/// Opens the editor for `target`, unless the book is read only.
pub fn open_editor(target: EditTarget, session: &Session) -> ScreenEffects {
    open_prepared_editor(target, session, |_| {})
}

/// Opens the editor for `target` after `prepare`.
pub fn open_prepared_editor(
    target: EditTarget,
    session: &Session,
    prepare: impl FnOnce(&mut form::FormScreen),
) -> ScreenEffects {
    if let Some(why) = session.read_only_reason().filter(|_| target.keeps_draft()) {
        return status(why);
    }
    match form::FormScreen::open(target, session) {
        Ok(mut form) => {
            prepare(&mut form);
            push_screen(Screen::Form(form))
        }
        Err(problem) => emit(ScreenEffect::ShowError(problem)),
    }
}

/// Event handlers of a screen. Most screens override only a few.
pub trait ScreenLogic {
    /// Its keymap contexts, innermost first; none for a pane, which has those of its screen.
    fn contexts(&self) -> Vec<Context> {
        Vec::new()
    }

    /// Handles movement and opening.
    fn on_move(&mut self, movement: Move, session: &Session) -> ScreenEffects {
        move_or_open(self, movement, session)
    }

    /// Selects a row of its list. True if a movement moved the selection, or a click was on the selected row.
    fn select(&mut self, _selecting: Selecting, _session: &Session) -> bool {
        false
    }

    /// Effects of another row being selected.
    fn on_selected(&self, _session: &Session) -> ScreenEffects {
        Vec::new()
    }

    /// Opens what is selected.
    fn open(&mut self, _session: &Session) -> ScreenEffects {
        Vec::new()
    }

    /// Shows the next pane or part (`forward`), or the previous one; false if there are none.
    fn turn(&mut self, _forward: bool, _session: &Session) -> bool {
        false
    }

    /// True if the key to the right opens the selected row.
    fn opens_to_the_right(&self) -> bool {
        false
    }

    /// Handles a command that the keymap binds here; none if the screen has no use for it.
    fn on_command(&mut self, _command: &Command, _session: &Session) -> Option<ScreenEffects> {
        None
    }

    /// True if a row is selected; commands that need a selection are disabled otherwise.
    fn has_selection(&self, _session: &Session) -> bool {
        true
    }

    /// Handles a click on a row; one on the selected row opens it.
    fn click(&mut self, row: usize, session: &Session) -> ScreenEffects {
        if self.select(Selecting::Row(row), session) {
            self.open(session)
        } else {
            self.on_selected(session)
        }
    }

    /// Handles a click on a day of a calendar.
    fn click_day(&mut self, _day: chrono::NaiveDate) {}

    /// Shows the pane or tab with index `pane`.
    fn show_pane(&mut self, _pane: usize, _session: &Session) -> ScreenEffects {
        Vec::new()
    }

    fn on_edit(&mut self, _edit: Edit, _session: &Session) -> EditResult {
        EditResult::default()
    }

    fn on_paste(&mut self, _text: &str, _session: &Session) -> EditResult {
        EditResult::default()
    }

    /// Runs after the text was edited or pasted into.
    fn on_text_changed(&mut self, _session: &Session) -> ScreenEffects {
        Vec::new()
    }

    /// The text that it keeps as a draft until it is saved; none if it has no such text.
    fn draft(&self) -> Option<DraftText> {
        None
    }

    /// True if its draft differs from what is saved.
    fn is_changed(&self) -> bool {
        false
    }

    /// True while something of it is in no draft yet.
    fn is_dirty(&self) -> bool {
        false
    }

    fn set_dirty(&mut self, _dirty: bool) {}

    /// Handles Esc.
    fn on_back(&mut self, _session: &Session) -> ScreenEffects {
        go_back()
    }

    /// Selects a record that was just added, if the screen lists it.
    fn on_record_added(&mut self, _record: &Record) {}

    /// Refreshes cached rows; runs when the screen is shown or the book changes.
    fn refresh(&mut self, _session: &Session) {}

    /// The effects that load the records it misses; asked after each refresh.
    fn loads(&mut self, _session: &Session) -> Vec<Effect> {
        Vec::new()
    }

    /// Subjects of what is shown here, offered first for export.
    fn export_choices(&self, _session: &Session) -> Vec<ExportSubject> {
        Vec::new()
    }
}

/// Handlers of a screen with one list: the rows of its `sections`, one of them `selected`; with the name of its keymap
/// context.
macro_rules! section_list {
    () => {
        fn has_selection(&self, session: &$crate::app::session::Session) -> bool {
            self.selected(session).is_some()
        }

        fn select(
            &mut self,
            selecting: $crate::app::list_state::Selecting,
            session: &$crate::app::session::Session,
        ) -> bool {
            let keys = $crate::app::screen_rows::row_keys(&self.sections(session));
            self.list.apply(selecting, &keys)
        }
    };
    ($context:ident) => {
        fn contexts(&self) -> Vec<$crate::app::keymap::Context> {
            use $crate::app::keymap::Context;
            vec![Context::$context, Context::List, Context::Global]
        }

        section_list!();
    };
}
use section_list;

/// Opens what is selected, shows another pane, or moves among the rows.
fn move_or_open<S: ScreenLogic + ?Sized>(
    screen: &mut S,
    movement: Move,
    session: &Session,
) -> ScreenEffects {
    let has_turned = match movement {
        Move::Open => return screen.open(session),
        Move::Right if screen.opens_to_the_right() => return screen.open(session),
        Move::Next | Move::Right => screen.turn(true, session),
        Move::Previous | Move::Left => screen.turn(false, session),
        Move::Up | Move::Down | Move::PageUp | Move::PageDown | Move::First | Move::Last => false,
    };
    if !has_turned {
        screen.select(Selecting::Move(movement), session);
    }
    screen.on_selected(session)
}

/// Declares [`Screen`]: its screens, each with its handlers and the tab it belongs to.
macro_rules! screens {
    ($($(#[$doc:meta])* $name:ident($screen:ty) in $tab:expr;)*) => {
        /// A screen of the stack.
        #[expect(clippy::large_enum_variant, reason = "there are few at a time")]
        pub enum Screen {
            $($(#[$doc])* $name($screen),)*
        }

        impl Screen {
            pub fn logic(&self) -> &dyn ScreenLogic {
                match self {
                    $(Self::$name(screen) => screen,)*
                }
            }

            pub fn logic_mut(&mut self) -> &mut dyn ScreenLogic {
                match self {
                    $(Self::$name(screen) => screen,)*
                }
            }

            /// The tab it belongs to, for highlighting.
            pub const fn tab(&self) -> Option<MainTab> {
                match self {
                    $(Self::$name(_) => $tab,)*
                }
            }
        }
    };
}

screens! {
    /// Start screen while there is no book.
    Welcome(welcome::WelcomeScreen) in None;
    /// All books.
    Shelf(shelf::ShelfScreen) in None;
    Today(today::TodayScreen) in Some(MainTab::Today);
    Goals(goals::GoalsScreen) in Some(MainTab::Goals);
    Goal(goal::GoalScreen) in Some(MainTab::Goals);
    /// The log of meetings and contacts.
    Meetings(meetings::MeetingsScreen) in Some(MainTab::Meetings);
    Meeting(meeting::MeetingScreen) in Some(MainTab::Meetings);
    /// A call while it is held.
    Call(call::CallScreen) in Some(MainTab::Meetings);
    Ideas(ideas::IdeasScreen) in Some(MainTab::Ideas);
    Forms(forms::FormsScreen) in Some(MainTab::Forms);
    Year(year::YearScreen) in Some(MainTab::Year);
    Match(pair::MatchScreen) in Some(MainTab::Match);
    Closing(closing::ClosingScreen) in None;
    /// The archived records.
    Archived(archived::ArchivedScreen) in None;
    /// A form or editor being filled in.
    Form(form::FormScreen) in None;
    /// Preview of an export.
    Preview(preview::PreviewScreen) in None;
    /// Preview of an import.
    Import(import::ImportScreen) in None;
    Search(search::SearchScreen) in None;
    /// A parcel before it is written.
    Share(share::ShareScreen) in Some(MainTab::Match);
    /// A parcel before it is taken in.
    Review(review::ReviewScreen) in Some(MainTab::Match);
    /// Fields with several versions.
    Versions(versions::VersionsScreen) in None;
}

impl Screen {
    pub fn welcome() -> Self {
        Self::Welcome(welcome::WelcomeScreen::default())
    }

    /// The first screen of a tab.
    pub fn for_tab(tab: MainTab, session: &Session) -> Self {
        match tab {
            MainTab::Today => Self::Today(today::TodayScreen::default()),
            MainTab::Goals => Self::Goals(goals::GoalsScreen::default()),
            MainTab::Meetings => Self::Meetings(meetings::MeetingsScreen::default()),
            MainTab::Ideas => Self::Ideas(ideas::IdeasScreen::default()),
            MainTab::Forms => Self::Forms(forms::FormsScreen::default()),
            MainTab::Year => Self::Year(year::YearScreen::new(session)),
            MainTab::Match => Self::Match(pair::MatchScreen::default()),
        }
    }
}

/// Pastes into the text field of the screen.
pub fn paste_into(top: &mut Screen, text: &str, session: &Session) -> ScreenEffects {
    let top = top.logic_mut();
    let edited = top.on_paste(text, session);
    after_edit(top, &edited, session)
}

pub(super) fn after_edit(
    top: &mut dyn ScreenLogic,
    edited: &EditResult,
    session: &Session,
) -> ScreenEffects {
    let mut effects = top.on_text_changed(session);
    effects.extend(edited.notice.into_iter().flat_map(status));
    effects
}
