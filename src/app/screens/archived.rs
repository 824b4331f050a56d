//! Archived records, each of which comes back with one key.

use super::record::{self, RecordKey};
use super::{ScreenEffects, ScreenLogic, commit, section_list, status};
use crate::app::command::Command;
use crate::app::list_state::ListState;
use crate::app::screen_rows::{ScreenRow, ScreenSection, Sign, selected_key};
use crate::app::session::Session;
use crate::app::{BookEffect, Effect};
use crate::domain::book::Book;
use crate::domain::change::Record;
use crate::domain::display::capitalize;
use crate::domain::ops::{self};
use crate::domain::visibility::privacy;

#[derive(Default)]
pub struct ArchivedScreen {
    pub list: ListState<RecordKey>,
    /// A cache: the log may be long.
    rows: Vec<ScreenRow<RecordKey>>,
    /// True once the lines of older agendas were asked for.
    is_loading: bool,
}

impl ArchivedScreen {
    pub fn sections(&self, _session: &Session) -> Vec<ScreenSection<RecordKey>> {
        let title = format!("Archived: {}", self.rows.len());
        let empty =
            "What you archive with d comes here, and Enter puts it back, however long ago it was.";
        vec![ScreenSection::new(title, self.rows.clone(), empty)]
    }

    fn selected(&self, session: &Session) -> Option<RecordKey> {
        selected_key(&self.list, &self.sections(session))
    }
}

fn row(record: &Record, book: &Book) -> ScreenRow<RecordKey> {
    let of = book.parent_of(record);
    let of = of.map_or_else(String::new, |parent| format!("Of the {}", parent.label()));
    let row = ScreenRow::new((record.kind(), record.id()), capitalize(&record.label())).below(of);
    row.sign(if privacy(record).private {
        Sign::Private
    } else {
        Sign::Bullet
    })
}

impl ScreenLogic for ArchivedScreen {
    section_list!(Archived);

    fn on_command(&mut self, command: &Command, session: &Session) -> Option<ScreenEffects> {
        match (command, self.selected(session)) {
            (Command::PutBack, Some((kind, id))) => {
                Some(commit(ops::put_back(&session.book, kind, id, &session.ctx)))
            }
            (Command::Edit, Some(key)) => Some(record::open(key, session)),
            (Command::PutBack | Command::Edit, None) => Some(status("Nothing is archived.")),
            _ => None,
        }
    }

    fn open(&mut self, session: &Session) -> ScreenEffects {
        let put_back = self.on_command(&Command::PutBack, session);
        put_back.unwrap_or_default()
    }

    fn refresh(&mut self, session: &Session) {
        let archived = session.book.archived();
        self.rows = archived.iter().map(|it| row(it, &session.book)).collect();
    }

    fn loads(&mut self, session: &Session) -> Vec<Effect> {
        let asks = !std::mem::replace(&mut self.is_loading, true);
        let effect = asks.then(|| session.in_book(BookEffect::LoadArchived));
        effect.into_iter().collect()
    }
}
