//! The shelf: all books of the user, and what is late or due soon in any of them.

use std::path::PathBuf;

use super::{
    ScreenEffect, ScreenEffects, ScreenLogic, emit, push_screen, search, section_list, status,
    today,
};
use crate::app::command::Command;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Tone, joined, selected_key, shown};
use crate::app::screens::Screen;
use crate::app::session::Session;
use crate::app::{Effect, Nav, Place};
use crate::domain::book::ShelfLine;
use crate::domain::id::Id;
use crate::domain::ops::OpContext;
use crate::domain::schedule::{DueKind, Upcoming};

/// Rows that can be selected.
#[derive(Clone, Debug, PartialEq)]
pub enum ShelfRow {
    Book(PathBuf),
    /// Something with a date in one of several books.
    Due(PathBuf, DueKind, Id),
}

#[derive(Default)]
pub struct ShelfScreen {
    pub list: ListState<ShelfRow>,
}

impl ShelfScreen {
    /// The shelf, with the open book selected.
    pub fn new(session: &Session) -> Self {
        let open = session.path.clone().map(ShelfRow::Book);
        let list = open.map_or_else(ListState::default, ListState::with_selected);
        Self { list }
    }

    /// Books of open years, those of closed years, archived ones; with several books, what is due in them comes last.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<ShelfRow>> {
        let (archived, lines): (Vec<_>, Vec<_>) =
            session.shelf.iter().partition(|line| line.archived);
        let (closed, open): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.closed);
        let row = |line: &&ShelfLine| {
            if Self::has_due(session) {
                short_row(line, &session.shelf)
            } else {
                row(line)
            }
        };
        let rows = |lines: &[&ShelfLine]| lines.iter().map(row).collect();
        let empty = if closed.is_empty() {
            "No book yet; a starts one."
        } else {
            "No year is under way; a starts one."
        };
        let mut sections = shown(vec![
            ScreenSection::new("Your books", rows(&open), empty),
            ScreenSection::new("Closed years", rows(&closed), ""),
            ScreenSection::new("Archived", rows(&archived), ""),
        ]);
        if Self::has_due(session) {
            sections.push(due(&session.shelf));
        }
        sections
    }

    /// True if there are several books; Today says of the only one what is due.
    pub fn has_due(session: &Session) -> bool {
        session.shelf.iter().filter(|line| !line.archived).count() > 1
    }

    fn selected(&self, session: &Session) -> Option<ShelfRow> {
        selected_key(&self.list, &self.sections(session))
    }
}

/// Lines of all books that are late or due soon.
fn due(lines: &[ShelfLine]) -> ScreenSection<ShelfRow> {
    let rows = ShelfLine::due_in_all(lines)
        .into_iter()
        .map(|(line, item)| {
            let key = ShelfRow::Due(line.path.clone(), item.kind, item.id);
            let text = line.due_heading(item);
            ScreenRow {
                text,
                ..today::due_row(key, item)
            }
        });
    let empty = "Nothing is late, and nothing is due in the next 14 days.";
    ScreenSection::new("Late and next 14 days, all books", rows.collect(), empty)
}

fn row(line: &ShelfLine) -> ScreenRow<ShelfRow> {
    let key = ShelfRow::Book(line.path.clone());
    let file = line.path.file_name().unwrap_or_default().to_string_lossy();
    if let Some(problem) = &line.problem {
        return ScreenRow::new(key, file)
            .below(problem.clone())
            .tone(Tone::Late);
    }
    let text = format!("{} (you are the {})", line.partner, line.me.key());
    let row = ScreenRow::new(key, text).right(file).below(joined([
        &line.program,
        &line.phase,
        &line.next,
        &line.waits,
        &line.copy,
    ]));
    if line.closed || line.archived {
        row.tone(Tone::Muted)
    } else {
        row
    }
}

/// The row of one of several books, without the dates that stand beside them; the file where that tells it from another.
fn short_row(line: &ShelfLine, shelf: &[ShelfLine]) -> ScreenRow<ShelfRow> {
    if line.problem.is_some() {
        return row(line);
    }
    let words = |item: &Upcoming| format!("{} {}", item.kind.key(), item.words());
    let today = line.due.iter().find(|item| item.is_meeting_today());
    let waits = Some(&line.waits).filter(|waits| !waits.is_empty());
    let waiting: Vec<_> = today.map(words).into_iter().chain(waits.cloned()).collect();
    let state = match line.due.first() {
        _ if line.closed => line.phase.clone(),
        _ if !waiting.is_empty() => waiting.join(", "),
        Some(item) => words(item),
        None => "all quiet".to_owned(),
    };
    let is_namesake = |other: &&ShelfLine| other.partner == line.partner;
    let row = row(line);
    let has_namesake = shelf.iter().filter(is_namesake).count() > 1;
    let file = has_namesake.then(|| row.right.clone());
    ScreenRow {
        text: line.partner.clone(),
        right: format!("{} · {} · {state}", line.program, line.me.key()),
        below: joined(file.into_iter().chain([line.copy.clone()])),
        ..row
    }
}

impl ScreenLogic for ShelfScreen {
    section_list!(Shelf);

    fn on_command(
        &mut self,
        command: &Command,
        session: &Session,
        _ctx: &mut OpContext,
    ) -> Option<ScreenEffects> {
        let book = match self.selected(session) {
            Some(ShelfRow::Book(path)) => Some(path),
            Some(ShelfRow::Due(..)) | None => None,
        };
        let effect = |effect| emit(ScreenEffect::Effect(effect));
        Some(match (command, book) {
            (Command::Search, _) => {
                push_screen(Screen::Search(search::SearchScreen::in_all_books()))
            }
            (Command::Backups, Some(path)) => effect(Effect::ListBackups(path)),
            (Command::Archive, Some(path)) => {
                let is_archived = |line: &ShelfLine| line.path == path && line.archived;
                let archived = !session.shelf.iter().any(is_archived);
                effect(Effect::ArchiveBook(path, archived))
            }
            (Command::Backups | Command::Archive, None) => status("Select a book first."),
            _ => return None,
        })
    }

    fn open(&mut self, session: &Session, _ctx: &mut OpContext) -> ScreenEffects {
        let (path, place) = match self.selected(session) {
            Some(ShelfRow::Book(path)) => (path, None),
            Some(ShelfRow::Due(path, kind, id)) => (path, Some(Place::Due(kind, id))),
            None => return Vec::new(),
        };
        emit(ScreenEffect::Navigate(Nav::OpenBook(path, place)))
    }

    fn refresh(&mut self, _session: &Session) -> Vec<Effect> {
        vec![Effect::ListBooks]
    }
}
