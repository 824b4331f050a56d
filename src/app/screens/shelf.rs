//! The shelf: all books of the user.

use std::path::PathBuf;

use crate::domain::book::ShelfLine;

use super::{Acts, Reply, reply};
use crate::app::command::Move;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::rows::{Row, Section, Tone, keys};
use crate::app::{Effect, Leave};

/// The screen.
#[derive(Default)]
pub struct Shelf {
    /// Which book is selected.
    pub list: List<PathBuf>,
}

impl Shelf {
    /// The books; those of years that were closed below the others.
    pub fn sections(&self, desk: &Desk) -> Vec<Section<PathBuf>> {
        let (closed, open): (Vec<_>, Vec<_>) = desk.shelf.iter().partition(|line| line.closed);
        let rows = |lines: Vec<&ShelfLine>| lines.into_iter().map(row).collect();
        let empty = if closed.is_empty() {
            "No book yet; a starts one."
        } else {
            "No year is under way; a starts one."
        };
        let mut sections = vec![Section::new("Your books", rows(open), empty)];
        if !closed.is_empty() {
            sections.push(Section::new("Closed years", rows(closed), ""));
        }
        sections
    }
}

impl Shelf {
    /// Lists the backups of the selected book.
    pub fn backups(&self, desk: &Desk) -> Vec<Reply> {
        let list = |path: &PathBuf| reply(Reply::Effect(Effect::ListBackups(path.clone())));
        let keys = keys(&self.sections(desk));
        self.list.selected(&keys).map_or_else(Vec::new, list)
    }
}

fn row(line: &ShelfLine) -> Row<PathBuf> {
    let file = line
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if let Some(problem) = &line.problem {
        return Row::new(line.path.clone(), file)
            .below(problem.clone())
            .tone(Tone::Late);
    }
    let words = [&line.program, &line.phase, &line.next, &line.waits];
    let words: Vec<_> = words
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(String::as_str)
        .collect();
    let row = Row::new(
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

impl Acts for Shelf {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Shelf, Context::List, Context::Global]
    }

    fn has_selection(&self, desk: &Desk) -> bool {
        !desk.shelf.is_empty()
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        let keys = keys(&self.sections(desk));
        if movement != Move::Open {
            self.list.step(movement, &keys);
            return Vec::new();
        }
        let open = |path: &PathBuf| reply(Reply::Leave(Leave::Book(path.clone())));
        self.list.selected(&keys).map_or_else(Vec::new, open)
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        if self.list.click(row, &keys(&self.sections(desk))) {
            self.step(Move::Open, desk)
        } else {
            Vec::new()
        }
    }

    fn opened(&mut self, _desk: &Desk) -> Vec<Effect> {
        vec![Effect::ListBooks]
    }

    fn export(&self, _desk: &Desk) -> Vec<crate::export::What> {
        Vec::new()
    }
}
