//! What an export will write, shown in full before anything leaves the machine.

use crate::export::{EXPORTERS, What};

use super::{Acts, Reply, reply};
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::modal::{Modal, PickRow, moved};
use crate::app::{App, Effect, Msg};

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Writes the file.
    WriteFile,
    /// Copies the text.
    CopyText,
}

/// The screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// What is exported.
    pub what: What,
    /// The format's id.
    pub format: &'static str,
    /// Its heading.
    pub title: String,
    /// The file it would write.
    pub file: String,
    /// What stays here, in words.
    pub stays: Vec<String>,
    /// What is in it: the file as it is, or its words where people cannot read the file itself.
    pub text: String,
    /// Lines scrolled away.
    pub scroll: usize,
}

impl Preview {
    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        match verb {
            Verb::WriteFile => reply(Reply::Effect(Effect::Write(self.what.clone(), self.format))),
            Verb::CopyText => {
                let copy = Reply::Effect(Effect::Copy(self.text.clone()));
                let sent = sent_ahead(&self.what, desk).map(Reply::Do);
                [copy].into_iter().chain(sent).collect()
            }
        }
    }

    fn other_format(&self, forward: bool) -> &'static str {
        let count = EXPORTERS.len();
        let here = EXPORTERS
            .iter()
            .position(|exporter| exporter.id() == self.format)
            .unwrap_or(0);
        let next = if forward { here + 1 } else { here + count - 1 };
        EXPORTERS[next % count].id()
    }
}

/// What the book notes when `what` has left it as text or file: that an agenda was sent ahead.
pub fn sent_ahead(what: &What, desk: &Desk) -> Option<Deed> {
    let What::Agenda(meeting) = what else {
        return None;
    };
    let ahead = desk.book.meetings.get(meeting)?;
    let first = ahead.is_planned() && ahead.sent.is_none() && desk.read_only.is_none();
    first.then_some(Deed::SentAhead(*meeting))
}

/// Asks what to write out, of what the screen offers, and in which format.
pub fn choose(app: &App) -> Vec<Reply> {
    let Some(screen) = app.screen().filter(|_| app.desk.has_book()) else {
        return reply(Reply::Say("Open a book first.".to_owned()));
    };
    let mut offered = screen.read().export(&app.desk);
    let forms = app.desk.forms().into_iter();
    for (form_use, _) in forms.filter(|(_, def)| !def.private) {
        let form = What::Form { key: form_use.form };
        if !offered.contains(&form) {
            offered.insert(offered.len().saturating_sub(1), form);
        }
    }
    let rows = offered
        .iter()
        .map(|what| PickRow::new(label(what, &app.desk), Msg::Export(what.clone(), "txt")))
        .collect();
    reply(Reply::Open(Box::new(Modal::Pick {
        title: "Write out what?".to_owned(),
        rows,
        selected: 0,
    })))
}

fn label(what: &What, desk: &Desk) -> String {
    match what {
        What::Form { key } => desk
            .forms()
            .into_iter()
            .find(|(form_use, _)| form_use.form == *key)
            .map_or_else(|| key.clone(), |(form_use, _)| form_use.title),
        What::Meeting(_) => "The record of this meeting".to_owned(),
        What::Meetings { .. } => "The records of all meetings".to_owned(),
        What::Agenda(_) => "The agenda, as text to send".to_owned(),
        What::Everything => "The whole shared book".to_owned(),
    }
}

impl Acts for Preview {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Preview, Context::List, Context::Global]
    }

    fn step(&mut self, movement: Move, desk: &Desk) -> Vec<Reply> {
        match movement {
            Move::Next | Move::Right | Move::Previous | Move::Left => {
                let format = self.other_format(matches!(movement, Move::Next | Move::Right));
                reply(Reply::Effect(Effect::Preview(self.what.clone(), format)))
            }
            Move::Up | Move::Down | Move::PageUp | Move::PageDown | Move::First | Move::Last => {
                self.scroll = moved(self.scroll, self.text.lines().count(), movement);
                Vec::new()
            }
            Move::Open => self.act(Verb::WriteFile, desk),
        }
    }

    fn click(&mut self, _row: usize, _desk: &Desk) -> Vec<Reply> {
        Vec::new()
    }
}
