//! What an export will write, shown in full before anything leaves the machine.

use std::path::PathBuf;

use chrono::Datelike;

use super::{Acts, Reply, reply};
use crate::app::command::Move;
use crate::app::deed::Deed;
use crate::app::desk::Desk;
use crate::app::keymap::Context;
use crate::app::modal::{Modal, PickRow, moved};
use crate::app::{App, BookEffect, Effect, Msg};
use crate::domain::{mail, when};
use crate::export::{EXPORTERS, Level, Request, What};

/// What only this screen understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Writes the file.
    WriteFile,
    /// Copies the text.
    CopyText,
    /// Chooses how much leaves.
    Level,
    /// Opens the file that was written.
    OpenFile,
    /// Opens the folder it is in.
    OpenFolder,
    /// Copies a text to send the file with.
    CopyMail,
}

/// The screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// What is exported, how.
    pub request: Request,
    /// Its heading.
    pub title: String,
    /// What the document is called within a sentence.
    pub name: String,
    /// The file it would write.
    pub file: String,
    /// What stays here, in words.
    pub stays: Vec<String>,
    /// The beginning of what would be written, or the words in it where the file is no text.
    pub text: String,
    /// Lines scrolled away.
    pub scroll: usize,
    /// The file that was written last.
    pub written: Option<PathBuf>,
}

impl Preview {
    /// Answers a verb.
    pub fn act(&mut self, verb: Verb, desk: &Desk) -> Vec<Reply> {
        match verb {
            Verb::WriteFile => reply(Reply::Book(BookEffect::Write(self.request.clone()))),
            Verb::CopyText => {
                let copy = Reply::Effect(Effect::Copy(self.text.clone()));
                let leaves = self.request.level != Level::All;
                let sent = sent_ahead(&self.request.what, desk).filter(|_| leaves);
                let sent = sent.map(Reply::Do);
                [copy].into_iter().chain(sent).collect()
            }
            Verb::Level => reply(Reply::Open(Box::new(self.levels()))),
            Verb::OpenFile => self.open(|path| Some(path.clone())),
            Verb::OpenFolder => self.open(|path| path.parent().map(PathBuf::from)),
            Verb::CopyMail => self.copy_mail(desk),
        }
    }

    /// How much may leave, to pick from.
    fn levels(&self) -> Modal {
        let row =
            |level: &Level| PickRow::new(level.label(), Msg::Export(self.request.at_level(*level)));
        let at = |level: &Level| *level == self.request.level;
        Modal::Pick {
            title: "How much leaves?".to_owned(),
            rows: Level::ALL.iter().map(row).collect(),
            selected: Level::ALL.iter().position(at).unwrap_or_default(),
        }
    }

    fn open(&self, place: impl Fn(&PathBuf) -> Option<PathBuf>) -> Vec<Reply> {
        reply(match self.written.as_ref().and_then(place) {
            Some(path) => Reply::Effect(Effect::Open(path)),
            None => Reply::Say("Nothing is written yet. Enter writes the file.".to_owned()),
        })
    }

    fn copy_mail(&self, desk: &Desk) -> Vec<Reply> {
        if self.request.level == Level::All {
            let why = "This file is for you alone, so there is no e-mail to send it with.";
            return reply(Reply::Say(why.to_owned()));
        }
        let to = match &self.request.what {
            What::Form { key } => desk
                .forms()
                .into_iter()
                .find(|(form_use, _)| form_use.form == *key)
                .map_or_else(String::new, |(form_use, _)| form_use.to),
            What::Meeting(_)
            | What::Meetings { .. }
            | What::Agenda(_)
            | What::Year
            | What::Hours
            | What::Everything => String::new(),
        };
        let written = self.written.as_ref().and_then(|path| path.file_name());
        let file = written.map_or(self.file.clone(), |name| {
            name.to_string_lossy().into_owned()
        });
        let text = mail::cover(&desk.year(), &self.name, &to, &file);
        reply(Reply::Effect(Effect::Copy(text)))
    }

    /// The formats that can say it.
    fn other_format(&self, forward: bool) -> &'static str {
        let formats = formats(&self.request.what);
        let count = formats.len().max(1);
        let here = formats
            .iter()
            .position(|format| *format == self.request.format)
            .unwrap_or(0);
        let next = if forward { here + 1 } else { here + count - 1 };
        formats
            .get(next % count)
            .copied()
            .unwrap_or(self.request.format)
    }
}

/// The ids of the formats that can say `what`.
fn formats(what: &What) -> Vec<&'static str> {
    let suiting = EXPORTERS.iter().filter(|exporter| exporter.suits(what));
    suiting.map(|exporter| exporter.id()).collect()
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
    if let Some(at) = offered.iter().position(|what| *what == ALL_MEETINGS) {
        offered.splice(at + 1..=at, spans(&app.desk));
    }
    let forms = app.desk.forms().into_iter();
    let forms = forms.filter(|(_, def)| !def.private);
    let more = forms.map(|(form_use, _)| What::Form { key: form_use.form });
    for what in more.chain([What::Year, What::Hours]) {
        if !offered.contains(&what) {
            offered.insert(offered.len().saturating_sub(1), what);
        }
    }
    let rows = offered
        .iter()
        .map(|what| PickRow::new(label(what, &app.desk), Msg::Export(usual(what))))
        .collect();
    reply(Reply::Open(Box::new(Modal::Pick {
        title: "Write out what?".to_owned(),
        rows,
        selected: 0,
    })))
}

/// `what` as text for an e-mail; where that cannot say it, in the first format that can.
fn usual(what: &What) -> Request {
    const TEXT: &str = "txt";
    let formats = formats(what);
    let text = formats.contains(&TEXT).then_some(TEXT);
    let format = text.or(formats.first().copied()).unwrap_or(TEXT);
    Request::new(what.clone(), format)
}

const ALL_MEETINGS: What = What::Meetings {
    from: None,
    to: None,
};

/// Parts of the log that people ask for: this month, and what came after the last form was written out.
fn spans(desk: &Desk) -> Vec<What> {
    let today = desk.today();
    let month = What::Meetings {
        from: today.with_day(1),
        to: Some(today),
    };
    let exported = desk.book.responses.values();
    let last = exported.filter_map(|response| response.exported).max();
    let since = last.map(|day| What::Meetings {
        from: Some(day),
        to: None,
    });
    [month].into_iter().chain(since).collect()
}

fn label(what: &What, desk: &Desk) -> String {
    match what {
        What::Form { key } => desk
            .forms()
            .into_iter()
            .find(|(form_use, _)| form_use.form == *key)
            .map_or_else(|| key.clone(), |(form_use, _)| form_use.title),
        What::Meeting(_) => "The record of this meeting".to_owned(),
        What::Meetings {
            from: None,
            to: None,
        } => "The records of all meetings".to_owned(),
        What::Meetings {
            from: Some(from),
            to: None,
        } => format!("The records of meetings since {}", when::shown(*from)),
        What::Meetings { to: Some(_), .. } => "The records of this month".to_owned(),
        What::Agenda(_) => "The agenda, as text to send".to_owned(),
        What::Year => "The report of the year, to print".to_owned(),
        What::Hours => "The hours record, to sign".to_owned(),
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
                let other = self.request.in_format(format);
                reply(Reply::Book(BookEffect::Preview(other)))
            }
            Move::Up | Move::Down | Move::PageUp | Move::PageDown | Move::First | Move::Last => {
                self.scroll = moved(self.scroll, self.text.lines().count(), movement);
                Vec::new()
            }
            Move::Open => self.act(Verb::WriteFile, desk),
        }
    }

    fn export(&self, _desk: &Desk) -> Vec<What> {
        let mut offered = vec![self.request.what.clone()];
        if self.request.what != What::Everything {
            offered.push(What::Everything);
        }
        offered
    }

    fn click(&mut self, _row: usize, _desk: &Desk) -> Vec<Reply> {
        Vec::new()
    }
}
