//! The user's settings: read at the start, changed from their form.

use super::Runtime;
use crate::app::Msg;
use crate::domain::answer::Answers;
use crate::domain::change::{Kind, Record};
use crate::problem::Problem;
use crate::settings::{SettingName, Settings};

impl Runtime {
    /// Messages with the settings, and with the first of the lines that could not be read, to be shown later.
    pub(super) fn read_settings(&mut self) -> (Vec<Msg>, Option<Msg>) {
        let (settings, wrong_lines) = Settings::read(Some(&self.dirs.config));
        let notice = wrong_lines.into_iter().next().map(Msg::Notice);
        (vec![self.take_over(settings)], notice)
    }

    pub(super) fn change_settings(&mut self, answers: &Answers) -> Result<Vec<Msg>, Problem> {
        let (mut settings, _) = Settings::read(Some(&self.dirs.config));
        let typed = SettingName::ALL
            .iter()
            .map(|it| (*it, answers.get(it.key())));
        settings.change(&self.dirs.config, &typed.collect::<Vec<_>>())?;
        let mut messages = vec![self.take_over(settings)];
        if let Some(book) = &mut self.book {
            book.store.use_owners_zone(&mut self.env);
        }
        messages.extend(self.planned_by_own_clock());
        messages.push(Msg::SettingsSaved);
        Ok(messages)
    }

    /// The planned meetings of the open book, read anew by a clock that has changed.
    pub(super) fn planned_by_own_clock(&self) -> Option<Msg> {
        // What cannot be read is told by the next effect; until then the old hours are shown.
        let book = self.book.as_ref()?.store.load_only(&[Kind::Meeting]).ok()?;
        let records = book.planned().into_iter().cloned().map(Record::from);
        Some(Msg::RecordsLoaded {
            records: records.collect(),
            complete: false,
        })
    }

    fn take_over(&mut self, settings: Settings) -> Msg {
        for env in [&mut self.env, &mut self.base_env] {
            *env = env.clone().in_zone(settings.zone);
        }
        Msg::Settings(settings)
    }
}
