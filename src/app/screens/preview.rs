//! Preview of an export, shown before a file leaves the machine.

use std::path::PathBuf;

use chrono::Datelike;

use super::{ScreenEffect, ScreenEffects, ScreenLogic, commit, emit, open_modal, status};
use crate::app::command::{Command, Move, adjacent};
use crate::app::edit_target::EditTarget;
use crate::app::keymap::Context;
use crate::app::modal::{Modal, PickRow, index_after_move};
use crate::app::session::Session;
use crate::app::{BookEffect, Effect, ExportPreview, Msg};
use crate::domain::ops::{Outcome, meeting};
use crate::domain::{dates, mail};
use crate::export::{EXPORTERS, ExportLevel, ExportSubject, Request};

pub struct PreviewScreen {
    pub preview: ExportPreview,
    /// Lines scrolled away at the top.
    pub scroll: usize,
    /// Path of the file that was written last.
    pub written_path: Option<PathBuf>,
    /// True from a copy that marks the agenda as sent until the copy is reported.
    pub marks_sent: bool,
}

impl PreviewScreen {
    pub const fn new(preview: ExportPreview) -> Self {
        Self {
            preview,
            scroll: 0,
            written_path: None,
            marks_sent: false,
        }
    }

    fn write_file(&self) -> ScreenEffects {
        emit(ScreenEffect::Book(BookEffect::Write(
            self.preview.request.clone(),
        )))
    }

    fn copy_text(&mut self, session: &Session) -> ScreenEffects {
        let leaves = self.preview.request.level != ExportLevel::All;
        let sent = mark_agenda_sent(&self.preview.request.subject, session).filter(|_| leaves);
        let mut effects = emit(ScreenEffect::Effect(Effect::Copy(
            self.preview.text.clone(),
        )));
        self.marks_sent = matches!(sent, Some(Ok(_)));
        effects.extend(sent.into_iter().flat_map(commit));
        effects
    }

    /// The pick list of privacy levels.
    fn pick_level(&self) -> Modal {
        let row = |level: &ExportLevel| {
            PickRow::new(
                level.label(),
                Msg::Export(self.preview.request.with_level(*level)),
            )
        };
        let at = |level: &ExportLevel| *level == self.preview.request.level;
        let selected = ExportLevel::ALL.iter().position(at).unwrap_or_default();
        Modal::pick(
            "How much leaves?",
            ExportLevel::ALL.iter().map(row),
            selected,
        )
    }

    /// Name of the paper; none in a format without pages.
    pub fn paper(&self) -> Option<&'static str> {
        let Request {
            format, options, ..
        } = &self.preview.request;
        let mut paged = EXPORTERS.iter().filter(|exporter| exporter.has_pages());
        let is_paged = paged.any(|exporter| exporter.id() == *format);
        is_paged.then_some(options.paper.label())
    }

    fn change_paper(&self) -> ScreenEffects {
        if self.paper().is_none() {
            return status("This format has no pages, so there is no paper to choose.");
        }
        let other = self.preview.request.with_other_paper();
        emit(ScreenEffect::Book(BookEffect::Preview(other)))
    }

    /// Shows another copy of the form; what is shown already becomes the form with its answers again.
    fn show_copy(&self, copy: fn(String) -> ExportSubject) -> ScreenEffects {
        let shown = &self.preview.request.subject;
        let Some(key) = shown.form_key() else {
            return status("Only a form can be left blank, or be sent to your partner.");
        };
        let copy = copy(key.to_owned());
        let copy = if copy == *shown {
            ExportSubject::Form {
                key: key.to_owned(),
            }
        } else {
            copy
        };
        preview_of(&copy)
    }

    fn open_path(&self, select: impl Fn(&PathBuf) -> Option<PathBuf>) -> ScreenEffects {
        emit(match self.written_path.as_ref().and_then(select) {
            Some(path) => ScreenEffect::Effect(Effect::Open(path)),
            None => {
                ScreenEffect::SetStatus("Nothing is written yet. Enter writes the file.".to_owned())
            }
        })
    }

    fn copy_mail(&self, session: &Session) -> ScreenEffects {
        if self.preview.request.level == ExportLevel::All {
            let why = "This file is for you alone, so there is no e-mail to send it with.";
            return status(why);
        }
        let key = self.preview.request.subject.form_key();
        let form = key.and_then(|key| session.form_use(key));
        let to = form.map_or_else(String::new, |(form_use, _)| form_use.to);
        let written = self.written_path.as_ref().and_then(|path| path.file_name());
        let file = written.map_or(self.preview.file.clone(), |name| {
            name.to_string_lossy().into_owned()
        });
        let text = mail::cover_message(&session.year(), &self.preview.name, &to, &file);
        emit(ScreenEffect::Effect(Effect::Copy(text)))
    }

    /// Ids of the formats that support the subject.
    pub fn formats(&self) -> Vec<&'static str> {
        formats(&self.preview.request.subject)
    }

    fn show_format(&self, format: &'static str) -> ScreenEffects {
        let other = self.preview.request.with_format(format);
        emit(ScreenEffect::Book(BookEffect::Preview(other)))
    }
}

/// Name of a format in a row of them.
pub fn format_label(id: &'static str) -> &'static str {
    let mut exporters = EXPORTERS.iter();
    let exporter = exporters.find(|exporter| exporter.id() == id);
    exporter.map_or(id, |exporter| exporter.label())
}

/// Ids of the formats that support `subject`.
fn formats(subject: &ExportSubject) -> Vec<&'static str> {
    let supporting = EXPORTERS.iter().filter(|it| it.supports(subject));
    supporting.map(|exporter| exporter.id()).collect()
}

/// Records an agenda as sent, after `subject` was copied or written for the first time.
pub fn mark_agenda_sent(subject: &ExportSubject, session: &Session) -> Option<Outcome> {
    let ExportSubject::Agenda(meeting) = subject else {
        return None;
    };
    let ahead = session.book.meetings.get(meeting)?;
    let first = ahead.is_planned()
        && ahead.sent.is_none()
        && session.read_only.is_none()
        && !session.book.agenda_of(*meeting).is_empty();
    first.then(|| meeting::mark_agenda_sent(&session.book, *meeting, &session.ctx))
}

/// The pick list of subjects and formats for export, those that the screen offers first.
pub fn pick_export(mut offered: Vec<ExportSubject>, session: &Session) -> ScreenEffects {
    if !session.has_book() {
        return status("Open a book first.");
    }
    if let Some(at) = offered.iter().position(|subject| *subject == ALL_MEETINGS) {
        offered.splice(at + 1..=at, log_ranges(session));
    }
    let forms = session.forms().into_iter();
    let forms = forms.filter(|(_, def)| !def.is_private());
    let more = forms.map(|(form_use, _)| ExportSubject::Form { key: form_use.form });
    let whole = [
        ExportSubject::Year,
        ExportSubject::Hours,
        ExportSubject::Everything,
    ];
    for subject in more.chain(whole) {
        if !offered.contains(&subject) {
            offered.push(subject);
        }
    }
    let rows = offered
        .iter()
        .map(|it| PickRow::new(label(it, session), Msg::Export(default_request(it))));
    open_modal(Modal::pick("Write out what?", rows, 0))
}

/// Shows the partner's questions of a form of the program that is being filled in.
pub fn ask_partner(target: &EditTarget) -> ScreenEffects {
    let EditTarget::Response(key) = target else {
        return Vec::new();
    };
    preview_of(&ExportSubject::PartnerForm { key: key.clone() })
}

/// Shows a copy of a form before it is written.
pub fn preview_of(subject: &ExportSubject) -> ScreenEffects {
    emit(ScreenEffect::Book(BookEffect::Preview(default_request(
        subject,
    ))))
}

/// Request for `subject` in Word if an office files it, else as text for an e-mail; if that is not supported, in the first
/// format that is.
fn default_request(subject: &ExportSubject) -> Request {
    const TEXT: &str = "txt";
    let formats = formats(subject);
    let usual = subject.filed_as().unwrap_or(TEXT);
    let usual = formats.contains(&usual).then_some(usual);
    let format = usual.or(formats.first().copied()).unwrap_or(TEXT);
    Request::new(subject.clone(), format)
}

pub const ALL_MEETINGS: ExportSubject = ExportSubject::Meetings {
    from: None,
    to: None,
};

/// Ranges of the log offered for export: this month, and since the last export of a form.
fn log_ranges(session: &Session) -> Vec<ExportSubject> {
    let today = session.today();
    let month = ExportSubject::Meetings {
        from: today.with_day(1),
        to: Some(today),
    };
    let exported = session.book.responses.values();
    let last = exported.filter_map(|response| response.exported).max();
    let since = last.map(|day| ExportSubject::Meetings {
        from: Some(day),
        to: None,
    });
    [month].into_iter().chain(since).collect()
}

fn label(subject: &ExportSubject, session: &Session) -> String {
    match subject {
        ExportSubject::Form { key }
        | ExportSubject::BlankForm { key }
        | ExportSubject::PartnerForm { key } => session
            .form_use(key)
            .map_or_else(|| key.clone(), |(form_use, _)| form_use.title),
        ExportSubject::Meeting(_) => "The record of this meeting".to_owned(),
        ExportSubject::Meetings {
            from: None,
            to: None,
        } => "The records of all meetings".to_owned(),
        ExportSubject::Meetings {
            from: Some(from),
            to: None,
        } => format!(
            "The records of meetings since {}",
            dates::format_date(*from)
        ),
        ExportSubject::Meetings { to: Some(_), .. } => "The records of this month".to_owned(),
        ExportSubject::Agenda(_) => "The agenda, as text to send".to_owned(),
        ExportSubject::Year => "The report of the year, to print".to_owned(),
        ExportSubject::Hours => "The hours record, to sign".to_owned(),
        ExportSubject::Everything => "The whole shared book".to_owned(),
    }
}

impl ScreenLogic for PreviewScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Preview, Context::List, Context::Global]
    }

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        Some(match (command, &self.written_path) {
            (Command::WriteFile, _) => self.write_file(),
            (Command::CopyText, _) => self.copy_text(session),
            (Command::Paper, _) => self.change_paper(),
            (Command::BlankForm, _) => self.show_copy(|key| ExportSubject::BlankForm { key }),
            (Command::AskPartner, _) => self.show_copy(|key| ExportSubject::PartnerForm { key }),
            (Command::Level, _) if self.preview.request.subject.only_level().is_some() => {
                status("There is nothing to choose: what is private is not in this copy.")
            }
            (Command::Level, _) => open_modal(self.pick_level()),
            (Command::OpenFile, _) => self.open_path(|path| Some(path.clone())),
            (Command::OpenFolder, _) => self.open_path(|path| path.parent().map(PathBuf::from)),
            (Command::CopyMail, _) => self.copy_mail(session),
            _ => return None,
        })
    }

    fn on_move(&mut self, movement: Move, _session: &Session) -> ScreenEffects {
        match movement {
            Move::Next | Move::Right | Move::Previous | Move::Left => {
                let forward = matches!(movement, Move::Next | Move::Right);
                let format = self.preview.request.format;
                self.show_format(adjacent(&self.formats(), format, forward))
            }
            Move::Up | Move::Down | Move::PageUp | Move::PageDown | Move::First | Move::Last => {
                self.scroll =
                    index_after_move(self.scroll, self.preview.text.lines().count(), movement);
                Vec::new()
            }
            Move::Open => self.write_file(),
        }
    }

    fn show_pane(&mut self, pane: usize, _session: &Session) -> ScreenEffects {
        let format = self.formats().get(pane).copied();
        format.map_or_else(Vec::new, |format| self.show_format(format))
    }

    fn export_choices(&self, _session: &Session) -> Vec<ExportSubject> {
        let shown = Some(self.preview.request.subject.clone());
        let part = shown.filter(|subject| *subject != ExportSubject::Everything);
        part.into_iter().collect()
    }
}
