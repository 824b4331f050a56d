//! Fields that both changed before either knew of the other: every version in full, one of which is picked.

use super::{ScreenEffects, ScreenLogic, exchange, section_list, status};
use crate::app::command::Command;
use crate::app::exchange::ExchangeEffect;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, selected_key};
use crate::app::session::Session;
use crate::app::session_exchange::{field_words, value_words};
use crate::domain::display::capitalize;
use crate::domain::exchange::Version;
use crate::domain::id::Id;

/// A version: the field by its record and name, and the number of the version from 0.
pub type VersionKey = (Id, String, usize);

pub struct VersionsScreen {
    /// The record whose fields are shown; all without one.
    pub of: Option<Id>,
    pub list: ListState<VersionKey>,
}

impl VersionsScreen {
    pub fn new(of: Option<Id>) -> Self {
        Self {
            of,
            list: ListState::default(),
        }
    }

    /// A section for each field, with a row for each version.
    pub fn sections(&self, session: &Session) -> Vec<ScreenSection<VersionKey>> {
        let fields = session.versions(self.of).map(|field| {
            let name = field_words(&field.field);
            let rows = field.versions.iter().enumerate().map(|(number, version)| {
                let key = (field.id, field.field.clone(), number);
                let row = ScreenRow::new(key, value_words(&version.value).replace('\n', " "));
                let row = row.right(author(version, session)).sign(Sign::Bullet);
                if number == 0 {
                    row.below("This one is shown until one is picked.")
                } else {
                    row
                }
            });
            let title = format!("{}: {name}", capitalize(&field.label));
            ScreenSection::new(title, rows.collect(), "")
        });
        let mut sections: Vec<_> = fields.collect();
        if sections.is_empty() {
            let done = "Each field has one version now. Esc goes back.";
            sections.push(ScreenSection::new("", Vec::new(), done));
        }
        sections
    }

    pub fn selected(&self, session: &Session) -> Option<VersionKey> {
        selected_key(&self.list, &self.sections(session))
    }

    /// The selected field with all its versions in full: author and time, and the text.
    pub fn detail(&self, session: &Session) -> Vec<(String, String)> {
        let Some((id, name, _)) = self.selected(session) else {
            return Vec::new();
        };
        let mut fields = session.versions(self.of);
        let field = fields.find(|field| field.id == id && field.field == name);
        let versions = field.into_iter().flat_map(|field| &field.versions);
        versions
            .map(|version| (author(version, session), value_words(&version.value)))
            .collect()
    }

    fn pick(&self, session: &Session) -> ScreenEffects {
        let Some((id, name, number)) = self.selected(session) else {
            return status("Nothing is selected here.");
        };
        let mut fields = session.versions(self.of);
        let field = fields.find(|field| field.id == id && field.field == name);
        field.map_or_else(super::record::gone, |field| {
            exchange(ExchangeEffect::PickVersion(field.clone(), number))
        })
    }
}

/// Author and time of a version.
fn author(version: &Version, session: &Session) -> String {
    let name = session.book.name(version.author);
    format!("{name}, {}", session.moment(version.at))
}

impl ScreenLogic for VersionsScreen {
    section_list!(Versions);

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        (*command == Command::Toggle).then(|| self.pick(session))
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        self.pick(session)
    }
}
