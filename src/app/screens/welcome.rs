//! The welcome of an empty home: start a book, or look at the sample year.

use super::{Acts, Reply, edit, reply};
use crate::app::Leave;
use crate::app::command::Move;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::list::List;
use crate::app::purpose::Purpose;
use crate::app::rows::{Row, Section, keys};

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Start a book.
    Start,
    /// Look at the sample year.
    Sample,
}

/// The screen.
#[derive(Default)]
pub struct Welcome {
    /// Which choice is selected.
    pub list: List<Choice>,
}

impl Welcome {
    /// The choices.
    pub fn sections(&self) -> Vec<Section<Choice>> {
        let rows = vec![
            Row::new(Choice::Start, "Start a book for your match")
                .right("s")
                .below("Five questions, less than a minute; everything can be changed later."),
            Row::new(Choice::Sample, "Look at the sample year")
                .right("d")
                .below("An invented pair half way through its year. A copy: change what you like."),
        ];
        vec![Section::new("", rows, "")]
    }
}

impl Acts for Welcome {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Welcome, Context::List, Context::Global]
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        if movement != Move::Open {
            self.list.step(movement, &keys(&self.sections()));
            return Vec::new();
        }
        match self.list.selected(&keys(&self.sections())) {
            Some(Choice::Sample) => reply(Reply::Leave(Leave::Sample)),
            Some(Choice::Start) | None => edit(Purpose::NewBook, desk),
        }
    }

    fn click(&mut self, row: usize, desk: &Desk) -> Vec<Reply> {
        self.list.select(row, &keys(&self.sections()));
        self.step(Move::Open, desk)
    }

    fn back(&mut self, _desk: &Desk) -> Vec<Reply> {
        reply(Reply::Say("q quits.".to_owned()))
    }

    fn export(&self, _desk: &Desk) -> Vec<crate::export::What> {
        Vec::new()
    }
}
