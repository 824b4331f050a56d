//! The match: the two people and their agreement, the program's page, the reading list.

use super::closing::ClosingScreen;
use super::{Screen, ScreenEffect, ScreenLogic, emit, open_editor, push_screen};
use crate::app::Effect;
use crate::app::command::{Command, adjacent};
use crate::app::edit_target::EditTarget;
use crate::app::exchange::ExchangeEffect;
use crate::app::keymap::Context;
use crate::app::list_state::{ListState, Selecting};
use crate::app::screen_rows::{ScreenSection, row_keys, selected_key};
use crate::app::screens::versions::VersionsScreen;
use crate::app::screens::{ScreenEffects, commit, exchange, find_parcel, record, status};
use crate::app::scroll::{Scroll, max_wrapped_lines};
use crate::app::session::Session;
use crate::domain::change::{Kind, Record};
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::ops::{self};
use crate::domain::person::Role;
use crate::domain::string_enum::string_enum;
use crate::export::{ProgramPage, program_markdown};

mod rows;

/// Key of the form in which a pair agrees how to work together.
const AGREEMENT_FORM: &str = "agreement";

string_enum! {
    MatchPane, "pane" {
        /// The two people, the year and the agreement.
        People = "people" => "People",
        /// The program's page: what it asks and offers.
        Program = "program" => "Program",
        /// The reading list.
        Reading = "reading" => "Reading",
    }
}

/// Rows that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum MatchRow {
    /// A contact detail of a person, by index.
    Person(Role, usize),
    /// The office that runs the program.
    Program,
    /// A fact about the cycle, by index.
    Cycle(usize),
    /// State of the exchange with the partner; opens a parcel for them.
    Share,
    /// Takes in a parcel of the partner.
    Receive,
    /// Fields with several versions.
    Versions,
    /// Opens the closing kit.
    Closing,
    /// Another year with the same partner.
    NextYear,
    /// An answer of the agreement, by index.
    Agreement(usize),
    /// A resource, by its index on the program's reading list.
    Resource(usize),
    /// A book or article of the pair's lists.
    ListItem(ListKind, Id),
}

#[derive(Default)]
pub struct MatchScreen {
    pub pane: MatchPane,
    pub list: ListState<MatchRow>,
    /// Scroll position of the program's page.
    pub scroll: Scroll,
    /// Cached key points of the agreement, refreshed when the book changes: they need all questions of the form.
    agreement: Option<ScreenSection<MatchRow>>,
}

impl MatchScreen {
    /// The screen with `row` selected in `pane`.
    pub fn with_selected(pane: MatchPane, row: MatchRow) -> Self {
        Self {
            pane,
            list: ListState::with_selected(row),
            ..Self::default()
        }
    }

    /// Sections of the pane; none for the program's page.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<MatchRow>> {
        match self.pane {
            MatchPane::People => {
                let mut sections = rows::people(session);
                sections.extend(self.agreement.clone());
                sections
            }
            MatchPane::Program => Vec::new(),
            MatchPane::Reading => rows::reading(session),
        }
    }

    /// The program's page, as Markdown.
    pub fn page(session: &Session) -> String {
        program_markdown(&ProgramPage {
            program: session.program(),
            competencies: session.competencies(),
            year: Some(session.year()),
        })
    }

    pub fn selected(&self, session: &Session) -> Option<MatchRow> {
        selected_key(&self.list, &self.sections(session))
    }

    fn show(&mut self, pane: MatchPane) {
        self.pane = pane;
        self.list = ListState::default();
    }

    fn open_row(&mut self, row: MatchRow, session: &Session) -> ScreenEffects {
        match row {
            MatchRow::Person(role, _) => open_editor(EditTarget::Person(role), session),
            MatchRow::Program => {
                self.show(MatchPane::Program);
                Vec::new()
            }
            MatchRow::Cycle(_) => open_editor(EditTarget::Cycle, session),
            MatchRow::Share => exchange(ExchangeEffect::PrepareShare),
            MatchRow::Receive => find_parcel(),
            MatchRow::Versions => push_screen(Screen::Versions(VersionsScreen::new(None))),
            MatchRow::Closing => push_screen(Screen::Closing(ClosingScreen::default())),
            MatchRow::NextYear => next_year(session),
            MatchRow::Agreement(_) => {
                open_editor(EditTarget::Response(AGREEMENT_FORM.to_owned()), session)
            }
            MatchRow::Resource(index) => match reading_list_item(index, session) {
                Some(item) => record::edit((Kind::ListItem, item.id), session),
                None => status("x marks it as read; then Enter keeps what you thought of it."),
            },
            MatchRow::ListItem(_, id) => record::edit((Kind::ListItem, id), session),
        }
    }
}

/// Starts another year, once the current one is closing or closed.
pub(super) fn next_year(session: &Session) -> ScreenEffects {
    let year = session.year();
    if year.is_closing() || year.is_closed() {
        open_editor(EditTarget::NextCycle, session)
    } else {
        status(
            "Another year comes when this one ends. Its last day moves where its days stand: 7, then Enter.",
        )
    }
}

/// The list item in which the pair ticked or noted the resource at `index` of the program's reading list.
fn reading_list_item(index: usize, session: &Session) -> Option<&ListItem> {
    let resource = session.program().resources.get(index)?;
    let id = ListItem::id_for(&session.program().key, &resource.title);
    let item = session.book.list_items.get(&id)?;
    (!item.archived).then_some(item)
}

fn copy(line: &MatchRow, session: &Session) -> ScreenEffects {
    let (book, program) = (&session.book, session.program());
    let text = match line {
        MatchRow::Person(role, index) => {
            let details = rows::contact_details(*role, session).into_iter();
            details.map(|(_, value)| value).nth(*index)
        }
        MatchRow::Resource(index) => program.resources.get(*index).map(|it| it.place.clone()),
        MatchRow::ListItem(_, id) => book.list_items.get(id).map(|item| item.link.clone()),
        MatchRow::Program
        | MatchRow::Cycle(_)
        | MatchRow::Share
        | MatchRow::Receive
        | MatchRow::Versions
        | MatchRow::Closing
        | MatchRow::NextYear
        | MatchRow::Agreement(_) => None,
    };
    match text.filter(|text| !text.is_empty()) {
        Some(text) => emit(ScreenEffect::Effect(Effect::Copy(text))),
        None => status("Addresses, telephone numbers and links can be copied; here is none."),
    }
}

impl ScreenLogic for MatchScreen {
    fn contexts(&self) -> Vec<Context> {
        let here: &[Context] = match self.pane {
            MatchPane::People => &[Context::Match],
            MatchPane::Program => &[],
            MatchPane::Reading => &[Context::Reading, Context::Match],
        };
        [here, &[Context::List, Context::Global]].concat()
    }

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        Some(match (command, self.selected(session)) {
            (Command::NextYear, _) => next_year(session),
            (Command::Add, _) => {
                open_editor(EditTarget::ListItem(ListKind::Books, None, None), session)
            }
            (Command::Edit, Some(MatchRow::Program)) => open_editor(EditTarget::Start, session),
            (Command::Edit, Some(row)) => self.open_row(row, session),
            (Command::Toggle, Some(MatchRow::Resource(index))) => {
                let resource = session.program().resources.get(index)?;
                commit(ops::list::mark_read(
                    &session.book,
                    session.program(),
                    resource,
                    &session.ctx,
                ))
            }
            (Command::Toggle, Some(MatchRow::ListItem(_, id))) => {
                record::toggle((Kind::ListItem, id), session)
            }
            (Command::Archive, Some(MatchRow::ListItem(_, id))) => {
                record::archive((Kind::ListItem, id), session)
            }
            (Command::Archive, Some(MatchRow::Resource(_))) => {
                status("This stands on the program's list and stays there.")
            }
            (Command::CopyText, Some(row)) => copy(&row, session),
            (Command::Toggle | Command::Archive, _) => {
                status("Select something to read first (Tab shows the next pane).")
            }
            (Command::Edit | Command::CopyText, None) => status("Nothing is selected here."),
            _ => return None,
        })
    }

    fn refresh(&mut self, session: &Session) {
        self.agreement = rows::agreement(session);
    }

    fn on_record_added(&mut self, record: &Record) {
        // A resource just marked as read stays selected where it is on the program's list.
        if let Record::ListItem(item) = record
            && item.done.is_none()
        {
            self.list = ListState::with_selected(MatchRow::ListItem(item.list, item.id));
        }
    }

    fn has_selection(&self, session: &Session) -> bool {
        self.selected(session).is_some()
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        let row = self.selected(session);
        row.map_or_else(Vec::new, |row| self.open_row(row, session))
    }

    fn turn(&mut self, forward: bool, _session: &Session) -> bool {
        self.show(adjacent(MatchPane::ALL, self.pane, forward));
        true
    }

    fn select(&mut self, selecting: Selecting, session: &Session) -> bool {
        if let (MatchPane::Program, Selecting::Move(movement)) = (self.pane, selecting) {
            let lines = max_wrapped_lines(&Self::page(session));
            self.scroll.scroll(movement, lines);
            return true;
        }
        self.list
            .apply(selecting, &row_keys(&self.sections(session)))
    }

    fn show_pane(&mut self, pane: usize, _session: &Session) -> ScreenEffects {
        if let Some(pane) = MatchPane::ALL.get(pane) {
            self.show(*pane);
        }
        Vec::new()
    }
}
