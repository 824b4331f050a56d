//! The shelf: all books of the user.

use std::path::PathBuf;

use super::{ScreenEffect, ScreenEffects, ScreenLogic, emit};
use crate::app::command::Command;
use crate::app::keymap::Context;
use crate::app::list_state::{ListState, Selecting};
use crate::app::screen_rows::{ScreenRow, ScreenSection, Tone, row_keys, selected_key};
use crate::app::session::Session;
use crate::app::{Effect, Nav};
use crate::domain::book::ShelfLine;
use crate::domain::ops::OpContext;
use crate::export::ExportSubject;

#[derive(Default)]
pub struct ShelfScreen {
    pub list: ListState<PathBuf>,
}

impl ShelfScreen {
    /// Books of open years, then those of closed years.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<PathBuf>> {
        let (closed, open): (Vec<_>, Vec<_>) = session.shelf.iter().partition(|line| line.closed);
        let rows = |lines: Vec<&ShelfLine>| lines.into_iter().map(row).collect();
        let empty = if closed.is_empty() {
            "No book yet; a starts one."
        } else {
            "No year is under way; a starts one."
        };
        let mut sections = vec![ScreenSection::new("Your books", rows(open), empty)];
        if !closed.is_empty() {
            sections.push(ScreenSection::new("Closed years", rows(closed), ""));
        }
        sections
    }

    fn selected(&self, session: &Session) -> Option<PathBuf> {
        selected_key(&self.list, &self.sections(session))
    }
}

fn row(line: &ShelfLine) -> ScreenRow<PathBuf> {
    let file = line
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if let Some(problem) = &line.problem {
        return ScreenRow::new(line.path.clone(), file)
            .below(problem.clone())
            .tone(Tone::Late);
    }
    let words = [&line.program, &line.phase, &line.next, &line.waits];
    let words: Vec<_> = words
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(String::as_str)
        .collect();
    let row = ScreenRow::new(
        line.path.clone(),
        format!("{} (you are the {})", line.partner, line.me.key()),
    )
    .right(file)
    .below(words.join(" · "));
    if line.closed {
        row.tone(Tone::Muted)
    } else {
        row
    }
}

impl ScreenLogic for ShelfScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Shelf, Context::List, Context::Global]
    }

    fn on_command(
        &mut self,
        command: &Command,
        session: &Session,
        _ctx: &mut OpContext,
    ) -> Option<ScreenEffects> {
        if *command != Command::Backups {
            return None;
        }
        let list = |path| emit(ScreenEffect::Effect(Effect::ListBackups(path)));
        Some(self.selected(session).map_or_else(Vec::new, list))
    }

    fn has_selection(&self, session: &Session) -> bool {
        !session.shelf.is_empty()
    }

    fn open(&mut self, session: &Session, _ctx: &mut OpContext) -> ScreenEffects {
        let open = |path| emit(ScreenEffect::Navigate(Nav::OpenBook(path)));
        self.selected(session).map_or_else(Vec::new, open)
    }

    fn select(&mut self, selecting: Selecting, session: &Session) -> bool {
        self.list
            .apply(selecting, &row_keys(&self.sections(session)))
    }

    fn refresh(&mut self, _session: &Session) -> Vec<Effect> {
        vec![Effect::ListBooks]
    }

    fn export_choices(&self, _session: &Session) -> Vec<ExportSubject> {
        Vec::new()
    }
}
