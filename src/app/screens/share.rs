//! A parcel before it is written: what leaves, what stays, where it goes; then how it reaches the partner.

use std::path::PathBuf;

use super::{ScreenEffect, ScreenEffects, ScreenLogic, emit, exchange, section_list, status};
use crate::app::command::Command;
use crate::app::exchange::{ExchangeEffect, SharePreview, WrittenParcel};
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, selected_key};
use crate::app::session::Session;
use crate::app::{BookEffect, Effect};
use crate::domain::display::capitalize;
use crate::domain::exchange_words::{leaving_words, staying_words};

#[derive(Default)]
pub struct ShareScreen {
    pub preview: SharePreview,
    /// The parcel that was written last.
    pub written: Option<WrittenParcel>,
    /// Counts of the parcel that this one answers.
    pub report: Option<String>,
    /// Status line for the copy of the parcel as text, until that is confirmed.
    pub copied: Option<String>,
    pub list: ListState<usize>,
}

impl ShareScreen {
    pub fn new(preview: SharePreview) -> Self {
        Self {
            preview,
            ..Self::default()
        }
    }

    /// Sections: what came, what leaves, where it goes, and the phrase the first time.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<usize>> {
        let partner = session.partner();
        let mut sections = Vec::new();
        if let Some(report) = &self.report {
            let row = ScreenRow::new(0, report.clone())
                .done()
                .below("u takes all of it back.");
            sections.push(ScreenSection::new("Taken in", vec![row], ""));
        }
        let heading = format!("A parcel for {partner}");
        sections.push(ScreenSection::new(heading, self.leaving(partner), ""));
        sections.push(self.place(partner));
        if let Some(phrase) = &self.preview.first_phrase {
            let row = ScreenRow::new(6, phrase.0.clone())
                .sign(Sign::Private)
                .below(format!(
                    "Say it on the phone; it stands in no mail. {partner} types it once."
                ));
            let title = "The phrase that opens your parcels";
            sections.push(ScreenSection::new(title, vec![row], ""));
        }
        sections
    }

    fn leaving(&self, partner: &str) -> Vec<ScreenRow<usize>> {
        let summary = &self.preview.summary;
        let below = if summary.changes() == 0 {
            format!("It tells {partner} what has come in here.")
        } else {
            "A parcel is complete: it also stands for any that was lost.".to_owned()
        };
        let words = capitalize(&leaving_words(summary));
        let mut rows = vec![ScreenRow::new(1, words).sign(Sign::Bullet).below(below)];
        // A row of its own: it must not be cut when much leaves.
        let staying = staying_words(summary);
        rows.extend(staying.map(|words| ScreenRow::new(7, words).sign(Sign::Bullet)));
        if !self.preview.files.is_empty() {
            let files = format!("Your own files: {}", self.preview.files.join(", "));
            rows.push(ScreenRow::new(2, files).sign(Sign::Bullet));
        }
        rows
    }

    fn place(&self, partner: &str) -> ScreenSection<usize> {
        let row = match &self.written {
            None => ScreenRow::new(4, self.preview.folder.display().to_string())
                .sign(Sign::Open)
                .below("Enter writes the file there; t makes text to paste into a mail instead."),
            Some(written) if written.is_text => {
                ScreenRow::new(5, written.path.display().to_string())
                    .sign(Sign::Done)
                    .below("The mail with the parcel in it is copied: paste it. c copies it again.")
            }
            Some(written) => ScreenRow::new(5, written.path.display().to_string())
                .sign(Sign::Done)
                .below(format!(
                    "Attach it to a mail to {partner}: c copies the words of the mail, o opens the folder."
                )),
        };
        let title = if self.written.is_some() {
            "Written"
        } else {
            "Where it goes"
        };
        ScreenSection::new(title, vec![row], "")
    }

    fn selected(&self, session: &Session) -> Option<usize> {
        selected_key(&self.list, &self.sections(session))
    }
}

impl ScreenLogic for ShareScreen {
    section_list!(Share);

    fn on_command(&mut self, command: &Command, _session: &Session) -> Option<ScreenEffects> {
        let none = || status("Nothing is written yet. Enter writes the file.");
        Some(match (command, &self.written) {
            (Command::WriteFile, Some(_)) => {
                status("It is written. Esc goes back; S makes a new one when something changed.")
            }
            (Command::WriteFile, None) => exchange(ExchangeEffect::WriteShare(false)),
            (Command::ShareAsText, _) => exchange(ExchangeEffect::WriteShare(true)),
            (Command::CopyMail, Some(written)) => {
                emit(ScreenEffect::Effect(Effect::Copy(written.mail.clone())))
            }
            (Command::OpenFolder, Some(written)) => {
                let folder = written.path.parent().map(PathBuf::from);
                folder.map_or_else(none, |it| emit(ScreenEffect::Effect(Effect::Open(it))))
            }
            (Command::CopyMail | Command::OpenFolder, None) => none(),
            // What was taken in is gone then, and with it what this answers.
            (Command::Undo, _) if self.report.is_some() => {
                let mut effects = super::go_back();
                effects.push(ScreenEffect::Book(BookEffect::Undo));
                effects
            }
            _ => return None,
        })
    }
}
