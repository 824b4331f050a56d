//! The match: the two people and what they agreed on, the program's page, the reading list.

use crate::domain::change::Record;
use crate::domain::id::Id;
use crate::domain::list::{ListItem, ListKind};
use crate::domain::person::Role;

use super::closing::Closing;
use super::{Acts, Reply, Screen, edit, reply, show};
use crate::app::Effect;
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::purpose::Purpose;
use crate::app::rows::{Section, keys, selected};
use crate::app::scroll::{Scroll, most_lines};

mod page;
mod rows;

/// Key of the form in which a pair agrees how to work together.
const AGREEMENT: &str = "agreement";

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Edits what is selected.
    Edit,
    /// Marks it as read, or not.
    Toggle,
    /// Adds a book to the pair's list.
    AddBook,
    /// Puts a book or article of the pair's list away.
    Archive,
    /// Copies what is selected: an address, a telephone number, a link.
    CopyText,
    /// Starts another year with the same partner.
    NextYear,
}

/// The panes of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The two people, the year and what they agreed on.
    #[default]
    People,
    /// What the program asks and offers.
    Program,
    /// What to read.
    Reading,
}

impl Pane {
    /// All panes in order.
    pub const ALL: [Self; 3] = [Self::People, Self::Program, Self::Reading];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::Program => "Program",
            Self::Reading => "Reading",
        }
    }
}

/// A line that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// Something about one of the two people, by its place.
    Person(Role, usize),
    /// Who runs the program.
    Program,
    /// Something about the cycle, by its place.
    Cycle(usize),
    /// The end of the year: it opens the closing kit.
    Closing,
    /// Another year with the same partner.
    NextYear,
    /// An answer of the agreement, by its place.
    Agreed(usize),
    /// What stands at this place of the program's reading list.
    Resource(usize),
    /// A book or article of the pair's lists.
    Item(ListKind, Id),
}

/// The screen.
#[derive(Default)]
pub struct MatchScreen {
    /// The pane that is shown.
    pub pane: Pane,
    /// Which line is selected.
    pub list: List<Line>,
    /// How far the program's page is scrolled.
    pub scroll: Scroll,
    /// The key points of the agreement, worked out when the book changes: it takes all of its questions.
    agreement: Option<Section<Line>>,
}

impl MatchScreen {
    /// The screen with `line` selected in `pane`.
    pub fn on(pane: Pane, line: Line) -> Self {
        Self {
            pane,
            list: List::on(line),
            ..Self::default()
        }
    }

    /// What the pane lists; nothing for the program's page.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<Line>> {
        match self.pane {
            Pane::People => {
                let mut sections = rows::people(desk);
                sections.extend(self.agreement.clone());
                sections
            }
            Pane::Program => Vec::new(),
            Pane::Reading => rows::reading(desk),
        }
    }

    /// The program's page as Markdown.
    pub fn page(desk: &Desk) -> String {
        page::page(desk)
    }

    /// The selected line.
    pub fn selected(&self, desk: &Desk) -> Option<Line> {
        selected(&self.list, &self.sections(desk))
    }

    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        let line = self.selected(desk);
        match (verb, line) {
            (Verb::NextYear, _) => next_year(desk),
            (Verb::AddBook, _) => edit(Purpose::ListItem(ListKind::Books, None, None), desk),
            (Verb::Edit, Some(line)) => self.open(line, desk),
            (Verb::Toggle, Some(Line::Resource(place))) => {
                reply(Reply::Do(Deed::ReadResource(place)))
            }
            (Verb::Toggle, Some(Line::Item(_, id))) => reply(Reply::Do(Deed::TickListItem(id))),
            (Verb::Archive, Some(Line::Item(_, id))) => reply(Reply::Do(Deed::ArchiveListItem(id))),
            (Verb::Archive, Some(Line::Resource(_))) => reply(Reply::Say(
                "This stands on the program's list and stays there.".to_owned(),
            )),
            (Verb::CopyText, Some(line)) => copy(&line, desk),
            (Verb::Toggle | Verb::Archive, _) => reply(Reply::Say(
                "Select something to read first (Tab shows the next pane).".to_owned(),
            )),
            (Verb::Edit | Verb::CopyText, None) => {
                reply(Reply::Say("Nothing is selected here.".to_owned()))
            }
        }
    }

    fn open(&mut self, line: Line, desk: &Desk) -> Vec<Reply> {
        match line {
            Line::Person(role, _) => edit(Purpose::Person(role), desk),
            Line::Program => {
                self.show_pane(1, desk);
                Vec::new()
            }
            Line::Cycle(_) => edit(Purpose::Cycle, desk),
            Line::Closing => show(Screen::Closing(Closing::default())),
            Line::NextYear => next_year(desk),
            Line::Agreed(_) => edit(Purpose::Response(AGREEMENT.to_owned()), desk),
            Line::Resource(place) => match listed(place, desk) {
                Some(item) => edit_item(item, desk),
                None => reply(Reply::Say(
                    "x marks it as read; then Enter keeps what you thought of it.".to_owned(),
                )),
            },
            Line::Item(list, id) => edit(Purpose::ListItem(list, Some(id), None), desk),
        }
    }
}

/// Starts another year, once the present one is closing or closed.
pub(super) fn next_year(desk: &Desk) -> Vec<Reply> {
    let year = desk.year();
    if year.is_closing() || year.is_closed() {
        edit(Purpose::NextCycle, desk)
    } else {
        reply(Reply::Say(
            "Another year comes when this one ends. Its last day moves where its days stand: 7, then Enter."
                .to_owned(),
        ))
    }
}

fn edit_item(item: &ListItem, desk: &Desk) -> Vec<Reply> {
    edit(Purpose::ListItem(item.list, Some(item.id), None), desk)
}

/// The line of the pair's lists that says what became of `place` on the program's reading list.
fn listed(place: usize, desk: &Desk) -> Option<&ListItem> {
    let resource = desk.program().resources.get(place)?;
    let id = ListItem::id_for(&desk.program().key, &resource.title);
    let item = desk.book.list_items.get(&id)?;
    (!item.archived).then_some(item)
}

fn copy(line: &Line, desk: &Desk) -> Vec<Reply> {
    let text = match line {
        Line::Person(role, place) => rows::contacts(*role, desk)
            .get(*place)
            .map(|(_, value)| value.clone()),
        Line::Resource(place) => desk
            .program()
            .resources
            .get(*place)
            .map(|it| it.place.clone()),
        Line::Item(_, id) => desk.book.list_items.get(id).map(|item| item.link.clone()),
        Line::Program | Line::Cycle(_) | Line::Closing | Line::NextYear | Line::Agreed(_) => None,
    };
    match text.filter(|text| !text.is_empty()) {
        Some(text) => reply(Reply::Effect(Effect::Copy(text))),
        None => reply(Reply::Say(
            "Addresses, telephone numbers and links can be copied; here is none.".to_owned(),
        )),
    }
}

impl Acts for MatchScreen {
    fn contexts(&self) -> Vec<Context> {
        match self.pane {
            Pane::People => vec![Context::Match, Context::List, Context::Global],
            Pane::Program => vec![Context::List, Context::Global],
            Pane::Reading => vec![
                Context::Reading,
                Context::Match,
                Context::List,
                Context::Global,
            ],
        }
    }

    fn opened(&mut self, desk: &Desk) -> Vec<Effect> {
        self.agreement = rows::agreement(desk);
        Vec::new()
    }

    fn added(&mut self, record: &Record) {
        // What was just marked as read on the program's list stays where it is.
        if let Record::ListItem(item) = record
            && item.done.is_none()
        {
            self.list = List::on(Line::Item(item.list, item.id));
        }
    }

    fn has_selection(&self, desk: &Desk) -> bool {
        self.selected(desk).is_some()
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        let here = Pane::ALL
            .iter()
            .position(|pane| *pane == self.pane)
            .unwrap_or(0);
        let count = Pane::ALL.len();
        match movement {
            Move::Next | Move::Right => self.show_pane((here + 1) % count, desk),
            Move::Previous | Move::Left => self.show_pane((here + count - 1) % count, desk),
            Move::Open => {
                let line = self.selected(desk);
                return line.map_or_else(Vec::new, |line| self.open(line, desk));
            }
            Move::Up | Move::Down | Move::PageUp | Move::PageDown | Move::First | Move::Last => {
                if self.pane == Pane::Program {
                    self.scroll.step(movement, most_lines(&Self::page(desk)));
                } else {
                    self.list.step(movement, &keys(&self.sections(desk)));
                }
            }
        }
        Vec::new()
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &keys(&self.sections(desk))) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }

    fn show_pane(&mut self, pane: usize, _desk: &Desk) {
        if let Some(pane) = Pane::ALL.get(pane) {
            self.pane = *pane;
            self.list = List::default();
        }
    }
}
